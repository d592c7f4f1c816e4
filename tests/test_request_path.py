"""The way from an address to a file: the same on every system, and never out of the folder."""

from __future__ import annotations

import ntpath
import posixpath
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lanmu.preview.bar.sources import source_at
from lanmu.preview.request_path import decoded, file_in, name_of

HOSTILE = (
    "",
    "x",
    "//host/share/x",
    "/a//b",
    "/C:/Users/x/.ssh/id_rsa",
    "/..\\..\\docs\\x.md",
    "/\\\\host\\share\\x",
    "/\\??\\C:\\x",
    "/../x",
    "/a/../x",
    "/a/..",
    "/./a",
    "/a/./",
    "/.../",
    "/%2e%2e/x",
    "/a%5Cb",
    "/a%00",
    "/a\0.html",
    "/a\n",
    "/\x7f",
    "/index.html::$DATA",
    "/a:b",
    "/a.",
    "/a. /x",
    "/a ",
    "/CON",
    "/con/",
    "/aux.html",
    "/a/NUL.tar.gz",
    "/com1",
    "/COM¹.x",
    "/lpt9 .txt",
    "/conin$",
    f"/{'a' * 256}",
    f"/{'字' * 86}",
    "/a" * 501,
    "/\ud800",
)


@pytest.mark.parametrize("path", HOSTILE, ids=ascii)
def test_what_is_no_name_everywhere_is_refused(path: str) -> None:
    assert name_of(path) is None
    assert file_in(Path("/"), path) is None
    assert source_at(Path("/"), path) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/a/b", "a/b"),
        ("/附件/第 1 号（100%）.pdf", "附件/第 1 号（100%）.pdf"),
        ("/_lanmu/bar.js", "_lanmu/bar.js"),
        ("/console/communes.html", "console/communes.html"),
        ("/.well-known/x", ".well-known/x"),
        (f"/{'字' * 85}", "字" * 85),
    ],
)
def test_what_names_a_file_is_taken(path: str, name: str) -> None:
    assert name_of(path) == name


@pytest.mark.parametrize(("raw", "text"), [("/\xe6\xa0\x8f", "/栏"), ("/\xc0\xae\xc0\xae/", None), ("/\xff", None)])
def test_what_is_no_utf_8_is_no_path(raw: str, text: str | None) -> None:
    assert decoded(raw) == text


@given(st.text(st.sampled_from("./\\:%0Cc2eEaux \0nul$~¹") | st.characters(), max_size=24))
def test_what_is_taken_stays_inside_by_the_rules_of_both_systems(text: str) -> None:
    name = name_of(f"/{text}")
    if name is None:
        return
    assert posixpath.normpath(posixpath.join("/site", name)) == f"/site/{name}"
    assert ntpath.normpath(ntpath.join("C:\\site", name)) == "C:\\site\\" + name.replace("/", "\\")
    windows = PureWindowsPath(name)
    assert windows.drive == windows.root == ""
    assert not windows.is_reserved()
    assert "\0" not in name


def test_no_link_leads_out(tmp_path: Path) -> None:
    site, secret = tmp_path / "site", tmp_path / "secret"
    (site / "a").mkdir(parents=True)
    secret.mkdir()
    (secret / "x.html").touch()
    (site / "a" / "index.html").touch()
    (site / "out").symlink_to(secret, target_is_directory=True)
    (site / "file.html").symlink_to(secret / "x.html")
    (site / "inside").symlink_to(site / "a", target_is_directory=True)
    (site / "loop").symlink_to(site / "loop")
    assert file_in(site, "/a/") == site / "a" / "index.html"
    assert file_in(site, "/inside/") == site / "inside" / "index.html"
    assert file_in(site, "/not/there") == site / "not" / "there"
    for path in ("/out/x.html", "/out/", "/file.html"):
        assert file_in(site, path) is None
    looped = file_in(site, "/loop/x")
    assert looped is None or not looped.is_file()
