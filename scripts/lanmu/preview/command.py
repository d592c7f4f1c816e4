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
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from lanmu.build.site import is_as_built
from lanmu.content.fingerprint import digest
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import UserError
from lanmu.preview.background_build import DEFECT, Behind
from lanmu.preview.bar.findings import Findings
from lanmu.preview.bar.server import BarServer
from lanmu.preview.instant_page import InstantPages
from lanmu.preview.request_path import file_in
from lanmu.preview.same_origin import SameOrigin, text_of
from lanmu.preview.server import CONNECTIONS, PreviewServer
from lanmu.preview.watching import Watch

HOST = "127.0.0.1"
TRIES = 50
REMEMBERED = 200
"""Of so many files one knows whether a browser has them as they are: some pages with all that is on them."""
WATCHED = ("docs", "overrides", "mkdocs.yml", "lanmu.toml")
NO_SITE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>网站还没有生成</title><link rel="stylesheet" href="/_lanmu/overview.css"></head>
<body><main class="overview"><h1>网站还没有生成</h1><p>原因写在上面。改好并保存，这一页会自动刷新。</p></main></body>
</html>
"""
NO_PAGE = '<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>{0}</title><p>{0}</p></html>\n'


def listening(port: int) -> socket.socket | None:
    """A socket that listens at the port, so that no other program takes it; None when one has it already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            return None
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows another program could take over a port that is "reused" (SO_REUSEADDR, Winsock).
    if os.name == "posix":
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(CONNECTIONS)
    except OSError:
        found.close()
        return None
    return found


def free_port(wanted: int) -> socket.socket:
    """A socket that listens at `wanted`, or at the next port that is free. Raises UserError when none of the next 50 is."""
    if not 1 <= wanted <= 65535:
        raise UserError(f"端口 {wanted} 不能用，请用 1024 到 65535 之间的数。")
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if found := listening(port):
            if port != wanted:
                say(f"端口 {wanted} 已被占用，改用 {port}。")
            return found
    raise UserError(f"从 {wanted} 起的 {TRIES} 个端口都不能用。请关掉一些程序，或用 --port 换一个端口。")


class Preview:
    """Makes one page at once and the whole site behind; a failed build leaves what is served as it was.

    `home` is the preview's own folder: the site as it was built last, also by a preview that has ended, and the desk's.
    """

    def __init__(self, root: Path, home: Path, port: int) -> None:
        self.root = root
        self.folder = home / "site"
        self.url = f"http://{HOST}:{port}/"
        self.desk = InstantPages(root, home / "desk", self.url)
        self.findings = Findings(root)
        self.problem = ""
        self.reload: Callable[[], None] = lambda: None
        self.fresh: set[str] = set()
        self.shown: dict[str, str] = {}
        self.checked = False
        self.is_own = False
        self.behind = Behind(root, self.folder, self.url, self.built)

    @property
    def has_site(self) -> bool:
        """True when there is a site that can be shown: built now, or by this user before."""
        return self.is_own and self.folder.is_dir()

    @property
    def served(self) -> Path:
        """The folder that is shown: the site, or the desk's as long as there is none."""
        return self.folder if self.has_site else self.desk.folder

    def begin(self) -> None:
        """Has the whole built; where there is no site from last time, pages are made as they are asked for."""
        # The checks begin when the site is built, and the build when the first page can be: all at once would hold it up.
        self.findings.change(running=True)
        self.is_own = is_as_built(self.root, self.folder)
        # Pages of another time, and whatever else lies there.
        shutil.rmtree(self.desk.folder, ignore_errors=True)
        if not self.has_site:
            self.open_desk()
        self.behind.start()

    def open_desk(self) -> bool:
        """Reads all articles for the desk; what is wrong is shown. The build behind says more about it."""
        try:
            self.desk.open()
        except UserError as error:
            self.show_problem(str(error))
        except Exception:
            complain(traceback.format_exc())
            self.show_problem(DEFECT)
        return self.desk.ready is not None

    def changed(self, paths: set[str]) -> None:
        """Shows the article that was saved, and has the whole built. Never raises: the next change may mend it."""
        start = time.monotonic()
        address = None
        try:
            if len(paths) == 1:
                address = self.desk.read(next(iter(paths)).removeprefix("docs/"))
            if address and self.desk.page(address):
                self.findings.renew()
                self.fresh.add(address)
                self.lay_over({address})
                self.problem = ""
                say(f"✓ 已更新 {self.url}{address.removesuffix('index.html')}（{time.monotonic() - start:.2f} 秒）")
        except UserError as error:
            address = ""
            self.show_problem(str(error))
        except Exception:
            complain(traceback.format_exc())
            self.show_problem(DEFECT)
        self.behind.start()
        self.reload()
        if not address:
            self.findings.renew()
        if address is None:
            self.open_desk()

    def lay_over(self, addresses: set[str]) -> None:
        """Puts pages from the desk into the site."""
        if self.folder.is_dir():
            for address in addresses:
                self.desk.copy_into(self.folder, address)

    def built(self, said: str, problem: str, *, again: bool) -> None:
        """Takes over what a build behind has come to; `again` when another follows, because more has changed."""
        before = self.problem
        if again:
            try:
                self.lay_over(set(self.fresh))
            except UserError as error:
                problem = problem or str(error)
        else:
            self.fresh.clear()
        if problem:
            self.show_problem(problem)
        else:
            self.problem = ""
            self.is_own = True
            say(f"✓ {said}")
        if not self.checked:
            self.checked = True
            self.findings.renew()
        # Whoever reads or writes is disturbed only when there is something else to see.
        if self.problem != before or any(self.mark(path) != mark for path, mark in list(self.shown.items())):
            self.reload()

    def show_problem(self, text: str) -> None:
        """Tells what is wrong, here and in the bar above every page; without a site, there is a page to stand below it."""
        if text == self.problem:
            return
        self.problem = text
        complain(f"✗ {text}")
        if self.has_site:
            complain("  改好并保存后会自动重新生成；浏览器里仍是上一次的样子。")
            return
        self.desk.folder.mkdir(parents=True, exist_ok=True)
        (self.desk.folder / "index.html").write_text(NO_SITE, encoding="utf-8")

    def mark(self, address: str) -> str:
        """The digest of what is served at an address; empty when there is nothing."""
        file = file_in(self.served, f"/{address}")
        try:
            return digest(file.read_bytes()) if file else ""
        except OSError:
            return ""

    def asked(self, address: str) -> None:
        """Makes a page that is asked for and not there, while the first build is under way; notes what is shown."""
        file = file_in(self.served, f"/{address}")
        if file and self.served == self.desk.folder and not file.is_file():
            try:
                self.desk.page(address, alone=True)
            except UserError as error:
                self.show_problem(str(error))
            except Exception:
                complain(traceback.format_exc())
        self.shown.pop(address, None)
        self.shown[address] = self.mark(address)
        if len(self.shown) > REMEMBERED:
            self.shown.pop(next(iter(self.shown)))

    def error_page(self, code: int) -> bytes:
        """The site's own 404 page; a sentence where there is none."""
        page = self.served / f"{code}.html"
        sentence = NO_PAGE.format(text_of(HTTPStatus(code)).decode())
        return page.read_bytes() if page.is_file() else sentence.encode("utf-8")


def serve(root: Path, port: int, *, open_browser: bool) -> int:
    """Serves the project in `root` until Ctrl-C (or SIGTERM)."""
    listener = free_port(port)
    port = listener.getsockname()[1]
    preview = Preview(root, root / ".cache" / "preview" / str(port), port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)

    def opened() -> None:
        say(f"✓ 请在浏览器打开 {preview.url} ；保存稿件后网页自动刷新；按 Ctrl-C 结束。")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=[preview.url], daemon=True).start()

    try:
        # From here on nothing that is saved is missed; what was before, the first build reads.
        watch = Watch(root, WATCHED)
        preview.begin()
        server = PreviewServer(opened, preview.changed, preview.asked, lambda: preview.served, watch, listener)
        preview.reload = server.reload
        server.error_handler = preview.error_page
        bar = BarServer(
            server.serve_request, root, preview.findings, lambda: preview.problem, lambda: preview.behind.running
        )
        server.set_app(SameOrigin(bar, port))
        if preview.desk.ready is None and not preview.problem:
            threading.Thread(target=preview.open_desk, daemon=True).start()
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()
    except KeyboardInterrupt:
        say("\n预览已结束。")
    finally:
        preview.behind.close()
        preview.findings.close()
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C and SIGTERM end the preview, also where a shell started it with Ctrl-C ignored."""
    raise KeyboardInterrupt
