"""Settings for Apache 2.4, to be included in a `<VirtualHost>`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.build import headers
from lanmu.build.precompression import SUFFIXES
from lanmu.releases.servers.serving import CODINGS, HIDDEN, REVALIDATED, TYPES, Serving, introduction, takes

FILE = "lanmu.apache.conf"
MODULES = ("alias", "dir", "headers", "mime", "rewrite")
STEPS = (
    "放到服务器上，在网站的 <VirtualHost> 里加一行，再运行 apachectl configtest 和 apachectl graceful：",
    f"    Include /etc/apache2/{FILE}",
    f"要有这些模块：{'、'.join(MODULES)}（Debian 上：a2enmod {' '.join(MODULES)}）。",
)
ENDINGS = "|".join(suffix[1:] for suffix in SUFFIXES)


def quoted(text: str) -> str:
    """An argument of a directive: a backslash means something before a quotation mark only."""
    return '"' + text.replace('"', '\\"') + '"'


def redirect(status: int, pattern: str, target: str = "") -> str:
    """A redirect of the whole path that matches. Apache percent-encodes the target itself; `$1` would be a group."""
    words = (quoted(f"^{pattern}$"), *([quoted(target.replace("$", r"\$"))] if target else []))
    return f"RedirectMatch {status} {' '.join(words)}"


def write(serving: Serving) -> str:
    """The file."""
    return (
        "\n".join(
            (*introduction(serving, *STEPS), *redirects(serving), *copies(serving), *folder(serving), *answers(serving))
        )
        + "\n"
    )


def redirects(serving: Serving) -> Iterator[str]:
    yield f"Alias {quoted(serving.path)} {quoted(serving.folder)}"
    base = re.escape(serving.path)
    if serving.path != "/":
        yield redirect(301, base.removesuffix("/"), serving.path)
    yield redirect(404, rf"{base}(?:.*/)?\.(?!well-known/).*")
    yield redirect(404, f"{base}(?:{'|'.join(map(re.escape, HIDDEN))})")
    yield from (redirect(301, re.escape(old), new) for old, new in serving.moved)
    yield ""


def copies(serving: Serving) -> Iterator[str]:
    """Requests for files that have compressed copies are led to those. (mod_negotiation does not look for them in folders;
    the index page of a folder comes by here on a second way.)"""
    base = re.escape(serving.path)
    pattern = quoted(rf"^{base}(.+\.(?:{ENDINGS}))$")
    yield "RewriteEngine On"
    for suffix, coding in CODINGS.items():
        yield f"RewriteCond %{{HTTP:Accept-Encoding}} {quoted(takes(coding))} [NC]"
        yield f"RewriteCond {quoted(f'{serving.folder}$1{suffix}')} -f"
        yield f"RewriteRule {pattern} {quoted(f'{serving.path}$1{suffix}')} [PT,L]"
    yield ""


def folder(serving: Serving) -> Iterator[str]:
    yield f"<Directory {quoted(serving.folder)}>"
    yield "    Require all granted"
    yield "    AllowOverride None"
    yield "    Options None"
    yield "    DirectoryIndex index.html"
    yield "    FileETag MTime Size"
    for suffix, kind in TYPES.items():
        yield f"    AddType {quoted(kind)} {suffix}"
    for suffix, coding in CODINGS.items():
        yield f"    RemoveType {suffix}"
        yield f"    RemoveLanguage {suffix}"
        yield f"    AddEncoding {coding} {suffix}"
    yield rf'    <FilesMatch "\.(?:{ENDINGS})(?:\.br|\.gz)?$">'
    yield "        Header merge Vary Accept-Encoding"
    yield "    </FilesMatch>"
    yield "</Directory>"


def answers(serving: Serving) -> Iterator[str]:
    yield f"<Location {quoted(serving.path)}>"
    for name, value in headers.everywhere(serving.audience):
        yield f"    Header always set {name} {quoted(value)}"
    yield f"    Header always set Cache-Control {quoted(REVALIDATED)}"
    yield "</Location>"
    # The copy of a lasting file lasts as well; an answer that there is none does not.
    pattern = serving.lasting_pattern.removesuffix("$") + r"(?:\.br|\.gz)?$"
    yield f"<LocationMatch {quoted(pattern)}>"
    yield f'    Header always set Cache-Control {quoted(headers.lasting(serving.audience))} "expr=%{{REQUEST_STATUS}} < 400"'
    yield "</LocationMatch>"
    for beginning, page in reversed(serving.missing):
        yield f"<Location {quoted(beginning)}>"
        yield f"    ErrorDocument 403 {quoted(page)}"
        yield f"    ErrorDocument 404 {quoted(page)}"
        yield "</Location>"
