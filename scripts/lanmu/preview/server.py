"""The HTTP server of the preview: Python's own, with limits of time, size and connections.

It takes one request of each connection. Python's own waits for ever, and says what strangers have sent.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

from lanmu.preview.same_origin import plain_answer

SECONDS_TO_ASK = 10
"""From the connection to the end of a request's head; a browser takes milliseconds."""
SECONDS_TO_SEND = 60
"""Without a byte of a request's body, such as a file that is handed in."""
SECONDS_TO_TAKE = 300
"""Without a byte taken of an answer: a browser that plays a recording does not take more than it needs."""
LONGEST_HEAD = 16 * 1024
"""Bytes of a request before its body."""
CONNECTIONS = 100
"""At the same time: a browser opens six for each window, and every page waits for news with one."""


class Body(io.RawIOBase):
    """What a connection sends after `begun`, which has been read with the head. No more is read of it than is asked for."""

    def __init__(self, begun: bytes, connection: socket.socket) -> None:
        self.begun = begun
        self.connection = connection

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fills a buffer as far as something is there. Raises OSError when nothing comes in time."""
        if self.begun:
            piece, self.begun = self.begun[: len(buffer)], self.begun[len(buffer) :]
            buffer[: len(piece)] = piece
            return len(piece)
        self.connection.settimeout(SECONDS_TO_SEND)
        try:
            return self.connection.recv_into(buffer)
        finally:
            self.connection.settimeout(SECONDS_TO_TAKE)


class Handler(WSGIRequestHandler):
    """Reads one request; refuses in a sentence what is none."""

    def handle(self) -> None:
        """Answers the request, when it comes whole, in time and within the limit."""
        head = self.head()
        if head:
            self.connection.settimeout(SECONDS_TO_TAKE)
            self.rfile = io.BufferedReader(Body(head, self.connection))
            super().handle()

    def head(self) -> bytes:
        """The head of the request; empty when there is nobody to answer, or the answer has been sent."""
        end = time.monotonic() + SECONDS_TO_ASK
        head = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in head:
                self.connection.settimeout(max(end - time.monotonic(), 0.001))
                piece = self.connection.recv(LONGEST_HEAD)
                head += piece
                if not piece:
                    return b""
                if len(head.partition(b"\r\n\r\n")[0]) > LONGEST_HEAD:
                    self.send_error()
                    return b""
            return head
        return b""

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
        """Where wsgiref puts the trace of a connection that breaks off; `SameOrigin` reports a defect of ours."""
        return io.StringIO()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what strangers send does not belong on a terminal."""


class PreviewServer(ThreadingMixIn, WSGIServer):
    """Answers with `application`, each connection in a thread. `listener` is a socket that listens."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, application: WSGIApplication) -> None:
        super().__init__(listener.getsockname(), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_name, self.server_port = listener.getsockname()
        self.setup_environ()
        self.set_app(application)
        self.free = threading.BoundedSemaphore(CONNECTIONS)

    def start(self) -> None:
        """Answers from now on, in threads."""
        threading.Thread(target=self.serve_forever, args=[0.25], daemon=True).start()

    def stop(self) -> None:
        """Answers no more. Only after `start`."""
        self.shutdown()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives the connection a thread; refuses it when there are too many."""
        if self.free.acquire(blocking=False):
            try:
                super().process_request(request, client_address)
                return
            except RuntimeError:
                # No thread can be started.
                self.free.release()
        with suppress(OSError):
            request.setblocking(False)
            request.send(plain_answer(HTTPStatus.SERVICE_UNAVAILABLE))
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In the connection's thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a connection has broken off."""
