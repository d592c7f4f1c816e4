"""What a web server must do for a site, whichever server it is: one model, which every writer of settings is given."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lanmu.build import headers
from lanmu.build.audience import audience_of
from lanmu.checks.built.site import own_address
from lanmu.content.article import Audience
from lanmu.diagnostics.errors import UserError

# As the template of moved addresses (moved.html) has it.
MOVED = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)">')
HEAD = 1000
"""How many bytes of a page are looked at for it."""
MISSING = "404.html"
CODINGS = {".br": "br", ".gz": "gzip"}
"""How the names of compressed copies of a file end, with what they are called in HTTP."""
REVALIDATED = "no-cache"
"""Kept by browsers, but asked for anew each time (RFC 9111, 5.2.2.4): what is withdrawn is gone at once, what has not changed
costs an answer without a body (304)."""
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".sig": "application/json; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""Media types by ending; several servers know none for the newer ones."""
OTHER = "application/octet-stream"
"""The media type of everything else."""
HIDDEN = (headers.FILE, "web.config")
"""Files for servers, not for readers."""


@dataclass(frozen=True)
class Serving:
    """A site as a server hands it out: from `folder` on the server's disk, at `path` (`/`, or `/a/b/`) of its host,
    for `audience`.

    `moved` are old paths, each with the path that it leads to; `missing` are the pages for addresses that are not there,
    by the beginning of the paths they are for, the longest first; `lasting` are paths of files whose content never changes.
    All paths are those of the host, not percent-encoded.
    """

    folder: str
    path: str
    audience: Audience
    moved: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    lasting: tuple[str, ...]

    def name(self, word: str) -> str:
        """A name in settings that no other site of the same host has: several campaigns may lie beside each other."""
        return re.sub(r"[^A-Za-z0-9]+", "_", f"lanmu{quote(self.path)}{word}")

    @property
    def lasting_pattern(self) -> str:
        """A regular expression (of PCRE and RE2) for what of the site may be kept for good."""
        return lasting_pattern(self.path)


def lasting_pattern(base: str) -> str:
    """A regular expression (of PCRE and RE2) for what of a site at the path `base` may be kept for good."""
    globs = (re.escape(glob).replace(r"\*", ".*") for glob in headers.LASTING)
    return f"^{re.escape(base.rstrip('/'))}(?:{'|'.join(globs)})$"


def fields_of(path: str, audience: Audience) -> dict[str, str]:
    """The header fields of a file of a site (a path below its root) that depend on what it is, for stores that keep them with
    each file."""
    is_lasting = re.match(lasting_pattern("/"), f"/{path}")
    return {
        "Content-Type": TYPES.get(posixpath.splitext(path)[1], OTHER),
        "Cache-Control": headers.lasting(audience) if is_lasting else REVALIDATED,
    }


def read_serving(site: Path, folder: str, path: str = "") -> Serving:
    """What a server must do for the built `site` that will lie in its `folder`; without `path` it is that of the address that
    the site was built for. Raises UserError."""
    if not (site / "index.html").is_file():
        raise UserError(
            f"{site} 里没有网站（没有 index.html）。请先运行 python scripts/build.py --production，或者用 --site 写明。"
        )
    base = checked_path(path or unquote(urlsplit(own_address(site)).path) or "/")
    pages = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    missing = (page for page in pages if posixpath.basename(page) == MISSING)
    by_prefix = {base + page.removesuffix(MISSING): base + page for page in missing}
    lasting = (file for glob in headers.LASTING for file in site.glob(glob.lstrip("/")))
    return Serving(
        folder.rstrip("/\\") + "/",
        base,
        audience_of(site),
        tuple(sorted(moved(site, pages, base))),
        tuple(sorted(by_prefix.items(), key=lambda entry: len(entry[0]), reverse=True)),
        tuple(sorted(base + file.relative_to(site).as_posix() for file in lasting if file.is_file())),
    )


def checked_path(path: str) -> str:
    """The path with a slash at both ends. Raises UserError for what cannot be one, and could say something else in settings."""
    if re.search(r"""[\s"'`{}$;\\<>?#%*]|//|\.\.""", path):
        raise UserError(
            f"--path「{path}」不是路径。请写网址里主机名后面的部分，例如 /zhuanti/；整个网站就在根上的写 /。"
        )
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def moved(site: Path, pages: list[str], base: str) -> Iterator[tuple[str, str]]:
    """The old paths of a site, read from the pages that stand there and lead on; of an index page both its paths."""
    for page in pages:
        with (site / page).open("rb") as file:
            match = MOVED.search(file.read(HEAD))
        if not match:
            continue
        place = unquote(html.unescape(match[1].decode("utf-8")))
        target = posixpath.normpath(posixpath.join(base, posixpath.dirname(page), place))
        target += "/" if place.endswith("/") and target != "/" else ""
        yield f"{base}{page}", target
        if posixpath.basename(page) == "index.html":
            yield f"{base}{page.removesuffix('index.html')}", target


def encoded(path: str) -> str:
    """A path as it stands in a header."""
    return quote(path, safe="/-._~!&'()*+,=:@")


def takes(coding: str) -> str:
    """A pattern for the `Accept-Encoding` (RFC 9110, 12.5.3) of a browser that takes a coding; `q=0` refuses it."""
    return rf"(?:^|[ ,]){coding}(?! *; *q=0(?:\.0*)?(?:[ ,]|$))(?:[ ;,]|$)"


def introduction(serving: Serving, *steps: str) -> Iterator[str]:
    """The comment at the head of a file: what it is, and the steps to install it."""
    yield "# 由 scripts/write_server_config.py 写出，改了旧网址（redirect_from）以后重新写一次，不要手改。"
    yield from (f"# {step}" for step in steps)
    yield f"# 网站放在 {serving.folder}，网址是 {serving.path}。"
    yield ""
