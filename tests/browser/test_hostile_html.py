"""Nothing of hostile texts runs in a browser, even on a page without the policy that would stop it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import build
from markdown import Markdown
from playwright.sync_api import Browser, Route
from support.hostile_html import ALL, VECTORS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESS = "https://page.invalid/"
HEAD = "---\ntitle: 第{0:03}篇\ndate: 2008-10-20 09:{1:02}\ngenre: 动态\nsource: 某处\nsummary: 摘要{0}。\n---\n\n"
START, END = '<article class="article">', '<footer class="article__foot">'
WATCH = "window.hits = []; window.hit = () => window.hits.push(document.activeElement.outerHTML);"
# Does to every element what a reader could do; links that lead away are not followed.
USE = """
addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
});
const EVENTS = ["mouseover", "mouseenter", "pointerenter", "pointerdown", "keydown", "contextmenu", "auxclick", "wheel",
  "dblclick", "copy", "paste", "beforeinput", "animationstart", "transitionend", "load", "error", "toggle"];
for (const element of document.querySelectorAll("main *")) {
  element.focus?.();
  for (const name of EVENTS) element.dispatchEvent(new Event(name));
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}
"""


def tried(chromium: Browser, html: str) -> tuple[list[str], set[str], str]:
    """A page with this HTML, used in every way: what has run, the kinds of files that it asked for, and where it ended."""
    kinds: set[str] = set()

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=f"<!doctype html><meta charset=utf-8><main>{html}</main>", content_type="text/html")
        else:
            kinds.add(route.request.resource_type)
            route.abort()

    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/*", answer)
        page.add_init_script(WATCH)
        page.goto(ADDRESS)
        page.evaluate(USE)
        page.wait_for_timeout(300)
        return page.evaluate("window.hits"), kinds, page.url


def built(project: Path, texts: Iterable[str]) -> str:
    """The texts as a real build has them on its pages, one after the other."""
    for number, text in enumerate(texts):
        file = project / "docs" / "news" / f"2008-10-20-gao-{number:03}.md"
        file.write_text(HEAD.format(number, number % 60) + f"正文。\n\n{text}\n", encoding="utf-8")
    build(project, project / "site")
    pages = [path.read_text(encoding="utf-8") for path in sorted((project / "site/news").glob("*/index.html"))]
    return "\n".join(f"{START}{page.partition(START)[2].partition(END)[0]}</article>" for page in pages)


def test_nothing_runs(chromium: Browser, tmp_path: Path) -> None:
    texts = [text for text in ALL if text not in VECTORS["refused"]]
    html = built(copy_project(tmp_path / "project", SITES / "minimal"), texts)
    assert html.count("正文。") >= len(texts)
    hits, kinds, address = tried(chromium, html)
    assert hits == []
    # Pictures and sound from elsewhere are for IMG008 to find, and for the policy to refuse.
    assert kinds <= {"image", "media"}
    assert address.partition("#")[0] == ADDRESS


def test_much_would_run(chromium: Browser) -> None:
    """The page of the test above is one on which things run."""
    html = "".join(Markdown(extensions=["attr_list"]).convert(text) for text in VECTORS["handlers"])
    hits, _, _ = tried(chromium, html)
    assert len(hits) >= 30
