"""Debian's nginx, Apache and Caddy, started on loopback with settings of ours in a temporary folder. Around the settings of the
site stand the contrary ones: what the site needs, it must say itself."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.browser import program
from support.previewing import unused_port

PATIENCE = 30.0
NGINX = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    index none; autoindex on; etag off; default_type text/plain;
    server {{ listen 127.0.0.1:{port}; include {settings}; }}
}}
"""
APACHE = """\
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
{modules}
User {user}
TypesConfig /dev/null
AddType application/x-compressed .br .gz
AddLanguage br .br
AddLanguage gz .gz
FileETag None
DirectoryIndex none
<Directory />
    Require all denied
    AllowOverride All
    Options Indexes FollowSymLinks
</Directory>
<VirtualHost *>
    Include {settings}
</VirtualHost>
"""
MODULES = ("mpm_event", "authz_core", "alias", "autoindex", "dir", "headers", "mime", "rewrite")
CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {folder}
}}
http://127.0.0.1:{port} {{
    respond /elsewhere 200
    import {settings}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came: `headers` by name in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class WebServer:
    """A running server that shows a site at `path`; what it complains of is in `log`."""

    name: str
    port: int
    path: str
    log: Path

    def get(self, target: str, **headers: str) -> Answer:
        """The answer to a GET of exactly this target, below the path when it does not begin with a slash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            target = target if target.startswith("/") else self.path + target
            connection.request("GET", target, headers={"Accept-Encoding": "identity", **fields})
            answer = connection.getresponse()
            names = {name.lower(): ", ".join(answer.headers.get_all(name) or []) for name in answer.headers}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()


def command(name: str, settings: Path, folder: Path, port: int) -> list[str]:
    """Writes a server's own settings, which take in those of the site; gives how it is started. Skips the test where the server
    is not there."""
    server = program({"apache": "apache2"}.get(name, name))
    if server is None:
        pytest.skip(f"没有 {name}：python3 scripts/test.py 会在 Debian 和 Ubuntu 上装好")
    file, values = folder / "server.conf", {"folder": folder, "port": port, "settings": settings}
    if name == "nginx":
        file.write_text(NGINX.format(**values), encoding="utf-8")
        return [server, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(file)]
    if name == "caddy":
        file.write_text(CADDY.format(**values), encoding="utf-8")
        return [server, "run", "--adapter", "caddyfile", "--config", str(file)]
    lines = [f"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so" for module in MODULES]
    user = "www-data" if os.geteuid() == 0 else f"#{os.geteuid()}"
    file.write_text(APACHE.format(**values, modules="\n".join(lines), user=user), encoding="utf-8")
    return [server, "-DFOREGROUND", "-f", str(file)]


@contextmanager
def running(name: str, settings: Path, folder: Path, path: str, port: int = 0) -> Iterator[WebServer]:
    """The server while the block runs, at a free port unless one is given. `folder` must be readable by everybody, and so must
    the site be."""
    port = port or unused_port()
    arguments = command(name, settings, folder, port)
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for(port, process, log)
        yield WebServer(name, port, path, folder / "error.log")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when somebody listens."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"the server has not started: {log.read_text(encoding='utf-8', errors='replace')}")
