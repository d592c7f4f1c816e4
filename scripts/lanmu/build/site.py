"""One build, from top to bottom: is there anything to do, plan and render (with MkDocs) into a staging folder, put in place,
note what the next build may take over. When anything is wrong the last good site stays."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lanmu.build import mkdocs, prints
from lanmu.build.audience import check_place, internal_address
from lanmu.build.mkdocs import BuildFailedError
from lanmu.build.plan import Build
from lanmu.build.precompression import precompress
from lanmu.build.reuse import DamagedError, Previous, Record, Store, inputs, version
from lanmu.build.stage import (
    assemble,
    backup_in,
    build_lock,
    is_mostly_taken,
    keep_copy,
    signatures,
    size_in,
    staging,
    swap,
)
from lanmu.build.workers import without_gc
from lanmu.content import published
from lanmu.content import settings as settings_file
from lanmu.content.article import Audience
from lanmu.content.loading import load_model
from lanmu.content.publication import unfilled
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, Problem, UserError, machine_faults
from lanmu.storage.files import readable_by_all, write_whole
from lanmu.storage.write_lock import finish_interrupted, writing

if TYPE_CHECKING:
    from lanmu.build.gate import Gate
    from lanmu.checks.engine.project import Project

__all__ = ["BuildFailedError", "Summary", "build", "is_as_built"]
REMEDY = "请检查磁盘空间和文件夹的权限，关掉正在使用这些文件的程序，再试一次；原来的站点没有动。"
LANGUAGE = re.compile(rb'<html lang="([^"]+)"')
NAMES = {"zh": "简体", "zh-Hant": "繁体", "en": "英文"}
"""The languages of a build, for the editors."""


@dataclass(frozen=True)
class Summary:
    """The summary of a build: pages by language, number of files, their size in bytes, seconds; `left_out` says which articles
    it does not show and why, `allowed` what is published against the checks, with the reason; `new_addresses` counts the
    addresses that were never public before."""

    pages: dict[str, int]
    files: int
    size: int
    seconds: float
    warnings: Sequence[str]
    left_out: Sequence[str]
    allowed: Sequence[str] = ()
    new_addresses: int = 0

    def details(self) -> Iterator[str]:
        """What the editor should read, line by line."""
        if self.new_addresses:
            yield f"第一次登出的网址 {self.new_addresses} 个，记在 docs/{published.FILE} 里，请和稿件一起提交。"
        lists = (("没有登出来的稿件：", self.left_out), ("检查不通过、写明理由放行的（--allow）：", self.allowed))
        for title, lines in lists:
            yield from (title, *(f"· {line}" for line in lines)) if lines else ()
        yield from (f"警告 {warning}" for warning in self.warnings)

    def __str__(self) -> str:
        pages = "，".join(f"{NAMES.get(code, code)} {count} 页" for code, count in sorted(self.pages.items()))
        size = f"{self.size / 1_000_000:.1f} MB"
        return f"网页：{pages}；文件 {self.files} 个，共 {size}；用时 {self.seconds:.1f} 秒；警告 {len(self.warnings)} 条。"


@dataclass(frozen=True)
class Order:
    """The arguments of `build`. `allowed` are the reasons by the codes of checks that are let pass; with `once` nothing is kept
    for the next build; with `compressed` every text has compressed copies beside it; `gate` is the verdict of the checks
    where they were asked already."""

    root: Path
    target: Path
    production: bool = False
    site_url: str | None = None
    needs_address: bool = True
    allowed: Mapping[str, str] = field(default_factory=dict)
    once: bool = False
    audience: Audience = "public"
    compressed: bool = False
    gate: Gate | None = None

    @property
    def is_kept(self) -> bool:
        """True when the next build may take over what this one makes."""
        return self.root in self.target.parents and not self.once

    def project(self) -> Project | None:
        """The project as the checks of a production build look at it; None for another build. Raises ContentError."""
        if self.gate:
            return self.gate.project
        if not self.production:
            return None
        # Imported here: other builds do without the checks, which take some 40 ms to load.
        from lanmu.checks.engine.project import read_project

        return read_project(self.root, settings_file.load(self.root / "lanmu.toml"), self.audience)

    def address(self, project: Project | None) -> str | None:
        """The site's address; None means that of mkdocs.yml, which is the public address. Raises UserError when both
        editions would have the same."""
        if project is None:
            return self.site_url
        return address_of(project, self.audience, self.site_url)


def address_of(project: Project, audience: Audience, given: str | None = None) -> str:
    """Where readers will open an edition: as `given`, as mkdocs.yml or lanmu.toml has it, or the address of the target that it is
    published to; empty without one. Raises UserError when both editions would have the same."""
    if audience == "public":
        configured = project.site_url or project.settings.publish.address(audience)
        return configured if given is None else given
    return internal_address(given, project.settings, project.site_url)


def build(
    root: Path,
    target: Path,
    *,
    production: bool = False,
    site_url: str | None = None,
    needs_address: bool = True,
    allowed: Mapping[str, str] | None = None,
    once: bool = False,
    audience: Audience = "public",
    compressed: bool = False,
    gate: Gate | None = None,
) -> Summary:
    """Builds the project in `root` and puts the site at `target`.

    `production` shows only articles that may go out (content/publication.py) and that the checks do not refuse, unless
    the code of the rule is `allowed` with a reason (or as a `gate` that was asked already has decided); it needs the
    site's own address, unless the site is not for the web (`needs_address`). Of a site that is made for `once`, or lies
    elsewhere, nothing is kept. The edition for an internal `audience` is a production build with an address of its own, and
    takes no public site's place. `compressed` puts gzip and Brotli copies beside texts, for the server; only for
    `production`.

    Raises UserError with all reasons when anything is wrong; `target` is then as it was.
    """
    if site_url is not None:
        check_address(site_url, audience)
    # MkDocs takes a path for one below its own folder.
    paths = root.absolute(), target.absolute()
    production = production or audience == "internal"
    order = Order(*paths, production, site_url, needs_address, allowed or {}, once, audience, compressed, gate)
    check_place(order.target, audience)
    store = Store(order.root / ".cache" / "build", order.target)
    finish_interrupted(order.root)
    with build_lock(store.lock), without_gc(), readable_by_all():
        with suppress(DamagedError):
            return updated(order, store, store.read())
        # The damaged file is removed now.
        return updated(order, store, Record())


def updated(order: Order, store: Store, record: Record) -> Summary:
    """Builds what has changed since the last build (`record`). Raises DamagedError when what that build kept is damaged."""
    start = time.monotonic()
    root, target = order.root, order.target
    build_version = version(root, order.production, order.site_url, order.audience)
    previous = Previous(target, store, record, build_version, order.production)
    # A production build also depends on the time of day, at which articles appear.
    if not order.production:
        if previous.is_current(root):
            return Summary(**record.summary | {"seconds": time.monotonic() - start})
        previous.new.moment = store.moment()
        previous.new.inputs = inputs(root, previous.version, previous.new.moment)
    with (
        staging(target) as folder,
        mkdocs.collected(root / "docs") as messages,
        machine_faults("生成网站时出错", REMEDY),
    ):
        site = folder / "site"
        project = order.project()
        config = mkdocs.load(root, site, order.address(project), messages)
        run = Build(root, previous=previous if order.is_kept else None)
        if project:
            if order.needs_address:
                check_address(config.site_url or "", order.audience)
            # Imported here: see `Order.project`.
            from lanmu.build.gate import ask

            run.gate = order.gate or ask(project, order.allowed)
        try:
            if record.outputs and previous.is_same_version:
                run.dictionaries.start()
            mkdocs.run(config, run, messages)
        finally:
            run.tasks.stop()
            run.dictionaries.stop()
        new = previous.new
        content = order.production and order.is_kept
        whole, files = assemble(
            site, target, store.copy, previous.taken, record.files, content=content and not order.compressed
        )
        if order.compressed:
            precompress(whole, previous)
            files = signatures(whole, content=content)
        new.version, new.files = previous.version, files
        summary = summed_up(run, config.site_url or "", messages.texts, new, whole, time.monotonic() - start)
        new.summary = vars(summary)
        old = swap(whole, target, backup_in(folder))
        if order.is_kept:
            with suppress(OSError):
                is_alike = is_mostly_taken(len(previous.taken), len(new.files) - len(previous.taken))
                keep_copy(target, old, store.copy, folder, new.files, is_alike=is_alike)
            store.write(new)
    # A site that is only tried elsewhere, or goes out as a file, puts no address on the web.
    if order.production and order.audience == "public" and order.is_kept and order.needs_address:
        return replace(summary, new_addresses=note_published(root, run.original.site))
    return summary


def note_published(root: Path, site: Site) -> int:
    """Adds the addresses of a site that is out now to docs/published.yml; gives how many are new."""
    now = published.shown(site)
    if not now.difference(site.once_published):
        return 0
    with writing(root):
        # Read anew: another build may have added some.
        problems: list[Problem] = []
        recorded = load_model(site.docs, published.FILE, published.Published, problems)
        if recorded is None and (site.docs / published.FILE).exists():
            raise ContentError(problems)
        before = frozenset(recorded.addresses if recorded else ())
        if now - before:
            write_whole(site.docs / published.FILE, published.in_file(now | before))
    return len(now - before)


def summed_up(
    run: Build, site_url: str, complaints: Sequence[str], record: Record, site: Path, seconds: float
) -> Summary:
    """The summary of a finished build."""
    gate = run.gate
    # Gaps to be filled in are reported for the originals only; translations follow them.
    unready = unfilled(run.original.site.items) if gate else ()
    doubt = (gate.whole if gate else run.original.site).clock_doubt
    language_by_file = {
        path: "zh-Hant" if path.startswith("zh-Hant/") else name.partition(" ")[0]
        for name, (_, files, _) in record.outputs.items()
        for path in files
    }
    pages = (path for path in record.files if path.endswith(".html"))
    return Summary(
        pages=dict(Counter(language_by_file.get(path) or language_of(site / path) for path in pages)),
        files=len(record.files),
        size=sum(map(size_in, record.files.values())),
        seconds=seconds,
        warnings=(
            *([doubt] if doubt else []),
            *complaints,
            *prints.warnings(run.offer, site_url, run.audience),
            *map(str, unready),
            *(
                f"登过的网址 {address} 现在打不开，怎么办见检查 COL014。"
                for address in (published.lost(gate.whole) if gate and run.audience == "public" else ())
            ),
            *(str(problem) for problem in run.passed_over if not (gate and gate.is_a_reason(problem.path))),
            *(gate.taken_out() if gate else ()),
        ),
        left_out=gate.left_out if gate else (),
        allowed=gate.allowed() if gate else (),
    )


def language_of(page: Path) -> str:
    """The language that a page declares; `?` when it declares none."""
    with page.open("rb") as file:
        match = LANGUAGE.search(file.read(400))
    return match[1].decode() if match else "?"


def is_as_built(root: Path, target: Path) -> bool:
    """True when this user has built what lies at `target`, and nobody has touched it since."""
    record = Store(root / ".cache" / "build", target).read()
    return bool(record.files) and record.files == signatures(target)


def check_address(site_url: str, audience: Audience) -> None:
    """Raises UserError unless `site_url` is a full address: canonical links, feeds and the sitemap are made with it."""
    try:
        parts = urlsplit(site_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        state = f"现在是「{site_url}」" if site_url else "现在没有设置"
        name = "正式网址" if audience == "public" else "内部版的网址"
        place = "mkdocs.yml 的 site_url" if audience == "public" else "lanmu.toml 的 [site] internal_url"
        raise UserError(f"要有完整的{name}，{state}。请加上 --site-url https://网址/，或写进 {place}，或写上发布目标。")
