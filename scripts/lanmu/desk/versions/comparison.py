"""Two states of a file as a page shows them: fields, text and pictures, each with its differences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lanmu.desk.versions.difference import Gap, Piece, Row, compare, rows
from lanmu.desk.versions.reading import State


@dataclass(frozen=True)
class FieldChange:
    """A field that differs: its label, and its values; empty where it is not filled in."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs between two states. `fields_same` counts the others; `pictures` are pairs to show side by side, empty on
    the side without a picture. Where one state has no fields that can be read (`is_whole`), `rows` compare the whole
    files."""

    fields: tuple[FieldChange, ...]
    fields_same: int
    rows: tuple[Row | Gap, ...]
    pictures: tuple[tuple[str, str], ...]
    is_whole: bool

    @property
    def is_same(self) -> bool:
        """True when nothing differs."""
        return not self.fields and not self.has_text

    @property
    def has_text(self) -> bool:
        """True when the text differs."""
        return any(isinstance(row, Row) and row.is_changed for row in self.rows)


def comparison(old: State, new: State) -> Comparison:
    """What differs between two states of one file."""
    is_whole = old.is_whole or new.is_whole
    if is_whole:
        old, new = (replace(state, fields={}, text=state.source) for state in (old, new))
    labels = list(dict.fromkeys((*new.fields, *old.fields)))
    changes = []
    for label in labels:
        before, after = old.fields.get(label, ""), new.fields.get(label, "")
        if before != after:
            pieces = compare(before, after)
            changes.append(
                FieldChange(
                    label,
                    tuple(piece for piece in pieces if piece.kind != "new"),
                    tuple(piece for piece in pieces if piece.kind != "gone"),
                )
            )
    paragraphs = rows(compare(old.text, new.text)) if old.text != new.text else []
    pictures = tuple(_pairs(old.pictures, new.pictures))
    return Comparison(tuple(changes), len(labels) - len(changes), tuple(paragraphs), pictures, is_whole)


def _pairs(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pictures beside each other, where they are not the same on both sides."""
    if old == new:
        return []
    both = set(old) & set(new)
    pairs = [(path, path) for path in new if path in both]
    gone, added = [path for path in old if path not in both], [path for path in new if path not in both]
    # What took the place of another stands beside it.
    for number in range(max(len(gone), len(added))):
        pairs.append((gone[number] if number < len(gone) else "", added[number] if number < len(added) else ""))
    return pairs
