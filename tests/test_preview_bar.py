"""The bar that only the editor sees: what it says, where it comes from, and that no build can hold it."""

from __future__ import annotations

import ast
import errno
import http.client
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, WHOLE
from lanmu.checks.engine.finding import Finding, Level
from lanmu.preview.bar import findings as findings_module
from lanmu.preview.bar.findings import CheckResults, Findings, ReportedFinding
from lanmu.preview.bar.sources import candidates, source_at
from lanmu.preview.bar.view import View, pieces
from support.other_checks import add_rule, defective, endless, killed, nothing, unsendable
from support.previewing import DRAFT, FAULT, Preview, draft, fetch, previewed

# One preview runs for all, in one process.
pytestmark = pytest.mark.xdist_group("preview")

PAGE = "/news/2008-10-19-caogaodemingziyoumeiyoukonggezhemechangkannenghuanhangma/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(tmp_path_factory.mktemp("preview"), add_rule) as running:
        yield running


def test_a_draft_shows_its_state_its_file_and_its_fault(preview: Preview) -> None:
    bar = preview.bar(PAGE, lambda html: "TXT001" in html)
    assert 'aria-label="编辑栏（只有预览时看得见）"' in bar
    assert '<span class="editbar__state editbar__state--draft">草稿</span>' in bar
    assert f'href="/_lanmu/open?path=docs/{DRAFT}&amp;line=1"' in bar
    assert f'data-copy="docs/{DRAFT}"' in bar
    assert "</span>错误 1 处，提醒 1 处</span>" in bar
    assert (
        f'href="/_lanmu/open?path=docs/{DRAFT}&amp;line=10&amp;column=3" title="用 VS Code 打开">第10行第3字</a>' in bar
    )
    assert "<code>TXT001</code> 汉字旁边用了半角标点" in bar
    assert "<b>改法</b>改成「，」。" in bar


def test_the_bar_follows_the_skip_link_and_the_page_is_whole(preview: Preview) -> None:
    with urllib.request.urlopen(preview.url + PAGE.lstrip("/"), timeout=20) as answer:
        body = answer.read()
        assert int(answer.headers["Content-Length"]) == len(body)
    page = body.decode("utf-8")
    assert re.search(
        r'<a class="skip"[^>]*>[^<]*</a><link rel="stylesheet" href="/_lanmu/bar.css">\n<aside class="editbar"', page
    )
    assert page.count('<aside class="editbar"') == 1
    assert page.index('<aside class="editbar"') < page.index("<header")
    assert page.rstrip().endswith("</html>")


def test_each_kind_of_page_says_what_it_is(preview: Preview) -> None:
    preview.bar(PAGE)
    assert ">示例</span>" in preview.page("news/samples/2008-10-22-shili/")
    landing, archive, missing = preview.page("plan/"), preview.page("news/2008/10/"), preview.page("nowhere/")
    assert "path=docs/plan/index.md&amp;line=1" in landing
    assert "editbar__state--" not in landing
    for page in (archive, missing):
        assert "/_lanmu/open" not in page
        assert "全部稿件：</span>错误" in page
        assert 'href="/_lanmu/"' in page
    # Traditional pages are made from the Simplified text.
    traditional = preview.page("zh-Hant/news/2008-10-19-caogaodemingziyoumeiyoukonggezhemechangkannenghuanhangma/")
    assert f"docs/{DRAFT}&amp;line=1" in traditional
    assert 'lang="zh-CN" aria-label="编辑栏（只有预览时看得见）"' in traditional


def test_what_is_no_page_goes_through_as_it_is(preview: Preview) -> None:
    # What is no page is there when the whole is built.
    preview.bar(PAGE)
    for address in ("feed.xml", "feed.json", "assets/lanmu/favicon.svg", "old/123/"):
        assert "editbar" not in preview.page(address), address
    for name, kind in (("bar.css", "text/css"), ("overview.css", "text/css"), ("bar.js", "text/javascript")):
        with urllib.request.urlopen(f"{preview.url}_lanmu/{name}", timeout=20) as answer:
            assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    for name, code in (("view.py", 404), ("bar.html", 404), ("../preview.py", 400)):
        assert fetch(f"{preview.url}_lanmu/{name}")[0] == code, name


def test_the_page_of_all_findings_lists_them_by_file(preview: Preview) -> None:
    html = preview.bar("/_lanmu/", lambda html: "TXT001" in html)
    served = preview.page("_lanmu/")
    files = re.findall(r'<h2 id="file-\d+"><a href="/_lanmu/open\?path=([^"]+)"', html)
    assert f"docs/{DRAFT}" in files
    assert files == sorted(set(files))
    assert f'<a href="{PAGE}" aria-label="看网页 docs/{DRAFT}">看网页</a>' in html
    assert served.startswith("<!DOCTYPE html>")
    with urllib.request.urlopen(f"{preview.url}_lanmu/", timeout=20) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")


def opened(preview: Preview, query: str) -> tuple[int, str]:
    """Status of what `/_lanmu/open` answers, and where that leads."""
    connection = http.client.HTTPConnection(preview.url.split("/")[2], timeout=20)
    connection.request("GET", f"/_lanmu/open?{query}")
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def test_a_file_is_opened_in_the_editor_by_way_of_the_preview(preview: Preview) -> None:
    file = (preview.project / "docs" / DRAFT).as_posix()
    assert opened(preview, f"path=docs/{DRAFT}&line=10&column=3") == (302, f"vscode://file{file}:10:3")
    assert opened(preview, f"path=docs/{DRAFT}&line=1%0d%0ax&column=-1") == (302, f"vscode://file{file}")
    for query in (
        "",
        "path=",
        "path=../x",
        "path=/etc/passwd",
        "path=%5C%5Chost%5Cx",
        "path=C:/x",
        "path=.venv/bin/python",
    ):
        assert opened(preview, query) == (404, ""), query


def test_no_page_says_where_the_project_lies(preview: Preview) -> None:
    """Pages are saved and sent on."""
    preview.bar(PAGE)
    news = f"_lanmu/findings.json?page={PAGE}"
    for address in (PAGE[1:], "", "_lanmu/", news, "nowhere/", "zh-Hant/", "search/", "feed.xml", "feed.json"):
        assert str(preview.project) not in preview.page(address), address


def test_what_went_wrong_is_reported_without_the_folder_of_the_project(minimal: Path) -> None:
    trouble = f"读不了 {minimal / 'docs' / 'a.md'}:3（没有权限）。"
    for html in (
        View(minimal).bar("/", CheckResults(trouble=trouble), trouble),
        View(minimal).overview(CheckResults(), trouble),
    ):
        assert str(minimal) not in html
        assert ">docs/a.md:3</a>（没有权限）" in html


def test_what_is_known_already_is_not_sent_again(preview: Preview) -> None:
    preview.bar(PAGE)
    news = preview.news(PAGE)
    again = preview.page(f"_lanmu/findings.json?page={PAGE}&revision={news['revision']}")
    assert "html" not in again


def test_a_broken_build_says_so_in_the_bar_until_it_is_mended(preview: Preview) -> None:
    preview.bar(PAGE)
    preview.write(DRAFT, draft(FAULT).replace("title:", "titel:"))
    bar = preview.bar(PAGE, lambda html: "网站没能重新生成" in html)
    assert f'<a href="/_lanmu/open?path=docs/{DRAFT}&amp;line=2' in bar
    assert "是不是想写 title？" in bar
    assert "稿件信息有误" in bar
    page = preview.page(PAGE.lstrip("/"))
    assert "测试用的草稿" in page, "上一次的样子还在"
    assert "网站没能重新生成" in page
    assert "网站没能重新生成" in preview.page("_lanmu/")
    preview.write(DRAFT, draft(FAULT))
    preview.bar(PAGE, lambda html: "网站没能重新生成" not in html)


def test_a_defect_of_the_program_does_not_end_the_preview(preview: Preview) -> None:
    template = preview.project / "overrides" / "partials" / "lanmu" / "footer.html"
    good = template.read_text(encoding="utf-8")
    template.write_text(good + "{{ 1 // 0 }}", encoding="utf-8")
    assert "程序自身出错了" in preview.bar(PAGE, lambda html: "网站没能重新生成" in html)
    assert "ZeroDivisionError" in preview.running.wait_for("Traceback")
    template.write_text(good, encoding="utf-8")
    preview.bar(PAGE, lambda html: "网站没能重新生成" not in html)


def test_settings_that_the_checks_refuse_are_reported_in_their_words(preview: Preview) -> None:
    file = preview.project / "lanmu.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good + '\n[checks.levels]\nTXT999 = "off"\n', encoding="utf-8")
    bar = preview.bar(PAGE, lambda html: "检查没有结果" in html)
    assert "没有规则「TXT999」" in bar
    assert "列出的是上一次查到的" in bar
    assert "TXT001" in bar
    file.write_text(good, encoding="utf-8")
    preview.bar(PAGE, lambda html: "检查没有结果" not in html)


def test_pages_do_not_wait_for_the_checks_and_a_crash_is_a_sentence(preview: Preview) -> None:
    """The checks here wait for a file, then fail as a program does that has a defect."""
    preview.bar(PAGE, lambda html: "TXT001" in html)
    hold = preview.project / "hold"
    hold.touch()
    preview.write(DRAFT, draft(FAULT, title="改了标题"))
    end = time.monotonic() + 30
    while not (preview.project / "held").exists() or "改了标题" not in preview.page(PAGE.lstrip("/")):
        assert time.monotonic() < end
        time.sleep(0.05)
    page = preview.page(PAGE.lstrip("/"))
    assert "正在检查…" in page
    assert "TXT001" in page, "上一次查到的还在"
    hold.unlink()
    bar = preview.bar(PAGE, lambda html: "正在检查…" not in html)
    assert "检查程序自身出错了" in bar
    assert "RuntimeError: broken" in preview.running.wait_for("RuntimeError")
    assert preview.running.process.poll() is None
    assert "改了标题" in preview.page(PAGE.lstrip("/"))
    preview.write(DRAFT, draft(FAULT))
    preview.bar(PAGE, lambda html: "检查程序自身出错了" not in html)


def wait(findings: Findings) -> CheckResults:
    """What is known once the check has ended."""
    end = time.monotonic() + 20
    while findings.results.running:
        assert time.monotonic() < end
        time.sleep(0.02)
    return findings.results


def test_a_newer_check_ends_the_one_under_way(tmp_path: Path) -> None:
    findings = Findings(tmp_path, endless)
    findings.renew()
    first = findings.worker.process
    assert findings.results.running
    findings.check = nothing
    findings.renew()
    results = wait(findings)
    assert not first.is_alive()
    assert (results.complete, results.trouble) == (True, "")
    findings.close()


def test_the_next_check_is_made_by_the_same_process_even_when_that_was_killed(tmp_path: Path) -> None:
    findings = Findings(tmp_path, nothing)
    findings.renew()
    wait(findings)
    first = findings.worker.process
    findings.renew()
    assert wait(findings).trouble == ""
    assert findings.worker.process is first
    first.kill()
    first.join()
    findings.renew()
    assert wait(findings).trouble == ""
    last = findings.worker.process
    findings.close()
    assert not last.is_alive()


def test_a_check_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = Findings(tmp_path, endless)
    monkeypatch.setattr(findings_module, "LIMIT", 0.3)
    findings.renew()
    process = findings.worker.process
    assert "还没有做完" in wait(findings).trouble
    assert not process.is_alive()


@pytest.mark.parametrize("check", [defective, killed, unsendable])
def test_a_check_that_fails_is_a_sentence(tmp_path: Path, check: Callable[[Path], Any]) -> None:
    findings = Findings(tmp_path, check)
    findings.renew()
    assert "检查程序自身出错了" in wait(findings).trouble
    findings.check = nothing
    findings.renew()
    wait(findings)
    findings.close()


def test_no_process_to_check_with_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_method: str) -> Any:
        raise OSError(errno.EMFILE, "Too many open files")

    findings = Findings(tmp_path, nothing)
    with monkeypatch.context() as patch:
        patch.setattr("lanmu.preview.worker.get_context", refused)
        findings.renew()
    assert "检查启动不了（打开的文件太多）" in findings.results.trouble
    assert not findings.results.running
    findings.renew()
    assert wait(findings).trouble == ""
    findings.close()


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("/", ["index.md"]),
        ("/plan/points/", ["plan/points.md", "plan/points/index.md"]),
        ("/plan/points/index.html", ["plan/points.md", "plan/points/index.md"]),
        ("/en/plan/points/", ["plan/points.en.md", "plan/points/index.en.md"]),
        ("/en/", ["index.en.md"]),
        ("/zh-Hant/plan/", ["plan.zh-Hant.md", "plan.md", "plan/index.zh-Hant.md", "plan/index.md"]),
    ],
)
def test_the_file_behind_an_address(address: str, files: list[str]) -> None:
    assert list(candidates(address)) == files


def test_a_translation_has_its_own_file_and_its_sources_state(minimal: Path) -> None:
    docs = minimal / "docs"
    (docs / "plan" / "points.en.md").write_text(
        "---\ntitle: Points\nsummary: Points.\n---\n\nText.\n", encoding="utf-8"
    )
    source = source_at(docs, "/en/plan/points/")
    assert source is not None
    assert source.path == "plan/points.en.md"
    assert source.item is not None
    assert source.item.path == "plan/points.md"
    assert source_at(docs, "/plan/nothing/") is None


def test_no_address_leads_out_of_docs(minimal: Path) -> None:
    secret = minimal / "secret.md"
    secret.write_text("---\ntitle: x\n---\n", encoding="utf-8")
    for address in ("/../secret/", "/plan/../../secret/", f"/{secret.with_suffix('')}", "/en/../../secret", "/plan\0/"):
        assert source_at(minimal / "docs", address) is None


def test_an_article_without_a_page_yet_has_its_bar_all_the_same(minimal: Path) -> None:
    """While the build is broken, a new article's address is missing; its faults are what the editor looks for."""
    new = minimal / "docs" / "plan" / "new.md"
    new.write_text("---\ntitel: x\n---\n", encoding="utf-8")
    assert "稿件信息有误" in View(minimal).bar("/plan/new/", CheckResults(), "")


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("draft: true", 'editbar__state--draft">草稿<'),
        ("scope: internal", 'editbar__state--internal">内部<'),
        ("publish_at: 2999-01-02 08:30", 'editbar__state--scheduled">定时发布（2999-01-02 08:30）<'),
        ("verbatim: false", 'editbar__state--ready">已可发布<'),
        ("nonsense: true", 'editbar__state--wrong">稿件信息有误<'),
    ],
)
def test_the_state_of_an_article_is_reported_with_the_next_step(minimal: Path, field: str, shown: str) -> None:
    points = minimal / "docs" / "plan" / "points.md"
    text = points.read_text(encoding="utf-8")
    replaced = "date: 2008-10-10 09:00"
    assert replaced in text
    points.write_text(
        text.replace(replaced, field if "publish_at" in field else f"{replaced}\n{field}"), encoding="utf-8"
    )
    bar = View(minimal).bar("/plan/points/", CheckResults(), "")
    assert shown in bar
    assert ('<p class="editbar__step">' in bar) == ("wrong" not in shown)


def test_an_article_in_review_shows_which_review_it_waits_for(minimal: Path) -> None:
    bar = View(minimal).bar("/news/2008-10-20-peixun/", CheckResults(), "")
    assert 'editbar__state--waiting">待初审<' in bar
    assert "review.py docs/news/2008-10-20-peixun.md --stage first" in bar


@pytest.mark.parametrize(
    ("path", "code", "level", "shown"),
    [
        ("docs/plan/points.md", "PRI001", Level.ERROR, "检查没有通过"),
        ("docs/plan/points.md", "FM026", Level.WARNING, "检查没有通过"),
        ("docs/plan/points.en.md", "LNK001", Level.ERROR, "检查没有通过"),
        ("docs/plan/points.md", "PRI007", Level.WARNING, "已可发布"),
        ("docs/plan/points.md", "TXT001", Level.ERROR, "已可发布"),
        ("docs/plan/index.md", "PRI001", Level.ERROR, "已可发布"),
    ],
)
def test_what_the_checks_refuse_is_not_called_ready(
    minimal: Path, path: str, code: str, level: Level, shown: str
) -> None:
    reported = ReportedFinding(Finding(path, 3, 1, "有误。", "改正。", code, level), "规则", fixable=False)
    bar = View(minimal).bar("/plan/points/", CheckResults(findings=(reported,), complete=True), "")
    assert f">{shown}<" in bar
    assert ("有 1 处错误，改好了才登。" in bar) == (shown == "检查没有通过")


def test_settings_that_cannot_be_read_leave_the_bar_without_a_state(minimal: Path) -> None:
    (minimal / "lanmu.toml").write_text("[site\n", encoding="utf-8")
    bar = View(minimal).bar("/plan/points/", CheckResults(), "lanmu.toml:1 写法有误")
    assert "editbar__state" not in bar
    assert '?path=lanmu.toml&amp;line=1"' in bar


def noted(path: str, message: str = "有误。") -> ReportedFinding:
    """A finding in a file."""
    return ReportedFinding(Finding(path, 0, 0, message, "改正。", "IMG003", Level.ERROR), "图片文件太大", False)


def test_faults_of_pictures_are_shown_with_the_article_that_uses_them() -> None:
    view = View(WHOLE)
    path = next((WHOLE / "docs" / "bulletins" / "samples").glob("*.png"))
    page = f"/bulletins/samples/{path.stem}/"
    own = path.relative_to(WHOLE).as_posix()
    other = own.replace(path.stem, f"{path.stem}-x")
    assert f"samples/{path.name} 整个文件" in view.bar(page, CheckResults(findings=(noted(own),), complete=True), "")
    assert "IMG003" not in view.bar(
        page, CheckResults(findings=(noted(other), noted("docs/columns.yml")), complete=True), ""
    )


def test_nothing_from_a_manuscript_becomes_markup() -> None:
    bad = "<img src=x onerror=alert(1)>"
    results = CheckResults(findings=(noted("docs/plan/index.md", bad),), complete=True, trouble=bad)
    view = View(WHOLE)
    for html in (view.bar("/plan/", results, bad), view.overview(results, bad), view.bar(f"/{bad}/", results, bad)):
        assert bad not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_nothing_in_the_bar_breaks_a_strict_policy() -> None:
    results = CheckResults(findings=(noted("docs/plan/index.md"),), complete=True)
    for html in (View(WHOLE).bar("/plan/", results, "docs/a.md:3 有误"), View(WHOLE).overview(results, "有误")):
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
        assert re.findall(r"<script[^>]*>[^<]*", html) == ['<script src="/_lanmu/bar.js">']


def test_places_in_the_words_of_a_build_are_found() -> None:
    text = "网页有 2 处：\n  docs/a/b.md:7:3 链接。改法：见 docs/a。\n模板有误，overrides/main.html:4：x"
    places = [(piece.path, piece.line, piece.column) for piece in pieces(text) if piece.path]
    assert places == [("docs/a/b.md", 7, 3), ("docs/a。", 0, 0), ("overrides/main.html", 4, 0)]
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize("site", ["real_site", "production_site"])
def test_no_build_holds_any_of_it(site: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(site)
    signs = (b"editbar", b"_lanmu/", b"vscode:", "编辑栏".encode())
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 100
    assert [file for file in files if any(sign in file.read_bytes() for sign in signs)] == []
    assert not list(folder.rglob("*preview_bar*"))


def test_only_the_preview_knows_of_the_bar() -> None:
    """So that no step of a build can put it into a site."""
    users = set()
    for file in (ROOT / "scripts").rglob("*.py"):
        names = {
            name
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        }
        if any(name.startswith("lanmu.preview.bar") for name in names):
            users.add(file.relative_to(ROOT / "scripts").parts[:2])
    assert users == {("lanmu", "desk"), ("lanmu", "preview")}
    assert not [f for f in (ROOT / "overrides").rglob("*.*") if "editbar" in f.read_text(encoding="utf-8")]
