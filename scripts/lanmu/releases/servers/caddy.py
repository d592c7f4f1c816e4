"""Settings for Caddy 2, to be imported into the block of a site."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.build import headers
from lanmu.build.precompression import SUFFIXES
from lanmu.releases.servers.serving import HIDDEN, REVALIDATED, TYPES, Serving, encoded, introduction

FILE = "lanmu.caddy"
STEPS = (
    "放到服务器上，在 Caddyfile 里网站的 { … } 里加一行，再运行 caddy reload：",
    f"    import /etc/caddy/{FILE}",
)


def quoted(text: str) -> str:
    """A token of a Caddyfile."""
    return '"' + text.replace('"', '\\"') + '"'


def write(serving: Serving) -> str:
    """The file."""
    return "\n".join((*introduction(serving, *STEPS), *answers(serving), *files(serving))) + "\n"


def answers(serving: Serving) -> Iterator[str]:
    """Headers and redirects."""
    every = f"{serving.path}*"
    yield f"header {quoted(every)} {{"
    yield from (f"    {name} {quoted(value)}" for name, value in headers.everywhere(serving.audience))
    yield "}"
    pattern, name = quoted(serving.lasting_pattern), serving.name
    yield f"@{name('lasting')} path_regexp {pattern}"
    yield f"header @{name('lasting')} Cache-Control {quoted(headers.lasting(serving.audience))}"
    yield f"@{name('others')} {{"
    yield f"    path {quoted(every)}"
    yield f"    not path_regexp {pattern}"
    yield "}"
    yield f"header @{name('others')} Cache-Control {quoted(REVALIDATED)}"
    if serving.path != "/":
        yield f"redir {quoted(serving.path.rstrip('/'))} {quoted(serving.path)} 301"
    moved = name("moved")
    # Not one `redir` for each: its matcher gives a meaning to some characters.
    yield f"map {{http.request.uri.path}} {{{moved}}} {{"
    yield from (f"    {quoted(old)} {quoted(encoded(new))}" for old, new in serving.moved)
    yield '    default ""'
    yield "}"
    yield f'@{moved} expression {{{moved}}} != ""'
    yield f"redir @{moved} {{{moved}}} 301"


def files(serving: Serving) -> Iterator[str]:
    # Caddy takes the slash before a path away as well where the path is nothing else.
    yield "handle {" if serving.path == "/" else f"handle_path {quoted(serving.path + '*')} {{"
    yield f"    root * {quoted(serving.folder)}"
    yield "    @lanmu_hidden {"
    yield f"        path {' '.join(quoted(f'/{name}') for name in HIDDEN)} */.*"
    yield "        not path /.well-known/*"
    yield "    }"
    # To where there is nothing.
    yield "    rewrite @lanmu_hidden /.lanmu"
    for suffix, kind in TYPES.items():
        yield f"    @lanmu{suffix} path *{suffix}"
        yield f"    header @lanmu{suffix} Content-Type {quoted(kind)}"
    # Caddy itself says so of compressed answers only; put off, it takes the place of that.
    yield f"    @lanmu_texts path */ {' '.join(f'*{suffix}' for suffix in SUFFIXES)}"
    yield "    header @lanmu_texts {"
    yield "        Vary Accept-Encoding"
    yield "        defer"
    yield "    }"
    for number, (beginning, page) in enumerate(serving.missing):
        yield from (f"    {line}" for line in missing(serving, number, beginning, page))
    yield "    file_server {"
    yield "        precompressed br gzip"
    yield "    }"
    yield "}"


def missing(serving: Serving, number: int, beginning: str, page: str) -> Iterator[str]:
    """What is handed out for addresses that are not there. Not by `handle_errors`: of several sites on a host Caddy would take
    that of the first (up to 2.7)."""
    name = f"lanmu_missing{number}"
    yield f"@{name} {{"
    yield f"    path {quoted('/' + beginning.removeprefix(serving.path) + '*')}"
    yield "    not file {path} {path}/index.html"
    yield "}"
    yield f"handle @{name} {{"
    yield f"    rewrite * {quoted(encoded('/' + page.removeprefix(serving.path)))}"
    yield f"    header Content-Type {quoted(TYPES['.html'])}"
    yield f"    header Cache-Control {quoted(REVALIDATED)}"
    yield "    file_server {"
    yield "        status 404"
    yield "        precompressed br gzip"
    yield "    }"
    yield "}"
