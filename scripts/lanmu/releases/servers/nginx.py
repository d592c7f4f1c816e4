"""Settings for nginx, to be included in a `server` block. Tried with 1.22; no module is needed beyond those of every package.

nginx hands out `.gz` copies by itself and `.br` only with a module that is seldom there, so requests are led to those here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.build import headers
from lanmu.build.precompression import SUFFIXES
from lanmu.releases.servers.serving import HIDDEN, REVALIDATED, TYPES, Serving, encoded, takes

FILE = "lanmu.nginx.conf"


def quoted(text: str) -> str:
    """A parameter in which nothing but a variable has a meaning."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(serving: Serving) -> str:
    """The file."""
    return "\n".join((*head(serving), *choices(serving), *main_location(serving))) + "\n"


def head(serving: Serving) -> Iterator[str]:
    yield "# 由 scripts/write_server_config.py 写出，改了旧网址（redirect_from）以后重新写一次，不要手改。"
    yield "# 放到服务器上，在网站的 server { … } 里加一行，再运行 nginx -t 和 nginx -s reload："
    yield f"#     include /etc/nginx/{FILE};"
    yield f"# 网站放在 {serving.folder}，网址是 {serving.path}。"
    yield ""


def choices(serving: Serving) -> Iterator[str]:
    """What depends on the request, put into variables: `if` is safe outside `location`."""
    yield "set $lanmu_copy none;"
    yield f"if ($http_accept_encoding ~* {quoted(takes('br'))}) {{ set $lanmu_copy br; }}"
    yield 'set $lanmu_coding "";'
    yield 'set $lanmu_vary "";'
    yield f"set $lanmu_cache {quoted(REVALIDATED)};"
    yield f"if ($uri ~ {quoted(serving.lasting_pattern)}) {{ set $lanmu_cache {quoted(headers.FOREVER)}; }}"
    # The longest comes last and wins.
    for beginning, page in reversed(serving.missing):
        yield f"if ($uri ~ {quoted('^' + re.escape(beginning))}) {{ set $lanmu_missing {quoted(encoded(page))}; }}"
    yield ""


def main_location(serving: Serving) -> Iterator[str]:
    if serving.path != "/":
        yield f"location = {serving.path.rstrip('/')} {{ absolute_redirect off; return 301 {serving.path}; }}"
    yield f"location ^~ {quoted(serving.path)} {{"
    lines = (
        f"alias {quoted(serving.folder)};",
        "index index.html;",
        "autoindex off;",
        "absolute_redirect off;",
        "etag on;",
        *(["error_page 403 404 =404 $lanmu_missing;"] if serving.missing else []),
        "types {",
        *(f"    {quoted(kind)} {suffix[1:]};" for suffix, kind in TYPES.items()),
        "}",
        "default_type application/octet-stream;",
        # A header whose value is empty is not sent.
        *(f"add_header {name} {quoted(value)} always;" for name, value in headers.everywhere()),
        "add_header Cache-Control $lanmu_cache always;",
        "add_header Content-Encoding $lanmu_coding always;",
        "add_header Vary $lanmu_vary always;",
        "gzip_static on;",
        "gzip_vary on;",
        "gzip_proxied any;",
        "if (-f $request_filename.$lanmu_copy) { rewrite ^(.*)$ $1.br last; }",
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
        choice = "set $lanmu_coding br; set $lanmu_vary Accept-Encoding;"
        pattern = quoted(rf"\{suffix}\.br$")
        yield f"location ~ {pattern} {{ internal; {settings} {choice} }}"
    for old, new in serving.moved:
        yield f"location = {quoted(old)} {{ return 301 {quoted(encoded(new))}; }}"
