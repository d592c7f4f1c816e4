"""The built site as readers get it: resolution, sources of faults, hostile files, and the names of what is missing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, SITES
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lanmu.checks.built import feeds, stylesheet
from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.built.elements import candidates
from lanmu.checks.built.graph import unreached
from lanmu.checks.built.listing import Listing, read_listing
from lanmu.checks.built.nearest import nearest_anchor, nearest_file
from lanmu.checks.built.origin import locate, source_of
from lanmu.checks.built.outcome import Outcome, Target
from lanmu.checks.built.reference import CLICKED, PLAIN
from lanmu.checks.built.resolve import Resolver, origin_of
from lanmu.checks.built.site import read_site
from lanmu.checks.built.text import Unreadable, decode
from lanmu.checks.built.visibility import own_reason
from lanmu.checks.project import Project, read_project
from lanmu.checks.rule import Finding, Scope
from lanmu.checks.runner import run
from lanmu.config import load as load_settings

FILES = frozenset({"index.html", "plan/index.html", "plan/总.html", "ziliao/a.pdf", "404.html", "a b.txt"})
URL = "https://www.example.org/zhuanti/"
HEAD = '<!doctype html><html lang="zh-CN"><head><title>页</title></head><body>'


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files below `folder`."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def target(raw: str, page: str = "plan/index.html", base: str | None = None, url: str = URL) -> Target:
    """Where `raw` on `page` leads among FILES."""
    resolver = Resolver(Listing(FILES), origin_of(url))
    return resolver.resolve(resolver.place(page, base), raw)


def findings(site: BuiltSite) -> tuple[Finding, ...]:
    """What the rules about the built site find, as check_links.py runs them."""
    project = site.project or Project(ROOT, load_settings(ROOT / "lanmu.toml"), minimal().reading)
    return run(project, {Scope.OUTPUT: [site]}).findings


def minimal() -> Project:
    """The project of tests/sites/checked."""
    folder = SITES / "checked"
    return read_project(folder, load_settings(folder / "lanmu.toml"))


@pytest.mark.parametrize(
    ("raw", "outcome", "path"),
    [
        ("../", Outcome.FOUND, "index.html"),
        ("..", Outcome.FOUND, "index.html"),
        ("", Outcome.EMPTY, ""),
        ("#x", Outcome.FOUND, "plan/index.html"),
        ("?a=b/c", Outcome.FOUND, "plan/index.html"),
        ("%E6%80%BB.html#x", Outcome.FOUND, "plan/总.html"),
        ("./总.html?x=/../", Outcome.FOUND, "plan/总.html"),
        ("/zhuanti/ziliao/a.pdf", Outcome.FOUND, "ziliao/a.pdf"),
        ("/zhuanti", Outcome.FOUND, "index.html"),
        ("/ziliao/a.pdf", Outcome.OUTSIDE, "ziliao/a.pdf"),
        ("../../zhuanti/plan/", Outcome.FOUND, "plan/index.html"),
        ("../../../", Outcome.OUTSIDE, ""),
        ("https://www.example.org/zhuanti/plan/#x", Outcome.FOUND, "plan/index.html"),
        ("https://www.example.org/zhuanti?a", Outcome.FOUND, "index.html"),
        ("http://www.example.org:80/zhuanti/plan/", Outcome.FOUND, "plan/index.html"),
        ("https://www.example.org", Outcome.EXTERNAL, ""),
        ("https://www.example.org:8443/zhuanti/", Outcome.EXTERNAL, ""),
        ("../ziliao/", Outcome.NO_INDEX, "ziliao"),
        ("../ziliao/a.pdf/", Outcome.SLASHED_FILE, "ziliao/a.pdf"),
        ("../Ziliao/A.pdf", Outcome.WRONG_CASE, "ziliao/a.pdf"),
        ("../PLAN/", Outcome.WRONG_CASE, "plan/index.html"),
        ("../a%20b.txt", Outcome.FOUND, "a b.txt"),
        ("../a b.txt", Outcome.GAP, ""),
        ("x/../../index.html", Outcome.FOUND, "index.html"),
        ("gone.md", Outcome.SOURCE, "plan/gone.md"),
        ("tel:", Outcome.EMPTY_CONTACT, ""),
        ("mailto:a@example.org", Outcome.FINE, ""),
        ("java\tscript:x", Outcome.ACTIVE, ""),
        ("//[", Outcome.BAD_HOST, ""),
        ("https://a:99999/", Outcome.BAD_HOST, ""),
    ],
)
def test_where_an_address_leads(raw: str, outcome: Outcome, path: str) -> None:
    found = target(raw)
    assert (found.outcome, found.path) == (outcome, path)


def test_base_moves_every_relative_address() -> None:
    assert target("plan/", base="../").path == "plan/index.html"
    assert target("#x", base="../").path == "index.html"
    assert target("a.pdf", base="/zhuanti/ziliao/x").path == "ziliao/a.pdf"
    assert target("a.pdf", base=f"{URL}ziliao/").path == "ziliao/a.pdf"
    assert target("a.pdf", base="https://x.example.com/b/").url == "https://x.example.com/b/a.pdf"
    assert target("mailto:", base="https://x.example.com/b/").outcome is Outcome.EMPTY_CONTACT


def test_without_an_address_the_folder_is_the_root() -> None:
    assert target("/plan/", url="").path == "plan/index.html"
    assert target("https://www.example.org/zhuanti/", url="").outcome is Outcome.EXTERNAL


def test_the_address_is_taken_from_the_canonical_or_the_sitemap(tmp_path: Path) -> None:
    canonical = write(tmp_path / "a", {"index.html": f'<html><link href="{URL}" rel=canonical><a href="/plan/">x</a>'})
    sitemap = write(
        tmp_path / "b", {"index.html": "<html>", "sitemap.xml": f"<urlset><url><loc>{URL}</loc></url></urlset>"}
    )
    for folder in (canonical, sitemap):
        assert read_site(None, folder).resolver.origin == origin_of(URL)
    assert [o.reference.raw for o in read_site(None, canonical).failing([Outcome.OUTSIDE])] == ["/plan/"]


def test_srcset_is_cut_at_its_commas() -> None:
    assert candidates("a.png 1x, b,c.png 2x,d.png") == ["a.png", "b,c.png", "d.png"]
    assert candidates("data:image/gif;base64,AAAA= 1x, e.png 480w") == ["data:image/gif;base64,AAAA=", "e.png"]
    assert candidates("  ") == []


def test_addresses_in_css() -> None:
    css = "/* url(no.png) */ @import 'a.css'; @import url(b.css); p{background:url( \"c (1).png\" ),url('d.png')}x{y:url()}"
    assert list(stylesheet.urls(css)) == ["a.css", "b.css", "c (1).png", "d.png", ""]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display:none", True),
        ("opacity:0", True),
        ("opacity: .0", True),
        ("opacity:1%", True),
        ("opacity:.9", False),
        ("height:0", False),
        ("height:0;overflow:hidden", True),
        ("left:-9999px", False),
        ("position:absolute;left:-9999px", True),
        ("position:absolute;right:-9999px", True),
        ("position:absolute;bottom:10px", False),
        ("margin:0 0 0 -9999px", True),
        ("margin-left:-1px", False),
        ("transform:translate(3px) scale(0)", True),
        ("transform:scale(0.9)", False),
        ("clip:rect(1px,1px,1px,1px)", True),
        ("clip:auto", False),
        ("clip-path:polygon(0 0, 0 0, 0 0)", True),
    ],
)
def test_what_hides_an_element(style: str, hidden: bool) -> None:
    assert bool(own_reason(stylesheet.declarations(style))) is hidden


def hides(css: str) -> set[str]:
    """The selectors under which a stylesheet hides something whatever the reader does."""
    sheet = stylesheet.parse(css)
    return {style.selector for styles in sheet.styles.values() for style in styles if not style.dynamic}


def test_a_style_within_a_condition_does_not_hide() -> None:
    css = "@media print{.a{display:none}} @media screen, print{.b{display:none}} @supports (x:y){.c{display:none}}"
    css += "@media (max-width:9px){.d{display:none}} @keyframes k{from{opacity:0}} .e:hover{opacity:0}"
    assert hides(css + ".f{content:'}';display:none} .g::before{opacity:0}") == {".b", ".c", ".f"}


def test_styles_within_styles() -> None:
    css = ".a{display:none; .b{opacity:0} & > .c{opacity:0} @media screen{width:0}}"
    assert hides(css) == {".a", ":is(.a) .b", ":is(.a) > .c"}


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
        feeds.read("feed.xml", bomb)
    assert feeds.read("other.xml", b"<other><link>x</link>") == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose articles have faults, and the site built from it by hand."""
    article = "---\ntitle: 甲\nimage: tu.jpg\n---\n\n见[乙](../plan/yi.md#节)、[乙](../plan/yi.md#节)。\n\n![图][t]\n\n[t]: gone.png\n"
    body = '<a href="../../plan/yi/#节">乙</a><a href="../../plan/yi/#节">乙</a><img alt="图" src="../gone.png">'
    nav = '<nav><a class="n" href="{}gone/">没有</a></nav>'
    pages = {f"site/news/p{n}/index.html": f"{HEAD}{nav.format('../../')}" for n in range(30)}
    home = "".join(f'<a href="news/p{n}/">{n}</a>' for n in range(30))
    write(
        tmp_path,
        {
            "docs/news/jia.md": article,
            "docs/plan/yi.md": "---\ntitle: 乙\n---\n\n## 节目\n",
            "site/index.html": f'{HEAD}{nav.format("")}{home}<a href="news/jia/">甲</a><a href="plan/yi/">乙</a>',
            "site/news/jia/index.html": f'{HEAD}{nav.format("../../")}{body}<img alt="" src="../tu.jpg">',
            "site/plan/yi/index.html": f'{HEAD}<h2 id="节目">节目</h2>',
            **pages,
        },
    )
    for name in ("campaign.yml", "columns.yml", "glossary.yml"):
        (tmp_path / "docs" / name).write_bytes((SITES / "checked" / "docs" / name).read_bytes())
    return tmp_path


def test_faults_name_the_article_and_its_line(project: Path) -> None:
    site = read_site(read_project(project, load_settings(ROOT / "lanmu.toml")), project / "site")
    found = {(f.path, f.line, f.column, f.code, f.page) for f in findings(site)}
    page = "site/news/jia/index.html"
    assert {
        ("docs/news/jia.md", 6, 6, "OUT002", page),
        ("docs/news/jia.md", 6, 27, "OUT002", page),
        ("docs/news/jia.md", 10, 6, "OUT015", page),
        ("docs/news/jia.md", 3, 1, "OUT015", page),
    } <= found
    anchor = next(f for f in findings(site) if f.code == "OUT002")
    assert "../plan/yi.md#节目" in anchor.remedy


def test_navigation_is_reported_once(project: Path) -> None:
    site = read_site(read_project(project, load_settings(ROOT / "lanmu.toml")), project / "site")
    broken = [f for f in findings(site) if f.code == "OUT001"]
    assert [(f.path, f.line, "另有 31 个网页相同" in f.message) for f in broken] == [("site/index.html", 1, True)]
    few = [f"site/news/p{n}/index.html" for n in range(30)][5:]
    for name in few:
        (project / name).write_text(f"{HEAD}<p>正文</p>", encoding="utf-8")
    site = read_site(site.project, project / "site")
    broken = [f for f in findings(site) if f.code == "OUT001"]
    assert [(f.path, "另有 6 个网页相同" in f.message) for f in broken] == [("site/index.html", True)]


def test_the_same_target_in_two_texts_is_reported_twice(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}<a href="b.html">乙</a>见<a href="gone/">旧文</a>。'})
    write(tmp_path, {"b.html": f'{HEAD}<p>又见<a title="旧" href="gone/">那篇旧文</a>。'})
    site = read_site(None, tmp_path)
    assert sorted(place.path.rpartition("/")[2] for place in locate(site, site.failing([Outcome.MISSING]))) == [
        "b.html",
        "index.html",
    ]


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index.html", "index.md"),
        ("plan/index.html", "plan/index.md"),
        ("news/2008-11-18-jiben/index.html", "news/2008-11-18-jiben.md"),
        ("news/2008-11-18-jiben.html", "news/2008-11-18-jiben.md"),
        ("zh-Hant/news/2008-11-18-jiben/index.html", "news/2008-11-18-jiben.md"),
        ("news/2008/11/index.html", None),
    ],
)
def test_the_source_of_a_page(page: str, source: str | None, tmp_path: Path) -> None:
    site = read_site(minimal(), write(tmp_path, {"index.html": HEAD}))
    found = source_of(site, page)
    assert (found.below_docs if found else None) == source


def test_external_links_are_listed_with_their_places(tmp_path: Path) -> None:
    link = '<a href="https://x.example.com/">某网站</a>'
    canonical = '<link rel="canonical" href="https://www.example.org/">'
    write(
        tmp_path,
        {"index.html": f'{HEAD}\n{canonical}{link}<a href="b.html">乙</a>', "b.html": f"{HEAD}\n\n<p>{link}，{link}"},
    )
    site = read_site(None, tmp_path)
    assert list(site.external) == ["https://x.example.com/"]
    places = site.external["https://x.example.com/"]
    assert {(p.path.rpartition("/")[2], p.line) for p in places} >= {("b.html", 3)}
    assert sum(1 + len(place.others) for place in places) == 2


def test_unreached_pages_stay_unreached_through_the_sitemap(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"index.html": HEAD, "b.html": HEAD, "sitemap.xml": f"<urlset><url><loc>{URL}b.html</loc></url></urlset>"},
    )
    assert unreached(read_site(None, tmp_path)) == ["b.html"]


def test_the_nearest_is_found_quickly_among_thousands() -> None:
    listing = Listing(
        frozenset(f"news/2008-11-{n % 28:02}-xuexi-{n}/index.html" for n in range(5000)) | {"plan/overview/index.html"}
    )
    start = time.perf_counter()
    for _ in range(20):
        assert nearest_file(listing, "plan/overveiw/") == "plan/overview/index.html"
        assert nearest_file(listing, "plan/overview.html") == "plan/overview/index.html"
        assert nearest_file(listing, "news/2008-11-01-xuexi-29x/") != ""
    assert time.perf_counter() - start < 10
    assert nearest_file(listing, "meiyou/") == ""
    assert nearest_anchor(["总的要求", "目的"], "总体要求") == "总的要求"
    assert nearest_anchor(["Plan"], "plan") == "Plan"


def test_listing_keeps_exact_names(tmp_path: Path) -> None:
    write(tmp_path, {"A/b.html": HEAD, "中/文.html": HEAD})
    listing = read_listing(tmp_path)
    assert listing.files == {"A/b.html", "中/文.html"}
    assert listing.folders == {"", "A", "中"}


def test_this_projects_own_site_has_no_faults(real_site: Path) -> None:
    project = read_project(ROOT, load_settings(ROOT / "lanmu.toml"))
    site = read_site(project, real_site)
    assert len(site.pages) > 100
    assert [f"{f.place} {f.code} {f.message}" for f in findings(site)] == []
    assert not list(site.failing(Outcome, PLAIN | CLICKED))


def test_this_projects_published_site_has_no_faults(production_site: Path) -> None:
    project = read_project(ROOT, load_settings(ROOT / "lanmu.toml"))
    site = read_site(project, production_site)
    assert site.resolver.origin == origin_of(URL)
    assert [f"{f.place} {f.code} {f.message}" for f in findings(site)] == []


def test_a_right_link_to_the_same_page_is_not_taken_for_the_wrong_one(project: Path) -> None:
    article = project / "docs" / "news" / "jia.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("见[乙]", "见[好](../plan/yi.md#节目)\n\n见[乙]"), encoding="utf-8"
    )
    site = read_site(read_project(project, load_settings(ROOT / "lanmu.toml")), project / "site")
    assert [(f.path, f.line) for f in findings(site) if f.code == "OUT002"] == [("docs/news/jia.md", 8)] * 2


def test_what_is_commented_out_is_not_the_place(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}\n<!-- <a href="gone/">旧</a> -->\n<a href="gone/">新</a>'})
    site = read_site(None, tmp_path)
    assert [place.line for place in locate(site, site.failing([Outcome.MISSING]))] == [3]
