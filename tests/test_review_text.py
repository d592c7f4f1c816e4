"""Which text a review was given for: what voids it, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lanmu.content.article import Article
from lanmu.content.loading import load
from lanmu.content.review import Standing, changed, stages, text_hash
from support.builders import NEWS, article, edited, text_of

Write = Callable[[str, str], Path]
NOWHERE = Path("/nowhere")


def test_the_hash_of_a_text_never_changes_by_itself() -> None:
    """Every review of every office would be void otherwise; what is added to the model must not enter by its default."""
    text = article("a", unit="各支部", tags=("培训",), body="正文，有[链接](https://www.example.org/)。\n")
    assert text_hash(text, NOWHERE) == "emngdjlb-pehibplc-epfdmnkb-gbgocjbf"


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"title": "题a。"}, ["稿件信息"]),
        ({"summary": "摘要a！"}, ["稿件信息"]),
        ({"genre": "说明"}, ["稿件信息"]),
        ({"source": "某处2"}, ["稿件信息"]),
        ({"author": "示例人员己"}, ["稿件信息"]),
        ({"tags": ("培训",)}, ["稿件信息"]),
        ({"issue": 3}, ["稿件信息"]),
        ({"notice": {"start": "2008-10-20", "end": "2008-10-27"}}, ["稿件信息"]),
        ({"scope": "internal"}, ["稿件信息"]),
        ({"verbatim": True}, ["稿件信息"]),
        ({"body": "正文！"}, ["正文"]),
        ({"body": "正文。<!-- 批注 -->"}, ["正文"]),
        ({"title": "题", "body": "正文"}, ["稿件信息", "正文"]),
    ],
)
def test_what_readers_see_is_covered(fields: dict[str, Any], parts: list[str]) -> None:
    assert changed(text_hash(article("a"), NOWHERE), text_hash(article("a", **fields), NOWHERE)) == parts


@pytest.mark.parametrize(
    "fields",
    [
        {"when": "2008-10-27 08:00"},
        {"when": "2008-12-01", "publish_at": "2008-12-01"},
        {"updated": "2008-11-01"},
        {"draft": True},
        {"channels": {"board": "2008-11"}},
        {"review": {"first": {"name": "示例人员甲", "date": "2008-10-20"}}},
        {"scope": "public", "tags": (), "audio": ""},
        {"status": "superseded", "superseded_by": "news/b.md"},
        {"withdrawn": {"date": "2008-11-01", "reason": "有误"}},
        {"body": "\n\n正文。\n"},
        {"body": "<!-- 检查豁免 TXT001：原件如此 -->\n正文。"},
    ],
)
def test_what_is_settled_later_or_says_nothing_new_is_not(fields: dict[str, Any]) -> None:
    assert text_hash(article("a"), NOWHERE) == text_hash(article("a", **fields), NOWHERE)


def read(project: Path) -> Article:
    item = load(project / "docs").by_path[NEWS]
    assert isinstance(item, Article)
    return item


def test_pictures_and_attachments_are_covered_wherever_the_article_lies(minimal: Path, write: Write) -> None:
    write(
        NEWS,
        edited(
            NEWS, "正文。", "![图](a.png) [表](../b.docx) [别的](../plan/points.md) [外](http://www.example.org/c.pdf)"
        ),
    )
    docs = minimal / "docs"
    before = text_hash(read(minimal), docs)
    picture, table = write("news/a.png", "1"), write("b.docx", "2")
    with_files = text_hash(read(minimal), docs)
    assert changed(before, with_files) == ["图片和附件"]
    table.write_text("3", encoding="utf-8")
    assert changed(with_files, text_hash(read(minimal), docs)) == ["图片和附件"]
    table.write_text("2", encoding="utf-8")
    write("plan/points.md", text_of("plan/points.md") + "\n改了别的稿件。\n")
    assert text_hash(read(minimal), docs) == with_files
    write("notices/a.png", picture.read_text(encoding="utf-8"))
    assert changed(with_files, text_hash(replace(read(minimal), path="notices/x.md"), docs)) == ["文件名"]


def test_nothing_outside_docs_is_read(minimal: Path, write: Write) -> None:
    """A link may lead anywhere; to a device, reading it would never end."""
    write(
        NEWS,
        edited(NEWS, "正文。", "[甲](/dev/zero) [乙](../../../../../../../../../../dev/zero) [丙](../../lanmu.toml)"),
    )
    docs = minimal / "docs"
    before = text_hash(read(minimal), docs)
    (minimal / "lanmu.toml").write_text("", encoding="utf-8")
    assert text_hash(read(minimal), docs) == before


def test_line_ends_say_nothing(minimal: Path) -> None:
    file = minimal / "docs" / NEWS
    before = text_hash(read(minimal), minimal / "docs")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert text_hash(read(minimal), minimal / "docs") == before


def test_a_signature_does_not_hold_for_a_copy_but_one_of_an_older_version_as_it_was_given() -> None:
    original, copy = article("a"), article("b", title=article("a").title, summary=article("a").meta.summary)
    signed = {"name": "示例人员甲", "date": "2008-10-19", "text_hash": text_hash(original, NOWHERE)}
    (first, *_) = stages(article("b", title=copy.title, summary=copy.meta.summary, review={"first": signed}), NOWHERE)
    assert (first.standing, first.why) == (Standing.VOID, "文件名和审的时候不同，这是副本，或者改了名")
    older = signed | {"text_hash": signed["text_hash"].rpartition("-")[0]}
    (first, *_) = stages(article("a", review={"first": older}), NOWHERE)
    assert first.standing is Standing.VALID


def test_every_review_stands_by_itself() -> None:
    now = text_hash(article("a"), NOWHERE)
    old = text_hash(article("a", title="旧题"), NOWHERE)
    signed = {
        "first": {"name": "示例人员甲", "date": "2008-10-19", "text_hash": now},
        "second": {"name": "示例人员乙", "date": "2008-10-19", "text_hash": old},
        "final": {"name": "示例人员丙", "date": "2008-10-19"},
    }
    reviews = stages(article("a", review=signed), NOWHERE)
    assert [(stage.label, stage.standing, stage.why) for stage in reviews] == [
        ("初审", Standing.VALID, ""),
        ("复审", Standing.VOID, "审后改了稿件信息"),
        ("终审", Standing.VOID, "没有记下审的是哪一稿"),
        ("保密审查", Standing.MISSING, ""),
        ("隐私审查", Standing.MISSING, ""),
    ]
