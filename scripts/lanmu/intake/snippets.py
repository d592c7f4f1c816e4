"""Snippets for VS Code, from the same genres and fields: completion of the front matter without any extension.

A genre's snippet (`lanmu`) is a whole article; a field's snippet (its name) completes within the front matter, which VS
Code knows to be YAML. What campaign.yml lists is offered as choices. Syntax: TextMate's, with VS Code's choices.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lanmu.content.article import FrontMatter
from lanmu.content.genres import Scaffold
from lanmu.content.publication import PLACEHOLDER
from lanmu.content.site import Site
from lanmu.intake.new_article import BLANK, examples, fields, fill, head_lines

NAME = ".vscode/lanmu.code-snippets"
PREFIX = "lanmu"
DAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
STOP = re.compile(f"{BLANK.pattern}|(?:{PLACEHOLDER.pattern})")
# Characters that are escaped in a snippet, and in its choices.
OF_SNIPPETS, OF_CHOICES = re.compile(r"[\\$}]"), re.compile(r"[\\,|]")
ESCAPED = r"\\\g<0>"
# Signatures come from review.py.
NOT_BY_HAND = {"review"}
# Only where articles are; understood by VS Code from 1.109 on, passed over by older ones.
WHERE = {"include": ["*.md"]}


def snippet_text(site: Site) -> str:
    """The text of the snippet file."""
    genres = {f"稿件：{s.name}": genre_snippet(s, site) for s in site.genres.scaffolds}
    names = (name for name in FrontMatter.model_fields if name not in NOT_BY_HAND)
    of_fields = {f"字段：{name}": field_snippet(name, site) for name in names}
    return json.dumps(genres | of_fields, ensure_ascii=False, indent=2) + "\n"


def genre_snippet(scaffold: Scaffold, site: Site) -> dict[str, Any]:
    """A whole article: Tab goes from one open place to the next."""
    stops, open_places = itertools.count(1), choices(site, scaffold)
    example = examples(site.campaign, "2008-11-05")
    is_dated = scaffold.column(site.current.columns).kind == "dated"
    used = {"date", "unit"} if is_dated else {"date", "source", "order"}
    head = [
        with_stops(line.text, stops, open_places) if line.active else escaped(fill(line.text, example))
        for line in head_lines(scaffold, used, site.campaign)
    ]
    body = ["---\n", *head, with_stops(f"---\n\n{scaffold.outline.body}\n", stops, open_places)]
    about = {"prefix": PREFIX, "description": f"{scaffold.name}：{scaffold.outline.about}", "scope": "markdown"}
    return about | WHERE | {"isFileTemplate": True, "body": "".join(body).splitlines()}


def field_snippet(name: str, site: Site) -> dict[str, Any]:
    """One field of the front matter; one that is new to the model is explained in the model's own words."""
    field = fields(site.campaign).get(name) or {
        "write": f"{name}: ",
        "about": FrontMatter.model_fields[name].description or "",
    }
    body = with_stops(field["write"], itertools.count(1), choices(site, None)).split("\n")
    return {"prefix": name, "description": field["about"], "scope": "yaml"} | WHERE | {"body": body}


def choices(site: Site, scaffold: Scaffold | None) -> dict[str, str]:
    """The tab stop of each blank: `:` and a default, or choices between `|`; any other text makes no stop."""
    campaign = site.campaign
    units = [unit.name for unit in campaign.contributors]
    return {
        "title": ":（请填写标题）",
        "when": f":{DAY} $CURRENT_HOUR:$CURRENT_MINUTE",
        "day": f":{DAY}",
        "until": ":（请填写日期，例如 2008-12-20）",
        "month": ":$CURRENT_YEAR-$CURRENT_MONTH",
        "issue": ":期号",
        "order": ":10",
        "source": ":（请填写来源）",
        "genre": scaffold.genre.name if scaffold else choice_of(site.genres.by_name),
        "unit": choice_of(units),
        "phase": choice_of(phase.name for phase in campaign.phases),
        "task": choice_of(campaign.tasks),
        "output": choice_of(campaign.outputs),
        "topic": choice_of(topic.name for topic in campaign.topics),
    }


def choice_of(names: Iterable[str]) -> str:
    listed = ",".join(OF_CHOICES.sub(ESCAPED, name) for name in names)
    return f"|{listed}|" if listed else ":（请填写）"


def with_stops(text: str, stops: Iterator[int], within: dict[str, str]) -> str:
    """`text` with its blanks and everything that is still to be filled in as numbered tab stops."""
    position, parts = 0, []
    for match in STOP.finditer(text):
        inside = within[match[1]] if match[1] else f":{escaped(match[0])}"
        stop = f"${{{next(stops)}{inside}}}" if inside[0] in ":|" else escaped(inside)
        parts += [escaped(text[position : match.start()]), stop]
        position = match.end()
    return "".join([*parts, escaped(text[position:])])


def escaped(text: str) -> str:
    """Text with the syntax characters of snippets escaped."""
    return OF_SNIPPETS.sub(ESCAPED, text)
