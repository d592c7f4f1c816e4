"""Finds in an article's blocks what belongs elsewhere: title and credits into the front matter, sign-off and levels.

What an official document is made of is known by `official.recognise`; Word adds what it says of titles, headings and
alignment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lanmu.intake import official
from lanmu.intake.article.blocks import Block, Paragraph, plain, squeeze, text_of
from lanmu.intake.article.credits import Credits, credits_at_the_end, credits_of
from lanmu.intake.article.proof import Moved
from lanmu.intake.markdown_text import CLASSES
from lanmu.intake.official import LEVEL_KINDS, LEVELS, TITLE, Document, Kind, is_day, recognise
from lanmu.intake.word.model import Remark

LONGEST_TITLE_LINE = 60
# Where credits stand: below the title, and at the end.
FIRST, LAST = 3, 6
# A soft return between Chinese characters within a title; 通　知 with its characters set apart.
SOFT_RETURN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
SET_APART = re.compile(r"(\S[ \u3000]+)+\S")
NO_TITLE_END = ("。", "；", "：", "，", "、", ";", ":", ",")
NO_HEADING_END = ("。", "；", "，", "：", "、")
SIGN_OFF = (Kind.SIGNATURE, Kind.DATE)
HEADS = (Kind.TITLE, Kind.LETTERHEAD)
FIELDS = ("author", "photo", "unit", "source")


@dataclass
class Recognised:
    """An article's blocks with their looks and levels, and what was found in them."""

    blocks: tuple[Block, ...]
    document: Document
    is_official: bool = False
    title: str = ""
    credits: Credits = field(default_factory=Credits)
    moved: list[Moved] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def recognised(blocks: Sequence[Block], *, verbatim: bool, title: str = "") -> Recognised:
    """What the blocks are.

    In `verbatim` nothing is moved out of the text; the document's own title stays there too when the editor has
    given another `title`.
    """
    lines = [(index, block) for index, block in enumerate(blocks) if isinstance(block, Paragraph) and has_text(block)]
    document = recognise("\n".join(one_line(block) for _, block in lines))
    kinds = dict(zip((index for index, _ in lines), document.blocks, strict=True))
    found = Recognised(tuple(blocks), document)
    found.is_official = verbatim or is_official(document)
    titles = title_lines(lines, found)
    found.title = "".join(title_text(block) for index, block in lines if index in titles)
    credited = set() if verbatim else credit_lines(lines, titles, found)
    keep_title = verbatim or title not in ("", found.title) or any(noted(block) for i, block in lines if i in titles)
    leaving = credited if keep_title else credited | titles
    found.moved = [moved(blocks, index) for index in sorted(leaving)]
    numbered = not has_headings(lines, titles, found)
    shaped: list[Block] = []
    for index, block in enumerate(blocks):
        if index in leaving:
            continue
        if isinstance(block, Paragraph) and index in kinds:
            kind = Kind.TITLE if index in titles else sign_off(block, kinds[index].kind)
            level = level_of(blocks, index, kinds[index], found) if numbered else 0
            block = looking(block, kind, level, found, verbatim=verbatim)
        shaped.append(block)
    found.blocks = tuple(shaped)
    return found


def moved(blocks: Sequence[Block], index: int) -> Moved:
    """A block that goes into the front matter, with its place."""
    return Moved(len(squeeze(plain(blocks[:index]))), squeeze(plain([blocks[index]])))


def has_headings(lines: list[tuple[int, Paragraph]], titles: set[int], found: Recognised) -> bool:
    """True when Word says what the headings are.

    An official document numbers its headings; where Word marks none of those, it marks other things.
    """
    headings = [one_line(block).strip() for index, block in lines if block.level and index not in titles]
    return any(map(is_numbered, headings)) if found.is_official else bool(headings)


def has_text(block: Paragraph) -> bool:
    """True for a paragraph with something to read."""
    return bool(text_of(block.runs).strip())


def is_numbered(text: str) -> bool:
    """True for 一、, （一） and 1. at the beginning."""
    return any(level.match(text) for level in LEVELS)


def noted(block: Paragraph) -> bool:
    """True for a paragraph with a note, which would have nothing to stand at in the front matter."""
    return any(run.kind == "note" for run in block.runs)


def one_line(block: Paragraph) -> str:
    """A paragraph's text in one line, as `recognise` wants it."""
    return re.sub(r"[\n\r\x0b\x0c\x85\u2028\u2029]+", " ", text_of(block.runs))


def is_official(document: Document) -> bool:
    """True for a document with a red head, and for one that is titled, addressed or signed as official ones are."""
    signed = document.texts(Kind.ADDRESSEES) or document.texts(Kind.SIGNATURE)
    return bool(document.texts(Kind.LETTERHEAD)) or bool(TITLE.fullmatch(document.title) and signed)


def title_lines(lines: list[tuple[int, Paragraph]], found: Recognised) -> set[int]:
    """The places of the title's lines: what Word calls so, else what a document's title looks like."""
    called = [number for number, (_, block) in enumerate(lines) if "title" in block.classes or block.level == 1]
    official = [number for number, block in enumerate(found.document.blocks) if block.kind is Kind.TITLE]
    first = called or (official if found.is_official else [])
    if first:
        run = [first[0]]
        while run[-1] + 1 in first and len(run) < FIRST:
            run.append(run[-1] + 1)
        if run[-1] + 1 < len(lines) and is_subtitle(lines[run[-1] + 1][1]):
            run.append(run[-1] + 1)
    elif lines and looks_like_title(lines):
        run = [0]
        found.remarks.append(Remark("look", f"第一段“{one_line(lines[0][1]).strip()[:30]}”当作标题，请核对。"))
    else:
        run = []
    return {lines[number][0] for number in run}


def title_text(block: Paragraph) -> str:
    """A line of a title as the site shows it: on one line, its characters not set apart."""
    text = " ".join(SOFT_RETURN.sub("", text_of(block.runs).strip()).split())
    return "".join(text.split()) if SET_APART.fullmatch(text) else text


def is_subtitle(block: Paragraph) -> bool:
    """True for a title's second line that begins with a dash: ——记某某."""
    text = one_line(block).strip()
    return text.startswith("——") and len(text) <= LONGEST_TITLE_LINE and not text.endswith("。")


def looks_like_title(lines: list[tuple[int, Paragraph]]) -> bool:
    """True when the first of several paragraphs is short and ends as no sentence does."""
    first = lines[0][1]
    text = one_line(first).strip()
    if len(lines) == 1 or first.level or is_numbered(text) or text.endswith(NO_TITLE_END):
        return False
    return len(text) <= (LONGEST_TITLE_LINE if "center" in first.classes else LONGEST_TITLE_LINE // 2)


def credit_lines(lines: list[tuple[int, Paragraph]], titles: set[int], found: Recognised) -> set[int]:
    """The places of the lines of credits, which are kept in `found`."""
    body = [(index, block) for index, block in lines if index not in titles and not block.level and not noted(block)]
    edges = dict([*body[:FIRST], *body[-LAST:]])
    credited = {index: one for index, block in edges.items() if (one := credits_of(one_line(block)))}
    found.credits = merged(list(credited.values()))
    for index, one in credited.items():
        text = one_line(edges[index]).strip()
        found.remarks.append(Remark("changed", f"署名“{text[:40]}”移到了稿件信息里，网页上由程序在文末显示。"))
        for other in one.others:
            found.remarks.append(Remark("look", f"署名里的“{other}”没有写进稿件信息，请照审稿单填 review。"))
    if not credited and body and (end := credits_at_the_end(one_line(body[-1][1]))):
        found.credits = end
        found.remarks.append(Remark("look", "文末括号里的署名已经写进稿件信息，正文里没有删去，请看是否重复。"))
    return set(credited)


def merged(found: list[Credits]) -> Credits:
    """Several lines of credits as one."""
    names = {name: dict.fromkeys(filter(None, (getattr(one, name) for one in found))) for name in FIELDS}
    joined = {name: "、".join(values) for name, values in names.items()}
    return Credits(**joined, others=tuple(other for one in found for other in one.others))


def sign_off(block: Paragraph, kind: Kind) -> Kind:
    """The kind, or that of a sign-off that Word sets right and the text alone did not show."""
    if "right" not in block.classes or kind in SIGN_OFF or block.level:
        return kind
    return Kind.DATE if is_day(one_line(block).strip()) else Kind.SIGNATURE


def level_of(blocks: Sequence[Block], index: int, line: official.Block, found: Recognised) -> int:
    """The heading's level that a numbered line has in a document without headings of its own; 0 for text.

    A sentence is none, nor is one of several lines of its kind with nothing between them: they are items of a list. In
    an article that is no official document only 一、 counts.
    """
    if line.kind not in LEVEL_KINDS or not line.stands_alone or line.text.strip().endswith(NO_HEADING_END):
        return 0
    number = LEVELS[LEVEL_KINDS.index(line.kind)]
    neighbours = (blocks[index - 1] if index else None, blocks[index + 1] if index + 1 < len(blocks) else None)
    is_item = any(isinstance(block, Paragraph) and number.match(one_line(block).strip()) for block in neighbours)
    if is_item or (not found.is_official and (line.kind is not Kind.LEVEL_1 or neighbours[1] is None)):
        return 0
    return LEVEL_KINDS.index(line.kind) + 2


def looking(block: Paragraph, kind: Kind, level: int, found: Recognised, *, verbatim: bool) -> Paragraph:
    """The paragraph with the look or the level of its kind."""
    if level:
        return replace(block, level=level)
    if kind is Kind.TITLE and not verbatim and found.is_official:
        # The document that a covering notice brings: a heading above all of its own.
        return replace(block, level=1)
    wanted = found.is_official or kind in SIGN_OFF
    if block.level and not (verbatim and kind is Kind.TITLE):
        return block
    if not wanted or kind not in CLASSES:
        return block
    # The look of a title is bold by itself.
    runs = tuple(replace(run, marks=run.marks - {"strong"}) for run in block.runs) if kind in HEADS else block.runs
    return replace(block, level=0, look=CLASSES[kind], runs=runs)
