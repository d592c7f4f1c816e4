"""Imports one document or many: a failure stops none of the others, and a summary at the end counts both."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from lanmu.diagnostics import console
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.intake.importer import SUFFIXES, Destination, Import, take


@dataclass
class BatchResult:
    """The articles that were written, and the documents that could not be imported."""

    written: list[Path] = field(default_factory=list)
    failed: list[Path] = field(default_factory=list)


def import_all(destination: Destination, names: Iterable[str], *, dry_run: bool) -> int:
    """Imports the documents of these names and in folders of these names, and reports. Returns the exit code.

    Raises UserError when there is only one and it cannot be imported.
    """
    sources = list(documents_in(destination.docs, names))
    if len(sources) > 1 and (destination.slug or destination.options.title):
        raise UserError("一次导入多个文件时，不能用 --slug 和 --title：它们只能给一个文件。请去掉，或一次导入一个。")
    if len(sources) == 1:
        tell(take(destination, sources[0], (), dry_run=dry_run), sources[0], dry_run=dry_run)
        return Exit.OK
    outcome = import_each(destination, sources, dry_run=dry_run)
    return summary(outcome, dry_run=dry_run)


def documents_in(docs: Path, names: Iterable[str]) -> Iterator[Path]:
    """The files of these names, and the documents in folders of these names."""
    for name in names:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        if path.resolve().is_relative_to(docs.resolve()):
            raise UserError(f"{path} 是文件夹，而且就是本站放稿件的地方。请写出别处放来稿的文件夹，或其中的文件。")
        files = sorted(file for file in path.rglob("*") if file.is_file() and not is_hidden(file.relative_to(path)))
        documents = [file for file in files if file.suffix.lower() in SUFFIXES]
        if not documents:
            raise UserError(f"{path} 是文件夹，里面没有 Word（.docx、.doc、.wps）、.odt、.rtf、.txt 或 .md 文件。")
        if len(documents) < len(files):
            console.say(f"  {path} 里另有 {len(files) - len(documents)} 个别种文件，没有看。")
        yield from documents


def is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def import_each(destination: Destination, sources: Sequence[Path], *, dry_run: bool) -> BatchResult:
    outcome = BatchResult()
    # The bar stands on standard error, so that the reports on standard output stay whole.
    with tqdm(sources, desc="导入", unit="个", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        for source in bar:
            try:
                plan = take(destination, source, outcome.written, dry_run=dry_run)
                with bar.external_write_mode(file=sys.stdout):
                    tell(plan, source, dry_run=dry_run)
                outcome.written.append(plan.path)
            except Exception as error:
                outcome.failed.append(source)
                with bar.external_write_mode(file=sys.stderr):
                    console.complain(f"✗ 没有导入 {source}\n  {reason(error)}")
    return outcome


def reason(error: Exception) -> str:
    """Why a document was not imported. A defect of ours must not stop the others either; it is shown whole."""
    if isinstance(error, UserError):
        return str(error)
    trace = "".join(traceback.format_exception(error))
    return f"程序自身出错了（不是稿件的问题）。请把下面的文字连同这个文件交给维护人员。\n{trace}"


def tell(plan: Import, source: Path, *, dry_run: bool) -> None:
    """Prints the report on an article that was written, or with `dry_run` would be."""
    console.say(f"{'试看' if dry_run else '✓'} {source.name}")
    for line in plan.report.lines():
        console.say("  " + line)
    if dry_run:
        console.say("只是试看，没有写文件。导入后会放在 " + str(plan.path))
        return
    console.say("✓ 已导入到 " + str(plan.path))
    if plan.pictures:
        console.say(f"  图片 {len(plan.pictures)} 张，在同一个文件夹里。")
    console.say("  下一步：运行 python scripts/preview.py 看看效果。")


def summary(outcome: BatchResult, *, dry_run: bool) -> int:
    verb = "可以导入" if dry_run else "已导入"
    console.say()
    console.say(f"{verb} {len(outcome.written)} 个，没有导入 {len(outcome.failed)} 个。")
    if outcome.failed:
        console.complain(f"没有导入的（原因见上）：{'、'.join(source.name for source in outcome.failed)}")
    return Exit.FINDINGS if outcome.failed else Exit.OK
