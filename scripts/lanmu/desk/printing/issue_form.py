"""The form of a newspaper's issue, made from its model; and what a form that was sent makes of the issue's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from lanmu.content.newspaper_issue import NewspaperIssue, Piece
from lanmu.desk.forms import Asked, Offered, field_of, named, parts_of, read, renumbered, row_names
from lanmu.desk.yaml_in_place import YamlInPlace, put

PIECES = "pieces"
NOTE_TEXT = "note.text"
NUMBERS = ("text_size",)
"""Fields with a number that is not whole."""


def questions_of(data: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The questions of an issue, without its pieces."""
    fields = NewspaperIssue.model_fields
    asked = [question(name, data.get(name)) for name in fields if name != PIECES]
    return tuple(asked)


def question(name: str, value: Any) -> Asked:
    """The question for one field. The note has paragraphs."""
    asked = field_of(name, NewspaperIssue.model_fields[name], value, NO_NAMES)
    if name == "note":
        parts = tuple(replace(part, kind="long") if part.name == NOTE_TEXT else part for part in asked.parts)
        return replace(asked, parts=parts)
    if asked.kind == "choice" and not asked.value:
        return replace(asked, value=NewspaperIssue.model_fields[name].default)
    if not asked.value and (asked.kind == "number" or name in NUMBERS):
        return replace(asked, value=str(NewspaperIssue.model_fields[name].default))
    return asked


def asked_of(number: int, piece: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The questions of a piece, without its article."""
    parts = parts_of(f"{PIECES}.{number}", Piece, dict(piece), NO_NAMES)
    shown = []
    for part in parts:
        name = part.name.rpartition(".")[2]
        if part.kind == "choice":
            # The names to choose from say it.
            part = replace(part, value=part.value or Piece.model_fields[name].default, help="")
        if name != "article":
            shown.append(part)
    return tuple(shown)


def how(piece: Mapping[str, Any]) -> str:
    """How a piece is laid out, in a few words."""
    fields = Piece.model_fields
    role = str(piece.get("role") or fields["role"].default)
    words = [named(role, fields["role"].description or "")]
    words += [f"占 {piece['span']} 栏"] if piece.get("span") else []
    words += ["只登摘要"] if piece.get("summary") is True else []
    words += [f"登到“{piece['until']}”为止"] if piece.get("until") else []
    words += ["不用图片"] if piece.get("picture") == "none" else []
    return "，".join(words)


def values_in(form: MultiDict[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of an issue, without its pieces. What stands at its default stays unwritten, unless it is written now."""
    values: dict[str, Any] = {}
    for asked in questions_of({}):
        value = note_in(form) if asked.name == "note" else read(asked, form)
        if asked.name in NUMBERS and isinstance(value, str):
            with suppress(ValueError):
                value = int(value) if value.isdecimal() else float(value)
        default = NewspaperIssue.model_fields[asked.name].default
        if asked.name in before or value != default:
            values[asked.name] = value
    return values


def note_in(form: MultiDict[str, str]) -> dict[str, Any] | None:
    """The editor's note, its paragraphs parted by an empty line."""
    asked = question("note", None)
    values = {part.name.rpartition(".")[2]: read(part, form) for part in asked.parts}
    values["text"] = form.get(NOTE_TEXT, "").replace("\r\n", "\n").strip() or None
    filled = {name: value for name, value in values.items() if value is not None}
    return filled or None


def pieces_in(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """The pieces of a form in its order. What stands at its default is left out."""
    blank = parts_of(f"{PIECES}.0", Piece, {}, NO_NAMES)
    pieces = []
    for name in row_names(PIECES, form):
        values = {part.name.rpartition(".")[2]: read(part, form) for part in renumbered(blank, name)}
        piece = {key: value for key, value in values.items() if value not in (None, Piece.model_fields[key].default)}
        if piece.get("article"):
            pieces.append(piece)
    return pieces


def composed(before: bytes, path: str, data: Mapping[str, Any], pieces: Sequence[Mapping[str, Any]]) -> bytes:
    """The file of an issue as a form has it; `before` is what lies there. Comments stay. Raises UserError."""
    in_place = YamlInPlace(before, path)
    for name, value in data.items():
        put(in_place.fields, name, value, list(NewspaperIssue.model_fields))
    old = in_place.fields.get(PIECES)
    old_by_path = {str(each.get("article")): each for each in old or () if isinstance(each, dict)}
    put(
        in_place.fields,
        PIECES,
        [updated(old_by_path.get(str(piece["article"]), {}), piece) for piece in pieces],
        [PIECES],
    )
    return in_place.written()


def updated(entry: Mapping[str, Any], piece: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a piece as a form has it; what the form knows nothing of stays."""
    values = dict(entry)
    for name in Piece.model_fields:
        put(values, name, piece.get(name), list(Piece.model_fields))
    return values


NO_NAMES = Offered({}, {})
"""The questions of an issue offer no names of the campaign."""
