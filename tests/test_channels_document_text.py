"""What stands in a 公文: all of the text in its order, the parts that the fields add, what is reported."""

from __future__ import annotations

import io
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lanmu.channels import document
from lanmu.channels.common.job import Wanted
from lanmu.channels.document.reading import day_text, numbered, title_of
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Text, inline_text, text_of, visible
from pypdf import PdfReader
from support import builders
from support.documents import HEAD, article, printed, running_text
from support.files import picture_bytes
from support.printing import (
    TEXT_TOP,
    _fonts_are_there,
    body_rows,
    body_text,
    fonts_of,
    glyphs,
    outline,
    press,
    rows,
    tags,
    with_print,
)

__all__ = ["_fonts_are_there"]
EVERYTHING = """
正文[^1]里有**着重**和*强调*，有H<sub>2</sub>O、10<sup>3</sup>，有[网址](https://www.example.org/)，再引[^1]。

## 一、小标题

1. 第一条
2. 第二条

    第二条的第二段

    - 下一层

> 引用的话

!!! note "提示"
    盒子里的话

- [x] 办完的
- [ ] 没办完的

| 类别 | 条数 |
| --- | --: |
| 甲类 | 12 |

<table><caption>表题</caption><tr><th>单位</th><th colspan="2">数目</th></tr>
<tr><th></th><th>子</th><th>丑</th></tr><tr><td>某单位</td><td>7</td><td>8</td></tr></table>

地点
:   活动室

<figure markdown>
![会场的样子](a.png)
<figcaption>图片的说明</figcaption>
</figure>

---

最后一段。

[^1]: 注里的话
"""


def test_the_text_comes_in_order_with_every_construct(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    (tmp_path / "docs" / "news" / "a.png").write_bytes(picture_bytes("png", "900x600"))
    source = article(EVERYTHING)
    own = press(tmp_path, [source])
    (job,) = document.jobs(own, Wanted((source,)))
    pdf = job.render().files[job.name]
    wanted = "示例的标题" + visible(text_of(own.read(source).blocks, notes=False))
    printed_text = body_text(pdf)
    extra = ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, wanted, printed_text, autojunk=False).get_opcodes():
        assert kind in ("equal", "insert"), f"{wanted[i1:i2]} -> {printed_text[j1:j2]}"
        extra += printed_text[j1:j2] if kind == "insert" else ""
    # Numbers of the footnote and of items; the footnote itself stands at the foot of the page.
    assert extra.replace("注里的话", "") == "111.2.···1" or sorted(extra.replace("注里的话", "")) == sorted(
        "111.2.···1"
    )
    assert "注里的话" in printed_text
    kinds = [kind for kind, _ in tags(pdf)]
    assert {"H1", "H2", "P", "Table", "TH", "TD", "Figure", "Caption", "Note", "Link"} <= set(kinds)
    (figure,) = [node for kind, node in tags(pdf) if kind == "Figure"]
    assert figure["/Alt"] == "会场的样子"
    assert outline(pdf) == ["示例的标题", "  一、小标题"]
    assert all(fonts_of(pdf).values())


def test_head_of_the_office_for_its_issuer_only(tmp_path: Path) -> None:
    settings = with_print(document={"heads": ("别的工会文件", HEAD)})
    pdf, remarks = printed(tmp_path, article("正文。"), settings=settings)
    assert body_text(pdf).startswith(HEAD)
    assert remarks == ("原文里没有发文字号，没有印。",)
    pdf, remarks = printed(tmp_path, article("正文。", source="另一个单位"), settings=settings)
    assert body_text(pdf) == "示例的标题正文。"
    assert "没有印红头" in remarks[0]
    assert "[print.document]" in remarks[0]


def test_the_sign_off_is_taken_from_the_fields_when_the_text_has_none(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, article("正文。", document_date="2008-10-10"))
    assert body_text(pdf) == "示例的标题正文。某某市示例工会二〇〇八年十月十日"
    assert PdfReader(io.BytesIO(pdf)).metadata["/CreationDate"].startswith("D:20081010")  # type: ignore[index]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2008, 10, 10), "二〇〇八年十月十日"),
        (date(2009, 2, 21), "二〇〇九年二月二十一日"),
        (date(2010, 12, 30), "二〇一〇年十二月三十日"),
        (date(2012, 7, 1), "2012年7月1日"),
    ],
)
def test_dates_are_written_as_the_standard_of_their_time_has_it(day: date, text: str) -> None:
    assert day_text(day) == text


def test_what_the_front_matter_promises_stands_before_the_sign_off(tmp_path: Path) -> None:
    promise = [{"item": "整改的事", "goal": "目标", "deadline": "2008-12-31", "unit": "各支部"}]
    body = "正文。\n\n某某市示例工会\n{: .doc-signature }\n\n二〇〇八年十月十日\n{: .doc-date }\n"
    text = body_text(printed(tmp_path, article(body, promise=promise))[0])
    assert text.index("正文。") < text.index("整改的事") < text.index("某某市示例工会")


def test_title_lines_are_the_editors(tmp_path: Path) -> None:
    title = "某某市示例工会关于认真做好各项示例工作和别的工作的通知"
    lines = ["某某市示例工会", "关于认真做好各项示例工作", "和别的工作的通知"]
    pdf, _ = printed(tmp_path, article("正文。", title=title, title_lines=lines))
    assert [row.text for row in body_rows(glyphs(pdf)[0])[:3]] == lines
    automatic = title_of([title], article("正文。", title=title), ()).lines
    assert "".join(automatic) == title
    assert all(len(line) <= 20 for line in automatic)
    with pytest.raises(ValueError, match="连起来是"):
        article("正文。", title=title, title_lines=["某某市", "示例工会"])


@pytest.mark.parametrize(
    ("text", "label", "number", "name"),
    [
        ("附件：示例", "附件：", "", "示例"),
        ("附 件: 2.示例", "附 件:", "2.", "示例"),
        ("3、示例", "", "3、", "示例"),
        ("示例", "", "", "示例"),
    ],
)
def test_lines_of_attachments(text: str, label: str, number: str, name: str) -> None:
    entry = numbered((Text(text),))
    assert (entry.label, entry.number, inline_text(entry.inlines)) == (label, number, name)


def test_samples_and_proofs_say_so_on_every_page(tmp_path: Path) -> None:
    for fields, mark in (
        ({"sample": True}, "示例：内容是虚构的"),
        ({"draft": True}, "清样，不得外传：草稿"),
        ({}, "清样"),
    ):
        pages = glyphs(printed(tmp_path, article(running_text(900), **fields))[0])
        assert len(pages) > 1
        assert all(mark in rows(page)[0].text for page in pages)
    released = (
        article("正文。", place="plan") if False else builders.article("a", place="plan", genre="文件", body="正文。")
    )
    pages = glyphs(printed(tmp_path, released)[0])
    assert rows(pages[0])[0].y > TEXT_TOP


def test_traditional(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, article("干部理**发**，发展。"), traditional=True)
    assert body_text(pdf) == "示例的標題幹部理髮，發展。"
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "zh-TW"


def test_a_character_without_a_glyph_stops_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"《示例的标题》里的 .*U\+F0000"):
        printed(tmp_path, article("正文\U000f0000。"))


def test_which_articles_are_documents(tmp_path: Path) -> None:
    articles = [
        builders.article("a", genre="文件"),
        builders.article("b", verbatim=True),
        builders.article("c"),
    ]
    own = press(tmp_path, articles)
    names = [[job.name for job in document.jobs(own, wanted)] for wanted in (Wanted(), Wanted(tuple(articles)))]
    assert names == [["news-a.pdf", "news-b.pdf"]] * 2
    assert [job.name for job in document.jobs(own, Wanted((articles[2],), named=True))] == ["news-c.pdf"]
