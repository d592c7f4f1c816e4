"""公开的稿件带有涉密或内部标志

查什么
    公开的稿件和页面里，单独成行或者写在标题括号里的密级标志（绝密、机密、秘密，机密★1年，密级：秘密）和内部标志
    （内部资料、注意保存、仅供内部使用、不得外传、不予公开等）。照录的文件、网页上看不见的批注、公开稿件链接的附件也查。
    检查内部版（--edition internal）时，内部稿件和它的附件查密级标志：内部标志可以有，涉密的内部版也不能登。
    正文里说到“保守国家秘密”“商业秘密”“不予公开的情形”，不是标志，不算。
为什么
    涉密信息不得上网。泄密是单项否决（国办秘函〔2019〕19号），还要追究责任。密级标志的写法见 GB/T 9704-2012 第 7.2.2 条。
不合格
    文件开头的密级：
        机密★1年

        大家读了书，谈了体会。
    文件开头的内部标志：
        内部资料，注意保存

        大家读了书，谈了体会。
合格
    正文里说到保密：
        会上学习了保守国家秘密的规定。商业秘密和个人隐私不予公开。
怎么改
    先不要发布，请保密员核对原件。确实涉密或内部的，把文件从 docs/ 里移走，或写 scope: internal；
    已经解密、准予公开的，删去标志，或写明依据后豁免。
"""

from __future__ import annotations

import re

from lanmu.checks.engine.rule import Attachment, Findings, Level, Project, Source, rule
from lanmu.checks.sources.prose import original
from lanmu.content.article import Article, Audience
from lanmu.content.files import linked_files
from lanmu.content.review import article_of

# A marking stands on a line of its own, or in brackets in a title: 机密★1年 (GB/T 9704-2012, 7.2.2). The words in running prose
# (保守国家秘密, 商业秘密, 不予公开的情形) are none.
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


REMEDY_INTERNAL = "涉密的不能上网，内部版也不行：从 docs/ 里移走，报保密员处理；已经解密的删去标志。"
REMEDY = "先不要发布，请保密员核对；涉密或内部的移走，或写 scope: internal；已准予公开的删去标志。"
# The level of a document stands at its top (GB/T 9704-2012, 7.2.2).
TOP = 3


@rule(Level.ERROR)
def check(subject: Source | Project) -> Findings:
    if isinstance(subject, Project):
        public, shown = shown_files(subject, "public"), shown_files(subject, subject.audience)
        for path in sorted(shown & set(subject.attachments)):
            yield from in_attachment(subject.attachments[path], is_internal=path not in public)
        return
    judged = original(subject) or subject
    data = judged.head.data if judged.head else None
    # What stays in the office, also while the rest of its front matter is wrong.
    is_internal = isinstance(data, dict) and data.get("scope") == "internal"
    if is_internal and subject.project.audience == "public":
        return
    for value in subject.head_values:
        in_brackets = marking_in_brackets(value.text) if value.key in (("title",), ("summary",)) else ""
        marking = value.text if is_marking(value.text) else in_brackets
        if marking and is_forbidden(marking, is_internal=is_internal):
            yield subject.at_field(value.key, *fault(marking, is_internal=is_internal))
    yield from in_body(subject, is_internal=is_internal)


def shown_files(project: Project, audience: Audience) -> frozenset[str]:
    """The files below docs/ that the pages for `audience` show or link to."""
    items = project.site.items if project.site else ()
    shown = linked_files(item for item in items if not isinstance(item, Article) or item.is_meant_for(audience))
    translations = project.translations.values()
    return shown | linked_files(text for text in translations if article_of(text).is_meant_for(audience))


def is_forbidden(marking: str, *, is_internal: bool) -> bool:
    """True for a marking that must not be there: in what is internal, only a level of secrecy."""
    return names_level(marking) or not is_internal


def fault(marking: str, *, is_internal: bool, subject: str = "稿件", place: str = "") -> tuple[str, str]:
    """The message and the remedy for a marking."""
    if is_internal:
        return f"{place}带有密级标志「{marking}」，内部版也不能登。", REMEDY_INTERNAL
    return f"{place}带有标志「{marking}」，{subject}却是公开的。", REMEDY


def in_body(source: Source, *, is_internal: bool) -> Findings:
    """Lines of the text and of its comments. The bare word for a level counts in a paragraph only."""
    comments = [("comment", comment.text, comment.offsets) for comment in source.comments]
    passages = [(p.kind, p.text, p.offsets) for p in source.passages if p.offsets[0] >= source.body_start]
    for kind, text, offsets in (*passages, *comments):
        for match in re.finditer(r"[^\n]+", text):
            line = match[0]
            explains = kind in ("item", "cell") or (kind == "heading" and is_bare_level(line))
            is_marked = is_official_marking(line) or (is_marking(line) and not explains)
            if is_marked and is_forbidden(line, is_internal=is_internal):
                place = offsets[match.start() + len(line) - len(line.lstrip())]
                yield source.at(place, *fault(line.strip(), is_internal=is_internal))


def in_attachment(attachment: Attachment, *, is_internal: bool) -> Findings:
    texts = attachment.texts if isinstance(attachment.texts, tuple) else ()
    for number, text in enumerate(texts):
        for line in text.text.splitlines():
            is_marked = is_official_marking(line) or (is_marking(line) and (number < TOP or not is_bare_level(line)))
            if is_marked and is_forbidden(line, is_internal=is_internal):
                yield attachment.finding(
                    *fault(line.strip(), is_internal=is_internal, subject="", place=f"附件{text.place}")
                )
