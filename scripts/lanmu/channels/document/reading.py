"""The parts of a 公文 from an article's blocks (GB/T 9704-2012; for 2008 also GB/T 9704-1999)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from lanmu.channels.common.blocks import facts
from lanmu.channels.common.sizes import sized, small_pictures
from lanmu.channels.common.styles import led_in, levelled
from lanmu.channels.common.titles import title_lines
from lanmu.channels.document.head import head_of
from lanmu.channels.document.landscape import with_landscape
from lanmu.channels.document.parts import (
    Attachments,
    Attendance,
    Colophon,
    Entry,
    Form,
    NewPage,
    Part,
    SignOff,
    Title,
)
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.settings import DocumentSettings
from lanmu.text.document import Block, Heading, Inlines, Note, Paragraph, Text, inline_text, text_of

# Whom a document is for: no sentence, and nothing that leads to a list (现将有关事项通知如下：).
ADDRESSEES = re.compile(r"(?!.*(如下|以下|下列|[。；？！]))[^：]{2,150}[：:]")
ATTACHMENT = re.compile(r"(附\s*件\s*[:：]\s*)?(\d{1,2}\s*[.．、]\s*)?")
# What stands at the top left of an attachment's first page: 附件, 附件2 (GB/T 9704-2012, 7.3.7).
LABEL = re.compile(r"[【\[（(]?附\s*件\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?[】\]）)]?\s*[:：]?")
# 印发机关 and 印发日期 (GB/T 9704-2012, 7.4.3).
_DAY = r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_PRINTED = rf"{_DAY}\s*印\s*发?"
PRINTED_DAY = re.compile(_PRINTED)
PRINTED = re.compile(rf"(?P<office>\S.{{1,40}}?)\s*(?P<day>{_PRINTED})")
# A sign-off that nobody marked as one: a name and a day as the last lines.
SIGNED_DAY = re.compile(_DAY)
SIGNED_NAME = re.compile(r"[^。；：，！？、]{2,40}")
# Who was present (GB/T 9704-2012, 10.3).
PRESENT = re.compile(r"(出\s*席|请\s*假|列\s*席)\s*[:：]")
# The post and the name of who signs an order (GB/T 9704-2012, 7.3.5.3): 市长　张　三.
POSTED = re.compile(r"(?P<post>\S{1,15}(?:长|席|任|理|记|员))\s+(?P<name>\S.{0,20})")
# From this day on GB/T 9704-2012 has dates in figures and no 主题词; before, GB/T 9704-1999 had Chinese numerals.
FIGURES_SINCE = date(2012, 7, 1)
DIGITS = "〇一二三四五六七八九"
# Roles whose paragraphs make one part.
CLOSING = ("attachments", "signature", "date", "index", "copies")
TOGETHER = {"signature": "sign", "date": "sign", "index": "colophon", "copies": "colophon"}


def parts_of(
    article: Article, blocks: Sequence[Block], settings: DocumentSettings, names: tuple[str, ...]
) -> tuple[list[Part], list[str]]:
    """The parts of the printed document in order, and remarks on what is missing."""
    # What only the front matter has (a notice's period, a promise's items) stands at the end of the text.
    end = next((n for n, block in enumerate(blocks) if role_of(block) in CLOSING), len(blocks))
    blocks = signed_off(addressed([*blocks[:end], *facts(article), *blocks[end:]]))
    is_titled = any(role_of(block) == "title" for block in blocks)
    blocks = attached(blocks)
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    signed = (inline_text(block.inlines).strip() for block in paragraphs if block.role == "signature")
    head_lines = [inline_text(block.inlines) for block in paragraphs if block.role == "letterhead"]
    head, remarks = head_of(head_lines, next(signed, article.source), settings)
    form: Form = head.form if head else "usual"
    parts: list[Part] = [head] if head else []
    rest = [block for block in blocks if role_of(block) != "letterhead"]
    # An order's mark is its title (GB/T 9704-2012, 10.2).
    if form != "order" and not is_titled:
        parts.append(title_of([article.title], article, names))
    for role, group in groupby(rest, key=lambda block: part_role(block, form)):
        for part in part_of(role, list(group), article, names, form):
            add_to(parts, part)
    if not any(isinstance(part, SignOff) for part in parts) and (day := article.meta.document_date):
        parts.append(SignOff(((Text(article.source),),), (Text(day_text(day)),)))
    parts = with_colophon_last(parts)
    if any(entry.end for part in parts if isinstance(part, Colophon) and part.plain for entry in part.entries):
        parts = [without_printed(part) for part in parts]
        remarks.append("信函的版记不加印发机关和印发日期（GB/T 9704-2012 第 10.1 条），没有印。")
    # The end of the text must stand on the page of the sign-off.
    for index, part in enumerate(parts):
        end = index - 1 if isinstance(part, SignOff) else -1
        end -= end > 0 and isinstance(parts[end], Attachments)
        above = parts[end] if end >= 0 else None
        if isinstance(above, Paragraph):
            parts[end] = replace(above, last=True)
    finished = with_landscape(sized(levelled(parts, first=2)))
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


def signed_off(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the name and the day at the end known as the sign-off, where the writer marked none."""
    texts = [inline_text(block.inlines).strip() if isinstance(block, Paragraph) else "" for block in blocks[-2:]]
    is_signed = any(role_of(block) in ("signature", "date") for block in blocks)
    *above, name, day = blocks if len(blocks) > 2 and not is_signed else (*blocks, None, None)
    if not (isinstance(name, Paragraph) and isinstance(day, Paragraph)) or name.role or day.role:
        return list(blocks)
    if not (SIGNED_NAME.fullmatch(texts[0]) and SIGNED_DAY.fullmatch(texts[1])):
        return list(blocks)
    return [*above, replace(name, role="signature"), replace(day, role="date")]


def attached(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a heading below 附件1 as that attachment's title: the headings of the attachment rise by a level."""
    result: list[Block] = []
    rises = False
    for block in blocks:
        begins = bool(result) and is_label(result[-1])
        if isinstance(block, Heading):
            rises = rises or begins
            if begins:
                block = Paragraph(block.inlines, "title")
            elif rises:
                block = replace(block, level=max(2, block.level - 1))
        elif is_label(block):
            rises = False
        result.append(block)
    return result


def is_label(block: Block) -> bool:
    """True for the line above an attachment: 附件1."""
    return role_of(block) == "attachments" and bool(LABEL.fullmatch(text_of([block]).strip()))


def role_of(block: Block) -> str:
    """The role of a paragraph; empty for other blocks."""
    return block.role if isinstance(block, Paragraph) else ""


def part_role(block: Block, form: Form) -> str:
    """What a block is a part of, together with its neighbours."""
    role = role_of(block)
    if form == "minutes" and isinstance(block, Paragraph) and not role and PRESENT.match(inline_text(block.inlines)):
        return "attendance"
    return TOGETHER.get(role, role)


def part_of(role: str, group: list[Block], article: Article, names: tuple[str, ...], form: Form) -> list[Part]:
    paragraphs = [block for block in group if isinstance(block, Paragraph)]
    if role == "title":
        notes = tuple(inline for paragraph in paragraphs for inline in paragraph.inlines if isinstance(inline, Note))
        title = title_of([inline_text(paragraph.inlines, notes=False) for paragraph in paragraphs], article, names)
        return [replace(title, notes=notes)]
    if role == "sign":
        return signatures(paragraphs, form)
    if role == "colophon":
        return [Colophon(colophon_entries(paragraphs), plain=form == "letter")]
    if role == "attachments":
        return attachments(paragraphs)
    if role == "attendance":
        return [Attendance(tuple(map(labelled, paragraphs)))]
    return [led_in(block) for block in group]


def colophon_entries(paragraphs: Sequence[Paragraph]) -> tuple[Entry, ...]:
    """The lines of 版记, who printed it and when as the last (GB/T 9704-2012, 7.4.3), also where these stand in two lines."""
    entries: list[Entry] = []
    for entry in map(labelled, paragraphs):
        day = inline_text(entry.inlines).strip()
        office = entries[-1] if entries else None
        if office and office.role == "copies" and not (office.label or office.end) and PRINTED_DAY.fullmatch(day):
            entries[-1] = replace(office, end=day)
        else:
            entries.append(entry)
    return tuple(sorted(entries, key=lambda entry: bool(entry.end)))


def attachments(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """附件说明; a last line that is only 附件1 begins that attachment."""
    *above, last = paragraphs
    label = inline_text(last.inlines).strip()
    if not LABEL.fullmatch(label):
        above, label = list(paragraphs), ""
    explained = [Attachments(tuple(numbered(paragraph.inlines) for paragraph in above))] if above else []
    return [*explained, *([Title((), label=label)] if label else [])]


def add_to(parts: list[Part], part: Part) -> None:
    """Adds a part: a title below 附件1 belongs to it, any other title but the first begins a page, and that
    of what an order issues, which has no title itself."""
    last = parts[-1] if parts else None
    if isinstance(part, Title) and isinstance(last, Title) and not last.lines:
        parts[-1] = replace(part, label=last.label)
        return
    begun = any(isinstance(part, Title | SignOff) for part in parts)
    is_new = isinstance(part, Title) and (begun or (part.label and parts))
    parts += [NewPage(), part] if is_new else [part]


def with_colophon_last(parts: list[Part]) -> list[Part]:
    """版记 after the attachments (GB/T 9704-2012, 7.3.7), when the article is a single document."""
    colophons = [part for part in parts if isinstance(part, Colophon)]
    return [*(part for part in parts if part not in colophons), *colophons] if len(colophons) == 1 else parts


def without_printed(part: Part) -> Part:
    """A 版记 without who printed it, and when."""
    if not isinstance(part, Colophon):
        return part
    return replace(part, entries=tuple(entry for entry in part.entries if not entry.end))


def signatures(group: Sequence[Paragraph], form: Form) -> list[Part]:
    """One sign-off for each date: the bodies above it, in an order the post and the name of who signs."""
    parts: list[Part] = []
    names: tuple[Inlines, ...] = ()
    for paragraph in group:
        if paragraph.role == "date":
            posted = POSTED.fullmatch(inline_text(names[0]).strip()) if form == "order" and len(names) == 1 else None
            if posted:
                names = ((Text(posted["name"]),),)
            parts.append(SignOff(names, paragraph.inlines, posted["post"] if posted else ""))
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
    printed = PRINTED.fullmatch(inline_text(inlines).strip())
    if printed and role == "copies":
        return Entry("", (Text(printed["office"]),), role=role, end=printed["day"])
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
