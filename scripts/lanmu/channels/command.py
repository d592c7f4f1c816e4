"""What `print_channels.py` does: finds what is wanted, makes what changed, and says what became of each."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from lanmu.channels import bulletin, document, form, free_fonts, report
from lanmu.channels.desk import Desk, Wanted
from lanmu.channels.job import Job, record_file
from lanmu.channels.newspaper import channel as newspaper
from lanmu.channels.poster import channel as poster
from lanmu.channels.record import Record
from lanmu.content import newspaper_issue
from lanmu.content import settings as config
from lanmu.content.article import Article
from lanmu.content.loading import load, read_text
from lanmu.content.publication import Readiness
from lanmu.content.site import Site
from lanmu.content.validation import nearest
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.storage.files import readable_by_all, write_bytes
from lanmu.storage.write_lock import writing

CHANNELS: dict[str, Callable[[Desk, Wanted], Iterable[Job]]] = {
    bulletin.CHANNEL: bulletin.jobs,
    document.CHANNEL: document.jobs,
    newspaper.CHANNEL: newspaper.jobs,
    poster.CHANNEL: poster.jobs,
    report.CHANNEL: report.jobs,
    form.CHANNEL: form.jobs,
}
SITE_URL = re.compile(r"""^site_url:\s*["']?(https?://[^"'\s#]+)""", re.MULTILINE)
HELP = "请写稿件的路径（docs/…/….md）、--issue 期号，或者 --all（全部）。"


NOWHERE = (
    "没有指定印在哪里（没有期号，没有写进专版、宣传栏，没有上报日期，没有表样，体裁也不是文件）。"
    "要印成公文，请加 --channel document；要上报，请加 --channel report；要进简报，请在稿件信息里写 issue: 期号。"
)


@dataclass
class Outcome:
    """What became of a run."""

    made: int = 0
    current: int = 0
    failed: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


def print_channels(root: Path, options: argparse.Namespace) -> int:
    """Prints what `options` ask for into `root`/out. Gives the exit code: 1 when something could not be made.

    Raises UserError for a wrong request, and when a font is missing: nothing could be made then.
    """
    settings = config.load(root / "lanmu.toml")
    if options.install_fonts:
        free_fonts.ensure(settings, yes=options.yes)
        say("✓ 排印用的字体齐了。")
        return Exit.OK
    site = load(root / "docs")
    wanted = wanted_of(site, root, options)
    site_url = options.site_url or own_address(root)
    desk = Desk(
        site, settings, record_file(root).with_name("pictures"), traditional=options.traditional, site_url=site_url
    )
    jobs = wanted_jobs(desk, wanted, options.channel)
    record = Record(record_file(root), root / "out", desk.setting)
    start = time.monotonic()
    try:
        with readable_by_all():
            outcome = one_by_one(jobs, record, show_current=not options.all)
        outcome.failed += not_taken(desk, wanted, jobs)
    except KeyboardInterrupt:
        complain("\n已经印好的留着；再运行一次同样的命令，接着印剩下的。")
        raise
    for line in proofs(desk, jobs):
        say(line)
    return summary(outcome, record.out, time.monotonic() - start)


def own_address(root: Path) -> str:
    """The site's address in mkdocs.yml; empty where there is none."""
    found = SITE_URL.search(read_text(root / "mkdocs.yml", "mkdocs.yml"))
    return found[1] if found else ""


def wanted_of(site: Site, root: Path, options: argparse.Namespace) -> Wanted:
    """What is to be printed. Raises UserError when it is not said, or said twice, or not there."""
    asked = [bool(options.articles), bool(options.issue), options.all]
    if sum(asked) != 1:
        raise UserError(("没有说印什么。" if not any(asked) else "稿件、--issue、--all 只能用一种。") + HELP)
    articles = tuple(found(site, root, name) for name in options.articles)
    return Wanted(articles, options.issue or "", named=bool(options.channel))


def found(site: Site, root: Path, name: str) -> Article:
    """The article at a path, from where the user stands or from docs/. Raises UserError."""
    docs = (root / "docs").resolve()
    by_path = {article.path: article for article in site.articles}
    given = Path(name).resolve()
    path = given.relative_to(docs).as_posix() if given.is_relative_to(docs) else Path(name).as_posix()
    path = path.removeprefix("docs/")
    if path in by_path:
        return by_path[path]
    near = nearest(path, by_path)
    hint = f"是不是 docs/{near}？" if near else "请写 docs 下面一篇稿件的路径。"
    raise UserError(f"没有稿件「{name}」。{hint}")


def wanted_jobs(desk: Desk, wanted: Wanted, channels: Iterable[str] | None) -> list[Job]:
    """The jobs of the channels asked for. Raises UserError when there is nothing to print."""
    names = list(dict.fromkeys(channels or CHANNELS))
    jobs = [job for name in names for job in CHANNELS[name](desk, wanted)]
    if jobs:
        return jobs
    if wanted.issue:
        raise UserError(f"没有「{wanted.issue}」这一期。{issues_there(desk.site, names)}")
    if wanted.articles:
        raise UserError(f"这些稿件{NOWHERE}")
    raise UserError("没有可印的稿件：没有一篇有期号、上报日期、写进专版或宣传栏，也没有体裁是文件的。")


def issues_there(site: Site, channels: Iterable[str]) -> str:
    """Which issues the channels have, for somebody who asked for another."""
    found = {
        bulletin.CHANNEL: (
            "简报",
            [str(number) for number in sorted({a.meta.issue for a in site.articles if a.meta.issue})],
        ),
        newspaper.CHANNEL: ("专版", newspaper_issue.issue_months(site.docs)),
        poster.CHANNEL: (
            "宣传栏",
            sorted({str(a.meta.channels.board) for a in site.articles if a.meta.channels.board}),
        ),
    }
    shown = [found[channel] for channel in channels if channel in found]
    if not shown:
        return "公文和信息上报没有期号，请写稿件的路径。"
    return "；".join(f"{name}有：{'、'.join(issues) or '没有'}" for name, issues in shown) + "。"


def not_taken(desk: Desk, wanted: Wanted, jobs: Iterable[Job]) -> list[str]:
    """The articles that were asked for and belong nowhere; each is told."""
    taken = {source for job in jobs for source in job.sources}
    left = [article for article in wanted.articles if desk.source(article) not in taken]
    for article in left:
        complain(f"✗ docs/{article.path} {NOWHERE}")
    return [f"《{article.title}》" for article in left]


def proofs(desk: Desk, jobs: Iterable[Job]) -> Iterator[str]:
    """The articles in what was printed that may not be given out yet, each once, and what to do."""
    printed = {path for job in jobs for path in job.articles}
    for article in desk.site.articles:
        state = desk.states[article.path]
        if article.path in printed and not state.publishable and state.readiness is not Readiness.SAMPLE:
            yield f"△ 《{article.title}》{state.label}，凡有它的都印着“清样，不得外传”，不要发出去。{state.step}"


def one_by_one(jobs: Iterable[Job], record: Record, *, show_current: bool = False) -> Outcome:
    """Does what is not done yet; a failure stops none of the others. With `show_current` the rest is told again."""
    outcome = Outcome()
    with tqdm(list(jobs), desc="排印", unit="件", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        for job in bar:
            is_current = record.is_current(job)
            if is_current:
                outcome.current += 1
                if not show_current:
                    continue
            try:
                if not is_current:
                    done(job, record)
                    outcome.made += 1
                lines = list(told(job, record, outcome.said, is_current=is_current))
                with bar.external_write_mode(file=sys.stdout):
                    for line in lines:
                        say(line)
            except BrokenPipeError:
                # Whoever read what is said has gone (… | head): what is still to be written goes nowhere.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                raise
            except Exception as error:
                outcome.failed.append(job.label)
                with bar.external_write_mode(file=sys.stderr):
                    complain(f"✗ {job.label}没有印：{reason(error)}")
    return outcome


def done(job: Job, record: Record) -> None:
    """Does a job: all its files, then the note that they are there. What it has made before and not now goes."""
    made = job.make()
    with writing(record.out.parent):
        for name in record.files(job) - made.files.keys():
            (record.out / job.channel / name).unlink(missing_ok=True)
        for name, data in made.files.items():
            write_bytes(record.out / job.channel / name, data)
        record.add(job, made)


def told(job: Job, record: Record, said: set[str], *, is_current: bool) -> Iterator[str]:
    """What was made, or was there already, and what to look at; what was `said` before is not said again."""
    names = "、".join(f"out/{job.channel}/{name}" for name in record.files(job))
    yield f"✓ {job.label}{'没有变化' if is_current else ''}：{names}"
    for remark in record.remarks(job):
        if remark not in said:
            yield f"  · {remark}"
            said.add(remark)


def reason(error: Exception) -> str:
    """Why something was not made. A defect of ours must not stop the others either; it is shown whole."""
    if isinstance(error, UserError):
        return str(error)
    trace = "".join(traceback.format_exception(error))
    return f"程序自身出错了（不是稿件的问题）。请把下面的文字连同这篇稿件交给维护人员。\n{trace}"


def summary(outcome: Outcome, out: Path, seconds: float) -> int:
    """Says what became of the run."""
    say(f"印好 {outcome.made} 件，没有变化 {outcome.current} 件，用时 {seconds:.1f} 秒。放在 {out}")
    if outcome.failed:
        complain(f"✗ 有 {len(outcome.failed)} 件没有印：{'、'.join(outcome.failed)}。原因见上面。")
        return Exit.FINDINGS
    return Exit.OK
