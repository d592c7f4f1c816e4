"""收稿 in a real browser: a document with a table and photographs is dropped, its report looked at, what is missing filled in; and
the same with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import assert_accessible
from support.desk_page import drop, watched
from support.previewing import Preview, desk_preview
from test_import_word_batch import TEXT
from test_import_word_batch import manuscript as with_table

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

LONG = 40_000  # milliseconds: another process on a busy machine


@pytest.fixture(scope="module")
def preview() -> Preview:
    return desk_preview()


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document with a table and two photographs, in a folder as offices hand it in."""
    path = tmp_path_factory.mktemp("word") / "某某支部" / "来稿.docx"
    path.parent.mkdir()
    with_table(path, "某某支部集中学习", TEXT)
    path.with_name(".DS_Store").touch()
    path.with_name("空.docx").touch()
    return path


@pytest.fixture
def page(chromium: Browser, preview: Preview) -> Iterator[Page]:
    """收稿."""
    with watched(chromium) as page:
        page.goto(f"{preview.url}_desk/intake/")
        yield page


def test_dropped_looked_at_and_completed_with_the_mouse(page: Page, preview: Preview, manuscript: Path) -> None:
    assert_accessible(page)
    page.get_by_label("栏目").select_option("动态")
    drop(page, manuscript.parent)
    expect(page.get_by_role("heading", name="收件篮（1 个等着收）")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("空.docx 是空文件（0 字节），没有收：可能没有传完，请重新复制一份。")
    item = page.get_by_role("listitem").filter(has_text="来稿.docx")
    expect(item.get_by_label("栏目")).to_have_value("news")
    assert_accessible(page)
    item.get_by_role("button", name="试看").click()
    expect(page.get_by_text("只是试看，什么也没有写")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("region", name="照收了")).to_contain_text("表格 1 个")
    assert not list((preview.project / "docs" / "news").glob("*xue-xi*"))
    page.get_by_role("button", name="就这样收进来").click()
    expect(page.get_by_text("还有 3 项要补")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("region", name="改动了")).to_contain_text("去掉了拍摄地点 1 张")
    for picture in page.get_by_role("img").all():
        assert picture.evaluate("each => each.naturalWidth") > 0
    assert_accessible(page)
    page.get_by_label("供稿单位").select_option("各支部")
    page.get_by_label("第 1 张图片的说明").fill("职工围坐着讨论")
    page.get_by_label("第 2 张图片的说明").fill("大家在记笔记")
    page.get_by_label("都看过了，不再是草稿").check()
    page.get_by_role("button", name="存进稿件").click()
    expect(page.get_by_text("没有要补的了")).to_be_visible()
    (article,) = (preview.project / "docs" / "news").glob("*xue-xi.md")
    text = article.read_text(encoding="utf-8")
    assert "unit: 各支部\n" in text
    assert "![职工围坐着讨论](" in text
    assert "draft" not in text
    page.goto(f"{preview.url}_desk/")
    expect(page.get_by_text("某某支部集中学习").first).to_be_visible()


def test_the_same_by_keyboard_alone(page: Page, preview: Preview, manuscript: Path) -> None:
    def reach(name: str) -> None:
        """Goes on with Tab until what has this name, or begins with it, has the focus."""
        for _ in range(60):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                "() => { const e = document.activeElement; return e.getAttribute('aria-label') || "
                "[...(e.labels ?? [])].map((label) => label.textContent).join('') || e.textContent; }"
            )
            if shown.strip().startswith(name):
                return
        raise AssertionError(name)

    # The browser is asked for file choosers from here on: what is asked together with the key may come too late.
    page.on("filechooser", lambda _chooser: None)
    reach("把 Word、WPS")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "另一份.docx", "mimeType": "", "buffer": manuscript.read_bytes()})
    reach("放进收件篮")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="收件篮（1 个等着收）")).to_be_focused()
    expect(page.get_by_text("这个文件收过一次")).to_be_visible()
    reach("栏目")
    page.keyboard.press("End")
    reach("标题、时间")
    page.keyboard.press("Enter")
    reach("标题")
    page.keyboard.type("键盘收的一篇")
    reach("收进来 另一份.docx")
    page.keyboard.press("Enter")
    expect(page.get_by_text("项要补")).to_be_visible(timeout=LONG)
    reach("来源")
    page.keyboard.type("本站编写")
    reach("存进稿件")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已经补进稿件")).to_be_visible()
    (article,) = (preview.project / "docs" / "notices").glob("*jian-pan*.md")
    assert "source: 本站编写\n" in article.read_text(encoding="utf-8")
