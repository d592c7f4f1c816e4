"""What the libraries alone take for the articles of a site: no template, no list, no search, no check, no cache.

    python tests/bench/libraries.py PROJECT TARGET

Each article is read (PyYAML), turned into HTML (Python-Markdown with the project's extensions, one object for all),
converted into Traditional characters (OpenCC), and written with its translation as three files as long as our pages;
one process to a core, none waits for another. No build that is made with these libraries takes less: this is what the
benchmark's aims are held against (build.py has it as a row of its own).
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import markdown
import opencc
import peers
import yaml
from lanmu.build.workers import cores
from mkdocs.config import load_config

PAGE = 22_100
"""Bytes of an article's page (build.py measures them)."""


def converted(path: Path, md: markdown.Markdown) -> str:
    """The HTML of one source."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    yaml.load(head, Loader=yaml.CSafeLoader)
    return md.reset().convert(body)


def write(path: Path, html: str) -> None:
    """Writes a page in a folder of its own."""
    path.mkdir(parents=True)
    (path / "index.html").write_bytes(html.encode().ljust(PAGE))


def work(project: Path, target: Path, first: int, step: int) -> None:
    """Does every `step`th article."""
    config = load_config(str(project / "mkdocs.yml"), plugins=[], hooks=[])
    md = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    conversion = opencc.OpenCC("s2tw")
    for path in peers.articles(project / "docs" / "bulletins")[first::step]:
        html = converted(path, md)
        write(target / path.stem, html)
        write(target / "zh-Hant" / path.stem, conversion.convert(html))
        write(target / "en" / path.stem, converted(path.with_suffix(".en.md"), md))


def main() -> None:
    """Divides the articles over the cores."""
    project, target = map(Path, sys.argv[1:])
    count = cores()
    context = multiprocessing.get_context("fork")
    copies = [context.Process(target=work, args=(project, target, first, count)) for first in range(count)]
    for copy in copies:
        copy.start()
    for copy in copies:
        copy.join()
        assert copy.exitcode == 0


if __name__ == "__main__":
    main()
