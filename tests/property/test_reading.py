"""What the checks read in Markdown is what the built page shows: same words, same links, same headings, true places."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from conftest import WHOLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.project import Project, Source
from lanmu.content.loading import Reading
from lanmu.content.settings import load as load_settings
from lanmu.text.dialect import EXTENSIONS, OPTIONS, converter
from lanmu.text.links import local_path
from lanmu.text.links import targets as targets_in
from lanmu.text.sanitising import sanitising
from lanmu.text.scanned import OBJECT
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser, LexborNode

SLUGGED = ("学习 安排", "A b_C", "1.5 %")
LEFT_OUT = {"code", "pre", "script", "style", "img", "svg", "template"}
PROJECT = Project(WHOLE, load_settings(WHOLE / "lanmu.toml"), Reading(None, (), (), {}, {}, {}))
DOCS = sorted((WHOLE / "docs").rglob("*.md"))


def source_of(body: str) -> Source:
    return Source("docs/a.md", body, None, None, PROJECT)


def rendered(body: str) -> LexborHTMLParser:
    """The page as the build makes it of the body, without marks of links, terms and tables."""
    return LexborHTMLParser(f"<!doctype html><body>{converter(sanitising()).convert(body)}</body>")


def walk(node: LexborNode, texts: list[str]) -> None:
    """The text below a node; code, pictures and what the generator writes of its own are left out."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            texts.append(child.text_content or "")
        elif child.tag == "sup" or child.attributes.get("class") in ("footnote-backref", "admonition-title-own"):
            continue
        elif child.tag not in LEFT_OUT:
            walk(child, texts)


def squeezed(text: str) -> str:
    """The visible characters without white space and without what stands for code and pictures."""
    return re.sub(rf"[\s{OBJECT}]+", "", text)


def shown(page: LexborHTMLParser) -> str:
    texts: list[str] = []
    assert page.body
    walk(page.body, texts)
    return squeezed("".join(texts))


def targets(page: LexborHTMLParser) -> list[str]:
    """Where links and pictures lead, without those of footnotes."""
    addresses = []
    for node in page.css("a[href], img[src]"):
        if "footnote" not in (node.attributes.get("class") or ""):
            addresses.append(node.attributes.get("href") or node.attributes.get("src") or "")
    return [target.removeprefix("mailto:") for target in addresses]


def read_targets(source: Source) -> list[str]:
    """The same from the reader's point of view."""
    defined = {link.text: link.target for link in reversed(source.links) if link.kind == "definition"}
    placed = [(link.start, link.target) for link in source.links if link.kind != "definition"]
    placed += [(place, defined[name]) for name, place in source.scan.references if name in defined]
    for tag in source.tags:
        placed += [(tag.start, tag.attributes[name][0]) for name in ("href", "src") if name in tag.attributes]
    return [html.unescape(target).removeprefix("mailto:") for _, target in sorted(placed, key=lambda pair: pair[0])]


def ids(page: LexborHTMLParser) -> set[str]:
    names = {node.attributes.get("id") or "" for node in page.css("[id]")}
    return {name for name in names if not name.startswith(("fn:", "fnref"))}


def agree(body: str) -> None:
    """The reader and the built page say the same of a body."""
    source, page = source_of(body), rendered(body)
    passages = source.scan.passages
    assert squeezed("".join(passage.text for passage in passages)) == shown(page)
    assert read_targets(source) == targets(page)
    assert set(source.anchors) == ids(page)
    for passage in passages:
        assert len(passage.offsets) == len(passage.text) + 1
        for character, offset in zip(passage.text, passage.offsets, strict=False):
            written = body[offset : offset + 1]
            assert written == character or character in (OBJECT, "\n") or written in "&<"


WORDS = st.sampled_from(
    ["学习", "读书，", "谈体会。", "ab", "a_b_c", "2008年", "1.5", "（甲）", "“好”", "x * y", "A&B", "a: b", "3 < 5", "C#", "人+物",
     "50%", "~", "| x", "C++", "(乙)", "!", "d'e", '"f"', "\\n", "http://example.org/b", "1)", " * ", " ** "]
)  # fmt: skip
TARGETS = st.sampled_from(
    ["a.md", "../b/c.md", "a.md#节", "a(b).md", "<a b.md>", "https://example.org/x?y=1&z=2", "%E4%BD.md", "#x", ""]
)
TITLES = st.sampled_from(["", ' "题"', " '题'", ' "有 (括) 号"'])
ATTRIBUTES = st.sampled_from(["", "", "", "{ .x }", "{#ab}", "{: #cd }"])


PLAIN = st.one_of(
    WORDS,
    WORDS,
    st.sampled_from(
        [
            "甲`a*b`乙",
            "甲``a`b``乙",
            "<br>",
            "<!-- 注 -->",
            "\\*",
            "\\[",
            "\\_",
            "\\`",
            "&nbsp;",
            "&lt;",
            "&#20013;",
            "<kbd>甲</kbd>",
            "、**重**{ .x }",
            "、*重*{#ef}",
        ]
    ),
    st.builds("![{}]({}{})".format, WORDS, TARGETS, TITLES),
    st.builds('<span class="a">{}</span>'.format, WORDS),
)
CALM = st.sampled_from(
    ["学习", "读书，", "a b", "2008年", "（甲）", "甲`c*d`乙", "<br>", "&nbsp;", "\\*", "![丙](p.png)"]
)
STRESSED = st.one_of(
    st.builds("（{0}{1}{0}）".format, st.sampled_from(["**", "*", "***"]), CALM),
    st.builds(" {0}{1}{0} ".format, st.sampled_from(["_", "__"]), CALM),
)
LABEL = st.lists(st.one_of(PLAIN, STRESSED), min_size=1, max_size=3).map("".join)
LINKS = st.one_of(
    st.builds("[{}]({}{}){}".format, LABEL, TARGETS, TITLES, ATTRIBUTES),
    st.builds("[{}][{}]、".format, LABEL, st.sampled_from(["甲", "x"])),
    st.builds('<a href="b.md">{}</a>'.format, CALM),
    st.sampled_from(
        [
            "<https://example.org/a>",
            "<a@example.org>",
            "[x]、",
            "[x][]、",
            "[甲]、",
            '<img src="p.png">',
            "甲`[c](d.md)`乙",
        ]
    ),
    st.builds("[![{}](p.png)](q.md)".format, WORDS),
)
NO_STRESS = st.builds("[{}]({}{})".format, CALM, TARGETS, TITLES)
INLINE = st.one_of(
    st.lists(st.one_of(PLAIN, LINKS), min_size=1, max_size=4).map("".join),
    st.builds(
        "{0}{1}{0}".format,
        st.sampled_from(["**", "*", "_"]),
        st.lists(st.one_of(CALM, NO_STRESS), min_size=1, max_size=3).map("".join),
    ),
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
HEADINGS = st.one_of(
    st.builds(
        "{} 题{}{}".format,
        st.sampled_from(["##", "###", "####"]),
        LINE,
        st.sampled_from(["", " ##", " {#own}", " { .c }"]),
    ),
    st.builds("题{}\n{}".format, LINE, st.sampled_from(["---", "==="])),
    st.sampled_from(["## 目标", "## 目标", "### a b", "## 1.5 A", "##紧跟", "## ！"]),
)
TABLES = st.builds(
    "| {} | {} |\n|---|:-:|\n| {} | {} |".format,
    *([st.sampled_from(["甲", "**乙**", "[丙](a.md)", "`a|b`", "\\|", "", "a<br>b"])] * 4),
)
CODE = st.sampled_from(
    [
        "```\na [b](c.md)\n```",
        "```py\n# 甲\n```",
        "~~~\n乙\n~~~",
        "    缩进 [d](e.md)\n    代码",
        "``` { .x }\n<p>\n```",
    ]
)
RAW = st.sampled_from([
    '<div class="a">甲 *乙*</div>',
    "<div>\n丙 [丁](a.md)\n</div>",
    "<div markdown>\n**戊** [己](b.md)\n\n- 庚\n</div>",
    "<!-- 一行 -->",
    "<!--\n两段\n\n都不见\n-->",
    '<p id="raw">辛</p>',
    "<details><summary>壬</summary>癸</details>",
    "<script>\nvar a = 1;\n\nvar b;\n</script>",
    "<pre>\n预排\n\n两段</pre>",
    "<br>\n子",
    "<hr>",
])  # fmt: skip
OTHERS = st.sampled_from(
    [
        "* * *",
        "---",
        '!!! note "提示"\n    内容',
        '!!! tip ""\n    内容\n\n    又一段',
        "词\n:   释义",
        "- [ ] 待办\n- [x] 已办",
    ]
)


def indented(text: str, first: str, rest: str) -> str:
    return "\n".join((first if n == 0 else rest if line else "") + line for n, line in enumerate(text.split("\n")))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists, quotations and the like around other blocks."""
    item = st.builds(indented, inner, st.sampled_from(["- ", "* ", "1. ", "10. ", "-   ", "1.  "]), st.just("    "))
    return st.one_of(
        st.lists(item, min_size=1, max_size=3).map("\n".join),
        st.lists(item, min_size=1, max_size=2).map("\n\n".join),
        st.builds(indented, inner, st.just("> "), st.just("> ")),
        st.builds(indented, inner, st.just('!!! note "说明"\n    '), st.just("    ")),
    )


SIMPLE = st.one_of(PARAGRAPH, PARAGRAPH, HEADINGS, TABLES, CODE, OTHERS)
BLOCK = st.one_of(st.recursive(SIMPLE, nested, max_leaves=4), RAW)
NOTES = st.sampled_from(["", "", "注[^1]。\n\n[^1]: 注文 [丑](n.md)\n", "注[^a]。\n\n[^a]:\n    注文\n\n    两段\n"])
DEFINITIONS = '[甲]: f.md\n[x]: <g.md> "题"\n'
BODIES = st.builds(
    lambda blocks, notes: "\n\n".join([*blocks, DEFINITIONS, notes]), st.lists(BLOCK, min_size=1, max_size=4), NOTES
)


def test_the_dialect_is_that_of_the_site(whole: Path) -> None:
    config = load_config(str(whole / "mkdocs.yml"))
    # MkDocs puts those first that it always loads.
    assert sorted(config.markdown_extensions) == sorted(EXTENSIONS)
    assert set(config.mdx_configs) == {"toc"}
    site, ours = config.mdx_configs["toc"], OPTIONS["toc"]
    assert site["toc_depth"] == ours["toc_depth"]
    assert [site["slugify"](text, "-") for text in SLUGGED] == [ours["slugify"](text, "-") for text in SLUGGED]


@given(BODIES)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_quick_search_for_targets_misses_none(body: str) -> None:
    quick = {local_path(target) for _, target, _ in targets_in(body)}
    scanned = [link.target for link in source_of(body).links if link.kind != "auto"]
    assert {local_path(target) for target in scanned} <= quick | {""}


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.relative_to(WHOLE / "docs").as_posix())
def test_every_page_of_a_site_is_read_as_it_is_built(file: Path) -> None:
    agree(file.read_text(encoding="utf-8").split("---\n", 2)[2])


@pytest.mark.parametrize(
    "body",
    [
        *(
            "*甲**乙*",
            "**甲*乙**",
            "***甲***",
            "**甲****乙**",
            "*甲**",
            "**甲*",
            "a_b_c",
            "_甲_乙",
            "__甲__，_乙_",
            "** 甲 **",
        ),
        *(
            "2*3*4",
            "**“甲”**乙",
            "*甲*乙*",
            "12****34和56****78",
            "签名：____，日期：____",
            "**甲 *乙* 丙**",
            "*甲 **乙** 丙*",
        ),
    ],
)
def test_emphasis_is_read_as_it_is_built(body: str) -> None:
    agree(body)


@pytest.mark.parametrize(
    "body",
    [
        "学习\n<!-- 注 -->&lt;、乙",
        "<!-- 注 -->*甲*&nbsp;乙 <!-- 注 -->&#20013;、丙",
        "- 甲\n    <!-- 注 -->&lt;、乙",
        "[（**甲`c*d`乙**）![学习](p.png)](a.md)",
        "[甲``a`b``乙 ```c``d``` ````e```f````](a.md)",
        "甲[^Ab]乙[^ab]丙。\n\n[^Ab]: 注\n",
        "甲[乙][^1]丙。\n\n[^1]: 注\n",
    ],
)
def test_comments_notes_and_code_in_labels_are_read_as_they_are_built(body: str) -> None:
    agree(body)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(BODIES)
def test_generated_pages_are_read_as_they_are_built(body: str) -> None:
    agree(body)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("甲a1 \n\t*_`[](){}<>!#-=+.:|\\&;\"'^~/\x85\u2028￼"), max_size=80))
def test_no_text_breaks_the_reader(body: str) -> None:
    source = source_of(body)
    for passage in source.passages:
        assert len(passage.offsets) == len(passage.text) + 1
        assert all(0 <= place <= len(body) for place in passage.offsets)
    assert source.anchors is not None
