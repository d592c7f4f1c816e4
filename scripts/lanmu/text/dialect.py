"""The Markdown of this project, written once: its extensions, their options, and the ids of headings. A test holds
`mkdocs.yml` to it, from which the build takes them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.slugs import slugify

# The last two are those that MkDocs always loads.
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.tasklist", "toc"),
    *("tables", "fenced_code"),
)
SLUGIFY = slugify(case="lower")
OPTIONS: dict[str, dict[str, Any]] = {
    "toc": {"slugify": SLUGIFY, "toc_depth": "2-4"},
    # How tables align their columns: `style` is not listed in allowed_html.py, and the site's policy refuses it.
    "tables": {"use_align_attribute": True},
}
NUMBERED = re.compile(r"(.*)_(\d+)", re.DOTALL)


def converter(*own: Extension, without: Collection[str] = ()) -> Markdown:
    """Converts Markdown as the site does, with extensions of one's own and without some of the site's."""
    names = [name for name in EXTENSIONS if name not in without]
    options = {name: OPTIONS[name] for name in names if name in OPTIONS}
    return Markdown(extensions=[*names, *own], extension_configs=options)


class Steps(Extension):
    """Steps of one's own in a conversion, each with its priority among Python-Markdown's: functions of the Markdown before it
    is read (`source`), of the tree (with the converter), of the finished HTML."""

    def __init__(
        self,
        *,
        source: Sequence[tuple[int, Callable[[str], str]]] = (),
        tree: Sequence[tuple[int, Callable[[ET.Element, Markdown], None]]] = (),
        html: Sequence[tuple[int, Callable[[str], str]]] = (),
    ) -> None:
        super().__init__()
        self.source, self.tree, self.html = source, tree, html

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        for priority, of_text in self.source:
            md.preprocessors.register(SourceStep(md, of_text), f"lanmu-{of_text.__name__}", priority)
        for priority, of_tree in self.tree:
            md.treeprocessors.register(TreeStep(md, of_tree), f"lanmu-{of_tree.__name__}", priority)
        for priority, of_text in self.html:
            md.postprocessors.register(HtmlStep(md, of_text), f"lanmu-{of_text.__name__}", priority)


class SourceStep(Preprocessor):
    def __init__(self, md: Markdown, change: Callable[[str], str]) -> None:
        super().__init__(md)
        self.change = change

    def run(self, lines: list[str]) -> list[str]:
        return self.change("\n".join(lines)).split("\n")


class TreeStep(Treeprocessor):
    def __init__(self, md: Markdown, change: Callable[[ET.Element, Markdown], None]) -> None:
        super().__init__(md)
        self.change = change

    def run(self, root: ET.Element) -> None:
        self.change(root, self.md)


class HtmlStep(Postprocessor):
    def __init__(self, md: Markdown, change: Callable[[str], str]) -> None:
        super().__init__(md)
        self.change = change

    def run(self, text: str) -> str:
        return self.change(text)


def slug(text: str) -> str:
    """The id of a heading with this text."""
    return str(SLUGIFY(text, "-"))


def unique(name: str, taken: set[str], tried: dict[str, int]) -> str:
    """The id that a heading gets when others have the name already, as Python-Markdown numbers them.

    `tried` is kept from call to call: for a stem, the last of its numbers from 1 on that are taken.
    """
    if name and name not in taken:
        return name
    match = NUMBERED.fullmatch(name)
    stem, number = (match[1], int(match[2]) + 1) if match else (name, 1)
    from_first = number <= tried.get(stem, 0) + 1
    number = tried.get(stem, 0) + 1 if from_first else number
    while f"{stem}_{number}" in taken:
        number += 1
    if from_first:
        tried[stem] = number
    return f"{stem}_{number}"
