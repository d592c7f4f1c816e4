"""What was printed and is still true: the site offers it to readers."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain, groupby
from pathlib import Path

from lanmu.channels import bulletin, document, form
from lanmu.channels.desk import TRADITIONAL_SUFFIX, Desk, Wanted
from lanmu.channels.job import Job, record_file
from lanmu.channels.newspaper import channel as newspaper
from lanmu.channels.poster import channel as poster
from lanmu.channels.preview import preview
from lanmu.channels.record import Record
from lanmu.content.addresses import PRINT
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.storage.authentication import is_kept, keep
from lanmu.views.printed import Offer, Printed, PrintedFile

# What is for readers; a report upwards is for the office that it goes to.
CHANNELS = (document, bulletin, newspaper, poster, form)
# Of these the reader sees so many pages before taking the file.
SHOWN_PAGES = {newspaper.CHANNEL: 4, poster.CHANNEL: 1}
# Pixels: sharp on a dense screen at the width of a card.
PREVIEW_WIDTH = 960


def offer(root: Path, site: Site, settings: Settings, site_url: str, shown: Container[str] | None) -> Offer:
    """What print_channels.py has made of `site`, in the project `root`, for a site at `site_url`.

    `shown` are the articles that may go out; None, for a site that is only looked at, are all, and what is printed may
    then bear any address. Raises UserError when a preview cannot be written.
    """
    record = Record(record_file(root), root / "out")
    address = "" if shown is None else site_url

    def is_true(job: Job) -> bool:
        return record.holds(job) and (not address or record.address(job) in ("", address))

    jobs = [job for job in known_jobs(record, root, site, settings) if is_shown(job, shown)]
    true = sorted((job for job in jobs if is_true(job) and job.name in record.files(job)), key=stem_of)
    groups = [list(group) for _, group in groupby(true, key=stem_of)]
    printed, files = [], []
    for group in groups:
        editions = tuple(file for job in group for file in files_of(job, record))
        pictures = tuple(previews(group[0], editions[0], record))
        addresses = tuple(address for address, _ in pictures)
        printed.append(Printed(group[0].channel, group[0].issue, group[0].articles, editions, addresses))
        files += [(file.address, record.out / file.channel / file.name) for file in editions]
        files += pictures
    stale = tuple(named(job) for job in jobs if not is_true(job))
    return Offer(tuple(printed), tuple(files), stale, is_foreign=record.is_foreign)


def known_jobs(record: Record, root: Path, site: Site, settings: Settings) -> Iterator[Job]:
    """The jobs that were done before, as they would be done today: in Simplified, then in Traditional."""
    for traditional in (False, True):
        desk = Desk(site, settings, root, traditional)
        found = chain.from_iterable(channel.jobs(desk, Wanted()) for channel in CHANNELS)
        yield from (job for job in found if record.knows(job))


def is_shown(job: Job, shown: Container[str] | None) -> bool:
    """True when readers may see every article of a job."""
    return shown is None or all(path in shown for path in job.articles)


def stem_of(job: Job) -> tuple[str, str]:
    """What the two editions of one job have in common."""
    return job.channel, job.name.removesuffix(TRADITIONAL_SUFFIX).removesuffix(".pdf")


def named(job: Job) -> str:
    """What the editor calls a job; the two editions of one have the same label."""
    return f"{job.label}{'（繁体版）' if job.name.endswith(TRADITIONAL_SUFFIX) else ''}"


def files_of(job: Job, record: Record) -> Iterator[PrintedFile]:
    """The PDF of a job, then the Word file that goes with it."""
    is_traditional = job.name.endswith(TRADITIONAL_SUFFIX)
    for name, facts in sorted(record.files(job).items(), key=lambda file: file[0] != job.name):
        size = (record.out / job.channel / name).stat().st_size
        pages, width, height = (facts.get(fact, 0) for fact in ("pages", "width", "height"))
        yield PrintedFile(job.channel, name, size, pages, width, height, traditional=is_traditional)


def previews(job: Job, file: PrintedFile, record: Record) -> Iterator[tuple[str, Path]]:
    """Pictures of its pages: their addresses in the site and where they lie; drawn once for each state of the PDF."""
    digest = record.files(job)[job.name]["digest"][:16]
    for page in range(min(file.pages, SHOWN_PAGES.get(job.channel, 0))):
        picture = record.file.parent / "previews" / f"{digest}-{page + 1}.png"
        if not is_kept(picture):
            pdf = (record.out / job.channel / job.name).read_bytes()
            keep(picture, preview(pdf, PREVIEW_WIDTH, page))
        yield f"{PRINT}{'/'.join(stem_of(job))}-{page + 1}.png", picture
