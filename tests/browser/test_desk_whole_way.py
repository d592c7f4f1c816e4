"""The whole way on the desk by the keyboard alone, after a Word file was dropped: taken in, completed, mended, signed, printed,
published; then changed by one character and taken back."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lanmu.content.fingerprint import digest
from playwright.sync_api import Browser, Locator, Page, expect
from support.axe import assert_accessible
from support.builders import NEWS
from support.desk_page import drop, watched
from support.keyboard import enter, tab_to
from support.previewing import Preview, previewed
from support.printing import _fonts_are_there
from support.reviewing import review_everything
from test_import_word_batch import manuscript as with_table

__all__ = ["_fonts_are_there"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("whole way")]

LONG = 60_000  # milliseconds: a build on a busy machine
PUBLISH = """
[publish.web]
kind = "folder"
folder = "{folder}"
address = "https://www.example.org/zhuanti"
"""
SAVE = "Control+s"
TITLE = "某某支部集中学习"
TEXT = "某某支部组织党员集中学习，大家联系岗位谈了体会，记了笔记。"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The desk of a reviewed project that is published into the folder `web` beside it."""
    folder = tmp_path_factory.mktemp("preview")

    def prepare(root: Path) -> None:
        review_everything(root)
        with (root / "lanmu.toml").open("a", encoding="utf-8") as settings:
            settings.write(PUBLISH.format(folder=(folder / "web").as_posix()))

    with pytest.MonkeyPatch.context() as patch:
        # The key of the office is made in the user's own folder.
        patch.setenv("XDG_DATA_HOME", str(folder / "own"))
        with previewed(folder, prepare) as running:
            yield running


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document with a table and two photographs."""
    return with_table(tmp_path_factory.mktemp("word") / "来稿.docx", TITLE, TEXT, TEXT)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with watched(chromium) as page:
        yield page


def fits(page: Page) -> None:
    """Nothing of the page lies beyond the right edge, on a small and on a large screen."""
    for width in (1920, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        # The page may be about to come.
        page.wait_for_function("wide => document.documentElement?.scrollWidth === wide", arg=width)


def flawless(page: Page) -> None:
    """It fits, and axe finds nothing."""
    fits(page)
    assert_accessible(page)


def typed(page: Page, field: Locator, text: str) -> None:
    """Goes to a field and writes over what stands there."""
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def ticked(page: Page, box: Locator) -> None:
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def test_from_a_word_file_to_readers_and_back_by_keyboard(page: Page, preview: Preview, manuscript: Path) -> None:
    page.goto(f"{preview.url}_desk/")
    enter(page, link(page, "收稿"))
    fits(page)
    path = taken_in(page, preview, manuscript)
    enter(page, link(page, "在写稿里打开"))
    mended(page, preview, path)
    enter(page, link(page, "三审").last)
    signed(page)
    enter(page, link(page, "去印刷"))
    printed(page)
    published(page, preview, path)
    changed_and_taken_back(page, preview, path)


def taken_in(page: Page, preview: Preview, manuscript: Path) -> str:
    """收稿: dropped, its report looked at, what is missing filled in. Gives the path of the article below docs/."""
    tab_to(page, page.get_by_label("栏目"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    drop(page, manuscript)
    expect(page.get_by_role("heading", name="收件篮（1 个等着收）")).to_be_focused()
    enter(page, button(page, "收进来 来稿.docx"))
    expect(page.get_by_text("项要补")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("region", name="照收了")).to_contain_text("表格 1 个")
    fits(page)
    tab_to(page, page.get_by_label("供稿单位"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for number, words in ((1, "职工围坐着讨论"), (2, "大家在记笔记")):
        typed(page, page.get_by_label(f"第 {number} 张图片的说明"), words)
    ticked(page, page.get_by_label("都看过了，不再是草稿"))
    enter(page, button(page, "存进稿件"))
    expect(page.get_by_text("没有要补的了")).to_be_visible()
    (article,) = (preview.project / "docs" / "news").glob("*xue-xi.md")
    return article.relative_to(preview.project / "docs").as_posix()


def mended(page: Page, preview: Preview, path: str) -> None:
    """写稿: what the checks find in a sentence that is added is mended with its button; the number of the bulletin is filled in."""
    fits(page)
    article = preview.project / "docs" / path
    editor = page.get_by_role("textbox", name="正文")
    enter(page, page.locator(".head-fields > summary"))
    enter(page, page.locator(".folded > summary"))
    typed(page, page.get_by_label("简报期号"), "2")
    tab_to(page, editor)
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n大家说,学了就用。")
    page.keyboard.press(SAVE)
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    mend = button(page, "自动改：").first
    expect(mend).to_be_visible(timeout=LONG)
    enter(page, mend)
    expect(page.get_by_role("dialog", name="这样改，可以吗")).to_be_visible(timeout=LONG)
    page.keyboard.press("Enter")
    expect(editor).to_contain_text("大家说，学了就用。")
    page.keyboard.press(SAVE)
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    # The checks of what was just saved, not what the button has taken off the list.
    preview.bar(f"/{path.removesuffix('.md')}/", lambda html: "TXT001" not in html)
    expect(page.locator("[data-findings-state]")).to_have_text("没有查到问题。")
    text = article.read_text(encoding="utf-8")
    assert "大家说，学了就用。" in text
    assert "issue: 2\n" in text


def signed(page: Page) -> None:
    """三审: three people, one of whom gives the two examinations too."""
    for name, stages in (
        ("审稿人甲", ("初审", "保密审查", "隐私审查")),
        ("审稿人乙", ("复审",)),
        ("审稿人丙", ("终审",)),
    ):
        for stage in stages:
            ticked(page, page.get_by_label(f"签{stage}"))
        typed(page, page.get_by_label("姓名", exact=True), name)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"已签：{'、'.join(stages)}。")).to_be_visible()
        fits(page)
    expect(page.get_by_text("五关都有效，可以发布。")).to_be_visible()


def printed(page: Page) -> None:
    """印刷与上报: the bulletin, and its sheet looked at."""
    fits(page)
    expect(page.get_by_role("checkbox", name="简报")).to_be_checked()
    for other in page.locator("[name=channel]:checked:not([value=bulletin])").all():
        tab_to(page, other)
        page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name="印", exact=True))
    sheet = page.get_by_role("img", name="简报第2期，第 1 页")
    expect(sheet).to_be_visible(timeout=LONG)
    enter(page, page.get_by_role("link", name="看每一页"))
    sheet = page.get_by_role("img", name="第 1 页").first
    page.wait_for_function("sheet => sheet.complete && sheet.naturalWidth > 0", arg=sheet.element_handle())
    fits(page)


def published(page: Page, preview: Preview, path: str) -> None:
    """发布: looked at, then exactly that; the page is where readers get it."""
    web = preview.project.parent / "web"
    enter(page, link(page, "发布"))
    flawless(page)
    enter(page, button(page, "看看会登什么"))
    expect(page).to_have_url(re.compile("/publishing/results/"), timeout=LONG)
    rehearsal = page.url
    # The page of the job leads on by itself while it is under way; now it stays.
    page.goto(rehearsal.replace("publishing/results", "jobs"))
    flawless(page)
    page.goto(rehearsal)
    expect(page.get_by_role("heading", name="会登什么：web")).to_be_visible()
    expect(page.get_by_label("会换掉什么")).to_contain_text(f"《{TITLE}》")
    flawless(page)
    assert not web.exists()
    enter(page, button(page, "照此发布"))
    expect(page.get_by_role("heading", name="读者看到的网站已经换上")).to_be_visible(timeout=LONG)
    flawless(page)
    assert TITLE in (web / "current" / path.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
    for name in ("核对文件夹", "退回以前的版本"):
        enter(page, link(page, "发布"))
        enter(page, button(page, name))
        expect(page.get_by_role("heading", name={"核对文件夹": "核对：web"}.get(name, "留着的版本"))).to_be_visible(
            timeout=LONG
        )
        flawless(page)


def changed_and_taken_back(page: Page, preview: Preview, path: str) -> None:
    """One character more, and the article is not reviewed any longer; taken back, and it is."""
    article = preview.project / "docs" / path
    reviewed = article.read_bytes()
    enter(page, link(page, "稿件"))
    typed(page, page.get_by_role("searchbox"), TITLE)
    row = page.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("已发布")
    enter(page, row.get_by_role("link", name=TITLE, exact=True))
    tab_to(page, page.get_by_role("textbox", name="正文"))
    page.keyboard.press("Control+End")
    page.keyboard.type("！")
    page.keyboard.press(SAVE)
    expect(page.locator("[data-state]")).to_contain_text("审后有改动", timeout=LONG)
    enter(page, link(page, "版本"))
    enter(page, page.get_by_role("row").nth(2).get_by_role("link", name="取回"))
    enter(page, button(page, "取回这一版"))
    expect(page.get_by_text("已经取回。")).to_be_visible()
    assert article.read_bytes() == reviewed
    enter(page, link(page, "三审").last)
    expect(page.get_by_text("五关都有效，可以发布。")).to_be_visible()


@pytest.mark.parametrize(
    "given",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Desk-Token": ""},
        {"X-Desk-Token": "x"},
    ],
)
def test_a_stranger_saves_nothing_even_with_what_only_the_desk_knows(preview: Preview, given: dict[str, str]) -> None:
    article = preview.project / "docs" / NEWS
    before = article.read_bytes()
    own = preview.url.rstrip("/")
    token = re.findall(r'name="desk-token" content="([^"]+)"', preview.page("_desk/"))[0]
    form = {"path": NEWS, "digest": digest(before), "fields": "", "text": "外人写的。"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection(own.removeprefix("http://"), timeout=60)
    headers = kind | {"Origin": own, "X-Desk-Token": token} | given
    connection.request("POST", "/_desk/writing/save", urlencode(form), headers)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    assert answer.status == 403, said
    assert re.search("[\u4e00-\u9fff]", said)
    assert article.read_bytes() == before
