"""print_channels.py: what is asked for is made, what did not change is not, a failure stops none of the others."""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import typst
from conftest import ROOT, SITES, WHOLE, copy_project
from lanmu.channels import record
from lanmu.channels.command import print_channels, print_monthly, run_jobs
from lanmu.channels.common.job import Job, Rendered
from lanmu.channels.printing import article_at, own_address
from lanmu.channels.record import Record
from lanmu.channels.recorded import recorded
from lanmu.channels.registry import CHANNELS
from lanmu.content import settings as config
from lanmu.content.loading import load
from lanmu.content.settings import PublishSettings
from lanmu.diagnostics.errors import ContentError, Exit, UserError
from lanmu.views.placements import PrintNote
from support.files import picture_bytes
from support.printing import _fonts_are_there, body_text

__all__ = ["_fonts_are_there"]
NEWS = "docs/news/2008-10-20-peixun.md"
ISSUE = "out/bulletin/news-001.pdf"
REPORT = "out/report/news-2008-10-20-peixun.pdf"
POSTER = "out/poster/2008-10/news-2008-10-20-peixun.pdf"
DOCUMENT = "out/document/plan-official.pdf"
OFFICIAL = """---
title: 示例文件
date: 2008-10-12 09:00
genre: 文件
source: 某某市示例工会
summary: 示例文件的摘要，说明这是一份文件。
order: 1
---

文件的正文。
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one bulletin and one document."""
    folder = copy_project(tmp_path / "project", SITES / "minimal")
    (folder / "docs" / "plan" / "official.md").write_text(OFFICIAL, encoding="utf-8")
    return folder


def go(project: Path, *articles: str, **options: object) -> int:
    """Runs the command in a project, `articles` being paths below it."""
    usual: dict[str, object] = {
        "issue": None,
        "all": False,
        "channel": None,
        "traditional": False,
        "site_url": "",
        "edition": "public",
    }
    names = [str(project / name) for name in articles]
    return print_channels(project, argparse.Namespace(**{"articles": names, "install_fonts": False} | usual | options))


def times(project: Path) -> dict[str, int]:
    """The files below out/ with the moment when each was written."""
    return {p.relative_to(project).as_posix(): p.stat().st_mtime_ns for p in (project / "out").rglob("*.pdf")}


def written_again(project: Path, before: dict[str, int]) -> set[str]:
    """The files that are new since."""
    return {name for name, moment in times(project).items() if before.get(name) != moment}


def test_all_makes_what_is_meant_for_a_channel(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert go(project, all=True) == Exit.OK
    assert {ISSUE, DOCUMENT} <= set(times(project))
    assert "文件的正文。" in body_text((project / DOCUMENT).read_bytes())
    output = capsys.readouterr().out
    assert f"✓ 公文《示例文件》：{DOCUMENT}" in output
    assert output.count("[print.bulletin]") == 1
    assert f"印好 {len(times(project))} 件，没有变化 0 件" in output


def test_nothing_is_made_again_that_did_not_change(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go(project, all=True)
    before = times(project)
    capsys.readouterr()
    monkeypatch.setattr(typst, "Compiler", lambda *_, **__: pytest.fail("typst is started"))
    assert go(project, all=True) == Exit.OK
    assert times(project) == before
    assert f"印好 0 件，没有变化 {len(before)} 件" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["text", "settings", "picture", "deleted", "tampered"])
def test_what_changed_is_made_again_and_nothing_else(project: Path, change: str) -> None:
    article = project / NEWS
    picture = article.with_name("a.png")
    picture.write_bytes(picture_bytes("png", "300x200"))
    article.write_text(article.read_text(encoding="utf-8") + "\n\n![会场](a.png)\n", encoding="utf-8")
    go(project, all=True)
    before = times(project)
    wanted = {ISSUE, POSTER, REPORT} if change in ("text", "picture") else {ISSUE}
    if change == "text":
        article.write_text(article.read_text(encoding="utf-8").replace("正文", "改过的正文"), encoding="utf-8")
    elif change == "settings":
        settings = project / "lanmu.toml"
        text = settings.read_text(encoding="utf-8")
        assert '[print.bulletin]\nname = ""' in text
        changed = text.replace('[print.bulletin]\nname = ""', '[print.bulletin]\nname = "改名简报"')
        settings.write_text(changed, encoding="utf-8")
        wanted = {name for name in before if "bulletin" in name}
    elif change == "picture":
        picture.write_bytes(picture_bytes("png", "310x200"))
    elif change == "deleted":
        (project / ISSUE).unlink()
    else:
        (project / ISSUE).write_bytes(b"%PDF-")
    go(project, all=True)
    assert written_again(project, before) == wanted


def test_our_own_code_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go(project, all=True)
    before = times(project)
    record.code_fingerprint.cache_clear()
    monkeypatch.setattr(record, "CODE", (".py",))
    go(project, all=True)
    record.code_fingerprint.cache_clear()
    assert written_again(project, before) == set(before)


def test_templates_and_code_are_looked_at() -> None:
    names = {file.name for file in record.code_files(ROOT / "scripts" / "lanmu")}
    assert {"document.py", "document.typ", "article.py", "protected.yml", "picture_facts.py", "word_form.py"} <= names


def test_a_failure_stops_none_of_the_others(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / NEWS).write_text((project / NEWS).read_text(encoding="utf-8") + "\U000f0000", encoding="utf-8")
    assert go(project, all=True) == Exit.FINDINGS
    assert ISSUE not in times(project)
    assert DOCUMENT in times(project)
    output = capsys.readouterr().err
    assert "✗ 简报第1期没有印：" in output
    assert "U+F0000" in output
    assert "有 3 件没有印：简报第1期、宣传栏" in output
    # It is tried again.
    assert go(project, all=True) == Exit.FINDINGS


def test_a_defect_of_ours_is_shown_and_stops_none_either(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lanmu.channels.document.parts_of", lambda *_: 1 / 0)
    assert go(project, all=True) == Exit.FINDINGS
    assert ISSUE in times(project)
    assert "程序自身出错了" in capsys.readouterr().err


def test_what_is_asked_for_by_name_is_reported_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    go(project, issue="1")
    first = capsys.readouterr().out
    go(project, issue="1")
    again = capsys.readouterr().out
    assert f"✓ 简报第1期没有变化：{ISSUE}" in again
    assert [line for line in first.splitlines() if line.startswith("  · ")] == [
        line for line in again.splitlines() if line.startswith("  · ")
    ]


def test_an_article_that_was_not_reviewed_is_called_a_proof(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    go(project, "docs/plan/official.md")
    assert "清样" not in capsys.readouterr().out
    go(project, NEWS)
    output = capsys.readouterr().out
    assert output.count("都印着“清样，不得外传”，不要发出去") == 1
    assert "scripts/review.py" in output


def test_a_broken_picture_that_is_mended_is_printed(project: Path) -> None:
    article = project / NEWS
    article.write_text(article.read_text(encoding="utf-8") + "\n\n![会场](a.png)\n", encoding="utf-8")
    article.with_name("a.png").write_bytes(b"")
    assert go(project, NEWS) == Exit.OK, "the report too goes without it"
    before = times(project)
    article.with_name("a.png").write_bytes(picture_bytes("png", "300x200"))
    go(project, NEWS)
    assert {path for path, when in times(project).items() if when != before[path]} == {ISSUE, POSTER, REPORT}


def test_some_articles_one_issue_one_channel(project: Path) -> None:
    assert go(project, NEWS, channel=["bulletin"]) == Exit.OK
    assert set(times(project)) == {ISSUE}
    assert go(project, "docs/plan/points.md", channel=["document"]) == Exit.OK
    assert "out/document/plan-points.pdf" in times(project)
    (project / ISSUE).unlink()
    assert go(project, issue="1") == Exit.OK
    assert ISSUE in times(project)


def test_a_path_is_found_from_any_folder(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    site = load(project / "docs")
    for name in ("docs/plan/points.md", "plan/points.md", str(project / "docs" / "plan" / "points.md")):
        assert article_at(site, project, name).path == "plan/points.md"


def test_articles_of_one_number_and_day_are_one_issue(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = project / NEWS
    text = news.read_text(encoding="utf-8").replace("old/123/", "old/124/")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    other = news.with_name(f"{news.stem}-two.md")
    other.write_text(text.replace(title, "title: 同一期的第二篇"), encoding="utf-8")
    assert go(project, issue="1") == Exit.OK
    assert capsys.readouterr().out.count("✓") == 1
    day = next(line for line in text.splitlines() if line.startswith("date:"))
    other.write_text(text.replace(title, "title: 第二篇").replace(day, "date: 2008-11-30 10:00"), encoding="utf-8")
    with pytest.raises(ContentError, match="真是同一期的，发布日期要写成同一天"):
        go(project, issue="1")


def test_an_article_without_what_the_channel_needs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert go(project, "docs/plan/points.md", NEWS, channel=["bulletin"]) == Exit.FINDINGS
    assert ISSUE in times(project)
    assert "docs/plan/points.md 没有简报期号" in capsys.readouterr().err


def test_a_report_is_three_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert go(project, NEWS, "docs/plan/points.md", channel=["report"]) == Exit.OK
    stems = ("news-2008-10-20-peixun", "plan-points")
    names = sorted(file.name for file in (project / "out" / "report").iterdir())
    assert names == [f"{stem}.{suffix}" for stem in stems for suffix in ("docx", "pdf", "zip")]
    assert "out/report/news-2008-10-20-peixun.zip" in capsys.readouterr().out
    assert go(project, all=True, channel=["report"]) == Exit.OK
    assert "印好 0 件，没有变化 1 件" in capsys.readouterr().out


def test_an_article_that_belongs_nowhere_is_reported_and_the_others_are_made(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert go(project, "docs/plan/points.md", NEWS) == Exit.FINDINGS
    assert ISSUE in times(project)
    output = capsys.readouterr().err
    assert "✗ docs/plan/points.md 没有指定印在哪里" in output
    assert "有 1 件没有印" in output


def test_what_a_job_no_longer_makes_goes(project: Path) -> None:
    """As the draft of an issue that has been shortened."""
    print_record = Record(project / "made.json", project / "out", "")
    file = project / "a.md"
    file.write_text("text", encoding="utf-8")

    def job(*names: str) -> Job:
        return Job("newspaper", "a", "甲", (file,), repr(names), lambda: Rendered(dict.fromkeys(names, b"%PDF")))

    run_jobs([job("draft.docx", "both.docx")], print_record)
    run_jobs([job("final.docx", "both.docx")], print_record)
    assert sorted(f.name for f in (project / "out" / "newspaper").iterdir()) == ["both.docx", "final.docx"]


@pytest.mark.parametrize(
    ("line", "address"),
    [('site_url: ""', ""), ("site_url: https://www.example.org/a/  # 网址", "https://www.example.org/a/"), ("", "")],
)
def test_the_address_is_that_of_the_site(tmp_path: Path, line: str, address: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: a\n{line}\nsite_dir: b\n", encoding="utf-8")
    settings = config.load(WHOLE / "lanmu.toml")
    assert own_address(tmp_path, settings) == address
    # Without one it is that of the place where the site is published.
    target = {"kind": "folder", "folder": "web", "address": "https://www.example.org/b"}
    settings = settings.model_copy(update={"publish": PublishSettings.model_validate({"web": target})})
    assert own_address(tmp_path, settings) == (address or "https://www.example.org/b/")
    assert own_address(tmp_path, settings, "internal") == ""


@pytest.mark.parametrize(
    ("articles", "options", "message"),
    [
        ([], {}, "没有说印什么。请写稿件的路径"),
        ([NEWS], {"all": True}, "只能用一种"),
        (["docs/news/nowhere.md"], {}, "没有稿件"),
        (["docs/news/2008-10-20-peixum.md"], {}, "是不是 docs/news/2008-10-20-peixun.md？"),
        ([], {"issue": "99"}, "没有「99」这一期。简报有：1；专版有：没有；宣传栏有：2008-10"),
        ([], {"issue": "99", "channel": ["newspaper"]}, "没有「99」这一期。专版有：没有。$"),
        ([], {"issue": "99", "channel": ["report"]}, "公文和信息上报没有期号"),
        (["docs/plan/points.md"], {}, "没有指定印在哪里"),
    ],
)
def test_wrong_requests_are_sentences(
    project: Path, articles: list[str], options: dict[str, object], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        go(project, *articles, **options)
    assert not (project / "out").exists()


def test_traditional_editions_lie_beside(project: Path) -> None:
    go(project, "docs/plan/official.md")
    go(project, "docs/plan/official.md", traditional=True)
    assert sorted(times(project)) == [DOCUMENT, "out/document/plan-official.zh-Hant.pdf"]
    before = times(project)
    go(project, "docs/plan/official.md")
    assert written_again(project, before) == set()
    settings = (project / "lanmu.toml").read_text(encoding="utf-8")
    (project / "lanmu.toml").write_text(settings.replace('quotes = "“”"', 'quotes = "「」"'), encoding="utf-8")
    go(project, "docs/plan/official.md")
    assert written_again(project, before) == set()
    go(project, "docs/plan/official.md", traditional=True)
    assert written_again(project, before) == {"out/document/plan-official.zh-Hant.pdf"}


def test_a_damaged_record_is_begun_anew(project: Path) -> None:
    go(project, NEWS)
    (project / ".cache" / "print" / "made.json").write_text("[", encoding="utf-8")
    assert go(project, NEWS) == Exit.OK


def test_the_script_offers_the_channels_that_there_are() -> None:
    tree = ast.parse((ROOT / "scripts" / "print_channels.py").read_text(encoding="utf-8"))
    values = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "CHANNELS"]
    assert ast.literal_eval(values[0]) == list(CHANNELS)


def test_the_script_runs(ready: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "scripts/print_channels.py", NEWS]
    done = subprocess.run(command, cwd=ready, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (ready / ISSUE).read_bytes().startswith(b"%PDF")
    command = [sys.executable, "scripts/print_channels.py"]
    done = subprocess.run(command, cwd=ready, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == Exit.USAGE
    assert "没有说印什么" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """print_channels.py … | head"""
    code = (
        "import pathlib, sys\n"
        "from lanmu.diagnostics import console\n"
        "from lanmu.channels.command import run_jobs\n"
        "from lanmu.channels.common.job import Job, Rendered\n"
        "from lanmu.channels.record import Record\n"
        "jobs = [Job('a', f'{n}.txt', str(n), (), '', lambda n=n: Rendered({f'{n}.txt': b'a'})) for n in range(9)]\n"
        "place = pathlib.Path(sys.argv[1])\n"
        "sys.stdin.read()\n"
        "sys.exit(console.run(lambda: run_jobs(jobs, Record(place / 'r.json', place / 'out', '')) and 0))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    place = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=place, **pipes) as child:
        assert child.stdout
        child.stdout.close()
        child.stdout = None
        _, output = child.communicate(b"")
    assert child.returncode == Exit.STOPPED
    assert output == b""


def monthly(project: Path, month: str, **options: object) -> int:
    usual = {"articles": [], "issue": None, "all": False, "channel": None, "traditional": False, "edition": "public"}
    return print_monthly(project, argparse.Namespace(month=month, **(usual | options)))


def test_what_was_printed_is_noted_with_its_day_and_articles(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1225500000")
    go(project, all=True)
    noted = {(each.channel, each.front, each.issue, each.day.isoformat()) for each in prints(project)}
    assert ("poster", "board", "2008-10", "2008-11-01") in noted
    assert all(each.articles for each in prints(project))
    # The same text is printed on the same day, whenever it is set anew; another text is not.
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1225600000")
    (project / ISSUE).unlink()
    text = (project / "docs" / "plan" / "official.md").read_text(encoding="utf-8")
    (project / "docs" / "plan" / "official.md").write_text(f"{text}\n又一段。\n", encoding="utf-8")
    go(project, all=True)
    days = {each.channel: each.day.isoformat() for each in prints(project)}
    assert (days["bulletin"], days["document"]) == ("2008-11-01", "2008-11-02")


def prints(project: Path) -> tuple[PrintNote, ...]:
    return recorded(project, load(project / "docs")).prints


@pytest.mark.parametrize(("options", "name"), [({}, "2008-10.docx"), ({"traditional": True}, "2008-10.zh-Hant.docx")])
def test_a_month_is_printed_as_a_word_file(
    project: Path, options: dict[str, object], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert monthly(project, "2008-10", **options) == Exit.OK
    assert f"✓ 每月情况：out/monthly/{name}" in capsys.readouterr().out
    document = docx.Document(str(project / "out" / "monthly" / name))
    title = "活動2008年10月宣傳情況" if options else "活动2008年10月宣传情况"
    assert document.paragraphs[0].text == title
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert ("各支部開展培訓" if options else "各支部开展培训") in cells


def test_what_is_no_month_is_refused_with_the_months_that_there_are(project: Path) -> None:
    with pytest.raises(UserError, match=r"没有「2008-13」这个月的情况。有这几个月：.*2008-10"):
        monthly(project, "2008-13")
    with pytest.raises(UserError, match="--month 做一个月的宣传情况，要单独用"):
        monthly(project, "2008-10", all=True)
