"""Where the addresses in built pages lead, and the names nearest to what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.checks.built.reference import Outcome, Target
from lanmu.checks.built.resolve import Listing, Resolver, origin_of, read_listing
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.suggestions import nearest_anchor, nearest_file
from support.built_sites import HEAD, URL, write

FILES = frozenset({"index.html", "plan/index.html", "plan/总.html", "ziliao/a.pdf", "404.html", "a b.txt"})


def target(raw: str, page: str = "plan/index.html", base: str | None = None, url: str = URL) -> Target:
    """Where `raw` on `page` leads among FILES."""
    resolver = Resolver(Listing(FILES), origin_of(url))
    return resolver.resolve(resolver.place(page, base), raw)


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
    resolved = target(raw)
    assert (resolved.outcome, resolved.path) == (outcome, path)


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


def test_the_nearest_is_found_among_thousands() -> None:
    listing = Listing(
        frozenset(f"news/2008-11-{n % 28:02}-xuexi-{n}/index.html" for n in range(5000)) | {"plan/overview/index.html"}
    )
    assert nearest_file(listing.stems, "plan/overveiw/") == "plan/overview/index.html"
    assert nearest_file(listing.stems, "plan/overview.html") == "plan/overview/index.html"
    assert nearest_file(listing.stems, "news/2008-11-01-xuexi-29x/") != ""
    assert nearest_file(listing.stems, "meiyou/") == ""
    assert nearest_anchor(["总的要求", "目的"], "总体要求") == "总的要求"
    assert nearest_anchor(["Plan"], "plan") == "Plan"


def test_listing_keeps_exact_names(tmp_path: Path) -> None:
    write(tmp_path, {"A/b.html": HEAD, "中/文.html": HEAD})
    listing = read_listing(tmp_path)
    assert listing.files == {"A/b.html", "中/文.html"}
    assert listing.folders == {"", "A", "中"}
