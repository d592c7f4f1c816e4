"""Channels, what is asked of them, and their jobs. Light to load: a build that prints nothing reads only this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lanmu.content.article import Article, Audience
from lanmu.diagnostics.errors import UserError


@dataclass(frozen=True)
class Wanted:
    """What to print: some articles, one issue (a number or a month), or everything that the channels are meant for.

    `named` is true when a channel was asked for by name: it then takes an article that is not meant for it.
    """

    articles: tuple[Article, ...] = ()
    issue: str = ""
    named: bool = False

    @property
    def everything(self) -> bool:
        """True for neither articles nor an issue."""
        return not (self.articles or self.issue)

    def takes(self, article: Article, *, meant: bool) -> bool:
        """True when an article is wanted on a channel; `meant` says whether its own fields put it there."""
        if self.articles:
            return article in self.articles and (meant or self.named)
        return meant and self.everything


@dataclass(frozen=True)
class Rendered:
    """The result of a job: files by their names below the channel's folder; `read` are the pictures used."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()
    read: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Job:
    """One thing to print. `name` is unique in `channel`; `label` is for the editor; `issue` is its number or month, `front`
    the id of the front that it is for, where it is for one.

    `articles` are their paths below docs/; `sources` the files it depends on; `address` is the site's own address where
    it is printed (as a QR code), else empty. The job is done again when a file of `sources`, or `facts`, changed, or a
    picture that it read, a font, a template. `render` raises UserError for what cannot be printed; that is no failure where
    the job `is_for_others`, who print another edition.
    """

    channel: str
    name: str
    label: str
    sources: tuple[Path, ...]
    facts: str
    render: Callable[[], Rendered]
    articles: tuple[str, ...] = ()
    issue: str = ""
    address: str = ""
    front: str = ""
    is_for_others: bool = False


def refused(channel: str, name: str, label: str, source: Path, error: UserError, *, is_for_others: bool = False) -> Job:
    """A job that only says why it cannot be done."""

    def render() -> Rendered:
        raise error

    return Job(channel, name, label, (source,), "", render, is_for_others=is_for_others)


def out_folder(audience: Audience) -> str:
    """Where what is printed for `audience` lies, below the project."""
    return "out" if audience == "public" else "out-internal"


def record_file(root: Path, audience: Audience = "public") -> Path:
    """Where the project `root` keeps its record of the jobs that were done for `audience`."""
    return root / ".cache" / "print" / ("made.json" if audience == "public" else "made-internal.json")


def previews(record: Path) -> Path:
    """Where pictures of prints are kept, beside their record."""
    return record.parent / "previews"
