"""Serves a built site on loopback as it will be served: compressed, with the headers that its `_headers` asks for."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

COMPRESSED = (".html", ".css", ".js", ".svg", ".xml", ".json", ".txt")
LEVEL = 6


def rules(site: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """The paths of `_headers`, each with its headers."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            found.append((line, []))
        else:
            name, _, value = line.partition(":")
            found[-1][1].append((name.strip(), value.strip()))
    return found


class Handler(http.server.SimpleHTTPRequestHandler):
    """Plain files, gzip, the site's headers and its page for missing addresses."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        body = path.read_bytes()
        self.send_response(status)
        if path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, LEVEL, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        kind = "text/html; charset=utf-8" if path.suffix == ".html" else self.guess_type(str(path))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for pattern, headers in rules(Path(self.directory)):
            if fnmatchcase(self.path, pattern):
                for name, value in headers:
                    self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which `site` is served."""
    handler = functools.partial(Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
