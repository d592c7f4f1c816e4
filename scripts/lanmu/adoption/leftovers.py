"""Names of the campaign before that are left somewhere: in the sources of the project, or in the built site."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lanmu.content.campaign import mappings

SOURCES = ("docs", "scripts", "overrides", ".schemas", ".vscode", "lanmu.toml", "mkdocs.yml")
TEXT = frozenset(
    (".md", ".yml", ".toml", ".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".py", ".typ", ".webmanifest")
)
NAMES = ("name", "short_name", "theme", "carrier", "goal")
PLACE = re.compile(r"(?:.{2,8}?省)?(?P<place>.{2,6}?)[市县区州盟]")
"""The place that the name of an organisation begins with."""
SHORTEST = 2


@dataclass(frozen=True)
class Leftover:
    """A name at a place: path and line."""

    path: str
    line: int
    name: str


def campaign_names(root: Path) -> frozenset[str]:
    """The names of the project's campaign and organisation, as far as its files can be read: the campaign's names, theme,
    carrier and goal, the publisher with its place, and the fronts and units named after one of these. “网站” and “办公室”
    are words that every site has."""
    campaign, site = data_of(root / "docs" / "campaign.yml"), settings_of(root / "lanmu.toml").get("site", {})
    own = [campaign.get(field) for field in NAMES] + [site.get(field) for field in ("name", "publisher")]
    names = {name.strip() for name in own if isinstance(name, str)}
    if match := PLACE.match(str(site.get("publisher", ""))):
        names.add(match["place"])
    names = {name for name in names if len(name) >= SHORTEST}
    others = [*mappings(campaign, "units"), *mappings(campaign, "fronts")]
    called = {str(item.get("name", "")).strip("《》 ") for item in others}
    return frozenset(names | {name for name in called if any(part in name for part in names)})


def data_of(file: Path) -> dict[str, Any]:
    """The mapping in a YAML file; empty where there is none."""
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return data if isinstance(data, dict) else {}


def settings_of(file: Path) -> dict[str, Any]:
    """The mapping in a TOML file; empty where there is none."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def leftovers(folder: Path, places: Collection[str], names: Collection[str]) -> Iterator[Leftover]:
    """Where one of `names` stands in the text files at `places` below `folder`."""
    if not names:
        return
    wanted = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    for place in places:
        path = folder / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in TEXT and file.is_file() and "__pycache__" not in file.parts:
                text = file.read_text(encoding="utf-8", errors="replace")
                for match in wanted.finditer(text):
                    yield Leftover(
                        file.relative_to(folder).as_posix(), text.count("\n", 0, match.start()) + 1, match[0]
                    )
