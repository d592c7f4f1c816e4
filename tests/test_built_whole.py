"""The built site as a whole: what leads out of it, what nothing leads to, and no fault in one without faults."""

from __future__ import annotations

from pathlib import Path

from lanmu.checks.built.graph import unreached
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import CLICKED, PLAIN, Outcome
from lanmu.checks.built.resolve import origin_of
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.content.settings import load as load_settings
from support.built_sites import HEAD, URL, findings, write


def test_external_links_are_listed_with_their_places(tmp_path: Path) -> None:
    link = '<a href="https://x.example.com/">某网站</a>'
    canonical = '<link rel="canonical" href="https://www.example.org/">'
    write(
        tmp_path,
        {"index.html": f'{HEAD}\n{canonical}{link}<a href="b.html">乙</a>', "b.html": f"{HEAD}\n\n<p>{link}，{link}"},
    )
    site = read_site(None, tmp_path)
    assert list(site.external) == ["https://x.example.com/"]
    places = list(locate(site, site.external["https://x.example.com/"]))
    assert {(p.path.rpartition("/")[2], p.line) for p in places} >= {("b.html", 3)}
    assert sum(1 + len(place.others) for place in places) == 2


def test_unreached_pages_stay_unreached_through_the_sitemap(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"index.html": HEAD, "b.html": HEAD, "sitemap.xml": f"<urlset><url><loc>{URL}b.html</loc></url></urlset>"},
    )
    assert unreached(read_site(None, tmp_path)) == ["b.html"]


def test_a_whole_site_has_no_faults(whole: Path, real_site: Path) -> None:
    """Nor have its sources: what the rules find elsewhere is no fault of their own."""
    project = read_project(whole, load_settings(whole / "lanmu.toml"))
    site = read_site(project, real_site)
    assert len(site.pages) > 100
    assert [f"{f.place} {f.code} {f.message}" for f in (*check_sources(project).findings, *findings(site))] == []
    assert not list(site.failing(Outcome, PLAIN | CLICKED))


def test_a_published_site_has_no_faults(whole: Path, production_site: Path) -> None:
    site = read_site(read_project(whole, load_settings(whole / "lanmu.toml")), production_site)
    assert site.resolver.origin == origin_of(URL)
    assert [f"{f.place} {f.code} {f.message}" for f in findings(site)] == []
