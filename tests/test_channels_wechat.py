"""公众号: what is copied is what WeChat's editor keeps, nothing of the article is lost, what is too long is reported."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WHOLE
from lanmu.channels import platform, wechat
from lanmu.channels.common.job import Rendered, Wanted
from lanmu.channels.common.paste.page import Field
from lanmu.channels.common.paste.pictures import LARGEST, WIDEST, shrunk
from lanmu.channels.common.press import Channel, Press
from lanmu.channels.platform.writer import PlatformWriter
from lanmu.channels.registry import CHANNELS
from lanmu.channels.wechat.writer import WechatWriter, styles
from lanmu.content.article import Article
from lanmu.content.campaign import Term
from lanmu.content.colour import contrast
from lanmu.content.loading import load
from lanmu.content.palette import SETS, palette
from lanmu.content.settings import Look
from lanmu.text.document import Break, Paragraph, Text, text_of, visible
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support import builders
from support.files import picture_bytes
from support.pasting import EVERYTHING
from support.printing import _fonts_are_there, press

__all__ = ["_fonts_are_there"]
TAGS = {
    "section",
    "p",
    "span",
    "strong",
    "em",
    "sup",
    "sub",
    "br",
    "hr",
    "h2",
    "h3",
    "table",
    "tbody",
    "tr",
    "th",
    "td",
}
COLOUR = re.compile(r"#[0-9a-f]{6}")
TURNED = "#bebebe"
"""What a light ground becomes on a dark screen: the app lowers its brightness to 190 (mp-darkmode, doc/cn/principle.md)."""
LONG_TITLE = "示例单位关于转发上级部门深入开展学习实践活动的若干意见的补充通知及其说明"


def office(tmp_path: Path, *articles: Article, **changes: object) -> Press:
    """A press for these articles, with a picture beside them."""
    folder = tmp_path / "docs" / "news"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clear.png").write_bytes(picture_bytes("png", "40x30 alpha"))
    return press(tmp_path, articles, **changes)  # type: ignore[arg-type]


def made_by(channel: Channel, place: Press, article: Article) -> Rendered:
    """What a channel makes of an article that is asked for."""
    (job,) = channel.jobs(place, Wanted((article,), named=True))
    return job.render()


def page(done: Rendered) -> LexborHTMLParser:
    """The page among the files."""
    (name,) = (name for name in done.files if name.endswith(".html"))
    return LexborHTMLParser(done.files[name])


def body(done: Rendered) -> LexborNode:
    """What is copied."""
    node = page(done).css_first("#article")
    assert node is not None
    return node


def shown(node: LexborNode) -> str:
    return visible(node.text())


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The page of an article with everything in it."""
    article = builders.article("a", body=EVERYTHING, author="张某", photo="李某")
    folder = tmp_path_factory.mktemp("wechat")
    place = office(folder, article, terms=(Term(term="第一段", short="开头。", text="长。"),))
    (folder / "docs" / "news" / "wide.webp").write_bytes(picture_bytes("webp", "1600x900 noise"))
    return made_by(CHANNELS["wechat"], place, article)


def writer_for_wechat() -> WechatWriter:
    return WechatWriter(styles(palette(Look()).print["wechat"], indent=True), lambda _: (1, "1.jpg"))


def declarations(node: LexborNode) -> dict[str, str]:
    pairs = (part.partition(":") for part in (node.attributes.get("style") or "").split(";") if part)
    return {name: value for name, _, value in pairs}


def test_every_style_is_in_its_place(everything: Rendered) -> None:
    """Classes, ids, style sheets and positions are what saving takes away."""
    for node in body(everything).css("#article *"):
        assert node.tag in TAGS
        assert set(node.attributes) <= {"style", "border", "cellspacing", "cellpadding", "colspan", "rowspan"}
        assert not {"position", "float", "transform"} & set(declarations(node))
    assert all(declarations(node) for node in body(everything).css("#article p, #article h2, #article td"))


def test_nothing_styled_comes_first(everything: Rendered) -> None:
    """A styled block at the very beginning vanishes: what goes there has nothing in it."""
    first = body(everything).css_first("section > *")
    assert first is not None
    assert first.tag == "p"
    assert not shown(first)
    assert not COLOUR.search(str(declarations(first)))


def test_no_blank_lines_come_between(everything: Rendered) -> None:
    """The editor makes a line of every blank between two elements, and of list items that hold blocks."""
    html = body(everything).inner_html or ""
    assert not re.search(r">\s+<(?!strong|sup|span|em)", html)
    assert not re.search("<(ul|ol|li)", html)
    items = [shown(node) for node in body(everything).css("p") if "text-indent:-" in (node.attributes["style"] or "")]
    assert items == ["1.第一条", "（1）第一条之一", "（2）第一条之二", "2.第二条[3]", "•按语的一条", "•按语的又一条"]


@pytest.mark.parametrize("indent", ["\u3000\u3000", "\u00a0\u00a0", "\u3000 \u3000"])
def test_no_indent_is_typed(indent: str) -> None:
    inlines = (Text(indent), Text(f"{indent}一行"), Break(), Text(f"{indent}又一行，隔\u3000开"))
    html = writer_for_wechat().blocks([Paragraph(inlines)])
    assert ">一行<br>又一行，隔\u3000开</p>" in html
    assert "text-indent:2em" in html


@pytest.mark.parametrize("colours", SETS)
def test_colours_are_read_on_dark_screens_too(colours: str) -> None:
    """The app turns plain colours, of ground and ink on one element; what has no colour has the reader's."""
    parts = styles(palette(Look(colours=colours)).print["wechat"], indent=True)  # type: ignore[arg-type]
    for style in parts.values():
        values = dict(part.split(":", 1) for part in style.split(";"))
        assert not re.search(r"gradient|rgb|url|!important|white|black|transparent", style)
        assert "background" not in values
        assert ("background-color" in values) <= ("color" in values)
        if "background-color" in values:
            assert contrast(values["color"], values["background-color"]) >= 4.5
            assert contrast(values["color"], TURNED) >= 4.5
        elif "color" in values:
            assert contrast(values["color"], "#ffffff") >= 4.5
            assert values["font-weight"] == "bold"
            assert int(values["font-size"].removesuffix("px")) >= 17


def test_pictures_are_numbered_files_that_wechat_takes(everything: Rendered) -> None:
    html = body(everything).inner_html or ""
    assert not re.search("<img|data:|webp", html)
    assert re.findall(r"【图\d】[^）]*", html) == [
        "【图1】现场（在这里插入图片 1.jpg，插好后删去这行字",
        "【图2】（在这里插入图片 2.png，插好后删去这行字",
    ]
    assert "图的说明" in html
    wide, clear = (everything.files[f"news-a/{name}"] for name in ("1.jpg", "2.png"))
    assert picture(wide).format == "JPEG"
    assert picture(wide).width == WIDEST
    assert len(wide) <= LARGEST
    assert picture(clear).mode == "RGB"
    shown_beside = [node.attributes["src"] for node in page(everything).css(".picture__image")]
    assert shown_beside == [name for name in everything.files if not name.endswith(".html")]


@pytest.mark.parametrize("is_drawn", [True, False])
def test_no_picture_is_too_heavy(*, is_drawn: bool) -> None:
    suffix, data, size = shrunk(Image.effect_noise((1400, 2400), 120).convert("RGB"), is_drawn=is_drawn)
    assert (suffix, picture(data).size) == ("jpg", size)
    assert LARGEST / 2 < len(data) <= LARGEST


def test_links_become_notes(everything: Rendered) -> None:
    text = shown(body(everything))
    assert "见通知[1]，又见通知[1]和信箱[2]，网址https://www.example.org/b[3]。" in text
    assert "注释[1]通知：https://www.example.org/a[2]信箱：a@example.org" in text
    assert "[3]注的第一段，见那边[4]。注的第二段。[4]那边：https://www.example.org/c名词解释" in text
    assert "名词解释第一段：开头。" in text
    assert text.endswith("来源：某处文/张某摄/李某")


def test_tables_are_read_on_a_phone(everything: Rendered) -> None:
    """Two columns stay a table; six become cards, one for a row; one with joined cells slides."""
    tables = body(everything).css("table")
    assert [len(table.css("td")) for table in tables] == [4, 5]
    assert "text-align:right" in (tables[0].css("td")[1].attributes["style"] or "")
    assert "overflow-x:auto" in ((tables[1].parent.attributes["style"] or "") if tables[1].parent else "")
    assert "事项：改场地借用目标：借用不用跑两趟措施：" in shown(body(everything))
    assert "表的说明合在一起的表头" in shown(body(everything))
    assert "空格：" not in shown(body(everything))


def test_no_text_is_lost(tmp_path: Path) -> None:
    site = load(WHOLE / "docs")
    place = replace(press(tmp_path, ()), site=site)
    for article in site.articles:
        blocks = place.read(article).blocks
        text = Counter(visible(text_of(blocks)))
        for writer in (writer_for_wechat(), PlatformWriter({}, lambda _: (1, "1.jpg"))):
            remaining = Counter(visible(LexborHTMLParser(writer.article(blocks, (), "", "")).text()))
            # Full-width blanks are what was typed as an indent.
            assert set(text - remaining) <= {"\u3000"}, (article.path, type(writer))


LIMITS = {
    "title": ({"title": "题" * 32}, {"title": "题" * 33}, "标题有 33 字，最多 32 字，要缩短 1 字"),
    "author": ({"author": "名" * 16}, {"author": "名" * 20}, "作者有 20 字，最多 16 字，要缩短 4 字"),
    "digest": ({"summary": "要" * 128}, {"summary": "要" * 130}, "摘要有 130 字，最多 128 字，要缩短 2 字"),
}


@pytest.mark.parametrize(("fits", "over", "message"), LIMITS.values(), ids=LIMITS)
def test_what_is_too_long_is_reported(tmp_path: Path, fits: dict[str, str], over: dict[str, str], message: str) -> None:
    articles = builders.article("a", **fits), builders.article("b", **over)
    place = office(tmp_path, *articles)
    good, bad = (list(wechat.fields_of(place, article)) for article in articles)
    assert [field.fault for field in good if field.fault] == []
    (fault,) = (field.fault for field in bad if field.fault)
    assert fault.startswith(message)


def test_a_long_title_is_reported_and_the_page_made(tmp_path: Path) -> None:
    article = builders.article("a", title=LONG_TITLE)
    done = made_by(CHANNELS["wechat"], office(tmp_path, article), article)
    assert any("要缩短 4 字" in remark and LONG_TITLE in remark for remark in done.remarks)
    notice = page(done).css_first(".notice ul")
    assert notice is not None
    assert "标题有 36 字" in notice.text()
    assert page(done).css_first(".count--over") is not None


def test_a_text_is_to_be_below_its_limits() -> None:
    assert list(wechat.faults_of(f"<p>{'字' * 19_999}</p>")) == []
    (long,) = wechat.faults_of(f"<p>{'字' * 20_000}</p>")
    assert "要缩短 1 字" in long
    (heavy,) = wechat.faults_of(f'<p style="{"a" * 1_000_000}">字</p>')
    assert "1000 KB" in heavy
    assert not Field("x", "甲", "乙" * 999).fault


def test_covers_are_cut_from_the_picture(everything: Rendered, tmp_path: Path) -> None:
    sizes = {"cover-900x383": (900, 383), "cover-500x500": (500, 500)}
    cut = {name: picture(everything.files[f"news-a/{name}.jpg"]) for name in sizes}
    assert {name: image.size for name, image in cut.items()} == sizes
    article = builders.article("b", title=LONG_TITLE)
    plain = made_by(CHANNELS["wechat"], office(tmp_path, article), article)
    drawn = {name: picture(plain.files[f"news-b/{name}.png"]).convert("RGB") for name in sizes}
    assert {name: image.size for name, image in drawn.items()} == sizes
    ink = tuple(bytes.fromhex(palette(Look()).print["wechat"].main[1:]))
    assert all(image.getpixel((3, 3)) == ink and len(image.getcolors(90_000) or ()) > 50 for image in drawn.values())
    # However long the title is, it stays off the frame: the words are lighter than anything else.
    for image in drawn.values():
        edge, green = round(0.1 * image.height), image.getchannel("G")
        strips = ((0, 0, image.width, edge), (0, image.height - edge, *image.size))
        assert max(green.crop(strip).getextrema()[1] for strip in strips) < 200 < green.getextrema()[1]


@pytest.mark.parametrize("channel", [wechat.CHANNEL, platform.CHANNEL])
def test_what_may_not_go_out_says_so(tmp_path: Path, channel: Channel) -> None:
    article = builders.article("a", draft=True)
    draft = made_by(channel, office(tmp_path, article), article)
    assert shown(body(draft)).startswith("清样，不得外传")
    place = replace(office(tmp_path, builders.article("b", sample=True)), audience="internal")
    inside = made_by(channel, place, place.site.articles[0])
    assert "news-b-internal.html" in inside.files
    assert shown(body(inside)).startswith("内部资料；示例")


def test_the_site_is_led_to_from_outside(tmp_path: Path) -> None:
    """Where a link leads on the site is given with its full address; to what no reader finds there it does not lead."""
    text = "见[通知](../plan/b.md#yi)、[草稿](../plan/c.md)、[附件](clear.png)、[没有](nothing.pdf)、[这里](#x)。"
    articles = (
        builders.article("a", body=text),
        builders.article("b", place="plan"),
        builders.article("c", place="plan", draft=True),
    )
    place = replace(office(tmp_path, *articles), site_url=builders.HOST)
    done = made_by(platform.CHANNEL, place, articles[0])
    links = [node.attributes["href"] for node in body(done).css("a")]
    assert links == [f"{builders.HOST}plan/b/#yi", f"{builders.HOST}news/clear.png"]


def test_it_is_made_only_when_asked_for(tmp_path: Path) -> None:
    article = builders.article("a")
    place = office(tmp_path, article)
    for channel in (wechat.CHANNEL, platform.CHANNEL):
        assert list(channel.jobs(place, Wanted())) == []
        assert len(list(channel.jobs(place, Wanted(named=True)))) == 1
