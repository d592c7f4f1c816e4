"""Markdown extension: a table gets a frame of its own, in which a wide one moves sideways while the page stays put."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from lanmu.locales.words import Words

# Reachable by keyboard, so that one can scroll it (WCAG 2.2, 2.1.1); a group needs a name.
FRAME = {"class": "table", "tabindex": "0", "role": "group"}


class TablesExtension(Extension):
    """Frames every table; the frame's name is in the words given."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        # 5: after attributes have been set (8), so that they stay with the table.
        md.treeprocessors.register(TablesProcessor(md, self.words("table.label")), "lanmu-tables", 5)


class TablesProcessor(Treeprocessor):
    """Walks the tree of one page."""

    def __init__(self, md: Markdown, label: str) -> None:
        super().__init__(md)
        self.label = label

    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "table":
                    frame = ET.Element("div", {**FRAME, "aria-label": self.label})
                    frame.tail, child.tail = child.tail, None
                    frame.append(child)
                    parent[index] = frame
