"""Photographs that are handed in by themselves: into the text of an article that is there, or as a new one.

They are made ready as `pictures.py` makes those that somebody put beside an article, and their originals kept in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from lanmu.content.fingerprint import digest
from lanmu.content.loading import read_markdown
from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.facts import NO_SOURCE
from lanmu.intake.article.galleries import TO_FILL_IN, useful
from lanmu.intake.importer import Destination, Import, planned
from lanmu.intake.markdown_text import escape
from lanmu.intake.pictures import ORIGINALS, SUFFIXES, Optimised, free_path, keep_original, lighter, optimised
from lanmu.intake.received import articles_by_digest, note
from lanmu.intake.report import Draft, Report
from lanmu.intake.word.model import Remark
from lanmu.storage.changes import Changes
from lanmu.storage.files import in_form_of
from lanmu.storage.write_lock import writing
from lanmu.untrusted.kinds import kind_in
from lanmu.untrusted.opening import RejectedFileError

NO_SUMMARY = "（请填写摘要：一两句话，谁、做了什么、结果怎样）"


@dataclass(frozen=True)
class Photograph:
    """A picture by the name under which it was handed in, without folders, and its content."""

    name: str
    data: bytes

    @property
    def words(self) -> str:
        """What its name says of it; empty for what cameras and programs call their files."""
        return useful(Path(self.name).stem)

    @property
    def original(self) -> str:
        """The name of its original, with the suffix of what it is."""
        return f"{Path(self.name).stem}.{kind_in(self.data).value}"


Ready = tuple[Photograph, Optimised]


def added(
    root: Path,
    path: str,
    ready: Sequence[Ready],
    *,
    dry_run: bool,
    before_writing: Callable[[Path], object] = lambda _article: None,
) -> Import:
    """Puts photographs below the text of the article at `path` (below docs/), all or none. `before_writing` is called with the
    article's file under the writing lock.

    Raises UserError when something cannot be read or written; nothing has changed then.
    """
    article = root / "docs" / path
    if dry_run:
        return with_photographs(root, article, ready)
    with writing(root):
        plan = with_photographs(root, article, ready)
        before_writing(article)
        changes = Changes(root)
        changes.write(article, in_form_of(article.read_bytes(), plan.text))
        carry_out(root, changes, plan, ready)
    return plan


def new_article(destination: Destination, ready: Sequence[Ready], *, dry_run: bool) -> Import:
    """A new article that shows photographs, a draft with places to fill in. Raises UserError as `added`."""
    options = destination.options
    if not options.title:
        raise UserError("照片要新开一篇稿件，请写上标题（--title）。")
    fields: dict[str, Any] = {
        "title": options.title,
        "date": options.now.strftime("%Y-%m-%d %H:%M"),
        "genre": options.genre or options.genres.usual(options.column).name,
        "source": NO_SOURCE,
        "summary": NO_SUMMARY,
    }
    path = destination.path_of(options.title)
    named = dict(zip(names(path, ready), ready, strict=True))
    fields |= {"image": next(iter(named))} | ({"order": 1} if options.column.kind == "reference" else {})
    remarks = [
        *remarks_on(destination.docs.parent, path, named),
        Remark("look", "还缺：供稿单位、摘要。稿件先记作草稿。"),
    ]
    draft = Draft(fields | {"draft": True}, f"\n{shown(named)}", Report(tuple(remarks)), pictures_of(named))
    plan = replace(planned(destination, path, draft), digests=digests_of(ready))
    if not dry_run:
        root = destination.docs.parent
        with writing(root):
            if path.exists():
                raise UserError(f"{path} 已经存在，没有覆盖。请先移走它，或用 --slug 换一个文件名。")
            changes = Changes(root)
            changes.write(path, plan.text.encode())
            carry_out(root, changes, plan, ready)
    return plan


def made_ready(photograph: Photograph) -> Ready:
    """A photograph as the site shows it. Raises UserError when it cannot be used."""
    try:
        return photograph, optimised(photograph.data)
    except RejectedFileError as error:
        raise UserError(f"{photograph.name}：{error.reason}。{error.remedy}。") from None


def with_photographs(root: Path, article: Path, ready: Sequence[Ready]) -> Import:
    """An article with photographs below its text."""
    text = read_markdown(article, article.relative_to(root).as_posix())
    named = dict(zip(names(article, ready), ready, strict=True))
    report = Report(tuple(remarks_on(root, article, named)))
    return Import(article, f"{text.rstrip()}\n\n{shown(named)}", report, pictures_of(named), digests_of(ready))


def digests_of(ready: Iterable[Ready]) -> tuple[str, ...]:
    return tuple(digest(photograph.data) for photograph, _ in ready)


def names(article: Path, ready: Sequence[Ready]) -> Iterator[str]:
    """Names for pictures beside an article: its own with a number, after those that are there."""
    stems = (f"{article.stem}-{number}" for number in count(1))
    free = (stem for stem in stems if not any(article.with_name(f"{stem}.{suffix}").exists() for suffix in SUFFIXES))
    for (_, picture), stem in zip(ready, free, strict=False):
        yield f"{stem}.{picture.suffix}"


def shown(named: dict[str, Ready]) -> str:
    """The Markdown that shows pictures, one below the other."""
    return "\n".join(f"![{escape(ready[0].words or TO_FILL_IN)}]({name})\n" for name, ready in named.items())


def pictures_of(named: dict[str, Ready]) -> dict[str, bytes]:
    """The pictures by their names."""
    return {name: picture.data for name, (_, picture) in named.items()}


def remarks_on(root: Path, article: Path, named: dict[str, Ready]) -> Iterator[Remark]:
    """What the editor must know of the photographs of an article."""
    article_by_digest = articles_by_digest(root)
    for photograph, _ in named.values():
        if where := article_by_digest.get(digest(photograph.data)):
            yield Remark("look", f"{photograph.name} 收过一次，在 docs/{where}，和那一次的一模一样。")
        if photograph.words:
            yield Remark("look", f"{photograph.name} 的说明暂用文件名“{photograph.words}”，请看看是不是图上的内容。")
    if unnamed := sum(not photograph.words for photograph, _ in named.values()):
        yield Remark("look", f"{unnamed} 张照片没有说明，请写上图上是什么：谁在做什么。")
    for name, (photograph, picture) in named.items():
        done = lighter(len(photograph.data), len(picture.data), picture.changes)
        yield Remark("changed", f"{photograph.name} → {name}：{done}")
    folder = (Path(ORIGINALS) / article.parent.relative_to(root / "docs")).as_posix()
    yield Remark("taken", f"照片 {len(named)} 张，放在正文后面；原图留在 {folder}/，不登出来。")


def carry_out(root: Path, changes: Changes, plan: Import, ready: Iterable[Ready]) -> None:
    """Writes what changes, the pictures of the plan, and the originals, all or nothing. The writing lock is held."""
    for name, data in plan.pictures.items():
        changes.write(plan.path.with_name(name), data)
    folder = root / ORIGINALS / plan.path.parent.relative_to(root / "docs")
    for photograph, _ in ready:
        place = free_path(folder / photograph.original, photograph.data)
        while place.relative_to(root).as_posix() in changes.contents:
            place = place.with_stem(f"{place.stem}-2")
        keep_original(changes, place, photograph.data)
    changes.carry_out()
    note(root, plan.digests, plan.path)
