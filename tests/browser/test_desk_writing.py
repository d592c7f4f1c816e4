"""写稿 in a real browser: from nothing to saved by keyboard, what is pasted and dropped, findings mended, nothing lost."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect
from support.axe import assert_accessible, load_axe, violations
from support.desk_page import is_no_refusal, watched
from support.keyboard import tab_to
from support.pasting import WORD
from support.previewing import DRAFT, FAULT, Preview, desk_preview, draft

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

LONG = 40_000  # milliseconds: a build and a check on a busy machine
# An article for each test, written before anything is looked at: a build for each would cost more than the tests.
BODIES = {
    "long": "第一段。\n\n" * 60,
    **dict.fromkeys(("field", "word", "typed", "picture", "closed", "twice", "link", "script", "source"), "第一段。\n"),
}
TEXTS = {name: f"news/2008-10-21-{name}.md" for name in BODIES}
TITLE = "写稿用的一篇"
SAVE = "Control+s"
PASTE = """([content, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "没有格式的文字");
    const options = { clipboardData: data, bubbles: true, cancelable: true, composed: true };
    content.dispatchEvent(new ClipboardEvent("paste", options));
}"""
DROP = """([content, picture]) => {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "IMG_0001.png", { type: "image/png" }));
    const { left, top } = content.getBoundingClientRect();
    const options = { dataTransfer: data, bubbles: true, cancelable: true, composed: true, clientX: left + 20, clientY: top + 20 };
    content.dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture(scope="module")
def preview() -> Preview:
    running = desk_preview()
    for name, body in BODIES.items():
        running.write(TEXTS[name], draft(body, title=TITLE))
    running.bar(f"/{DRAFT.removesuffix('.md')}/", lambda html: "TXT001" in html)
    return running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with watched(chromium, is_no_refusal) as page:
        yield page


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="正文")


def opened(page: Page, preview: Preview, path: str) -> Locator:
    """The editor of an article, the cursor at its end."""
    page.goto(f"{preview.url}_desk/writing/?path={path}")
    editor(page).focus()
    page.keyboard.press("Control+End")
    return editor(page)


def file_of(preview: Preview, path: str) -> str:
    return (preview.project / "docs" / path).read_text(encoding="utf-8")


def body_of(preview: Preview, path: str) -> str:
    return file_of(preview, path).split("---\n", 2)[2].strip()


def saved(page: Page) -> None:
    page.keyboard.press(SAVE)
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


def test_from_nothing_to_saved_by_keyboard_alone(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.url}_desk/writing/new")
    assert_accessible(page)
    tab_to(page, page.get_by_role("link", name="动态", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("标题")).to_be_focused()
    page.keyboard.type("键盘写的一篇")
    tab_to(page, page.get_by_label("供稿单位"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("供稿单位")).to_have_value("各支部")
    tab_to(page, page.get_by_role("button", name="建好，开始写"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("摘要"))
    page.keyboard.press("Control+a")
    page.keyboard.type("各支部用键盘写了一篇稿件，从头到尾没有碰过鼠标，存下来了。")
    tab_to(page, editor(page))
    page.keyboard.press("Control+a")
    page.keyboard.type("做法")
    page.keyboard.press("Control+Alt+2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("先学，")
    page.keyboard.press("Control+b")
    page.keyboard.type("再议")
    saved(page)
    path = page.url.partition("path=")[2]
    assert body_of(preview, path) == "## 做法\n\n先学，**再议**"
    assert "summary: 各支部用键盘写了一篇稿件" in file_of(preview, path)
    assert_accessible(page)


def test_the_page_beside_the_text_follows_it_before_it_is_saved_and_stays_where_it_was(
    page: Page, preview: Preview
) -> None:
    opened(page, preview, TEXTS["long"])
    frame = page.frame_locator("[data-frame]")
    page.keyboard.type("\n\n第一次写的。")
    expect(frame.locator("article")).to_contain_text("第一次写的。", timeout=LONG)
    expect(page.locator("[data-preview-state]")).to_have_text("网页的样子（还没有保存）")
    frame.locator("body").evaluate("() => scrollTo(0, 700)")
    page.keyboard.type("第二次写的。")
    expect(frame.locator("article")).to_contain_text("第二次写的。", timeout=LONG)
    page.wait_for_function("() => document.querySelector('[data-frame]').contentWindow.scrollY === 700")
    assert "第一次写的。" not in file_of(preview, TEXTS["long"])
    assert "第一次写的。" not in preview.page(TEXTS["long"].replace(".md", "/"))
    saved(page)
    assert body_of(preview, TEXTS["long"]).endswith("第一次写的。第二次写的。")
    expect(page.locator("[data-preview-state]")).to_have_text("网页现在的样子")


def test_a_finding_stands_at_its_line_and_is_mended_with_its_button(page: Page, preview: Preview) -> None:
    opened(page, preview, DRAFT)
    finding = page.locator(".finding", has_text="TXT001")
    expect(finding).to_be_visible(timeout=LONG)
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    # Lines above it move it, and it is mended where it stands now.
    page.keyboard.press("Control+Home")
    page.keyboard.type("前面加的一段。\n\n")
    finding.get_by_role("button", name="自动改").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="这样改，可以吗")
    # The first time the rules are loaded.
    expect(dialog.locator("ins.new", has_text="，")).to_be_visible(timeout=LONG)
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("学习，讨论。")
    expect(finding).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(editor(page)).to_contain_text("学习,讨论。")
    page.keyboard.press("Control+y")
    saved(page)
    expect(page.locator("[data-findings-state]")).to_have_text("查到提醒 1 处。", timeout=LONG)
    assert body_of(preview, DRAFT) == "前面加的一段。\n\n学习，讨论。"
    preview.write(DRAFT, draft(FAULT))


def test_what_is_written_while_a_mending_is_worked_out_is_not_replaced(page: Page, preview: Preview) -> None:
    opened(page, preview, DRAFT)
    finding = page.locator(".finding", has_text="TXT001")
    expect(finding).to_be_visible(timeout=LONG)
    held: list[Route] = []
    page.route("**/_desk/writing/mend", lambda route: held.append(route))
    with page.expect_request("**/_desk/writing/mend"):
        finding.get_by_role("button", name="自动改").click()
    editor(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("等的时候写的。")
    held[0].continue_()
    expect(page.locator("[data-told]")).to_contain_text("请再点一次", timeout=LONG)
    expect(page.get_by_role("dialog", name="这样改，可以吗")).to_be_hidden()
    expect(editor(page)).to_contain_text("等的时候写的。")
    page.unroute("**/_desk/writing/mend")


def test_what_is_wrong_in_a_field_is_said_while_one_types_and_not_saved(page: Page, preview: Preview) -> None:
    opened(page, preview, TEXTS["field"])
    page.locator(".head-fields > summary").click()
    page.get_by_label("标题", exact=False).first.fill("")
    error = page.locator('[data-error="title"]')
    expect(error).to_have_text("没有填写。补上这个字段。")
    before = file_of(preview, TEXTS["field"])
    page.keyboard.press(SAVE)
    expect(page.locator("[data-told]")).to_contain_text("没有保存")
    expect(page.locator("[name=title]")).to_be_focused()
    assert file_of(preview, TEXTS["field"]) == before
    page.keyboard.type(TITLE)
    expect(error).to_be_empty()


def test_what_is_pasted_from_word_becomes_markdown_in_one_step(page: Page, preview: Preview) -> None:
    content = opened(page, preview, TEXTS["word"])
    content.evaluate("(content, html) => (" + PASTE + ")([content, html])", WORD)
    expect(content).to_contain_text("各支部开展**培训**")
    lines = content.locator(".cm-line").all_inner_texts()
    assert [line for line in lines if line.strip()][:2] == ["第一段。", "## 一、基本情况"]
    assert "| 各支部 | 32 |" in lines
    page.keyboard.press("Control+z")
    expect(content).to_have_text("第一段。")


def test_chinese_typed_with_an_input_method_comes_once(page: Page, preview: Preview) -> None:
    content = opened(page, preview, TEXTS["typed"])
    session = page.context.new_cdp_session(page)
    for text in ("n", "ni", "ni h", "ni hao"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    session.send("Input.insertText", {"text": "你好"})
    expect(content).to_have_text("第一段。你好")


def test_a_picture_that_is_dropped_asks_for_its_words_and_lies_beside_the_article(page: Page, preview: Preview) -> None:
    content = opened(page, preview, TEXTS["picture"])
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "#a61b1b").save(data, "PNG")
    content.evaluate(
        "(content, picture) => (" + DROP + ")([content, picture])", base64.b64encode(data.getvalue()).decode()
    )
    dialog = page.get_by_role("dialog", name="图片")
    expect(dialog.get_by_role("img", name="要放进去的图片")).to_be_visible()
    assert_accessible(page)
    words = dialog.get_by_label("图上是什么")
    words.fill("图.png")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("请写上图上是什么")
    words.fill("一面红旗")
    page.keyboard.press("Enter")
    name = f"{Path(TEXTS['picture']).stem}-1.png"
    expect(content).to_contain_text(f"![一面红旗]({name})")
    assert (preview.project / "docs" / "news" / name).is_file()
    assert (preview.project / "originals" / "news" / name).read_bytes() == data.getvalue()


def test_what_was_not_saved_is_offered_again_after_the_window_was_closed(page: Page, preview: Preview) -> None:
    opened(page, preview, TEXTS["closed"])
    page.keyboard.type("没有来得及保存。")
    page.locator(".head-fields > summary").click()
    page.locator("[name=author]").fill("某人")
    # Closed at once, before the pause after which it is kept.
    page.close(run_before_unload=True)
    again = page.context.new_page()
    again.goto(f"{preview.url}_desk/writing/?path={TEXTS['closed']}")
    expect(again.get_by_text("这台电脑上有一份没有保存的稿子")).to_be_visible()
    load_axe(again)
    assert violations(again) == []
    again.get_by_role("button", name="接着写它").click()
    expect(editor(again)).to_contain_text("没有来得及保存。")
    saved(again)
    assert body_of(preview, TEXTS["closed"]) == "第一段。没有来得及保存。"
    assert "author: 某人" in file_of(preview, TEXTS["closed"])
    again.reload()
    expect(again.get_by_text("这台电脑上有一份没有保存的稿子")).to_be_hidden()


def test_two_windows_that_save_the_same_article_lose_nothing(page: Page, preview: Preview) -> None:
    opened(page, preview, TEXTS["twice"])
    other = page.context.new_page()
    opened(other, preview, TEXTS["twice"])
    other.keyboard.type("另一个窗口写的。")
    saved(other)
    page.keyboard.type("这个窗口写的。")
    page.keyboard.press(SAVE)
    expect(page.locator("[data-told]")).to_contain_text("您写的已经另存一份")
    assert body_of(preview, TEXTS["twice"]) == "第一段。另一个窗口写的。"
    page.get_by_role("link", name="对照两份").click()
    expect(page.get_by_role("heading", name="这一篇有两份，请选定")).to_be_visible()
    page.get_by_label("用我写的").check()
    page.get_by_role("button", name="存成合在一起的").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert body_of(preview, TEXTS["twice"]) == "第一段。这个窗口写的。"


def test_a_link_to_an_article_is_chosen_from_the_list(page: Page, preview: Preview) -> None:
    opened(page, preview, TEXTS["link"])
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="链接")
    dialog.get_by_label("链接到本站的文章：写标题里的几个字").fill("培训")
    expect(dialog.locator(".choice")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("显示的文字")).to_have_value("各支部开展培训")
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("第一段。[各支部开展培训](2008-10-20-peixun.md)")


def test_a_translation_is_begun_and_compared_again_when_its_source_has_changed(page: Page, preview: Preview) -> None:
    opened(page, preview, TEXTS["source"])
    tab_to(page, page.get_by_role("button", name="另写繁体版"))
    page.keyboard.press("Enter")
    expect(page.locator("#f-title")).to_have_value("寫稿用的一篇")
    expect(page.locator("[data-outdated]")).to_have_count(0)
    preview.write(TEXTS["source"], draft("第二段。\n", title=TITLE))
    page.reload()
    expect(page.locator("[data-outdated]")).to_contain_text("原文改过了")
    load_axe(page)
    assert violations(page) == []
    tab_to(page, page.get_by_label("对照过原文现在这一稿"))
    page.keyboard.press("Space")
    saved(page)
    expect(page.locator("[data-outdated]")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("看原文")).to_be_visible()
    expect(page.locator("[data-outdated]")).to_have_count(0)


def test_without_script_there_is_a_plain_form(chromium: Browser, preview: Preview) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{preview.url}_desk/writing/?path={TEXTS['script']}")
        page.locator("textarea[name=text]").fill("没有脚本也能写。")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    assert body_of(preview, TEXTS["script"]) == "没有脚本也能写。"
