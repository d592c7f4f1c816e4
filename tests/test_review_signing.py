"""Who may sign what, when; and what the editor is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import WHOLE
from lanmu.content import settings as config
from lanmu.content.review import Standing
from lanmu.content.settings import ChecksSettings, ReviewSettings, Settings
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.review import TextInReview, hindrance, shown, sign_files
from support.builders import NEWS, text_of
from support.reviewing import open_article

Write = Callable[[str, str], Path]
PATH = "news/2008-12-18-gongzuo.md"
TEXT = """---
title: 办公室整理学习笔记 # 题目
date: 2008-12-20 09:30
genre: 动态
unit: 办公室
summary: 办公室整理学习笔记的摘要。
---

正文。
"""
# The 20th of December 2008, noon in China.
NOON = "1229745600"


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", NOON)


@pytest.fixture
def file(write: Write) -> Path:
    return write(PATH, TEXT)


def settings(*, placeholders: bool = True) -> Settings:
    """Settings under which people who do not exist may sign, as far as `placeholders` may."""
    whole = config.load(WHOLE / "lanmu.toml")
    options: dict[str, Any] = {"REV007": {"sample_names": []}} if placeholders else {}
    return whole.model_copy(update={"checks": ChecksSettings(options=options)})


def opened(project: Path, name: str = PATH) -> TextInReview:
    return open_article(project / "docs", name, settings())


def signed(project: Path, field: str, name: str, day: str | None = None) -> tuple[str, ...]:
    return sign_files(project / "docs", [PATH], settings(), field.split(), name, day)


def standings(project: Path) -> str:
    """效 for a valid review, 废 for a void one, 缺 for a missing one; in their order."""
    words = {Standing.VALID: "效", Standing.VOID: "废", Standing.MISSING: "缺"}
    return "".join(words[stage.standing] for stage in opened(project).stages)


def sign_all(project: Path) -> None:
    signed(project, "first secrecy", "示例人员甲", "2008-12-18")
    signed(project, "second privacy", "示例人员乙", "2008-12-19")
    signed(project, "final", "示例人员丙")


def test_three_people_one_after_the_other(minimal: Path, file: Path) -> None:
    assert opened(minimal).state.label == "待初审"
    sign_all(minimal)
    assert standings(minimal) == "效效效效效"
    assert opened(minimal).state.label == "已可发布"
    final = opened(minimal).article.meta.review.final
    assert final
    assert (final.name, final.date.isoformat()) == ("示例人员丙", "2008-12-20")
    assert file.read_text(encoding="utf-8").startswith(TEXT.split("---\n")[1].join(["---\n", ""]))


def test_a_change_voids_them_all_and_back_again_makes_them_valid(minimal: Path, file: Path) -> None:
    sign_all(minimal)
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("正文。", "正文！"), encoding="utf-8")
    assert standings(minimal) == "废废废废废"
    assert opened(minimal).state.label == "审后有改动"
    assert "初审、复审、终审、保密审查、隐私审查作废：审后改了正文" in opened(minimal).state.step
    file.write_text(whole, encoding="utf-8")
    assert standings(minimal) == "效效效效效"


@pytest.mark.parametrize("field", ["second", "final"])
def test_nobody_signs_before_the_one_below(minimal: Path, file: Path, field: str) -> None:
    with pytest.raises(UserError, match=r"还没有初审，不能.审。请先初审：--stage first"):
        signed(minimal, field, "示例人员乙")
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_void_review_does_not_carry_the_next(minimal: Path, file: Path) -> None:
    signed(minimal, "first", "示例人员甲")
    file.write_text(file.read_text(encoding="utf-8").replace("正文。", "正文！"), encoding="utf-8")
    with pytest.raises(UserError, match="初审已经作废（审后改了正文），不能复审"):
        signed(minimal, "second", "示例人员乙")


@pytest.mark.parametrize("name", ["示例人员甲", "示例人员 甲", "示例人员　甲"])
def test_nobody_reviews_twice(minimal: Path, file: Path, name: str) -> None:
    signed(minimal, "first", "示例人员甲")
    with pytest.raises(UserError, match="复审要换一个人"):
        signed(minimal, "second", name)
    with pytest.raises(UserError, match="复审要换一个人"):
        signed(minimal, "first second", "示例人员丁")


def test_secrecy_and_privacy_may_be_anybodys_at_any_time(minimal: Path, file: Path) -> None:
    signed(minimal, "secrecy privacy", "示例人员甲")
    signed(minimal, "first", "示例人员甲")
    assert standings(minimal) == "效缺缺效效"


def test_signing_anew_takes_the_later_ones_down_and_says_so(minimal: Path, file: Path) -> None:
    sign_all(minimal)
    output = signed(minimal, "first", "示例人员己")
    assert "复审要重新审，原来的签字已经取下。" in output
    assert "终审要重新审，原来的签字已经取下。" in output
    assert standings(minimal) == "效缺缺效效"


def test_signing_once_more_changes_nothing(minimal: Path, file: Path) -> None:
    sign_all(minimal)
    before = file.read_bytes()
    assert signed(minimal, "first", "示例人员甲") == ("初审已经签过，没有变化。",)
    assert file.read_bytes() == before
    signed(minimal, "secrecy", "示例人员甲", "2008-12-19")
    assert b"2008-12-19" in file.read_bytes().split(b"secrecy")[1].split(b"\n")[0]
    assert standings(minimal) == "效效效效效"


def test_days_must_have_come_and_follow_each_other(minimal: Path, file: Path) -> None:
    with pytest.raises(UserError, match="2008-12-21 还没有到，今天是 2008-12-20"):
        signed(minimal, "first", "示例人员甲", "2008-12-21")
    with pytest.raises(UserError, match="--date 「去年」不是日期"):
        signed(minimal, "first", "示例人员甲", "去年")
    signed(minimal, "first", "示例人员甲", "2008-12-19")
    with pytest.raises(UserError, match="复审的日期 2008-12-18 早于初审的 2008-12-19"):
        signed(minimal, "second", "示例人员乙", "2008-12-18")


def test_a_review_after_the_publication_is_pointed_out(minimal: Path, file: Path) -> None:
    file.write_text(TEXT.replace("2008-12-20 09:30", "2008-12-18"), encoding="utf-8")
    assert any(
        "晚于发布日期 2008-12-18" in line and "updated: 2008-12-20" in line
        for line in signed(minimal, "first", "示例人员甲")
    )
    text = file.read_text(encoding="utf-8").replace("genre:", "updated: 2008-12-20\ngenre:")
    file.write_text(text, encoding="utf-8")
    assert standings(minimal).startswith("效")
    assert not any("晚于" in line for line in signed(minimal, "second", "示例人员乙"))


@pytest.mark.parametrize("name", ["", " ", "领导", "同上", "示", "某某", "某人", "姓名", "XXX", "示例\n人员", "12"])
def test_what_is_no_name_does_not_sign(minimal: Path, file: Path, name: str) -> None:
    with pytest.raises(UserError, match="不是姓名"):
        signed(minimal, "first", name)
    assert file.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("name", ["示例人员甲", "张某", "李XX"])
def test_what_the_checks_refuse_later_does_not_sign_but_in_a_sample(minimal: Path, file: Path, name: str) -> None:
    desk = replace(opened(minimal), settings=settings(placeholders=False))
    assert hindrance(desk, "first", name) == f"「{name}」是占位的姓名，只能用在示例里。请写真正审稿的人。"
    sample = replace(desk.article, meta=desk.article.meta.model_copy(update={"sample": True}))
    assert hindrance(replace(desk, text=sample), "first", name) == ""


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_the_file_keeps_its_line_ends_and_its_mark(minimal: Path, file: Path, newline: str) -> None:
    raw = ("\ufeff" + TEXT.replace("\n", newline)).encode()
    file.write_bytes(raw)
    sign_all(minimal)
    head, _, tail = file.read_bytes().partition(b"review:")
    rest = newline.join(line for line in tail.decode().split(newline) if not line.startswith("  ")).removeprefix(
        newline
    )
    assert head + rest.encode() == raw


def test_a_drafts_date_is_nobodys_business_yet(minimal: Path, file: Path) -> None:
    file.write_text(TEXT.replace("2008-12-20 09:30", "2008-12-18\ndraft: true"), encoding="utf-8")
    assert not any("晚于" in line for line in signed(minimal, "first", "示例人员甲"))
    text = (
        file.read_text(encoding="utf-8").replace("draft: true\n", "").replace("2008-12-18\n", "2008-12-20 10:00\n", 1)
    )
    file.write_text(text, encoding="utf-8")
    assert standings(minimal).startswith("效")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("docs/news/2008-12-18-gongzou.md", "是不是 docs/news/2008-12-18-gongzuo.md？"),
        ("nirgends", "请写 docs/ 里稿件的路径"),
        ("docs/plan/index.md", "不用三审"),
        ("lanmu.toml", "不是 docs/ 里的稿件"),
        ("docs/columns.yml", "不是 docs/ 里的稿件"),
        ("docs/news/2008-12-18-meiyou.en.md", "旁边没有原文 docs/news/2008-12-18-meiyou.md"),
    ],
)
def test_what_is_no_article_is_refused(minimal: Path, file: Path, write: Write, name: str, sentence: str) -> None:
    write("news/2008-12-18-meiyou.en.md", "---\ntitle: x\nsummary: y\n---\n\nz\n")
    with pytest.raises(UserError, match=sentence):
        opened(minimal, name)


@pytest.mark.parametrize("name", [PATH, f"docs/{PATH}", "absolute"])
def test_the_file_may_be_named_in_several_ways(minimal: Path, file: Path, name: str) -> None:
    assert opened(minimal, str(file) if name == "absolute" else name).article.path == PATH


def test_only_the_faults_of_the_article_itself_stop_it(minimal: Path, file: Path, write: Write) -> None:
    write(NEWS, text_of(NEWS).replace("genre: 动态", "genre: 新闻"))
    assert opened(minimal).article.path == PATH
    file.write_text(TEXT.replace("genre: 动态", "genre: 新闻"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"gongzuo\.md:4 「genre」没有「新闻」这种体裁"):
        opened(minimal)


def test_everything_is_shown(minimal: Path, file: Path) -> None:
    signed(minimal, "first", "示例人员甲")
    text = file.read_text(encoding="utf-8").replace(
        "  first:", "  privacy: {name: 示例人员乙, date: 2008-12-19}\n  first:"
    )
    file.write_text(text, encoding="utf-8")
    assert shown(opened(minimal)) == (
        f"docs/{PATH}《办公室整理学习笔记》",
        "  初审　有效　示例人员甲，2008-12-20",
        "  复审　缺",
        "  终审　缺",
        "  保密审查　缺",
        "  隐私审查　作废　示例人员乙，2008-12-19（没有记下审的是哪一稿）",
        f"  现在：待复审。审过以后，运行 python scripts/review.py docs/{PATH} --stage second --name 姓名 记下来。",
    )


def test_where_no_review_is_asked_for_that_is_said(minimal: Path, file: Path) -> None:
    desk = opened(minimal)
    assert desk.article.column.kind == "dated"
    free = replace(desk, settings=desk.settings.model_copy(update={"review": ReviewSettings(columns=())}))
    assert not any("不要求三审" in line for line in shown(desk))
    assert any("不要求三审" in line for line in shown(free))


def test_several_texts_are_signed_together_or_none(minimal: Path, file: Path, write: Write) -> None:
    docs, other = minimal / "docs", "news/2008-12-19-bieren.md"
    write(other, TEXT.replace("办公室整理", "别人整理"))
    said = sign_files(docs, [PATH, f"docs/{other}", PATH], settings(), ["first", "privacy"], "示例人员甲", "2008-12-18")
    assert [line.partition("》")[2] for line in said] == [
        "初审：示例人员甲，2008-12-18。",
        "隐私审查：示例人员甲，2008-12-18。",
    ] * 2
    sign_files(docs, [other], settings(), ["second"], "示例人员乙", "2008-12-19")
    before = file.read_bytes(), (docs / other).read_bytes()
    with pytest.raises(UserError, match=f"docs/{PATH}《办公室整理学习笔记》：还没有复审.*几篇都没有签"):
        sign_files(docs, [other, PATH], settings(), ["final"], "示例人员丙", None)
    assert (file.read_bytes(), (docs / other).read_bytes()) == before
