"""Places within a data file: `phases.0.tasks.2` is the third task of the first phase. What the model says of one, what stands
there, which questions its form has, which lists it holds."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from pydantic.fields import FieldInfo
from werkzeug.exceptions import NotFound

from lanmu.content.column import Column
from lanmu.content.fingerprint import digest
from lanmu.content.validation import Model
from lanmu.content.yaml_text import Key
from lanmu.desk.forms import NEW, Asked, Offered, core, field_of, is_model, kind_of
from lanmu.desk.yaml_in_place import put

PART = re.compile(r"[A-Za-z_][\w-]{0,60}|[0-9]{1,4}")
TARGET_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
SHOWN = 4
"""Columns of a table at most."""
ENOUGH = 2
"""With fewer columns a table has longer fields too."""
NOT_ASKED = frozenset({(Column, "campaign")})
"""What only a program may write."""


def key_of(at: str) -> Key:
    """A place as addresses have it. Raises NotFound for what cannot be one."""
    parts = at.split(".") if at else []
    if len(parts) > 9 or not all(PART.fullmatch(part) for part in parts):
        raise NotFound
    return tuple(int(part) if part.isdigit() else part for part in parts)


def at_of(key: Key) -> str:
    """A place as addresses have it."""
    return ".".join(map(str, key))


def info_of(model: type[Model], name: str) -> FieldInfo | None:
    """The field that is called so in a file."""
    return next((info for field, info in model.model_fields.items() if (info.alias or field) == name), None)


def item_model(model: type[Model]) -> type[Model] | None:
    """The model of the values of a mapping with free keys; None where they are no models."""
    if model.model_config.get("extra") != "allow":
        return None
    inner = core(get_args(get_type_hints(model)["__pydantic_extra__"])[1])
    return inner if is_model(inner) else None


def model_at(model: type[Model], key: Key) -> type[Model]:
    """The model of what stands at a place. Raises NotFound where no model does."""
    current: Any = model
    for part in key:
        if isinstance(current, tuple):
            if not isinstance(part, int) and part != NEW:
                raise NotFound
            current = current[0]
            continue
        info = info_of(current, str(part)) if isinstance(part, str) else None
        inner = None
        if info is not None:
            kind, inner = kind_of(info.annotation)
            current = (inner,) if kind == "rows" else inner
        elif isinstance(part, str):
            current = inner = item_model(current)
        if inner is None:
            raise NotFound
    if isinstance(current, tuple):
        raise NotFound
    inner_model: type[Model] = current
    return inner_model


def list_at(model: type[Model], key: Key) -> tuple[type[Model], FieldInfo]:
    """The model of the items of the list at a place, and its field; things by their names count as one. Raises NotFound."""
    if not key:
        raise NotFound
    around = model_at(model, key[:-1])
    info = info_of(around, str(key[-1]))
    if info is not None:
        kind, inner = kind_of(info.annotation)
        if kind == "rows" and inner:
            return inner, info
        named = item_model(inner) if inner else None
        if named:
            return named, info
    raise NotFound


def is_named(model: type[Model], key: Key) -> bool:
    """True for a place that holds things by their names."""
    try:
        return holds_names(list_at(model, key)[1])
    except NotFound:
        return False


def holds_names(info: FieldInfo) -> bool:
    """True for the field of a list (`list_at`) that holds things by their names."""
    return kind_of(info.annotation)[0] != "rows"


def value_at(data: Any, key: Key) -> Any:
    """What stands at a place; None where nothing does. What is of another shape than the model's counts as nothing."""
    for part in key:
        if isinstance(data, list):
            data = data[part] if isinstance(part, int) and part < len(data) else None
            continue
        data = data.get(part) if isinstance(data, dict) else None
    return data


def fingerprint(value: Any) -> str:
    """A digest of a value, so that a form can detect a change since it was opened."""
    return digest(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode())


def found_again(data: Any, key: Key, was: str) -> Key | None:
    """Where what was at a place is now; None when it has changed or is gone."""
    if fingerprint(value_at(data, key)) == was:
        return key
    around = value_at(data, key[:-1]) if key and isinstance(key[-1], int) else None
    same = (n for n, item in enumerate(around or ()) if fingerprint(item) == was)
    number = next(same, None)
    return None if number is None else (*key[:-1], number)


def changed(data: dict[str, Any], key: Key, value: Any, model: type[Model]) -> dict[str, Any]:
    """The data with another value at a place, at the end of a list where it is `NEW`; None takes it out. Fields come in the order
    of the model."""
    new = copy.deepcopy(data)
    if not key:
        return {} if value is None else dict(value)
    around: Any = new
    for place, part in enumerate(key[:-1]):
        if isinstance(part, int):
            around = around[part]
            continue
        if not isinstance(around.get(part), dict | list):
            put(
                around,
                part,
                [] if isinstance(key[place + 1], int) or key[place + 1] == NEW else {},
                names_at(model, key[:place]),
            )
        around = around[part]
    last = key[-1]
    if isinstance(around, list):
        number = len(around) if last == NEW else int(last)
        around[number : number + 1] = [] if value is None else [value]
    elif value is None:
        around.pop(last, None)
        for end in range(len(key) - 1, 0, -1):
            if value_at(new, key[:end]) == {}:
                value_at(new, key[: end - 1]).pop(key[end - 1])
    else:
        put(around, str(last), value, names_at(model, key[:-1]))
    return new


def names_at(model: type[Model], key: Key) -> list[str]:
    """The names of the fields at a place, in the order of the model."""
    inner_model = model_at(model, key)
    return [info.alias or name for name, info in inner_model.model_fields.items()]


@dataclass(frozen=True)
class Row:
    """A row of a table: the place of the item, what it is called, the values of the columns, `fingerprint` of its value."""

    at: str
    name: str
    cells: tuple[str, ...]
    fingerprint: str
    inner: str


@dataclass(frozen=True)
class Table:
    """A list as it is shown: `at` is its place, `ordered` when its order can be changed."""

    file: str
    at: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = True


def questions(model: type[Model], value: Any, offered: Offered, names: tuple[str, ...] = ()) -> tuple[Asked, ...]:
    """The questions of the form of a place: all fields but lists of things with parts, which have tables, or those with `names`."""
    data = value if isinstance(value, dict) else {}
    asked = []
    for field, info in model.model_fields.items():
        name = info.alias or field
        kind, inner = kind_of(info.annotation)
        if (
            (names and name not in names)
            or (model, name) in NOT_ASKED
            or kind == "rows"
            or (kind == "parts" and inner and item_model(inner))
        ):
            continue
        asked.append(field_of(name, info, data.get(name), offered))
    return tuple(asked)


def tables(file: str, model: type[Model], at: str, data: Any, offered: Offered) -> Iterator[Table]:
    """The lists that the item at a place holds."""
    key = key_of(at)
    for field, info in model_at(model, key).model_fields.items():
        if kind_of(info.annotation)[0] == "rows":
            yield table(file, model, at_of((*key, info.alias or field)), data, offered)


def table(file: str, model: type[Model], at: str, data: Any, offered: Offered) -> Table:
    """A list as a table."""
    key = key_of(at)
    inner, info = list_at(model, key)
    title, _, about = (info.description or str(key[-1])).partition("：")
    value = value_at(data, key)
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if isinstance(item, dict)}
    items = list(value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()))
    named = holds_names(info)
    columns = columns_of(questions(inner, {}, offered))
    rows = []
    for part, item in items:
        shown = [field_at(inner, item, field.name, offered) for field in columns]
        cells = [words(field) or field.default for field in shown]
        name = str(part) if named else next((cell for cell in cells if cell), f"第 {int(part) + 1} 项")
        rows.append(Row(at_of((*key, part)), name, tuple(cells), fingerprint(item), held(inner, item)))
    heads = tuple(field.label for field in columns)
    return Table(file, at, title, about, heads, tuple(rows), ordered=not named)


def columns_of(fields: tuple[Asked, ...]) -> list[Asked]:
    """The fields that a table shows: what is short first, then lists of names, then sentences."""
    fields = tuple(field for field in fields if field.name != "id")
    short = [field for field in fields if field.kind in ("text", "choice", "day") or field.name == "period"]
    lists = [field for field in fields if field.kind in ("lines", "several")]
    sentences = [field for field in fields if field.kind == "long"]
    chosen = short[:SHOWN]
    for others in (lists, sentences):
        chosen += others if len(chosen) < ENOUGH else []
    return [field for field in fields if field in chosen[:SHOWN]]


def field_at(model: type[Model], item: Any, name: str, offered: Offered) -> Asked:
    info = info_of(model, name)
    assert info
    return field_of(name, info, item.get(name) if isinstance(item, Mapping) else None, offered)


def held(model: type[Model], item: Any) -> str:
    """What lists an item holds: 3 项任务."""
    lists = []
    for field, info in model.model_fields.items():
        value = item.get(info.alias or field) if isinstance(item, Mapping) else None
        if kind_of(info.annotation)[0] == "rows" and isinstance(value, list) and value:
            label = (info.description or field).partition("：")[0]
            lists.append(f"{label} {len(value)} 项")
    return "，".join(lists)


def words(asked: Asked) -> str:
    """The value of a question as people read it."""
    if asked.kind in ("parts", "rows"):
        parts = [(part.label, words(part)) for part in asked.parts]
        if asked.name == "period":
            return "至".join(text for _, text in parts if text)
        return "，".join(f"{label}：{text}" for label, text in parts if text)
    if asked.kind == "yes":
        return "是" if asked.value else ""
    if asked.kind == "lines":
        return "、".join(asked.value)
    called = dict(asked.choices)
    if asked.kind == "several":
        return "、".join(called.get(value, value) for value in asked.value)
    return str(called.get(asked.value, asked.value))
