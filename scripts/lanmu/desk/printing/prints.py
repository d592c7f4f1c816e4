"""What can be printed of the project, and what was: the jobs of the channels with their state and their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lanmu.channels.common.job import Job, Wanted, out_folder, record_file
from lanmu.channels.common.press import TRADITIONAL_SUFFIX, Channel
from lanmu.channels.printing import Order, jobs_of, press_for
from lanmu.channels.record import Record, Standing
from lanmu.channels.registry import CHANNELS
from lanmu.content.article import Article, Audience
from lanmu.content.dates import CHINA
from lanmu.content.site import Site
from lanmu.desk.context import Desk
from lanmu.diagnostics.errors import UserError
from lanmu.preview.request_path import file_in

FOLDERS: dict[str, Audience] = {out_folder("public"): "public", out_folder("internal"): "internal"}
TRADITIONAL = TRADITIONAL_SUFFIX.removesuffix(".pdf")
"""What the names of Traditional prints have."""
KINDS = {
    ".html": "网页",
    ".pdf": "PDF",
    ".docx": "Word",
    ".zip": "整包",
    ".jpg": "照片",
    ".png": "照片",
    ".webp": "照片",
}
"""The files that channels make, and how they are called."""
UNREADABLE = "稿件现在读不了，没有可印的。请回到稿件，先改好那里列出的错。"
NO_FILE = "没有这个印刷品：已经重新印过、改了名，或者网址不对。请回到印刷与上报里重新打开。"


def edition(text: str) -> Audience:
    """The audience that an address names."""
    return "internal" if text == "internal" else "public"


def whole_site(desk: Desk) -> Site:
    """The site. Raises UserError when docs/ cannot be read."""
    site = desk.project.reading().site
    if site is None:
        raise UserError(UNREADABLE)
    return site


@dataclass(frozen=True)
class PrintedFile:
    """A file that was printed: its `path` below the project, its size in bytes; of a PDF the number of pages, and width and
    height of the first (mm)."""

    path: str
    size: int
    pages: int = 0
    width: int = 0
    height: int = 0

    @property
    def kind(self) -> str:
        """How this kind of file is called."""
        return KINDS.get(Path(self.path).suffix, "文件")


@dataclass(frozen=True)
class Print:
    """A job and the state of its files. `printed_at` is when they were last written (China's time)."""

    job: Job
    traditional: bool
    standing: Standing
    files: tuple[PrintedFile, ...] = ()
    remarks: tuple[str, ...] = ()
    printed_at: datetime | None = None

    @property
    def label(self) -> str:
        """What it is, for the editor."""
        return f"{self.job.label}{'（繁体版）' if self.traditional else ''}"

    @property
    def is_draft(self) -> bool:
        """True for an issue that does not fit: it was set only to see what is over."""
        return bool(self.files) and not any(
            file.path.endswith(f"/{self.job.channel}/{self.job.name}") for file in self.files
        )

    @property
    def pdf(self) -> PrintedFile | None:
        """The file that pictures are drawn of."""
        return self.first("PDF")

    @property
    def page(self) -> PrintedFile | None:
        """The page to copy it from."""
        return self.first("网页")

    def first(self, kind: str) -> PrintedFile | None:
        """The first file of a kind; among pictures that is the cover, if there is one."""
        return next((file for file in self.files if file.kind == kind), None)


@dataclass(frozen=True)
class Choice:
    """What an article can be printed as on a channel. `is_meant` when its own fields put it there; without `prints`, the `reason`
    why it cannot be printed there."""

    channel: Channel
    is_meant: bool
    prints: tuple[Print, ...] = ()
    reason: str = ""


class Prints:
    """The prints of the project for an audience, as everything lies on disk now. Raises UserError when docs/ cannot be read."""

    def __init__(self, desk: Desk, audience: Audience = "public") -> None:
        site, settings = whole_site(desk), desk.project.settings().for_audience(audience)
        self.root = desk.root
        press = press_for(desk.root, site, settings, Order(audience=audience))
        self.press = replace(press, stood=desk.project.states(audience))
        self.presses = {language: replace(self.press, traditional=language) for language in (False, True)}
        out = desk.root / out_folder(audience)
        self.record = Record(record_file(desk.root, audience), out, digests=desk.project.digests)

    @property
    def site(self) -> Site:
        """What the audience gets of the project."""
        return self.press.site

    def jobs(self, wanted: Wanted, channel: Channel, *, traditional: bool = False) -> list[Job]:
        """The jobs of a channel, in every campaign of the site."""
        press = self.presses[traditional]
        parts = (replace(press, site=part) for part in press.site.parts)
        return [job for part in parts for job in jobs_of(part, wanted, (channel,))]

    def of_channel(self, channel: Channel, wanted: Wanted | None = None) -> list[Print]:
        """What can be printed on a channel, and was; what was printed last comes first. Traditional prints only where there are
        some."""
        # Some channels have what was asked for by name alone.
        wanted = wanted or Wanted(named=True)
        prints = [self.as_print(job, traditional=False) for job in self.jobs(wanted, channel) if job.articles]
        if any(name.startswith(f"{channel.name}/") and TRADITIONAL in name for name in self.record.entries):
            prints += [
                self.as_print(job, traditional=True)
                for job in self.jobs(wanted, channel, traditional=True)
                if job.articles and self.record.entry(job)
            ]
        return sorted(prints, key=lambda each: each.printed_at or datetime.min, reverse=True)

    def as_print(self, job: Job, *, traditional: bool) -> Print:
        """A job with what was made of it."""
        standing, entry = self.record.standing(job), self.record.entry(job)
        if standing is Standing.CURRENT and entry["address"] not in ("", job.address):
            # The QR code leads to where the site was.
            standing = Standing.CHANGED
        files, written = [], []
        for name, facts in entry.get("files", {}).items():
            file = self.record.out / job.channel / name
            if file.is_file():
                status = file.stat()
                paper = {fact: facts.get(fact, 0) for fact in ("pages", "width", "height")}
                files.append(PrintedFile(file.relative_to(self.root).as_posix(), status.st_size, **paper))
                written.append(datetime.fromtimestamp(status.st_mtime, CHINA).replace(tzinfo=None))
        files.sort(key=lambda file: list(KINDS.values()).index(file.kind) if file.kind in KINDS.values() else 9)
        remarks = tuple(dict.fromkeys(entry.get("remarks", ())))
        return Print(job, traditional, standing, tuple(files), remarks, max(written, default=None))

    def of_article(self, article: Article) -> Iterator[Choice]:
        """What an article can be printed as, channel by channel."""
        for channel in CHANNELS.values():
            meant, named = Wanted((article,)), Wanted((article,), named=True)
            jobs = self.jobs(meant, channel)
            is_meant = bool(jobs)
            jobs = jobs or self.jobs(named, channel)
            if refusal := next((job for job in jobs if not job.articles), None):
                yield Choice(channel, is_meant, reason=why(refusal).removeprefix(f"docs/{article.path} "))
            elif jobs:
                yield Choice(channel, is_meant, tuple(self.of_channel(channel, meant if is_meant else named)))


def why(refused: Job) -> str:
    """Why a job cannot be done. It only says so."""
    try:
        refused.render()
    except UserError as error:
        return str(error)
    return ""


def printed_file(root: Path, text: str) -> Path:
    """The printed file that an address names: `out/bulletin/a.pdf`. Raises UserError for what is none: nothing else is served."""
    folder, _, name = text.partition("/")
    file = file_in(root / folder, f"/{name}") if folder in FOLDERS else None
    if file is None or file.suffix not in KINDS or not file.is_file():
        raise UserError(NO_FILE)
    return file
