"""Reads the HTML of an article, in reading order, into the blocks of a document. What it does not know becomes text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.text.document import (
    Admonition,
    Block,
    Break,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    text_of,
    visible,
)

Piece = Inline | Block
PLAIN = Text("")
HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 5}
ROLES = ("letterhead", "title", "addressees", "attachments", "signature", "date", "index", "copies")
# Elements that only hold others.
BOXES = {"div", "section", "article", "main", "header", "footer", "center", "address", "picture", "body", "tbody"}
MARKING = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
# Elements without a look of their own on paper.
QUIET = {
    *("a", "span", "abbr", "code", "kbd", "small", "mark", "u", "s", "del", "ins", "q", "cite", "dfn", "var", "label"),
    *("samp", "time", "big", "font", "wbr", "bdi", "bdo", "data", "ruby", "rb"),
}
SILENT = {"script", "style", "template", "source", "-comment", "noscript", "rp"}
UNSEEN = {"footnote", "footnote-ref", "footnote-backref", "toc"}
ABROAD = ("http://", "https://", "mailto:", "tel:")
Picture = Callable[[str, str], Figure | None]
Lead = Callable[[str], str]
DONE, OPEN = "√ ", "□ "
# White space of HTML (Infra Standard); a no-break space or a full-width one is a character.
BLANK = re.compile("[ \t\n\f\r]+")
# Between two of these a line break in the source is no space: Chinese has none.
WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]")
# What holds the place of a footnote and of a forced break while white space is looked at.
NOTE, BREAK = "\ufffc", "\u2028"
TABLE_PARTS = ("thead", "tbody", "tfoot")
ALIGN = ("left", "center", "right")


def is_unseen(node: LexborNode) -> bool:
    """True for what is no text of its own: programs, comments, a table of contents, and the parts of footnotes that
    lead from one place to another."""
    return node.tag in SILENT or bool(UNSEEN & set(classes_of(node)))


def classes_of(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def abroad(target: str) -> str:
    """Where a link on paper leads: out of the site, or nowhere."""
    return target if target.startswith(ABROAD) else ""


def read(html: str, name: str, picture: Picture, remark: Callable[[str], None], lead: Lead = abroad) -> Document:
    """The document of an article's HTML; `name` begins the names of its footnotes.

    `picture` makes the figure of an address and its words (None when it cannot be used); `remark` notes what was changed;
    `lead` gives where a link leads (empty: nowhere, so that only its words stay).
    """
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    assert body is not None, "a parser of HTML always makes a body"
    notes = {item.attributes.get("id") or "": item for item in body.css("div.footnote li[id]")}
    reader = Reader(notes, name, picture, remark, lead)
    wanted = Counter(visible("".join(map(source_text, (body, *notes.values())))))
    blocks = reader.blocks(body)
    unused = {number: note for number, note in enumerate(notes, start=1) if note not in reader.referred}
    for note in unused.values():
        blocks += reader.blocks(notes[note])
    lost = wanted - Counter(visible(text_of(blocks)))
    return Document(tuple(blocks), tuple(unused), "".join(lost.elements()))


def source_text(node: LexborNode) -> str:
    """The text that a reader of the page sees, in order."""
    if node.tag == "-text":
        return node.text_content or ""
    return "" if is_unseen(node) else "".join(source_text(child) for child in node.iter(include_text=True))


class Reader:
    """Reads one article. `notes` are its footnotes by their ids, `referred` the ids of those met so far."""

    def __init__(
        self,
        notes: dict[str, LexborNode],
        name: str,
        picture: Picture,
        remark: Callable[[str], None],
        lead: Lead,
    ) -> None:
        self.notes = notes
        self.name = name
        self.picture = picture
        self.remark = remark
        self.lead = lead
        self.referred: set[str] = set()
        self.open_notes: list[str] = []

    def blocks(self, node: LexborNode) -> list[Block]:
        """The blocks of what lies in an element."""
        return grouped(self.pieces(node))

    def pieces(self, node: LexborNode, style: Text = PLAIN, *, without: str = "") -> Iterator[Piece]:
        """What lies in an element, in order: runs of text in a style, and blocks; children of one name left out."""
        for child in node.iter(include_text=True):
            if child.tag != without:
                yield from self.piece(child, style)

    def piece(self, node: LexborNode, style: Text) -> Iterator[Piece]:
        tag = node.tag or ""
        if is_unseen(node):
            return
        if tag == "-text":
            yield replace(style, text=node.text_content or "")
        elif tag == "rt":
            yield from (replace(style, text="（"), *self.pieces(node, style), replace(style, text="）"))
        elif tag == "sup" and (note := self.note_id(node)):
            yield self.note(note)
        elif tag in MARKING:
            yield from self.pieces(node, styled(style, MARKING[tag]))
        elif tag == "br":
            yield Break()
        elif tag == "img":
            words = node.attributes.get("alt") or ""
            if figure := self.picture(node.attributes.get("src") or "", words):
                yield figure
            elif words:
                yield replace(style, text=f"（{words}）")
        elif tag == "input":
            # The box of a task list; any other control is nothing on paper.
            if node.attributes.get("type") == "checkbox":
                yield replace(style, text=DONE if "checked" in node.attributes else OPEN)
        elif tag == "a":
            yield from self.pieces(node, replace(style, link=self.lead(node.attributes.get("href") or "")))
        elif tag in QUIET:
            yield from self.pieces(node, style)
        else:
            yield from self.block(node, tag)

    def note_id(self, node: LexborNode) -> str:
        """The footnote that a <sup> refers to; empty for anything else."""
        link = next((child for child in node.iter() if child.tag == "a"), None)
        is_reference = link is not None and "footnote-ref" in (link.attributes.get("class") or "")
        target = (link.attributes.get("href") or "").removeprefix("#") if link is not None and is_reference else ""
        return target if target in self.notes else ""

    def note(self, target: str) -> Note:
        """A footnote with its text at the first reference, and without at the others, which only name it."""
        again = target in self.referred or target in self.open_notes
        self.referred.add(target)
        self.open_notes.append(target)
        blocks = () if again else tuple(self.blocks(self.notes[target]))
        self.open_notes.pop()
        return Note(f"{self.name}-{list(self.notes).index(target) + 1}", blocks)

    def block(self, node: LexborNode, tag: str) -> Iterator[Block]:
        """An element that is a block, or holds blocks."""
        if tag == "p":
            classes = classes_of(node)
            yield from grouped(self.pieces(node), next((name for name in ROLES if f"doc-{name}" in classes), ""))
        elif tag in HEADINGS:
            for block in self.blocks(node):
                # A picture in a heading comes after it.
                yield Heading(HEADINGS[tag], block.inlines) if isinstance(block, Paragraph) else block
        elif tag in ("ul", "ol", "menu"):
            yield self.list(node, tag)
        elif tag == "dl":
            yield from self.definitions(node)
        elif tag == "table":
            yield self.table(node)
        elif tag == "figure":
            yield from self.figure(node)
        elif tag == "blockquote":
            yield Quote(tuple(self.blocks(node)))
        elif tag in ("aside", "details") or "admonition" in classes_of(node):
            yield self.admonition(node)
        elif tag == "hr":
            yield Rule()
        elif tag == "pre":
            lines = node.text(deep=True).strip("\n").split("\n")
            yield from grouped(
                piece
                for number, line in enumerate(lines)
                for piece in ((Break(), Text(line)) if number else (Text(line),))
            )
            self.remark("有一段代码，按普通文字排，行的长短照原样。")
        else:
            if tag not in BOXES:
                self.remark(f"有 <{tag}>，印刷品里没有这种形式，只排了里面的文字。")
            yield from self.blocks(node)

    def list(self, node: LexborNode, tag: str) -> List:
        """A list; what stands between its items by mistake becomes an item."""
        items = [self.blocks(child) for child in node.iter() if child.tag == "li"]
        stray = grouped(self.pieces(node, without="li"))
        start = node.attributes.get("start") or "1"
        number = int(start) if start.isdecimal() else 1
        return List(tag == "ol", number, tuple(map(tuple, [*items, stray] if stray else items)))

    def definitions(self, node: LexborNode) -> Iterator[Block]:
        """Terms and what they mean: the term in bold, and its first paragraph after it in the same line."""
        terms: list[Inline] = []
        for child in node.iter():
            blocks = self.blocks(child)
            if child.tag == "dt":
                yield from grouped(terms)
                inlines = [i for block in blocks if isinstance(block, Paragraph | Heading) for i in block.inlines]
                terms = [replace(i, strong=True) if isinstance(i, Text) else i for i in inlines]
                continue
            first = blocks[0] if blocks else None
            if terms and isinstance(first, Paragraph):
                blocks[0] = replace(first, inlines=(*terms, Text("　"), *first.inlines))
            else:
                yield from grouped(terms)
            terms = []
            yield from blocks
        yield from grouped(terms)

    def figure(self, node: LexborNode) -> Iterator[Block]:
        """The pictures and tables of a figure, the last of them with its caption."""
        blocks = grouped(self.pieces(node, without="figcaption"))
        caption = self.caption(node, "figcaption")
        last = next((n for n in range(len(blocks) - 1, -1, -1) if isinstance(blocks[n], Figure | Table)), None)
        if last is not None and caption:
            bearer = blocks[last]
            assert isinstance(bearer, Figure | Table)
            if not bearer.caption:
                blocks[last], caption = replace(bearer, caption=caption), ()
        yield from blocks
        yield from grouped(caption)

    def caption(self, node: LexborNode, tag: str) -> Inlines:
        """The words of the first child of that name, its paragraphs in one."""
        child = next((child for child in node.iter() if child.tag == tag), None)
        blocks = self.blocks(child) if child is not None else []
        texts = [block.inlines for block in blocks if isinstance(block, Paragraph)]
        return tuple(i for number, inlines in enumerate(texts) for i in ((Break(), *inlines) if number else inlines))

    def admonition(self, node: LexborNode) -> Admonition:
        """An admonition or a box that opens, with its title."""
        titles = [c for c in node.iter() if c.tag == "summary" or c.attributes.get("class") == "admonition-title"]
        words = self.blocks(titles[0]) if titles else []
        title = tuple(i for block in words if isinstance(block, Paragraph | Heading) for i in block.inlines)
        rest = (c for c in node.iter(include_text=True) if not titles or c.mem_id != titles[0].mem_id)
        return Admonition(title, tuple(grouped(piece for child in rest for piece in self.piece(child, PLAIN))))

    def table(self, node: LexborNode) -> Table:
        """Every place of the grid filled exactly once, as the HTML standard forms a table (4.9.12).

        A span that runs into another cell or out of the table is shortened, and a row that is too short gets blank cells:
        so a reader of the block can lay the cells out one after the other.
        """
        source = list(rows_of(node))
        taken: set[tuple[int, int]] = set()
        rows: list[dict[int, Cell]] = []
        for y, row in enumerate(source):
            cells: dict[int, Cell] = {}
            x = 0
            for element in (child for child in row.iter() if child.tag in ("td", "th")):
                while (x, y) in taken:
                    x += 1
                wanted = max(1, span(element, "colspan"))
                colspan = next((width for width in range(1, wanted) if (x + width, y) in taken), wanted)
                # A span of 0 rows goes to the end of the table.
                left = len(source) - y
                rowspan = min(span(element, "rowspan") or left, left)
                align = (element.attributes.get("align") or "").lower()
                align = align if align in ALIGN else ""
                cells[x] = Cell(tuple(self.blocks(element)), element.tag == "th", colspan, rowspan, align)
                taken |= {(x + dx, y + dy) for dx in range(colspan) for dy in range(rowspan)}
                x += colspan
            rows.append(cells)
        columns = max((x for x, _ in taken), default=0) + 1
        for y, cells in enumerate(rows):
            cells |= {x: Cell() for x in range(columns) if (x, y) not in taken}
        return Table(
            self.caption(node, "caption"), columns, tuple(tuple(cells[x] for x in sorted(cells)) for cells in rows)
        )


def styled(style: Text, name: str) -> Text:
    """The style with one of its flags set."""
    change: dict[str, Any] = {name: True}
    return replace(style, **change)


def rows_of(node: LexborNode) -> Iterator[LexborNode]:
    """The rows, the table's head first and its foot last, as browsers show them."""
    for name in TABLE_PARTS:
        for group in (child for child in node.iter() if child.tag == name):
            yield from (child for child in group.iter() if child.tag == "tr")
    yield from (child for child in node.iter() if child.tag == "tr")


def span(node: LexborNode, name: str) -> int:
    """The number in an attribute; 1 where there is none."""
    value = (node.attributes.get(name) or "").strip()
    return min(int(value), 1000) if value.isdecimal() else 1


def grouped(pieces: Iterable[Piece], role: str = "") -> list[Block]:
    """Pieces put together: the runs between two blocks are a paragraph."""
    blocks: list[Block] = []
    runs: list[Inline] = []

    def close() -> None:
        if inlines := tidy(runs):
            blocks.append(Paragraph(tuple(inlines), role))
        runs.clear()

    for piece in pieces:
        if isinstance(piece, Inline):
            runs.append(piece)
        else:
            close()
            blocks.append(piece)
    close()
    return blocks


def tidy(inlines: Sequence[Inline]) -> list[Inline]:
    """The runs as they are set: white space as a browser shows it, none at the ends and at breaks, alike runs joined.

    Full-width spaces at the very beginning are the writer's indent; the page makes its own.
    """
    texts = [i.text if isinstance(i, Text) else BREAK if isinstance(i, Break) else NOTE for i in inlines]
    characters = kept_characters("".join(texts))
    result: list[Inline] = []
    start = 0
    for inline, shown in zip(inlines, texts, strict=True):
        if isinstance(inline, Text):
            text = "".join(characters[start : start + len(shown)])
            before = result[-1] if result else None
            if text and isinstance(before, Text) and replace(before, text="") == replace(inline, text=""):
                result[-1] = replace(before, text=before.text + text)
            elif text:
                result.append(replace(inline, text=text))
        else:
            result.append(inline)
        start += len(shown)
    while result and is_blank(result[0]):
        del result[0]
    while result and is_blank(result[-1]):
        del result[-1]
    if result and isinstance(first := result[0], Text):
        result[0] = replace(first, text=first.text.lstrip())
    if result and isinstance(last := result[-1], Text):
        result[-1] = replace(last, text=last.text.rstrip())
    return result


def is_blank(inline: Inline) -> bool:
    return isinstance(inline, Break) or (isinstance(inline, Text) and not inline.text.strip())


def kept_characters(whole: str) -> list[str]:
    """What becomes of each character: itself, a space for a run of white space, or nothing."""
    characters = list(whole)
    for match in BLANK.finditer(whole):
        start, end = match.span()
        before, after = whole[start - 1 : start], whole[end : end + 1]
        wide = "\n" in match[0] and WIDE.match(before or " ") and WIDE.match(after or " ")
        characters[start:end] = [""] * (end - start)
        if before and after and not wide and BREAK not in (before, after):
            characters[start] = " "
    return characters
