"""The place of a picture when its page has no room left: moved, made smaller, or on the next page.

Typst could decide that by itself, but each decision changes the places of all pictures after it, and it gives up after five
rounds. So it is asked for the places (`note-figure` in common.typ), and gets the decisions one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from math import ceil
from typing import Any

from lanmu.channels.common.pictures import MM
from lanmu.channels.common.sizes import height_of
from lanmu.text.document import Figure, Table

# The least part of its size that a picture is set in to have room on a page.
LEAST_SCALE = 0.7


@dataclass(frozen=True)
class Place:
    """Where a picture stands: `moved` to the top of the next page, the text after it going on before it; its size by `scale`."""

    moved: bool = False
    scale: float = 1.0


def settled(data: Mapping[str, Any], ask: Callable[[dict[str, Any]], Sequence[Mapping[str, float]]]) -> dict[str, Any]:
    """The data of a template with an `order` for each sized figure and its `places`. `ask` gives what the template notes of its
    figures for such data."""
    figures: list[Figure] = []
    numbered = {name: ordered(value, figures) for name, value in data.items()}
    places: dict[str, Place] = {}
    while len(places) < len(figures):
        answers = {
            int(answer["order"]): answer for answer in ask(numbered | {"places": as_given(places), "asks": True})
        }
        for order in range(len(places), len(figures)):
            place = place_of(figures[order], answers[order]) if order in answers else Place()
            places[str(order)] = place
            if place != Place():
                break
    return numbered | {"places": as_given(places)}


def as_given(places: Mapping[str, Place]) -> dict[str, dict[str, Any]]:
    return {order: asdict(place) for order, place in places.items()}


def ordered(value: Any, figures: list[Figure]) -> Any:
    """The value with a number in every figure that has a size and is in no table; adds these to `figures`."""
    if isinstance(value, Figure):
        if value.printed is None:
            return value
        figures.append(value)
        return replace(value, order=len(figures) - 1)
    if isinstance(value, Mapping):
        return {name: ordered(part, figures) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(ordered(part, figures) for part in value)
    if is_dataclass(value) and not isinstance(value, type | Table):
        return replace(value, **{field.name: ordered(getattr(value, field.name), figures) for field in fields(value)})
    return value


def place_of(figure: Figure, measured: Mapping[str, float]) -> Place:
    """The place of a figure with its measured room. Text after it may come before it where that fills the page, or leaves
    no room for the next picture, which must not come first."""
    over, line = measured["needed"] - measured["left"], measured["line"]
    if over <= 0:
        return Place()
    text = (figure.below or 0) * line
    if text and measured["left"] - text < (figure.next_height or 0) * MM:
        return Place(moved=True)
    scale = 1 - ceil(over / line) * line / (height_of(figure) * MM)
    return Place(scale=scale) if scale >= LEAST_SCALE else Place()
