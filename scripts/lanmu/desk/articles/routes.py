"""The table of articles, and what presses today."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from lanmu.checks.rules.column_renewal import NearlyStaleOptions
from lanmu.content import release_log
from lanmu.content.fingerprint import digest
from lanmu.content.settings import ChecksSettings
from lanmu.content.validation import validate
from lanmu.content.yaml_text import YamlText
from lanmu.desk.articles.actions import ROUTES as ACTIONS
from lanmu.desk.articles.choosing import FIRST, HEADS, Chosen, chosen, options, select
from lanmu.desk.articles.pressing import faults, pressing
from lanmu.desk.articles.rows import NAMES, Row, rows
from lanmu.desk.context import Desk, Route, data, fragment, page
from lanmu.desk.states import Standings
from lanmu.desk.versions.presence import open_now
from lanmu.views.renewal import NEARLY

NEARLY_STALE = "COL004"


def percent(settings: ChecksSettings) -> int:
    """How much of its time a column must have used up to be nearly stale, as the checks are set; what they cannot be set to, they
    report themselves."""
    options, _ = validate(NearlyStaleOptions, YamlText("lanmu.toml", settings.options.get(NEARLY_STALE, {})))
    return options.percent if options else NEARLY


def table(desk: Desk, request: Request) -> Response:
    """What presses today, and every article that is chosen, with its state."""
    standings = desk.project.standings(desk.preview.findings.results)
    all_rows = rows(standings)
    own = standings.reading
    # The faults are listed here one by one.
    problem = "" if own.problems else desk.preview.problem
    return page(
        desk,
        request,
        "articles/table.html",
        section="articles",
        problem=problem,
        pressing=pressing(standings, all_rows, release_log.entries(desk.root), percent(desk.project.settings().checks)),
        faults=faults(own.problems),
        number_of_faults=len(own.problems),
        is_readable=own.site is not None,
        **shown(desk, standings, all_rows, request),
    )


def shown(desk: Desk, standings: Standings, all_rows: tuple[Row, ...], request: Request) -> dict[str, Any]:
    """What the chosen rows are drawn from."""
    site = standings.reading.site
    choice = options(all_rows, site)
    wanted: Chosen = chosen(request.args, choice)
    selected, counts = select(all_rows, wanted)
    return {
        "rows": selected if wanted.whole else selected[:FIRST],
        "matching": len(selected),
        "counts": counts,
        "names": [name for name in NAMES if counts[name] or name == wanted.state],
        "wanted": wanted,
        "options": choice,
        "heads": {name: head for name, (head, _) in HEADS.items()},
        "total": len(all_rows),
        "results": standings.results,
        "opened": (opened := open_by(desk)),
        "number": number_of(standings, opened),
        "today_campaign": site.campaign.name if site else "",
    }


def only_rows(desk: Desk, request: Request) -> Response:
    """The chosen rows alone, for the script that shows them while an editor is still typing."""
    standings = desk.project.standings(desk.preview.findings.results)
    return fragment("articles/results.html", **shown(desk, standings, rows(standings), request))


def news(desk: Desk, _request: Request) -> Response:
    """The number of the moment: with another one there is something else to see."""
    standings = desk.project.standings(desk.preview.findings.results)
    return data({"number": number_of(standings, open_by(desk))})


def open_by(desk: Desk) -> dict[str, str]:
    """Who has which text open now, by its path below docs/."""
    names: dict[str, list[str]] = {}
    for opened in open_now(desk.root):
        names.setdefault(opened.path, []).append(opened.who or "有人")
    return {path: "、".join(dict.fromkeys(people)) for path, people in names.items()}


def number_of(standings: Standings, opened: dict[str, str]) -> str:
    """Another one whenever the table may look otherwise."""
    return f"{standings.number}-{digest(repr(sorted(opened.items())).encode())[:8]}"


ROUTES = (Route("", table), Route("articles/rows", only_rows), Route("articles/news", news), *ACTIONS)
