"""Takes files out of the tray into the project: done in a process of its own, which may be stopped between any two files.

What became of a file lies beside it before the next is begun, so that nothing is lost when the process ends.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from lanmu.desk.intake.outcomes import NEW, Choices, Outcome, keep, outcome_of, saved_outcome
from lanmu.desk.intake.tray import Item
from lanmu.desk.paths import article_path
from lanmu.desk.versions.store import keep as keep_version
from lanmu.desk.words import in_desk_words
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import UserError, machine_faults, refusal
from lanmu.intake.importer import Destination, Import, find_campaign, find_column, find_genres, take
from lanmu.intake.options import ImportOptions, moment_of
from lanmu.intake.photographs import Photograph, Ready, added, made_ready, new_article
from lanmu.storage.write_lock import writing

MOST_TOGETHER = 30
"""Photographs in one article at a time; they are all held in memory."""
NO_COLUMN = "还没有选栏目。请选好放进哪个栏目，再收。"
DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字连同这个文件交给维护人员。"
REMEDY = "请检查磁盘空间和文件夹的权限，关掉正在使用这些文件的程序，再试一次。"


def take_all(root: Path, items: Sequence[Item], manuscripts: dict[int, Path], who: str, *, dry_run: bool) -> None:
    """Takes files into the project in `root` for `who`, photographs last; with `dry_run` it is only found out what would become of
    them. `manuscripts` are the folders of all manuscripts in the tray by their numbers.
    """
    docs = root / "docs"
    written: list[Path] = []
    destination = destinations(docs)

    def each(group: Sequence[Item], doing: Callable[[], Import]) -> None:
        outcome = attempted(docs, doing, dry_run=dry_run)
        if outcome.written:
            remember(root, outcome, who)
        for item in group:
            settle(item, outcome)

    documents = [item for item in items if not item.is_picture]
    for number, item in enumerate(documents, start=1):
        print(f"第 {number} 个，共 {len(documents)} 个：{item.name}", end="\r", flush=True)

        def document(item: Item = item) -> Import:
            plan = take(destination(item.choices), item.file, written, dry_run=dry_run)
            written.append(plan.path)
            return plan

        each([item], document)
    for beside, group, ready in together([item for item in items if item.is_picture]):

        def photographs(beside: str = beside, group: Sequence[Item] = group, ready: list[Ready] = ready) -> Import:
            if beside == NEW:
                choices = next((item.choices for item in group if item.choices.title), group[0].choices)
                return new_article(destination(choices), ready, dry_run=dry_run)
            path = article_of(root, beside, manuscripts)
            return added(root, path, ready, dry_run=dry_run, before_writing=lambda article: keep_version(root, article))

        each(group, photographs)


def destinations(docs: Path) -> Callable[[Choices], Destination]:
    """Where imports go by what was chosen for them; the files of the site that say so are read once. They may raise UserError."""
    campaign, genres = cache(lambda: find_campaign(docs)), cache(lambda: find_genres(docs))
    column = cache(lambda name: find_column(docs, name))

    def destination(choices: Choices) -> Destination:
        if not choices.column:
            raise UserError(NO_COLUMN)
        options = ImportOptions(
            column(choices.column), genres(), moment_of(choices.date), choices.title, choices.genre, choices.verbatim
        )
        return Destination(docs, campaign(), options, choices.slug)

    return destination


def attempted(docs: Path, doing: Callable[[], Import], *, dry_run: bool) -> Outcome:
    """What becomes of a file, whatever happens: one failure stops none of the others."""
    try:
        with machine_faults("没有收进来", REMEDY):
            return outcome_of(docs, doing(), written=not dry_run)
    except UserError as error:
        return Outcome(in_desk_words(str(error).replace(f"{docs.parent}{os.sep}", "")))
    except Exception:
        complain(traceback.format_exc())
        return Outcome(DEFECT)


def remember(root: Path, outcome: Outcome, who: str) -> None:
    """Keeps an article as it came in among its versions. That it could not be kept is no reason to say that it did not."""
    with suppress(UserError), writing(root):
        keep_version(root, root / "docs" / outcome.path, who)


def settle(item: Item, outcome: Outcome) -> None:
    """Says and notes what became of a file; one that was taken is needed no more. Raises UserError when it cannot be noted: what
    was said still stands on the page of the job."""
    say(f"✗ {item.name}\n  {outcome.problem}" if outcome.problem else f"✓ {item.name} → docs/{outcome.path}")
    keep(item.file.parent, outcome)
    if outcome.written:
        item.file.unlink(missing_ok=True)


def together(items: Sequence[Item]) -> Iterator[tuple[str, list[Item], list[Ready]]]:
    """Photographs that go to the same place, made ready; those that cannot be used are settled, and left out."""
    for beside in dict.fromkeys(item.choices.beside for item in items):
        group: list[Item] = []
        ready: list[Ready] = []
        for item in (item for item in items if item.choices.beside == beside):
            print(f"照片：{item.name}", end="\r", flush=True)
            try:
                if len(group) == MOST_TOGETHER:
                    raise UserError(
                        f"一篇一次最多放 {MOST_TOGETHER} 张照片，这一张先留着。请再收一次，或者放进别的稿件。"
                    )
                ready.append(made_ready(Photograph(item.name, item.file.read_bytes())))
                group.append(item)
            except UserError as error:
                settle(item, Outcome(str(error)))
            except OSError as error:
                settle(item, Outcome(f"{item.name} 读不了（{refusal(error)}）。请再传一次。"))
        if group:
            yield beside, group, ready


def article_of(root: Path, beside: str, manuscripts: dict[int, Path]) -> str:
    """The article (path below docs/) beside which photographs go. Raises UserError when there is none yet."""
    if not beside:
        raise UserError("还没有选放进哪一篇。请选好再收。")
    if not beside.startswith("#"):
        return article_path(root, beside)
    folder = manuscripts.get(int(beside[1:]) if beside[1:].isdecimal() else 0)
    outcome = saved_outcome(folder) if folder else None
    if outcome is None or not outcome.written:
        raise UserError("要一起放的那份来稿还没有收进来，照片先留着。请先收来稿，再收照片。")
    return article_path(root, outcome.path)
