"""有读不出来的字符

查什么
    乱码（锟斤拷、烫烫烫、ä¸­ 这类）、替换符 U+FFFD、私用区的字符、看不见的零宽字符和控制字符、
    样子像汉字而不是汉字的部首字符（⽂ U+2F42）和兼容汉字。照录的正式文件也查，代码里也查。
为什么
    乱码读者看不懂；看不见的和样子相同的字符，搜索搜不到，复制出去又变成问号，还可能用来躲过检查。
    多半是从 PDF、扫描识别或旧系统里复制来的。
不合格
    部首字符冒充汉字：
        大家学习了⽂件。
    编码弄错了：
        大家学习了æ–‡ä»¶。
合格
    真正的汉字；表情和生僻字不算：
        大家学习了文件，㐂、𠮷都是汉字。café 是外文。
怎么改
    照提示换成正确的字；--fix 可以换掉文字里的部首字符、兼容汉字，删去零宽字符，代码和网址里的不动。
"""

import re
import unicodedata
from dataclasses import replace

from lanmu.checks.engine.rule import Edit, Findings, Level, Source, rule

# Twelve of the block of compatibility ideographs are characters in their own right.
ODD = re.compile(
    "(?P<lost>\ufffd+|[\ue000-\uf8ff\U000f0000-\U0010fffd]+|锟斤拷|锟斤|烫烫烫|屯屯屯)"
    "|(?P<hidden>[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+)"
    "|(?P<joiner>\u200d)"
    "|(?P<control>[\x00-\x08\x0b-\x1f\x7f-\x9f]+)"
    "|(?P<twin>[\u2e80-\u2fd5\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9\uf900-\ufa0d"
    "\U0002f800-\U0002fa1d])"
    "|(?P<mixed>[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3,})"
)
PICTOGRAPH = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff\u2640\u2642]")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if source.text.isascii():
        return
    shown: set[int] | None = None
    for match in ODD.finditer(source.text):
        for finding in judged(source, match):
            if finding.edit:
                # In code, addresses and the names of fields nothing is changed by itself.
                shown = shown or {offset for passage in source.passages for offset in passage.offsets[:-1]}
                finding = finding if finding.edit.start in shown else replace(finding, edit=None)
            yield finding


def judged(source: Source, match: re.Match[str]) -> Findings:
    start, characters = match.start(), match[0]
    names = "、".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters))
    if match["lost"]:
        shown = characters if characters[0] in "锟烫屯" else names
        yield source.at(start, f"有乱码「{shown}」。", "对照原稿，重新录入这几个字。")
    elif match["control"]:
        yield source.at(start, f"有控制字符（{names}）。", "删去它，重新录入这里的字。")
    elif match["hidden"] or (match["joiner"] and not PICTOGRAPH.match(source.text, start - 1)):
        edit = Edit(start, match.end(), "") if not re.search("[\u202a-\u202e\u2066-\u2069]", characters) else None
        yield source.at(start, f"有看不见的字符（{names}）。", "删去它。", edit)
    elif match["twin"]:
        right = unicodedata.normalize("NFKC", characters)
        edit = Edit(start, match.end(), right) if right != characters else None
        yield source.at(start, f"「{characters}」（{names}）不是通用的汉字。", f"改成「{right}」。", edit)
    elif match["mixed"] and (decoded := recoded(characters)):
        yield source.at(start, f"「{characters}」是编码弄错了的文字。", f"可能是「{decoded}」；对照原稿，重新录入。")


def recoded(text: str) -> str:
    """The Chinese text that was read in the wrong encoding, or an empty string."""
    data = b"".join(character.encode("cp1252", "ignore") or character.encode("latin-1", "ignore") for character in text)
    decoded = data.decode("utf-8", "ignore")
    return decoded if re.search("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]", decoded) else ""
