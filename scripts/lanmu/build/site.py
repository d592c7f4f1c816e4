"""Builds the site into a temporary place and swaps it in when it is whole; otherwise the last good site stays."""

from __future__ import annotations

import logging
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import yaml
from filelock import FileLock, Timeout
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from lanmu.build import prints
from lanmu.build.gate import Gate, ask
from lanmu.build.languages import TRADITIONAL
from lanmu.build.messages import Messages
from lanmu.build.quick import words
from lanmu.build.quick.assembly import assemble, double, is_less_work
from lanmu.build.quick.heads import head_reader
from lanmu.build.quick.keys import generation, inputs
from lanmu.build.quick.run import Last
from lanmu.build.quick.store import DamagedError, Record, Store, marks, size_of
from lanmu.build.quick.workers import Aside, no_collection
from lanmu.build.swap import recover, swap
from lanmu.checks.engine.project import Project
from lanmu.content import settings as settings_file
from lanmu.content.loading import read_docs, read_text
from lanmu.content.unfilled import unfilled
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import Exit, UserError, machine_faults, refusal
from lanmu.search.variants import variants
from lanmu.storage.files import readable_by_all, unwritable
from lanmu.untrusted.limits import check_yaml
from lanmu.views.edition import Edition

REMEDY = "请检查磁盘空间和文件夹的权限，关掉正在使用这些文件的程序，再试一次；原来的站点没有动。"
LANGUAGE = re.compile(rb'<html lang="([^"]+)"')
OLD = "old"
"""Where the last site lies in the workshop, while the new one takes its place."""
NAMES = {"zh": "简体", "zh-Hant": "繁体", "en": "英文"}
"""The languages of a build, for the editors."""


class BuildFailedError(UserError):
    """The site could not be built; the text says why, one line for each reason."""

    exit_code = Exit.FINDINGS


@dataclass(frozen=True)
class Summary:
    """What a build made: pages by language, bytes, files, seconds; `left_out` says what it does not show, and why;
    `allowed` what the checks refuse and the office let pass, with its reason."""

    pages: dict[str, int]
    files: int
    size: int
    seconds: float
    warnings: Sequence[str]
    left_out: Sequence[str]
    allowed: Sequence[str] = ()

    def details(self) -> Iterator[str]:
        """What the editor should read, line by line."""
        lists = (("没有登出来的稿件：", self.left_out), ("检查不通过、写明理由放行的（--allow）：", self.allowed))
        for title, lines in lists:
            yield from (title, *(f"· {line}" for line in lines)) if lines else ()
        yield from (f"警告 {warning}" for warning in self.warnings)

    def __str__(self) -> str:
        pages = "，".join(f"{NAMES.get(code, code)} {count} 页" for code, count in sorted(self.pages.items()))
        size = f"{self.size / 1_000_000:.1f} MB"
        return f"网页：{pages}；文件 {self.files} 个，共 {size}；用时 {self.seconds:.1f} 秒；警告 {len(self.warnings)} 条。"


def build(
    root: Path,
    target: Path,
    *,
    production: bool = False,
    site_url: str | None = None,
    needs_address: bool = True,
    allowed: Mapping[str, str] | None = None,
    once: bool = False,
) -> Summary:
    """Builds the project in `root` and puts the site at `target`.

    `production` shows only articles that may go out (content/publication.py) and that the checks do not refuse, unless
    the code of the rule is `allowed` with a reason; it needs the site's own address, unless the site is not for the web
    (`needs_address`). Of a site that is made for `once`, or lies elsewhere, nothing is kept.

    Raises UserError with all reasons when anything is wrong; `target` is then as it was.
    """
    # MkDocs takes a path for one below its own folder.
    root, target = root.absolute(), target.absolute()
    if site_url is not None:
        check_address(site_url)
    store = Store(root / ".cache" / "build", target)
    is_kept = root in target.parents and not once
    with one_at_a_time(store.lock), no_collection(), readable_by_all():
        recover(target, workshop_of(target) / OLD)
        make_new = partial(made_new, root, target, store, production, site_url, needs_address, allowed or {}, is_kept)
        with suppress(DamagedError):
            return make_new()
        # What was kept, and is not what it was, is gone now.
        return make_new()


def made_new(
    root: Path,
    target: Path,
    store: Store,
    production: bool,
    site_url: str | None,
    needs_address: bool,
    allowed: Mapping[str, str],
    is_kept: bool,
) -> Summary:
    """Builds what has changed, with what is kept in the `store`. Raises DamagedError when that is damaged: another time all
    is made anew."""
    start = time.monotonic()
    last = Last(target, store.spare, store.read(), generation(root, production, site_url), verifies=production)
    # Of a production build the hour counts: articles wait for theirs.
    if not production:
        if last.is_of(root):
            return Summary(**last.record.summary | {"seconds": time.monotonic() - start})
        last.new.moment = store.moment()
        last.new.inputs = inputs(root, last.generation, last.new.moment)
    with workshop(target) as folder, collected(root / "docs") as messages, machine_faults("生成网站时出错", REMEDY):
        config = load(root, folder / "site", site_url, messages)
        if production and needs_address:
            check_address(config.site_url or "")
        config.extra |= {"production": production, "last": last if is_kept else None}
        if production:
            settings = settings_file.load(root / "lanmu.toml")
            reading = read_docs(root / "docs", read_head=head_reader(config.extra["last"]))
            config.extra["gate"] = ask(Project(root, settings, reading), allowed)
        make(config, messages)
        digests = last.digests(folder / "site") if is_kept else {}
        base, files = assemble(folder / "site", target, last.taken, last.sources, store.spare, last.files_of_spare)
        summary = summed_up(config, messages, last, base, files, time.monotonic() - start)
        old = swap(base, target, folder / OLD)
        if is_kept:
            known = replace(last.new, generation=last.generation, summary=vars(summary), files=files, digests=digests)
            keep(store, known, len(last.taken), folder, old)
    return summary


def keep(store: Store, record: Record, taken: int, folder: Path, old: Path) -> None:
    """Keeps the record of what was built, and as the spare the site that was there until now (at `old`), of which so
    many files were `taken`, or a double of the new one."""
    # A site of which little is left would cost more to change than a second name for each new file.
    alike = is_less_work(taken, len(record.files) - taken)
    with suppress(OSError):
        keep_spare(folder, store, old, None if alike else record.files)
    store.write(record)
    words.clear(store.spare, record.words)


def make(config: MkDocsConfig, messages: Messages) -> None:
    """Makes the site that is configured, with MkDocs. Raises BuildFailedError with all reasons."""
    beside = config.extra["passes"], config.extra["aside"] = Aside(), Aside()
    last: Last | None = config.extra["last"]
    try:
        # While this process reads the articles, a core is free.
        if last and last.is_of_this_generation:
            config.extra["variants"] = last.record.variants
            beside[0].run(last.look, last.use)
        else:
            beside[0].run(variants, partial(config.extra.__setitem__, "variants"))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (Abort, BuildError) as error:
        raise BuildFailedError(messages.report() or str(error)) from None
    except jinja2.TemplateError as error:
        place = f"{getattr(error, 'filename', None) or 'overrides'}:{getattr(error, 'lineno', 0)}"
        raise BuildFailedError(f"模板有误，{place}：{error.message}") from None
    finally:
        for tasks in beside:
            tasks.stop()
        config.plugins.on_shutdown()


def summed_up(
    config: MkDocsConfig, messages: Messages, last: Last, site: Path, files: Mapping[str, str], seconds: float
) -> Summary:
    """What was made: the `files` (marks by path) of a site."""
    # What is to be filled in is said of the original; translations follow it.
    edition: Edition = next(iter(config.extra["editions"].values()))
    unready = unfilled(edition.site.items) if edition.production else ()
    gate: Gate | None = config.extra.get("gate")
    return Summary(
        pages=pages_by_language(site, files, last.new),
        files=len(files),
        size=sum(map(size_of, files.values())),
        seconds=seconds,
        warnings=(
            *messages.texts,
            *prints.told(config.extra["offer"], config.site_url or ""),
            *map(str, unready),
            *(str(problem) for problem in config.extra["passed_over"] if not (gate and gate.tells_of(problem.path))),
            *(gate.taken_out() if gate else ()),
        ),
        left_out=gate.left_out if gate else (),
        allowed=gate.allowed() if gate else (),
    )


def is_as_built(root: Path, target: Path) -> bool:
    """True when this user has built what lies at `target`, and nobody has touched it since."""
    record = Store(root / ".cache" / "build", target).read()
    return bool(record.files) and record.files == marks(target)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Only one build of a folder goes on; another waits. The system itself unlocks when a process is ended, and when all
    are that it has made."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock)
        try:
            held.acquire(blocking=False)
        except Timeout:
            say("▸ 另一个窗口正在生成同一个网站，等它完成 …")
            held.acquire()
    except OSError as error:
        raise unwritable(lock, error) from None
    try:
        yield
    finally:
        held.release()


def keep_spare(folder: Path, store: Store, old: Path, files: Iterable[str] | None) -> None:
    """Keeps the site that was there until now, which lies at `old`, as the spare; with `files`, the paths of the new
    site's, one like the new site.

    What is not kept is cleared away with the workshop `folder`, an older spare too: the next build then writes more.
    Raises OSError.
    """
    if files is None and old == store.spare:
        return
    if store.spare.exists():
        store.spare.rename(folder / "spare")
    if files is None:
        old.rename(store.spare)
    else:
        double(store.site, folder / "double", files)
        (folder / "double").rename(store.spare)


def workshop_of(target: Path) -> Path:
    """The temporary folder of builds of `target`."""
    return target.parent / f".{target.name}.building"


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as `target`, so that the swap is a rename; gone afterwards. One that a build
    has left which was ended from outside is cleared away first."""
    folder = workshop_of(target)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UserError(f"写不了 {target.parent}（{refusal(error)}）。请换到有写权限、未满的磁盘。") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def collected(docs: Path) -> Iterator[Messages]:
    """Collects MkDocs' complaints instead of letting them run over the terminal."""
    messages = Messages(docs)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(messages)
    try:
        yield messages
    finally:
        logger.removeHandler(messages)
        logger.propagate = propagate


def load(root: Path, site_dir: Path, site_url: str | None, messages: Messages) -> MkDocsConfig:
    """The project's configuration. Raises UserError with file, line and column when mkdocs.yml is wrong."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise UserError(f"找不到 {path}。请在项目文件夹里运行，或取回完整的项目文件。")
    check_yaml(read_text(path, path.name), path.name, 1)
    overrides = {} if site_url is None else {"site_url": site_url}
    try:
        return load_config(str(path), site_dir=str(site_dir), strict=True, **overrides)
    except ConfigurationError as error:
        cause = error.__context__
        if isinstance(cause, yaml.MarkedYAMLError) and cause.problem_mark:
            mark = cause.problem_mark
            place = f"mkdocs.yml:{mark.line + 1}:{mark.column + 1}"
            raise BuildFailedError(
                f"{place} YAML 写法有误（{cause.problem}）。改法：检查冒号后的空格、缩进和引号是否成对。"
            ) from None
        raise BuildFailedError(f"mkdocs.yml 有误：{error}") from None
    except Abort:
        raise BuildFailedError(f"mkdocs.yml 有误：\n{messages.report()}") from None


def check_address(site_url: str) -> None:
    """Raises UserError unless `site_url` is a full address: canonical links, feeds and the sitemap are made with it."""
    try:
        parts = urlsplit(site_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        found = f"现在是「{site_url}」" if site_url else "现在没有设置"
        raise UserError(
            f"要有完整的正式网址，{found}。请加上 --site-url https://网址/，或写进 mkdocs.yml 的 site_url。"
        )


def pages_by_language(site: Path, files: Iterable[str], record: Record) -> dict[str, int]:
    """How many pages there are in each language; those of the record need not be read."""
    known = {
        path: TRADITIONAL if path.startswith(f"{TRADITIONAL}/") else language
        for language, pages in record.pages.items()
        for found in pages.values()
        for path in found[1]
    }
    pages = (path for path in files if path.endswith(".html"))
    return dict(Counter(known.get(path) or language_of(site / path) for path in pages))


def language_of(page: Path) -> str:
    """The language that a page declares; `?` when it declares none."""
    with page.open("rb") as file:
        match = LANGUAGE.search(file.read(400))
    return match[1].decode() if match else "?"
