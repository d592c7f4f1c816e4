"""Forms made from the content model: what is asked for, in which way, with which words; and what a form that was sent says.

A form names a value by its path: `notice.start`, `promise.0.unit`. The same functions write and read it, so what nobody changed
is read as it was.
"""

from __future__ import annotations

import re
import types
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from werkzeug.datastructures import MultiDict

from lanmu.content.dates import BOUND
from lanmu.content.dates import shown as written
from lanmu.content.validation import LONG_TEXT, SEVERAL_LINES, Model

Kind = Literal[
    "text", "long", "block", "number", "day", "month", "time", "yes", "choice", "several", "lines", "parts", "rows"
]
LONG = 100
"""Characters from which a text is given several lines."""
NEW = "new"
IN_ROW = re.compile(rf"\.(?:\d+|{NEW})\.")
ITEM = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Asked:
    """A question of the form: `name` is the path of the value, `value` what stands in the file, as the form shows it.

    `parts` are those of a group, and those of each row.
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    needed: bool = False
    longest: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    suggested: tuple[str, ...] = ()
    """Answers that are likely; others may be given."""
    value: Any = ""
    parts: tuple[Asked, ...] = ()
    rows: tuple[tuple[Asked, ...], ...] = ()
    blank: tuple[Asked, ...] = ()
    """The questions of one row more, numbered `NEW`."""
    default: str = ""
    """What holds where nothing stands, as it is called."""
    off: bool | None = None
    """What is written for a box that is not ticked."""
    mark: str = ""
    """What is marked beside its name."""

    @property
    def is_filled(self) -> bool:
        """True when something stands in the file."""
        return bool(self.value or self.rows or any(part.is_filled for part in self.parts))

    @property
    def inner(self) -> tuple[Asked, ...]:
        """The questions within it: its parts, those of all its rows."""
        return (*self.parts, *(part for row in self.rows for part in row))


@dataclass(frozen=True)
class Offered:
    """What may be chosen: the `names` for a field, or a part of one, by its own name, where any name will do as long as there are
    none; the fronts of the campaign, their names by their ids."""

    names: Mapping[str, list[str]]
    fronts: Mapping[str, str]


def field_of(name: str, info: FieldInfo, value: Any, offered: Offered) -> Asked:
    """The question for one field of a model; `name` is its path in the form."""
    last = name.rpartition(".")[2]
    label, _, explained = (info.description or last).partition("：")
    kind, inner = kind_of(info.annotation)
    marks = {*map(str, info.metadata), *map(str, marks_of(info.annotation))}
    longest = next((item.max_length for item in info.metadata if hasattr(item, "max_length")), None)
    default = info.default if isinstance(info.default, bool | str | int | float) else ""
    off = False if kind == "yes" and default is True else None
    if value is None and kind in ("yes", "several"):
        value = list(info.default) if isinstance(info.default, tuple) else default
    shown = value_of(kind, value)
    likely = suggested_of(info)
    asked = Asked(name, kind, label, explained, info.is_required(), longest, suggested=likely, value=shown, off=off)
    if kind == "parts" and inner:
        return replace(asked, value="", parts=parts_of(name, inner, value, offered))
    if kind == "rows" and inner:
        items = value if isinstance(value, list) else []
        rows = tuple(parts_of(f"{name}.{i}", inner, item, offered) for i, item in enumerate(items))
        return replace(asked, value="", rows=rows, blank=parts_of(f"{name}.{NEW}", inner, None, offered))
    names = offered.names.get(last)
    if names is not None and (names or last != "unit"):
        return with_choices(asked, "several" if kind in ("lines", "several") else "choice", [(n, n) for n in names])
    if kind in ("choice", "several"):
        choices = [(choice, named(choice, info.description or "")) for choice in choices_of(info)]
        asked = replace(asked, default=named(str(default), info.description or "") if default else "")
        return with_choices(replace(asked, help=without_codes(explained, choices)), kind, choices)
    if kind == "text" and SEVERAL_LINES in marks:
        return replace(asked, kind="block")
    if kind == "text" and ((longest or 0) > LONG or LONG_TEXT in marks or IN_ROW.search(name)):
        return replace(asked, kind="long")
    return replace(asked, default=written(default) if default and default is not True else "")


def parts_of(name: str, model: type[Model], value: Any, offered: Offered) -> tuple[Asked, ...]:
    """The questions for the parts of a value. What is open for names has one for each front of the campaign: the month or the
    day of an article there, the name of a column."""
    data = value if isinstance(value, dict) else {}
    infos = {info.alias or part: info for part, info in model.model_fields.items()}
    fixed = tuple(field_of(f"{name}.{part}", info, data.get(part), offered) for part, info in infos.items())
    fixed = tuple(part for part in fixed if part.kind != "choice" or part.choices)
    if model.model_config.get("extra") != "allow":
        return fixed
    open_type = get_args(get_type_hints(model)["__pydantic_extra__"])[1]
    kind: Kind = "text" if open_type is str else "day" if core(open_type) is date else "month"
    fronts = {**offered.fronts}
    fronts |= {key: f"{key}（没有这个阵地）" for key in data if key not in fronts and key not in infos}
    open_parts = (
        Asked(f"{name}.{key}", kind, label, value=written(data.get(key) or "")) for key, label in fronts.items()
    )
    return (*open_parts, *fixed)


def with_choices(field: Asked, kind: Kind, choices: list[tuple[str, str]]) -> Asked:
    """A question with names to choose from; what stands in the file is among them, also when nobody knows it."""
    names = {name for name, _ in choices}
    present = field.value if isinstance(field.value, tuple) else (field.value,) if field.value else ()
    unknown = [(str(name), f"{name}（没有这个名称）") for name in present if name not in names]
    value = tuple(present) if kind == "several" else field.value
    return replace(field, kind=kind, choices=(*choices, *unknown), value=value)


def kind_of(annotation: Any) -> tuple[Kind, type[Model] | None]:
    """In which way a value of a type is asked for, and the model of its parts."""
    if BOUND in marks_of(annotation):
        return "text", None
    annotation = core(annotation)
    origin = get_origin(annotation)
    if origin is Literal:
        return "choice", None
    if origin in (tuple, frozenset):
        inner = core(get_args(annotation)[0])
        return ("rows", inner) if is_model(inner) else ("several" if get_origin(inner) is Literal else "lines", None)
    if is_model(annotation):
        return "parts", annotation
    kinds: dict[Any, Kind] = {bool: "yes", int: "number", float: "number", datetime: "time", date: "day"}
    return kinds.get(annotation, "text"), None


def marks_of(annotation: Any) -> list[Any]:
    """What a type is annotated with, down to the type itself."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return [*marks, *marks_of(inner)]
    if get_origin(annotation) in (Union, types.UnionType):
        return [mark for part in get_args(annotation) for mark in marks_of(part)]
    return []


def suggested_of(info: FieldInfo) -> tuple[str, ...]:
    """The words that a field mostly has, as its schema for editors' tools lists them; any other may be given."""
    schemas = [
        mark.json_schema for mark in (*info.metadata, *marks_of(info.annotation)) if hasattr(mark, "json_schema")
    ]
    listed = (part.get("enum", ()) for schema in schemas for part in (schema or {}).get("anyOf", ()))
    return tuple(str(word) for words in listed for word in words)


def core(annotation: Any) -> Any:
    """A type without what is annotated, and without None."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def choices_of(info: FieldInfo) -> tuple[str, ...]:
    """The values of a Literal, or of a list of them."""
    annotation = core(info.annotation)
    return get_args(annotation if get_origin(annotation) is Literal else core(get_args(annotation)[0]))


def named(value: str, description: str) -> str:
    """What a value is called, as its field explains it: `public 公开；internal 只登在内部版`."""
    match = re.search(rf"(?<![\w-]){re.escape(value)} ([^，；。]+)", description)
    return match[1] if match else value


def without_codes(text: str, choices: list[tuple[str, str]]) -> str:
    """An explanation without the list of the choices, which are shown by their names, and with their names for them."""
    named_only = [(value, name) for value, name in choices if value != name]
    clauses = [part for part in text.split("；") if not any(f"{value} {name}" in part for value, name in named_only)]
    text = "；".join(clauses)
    for value, name in named_only:
        text = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"“{name}”", text)
    return text


def value_of(kind: Kind, value: Any) -> Any:
    """A value of the file as the form shows it."""
    if kind == "yes":
        return value is True
    if kind in ("lines", "several"):
        return tuple(map(written, value)) if isinstance(value, list) else (written(value),) if value else ()
    return "" if value is None or isinstance(value, dict | list) else written(value)


def sent(fields: Iterable[Asked]) -> MultiDict[str, str]:
    """What a browser sends of a form in which nothing was changed."""
    values: MultiDict[str, str] = MultiDict()
    for field in fields:
        for name, value in entries(field):
            values.add(name, value)
    return values


def entries(field: Asked) -> Iterator[tuple[str, str]]:
    if field.kind == "time":
        day, _, clock = str(field.value).replace("T", " ").partition(" ")
        yield from ((field.name, day), (f"{field.name}.clock", clock[:5]))
    elif field.kind == "several":
        yield from ((field.name, name) for name in field.value)
    elif field.kind == "lines":
        yield field.name, "\n".join(field.value)
    elif field.kind == "yes":
        yield from ((field.name, "yes"),) if field.value else ()
    elif inner := field.inner:
        for part in inner:
            yield from entries(part)
    elif field.kind != "rows":
        yield field.name, field.value


def read(field: Asked, form: MultiDict[str, str]) -> Any:
    """The value of a field as a form says it, as it is written to the file; None for none."""
    text = form.get(field.name, "").strip()
    if field.kind == "time":
        clock = form.get(f"{field.name}.clock", "").strip()
        return f"{text} {clock}".strip() or None
    if field.kind == "yes":
        return True if text else field.off
    if field.kind == "several":
        return [name for name in form.getlist(field.name) if name] or None
    if field.kind == "lines":
        return [line for line in map(str.strip, text.split("\n")) if line] or None
    if field.kind == "number":
        whole, part = re.fullmatch(r"-?[0-9]{1,9}", text), re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,9}", text)
        return int(text) if whole else float(text) if part else text or None
    if field.kind == "block":
        lines = [line.rstrip() for line in form.get(field.name, "").strip("\r\n ").split("\n")]
        return "\n".join(lines) + "\n" * (len(lines) > 1) or None
    if field.kind == "parts":
        return read_parts(field.parts, form)
    if field.kind == "rows":
        rows = [read_parts(renumbered(field.blank, name), form) for name in row_names(field.name, form)]
        return [row for row in rows if row] or None
    return " ".join(text.split()) or None


def read_parts(parts: Iterable[Asked], form: MultiDict[str, str]) -> dict[str, Any] | None:
    values = {part.name.rpartition(".")[2]: read(part, form) for part in parts}
    return {name: value for name, value in values.items() if value is not None} or None


def row_names(name: str, form: MultiDict[str, str]) -> list[str]:
    """The rows that a form has of a field, in its order: `promise.0`, `promise.new`."""
    pattern = re.compile(rf"({re.escape(name)}\.(?:[0-9]{{1,4}}|{NEW}[0-9]{{0,4}}))\.")
    return list(dict.fromkeys(match[1] for key in form if (match := pattern.match(key))))


def renumbered(parts: Iterable[Asked], row: str) -> tuple[Asked, ...]:
    """The questions of another row."""
    return tuple(replace(part, name=f"{row}.{part.name.rpartition('.')[2]}") for part in parts)


def as_sent(field: Asked, form: MultiDict[str, str]) -> Asked:
    """A question with the value of a form that could not be saved, so that it is shown again."""
    text = form.get(field.name, "")
    if field.parts:
        return replace(field, parts=tuple(as_sent(part, form) for part in field.parts))
    if field.kind == "rows":
        names = enumerate(row_names(field.name, form))
        rows = (
            tuple(
                replace(as_sent(part, form), name=numbered.name)
                for part, numbered in zip(
                    renumbered(field.blank, name), renumbered(field.blank, f"{field.name}.{number}"), strict=True
                )
            )
            for number, name in names
        )
        return replace(field, rows=tuple(rows))
    values: dict[str, Any] = {
        "time": f"{text} {form.get(f'{field.name}.clock', '')}".strip(),
        "yes": bool(text),
        "several": tuple(form.getlist(field.name)),
        "lines": tuple(text.split("\n")),
    }
    return replace(field, value=values.get(field.kind, text))


def changes(fields: Iterable[Asked], form: MultiDict[str, str], asked: Collection[str]) -> dict[str, Any]:
    """The fields that a form changes, with their new values; None takes a field out. What the form does not have stays: `asked`
    are the names of those that it has."""
    changed = {}
    for field in fields:
        if field.name in asked and (value := read(field, form)) != read(field, sent([field])):
            changed[field.name] = value
    return changed


def all_names(fields: Iterable[Asked]) -> list[str]:
    """The names of all questions, parts and rows with them."""
    return [name for field in fields for name in (field.name, *all_names(field.inner))]


def name_in_form(dotted: str, rows: Mapping[str, str]) -> str:
    """The path in the form of the field that a problem names: `promise[1].unit` is `promise.0.unit`, or `promise.new7.unit` where
    that row was added (`rows`)."""
    name = ITEM.sub(lambda match: f".{int(match[1]) - 1}", dotted)
    row = ".".join(name.split(".")[:2])
    return rows[row] + name.removeprefix(row) if row in rows else name


def rows_in(fields: Iterable[Asked], form: MultiDict[str, str]) -> dict[str, str]:
    """The rows of a form by their places in what is written: `promise.1` is `promise.new7`. Empty ones are left out."""
    names_by_place: dict[str, str] = {}
    for field in fields:
        names = (name for name in row_names(field.name, form) if read_parts(renumbered(field.blank, name), form))
        names_by_place |= {f"{field.name}.{number}": name for number, name in enumerate(names) if field.kind == "rows"}
    return names_by_place
