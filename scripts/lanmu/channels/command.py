"""The work of `print_channels.py`: chooses the jobs, renders those whose inputs changed, and reports each."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tqdm import tqdm

from lanmu.channels.common import free_fonts
from lanmu.channels.common.job import Job, Wanted, out_folder, record_file
from lanmu.channels.common.press import Channel, Press
from lanmu.channels.record import Record
from lanmu.channels.registry import CHANNELS
from lanmu.content import settings as config
from lanmu.content.article import Article, Audience
from lanmu.content.loading import load, read_text
from lanmu.content.publication import Readiness
from lanmu.content.site import Site
from lanmu.content.validation import nearest
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.storage.files import readable_by_all, write_bytes
from lanmu.storage.write_lock import finish_interrupted, writing

SITE_URL = re.compile(r"""^site_url:\s*["']?(https?://[^"'\s#]+)""", re.MULTILINE)
HELP = "请写稿件的路径（docs/…/….md）、--issue 期号，或者 --all（全部）。"
NOWHERE = (
    "没有指定印在哪里（没有期号，没有写进专版、宣传栏，没有上报日期，没有表样，体裁也不是文件）。"
    "要印成公文，请加 --channel document；要上报，请加 --channel report；要进简报，请在稿件信息里写 issue: 期号。"
)


@dataclass
class Outcome:
    """The result of a run: how many jobs were printed, how many were up to date, the labels of those that failed. `shown` are
    remarks that were shown already."""

    printed: int = 0
    current: int = 0
    failed: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)


def print_channels(root: Path, options: argparse.Namespace) -> int:
    """Prints what `options` ask for into `root`/out. Gives the exit code: 1 when something could not be made.

    Raises UserError for a wrong request, and when a font is missing: nothing could be made then.
    """
    audience: Audience = options.edition
    settings = config.load(root / "lanmu.toml").for_audience(audience)
    if options.install_fonts:
        free_fonts.ensure(settings, yes=options.yes)
        say("✓ 排印用的字体齐了。")
        return Exit.OK
    finish_interrupted(root)
    site = load(root / "docs").for_audience(audience)
    asked = [bool(options.articles), bool(options.issue), options.all]
    if sum(asked) != 1:
        raise UserError(("没有说印什么。" if not any(asked) else "稿件、--issue、--all 只能用一种。") + HELP)
    articles = tuple(article_at(site, root, name) for name in options.articles)
    wanted = Wanted(articles, options.issue or "", named=bool(options.channel))
    store = record_file(root).with_name("pictures")
    address = options.site_url or (own_address(root) if audience == "public" else settings.site.internal_url)
    press = Press(site, settings, store, options.traditional, address, audience)
    jobs = wanted_jobs([replace(press, site=part) for part in site.parts], wanted, options.channel)
    record = Record(record_file(root, audience), root / out_folder(audience), press.setting)
    start = time.monotonic()
    try:
        with readable_by_all():
            outcome = run_jobs(jobs, record, show_current=not options.all)
    except KeyboardInterrupt:
        complain("\n已经印好的留着；再运行一次同样的命令，接着印剩下的。")
        raise
    taken = {source for job in jobs for source in job.sources}
    for article in wanted.articles:
        if press.source(article) not in taken:
            complain(f"✗ docs/{article.path} {NOWHERE}")
            outcome.failed.append(f"《{article.title}》")
    printed = {path for job in jobs for path in job.articles}
    for article in (article for article in site.articles if article.path in printed):
        state = press.states[article.path]
        if not state.publishable and state.readiness is not Readiness.SAMPLE:
            say(f"△ 《{article.title}》{state.label}，凡有它的都印着“清样，不得外传”，不要发出去。{state.step}")
    seconds = time.monotonic() - start
    say(f"印好 {outcome.printed} 件，没有变化 {outcome.current} 件，用时 {seconds:.1f} 秒。放在 {record.out}")
    if outcome.failed:
        complain(f"✗ 有 {len(outcome.failed)} 件没有印：{'、'.join(outcome.failed)}。原因见上面。")
        return Exit.FINDINGS
    return Exit.OK


def own_address(root: Path) -> str:
    """The site's address in mkdocs.yml; empty where there is none."""
    match = SITE_URL.search(read_text(root / "mkdocs.yml", "mkdocs.yml"))
    return match[1] if match else ""


def article_at(site: Site, root: Path, name: str) -> Article:
    """The article at a path, from where the user stands or from docs/. Raises UserError."""
    docs = (root / "docs").resolve()
    by_path = {article.path: article for article in site.articles}
    given = Path(name).resolve()
    path = given.relative_to(docs).as_posix() if given.is_relative_to(docs) else Path(name).as_posix()
    path = path.removeprefix("docs/")
    if path in by_path:
        return by_path[path]
    if gone := next((article for article in site.withdrawn if article.path == path), None):
        assert gone.meta.withdrawn
        day, undo = gone.meta.withdrawn.date, f"python scripts/withdraw.py docs/{path} --undo"
        raise UserError(f"《{gone.title}》已于 {day} 撤回，不能印。要重新登，先运行 {undo}。")
    if inside := next((article for article in site.kept_inside if article.path == path), None):
        raise UserError(
            f"《{inside.title}》是内部稿件（scope: internal），公开的印刷品里不印。要印，请加 --edition internal。"
        )
    near = nearest(path, by_path)
    hint = f"是不是 docs/{near}？" if near else "请写 docs 下面一篇稿件的路径。"
    raise UserError(f"没有稿件「{name}」。{hint}")


def jobs_of(press: Press, wanted: Wanted, channels: Iterable[Channel]) -> Iterator[Job]:
    """The jobs of the channels, of what is wanted in the campaign of the press."""
    own = tuple(article for article in wanted.articles if article in press.site.articles)
    if own or not wanted.articles:
        for channel in channels:
            yield from channel.jobs(press, replace(wanted, articles=own))


def wanted_jobs(presses: list[Press], wanted: Wanted, names: Iterable[str] | None) -> list[Job]:
    """The jobs of the channels asked for, with a press for each campaign. Raises UserError when there is nothing to print."""
    channels = [CHANNELS[name] for name in dict.fromkeys(names or CHANNELS)]
    if jobs := [job for press in presses for job in jobs_of(press, wanted, channels)]:
        return jobs
    if wanted.issue:
        known = [
            f"{channel.label}有：{'、'.join(issue for press in presses for issue in channel.issues(press.site)) or '没有'}"
            for channel in channels
            if channel.issues
        ]
        hint = "；".join(known) if known else "公文和信息上报没有期号，请写稿件的路径"
        raise UserError(f"没有「{wanted.issue}」这一期。{hint}。")
    if wanted.articles:
        raise UserError(f"这些稿件{NOWHERE}")
    raise UserError("没有可印的稿件：没有一篇有期号、上报日期、写进专版或宣传栏，也没有体裁是文件的。")


def run_jobs(jobs: Iterable[Job], record: Record, *, show_current: bool = False) -> Outcome:
    """Runs the jobs that are not up to date; a failure stops none of the others. `show_current` reports the others as well."""
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
                    do(job, record)
                    outcome.printed += 1
                lines = lines_of(job, record, outcome.shown, is_current=is_current)
                with bar.external_write_mode(file=sys.stdout):
                    for line in lines:
                        say(line)
            except BrokenPipeError:
                # The reader of our output has closed it (… | head): Python would fail again when it flushes at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                raise
            except Exception as error:
                if not job.is_for_others:
                    outcome.failed.append(job.label)
                with bar.external_write_mode(file=sys.stderr):
                    complain(f"{'△' if job.is_for_others else '✗'} {job.label}没有印：{reason(error)}")
    return outcome


def do(job: Job, record: Record) -> None:
    """Renders a job, removes files of its last run that it no longer makes, writes the new ones and records them."""
    done = job.render()
    folder = record.out / job.channel
    with writing(record.out.parent):
        for name in record.entry(job).get("files", {}).keys() - done.files.keys():
            (folder / name).unlink(missing_ok=True)
        for name, data in done.files.items():
            write_bytes(folder / name, data)
        record.add(job, done)


def lines_of(job: Job, record: Record, shown: set[str], *, is_current: bool) -> list[str]:
    """The report on a job: its files and its remarks. Adds the remarks to `shown` and leaves out those that are in it."""
    entry = record.entry(job)
    names = "、".join(f"{record.out.name}/{job.channel}/{name}" for name in entry["files"])
    remarks = [remark for remark in dict.fromkeys(entry["remarks"]) if remark not in shown]
    shown.update(remarks)
    return [f"✓ {job.label}{'没有变化' if is_current else ''}：{names}", *(f"  · {remark}" for remark in remarks)]


def reason(error: Exception) -> str:
    """Why a job failed; for a defect of ours with its traceback."""
    if isinstance(error, UserError):
        return str(error)
    trace = "".join(traceback.format_exception(error))
    return f"程序自身出错了（不是稿件的问题）。请把下面的文字连同这篇稿件交给维护人员。\n{trace}"
