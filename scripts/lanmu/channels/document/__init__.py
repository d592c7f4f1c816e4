"""公文: official documents as PDF (GB/T 9704-2012; for 2008 also GB/T 9704-1999)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import ClassVar

from lanmu.channels.common.blocks import facts
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.sizes import sized, small_pictures
from lanmu.channels.common.styles import OFFICIAL, led_in, levelled, texts_by_role
from lanmu.channels.common.titles import title_lines
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.settings import DocumentSettings
from lanmu.text.document import Block, Inlines, Note, Paragraph, Text, inline_text

NUMBER = re.compile(r".*〔\d{4}〕\s*\d+\s*号")
ABOVE = re.compile(r"特急|加急|特提|平急|\d{6}|(绝密|机密|秘密).*|内部.*")
# Whom a document is for: no sentence, and nothing that leads to a list (现将有关事项通知如下：).
ADDRESSEES = re.compile(r"(?!.*(如下|以下|下列|[。；？！]))[^：]{2,150}[：:]")
ATTACHMENT = re.compile(r"(附\s*件\s*[:：]\s*)?(\d{1,2}\s*[.．、]\s*)?")
# Characters: ten lines, not half a page.
LONGEST_LAST = 280
# From this day on GB/T 9704-2012 has dates in figures and no 主题词; before, GB/T 9704-1999 had Chinese numerals.
FIGURES_SINCE = date(2012, 7, 1)
DIGITS = "〇一二三四五六七八九"
# Roles whose paragraphs make one part.
CLOSING = ("attachments", "signature", "date", "index", "copies")
TOGETHER = {"signature": "sign", "date": "sign", "index": "colophon", "copies": "colophon"}


@dataclass(frozen=True)
class Head:
    """版头: the lines above (copy number, urgency), 发文机关标志 (`issuers`), 发文字号 (`numbers`)."""

    kind: ClassVar[str] = "head"
    above: tuple[str, ...]
    issuers: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """A title in lines, with the footnotes of its text."""

    kind: ClassVar[str] = "title"
    lines: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of 附件说明 or 版记: the words before its text, the text, to which further lines are aligned."""

    label: str
    inlines: Inlines
    number: str = ""
    role: str = ""


@dataclass(frozen=True)
class Attachments:
    """附件说明."""

    kind: ClassVar[str] = "attachments"
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SignOff:
    """署名 and 成文日期."""

    kind: ClassVar[str] = "sign"
    names: tuple[Inlines, ...]
    date: Inlines


@dataclass(frozen=True)
class Colophon:
    """版记."""

    kind: ClassVar[str] = "colophon"
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class NewPage:
    """The end of a page."""

    kind: ClassVar[str] = "break"


Part = Block | Head | Title | Attachments | SignOff | Colophon | NewPage


def parts_of(
    article: Article, blocks: Sequence[Block], settings: DocumentSettings, names: tuple[str, ...]
) -> tuple[list[Part], list[str]]:
    """The parts of the printed document in order, and remarks on what is missing."""
    # What only the front matter has (a notice's period, a promise's items) stands at the end of the text.
    end = next((n for n, block in enumerate(blocks) if role_of(block) in CLOSING), len(blocks))
    blocks = addressed([*blocks[:end], *facts(article), *blocks[end:]])
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    signed = (inline_text(block.inlines).strip() for block in paragraphs if block.role == "signature")
    head_lines = [inline_text(block.inlines) for block in paragraphs if block.role == "letterhead"]
    head, remarks = head_of(head_lines, next(signed, article.source), settings)
    parts: list[Part] = [head] if head else []
    rest = [block for block in blocks if role_of(block) != "letterhead"]
    if not any(role_of(block) == "title" for block in rest):
        parts.append(title_of([article.title], article, names))
    for role, group in groupby(rest, key=lambda block: TOGETHER.get(role_of(block), role_of(block))):
        parts += part_of(role, list(group), article, names, first=not any(isinstance(part, Title) for part in parts))
    if not any(isinstance(part, SignOff) for part in parts) and (day := article.meta.document_date):
        parts.append(SignOff(((Text(article.source),),), (Text(day_text(day)),)))
    # The end of the text must stand on the page of the sign-off; a longer paragraph may be cut, two lines are left.
    for index, part in enumerate(parts):
        end = index - 1 if isinstance(part, SignOff) else -1
        end -= end > 0 and isinstance(parts[end], Attachments)
        above = parts[end] if end >= 0 else None
        if isinstance(above, Paragraph) and len(inline_text(above.inlines)) <= LONGEST_LAST:
            parts[end] = replace(above, last=True)
    finished = sized(levelled(parts, first=2))
    return finished, [*remarks, *small_pictures(finished)]


def title_of(lines: Sequence[str], article: Article, names: tuple[str, ...]) -> Title:
    whole = "".join("".join(lines).split())
    own = title_lines(whole, article.meta.title_lines, names)
    return Title(tuple(lines) if len(lines) > 1 and own != article.meta.title_lines else own)


def addressed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with 主送机关 known as such where the writer began with it: flush left (GB/T 9704-2012, 7.3.2)."""
    place = next((n for n, block in enumerate(blocks) if role_of(block) not in ("letterhead", "title")), len(blocks))
    first = blocks[place] if place + 1 < len(blocks) else None
    if not isinstance(first, Paragraph) or first.role:
        return list(blocks)
    if ADDRESSEES.fullmatch(inline_text(first.inlines).strip()):
        first = replace(first, role="addressees")
    return [*blocks[:place], first, *blocks[place + 1 :]]


def role_of(block: Block) -> str:
    """The role of a paragraph; empty for other blocks."""
    return block.role if isinstance(block, Paragraph) else ""


def part_of(role: str, group: list[Block], article: Article, names: tuple[str, ...], *, first: bool) -> list[Part]:
    paragraphs = [block for block in group if isinstance(block, Paragraph)]
    if role == "title":
        notes = tuple(inline for paragraph in paragraphs for inline in paragraph.inlines if isinstance(inline, Note))
        title = title_of([inline_text(paragraph.inlines, notes=False) for paragraph in paragraphs], article, names)
        return [replace(title, notes=notes)] if first else [NewPage(), replace(title, notes=notes)]
    if role == "sign":
        return signatures(paragraphs)
    if role == "colophon":
        return [Colophon(tuple(map(labelled, paragraphs)))]
    if role == "attachments":
        return [Attachments(tuple(numbered(paragraph.inlines) for paragraph in paragraphs))]
    return [led_in(block) for block in group]


def head_of(lines: Sequence[str], issuer: str, settings: DocumentSettings) -> tuple[Head | None, list[str]]:
    """The 版头: the document's own lines, else the office's head for that issuer; nothing is invented."""
    numbers = [line for line in lines if NUMBER.fullmatch(line)]
    above = [line for line in lines if ABOVE.fullmatch(line) and line not in numbers]
    issuers = ["".join(line.split()) for line in lines if line not in (*numbers, *above)]
    issuers = issuers or [head for head in settings.heads if issuer and head.startswith(issuer)][:1]
    if not issuers:
        way_out = "要印版头，请把发文机关标志写进 lanmu.toml [print.document] 的 heads。"
        return None, [f"原文和设置里都没有“{issuer}”的版头，没有印红头。{way_out}"]
    remarks = [] if numbers else ["原文里没有发文字号，没有印。"]
    return Head(tuple(above), tuple(issuers), tuple(numbers)), remarks


def signatures(group: Sequence[Paragraph]) -> list[Part]:
    """One sign-off for each date: the bodies above it."""
    parts: list[Part] = []
    names: tuple[Inlines, ...] = ()
    for paragraph in group:
        if paragraph.role == "date":
            parts.append(SignOff(names, paragraph.inlines))
            names = ()
        else:
            names = (*names, paragraph.inlines)
    return [*parts, SignOff(names, ())] if names else parts


def day_text(day: date) -> str:
    """The date as the standard of its time has it: 二〇〇八年十月十日, later 2012年10月10日."""
    if day >= FIGURES_SINCE:
        return chinese_day(day)
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def numeral(number: int) -> str:
    """A number up to 99 in Chinese: 十, 二十一."""
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[units] if units else "")


def labelled(paragraph: Paragraph) -> Entry:
    """The word before the first colon (抄送：) and what comes after it; the words of 主题词 stand a full character apart
    (GB/T 9704-1999, 8.3.1)."""
    inlines, role = paragraph.inlines, paragraph.role
    if role == "index":
        inlines = tuple(replace(i, text=re.sub(r"\s+", "　", i.text)) if isinstance(i, Text) else i for i in inlines)
    first, *rest = inlines
    label, colon, text = first.text.partition("：") if isinstance(first, Text) else ("", "", "")
    if not isinstance(first, Text) or not colon:
        return Entry("", inlines, role=role)
    return Entry(label + colon, (replace(first, text=text.lstrip()), *rest), role=role)


def numbered(inlines: Inlines) -> Entry:
    """A line of 附件说明: 附件：, the number, and the name, to which further lines are aligned."""
    first, *rest = inlines
    match = ATTACHMENT.match(first.text) if isinstance(first, Text) else None
    if not isinstance(first, Text) or not match:
        return Entry("", inlines)
    label, number = match[1] or "", match[2] or ""
    name = replace(first, text=first.text[len(label) + len(number) :])
    return Entry(label.rstrip(), (name, *rest), number.rstrip())


def texts(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """The printed texts, each with its font role, for the check that the fonts have all characters."""
    for part in parts:
        match part:
            case Head():
                yield "biao", "".join(part.issuers)
                yield "fang", "".join((*part.above, *part.numbers))
            case Title():
                yield "biao", "".join(part.lines)
                yield "song", inline_text(part.notes)
            case SignOff():
                yield "fang", "".join(map(inline_text, (*part.names, part.date)))
            case Attachments() | Colophon():
                for entry in part.entries:
                    is_index = entry.role == "index"
                    yield "hei" if is_index else "fang", entry.label + entry.number
                    yield "biao" if is_index else "fang", inline_text(entry.inlines)
            case NewPage():
                pass
            case _:
                yield from texts_by_role([part], OFFICIAL)


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as 公文: those whose genre is printed so; any other when the channel is asked for by name."""
    settings = press.settings.print.document
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda a: a.genre.paper == CHANNEL.name or a.meta.verbatim,
        lambda _: settings,
        render,
    )


def render(press: Press, article: Article) -> Rendered:
    read = press.read(article)
    simplified, remarks = parts_of(article, read.blocks, press.settings.print.document, press.names)
    parts = press.text(simplified)
    substitutes = press.fonts.covered(texts(parts), f"《{article.title}》")
    data = {
        "parts": parts,
        "styles": OFFICIAL,
        "author": press.text(article.source),
        "stamp": press.text(press.stamp(article)),
    }
    day = article.meta.document_date or article.date.date()
    pdf = press.pdf("document", data, read.pictures, title=press.text(article.title), day=day)
    files = {press.file_name(stem_of(article)): pdf}
    return Rendered(files, (*remarks, *read.remarks, *substitutes), read.files)


CHANNEL = Channel("document", "公文", jobs)
