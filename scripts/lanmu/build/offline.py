"""The offline edition: a built site, packed so that it opens from a disk (`file://`) without any server.

A browser that opens files does not look for the index page of a folder, so every link is written down to the file.
What only makes sense on the web is left out: feeds, sitemap, canonical addresses, the page for missing addresses.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lanmu.build import headers
from lanmu.build.audience import audience_of
from lanmu.build.reuse import Store
from lanmu.build.site import Summary, build
from lanmu.build.stage import build_lock, staging
from lanmu.content.article import Audience
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.files import readable_by_all

# The folder in the archive, ASCII as every file in it: old programs read other names wrongly.
FOLDER = "lanmu-offline"
FOLDER_INTERNAL = f"{FOLDER}-internal"
INDEX = "index.html"
LEFT_OUT = frozenset(("404.html", "robots.txt", "sitemap.xml", "feed.xml", "feed.json", headers.FILE))
TIME = (1980, 1, 1, 0, 0, 0)
UNIX = 3
"""The system that the rights of a file are of (APPNOTE.TXT 6.3.10, 4.4.2)."""
RIGHTS = 0o100644 << 16
ADDRESSES = frozenset(("href", "src", "action", "formaction"))
# rel words of links from one edition on the web to another.
ON_THE_WEB = frozenset(("canonical", "alternate"))
# A comment or a script that is never closed takes in the rest, as in a browser.
TAG = r"""<(?P<tag>[a-zA-Z][^\s<>/]*+)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)|(?P<raw><(?P<name>script|style|textarea)\b[^<>]*>)(?P<text>.*?)(?P<end></(?P=name)\s*>|\Z)|"""
    + TAG,
    re.DOTALL | re.IGNORECASE,
)
START = re.compile(TAG, re.DOTALL)
NAME = r"""[^\s"'<>/=]"""
ATTRIBUTE = re.compile(rf"""(?<!{NAME})(?P<name>{NAME}++)\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
REFRESH = re.compile(r"(?P<before>\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?)(?P<url>.*)", re.DOTALL | re.IGNORECASE)
# A list entry with one link and nothing else; it goes with its link.
ENTRY = re.compile(
    r"""(?<![ \t])[ \t]*+<li\b[^<>]*>\s*+<a\b[^<>]*\shref="(?P<url>[^"<>]*)"[^<>]*>[^<]*</a>\s*+</li>\n?""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Archive:
    """The archive that was made: its path, the folder in it, the number of files there, its size in bytes."""

    path: Path
    folder: str
    files: int
    size: int

    def __str__(self) -> str:
        return f"离线版：文件 {self.files} 个，压缩后 {self.size / 1_000_000:.1f} MB。解开后双击 {self.folder} 里的 {INDEX}。"


def make(
    root: Path,
    target: Path,
    *,
    production: bool = False,
    site_url: str | None = None,
    allowed: Mapping[str, str] | None = None,
    audience: Audience = "public",
) -> tuple[Summary, Archive]:
    """Builds the project in `root` and packs it into the archive `target`.

    Raises UserError when the site cannot be built or the archive not be written; `target` is then as it was.
    """
    with build_lock(Store(root / ".cache" / "build", target).lock), readable_by_all(), staging(target) as folder:
        site = folder / "site"
        summary = build(
            root,
            site,
            production=production,
            site_url=site_url,
            needs_address=False,
            allowed=allowed,
            once=True,
            audience=audience,
        )
        return summary, pack(site, target)


def pack(site: Path, target: Path) -> Archive:
    """Packs the built `site` into the archive `target`."""
    folder = FOLDER if audience_of(site) == "public" else FOLDER_INTERNAL
    work = target.with_name(f".{target.name}.new")
    count = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(work, "w") as archive:
            for name, data in opening_from_disk(site):
                archive.writestr(entry_of(f"{folder}/{name}"), data, zipfile.ZIP_DEFLATED, 9)
                count += 1
        work.replace(target)
    except OSError as error:
        work.unlink(missing_ok=True)
        raise UserError(
            f"写不了 {target}（{refusal(error)}）。请关掉正在使用它的程序，检查磁盘空间和写权限。"
        ) from None
    return Archive(target, folder, count, target.stat().st_size)


def opening_from_disk(site: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the built `site` that have a use without a server, by their sorted paths, as they open from a disk."""
    names = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    included = sorted(name for name in names if not is_left_out(name))
    transform = Transform(frozenset(included))
    for name in included:
        data = (site / name).read_bytes()
        yield name, transform.page(data.decode("utf-8"), name).encode("utf-8") if name.endswith(".html") else data


def entry_of(name: str) -> zipfile.ZipInfo:
    """An entry of an archive that is the same to the byte, whenever and wherever it is made."""
    entry = zipfile.ZipInfo(name, TIME)
    entry.create_system, entry.external_attr = UNIX, RIGHTS
    return entry


def is_left_out(name: str) -> bool:
    """True for a file that has no use without a server."""
    return posixpath.basename(name) in LEFT_OUT


@dataclass(frozen=True)
class Transform:
    """Turns pages of a site with these `names` of files into pages that open from a disk."""

    names: frozenset[str]

    def page(self, text: str, name: str) -> str:
        """The HTML `text` of the page at `name` for reading from a disk."""
        text = ENTRY.sub(lambda match: "" if self.is_gone(html.unescape(match["url"]), name) else match[0], text)
        return TOKEN.sub(lambda match: self.token(match, name), text)

    def token(self, match: re.Match[str], page: str) -> str:
        """One start tag, comment or element with raw text."""
        if match["raw"]:
            start = START.fullmatch(match["raw"])
            return (self.start_tag(start, page) if start else match["raw"]) + match["text"] + match["end"]
        return self.start_tag(match, page) if match["tag"] else match[0]

    def start_tag(self, match: re.Match[str], page: str) -> str:
        """One start tag."""
        tag = match["tag"].lower()
        values = dict(read(match["attributes"]))
        if tag == "link" and ON_THE_WEB & set(values.get("rel", "").lower().split()):
            return ""
        changed = ATTRIBUTE.sub(lambda inner: self.attribute(inner, tag, values, page), match["attributes"])
        # Scripts append this to the addresses of pages that they make.
        attribute = f' data-index="{INDEX}"' if tag == "html" else ""
        return f"<{match['tag']}{changed}{attribute}>"

    def attribute(self, match: re.Match[str], tag: str, values: dict[str, str], page: str) -> str:
        """One attribute with its value."""
        name, value = match["name"].lower(), plain(match["value"])
        if name in ADDRESSES:
            if tag == "a" and self.is_gone(value, page):
                return ""
            changed = self.to_file(value, page)
        elif tag == "meta" and name == "content":
            changed = self.meta(values.get("http-equiv", "").lower(), value, page)
        else:
            return match[0]
        return match[0] if changed == value else f'{match["name"]}="{html.escape(changed)}"'

    def meta(self, kind: str, value: str, page: str) -> str:
        """The `content` of a <meta> in place of an HTTP header (`kind`), adapted to files."""
        if kind == "content-security-policy":
            return headers.policy(sources=" file: content:")
        if kind == "refresh" and (match := REFRESH.fullmatch(value)):
            return match["before"] + self.to_file(match["url"], page)
        return value

    def target(self, raw: str, page: str) -> str | None:
        """The path below the site's folder that an address on a page names; None for what lies elsewhere."""
        try:
            parts = urlsplit(raw)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return None
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))

    def is_gone(self, raw: str, page: str) -> bool:
        """True for an address of a file that is left out."""
        target = self.target(raw, page)
        return target is not None and is_left_out(target)

    def to_file(self, raw: str, page: str) -> str:
        """The address written down to the file; one that names no folder with an index page as it was."""
        target = self.target(raw, page)
        if target is None or posixpath.normpath(posixpath.join(target, INDEX)) not in self.names:
            return raw
        path, separator, rest = cut(raw)
        return f"{path.rstrip('/')}/{INDEX}{separator}{rest}"


def cut(raw: str) -> tuple[str, str, str]:
    """The path of an address, the `?` or `#` after it, and the rest."""
    match = re.search(r"[?#]", raw)
    return (raw[: match.start()], match[0], raw[match.end() :]) if match else (raw, "", "")


def read(attributes: str) -> Iterator[tuple[str, str]]:
    """Name and value of every attribute that has one."""
    for match in ATTRIBUTE.finditer(attributes):
        yield match["name"].lower(), plain(match["value"])


def plain(value: str) -> str:
    """The value of an attribute without its quotes and references."""
    return html.unescape(value[1:-1] if value[:1] in ("'", '"') else value)
