"""Classification markings (secret, for internal use) as documents bear them: on a line of their own, or in brackets in a title.

The words in running prose (保守国家秘密, 商业秘密, 不予公开的情形) are no markings. Their form: GB/T 9704-2012,
7.2.2 (密级和保密期限: 机密★1年).
"""

from __future__ import annotations

import re

LEVEL = r"(?:绝密|机密|秘密)"
TERM = r"(?:\d+(?:年|个?月|天)|长期|启用前|解密前)?"
PHRASE = (
    r"(?:(?:此件|本件|本文件|本资料)?(?:"
    r"内部(?:资料|文件|材料|刊物|参考|参阅|传阅|使用|掌握|讨论稿)|仅?供内部(?:使用|参考|参阅|传阅|学习|交流|掌握)+|仅供内部"
    r"|(?:请)?(?:注意|妥善)(?:保存|保管|保密)|(?:不得|严禁|请勿|禁止|不要|切勿)(?:外传|外泄|外借|扩散|转发|翻印|复制|泄露)"
    r"|(?:不得|不予|不宜|不|严禁)(?:对外)?公开|(?:阅后|会后)(?:收回|销毁|即焚)|密件))"
)
CLASSIFIED = re.compile(
    rf"(?:密级(?:和保密期限)?|保密等级)?{LEVEL}[★☆]{TERM}\w{{0,8}}|(?:密级(?:和保密期限)?|保密等级){LEVEL}{TERM}"
)
PHRASES = re.compile(rf"(?:{PHRASE}|{LEVEL})+")
BARE = re.compile(rf"{LEVEL}+")
BRACKETED = re.compile(r"[（(【\[〔]([^（()）【】\[\]〔〕]+)[）)】\]〕]")
BLANKS = re.compile(r"[\s，,、；;：:。.！!·•|/【】\[\]（）()〔〕《》“”\"'‘’*—_\-~<>]+")
# A longer line is prose; this also keeps long texts cheap.
LONGEST = 40


def core(line: str) -> str:
    """A line without blanks and punctuation; empty when it is too long for a marking."""
    stripped = line.strip()
    return BLANKS.sub("", stripped) if len(stripped) <= LONGEST else ""


def is_official_marking(line: str) -> bool:
    """True for a line that is a level of secrecy in its official form: 机密★1年, 密级：秘密."""
    return bool(CLASSIFIED.fullmatch(core(line)))


def is_marking(line: str) -> bool:
    """True for a line that is nothing but markings: 机密★, 秘密, 内部资料　注意保存."""
    return is_official_marking(line) or bool(PHRASES.fullmatch(core(line)))


def names_level(marking: str) -> bool:
    """True for a marking that gives a level of secrecy, not only that the text is for internal use."""
    return bool(re.search(LEVEL, core(marking)))


def is_bare_level(line: str) -> bool:
    """True for a line that is only the word for a level, as a heading or table of an explanation has it too."""
    return bool(BARE.fullmatch(core(line)))


def marking_in_brackets(title: str) -> str:
    """The marking that a title bears in brackets; empty when it bears none."""
    return next((match[0] for match in BRACKETED.finditer(title) if is_marking(match[1])), "")
