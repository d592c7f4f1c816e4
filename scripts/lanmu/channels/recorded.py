"""What was noted when it happened: releases, issues of newspapers, prints. Read for the office's month (views/monthly.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import get_args

from lanmu.channels.common.job import record_file
from lanmu.channels.record import read_record
from lanmu.content import release_log
from lanmu.content.article import Audience
from lanmu.content.loading import read_text
from lanmu.content.newspaper_issue import issue_months, issue_path, read_issue
from lanmu.content.site import Site
from lanmu.diagnostics.errors import UserError
from lanmu.views.placements import Paper, PrintNote, Records


def recorded(root: Path, site: Site) -> Records:
    """All of it in the project `root`, with the newspapers of the campaign of `site`. Prints are known on the machine that made
    them; what cannot be read is left out, the checks report it."""
    return Records(_releases(root), tuple(_papers(site)), tuple(_prints(root)))


def _releases(root: Path) -> dict[tuple[Audience, str], date]:
    """The day of the first release that had an article, by edition and address."""
    first_days: dict[tuple[Audience, str], date] = {}
    for entry in release_log.entries(root):
        for edition in get_args(Audience):
            if (entry.action, entry.edition, entry.broken_off) == ("publish", edition, ""):
                for address in entry.articles:
                    first_days.setdefault((edition, address), date.fromisoformat(entry.time[:10]))
    return first_days


def _papers(site: Site) -> Iterator[Paper]:
    for front in site.campaign.fronts_of("newspaper"):
        for month in issue_months(site.docs, front.id):
            path = issue_path(front.id, month)
            with suppress(UserError):
                issue, _ = read_issue(site, front, month, read_text(site.docs / path, f"docs/{path}"))
                if issue and not issue.sample:
                    yield Paper(front.id, month, issue.date, tuple(piece.article for piece in issue.pieces))


def _prints(root: Path) -> Iterator[PrintNote]:
    for audience in get_args(Audience):
        entries, _ = read_record(record_file(root, audience))
        for name, entry in entries.items():
            if "day" in entry:
                channel, day = name.partition("/")[0], date.fromisoformat(entry["day"])
                yield PrintNote(channel, entry["issue"], entry["front"], tuple(entry["articles"]), day)
