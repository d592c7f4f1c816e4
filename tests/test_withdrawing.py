"""A withdrawn article leaves everything but its address; a document that no longer holds says so wherever it stands; an
address that was out once is not lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lanmu.build.site import build
from lanmu.channels.common.press import Press
from lanmu.channels.printing import article_at
from lanmu.content import newspaper_issue
from lanmu.content import settings as config
from lanmu.content.loading import load, read_docs
from lanmu.content.publication import Readiness, publication_states
from lanmu.content.published import FILE, in_file, lost
from lanmu.content.review import Standing, stages
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.withdrawing import put_back, withdraw
from support.builders import HOST, NEWS, NOTICE, article, data_file, edited, site, text_of
from support.reviewing import give_all, review, translate

Write = Callable[[str, str], Path]
TITLE = "各支部开展培训"
SUCCESSOR = "plan/points.md"
FOLLOWING = "news/2008-10-25-jiezhe.md"
HEAD = """---
title: 接着学习笔记
date: 2008-10-25 09:30
genre: 动态
unit: 办公室
summary: 办公室整理学习笔记的摘要。
---
"""


def publish(project: Path) -> list[str]:
    summary = build(project, project / "site", production=True, site_url=HOST)
    return list(summary.details())


def holding(project: Path, words: str) -> set[str]:
    """The files of the built site that hold some words."""
    files = (path for path in (project / "site").rglob("*") if path.is_file())
    return {p.relative_to(project / "site").as_posix() for p in files if words.encode() in p.read_bytes()}


def test_the_file_and_its_reviews_stay_as_they_were(minimal: Path) -> None:
    file = minimal / "docs" / NEWS
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    review(minimal, NEWS)
    before = file.read_bytes()
    done = withdraw(minimal / "docs", NEWS, "数字有误")
    assert b"withdrawn: {date: " in file.read_bytes()
    assert file.read_bytes().endswith(before.split(b"\n---\r\n")[1])
    reading = read_docs(minimal / "docs")
    assert reading.site
    assert reading.problems == ()
    (gone,) = reading.site.withdrawn
    assert gone.path == NEWS not in reading.site.by_path
    assert all(stage.standing is Standing.VALID for stage in stages(gone, minimal / "docs"))
    state = publication_states(reading.site, ("dated",))[NEWS]
    assert (state.readiness, state.publishable) == (Readiness.WITHDRAWN, False)
    assert "请另行收回" in done.steps[-1]
    with pytest.raises(UserError, match=r"已经在 .* 撤回了"):
        withdraw(minimal / "docs", NEWS, "数字有误")
    put_back(minimal / "docs", f"docs/{NEWS}")
    assert file.read_bytes() == before
    with pytest.raises(UserError, match="没有撤回"):
        put_back(minimal / "docs", NEWS)


@pytest.mark.parametrize(
    ("file", "reason", "sentence"),
    [(NEWS, " ", "请写明为什么撤回"), ("plan/index.md", "有误", "不是稿件"), ("news/x.md", "有误", "没有文件")],
)
def test_what_cannot_be_withdrawn_is_refused(minimal: Path, file: str, reason: str, sentence: str) -> None:
    with pytest.raises((UserError, ContentError), match=sentence):
        withdraw(minimal / "docs", file, reason)


def test_print_refuses_it_with_a_sentence_and_the_checks_do_not_stop_the_site(minimal: Path, write: Write) -> None:
    write("worker/2008-11.yml", f"masthead: 报\nsection: 版\ndate: 2008-11-20\npieces:\n  - article: {NEWS}\n")
    data_file(minimal, "reports.yml", f"reports:\n  - {{article: {NEWS}, sent: 2008-10-21, to: 某刊}}\n")
    assert len(load(minimal / "docs").reports) == 1
    steps = "\n".join(withdraw(minimal / "docs", NEWS, "有误").steps)
    assert "docs/worker/2008-11.yml" in steps
    assert "台账里的记录留着" in steps
    withdrawn = load(minimal / "docs")
    assert withdrawn.reports == ()
    with pytest.raises(UserError, match="撤回，不能印"):
        article_at(withdrawn, minimal, f"docs/{NEWS}")
    with pytest.raises(ContentError, match=rf"《{TITLE}》已于 .* 撤回，不能印"):
        newspaper_issue.load_issue(withdrawn, withdrawn.campaign.fronts_of("newspaper")[0], "2008-11")
    assert newspaper_issue.faults(withdrawn) == []


def test_nothing_of_it_is_left_but_its_address_until_it_is_put_back(minimal: Path, write: Write) -> None:
    docs = minimal / "docs"
    for name in ("campaign", "columns"):
        write(f"{name}.en.yml", (docs / f"{name}.yml").read_text("utf-8"))
    for name in ("index", "plan/index"):
        write(f"{name}.en.md", "---\ntitle: A page\nsummary: What it is about.\n---\n\nA page.\n")
    write(FOLLOWING, f"{HEAD}\n见[那一次]({Path(NEWS).name})。\n")
    status = f"\nstatus: superseded\nsuperseded_by: {SUCCESSOR}\n---\n"
    write(NOTICE, text_of(NOTICE).replace("\n---\n", status, 1))
    translate(minimal, NEWS.replace(".md", ".en.md"), "title: A course for all\nsummary: A course.\n", "Words.")
    for path in (NEWS, NOTICE, FOLLOWING):
        review(minimal, path)
    reading = read_docs(docs)
    assert reading.site
    for text in reading.translations:
        give_all(reading.site, text)
    assert any("第一次登出的网址" in line for line in publish(minimal))
    address = NEWS.replace(".md", "")
    own = {f"{folder}{address}/index.html" for folder in ("", "zh-Hant/", "en/")}
    assert own <= holding(minimal, "")
    assert f'href="../{Path(address).name}/"' in (minimal / "site/news/2008-10-25-jiezhe/index.html").read_text("utf-8")
    noted = (docs / FILE).read_text("utf-8")
    assert f"\n  - {address}/\n" in noted
    superseded = (minimal / "site" / NOTICE.replace(".md", "") / "index.html").read_text("utf-8")
    assert 'class="status"' in superseded
    assert f'href="../../{SUCCESSOR.replace(".md", "/")}"' in superseded
    assert "【已被取代】" in (minimal / "site" / "feed.xml").read_text("utf-8")
    assert 'mark--status">已被取代' in (minimal / "site" / "notices" / "index.html").read_text("utf-8")
    assert (
        holding(minimal, '"superseded"')
        >= {p for p in holding(minimal, '"superseded"') if p.startswith("search/")}
        != set()
    )

    withdraw(docs, NEWS, "内部原因")
    lines = publish(minimal)
    assert "· 已撤回 1 篇（原来的网址上写着已撤回）" in lines
    assert not any("网址" in line and "打不开" in line for line in lines)
    for words in (TITLE, "內部原因", "内部原因", "A course for all", "各支部組織培訓", "各支部组织培训的摘要"):
        assert holding(minimal, words) == set(), words
    assert holding(minimal, f"{address}/</loc>") == set()
    for path, said in ((f"{address}/index.html", "此文已撤回"), (f"en/{address}/index.html", "has been withdrawn")):
        page = (minimal / "site" / path).read_text("utf-8")
        assert said in page
        assert '<meta name="robots" content="noindex">' in page
    assert "此文已撤回" in (minimal / "site" / "old" / "123" / "index.html").read_text("utf-8")
    assert "见那一次。" in (minimal / "site/news/2008-10-25-jiezhe/index.html").read_text("utf-8")
    assert (docs / FILE).read_text("utf-8") == noted

    put_back(docs, NEWS)
    publish(minimal)
    assert own <= holding(minimal, "") - holding(minimal, "此文已撤回")


def test_an_address_is_lost_when_its_file_goes_but_not_while_it_waits() -> None:
    moved = article("a", redirect_from=("news/old/",))
    once = ("news/a/", "news/draft/", "news/gone/", "news/old/")
    site_now = site([moved, article("draft", draft=True)], once_published=once)
    assert lost(site_now) == ("news/draft/", "news/gone/")
    assert in_file(["b/", "a/", "b/"]).endswith("addresses:\n  - a/\n  - b/\n")


def test_print_says_what_no_longer_holds(tmp_path: Path) -> None:
    old = article("a", place="plan", status="repealed")
    settings = config.load(Path(__file__).parent / "sites" / "checked" / "lanmu.toml")
    assert Press(site([old]), settings, tmp_path).stamp(old) == "《题a》已废止"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("status: superseded", "没有写被哪一篇取代"),
        ("superseded_by: plan/points.md", "status 却是"),
        ("status: superseded\nsuperseded_by: plan/nothing.md", "不存在"),
        (f"status: superseded\nsuperseded_by: {NEWS}", "不能是它自己"),
        ("status: gone", "不能是「gone」"),
    ],
)
def test_a_status_needs_what_it_names(minimal: Path, write: Write, fields: str, sentence: str) -> None:
    write(NEWS, edited(NEWS, "\n---\n", f"\n{fields}\n---\n"))
    with pytest.raises(ContentError, match=sentence):
        load(minimal / "docs")
