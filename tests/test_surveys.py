"""征求意见 and 评议: a page and forms from one file, two hundred forms back in every way, and what is wrong with some."""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from conftest import SITES, copy_project
from docx import Document
from lanmu.build.site import build
from lanmu.content.loading import load, read_docs
from lanmu.diagnostics.errors import ContentError, Exit, UserError
from lanmu.surveys import result
from lanmu.surveys.command import count_returns, make
from lanmu.surveys.counting import Count, count, rates, shares, votes
from lanmu.surveys.form import Form, read_form
from lanmu.surveys.returned import Answer, Medium
from lanmu.untrusted.metadata.svg import svg
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from support.axe import load_axe, violations
from support.filled_forms import as_csv, as_xlsx, mail, mail_text, nested_mail, part, repacked, rows, saved, word
from support.printing import _fonts_are_there, tags
from support.serving import Compressed, served

__all__ = ["_fonts_are_there"]
URL = "https://www.example.org/zhuanti/"
SURVEY = """title: 领导班子分析检查报告群众评议
collector: 某某市总工会学习实践活动办公室
address: 市总工会三楼意见箱
email: xuexi@example.org
start: 2008-12-01
deadline: 2008-12-10
introduction: |
  报告已经写成初稿，请大家评一评。
  评议的结果在本站公开。

  大约要五分钟。
questions:
  - {id: report, kind: scale, title: 对报告总的看法}
  - {id: cause, kind: one, title: 原因分析得怎样, options: [找准了, 大体找准了, 没有找准, 说不清]}
  - {id: topics, kind: several, title: 先解决哪些事, options: [工资, 合同, 安全, 帮扶, 文体]}
  - {id: advice, kind: text, title: 还有什么意见}
"""
FILE = "docs/notices/pingyi.survey.yml"
ARTICLE = "notices/2008-12-01-pingyi.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with a survey, and all that is made from it."""
    root = copy_project(tmp_path_factory.mktemp("surveys") / "project", SITES / "minimal")
    (root / FILE).write_text(SURVEY, encoding="utf-8")
    assert new(root) == Exit.OK
    return root


def new(root: Path) -> int:
    return make(root, argparse.Namespace(file=str(root / FILE), site_url=URL))


def counting(root: Path, folder: Path, *, dry_run: bool = False) -> int:
    return count_returns(root, argparse.Namespace(form=str(root / FILE), folder=str(folder), dry_run=dry_run))


@pytest.fixture(scope="module")
def form(project: Path) -> Form:
    return read_form(project, project / FILE)[1]


@pytest.fixture(scope="module")
def blank(project: Path) -> bytes:
    return (project / "docs" / "notices" / "pingyi.docx").read_bytes()


def letters(number: int) -> str:
    """A receipt."""
    return "".join("abcdefghijklmnop"[(number >> shift) % 16] for shift in range(0, 40, 4))


def random_answers(random_: random.Random) -> dict[str, Answer]:
    """What somebody answers; the first question always."""
    answers: dict[str, Answer] = {"report": (random_.choice([1, 1, 1, 2, 2, 3]),)}
    if random_.random() < 0.9:
        answers["cause"] = (random_.randint(1, 4),)
    if random_.random() < 0.8:
        answers["topics"] = tuple(sorted(random_.sample(range(1, 6), random_.randint(1, 3))))
    if random_.random() < 0.3:
        answers["advice"] = f"第{random_.randint(1, 99)}条意见。\n#请早一点<b>办</b> | 好"
    return answers


def places(counted: Count) -> dict[str, str]:
    return {fault.place: f"{fault.reason}{fault.remedy}" for fault in counted.faults}


def test_two_hundred_forms_come_back(project: Path, form: Form, blank: bytes, tmp_path: Path) -> None:
    """In every way of return; 15 are wrong, each in its own way. The counts are exact and each fault is reported."""
    chance = random.Random(2008)
    good = [random_answers(chance) for _ in range(185)]
    words, files, mails, papers = good[:60], good[60:110], good[110:150], good[150:]
    put = {f"w{n:03}.docx": word(blank, a, author=f"人{n}") for n, a in enumerate(words)}
    put |= {f"j{n:03}.json": saved(form, a, letters(n)) for n, a in enumerate(files)}
    for n, a in enumerate(mails):
        text, receipt = mail_text(form, a, letters(1000 + n)), letters(1000 + n)
        quoted = "\n".join(f"> {line}" for line in text.splitlines())
        put[f"m{n:03}.eml"] = (
            mail(text),
            mail(f"转发：\n{quoted}\n--\n张三"),
            mail(text.replace("<", "&lt;").replace("#", "#&nbsp;", 1), html=True),
            mail("见附件", ("答卷.json", saved(form, a, receipt))),
            mail("见附件", ("表.docx", word(blank, a, author=f"信{n}"))),
        )[n % 5]
    put["papers.xlsx"] = as_xlsx(rows(form, papers[:20], 1))
    broken_row = rows(form, [{"report": (1,)}], 900)[1]
    put["papers.csv"] = as_csv([*rows(form, papers[20:], 501), [*broken_row[:2], "满意吧", "", "", ""]])
    answers = {"report": (1,)}
    late = "Thu, 11 Dec 2008 00:10:00 +0800"
    faulty = {
        "x-cut.docx": (put["w000.docx"][:-300], "已损坏"),
        "x-copy.docx": (put["w001.docx"], "和 w001.docx 是同一份"),
        "x-two.docx": (word(blank, {"report": (1, 2)}), "只能选一项，选了满意、基本满意"),
        "x-late.docx": (word(blank, answers, "2008-12-10T17:00:00Z"), "过了期限：是 2008年12月11日"),
        "x-old.docx": (word(blank, {}), "一道题也没有答"),
        "x-other.docx": (renumbered(blank, form, f"{form.slug}-aaaaaaaa"), "问题改动以前的问卷"),
        "x-plain.docx": (without_controls(blank), "认不出是问卷"),
        "x-again.json": (saved(form, {"report": (2,)}, letters(3)), "和 j003.json 是编号（回执号）一样的"),
        "x-half.json": (saved(form, answers, letters(7000))[:60], "已损坏"),
        "x-beyond.json": (saved(form, {"report": (4,)}, letters(7001)), "没有第 4 项"),
        "x-late.json": (saved(form, answers, letters(7002), "2008-12-10T16:00:00.000Z"), "过了期限"),
        "x-late.eml": (mail(mail_text(form, answers, letters(7003)), date=late), "过了期限"),
        "x-chat.eml": (mail("请问什么时候截止？"), "没有答卷"),
        "x-cut.eml": (mail(mail_text(form, answers, letters(7004)).removesuffix("#end")), "没有写完"),
    }
    faulty["papers.csv 第 17 行"] = (b"", "「满意吧」不是选项的序号")
    folder = tmp_path / "returned"
    folder.mkdir()
    for name, data in (put | {name: data for name, (data, _) in faulty.items() if data}).items():
        (folder / name).write_bytes(data)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    counted = count(form, folder)
    assert counted.came == 200
    assert dict(counted.by_way()) == {Medium.FILE: 50, Medium.MAIL: 40, Medium.WORD: 60, Medium.PAPER: 35}
    faults_by_place = places(counted)
    assert faults_by_place.keys() == faulty.keys()
    for place, (_, words_of_fault) in faulty.items():
        assert words_of_fault in faults_by_place[place], faults_by_place[place]
    for question in form.survey.questions[:3]:
        given = [a[question.id] for a in good if question.id in a]
        expected = Counter(number for answer in given for number in answer)
        assert votes(question, counted.answers_to(question)) == [expected[n + 1] for n in range(len(question.choices))]
        assert len(counted.answers_to(question)) == len(given)
    advice = sorted(str(a["advice"]).replace("\n", "") for a in good if "advice" in a)
    texts = sorted(result.in_one_line(str(a)) for a in counted.answers_to(form.questions["advice"]))
    # The page writes a # that begins a line of an answer in full width, so that it does not begin another answer.
    assert [text.replace("＃", "#") for text in texts] == advice
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert count(form, folder) == counted


def renumbered(blank: bytes, form: Form, number: str) -> bytes:
    """A form of another number."""
    text = part(blank, "word/document.xml").replace(form.number.encode(), number.encode())
    return repacked(blank, {"word/document.xml": text})


def without_controls(blank: bytes) -> bytes:
    """A form that some other program has saved without its content controls."""
    text = re.sub(rb"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt(Content)?\b[^>]*>", b"", part(blank, "word/document.xml"))
    return repacked(blank, {"word/document.xml": text})


def test_the_page_and_the_forms_ask_the_same(project: Path, form: Form, blank: bytes) -> None:
    docs = project / "docs"
    article = load(docs).by_path[ARTICLE]
    pdf = (docs / "notices" / "pingyi.pdf").read_bytes()
    texts = {
        "page": article.body,
        "paper": "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages),
        "word": "\n".join(paragraph.text for paragraph in Document(io.BytesIO(blank)).paragraphs),
    }
    asked = [question.title for question in form.survey.questions]
    asked += [choice for question in form.survey.questions for choice in question.choices]
    for name, text in texts.items():
        assert [words for words in asked if words not in "".join(text.split())] == [], name
    assert "请大家评一评。评议的结果在本站公开。\n\n大约" in article.body
    (code,) = zxingcpp.read_barcodes(PdfDocument(pdf)[0].render(scale=3).to_pil())
    assert code.text == f"{URL}notices/2008-12-01-pingyi/"
    assert [kind for kind, _ in tags(pdf)].count("H2") == 4
    assert form.number in part(blank, "word/document.xml").decode()
    assert "report 1=满意 2=基本满意" in (project / "out" / "surveys" / "pingyi.csv").read_text(encoding="utf-8-sig")


def test_the_same_survey_gives_the_same_files_and_nothing_is_overwritten(project: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="已经有了，没有覆盖"):
        new(project)
    other = copy_project(tmp_path / "other", SITES / "minimal")
    (other / FILE).write_text(SURVEY, encoding="utf-8")
    new(other)
    for name in ("docs/" + ARTICLE, "docs/notices/pingyi.pdf", "docs/notices/pingyi.docx", "out/surveys/pingyi.csv"):
        assert (other / name).read_bytes() == (project / name).read_bytes(), name


@pytest.mark.parametrize(
    ("old", "new_text", "line", "message"),
    [
        ("kind: one", "kind: many", 14, "从这些里选"),
        ("id: cause", "id: report", 1, "有两道题目的 id 都是「report」"),
        (", options: [找准了, 大体找准了, 没有找准, 说不清]", "", 14, "选项不到两个"),
        ("deadline: 2008-12-10", "deadline: 2008-11-10", 1, "早于开始日"),
        ("id: advice", "id: end", 16, "程序自己要用"),
        ("email: xuexi@example.org", "email: 见公告", 4, "写法不对"),
    ],
)
def test_a_slip_in_the_survey_is_reported_with_its_line(
    minimal: Path, old: str, new_text: str, line: int, message: str
) -> None:
    assert old in SURVEY
    (minimal / FILE).write_text(SURVEY.replace(old, new_text, 1), encoding="utf-8")
    problems = read_docs(minimal / "docs").problems
    assert [(problem.path, problem.line) for problem in problems] == [(FILE, line)]
    assert message in str(problems[0])
    with pytest.raises(ContentError, match=message):
        new(minimal)
    assert not list((minimal / "docs" / "notices").glob("*pingyi.*[!l]"))


def test_the_result_is_a_draft_with_counts_charts_and_answers_without_names(
    project: Path, form: Form, blank: bytes, tmp_path: Path, moment: None, capsys: pytest.CaptureFixture[str]
) -> None:
    root, folder = shutil.copytree(project, tmp_path / "project"), tmp_path / "returned"
    folder.mkdir()
    texts = ["[看](http://evil.example/)<b>粗</b>\n很好", "电话 13800138000", "# 题"]
    for number in range(7):
        answers: dict[str, Answer] = {"report": (1 + number % 3,), "topics": (1, 2)}
        answers |= {"advice": texts[number]} if number < 3 else {}
        (folder / f"{number}.docx").write_bytes(word(blank, answers, author=f"王五{number}"))
    assert counting(root, folder, dry_run=True) == Exit.OK
    assert not (root / "docs" / "notices" / "2008-10-15-pingyi-jieguo.md").exists()
    (folder / "bad.json").write_bytes(b"{")
    assert counting(root, folder) == Exit.FINDINGS
    assert "bad.json" in capsys.readouterr().err
    article = load(root / "docs").by_path["notices/2008-10-15-pingyi-jieguo.md"]
    assert (article.genre.name, article.meta.draft, article.title) == (  # type: ignore[union-attr]
        "评议结果",
        True,
        "领导班子分析检查报告群众评议结果",
    )
    assert "收回有效问卷7份（Word 表7份）。另有1份没有计入" in article.body
    assert re.findall(r"^\| (\S\. \S+) \| (\d+) \| (\S+) \|$", article.body, re.M)[:3] == [
        ("A. 满意", "3", "42.8%"),
        ("B. 基本满意", "2", "28.6%"),
        ("C. 不满意", "2", "28.6%"),
    ]
    assert "王五" not in article.body
    assert "<b>" not in article.body
    assert r"\[看\]" in article.body
    for name in ("report", "cause", "topics"):
        drawn = (root / "docs" / "notices" / f"pingyi-jieguo-{name}.svg").read_bytes()
        assert svg(drawn).count(b"<rect") == drawn.count(b"<rect") > 1
        # On Traditional pages too: no word that they would write otherwise.
        assert set(re.findall("[一-鿿]", drawn.decode())) == {"人"}
        assert f"pingyi-jieguo-{name}.svg" in article.body
    with pytest.raises(UserError, match="已经有了，没有覆盖"):
        counting(root, folder)
    with pytest.raises(UserError, match="移到项目外面"):
        counting(root, root / "docs")


@pytest.mark.parametrize("counts", [[1, 1, 1], [3, 2, 2], [1] * 7, [999, 1, 0], [0, 5], [185, 3, 12, 7]])
def test_percentages_add_up(counts: list[int]) -> None:
    parts = [float(part.removesuffix("%")) for part in shares(counts)]
    assert round(sum(parts), 1) == 100.0
    assert all(abs(part - 100 * number / sum(counts)) < 0.1 for part, number in zip(parts, counts, strict=True))
    assert shares([0, 0]) == ["0.0%", "0.0%"]
    assert rates([1, 2, 3], 3) == ["33.3%", "66.7%", "100.0%"]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return target.getvalue()


def hostile(blank: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Files that are made to harm, and what is said of them."""
    entities = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><w:document>&c;</w:document>'
    yield "bomb.docx", bomb(), "压缩炸弹"
    yield "entities.docx", repacked(blank, {"word/document.xml": entities}), "XML 实体"
    yield "deep.json", b'{"survey": ' + b"[" * 200_000, "套了太多层"
    yield "digits.json", b'{"survey": ' + b"9" * 100_000 + b"}", "已损坏"
    yield "large.json", b'{"survey": "' + b"x" * 2_000_000 + b'"}', "没有这么大"
    yield "other.json", b'{"survey": "x", "receipt": "1", "saved": "", "answers": {}, "__class__": 1}', "不是本站的网页"
    yield "nested.eml", nested_mail(2_000), "读不出来"
    yield "many.eml", mail("x", *[("a.bin", b"\0")] * 150), "没有读"
    yield "undated.eml", mail("#survey x", date=""), "没有写明发送的时间"
    yield "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "加了密码"
    yield "program.exe", b"MZ\0\0", "不是能数的文件"
    yield "wrong.docx", b"%PDF-1.7 ", "已损坏"
    yield "cut.xlsx", as_xlsx([["a"]])[:-200], "已损坏"
    yield "foreign.xlsx", as_xlsx([["姓名", "电话"], ["张三", "1"]]), "不是这份问卷的登记表"


def test_hostile_files_are_refused_with_a_sentence(form: Form, blank: bytes, tmp_path: Path) -> None:
    expected = {}
    for name, data, message in hostile(blank):
        (tmp_path / name).write_bytes(data)
        expected[name] = message
    (tmp_path / "link.json").symlink_to("/etc/hostname")
    counted = count(form, tmp_path)
    assert counted.counted == ()
    faults_by_place = places(counted)
    assert faults_by_place.keys() == {*expected, "link.json"}
    for name, words in expected.items():
        assert words in faults_by_place[name], (name, faults_by_place[name])


def built(project: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds the site as it is made at some moment."""
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(int(datetime.fromisoformat(moment).timestamp())))
    build(project, project / "site")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_form_on_the_page(
    project: Path, form: Form, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filled in with keys, saved, counted; the e-mail is the same form again; nothing stays in the browser."""
    built(project, "2008-12-10T23:30:00+08:00", monkeypatch)
    folder = tmp_path / "returned"
    folder.mkdir()
    with served(project / "site", Compressed) as url:
        page = chromium.new_page()
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.clock.set_fixed_time("2008-12-05T10:20:00+08:00")
        page.goto(f"{url}notices/2008-12-01-pingyi/")
        load_axe(page)
        assert violations(page) == []
        page.get_by_role("button", name="存成文件").click()
        expect(page.get_by_role("status").filter(has_text="还没有填")).to_be_visible()
        group = page.get_by_role("radiogroup", name="对报告总的看法")
        group.get_by_role("radio", name="满意", exact=True).focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("group", name="先解决哪些事").get_by_role("checkbox", name="安全").focus()
        page.keyboard.press("Space")
        page.get_by_role("textbox", name="还有什么意见").fill("食堂早点开门。\n#topics 9\n谢谢")
        with page.expect_download() as download:
            page.get_by_role("button", name="存成文件").click()
        download.value.save_as(folder / download.value.suggested_filename)
        session = page.context.new_cdp_session(page)
        session.send("Page.enable")
        opened: list[str] = []
        session.on("Page.frameRequestedNavigation", lambda event: opened.append(event["url"]))
        page.get_by_role("button", name="写进电子邮件").click()
        expect(page.get_by_role("status").filter(has_text="已打开邮件程序")).to_be_visible()
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        page.reload()
        assert page.locator(".prose :checked").count() == 0
        # The page was built in time and is opened late: its questions are there to be read, nothing can be sent.
        expect(page.get_by_text("已于2008年12月10日截止")).to_be_hidden()
        page.clock.set_fixed_time("2008-12-11T00:00:00+08:00")
        page.reload()
        expect(page.get_by_text("已于2008年12月10日截止")).to_be_visible()
        expect(page.get_by_role("button", name="存成文件")).to_have_count(0)
        expect(page.get_by_role("radiogroup")).to_have_count(0)
        assert errors == []
        page.close()
    (letter,) = opened
    assert letter.startswith("mailto:xuexi@example.org?")
    text = parse_qs(urlsplit(letter).query)["body"][0]
    (only,) = count(form, folder).counted
    assert only.answers == {"report": (2,), "topics": (3,), "advice": "食堂早点开门。\n#topics 9\n谢谢"}
    (folder / "letter.eml").write_bytes(mail(text, date="Fri, 05 Dec 2026 10:20:00 +0800"))
    counted = count(form, folder)
    assert list(places(counted)) == ["letter.eml"]
    (folder / only.place).unlink()
    assert "过了期限" in places(count(form, folder))["letter.eml"]
    (folder / "letter.eml").write_bytes(mail(text))
    (by_mail,) = count(form, folder).counted
    assert by_mail.answers == {**only.answers, "advice": "食堂早点开门。\n＃topics 9\n谢谢"}


def test_without_scripts_the_page_is_read_and_printed_and_its_word_form_counts(
    project: Path, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the site offers has lost who made it, and nothing else."""
    site = project / "site"
    built(project, "2008-12-11T00:00:00+08:00", monkeypatch)
    html = (site / "notices" / "2008-12-01-pingyi" / "index.html").read_text(encoding="utf-8")
    assert html.count('type="checkbox"') >= 12
    assert "onclick" not in html
    # Built after the last day, it says so and has nothing to send with.
    assert re.search(r"<aside[^>]*data-survey-closed[^>]*(?<!hidden)>", html)
    assert "data-survey-save" not in html
    offered = site / "notices" / "pingyi.docx"
    (tmp_path / "a.docx").write_bytes(word(offered.read_bytes(), {"cause": (4,), "advice": "好"}))
    (only,) = count(form, tmp_path).counted
    assert only.answers == {"cause": (4,), "advice": "好"}
