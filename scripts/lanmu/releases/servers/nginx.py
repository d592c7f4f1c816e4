"""Settings for nginx, to be included in a `server` block. Tried with 1.22; no module is needed beyond those of every package.

nginx hands out `.gz` copies by itself and `.br` only with a module that is seldom there, so requests are led to those here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.build import headers
from lanmu.build.precompression import SUFFIXES
from lanmu.releases.servers.serving import HIDDEN, REVALIDATED, TYPES, Serving, encoded, introduction, takes

FILE = "lanmu.nginx.conf"
STEPS = (
    "放到服务器上，在网站的 server { … } 里加一行，再运行 nginx -t 和 nginx -s reload：",
    f"    include /etc/nginx/{FILE};",
)
WORDS = ("copy", "coding", "vary", "cache", "missing")
"""The variables: the ending of the copy that is looked for, three headers, the page for what is missing."""


def quoted(text: str) -> str:
    """A parameter in which nothing but a variable has a meaning."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(serving: Serving) -> str:
    """The file."""
    return "\n".join((*introduction(serving, *STEPS), *choices(serving), *main_location(serving))) + "\n"


def choices(serving: Serving) -> Iterator[str]:
    """What depends on the request, put into variables: `if` is safe outside `location`."""
    copy, coding, vary, cache, missing = (f"${serving.name(word)}" for word in WORDS)
    yield f"set {copy} none;"
    yield f"if ($http_accept_encoding ~* {quoted(takes('br'))}) {{ set {copy} br; }}"
    yield f'set {coding} "";'
    yield f'set {vary} "";'
    yield f"set {cache} {quoted(REVALIDATED)};"
    yield f"if ($uri ~ {quoted(serving.lasting_pattern)}) {{ set {cache} {quoted(headers.lasting(serving.audience))}; }}"
    # The longest comes last and wins.
    for beginning, page in reversed(serving.missing):
        yield f"if ($uri ~ {quoted('^' + re.escape(beginning))}) {{ set {missing} {quoted(encoded(page))}; }}"
    yield ""


def main_location(serving: Serving) -> Iterator[str]:
    copy, coding, vary, cache, missing = (f"${serving.name(word)}" for word in WORDS)
    if serving.path != "/":
        yield f"location = {serving.path.rstrip('/')} {{ absolute_redirect off; return 301 {serving.path}; }}"
    yield f"location ^~ {quoted(serving.path)} {{"
    lines = (
        f"alias {quoted(serving.folder)};",
        "index index.html;",
        "autoindex off;",
        "absolute_redirect off;",
        "etag on;",
        *([f"error_page 403 404 =404 {missing};"] if serving.missing else []),
        "types {",
        *(f"    {quoted(kind)} {suffix[1:]};" for suffix, kind in TYPES.items()),
        "}",
        "default_type application/octet-stream;",
        # A header whose value is empty is not sent.
        *(f"add_header {name} {quoted(value)} always;" for name, value in headers.everywhere(serving.audience)),
        f"add_header Cache-Control {cache} always;",
        f"add_header Content-Encoding {coding} always;",
        f"add_header Vary {vary} always;",
        "gzip_static on;",
        "gzip_vary on;",
        "gzip_proxied any;",
        f"if (-f $request_filename.{copy}) {{ rewrite ^(.*)$ $1.br last; }}",
        *nested(serving),
    )
    yield from (f"    {line}" for line in lines)
    yield "}"


def nested(serving: Serving) -> Iterator[str]:
    """The locations within; they send the headers of the one around them."""
    for name in HIDDEN:
        yield f"location = {quoted(serving.path + name)} {{ return 404; }}"
    yield r"location ~ /\.(?!well-known/) { return 404; }"
    for suffix in SUFFIXES:
        settings = f"gzip_static off; types {{ }} default_type {quoted(TYPES[suffix])};"
        choice = f"set ${serving.name('coding')} br; set ${serving.name('vary')} Accept-Encoding;"
        pattern = quoted(rf"\{suffix}\.br$")
        yield f"location ~ {pattern} {{ internal; {settings} {choice} }}"
    for old, new in serving.moved:
        yield f"location = {quoted(old)} {{ return 301 {quoted(encoded(new))}; }}"
