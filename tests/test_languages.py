"""English pages beside Chinese ones: only what was translated, under true addresses, in English throughout."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from conftest import ROOT, SITES, copy_project, made_once
from lanmu.build.site import build
from lanmu.content import loading
from lanmu.content.editions import translated
from lanmu.content.loading import read_docs
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.preview.instant_page import InstantPages
from selectolax.lexbor import LexborHTMLParser
from support.builders import HOST

Write = Callable[[str, str], Path]
ENGLISH = """---
title: {title}
summary: {summary}
source_hash: abcdefghijkl
source: This site
---

{body}
"""
NAMES = {
    "学习活动": "Study campaign",
    "办公室": "Office",
    "各支部": "Branches",
    "示例单位A": "Sample unit A",
    "学习笔记": "Notes",
    "培训": "Training",
    "方案说明": "The plan",
    "方案": "Plan",
    "主题": "Theme",
    "载体": "Vehicle",
    "目标": "Goal",
}


def english(name: str) -> str:
    """A data file of the minimal site with its names in English, as far as the tests need them."""
    text = (SITES / "minimal" / name).read_text(encoding="utf-8")
    for chinese, word in NAMES.items():
        text = text.replace(chinese, word)
    return text


def translate_pages(project: Path) -> Path:
    """The minimal site with three English pages."""
    docs = project / "docs"
    for name in ("campaign", "columns"):
        (docs / f"{name}.en.yml").write_text(english(f"{name}.yml"), encoding="utf-8")
    for path, title, summary, body in (
        ("index", "Study site", "The home page.", ""),
        ("plan/index", "Plan", "The plan.", "See [news](../news/2008-10-20-peixun.md)."),
        ("plan/points", "Points", "The points.", "Back to [the plan](index.md)."),
    ):
        (docs / f"{path}.en.md").write_text(ENGLISH.format(title=title, summary=summary, body=body), encoding="utf-8")
    return project


@pytest.fixture
def bilingual(minimal: Path) -> Path:
    """It, to be changed at will."""
    return translate_pages(minimal)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It, built, to be looked at."""

    def make(folder: Path) -> None:
        project = translate_pages(copy_project(folder, SITES / "minimal"))
        build(project, project / "site", site_url=HOST)

    return made_once(tmp_path_factory, "bilingual", make) / "site"


def page(site: Path, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


def attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    assert node, selector
    return node.attributes[name] or ""


def test_only_what_was_translated_exists_in_english(site: Path) -> None:
    assert (site / "en/plan/points/index.html").is_file()
    assert not (site / "en/news").exists()
    assert (site / "news/2008-10-20-peixun/index.html").is_file()


@pytest.mark.parametrize(("address", "language"), [("en/plan/points", "en"), ("plan/points", "zh")])
def test_a_page_says_its_true_language(site: Path, address: str, language: str) -> None:
    assert attribute(page(site, address), "html", "lang").startswith(language)


def test_canonical_and_alternates_are_between_pages_that_exist(site: Path) -> None:
    tree = page(site, "en/plan/points")
    assert attribute(tree, "link[rel=canonical]", "href") == f"{HOST}en/plan/points/"
    alternates = {n.attributes["hreflang"]: n.attributes["href"] for n in tree.css("link[rel=alternate][hreflang]")}
    assert alternates["zh-CN"] == f"{HOST}plan/points/"
    assert alternates["en"] == f"{HOST}en/plan/points/"
    only_chinese = page(site, "news/2008-10-20-peixun")
    assert {n.attributes["hreflang"] for n in only_chinese.css("link[rel=alternate][hreflang]")} == {"zh-CN", "zh-Hant"}


def test_the_switcher_leads_to_the_same_page_or_says_that_there_is_none(site: Path) -> None:
    link = page(site, "plan/points").css_first('.languages a[data-language="en"]')
    assert link
    assert link.attributes["href"] == "../../en/plan/points/"
    missing = page(site, "news/2008-10-20-peixun").css_first('.languages a[data-language="en"]')
    assert missing
    assert missing.attributes["href"] == "../../en/"
    assert "languages__missing" in (missing.attributes["class"] or "")
    assert attribute(page(site, "en/plan/points"), ".languages [aria-current]", "data-language") == "en"


def test_links_lead_to_the_same_language_and_else_to_the_original(site: Path) -> None:
    tree = page(site, "en/plan")
    link = tree.css_first('main a[href*="peixun"], article a[href*="peixun"], a[href*="peixun"]')
    assert link
    assert link.attributes["href"] == "../../news/2008-10-20-peixun/"
    assert link.attributes["hreflang"] == "zh-CN"
    assert "../" in [node.attributes["href"] for node in page(site, "en/plan/points").css("article a")]


def test_interface_names_and_navigation_are_english(site: Path) -> None:
    tree = page(site, "en/plan/points")
    for node in tree.css("script, style, [lang^=zh]"):
        node.decompose()
    body = tree.body
    assert body
    assert re.findall("[\u4e00-\u9fff]+", body.text(separator=" ")) == []


def test_names_in_registers_are_english(real_site: Path) -> None:
    """What is to be published stays Chinese, and says so; topics and fronts have English names."""
    row = page(real_site, "en/progress/publicity").css("#plan + .table tbody tr")[0]
    cells = [node.text() for node in row.css("th, td") if not node.css_first("[lang^=zh]")]
    assert cells[:2] == ["The campaign", "Website"]


def test_the_sitemap_names_every_language_once(site: Path) -> None:
    addresses = [loc.text or "" for loc in ET.parse(site / "sitemap.xml").getroot().iter() if loc.tag.endswith("loc")]
    assert len(addresses) == len(set(addresses))
    assert {f"{HOST}plan/points/", f"{HOST}en/plan/points/", f"{HOST}zh-Hant/plan/points/"} <= set(addresses)
    assert f"{HOST}en/news/2008-10-20-peixun/" not in addresses


def test_a_project_without_translations_has_no_other_language(minimal: Path) -> None:
    build(minimal, minimal / "site")
    assert not (minimal / "site/en").exists()


def test_instant_pages_say_what_is_translated_without_reading_it(
    bilingual: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("news/2008-10-20-peixun.en.md", ENGLISH.format(title="Training", summary="A course.", body="Text."))
    write("plan/points.zh-Hant.md", ENGLISH.format(title="要點", summary="手寫的要點。", body="手寫。"))
    build(bilingual, bilingual / "site", site_url=HOST)
    monkeypatch.setattr(loading, "read_text", refusing(loading.read_text, (".en.md", ".zh-Hant.md")))
    instant = InstantPages(bilingual, tmp_path / "instant", HOST)
    instant.open()
    pages = [str(path.relative_to(bilingual / "site")) for path in (bilingual / "site").rglob("index.html")]
    ours = [path for path in pages if not path.startswith(("en/", "zh-Hant/"))]
    assert {"index.html", "news/2008-10-20-peixun/index.html", "browse/index.html"} < set(ours)
    for path in filter(instant.page, ours):
        for address in (path, f"zh-Hant/{path}"):
            if address != "zh-Hant/plan/points/index.html":
                assert (instant.folder / address).read_bytes() == (bilingual / "site" / address).read_bytes(), address
    assert not (instant.folder / "zh-Hant/plan/points/index.html").exists()


def refusing(read: Callable[[Path | str, str], str], endings: tuple[str, ...]) -> Callable[[Path | str, str], str]:
    """Reads no file whose name ends so."""

    def guarded(path: Path | str, shown: str) -> str:
        assert not shown.endswith(endings)
        return read(path, shown)

    return guarded


def test_a_wrong_translation_is_a_sentence_and_the_last_good_site_stays(bilingual: Path, write: Write) -> None:
    build(bilingual, bilingual / "site")
    write("plan/points.en.md", "---\ntitle: Points\nsumary: x\n---\n\nText.\n")
    with pytest.raises(UserError, match=r"docs/plan/points\.en\.md:\d+ 「sumary」"):
        build(bilingual, bilingual / "site")
    assert (bilingual / "site/en/plan/points/index.html").is_file()


def test_translated_data_must_name_the_same_things(bilingual: Path, write: Write) -> None:
    write("campaign.en.yml", english("campaign.yml").replace("id: mend", "id: amend"))
    with pytest.raises(ContentError, match=r"campaign\.en\.yml .*amend|campaign\.en\.yml .*mend"):
        translated(read_docs(bilingual / "docs"), "en")


def test_the_english_edition_has_no_chinese_left(real_site: Path) -> None:
    pages = sorted((real_site / "en").rglob("*.html"))
    assert len(pages) >= 20
    for file in pages:
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        for node in tree.css("script, style, [lang^=zh]"):
            node.decompose()
        assert tree.body
        assert re.findall("[\u4e00-\u9fff]+", tree.body.text(separator=" ")) == [], file


def test_every_chinese_page_has_a_traditional_one(site: Path) -> None:
    tree = page(site, "zh-Hant/news/2008-10-20-peixun")
    assert attribute(tree, "html", "lang") == "zh-Hant"
    assert attribute(tree, "link[rel=canonical]", "href") == f"{HOST}zh-Hant/news/2008-10-20-peixun/"
    assert tree.body
    assert "動態" in tree.body.text()
    assert attribute(tree, ".languages [aria-current]", "data-language") == "zh-Hant"
    assert attribute(tree, '.languages a[data-language="zh-CN"]', "href") == "../../../news/2008-10-20-peixun/"
    assert (
        attribute(tree, '.languages a[data-language="zh-Hant"]', "href") == "../../../zh-Hant/news/2008-10-20-peixun/"
    )


def test_a_traditional_page_written_by_hand_is_kept_to_the_letter_and_others_have_the_quotation_marks_asked_for(
    bilingual: Path, write: Write
) -> None:
    settings = bilingual / "lanmu.toml"
    asked = settings.read_text(encoding="utf-8").replace('quotes = "“”"', 'quotes = "「」"')
    settings.write_text(asked, encoding="utf-8")
    news = (bilingual / "docs" / "news" / "2008-10-20-peixun.md").read_text(encoding="utf-8")
    news = news.replace("各支部开展培训", "各支部开展“比学”活动").replace("正文。", "“一岗‘双责’”，见 `“x”`。")
    write("news/2008-10-20-peixun.md", news)
    body = "這是“手寫”的正文，简体字也不改。見[首頁](../index.md)和[動態](../news/2008-10-20-peixun.md)。"
    write("plan/points.zh-Hant.md", ENGLISH.format(title="要點", summary="手寫的摘要。", body=body))
    build(bilingual, bilingual / "site", site_url=HOST)
    tree = page(bilingual / "site", "zh-Hant/plan/points")
    prose = tree.css_first(".prose")
    assert prose
    assert "這是“手寫”的正文，简体字也不改。" in prose.text()
    assert [node.attributes["href"] for node in prose.css("a")] == ["../../", "../../news/2008-10-20-peixun/"]
    assert attribute(tree, "html", "lang") == "zh-Hant"
    assert attribute(tree, "link[rel=canonical]", "href") == f"{HOST}zh-Hant/plan/points/"
    assert tree.body
    assert "動態" in tree.body.text()
    simplified = page(bilingual / "site", "plan/points").css_first(".prose")
    assert simplified
    assert "手寫" not in simplified.text()
    mirror = bilingual / "site" / "zh-Hant"
    mirrored = (mirror / "news" / "2008-10-20-peixun" / "index.html").read_text(encoding="utf-8")
    assert "<p>「一崗『雙責』」，見 <code>“x”</code>。</p>" in mirrored
    assert '<meta name="ArticleTitle" content="各支部開展「比學」活動">' in mirrored
    assert "各支部開展「比學」活動" in (mirror / "index.html").read_text(encoding="utf-8").replace("<wbr>", "")
    records = [path.read_text(encoding="utf-8") for path in (mirror / "search").rglob("d*.js")]
    assert [("「比學」" in record, "“" in record) for record in records if "「一崗『雙責』」" in record] == [
        (True, False)
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "overrides").rglob("*.html")), ids=lambda path: path.stem)
def test_no_filter_of_a_language_is_applied_to_a_constant(path: Path) -> None:
    """Jinja would work it out while it compiles, and what is compiled serves all languages."""
    tree = jinja2.Environment().parse(path.read_text(encoding="utf-8"))
    filters = [each for each in tree.find_all(jinja2.nodes.Filter) if isinstance(each.node, jinja2.nodes.Const)]
    assert {each.name for each in filters} <= {"url", "root_url", "e"}
