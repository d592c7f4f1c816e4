"""Walks over the HTML of one article in reading order and writes down its blocks. What it does not know becomes text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from lanmu.channels.markup.runs import INLINE_KINDS, PLAIN, Inline, run, tidy
from lanmu.channels.markup.tables import table

Block = dict[str, Any]
Piece = dict[str, Any]
HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 5}
ROLES = ("letterhead", "title", "addressees", "attachments", "signature", "date", "index", "copies")
# Elements that only hold others.
BOXES = {"div", "section", "article", "main", "header", "footer", "center", "address", "picture", "body", "tbody"}
MARKING = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
# Elements without a look of their own on paper.
QUIET = {
    "a",
    "span",
    "abbr",
    "code",
    "kbd",
    "small",
    "mark",
    "u",
    "s",
    "del",
    "ins",
    "q",
    "cite",
    "dfn",
    "var",
    "label",
}
QUIET |= {"samp", "time", "big", "font", "wbr", "bdi", "bdo", "data", "ruby", "rb"}
SILENT = {"script", "style", "template", "source", "-comment", "noscript", "rp"}
UNSEEN = {"footnote", "footnote-ref", "footnote-backref", "toc"}
ABROAD = ("http://", "https://", "mailto:", "tel:")
DONE, OPEN = "√ ", "□ "


def is_unseen(node: LexborNode) -> bool:
    """True for what is no text of its own: programs, comments, a table of contents, and the parts of footnotes that
    lead from one place to another."""
    return node.tag in SILENT or bool(UNSEEN & set((node.attributes.get("class") or "").split()))


class Walk:
    """One walk. `picture` makes a figure of an <img> (None when it cannot be used); `remark` notes what was changed."""

    def __init__(
        self,
        notes: dict[str, LexborNode],
        name: str,
        picture: Callable[[LexborNode], Block | None],
        remark: Callable[[str], None],
    ) -> None:
        self.notes = notes
        self.name = name
        self.picture = picture
        self.remark = remark
        self.told: set[str] = set()
        self.open_notes: list[str] = []

    def blocks(self, node: LexborNode) -> list[Block]:
        """The blocks of what lies in an element."""
        return self.grouped(self.pieces(node, dict(PLAIN)))

    def grouped(self, pieces: Iterable[Piece], role: str = "") -> list[Block]:
        """Pieces put together: the runs between two blocks are a paragraph."""
        blocks: list[Block] = []
        runs: list[Inline] = []

        def close() -> None:
            if inlines := tidy(runs):
                blocks.append({"kind": "paragraph", "role": role, "inlines": inlines})
            runs.clear()

        for piece in pieces:
            if piece["kind"] in INLINE_KINDS:
                runs.append(piece)
            else:
                close()
                blocks.append(piece)
        close()
        return blocks

    def pieces(self, node: LexborNode, marks: dict[str, Any]) -> Iterator[Piece]:
        """What lies in an element, in order: runs of text, and blocks."""
        for child in node.iter(include_text=True):
            yield from self.piece(child, marks)

    def piece(self, node: LexborNode, marks: dict[str, Any]) -> Iterator[Piece]:
        """One node."""
        tag = node.tag or ""
        if is_unseen(node):
            return
        if tag == "-text":
            yield run(node.text_content or "", marks)
        elif tag == "rt":
            yield from (run("（", marks), *self.pieces(node, marks), run("）", marks))
        elif note := self.note_id(node):
            yield self.note(note)
        elif tag in MARKING:
            yield from self.pieces(node, marks | {MARKING[tag]: True})
        elif tag == "br":
            yield {"kind": "break"}
        elif tag == "img":
            yield from self.image(node, marks)
        elif tag == "input":
            yield from self.control(node, marks)
        elif tag == "a":
            target = node.attributes.get("href") or ""
            yield from self.pieces(node, marks | {"link": target if target.startswith(ABROAD) else marks["link"]})
        elif tag in QUIET:
            yield from self.pieces(node, marks)
        else:
            yield from self.block(node, tag)

    def image(self, node: LexborNode, marks: dict[str, Any]) -> Iterator[Piece]:
        """A figure; the words of a picture that cannot be shown."""
        figure = self.picture(node)
        alternative = node.attributes.get("alt") or ""
        if figure or alternative:
            yield figure or run(f"（{alternative}）", marks)

    def control(self, node: LexborNode, marks: dict[str, Any]) -> Iterator[Piece]:
        """The box of a task list; any other control is nothing on paper."""
        if node.attributes.get("type") == "checkbox":
            yield run(DONE if "checked" in node.attributes else OPEN, marks)

    def note_id(self, node: LexborNode) -> str:
        """The footnote that a <sup> refers to; empty for anything else."""
        link = next((child for child in node.iter() if child.tag == "a"), None) if node.tag == "sup" else None
        is_reference = link is not None and "footnote-ref" in (link.attributes.get("class") or "")
        target = (link.attributes.get("href") or "").removeprefix("#") if link is not None and is_reference else ""
        return target if target in self.notes else ""

    def note(self, target: str) -> Inline:
        """A footnote with its text at the first reference, and without at the others, which only name it."""
        again = target in self.told or target in self.open_notes
        self.told.add(target)
        self.open_notes.append(target)
        blocks = [] if again else self.blocks(self.notes[target])
        self.open_notes.pop()
        return {"kind": "note", "name": f"{self.name}-{list(self.notes).index(target) + 1}", "blocks": blocks}

    def block(self, node: LexborNode, tag: str) -> Iterator[Block]:
        """An element that is a block, or holds blocks."""
        classes = (node.attributes.get("class") or "").split()
        if tag == "p":
            role = next((name for name in ROLES if f"doc-{name}" in classes), "")
            yield from self.grouped(self.pieces(node, dict(PLAIN)), role)
        elif tag in HEADINGS:
            yield from self.heading(node, HEADINGS[tag])
        elif tag in ("ul", "ol", "menu"):
            yield self.items(node, tag)
        elif tag == "dl":
            yield from self.definitions(node)
        elif tag == "table":
            yield table(node, self.blocks, self.inside(node, "caption"))
        elif tag == "figure":
            yield from self.figure(node)
        elif tag == "blockquote":
            yield {"kind": "quote", "blocks": self.blocks(node)}
        elif tag in ("aside", "details") or "admonition" in classes:
            yield self.aside(node)
        elif tag == "hr":
            yield {"kind": "rule"}
        elif tag == "pre":
            yield from self.verbatim(node)
        else:
            if tag not in BOXES:
                self.remark(f"有 <{tag}>，印刷品里没有这种形式，只排了里面的文字。")
            yield from self.blocks(node)

    def heading(self, node: LexborNode, level: int) -> Iterator[Block]:
        """A heading; a picture in it comes after it."""
        for block in self.blocks(node):
            is_text = block["kind"] == "paragraph"
            yield {"kind": "heading", "level": level, "inlines": block["inlines"]} if is_text else block

    def items(self, node: LexborNode, tag: str) -> Block:
        """A list; what stands between its items by mistake becomes an item."""
        start = node.attributes.get("start") or "1"
        items = [self.blocks(child) for child in node.iter() if child.tag == "li"]
        stray = self.grouped(
            piece for child in node.iter(include_text=True) if child.tag != "li" for piece in self.piece(child, PLAIN)
        )
        items += [stray] if stray else []
        number = int(start) if start.isdecimal() else 1
        return {"kind": "list", "ordered": tag == "ol", "start": number, "items": items}

    def definitions(self, node: LexborNode) -> Iterator[Block]:
        """Terms and what they mean: the term in bold, and its first paragraph behind it in the same line."""
        terms: list[Inline] = []
        for child in node.iter():
            found = self.blocks(child)
            if child.tag == "dt":
                yield from self.grouped(terms)
                terms = [i | ({"strong": True} if i["kind"] == "text" else {}) for b in found for i in b["inlines"]]
            else:
                if terms and found and found[0]["kind"] == "paragraph":
                    found[0] = found[0] | {"inlines": [*terms, run("　"), *found[0]["inlines"]]}
                else:
                    yield from self.grouped(terms)
                terms = []
                yield from found
        yield from self.grouped(terms)

    def figure(self, node: LexborNode) -> Iterator[Block]:
        """The pictures and tables of a figure, the last of them with its caption."""
        blocks = self.grouped(
            piece
            for child in node.iter(include_text=True)
            if child.tag != "figcaption"
            for piece in self.piece(child, dict(PLAIN))
        )
        caption = self.inside(node, "figcaption")
        bearer = next((block for block in reversed(blocks) if block["kind"] in ("figure", "table")), None)
        if bearer and caption and not bearer["caption"]:
            bearer["caption"] = caption
            caption = []
        yield from blocks
        yield from self.grouped(caption)

    def inside(self, node: LexborNode, tag: str) -> list[Inline]:
        """The words of the first child of that name, its paragraphs in one."""
        child = next((child for child in node.iter() if child.tag == tag), None)
        found = self.blocks(child) if child is not None else []
        texts = [block["inlines"] for block in found if block["kind"] == "paragraph"]
        return [i for index, inlines in enumerate(texts) for i in ([{"kind": "break"}] if index else []) + inlines]

    def aside(self, node: LexborNode) -> Block:
        """An admonition or a box that opens, with its title."""
        titles = [c for c in node.iter() if c.tag == "summary" or c.attributes.get("class") == "admonition-title"]
        title = [i for child in titles[:1] for block in self.blocks(child) for i in block.get("inlines", [])]
        rest = (c for c in node.iter(include_text=True) if not titles or c.mem_id != titles[0].mem_id)
        blocks = self.grouped(piece for child in rest for piece in self.piece(child, dict(PLAIN)))
        return {"kind": "aside", "title": title, "blocks": blocks}

    def verbatim(self, node: LexborNode) -> Iterator[Block]:
        """Text that keeps its lines."""
        lines = node.text(deep=True).strip("\n").split("\n")
        runs = [i for number, line in enumerate(lines) for i in ([{"kind": "break"}] if number else []) + [run(line)]]
        yield from self.grouped(runs)
        self.remark("有一段代码，按普通文字排，行的长短照原样。")
