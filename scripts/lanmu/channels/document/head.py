"""版头 from the lines above a document's title (GB/T 9704-2012, 7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from lanmu.channels.document.parts import Form, Head, Mark, Signers
from lanmu.content.settings import DocumentSettings

# 发文字号; 令号 (第5号) stands alone.
NUMBER = re.compile(r".*?〔\d{4}〕\s*\d+\s*号|第\s*[\d〇一二三四五六七八九十百]+\s*号")
SIGNED = re.compile(r"(?:会\s*)?签\s*发(?:\s*人)?\s*[:：]|会\s*签(?:\s*人)?\s*[:：]")
# In the order of their places: 份号, 密级 and what is for inside only, 紧急程度.
ABOVE = (
    (re.compile(r"\d{6}"), "fang"),
    (re.compile(r"(绝密|机密|秘密).*|内部.*"), "hei"),
    (re.compile(r"特\s*急|加\s*急|特\s*提|平\s*急"), "hei"),
)
# A line that only draws a rule, perhaps with a star in it: the page has its own.
RULE = re.compile(r"[—–―─━＿_\-=\s]*+(?:[★☆][—–―─━＿_\-=\s]*+)?")
SHARED = re.compile(r"文\s*件")
# 信函 have 函 as the last character of the office's letters: 示工函〔2012〕5号.
OF_LETTER = re.compile(r"函\s*〔")
NAME = re.compile(r"[\s、，,]+")


def head_of(lines: Sequence[str], issuer: str, settings: DocumentSettings) -> tuple[Head | None, list[str]]:
    """The 版头: the document's own lines, else the office's head for that issuer; nothing is invented."""
    numbers, signers, rest = apart(lines)
    above = [(place, Mark(line, ABOVE[place][1])) for line in rest if (place := place_above(line)) is not None]
    issuers = ["".join(line.split()) for line in rest if place_above(line) is None]
    issuers = issuers or [head for head in settings.heads if issuer and head.startswith(issuer)][:1]
    if not issuers:
        way_out = "要印版头，请把发文机关标志写进 lanmu.toml [print.document] 的 heads。"
        return None, [f"原文和设置里都没有“{issuer}”的版头，没有印红头。{way_out}"]
    marks = tuple(mark for _, mark in sorted(above, key=lambda pair: pair[0]))
    form = form_of(issuers, numbers)
    issuers, shared = common_word(issuers)
    remarks = [] if numbers or form == "minutes" else ["原文里没有发文字号，没有印。"]
    return Head(marks, tuple(issuers), tuple(numbers), form, shared, tuple(signers)), remarks


def place_above(line: str) -> int | None:
    """Which of the lines at the top it is; None for others."""
    return next((place for place, (pattern, _) in enumerate(ABOVE) if pattern.fullmatch(line)), None)


def apart(lines: Iterable[str]) -> tuple[list[str], list[Signers], list[str]]:
    """The numbers, who signs, and the other lines. A number and who signs may share a line, in either order; further names may
    stand in lines below."""
    numbers: list[str] = []
    signers: list[Signers] = []
    rest: list[str] = []
    names_follow = False
    for line in map(str.strip, lines):
        labels = list(SIGNED.finditer(line))
        before = (line[: labels[0].start()] if labels else line).strip()
        bare = before.strip("（）()")
        if NUMBER.fullmatch(bare):
            numbers.append(bare)
        elif names_follow and not labels and are_names(before):
            signers[-1] = Signers(signers[-1].label, (*signers[-1].names, *names_in(before)))
        elif before and not RULE.fullmatch(before):
            rest.append(before)
            names_follow = False
        if labels:
            signers += signers_in(line, labels, numbers)
            names_follow = True
    return numbers, signers, rest


def signers_in(line: str, labels: Sequence[re.Match[str]], numbers: list[str]) -> Iterator[Signers]:
    """The signers in a line; a number after the names is added to the numbers."""
    ends = [*(label.start() for label in labels), len(line)]
    for label, (_, end) in zip(labels, pairwise(ends), strict=True):
        names = line[label.end() : end].strip()
        number = re.search(r"(?:^|\s)(\S+?〔\d{4}〕\s*\d+\s*号)$", names)
        if number:
            numbers.append(number[1])
            names = names[: number.start()]
        yield Signers("".join(label[0].split()).replace(":", "："), names_in(names))


def names_in(text: str) -> tuple[str, ...]:
    """The names in a line; one of two characters may be set apart: 张　三."""
    names: list[str] = []
    half = ""
    for word in filter(None, NAME.split(text)):
        if half:
            names.append(half + word if len(word) == 1 else half)
            if len(word) > 1:
                names.append(word)
            half = ""
        elif len(word) == 1:
            half = word
        else:
            names.append(word)
    return (*names, half) if half else tuple(names)


def are_names(line: str) -> bool:
    """True for a line that may consist of names only, below a line of signers."""
    names = names_in(line)
    return bool(names) and all(2 <= len(name) <= 4 or "·" in name for name in names) and place_above(line) is None


def form_of(issuers: Sequence[str], numbers: Sequence[str]) -> Form:
    """How a document with such a mark and number is laid out."""
    if issuers[-1].endswith("纪要"):
        return "minutes"
    if issuers[-1].endswith(("令", "命令")):
        return "order"
    is_letter = any(map(OF_LETTER.search, numbers)) and not any(mark.endswith("文件") for mark in issuers)
    return "letter" if is_letter else "usual"


def common_word(issuers: Sequence[str]) -> tuple[list[str], str]:
    """The names of the bodies that issue together, and 文件, which stands beside them all (GB/T 9704-2012, 7.2.4)."""
    names = [mark for mark in issuers if not SHARED.fullmatch(mark)]
    if len(names) < len(issuers):
        return (names, "文件") if len(names) > 1 else ([f"{names[0]}文件"] if names else ["文件"], "")
    if len(names) > 1 and names[-1].endswith("文件") and not any(mark.endswith("文件") for mark in names[:-1]):
        return [*names[:-1], names[-1].removesuffix("文件")], "文件"
    return names, ""
