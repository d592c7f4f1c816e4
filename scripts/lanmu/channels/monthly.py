"""每月情况: the office's month (views/monthly.py) as a Word file, for the report upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lanmu.channels.common.job import out_folder
from lanmu.channels.common.press import Press
from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.common.titles import title_lines
from lanmu.channels.common.word_body import Body, headline
from lanmu.channels.common.word_page import new_document, saved
from lanmu.channels.recorded import recorded
from lanmu.content.site import Site
from lanmu.diagnostics.errors import UserError
from lanmu.locales.words import Words
from lanmu.storage.files import readable_by_all, write_bytes
from lanmu.storage.write_lock import writing
from lanmu.text.document import Block, Cell, Heading, List, Paragraph, Table, Text
from lanmu.views.monthly import Monthly, monthlies

FOLDER = "monthly"
NUMERALS = "一二三四五六七八九十"
"""Of the levels of headings (GB/T 9704-2012, 7.3.3): 一、 and （一）."""
ZH = Words("zh")


def months_of(site: Site) -> dict[str, Monthly]:
    """The months of today's campaign, the latest first."""
    return monthlies(site.current, recorded(site.docs.parent, site.current), ZH)


def print_month(press: Press, month: str) -> Path:
    """Writes the Word file of a month (`2008-11`) of what the press prints, and gives its place. Raises UserError where there is no
    such month."""
    months = months_of(press.site)
    if month not in months:
        raise UserError(f"没有「{month}」这个月的情况。有这几个月：{'、'.join(months) or '没有'}。")
    root = press.site.docs.parent
    file = root / out_folder(press.audience) / FOLDER / press.file_name(month, ".docx")
    data = month_file(press, months[month])
    with writing(root), readable_by_all():
        write_bytes(file, data)
    return file


def month_file(press: Press, month: Monthly) -> bytes:
    """The Word file of a month; the same bytes for the same month."""
    title = ZH("monthly.name", month=f"{press.site.campaign.short_name}{month.name}")
    title, blocks, author = press.text((title, tuple(blocks_of(month)), press.settings.site.publisher))
    document = new_document(title=title, author=author, language=press.language, day=month.until, stamp=press.stamp())
    headline(document, title_lines(title, (), press.names))
    Body(document, {}, OFFICIAL).write(blocks)
    return saved(document, press.settings, press.language, month.until)


def blocks_of(month: Monthly) -> Iterator[Block]:
    """What the report says: the numbers, the articles with their places, what is missing, how far the plan is."""
    counts = ZH.list(f"{way.name}{ZH.count('n.articles', way.count)}" for way in month.ways)
    yield _line(f"{ZH('text.sentence', text=counts)}{ZH('monthly.until', day=ZH.day(month.until))}")
    yield Heading(2, (Text(f"一、{ZH('monthly.placed')}"),), 2)
    if month.rows:
        rows = [([row.article.title], row.places) for row in month.rows]
        yield _table([ZH("monthly.article"), ZH("monthly.placed")], rows)
    else:
        yield _line(ZH("monthly.nothing"))
    yield Heading(2, (Text(f"二、{ZH('monthly.missing')}"),), 2)
    if not month.missing:
        yield _line(ZH("monthly.complete"))
    for numeral, group in zip(NUMERALS, month.missing, strict=False):
        yield Heading(3, (Text(f"（{numeral}）{group.name}"),), 3)
        said = [_line(gap.text) for gap in group.gaps]
        yield said[0] if len(said) == 1 else List(ordered=True, start=1, items=tuple((each,) for each in said))
    if month.plan:
        yield Heading(2, (Text(f"三、{ZH('monthly.plan')}"),), 2)
        head = [ZH("publicity.plan_topic"), ZH("publicity.plan_front"), ZH("publicity.plan_what")]
        head += [ZH("monthly.plan_month"), ZH("monthly.plan_so_far")]
        lines = [
            ([each.entry.topic], [each.entry.front], [each.entry.what], [str(each.month)], [str(each.so_far)])
            for each in month.plan
        ]
        yield _table(head, lines)


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _table(head: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> Table:
    """A table whose cells have a paragraph for each of their texts."""
    first = tuple(Cell((_line(text),), head=True) for text in head)
    others = (tuple(Cell(tuple(map(_line, texts))) for texts in row) for row in rows)
    return Table((), len(head), (first, *others))
