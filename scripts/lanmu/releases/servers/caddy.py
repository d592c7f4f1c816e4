"""Settings for Caddy 2, to be imported into the block of a site."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.build import headers
from lanmu.releases.servers.serving import HIDDEN, REVALIDATED, TYPES, Serving, encoded

FILE = "lanmu.caddy"


def quoted(text: str) -> str:
    """A token of a Caddyfile."""
    return '"' + text.replace('"', '\\"') + '"'


def write(serving: Serving) -> str:
    """The file."""
    return "\n".join((*head(serving), *answers(serving), *files(serving), *errors(serving))) + "\n"


def head(serving: Serving) -> Iterator[str]:
    yield "# 由 scripts/write_server_config.py 写出，改了旧网址（redirect_from）以后重新写一次，不要手改。"
    yield "# 放到服务器上，在 Caddyfile 里网站的 { … } 里加一行，再运行 caddy reload："
    yield f"#     import /etc/caddy/{FILE}"
    yield f"# 网站放在 {serving.folder}，网址是 {serving.path}。"
    yield ""


def answers(serving: Serving) -> Iterator[str]:
    """Headers and redirects."""
    every = f"{serving.path}*"
    yield f"header {quoted(every)} {{"
    yield from (f"    {name} {quoted(value)}" for name, value in headers.everywhere())
    yield "}"
    pattern = quoted(serving.lasting_pattern)
    yield f"@lanmu_lasting path_regexp {pattern}"
    yield f"header @lanmu_lasting Cache-Control {quoted(headers.FOREVER)}"
    yield "@lanmu_others {"
    yield f"    path {quoted(every)}"
    yield f"    not path_regexp {pattern}"
    yield "}"
    yield f"header @lanmu_others Cache-Control {quoted(REVALIDATED)}"
    if serving.path != "/":
        yield f"redir {quoted(serving.path.rstrip('/'))} {quoted(serving.path)} 301"
    # Not one `redir` for each: its matcher gives a meaning to some characters.
    yield "map {http.request.uri.path} {lanmu_moved} {"
    yield from (f"    {quoted(old)} {quoted(encoded(new))}" for old, new in serving.moved)
    yield '    default ""'
    yield "}"
    yield '@lanmu_moved expression {lanmu_moved} != ""'
    yield "redir @lanmu_moved {lanmu_moved} 301"


def files(serving: Serving) -> Iterator[str]:
    # Caddy takes the slash before a path away as well where the path is nothing else.
    yield "handle {" if serving.path == "/" else f"handle_path {quoted(serving.path + '*')} {{"
    yield f"    root * {quoted(serving.folder)}"
    yield "    @lanmu_hidden {"
    yield f"        path {' '.join(quoted(f'/{name}') for name in HIDDEN)} */.*"
    yield "        not path /.well-known/*"
    yield "    }"
    yield "    error @lanmu_hidden 404"
    for suffix, kind in TYPES.items():
        yield f"    @lanmu{suffix} path *{suffix}"
        yield f"    header @lanmu{suffix} Content-Type {quoted(kind)}"
    yield "    file_server {"
    yield "        precompressed br gzip"
    yield "    }"
    yield "}"


def errors(serving: Serving) -> Iterator[str]:
    yield "handle_errors {"
    for number, (beginning, page) in enumerate(serving.missing):
        yield f"    @lanmu_missing{number} {{"
        yield "        expression {http.error.status_code} == 404"
        yield f"        path {quoted(f'{beginning}*')}"
        yield "    }"
        yield f"    handle @lanmu_missing{number} {{"
        yield f"        root * {quoted(serving.folder)}"
        yield f"        rewrite * {quoted(encoded('/' + page.removeprefix(serving.path)))}"
        yield f"        header Content-Type {quoted(TYPES['.html'])}"
        yield f"        header Cache-Control {quoted(REVALIDATED)}"
        yield "        file_server {"
        yield "            precompressed br gzip"
        yield "        }"
        yield "    }"
    yield "}"
