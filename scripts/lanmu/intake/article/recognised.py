"""Recognises title, masthead, credits, sign-off and headings among an article's blocks; what is front matter leaves the text.

`official.recognise` knows the parts of official documents and of 简报; the titles, headings and alignment that Word has are
considered too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, takewhile

from lanmu.intake.article.blocks import Block, Paragraph, Run, plain, squeeze, text_of
from lanmu.intake.article.credits import Byline, Credits, bylines
from lanmu.intake.article.head import (
    FRAMED,
    LONGEST_TITLE_LINE,
    MOST_TITLE_LINES,
    NO_TITLE_END,
    Line,
    lines_of,
    single_line,
)
from lanmu.intake.days import is_day, is_partial
from lanmu.intake.markdown_text import CLASSES, Moved
from lanmu.intake.official import HEADS, LEVELS, TITLE, LineKind, OfficialDocument, numbered_level
from lanmu.intake.word.model import Remark

# How far below a head a title may stand (编者按 comes between them).
BELOW_HEAD = 6
# A soft return between Chinese characters within a title; 通　知 with its characters set apart.
SOFT_RETURN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
SET_APART = re.compile(r"(\S[ \u3000]+)+\S")
NO_HEADING_END = ("。", "；", "，", "：", "、")
EDITORS_NOTE = re.compile(
    r"[【〔（\[]?(?:编\s*者\s*按|编者的话|按\s*语|按|编\s*后)(?:[】〕）\]][:：]?|[:：]|(?<=[按语话后])(?=\s|$))"
)
# A note under a title on the state of the text.
STATE = re.compile(r"[（(](?:征求意见稿|讨论稿|送审稿|修订稿|初稿|草案|草稿|试行|暂行|节选|摘要|摘登|摘编)[）)]")
REVIEWERS = "“{text}”是编辑、审稿的署名，稿件信息里没有这一项，留在了正文里。请照审稿单填 review，再删去这一行。"
SIGN_OFF = (LineKind.SIGNATURE, LineKind.DATE)
# Lines that have a CSS class in any article.
LOOKED = (*SIGN_OFF, LineKind.COPIES)
# Lines that are removed from the text of a 简报.
MASTHEAD = (LineKind.MASTHEAD, LineKind.CONTENTS)


@dataclass
class Recognised:
    """An article's blocks with classes and heading levels, and what was recognised in them."""

    blocks: tuple[Block, ...]
    document: OfficialDocument
    is_official: bool = False
    title: str = ""
    credits: Credits = field(default_factory=Credits)
    moved: list[Moved] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def recognised(blocks: Sequence[Block], *, verbatim: bool, title: str = "", latest: date = date.max) -> Recognised:
    """Recognises the parts of an article in its blocks.

    With `verbatim` nothing is moved out of the text; the document's own title stays there too when the editor gives
    another `title`. A date after `latest` goes into no field, so it stays.
    """
    read = lines_of(blocks)
    lines = read.lines
    result = Recognised(read.blocks, read.document)
    signed = read.document.texts(LineKind.ADDRESSEES) or read.document.texts(LineKind.SIGNATURE)
    titled = bool(TITLE.fullmatch(read.document.title) and signed)
    result.is_official = verbatim or bool(read.document.texts(LineKind.LETTERHEAD)) or titled
    titles = title_lines(lines, result)
    result.title = "".join(title_text(line.block) for line in lines if line.index in titles)
    result.title = result.title or (read.document.title if any(read.document.order) else "")
    keep_title = verbatim or title not in ("", result.title)
    keep_title = keep_title or any(noted(line.block) for line in lines if line.index in titles)
    leaving: dict[int, tuple[str, ...]] = {} if keep_title else dict.fromkeys(titles, ())
    if not verbatim:
        leaving |= masthead_lines(lines, result)
        leaving |= credit_lines(lines, titles, result, latest)
    result.moved = [piece for index in sorted(leaving) for piece in moved(read.blocks, index, leaving[index])]
    result.blocks = tuple(shaped(read.blocks, lines, titles, leaving, result, verbatim=verbatim))
    return result


def shaped(
    blocks: Sequence[Block],
    lines: Sequence[Line],
    titles: set[int],
    leaving: dict[int, tuple[str, ...]],
    result: Recognised,
    *,
    verbatim: bool,
) -> Iterator[Block]:
    """The blocks with classes and heading levels, without what is in `leaving`, except the words that stay."""
    line_at = {line.index: line for line in lines}
    attached = attachment_titles(lines)
    headings = [line.text for line in lines if line.block.level and line.index not in titles]
    # An official document numbers its headings; where Word calls none of those headings, it means other things.
    numbered = not (any(map(numbered_level, headings)) if result.is_official else headings)
    for index, block in enumerate(blocks):
        if index in leaving:
            yield from (Paragraph((Run(words),)) for words in leaving[index])
        elif isinstance(block, Paragraph) and index in line_at:
            kind = LineKind.TITLE if index in titles else sign_off(block, line_at[index].kind)
            level = level_of(blocks, line_at[index], result) if numbered else 0
            if index in attached - titles and not verbatim:
                level = 1
            yield with_look(block, kind, level, result, verbatim=verbatim)
        else:
            yield block


def moved(blocks: Sequence[Block], index: int, staying: Sequence[str] = ()) -> Iterator[Moved]:
    """The words of a block that go into the front matter, with their positions; the words in `staying` stay."""
    before, text = len(squeeze(plain(blocks[:index]))), squeeze(plain([blocks[index]]))
    start = 0
    for words in map(squeeze, staying):
        position = text.index(words, start)
        if text[start:position]:
            yield Moved(before + start, text[start:position])
        start = position + len(words)
    if text[start:]:
        yield Moved(before + start, text[start:])


def noted(block: Paragraph) -> bool:
    return any(run.kind == "note" for run in block.runs)


def title_lines(lines: Sequence[Line], result: Recognised) -> set[int]:
    """The indexes of the title's lines: those with a title style in Word, else those that look like a title.

    The head of a document is no title, whatever style it has.
    """
    if any(result.document.order):
        return set()
    start = next((number for number, line in enumerate(lines) if line.kind not in HEADS), len(lines))
    titled = [
        n
        for n, line in enumerate(lines)
        if n >= start and ("title" in line.block.classes or line.block.level == 1) and not is_note(line.text)
    ]
    official = [n for n, line in enumerate(lines) if line.kind is LineKind.TITLE] if result.is_official else []
    first = titled or official or (heading_below(lines, start) if start else [])
    if first:
        run = [first[0]]
        while run[-1] + 1 in first and len(run) < MOST_TITLE_LINES:
            run.append(run[-1] + 1)
    elif start < len(lines) and (likely := likely_title(lines, start)) is not None:
        run = [likely]
        where = "第一段" if likely == 0 else "版头、报头下面的"
        result.remarks.append(Remark("look", f"{where}“{lines[likely].text[:30]}”当作标题，请核对。"))
    else:
        return set()
    if run[-1] + 1 < len(lines) and is_subtitle(lines[run[-1] + 1].block):
        run.append(run[-1] + 1)
    if framed := [lines[number].text for number in run if FRAMED in lines[number].block.classes]:
        result.remarks.append(Remark("look", f"文本框（单格表）里的“{''.join(framed)}”当作标题，请核对。"))
    return {lines[number].index for number in run}


def heading_below(lines: Sequence[Line], start: int) -> list[int]:
    """The lines of the first heading without a number close below a head."""

    def heads(number: int) -> bool:
        return lines[number].block.level > 0 and not numbered_level(lines[number].text)

    close = range(start, min(start + BELOW_HEAD, len(lines)))
    first = next((number for number in close if heads(number) and not is_note(lines[number].text)), None)
    if first is None:
        return []
    level, below = lines[first].block.level, range(first + 1, len(lines))
    return [first, *takewhile(lambda number: heads(number) and lines[number].block.level == level, below)]


def likely_title(lines: Sequence[Line], start: int) -> int | None:
    """The line that looks like a title: the first, or one close below a head; None when there is none."""
    for number in range(start, min(start + BELOW_HEAD, len(lines)) if start else 1):
        if not is_note(lines[number].text) and looks_like_title(lines[number:], is_below_head=start > 0):
            return number
        if number == start and not EDITORS_NOTE.match(lines[number].text):
            break
    return None


def is_note(text: str) -> bool:
    """True for the heading of an editor's note: 按　语."""
    return bool(EDITORS_NOTE.fullmatch(text))


def title_text(block: Paragraph) -> str:
    """A title's text on one line, without the blanks that spread its characters (通　知)."""
    text = " ".join(SOFT_RETURN.sub("", text_of(block.runs).strip()).split())
    return "".join(text.split()) if SET_APART.fullmatch(text) else text


def is_subtitle(block: Paragraph) -> bool:
    text = single_line(block).strip()
    is_dashed = text.startswith("——") or ("center" in block.classes and text.startswith(("—", "―", "─", "－", "--")))
    return bool(STATE.fullmatch(text)) or (is_dashed and len(text) <= LONGEST_TITLE_LINE and not text.endswith("。"))


def looks_like_title(lines: Sequence[Line], *, is_below_head: bool) -> bool:
    first = lines[0]
    if len(lines) == 1 or numbered_level(first.text) or first.text.endswith(NO_TITLE_END) or first.kind in SIGN_OFF:
        return False
    if first.block.level and not is_below_head:
        return False
    is_centred = "center" in first.block.classes or is_below_head
    return len(first.text) <= (LONGEST_TITLE_LINE if is_centred else LONGEST_TITLE_LINE // 2)


def masthead_lines(lines: Sequence[Line], result: Recognised) -> dict[int, tuple[str, ...]]:
    """The lines of a bulletin's masthead and of its table of contents, which leave the text; reports both."""
    own = [line for line in lines if line.kind is LineKind.MASTHEAD]
    contents = [line for line in lines if line.kind is LineKind.CONTENTS]
    if own:
        words = "　".join(" ".join(line.text.split()) for line in own)
        masthead = result.document.masthead
        values = (masthead.issue, masthead.office, masthead.day, masthead.name) if masthead else ()
        fields = [
            name for name, value in zip(("期号", "编印单位", "日期", "刊名（关键词）"), values, strict=False) if value
        ]
        where = f"{'、'.join(fields)}写进了稿件信息，别的没有收进来"
        result.remarks.append(Remark("changed", f"简报的报头“{words}”没有留在正文里：{where}。印简报时由程序排报头。"))
    if contents:
        pieces = len(contents) - 1
        words = "　".join(line.text for line in contents)
        result.remarks.append(Remark("left_out", f"“{words}”和下面的标题重复，没有收进来。印简报时由程序排。"))
        if pieces > 1:
            result.remarks.append(
                Remark(
                    "look",
                    f"这一期有 {pieces} 篇稿件，现在连成了一篇，各篇的作者没有认。请把它们分成几个文件，一篇一篇导入，期号写成一样。",
                )
            )
    return {line.index: () for line in (*own, *contents)}


def credit_lines(
    lines: Sequence[Line], titles: set[int], result: Recognised, latest: date
) -> dict[int, tuple[str, ...]]:
    """The lines of credits, each with the words of it that stay in the text; puts the credits into `result`."""
    if result.document.masthead and len(result.document.masthead.contents) > 2:
        return {}
    inner = [line for line in lines if line.index in titles or not (line.block.level or noted(line.block))]
    credited = bylines(inner, titles, result.document, latest, is_official=result.is_official, title=result.title)
    result.credits = credited.credits
    result.remarks += [remark for byline in credited.lines for remark in remarks_on(byline)]
    if credited.inside:
        result.remarks.append(
            Remark("look", f"{credited.inside}的署名已经写进稿件信息，正文里没有删去，请看是否重复。")
        )
    result.remarks += [Remark("look", REVIEWERS.format(text=text[:40])) for text in credited.reviewers]
    return {byline.line.index: byline.credits.unknown for byline in credited.lines}


def remarks_on(byline: Byline) -> Iterator[Remark]:
    text = byline.line.text
    if byline.day:
        moved_parts = "单位和日期" if byline.credits.unit else "日期"
        yield Remark("changed", f"标题下的{moved_parts}“{text}”移到了稿件信息里（成文日期），网页上由程序显示。")
    else:
        yield Remark("changed", f"署名“{text}”移到了稿件信息里，网页上由程序在文末显示。")
    for label in byline.credits.others:
        yield Remark("look", f"署名里的“{label}”没有写进稿件信息，请照审稿单填 review。")
    for words in byline.credits.unknown:
        yield Remark("look", f"署名里的“{words}”稿件信息里没有这一项，留在了正文里，请看要不要删去。")


def sign_off(block: Paragraph, kind: LineKind) -> LineKind:
    """The kind of a line, which is date or signature when it is text at the right."""
    if "right" not in block.classes or kind is not LineKind.TEXT or block.level:
        return kind
    text = single_line(block).strip()
    return LineKind.DATE if is_day(text) or is_partial(text) else LineKind.SIGNATURE


def attachment_titles(lines: Sequence[Line]) -> set[int]:
    """The indexes of the titles of attachments."""
    indexes: set[int] = set()
    for before, line in pairwise(lines):
        if line.kind is LineKind.TITLE and (before.kind is LineKind.ATTACHMENTS or before.index in indexes):
            indexes.add(line.index)
    return indexes


def level_of(blocks: Sequence[Block], line: Line, result: Recognised) -> int:
    """The heading level of a numbered line in a document without headings; 0 for text.

    A sentence is no heading, nor are numbered lines with nothing between them, which are items of a list. In an article
    that is no official document only 一、 counts.
    """
    if line.kind not in LEVELS or not line.is_whole_line or line.text.endswith(NO_HEADING_END):
        return 0
    number = LEVELS[line.kind]
    index = line.index
    neighbours = (blocks[index - 1] if index else None, blocks[index + 1] if index + 1 < len(blocks) else None)
    is_item = any(isinstance(block, Paragraph) and number.match(single_line(block).strip()) for block in neighbours)
    if is_item or (not result.is_official and (line.kind is not LineKind.LEVEL_1 or neighbours[1] is None)):
        return 0
    return [*LEVELS].index(line.kind) + 2


def with_look(block: Paragraph, kind: LineKind, level: int, result: Recognised, *, verbatim: bool) -> Paragraph:
    """A paragraph with its heading level, or with the CSS class of its kind."""
    if level:
        return replace(block, level=level)
    if kind is LineKind.TITLE and not verbatim and result.is_official:
        # The document that a covering notice brings: a heading above all of its own.
        return replace(block, level=1)
    has_look = result.is_official or kind in LOOKED
    if block.level and kind not in HEADS and not (verbatim and kind is LineKind.TITLE):
        return block
    if not has_look or kind not in CLASSES:
        return block
    # The look of a title is bold by itself.
    is_bold = kind is LineKind.TITLE or kind in HEADS
    runs = tuple(replace(run, formats=run.formats - {"strong"}) for run in block.runs) if is_bold else block.runs
    return replace(block, level=0, look=CLASSES[kind], runs=runs)
