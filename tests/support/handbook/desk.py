"""The part of the story that is done on the desk: a Word file is handed in and completed, read, reviewed, and looked at before
it goes out."""

from __future__ import annotations

from pathlib import Path

from support.handbook.workshop import Workshop

TARGET = """
[publish.web]
kind = "folder"
folder = "web"
address = "{address}"
"""


def hand_in(shop: Workshop, file: Path) -> str:
    """A Word file becomes an article; gives its path below the project."""
    with shop.at_the_desk() as page:
        page.goto("/_desk/intake/")
        page.get_by_label("栏目").first.select_option("bulletins")
        page.get_by_label("把 Word、WPS").set_input_files(file)
        page.get_by_role("button", name="放进收件篮").click()
        page.get_by_role("button", name="收进来").first.click()
        page.get_by_role("heading", name="收稿报告").wait_for()
        shop.shoot_page("desk-intake.png", page, whole=True)
    drafts = (
        path for path in (shop.folder / "docs/bulletins").glob("*.md") if "draft: true" in path.read_text("utf-8")
    )
    return max(drafts, key=lambda path: path.stat().st_mtime_ns).relative_to(shop.folder).as_posix()


def write(shop: Workshop, article: str) -> None:
    """The article is open beside its page, with what the checks have found; and among all others."""
    with shop.at_the_desk() as page:
        page.goto("/_desk/")
        shop.shoot_page("desk-articles.png", page)
        page.goto(f"/_desk/writing/?path={article.removeprefix('docs/')}")
        page.frame_locator("iframe").locator("h1").wait_for()
        shop.shoot_page("desk-writing.png", page)


def review(shop: Workshop, article: str) -> None:
    """The reviews of the article, before anybody has signed."""
    with shop.at_the_desk() as page:
        page.goto(f"/_desk/reviewing/?path={article.removeprefix('docs/')}")
        page.frame_locator("iframe").locator("h1").wait_for()
        shop.shoot_page("desk-reviewing.png", page)


def look_before_publishing(shop: Workshop, address: str) -> None:
    """What would go out, and what stays."""
    settings = shop.folder / "lanmu.toml"
    text = settings.read_text(encoding="utf-8") + TARGET.format(address=address)
    settings.write_text(text, encoding="utf-8", newline="\n")
    with shop.at_the_desk() as page:
        page.goto("/_desk/publishing/")
        page.get_by_role("button", name="看看会登什么").click()
        page.get_by_role("heading", name="会登什么").wait_for()
        page.get_by_role("button", name="照此发布").wait_for()
        shop.shoot_page("desk-publishing.png", page)
