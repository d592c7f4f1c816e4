"""What the checks refuse does not go out in a production build: by article, and for the site as a whole."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build import offline
from lanmu.build.gate import RefusedError, ask
from lanmu.build.line_breaks import BREAK
from lanmu.build.site import Summary, build
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.publishing import allowances
from lanmu.content import settings as config
from lanmu.diagnostics.errors import UserError
from lanmu.text.links import local_path, targets
from selectolax.lexbor import LexborHTMLParser
from support.builders import HOST, NEWS
from support.files import IDENTITY, MOBILE, docx, picture
from support.reviewing import PEOPLE, review

ARTICLE = """---
title: {title}
date: {day} 09:30
genre: 动态
unit: {unit}
{more}summary: {title}的摘要，写了两句话。
---

{body}
"""
TRANSLATION = "---\ntitle: {title}\nsummary: {title}.\n---\n\n{body}\n"
HOME = "示例区示例路12号示例花园3栋501室"
PERSONAL = f"职工示例人员甲，身份证号{IDENTITY}，电话{MOBILE}，住{HOME}。"
BAD = "2008-10-21-mingdan"
LINKS = rf"""见[甲]({BAD}.md "题")、[乙](<{BAD}.md>)、[丙][r]、[![图](own.png)]({BAD}.md)、[丁](2008-10-22-duhuai.md)、
[戊](2008-10-23-danwei.md)、[己](own.docx)、[庚](2008-10-21\-mingdan.md)。

[r]: {BAD}.md
"""


def write(project: Path, name: str, body: str, *, title: str, more: str = "", unit: str = "各支部") -> str:
    """Writes an article of the news; gives back its path below docs/."""
    text = ARTICLE.format(title=title, day=name[:10], unit=unit, more=more, body=body)
    (project / "docs" / "news" / f"{name}.md").write_text(text, encoding="utf-8")
    return f"news/{name}.md"


@dataclass(frozen=True)
class Published:
    """A project after a production build."""

    project: Path
    summary: Summary

    def holding(self, words: str) -> set[str]:
        """The files of the site in which the words stand, as they are or in Traditional."""
        site = self.project / "site"
        files = (path for path in site.rglob("*") if path.suffix in (".html", ".xml", ".json", ".js", ".txt"))
        # Without the places where a title may end a line.
        texts = {path.relative_to(site).as_posix(): path.read_text("utf-8").replace(BREAK, "") for path in files}
        return {path for path, text in texts.items() if words in text}

    def reason_for(self, name: str) -> str:
        """What is said of an article that is left out."""
        (line,) = [line for line in self.summary.left_out if line.startswith(f"docs/news/{name}")]
        return line


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """One article of every kind that must not go out, and one that links to them."""
    project = copy_project(tmp_path_factory.mktemp("gate") / "project", SITES / "minimal")
    news = project / "docs" / "news"
    for name in ("own", "bad"):
        picture(news / f"{name}.png", "40x30")
        docx(news / f"{name}.docx", "名单")
    docx(news / "with-number.docx", f"表格：示例人员甲|{IDENTITY}")
    shutil.copy(news / "with-number.docx", news / "nobodys.docx")
    signed = [
        write(project, "2008-10-20-hao", LINKS, title="没有问题的一篇"),
        write(project, BAD, f"{PERSONAL}\n\n![图](bad.png)\n\n[表](bad.docx)", title="带着名单的一篇"),
        write(project, "2008-10-24-fujian", "见[名单](with-number.docx)。", title="附件有号码的一篇"),
        write(project, "2008-10-25-tupian", "![（请填写图片说明：谁在做什么）](own.png)", title="图片没有填的一篇"),
        write(project, "2008-10-26-yiwen", "正文没有问题。", title="译文有号码的一篇"),
        write(project, "2008-10-27-qianming", "正文没有问题。", title="签名不对的一篇"),
        write(project, "2008-10-30-weixie", "参加人数：待补充。", title="没有写完的一篇"),
        write(
            project, "2008-10-28-huomian", f"电话{MOBILE}。", title="写明豁免的一篇", more="# 检查豁免 PRI002：公开的\n"
        ),
        write(project, "2999-01-05-yihou", "以后才登的正文。", title="日期在以后的一篇"),
    ]
    (news / "2008-10-26-yiwen.zh-Hant.md").write_text(TRANSLATION.format(title="譯文", body=PERSONAL), encoding="utf-8")
    for path in (*signed, NEWS):
        review(project, path)
    file = news / "2008-10-27-qianming.md"
    file.write_text(file.read_text(encoding="utf-8").replace(PEOPLE["secrecy"], "示例人员丁"), encoding="utf-8")
    (news / "2008-10-22-duhuai.md").write_text("---\ntitle: [\n---\n读不出来的正文。\n", encoding="utf-8")
    write(project, "2008-10-23-danwei", "单位写错的正文。", title="单位写错的一篇", unit="没有这个单位")
    write(project, "2008-10-29-weishen", PERSONAL, title="没有审的一篇")
    write(project, "2008-10-31-taishen", "> " * 300 + "读得太深的正文。", title="套得太深的一篇")
    return Published(project, build(project, project / "site", production=True, site_url=HOST))


REFUSED = {
    BAD: ("PRI001", "PRI002", "PRI004"),
    "2008-10-22-duhuai": ("FM001",),
    "2008-10-23-danwei": ("FM005",),
    "2008-10-31-taishen": ("FM001 列表、引用套了 50 层以上",),
    "2008-10-24-fujian": ("docs/news/with-number.docx PRI001",),
    "2008-10-25-tupian": (" 行 FM026 还有没填的内容「（请填写图片说明：谁在做什么）」",),
    "2008-10-30-weixie": ("TXT017",),
    "2008-10-26-yiwen": ("docs/news/2008-10-26-yiwen.zh-Hant.md:6:", "PRI001"),
    "2008-10-27-qianming": ("REV007",),
}


def test_personal_data_is_nowhere_and_the_rest_is_published(published: Published) -> None:
    for words in (IDENTITY, HOME, "带着名单的一篇", "帶著名單的一篇", BAD, "單位寫錯", "读不出来的正文", "名单的摘要"):
        assert published.holding(words) == set(), words
    files = published.holding("没有问题的一篇")
    page = "news/2008-10-20-hao/index.html"
    assert {page, "index.html", "news/index.html", "feed.xml", "news/feed.json", "news/2008/10/index.html"} <= files
    assert any(name.startswith("search/") for name in files)
    assert f"zh-Hant/{page}" in published.holding("沒有問題的一篇")
    assert "2008-10-20-hao" in (published.project / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert f"news/{NEWS.removeprefix('news/').removesuffix('.md')}/index.html" in published.holding("各支部开展培训")
    assert "news/2008-10-28-huomian/index.html" in published.holding(MOBILE)


def test_nothing_that_only_they_show_is_copied(published: Published) -> None:
    names = {path.name for path in (published.project / "site").rglob("*")}
    assert {"own.png", "own.docx"} <= names
    assert not names & {"bad.png", "bad.docx", "with-number.docx", "nobodys.docx"}


def test_the_offline_edition_has_nothing_of_them_either(published: Published, tmp_path: Path) -> None:
    offline.pack(published.project / "site", tmp_path / "lanmu.zip")
    with zipfile.ZipFile(tmp_path / "lanmu.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if BAD in name]
    assert "没有问题的一篇".encode() in everything
    assert not [words for words in (IDENTITY, BAD, HOME) if words.encode() in everything]


def test_links_to_them_are_plain_text(published: Published) -> None:
    page = published.project / "site" / "news" / "2008-10-20-hao" / "index.html"
    prose = LexborHTMLParser(page.read_text(encoding="utf-8")).css_first(".prose")
    assert prose.text(strip=True) == "见甲、乙、丙、、丁、\n戊、己、庚。"
    assert [node.attributes["href"] for node in prose.css("a")] == ["../own.docx"]
    assert prose.css_first("img").attributes["alt"] == "图"


@pytest.mark.parametrize(("name", "parts"), REFUSED.items(), ids=REFUSED)
def test_each_is_listed_with_its_reasons_and_the_next_step(
    published: Published, name: str, parts: Sequence[str]
) -> None:
    reason = published.reason_for(name)
    assert not [part for part in parts if part not in reason]
    assert "改法：" in reason
    assert IDENTITY not in reason
    if name not in ("2008-10-22-duhuai", "2008-10-23-danwei", "2008-10-31-taishen"):
        assert f"》检查没有通过：有 {len(reason.splitlines()) - 2} 处错误，改好了才登。" in reason.splitlines()[0]
    file = {"2008-10-24-fujian": "with-number.docx", "2008-10-26-yiwen": "2008-10-26-yiwen.zh-Hant.md"}.get(
        name, f"{name}.md"
    )
    assert reason.endswith(f"运行 python scripts/check_structure.py docs/news/{file} 再查一遍。")


def test_what_waits_for_review_is_told_to_be_mended_first(published: Published) -> None:
    reason = published.reason_for("2008-10-29-weishen")
    assert "》待初审：检查有 3 处错误，先改好再审。审过以后，运行 python scripts/review.py docs/news/" in reason
    assert "REV001" not in reason
    assert not [line for line in published.summary.left_out if "huomian" in line or "-hao" in line]


def test_what_is_dated_later_waits_for_its_time(published: Published) -> None:
    reason = published.reason_for("2999-01-05-yihou")
    step = "到了时间，下一次运行 python scripts/build.py --production 就登出来。"
    assert reason.endswith(f"》定时发布（2999-01-05 09:30）：{step}")
    assert published.holding("日期在以后的一篇") == set()


@pytest.mark.parametrize("body", [r"见[名单](a\-b.docx)。", "- 见[名单][r]\n\n    [r]: a-b.docx", "> [r]: <a-b.docx>"])
def test_an_attachment_is_found_however_it_is_written(body: str) -> None:
    assert {local_path(target) for _, target, _ in targets(body)} == {"a-b.docx"}


def codes(project: Path, **reasons: str) -> dict[str, list[str]]:
    """The codes for which each article would be refused, without a build."""
    gate = ask(read_project(project, config.load(project / "lanmu.toml")), reasons)
    return {path: [refusal.code for refusal in refusals] for path, refusals in gate.verdict.articles.items()}


def settings(project: Path, text: str) -> None:
    with (project / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_levels_hold_as_in_every_check(minimal: Path) -> None:
    path = write(minimal, BAD, PERSONAL, title="带着名单的一篇")
    review(minimal, path)
    assert codes(minimal)[path] == ["PRI001", "PRI002", "PRI004"]
    settings(minimal, '\n[checks.levels]\nPRI001 = "off"\nPRI002 = "warning"\nTXT001 = "error"\n')
    assert codes(minimal)[path] == ["PRI004"]


def test_what_is_allowed_goes_out_with_its_reason_in_the_summary(minimal: Path) -> None:
    path = write(minimal, BAD, f"电话{MOBILE}，{MOBILE}。", title="带着电话的一篇")
    broken = write(minimal, "2008-10-23-danwei", "正文。", title="单位写错的一篇", unit="没有这个单位")
    review(minimal, path)
    given = allowances(
        [["pri002", "值班电话，", "同意公开"], ["FM005", "试试看"], ["LNK001", "以防万一"]], production=True
    )
    assert given == {"PRI002": "值班电话， 同意公开", "FM005": "试试看", "LNK001": "以防万一"}
    summary = build(minimal, minimal / "site", production=True, site_url=HOST, allowed=given)
    assert (minimal / "site" / "news" / BAD / "index.html").is_file()
    phone, unit, link = summary.allowed
    assert phone.startswith(
        "PRI002 公开了个人手机号码，理由：值班电话， 同意公开。因此登出来的：docs/news/2008-10-21-mingdan.md:15:3、"
    )
    assert phone.endswith("，2 处。")
    assert "因此登出来的：没有。" in unit
    assert "因此登出来的：没有。" in link
    assert any(broken in line and "--allow 也放行不了" in line for line in summary.left_out)
    assert f"· {phone}" in list(summary.details())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([[]], "后面要写规则的编号和理由"),
        ([["PRI002"]], "放行 PRI002 要写明理由"),
        ([["PRI002", "……"]], "放行 PRI002 要写明理由"),
        ([["PRI02", "理由"]], "没有规则「PRI02」。是不是 PRI002？"),
        ([["TXT001", "理由"]], "TXT001 不挡发布"),
        ([["PRI002", "甲"], ["pri002", "乙"]], "--allow PRI002 写了两次"),
    ],
)
def test_nothing_is_allowed_without_a_code_and_a_reason(given: list[list[str]], said: str) -> None:
    with pytest.raises(UserError, match=said):
        allowances(given, production=True)
    with pytest.raises(UserError, match="只和 --production 一起用"):
        allowances([["PRI002", "理由"]], production=False)


def faults_of_the_site(project: Path) -> Iterator[tuple[Path, str, str]]:
    """Files that belong to no article, what is put into them, and what is said."""
    docs = project / "docs"
    landing = (docs / "plan" / "index.md").read_text(encoding="utf-8")
    yield docs / "plan" / "index.md", f"{landing}\n{PERSONAL}\n", r"docs/plan/index\.md:8:\d+ PRI001"
    yield docs / "plan" / "index.md", f"{landing}\n[名单](a.docx)\n", r"docs/plan/a\.docx PRI001"
    yield docs / "plan" / "index.md", landing.replace("summary", "sumary"), r"docs/plan/index\.md:\d+ FM00[23]"
    yield docs / "glossary.yml", "terms: 1\n", r"docs/glossary\.yml:1 FM004"
    columns = (docs / "columns.yml").read_text(encoding="utf-8")
    yield docs / "columns.yml", columns.replace("方案说明", f"电话{MOBILE}"), r"docs/columns\.yml:2:\d+ PRI002"


def test_an_error_that_belongs_to_no_article_stops_everything(minimal: Path) -> None:
    review(minimal, NEWS)
    docx(minimal / "docs" / "plan" / "a.docx", f"表格：示例人员甲|{IDENTITY}")
    (minimal / "site").mkdir()
    (minimal / "site" / "index.html").write_text("上一次的", encoding="utf-8")
    for file, text, said in faults_of_the_site(minimal):
        before = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        with pytest.raises(RefusedError, match=rf"整个网站都不能这样发布(?s:.*)\n  {said}") as caught:
            build(minimal, minimal / "site", production=True, site_url=HOST)
        assert IDENTITY not in str(caught.value)
        assert (minimal / "site" / "index.html").read_text(encoding="utf-8") == "上一次的"
        file.write_text(before, encoding="utf-8")
