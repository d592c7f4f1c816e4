"""Pictures in the pages: their size, when they are loaded, and lighter files for browsers that take them."""

from __future__ import annotations

import html
import os
import posixpath
import re
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from mkdocs.structure.files import File

from lanmu.build.outputs import is_of_docs
from lanmu.build.picture_cache import CachedPicture, PictureCache
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.untrusted.kinds import PICTURES, FileKind, kind_of
from lanmu.untrusted.opening import LARGEST_FILE, RejectedFileError
from lanmu.untrusted.picture_facts import AGAIN, facts_of
from lanmu.untrusted.pictures import FAULTS
from lanmu.untrusted.stripping import STRIPPED

DRAWN = (".png", ".jpg", ".jpeg", ".webp", ".avif")
OTHER = (".gif", ".svg")
SHOWN = PICTURES - {FileKind.HEIC}
# How wide a picture is in an article: the whole window, at most the width of the text (article.css). Templates that
# show it narrower say so with `sizes`.
SIZES = "(min-width: 48rem) 43rem, 100vw"
IMAGE = re.compile(
    r"""<!--.*?-->|<(script|style|textarea|picture)\b.*?</\1\s*>|<img\b(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE,
)
VARIANT = re.compile(r"assets/pictures/[0-9a-f]+-\d+\.\w+")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


@dataclass(frozen=True)
class Gallery:
    """The pictures of a site by their address below its root."""

    entries: Mapping[str, CachedPicture] = field(default_factory=dict)
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def variants(self) -> dict[str, Path]:
        """Where the lighter files lie, by their address below the site's root."""
        return {variant.address: variant.path for entry in self.entries.values() for variant in entry.variants}


def gallery(files: Iterable[File], docs: Path, cache: PictureCache, previous: Gallery | None = None) -> Gallery:
    """The gallery of all pictures among `files`, added to the `previous` one. Sets the source of the pictures, and of attachments with
    metadata, to their clean version, which MkDocs then copies.

    Raises ContentError with every picture that is damaged.
    """
    problems: list[Problem] = []
    entries = dict(previous.entries) if previous else {}
    sizes = dict(previous.sizes) if previous else {}
    wanted = [file for file in files if file.abs_src_path and (is_picture(file) or is_attachment(file, docs))]
    new_files = [file for file in wanted if file.dest_uri not in entries]
    with ThreadPoolExecutor() as pool:
        results = pool.map(lambda file: looked_at(file, cache), new_files)
        for file, result in zip(new_files, results, strict=True):
            if isinstance(result, Problem):
                problems.append(result)
            elif result:
                entries[file.dest_uri] = result
                if result.width and result.height:
                    sizes[file.dest_uri] = (result.width, result.height)
    if problems:
        raise ContentError(problems)
    for file in wanted:
        if file.dest_uri in entries:
            file.abs_src_path = str(entries[file.dest_uri].original)
    return Gallery(entries, sizes)


def is_picture(file: File) -> bool:
    """True when its name says that it is a picture that pages show."""
    return file.src_uri.lower().endswith((*DRAWN, *OTHER))


def is_attachment(file: File, docs: Path) -> bool:
    """True for what editors put beside the articles."""
    return is_of_docs(file, docs) and not file.is_documentation_page()


def looked_at(file: File, cache: PictureCache) -> CachedPicture | Problem | None:
    """The clean version of a file; None for one that is published as it is; a problem for a damaged one."""
    path = Path(str(file.abs_src_path))
    place = f"docs/{file.src_uri}"
    try:
        kind = kind_of(path)
        if not is_picture(file) and (kind not in STRIPPED or path.stat().st_size > LARGEST_FILE):
            return None
        try:
            data = path.read_bytes()
            if is_picture(file) and kind not in SHOWN:
                facts_of(data)
            return cache.entry(data)
        except RejectedFileError as problem:
            if is_picture(file) or kind in PICTURES:
                return Problem(place, 0, problem.reason, problem.remedy, kind=ProblemKind.IMAGE)
            # Rule PRI006 reports it and holds it back, unless somebody has looked at it and let it pass.
            return None
    except FAULTS:
        noun = "图片" if is_picture(file) else "文件"
        return Problem(place, 0, f"{noun}已损坏，打不开。", AGAIN, kind=ProblemKind.IMAGE)


def with_variants(page: str, address: str, pictures: Gallery, site: Path) -> tuple[str, list[str]]:
    """The HTML `page` at `address` (`a/b/index.html`) with every <img> completed, and the variants that it names.

    Width and height keep the text from jumping; all pictures but the first wait until they are near. The variants
    are copied below `site`.
    """
    text = completed(page, address, pictures)
    named = dict.fromkeys(VARIANT.findall(text) if "<source" in text else ())
    named_variants = [address for address in named if address in pictures.variants]
    for variant in named_variants:
        copy_variant(pictures.variants[variant], site / variant)
    return text, named_variants


def copy_variant(variant: Path, place: Path) -> None:
    """Copies a file to `place` in one step, unless it is there; safe when several processes do it at once."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    work = place.with_name(f".{place.name}.{os.getpid()}")
    shutil.copyfile(variant, work)
    try:
        os.link(work, place)
    except FileExistsError:
        pass
    except OSError:
        work.replace(place)
    work.unlink(missing_ok=True)


def completed(page: str, address: str, pictures: Gallery) -> str:
    """The page with the size, the time of loading and the lighter files of each <img>."""
    if "<img" not in page:
        return page
    seen: list[str] = []

    def complete(match: re.Match[str]) -> str:
        if match["attributes"] is None:
            return match[0]
        attributes = read_attributes(match["attributes"])
        target = target_of(attributes.get("src") or "", address)
        if "loading" not in attributes and seen:
            attributes["loading"] = "lazy"
        seen.append(target)
        attributes.setdefault("decoding", "async")
        if target in pictures.sizes:
            set_size(attributes, *pictures.sizes[target])
        entry = pictures.entries.get(target)
        sizes = attributes.pop("sizes", None) or SIZES
        image = f"<img{written(attributes)}>"
        if entry is None or not entry.variants:
            return image
        return f"<picture>{sources(entry, sizes, address)}{image}</picture>"

    return IMAGE.sub(complete, page)


def read_attributes(text: str) -> dict[str, str | None]:
    """The attributes of an element, None for one without a value; of two with one name browsers take the first."""
    attributes: dict[str, str | None] = {}
    for match in ATTRIBUTE.finditer(text):
        value = next((match[n] for n in (2, 3, 4) if match[n] is not None), None)
        attributes.setdefault(match[1].lower(), None if value is None else html.unescape(value))
    return attributes


def written(attributes: Mapping[str, str | None]) -> str:
    """The attributes as they stand in an element."""
    return "".join(
        f" {name}" if value is None else f' {name}="{html.escape(value)}"' for name, value in attributes.items()
    )


def target_of(src: str, address: str) -> str:
    """The path below the site's root that `src` on the page `address` names; empty for other hosts and data."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(parts.path)))


def set_size(attributes: dict[str, str | None], width: int, height: int) -> None:
    """Width and height in pixels; where an editor gave one of them, the other follows."""
    wide, high = attributes.get("width"), attributes.get("height")
    if wide is None and high is None:
        attributes["width"], attributes["height"] = str(width), str(height)
    elif high is None and wide and wide.isdecimal():
        attributes["height"] = str(max(1, round(int(wide) * height / width)))
    elif wide is None and high and high.isdecimal():
        attributes["width"] = str(max(1, round(int(high) * width / height)))


def sources(entry: CachedPicture, sizes: str, address: str) -> str:
    """The <source> elements of a picture, the lightest format first."""
    formats: dict[str, list[str]] = {}
    for variant in entry.variants:
        link = posixpath.relpath(variant.address, posixpath.dirname(address) or ".")
        formats.setdefault(variant.format, []).append(f"{quote(link)} {variant.width}w")
    return "".join(
        f'<source type="image/{name}" srcset="{", ".join(links)}" sizes="{html.escape(sizes)}">'
        for name, links in formats.items()
    )
