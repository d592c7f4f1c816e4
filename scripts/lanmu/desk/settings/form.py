"""The form for a place of a data file: its questions with their present values, its headings, and the value that a sent
form gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from lanmu.adoption.names import TAKEN, identifiers
from lanmu.content.settings import FILE as SETTINGS
from lanmu.content.site import Site
from lanmu.content.yaml_text import Key
from lanmu.desk.context import Desk
from lanmu.desk.forms import NEW, Asked, Offered, changes
from lanmu.desk.settings.drawing import HERE, address
from lanmu.desk.settings.editing import Opened, opened
from lanmu.desk.settings.parts import Part, Section, part_of
from lanmu.desk.settings.places import at_of, is_named, key_of, list_at, model_at, questions, value_at, words
from lanmu.desk.settings.translated import translated
from lanmu.desk.yaml_in_place import put
from lanmu.diagnostics.errors import UserError

NO_ITEM = "这一项已经不在了。请回到表里再打开。"
ID = "id"
EMPTY: dict[str, Any] = {"text": "", "long": "", "lines": [], "several": []}
"""What is written for a setting that is emptied: its line stays, with what is remarked there."""


def offered(site: Site | None) -> Offered:
    """What may be chosen in these forms."""
    if site is None:
        return Offered({}, {})
    campaign = site.current.campaign
    units = [unit.name for unit in campaign.units]
    names = {
        "by": units,
        "responsible": units,
        "unit": units,
        "topic": [topic.name for topic in campaign.topics],
        "front": [front.name for front in campaign.fronts],
        "genre": list(site.genres.by_name),
    }
    names = {name: listed for name, listed in names.items() if listed}
    return Offered(names, {identifier: front.name for identifier, front in campaign.issue_fronts.items()})


def offered_now(desk: Desk) -> Offered:
    """What may be chosen as the project is now."""
    return offered(desk.project.reading().site)


def back(file: str, key: Key) -> str:
    """The page that shows the list with an item, or the values of a form."""
    if len(key) > 2 and isinstance(key[-3], int):
        return address("edit", file=file, at=at_of(key[:-2]))
    is_item = bool(key) and (isinstance(key[-1], int) or key[-1] == NEW)
    return f"{HERE}{part_of(file, at_of(key[:-1] if is_item else key)).id}"


class Editing:
    """The form of a place: its questions as they stand in the file, and what is called what."""

    def __init__(self, desk: Desk, file: str, at: str) -> None:
        self.about: Opened = opened(desk, file)
        self.at, self.key = at, key_of(at)
        self.offered = offered_now(desk)
        self.model = model_at(self.about.model, self.key)
        self.part: Part = part_of(file, at)
        section = (
            section for section in self.part.sections if (section.file, section.at) == (file, at) and section.fields
        )
        self.section: Section | None = next(section, None)
        self.is_new = self.key[-1:] == (NEW,)
        self.is_named = self.section is None and is_named(self.about.model, self.key[:-1])
        self.is_item = self.section is None and bool(self.key) and (isinstance(self.key[-1], int) or self.is_named)
        # Of a file, or a table of lanmu.toml, only what a part shows has a form.
        if self.section is None and not (self.is_item or self.is_new):
            raise NotFound
        self.value = None if self.is_new else value_at(self.about.data, self.key)
        if self.is_item and not self.is_new and self.value is None:
            raise UserError(NO_ITEM)
        self.fields = questions(self.model, self.value, self.offered, self.section.fields if self.section else ())
        if self.is_new:
            # What may be left to the program comes last.
            self.fields = tuple(map(without_need, sorted(self.fields, key=lambda field: field.name == ID)))
        translation = translated(desk.root, self.about.path, self.about.model) if self.is_item or self.is_new else None
        self.english = translation.question(self.about.data, self.key) if translation else None

    @property
    def title(self) -> str:
        """What the form is about."""
        if self.section:
            return self.section.title
        info = list_at(self.about.model, self.key[:-1])[1]
        label = (info.description or self.part.title).partition("：")[0]
        if self.is_new:
            return f"加一项：{label}"
        name = (
            str(self.key[-1])
            if self.is_named
            else next((words(f) for f in self.fields if f.name != "id" and words(f)), "")
        )
        return f"{label}：{name}"

    @property
    def back(self) -> str:
        """The page that this form was opened from."""
        return back(self.about.name, self.key)

    def merged(self, form: MultiDict[str, str]) -> dict[str, Any]:
        """The value of the place with what a form changes. Something new without an identifier gets one made of its name."""
        value = dict(self.value) if isinstance(self.value, dict) else {}
        order = [info.alias or name for name, info in self.model.model_fields.items()]
        kinds = {field.name: field.kind for field in self.fields}
        for name, item in changes(self.fields, form, form.get("has", "").split()).items():
            if item is None and name in value and self.section and self.about.path == SETTINGS and kinds[name] in EMPTY:
                value[name] = EMPTY[kinds[name]]
            else:
                put(value, name, item, order)
        name = str(value.get("name") or value.get("title") or "")
        if self.is_new and ID in order and name and not value.get(ID):
            put(value, ID, identifiers([name], {*TAKEN, *identifiers_in(self.about.data)})[0], order)
        return value


def without_need(field: Asked) -> Asked:
    """The question of something new: its identifier may be left to the program."""
    if field.name != ID:
        return field
    return replace(field, needed=False, help=f"{field.help}。不填，就用名称的拼音")


def identifiers_in(data: Any) -> Iterator[str]:
    """All identifiers that a file has."""
    if isinstance(data, dict):
        yield from (str(data[ID]),) if ID in data else ()
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from identifiers_in(part)
