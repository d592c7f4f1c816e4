"""What stands on a page besides the pieces: 报头 on the first, a running head on the others, marks at the foot."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.newspaper.drawing import Thing
from lanmu.channels.newspaper.grid import MM, RUNNING_HEAD, Grid
from lanmu.content.dates import chinese_day
from lanmu.content.worker_issue import WorkerIssue

MASTHEAD_LINES = 7
WEEKDAYS = "一二三四五六日"
SAMPLE_MARK = "示例"


def masthead(issue: WorkerIssue, grid: Grid) -> Iterator[Thing]:
    """报头: the journal's name, the name of the special page, date, number of the issue and of the page, 责任编辑."""
    scale, pitch = grid.scale, grid.pitch
    size = min(46 * scale, (MASTHEAD_LINES - 2.2) * pitch)
    left, top, width = grid.left, grid.top, grid.width
    yield line(issue.masthead, "biao", size, left, top + pitch * 0.4, width * 0.55, red=True, tracking=size * 0.08)
    right = left + width * 0.55
    yield line(issue.section, "hei", 15 * scale, right, top + pitch * 0.5, width * 0.45, align="right", red=True)
    date = f"{chinese_day(issue.date)}　星期{WEEKDAYS[issue.date.weekday()]}"
    facts = [date, issue.label, f"第{issue.first_page}版"]
    small = 9 * scale
    yield line("　".join(filter(None, facts)), "song", small, right, top + pitch * 2.6, width * 0.45, align="right")
    notes = [f"责任编辑：{issue.editor}" if issue.editor else "", SAMPLE_MARK * issue.sample]
    if any(notes):
        words = "　".join(filter(None, notes))
        yield line(words, "hei", small, right, top + pitch * 3.9, width * 0.45, align="right", red=issue.sample)
    yield rule(grid, MASTHEAD_LINES - 1.35, "red")
    yield rule(grid, MASTHEAD_LINES - 1.1, "thin")


def running_head(issue: WorkerIssue, grid: Grid, number: int) -> Iterator[Thing]:
    """The head of a further page: its number, the special page's name, the journal and its date."""
    top, size = grid.top, grid.size
    mark = f"（{SAMPLE_MARK}）" if issue.sample else ""
    yield line(f"第{number}版", "hei", size, grid.left, top, grid.width / 3)
    yield line(issue.section + mark, "hei", size, grid.left, top, grid.width, align="center", red=True)
    journal = f"{issue.masthead}　{chinese_day(issue.date)}"
    yield line(journal, "song", size, grid.left, top, grid.width, align="right")
    yield rule(grid, RUNNING_HEAD - 0.8, "thin")


def foot(grid: Grid, words: str) -> Iterator[Thing]:
    """A mark in the foot margin: what is not to be printed or given out says so."""
    if words:
        y = grid.sheet.height * MM - (grid.sheet.bottom * MM + grid.size) / 2
        yield line(words, "hei", grid.size, grid.left, y, grid.width, align="center", red=True)


def line(
    text: str,
    face: str,
    size: float,
    x: float,
    y: float,
    width: float,
    *,
    align: str = "left",
    red: bool = False,
    tracking: float = 0,
) -> Thing:
    """One line of words; `y` is the top of the characters."""
    place = {"x": x, "y": y, "width": width, "align": align}
    return {"kind": "line", "text": text, "face": face, "size": size, "red": red, "tracking": tracking} | place


def rule(grid: Grid, at: float, style: str) -> Thing:
    """A rule over the whole page, at a line."""
    return {"kind": "rule", "x": grid.left, "y": grid.y(at), "dx": grid.width, "dy": 0, "style": style}
