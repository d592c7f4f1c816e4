"""Snippets for VS Code, from the same genres and fields: completion of the front matter without any extension.

A genre's snippet (`lanmu`) is a whole article; a field's snippet (its name) completes within the front matter, which VS
Code knows to be YAML. What campaign.yml lists is offered as choices. Syntax: TextMate's, with VS Code's choices.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from lanmu.content.article import FrontMatter, Genre
from lanmu.content.campaign import Campaign
from lanmu.content.publication import PLACEHOLDER
from lanmu.content.site import Site
from lanmu.intake.genres import Scaffold, column_for, scaffolds
from lanmu.intake.new_article import BLANK, examples, fields, fill, head_lines

NAME = ".vscode/lanmu.code-snippets"
PREFIX = "lanmu"
DAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
STOP = re.compile(f"{BLANK.pattern}|(?:{PLACEHOLDER.pattern})")
# What has to be escaped, in a snippet and between the choices of one.
OF_SNIPPETS, OF_CHOICES = re.compile(r"[\\$}]"), re.compile(r"[\\,|]")
ESCAPED = r"\\\g<0>"
# Signatures come from review.py.
NOT_BY_HAND = {"review"}
# Only where articles are; understood by VS Code from 1.109 on, passed over by older ones.
WHERE = {"include": ["*.md"]}


def snippet_text(site: Site) -> str:
    """The text of the snippet file."""
    genres = {f"稿件：{s.name}": genre_snippet(s, site) for s in scaffolds()}
    names = (name for name in FrontMatter.model_fields if name not in NOT_BY_HAND)
    of_fields = {f"字段：{name}": field_snippet(name, site.campaign) for name in names}
    return json.dumps(genres | of_fields, ensure_ascii=False, indent=2) + "\n"


def genre_snippet(scaffold: Scaffold, site: Site) -> dict[str, Any]:
    """A whole article: Tab goes from one open place to the next."""
    stops, open_places = itertools.count(1), choices(site.campaign, scaffold)
    example = examples(site.campaign, "2008-11-05")
    is_dated = column_for(scaffold, site.columns).kind == "dated"
    used = {"date", "unit"} if is_dated else {"date", "source", "order"}
    head = [
        with_stops(line.text, stops, open_places) if line.active else escaped(fill(line.text, example))
        for line in head_lines(scaffold, used, site.campaign)
    ]
    body = ["---\n", *head, with_stops(f"---\n\n{scaffold.body}\n", stops, open_places)]
    about = {"prefix": PREFIX, "description": f"{scaffold.name}：{scaffold.about}", "scope": "markdown"}
    return about | WHERE | {"isFileTemplate": True, "body": "".join(body).splitlines()}


def field_snippet(name: str, campaign: Campaign) -> dict[str, Any]:
    """One field of the front matter; one that is new to the model is explained in the model's own words."""
    field = fields(campaign).get(name) or {
        "write": f"{name}: ",
        "about": FrontMatter.model_fields[name].description or "",
    }
    body = with_stops(field["write"], itertools.count(1), choices(campaign, None)).split("\n")
    return {"prefix": name, "description": field["about"], "scope": "yaml"} | WHERE | {"body": body}


def choices(campaign: Campaign, scaffold: Scaffold | None) -> dict[str, str]:
    """What stands in the tab stop of each blank: `:` and a default, or choices between `|`; plain text is no stop."""
    units = [unit.name for unit in campaign.units if unit.kind != "sample"]
    return {
        "title": ":（请填写标题）",
        "when": f":{DAY} $CURRENT_HOUR:$CURRENT_MINUTE",
        "day": f":{DAY}",
        "until": ":（请填写日期，例如 2008-12-20）",
        "month": ":$CURRENT_YEAR-$CURRENT_MONTH",
        "issue": ":期号",
        "order": ":10",
        "source": ":（请填写来源）",
        "genre": scaffold.genre if scaffold else one_of(get_args(Genre)),
        "unit": one_of(units),
        "phase": one_of(phase.name for phase in campaign.phases),
        "task": one_of(campaign.tasks),
        "output": one_of(campaign.outputs),
        "topic": one_of(topic.name for topic in campaign.topics),
    }


def one_of(names: Iterable[str]) -> str:
    listed = ",".join(OF_CHOICES.sub(ESCAPED, name) for name in names)
    return f"|{listed}|" if listed else ":（请填写）"


def with_stops(text: str, stops: Iterator[int], within: dict[str, str]) -> str:
    """`text` with its blanks and everything that is still to be filled in as numbered tab stops."""
    done, parts = 0, []
    for match in STOP.finditer(text):
        inside = within[match[1]] if match[1] else f":{escaped(match[0])}"
        stop = f"${{{next(stops)}{inside}}}" if inside[0] in ":|" else escaped(inside)
        parts += [escaped(text[done : match.start()]), stop]
        done = match.end()
    return "".join([*parts, escaped(text[done:])])


def escaped(text: str) -> str:
    """Text that no snippet takes for its own syntax."""
    return OF_SNIPPETS.sub(ESCAPED, text)
