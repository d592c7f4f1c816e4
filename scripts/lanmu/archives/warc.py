"""A web archive (WARC 1.1, ISO 28500:2017) of a built site, for libraries: what a server would answer, for every address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urljoin

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from lanmu.checks.reports.sarif import VERSION
from lanmu.releases.manifest import files_below
from lanmu.releases.servers.serving import HIDDEN, MISSING, OTHER, TYPES, encoded, read_serving

FILE = "warc/site.warc.gz"
INDEX = "index.html"


def write(site: Path, site_url: str, moment: datetime, target: Path) -> None:
    """Writes the web archive of the built `site`, which readers find at `site_url`. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    day = {"WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    about = {
        "software": f"lanmu/{VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"{site_url}: written from the files of the site when they were built, not fetched from a server",
    }
    with target.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        info = writer.create_warcinfo_record(target.name, about)
        info.rec_headers.replace_header("WARC-Date", day["WARC-Date"])
        writer.write_record(info)
        for address, answer, body in answers(site, site_url):
            with body:
                record = writer.create_warc_record(
                    address, "response", payload=body, http_headers=answer, warc_headers_dict=day
                )
                writer.write_record(record)


def answers(site: Path, site_url: str) -> Iterator[tuple[str, StatusAndHeaders, BinaryIO]]:
    """The addresses of a site, each with the head of its answer and the file that follows it."""
    serving = read_serving(site, "")
    moved = dict(serving.moved)
    for path in files_below(site):
        if PurePosixPath(path).name in (*HIDDEN, MISSING):
            continue
        file = site / path
        folder = path.removesuffix(INDEX) if PurePosixPath(path).name == INDEX else path
        address = urljoin(site_url, encoded(folder))
        headers = [("Content-Type", TYPES.get(file.suffix, OTHER)), ("Content-Length", str(file.stat().st_size))]
        status, target = "200 OK", moved.get(serving.path + folder)
        if target:
            status = "301 Moved Permanently"
            headers.insert(0, ("Location", urljoin(site_url, encoded(target))))
        yield address, StatusAndHeaders(status, headers, protocol="HTTP/1.1"), file.open("rb")
