"""What the pages about the site say that it has, it has; what they say that it lacks, it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from selectolax.lexbor import LexborHTMLParser

ABOUT = ROOT / "docs" / "about"
# Where the two parts of the statement begin.
HEADINGS = {
    "zh": ("## 现在可以这样用", "## 还没有做到的", "## 遇到困难"),
    "en": ("## What you can do", "## What is not", "## Whom to"),
}
ARTICLE = "plan/aims/index.html"
# What readers call it, by language, and the element of the page that is it.
AIDS = {
    "长辈版": ("长辈版", "Large print", "[data-elder]"),
    "text size": ("文字大小", "Text size", "[data-text-size]"),
    "reading aloud": ("朗读", "Reading aloud", "[data-aloud]"),
    "settings": ("“设置”", "“Settings”", "[aria-controls=lanmu-settings]"),
    "folded columns": ("“栏目”", "“Menu”", "[aria-controls=lanmu-columns]"),
}


def parts(language: str) -> tuple[str, str]:
    """What the accessibility statement says one can do, and what is not there yet."""
    name = "accessibility.md" if language == "zh" else f"accessibility.{language}.md"
    text = (ABOUT / name).read_text(encoding="utf-8")
    can, lacks, end = (text.index(heading) for heading in HEADINGS[language])
    return text[can:lacks], text[lacks:end]


def page(site: Path, language: str, name: str = ARTICLE) -> LexborHTMLParser:
    return LexborHTMLParser((site / ("" if language == "zh" else language) / name).read_bytes())


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("aid", AIDS)
def test_the_aids_of_the_statement_are_on_the_page(own_site: Path, language: str, aid: str) -> None:
    *names, selector = AIDS[aid]
    has = page(own_site, language).css_first(selector) is not None
    name = names[list(HEADINGS).index(language)]
    can, lacks = parts(language)
    assert has
    assert name in can
    assert f"**{name}**" not in lacks


@pytest.mark.parametrize("language", HEADINGS)
def test_the_aids_are_called_as_on_the_page(own_site: Path, language: str) -> None:
    tree, (can, _) = page(own_site, language), parts(language)
    for selector in (
        "[data-elder]",
        "[data-text-size] legend",
        "[data-aloud-toggle]",
        "[aria-controls=lanmu-settings]",
    ):
        node = tree.css_first(selector)
        assert node is not None
        assert node.text(strip=True) in can, selector


def test_only_articles_are_read_aloud(own_site: Path) -> None:
    assert "只有文章可以朗读" in parts("zh")[1]
    for name in ("bulletins/index.html", "progress/timeline/index.html", "progress/ledger/index.html"):
        assert page(own_site, "zh", name).css_first("[data-aloud]") is None, name


def test_nothing_is_kept_of_readers_but_on_their_device(own_site: Path) -> None:
    text = (ABOUT / "index.md").read_text(encoding="utf-8")
    assert "不设置Cookie" in text
    assert "只记在读者自己的设备上" in text
    scripts = "".join(file.read_text(encoding="utf-8") for file in (own_site / "assets").rglob("*.js"))
    assert "document.cookie" not in scripts
    assert not re.search(r"\b(?:fetch|sendBeacon|XMLHttpRequest|WebSocket)\b", scripts)
    assert set(re.findall(r"lanmuKept\.set\(([^,)]+)", scripts)) == {'"elder"', '"size"', '"read"'}


def test_no_form_asks_for_anything_but_a_search(own_site: Path) -> None:
    assert "没有要求读者填写个人信息的表格" in (ABOUT / "index.md").read_text(encoding="utf-8").replace(
        "也没有", "没有"
    )
    for file in own_site.rglob("*.html"):
        for form in LexborHTMLParser(file.read_bytes()).css("form"):
            assert [node.attributes.get("name") for node in form.css("input[type=search]")] == ["q"], file
            assert form.css("input:not([type=search]), textarea") == [], file
