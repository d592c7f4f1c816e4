"""印刷与上报: what can be printed and was, printing, what the print shop must know."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import time
from typing import Any

import pytest
from lanmu.channels import record
from lanmu.channels.common.job import Wanted
from lanmu.channels.printing import Order
from lanmu.channels.record import Standing
from lanmu.channels.registry import CHANNELS
from lanmu.desk.jobs import Condition
from lanmu.desk.printing.about import ABOUT
from lanmu.desk.printing.prints import Prints
from lanmu.desk.printing.work import print_order
from lanmu.diagnostics.errors import UserError
from lxml import html
from PIL import Image
from support.desk import Asked
from support.desk_prints import BULLETIN, _as_before, bulletin, desk, edit, words
from support.printing import _fonts_are_there
from support.standing_prints import PEIXUN, TITLES, ZOUFANG

__all__ = ["_as_before", "_fonts_are_there", "desk"]


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
    previews = desk.root / ".cache" / "print" / "previews"
    before = {file: file.stat().st_mtime_ns for file in previews.iterdir()}
    assert desk.get("printing/picture", file=BULLETIN, page="1").data == answer.data
    assert {file: file.stat().st_mtime_ns for file in previews.iterdir()} == before


def test_a_print_is_downloaded_under_its_name(desk: Asked) -> None:
    answer = desk.get("printing/file", file=BULLETIN)
    assert answer.data == (desk.root / BULLETIN).read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''news-001.pdf"
    assert answer.headers["Content-Security-Policy"]


def test_a_print_with_a_chinese_name_is_downloaded(desk: Asked) -> None:
    print_ = (desk.root / BULLETIN).with_name("通知.pdf")
    print_.write_bytes(b"%PDF-1.7")
    answer = desk.get("printing/file", file=print_.relative_to(desk.root).as_posix())
    print_.unlink()
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5.pdf"


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
    ("values", "message"),
    [
        ({"path": PEIXUN}, "还没有选印成什么"),
        ({"path": PEIXUN, "channel": "../x"}, "还没有选印成什么"),
        ({"path": "../lanmu.toml", "channel": "bulletin"}, "没有这一篇"),
        ({"path": "news/no.md", "channel": "bulletin"}, "没有这一篇"),
        ({"path": [PEIXUN, "../../x.md"], "channel": "bulletin"}, "没有这一篇"),
    ],
)
def test_what_cannot_be_printed_is_not_begun(desk: Asked, values: dict[str, Any], message: str) -> None:
    answer = desk.post("printing/print", **values)
    assert answer.status_code == 422
    assert message in answer.text
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
    file = "out/document/news-2008-10-28-zoufang.zh-Hant.pdf"
    page = desk.get("printing/", path=ZOUFANG)
    assert f"公文《{TITLES[ZOUFANG]}》（繁体版）" in words(page, "//article/h3")
    assert desk.get("printing/picture", file=file).mimetype == "image/png"


def test_a_job_leads_nowhere_else(desk: Asked) -> None:
    answer = desk.post("printing/print", path=ZOUFANG, channel="document", back="https://example.org/")
    job = desk.desk.jobs.get(int(answer.headers["Location"].rpartition("/")[2]))
    assert job
    desk.desk.jobs.stop(job)
    assert job.next == "/_desk/printing/"


def test_what_fails_is_reported_and_the_last_print_stays(desk: Asked) -> None:
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


def test_a_record_tells_why_a_print_is_stale(desk: Asked) -> None:
    [job] = Prints(desk.desk).jobs(Wanted(), CHANNELS["bulletin"])
    print_record = Prints(desk.desk).record
    assert print_record.standing(job) is Standing.CURRENT
    assert print_record.holds(job)
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
