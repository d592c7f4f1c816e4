"""A translation beside its source: begun, written with the source to look at, compared with it again when that has changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from werkzeug.wrappers import Request, Response

from lanmu.content import front_matter
from lanmu.content.languages import NAMES
from lanmu.content.loading import Reading
from lanmu.content.translation import source_hash, source_path, translation_path
from lanmu.desk.context import Desk, Route, see, who
from lanmu.desk.paths import article_path
from lanmu.desk.versions import store
from lanmu.desk.versions.comparison import Comparison, comparison
from lanmu.desk.versions.history import content_of, last_with
from lanmu.desk.versions.reading import state_of, text_of
from lanmu.desk.writing import live
from lanmu.diagnostics.errors import ContentError
from lanmu.intake.new_file import write_new
from lanmu.intake.translating import FIELD, languages_for, plan_translation, wanted_hash, why_outdated
from lanmu.storage.write_lock import writing

BEGIN = {"en": "译成英文", "zh-Hant": "另写繁体版（一般不用，由程序转换）"}
"""What the buttons say that begin a translation."""


@dataclass(frozen=True)
class Beside:
    """The source shown beside a translation: its fingerprint `hash`, why the translation is out of date (`outdated`, empty
    if it is not), and what has changed in it since, as far as known."""

    path: str
    title: str
    text: str
    hash: str
    outdated: str
    since: Comparison | None


@dataclass(frozen=True)
class Translations:
    """The translations of a text (`there`: paths by the names of languages), and those that can be begun (`possible`:
    button labels by language codes)."""

    there: dict[str, str]
    possible: dict[str, str]


def beside(root: Path, reading: Reading, path: str) -> Beside | None:
    """What stands beside the translation at a path below docs/; None for what is none, or has no source."""
    source = source_path(path)
    if source == path or source not in reading.heads:
        return None
    head, data = reading.heads[source], reading.heads[path].data if path in reading.heads else None
    title = str(head.data.get("title") or source) if isinstance(head.data, dict) else source
    recorded_hash = str(data.get(FIELD) or "") if isinstance(data, dict) else ""
    outdated = why_outdated(reading, path)
    since = changed_since(root, source, recorded_hash) if outdated and recorded_hash else None
    return Beside(source, title, reading.bodies[source].strip("\n"), wanted_hash(reading, path), outdated, since)


def changed_since(root: Path, source: str, recorded_hash: str) -> Comparison | None:
    """What has changed in a source since the state that a translation was made from; None when that was not kept."""
    path = f"docs/{source}"

    def is_it(data: bytes) -> bool:
        try:
            head, body = front_matter.split(text_of(data), path)
        except ContentError:
            return False
        return source_hash(head.data, body) == recorded_hash

    source_state = last_with(root, path, is_it)
    return (
        comparison(state_of(path, source_state[1]), state_of(path, content_of(root, path, None)))
        if source_state
        else None
    )


def translations(desk: Desk, path: str) -> Translations:
    """The translations of the text at a path below docs/, and those that can be begun."""
    reading = desk.project.reading()
    if source_path(path) != path or path not in reading.heads:
        return Translations({}, {})
    there = {name: translation_path(path, code) for code, name in NAMES.items()}
    files = frozenset(reading.files)
    possible = {code: BEGIN[code] for code in languages_for(reading, desk.root, path)}
    return Translations({name: file for name, file in there.items() if file in files}, possible)


def begin(desk: Desk, request: Request) -> Response:
    """Begins a translation, and opens it."""
    path = article_path(desk.root, request.form.get("path", ""))
    with writing(desk.root):
        new = plan_translation(desk.project.reading(), desk.root, path, request.form.get("language", ""))
        write_new(desk.root / "docs" / new.path, new.text)
        store.keep(desk.root, desk.root / "docs" / new.path, who(request))
    return see(live.address(new.path))


ROUTES: tuple[Route, ...] = (Route("writing/translation", begin, ("POST",)),)
