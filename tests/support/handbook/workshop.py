"""A copy of the project in which the handbook's story is played through, and the camera that looks at it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from lanmu.diagnostics.errors import UserError
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from support import browser
from support.handbook.terminal import WIDTH, terminal_page
from support.serving import served

COPIED = ("docs", "overrides", "scripts", ".schemas", "mkdocs.yml", "lanmu.toml", "requirements.txt", "pyproject.toml")
SCALE = 1.5
"""Pixels of the picture to one of the screen: sharp on a telephone, not too heavy."""
SHEET, GAP, TABLE = 620, 20, (214, 207, 196)
"""Width of a printed page and the room around it, pixels; the colour of the table it lies on."""
PATIENCE = 60_000
"""Milliseconds."""
READY = re.compile(r"http://127\.0\.0\.1:\d+/")


@dataclass
class Workshop:
    """The copy in `folder`; pictures go to `pictures`, `written` has their names."""

    folder: Path
    pictures: Path
    browser: Browser
    written: list[str] = field(default_factory=list)

    def done(self, *arguments: str) -> tuple[str, str]:
        """Runs one of the project's scripts there; gives the command and what it prints, without this machine's folders."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode > 1:
            raise UserError(f"做手册插图时，命令 {' '.join(arguments)} 没有做成：\n{done.stdout}")
        printed = done.stdout.replace(f"{self.folder}{os.sep}", "").replace(str(self.folder), "")
        return f"python {' '.join(arguments)}", printed

    def shoot_terminal(self, name: str, *seen: tuple[str, str]) -> None:
        """A picture of commands with what each printed."""
        page = self.folder / "terminal.html"
        page.write_text(terminal_page(list(seen)), encoding="utf-8")
        self.shoot(name, page.as_uri(), width=WIDTH, height=200)

    def shoot(self, name: str, url: str, *, width: int, height: int, whole: bool = True) -> None:
        """A picture of a page: all of it, or what fits the window."""
        with self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=SCALE
        ) as context:
            page = context.new_page()
            page.goto(url)
            # The preview's bar fills itself when the checks are done.
            page.get_by_text("正在检查").first.wait_for(state="hidden", timeout=PATIENCE)
            shot = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
        self.keep(name, shot)

    def shoot_sheets(self, name: str, pdfs: Sequence[Path], wanted: Sequence[int]) -> None:
        """A picture of the `wanted` pages (0 is the first, -1 the last) of printed sheets, side by side on a table."""
        pages = []
        for pdf in pdfs:
            with pypdfium2.PdfDocument(pdf) as document:
                pages += [document[index].render(scale=2).to_pil() for index in range(len(document))]
        shown = [
            page.convert("RGB").resize((SHEET, round(SHEET * page.height / page.width)))
            for page in (pages[index] for index in wanted)
        ]
        table = Image.new("RGB", (len(shown) * (SHEET + GAP) + GAP, max(p.height for p in shown) + 2 * GAP), TABLE)
        for place, page in enumerate(shown):
            table.paste(page, (GAP + place * (SHEET + GAP), GAP))
        self.keep(name, table)

    def keep(self, name: str, picture: Image.Image) -> None:
        """Writes a picture; 256 colours are enough for text and plain surfaces, and a third of the bytes."""
        picture.convert("RGB").quantize(256).save(self.pictures / name, optimize=True)
        self.written.append(name)

    @contextmanager
    def at_the_desk(self) -> Iterator[Page]:
        """A page on the desk of the copy, as long as the block lasts."""
        with (
            self.preview() as url,
            self.browser.new_context(
                viewport={"width": 1280, "height": 900}, device_scale_factor=SCALE, base_url=url, locale="zh-CN"
            ) as context,
        ):
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            yield page

    def shoot_page(self, name: str, page: Page, *, whole: bool = False) -> None:
        """A picture of a page as it stands."""
        page.get_by_text("正在检查").first.wait_for(state="hidden", timeout=PATIENCE)
        self.keep(name, Image.open(io.BytesIO(page.screenshot(full_page=whole))))

    @contextmanager
    def site(self) -> Iterator[str]:
        """The built site on loopback, as long as the block lasts; its address."""
        with served(self.folder / "site") as url:
            yield url

    @contextmanager
    def preview(self) -> Iterator[str]:
        """The preview of the copy, as long as the block lasts; its address."""
        command = [sys.executable, "scripts/preview.py", "--port", "8400"]
        with subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        ) as server:
            assert server.stdout is not None
            try:
                yield next(match[0] for line in server.stdout if (match := READY.search(line)))
            finally:
                server.terminate()


@contextmanager
def workshop(root: Path, folder: Path, pictures: Path) -> Iterator[Workshop]:
    """A copy of the project in `root` below `folder`, with its environment, and a browser."""
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / ".venv").symlink_to(root / ".venv", target_is_directory=True)
    pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser.ensure()), args=["--no-sandbox"])
        yield Workshop(folder, pictures, chromium)
