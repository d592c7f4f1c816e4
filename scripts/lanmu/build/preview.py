"""Serves the site on this machine and rebuilds it whenever a file changes; the browser reloads by itself."""

from __future__ import annotations

import shutil
import signal
import socket
import tempfile
import threading
import traceback
import webbrowser
from pathlib import Path
from types import FrameType

from mkdocs.livereload import LiveReloadServer

from lanmu.build.preview_bar.findings import Findings
from lanmu.build.preview_bar.server import BarServer
from lanmu.build.site import build
from lanmu.console import complain, say
from lanmu.errors import UserError

HOST = "127.0.0.1"
TRIES = 50
WATCHED = ("docs", "overrides", "mkdocs.yml", "lanmu.toml")
DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。"
NO_SITE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>网站还没有生成</title><link rel="stylesheet" href="/_lanmu/overview.css"></head>
<body><main class="overview"><h1>网站还没有生成</h1><p>原因写在上面。改好并保存，这一页会自动刷新。</p></main></body>
</html>
"""


def is_free(port: int) -> bool:
    """True when nothing listens at the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """`wanted`, or the next port that is free. Raises UserError when none of the next 50 is."""
    if not 1 <= wanted <= 65535:
        raise UserError(f"端口 {wanted} 不能用，请用 1024 到 65535 之间的数。")
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"端口 {wanted} 已被占用，改用 {port}。")
            return port
    raise UserError(f"从 {wanted} 起的 {TRIES} 个端口都不能用。请关掉一些程序，或用 --port 换一个端口。")


class Preview:
    """Builds into `folder`; a failed build leaves what is served as it was."""

    def __init__(self, root: Path, folder: Path, port: int) -> None:
        self.root = root
        self.folder = folder
        self.url = f"http://{HOST}:{port}/"
        self.has_site = False
        self.findings = Findings(root)
        self.problem = ""

    def rebuild(self) -> None:
        """Builds once, says how it went, and has the sources checked. Never raises: the next change may mend it."""
        say("▸ 正在生成网站 …")
        try:
            summary = build(self.root, self.folder, site_url=self.url)
        except UserError as error:
            self.show_problem(str(error))
        except Exception:
            complain(traceback.format_exc())
            self.show_problem(DEFECT)
        else:
            self.problem, self.has_site = "", True
            say(f"✓ {summary}")
        self.findings.renew()

    def show_problem(self, text: str) -> None:
        """Tells what is wrong, here and in the bar above every page; without a site, there is a page to stand below it."""
        self.problem = text
        complain(f"✗ {text}")
        if self.has_site:
            complain("  改好并保存后会自动重新生成；浏览器里仍是上一次的样子。")
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "index.html").write_text(NO_SITE, encoding="utf-8")

    def error_page(self, code: int) -> bytes | None:
        """The site's own 404 page."""
        page = self.folder / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def serve(root: Path, port: int, *, open_browser: bool) -> int:
    """Serves the project in `root` until Ctrl-C (or SIGTERM)."""
    port = free_port(port)
    home = Path(tempfile.mkdtemp(prefix="lanmu-preview-"))
    preview = Preview(root, home / "site", port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        preview.rebuild()
        server = LiveReloadServer(preview.rebuild, HOST, port, str(preview.folder))
        server.error_handler = preview.error_page
        server.set_app(BarServer(server.serve_request, root, preview.findings, lambda: preview.problem))
        for name in WATCHED:
            server.watch(str(root / name))
        say(f"✓ 请在浏览器打开 {preview.url} ；保存稿件后网页自动刷新；按 Ctrl-C 结束。")
        if open_browser:
            threading.Timer(0.5, webbrowser.open, [preview.url]).start()
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()
    except KeyboardInterrupt:
        say("\n预览已结束。")
    finally:
        preview.findings.close()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C and SIGTERM end the preview, also where a shell started it with Ctrl-C ignored."""
    raise KeyboardInterrupt
