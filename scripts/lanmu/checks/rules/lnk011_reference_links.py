"""分开写的链接对不上

查什么
    Markdown 的链接可以分两处写：正文里写 [文字][名称]，另起一行写 [名称]: 地址。查三种情况：正文用了名称却没有写地址；
    写了地址却没有用；同一个名称写了两个地址。[1][2] 这样只有数字的不算。
为什么
    没有地址的，网页上露出方括号；写了两个地址的，只有后一个起作用；没有用的，多半是正文里的名称写错了。
不合格
    名称对不上：
        见[方案][实施方案]。

        [方案]: ../plan/index.md
合格
    名称一致：
        见[方案][实施方案]。

        [实施方案]: ../plan/index.md
怎么改
    核对两处的名称；简单的做法是直接写成 [文字](地址)。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.validation import nearest
from lanmu.text.scanned import Link

USE = re.compile(r"\[(?P<label>[^\[\]^][^\[\]]*)\]\[(?P<name>(?!\^)[^\[\]]*)\](?![(\[])")
NAMED = re.compile(r"\[(?P<name>[^\[\]]*+)\](?!:)")
NUMBERS = re.compile(r"[\d,，、 -]*")

MOST_SUGGESTED = 100
"""Uses in a file for which the likeliest name is looked for: each is compared with each."""


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    definitions: dict[str, Link] = {}
    for link in source.links:
        # Words instead of an address are no link: rule TXT024 reports them.
        if link.kind != "definition" or link.is_text:
            continue
        if first := definitions.get(link.text.strip()):
            line = source.place(first.start)[0]
            message = f"链接的名称「{link.text}」写了两个地址，第一个在第 {line} 行。"
            yield source.at(link.start, message, "只留一个，或者换一个名称。")
        definitions.setdefault(link.text.strip(), link)
    missing = 0
    for label, name, offset in uses(source):
        is_numbers = NUMBERS.fullmatch(label) and NUMBERS.fullmatch(name)
        if is_numbers or " ".join((name or label).lower().split()) in definitions:
            continue
        missing += 1
        near = nearest(name or label, definitions) if missing <= MOST_SUGGESTED else ""
        remedy = f"是不是「{near}」？" if near else f"另起一行写 [{name or label}]: 地址，或者直接写成 [文字](地址)。"
        yield source.at(offset, f"「[{label}][{name}]」没有写地址，不会成为链接。", remedy)
    # Anything in brackets may be a use: `[名称]` alone is one too.
    used = {match["name"].strip().lower() for match in NAMED.finditer(source.text, source.body_start)}
    for name, link in definitions.items():
        if name not in used and "[" not in name:
            message = f"链接的名称「{name}」写了地址，正文里却没有用。"
            yield source.at(link.start, message, "核对正文里的名称，或者删去这一行。")


def uses(source: Source) -> Iterator[tuple[str, str, int]]:
    """What is written as `[words][name]`: words, name, place.

    One without an address is still there in the text that readers see, unless its words are a name themselves.
    """
    for passage in source.scan.passages:
        for match in USE.finditer(passage.text):
            offset = passage.offsets[match.start()]
            # A backslash says that brackets are meant; with something between them, they are not one link.
            if source.text.startswith(match[0], offset) and source.text[offset - 1 : offset] != "\\":
                yield match["label"], match["name"], offset
    for _, offset in source.scan.references:
        if use := USE.match(source.text, offset):
            yield use["label"], use["name"], offset
