"""Compressed copies beside the files of a site (`--precompress`), which a server hands out as they are.

The same file gives the same bytes, whenever it is compressed. A copy that is no smaller than its file is left out.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli

from lanmu.build.reuse import Previous
from lanmu.build.stage import link, signature, signatures

# Pictures, PDF and Word are compressed in themselves.
SUFFIXES = (".html", ".css", ".js", ".svg", ".json", ".xml")
# Level 11 takes almost three times as long and saves two hundredths more.
QUALITY = 10


def gzipped(data: bytes) -> bytes:
    """The data as gzip (RFC 1952), without a time or the name of a system in its head."""
    file = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packed:
        packed.write(data)
    return file.getvalue()


CODINGS: dict[str, Callable[[bytes], bytes]] = {".br": partial(brotli.compress, quality=QUALITY), ".gz": gzipped}
"""How copies are made, by the ending of their names; the better one first."""


def precompress(site: Path, previous: Previous | None = None) -> None:
    """Puts copies beside all texts of a new `site`. Those of a file that was taken over from the last build are taken over.
    Raises OSError."""
    paths = [path for path in signatures(site) if path.endswith(SUFFIXES)]
    # Both libraries let other threads run while they compress.
    with ThreadPoolExecutor() as pool:
        list(pool.map(partial(write_copies, site, previous), paths))


def write_copies(site: Path, previous: Previous | None, path: str) -> None:
    """Puts the copies of one file beside it."""
    last = previous.taken.get(path, "") if previous else ""
    is_taken = previous and last and is_same_file(signature(f"{site}/{path}"), previous.record.files[last])
    data = b""
    for ending, compressed in CODINGS.items():
        if previous and is_taken and previous.is_intact(last + ending):
            link(f"{previous.site}/{last}{ending}", f"{site}/{path}{ending}")
            continue
        data = data or (site / path).read_bytes()
        copy = compressed(data)
        if len(copy) < len(data):
            (site / (path + ending)).write_bytes(copy)


def is_same_file(new: str, last: str) -> bool:
    """True when two signatures are of the same file; only the last build's may contain a digest of the content."""
    return new.rpartition(".")[0] == last.rpartition(".")[0]
