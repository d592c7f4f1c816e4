"""What belongs to a column besides its entry in columns.yml: its line in the navigation of mkdocs.yml, and its landing page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lanmu.adoption.files import first_pages
from lanmu.content.article import Page
from lanmu.content.column import Column
from lanmu.content.files import linked_files
from lanmu.content.items import SAMPLES
from lanmu.content.languages import CONFIG
from lanmu.content.loading import Reading
from lanmu.content.site import Site
from lanmu.content.translation import source_path
from lanmu.content.validation import validate
from lanmu.content.yaml_text import YamlText
from lanmu.desk.yaml_in_place import YamlInPlace, known_again
from lanmu.diagnostics.errors import Problem
from lanmu.storage.files import in_form_of

FILE = "columns.yml"
NAVIGATION = re.compile(r"(?m)^nav:[^\n]*\n(?:(?:[ \t#-][^\n]*)?\n)*")
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
SHOWN = 5
LEFT = "栏目里还有 {count} 个文件：{names}。"
EMPTY_FIRST = "稿件先换到别的栏目（打开那一篇 → 更多 → 改文件名、日期或栏目）。办完了的栏目不用删，把“状态”改成归档。"
OWN_ADDRESS = "标识就是这些稿件的网址，不能改。要换，另加一个栏目，把稿件移过去，再删去这一个。"
LINKED = "链接着要删去的栏目“{name}”。"

Item = dict[str, Any]
Pair = tuple[Item | None, Item | None]


@dataclass(frozen=True)
class Consequences:
    """What else is written when the columns change (None: a file goes), by its path; and what is against the change."""

    files: Mapping[Path, bytes | None]
    problems: tuple[Problem, ...]

    def going(self, root: Path) -> list[str]:
        """The files that go, by their paths as reports show them."""
        return [file.relative_to(root).as_posix() for file, data in self.files.items() if data is None]

    def written(self, root: Path) -> list[str]:
        """The files that are written."""
        return [file.relative_to(root).as_posix() for file, data in self.files.items() if data is not None]


def consequences(root: Path, reading: Reading, old: Mapping[str, Any], new: Mapping[str, Any]) -> Consequences:
    """What follows when columns.yml says `new` in the place of `old`. Raises UserError when mkdocs.yml cannot be changed."""
    pairs = pairs_of(items_of(old), items_of(new))
    files: dict[Path, bytes | None] = {}
    problems: list[Problem] = []
    mkdocs = root / CONFIG
    if mkdocs.is_file() and (after := with_navigation(mkdocs.read_bytes(), pairs)) is not None:
        files[mkdocs] = after
    for was, now in pairs:
        folder = str((was or now or {}).get("id", ""))
        if was and (now is None or now.get("id") != was.get("id")):
            own, left = contents(root, reading, folder)
            if left:
                names = f"{'、'.join(left[:SHOWN])}{'等' if len(left) > SHOWN else ''}"
                remedy = OWN_ADDRESS if now else EMPTY_FIRST
                key = f"columns[{items_of(old).index(was) + 1}].id"
                message = LEFT.format(count=len(left), names=names)
                problems.append(Problem(f"docs/{FILE}", 0, message, remedy, key))
            for path in own:
                files[root / "docs" / path] = None
                if now:
                    moved = f"{now.get('id', '')}/{path.partition('/')[2]}"
                    files[root / "docs" / moved] = (root / "docs" / path).read_bytes()
        if now and (was is None or was.get("kind") != now.get("kind")) and reading.site:
            files |= {
                root / "docs" / path: text.encode()
                for path, text in pages_of(reading.site, now).items()
                if not (root / "docs" / path).exists()
            }
    return Consequences(files, tuple(problems))


def items_of(data: Mapping[str, Any]) -> list[Item]:
    """The columns as they stand in the file."""
    listed = data.get("columns")
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def pairs_of(old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    """Each column as it was and as it will be, in the new order; those that go come last."""
    earlier = known_again(list(old), list(new))
    pairs: list[Pair] = [
        (None if number is None else old[number], item) for number, item in zip(earlier, new, strict=True)
    ]
    return [*pairs, *((item, None) for number, item in enumerate(old) if number not in earlier)]


def pages_of(site: Site, item: Item) -> dict[str, str]:
    """The pages with which a column begins, by their paths below docs/; none for one that is not right yet."""
    column, _ = validate(Column, YamlText(FILE, item))
    if column is None:
        return {}
    campaign = site.current.campaign
    front = campaign.issue_fronts.get(column.id)
    is_front = front is not None and front.kind in ("newspaper", "board")
    outputs = any(task.outputs for phase in campaign.phases for task in phase.tasks)
    first = first_pages(column, is_front=is_front, has_phases=bool(campaign.phases), has_outputs=outputs)
    return {f"{column.id}/{name}": text for name, text in first.items()}


def contents(root: Path, reading: Reading, identifier: str) -> tuple[list[str], list[str]]:
    """What lies in the folder of a column, by paths below docs/: what comes and goes with it (its landing page, pages that a
    template draws, samples), and all else."""
    docs = root / "docs"
    files = (docs / identifier).rglob("*") if IDENTIFIER.fullmatch(identifier) else ()
    paths = sorted(file.relative_to(docs).as_posix() for file in files if file.is_file())
    pages = reading.site.pages if reading.site else ()
    drawn = {page.path for page in pages if page.meta.template}

    def is_own(path: str) -> bool:
        source = source_path(path)
        return source in drawn or source == f"{identifier}/index.md" or path.startswith(f"{identifier}/{SAMPLES}/")

    return [path for path in paths if is_own(path)], [path for path in paths if not is_own(path)]


def linking(reading: Reading, item: Item) -> Iterator[Problem]:
    """The pages outside a column that link to it."""
    folder = f"{item.get('id', '')}/"
    for page in reading.site.items if reading.site else ():
        is_within = page.path.startswith(folder)
        if not is_within and any(f"{path}/".startswith(folder) for path in linked_files([page])):
            remedy = "改成指向别处，或者去掉链接。"
            noun = "这一页" if isinstance(page, Page) else "这一篇"
            yield Problem(f"docs/{page.path}", 0, f"{noun}{LINKED.format(name=item.get('name', ''))}", remedy)


def with_navigation(before: bytes, pairs: Sequence[Pair]) -> bytes | None:
    """mkdocs.yml with the columns in its navigation as they will be; None where nothing changes, or there is no navigation.
    Raises UserError when it is written in a way that cannot be changed so."""
    text = before.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    match = NAVIGATION.search(text)
    if match is None:
        return None
    block = YamlInPlace(match[0].encode(), CONFIG)
    listed = block.old.get("nav")
    if not isinstance(listed, list):
        return None
    block.fields["nav"] = navigation(listed, pairs)
    if block.fields == block.old:
        return None
    return in_form_of(before, text[: match.start()] + block.written().decode() + text[match.end() :])


def navigation(listed: list[Any], pairs: Sequence[Pair]) -> list[Any]:
    """The entries of a navigation with the columns in their order; all else keeps its place. Within sections columns are only
    renamed, or taken out."""
    now_of = {target_of(was): now for was, now in pairs if was}
    within = {target for entry in listed for target in targets_in(entry)}
    columns = []
    for was, now in pairs:
        if now is None or now.get("campaign") or (was and target_of(was) in within):
            continue
        there = next((entry for entry in listed if was and only_target(entry) == target_of(was)), None)
        # One that is left out of the navigation on purpose stays so.
        if there is not None or was is None:
            columns.append(entry_of(there, was, now))
    places = [number for number, entry in enumerate(listed) if only_target(entry) in now_of]
    end = places[-1] + 1 if places else len(listed)
    entries: list[Any] = []
    for number, entry in enumerate(listed):
        if number == end:
            entries += columns
            columns = []
        if number in places:
            entries += [columns.pop(0)] if columns else []
        else:
            entries.append(section_of(entry, now_of, pairs))
    return [*entries, *columns]


def section_of(entry: Any, now_of: Mapping[str, Item | None], pairs: Sequence[Pair]) -> Any:
    """A section of the navigation with the columns in it renamed, or taken out; what is none stays."""
    if not isinstance(entry, dict) or not any(isinstance(value, list) for value in entry.values()):
        return entry
    was_of = {target_of(was): was for was, _ in pairs if was}
    section: dict[str, Any] = {}
    for label, value in entry.items():
        if not isinstance(value, list):
            section[label] = value
            continue
        section[label] = [
            entry_of(each, was_of[target], now) if (target := only_target(each)) in now_of and now else each
            for each in value
            if (now := now_of.get(only_target(each), {})) is not None
        ]
    return section


def entry_of(there: Any, was: Item | None, now: Item) -> Any:
    """The entry of a column; as it was while neither its name nor its folder changes."""
    if there is not None and was and (was.get("id"), was.get("name")) == (now.get("id"), now.get("name")):
        return there
    return {str(now.get("name", "")): target_of(now)}


def target_of(item: Item) -> str:
    """What the navigation points to for a column."""
    return f"{item.get('id', '')}/index.md"


def only_target(entry: Any) -> str:
    """What an entry points to; empty for a section."""
    values = list(entry.values()) if isinstance(entry, dict) else [entry]
    return values[0].strip() if len(values) == 1 and isinstance(values[0], str) else ""


def targets_in(entry: Any) -> Iterator[str]:
    """What the entries of a section point to."""
    for value in entry.values() if isinstance(entry, dict) else ():
        for each in value if isinstance(value, list) else ():
            yield from (only_target(each), *targets_in(each))
