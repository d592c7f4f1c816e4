"""What is published, and when: only what was reviewed as it stands, and not before its time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lanmu.build.line_breaks import BREAK
from lanmu.build.site import Summary, build
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.content import settings as config
from lanmu.content.column import ColumnKind
from lanmu.content.dates import CHINA
from lanmu.content.loading import read_docs
from lanmu.content.publication import Conditions, Readiness, left_out, publication_state, publication_states
from lanmu.content.review import ALL, text_hash
from lanmu.diagnostics.errors import UserError
from selectolax.lexbor import LexborHTMLParser
from support.builders import HOST, NEWS, NOTICE, article, edited, site
from support.commands import run_here
from support.files import picture_bytes
from support.handbook.word_file import write_word_file
from support.reviewing import PEOPLE, review, review_everything

Write = Callable[[str, str], Path]
NOWHERE = Path("/nowhere")
NOW = datetime(2008, 12, 20, 12)
LATER = "news/2008-12-22-yuyue.md"
SCHEDULED = """---
title: 预约登出的一篇
publish_at: 2008-12-22 09:30
genre: 动态
unit: 各支部
summary: 预约登出的一篇的摘要。
---

到时候才登出来的正文。
"""


def signed(fields: dict[str, Any], *missing: str, **changed: str) -> dict[str, Any]:
    """The fields with all reviews of the text that they make, but for some."""
    now = text_hash(article("a", **fields), NOWHERE)
    reviews = {
        field: {"name": PEOPLE[field], "date": "2008-10-20", "text_hash": changed.get(field, now)}
        for field in ALL
        if field not in missing
    }
    return fields | {"review": reviews}


def state(columns: tuple[ColumnKind, ...] = ("dated",), place: str = "news", **fields: Any) -> tuple[Readiness, str]:
    result = publication_state(article("a", place=place, **fields), Conditions(NOWHERE, columns, NOW))
    assert result.step.endswith("。")
    assert result.publishable == (result.readiness is Readiness.READY)
    return result.readiness, result.label


SOON = {"when": "2008-12-20 12:01", "publish_at": "2008-12-20 12:01"}
JUST_NOW = {"when": "2008-12-20 12:00", "publish_at": "2008-12-20 12:00"}
OTHER = "aaaaaaaa-bbbbbbbb-cccccccc"


@pytest.mark.parametrize(
    ("fields", "readiness", "label"),
    [
        ({}, Readiness.WAITING, "待初审"),
        (signed({}, *list(ALL)[1:]), Readiness.WAITING, "待复审"),
        (signed({}, "final", "privacy"), Readiness.WAITING, "待终审"),
        (signed({}, "secrecy", "privacy"), Readiness.WAITING, "待保密审查"),
        (signed({}, "privacy"), Readiness.WAITING, "待隐私审查"),
        (signed({}), Readiness.READY, "已可发布"),
        (signed({}, final=OTHER), Readiness.CHANGED, "审后有改动"),
        (signed({}, first=OTHER), Readiness.CHANGED, "审后有改动"),
        (signed({}, privacy=OTHER), Readiness.CHANGED, "审后有改动"),
        (signed({}, second=""), Readiness.WAITING, "待复审"),
        (signed({}) | {"summary": "另一个摘要。"}, Readiness.CHANGED, "审后有改动"),
        (signed({}) | SOON, Readiness.SCHEDULED, "定时发布（2008-12-20 12:01）"),
        (signed({}) | JUST_NOW, Readiness.READY, "已可发布"),
        (signed({}) | {"when": "2008-12-20 12:01"}, Readiness.SCHEDULED, "定时发布（2008-12-20 12:01）"),
        (signed({}) | {"when": "2008-12-20 12:00"}, Readiness.READY, "已可发布"),
        (SOON, Readiness.WAITING, "待初审"),
        (signed({"sample": True}), Readiness.SAMPLE, "示例"),
        (signed({"scope": "internal"}), Readiness.INTERNAL, "内部"),
        (signed({"draft": True}), Readiness.DRAFT, "草稿"),
        ({"place": "plan"}, Readiness.READY, "已可发布"),
        ({"place": "plan", "draft": True}, Readiness.DRAFT, "草稿"),
        ({"place": "plan"} | SOON, Readiness.SCHEDULED, "定时发布（2008-12-20 12:01）"),
        ({"place": "plan", "when": "2999-01-01"}, Readiness.SCHEDULED, "定时发布（2999-01-01 00:00）"),
        ({"place": "plan", "columns": ("reference",)}, Readiness.WAITING, "待初审"),
        ({"columns": ("reference",)}, Readiness.READY, "已可发布"),
        ({"columns": ()}, Readiness.READY, "已可发布"),
    ],
)
def test_every_state_has_its_word(fields: dict[str, Any], readiness: Readiness, label: str) -> None:
    assert state(**fields) == (readiness, label)


def test_what_is_left_out_is_reported_with_the_next_step() -> None:
    of = site(
        [
            article("a"),
            article("b", **signed({}, final=OTHER)),
            article("c", sample=True),
            article("d", scope="internal"),
        ]
    )
    assert left_out(of, publication_states(of, ("dated",))) == (
        "docs/news/a.md《题a》待初审：审过以后，运行 python scripts/review.py docs/news/a.md --stage first --name 姓名 记下来。",
        # Its title and summary are others than those that were signed.
        "docs/news/b.md《题b》审后有改动：初审、复审、保密审查、隐私审查作废：审后改了稿件信息、文件名；"
        "终审作废：审后改了稿件信息、正文、图片和附件。核对改动，从初审起重新审，"
        "再运行 python scripts/review.py docs/news/b.md --stage first --name 姓名 记下来。",
        "示例 1 篇（本来就不发布）",
        "内部稿件 1 篇（只登在内部版：python scripts/build.py --edition internal）",
    )


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The builds from here on are made at this moment, China's time."""
    seconds = datetime.fromisoformat(moment).replace(tzinfo=CHINA).timestamp()
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(int(seconds)))


def publish(project: Path) -> Summary:
    return build(project, project / "site", production=True, site_url=HOST)


def text_of(file: Path) -> str:
    """The text of a built file, without the places where a title may end a line."""
    return file.read_text(encoding="utf-8").replace(BREAK, "")


def holding(project: Path, words: str) -> set[str]:
    """The text files of the built site in which the words stand, by their paths."""
    kinds = {".html", ".xml", ".json", ".js"}
    files = (file for file in (project / "site").rglob("*") if file.suffix in kinds)
    return {file.relative_to(project / "site").as_posix() for file in files if words in text_of(file)}


def test_a_production_build_shows_only_what_was_reviewed(minimal: Path) -> None:
    review(minimal, NEWS)
    summary = publish(minimal)
    assert holding(minimal, "整改方案公示") == set()
    assert not (minimal / "site" / "notices").exists()
    assert {"news/2008-10-20-peixun/index.html", "feed.xml"} <= holding(minimal, "各支部开展培训")
    assert [line.partition("：")[0] for line in summary.left_out] == [
        f"docs/{NOTICE}《整改方案公示》待初审",
        "示例 1 篇（本来就不发布）",
    ]
    assert build(minimal, minimal / "site").left_out == ()
    assert "notices/2008-12-22-gongshi/index.html" in holding(minimal, "整改方案公示")


def test_the_office_says_which_columns_are_reviewed(minimal: Path) -> None:
    settings = minimal / "lanmu.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["dated"]', '["reference"]'), encoding="utf-8")
    # Nobody has to sign the news now; but what stands there as a signature, 甲, is no name.
    assert [line[:18] for line in publish(minimal).left_out] == [
        "docs/plan/points.m",
        "docs/news/2008-10-",
        "示例 1 篇（本来就不发布）",
    ]
    settings.write_text(settings.read_text(encoding="utf-8").replace('["reference"]', '["news"]'), encoding="utf-8")
    with pytest.raises(UserError, match=r"lanmu\.toml:\d+ 「review.columns\[1\]」不能是「news」"):
        publish(minimal)


def test_a_link_to_what_waits_is_plain_text_until_it_is_out(minimal: Path, write: Write) -> None:
    body = "见[公示](../notices/2008-12-22-gongshi.md#a)、[十二月](../notices/2008/12/index.md)、[方案](../plan/points.md)。"
    write(NEWS, edited(NEWS, "正文。", body))
    write(NOTICE, edited(NOTICE, "公示正文。", "## A\n\n公示正文。"))
    review(minimal, NEWS)

    def links() -> list[str]:
        publish(minimal)
        page = minimal / "site" / NEWS.replace(".md", "/index.html")
        prose = LexborHTMLParser(page.read_text(encoding="utf-8")).css_first(".prose")
        assert prose.text(strip=True) == "见公示、十二月、方案。"
        return [link.text() for link in prose.css("a")]

    assert links() == ["方案"]
    review(minimal, NOTICE)
    assert links() == ["公示", "十二月", "方案"]


# Every way to write a link to what waits, and the words that it leaves.
WAITING = "../notices/2008-12-22-gongshi.md"
WAYS = {
    f'[题]({WAITING} "公示的题")': "题",
    f"[尖](<{WAITING}>)": "尖",
    "[引][x]": "引",
    "[简][]": "简",
    f"[甲 [乙] 丙]({WAITING})": "甲 [乙] 丙",
    f"**[重]({WAITING})**": "重",
    f"[![图](a.png)]({WAITING})": "",
    f"`[码]({WAITING})`": f"[码]({WAITING})",
}


def test_a_link_that_waits_may_be_written_in_any_way(minimal: Path, write: Write) -> None:
    code = f"```\n[码]({WAITING})\n```"
    body = f"见{'、'.join(WAYS)}。\n\n[x]: {WAITING}\n[简]: <{WAITING}> '题'\n\n{code}\n"
    (minimal / "docs" / NEWS).with_name("a.png").write_bytes(picture_bytes("png", "40x30"))
    write(NEWS, edited(NEWS, "正文。", body))
    review(minimal, NEWS)
    assert not [line for line in publish(minimal).left_out if NEWS in line]
    prose = LexborHTMLParser((minimal / "site" / NEWS.replace(".md", "/index.html")).read_text("utf-8")).css_first(
        ".prose"
    )
    assert prose.css_first("p").text() == f"见{'、'.join(WAYS.values())}。"
    assert prose.css_first("pre").text().strip() == f"[码]({WAITING})"
    assert [node.attributes["alt"] for node in prose.css("img")] == ["图"]
    assert not prose.css("a")


def test_an_article_with_a_link_to_what_never_goes_out_is_left_out(minimal: Path, write: Write) -> None:
    write(NOTICE, edited(NOTICE, "genre:", "draft: true\ngenre:"))
    write(NEWS, edited(NEWS, "正文。", "见[公示](../notices/2008-12-22-gongshi.md)。"))
    review(minimal, NEWS)
    reason = next(line for line in publish(minimal).left_out if NEWS in line)
    assert re.search(r"检查没有通过：有 1 处错误.*\n +第 \d+ 行 LNK010 链接「.*gongshi\.md」指向草稿", reason)
    with pytest.raises(UserError, match=r"peixun\.md:\d+ 链接的「.*gongshi\.md」在正式发布时不出现"):
        build(minimal, minimal / "site", production=True, site_url=HOST, allowed={"LNK010": "看看放行了会怎样"})


def test_a_scheduled_article_comes_with_the_first_build_after_its_time(
    minimal: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2008-12-21 15:00")
    write(LATER, SCHEDULED)
    review_everything(minimal)
    at(monkeypatch, "2008-12-22 09:29")
    summary = publish(minimal)
    assert holding(minimal, "预约登出的一篇") == set()
    assert any(
        line.startswith(f"docs/{LATER}《预约登出的一篇》定时发布（2008-12-22 09:30）") for line in summary.left_out
    )
    at(monkeypatch, "2008-12-22 09:30")
    assert not any(LATER in line for line in publish(minimal).left_out)
    files = holding(minimal, "预约登出的一篇")
    page = "news/2008-12-22-yuyue/index.html"
    lists = {
        "index.html",
        "news/index.html",
        "news/2008/index.html",
        "news/2008/12/index.html",
        "feed.xml",
        "news/feed.json",
    }
    assert {page, *lists, "browse/unit/branches/index.html"} <= files
    assert {name for name in files if name.startswith("search/")}
    assert f"{HOST}{page.removesuffix('index.html')}" in (minimal / "site" / "sitemap.xml").read_text(encoding="utf-8")
    tree = LexborHTMLParser((minimal / "site" / page).read_text(encoding="utf-8"))
    assert tree.css_first('meta[name="PubDate"]').attributes["content"] == "2008-12-22 09:30"
    assert "預約登出的一篇" in (minimal / "site" / "zh-Hant" / page).read_text(encoding="utf-8")


def test_a_translation_waits_with_its_source(minimal: Path, write: Write) -> None:
    settings = minimal / "lanmu.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["dated"]', '["reference"]'), encoding="utf-8")
    for name in ("campaign", "columns"):
        write(f"{name}.en.yml", (minimal / "docs" / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("index", "plan/index"):
        write(f"{name}.en.md", "---\ntitle: A page\nsummary: What it is about.\n---\n\nA page.\n")
    head = "title: Points\nsummary: What is planned.\nsource_hash: {hash}\n"
    text = f"---\n{head}---\n\nThe points.\n"
    file = write("plan/points.en.md", text.format(hash="''"))
    (translation,) = read_docs(minimal / "docs").translations
    file.write_text(text.format(hash=translation.wanted_hash), encoding="utf-8")
    publish(minimal)
    assert (minimal / "site" / "en" / "plan" / "index.html").is_file()
    assert holding(minimal, "The points") == set()
    review(minimal, "plan/points.md")
    review(minimal, "plan/points.en.md")
    publish(minimal)
    assert "en/plan/points/index.html" in holding(minimal, "The points")


def test_a_notice_leaves_force_with_the_first_build_after_its_end(
    minimal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state_of(moment: str) -> tuple[str, str]:
        """The words on the notice's page, and the box on the home page."""
        at(monkeypatch, moment)
        publish(minimal)
        notice = LexborHTMLParser(text_of(minimal / "site" / NOTICE.replace(".md", "/index.html")))
        home = LexborHTMLParser(text_of(minimal / "site" / "index.html"))
        return notice.css_first(".notice__state").text(), home.css_first(".box--notices").text(
            separator=" ", strip=True
        )

    at(monkeypatch, "2008-12-29 23:59")
    review_everything(minimal)
    page, home = state_of("2008-12-29 23:59")
    assert page == "公示中"
    assert "整改方案公示 至2008年12月29日" in home
    page, home = state_of("2008-12-30 00:00")
    assert page == "公示期已满"
    assert "现在没有公示期内的事项" in home
    assert "整改方案公示 2008-12-29 期满" in home


def test_from_the_word_file_to_the_readers_and_off_the_site_again(ready: Path) -> None:
    """The commands of an editor's day, one after the other, on the day that it is: with another nothing is published."""
    settings = ready / "lanmu.toml"
    names = "\n[checks.options.REV007]\nsample_names = []\n"
    settings.write_text(settings.read_text(encoding="utf-8") + names, encoding="utf-8")
    write_word_file(ready / "送来的稿件.docx")

    def run(script: str, *arguments: str) -> str:
        done = run_here(ready, script, *arguments)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def codes() -> set[str]:
        findings = check_sources(read_project(ready, config.load(settings))).findings
        return {finding.code for finding in findings if finding.path == path}

    def published() -> str:
        output = run("build.py", "--production", "--site-url", HOST)
        assert "✓" in output
        return output

    output = run("import_document.py", "送来的稿件.docx", "--column", "news", "--slug", "xuexi")
    assert "和原文逐字核对一致" in output
    (file,) = (ready / "docs" / "news").glob("*-xuexi.md")
    path = file.relative_to(ready).as_posix()
    text = file.read_text(encoding="utf-8")
    assert "draft: true\n" in text
    output = run("check_structure.py", path)
    assert all(
        re.search(rf"^{re.escape(path)}:\d+:\d+ \w+ {code} ", output, re.MULTILINE) for code in ("TXT001", "FM022")
    )
    file.write_text(text.replace("draft: true\n", "").replace("5日,", "5日，"), encoding="utf-8", newline="\n")
    assert {"REV001", "REV006"} <= codes()
    assert f"{path}《示例单位A工会集中学习》待初审" in published()
    assert holding(ready, "示例单位A工会集中学习") == set()
    for fields, name in (("first secrecy", "甲"), ("second privacy", "乙"), ("final", "丙")):
        output = run("review.py", path, "--stage", *fields.split(), "--name", f"示例人员{name}")
    assert "现在：已可发布" in output
    assert not {code for code in codes() if code.startswith("REV")}
    assert path not in published()
    files = holding(ready, "示例单位A工会集中学习")
    pages = {f"news/{file.stem}/index.html", "news/index.html", "index.html", "feed.xml", "feed.json"}
    assert pages <= files
    assert any(name.startswith("search/") for name in files)
    assert f"zh-Hant/news/{file.stem}/index.html" in holding(ready, "示例單位A工會集中學習")
    assert path in run("review.py", path, "--show")
    assert "out" in run("review.py", path, "--form")
    assert (ready / "out" / f"review-{file.stem}.docx").is_file()

    file.write_text(file.read_text(encoding="utf-8").replace("分组讨论。", "分组讨论！"), encoding="utf-8")
    assert "REV008" in codes()
    output = published()
    assert (
        f"{path}《示例单位A工会集中学习》审后有改动：初审、复审、终审、保密审查、隐私审查作废：审后改了正文。" in output
    )
    assert f"python scripts/review.py {path} --stage first --name 姓名" in output
    assert holding(ready, "示例单位A工会集中学习") == set()


def test_the_command_says_what_is_missing(ready: Path) -> None:
    for arguments, sentence in ((["--stage", "first"], "请写审稿人的姓名：--name 姓名"), (["--name", "甲"], "--stage")):
        done = run_here(ready, "review.py", f"docs/{NEWS}", *arguments)
        assert done.returncode == 2
        assert sentence in done.stderr
    done = run_here(ready, "review.py", f"docs/{NEWS}", "--stage", "final", "--name", "审稿人丙")
    assert done.returncode == 2
    assert "✗ 初审已经作废（没有记下审的是哪一稿），不能终审" in done.stderr
