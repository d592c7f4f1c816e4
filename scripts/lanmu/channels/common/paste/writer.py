"""Blocks as HTML to paste: inline styles, no classes, no ids, no blanks between elements. What the text refers to stands at
its end, because no editor keeps the places of a page."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from lanmu.channels.common.items import ROLES, item_number
from lanmu.content.campaign import Term
from lanmu.text.document import (
    Admonition,
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)

# Writers indent with these; the style does it here, and both would be four characters.
INDENT = re.compile("^[\u3000\u00a0 \t]+")
BULLETS = "•◦"
HEADINGS = {2: "h2", 3: "h3", 4: "h4", 5: "h4"}


def escaped(text: str) -> str:
    """Text, or the value of an attribute."""
    return html.escape(text, quote=True)


class Writer(ABC):
    """Writes one article. `styles` are declarations by the part of a text; `upload` takes a picture to be uploaded and gives
    its number and the name of its file."""

    def __init__(self, styles: Mapping[str, str], upload: Callable[[Figure], tuple[int, str]]) -> None:
        self.styles = styles
        self.upload = upload
        self.notes: dict[str, Sequence[Block]] = {}
        self.depth = 0

    def article(self, blocks: Iterable[Block], terms: Iterable[Term], credit: str, stamp: str) -> str:
        """The whole: what must be said of it first, then the text, notes, terms, and who wrote it."""
        stamped = self.element("p", "stamp", escaped(stamp)) if stamp else ""
        text = self.blocks(blocks)
        explained = [self.element("p", "note", f"{self.strong(term.term)}：{escaped(term.short)}") for term in terms]
        parts = [stamped, text, *self.section("注释", self.noted()), *self.section("名词解释", explained)]
        return "".join((*parts, self.element("p", "credit", escaped(credit)) if credit else ""))

    def section(self, title: str, entries: Sequence[str]) -> Sequence[str]:
        """Entries below a small title; nothing where there are none."""
        return (self.element("p", "note-title", self.strong(title)), *entries) if entries else ()

    def noted(self) -> list[str]:
        """The notes by their numbers, with those that they bring."""
        done: list[str] = []
        while len(done) < len(self.notes):
            blocks, number = list(self.notes.values())[len(done)], f"[{len(done) + 1}] "
            # The place is taken before what is in it is written, which may bring further notes.
            done.append("")
            for block in blocks:
                is_text = isinstance(block, Paragraph)
                text = self.inlines(block.inlines) if isinstance(block, Paragraph) else self.block(block)
                done[-1] += self.element("p", "note", number + text) if is_text else text
                number = ""
        return done

    def element(self, tag: str, part: str, inner: str, attributes: str = "", own: str = "") -> str:
        """An element in the style of its part, and in its `own`."""
        style = ";".join(filter(None, (self.styles.get(part, ""), own)))
        return f"<{tag}{attributes}" + (f' style="{escaped(style)}"' if style else "") + f">{inner}</{tag}>"

    def strong(self, text: str) -> str:
        """Plain text that stands out."""
        return self.element("strong", "strong", escaped(text))

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks, one after the other."""
        return "".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Heading():
                tag = HEADINGS[block.level]
                return self.element(tag, tag, self.inlines(block.inlines))
            case List():
                return self.listed(block)
            case Table():
                return self.caption(block) + self.table(block)
            case Figure():
                return self.place(block) + self.caption(block)
            case Quote():
                return self.box("quote", block.blocks)
            case Admonition():
                title = self.element("p", "admonition-title", self.bold(block.title)) if block.title else ""
                return self.box("admonition", block.blocks, title)
            case Rule():
                style = self.styles.get("rule", "")
                return f'<hr style="{style}">' if style else "<hr>"

    def bold(self, inlines: Iterable[Inline]) -> str:
        """Inlines that stand out."""
        return self.element("strong", "strong", self.inlines(inlines))

    def paragraph(self, block: Paragraph) -> str:
        part = ROLES.get(block.role, "paragraph")
        inner = self.bold(block.inlines) if part == "centre" else self.inlines(block.inlines)
        return self.element("p", part, inner) if inner else ""

    @abstractmethod
    def box(self, part: str, blocks: Sequence[Block], title: str = "") -> str:
        """Somebody else's words, or what stands beside the text."""

    @abstractmethod
    def link(self, run: Text, inner: str) -> str:
        """A run of text that is a link; `inner` is what is read in it."""

    @abstractmethod
    def item(self, label: str, inner: str) -> str:
        """The first paragraph of an item, with its number or bullet, `depth` lists down."""

    def listed(self, block: List) -> str:
        """A list as paragraphs with their numbers: they come through where lists in lists do not."""
        result = []
        for number, blocks in enumerate(block.items, start=block.start):
            label = item_number(number, self.depth) if block.ordered else BULLETS[min(self.depth, 1)]
            first = blocks[0] if blocks else None
            inner = self.inlines(first.inlines) if isinstance(first, Paragraph) else ""
            result.append(self.item(label, inner))
            self.depth += 1
            result.append(self.blocks(blocks[isinstance(first, Paragraph) :]))
            self.depth -= 1
        return "".join(result)

    def place(self, block: Figure) -> str:
        """Where a picture goes."""
        return self.element("p", "place", self.placeholder(block))

    def placeholder(self, block: Figure) -> str:
        """The words that hold the place of a picture."""
        number, name = self.upload(block)
        words = "" if block.caption else block.alternative
        return f"【图{number}】{escaped(words)}（在这里插入图片 {escaped(name)}，插好后删去这行字）"

    def caption(self, block: Figure | Table) -> str:
        return self.element("p", "caption", self.inlines(block.caption)) if block.caption else ""

    def table(self, block: Table) -> str:
        """A table with the lines that editors give one."""
        rows = ("".join(map(self.cell, row)) for row in block.rows)
        inner = "".join(f"<tr>{row}</tr>" for row in rows)
        return self.element("table", "table", f"<tbody>{inner}</tbody>", ' border="1" cellspacing="0" cellpadding="6"')

    def cell(self, cell: Cell) -> str:
        spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
        attributes = "".join(f' {name}="{count}"' for name, count in spans.items() if count > 1)
        tag, part = ("th", "head-cell") if cell.head else ("td", "cell")
        return self.element(
            tag, part, self.cell_text(cell), attributes, f"text-align:{cell.align}" if cell.align else ""
        )

    def cell_text(self, cell: Cell) -> str:
        """What is in a cell; paragraphs as lines, as cells have no room for their indents and margins."""
        return "".join(text if isinstance(text, str) else "<br>".join(text) for text in self.joined(cell.blocks))

    def joined(self, blocks: Sequence[Block]) -> Iterator[str | list[str]]:
        """Blocks as HTML, paragraphs that follow one another as a list of what is in each."""
        left = list(blocks)
        while left:
            texts = list(takewhile(lambda block: isinstance(block, Paragraph), left))
            if texts:
                yield [self.inlines(text.inlines) for text in texts if isinstance(text, Paragraph)]
            yield from map(self.block, left[len(texts) : len(texts) + 1])
            del left[: len(texts) + 1]

    def inlines(self, inlines: Iterable[Inline]) -> str:
        """The inlines of a paragraph; its lines begin with no blanks."""
        result, begins = [], True
        for inline in inlines:
            match inline:
                case Break():
                    result.append("<br>")
                case Note():
                    result.append(self.reference(inline.name, inline.blocks))
                case Text():
                    text = INDENT.sub("", inline.text) if begins else inline.text
                    result.append(self.run(inline, text) if text else "")
            begins = isinstance(inline, Break) or (begins and not result[-1])
        return "".join(result)

    def run(self, run: Text, text: str) -> str:
        """One run of text."""
        inner = escaped(text)
        for is_set, tag in ((run.sup, "sup"), (run.sub, "sub"), (run.em, "em"), (run.strong, "strong")):
            inner = self.element(tag, tag, inner) if is_set else inner
        return self.link(run, inner) if run.link else inner

    def reference(self, name: str, blocks: Sequence[Block]) -> str:
        """The number of a note, the same at every reference; the text comes with the first."""
        self.notes.setdefault(name, blocks)
        return self.element("sup", "sup", f"[{list(self.notes).index(name) + 1}]")
