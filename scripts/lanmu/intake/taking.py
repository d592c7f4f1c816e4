"""Imports a document: plans its article, and writes it, all or nothing. The caller reports it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from lanmu.content.fingerprint import digest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.importer import Destination, Import, plan_import
from lanmu.intake.new_file import write_new
from lanmu.intake.received import articles_by_digest, note
from lanmu.intake.word.model import Remark
from lanmu.storage.write_lock import writing


def take(destination: Destination, source: Path, taken: Collection[Path], *, dry_run: bool) -> Import:
    """Imports `source`, after the articles in `taken`; with `dry_run` nothing is written.

    Raises UserError when it cannot be imported.
    """
    plan = with_digest(destination.docs, plan_import(destination, source), source)
    if plan.path in taken:
        raise UserError(f"和这一批里的另一个文件重名（{plan.path.name}）。请单独导入它，用 --slug 换个文件名。")
    if not dry_run:
        store(destination.docs, plan)
    return plan


def with_digest(docs: Path, plan: Import, source: Path) -> Import:
    """The plan with what its file is known by, and a remark when the same was imported before."""
    own = digest(source.read_bytes())
    known = articles_by_digest(docs.parent).get(own)
    text = f"这份文件收过一次，在 docs/{known}，和那一次的一模一样。是重复的，两篇只留一篇。"
    remarks = (Remark("look", text),) if known else ()
    report = replace(plan.report, remarks=(*remarks, *plan.report.remarks))
    return replace(plan, report=report, digests=(own,))


def store(docs: Path, plan: Import) -> None:
    """Writes a planned article and its pictures, all or none. Raises UserError when one of them is there already."""
    with writing(docs.parent) as finished:
        if plan.path not in finished:
            write_new(plan.path, plan.text, plan.pictures)
        note(docs.parent, plan.digests, plan.path)
