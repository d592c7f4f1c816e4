"""What stands on a page besides the pieces: 报头 on the first, a running head on the others, marks at the foot."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.newspaper.drawing import Thing
from lanmu.channels.newspaper.grid import MM, Grid
from lanmu.content.dates import chinese_day
from lanmu.content.newspaper_issue import NewspaperIssue

MASTHEAD_LINES = 8
# The lines of the name, the height of the date line in lines, and the share of the width that the block has.
NAME_LINES, STRIP_HEIGHT, BLOCK_WIDTH = 5.0, 1.5, 0.4
WEEKDAYS = "一二三四五六日"
SAMPLE_MARK = "示例"


def masthead(issue: NewspaperIssue, grid: Grid) -> Iterator[Thing]:
    """报头: the journal's name, the special page's name reversed in a block, and a strip with the date, the number of the
    issue, 责任编辑 and the number of the page."""
    pitch, left, width = grid.pitch, grid.left, grid.width
    block = width * BLOCK_WIDTH
    room = width - block - 2 * grid.size
    size = min(54 * grid.scale, NAME_LINES * pitch, room / (len(issue.masthead) * 1.08))
    y = grid.y((NAME_LINES + 0.3) / 2) - size / 2
    yield line(issue.masthead, "biao", size, left, y, room, ink="red", tracking=size * 0.08)
    x, deep = left + width - block, (NAME_LINES - 0.6) * pitch
    yield panel(x, grid.y(0.45), block, deep, "section")
    words = min(17 * grid.scale, (block - 2 * grid.size) / (len(issue.section) * 1.06))
    middle = grid.y(0.45) + (deep - words) / 2
    yield line(issue.section, "hei", words, x, middle, block, align="center", ink="white", tracking=words * 0.06)
    yield from strip(issue, grid)


def strip(issue: NewspaperIssue, grid: Grid) -> Iterator[Thing]:
    """The date line below the name: day, number of the issue, 责任编辑, number of the page."""
    at = NAME_LINES + 0.55
    yield panel(grid.left, grid.y(at), grid.width, STRIP_HEIGHT * grid.pitch, "strip")
    small = grid.size
    inset = 0.8 * small
    place = grid.left + inset, grid.y(at) + (STRIP_HEIGHT * grid.pitch - small) / 2, grid.width - 2 * inset
    date = f"{chinese_day(issue.date)}　星期{WEEKDAYS[issue.date.weekday()]}"
    yield line(date, "song", small, *place)
    yield line("　".join(filter(None, (issue.label, SAMPLE_MARK * issue.sample))), "hei", small, *place, align="center")
    editor = f"责任编辑：{issue.editor}　" if issue.editor else ""
    yield line(f"{editor}第{issue.first_page}版", "song", small, *place, align="right")


def running_head(issue: NewspaperIssue, grid: Grid, number: int) -> Iterator[Thing]:
    """The head of a further page: its number, the special page's name, the journal and its date."""
    top, size, deep = grid.top, grid.size, 1.2 * grid.pitch
    mark = f"（{SAMPLE_MARK}）" if issue.sample else ""
    words = f"第{number}版"
    block = (len(words) + 1.6) * size
    y = top + (deep - size) / 2
    yield panel(grid.left, top, block, deep, "number")
    yield line(words, "hei", size, grid.left, y, block, align="center", ink="white")
    yield line(
        issue.section + mark, "hei", 1.15 * size, grid.left, y - 0.1 * size, grid.width, align="center", ink="red"
    )
    journal = f"{issue.masthead}　{chinese_day(issue.date)}"
    yield line(journal, "song", size, grid.left, y, grid.width, align="right")
    yield rule(grid, 1.2, "red")
    yield rule(grid, 1.38, "gold")


def foot(grid: Grid, words: str) -> Iterator[Thing]:
    """A mark in the foot margin: what is not to be printed or given out says so."""
    if words:
        y = grid.sheet.height * MM - (grid.sheet.bottom * MM + grid.size) / 2
        yield line(words, "hei", grid.size, grid.left, y, grid.width, align="center", ink="red")


def line(
    text: str,
    face: str,
    size: float,
    x: float,
    y: float,
    width: float,
    *,
    align: str = "left",
    ink: str = "black",
    tracking: float = 0,
) -> Thing:
    """One line of words; `y` is the top of the characters."""
    place = {"x": x, "y": y, "width": width, "align": align}
    return {"kind": "line", "text": text, "face": face, "size": size, "ink": ink, "tracking": tracking} | place


def panel(x: float, y: float, width: float, height: float, role: str) -> Thing:
    """A ground for words."""
    return {"kind": "tint", "role": role, "x": x, "y": y, "width": width, "height": height}


def rule(grid: Grid, at: float, style: str) -> Thing:
    """A rule over the whole page, at a line."""
    return {"kind": "rule", "x": grid.left, "y": grid.y(at), "dx": grid.width, "dy": 0, "style": style}
