"""What readers' aids are made of at build time: QR codes, marks on links that leave the site, recordings."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from lanmu.build import assets
from lanmu.build.site import build
from lanmu.build.text_annotations import ExternalLinks
from lanmu.content.files import linked_files
from lanmu.locales.words import Words
from lanmu.text.dialect import Steps
from lanmu.views.leaving import Hosts, host_of
from lanmu.views.qr import QUIET, code
from markdown import Markdown
from PIL import Image, ImageOps
from support.builders import article, problems_of
from support.reading_site import fill
from support.reviewing import review_everything

ADDRESS = "https://www.example.org/zhuanti/news/2008-10-20-peixun/"
HOSTS = Hosts(("www.example.com", "*.gov.cn"), "https://www.example.org/zhuanti/")


@pytest.mark.parametrize("address", [ADDRESS, ADDRESS + "a" * 300, "https://www.example.org/%E6%96%87%E7%AB%A0/"])
def test_a_scanner_reads_the_address_from_the_drawing(address: str) -> None:
    drawn = code(address)
    assert drawn
    picture = Image.new("L", (drawn.size, drawn.size), 255)
    x = y = 0
    for move, first, second in re.findall(r"([Mmh])(\d+)(?: (\d+)(?:\.5)?)?", drawn.path):
        if move == "M":
            x, y = int(first), int(second)
            continue
        if move == "h":
            picture.paste(0, (x, y, x + int(first), y + 1))
        x += int(first)
    inner = picture.crop((QUIET, QUIET, drawn.size - QUIET, drawn.size - QUIET))
    assert ImageOps.invert(picture).getbbox() == (QUIET, QUIET, drawn.size - QUIET, drawn.size - QUIET)
    assert {inner.getpixel(corner) for corner in ((0, 0), (inner.width - 1, 0), (0, inner.height - 1))} == {0}
    read = zxingcpp.read_barcode(picture.resize((4 * drawn.size, 4 * drawn.size), Image.Resampling.NEAREST))
    assert read
    assert (read.text, read.ec_level) == (address, "M")


def test_without_an_address_there_is_no_code() -> None:
    assert code("") is None


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("../plan/", "own"),
        ("#top", "own"),
        ("mailto:a@example.com", "own"),
        ("https://www.example.org/zhuanti/plan/", "own"),
        ("//WWW.EXAMPLE.ORG./", "own"),
        ("https://www.example.com/a", "listed"),
        ("http://www.quanzhou.gov.cn:8080/", "listed"),
        ("https://gov.cn/", "unlisted"),
        ("https://www.gov.cn.example.net/", "unlisted"),
        ("//cdn.example.net/x.js", "unlisted"),
        ("HTTPS://Example.NET", "unlisted"),
        ("https://[::1", "own"),
    ],
)
def test_where_a_link_leads(address: str, kind: str) -> None:
    assert HOSTS.kind(address) == kind


def test_a_host_is_named_in_lower_case_without_port() -> None:
    assert host_of("HTTP://WWW.Example.NET:80/a") == "www.example.net"


def rendered(text: str, locale: str = "zh") -> str:
    """Markdown as the site's pages have it."""
    steps = Steps(html=[(5, ExternalLinks(HOSTS, Words(locale)).rewrite_all)])
    return Markdown(extensions=[steps, "attr_list", "md_in_html", "fenced_code"]).convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "[某资料](https://a.example.net/x?a=1&b=2)",
        '<a href="https://a.example.net/x?a=1&amp;b=2">某资料</a>',
        "<A HREF='https://a.example.net/x?a=1&amp;b=2'>某资料</A>",
        "<p><a\n href=https://a.example.net/x?a=1&amp;b=2>某资料</a></p>",
    ],
)
def test_an_unlisted_host_is_marked_however_the_link_was_written(text: str) -> None:
    markup = rendered(text)
    assert '某资料<span class="outside__mark">（外站）</span></a>' in markup
    attributes: dict[str, str | None] = {}

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "a":
                attributes.update(attrs)

    Reader().feed(markup)
    assert attributes == {
        "href": "https://a.example.net/x?a=1&b=2",
        "class": "outside outside--unlisted",
        "rel": "noopener external",
        "referrerpolicy": "no-referrer",
    }


def test_what_an_author_gave_the_link_stays() -> None:
    markup = rendered('[某](https://a.example.net/){ .button rel="nofollow" title="a<b" }')
    assert 'class="button outside outside--unlisted"' in markup
    assert 'rel="nofollow noopener external"' in markup
    assert 'title="a&lt;b"' in markup


def test_a_listed_host_has_the_arrow_only() -> None:
    markup = rendered("[某](https://www.example.com/)")
    assert 'class="outside outside--listed"' in markup
    assert "（外站）" not in markup


@pytest.mark.parametrize(
    "text",
    ["[某](plan.md)", "[某](#a)", "<a id=x></a>", '`<a href="https://a.example.net/">`', "<abbr title='a'>某</abbr>"],
)
def test_everything_else_stays_as_it_was(text: str) -> None:
    assert rendered(text) == Markdown(extensions=["attr_list", "md_in_html"]).convert(text)


def test_the_mark_speaks_the_language_of_the_page() -> None:
    assert "(other website)</span></a>" in rendered("[x](https://a.example.net/)", "en")


def test_the_source_of_a_reprint_is_marked_too() -> None:
    link = ExternalLinks(HOSTS, Words("zh")).to("https://a.example.net/?a=1&b=2", "甲<乙")
    assert link.startswith('<a href="https://a.example.net/?a=1&amp;b=2" class="outside outside--unlisted"')
    assert '>甲&lt;乙<span class="outside__mark">（外站）</span></a>' in link
    assert ExternalLinks(HOSTS, Words("zh")).to("../x/", "甲") == '<a href="../x/">甲</a>'


def test_a_recording_lies_beside_the_article_and_goes_with_it() -> None:
    with_recording = article("a", audio="luyin.mp3")
    assert with_recording.audio == "news/luyin.mp3"
    assert "news/luyin.mp3" in linked_files([with_recording])
    assert article("b").audio == ""


def test_another_kind_of_recording_is_refused(minimal: Path, write: Callable[[str, str], Path]) -> None:
    text = (minimal / "docs" / "news" / "2008-10-20-peixun.md").read_text(encoding="utf-8")
    write("news/2008-10-20-peixun.md", text.replace("issue: 1", "issue: 1\naudio: luyin.wma"))
    assert [problem.line for problem in problems_of(minimal)] == [text[: text.index("issue: 1")].count("\n") + 2]


def test_a_production_build_takes_the_recording_along(minimal: Path) -> None:
    fill(minimal)
    review_everything(minimal)
    allowed = {"FM015": "文件名不重要"}
    build(minimal, minimal / "site", production=True, site_url="https://www.example.org/zhuanti/", allowed=allowed)
    assert (minimal / "site" / "news" / "luyin.mp3").is_file()


def test_the_early_script_is_a_file_of_its_own(minimal: Path) -> None:
    overrides = minimal / "overrides"
    assert "early.js" not in [path.name for path in assets.parts(overrides, "js")]
    build(minimal, minimal / "site")
    page = (minimal / "site" / "index.html").read_text(encoding="utf-8")
    head = page[: page.index("</head>")]
    early = head.index('src="assets/lanmu/early.js"')
    assert early < head.index('rel="stylesheet"')
    assert "defer" not in head[early : head.index(">", early)]
    assert (minimal / "site" / "assets" / "lanmu" / "early.js").is_file()
