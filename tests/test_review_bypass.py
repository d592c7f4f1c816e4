"""Ways to put something on the site that nobody reviewed: what is shown is what was signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SITES
from lanmu.build.site import build
from lanmu.content.files import linked_files
from lanmu.content.loading import read_docs
from lanmu.content.review import changed, text_hash
from lanmu.text.exemptions import without
from lanmu.text.sanitising import sanitising
from markdown import Markdown
from support.builders import HOST, NEWS, article, edited
from support.files import docx, picture
from support.reviewing import review

NOWHERE = Path("/nowhere")

# However a file is named; "?" and case as browsers and servers take them.
NAMED = {
    "link": "[甲](a.docx)",
    "query": "[甲](a.docx?v=2#top)",
    "encoded": "[甲](%61.docx)",
    "entity": "[甲](a&#46;docx)",
    "definition": "[甲][r]\n\n[r]:\n    a.docx",
    "picture": "![甲](a.docx)",
    "round": "[甲](../news/./a.docx)",
    "raw": "<A HREF=../a.docx>甲</A>",
    "raw entity": '<a href="../a&#x2e;docx">甲</a>',
    "srcset": '<img src="../x.png" srcset="../y.png 1x, ../a.docx 2x">',
    "poster": '<video poster="../a.docx"></video>',
    "object": "<object data='../a.docx'></object>",
    "style": '<p style="background: URL( ../a.docx )">甲</p>',
    "sheet": "<style>p { background: url('../a.docx') }</style>",
    "attributes": "![甲](x.png){ srcset='../a.docx 2x' }",
    "attributes without quotes": "![甲](x.png){src=../a.docx}",
    "title at once": "[甲](a.docx'题')",
}


@pytest.mark.parametrize("body", NAMED.values(), ids=NAMED)
def test_a_file_is_covered_however_it_is_named(tmp_path: Path, body: str) -> None:
    docs = shutil.copytree(SITES / "minimal", tmp_path / "docs")
    (docs / NEWS).write_text(edited(NEWS, "正文。", body), encoding="utf-8")
    file = docs / "news" / "a.docx"
    file.write_text("1", encoding="utf-8")
    site = read_docs(docs).site
    assert site
    (text,) = [article for article in site.articles if article.path == NEWS]
    assert "news/a.docx" in linked_files([text])
    before = text_hash(text, docs)
    file.write_text("2", encoding="utf-8")
    assert changed(before, text_hash(text, docs)) == ["图片和附件"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲<script>乙", "    甲<script>乙"),
        ("甲", "\n\n \t甲"),
        ("    代码", "代码"),
        ("![一]()", "![二]()"),
        ('[一](x "二")', '[一](x "三")'),
    ],
)
def test_another_text_has_another_hash(before: str, after: str) -> None:
    assert text_hash(article("a", body=before), NOWHERE) != text_hash(article("a", body=after), NOWHERE)


EXEMPTION = "<!-- 检查豁免 TXT001：没有审过的话 -->"
ENDED = "<!-- 检查豁免 TXT001 --!>没有审过的话-->"


@pytest.mark.parametrize(
    "text",
    [
        f"甲`{EXEMPTION}`乙",
        f"```\n{EXEMPTION}\n```",
        f"甲\n\n    乙\n    {EXEMPTION}\n",
        f"甲{ENDED}乙",
        f"<pre>{ENDED}</pre>",
        f"<!-- 请示\n{EXEMPTION}没有审过的话",
    ],
)
def test_what_a_review_does_not_cover_is_not_shown(text: str) -> None:
    signed = without(text)
    assert text_hash(article("a", body=text), NOWHERE) == text_hash(article("a", body=signed), NOWHERE)
    for extensions in (["fenced_code", "md_in_html"], []):
        shown, seen = (Markdown(extensions=[*extensions, sanitising()]).convert(t) for t in (text, signed))
        assert shown == seen


ARTICLE = """---
title: 第{name}次的情况
date: 2008-10-21 09:30
genre: 动态
unit: 各支部
summary: 第{name}次的情况，写了一句话。
audio: {name}.mp3
---

![各支部的同志在看书]({name}.png)见[名单]({name}.docx?v=1)。
"""


def add_to_head(news: Path, name: str, line: str) -> None:
    file = news / f"{name}.md"
    file.write_text(file.read_text(encoding="utf-8").replace("genre:", f"{line}\ngenre:", 1), encoding="utf-8")


def add_to_body(news: Path, name: str, text: str) -> None:
    file = news / f"{name}.md"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path, str], object]] = {
    "jia": lambda news, name: add_to_head(news, name, "redirect_from: [old/page/]"),
    "yi": lambda news, name: add_to_head(news, name, "source_url: https://www.example.org/"),
    "bing": lambda news, name: add_to_head(news, name, "author: 示例人员甲"),
    "ding": lambda news, name: add_to_body(news, name, "\n*[HTML]: 没有审过的话\n"),
    "wu": lambda news, name: picture(news / f"{name}.png", "41x30"),
    "ji": lambda news, name: docx(news / f"{name}.docx", "没有审过的名单"),
    "geng": lambda news, name: (news / f"{name}.mp3").write_bytes(b"ID3" + bytes(101)),
}
FRAME = "---\ntitle: 没有审过的一页\nsummary: 没有审过的一页，写了几句话。\n{more}---\n\n没有审过的正文。\n"
PAGES = {"2008-11-01-a.md": "template: reading.html\n", "2008-11-02-b/index.md": ""}


def test_what_was_changed_after_the_last_review_does_not_go_out(minimal: Path) -> None:
    """Nor does a page among what is reviewed: it has no reviews, and an article that called itself one needed none."""
    news = minimal / "docs" / "news"
    for key, change in {"not": None, **CHANGES}.items():
        name = f"2008-10-21-{key}"
        (news / f"{name}.md").write_text(ARTICLE.format(name=name), encoding="utf-8")
        picture(news / f"{name}.png", "40x30")
        docx(news / f"{name}.docx", "名单")
        (news / f"{name}.mp3").write_bytes(b"ID3" + bytes(100))
        review(minimal, f"news/{name}.md")
        if change:
            change(news, name)
    for path, more in PAGES.items():
        (news / path).parent.mkdir(exist_ok=True)
        (news / path).write_text(FRAME.format(more=more), encoding="utf-8")
    left_out = build(minimal, minimal / "site", production=True, site_url=HOST).left_out
    reasons = {line.split("《")[0].split(" ")[0]: line for line in left_out}
    for key in CHANGES:
        assert "》审后有改动：" in reasons[f"docs/news/2008-10-21-{key}.md"]
    assert "docs/news/2008-10-21-not.md" not in reasons
    for path in PAGES:
        assert "除了它的介绍页，都是要三审的稿件" in reasons[f"docs/news/{path}"]
    files = [path for path in (minimal / "site").rglob("*") if path.is_file()]
    assert {path.stem for path in files if path.suffix in (".docx", ".mp3")} == {"2008-10-21-not"}
    texts = [path for path in files if path.suffix in (".html", ".js", ".xml", ".json")]
    assert not [path for path in texts if "没有审过" in path.read_text(encoding="utf-8")]
