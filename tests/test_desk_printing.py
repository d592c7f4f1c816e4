"""印刷与上报: what can be printed and was, printing, what the print shop must know, issues and sets, the ledger of reports."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from conftest import SITES, copy_project
from lanmu.channels import record
from lanmu.channels.common.job import Wanted
from lanmu.channels.printing import Order
from lanmu.channels.record import Standing
from lanmu.channels.registry import CHANNELS
from lanmu.content import board_set
from lanmu.content.fingerprint import digest
from lanmu.content.front_matter import split
from lanmu.content.loading import read_docs
from lanmu.desk.jobs import Condition
from lanmu.desk.kept_yaml import KeptYaml, node
from lanmu.desk.printing.about import ABOUT
from lanmu.desk.printing.prints import Print, Prints
from lanmu.desk.printing.work import print_order
from lanmu.desk.versions.store import content, kept_versions
from lanmu.diagnostics.errors import UserError
from lxml import html
from PIL import Image
from support.desk import Asked
from support.printing import _fonts_are_there
from support.standing_prints import COMMENT, ISSUE, LEDGER, PEIXUN, SET, TITLES, ZOUFANG, ZUOTAN, with_prints
from werkzeug.test import TestResponse

__all__ = ["_fonts_are_there"]
BULLETIN = "out/bulletin/news-001.pdf"
PAPER = {"front": "worker", "month": "2008-11"}
BOARD = {"front": "board", "month": "2008-11"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A desk with one bulletin printed. Whoever changes it puts it back."""
    root = with_prints(copy_project(tmp_path_factory.mktemp("desk") / "project", SITES / "minimal"))
    assert print_order(root, Order((PEIXUN,), channels=("bulletin",))) == (1, 0)
    return Asked(root)


@pytest.fixture(autouse=True)
def _as_before(desk: Asked) -> Iterator[None]:
    """Puts docs/ and out/ back."""
    before = {
        file: file.read_bytes()
        for place in ("docs", "out")
        for file in (desk.root / place).rglob("*")
        if file.is_file()
    }
    yield
    for place in ("docs", "out"):
        for file in (desk.root / place).rglob("*"):
            if (file.is_file() or file.is_symlink()) and file not in before:
                file.unlink()
    for file, data in before.items():
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)


def text_of(desk: Asked, path: str) -> str:
    return (desk.root / "docs" / path).read_text(encoding="utf-8")


def edit(desk: Asked, path: str, old: str, new: str) -> None:
    text = text_of(desk, path)
    assert old in text
    (desk.root / "docs" / path).write_text(text.replace(old, new), encoding="utf-8")


def channels_of(desk: Asked, path: str) -> Any:
    return split(text_of(desk, path), path)[0].data.get("channels")


def words(answer: TestResponse, path: str) -> list[str]:
    """The texts of all elements at an XPath."""
    return [" ".join(each.text_content().split()) for each in html.fromstring(answer.text).xpath(path)]


def bulletin(desk: Asked) -> Print:
    """The bulletin as it stands."""
    return Prints(desk.desk).of_channel(CHANNELS["bulletin"])[0]


# What there is.


def test_every_channel_says_what_it_is_and_shows_what_was_made_last(desk: Asked) -> None:
    assert ABOUT.keys() == CHANNELS.keys()
    answer = desk.get("printing/")
    assert words(answer, "//section/div/h2") == [channel.label for channel in CHANNELS.values()]
    [(name)] = words(answer, "//*[@class='last__name']")
    assert name == "简报第1期"
    alternative = html.fromstring(answer.text).xpath("//img/@alt")
    assert alternative == ["简报第1期，第 1 页（共 1 页）"]
    assert answer.text.count("还没有印过") == len(CHANNELS) - 1


@pytest.mark.parametrize("name", list(CHANNELS))
def test_all_prints_of_a_channel_are_listed(desk: Asked, name: str) -> None:
    answer = desk.get(f"printing/channel/{name}")
    assert answer.status_code == 200
    assert words(answer, "//h1") == [CHANNELS[name].label]


def test_there_is_no_other_channel(desk: Asked) -> None:
    assert desk.get("printing/channel/..").status_code == 404


def test_an_article_says_what_it_can_be_printed_as(desk: Asked) -> None:
    answer = desk.get("printing/", path=PEIXUN)
    boxes = html.fromstring(answer.text).xpath("//input[@type='checkbox']")
    said = {box.get("value"): (box.get("checked") is not None, box.get("disabled") is not None) for box in boxes}
    assert said == {
        "bulletin": (True, False),
        "document": (False, False),
        "newspaper": (False, True),
        "poster": (True, False),
        "report": (True, False),
        "form": (False, True),
        "wechat": (False, False),
        "platform": (False, False),
    }
    assert "登在 2008-11 一期，这一期还没有编。" in answer.text
    assert "没有表样。" in answer.text


def test_a_changed_article_makes_its_print_stale(desk: Asked) -> None:
    assert bulletin(desk).standing is Standing.CURRENT
    edit(desk, PEIXUN, "正文。", "改过的正文。")
    assert bulletin(desk).standing is Standing.CHANGED
    assert "稿件或设置改过，要重印" in desk.get("printing/", path=PEIXUN).text
    edit(desk, PEIXUN, "改过的正文。", "正文。")
    assert bulletin(desk).standing is Standing.CURRENT


def test_pictures_are_drawn_of_the_sheets_and_the_print_shop_is_told(desk: Asked) -> None:
    answer = desk.get("printing/picture", file=BULLETIN, page="1")
    assert answer.mimetype == "image/png"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.width == 960
        assert picture.convert("L").getextrema() == (0, 255)
    page = desk.get("printing/sheets", file=BULLETIN)
    facts = dict(zip(words(page, "//dl//dt"), words(page, "//dl//dd"), strict=True))
    assert facts["页数"] == "1 页"
    assert facts["成品尺寸"] == "210×297 毫米（A4）"
    assert facts["出血"].startswith("没有")
    assert facts["颜色"].startswith("彩色（RGB")
    assert "嵌在文件里" in facts["字体"]
    assert facts["格式"] == "PDF/A-2a、PDF/UA-1"
    assert words(page, "//main//ul/li/a") == [TITLES[PEIXUN]]
    kept = desk.root / ".cache" / "print" / "previews"
    before = {file: file.stat().st_mtime_ns for file in kept.iterdir()}
    assert desk.get("printing/picture", file=BULLETIN, page="1").data == answer.data
    assert {file: file.stat().st_mtime_ns for file in kept.iterdir()} == before


def test_a_print_is_downloaded_under_its_name(desk: Asked) -> None:
    answer = desk.get("printing/file", file=BULLETIN)
    assert answer.data == (desk.root / BULLETIN).read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=news-001.pdf"
    assert answer.headers["Content-Security-Policy"]


# Attacks, and what is damaged.

OUTSIDE = [
    *("", "out", "out/", "out/..", "out/../lanmu.toml", "out/../docs/index.md", "out/bulletin/../../lanmu.toml"),
    *("docs/news/2008-10-20-peixun.md", "lanmu.toml", ".cache/print/made.json", "/etc/passwd", "out//etc/passwd"),
    *("out/bulletin", "out/bulletin/no.pdf", "out\\bulletin\\news-001.pdf", "out/%2e%2e/lanmu.toml", "out/a\0.pdf"),
    *("out/link.pdf", "out/bulletin/secret.txt", "out-internal/bulletin/news-001.pdf", "out/" + "x" * 3000 + ".pdf"),
    *(
        "C:/out/a.pdf",
        "out/nul.pdf",
        "../project/out/bulletin/news-001.pdf",
        "out/bulletin/news-001.pdf/",
        "\ud800.pdf",
    ),
]


@pytest.mark.parametrize("file", OUTSIDE)
@pytest.mark.parametrize("route", ["sheets", "picture", "file"])
def test_nothing_but_a_print_is_served(desk: Asked, route: str, file: str) -> None:
    (desk.root / "out" / "bulletin" / "secret.txt").write_text("x", encoding="utf-8")
    link = desk.root / "out" / "link.pdf"
    if not link.is_symlink():
        link.symlink_to(desk.root / "lanmu.toml")
    answer = desk.get(f"printing/{route}", file=file.encode("utf-8", "surrogatepass"))
    assert answer.status_code == 422
    assert "没有这个印刷品" in answer.text


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", "9" * 30, "²", "201"])
def test_there_are_no_other_pages(desk: Asked, page: str) -> None:
    assert desk.get("printing/picture", file=BULLETIN, page=page).status_code == 422


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.7\n" + bytes(2000)])
def test_a_damaged_print_is_a_sentence(desk: Asked, data: bytes) -> None:
    (desk.root / BULLETIN).write_bytes(data)
    for route in ("sheets", "picture"):
        answer = desk.get(f"printing/{route}", file=BULLETIN)
        assert answer.status_code == 422
        assert "news-001.pdf 打不开：文件坏了" in answer.text
    assert bulletin(desk).standing is Standing.TOUCHED
    assert "印好的文件不在了，或者被改过，要重印" in desk.get("printing/").text


def test_a_print_that_is_gone_is_to_be_printed_again(desk: Asked) -> None:
    (desk.root / BULLETIN).unlink()
    assert bulletin(desk).standing is Standing.TOUCHED
    assert bulletin(desk).pdf is None
    assert "重新印" not in words(desk.get("printing/"), "//*[@class='last__name']")
    assert desk.get("printing/channel/bulletin").status_code == 200


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"path": PEIXUN}, "还没有选印成什么"),
        ({"path": PEIXUN, "channel": "../x"}, "还没有选印成什么"),
        ({"path": "../lanmu.toml", "channel": "bulletin"}, "没有这一篇"),
        ({"path": "news/no.md", "channel": "bulletin"}, "没有这一篇"),
        ({"path": [PEIXUN, "../../x.md"], "channel": "bulletin"}, "没有这一篇"),
    ],
)
def test_what_cannot_be_printed_is_not_begun(desk: Asked, values: dict[str, Any], told: str) -> None:
    answer = desk.post("printing/print", **values)
    assert answer.status_code == 422
    assert told in answer.text
    assert desk.desk.jobs.running() == []


@pytest.mark.parametrize("path", ["", "../lanmu.toml", "index.md", "news/no.md", "plan/index.md"])
def test_what_is_no_article_has_no_prints(desk: Asked, path: str) -> None:
    assert desk.get("printing/", path=path).status_code == 422


def test_faults_of_docs_are_said_and_a_print_stays(desk: Asked) -> None:
    edit(desk, ZOUFANG, "genre: 动态", "genre: 没有")
    answer = desk.get("printing/")
    assert "稿件里有 1 处错，改好以前什么也印不了" in answer.text
    (desk.root / "docs" / "campaign.yml").write_text("[", encoding="utf-8")
    assert "稿件现在读不了" in desk.get("printing/").text
    assert desk.get("printing/file", file=BULLETIN).status_code == 200


# Printing.


def test_an_article_is_printed_by_a_job_that_leads_back(desk: Asked) -> None:
    back = f"/_desk/printing/?path={ZOUFANG}"
    answer = desk.post("printing/print", path=ZOUFANG, channel="document", language="zh-Hant", back=back)
    job = desk.ended(answer)
    assert (job.condition, job.result, job.next) == (Condition.DONE, (1, 0), back)
    assert job.title == f"印《{TITLES[ZOUFANG]}》：公文"
    assert any("清样" in line for line in job.lines)
    made = "out/document/news-2008-10-28-zoufang.zh-Hant.pdf"
    page = desk.get("printing/", path=ZOUFANG)
    assert f"公文《{TITLES[ZOUFANG]}》（繁体版）" in words(page, "//article/h3")
    assert desk.get("printing/picture", file=made).mimetype == "image/png"


def test_a_job_leads_nowhere_else(desk: Asked) -> None:
    answer = desk.post("printing/print", path=ZOUFANG, channel="document", back="https://example.org/")
    job = desk.desk.jobs.get(int(answer.headers["Location"].rpartition("/")[2]))
    assert job
    desk.desk.jobs.stop(job)
    assert job.next == "/_desk/printing/"


def test_what_fails_is_told_and_the_last_print_stays(desk: Asked) -> None:
    before = (desk.root / BULLETIN).read_bytes()
    edit(desk, PEIXUN, "正文。", "正文\U000f0000。")
    with pytest.raises(UserError, match=r"有 1 件没有印成，印成的留着：\n简报第1期：.*U\+F0000"):
        print_order(desk.root, Order((PEIXUN,), channels=("bulletin",)))
    assert (desk.root / BULLETIN).read_bytes() == before
    assert bulletin(desk).standing is Standing.CHANGED


def test_the_internal_edition_lies_apart(desk: Asked) -> None:
    edit(desk, ZOUFANG, "genre: 动态", "genre: 动态\nscope: internal")
    assert "内部稿件，只印内部版" in desk.get("printing/", path=ZOUFANG).text
    order = Order((ZOUFANG,), channels=("document",), audience="internal")
    assert print_order(desk.root, order) == (1, 0)
    name = "out-internal/document/news-2008-10-28-zoufang-internal.pdf"
    assert desk.get("printing/file", file=name).status_code == 200
    assert name in desk.get("printing/", path=ZOUFANG).text.replace("%2F", "/")
    assert TITLES[ZOUFANG] not in desk.get("printing/").text
    shutil.rmtree(desk.root / "out-internal")


def test_printing_everything_can_be_stopped_and_leaves_only_whole_files(desk: Asked) -> None:
    job = desk.desk.jobs.get(int(desk.post("printing/print").headers["Location"].rpartition("/")[2]))
    assert job
    while job.is_running and not any("✓" in line for line in job.lines[1:]):
        time.sleep(0.005)
    desk.post(f"jobs/{job.number}/stop")
    job.process.join()
    files = [file for file in (desk.root / "out").rglob("*") if file.is_file()]
    assert all(file.read_bytes().endswith(b"%%EOF") for file in files if file.suffix == ".pdf")
    printed, current = print_order(desk.root, Order(everything=True))
    assert current >= 1
    meant = (Prints(desk.desk).of_channel(channel, Wanted()) for channel in CHANNELS.values())
    assert printed + current == sum(map(len, meant))
    assert list((desk.root / "out").rglob(".*")) == []


# An issue of a newspaper.


def issue_form(desk: Asked, *paths: str, act: str = "save", **more: Any) -> dict[str, Any]:
    """What the form of the issue sends with these articles."""
    page = html.fromstring(desk.get("printing/issue", **PAPER).text)
    [opened] = page.xpath("//input[@name='opened']/@value")
    head = {
        "masthead": "期刊",
        "section": "学习专版",
        "date": "2008-11-28",
        "columns": "4",
        "pages": "1",
        "first_page": "1",
    }
    pieces = {f"pieces.{number}.article": path for number, path in enumerate(paths)}
    return {**PAPER, "opened": opened, **head, **pieces, "act": act} | more


def chosen_in(answer: TestResponse) -> list[str]:
    return [str(path) for path in html.fromstring(answer.text).xpath("//li/@data-item")]


def test_a_new_issue_begins_with_the_articles_that_say_so(desk: Asked) -> None:
    answer = desk.get("printing/issue", **PAPER)
    assert chosen_in(answer) == [PEIXUN]
    assert html.fromstring(answer.text).xpath("//input[@name='masthead']/@value") == ["期刊"]
    assert TITLES[ZUOTAN] in words(answer, "//ul[@class='offered']//p[@class='chosen__title']")


def test_buttons_choose_order_and_take_out_without_saving(desk: Asked) -> None:
    paths = (PEIXUN, ZUOTAN, ZOUFANG)
    done = {
        act: chosen_in(desk.post("printing/issue", **issue_form(desk, *paths, act=act)))
        for act in ("up:1", "down:0", "out:2", "up:0", "down:2", f"in:{ZOUFANG}", "in:../x.md", "up:99", "find")
    }
    assert done["up:1"] == done["down:0"] == [ZUOTAN, PEIXUN, ZOUFANG]
    assert done["out:2"] == [PEIXUN, ZUOTAN]
    assert all(done[act] == list(paths) for act in ("up:0", "down:2", f"in:{ZOUFANG}", "in:../x.md", "up:99", "find"))
    form = issue_form(desk, PEIXUN, act=f"in:{ZOUFANG}", q="座谈")
    answer = desk.post("printing/issue", script=True, **form)
    assert chosen_in(answer) == [PEIXUN, ZOUFANG]
    assert words(answer, "//ul[@class='offered']//p[@class='chosen__title']") == [TITLES[ZUOTAN]]
    assert "<html" not in answer.text
    assert not (desk.root / "docs" / ISSUE).exists()


def test_an_issue_is_saved_into_its_file_and_the_articles(desk: Asked) -> None:
    role = {"pieces.0.role": "headline", "pieces.0.kicker": "先听\r\n再办", "pieces.1.summary": "yes"}
    answer = desk.post("printing/issue", **issue_form(desk, ZOUFANG, PEIXUN, **role))
    assert answer.headers["Location"].endswith("front=worker&month=2008-11&saved=1")
    assert yaml.safe_load(text_of(desk, ISSUE)) | {"date": ""} == {
        "masthead": "期刊",
        "section": "学习专版",
        "date": "",
        "pieces": [
            {"article": ZOUFANG, "role": "headline", "kicker": ["先听", "再办"]},
            {"article": PEIXUN, "summary": True},
        ],
    }
    assert channels_of(desk, ZOUFANG) == {"worker": "2008-11"}
    assert channels_of(desk, PEIXUN)["worker"] == "2008-11"
    assert read_docs(desk.root / "docs").problems == ()
    assert [job.label for job in Prints(desk.desk).jobs(Wanted(issue="2008-11"), CHANNELS["newspaper"])] == [
        "《期刊》专版 2008年11月"
    ]


def test_an_issue_that_does_not_fit_is_shown_as_a_draft(desk: Asked) -> None:
    edit(desk, ZOUFANG, "职工说，", "职工说，" * 3000)
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    assert print_order(desk.root, Order(issue="2008-11", channels=("newspaper",))) == (1, 0)
    page = desk.get("printing/issue", **PAPER)
    assert "样稿，排不下，不能付印" in words(page, "//article//*[contains(@class, 'state--wrong')]")
    assert any("1 版排不下，只做了样稿" in remark for remark in words(page, "//details[@class='remarks']//li"))
    desk.post("printing/issue", **issue_form(desk, ZOUFANG, **{"pieces.0.summary": "yes"}))
    print_order(desk.root, Order(issue="2008-11", channels=("newspaper",)))
    assert "样稿" not in desk.get("printing/issue", **PAPER).text
    assert [file.name for file in (desk.root / "out" / "newspaper").iterdir()] == ["2008-11.pdf"]


def test_comments_of_an_issue_stay_and_who_is_dropped_says_so_no_more(desk: Asked) -> None:
    desk.post("printing/issue", **issue_form(desk, ZOUFANG, PEIXUN))
    edit(desk, ISSUE, "section:", f"{COMMENT}section:")
    edit(desk, ISSUE, f"- article: {PEIXUN}", f"- article: {PEIXUN}  # 头条的候补")
    edit(desk, ISSUE, "pieces:\n", f"pieces:\n  {COMMENT}")
    before = (desk.root / "docs" / ISSUE).read_bytes().replace(b"\n", b"\r\n")
    (desk.root / "docs" / ISSUE).write_bytes(before)
    desk.post("printing/issue", **issue_form(desk, PEIXUN, ZUOTAN, editor="示例人员乙"))
    data = (desk.root / "docs" / ISSUE).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8").replace("\r\n", "\n")
    assert text.count(COMMENT) == 2
    assert f"  - article: {PEIXUN}  # 头条的候补\n  - article: {ZUOTAN}\n" in text
    assert "editor: 示例人员乙" in text
    assert channels_of(desk, ZOUFANG) is None
    assert channels_of(desk, ZUOTAN) == {"report": "2008-10-26", "worker": "2008-11"}
    # What others had left is kept as well.
    assert {before, data} <= {content(version) for version in kept_versions(desk.root, f"docs/{ISSUE}")}


def test_faults_of_an_issue_stand_at_their_fields_and_nothing_is_written(desk: Asked) -> None:
    form = issue_form(desk, ZOUFANG, "news/samples/2008-10-22-shili.md", date="2008-11-31", pages="9")
    form |= {"pieces.0.span": "5", "pieces.0.until": "三", "pieces.0.summary": "yes", "text_size": "大"}
    answer = desk.post("printing/issue", **form)
    assert answer.status_code == 422
    said = dict(
        zip(
            html.fromstring(answer.text).xpath("//*[@data-error]/@data-error"),
            words(answer, "//*[@data-error]"),
            strict=True,
        )
    )
    assert "2008-11-31" in said["date"]
    assert "1 到 4" in said["pages"]
    assert "应当是数" in said["text_size"]
    assert "until 和 summary 只能用一个" in answer.text
    form = issue_form(desk, ZOUFANG, "news/samples/2008-10-22-shili.md")
    assert "是示例稿件" in desk.post("printing/issue", **form).text
    assert "没有「news/no.md」这篇文章" in desk.post("printing/issue", **issue_form(desk, "news/no.md")).text
    assert "没有「../../x.md」这篇文章" in desk.post("printing/issue", **issue_form(desk, "../../x.md")).text
    assert "还没有选稿件" in desk.post("printing/issue", **issue_form(desk)).text
    assert not (desk.root / "docs" / ISSUE).exists()
    assert channels_of(desk, ZOUFANG) is None


def test_an_article_of_another_issue_is_not_taken_from_it(desk: Asked) -> None:
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    answer = desk.post("printing/issue", **(issue_form(desk, ZOUFANG) | {"month": "2008-12", "opened": digest(b"")}))
    assert answer.status_code == 422
    assert f"《{TITLES[ZOUFANG]}》已经编进2008年11月一期" in answer.text
    assert not (desk.root / "docs" / "worker" / "2008-12.yml").exists()


def test_an_issue_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = issue_form(desk, PEIXUN)
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    before = text_of(desk, ISSUE)
    answer = desk.post("printing/issue", **stale)
    assert answer.status_code == 409
    assert "被别人改过" in answer.text
    assert f"现在文件里的次序：{TITLES[ZOUFANG]}" in answer.text
    assert (text_of(desk, ISSUE), chosen_in(answer)) == (before, [PEIXUN])
    again = stale | {"opened": html.fromstring(answer.text).xpath("//input[@name='opened']/@value")[0]}
    assert desk.post("printing/issue", **again).status_code == 303
    assert channels_of(desk, ZOUFANG) is None


@pytest.mark.parametrize("route", ["issue", "board"])
@pytest.mark.parametrize(
    "given", [{"front": "../x", "month": "2008-11"}, {"month": "../x"}, {"month": "2008-13"}, {"front": "website"}, {}]
)
def test_there_are_no_other_fronts_and_months(desk: Asked, route: str, given: dict[str, str]) -> None:
    values = ({"front": "worker" if route == "issue" else "board"} | given) if given else {}
    assert desk.get(f"printing/{route}", **values).status_code == 422
    assert desk.post(f"printing/{route}", **values, act="save").status_code == 422


# A set of posters.


def set_form(desk: Asked, *paths: str, act: str = "save", **more: Any) -> dict[str, Any]:
    [opened] = html.fromstring(desk.get("printing/board", **BOARD).text).xpath("//input[@name='opened']/@value")
    return {**BOARD, "opened": opened, "article": list(paths), "act": act} | more


def test_posters_hang_in_the_order_in_which_they_were_put(desk: Asked) -> None:
    assert desk.post("printing/board", **set_form(desk, ZUOTAN, ZOUFANG)).status_code == 303
    wanted = Wanted(issue="2008-11")
    labels = [job.label for job in Prints(desk.desk).jobs(wanted, CHANNELS["poster"])]
    assert [label[-9:-1] for label in labels] == [f"《{TITLES[ZUOTAN]}"[-8:], f"《{TITLES[ZOUFANG]}"[-8:]]
    edit(desk, SET, "posters:", f"{COMMENT}posters:")
    desk.post("printing/board", **set_form(desk, ZOUFANG, ZUOTAN))
    assert chosen_in(desk.get("printing/board", **BOARD)) == [ZOUFANG, ZUOTAN]
    assert COMMENT in text_of(desk, SET)
    first = Prints(desk.desk).jobs(wanted, CHANNELS["poster"])[0]
    assert first.label == f"宣传栏 2008年11月第1张《{TITLES[ZOUFANG]}》"
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    assert channels_of(desk, ZUOTAN).keys() == {"report"}


def test_a_set_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = set_form(desk, ZUOTAN)
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    answer = desk.post("printing/board", **stale)
    assert answer.status_code == 409
    assert yaml.safe_load(text_of(desk, SET)) == {"posters": [ZOUFANG]}


def test_a_set_is_arranged_without_saving(desk: Asked) -> None:
    answer = desk.post("printing/board", script=True, **set_form(desk, ZUOTAN, ZOUFANG, act="up:1"))
    assert chosen_in(answer) == [ZOUFANG, ZUOTAN]
    assert not (desk.root / "docs" / SET).exists()


def test_a_fault_in_the_file_of_a_set_is_said_where_it_is_printed(desk: Asked) -> None:
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    edit(desk, SET, "posters:", "poster:")
    [job] = Prints(desk.desk).jobs(Wanted(issue="2008-11"), CHANNELS["poster"])
    with pytest.raises(UserError, match=r"docs/board/2008-11.yml:1 「poster」.*是不是想写 posters"):
        job.render()
    site = read_docs(desk.root / "docs").site
    assert site
    assert [problem.field for problem in board_set.faults(site)] == ["poster"]


# The ledger of reports.


def report_form(desk: Asked, entry: str = "", **more: Any) -> dict[str, Any]:
    page = html.fromstring(desk.get("printing/report", entry=entry).text)
    [state] = page.xpath("//input[@name='state']/@value")
    return {"state": state, "entry": entry, "act": "save"} | more


def test_what_is_due_is_said_and_the_ledger_listed(desk: Asked) -> None:
    answer = desk.get("printing/reports")
    assert f"《{TITLES[PEIXUN]}》报送以后还没有登记进台账" in words(answer, "//*[@class='due__text']")
    assert words(answer, "//table//th[@scope='row']") == [TITLES[ZUOTAN]]
    form = html.fromstring(desk.get("printing/report", article=PEIXUN).text)
    assert form.xpath("//select[@name='article']//option[@selected]/@value") == [PEIXUN]
    assert form.xpath("//input[@name='sent']/@value") == ["2008-10-21"]


def test_a_report_is_entered_and_the_article_says_when(desk: Asked) -> None:
    form = report_form(desk, article=ZOUFANG, sent="2008-10-30", to="示例刊物乙")
    assert desk.post("printing/report", **form).headers["Location"].endswith("done=saved")
    text = text_of(desk, LEDGER)
    assert COMMENT in text
    assert "# 先报的" in text
    assert text.endswith(f"  - article: {ZOUFANG}\n    sent: 2008-10-30\n    to: 示例刊物乙\n")
    assert "channels: {report: 2008-10-30}" in text_of(desk, ZOUFANG)
    assert read_docs(desk.root / "docs").problems == ()
    taken = report_form(
        desk, "1", article=ZOUFANG, sent="2008-10-30", to="示例刊物乙", taken="2008-11-05", **{"as": "某题"}
    )
    assert desk.post("printing/report", **taken).status_code == 303
    assert text_of(desk, LEDGER).endswith("    taken: 2008-11-05\n    as: 某题\n")
    assert len(kept_versions(desk.root, f"docs/{LEDGER}")) >= 2


def test_an_earlier_report_moves_the_day_of_the_article(desk: Asked) -> None:
    desk.post("printing/report", **report_form(desk, article=ZUOTAN, sent="2008-10-25", to="示例刊物乙"))
    assert "channels: {report: 2008-10-25}" in text_of(desk, ZUOTAN)
    assert read_docs(desk.root / "docs").problems == ()


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"article": ""}, "article", "没有选是哪一篇"),
        ({"article": "../lanmu.toml"}, "article", "没有选是哪一篇"),
        ({"sent": ""}, "sent", "没有填写"),
        ({"sent": "2008-10-32"}, "sent", "2008-10-32"),
        ({"to": ""}, "to", "没有填写"),
        ({"taken": "2008-10-01"}, "", "早于报送日"),
        ({"as": "某题"}, "", "没有写采用日"),
        ({"article": ZUOTAN, "sent": "2008-10-26", "to": "示例刊物甲"}, "article", "写了两次"),
    ],
)
def test_a_fault_of_a_report_stands_at_its_field(desk: Asked, values: dict[str, str], field: str, told: str) -> None:
    before = text_of(desk, LEDGER)
    given = {"article": ZOUFANG, "sent": "2008-10-30", "to": "示例刊物乙"} | values
    answer = desk.post("printing/report", **report_form(desk, **given))
    assert answer.status_code == 422
    assert told in " ".join(words(answer, f"//*[@id='e-{field}']" if field else "//*[@role='alert']"))
    assert text_of(desk, LEDGER) == before
    assert channels_of(desk, ZOUFANG) is None


def test_an_entry_is_taken_out(desk: Asked) -> None:
    assert desk.post("printing/report", **report_form(desk, "0", act="remove")).status_code == 303
    assert yaml.safe_load(text_of(desk, LEDGER)) == {"reports": []}
    assert COMMENT in text_of(desk, LEDGER)


@pytest.mark.parametrize("entry", ["1", "-1", "x", "9" * 30, "../x"])
def test_there_are_no_other_entries(desk: Asked, entry: str) -> None:
    assert desk.get("printing/report", entry=entry).status_code == 422
    state = report_form(desk)["state"]
    assert desk.post("printing/report", state=state, entry=entry, act="remove").status_code == 422


def test_a_ledger_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = report_form(desk, article=ZOUFANG, sent="2008-10-30", to="示例刊物乙")
    edit(desk, LEDGER, "示例刊物甲", "示例刊物丙")
    answer = desk.post("printing/report", **stale)
    assert answer.status_code == 409
    assert html.fromstring(answer.text).xpath("//input[@name='to']/@value") == ["示例刊物乙"]
    assert ZOUFANG not in text_of(desk, LEDGER)


def test_a_first_ledger_is_begun(desk: Asked) -> None:
    (desk.root / "docs" / LEDGER).unlink()
    form = report_form(desk, article=ZUOTAN, sent="2008-10-26", to="示例刊物甲")
    assert desk.post("printing/report", **form).status_code == 303
    assert text_of(desk, LEDGER) == f"reports:\n  - article: {ZUOTAN}\n    sent: 2008-10-26\n    to: 示例刊物甲\n"


def test_where_there_is_no_place_for_a_ledger_it_is_said(desk: Asked) -> None:
    edit(desk, "columns.yml", ", role: progress", "")
    assert "没有进展栏目" in desk.get("printing/reports").text


# Data files.


@pytest.mark.parametrize(
    "value",
    [
        *(
            "on",
            "yes",
            "12:30",
            "1:30",
            "2008-11",
            "2008-11-06",
            "2008-11-31",
            "~",
            "null",
            "- a",
            "a: b",
            "a #b",
            "0x1F",
        ),
        *("1_000", ".5", "=", "!x", "&a", "'a'", '"a"', "中文：好", "@x", "%x", "True", "甲\n\n乙", "[a", "{", ""),
    ],
)
def test_what_is_written_is_read_back_as_it_was(value: str) -> None:
    kept = KeptYaml(b"# head\nlist: [a]  # tail\n", "a.yml")
    kept.fields["text"] = node(value)
    kept.fields["list"] = node([value, "b"]) if "\n" not in value else node(["b"])
    written = kept.written().decode()
    read = KeptYaml(written.encode(), "a.yml").fields
    assert str(read["text"]).rstrip("\n") == value
    assert written.startswith("# head\n")


def test_a_record_tells_why_a_print_is_stale(desk: Asked) -> None:
    [job] = Prints(desk.desk).jobs(Wanted(), CHANNELS["bulletin"])
    kept = Prints(desk.desk).record
    assert kept.standing(job) is Standing.CURRENT
    assert kept.holds(job)
    assert record.Record(desk.root / "none.json", desk.root / "out").standing(job) is Standing.NEVER


def test_a_page_to_copy_from_is_opened(desk: Asked) -> None:
    """It runs its own script and nothing else, shows its pictures, and lies beside nothing that is no print."""
    assert print_order(desk.root, Order((PEIXUN,), channels=("wechat",))) == (1, 0)
    stem = f"out/wechat/{PEIXUN.removesuffix('.md').replace('/', '-')}"
    listed = desk.get("printing/", path=PEIXUN).text
    assert f'href="/_desk/printing/copy/{stem}.html"' in listed
    assert f'src="/_desk/printing/copy/{stem}/cover-900x383.png"' in desk.get("printing/").text
    shown = desk.get(f"printing/copy/{stem}.html")
    assert shown.mimetype == "text/html"
    (script,) = html.fromstring(shown.data).xpath("//script/text()")
    policy = shown.headers["Content-Security-Policy"]
    own = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{own}'; " in policy
    assert desk.get(f"printing/copy/{stem}/cover-900x383.png").mimetype == "image/png"
    for name in (BULLETIN, "out/../docs/index.md", "docs/index.md", ".cache/print/made.json"):
        assert desk.get(f"printing/copy/{name}").status_code in (404, 422)
