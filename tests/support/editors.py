"""Real editors of the browser from npm, with something pasted into them: TinyMCE, wangEditor, and Baidu's UEditor (which the
package `ueditor`, a middleware, has in its example)."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lanmu.channels.common.job import Job
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

PACKAGES = ("tinymce@8.9.2", "@wangeditor/editor@5.1.23", "ueditor@1.2.3")
KEPT = ("h2", "h3", "strong", "table", "tr", "th", "td")
"""Elements that every editor keeps as they are; those of a platform's page besides."""
KEPT_BY_PLATFORMS = (*KEPT, "blockquote", "ul", "ol", "li", "a", "sup", "em")
PLACE = re.compile(r"【图\d+】")
FILLING = re.compile("[\\s\ufeff\u200b]")
PAGE = """<!doctype html><meta charset="utf-8"><base href="{base}">{head}
<body style="margin:0"><div style="height:600px;width:760px">{place}</div>
<script>{script}</script>"""


@dataclass(frozen=True)
class Editor:
    """An editor: its files below its package, its place on a page, how it is started; in JavaScript, what focuses it, what empties
    it, what it would save."""

    package: str
    head: str
    place: str
    script: str
    focus: str
    empty: str
    saved: str


EDITORS = {
    "tinymce": Editor(
        "tinymce",
        '<script src="tinymce.min.js"></script>',
        '<textarea id="e"></textarea>',
        "tinymce.init({selector:'#e',license_key:'gpl',height:600,plugins:'lists table link',"
        "setup:editor=>editor.on('init',()=>{window.ready=true})})",
        "tinymce.activeEditor.focus()",
        "tinymce.activeEditor.setContent('')",
        "tinymce.activeEditor.getContent()",
    ),
    "wangeditor": Editor(
        "wangeditor-editor",
        '<link rel="stylesheet" href="dist/css/style.css"><script src="dist/index.js"></script>',
        '<div id="e" style="height:600px"></div>',
        "window.editor=wangEditor.createEditor({selector:'#e',html:'',mode:'default'});window.ready=true",
        "editor.focus()",
        "editor.clear()",
        "editor.getHtml()",
    ),
    "ueditor": Editor(
        "ueditor",
        "<script>window.UEDITOR_HOME_URL='{base}'</script>"
        '<script src="ueditor.config.js"></script><script src="ueditor.all.min.js"></script>'
        '<script src="lang/zh-cn/zh-cn.js"></script>',
        '<script id="e" type="text/plain"></script>',
        "window.editor=UE.getEditor('e',{initialFrameHeight:500,autoHeightEnabled:false,serverUrl:''});"
        "editor.ready(()=>{window.ready=true})",
        "editor.focus()",
        "editor.setContent('')",
        "editor.getContent()",
    ),
}
UEDITOR = "example/public/ueditor"


def fetched(folder: Path) -> Path:
    """The packages, unpacked into a folder each; none of their programs is run, nothing that they depend on is fetched."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("没有 npm。")
    command = [npm, "pack", "--silent", "--pack-destination", str(folder), *PACKAGES]
    subprocess.run(command, check=True, cwd=folder)
    for archive in folder.glob("*.tgz"):
        with tarfile.open(archive) as packed:
            packed.extractall(folder / archive.name.rsplit("-", 1)[0], filter="data")
    return folder


@contextmanager
def opened(browser: Browser, folder: Path, editor: Editor) -> Iterator[tuple[Page, Page]]:
    """A page to copy from, and the editor on another."""
    home = folder / editor.package / "package"
    base = f"{(home / UEDITOR if editor.package == 'ueditor' else home).as_uri()}/"
    place = folder / f"{editor.package}.html"
    head = editor.head.replace("{base}", base)
    place.write_text(
        PAGE.format(base=base, head=head, place=editor.place, script=editor.script), encoding="utf-8", newline="\n"
    )
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    try:
        source, target = context.new_page(), context.new_page()
        target.goto(place.as_uri())
        target.wait_for_function("window.ready")
        yield source, target
    finally:
        context.close()


def pasted(source: Page, target: Page, editor: Editor, file: Path) -> str:
    """What an editor would save of the text of a page that was copied by its button and pasted by the keyboard."""
    source.bring_to_front()
    source.goto(file.as_uri())
    source.locator("[data-copy=article]").click()
    source.locator(".said--done").wait_for()
    target.bring_to_front()
    target.evaluate(editor.empty)
    target.evaluate(editor.focus)
    target.keyboard.press("Control+V")
    target.wait_for_function(f"{editor.saved}.length > 100")
    saved: str = target.evaluate(editor.saved)
    return saved


def pages_of(jobs: Iterable[Job], folder: Path) -> list[Path]:
    """The pages of jobs, written into a folder."""
    folder.mkdir(parents=True)
    files = []
    for job in jobs:
        files.append(folder / job.name)
        files[-1].write_bytes(job.render().files[job.name])
    return files


def text_of(html: str) -> str:
    """The text without blanks and what editors fill empty lines with."""
    return FILLING.sub("", LexborHTMLParser(html).text())


def elements(html: str, names: Iterable[str]) -> dict[str, int]:
    """How many there are of each of these elements."""
    counts = Counter(node.tag for node in LexborHTMLParser(html).css("body *"))
    return {name: counts[name] for name in names}


def check_all_kept(browser: Browser, folder: Path, name: str, files: Iterable[Path], names: Iterable[str]) -> None:
    """Pastes each page into an editor: it keeps the text, the places of pictures in order, and the elements `kept`."""
    with opened(browser, folder, EDITORS[name]) as (source, target):
        for file in files:
            saved = pasted(source, target, EDITORS[name], file)
            copied = source.locator("#article").inner_html()
            assert text_of(saved) == text_of(copied), file.name
            assert PLACE.findall(saved) == PLACE.findall(copied), file.name
            assert elements(saved, names) == elements(copied, names), file.name
