"""Built files in any encoding, broken, deep, endless or forbidden are findings and never errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lanmu.checks.built import feeds
from lanmu.checks.built.site import read_site
from lanmu.checks.built.text import Unreadable, decode
from support.built_sites import HEAD, findings, write


def test_encodings(tmp_path: Path) -> None:
    page = f'{HEAD}<meta charset="gb2312"><a href="总.html#节">甲</a>'
    site = read_site(
        None,
        write(
            tmp_path,
            {
                "index.html": page.encode("gb18030"),
                "总.html": f'{HEAD}<p id="节">'.encode("utf-16"),
                "undeclared.html": f"{HEAD}公示".encode("gbk"),
                "unknown.html": b'<meta charset="x-none"><p>\xff',
            },
        ),
    )
    assert {path: page.problem for path, page in site.pages.items()} == {
        "index.html": None,
        "总.html": None,
        "undeclared.html": Unreadable.ENCODING,
        "unknown.html": Unreadable.ENCODING,
    }
    assert not site.failures
    assert decode("公示".encode()).text == "公示"


def test_hostile_files_are_findings_and_never_errors(tmp_path: Path) -> None:
    deep = b"<div>" * 6000 + b"<a href=x>y</a>"
    outside = write(tmp_path / "outside", {"secret.html": HEAD})
    site_folder = write(
        tmp_path / "site",
        {
            "index.html": HEAD,
            "empty.html": b"",
            "picture.html": b"\x89PNG\r\n\0\0",
            "deep.html": deep,
            "blank.html": b" \n",
        },
    )
    (site_folder / "loop").symlink_to(site_folder, target_is_directory=True)
    (site_folder / "self.html").symlink_to(site_folder / "self.html")
    (site_folder / "away").symlink_to(outside, target_is_directory=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(site_folder / "pipe.html")
    site = read_site(None, site_folder)
    assert set(site.pages) == {"index.html", "empty.html", "picture.html", "deep.html", "blank.html"}
    codes = {(f.path.rpartition("/")[2], f.code) for f in findings(site)}
    assert {(name, "OUT018") for name in ("empty.html", "picture.html", "deep.html", "blank.html")} <= codes


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_page_that_may_not_be_read_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": HEAD})
    (tmp_path / "index.html").chmod(0)
    assert read_site(None, tmp_path).pages["index.html"].problem is Unreadable.FORBIDDEN


# What the reader looks at, so that arbitrary bytes get somewhere.
PIECES = st.sampled_from(
    [
        *(
            "<a href=",
            "<img srcset='",
            "<base href=",
            "<style>",
            "</style>",
            "{display:none}",
            "url(",
            "@import ",
            "<p style='",
        ),
        *(
            "<meta http-equiv=refresh content='0;url=",
            "http://x.example.com/",
            "//[",
            "#",
            "?",
            "%",
            "%zz",
            "'",
            '"',
            ">",
            "<",
        ),
        *(
            "<link rel=canonical href=",
            "<link rel=alternate hreflang=en href=",
            "../",
            "{{",
            "\\",
            ":",
            "\x00",
            "<template>",
        ),
        *(
            "<!--",
            "a{",
            "}",
            "<svg><use href=#",
            "xlink:href=",
            "id=a ",
            "<feed><link href='",
            "<urlset><loc>",
            "</loc>",
            "&#",
        ),
        *(
            ".x",
            "rgb(",
            "color:",
            "background:#fff",
            "font:0",
            "left:-1e999px",
            "position:fixed;",
            " style='",
            "hidden ",
            "é",
            "总",
        ),
    ]
)
CONTENT = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=25).map(lambda parts: "".join(parts).encode()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=CONTENT, css=CONTENT, other=CONTENT)
@example(b"<a style='left:1e999px;position:fixed' href=//x.example.com>", b"a{color:rgb(1", b"{")
@example(b"<base href='//['><a href=x>", b"@import ''", b"\xff")
@example(b"<meta http-equiv=refresh content='1.2.3;url='>", b"}}}", b"")
def test_no_bytes_crash_the_check(
    tmp_path_factory: pytest.TempPathFactory, page: bytes, css: bytes, other: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    home = b"<!doctype html><html><link rel=stylesheet href=a.css><a href=b.html>b</a>" + page
    others = {"feed.xml": other, "feed.json": other, "robots.txt": other, "m.webmanifest": other, "t.svg": other}
    write(folder, {"index.html": home, "b.html": page, "a.css": css, **others})
    for offline in (False, True):
        assert isinstance(findings(read_site(None, folder, offline=offline)), tuple)


def test_feeds_do_not_follow_entities() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed><link href="&b;"/></feed>'
    with pytest.raises(feeds.MalformedError):
        list(feeds.read_xml(bomb))
    assert list(feeds.read_xml(b"<other><link>x</link>")) == []
