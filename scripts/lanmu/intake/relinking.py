"""Links of a text after files have moved: each leads to where it led before, and looks as it did."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from lanmu.content.addresses import address_of
from lanmu.content.files import TARGET_ENDS
from lanmu.content.translation import SUFFIX, source_path
from lanmu.text.links import PLAIN, local_path, targets
from lanmu.text.regions import regions
from lanmu.text.scan import scan

PATH = re.compile(r"[^?#]*")


@dataclass(frozen=True)
class Moves:
    """Files that move: their new paths below docs/ by the old ones. `present` are all files, where they lie before."""

    files: Mapping[str, str]
    present: frozenset[str]

    @cached_property
    def addresses(self) -> dict[str, str]:
        """New addresses of pages by the old ones, without the slash at their ends."""
        pages = ((old, new) for old, new in self.files.items() if old.endswith(".md") and not SUFFIX.search(old))
        return {address_of(old).rstrip("/"): address_of(new).rstrip("/") for old, new in pages}

    def new_path(self, path: str) -> str:
        """Where a file or the page at an address lies afterwards."""
        return self.files.get(path) or self.addresses.get(path) or path

    def is_there(self, path: str) -> bool:
        """True for a file, and for the address of a page."""
        return not self.present.isdisjoint((path, f"{path}.md", f"{path}/index.md"))


def relinked(text: str, start: int, old: str, moves: Moves) -> tuple[str, int]:
    """The text of the file at `old` (its body begins at `start`) with all links mended, and how many were. Code stays."""
    new = moves.files.get(old, old)
    replacements = []
    for place, written, is_html in targets(text, start):
        inner = written.lstrip("<\"'")
        target = TARGET_ENDS.split(inner.rstrip(">\"'"))[0]
        if changed := new_target(target, old, new, moves, is_html=is_html):
            replacements.append((place + len(written) - len(inner), target, changed))
    if not replacements:
        return text, 0
    code = spans_of_code(text, start)
    mended = 0
    for place, target, changed in sorted(replacements, reverse=True):
        if not any(begin <= place < end for begin, end in code):
            text = text[:place] + changed + text[place + len(target) :]
            mended += 1
    return text, mended


def new_target(target: str, old: str, new: str, moves: Moves, *, is_html: bool) -> str:
    """What a target in the file at `old`, which will lie at `new`, must be; empty for one that may stay."""
    path = local_path(target)
    if not path or path.startswith("/"):
        return ""
    # MkDocs counts from the source file, browsers count raw HTML from the address of the page.
    before, after = posixpath.dirname(old), posixpath.dirname(new)
    if is_html:
        by_address = address_of(source_path(old)), address_of(source_path(new))
        if moves.is_there(joined(by_address[0], path)) or not moves.is_there(joined(before, path)):
            before, after = by_address
    place = joined(before, path)
    slash = "/" if path.endswith("/") else ""
    moved = posixpath.relpath(moves.new_path(place), after or ".") + slash
    if place.startswith("..") or moved == posixpath.normpath(path) + slash:
        return ""
    written = PATH.match(target)
    assert written
    is_plain = written[0] == path and (PLAIN.fullmatch(moved) or not PLAIN.fullmatch(path))
    return (moved if is_plain else quote(moved)) + target[written.end() :]


def joined(folder: str, path: str) -> str:
    """A path that counts from a folder, below docs/."""
    return posixpath.normpath(posixpath.join(folder, path))


def spans_of_code(text: str, start: int) -> list[tuple[int, int]]:
    """From where to where code stands: what looks like a link there is shown as it is."""
    scanned = scan(text, start)
    fences = [(region.start, region.end) for region in regions(text, start, len(text)) if region.kind == "code"]
    inline = [(place, end_of_code(text, place)) for place in scanned.codes]
    return [*fences, *scanned.code_blocks, *inline]


def end_of_code(text: str, place: int) -> int:
    """Where inline code ends that begins at a place: with as many signs as it begins with."""
    signs = re.compile("`+").match(text, place)
    return text.find(signs[0], signs.end()) + len(signs[0]) if signs else place


def renamed_in_data(text: str, moves: Mapping[str, str]) -> tuple[str, int]:
    """A data file with the new paths of files that moved, below docs/ or with it, and how many there were."""
    count = 0
    for old, new in moves.items():
        text, number = re.subn(rf"(?<![\w./-])(docs/)?{re.escape(old)}(?![\w/-])", rf"\g<1>{new}", text)
        count += number
    return text, count
