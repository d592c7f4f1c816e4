"""What the tests need of the machine: a Chromium that is there or is fetched, packages of Debian or Ubuntu."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lanmu.diagnostics.console import agrees, say, step
from lanmu.diagnostics.errors import UserError

VARIABLE = "LANMU_BROWSER"
NAMES = (
    # The same engine without the windows, which cost a third of the time.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)
# The first that there is; Ubuntu has neither, Debian both.
PACKAGES = ("chromium-headless-shell", "chromium")
# For looking at Chinese pages; a machine without any would show boxes.
FONTS = "fonts-noto-cjk"
# Programs, with the packages they come in: sites are served by and sent to real servers.
SERVERS = {"nginx": "nginx-light", "apache2": "apache2", "caddy": "caddy", "sshd": "openssh-server"}
POLICY = Path("/usr/sbin/policy-rc.d")


def may_install() -> bool:
    """True on Debian or Ubuntu, as root."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def may_install_for(purpose: str, *packages: str, yes: bool) -> bool:
    """True where we may, and whoever sits there agrees to the `packages` for this `purpose`; `yes` agrees beforehand."""
    question = f"{purpose}，要用 apt-get 给这台机器装 {'、'.join(packages)} 和它们要的软件包，可以吗？"
    return may_install() and agrees(question, yes=yes)


def install(*packages: str) -> None:
    """Brings the packages and what they need. Nothing is raised: what is there afterwards shows whether it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with no_services():
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", *command], env=environment, check=False, capture_output=True)


@contextmanager
def no_services() -> Iterator[None]:
    """Within, no package starts the service that it brings: Debian asks a program of that name first (invoke-rc.d(8)), and 101
    forbids it. A program of the machine's own is left as it is."""
    if POLICY.exists():
        yield
        return
    try:
        POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def program(name: str) -> str | None:
    """Where a program is, servers too, which are not on everybody's PATH."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def bring_servers(*, yes: bool) -> None:
    """Installs the servers that are not there, where we may; tests are passed over that need one that is not."""
    packages = [package for name, package in SERVERS.items() if program(name) is None]
    if packages and may_install_for("测试要用真的服务器", *packages, yes=yes):
        with step("安装服务器（apt-get，不启动服务）"):
            install(*packages)


def installed() -> Path | None:
    """A Chrome, Edge or Chromium of this system."""
    named = [os.environ.get(VARIABLE, ""), *(shutil.which(name) or "" for name in NAMES)]
    paths = [Path(os.path.expandvars(place)) for place in (*named, *PLACES) if place]
    return next((path for path in paths if path.is_file() and works(path)), None)


def works(path: Path) -> bool:
    """False for Ubuntu's stand-in that only asks to install a snap. On Windows asking would open a window."""
    if os.name == "nt":
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def from_apt(*, yes: bool) -> Path | None:
    """Debian's Chromium, when this is such a system, we are root, and it is agreed to."""
    if not may_install_for("测试要用浏览器看网页", PACKAGES[-1], FONTS, yes=yes):
        return None
    with step("安装 Chromium 和中文字体（apt-get）"):
        for name in PACKAGES:
            install(name, FONTS)
            if browser := installed():
                return browser
    return None


def from_playwright(*, yes: bool) -> Path | None:
    """Playwright's own download, when it is agreed to."""
    if not agrees(
        "测试要用浏览器看网页，要下载一个 Chromium（约 170 MB，只放在用户自己的文件夹里），可以吗？", yes=yes
    ):
        return None
    with step("下载 Chromium（Playwright）"):
        done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def ensure(*, yes: bool = False) -> Path:
    """A browser, found or fetched; `yes` agrees beforehand to what is fetched. Raises UserError that says what to install."""
    browser = installed()
    if browser:
        return browser
    say("没有找到浏览器，测试要用它看网页。")
    browser = from_apt(yes=yes) or from_playwright(yes=yes)
    if browser:
        return browser
    raise UserError("没有可用的浏览器。请安装 Chrome、Edge 或 Chromium 中的任何一个，再运行一次。")
