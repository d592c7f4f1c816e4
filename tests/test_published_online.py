"""From the office to the reader and back, with a real server for files and a real server for readers: published, read, changed,
tampered with, noticed, taken back."""

from __future__ import annotations

import getpass
import json
import re
import shutil
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import Exit
from lanmu.intake.renaming import Wanted, plan, rename
from lanmu.intake.withdrawing import withdraw
from lanmu.releases.command import command as publish
from lanmu.releases.servers.command import write_server_config
from lanmu.releases.verification.command import verify_site
from playwright.sync_api import Browser, Page, expect
from support.builders import NEWS, NOTICE
from support.previewing import unused_port
from support.reviewing import review_everything
from support.ssh_server import installed, ssh_server
from support.web_servers import running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not installed(), reason="这台机器没有 sshd（Debian 的 openssh-server）"),
]
TARGET = """
[publish.web]
kind = "sftp"
host = "127.0.0.1"
port = {port}
user = "{user}"
folder = "{folder}"
address = "{address}"

[links.external]
pause = 0.0
"""
INJECTED = b"<script src=https://evil.example/x.js></script></body>"


@dataclass(frozen=True)
class Office:
    """A project, where its files lie on the server, and where readers find it."""

    project: Path
    folder: Path
    address: str

    def publish(self, **options: object) -> None:
        given = {"target": None, "dry_run": False, "list": False, "rollback": None, "yes": True, "allow": []}
        assert publish(self.project, Namespace(**given | options)) == Exit.OK

    def verify(self) -> tuple[int, list[tuple[str, str]]]:
        """The exit code, and code and path of every error."""
        report = self.project / "report.json"
        given = {"site": self.address, "all": True, "sample": 100, "public_key": "", "expect": None, "strict": False}
        code = verify_site(self.project, Namespace(**given, report=[f"json={report}"], explain=None, list=False))
        faults = json.loads(report.read_text(encoding="utf-8"))["findings"]
        return code, [(fault["code"], fault["path"]) for fault in faults if fault["level"] == "error"]


@pytest.fixture
def office(minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with a server that it sends its site to by its own key."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "own" / "lanmu")
    keys = tmp_path / "home" / ".ssh"
    keys.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    # The readers are on this machine; else such an address is an error.
    monkeypatch.setattr("lanmu.checks.built.spelling.LOCAL_HOST", re.compile("(?!)"))
    review_everything(minimal)
    address = f"http://127.0.0.1:{unused_port()}/zhuanti/"
    with ssh_server(tmp_path / "sshd") as server:
        shutil.copy(server.folder / "user_key", keys / "id_ed25519")
        (minimal / ".known_hosts").write_text(server.host_line, encoding="utf-8")
        values = {"port": server.port, "user": getpass.getuser(), "folder": tmp_path / "web", "address": address}
        with (minimal / "lanmu.toml").open("a", encoding="utf-8") as file:
            file.write(TARGET.format(**values))
        yield Office(minimal, tmp_path / "web", address)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


def title_at(page: Page, address: str) -> str:
    """The heading that a reader meets at an address."""
    page.goto(address)
    return page.locator("h1").first.inner_text().strip()


def test_published_read_changed_tampered_with_noticed_and_taken_back(
    office: Office, page: Page, tmp_path: Path
) -> None:
    news, notice = (f"{office.address}{path.removesuffix('.md')}/" for path in (NEWS, NOTICE))
    office.publish()
    settings = tmp_path / "nginx.conf.d"
    options = {"server": "nginx", "site": str(office.folder / "current"), "folder": str(office.folder / "current")}
    write_server_config(office.project, Namespace(**options, path="", output=str(settings)))
    port = int(office.address.split(":")[2].split("/")[0])
    with running("nginx", settings, tmp_path, "/zhuanti/", port):
        heading = title_at(page, news)
        assert heading == "各支部开展培训"
        assert office.verify() == (Exit.OK, [])

        wanted = Wanted(slug="gaiming")
        rename(office.project, f"docs/{NEWS}", wanted, tuple(plan(office.project, f"docs/{NEWS}", wanted).lines()))
        withdraw(office.project / "docs", f"docs/{NOTICE}", "写错了")
        office.publish()
        page.goto(news)
        expect(page).to_have_url(news.replace("peixun", "gaiming"))
        expect(page.locator("h1").first).to_have_text(heading)
        assert "撤回" in title_at(page, notice)
        assert office.verify() == (Exit.OK, [])

        home = office.folder / "current" / "index.html"
        home.write_bytes(home.read_bytes().replace(b"</body>", INJECTED))
        assert office.verify() == (Exit.FINDINGS, [("VER004", "index.html")])

        office.publish(rollback="")
        assert office.verify() == (Exit.OK, [])
        assert title_at(page, news) == heading
        assert title_at(page, notice) == "整改方案公示"
