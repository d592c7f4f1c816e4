"""The text as editors in the browser keep it (UEditor, TinyMCE, wangEditor): they take what elements say, and the platform gives
them its look. What each of them makes of it was found by pasting (tests/test_pasted_editors.py).

TinyMCE drops every style and keeps the attribute `align`, wangEditor the other way round: alignment is written in both ways.
wangEditor joins the paragraphs of a quotation and loses lists in lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lanmu.channels.common.paste.writer import BULLETS, Writer, escaped
from lanmu.text.document import Block, List, Paragraph, Text

ALIGNED = re.compile(r"text-align:(left|center|right)")
STYLES = {
    "centre": "text-align:center",
    "right": "text-align:right",
    "credit": "text-align:right",
    "place": "text-align:center",
    "caption": "text-align:center",
    "stamp": "text-align:center;color:#b00020",
    "table": "width:100%;border-collapse:collapse",
}


def styles(*, indent: bool) -> dict[str, str]:
    """The styles of the parts. `indent` says whether paragraphs begin two characters in."""
    return STYLES | ({"paragraph": "text-indent:2em"} if indent else {})


class PlatformWriter(Writer):
    """Writes one article for the editor of a platform."""

    def element(self, tag: str, part: str, inner: str, attributes: str = "", own: str = "") -> str:
        aligned = ALIGNED.search(f"{self.styles.get(part, '')};{own}")
        return super().element(tag, part, inner, attributes + (f' align="{aligned[1]}"' if aligned else ""), own)

    def box(self, part: str, blocks: Sequence[Block], title: str = "") -> str:
        """Paragraphs as lines of one quotation; anything else stands by itself."""
        parts = (
            inner if isinstance(inner, str) else self.element("blockquote", part, "<br>".join(inner))
            for inner in self.joined(blocks)
        )
        return title + "".join(parts)

    def listed(self, block: List) -> str:
        """A list with the editor's own numbers as long as each item is one paragraph."""
        texts = [item[0].inlines for item in block.items if len(item) == 1 and isinstance(item[0], Paragraph)]
        if self.depth or len(texts) < len(block.items):
            return super().listed(block)
        items = (self.element("li", "item", self.inlines(text)) for text in texts)
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        return self.element("ol" if block.ordered else "ul", "list", "".join(items), start)

    def item(self, label: str, inner: str) -> str:
        return self.element("p", "paragraph", label + " " * (label in BULLETS) + inner)

    def link(self, run: Text, inner: str) -> str:
        return self.element("a", "link", inner, f' href="{escaped(run.link)}"')
