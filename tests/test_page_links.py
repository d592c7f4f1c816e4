"""Links to what is not out yet, and to what was not translated, in every way that Markdown knows."""

from __future__ import annotations

import itertools
import re

import pytest
from lanmu.build.page_links import TAG, PageLinks
from lanmu.views.edition import Edition
from markdown import Markdown
from support.builders import SETTINGS, article, site

# As in mkdocs.yml.
EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "fenced_code", "toc"]
ABSENT = frozenset({"news/b.md", "news/中文 名.md", "notices/2008/12/index.md", "notices/b.md"})
PAGE = "news/a.md"
# A way to write a link to a target, and what is left of it as text.
FORMS = {
    "inline": ("[甲]({})", "甲"),
    "title": ('[甲]({} "题")', "甲"),
    "single quotes": ("[甲]({} '题 (一)')", "甲"),
    "angle brackets": ("[甲](<{}>)", "甲"),
    "angle brackets and title": ('[甲](<{}> "题")', "甲"),
    "brackets in brackets": ("[甲 [乙] 丙]({})", "甲 [乙] 丙"),
    "emphasis": ("[**甲**乙]({})", "<strong>甲</strong>乙"),
    "in emphasis": ("**见[甲]({})**", "<strong>见甲</strong>"),
    "code": ("[`甲`]({})", "<code>甲</code>"),
    "picture": ("[![图](p.png)]({})", '<img alt="图" src="p.png" />'),
    "picture and words": ('[![图](p.png "题") 甲]({} "题")', '<img alt="图" src="p.png" title="题" /> 甲'),
    "reference": ("[甲][r]\n\n[r]: {}", "甲"),
    "reference in angle brackets": ('[甲][r]\n\n[r]: <{}> "题"', "甲"),
    "collapsed reference": ("[甲][]\n\n[甲]: {} '题'", "甲"),
    "shortcut reference": ("[甲]\n\n[甲]: {}", "甲"),
    "picture by reference": ("[![图](p.png)][r]\n\n[r]: {}", '<img alt="图" src="p.png" />'),
    "attributes": ("[甲]({}){{ .kuang }}", "甲"),
    "raw": ('<a href="{}">甲</a>', "甲"),
    "raw with more": ('<a class="x" href="{}" title="题">甲<b>乙</b></a>', "甲<b>乙</b>"),
    "raw in single quotes": ("<A HREF='{}'>甲</A>", "甲"),
}
TARGETS = ("b.md", "./b.md", "../news/b.md", "b.md#一", "b.en.md", "../notices/2008/12/index.md")


def html(text: str, links: PageLinks) -> str:
    links.page = PAGE
    return Markdown(extensions=[*EXTENSIONS, links.steps()]).convert(text)


def plain(text: str) -> str:
    return html(text, PageLinks(ABSENT))


@pytest.mark.parametrize(("form", "left"), FORMS.values(), ids=FORMS)
def test_every_form_leaves_the_same_words_and_only_of_what_is_not_out(form: str, left: str) -> None:
    for target in TARGETS:
        assert plain(f"前{form.format(target)}") == f"<p>前{left}</p>", target
        there = target.replace("b.md", "c.md").replace("b.en.md", "c.en.md").replace("12", "11")
        page = plain(form.format(there))
        assert page.count("<a ") + page.count("<A ") == 1, there
        assert there.split("#")[0] in page


def test_names_may_be_chinese_encoded_or_with_blanks() -> None:
    for target in ("<中文 名.md>", "%E4%B8%AD%E6%96%87%20%E5%90%8D.md", "中文%20名.md#节"):
        assert plain(f"见[甲]({target})。") == "<p>见甲。</p>"


def test_where_a_link_stands_does_not_matter() -> None:
    link = '[甲](b.md "题")'
    for text in (
        f"- 见{link}\n    - 又{link}",
        f"> 见{link}",
        f"| 头 |\n| --- |\n| {link} |",
        f"词\n:   说{link}",
        f"!!! note\n    见{link}",
        f"正文[^1]。\n\n[^1]: 注{link}",
        f"## 小标题{link}",
        f'<div markdown="1">\n\n见{link}\n\n</div>',
        '<table><tr><td><a href="../b/">甲</a></td></tr></table>',
    ):
        page = plain(text)
        assert "甲" in page
        assert "b.md" not in page, text
        assert "../b/" not in page, text


def test_code_is_never_changed() -> None:
    for text in (
        "`[甲](b.md)`",
        "    [甲](b.md)",
        "```\n[甲](b.md)\n<a href='b.md'>甲</a>\n```",
        "`<a href='b.md'>甲</a>`",
    ):
        assert "b.md" in plain(text)
    assert plain(r"\[甲](b.md)") == "<p>[甲](b.md)</p>"
    assert plain("![甲](b.md)") == '<p><img alt="甲" src="b.md" /></p>'


def test_what_stands_around_stays_in_its_order() -> None:
    """All rows of three out of text, a link that goes and one that stays."""
    pieces = {
        "一": "一",
        "[二](b.md '题')": "二",
        "[三](c.md)": '<a href="c.md">三</a>',
        "**四**": "<strong>四</strong>",
    }
    for row in itertools.product(pieces, repeat=3):
        assert plain("、".join(row)) == f"<p>{'、'.join(pieces[piece] for piece in row)}</p>"


def test_raw_links_count_from_the_address_of_their_page() -> None:
    assert plain('见<a href="../b/">甲</a>和<a href="../c/">乙</a>。') == '<p>见甲和<a href="../c/">乙</a>。</p>'
    assert plain('<a href="../b/index.html#x">甲</a>') == "<p>甲</p>"
    english = PageLinks(ABSENT, frozenset(), None, "en")
    assert html('<a href="../../../news/b/">A</a> <a href="../b/">B</a>', english) == "<p>A B</p>"


def english() -> PageLinks:
    original = Edition(site([article("a"), article("c"), article("d")]), SETTINGS, "", production=True)
    return PageLinks(ABSENT, frozenset({"news/a.md", "news/d.md"}), original, "en")


MARKDOWN = {name: form for name, form in FORMS.items() if not name.startswith("raw")}


@pytest.mark.parametrize(("form", "left"), MARKDOWN.values(), ids=MARKDOWN)
def test_what_was_not_translated_is_read_in_the_original(form: str, left: str) -> None:
    page = html(form.format("c.md#一"), english())
    (tag,) = re.findall(r"<a [^>]*>", page)
    assert 'href="../../../news/c/#一"' in tag
    assert 'hreflang="zh-CN"' in tag
    assert ("题" in tag) == ("题" in html(form.format("d.md"), english()).partition("<img")[0])
    assert re.sub("</?a[^>]*>", "", page) == f"<p>{left}</p>"
    assert "hreflang" not in html(form.format("d.md"), english())
    assert "<a " not in html(form.format("b.md"), english())


@pytest.mark.parametrize("piece", ['<a "', "<a ", '<a x="', "<a '\"", '<a href="b.md">', "</a", "[甲](b.md ", "<a x= "])
def test_long_nonsense_takes_no_longer_than_its_length(piece: str) -> None:
    """Two million characters: with the square of that, the limit for each test would end the run."""
    text = piece * (2_000_000 // len(piece))
    assert len(TAG.sub("", text)) <= len(text)
