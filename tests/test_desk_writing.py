"""写稿: new articles, the form of an article, saving, what its scripts ask. Over the desk's own application, on real files."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from lanmu.content.fingerprint import digest
from lanmu.desk.forms import sent
from lanmu.desk.versions.store import kept_versions
from lanmu.desk.writing.manuscript import Manuscript, opened
from PIL import Image
from support.desk import Asked, desk_of
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

NEWS = "news/2008-10-20-peixun.md"
NOTICE = "notices/2008-12-22-gongshi.md"
COMMENTED = """---
# 标题：说清谁做了什么
title: 各支部讨论
date: 2008-10-21 09:00   # 几点登
genre: "动态"
unit: 各支部
promise:
  - item: "一件事"  # 承诺什么
    goal: 做到
    deadline: 2008-12-01
    unit: 办公室
review:
  first: {name: 甲, date: 2008-10-20}
# 草稿：还不发布。写好、审过以后，删去下面这一行
draft: true
#author: （请填写姓名）  # 文字作者
summary: 各支部讨论的摘要。
---

正文。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return desk_of(tmp_path_factory.mktemp("writing") / "project")


def file_of(desk: Asked, path: str) -> Path:
    return desk.root / "docs" / path


@pytest.fixture
def article(desk: Asked, request: pytest.FixtureRequest) -> str:
    """An article of the test's own, with comments in its head."""
    number = abs(hash(request.node.name)) % 10**6
    path = f"news/2008-10-21-x{number}.md"
    file_of(desk, path).write_text(COMMENTED, encoding="utf-8")
    return path


def read(desk: Asked, path: str) -> Manuscript:
    return opened(desk.root, path, desk.desk.project.reading())


def form_of(desk: Asked, path: str, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the form of an article, with some values changed; None leaves one out."""
    manuscript = read(desk, path)
    values: MultiDict[str, Any] = MultiDict(sent(manuscript.fields))
    names = " ".join(field.name for field in manuscript.fields)
    for name, value in {
        "path": path,
        "digest": manuscript.digest,
        "fields": names,
        "text": manuscript.body,
        **changed,
    }.items():
        values.poplist(name)
        if value is not None:
            values.setlist(name, value if isinstance(value, list) else [value])
    return dict(values.lists())


def save(desk: Asked, path: str, script: bool = True, **changed: Any) -> TestResponse:
    return desk.post("writing/save", script=script, **form_of(desk, path, **changed))


def parts(**values: Any) -> dict[str, Any]:
    """Parts of the first thing that is promised, by their names in the form."""
    return {f"promise.0.{name}": value for name, value in values.items()}


def difference(before: str, after: str) -> tuple[set[str], set[str]]:
    """The lines that went and those that came."""
    old, new = set(before.splitlines()), set(after.splitlines())
    return old - new, new - old


# --- New articles -----------------------------------------------------------------------------------------------------


def test_genres_are_offered_with_what_each_is_for_and_lead_to_their_questions(desk: Asked) -> None:
    page = desk.get("writing/new").text
    assert "一次会议、学习、调研，三五百字" in page
    assert "放进「动态」" in page
    fields = re.findall(
        r'name="(\w+)"', desk.get("writing/new", genre="整改公示").text.partition('class="card new"')[2]
    )
    assert fields == ["token", "genre", "column", "title", "date", "clock", "unit", "source", "phase", "until"]


NEW: dict[str, Any] = {
    "genre": "动态",
    "column": "动态",
    "date": "2008-11-05",
    "clock": "09:30",
    "unit": "各支部",
    "source": "",
    "phase": "学习",
}


def test_a_new_article_is_what_the_command_makes_and_opens_in_its_form(desk: Asked) -> None:
    answer = desk.post("writing/new", title="支部讨论", **NEW)
    assert answer.headers["Location"] == "/_desk/writing/?path=news/2008-11-05-zhi-bu-tao-lun.md"
    text = file_of(desk, "news/2008-11-05-zhi-bu-tao-lun.md").read_text(encoding="utf-8")
    assert "date: 2008-11-05 09:30\n" in text
    assert "draft: true\n" in text
    assert "phase: 学习\n" in text
    assert desk.post("writing/new", title="支部讨论", **NEW).headers["Location"].endswith("-zhi-bu-tao-lun-2.md")
    page = desk.client.get(answer.headers["Location"]).text
    assert "（请填写开头一段" in page


def test_wrong_answers_are_said_where_they_are_asked_and_nothing_is_written(desk: Asked) -> None:
    before = sorted(file.name for file in file_of(desk, "news").iterdir())
    answer = desk.post("writing/new", title="", **NEW | {"date": "2008-13-05", "unit": "没有的单位"})
    assert answer.status_code == 422
    errors = dict(re.findall(r'id="e-(\w+)" role="alert">([^<]+)', answer.text))
    assert errors.keys() == {"title", "date", "unit"}
    assert sorted(file.name for file in file_of(desk, "news").iterdir()) == before


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_form_asks_in_the_words_of_the_content_model(desk: Asked) -> None:
    page = html.unescape(desk.get("writing/", path=NOTICE).text)
    labels = [
        " ".join(re.sub("<[^>]+>", " ", part).split())
        for part in re.findall(r'class="field__label"[^>]*>(.*?)</(?:label|legend)>', page)
    ]
    assert {"标题 必填", "公示期和受理意见的办法", "公示的第一天", "受理意见的部门"} <= set(labels)
    options = re.findall(r'<option value="([^"]*)"', page.partition('name="unit"')[2].partition("</select>")[0])
    assert options == ["", "办公室", "各支部"]
    assert 'type="date" name="date" value="2008-12-22"' in page
    assert 'type="month"' in html.unescape(desk.get("writing/", path=NEWS).text)


def test_the_day_on_which_it_was_posted_is_asked_for_by_front(desk: Asked, article: str) -> None:
    page = html.unescape(desk.get("writing/", path=NEWS).text)
    assert re.search(r'name="channels\.posted\.board"[^>]* type="date"', page)
    save(desk, article, **{"channels.board": "2008-11", "channels.posted.board": "2008-11-04"})
    _, new = difference(COMMENTED, file_of(desk, article).read_text(encoding="utf-8"))
    assert new == {"channels: {board: 2008-11, posted: {board: 2008-11-04}}"}
    assert read(desk, article).trouble == ""


def test_a_page_and_a_translation_have_forms_of_their_own(desk: Asked) -> None:
    translation = NEWS.replace(".md", ".en.md")
    file_of(desk, translation).write_text(
        "---\ntitle: Training\nsummary: A summary.\nsource_hash: abcdefghijkl\n---\n\nText.\n", encoding="utf-8"
    )
    for path, names in ((translation, ["title", "summary", "source"]), ("index.md", ["title", "summary", "order"])):
        fields = read(desk, path).fields
        assert {field.name for field in fields} == set(names)
        assert {field.label for field in fields} <= {"标题", "摘要", "来源", "在栏目里的排列顺序"}
        assert desk.get("writing/", path=path).status_code == 200
    assert save(desk, translation, title="Trained").status_code == 200
    text = file_of(desk, translation).read_text(encoding="utf-8")
    assert text == "---\ntitle: Trained\nsummary: A summary.\nsource_hash: abcdefghijkl\n---\n\nText.\n"
    assert save(desk, translation, title="").status_code == 422
    file_of(desk, translation).unlink()


def test_a_translation_is_begun_and_catches_up_with_its_source(desk: Asked, article: str) -> None:
    docs = desk.root / "docs"
    assert "译成英文" in desk.get("writing/", path=article).text
    refused = desk.post("writing/translation", path=article, language="en")
    assert (refused.status_code, "campaign.en.yml" in refused.text) == (422, True)
    for name in ("campaign", "columns"):
        shutil.copy(docs / f"{name}.yml", docs / f"{name}.en.yml")
    begun = desk.post("writing/translation", path=article, language="en")
    translation = article.replace(".md", ".en.md")
    assert begun.headers["Location"].endswith(f"path={translation}")
    page = desk.get("writing/", path=translation).text
    assert "(to be filled in: the title)" in page
    assert "各支部讨论</a>》" in page
    assert "对照过原文" not in page
    assert desk.post("writing/translation", path=article, language="en").status_code == 422
    save(desk, article, text="改过的正文。")
    page = desk.get("writing/", path=translation).text
    assert "原文改过了" in page
    assert '<span class="visually-hidden">【增加：</span>改过的' in page
    wanted = re.search(r'name="caught_up" value="([a-p]{12})"', page)
    assert wanted
    # What changes after the page was opened is not what was compared.
    save(desk, article, text="又改过的正文。")
    answer = save(desk, translation, title="Discussions", summary="What was said.", caught_up=wanted[1])
    assert json.loads(answer.text)["outdated"] == "原文改过了"
    wanted = re.search(r'name="caught_up" value="([a-p]{12})"', desk.get("writing/", path=translation).text)
    assert wanted
    assert json.loads(save(desk, translation, caught_up=wanted[1]).text)["outdated"] == ""
    assert json.loads(save(desk, translation, caught_up="x").text)["outdated"] == ""
    for path in (translation, "campaign.en.yml", "columns.en.yml"):
        file_of(desk, path).unlink()


def test_what_is_wrong_in_a_file_stands_at_its_field_when_it_is_opened(desk: Asked, article: str) -> None:
    file_of(desk, article).write_text(COMMENTED.replace('genre: "动态"', "genre: 没有的"), encoding="utf-8")
    page = desk.get("writing/", path=article).text
    # The other tests of this desk make pages.
    file_of(desk, article).unlink()
    assert re.search(r'id="e-genre"[^>]*>没有「没有的」这种体裁', page)
    assert re.search(r'<details class="card head-fields" open>', page)
    assert "没有保存：" not in page


def test_signatures_are_not_asked_for(desk: Asked) -> None:
    assert 'name="review' not in desk.get("writing/", path=NEWS).text


def test_what_a_browser_sends_back_unchanged_changes_no_file(desk: Asked) -> None:
    """For every Markdown file of the site: articles, pages, with notices, channels, lists."""
    for file in sorted((desk.root / "docs").rglob("*.md")):
        path = file.relative_to(desk.root / "docs").as_posix()
        before = file.read_bytes()
        assert save(desk, path, text=read(desk, path).body.replace("\n", "\r\n")).status_code == 200, path
        assert file.read_bytes() == before, path


def test_only_what_was_changed_changes_in_the_file(desk: Asked, article: str) -> None:
    answer = save(desk, article, summary="改过的摘要。", tasks=["培训"], **parts(goal="做到九成"))
    after = file_of(desk, article).read_text(encoding="utf-8")
    assert answer.json
    assert answer.json["digest"] == digest(after.encode())
    gone, new = difference(COMMENTED, after)
    assert gone == {"summary: 各支部讨论的摘要。", "    goal: 做到"}
    assert new == {"summary: 改过的摘要。", "    goal: 做到九成", "tasks: [培训]"}
    assert kept_versions(desk.root, f"docs/{article}")[-1].digest == digest(COMMENTED.encode())


def test_a_field_that_is_taken_out_takes_its_explanation_along_and_an_offered_one_its_offer(
    desk: Asked, article: str
) -> None:
    save(desk, article, draft=None, author="某人")
    gone, new = difference(COMMENTED, file_of(desk, article).read_text(encoding="utf-8"))
    assert gone == {
        "draft: true",
        "# 草稿：还不发布。写好、审过以后，删去下面这一行",
        "#author: （请填写姓名）  # 文字作者",
    }
    assert new == {"author: 某人"}


def test_rows_come_and_go(desk: Asked, article: str) -> None:
    more: dict[str, Any] = {
        "promise.new1.item": "第二件",
        "promise.new1.goal": "做到",
        "promise.new1.deadline": "2008-12-05",
        "promise.new1.unit": "各支部",
    }
    wrong = save(desk, article, **more | {"promise.new1.deadline": ""})
    assert wrong.json["errors"].keys() == {"promise.new1.deadline"}  # type: ignore[index]
    assert save(desk, article, **more).status_code == 200
    assert [row[0].value for row in next(f for f in read(desk, article).fields if f.name == "promise").rows] == [
        "一件事",
        "第二件",
    ]
    assert (
        save(
            desk,
            article,
            **parts(item=None, problem=None, goal=None, measures=None, deadline=None, unit=None, progress=None),
        ).status_code
        == 200
    )
    text = file_of(desk, article).read_text(encoding="utf-8")
    assert "一件事" not in text
    assert "  - item: 第二件\n    goal: 做到\n    deadline: 2008-12-05\n    unit: 各支部\n" in text


def test_line_ends_and_the_byte_order_mark_stay(desk: Asked, article: str) -> None:
    file = file_of(desk, article)
    file.write_bytes(b"\xef\xbb\xbf" + COMMENTED.replace("\n", "\r\n").encode())
    assert save(desk, article, text="第一段。\r\n\r\n第二段。").status_code == 200
    data = file.read_bytes()
    assert data == b"\xef\xbb\xbf" + COMMENTED.replace("正文。", "第一段。\n\n第二段。").replace("\n", "\r\n").encode()


def test_what_is_wrong_in_a_field_is_not_saved_and_said_at_the_field(desk: Asked, article: str) -> None:
    wrong: dict[str, Any] = {"summary": "", "unit": "没有的单位", **parts(deadline="2008-13-01"), "text": "写了很多。"}
    answer = save(desk, article, **wrong)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["errors"].keys() == {"summary", "promise.0.deadline"}
    assert save(desk, article, unit="没有的单位").json["errors"].keys() == {"unit"}  # type: ignore[index]
    both = save(desk, article, unit="", source="")
    assert "没有供稿单位也没有来源" in both.json["errors"][""]  # type: ignore[index]
    page = html.unescape(save(desk, article, script=False, **wrong).text)
    assert "写了很多。" in page
    assert re.search(r'id="e-summary"[^>]*>没有填写。', page)
    assert file_of(desk, article).read_text(encoding="utf-8") == COMMENTED


def test_what_is_wrong_in_the_text_is_left_to_the_checks(desk: Asked, article: str) -> None:
    assert save(desk, article, text="[写错了的网址](http://[bad)\n\n![没有的图](no.png)").status_code == 200
    file_of(desk, article).unlink()


def test_a_file_that_is_wrong_already_can_be_saved_on_the_way_to_right(desk: Asked, article: str) -> None:
    file_of(desk, article).write_text(COMMENTED.replace("unit: 各支部\n", "unit: 没有的\n", 1), encoding="utf-8")
    assert "没有的（没有这个名称）" in desk.get("writing/", path=article).text
    assert save(desk, article, text="改了正文。").status_code == 200
    file_of(desk, article).unlink()


def test_a_head_that_nobody_can_read_is_shown_with_its_text(desk: Asked, article: str) -> None:
    broken = COMMENTED.replace("title: 各", "title： 各")
    file_of(desk, article).write_text(broken, encoding="utf-8")
    page = html.unescape(desk.get("writing/", path=article).text)
    assert "中文冒号" in page
    assert "title： 各支部讨论" in page
    assert save(desk, article, text=COMMENTED).status_code == 200
    assert file_of(desk, article).read_text(encoding="utf-8") == COMMENTED
    file_of(desk, article).unlink()


def test_a_file_that_has_changed_since_is_never_overwritten(desk: Asked, article: str) -> None:
    form = form_of(desk, article, text="我写的。")
    desk.post("versions/open", script=True, path=article, session="0f0f0f0f-0000-4000-8000-000000000001", first="1")
    theirs = COMMENTED.replace("正文。", "别人写的。")
    file_of(desk, article).write_text(theirs, encoding="utf-8")
    answer = desk.post("writing/save", script=True, **form)
    assert answer.status_code == 409
    assert answer.json
    both = re.sub(r"<span[^>]*>[^<]*</span>|<[^>]+>", "", html.unescape(desk.client.get(answer.json["next"]).text))
    assert "我写的。" in both
    assert "别人写的。" in both
    assert file_of(desk, article).read_text(encoding="utf-8") == theirs
    assert desk.post("writing/save", **form).headers["Location"].startswith("/_desk/versions/conflict?")


def test_a_plain_form_is_saved_and_leads_back(desk: Asked, article: str) -> None:
    answer = save(desk, article, script=False, text="没有脚本也能写。")
    assert answer.headers["Location"] == f"/_desk/writing/?path={article}&saved=1"
    assert "已保存" in desk.client.get(answer.headers["Location"]).text
    assert file_of(desk, article).read_text(encoding="utf-8").endswith("---\n\n没有脚本也能写。\n")


# --- What scripts ask -------------------------------------------------------------------------------------------------


def test_the_page_of_an_unsaved_text_is_shown_in_the_frame_of_its_window_only(desk: Asked) -> None:
    pages = desk.desk.preview.instant_pages
    pages.open()
    application = desk.desk.preview.application
    form = form_of(desk, NEWS, text="没有保存的一段。", title="没有保存的标题", window="window-0001")
    answer = desk.post("writing/check", script=True, **form)
    assert answer.json == {"errors": {}, "shown": True, "changed": False}
    address = f"/{NEWS.removesuffix('.md')}/"

    def body(window: str, *, is_framed: bool) -> str:
        return b"".join(application.answer(address, {"unsaved": [window]}, is_framed=is_framed)[2]).decode()

    page = body("window-0001", is_framed=True)
    assert "没有保存的一段。" in page
    assert "没有保存的标题" in page
    pages.page(f"{address[1:]}index.html")
    for body_shown in (body("window-0001", is_framed=False), body("window-0002", is_framed=True)):
        assert "没有保存的" not in body_shown
    application.forget_unsaved(f"{address[1:]}index.html")
    assert "没有保存的" not in body("window-0001", is_framed=True)
    assert file_of(desk, NEWS).read_text(encoding="utf-8").endswith("正文。\n")


def test_errors_are_reported_while_one_types(desk: Asked) -> None:
    answer = desk.post("writing/check", script=True, **form_of(desk, NEWS, title="", digest="x", window="window-0001"))
    assert answer.json
    assert answer.json["errors"]["title"] == "没有填写。补上这个字段。"
    assert (answer.json["shown"], answer.json["changed"]) == (False, True)


def test_what_can_be_mended_is_shown_before_and_written_by_nobody(desk: Asked, article: str) -> None:
    form = form_of(desk, article, text="甲,乙。\n\n丙,丁。", summary="谁,做了什么,有什么结果都写在这里了。")
    both = desk.post("writing/mend", script=True, all="1", **form).json
    assert both
    assert both["text"] == "甲，乙。\n\n丙，丁。"
    assert both["fields"] == {"summary": "谁，做了什么，有什么结果都写在这里了。"}
    assert both["html"].count("【增加：") == 4
    mended = desk.post("writing/mend", script=True, code="TXT001", line="3", column="2", **form).json
    assert mended
    assert (mended["text"], mended["fields"]) == ("甲,乙。\n\n丙，丁。", {})
    field = desk.post("writing/mend", script=True, code="TXT001", line="0", field="summary", **form).json
    assert field
    assert field["text"].startswith("甲,乙。")
    gone = desk.post("writing/mend", script=True, code="TXT001", line="2", **form)
    assert (gone.status_code, "已经改好" in gone.text) == (422, True)
    assert file_of(desk, article).read_text(encoding="utf-8") == COMMENTED


def test_findings_come_by_the_lines_of_the_text(desk: Asked, article: str) -> None:
    file_of(desk, article).write_text(COMMENTED.replace("正文。", "学习,讨论。"), encoding="utf-8")
    findings = desk.desk.preview.findings
    findings.renew()
    while findings.results.running:
        time.sleep(0.02)
    findings.close()
    answer = desk.get("writing/findings", path=article).json
    assert answer
    assert answer["state"]["label"] == "草稿"
    by_code = {finding["code"]: finding for finding in answer["findings"]}
    assert (by_code["TXT001"]["line"], by_code["TXT001"]["column"], by_code["TXT001"]["fixable"]) == (1, 3, True)
    assert (by_code["FM022"]["line"], by_code["FM022"]["field"]) == (0, "draft")
    assert "去掉“草稿”前面的勾" in answer["state"]["step"]
    assert "findings" not in desk.get("writing/findings", path=article, revision=answer["revision"]).json  # type: ignore[operator]


def test_what_is_pasted_comes_as_an_import_writes_it(desk: Asked) -> None:
    answer = desk.post("writing/paste", script=True, html="<h1>做法</h1><p>一<b>二</b></p>", note="4")
    assert answer.json
    assert answer.json["markdown"] == "## 做法\n\n一**二**"


def photograph() -> bytes:
    image = Image.new("RGB", (3000, 200), "#804020")
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    return data.getvalue()


def test_a_picture_is_made_ready_and_its_original_kept(desk: Asked, article: str) -> None:
    data = photograph()
    answers = [
        desk.post("writing/picture", script=True, path=article, picture=(io.BytesIO(data), "C:/照片.jpg")) for _ in "12"
    ]
    name = f"{Path(article).stem}-1.jpg"
    assert [answer.json["name"] for answer in answers if answer.json] == [name, name]
    with Image.open(file_of(desk, article).with_name(name)) as placed:
        assert placed.size[0] == 1600
        assert not placed.getexif()
    assert (desk.root / "originals" / "news" / name).read_bytes() == data
    file_of(desk, article).with_name(name).unlink()


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0 torn"]
)
def test_what_is_no_picture_is_refused_in_a_sentence_and_leaves_nothing(desk: Asked, data: bytes) -> None:
    before = sorted(file_of(desk, "news").iterdir())
    answer = desk.post("writing/picture", script=True, path=NEWS, picture=(io.BytesIO(data), "x.jpg"))
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["error"].startswith("图片没有放进来：")
    assert sorted(file_of(desk, "news").iterdir()) == before


def test_articles_to_link_to_are_found_by_their_words(desk: Asked) -> None:
    answer = desk.get("writing/articles", path=NOTICE, q="支部 培训").json
    assert answer
    assert [article["target"] for article in answer["articles"]] == ["../news/2008-10-20-peixun.md"]
    assert desk.get("writing/articles", path=NOTICE, q="没有这一篇的字").json == {"articles": []}


# --- Attacks ----------------------------------------------------------------------------------------------------------

OUTSIDE = [
    "",
    "../lanmu.toml",
    "news/../../mkdocs.yml",
    "/etc/passwd",
    "columns.yml",
    "news/none.md",
    "%2e%2e/x.md",
    "\x00.md",
    "C:/a.md",
]
WRITTEN = ("save", "check", "mend", "picture")


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_parameter_leads_out_of_the_project(desk: Asked, path: str) -> None:
    for name in ("", "findings", "articles"):
        assert desk.get(f"writing/{name}", path=path).status_code == 422
    for name in WRITTEN:
        assert desk.post(f"writing/{name}", script=True, path=path, text="x").status_code == 422


@pytest.mark.parametrize("name", [*WRITTEN, "paste", "new"])
def test_without_the_token_nothing_is_done(desk: Asked, name: str) -> None:
    assert desk.client.post(f"/_desk/writing/{name}", data={"path": NEWS, "text": "x"}).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"fields": "title nothing review draft", "title": "\x00", "review": "x", "nothing": "y"},
        {"fields": "issue", "issue": "９" * 5000},
        {"fields": "promise", **{f"promise.{number}.item": "x" for number in ("999", "a", "-1", "new77")}},
        {"fields": "notice channels", "notice.start": "]]: {", "channels.report": "2008-99-99"},
        {"fields": "date", "date": "0000-00-00", "date.clock": "99:99"},
        {"fields": "title", "title": "---\n---\n# x", "line": "x", "column": "-1", "code": "TXT001"},
        {"text": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\x0b" * 50},
        {"fields": "tags", "tags": "[[[[\n" * 200},
    ],
)
def test_garbage_is_answered_in_sentences(desk: Asked, values: dict[str, str]) -> None:
    before = file_of(desk, NEWS).read_bytes()
    form = form_of(desk, NEWS, fields="", window="<script>") | values
    for name in WRITTEN[:3]:
        assert desk.post(f"writing/{name}", script=True, **form).status_code in (200, 422), name
    assert read(desk, NEWS).head is not None
    file_of(desk, NEWS).write_bytes(before)


def test_what_is_written_is_shown_as_text(desk: Asked, article: str) -> None:
    save(desk, article, title="</title><script>alert(1)</script>", text="</textarea><script>alert(2)</script>")
    assert "<script>alert" not in desk.get("writing/", path=article).text
    file_of(desk, article).unlink()


# --- The editor -------------------------------------------------------------------------------------------------------


def test_the_bundled_editor_is_that_of_the_lock_with_all_its_licences() -> None:
    folder = ROOT / "scripts" / "lanmu" / "desk" / "writing" / "editor"
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = {
        f"{path.removeprefix('node_modules/')} {facts['version']}"
        for path, facts in packages.items()
        if path and "esbuild" not in path
    }
    licences = (folder / "LICENCES.txt").read_text(encoding="utf-8")
    assert names == set(re.findall(r"(?m)^((?:@[\w-]+/)?[\w-]+ \d+\.\d+\.\d+)$", licences))
    assert licences.count("Permission is hereby granted") == len(names)
