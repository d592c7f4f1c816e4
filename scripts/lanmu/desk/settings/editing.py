"""A data file or lanmu.toml as it is opened, what a change would do, and how it is written: judged first, kept, whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from werkzeug.exceptions import NotFound

from lanmu.checks.engine import registry
from lanmu.content.loading import Reading
from lanmu.content.settings import FILE as SETTINGS
from lanmu.content.settings import look_faults, settings_of
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import Key, parse
from lanmu.desk.context import Desk
from lanmu.desk.forms import Asked, all_names, name_in_form
from lanmu.desk.settings.column_files import FILE as COLUMNS
from lanmu.desk.settings.column_files import Consequences, consequences
from lanmu.desk.settings.parts import IN_COLUMN, MODELS, file_of, path_of, shown_path
from lanmu.desk.settings.places import changed
from lanmu.desk.settings.toml_in_place import TomlInPlace
from lanmu.desk.settings.translated import translated
from lanmu.desk.versions import store
from lanmu.desk.yaml_in_place import YamlInPlace
from lanmu.diagnostics.errors import ContentError, Problem, UserError, refusal
from lanmu.untrusted.text_limits import check_text

NO_HOME = "没有哪个栏目写着“活动进展和台账”（role: progress），这个文件没有地方放。请先在“栏目”里选定一个。"
NOTHING = Consequences({}, ())
NEW_FILE = "# yaml-language-server: $schema={up}.schemas/{schema}.schema.json\n\n"


@dataclass(frozen=True)
class Opened:
    """A file that is set here, as it lies on disk: `path` below docs/ (or lanmu.toml), its model, what it says."""

    name: str
    path: str
    file: Path
    model: type[Model]
    in_place: YamlInPlace | TomlInPlace

    @property
    def data(self) -> dict[str, Any]:
        """The values."""
        return self.in_place.old

    @property
    def shown(self) -> str:
        """The path as reports show it."""
        return shown_path(self.path)

    def with_value(self, key: Key, value: Any) -> bytes:
        """The bytes of the file with another value at a place (`places.changed`), which `in_place` then has."""
        self.in_place.fields = changed(self.data, key, value, self.model)
        return self.in_place.written()


@dataclass(frozen=True)
class Judgement:
    """What a change would do: `own` is what would be wrong in the file itself, `others` in other files, that is not wrong now."""

    own: tuple[Problem, ...]
    others: tuple[Problem, ...]

    @property
    def articles(self) -> dict[str, list[str]]:
        """What would be wrong in other files, by their paths as reports show them."""
        messages: dict[str, list[str]] = {}
        for problem in self.others:
            messages.setdefault(problem.path, []).append(problem.message)
        return messages

    def without(self, going: Collection[str]) -> Judgement:
        """The same without what would be wrong in files that go as well."""
        return Judgement(self.own, tuple(problem for problem in self.others if problem.path not in going))


def opened(desk: Desk, name: str) -> Opened:
    """A file of MODELS. Raises NotFound, ContentError when it cannot be read, UserError when there is no place for it."""
    if name not in MODELS:
        raise NotFound
    path = path_of(name, desk.project.reading().site if name in IN_COLUMN else None)
    if not path:
        raise UserError(NO_HOME)
    file = file_of(desk.root, path)
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            raise UserError(f"{shown_path(path)} 不是普通的文件（是链接、文件夹之类），没有打开。请换成文件本身。")
        data = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise UserError(f"读不了 {shown_path(path)}（{refusal(error)}）。请检查文件的权限。") from None
    check_text(data.decode("utf-8", "replace"), shown_path(path))
    in_place = (
        TomlInPlace(data, SETTINGS) if path == SETTINGS else YamlInPlace(data or new_file(path), shown_path(path))
    )
    return Opened(name, path, file, MODELS[name], in_place)


def new_file(path: str) -> bytes:
    """How a data file begins that was not there."""
    up = "../" * (path.count("/") + 1)
    return NEW_FILE.format(up=up, schema=path.rpartition("/")[2].removesuffix(".yml")).encode()


def judged(desk: Desk, about: Opened, written: bytes) -> Judgement:
    """What would be wrong, were these the bytes of the file, and is not now."""
    text = written.decode("utf-8-sig").replace("\r\n", "\n")
    if about.path == SETTINGS:
        return Judgement(tuple(settings_faults(desk, text)), ())
    own = validate(about.model, parse(text, about.shown))[1]
    earlier = {facts(problem) for problem in desk.project.reading().problems}
    if own:
        already = {facts(problem) for problem in faults_now(about)}
        return Judgement(tuple(problem for problem in own if facts(problem) not in already), ())
    after: Reading = desk.project.proposed({about.path: text})
    new = [problem for problem in after.problems if facts(problem) not in earlier]
    own = [problem for problem in new if problem.path == about.shown]
    return Judgement(tuple(own), tuple(problem for problem in new if problem.path != about.shown))


def facts(problem: Problem) -> tuple[str, str, str]:
    """What makes a problem the same one when lines have moved."""
    return problem.path, problem.field, problem.message


def faults_now(about: Opened) -> Sequence[Problem]:
    """What is wrong in the file by itself as it is."""
    try:
        return validate(about.model, parse(about.in_place.text, about.shown))[1]
    except ContentError as error:
        return error.problems


def settings_faults(desk: Desk, text: str) -> list[Problem]:
    """What is wrong with a text of lanmu.toml."""
    try:
        settings = settings_of(text, SETTINGS)
    except ContentError as error:
        return list(error.problems)
    try:
        registry.ready(settings.checks, ())
    except UserError as error:
        return [Problem(SETTINGS, 0, str(error), "", "checks")]
    return look_faults(desk.root, settings.site.look, desk.project.reading().site_files)


def save(
    desk: Desk, about: Opened, written: bytes, who: str, others: Mapping[Path, bytes | None] = MappingProxyType({})
) -> None:
    """Writes a file, and the `others` that follow from it (None: one goes), all or none; the states before are kept. The writing
    lock is held. Raises UserError when it has changed since it was opened."""
    if (about.file.read_bytes() if about.file.exists() else b"") != (
        about.in_place.before if about.file.exists() else b""
    ):
        raise UserError("这个文件刚才又改过，没有写。请刷新这一页再做一次。")
    store.save_together(desk.root, {about.file: written, **others}, who)


def save_value(desk: Desk, about: Opened, key: Key, value: Any, who: str) -> None:
    """Writes a value at a place of lanmu.toml. The writing lock is held. Raises ContentError when it is wrong."""
    written = about.with_value(key, value)
    if faults := judged(desk, about, written).own:
        raise ContentError(faults)
    save(desk, about, written, who)


def others_of(desk: Desk, about: Opened, key: Key | None = None, words: str = "") -> Consequences:
    """What follows in other files from the fields of a file as they will be; `words` are the English name of the item at `key`.
    Raises UserError."""
    assert isinstance(about.in_place.fields, dict)
    is_columns = about.path == COLUMNS
    effects = (
        consequences(desk.root, desk.project.reading(), about.data, about.in_place.fields) if is_columns else NOTHING
    )
    if (translation := translated(desk.root, about.path, about.model)) is None:
        return effects
    written = translation.follow(about.data, about.in_place.fields, key, words)
    files = effects.files if written == translation.in_place.before else {**effects.files, translation.file: written}
    return Consequences(files, effects.problems)


def errors_by_field(problems: Sequence[Problem], at: str, fields: Sequence[Asked]) -> dict[str, str]:
    """The sentences, by the field of the form at a place that each is about; "" are those about the whole."""
    names = set(all_names(fields))
    messages: dict[str, list[str]] = {}
    for problem in problems:
        name = name_in_form(problem.field, {})
        inside = name == at or not at or name.startswith(f"{at}.")
        name = name.removeprefix(at).removeprefix(".") if at and inside else name
        while inside and name and name not in names:
            name = name.rpartition(".")[0]
        messages.setdefault(name if inside else "", []).append(f"{problem.message}{problem.remedy}")
    return {name: "".join(sentences) for name, sentences in messages.items()}
