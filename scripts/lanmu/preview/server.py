"""MkDocs' server with reloading pages, behind a gate, with limits, and told of what is saved by `watching`.

MkDocs looks at every file twice a second, shows nothing while it builds, answers whoever asks, and waits for ever.
"""

from __future__ import annotations

import io
import re
import socket
import string
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

from mkdocs.livereload import _SCRIPT_TEMPLATE_STR, LiveReloadServer, _timestamp

from lanmu.preview.request_path import decoded, file_in, name_of
from lanmu.preview.same_origin import plain_answer
from lanmu.preview.watching import Watch

SECONDS_TO_ASK = 10
"""From the connection to the end of a request's head; a browser takes milliseconds."""
SECONDS_TO_TAKE = 300
"""Without a byte taken of an answer: a browser that plays a recording does not take more than it needs."""
SECONDS_TO_WAIT = 5
"""After which a page that waits for news asks again: one that was left is noticed then."""
LONGEST_HEAD = 16 * 1024
"""Bytes of a request before its body."""
CONNECTIONS = 100
"""At the same time: a browser opens six for each window, and every page waits for news with one."""
# A link to the editor (`vscode:`) leaves no page, but browsers announce it: the page would never hear of the save after.
RELOADING = string.Template(_SCRIPT_TEMPLATE_STR.replace('window.addEventListener("beforeunload", stop);', ""))
SCRIPT = re.compile(r"/livereload/([0-9]+)/([0-9]+)\.js")


class Handler(WSGIRequestHandler):
    """Reads one request and no body; refuses in a sentence what is none."""

    server: PreviewServer

    def handle(self) -> None:
        """Answers the request, when it comes whole, in time and within the limit."""
        head = self.head()
        if head:
            self.connection.settimeout(SECONDS_TO_TAKE)
            self.rfile = io.BufferedReader(io.BytesIO(head))
            super().handle()

    def head(self) -> bytes:
        """The head of the request; empty when there is nobody to answer, or the answer has been sent."""
        end = time.monotonic() + SECONDS_TO_ASK
        head = b""
        try:
            while b"\r\n\r\n" not in head:
                self.connection.settimeout(max(end - time.monotonic(), 0.001))
                piece = self.connection.recv(LONGEST_HEAD)
                head += piece
                if not piece:
                    return b""
                if len(head) > LONGEST_HEAD:
                    self.send_error()
                    return b""
        except OSError:
            return b""
        return head

    def parse_request(self) -> bool:
        """Takes no request without a version (HTTP/0.9): its answer has no headers that could protect it."""
        if not super().parse_request():
            return False
        if self.request_version == "HTTP/0.9":
            self.send_error()
            return False
        return True

    def send_error(self, *_reason: Any, **_detail: Any) -> None:
        """Refuses without a word of what was sent."""
        self.wfile.write(plain_answer(HTTPStatus.BAD_REQUEST))

    def get_stderr(self) -> Any:
        """Where wsgiref puts the trace of a connection that breaks off; a defect of ours `SameOrigin` tells of."""
        return io.StringIO()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what strangers send does not belong on a terminal."""


class PreviewServer(LiveReloadServer):
    """Serves `served()`. `opened` is called when it answers and sees what is saved; `changed` gets the paths below the
    project of files that were saved; `asked` the name below `served()` of each page that is asked for, before it is
    looked up. `listener` is a socket that listens."""

    def __init__(
        self,
        opened: Callable[[], None],
        changed: Callable[[set[str]], None],
        asked: Callable[[str], None],
        served: Callable[[], Path],
        watch: Watch,
        listener: socket.socket,
    ) -> None:
        host, port = listener.getsockname()
        super().__init__(lambda: None, host, port, str(served()))
        self.socket.close()
        self.socket = listener
        self.RequestHandlerClass = Handler
        self.poll_response_timeout = SECONDS_TO_WAIT
        self.watch_saved = watch
        # Started and stopped by MkDocs, which puts the script that reloads into pages when something is watched.
        self.observer = watch  # type: ignore[assignment]
        self._watched_paths[str(watch.root)] = 1
        self.opened = opened
        self.changed = changed
        self.asked = asked
        self.served = served
        self.free = threading.BoundedSemaphore(CONNECTIONS)

    def server_bind(self) -> None:
        """Takes over the socket that listens already."""
        self.server_name, self.server_port = self.socket.getsockname()
        self.setup_environ()

    def server_activate(self) -> None:
        """Does nothing: the socket listens."""

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives the connection a thread; refuses it when there are too many."""
        if not self.free.acquire(blocking=False):
            self.refuse(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:
            # No thread can be started.
            self.free.release()
            self.refuse(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In the connection's thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def refuse(self, request: socket.socket) -> None:
        """Says that there are too many connections."""
        try:
            request.setblocking(False)
            request.send(plain_answer(HTTPStatus.SERVICE_UNAVAILABLE))
        except OSError:
            pass
        self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a connection has broken off."""

    def _build_loop(self) -> None:
        self.opened()
        # With breaks: Windows tells of Ctrl-C only between two waits.
        while not self._shutdown:
            paths = self.watch_saved.saved(self.shutdown_delay)
            if paths:
                self.changed(paths)

    def reload(self) -> None:
        """Has every page that is open loaded anew."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch = max(_timestamp(), self._visible_epoch + 1)
            self._epoch_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        path = decoded(environ["PATH_INFO"]) or ""
        if script := SCRIPT.fullmatch(path):
            start_response("200 OK", [("Content-Type", "text/javascript; charset=utf-8")])
            return [RELOADING.substitute(epoch=script[1], request_id=script[2]).encode()]
        if not path.startswith("/livereload/"):
            name = name_of(path)
            if name is None:
                return None
            self.asked(name)
            self.root = str(self.served())
            if file_in(Path(self.root), path) is None:
                return None
        return super()._serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        # A file, not a text in the page: so the preview is under the policy of the published site.
        script = b'<script src="/livereload/%d/%d.js"></script>' % (epoch, _timestamp())
        before, end, after = content.rpartition(b"</body>")
        return before + script + end + after if end else content + script
