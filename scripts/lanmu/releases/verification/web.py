"""A live site against a manifest, asked as a reader's browser asks, one request at a time."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit

import brotli
from selectolax.lexbor import LexborHTMLParser

from lanmu.build import headers
from lanmu.build.outputs import ATTRIBUTES, LINKS
from lanmu.checks.engine.finding import Finding
from lanmu.checks.external.address import joined, parse
from lanmu.checks.external.answer import REDIRECTS, LinkError, words_of
from lanmu.checks.external.asking import Asker
from lanmu.checks.external.request import Reply
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.servers.serving import CODINGS, HIDDEN
from lanmu.releases.verification.faults import fault

INDEX = "index.html"
SOON = timedelta(days=21)
MOVED = 4000
"""A page that only leads on has fewer bytes, others more."""
MOST_STRANGERS = 50
"""How many addresses that are none of ours are asked for."""


def address_of(base: str, path: str) -> str:
    """The address at which readers open a file."""
    folder, _, name = path.rpartition("/")
    return base + quote(f"{folder}/" if name == INDEX and folder else "" if path == INDEX else path)


def path_of(base: str, address: str) -> str | None:
    """The file below the site's root that an address means; None for what lies elsewhere."""
    if not address.startswith(base):
        return None
    path = unquote(urlsplit(address[len(base) :]).path)
    return f"{path}{INDEX}" if path == "" or path.endswith("/") else path


@dataclass
class WebSite:
    """The live site at `base`. While it is verified it gathers what is reported once for all files: `wrong_headers` by
    name, and `strangers`, addresses that changed pages lead to, each with its page."""

    base: str
    asker: Asker
    wrong_headers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    strangers: dict[str, str] = field(default_factory=dict)

    def receive(self, path: str, coding: str = "identity") -> Reply:
        """The answer for a file. Raises LinkError."""
        return self.asker.whole(parse(address_of(self.base, path)), coding)

    def verify_file(self, manifest: Manifest, path: str) -> Iterator[Finding]:
        """What is wrong with one file of the release, plain and in the content codings that were published beside it."""
        codings = ("identity", *(coding for ending, coding in CODINGS.items() if path + ending in manifest.files))
        for coding in codings:
            try:
                reply = self.receive(path, coding)
            except LinkError as failure:
                yield fault("VER008", path, f"打不开：{failure.reason}。")
                return
            findings = list(self.judged(manifest, path, reply))
            yield from findings
            if findings or reply.status in REDIRECTS:
                return

    def judged(self, manifest: Manifest, path: str, reply: Reply) -> Iterator[Finding]:
        """What one answer says."""
        if reply.status in REDIRECTS:
            yield from self.judged_redirect(manifest, path, reply)
            return
        if reply.status in (404, 410):
            yield fault("VER005", path, f"答复 {words_of(reply.status)}。")
            return
        if reply.status != 200 or reply.body is None:
            yield fault("VER008", path, f"答复 {words_of(reply.status)}。")
            return
        self.note_headers(manifest, path, reply)
        coding = reply.fields.get("content-encoding", "identity").lower()
        copies = [path + ending for ending, name in CODINGS.items() if name == coding]
        if any(c in manifest.files and manifest.files[c].sha256 == reply.body.sha256 for c in copies):
            return
        plain = decoded(reply.body.beginning, coding, manifest.files[path].size + 1)
        digest = sha256(plain).hexdigest() if coding in CODINGS.values() else reply.body.sha256
        if digest != manifest.files[path].sha256:
            form = f"，压缩形式 {coding}" if coding != "identity" else ""
            yield fault("VER004", path, f"和发布的不一样（{address_of(self.base, path)}{form}）。")
            self.note_strangers(manifest, path, plain)

    def judged_redirect(self, manifest: Manifest, path: str, reply: Reply) -> Iterator[Finding]:
        """Only a page that itself leads on, which is small, may be answered by a redirect, and only to another page of ours."""
        address = joined(address_of(self.base, path), reply.location)
        target = path_of(self.base, address)
        is_moved = path.endswith(".html") and manifest.files[path].size < MOVED and reply.status in (301, 308)
        if target not in manifest.files or not is_moved:
            yield fault("VER007", path, f"被转到「{address}」（{reply.status}）。")

    def note_headers(self, manifest: Manifest, path: str, reply: Reply) -> None:
        """Notes the headers that are not as `_headers` says."""
        wanted = dict(headers.everywhere(manifest.edition))
        if any(fnmatchcase(f"/{path}", pattern) for pattern in headers.LASTING):
            wanted["Cache-Control"] = headers.lasting(manifest.edition)
        for name, value in wanted.items():
            if reply.fields.get(name.lower(), "") != value and self.wrong_headers[name][-1:] != [path]:
                self.wrong_headers[name].append(path)

    def note_strangers(self, manifest: Manifest, path: str, text: bytes) -> None:
        """Notes where a changed page, or the sitemap, leads within the site, and no file of ours is."""
        tree = LexborHTMLParser(text.decode("utf-8", "replace"))
        links = [node.attributes.get(name) or "" for node in tree.css(LINKS) for name in ATTRIBUTES]
        links += [node.text(strip=True) for node in tree.css("loc")]
        for link in filter(None, links):
            address = joined(address_of(self.base, path), link)
            stranger = path_of(self.base, address)
            own_files = (FILE, SIGNATURE, *HIDDEN)
            if stranger and not {stranger, f"{stranger}/{INDEX}"} & (manifest.files.keys() | own_files):
                self.strangers.setdefault(stranger, path)

    def added(self) -> Iterator[Finding]:
        """The files that no release has brought, as far as changed pages lead to them."""
        for stranger, page in list(self.strangers.items())[:MOST_STRANGERS]:
            with suppress(LinkError):
                if self.receive(stranger).status == 200:
                    yield fault("VER006", stranger, f"这个版本里没有，网站上却打得开（{page} 里有链接）。")

    def header_faults(self) -> Iterator[Finding]:
        """One finding for each header that was not as it should be."""
        for name, paths in sorted(self.wrong_headers.items()):
            yield fault("VER009", paths[0], f"响应头 {name} 没有发，或者不对（一共 {len(paths)} 个文件）。")

    def connection_faults(self, now: datetime) -> Iterator[Finding]:
        """What is wrong with the encryption of the host: a certificate that ends soon, and no way there from http."""
        target = parse(self.base)
        if target.scheme != "https":
            return
        with suppress(LinkError):
            end = self.asker.certificate_end(target)
            if end - now < SOON:
                yield fault("VER010", self.base, f"证书 {end:%Y-%m-%d} 到期，还有 {(end - now).days} 天。")
        if target.authority != target.host:
            # Where https has a port of its own, nobody knows that of http.
            return
        plain = "http://" + self.base.removeprefix("https://")
        with suppress(LinkError):
            reply = self.asker.whole(parse(plain))
            if reply.status == 200:
                yield fault("VER011", plain, "不加密也打得开。")
            elif reply.status in REDIRECTS and not joined(plain, reply.location).startswith(self.base):
                yield fault("VER007", plain, f"被转到「{joined(plain, reply.location)}」，不是 {self.base}。")


def decoded(body: bytes, coding: str, most: int) -> bytes:
    """A body without its content coding, in about as many bytes as it may have at `most`; as it is where that cannot be done."""
    with suppress(zlib.error, brotli.error):
        if coding == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, most)
        if coding == "br":
            return bytes(brotli.Decompressor().process(body, output_buffer_limit=most))
    return body
