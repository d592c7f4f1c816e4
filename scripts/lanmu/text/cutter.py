"""A Markdown file cut into blocks, as Python-Markdown cuts it with the extensions of this project.

Only what the checks need: which characters the reader sees, in what kind of block, and what is code and so nobody's
prose. Where the two differ, the built page is right; `tests/property/test_reading.py` compares them.
"""

from __future__ import annotations

import re

from lanmu.text.blocks import BULLET, BlockKind, Blocks, Item, Passage
from lanmu.text.inline import Link, Spelled, identify, visible
from lanmu.text.lines import INDENT, ITEM, Block, Line, groups, indented_part, item_blocks, joined, lines_of
from lanmu.text.markers import (
    ADMONITION,
    DEFINED,
    FOOTNOTE,
    HEADING,
    MEANING,
    OWN_ATTRIBUTES,
    QUOTE,
    TARGET,
    TASK,
    UNDERLINE,
    is_admonition,
    is_footnote,
    is_heading,
    is_indented,
    is_meaning,
    is_quote,
    is_rule,
)
from lanmu.text.nodes import Node
from lanmu.text.regions import Region, regions
from lanmu.text.tables import is_table, rows

# Nobody writes deeper than this; what lies deeper is read as plain text.
DEEPEST = 60
LISTS = ("ul", "ol", "dl")
ITEMS = ("li", "dd")


class Cutter:
    """Walks through a body once; `states` is what surrounds the block at hand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.result = Blocks()
        self.states: list[str] = [""]
        self.quotes = 0
        self.depth = 0

    def parse(self, parent: Node, start: int, end: int) -> None:
        """Everything between two places."""
        pending: list[Block] = []
        for region in regions(self.text, start, end):
            if region.kind == "markdown":
                pending += groups(lines_of(self.text, region.start, region.end))
                continue
            # What is no Markdown stands as a paragraph of its own among the blocks.
            pending.append(Block([Line("", region.start, region)]))
        self.blocks(parent, pending)

    def region(self, parent: Node, region: Region) -> None:
        """Code is left out; raw HTML shows its text as it is; some HTML has Markdown in it."""
        parent.new("p")
        if region.kind == "raw":
            self.put("paragraph", self.spelled(region.start, region.end), raw=True)
        elif region.kind in ("html", "span"):
            visible(self.spelled(region.start, region.inner), self.result.found, raw=True)
            if region.kind == "span":
                self.put("paragraph", self.spelled(region.inner, region.closing))
            else:
                self.parse(Node("div"), region.inner, region.closing)
            visible(self.spelled(region.closing, region.end), self.result.found, raw=True)

    def spelled(self, start: int, end: int) -> Spelled:
        """A stretch of the file."""
        return Spelled(self.text[start:end], tuple(range(start, end + 1)))

    def inside(self, state: str, parent: Node, blocks: list[Block]) -> None:
        """Parses blocks in a state."""
        self.states.append(state)
        self.blocks(parent, blocks)
        self.states.pop()

    def blocks(self, parent: Node, blocks: list[Block]) -> None:
        """Takes one block after the other; a step may give back a part of its block."""
        waiting = blocks[::-1]
        self.depth += 1
        while waiting:
            block = waiting.pop()
            if not block:
                continue
            if self.depth > DEEPEST:
                self.put("paragraph", joined(block))
            elif region := block[0].region:
                self.region(parent, region)
            else:
                self.block(parent, block, waiting)
        self.depth -= 1

    def block(self, parent: Node, block: Block, waiting: list[Block]) -> None:
        """Finds out what a block is, in the order in which Python-Markdown asks."""
        first = block[0].text
        if self.admonition(parent, block, waiting):
            return
        if not first.startswith(" " * INDENT):
            own = (self.table, self.heading, self.underlined, self.rule, self.items, self.meaning)
            steps = (*own, self.quotation, self.footnote, self.target, self.paragraph)
            next(step for step in steps if step(parent, block, waiting))
        elif self.states[-1] != "detabbed" and (parent.name in ITEMS or parent.ends_with(*LISTS)):
            self.indented(parent, block)
        else:
            self.code(parent, block, waiting)

    def admonition(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`!!! note "title"`, or an indented block that continues one."""
        levels, number = 1, block.first(is_admonition)
        if number is not None and (match := ADMONITION.match(block[number].text)):
            self.blocks(parent, [block[:number]])
            box = parent.new("admonition")
            if words := match["words"].strip():
                self.result.titles.append((block[number].start + match.start("words"), words))
            if match["title"]:
                box.new("p")
                self.put("paragraph", joined([Line(match["title"], block[number].start + match.start("title"))]))
        else:
            if not (parent.ends_with("admonition") and block[0].text.startswith(" " * INDENT)):
                return False
            box, number = parent.children[-1], -1
            while block[0].text.startswith(" " * INDENT * (levels + 1)) and box.ends_with(*LISTS):
                box = box.children[-1].children[-1]
                levels += 1
        inner, rest = indented_part(block[number + 1 :], levels)
        self.blocks(box, [inner])
        waiting.append(rest)
        return True

    def indented(self, parent: Node, block: Block) -> None:
        """A block that belongs to the list above it."""
        depth = (len(block[0].text) - len(block[0].text.lstrip(" "))) // INDENT
        level, sibling = int(self.states[-1] == "list"), parent
        while depth > level and sibling.ends_with(*LISTS, *ITEMS):
            sibling = sibling.children[-1]
            level += sibling.name in LISTS
        block = Block(line.dedented(level) for line in block)
        if parent.name in ITEMS:
            target = parent.children[-1] if parent.ends_with(*LISTS) else parent
        elif sibling.name in ITEMS:
            target = sibling
        else:
            target = sibling.children[-1] if sibling.ends_with(*ITEMS) else sibling.new("li")
        self.inside("detabbed", target, [block])

    def code(self, parent: Node, block: Block, waiting: list[Block]) -> None:
        """Indented code."""
        if not parent.ends_with("pre"):
            parent.new("pre")
        taken, rest = indented_part(block)
        self.result.codes.append((taken[0].start, taken[-1].start + len(taken[-1].text)))
        waiting.append(rest)

    def table(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """The rows of a table, a passage for each cell."""
        if not is_table(block):
            return False
        parent.new("table")
        found = rows([line.text for line in block])
        for number, cells in enumerate(found):
            line, columns = block[number], len(found[0])
            if columns > 1 and "|" not in line.text:
                self.result.rows.append(line.start)
            for column, (start, end) in enumerate(cells if number != 1 else ()):
                cell = Line(line.text[start:end], line.start + start)
                if column < columns:
                    self.put("cell", joined([self.without_attributes(cell)]))
                elif cell.text.strip(" "):
                    self.result.cells.append((cell.start, cell.text.strip(" ")))
        return True

    def without_attributes(self, line: Line) -> Line:
        """Without the list of attributes at its end."""
        # Where the line does not end so, none is looked for: each brace would be tried to the end of the line.
        if line.text.rstrip(" ").endswith("}") and (match := OWN_ATTRIBUTES.search(line.text)):
            identify(match[0], line.start + match.start(), self.result.found)
            return Line(line.text[: match.start()], line.start)
        return line

    def heading(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`## words`, also in the middle of a block."""
        number = block.first(is_heading)
        match = HEADING.match(block[number].text) if number is not None else None
        if number is None or match is None:
            return False
        self.blocks(parent, [block[:number]])
        words = Line(match["text"], block[number].start + match.start("text"))
        self.title(parent, words, len(match["marks"]))
        rest = block[number + 1 :]
        if self.states[-1] == "looselist" and rest.first(is_indented) is not None:
            rest = Block(line.dedented() for line in rest)
        waiting.append(rest)
        return True

    def title(self, parent: Node, words: Line, level: int) -> None:
        """A heading's words."""
        parent.new("h")
        known = len(self.result.found.identifiers)
        line = self.without_attributes(words)
        given = self.result.found.identifiers[known:]
        if line.text != words.text:
            line = Line(line.text.rstrip(" ").rstrip("#"), line.start)
        self.put("heading", joined([line]), level=level, identifier=given[0][0] if given else "")

    def underlined(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """A heading that is underlined."""
        if len(block) < 2 or not UNDERLINE.match(block[1].text):
            return False
        self.title(parent, block[0], 1 if block[1].text[0] == "=" else 2)
        self.result.underlined.append((block[0].start, block[1].start))
        waiting.append(block[2:])
        return True

    def rule(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """A line across the page."""
        number = block.first(is_rule)
        if number is None:
            return False
        self.blocks(parent, [block[:number]])
        parent.new("hr")
        waiting.append(block[number + 1 :])
        return True

    def items(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """The items of a list."""
        if not ITEM.match(block[0].text):
            return False
        items = item_blocks(block)
        if parent.ends_with("ul", "ol"):
            whole = parent.children[-1]
            mark, start, first = items.pop(0)
            self.inside("looselist", self.item(whole, mark, start), [Block(first)])
        elif parent.name in ("ul", "ol"):
            whole = parent
        else:
            whole = parent.new("ul")
        for mark, start, item in items:
            target = self.item(whole, mark, start) if mark or not whole.last else whole.last
            self.inside("list", target, [Block(item)])
        return True

    def item(self, whole: Node, mark: str, start: int) -> Node:
        """A further item of a list, which is numbered when its first one is."""
        node = whole.new("li", mark, start)
        is_ordered = whole.children[0].mark[:1].isdecimal()
        shown = f"{len(whole.children)}." if is_ordered else BULLET
        self.result.items.append(Item(mark, start, shown, whole.children[0].start))
        return node

    def meaning(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`: words` under a term."""
        number = block.first(is_meaning)
        if number is None or (not number and not parent.children):
            return False
        if number:
            for line in block[:number]:
                self.put("paragraph", joined([self.without_attributes(line)]))
        elif parent.ends_with("p"):
            parent.children.pop()
        whole = parent.children[-1] if parent.ends_with("dl") else parent.new("dl")
        match = MEANING.match(block[number].text)
        first, rest = block[number].after(match.end() if match else 0), block[number + 1 :]
        more, rest = (rest, Block()) if rest and re.match(r" {0,3}[^ :]", rest[0].text) else indented_part(rest)
        self.inside("list" if number else "looselist", whole.new("dd"), [Block([first, *more])])
        waiting.append(rest)
        return True

    def quotation(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """Somebody else's words."""
        number = block.first(is_quote)
        if number is None:
            return False
        self.blocks(parent, [block[:number]])
        inner = [line.after(match.end()) if (match := QUOTE.match(line.text)) else line for line in block[number:]]
        quote = parent.children[-1] if parent.ends_with("blockquote") else parent.new("blockquote")
        self.quotes += 1
        self.inside("blockquote", quote, groups(inner))
        self.quotes -= 1
        return True

    def footnote(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """What a note says; it is shown at the end of the page, but read where it stands."""
        number = block.first(is_footnote)
        if number is None:
            return False
        self.blocks(parent, [block[:number]])
        match = FOOTNOTE.match(block[number].text)
        first = block[number].after(match.end() if match else 0)
        rest = block[number + 1 :]
        end = rest.first(is_footnote)
        parts = [[first, *(line.dedented() for line in rest[:end])]]
        if end is not None:
            waiting.append(rest[end:])
        while end is None and waiting and waiting[-1] and waiting[-1][0].text.startswith(" " * INDENT):
            parts.append([line.dedented() for line in waiting.pop()])
        self.inside("", Node("div"), [block for part in parts for block in groups(part)])
        return True

    def target(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """Link targets given apart from their words."""
        if not any("]:" in line.text for line in block):
            return False
        whole = joined(block)
        matches = list(TARGET.finditer(whole.text))
        for match in matches:
            words = match["target"]
            start = match.start("target") + len(words) - len(words.lstrip("<"))
            target = words.lstrip("<").rstrip(">")
            name = match["name"].strip().lower()
            places = whole.offsets[match.start()], whole.offsets[start]
            self.result.found.links.append(Link("definition", name, target, *places))
        if not matches:
            return False
        taken: set[int] = set()
        line = position = 0
        for match in matches:
            line += whole.text.count("\n", position, match.start())
            position = match.start()
            taken.update(range(line, line + whole.text.count("\n", position, match.end()) + 1))
        self.blocks(parent, [Block(line for number, line in enumerate(block) if number not in taken)])
        return True

    def paragraph(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """Running text, in a list item or by itself."""
        in_item = parent.name == "li" and not parent.begun and not parent.children
        if in_item and (match := TASK.match(block[0].text)):
            block = Block([block[0].after(match.end()), *block[1:]])
        if parent.name in ITEMS and self.states[-1] == "list":
            parent.begun = True
        else:
            parent.new("p")
        if len(block) > 1 and (match := OWN_ATTRIBUTES.match(f" {block[-1].text}")):
            identify(match[0][1:], block[-1].start, self.result.found)
            block = block[:-1]
        self.put("item" if in_item else "paragraph", joined(block), mark=parent.mark if in_item else "")
        return True

    def put(
        self,
        kind: BlockKind,
        block: Spelled,
        *,
        level: int = 0,
        mark: str = "",
        raw: bool = False,
        identifier: str = "",
    ) -> None:
        """Records a passage, without the blanks around it."""
        seen = visible(block, self.result.found, raw=raw)
        begin = len(seen.text) - len(seen.text.lstrip())
        end = len(seen.text.rstrip())
        if begin < end:
            part = seen.part(begin, end)
            self.result.passages.append(
                Passage(kind, part.text, part.offsets, self.quotes > 0, level, mark, identifier)
            )


def cut(text: str, start: int) -> Blocks:
    """The blocks of the Markdown in `text` from the place `start` on."""
    cutter = Cutter(text)
    defined = frozenset(" ".join(m["name"].lower().split()) for m in DEFINED.finditer(text, start))
    cutter.result.found.defined = defined
    cutter.result.found.notes = frozenset(name[1:] for name in defined if name.startswith("^"))
    cutter.parse(Node("div"), start, len(text))
    return cutter.result
