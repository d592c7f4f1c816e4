"""Serves the site on this machine: what is saved is shown at once, the rest follows; the browser reloads by itself."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from wsgiref.types import WSGIApplication

from lanmu.build.site import is_as_built
from lanmu.content.fingerprint import digest
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import UserError
from lanmu.preview.application import Application
from lanmu.preview.background_build import DEFECT, BackgroundBuild
from lanmu.preview.bar.findings import Findings
from lanmu.preview.instant_page import InstantPages
from lanmu.preview.request_path import file_in
from lanmu.preview.same_origin import SameOrigin
from lanmu.preview.server import CONNECTIONS, PreviewServer
from lanmu.preview.watching import Watch

HOST = "127.0.0.1"
TRIES = 50
REMEMBERED = 200
"""For how many requested files it is remembered what was sent: enough for some pages with all their files."""
WATCHED = ("docs", "overrides", "mkdocs.yml", "lanmu.toml")
NO_SITE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>网站还没有生成</title><link rel="stylesheet" href="/_lanmu/overview.css"></head>
<body><main class="overview"><h1>网站还没有生成</h1><p>原因写在上面。改好并保存，这一页会自动刷新。</p></main></body>
</html>
"""


def serve(
    root: Path, port: int, *, open_browser: bool, beside: tuple[str, Callable[[Preview], WSGIApplication]]
) -> int:
    """Serves the project in `root` until Ctrl-C (or SIGTERM). `beside`: the path below which another application answers, and
    what makes it; the browser is opened there."""
    listener = free_port(port)
    port = listener.getsockname()[1]
    preview = Preview(root, root / ".cache" / "preview" / str(port), f"http://{HOST}:{port}/")
    path, application = beside
    preview.application.beside = path, application(preview)
    server = PreviewServer(listener, SameOrigin(preview.application, port))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        # From here on nothing that is saved is missed; what was before, the first build reads.
        watch = Watch(root, WATCHED)
        preview.begin()
        watch.start()
        server.start()
        try:
            if preview.instant_pages.ready is None and not preview.problem:
                threading.Thread(target=preview.open_instant_pages, daemon=True).start()
            say(f"✓ 请在浏览器打开 {preview.url} ；保存稿件后网页自动刷新；按 Ctrl-C 结束。")
            say(f"  办稿在编辑台：{preview.url.rstrip('/')}{path}")
            if open_browser:
                address = preview.url.rstrip("/") + path
                threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
            # With breaks: Windows reports Ctrl-C only between two waits.
            while True:
                if paths := watch.saved(0.25):
                    preview.changed(paths)
        finally:
            watch.stop()
            server.stop()
    except KeyboardInterrupt:
        say("\n预览已结束。")
    finally:
        preview.background.close()
        preview.findings.close()
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C and SIGTERM end the preview, also where a shell started it with Ctrl-C ignored."""
    raise KeyboardInterrupt


def free_port(wanted: int) -> socket.socket:
    """A socket that listens at `wanted`, or at the next port that is free. Raises UserError when none of the next 50 is."""
    if not 1 <= wanted <= 65535:
        raise UserError(f"端口 {wanted} 不能用，请用 1024 到 65535 之间的数。")
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if listener := listening(port):
            if port != wanted:
                say(f"端口 {wanted} 已被占用，改用 {port}。")
            return listener
    raise UserError(f"从 {wanted} 起的 {TRIES} 个端口都不能用。请关掉一些程序，或用 --port 换一个端口。")


def listening(port: int) -> socket.socket | None:
    """A socket that listens at the port, so that no other program takes it; None when one has it already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            return None
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows another program could take over a port that is "reused" (SO_REUSEADDR, Winsock).
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(CONNECTIONS)
    except OSError:
        listener.close()
        return None
    return listener


class Preview:
    """Renders the saved page at once and builds the whole site in the background; a failed build leaves what is served as
    it was.

    `home` is the preview's own folder: the site as it was built last, also by a preview that has ended, instant pages, and
    those of them that are newer than the site.
    """

    def __init__(self, root: Path, home: Path, url: str) -> None:
        self.root = root
        self.folder = home / "site"
        self.newer_folder = home / "newer"
        self.url = url
        self.instant_pages = InstantPages(root, home / "pages", url)
        self.findings = Findings(root)
        self.background = BackgroundBuild(root, self.folder, url, self.built)
        self.application = Application(
            root,
            self.findings,
            self.served,
            self.asked,
            lambda: self.problem,
            lambda: self.background.running,
            self.instant_pages.folder,
        )
        self.problem = ""
        self.newer: dict[str, float] = {}
        """Instant pages of articles that no build has read yet, by address, with the time at which it was read. They are served in
        the place of the site's: a build that began before that puts the page of an older text there."""
        self.lock = threading.Lock()
        self.sent: dict[str, str] = {}
        """The digests of the files that browsers have asked for last, by address."""
        self.checked = False
        self.is_own = False

    @property
    def has_site(self) -> bool:
        """True when there is a site that can be shown: built now, or by this user before."""
        return self.is_own and self.folder.is_dir()

    def served(self, address: str) -> Path:
        """The folder in which the file at an address is shown: that of pages newer than the site, the site, or the folder of
        instant pages as long as there is no site."""
        if address in self.newer:
            return self.newer_folder
        return self.folder if self.has_site else self.instant_pages.folder

    def begin(self) -> None:
        """Has the whole built; where there is no site from last time, pages are rendered as they are asked for."""
        # The checks begin when the site is built, and the build when the first page can be: all at once would hold it up.
        self.findings.change(running=True)
        self.is_own = is_as_built(self.root, self.folder)
        # Pages of another time, and whatever else lies there.
        for folder in (self.instant_pages.folder, self.newer_folder):
            shutil.rmtree(folder, ignore_errors=True)
        if not self.has_site:
            self.open_instant_pages()
        self.background.start()

    @contextmanager
    def faults_shown(self) -> Iterator[None]:
        """Shows what goes wrong within, and goes on: the next change may mend it."""
        try:
            yield
        except UserError as error:
            self.show_problem(str(error))
        except Exception:
            complain(traceback.format_exc())
            self.show_problem(DEFECT)

    def open_instant_pages(self) -> None:
        """Reads all articles for instant pages. The build in the background says more about what is wrong."""
        with self.faults_shown():
            self.instant_pages.open()

    def changed(self, paths: set[str]) -> None:
        """Shows the article that was saved, and has the whole built. Never raises."""
        start = time.monotonic()
        rendered = more = False
        with self.faults_shown():
            address = self.instant_pages.read(next(iter(paths)).removeprefix("docs/")) if len(paths) == 1 else None
            # A build that began before this may have read an older text.
            read_at = time.monotonic()
            more = address is None
            if address and (names := self.instant_pages.page(address)):
                rendered = True
                self.findings.renew()
                self.instant_pages.copy_into(self.newer_folder, names)
                with self.lock:
                    self.newer |= dict.fromkeys(names, read_at)
                self.application.forget_unsaved(address)
                self.problem = ""
                say(f"✓ 已更新 {self.url}{address.removesuffix('index.html')}（{time.monotonic() - start:.2f} 秒）")
        self.background.start()
        self.application.reload()
        if not rendered:
            self.findings.renew()
        if more:
            self.open_instant_pages()

    def built(self, summary: str, problem: str, began: float) -> None:
        """Called with the result of a build, and when it began."""
        before = self.problem
        if problem:
            self.show_problem(problem)
        else:
            self.problem = ""
            self.is_own = True
            with self.lock:
                self.newer = {address: saved for address, saved in self.newer.items() if saved >= began}
            say(f"✓ {summary}")
        if not self.checked:
            self.checked = True
            self.findings.renew()
        # Whoever reads or writes is disturbed only when there is something else to see.
        if self.problem != before or any(self.digest(path) != sent for path, sent in list(self.sent.items())):
            self.application.reload()

    def show_problem(self, text: str) -> None:
        """Says what is wrong, here and in the bar above every page; without a site, there is a page to stand below it."""
        if text == self.problem:
            return
        self.problem = text
        complain(f"✗ {text}")
        if self.has_site:
            complain("  改好并保存后会自动重新生成；浏览器里仍是上一次的样子。")
            return
        self.instant_pages.folder.mkdir(parents=True, exist_ok=True)
        (self.instant_pages.folder / "index.html").write_text(NO_SITE, encoding="utf-8")

    def digest(self, address: str) -> str:
        """The digest of what is served at an address; empty when there is nothing."""
        file = file_in(self.served(address), f"/{address}")
        try:
            return digest(file.read_bytes()) if file else ""
        except OSError:
            return ""

    def asked(self, address: str) -> None:
        """Before a file is looked up: renders it as an instant page when the first build is not done yet, and notes the digest of
        what is sent."""
        folder = self.served(address)
        file = file_in(folder, f"/{address}")
        if file and folder == self.instant_pages.folder and not file.is_file():
            with self.faults_shown():
                self.instant_pages.page(address, alone=True)
        self.sent.pop(address, None)
        self.sent[address] = self.digest(address)
        if len(self.sent) > REMEMBERED:
            self.sent.pop(next(iter(self.sent)))
