"""Serves a built site on loopback: plainly, or compressed and with the headers that its `_headers` asks for."""

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
    patterns: list[tuple[str, list[tuple[str, str]]]] = []
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            patterns.append((line, []))
        else:
            name, _, value = line.partition(":")
            patterns[-1][1].append((name.strip(), value.strip()))
    return patterns


class Plain(http.server.SimpleHTTPRequestHandler):
    """Plain files and the site's own page for missing addresses; no log."""

    def log_message(self, *arguments: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Compressed(Plain):
    """Gzip and the site's headers."""

    protocol_version = "HTTP/1.1"

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
def served(site: Path, handler: type[Plain] = Plain) -> Iterator[str]:
    """The address at which `site` is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
