"""Of the HTML of articles only what is listed gets out, nothing reaches beyond its article, and what goes is reported."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.build import offline
from lanmu.build.site import build
from lanmu.channels.common import blocks
from lanmu.checks.engine.project import Source
from lanmu.checks.engine.registry import all_rules
from lanmu.content.loading import load
from lanmu.text.allowed_html import ELEMENTS, GIVEN, RESERVED, clean, removed
from lanmu.text.dialect import converter
from selectolax.lexbor import LexborHTMLParser
from support.built_sites import minimal as checked
from support.hostile_html import ALL, VECTORS
from support.many_articles import with_translation
from support.reviewing import review_everything

TELLING = ("SEC001", "SEC002", "SEC005", "TXT024", "LNK009", "LNK013")
SECRET = "请示领导"
# Where a comment may stand in a source; `{}` is the comment.
COMMENTED = {
    "block": "{}",
    "paragraph": "正文{}正文",
    "list": "- 甲\n{}\n- 乙{}",
    "table": "| 甲{} |\n| --- |\n| 乙{} |",
    "heading": "## 小标题{}一\n\n## 小标题二\n\n## 小标题三",
    "raw": "<div>{}<p>正文{}</p></div>",
    "markdown in raw": '<div markdown="1">\n\n正文{}\n\n{}\n\n</div>',
    "note": "正文[^1]。\n\n[^1]: 注文{}",
    "emphasis": "**正文{}正文**",
    "nested item": "- 甲\n\n    乙{}\n\n    {}",
    "quotation": "> 正文{}",
    "admonition": '!!! note "题{}"\n    正文{}',
    "definition": "词\n: 解释{}",
    "task": "- [ ] 任务{}",
    "link": "[词{}](https://www.example.org/ '题{}')",
    "reference": "[词][x]\n\n[x]: https://www.example.org/ '题{}'",
    "picture": "![图{}](https://www.example.org/a.png '题{}')",
    "attribute": "正文\n{{: title='题{}' }}",
}
COMMENTS = {
    "plain": f"<!-- {SECRET} -->",
    "two lines": f"<!-- {SECRET}\n{SECRET} -->",
    "paragraphs": f"<!-- {SECRET}\n\n# {SECRET}\n\n- {SECRET} -->",
    "exemption": f"<!-- 检查豁免 TXT001\n：{SECRET} -->",
    "with tags": f"<!-- <b>{SECRET}</b> > -->",
    "conditional": f"<!--[if IE]>{SECRET}<![endif]-->",
    "dashes": f"<!-- -- {SECRET} -- >{SECRET}-->",
    "wrong end": f"<!-- {SECRET} --!>",
}
TAGS = (*sorted(ELEMENTS), *"svg math mi mtext foreignObject desc title style template select option object".split())  # noqa: SIM905
PIECES = ('<{} id=x title="</div>">', "<{} onclick=hit()>", "</{}>", "<!--", "-->", "<![CDATA[", "]]>", "字", '"')


def converted(text: str) -> str:
    """The HTML of Markdown as the site and the prints have it before anything is taken out."""
    return converter().convert(text)


def page_of(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<!doctype html><body><main><div>{html}</div><footer>END</footer></main>")


def assert_is_contained(html: str) -> None:
    """Nothing but what is listed is left; it is read as it is written, and what stands after it stays after it."""
    page = page_of(html)
    assert [child.tag for child in page.css("main > *")] == ["div", "footer"]
    assert page.css("main > footer")[0].html == "<footer>END</footer>"
    assert [(node.tag, attribute) for node in page.css("main > div *") for attribute in removed(node)] == []
    assert "<!" not in html
    assert clean(html) == html


@pytest.mark.parametrize("vectors", VECTORS.values(), ids=VECTORS)
def test_nothing_of_a_hostile_text_is_left(vectors: tuple[str, ...]) -> None:
    for vector in vectors:
        assert_is_contained(clean(converted(vector)))


def test_the_list_of_hostile_texts_is_long() -> None:
    assert len(set(ALL)) == len(ALL) >= 150


@pytest.mark.parametrize("seed", range(300))
def test_random_tags_stay_in_their_article(seed: int) -> None:
    chance = random.Random(seed)
    soup = "".join(chance.choice(PIECES).format(chance.choice(TAGS)) for _ in range(chance.randint(2, 30)))
    assert_is_contained(clean(soup))


def test_elements_that_may_not_be_nested_are_written_as_they_are_read() -> None:
    """Without the object the inner item ends the outer one and with it the <div>; its `</div>` would end the article's."""
    assert_is_contained(clean("<li><object><div><li>字"))


def seen(html: str) -> list[object]:
    """The elements and words of HTML as a browser has them. A task is one whether it can be ticked or not."""
    nodes = page_of(html).css("*")
    elements = [
        (node.tag, sorted((name, value or "") for name, value in node.attributes.items() if name != "disabled"))
        for node in nodes
    ]
    return [*elements, "".join(nodes[0].text(deep=True).split())]


@pytest.mark.parametrize("vectors", VECTORS.values(), ids=VECTORS)
def test_what_is_taken_out_is_reported(vectors: tuple[str, ...]) -> None:
    silent = []
    for vector in vectors:
        source = Source("docs/news/a.md", f"{vector}\n", None, None, checked())
        rules = (all_rules()[code] for code in TELLING)
        findings = [finding for rule in rules for finding in rule(source)]
        html = converted(vector)
        # Processing instructions are comments to a browser.
        if not findings and seen(html) != seen(clean(html)) and not vector.startswith("<?"):
            silent.append(vector)
    assert silent == []


def test_what_editors_write_stays_as_it_is() -> None:
    for text in (
        '<p align="right">办公室</p>',
        "<details open><summary>说明</summary>全文</details>",
        "<ruby>栏<rp>（</rp><rt>lán</rt><rp>）</rp></ruby>",
        '<video controls src="a.mp4"></video>',
        '<ol type="A" start="3" reversed><li value="2">甲</li></ol>',
        '<table><caption>表</caption><tr><th scope="col" colspan="2">甲</th></tr></table>',
        "H<sub>2</sub>O<sup>+</sup> <u>甲</u> <s>乙</s> <kbd>丙</kbd> <small>丁</small> <mark>戊</mark>",
        '<a href="mailto:a@example.org">信</a> <a href="tel:12345">话</a> <a href="../b/#c">页</a>',
        "- [x] 甲\n- [ ] 乙",
        "| 甲 | 乙 |\n| :-: | --: |\n| 1 | 2 |",
        '!!! note "题"\n    文',
        "文[^1]。\n\n[^1]: 注。",
        "```python\na < b\n```",
        "照录\n{: .doc-signature #sign lang=zh }",
        "## 目录 { #x }\n\n[TOC]",
    ):
        html = converted(text)
        assert seen(clean(html)) == seen(html)


def test_columns_are_aligned_without_styles() -> None:
    html = clean(converted("| 甲 |\n| :-: |\n| 1 |"))
    assert '<td align="center">1</td>' in html
    assert "style" not in html


def test_scripts_keep_their_own_under_names_that_no_article_can_have() -> None:
    scripts = [file.read_text(encoding="utf-8") for file in (ROOT / "overrides" / "assets" / "lanmu").glob("*.js")]
    names = {name for text in scripts for name in re.findall(r"\bwindow\.(\w+) = ", text)}
    assert names
    assert [name for name in names if not RESERVED.match(name)] == []


def everything(site: Path) -> dict[str, str]:
    """The text of all files of a site."""
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in files}


def test_no_comment_of_a_source_is_published(tmp_path: Path) -> None:
    project, english = with_translation(tmp_path / "project")
    english.write_text(english.read_text(encoding="utf-8") + f"\n<!-- {SECRET} --> end\n", encoding="utf-8")
    written = [form.format(comment, comment) for comment in COMMENTS.values() for form in COMMENTED.values()]
    for number, path in enumerate(sorted(set((project / "docs/news").glob("*-gao-*.md")) - {english})):
        text = "\n\n".join(written[number::5])
        path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n\n文末。\n", encoding="utf-8")
    site = project / "site"
    build(project, site, site_url="https://www.example.org/")
    offline.pack(site, tmp_path / "site.zip")
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path / "offline")
    files = everything(site) | everything(tmp_path / "offline")
    assert sum("文末" in text for name, text in files.items() if name.endswith(".html")) == 5 * 4
    places = [(name, text.find(word), text) for name, text in files.items() for word in (SECRET, "請示")]
    assert [(name, text[place - 80 : place + 80]) for name, place, text in places if place >= 0] == []
    assert [name for name, text in files.items() if name.endswith(".html") and "<!--" in text] == []
    for article in load(project / "docs").articles:
        assert SECRET not in str(blocks.read(article, project / "docs", tmp_path / "pictures").blocks)


def test_a_production_build_tells_what_it_takes_out(minimal: Path) -> None:
    file = minimal / "docs/news/2008-10-20-peixun.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("正文。", '正文。\n\n<font color="red">红字</font>'), encoding="utf-8")
    review_everything(minimal)
    summary = build(minimal, minimal / "site", production=True, site_url="https://www.example.org/")
    (message,) = [warning for warning in summary.warnings if "SEC005" in warning]
    line = file.read_text(encoding="utf-8").partition("<font")[0].count("\n") + 1
    assert message.startswith(f"docs/news/2008-10-20-peixun.md:{line}:1 SEC005 网页上不用「<font>」")
    page = (minimal / "site/news/2008-10-20-peixun/index.html").read_text(encoding="utf-8")
    assert "红字" in page
    assert "<font" not in page


def test_an_open_tag_does_not_reach_beyond_its_article(minimal: Path, write: Callable[[str, str], Path]) -> None:
    file = "news/2008-10-20-peixun.md"
    text = (minimal / "docs" / file).read_text(encoding="utf-8")
    pages = []
    for body in ("正文。", "</div></div></article></div></main></body>\n\n<div><table><b>正文。", "<div><!-- 正文。"):
        write(file, text.replace("\n\n正文。", f"\n\n{body}"))
        build(minimal, minimal / "site")
        page = LexborHTMLParser((minimal / "site/news/2008-10-20-peixun/index.html").read_text(encoding="utf-8"))
        page.css(".prose")[0].decompose()
        pages.append(page.html)
    assert pages[0] == pages[1] == pages[2]


def test_a_box_to_tick_is_written_in_one_way() -> None:
    """Two builds of one text are the same to the byte."""
    assert clean('<input type="checkbox" disabled> <input type="text"> <input checked>') == (
        '<input type="checkbox" disabled=""> <input type="checkbox"> <input checked="" type="checkbox">'
    )
    assert all(len(given) == 1 for given in GIVEN.values())
