"""Printing: an order becomes jobs, and those whose inputs changed are run. `command.py` reports them."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lanmu.channels.common.job import Job, Wanted, out_folder, record_file
from lanmu.channels.common.press import Channel, Press
from lanmu.channels.record import Record
from lanmu.channels.registry import CHANNELS
from lanmu.content.article import Article, Audience
from lanmu.content.loading import read_text
from lanmu.content.publication import Readiness, State
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import UserError
from lanmu.storage.files import readable_by_all, write_bytes
from lanmu.storage.write_lock import writing

SITE_URL = re.compile(r"""^site_url:\s*["']?(https?://[^"'\s#]+)""", re.MULTILINE)
HELP = "请写稿件的路径（docs/…/….md）、--issue 期号，或者 --all（全部）。"
NOWHERE = (
    "没有指定印在哪里（没有期号，没有写进专版、宣传栏，没有上报日期，没有表样，体裁也不是文件）。"
    "要印成公文，请加 --channel document；要上报，请加 --channel report；要进简报，请在稿件信息里写 issue: 期号。"
)


@dataclass(frozen=True)
class Order:
    """What is to be printed: some `articles` (their paths), an `issue` (number or month), or `everything`; on some `channels`,
    or, without any, on those that it is meant for. An empty `site_url` is the project's own address."""

    articles: tuple[str, ...] = ()
    issue: str = ""
    everything: bool = False
    channels: tuple[str, ...] = ()
    traditional: bool = False
    audience: Audience = "public"
    site_url: str = ""


@dataclass(frozen=True)
class Run:
    """The jobs of an order. `site` is the project's site for the audience, `articles` are those asked for by name."""

    press: Press
    articles: tuple[Article, ...]
    jobs: tuple[Job, ...]
    record: Record

    @property
    def unplaced(self) -> list[Article]:
        """The articles that were asked for and are in none of the jobs."""
        taken = {source for job in self.jobs for source in job.sources}
        return [article for article in self.articles if self.press.source(article) not in taken]

    @property
    def proofs(self) -> list[tuple[Article, State]]:
        """The articles in the jobs that may not go out yet, with how they stand: what has them is marked as a proof."""
        printed = {path for job in self.jobs for path in job.articles}
        states = [(each, self.press.state(each)) for each in self.press.site.articles if each.path in printed]
        return [(a, state) for a, state in states if not state.publishable and state.readiness is not Readiness.SAMPLE]


@dataclass(frozen=True)
class Result:
    """How a job ended: it was printed, it was `is_current` already, or there was a `problem` (a sentence)."""

    job: Job
    is_current: bool = False
    problem: str = ""

    @property
    def is_passed_over(self) -> bool:
        """True when it could not be printed and nobody who prints can help it."""
        return bool(self.problem) and self.job.is_for_others


def press_for(root: Path, site: Site, settings: Settings, order: Order) -> Press:
    """The press of the project `root` for an order. `site` is the whole project's."""
    own = own_address(root, settings, order.audience)
    store = record_file(root).with_name("pictures")
    mine = site.for_audience(order.audience)
    return Press(mine, settings, store, order.traditional, order.site_url or own, order.audience)


def prepared(root: Path, site: Site, settings: Settings, order: Order) -> Run:
    """The jobs of an order. Raises UserError for a wrong one, and when a font is missing: nothing could be made then."""
    press = press_for(root, site, settings, order)
    asked = [bool(order.articles), bool(order.issue), order.everything]
    if sum(asked) != 1:
        raise UserError(("没有说印什么。" if not any(asked) else "稿件、--issue、--all 只能用一种。") + HELP)
    articles = tuple(article_at(press.site, root, name) for name in order.articles)
    wanted = Wanted(articles, order.issue, named=bool(order.channels))
    jobs = wanted_jobs([replace(press, site=part) for part in press.site.parts], wanted, order.channels)
    record = Record(record_file(root, order.audience), root / out_folder(order.audience), press.setting)
    return Run(press, articles, tuple(jobs), record)


def own_address(root: Path, settings: Settings, audience: Audience = "public") -> str:
    """Where readers open an edition: as mkdocs.yml or the settings say, or the address of the target that it is published to; empty
    where there is none."""
    if audience == "internal":
        return settings.site.internal_url or settings.publish.address(audience)
    match = SITE_URL.search(read_text(root / "mkdocs.yml", "mkdocs.yml"))
    return match[1] if match else settings.publish.address(audience)


def article_at(site: Site, root: Path, name: str) -> Article:
    """The article at a path, from where the user stands or from docs/. Raises UserError."""
    docs = (root / "docs").resolve()
    by_path = {article.path: article for article in site.articles}
    file = Path(name).resolve()
    path = file.relative_to(docs).as_posix() if file.is_relative_to(docs) else Path(name).as_posix()
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
        issues = [
            f"{channel.label}有：{'、'.join(issue for press in presses for issue in channel.issues(press.site)) or '没有'}"
            for channel in channels
            if channel.issues
        ]
        hint = "；".join(issues) if issues else "公文和信息上报没有期号，请写稿件的路径"
        raise UserError(f"没有「{wanted.issue}」这一期。{hint}。")
    if wanted.articles:
        raise UserError(f"这些稿件{NOWHERE}")
    raise UserError("没有可印的稿件：没有一篇有期号、上报日期、写进专版或宣传栏，也没有体裁是文件的。")


def results(jobs: Iterable[Job], record: Record) -> Iterator[Result]:
    """Does the jobs that are not up to date, one after the other; a failure stops none of the others."""
    for job in jobs:
        try:
            is_current = record.is_current(job)
            if not is_current:
                with readable_by_all():
                    do(job, record)
            yield Result(job, is_current)
        except Exception as error:
            yield Result(job, problem=reason(error))


def do(job: Job, record: Record) -> None:
    """Renders a job, writes its files, removes those of its last run that it no longer makes, and records the new ones. Stopped
    in the middle, each file is whole, the old or the new one, and the job is done again next time."""
    done = job.render()
    folder = record.out / job.channel
    with writing(record.out.parent):
        for name, data in done.files.items():
            write_bytes(folder / name, data)
        for name in record.entry(job).get("files", {}).keys() - done.files.keys():
            (folder / name).unlink(missing_ok=True)
        record.add(job, done)


def reason(error: Exception) -> str:
    """Why a job failed; for a defect of ours with its traceback."""
    if isinstance(error, UserError):
        return str(error)
    trace = "".join(traceback.format_exception(error))
    return f"程序自身出错了（不是稿件的问题）。请把下面的文字连同这篇稿件交给维护人员。\n{trace}"
