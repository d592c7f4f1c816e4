"""The form of a Markdown file's front matter, made from the content model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lanmu.content.campaign import Campaign
from lanmu.content.items import SAMPLES
from lanmu.content.site import Site
from lanmu.content.validation import Model
from lanmu.desk.forms import Asked, Offered, field_of
from lanmu.intake.new_article import fields as common_fields

NOT_ASKED = frozenset({"review", "withdrawn", "source_hash", "template"})
"""What only its own command may write (signatures belong to 三审), or who changes the program."""
USUAL = (
    *("title", "date", "genre", "unit", "source", "author", "photo", "phase", "tasks", "outputs", "topics"),
    *("issue", "image", "summary", "draft"),
)
"""What most articles have; the rest is folded, as long as the genre does not ask for it."""
ORDER = ("title", "genre", "unit", "date", "publish_at", "source", "author", "photo", "issue", "summary")


def questions(
    model: type[Model], data: Mapping[str, Any], site: Site, path: str, pictures: tuple[str, ...] = ()
) -> tuple[Asked, ...]:
    """The questions of the form of a file at a path below docs/ with this front matter, in the order of the form. `pictures` are
    the names of those that lie beside it."""
    campaign = site.part_of(path).campaign
    texts = common_fields(campaign)
    lists = offered(campaign, site, is_sample=f"/{SAMPLES}/" in path)
    asked = []
    for name, info in model.model_fields.items():
        wording = texts.get(name, {})
        label, _, explained = (wording.get("about") or info.description or name).partition("：")
        field = field_of(name, info, data.get(name), lists)
        if name not in NOT_ASKED and (field.kind not in ("choice", "several") or field.choices or field.is_filled):
            suggested = pictures if name == "image" else ()
            asked.append(replace(field, label=label, help=wording.get("help", explained), suggested=suggested))
    place = {name: number for number, name in enumerate(ORDER)}
    return tuple(sorted(asked, key=lambda field: place.get(field.name, len(place))))


def usual(asked: Iterable[Asked], site: Site, genre: str) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """The questions that are shown, and those that are folded."""
    # The fields that some genres begin with are for those; in another they are shown once they are filled in.
    special = {name for scaffold in site.genres.scaffolds for name in scaffold.fields} | {"publish_at"}
    own = {name for scaffold in site.genres.scaffolds if scaffold.name == genre for name in scaffold.fields}
    shown: list[Asked] = []
    folded: list[Asked] = []
    for field in asked:
        is_usual = field.name in (*USUAL, *own) or (field.name in special and field.is_filled)
        (shown if is_usual else folded).append(field)
    return tuple(shown), tuple(folded)


def offered(campaign: Campaign, site: Site, *, is_sample: bool) -> Offered:
    """The names that a field, or a part of one, may be chosen from; without a list of units any name will do. Samples may name
    units that there are none of."""
    names = {
        "genre": list(site.genres.by_name),
        "unit": [
            unit.name
            for unit in campaign.units
            if unit in campaign.contributors or (is_sample and unit.kind == "sample")
        ],
        "phase": [phase.name for phase in campaign.phases],
        "tasks": list(campaign.tasks),
        "outputs": list(campaign.outputs),
        "topics": [topic.name for topic in campaign.topics],
        "problem": [problem.name for problem in campaign.problems],
    }
    return Offered(names, {identifier: front.name for identifier, front in campaign.issue_fronts.items()})
