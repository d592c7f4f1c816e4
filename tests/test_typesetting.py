"""How Chinese text is set: captions, addressees, dates in one line, wide tables; and what stands where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lanmu.build.site import build
from lanmu.build.text_annotations import annotation_steps
from lanmu.build.typesetting import unbroken
from lanmu.text.dialect import converter
from lanmu.text.sanitising import sanitising
from lanmu.views.leaving import Hosts
from selectolax.lexbor import LexborHTMLParser
from support.builders import ZH


@pytest.fixture
def as_page() -> Callable[[str], LexborHTMLParser]:
    """Markdown as an article's page shows it."""
    from lanmu.build.text_annotations import ExternalLinks, GlossaryTerms

    return lambda text: LexborHTMLParser(
        converter(
            annotation_steps(lambda: GlossaryTerms(()), ZH, ExternalLinks(Hosts((), ""), ZH)), sanitising()
        ).convert(text)
    )


@pytest.mark.parametrize(
    ("markdown", "caption"),
    [
        ("![会场全景](a.png)", "会场全景"),
        ('![会场全景](a.png "12 月 8 日的会场")', "12 月 8 日的会场"),
        ("[![会场全景](a.png)](b.md)", None),
        ("文字![会场全景](a.png)", None),
        ("![](a.png)", None),
        ("<figure markdown>\n![会场全景](a.png)\n<figcaption>自己写的</figcaption>\n</figure>", "自己写的"),
    ],
)
def test_a_picture_by_itself_shows_its_caption(
    as_page: Callable[[str], LexborHTMLParser], markdown: str, caption: str | None
) -> None:
    shown = [node.text() for node in as_page(markdown).css("figcaption")]
    assert shown == ([caption] if caption else [])


def test_a_caption_that_repeats_the_description_is_read_aloud_once(as_page: Callable[[str], LexborHTMLParser]) -> None:
    once, own = as_page('![会场](a.png)\n\n![会场](a.png "别的")').css("figcaption")
    assert (once.attributes.get("aria-hidden"), own.attributes.get("aria-hidden")) == ("true", None)


@pytest.mark.parametrize(
    ("first", "is_addressees"),
    [
        ("各支部、机关各部室：", True),
        ("现将有关事项通知如下：", False),
        ("各支部，请按时到会：", False),
        ("各支部请按时到会。", False),
    ],
)
def test_addressees_are_not_indented(
    as_page: Callable[[str], LexborHTMLParser], first: str, is_addressees: bool
) -> None:
    paragraphs = as_page(f"{first}\n\n{first}").css("p")
    assert ["class" in node.attributes for node in paragraphs] == [is_addressees, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12月8日", '<span class="day">12月8日</span>'),
        ("2008年12月8日", '<span class="day">2008年</span><span class="day">12月8日</span>'),
        ("12月上旬", '<span class="day">12月上旬</span>'),
        ("2009年2月", '<span class="day">2009年</span><span class="day">2月</span>'),
        ("三个月，12个月", "三个月，12个月"),
        ('<img alt="12月8日 &gt; 1月2日">', '<img alt="12月8日 &gt; 1月2日">'),
        (
            '<img alt="a > 1月2日" src="1月2日">1月2日',
            '<img alt="a > 1月2日" src="1月2日"><span class="day">1月2日</span>',
        ),
    ],
)
def test_a_date_stays_in_one_line(text: str, shown: str) -> None:
    assert unbroken(text) == shown


@pytest.mark.parametrize(("columns", "is_wide"), [(3, False), (4, True), (7, True)])
def test_a_table_with_many_columns_is_wide(
    as_page: Callable[[str], LexborHTMLParser], columns: int, is_wide: bool
) -> None:
    row = "| 一 " * columns + "|\n"
    frame = as_page(f"{row}{'| --- ' * columns}|\n{row}").css_first("div[tabindex]")
    assert frame is not None
    assert ("table--wide" in (frame.attributes["class"] or "")) == is_wide


def test_nothing_is_one_sentence_and_no_empty_table(production_site: Path) -> None:
    for page in ("matrix", "ledger", "reports", "publicity"):
        tree = LexborHTMLParser((production_site / "progress" / page / "index.html").read_bytes())
        assert tree.css_first(".none--box") is not None, page
    matrix = LexborHTMLParser((production_site / "progress" / "matrix" / "index.html").read_bytes())
    assert matrix.css("table")
    assert not matrix.css("td .none")
    for path in production_site.rglob("*.html"):
        for table in LexborHTMLParser(path.read_bytes()).css("table"):
            assert table.css_first("tbody tr") is not None, path


def test_indentation_is_a_setting(minimal: Path) -> None:
    settings = minimal / "lanmu.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("[site]\n") == 1
    settings.write_text(text.replace("[site]\n", "[site]\nindent = false\n"), encoding="utf-8")
    build(minimal, minimal / "site")
    pages = [path.read_text(encoding="utf-8") for path in (minimal / "site").rglob("*.html")]
    assert any('class="prose"' in page for page in pages)
    assert not any("prose--indent" in page for page in pages)
