"""Takes the HTML of a read document apart: what an article may have becomes blocks, all else is dropped and told.

The HTML is read as a browser reads it, so nothing can hide from this list that a browser would see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Paragraph, Quote, Run, Table, squeeze
from lanmu.intake.word.model import Remark

MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "s": "s", "del": "s", "sup": "sup", "sub": "sub"}
PLAIN = ("u", "span", "ins")
INLINE = frozenset((*MARKS, *PLAIN, "a", "br", "img"))
HEADINGS = tuple(f"h{level}" for level in range(1, 7))
CONTAINERS = ("body", "div", "section")
BLOCKS = frozenset(("p", *HEADINGS, "ul", "ol", "table", "caption", "aside", "blockquote", *CONTAINERS))
CLASSES = frozenset(("right", "center", "textbox", "caption", "title"))
# Dropped with everything in them: what is in them is no text.
ACTIVE = frozenset(
    (
        *("script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button"),
        *("select", "textarea", "svg", "math", "template", "link", "meta", "base", "noscript", "video", "audio"),
    )
)
# Attributes with a meaning here, by element; `id` names the places that notes and bookmarks are known by.
KNOWN = {"a": {"href", "id"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
EVERYWHERE = {"class", "id"}
SAFE = re.compile(r"(?:https?://[^\s/]|mailto:\S|tel:[+\d])", re.IGNORECASE)
NOTE = re.compile(r"#?((?:foot|end)note-\d+)")
BACK = re.compile(r"#(?:foot|end)note-ref-\d+")
# Nobody nests deeper than this; what does was made to harm.
DEEPEST = 60
WIDEST = 1000
Children = Iterable[LexborNode]


@dataclass(frozen=True)
class Fragment:
    """The blocks of a document, its notes by their ids, and what had to be changed or left out."""

    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def parse(html: str) -> Fragment:
    """The allowed content of `html`. Raises UserError when it is nested deeper than any document."""
    body = LexborHTMLParser(f"<!doctype html><html><body>{html}").body
    reader = Reader()
    blocks = tuple(reader.blocks(children(body), 0)) if body else ()
    return Fragment(blocks, reader.notes, tuple(reader.remarks()))


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The nodes right below a node, text included."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


class Reader:
    """Walks one document and counts what it cannot take."""

    def __init__(self) -> None:
        self.notes: dict[str, tuple[Block, ...]] = {}
        self.dropped: Counter[str] = Counter()
        self.unwrapped: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.jumps = 0

    def blocks(self, nodes: Children, depth: int) -> Iterator[Block]:
        """Blocks; runs of text between them become paragraphs."""
        if depth > DEEPEST:
            raise UserError("文件里的表格或文本框一层套一层，套得太深，没有导入。请把内层的内容拿出来再试。")
        loose: list[Run] = []
        for node in nodes:
            name = node.tag or ""
            if name in BLOCKS:
                yield from loose_paragraph(loose)
                loose = []
                yield from self.block(node, name, depth)
            else:
                loose += self.runs(node, Run(), depth)
        yield from loose_paragraph(loose)

    def block(self, node: LexborNode, name: str, depth: int) -> Iterator[Block]:
        """One block element."""
        classes = self.classes(node, name)
        if name == "p" or name in HEADINGS or name == "caption":
            level = int(name[1]) if name in HEADINGS else 0
            marked = classes | {"caption"} if name == "caption" else classes
            runs = tuple(run for child in children(node) for run in self.runs(child, Run(), depth))
            yield Paragraph(runs, level, marked)
        elif name in ("ul", "ol"):
            yield from self.items(node, name, depth)
        elif name == "table":
            yield self.table(node, depth)
        elif name == "aside":
            yield Box(tuple(self.blocks(children(node), depth + 1)))
        elif name == "blockquote":
            yield from quoted(tuple(self.blocks(children(node), depth + 1)))
        else:
            yield from self.blocks(children(node), depth + 1)

    def items(self, node: LexborNode, name: str, depth: int) -> Iterator[Block]:
        """A list. The list of notes at the end becomes notes; no other list with numbers is to be expected."""
        items: list[tuple[Block, ...]] = []
        for item in children(node):
            if item.tag != "li":
                if item.tag in BLOCKS or squeeze(item.text(deep=True) or ""):
                    items.append(tuple(self.blocks([item], depth + 1)))
                continue
            self.classes(item, "li")
            content = tuple(self.blocks(children(item), depth + 1))
            if name == "ol" and (match := NOTE.fullmatch(item.attributes.get("id") or "")):
                self.notes[match[1]] = without_gap(content)
            elif content and isinstance(content[0], Bullets):
                # An item that holds only a deeper list: Markdown has no such thing.
                items += content[0].items
                items += [content[1:]] if content[1:] else []
            else:
                items.append(content)
        if name == "ol" and items:
            self.unwrapped["ol"] += 1
        if items:
            yield Bullets(tuple(items))

    def table(self, node: LexborNode, depth: int) -> Table:
        """A table, its caption and its rows, whatever groups them."""
        self.classes(node, "table")
        caption: Paragraph | None = None
        rows: list[tuple[Cell, ...]] = []
        heads = 0
        for part in children(node):
            name = part.tag or ""
            if name == "caption":
                caption = next((p for p in self.block(part, name, depth) if isinstance(p, Paragraph)), None)
                continue
            group = [part] if name == "tr" else [row for row in children(part) if row.tag == "tr"]
            self.classes(part, name)
            for row in group:
                rows.append(tuple(self.cells(row, depth)))
                heads += name == "thead" and len(rows) == heads + 1
        return Table(tuple(rows), heads, caption)

    def cells(self, row: LexborNode, depth: int) -> Iterator[Cell]:
        """The cells of a row."""
        for cell in children(row):
            if cell.tag in ("td", "th"):
                self.classes(cell, cell.tag)
                content = tuple(self.blocks(children(cell), depth + 1))
                yield Cell(content, span(cell, "colspan"), span(cell, "rowspan"))

    def runs(self, node: LexborNode, around: Run, depth: int) -> Iterator[Run]:
        """The runs of an inline node; `around` carries the marks and the link it stands in."""
        name = node.tag or ""
        if name == "-text":
            # As in HTML, and the line's end of a source file is none of the text's.
            yield replace(around, text=re.sub("[\r\n]+", " ", node.text_content or ""))
            return
        if name in ACTIVE:
            self.dropped[name] += 1
            return
        if name.startswith(("-", "!")) or depth > DEEPEST:
            return
        self.classes(node, name)
        if name == "br":
            yield replace(around, kind="break", link="")
        elif name == "img":
            source = (node.attributes.get("src") or "").strip()
            yield Run((node.attributes.get("alt") or "").strip(), kind="image", target=source)
        elif name == "a":
            yield from self.link(node, around, depth)
        else:
            if name not in INLINE:
                self.unwrapped[name] += 1
            marked = replace(around, marks=around.marks | {MARKS[name]}) if name in MARKS else around
            yield from self.inside(node, marked, depth)

    def inside(self, node: LexborNode, around: Run, depth: int) -> Iterator[Run]:
        """The runs in an inline element."""
        for child in children(node):
            yield from self.runs(child, around, depth + 1)

    def link(self, node: LexborNode, around: Run, depth: int) -> Iterator[Run]:
        """A link, the reference of a note, or an anchor."""
        target = (node.attributes.get("href") or "").strip()
        if match := NOTE.fullmatch(target):
            yield Run((node.text(deep=True) or "").strip(), kind="note", target=match[1])
        elif BACK.fullmatch(target):
            return
        elif SAFE.match(target):
            yield from self.inside(node, replace(around, link=target), depth)
        else:
            if target.startswith("#"):
                self.jumps += 1
            elif "href" in node.attributes:
                self.links[(node.text(deep=True) or "").strip()[:20]] += 1
            yield from self.inside(node, around, depth)

    def classes(self, node: LexborNode, name: str) -> frozenset[str]:
        """The classes that have a meaning here; every attribute that has none is counted."""
        for attribute in node.attributes:
            if attribute not in EVERYWHERE | KNOWN.get(name, set()):
                self.attributes[attribute] += 1
        return frozenset((node.attributes.get("class") or "").split()) & CLASSES

    def remarks(self) -> Iterator[Remark]:
        """What was dropped, for the editor."""
        if self.dropped:
            yield Remark("left_out", f"会运行的网页代码不能上网，没有收进来：{listed(self.dropped)}。")
        if self.attributes:
            yield Remark("changed", f"网页代码里的属性去掉了，文字没有动：{listed(self.attributes)}。")
        if self.unwrapped:
            yield Remark("look", f"有的格式网页上不用，只收了里面的文字：{listed(self.unwrapped)}。")
        if self.links:
            named = "、".join(f"“{text}”" for text in self.links if text) or "没有文字的链接"
            yield Remark("changed", f"{self.links.total()} 个链接的地址不能放到网上，只留了文字：{named}。")
        if self.jumps:
            yield Remark("changed", f"{self.jumps} 个文内跳转（目录、交叉引用）去掉了链接，只留了文字。")


def listed(counts: Counter[str]) -> str:
    """Names with how often each was met."""
    return "、".join(f"{name} {count} 处" for name, count in counts.items())


def loose_paragraph(runs: list[Run]) -> Iterator[Paragraph]:
    """A paragraph of runs that stand in none; blanks between blocks are not one."""
    if any(run.kind in ("image", "note") or squeeze(run.text) for run in runs):
        yield Paragraph(tuple(runs))


def quoted(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """A quotation where it holds paragraphs only; anything larger stands by itself."""
    found = tuple(block for block in blocks if isinstance(block, Paragraph))
    if found and len(found) == len(blocks):
        yield Quote(found)
    else:
        yield from blocks


def without_gap(note: tuple[Block, ...]) -> tuple[Block, ...]:
    """A note without the blank that stood between its text and the way back."""
    *before, last = note or (Paragraph(()),)
    if not isinstance(last, Paragraph) or not last.runs or last.runs[-1].kind != "text":
        return note
    end = last.runs[-1]
    return (*before, replace(last, runs=(*last.runs[:-1], replace(end, text=end.text.removesuffix(" ")))))


def span(cell: LexborNode, attribute: str) -> int:
    """How many columns or rows a cell spans."""
    value = (cell.attributes.get(attribute) or "").strip()
    return max(1, min(int(value), WIDEST)) if value.isascii() and value.isdecimal() else 1
