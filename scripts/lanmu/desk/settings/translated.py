"""A data file in another language (campaign.en.yml beside campaign.yml) follows what is added, moved, renamed or taken out: the
English site is made only while both have the same ids in the same order (`content/editions.py`)."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from lanmu.content.campaign import Period
from lanmu.content.languages import DATA, site_languages
from lanmu.content.validation import Model
from lanmu.content.yaml_text import Key
from lanmu.desk.forms import NEW, Asked, kind_of, suggested_of
from lanmu.desk.yaml_in_place import YamlInPlace, known_again, put
from lanmu.diagnostics.errors import UserError

LANGUAGE = "en"
FIELD = "english"
"""The question's name in the form."""
NAMES = ("name", "title")
WORDS = ("text", "long", "block", "lines", "several")
"""Kinds of values that have to be translated."""
NO_WORDS = "英文版的页面也要用它，请写英文的名称。"


class Translated:
    """The file in another language, beside the one at a path below docs/ whose `model` is given."""

    def __init__(self, file: Path, shown: str, model: type[Model]) -> None:
        self.file = file
        self.model = model
        self.in_place = YamlInPlace(file.read_bytes(), shown)

    def question(self, data: Mapping[str, Any], key: Key) -> Asked | None:
        """Asks for the name of an item at a place of `data`, the file that was translated; None for one that it has not."""
        there = item_at(self.in_place.old, ids_at(data, key))
        if there is None and key[-1:] != (NEW,):
            return None
        value = next((str(there[name]) for name in NAMES if there and there.get(name)), "")
        return Asked(FIELD, "text", "英文名称", "英文版的网页用它。", needed=True, value=value)

    def follow(self, old: Mapping[str, Any], new: Mapping[str, Any], key: Key | None, words: str) -> bytes:
        """The file when the other one says `new` in the place of `old`; `words` name the item at `key` of it. Raises UserError."""
        self.in_place.fields = followed(self.model, old, new, copy.deepcopy(self.in_place.old), words)
        item = item_at(self.in_place.fields, ids_at(new, key)) if key else None
        name = next((name for name in NAMES if item and name in item), "")
        if item and name and words and item[name] != words:
            before, item[name] = item[name], words
            self.in_place.fields = renamed(self.in_place.fields, before, words)
        return self.in_place.written()


def translated(root: Path, path: str, model: type[Model]) -> Translated | None:
    """The file in another language beside the one at a path below docs/; None where there is none, or it cannot be read: the
    checks report that."""
    name = path.removesuffix(".yml")
    file = root / "docs" / f"{name}.{LANGUAGE}.yml"
    if name not in DATA or LANGUAGE not in site_languages(root) or not file.is_file():
        return None
    try:
        return Translated(file, f"docs/{file.name}", model)
    except UserError:
        return None


def renamed(data: Any, old: str, new: str) -> Any:
    """The data with another name in the lists that name units."""
    if isinstance(data, dict):
        return {key: renamed(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [new if value == old else renamed(value, old, new) for value in data]
    return data


def followed(
    model: type[Model], old: Mapping[str, Any], new: Mapping[str, Any], translation: Mapping[str, Any], words: str
) -> dict[str, Any]:
    """What `translation` of `old` says when that becomes `new`: lists with the same items, and the same values where
    there is nothing to translate. `words` name what is added."""
    updated = dict(translation)
    order = [info.alias or field for field, info in model.model_fields.items()]
    for field, info in model.model_fields.items():
        name = info.alias or field
        was, now = old.get(name), new.get(name)
        kind, inner = kind_of(info.annotation)
        if was == now:
            continue
        if kind == "rows" and inner:
            put(
                updated,
                name,
                followed_list(inner, was or [], now or [], translation.get(name) or [], words) or None,
                order,
            )
        elif name == "id" or inner is Period or (inner is None and not is_words(info)):
            put(updated, name, now, order)
    return updated


def followed_list(model: type[Model], old: list[Any], new: list[Any], translation: list[Any], words: str) -> list[Any]:
    """The same for the items of a list, which are known by their ids."""
    by_id = {each["id"]: each for each in translation if isinstance(each, dict) and "id" in each}
    items = []
    for number, item in zip(known_again(old, new), new, strict=True):
        if number is None:
            items.append(dict(begun(model, item, words)))
        elif (there := by_id.get(old[number].get("id"))) is not None:
            items.append(followed(model, old[number], item, there, words))
    return items


def begun(model: type[Model], item: Mapping[str, Any], words: str) -> Iterator[tuple[str, Any]]:
    """The fields of an added item: values that need no translation, and the required ones filled with `words`."""
    for field, info in model.model_fields.items():
        name = info.alias or field
        kind, inner = kind_of(info.annotation)
        if name == "id" or inner is Period or (name in item and inner is None and not is_words(info)):
            yield name, item.get(name)
        elif info.is_required():
            yield name, [words] if kind == "lines" else words


def is_words(info: FieldInfo) -> bool:
    """True for a field whose value has to be translated; words of a given list are codes."""
    return kind_of(info.annotation)[0] in WORDS and not suggested_of(info)


def ids_at(data: Mapping[str, Any], key: Key | None) -> list[tuple[str, str]] | None:
    """A place as lists and ids: `phases.0.tasks.2` is the item with this id of `tasks` of the one with that id of `phases`; None
    where nothing stands."""
    steps, value = [], data
    for name, number in zip((key or ())[::2], (key or ())[1::2], strict=False):
        items = value.get(str(name))
        if not isinstance(items, list) or not isinstance(number, int) or number >= len(items):
            return None
        value = items[number]
        steps.append((str(name), str(value.get("id", ""))))
    return steps or None


def item_at(data: Mapping[str, Any], place: list[tuple[str, str]] | None) -> dict[str, Any] | None:
    """The item at such a place."""
    item: dict[str, Any] | None = None
    for name, identifier in place or ():
        items = (data if item is None else item).get(name) or []
        item = next((each for each in items if isinstance(each, dict) and each.get("id") == identifier), None)
        if item is None:
            return None
    return item
