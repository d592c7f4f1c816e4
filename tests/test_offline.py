"""The offline edition: every link leads to a file, nothing is asked of a server, the archive is the same every time."""

from __future__ import annotations

import hashlib
import json
import posixpath
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, WHOLE
from lanmu.build import offline
from lanmu.build.offline import FOLDER, Transform
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import run
from lanmu.content import settings as config
from lanmu.diagnostics.errors import UserError

NAMES = frozenset(("index.html", "a/index.html", "a/b/index.html", "en/index.html", "a/长安街/index.html", "x.pdf"))


def page(text: str, name: str = "a/b/index.html") -> str:
    return Transform(NAMES).page(text, name)


@pytest.fixture(scope="module")
def unpacked(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    offline.pack(real_site, folder / "site.zip")
    with zipfile.ZipFile(folder / "site.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("../../", "../../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../?q=1&amp;r=2#x", "../index.html?q=1&amp;r=2#x"),
        ("../../en/#top", "../../en/index.html#top"),
        ("../../en", "../../en/index.html"),
        ("../%E9%95%BF%E5%AE%89%E8%A1%97/", "../%E9%95%BF%E5%AE%89%E8%A1%97/index.html"),
        ("../长安街/", "../长安街/index.html"),
        ("#here", "#here"),
        ("?q=1", "?q=1"),
        ("", ""),
        ("../../x.pdf", "../../x.pdf"),
        ("../nowhere/", "../nowhere/"),
        ("https://www.example.org/a/", "https://www.example.org/a/"),
        ("//www.example.org/a/", "//www.example.org/a/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_an_address_is_written_down_to_the_file(written: str, expected: str) -> None:
    for tag, attribute in (("a", "href"), ("form", "action"), ("area", "href"), ("iframe", "src")):
        text = f'<{tag} class="a > b" {attribute}="{written}" hidden>'
        assert page(text) == f'<{tag} class="a > b" {attribute}="{expected}" hidden>'
    assert page(f"<A HREF='{written}'>").replace('"', "'") == f"<A HREF='{expected}'>"


@pytest.mark.parametrize(
    "text",
    [
        '<!-- <a href="../"> -->',
        "<script>x = '<a href=\"../\">';</script>",
        '<script type="application/ld+json">{"url": "../", "a": "<b href=../>"}</script>',
        '<textarea><a href="../"></textarea>',
        "<p>1 < 2 &lt;a href=\"../\"> a href='../'</p>",
        '<ol data-root="../../"><li data-more="../"></li></ol>',
        '<li><a href="https://www.example.org/feed.xml">别人的</a></li>',
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    assert page(text) == text


def test_what_only_the_web_needs_is_left_out() -> None:
    text = (
        '<link rel="canonical" href="https://www.example.org/"><link rel="alternate" hreflang="en" href="../../en/">'
        '<link rel="alternate" type="application/atom+xml" href="../feed.xml"><link rel="icon" href="../../x.svg">'
        '<ul>\n  <li><a href="../">上</a></li>\n  <li><a class="c" href="../feed.xml">订阅</a></li>\n</ul>'
        '<p>可以<a href="../../feed.json">订阅</a>。</p>'
    )
    assert page(text) == (
        '<link rel="icon" href="../../x.svg"><ul>\n  <li><a href="../index.html">上</a></li>\n</ul>'
        "<p>可以<a >订阅</a>。</p>"
    )


def test_refresh_policy_and_the_mark_for_scripts() -> None:
    assert page('<html lang="zh">') == '<html lang="zh" data-index="index.html">'
    assert (
        page('<meta http-equiv="refresh" content="0; url=../">')
        == '<meta http-equiv="refresh" content="0; url=../index.html">'
    )
    policy = page('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">')
    assert "script-src &#x27;self&#x27; file:" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace("http-equiv", "")
    assert page('<script src="../">x</script>') == '<script src="../index.html">x</script>'


def test_no_link_of_the_real_site_needs_a_server(real_site: Path, unpacked: Path) -> None:
    assert read_site(None, real_site, offline=True).online_only, "没有可改的链接，这项测试就说明不了什么"
    project = read_project(WHOLE, config.load(WHOLE / "lanmu.toml"))
    site = read_site(project, unpacked, offline=True)
    outcome = run(project, [site])
    assert outcome.findings == (), [f"{finding.place} {finding.message}" for finding in outcome.findings[:10]]
    assert len(site.pages) > 100


def test_nothing_is_lost_on_the_way(real_site: Path, unpacked: Path) -> None:
    before = {path.relative_to(real_site).as_posix() for path in real_site.rglob("*") if path.is_file()}
    after = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    gone = {posixpath.basename(name) for name in before - after}
    assert after <= before
    assert gone == {"404.html", "robots.txt", "feed.xml", "feed.json", "_headers"}
    assert all(name.isascii() for name in after)


def test_the_archive_is_the_same_every_time(real_site: Path, tmp_path: Path) -> None:
    marks = set()
    for name in ("a.zip", "b.zip"):
        offline.pack(real_site, tmp_path / name)
        marks.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
        for path in real_site.rglob("*.html"):
            path.touch()
    assert len(marks) == 1


def test_an_archive_that_cannot_be_written_is_reported_and_leaves_nothing(minimal: Path, tmp_path: Path) -> None:
    (tmp_path / "out.zip").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(UserError, match=r"写不了 .*out\.zip"):
        offline.pack(tmp_path / "site", tmp_path / "out.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.zip", "project", "site"]


def test_the_command_makes_the_archive_and_leaves_the_site_alone(ready: Path) -> None:
    command = [sys.executable, "scripts/build.py", "--offline", "--production"]
    done = subprocess.run(command, cwd=ready, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lanmu-offline.zip" in done.stdout
    assert not (ready / "site").exists()
    with zipfile.ZipFile(ready / "out" / "lanmu-offline.zip") as archive:
        assert f"{FOLDER}/index.html" in archive.namelist()
        assert archive.testzip() is None
        home = archive.read(f"{FOLDER}/index.html").decode("utf-8")
    assert "示例" not in home
    assert json.dumps(home).count("data-index") == 1
    assert [path.name for path in (ready / "out").iterdir()] == ["lanmu-offline.zip"]
    assert str(ROOT) not in done.stdout
