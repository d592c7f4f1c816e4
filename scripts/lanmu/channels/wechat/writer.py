"""The text as the editor of a 公众号 keeps it: every style in its place, nothing that it is known to take away or to add.

It keeps no classes, style sheets, ids or positions; it sets blank lines between the items of a list; it drops a styled block at
the very beginning; it follows no link out of WeChat. The reader's app changes colours on dark screens by an open algorithm
(wechatjs/mp-darkmode): it takes plain colours of text, ground and border, wants ground and ink on one element, and leaves small
coloured text too dim: so only headings have a colour of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanmu.channels.common.paste.writer import Writer
from lanmu.channels.common.sizes import with_widths
from lanmu.content.campaign import Term
from lanmu.content.palette import Inks
from lanmu.text.document import Block, Cell, Figure, Paragraph, Table, Text, text_of, visible

LINE = "margin:0 0 16px;font-size:16px;line-height:1.75"
SMALL = "font-size:14px;line-height:1.6"
DARK = "#3d3a35"
"""The ink on a tinted ground: on dark screens the app makes such a ground no darker than a middle grey."""
EMPTY = '<p style="margin:0;font-size:0;line-height:0"><br></p>'
"""Goes before everything: what the editor may take away."""
PHONE = 343
"""Pixels that a phone of 375 leaves to the text."""
CELL, PADDING, ENOUGH = 14, 11, 8
"""Pixels of a character in a table, and those around a cell; characters to the line that are enough for a long text."""


def styles(inks: Inks, *, indent: bool) -> dict[str, str]:
    """The styles of all parts, in the colours of the look. `indent` says whether paragraphs begin two characters in."""
    main, edge, accent = f"color:{inks.main}", f"1px solid {inks.edge}", f"solid {inks.accent}"
    heading = f"margin:28px 0 14px;{main};font-weight:bold;line-height:1.5"
    box, cell = "margin:0 0 16px;padding:12px 14px 1px", f"padding:6px 5px;border:{edge};{SMALL}"
    sand, pale, centre = f"background-color:{inks.sand}", f"background-color:{inks.pale}", "text-align:center"
    return {
        "paragraph": f"{LINE};text-align:justify" + (";text-indent:2em" if indent else ""),
        "plain": LINE,
        "centre": f"{LINE};{centre}",
        "right": f"{LINE};text-align:right",
        "h2": f"{heading};padding:0 0 6px 10px;border:solid {inks.main};border-width:0 0 1px 4px;font-size:18px",
        "h3": f"{heading};padding-left:10px;border-left:4px {accent};font-size:17px",
        "h4": "margin:28px 0 14px;font-weight:bold;font-size:16px;line-height:1.5",
        "item": LINE,
        "quote": f"{box};border-left:3px {accent};{pale};color:{DARK}",
        "admonition": f"{box};border:{edge};{sand};color:{DARK}",
        "admonition-title": f"{LINE};{centre}",
        "rule": f"margin:24px auto;width:40%;border:0;border-top:1px {accent}",
        "place": f"margin:20px 0 8px;padding:28px 12px;border:1px dashed {inks.edge};{sand};color:{DARK};{SMALL};{centre}",
        "caption": f"margin:0 0 20px;{SMALL};{centre}",
        "table": "margin:0 0 16px;width:100%;border-collapse:collapse",
        "head-cell": f"{cell};{sand};color:{DARK}",
        "cell": cell,
        "slide": "margin:0 0 16px;overflow-x:auto",
        "card": f"margin:0 0 12px;padding:10px 12px 2px;border:{edge};border-left:4px solid {inks.main}",
        "line": f"margin:0 0 8px;{SMALL}",
        "em": f"border-bottom:1px {accent};font-style:normal",
        "sup": "font-size:12px;line-height:0",
        "note-title": f"margin:28px 0 8px;padding-top:12px;border-top:{edge};font-size:15px;line-height:1.6",
        "note": f"margin:0 0 8px;{SMALL};word-wrap:break-word",
        "credit": f"margin:20px 0 8px;{SMALL};text-align:right",
        "stamp": f"margin:0 0 16px;padding:8px 12px;border:1px solid {inks.main};font-weight:bold;{SMALL};{centre}",
    }


class WechatWriter(Writer):
    """Writes one article for a 公众号."""

    def article(self, blocks: Iterable[Block], terms: Iterable[Term], credit: str, stamp: str) -> str:
        """The whole in one box, below what may be lost."""
        return f"<section>{EMPTY}{super().article(blocks, terms, credit, stamp)}</section>"

    def box(self, part: str, blocks: Sequence[Block], title: str = "") -> str:
        return self.element("section", part, title + self.blocks(blocks))

    def item(self, label: str, inner: str) -> str:
        """A hanging number; deeper ones stand further in."""
        wide = 2.7 if label.startswith("（") else 1.6
        hang = f"padding-left:{wide * (self.depth + 1):g}em;text-indent:-{wide}em"
        number = f'<span style="display:inline-block;width:{wide}em;text-indent:0">{label}</span>'
        return self.element("p", "item", number + inner, own=hang)

    def place(self, block: Figure) -> str:
        return self.element("section", "place", self.placeholder(block))

    def table(self, block: Table) -> str:
        """A table as far as a phone shows it; a wider one as cards, a row on each; one with joined cells slides."""
        wants = with_widths(block).wants or ()
        if sum(CELL * min(want, ENOUGH) + PADDING for want in wants) <= PHONE:
            return super().table(block)
        head, *rows = block.rows
        cells = [cell for row in block.rows for cell in row]
        if rows and all(cell.head for cell in head) and all(c.colspan == c.rowspan == 1 for c in cells):
            return "".join(self.card(head, row) for row in rows)
        least = sum(CELL * min(want, 1.5 * ENOUGH) + PADDING for want in wants)
        table = super().table(block).replace("width:100%", f"width:100%;min-width:{least:.0f}px", 1)
        return self.element("section", "slide", table)

    def card(self, head: Iterable[Cell], row: Iterable[Cell]) -> str:
        """A row: what each cell says below its heading; blank ones are left out."""
        lines = []
        for label, cell in zip(head, row, strict=True):
            if text := self.cell_text(cell):
                name = visible(text_of(label.blocks))
                named = self.strong(f"{name}：") if name else ""
                lines.append(self.element("section", "line", named + text))
        return self.element("section", "card", "".join(lines))

    def link(self, run: Text, inner: str) -> str:
        """The words, and where they lead as a note, unless they say so themselves."""
        target = run.link.split(":", 1)[1] if run.link.startswith(("mailto:", "tel:")) else run.link
        if visible(run.text) in (run.link, target):
            return inner
        return inner + self.reference(run.link, (Paragraph((Text(f"{run.text}：{target}"),)),))
