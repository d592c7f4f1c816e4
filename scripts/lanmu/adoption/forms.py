"""Files in the form of an earlier version, carried over to that of today: for `update.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lanmu.content.addresses import PAST
from lanmu.content.languages import NAMES as LANGUAGES
from lanmu.content.loading import read_text

FRONT_KINDS = {"website": "site", "site": "site", "worker": "newspaper", "board": "board", "wechat": "wechat"}
"""The kinds of the fronts that every campaign had before they could be named."""
ROLES = {"plan": "plan", "progress": "progress", "about": "about"}
"""The roles of the columns that the program knew by their identifiers."""
ENTRY = re.compile(
    r"^(?P<indent> *)- +(?:\{ *id: *(?P<flow>[a-z0-9-]+)(?P<rest>.*)\}.*|id: *(?P<block>[a-z0-9-]+) *(?:#.*)?)$"
)


def renewed(root: Path) -> dict[str, str]:
    """The data files of the project in an old form (also those of past campaigns): their converted texts, by path."""
    texts: dict[str, str] = {}
    past = sorted(folder.relative_to(root).as_posix() for folder in (root / "docs" / PAST).glob("*/"))
    for folder in ("docs", *past):
        for name, carry in FORMS.items():
            for suffix in ("", *(f".{language}" for language in LANGUAGES)):
                path = f"{folder}/{name}{suffix}.yml"
                if (root / path).is_file():
                    old = read_text(root / path, path)
                    new = carry(old)
                    texts |= {path: new} if new != old else {}
    return texts


def campaign(text: str) -> str:
    """campaign.yml with a kind for each front."""
    return with_field(text, "fronts", "kind", FRONT_KINDS)


def columns(text: str) -> str:
    """columns.yml with a role for the columns that have one."""
    return with_field(text, "columns", "role", ROLES)


FORMS: dict[str, Callable[[str], str]] = {"campaign": campaign, "columns": columns}


def with_field(text: str, table: str, field: str, values: dict[str, str]) -> str:
    """The text with `field` for each entry of the list `table` that has none and whose identifier is among `values`; all else
    stays as it was written."""
    written = re.compile(rf"\b{field}: *(?:{'|'.join(values.values())})\b")
    if any(map(written.search, part_of(text, table))):
        return text
    lines, within = [], False
    for line in text.split("\n"):
        within = line.startswith(f"{table}:") or (within and (line[:1] in ("", " ", "#", "-")))
        lines.append(line)
        match = ENTRY.match(line) if within else None
        value = values.get(match["flow"] or match["block"]) if match else None
        if match and value and match["flow"]:
            lines[-1] = line.replace(f"id: {match['flow']}", f"id: {match['flow']}, {field}: {value}", 1)
        elif match and value:
            lines.append(f"{match['indent']}  {field}: {value}")
    return "\n".join(lines)


def part_of(text: str, table: str) -> list[str]:
    """The lines of the list `table`."""
    return [line for part in re.findall(rf"(?m)^{table}:\n((?:[ \-#].*\n|\n)*)", text) for line in part.split("\n")]
