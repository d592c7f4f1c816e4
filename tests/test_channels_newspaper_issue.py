"""The issue file of a 专版: which issues there are, what may be wrong with one, and how that is reported."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from conftest import WHOLE
from lanmu.channels import newspaper
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.content.loading import load
from lanmu.diagnostics.errors import ContentError, UserError
from pypdf import PdfReader
from support import builders
from support.newspaper_issues import MONTH, office, pdf_of, piece, printed, set_text, text
from support.printing import _fonts_are_there

__all__ = ["_fonts_are_there"]


def test_which_issues_are_wanted(tmp_path: Path) -> None:
    articles = [piece("a"), piece("b", channels={"worker": "2008-12"})]
    place = office(tmp_path, articles[:1])
    (place.site.docs / "worker" / "2008-12.yml").write_text("masthead: 某某工人\n", encoding="utf-8")
    assert [job.label for job in newspaper.jobs(place, Wanted(issue=MONTH))] == ["《某某工人》专版 2008年11月"]
    assert [job.name for job in newspaper.jobs(place, Wanted(articles=(articles[0],)))] == [f"{MONTH}.pdf"]
    whole, broken = newspaper.jobs(place, Wanted())
    assert whole.name == f"{MONTH}.pdf"
    with pytest.raises(ContentError, match=r"docs/worker/2008-12.yml:1 「section」没有填写"):
        broken.render()
    assert list(newspaper.jobs(place, Wanted(issue="2007-01"))) == []


def test_a_file_that_is_named_after_no_month_is_reported(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a")])
    (place.site.docs / "worker" / "zhuanban.yml").write_text("masthead: 某某工人\n", encoding="utf-8")
    broken = list(newspaper.jobs(place, Wanted()))[-1]
    with pytest.raises(
        ContentError, match=r"docs/worker/zhuanban.yml 文件名「zhuanban」不是年月，请写成 2008-11。改法：把文件名"
    ):
        broken.render()


def test_a_character_that_no_font_has_is_named_with_its_article(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", "某单位甲"), piece("b", "某单位乙", "正文里有\U0001f680。")])
    with pytest.raises(
        UserError, match=r"《某单位乙》里的 “\U0001f680”（U\+1F680） 在宋体（.+）和代替它的字体里都没有"
    ):
        printed(place)


def test_an_article_that_says_it_is_in_the_issue_and_is_not_is_reported(tmp_path: Path) -> None:
    articles = [piece("a"), piece("b", "某单位忘了的一篇")]
    place = office(tmp_path, articles)
    path = place.site.docs / "worker" / f"{MONTH}.yml"
    issue = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(issue | {"pieces": issue["pieces"][:1]}, allow_unicode=True), encoding="utf-8")
    assert "《某单位忘了的一篇》写了 channels.worker: 2008-11，专版文件里没有它。" in printed(place).remarks


FAULTS = {
    "unknown": (
        "- article: news/z.md",
        r"2008-11.yml:5 「pieces\[1\].article」没有「news/z.md」这篇文章。改法：是不是 news/",
    ),
    "twice": ("- article: news/a.md\n- article: news/a.md", r":6 .*「news/a.md」写了两次"),
    "sample": ("- article: news/s.md", r"是示例稿件。改法：示例只能进示例专版"),
    "month": ("- article: news/m.md", r"自己写的是登在2008年12月一期。改法：在 docs/news/m.md 里写"),
    "none": ("- article: news/n.md", r"自己写的是不登期刊"),
    "span": ("- {article: news/a.md, span: 5}", r"有稿件占 5 栏，而一版只有 4 栏。改法：请改小 span"),
    "both": ("- {article: news/a.md, until: 甲, summary: true}", r"until 和 summary 只能用一个"),
    "field": ("- {article: news/a.md, colour: red}", r"「pieces\[1\].colour」是不认识的字段"),
    "picture": ("- {article: news/a.md, span: 2, picture_span: 3}", r"图片占 3 栏，比稿件的 2 栏还宽"),
    "columns": ("- article: news/a.md\ncolumns: 7", r":6 「columns」「7」不行。改法：请写 3 到 5 栏"),
    "empty": ("[]", r"「pieces」一项也没有"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_issue_is_reported_with_its_line_and_the_way_out(tmp_path: Path, name: str) -> None:
    lines, message = FAULTS[name]
    sample = builders.article("s", sample=True, channels={"worker": MONTH})
    other = builders.article("m", channels={"worker": "2008-12"})
    place = office(tmp_path, [piece("a"), sample, other, builders.article("n")])
    head = "masthead: 某某工人\nsection: 学习专版\ndate: 2008-11-28\npieces:"
    joint = " " if lines == "[]" else "\n"
    (place.site.docs / "worker" / f"{MONTH}.yml").write_text(f"{head}{joint}{lines}\n", encoding="utf-8")
    with pytest.raises(UserError, match=message):
        printed(place)


def test_shortening_needs_a_heading_that_is_there(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body=text(9))], [{"until": "第4个做法"}])
    whole = set_text(pdf_of(printed(place)))
    assert "第1个做法" in whole
    assert "第4个做法" not in whole
    place = office(tmp_path, [piece("a")], [{"until": "没有的"}])
    with pytest.raises(UserError, match=r"until 写的小标题「没有的」在文章里没有。请照 docs/news/a.md 里的小标题改写"):
        printed(place)


def test_what_is_larger_than_a_page_is_named(tmp_path: Path) -> None:
    rows = "\n".join(f"| 第{n}行 | 甲 | 乙 | 丙 |" for n in range(90))
    body = f"表。\n\n| 一 | 二 | 三 | 四 |\n| --- | --- | --- | --- |\n{rows}\n"
    with pytest.raises(UserError, match="《某单位a的做法》里有一个表格、一张图片或者标题比一版还高"):
        printed(office(tmp_path, [piece("a", body=body)]))


def test_a_sample_issue_fits(tmp_path: Path) -> None:
    site = load(WHOLE / "docs")
    place = Press(site, builders.SETTINGS, tmp_path)
    for job in newspaper.jobs(place, Wanted()):
        done = job.render()
        assert not any("draft" in name for name in done.files), job.label
        assert len(PdfReader(io.BytesIO(pdf_of(done))).pages) == 2


def test_an_article_for_no_issue_is_refused_with_the_way_out(tmp_path: Path) -> None:
    lost, early = piece("a", channels={}), piece("b", channels={"worker": "2031-01"})
    place = office(tmp_path, [piece("c")])
    for article, words in ((lost, "没有写进哪一期专版"), (early, "请先写 docs/worker/2031-01.yml")):
        (job,) = newspaper.jobs(place, Wanted((article,), named=True))
        with pytest.raises(UserError, match=words):
            job.render()
