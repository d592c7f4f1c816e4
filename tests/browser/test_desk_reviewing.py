"""Reviews and versions on the desk in a real browser: by mouse, by keyboard, and in two windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lanmu.content.fingerprint import digest
from lanmu.desk.versions import store
from playwright.sync_api import Browser, Page, expect
from support.axe import assert_accessible
from support.desk_page import is_no_refusal, watched
from support.previewing import Preview, desk_preview

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

PATH = "news/2008-10-20-peixun.md"
NOTICE = "notices/2008-12-22-gongshi.md"


@pytest.fixture(scope="module")
def preview() -> Preview:
    running = desk_preview()
    running.bar("/news/2008-10-20-peixun/")
    return running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with watched(chromium, is_no_refusal) as page:
        yield page


def desk(preview: Preview, address: str, **values: str) -> str:
    return f"{preview.url}_desk/{address}?{urlencode(values)}"


def file_of(preview: Preview, path: str = PATH) -> Path:
    return preview.project / "docs" / path


def states(page: Page) -> list[str]:
    return page.locator(".table--stages tbody .state").all_inner_texts()


def test_signed_changed_taken_back_and_valid_again(page: Page, preview: Preview) -> None:
    page.goto(desk(preview, "reviewing/"))
    page.locator(".head__who summary").click()
    page.get_by_label("办稿人姓名").fill("审稿人甲")
    page.get_by_role("button", name="记住").click()
    expect(page.get_by_role("heading", name="待初审（")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="各支部开展培训").click()
    expect(page.get_by_label("姓名", exact=True)).to_have_value("审稿人甲")
    expect(page.frame_locator(".page").locator("article h1")).to_contain_text("各支部开展培训")
    page.get_by_label("签初审").check()
    page.get_by_label("签保密审查").check()
    # A name that stands for nobody: what was chosen stays.
    page.get_by_label("姓名", exact=True).fill("领导")
    page.get_by_role("button", name="签字").click()
    expect(page.get_by_role("alert").filter(has_text="「领导」不是姓名")).to_be_visible()
    expect(page.get_by_label("签初审")).to_be_checked()
    page.get_by_label("姓名", exact=True).fill("审稿人甲")
    page.get_by_role("button", name="签字").click()
    expect(page.get_by_text("已签：初审、保密审查。")).to_be_visible()
    assert states(page) == ["有效", "没有签", "没有签", "有效", "没有签"]
    text = file_of(preview).read_text(encoding="utf-8")
    file_of(preview).write_text(text.replace("正文。", "正文！"), encoding="utf-8")
    page.reload()
    assert states(page) == ["作废", "没有签", "没有签", "作废", "没有签"]
    # When the checks end the page is another one; what was chosen and typed in is still there.
    page.get_by_label("签初审").check()
    page.get_by_label("姓名", exact=True).fill("审稿人丙")
    expect(page.locator("[data-checking]")).to_have_count(0, timeout=60_000)
    expect(page.get_by_label("签初审")).to_be_checked()
    expect(page.get_by_label("姓名", exact=True)).to_have_value("审稿人丙")
    expect(page.get_by_label("姓名", exact=True)).to_be_focused()
    expect(page.locator(".since del")).to_contain_text(["划掉的是删去的", "。"])
    expect(page.locator(".since ins")).to_contain_text(["加底线的是增加的", "！"])
    assert_accessible(page)
    page.get_by_role("link", name="取回签字时的一版…").click()
    assert_accessible(page)
    page.get_by_role("button", name="取回这一版").click()
    expect(page.get_by_text("已经取回。")).to_be_visible()
    assert_accessible(page)
    page.locator(".steps").get_by_role("link", name="三审").click()
    assert states(page) == ["有效", "没有签", "没有签", "有效", "没有签"]
    assert file_of(preview).read_text(encoding="utf-8") == text


def test_the_same_by_keyboard_for_what_was_chosen_in_the_queue(page: Page, preview: Preview) -> None:
    page.goto(desk(preview, "reviewing/"))
    page.get_by_label("选《整改方案公示》").focus()
    page.keyboard.press("Space")
    opener = page.locator("form:has(input[value='notices/2008-12-22-gongshi.md']) summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("审稿人丁")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已签：")).to_be_visible()
    page.goto(desk(preview, "versions/", path=NOTICE))
    page.get_by_role("radio", name="旧").nth(1).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="比较选中的两版").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="保密审查")).to_contain_text("审稿人丁")
    assert_accessible(page)


def test_two_windows_have_the_article_open_and_save_it(page: Page, preview: Preview) -> None:
    watched = """async (path) => {
        const { watchArticle } = await import("/_desk/static/versions/presence.js");
        watchArticle(path, (others) => { document.title = `${others.length}`; });
    }"""
    for window in (page, page.context.new_page()):
        window.goto(desk(preview, "versions/", path=PATH))
        window.evaluate(watched, PATH)
        expect(window).to_have_title("0" if window is page else "1")
    page.close()
    window.wait_for_function(
        "async () => !(await (await fetch(location.href)).text()).match(/起开着这一篇[^]*起开着这一篇/)"
    )
    # What the first had written meanwhile.
    file, opened = file_of(preview), file_of(preview).read_bytes()
    text = opened.decode()
    store.save(preview.project, file, text.replace("正文。", "乙写的。").encode(), "审稿人乙")
    mine = store.keep_unsaved(preview.project, file, text.replace("正文。", "甲写的。").encode(), "审稿人甲")
    window.goto(desk(preview, "versions/conflict", path=PATH, mine=mine, opened=digest(opened)))
    assert_accessible(window)
    window.get_by_role("radio", name="用我写的").check()
    window.get_by_role("button", name="存成合在一起的").click()
    expect(window.get_by_role("heading", name="版本：")).to_be_visible()
    assert "甲写的。" in file.read_text(encoding="utf-8")
