"""Printed files that still match the articles: the site offers them to readers."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, groupby
from pathlib import Path

from lanmu.channels.common.job import Job, Wanted, out_folder, previews, record_file
from lanmu.channels.common.press import TRADITIONAL_SUFFIX, Press
from lanmu.channels.common.sheets import picture_of
from lanmu.channels.record import Record
from lanmu.channels.registry import CHANNELS
from lanmu.content.addresses import PRINT
from lanmu.content.article import Audience
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.views.printed import Offer, Printed, PrintedFile


def offer(
    root: Path,
    site: Site,
    settings: Settings,
    site_url: str,
    shown: Container[str] | None,
    audience: Audience = "public",
) -> Offer:
    """The prints of `site` for `audience` in the project `root` that are up to date, for a site at `site_url`.

    `shown` are the articles that may go out; with None (a preview) all may, and a print may carry any address. Raises UserError when a preview cannot be written.
    """
    record = Record(record_file(root, audience), root / out_folder(audience))
    address = "" if shown is None else site_url
    current: list[Job] = []
    stale: list[str] = []
    for traditional in (False, True):
        parts = site.for_audience(audience).parts
        presses = [Press(part, settings, root, traditional, audience=audience) for part in parts]
        for channel in (channel for channel in CHANNELS.values() if channel.readers):
            for job in chain.from_iterable(channel.jobs(press, Wanted()) for press in presses):
                entry = record.entry(job)
                if not entry or not (shown is None or all(path in shown for path in job.articles)):
                    continue
                if not record.holds(job) or (address and entry["address"] not in ("", address)):
                    stale.append(f"{job.label}{'（繁体版）' if traditional else ''}")
                elif job.name in entry["files"]:
                    current.append(job)
    printed, files = [], []
    for (channel_name, stem), group in groupby(sorted(current, key=stem_of), key=stem_of):
        jobs = list(group)
        first = jobs[0]
        editions = tuple(file for job in jobs for file in files_of(job, record))
        pictures = []
        for page in range(min(editions[0].pages, CHANNELS[channel_name].shown_pages)):
            picture = picture_of(previews(record.file), record.out / first.channel / first.name, page)
            pictures.append((f"{PRINT}{channel_name}/{stem}-{page + 1}.png", picture))
        addresses = tuple(address for address, _ in pictures)
        printed.append(Printed(first.channel, first.issue, first.articles, editions, addresses, first.front))
        files += [(file.address, record.out / file.channel / file.name) for file in editions] + pictures
    return Offer(tuple(printed), tuple(files), tuple(stale), is_foreign=record.is_foreign)


def stem_of(job: Job) -> tuple[str, str]:
    """The channel and file name without language and suffix: the Simplified and the Traditional print of a job have the same."""
    return job.channel, job.name.removesuffix(TRADITIONAL_SUFFIX).removesuffix(".pdf")


def files_of(job: Job, record: Record) -> list[PrintedFile]:
    result = []
    for name, facts in sorted(record.entry(job)["files"].items(), key=lambda file: file[0] != job.name):
        size = (record.out / job.channel / name).stat().st_size
        pages, width, height = (facts.get(fact, 0) for fact in ("pages", "width", "height"))
        traditional = job.name.endswith(TRADITIONAL_SUFFIX)
        result.append(PrintedFile(job.channel, name, size, pages, width, height, traditional=traditional))
    return result
