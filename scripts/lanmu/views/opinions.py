"""The register of workers' opinions: what came in, who handles it, what was answered, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lanmu.content.registers import Opinion
from lanmu.content.site import Site

State = Literal["answered", "late", "open"]


@dataclass(frozen=True)
class Line:
    """An opinion, and whether it is answered, late, or still in hand on the day of the build."""

    opinion: Opinion
    state: State


@dataclass(frozen=True)
class Register:
    """The ways to speak up, the opinions (the latest first), and how many there are in each state."""

    ways: tuple[str, ...]
    lines: tuple[Line, ...]
    counts: dict[State, int]


def register(site: Site) -> Register:
    """The register as it stands on the day of the build."""
    opinions = sorted(site.opinions.opinions, key=lambda opinion: opinion.received, reverse=True)
    lines = tuple(Line(opinion, state_of(opinion, site)) for opinion in opinions)
    states: tuple[State, ...] = ("answered", "open", "late")
    counts = {state: sum(line.state == state for line in lines) for state in states}
    return Register(site.opinions.ways, lines, counts)


def state_of(opinion: Opinion, site: Site) -> State:
    """Where the handling of an opinion stands; without a day by which it is due nothing is late."""
    if opinion.answered:
        return "answered"
    return "late" if opinion.due and opinion.due < site.today else "open"
