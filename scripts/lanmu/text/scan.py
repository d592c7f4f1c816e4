"""Reads Markdown as Python-Markdown does with this project's extensions, and keeps the place of every character in the file.

Only what the checks need: which characters the reader sees, in what kind of block, and what becomes something else. Where
the two differ, the built page is right; `tests/property/test_reading.py` compares them. Kept parsers were tried in its
place. markdown-it-py reads three of four of the texts generated there otherwise. Python-Markdown, given a text in which each
character beyond ASCII is unique, tells the places of these; but one in twenty of the ASCII characters is placed wrongly, so
that a fix would change another. It also takes twice the time, and leaves out what no page shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lanmu.text.inline import identify, visible
from lanmu.text.lines import INDENT, ITEM, Block, Line, groups, is_table, joined, lines_of, rows
from lanmu.text.regions import Region, regions
from lanmu.text.scanned import BULLET, Item, Link, Passage, PassageKind, PlacedText, Scan

ADMONITION = re.compile(r"!!! ?[\w-]+(?P<words>(?: +[\w-]+)*)(?: +\"(?P<title>.*?)\")? *$")
DEFINED = re.compile(r"^[> \t]*\[(?P<name>[^\[\]]*)\]:", re.MULTILINE)
FOOTNOTE = re.compile(r" {0,3}\[\^(?P<name>[^\]]*)\]: *")
HEADING = re.compile(r"(?P<hashes>#{1,6})(?P<text>(?:\\.|[^\\#\n]|#+(?=[^#\n]))*?)#*$")
INDENTED = re.compile(" " * INDENT)
MEANING = re.compile(r" {0,3}: {1,3}")
OWN_ATTRIBUTES = re.compile(r"(?<! )[ ]+\{:?[ ]*[^}\n ][^\n]*\}[ ]*$")
QUOTE = re.compile(r" {0,3}> ?")
RULE = re.compile(r" {0,3}(?:(?:- {0,2}){3,}|(?:_ {0,2}){3,}|(?:\* {0,2}){3,}) *$")
TARGET = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]]*)\]: *(?:\n *)?(?P<target>\S+) *(?:\n *)?(?:(?P<q>[\"']).*(?P=q) *|\(.*\) *)?$",
    re.MULTILINE,
)
TASK = re.compile(r"\[[ xX]\] +")
UNDERLINE = re.compile(r"(?:=+|-+) *$")
# Nobody writes deeper than this; what lies deeper is read as plain text.
DEEPEST = 60
LISTS = ("ul", "ol", "dl")
ITEMS = ("li", "dd")


@dataclass
class Node:
    """An element under construction, as far as the parsing of the next block depends on it. `marker` and `start` are those
    of a list item (`-` or `1.`, its place in the file); `begun` is true when its text has begun."""

    name: str
    children: list[Node] = field(default_factory=list)
    marker: str = ""
    start: int = 0
    begun: bool = False

    def new(self, name: str, marker: str = "", start: int = 0) -> Node:
        """A further child."""
        self.children.append(Node(name, marker=marker, start=start))
        return self.children[-1]

    def ends_with(self, *names: str) -> bool:
        """True when the youngest child is one of these."""
        return bool(self.children) and self.children[-1].name in names


def scan(text: str, start: int) -> Scan:
    """Reads the Markdown in `text` from the place `start` on."""
    defined = [match["name"] for match in DEFINED.finditer(text, start)]
    scanner = Scanner(text)
    scanner.scan.defined = frozenset(" ".join(name.lower().split()) for name in defined if name[:1] != "^")
    scanner.scan.note_names = frozenset(name[1:] for name in defined if name.startswith("^"))
    scanner.parse(Node("div"), start, len(text))
    scanner.scan.links.sort(key=lambda link: link.start)
    return scanner.scan


class Scanner:
    """Parses a body in one pass. `states` is the stack of Python-Markdown's parser states (`list`, `looselist`, `detabbed`,
    `blockquote`); `quotes` and `depth` count the open quotations and the nesting."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scan = Scan()
        self.states: list[str] = [""]
        self.quotes = 0
        self.depth = 0

    def parse(self, parent: Node, start: int, end: int) -> None:
        """Parses everything between two places; code and raw HTML become placeholder blocks (Line.region)."""
        pending: list[Block] = []
        for region in regions(self.text, start, end):
            is_text = region.kind == "markdown"
            lines = lines_of(self.text, region.start, region.end) if is_text else []
            pending += groups(lines) if is_text else [Block([Line("", region.start, region)])]
        self.blocks(parent, pending)

    def region(self, parent: Node, region: Region) -> None:
        """Code is left out; raw HTML shows its text as it is; some HTML has Markdown in it."""

        def placed(start: int, end: int) -> PlacedText:
            return PlacedText(self.text[start:end], tuple(range(start, end + 1)))

        parent.new("p")
        if region.kind == "raw":
            self.put("paragraph", placed(region.start, region.end), raw=True)
        elif region.kind in ("html", "span"):
            visible(placed(region.start, region.inner), self.scan, raw=True)
            if region.kind == "span":
                self.put("paragraph", placed(region.inner, region.closing))
            else:
                self.parse(Node("div"), region.inner, region.closing)
            visible(placed(region.closing, region.end), self.scan, raw=True)

    def inside(self, state: str, parent: Node, blocks: list[Block]) -> None:
        """Parses blocks in a state."""
        self.states.append(state)
        self.blocks(parent, blocks)
        self.states.pop()

    def blocks(self, parent: Node, blocks: list[Block]) -> None:
        """Parses blocks in order; a step may push a part of its block back."""
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
        if self.admonition(parent, block, waiting):
            return
        if not INDENTED.match(block[0].text):
            own = (self.table, self.heading, self.underlined, self.rule, self.items, self.meaning)
            steps = (*own, self.quotation, self.footnote, self.target, self.paragraph)
            next(step for step in steps if step(parent, block, waiting))
        elif self.states[-1] != "detabbed" and (parent.name in ITEMS or parent.ends_with(*LISTS)):
            self.indented(parent, block)
        else:
            if not parent.ends_with("pre"):
                parent.new("pre")
            code, rest = block.indented_part()
            self.scan.code_blocks.append((code[0].start, code[-1].start + len(code[-1].text)))
            waiting.append(rest)

    def admonition(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`!!! note "title"`, or an indented block that continues one."""
        levels, inner = 1, block
        if cut := block.split(ADMONITION.match):
            before, line, match, inner = cut
            self.blocks(parent, [before])
            box = parent.new("admonition")
            if words := match["words"].strip():
                self.scan.titles.append((line.start + match.start("words"), words))
            if match["title"]:
                box.new("p")
                self.put("paragraph", joined([Line(match["title"], line.start + match.start("title"))]))
        elif not (parent.ends_with("admonition") and INDENTED.match(block[0].text)):
            return False
        else:
            box = parent.children[-1]
            while block[0].text.startswith(" " * INDENT * (levels + 1)) and box.ends_with(*LISTS):
                box = box.children[-1].children[-1]
                levels += 1
        inner, rest = inner.indented_part(levels)
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
        if parent.name in ITEMS:
            target = parent.children[-1] if parent.ends_with(*LISTS) else parent
        elif sibling.name in ITEMS:
            target = sibling
        else:
            target = sibling.children[-1] if sibling.ends_with(*ITEMS) else sibling.new("li")
        self.inside("detabbed", target, [Block(line.dedented(level) for line in block)])

    def table(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """The rows of a table, a passage for each cell."""
        if not is_table(block):
            return False
        parent.new("table")
        table = rows([line.text for line in block])
        columns = len(table[0])
        for number, (line, cells) in enumerate(zip(block, table, strict=True)):
            if columns > 1 and "|" not in line.text:
                self.scan.rows.append(line.start)
            for column, (start, end) in enumerate(cells if number != 1 else ()):
                cell = Line(line.text[start:end], line.start + start)
                if column < columns:
                    self.put("cell", joined([self.without_attributes(cell)]))
                elif cell.text.strip(" "):
                    self.scan.cells.append((cell.start, cell.text.strip(" ")))
        return True

    def without_attributes(self, line: Line) -> Line:
        """Without the list of attributes at its end."""
        # Where the line does not end so, none is looked for: each brace would be tried to the end of the line.
        if line.text.rstrip(" ").endswith("}") and (match := OWN_ATTRIBUTES.search(line.text)):
            identify(match[0], line.start + match.start(), self.scan)
            return Line(line.text[: match.start()], line.start)
        return line

    def heading(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`## words`, also in the middle of a block."""
        if not (cut := block.split(HEADING.match)):
            return False
        before, line, match, rest = cut
        self.blocks(parent, [before])
        self.title(parent, Line(match["text"], line.start + match.start("text")), len(match["hashes"]))
        if self.states[-1] == "looselist" and rest.split(INDENTED.match):
            rest = Block(line.dedented() for line in rest)
        waiting.append(rest)
        return True

    def title(self, parent: Node, words: Line, level: int) -> None:
        """A heading's words."""
        parent.new("h")
        count = len(self.scan.identifiers)
        line = self.without_attributes(words)
        identifiers = self.scan.identifiers[count:]
        if line.text != words.text:
            line = Line(line.text.rstrip(" ").rstrip("#"), line.start)
        self.put("heading", joined([line]), level=level, identifier=identifiers[0][0] if identifiers else "")

    def underlined(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """A heading that is underlined."""
        if len(block) < 2 or not UNDERLINE.match(block[1].text):
            return False
        self.title(parent, block[0], 1 if block[1].text[0] == "=" else 2)
        self.scan.underlined.append((block[0].start, block[1].start))
        waiting.append(block[2:])
        return True

    def rule(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """A line across the page."""
        if not (cut := block.split(RULE.match)):
            return False
        self.blocks(parent, [cut[0]])
        parent.new("hr")
        waiting.append(cut[3])
        return True

    def items(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """The items of a list."""
        if not ITEM.match(block[0].text):
            return False
        items = block.items()
        if parent.ends_with("ul", "ol"):
            whole = parent.children[-1]
            marker, start, first = items.pop(0)
            self.inside("looselist", self.item(whole, marker, start), [Block(first)])
        else:
            whole = parent if parent.name in ("ul", "ol") else parent.new("ul")
        for marker, start, item in items:
            target = self.item(whole, marker, start) if marker or not whole.children else whole.children[-1]
            self.inside("list", target, [Block(item)])
        return True

    def item(self, whole: Node, marker: str, start: int) -> Node:
        """A further item of a list, which is numbered when its first one is."""
        node = whole.new("li", marker, start)
        first = whole.children[0]
        shown = f"{len(whole.children)}." if first.marker[:1].isdecimal() else BULLET
        self.scan.items.append(Item(marker, start, shown, first.start))
        return node

    def meaning(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """`: words` under a term."""
        cut = block.split(MEANING.match)
        if not cut or (not cut[0] and not parent.children):
            return False
        terms, line, match, rest = cut
        for term in terms:
            self.put("paragraph", joined([self.without_attributes(term)]))
        if not terms and parent.ends_with("p"):
            parent.children.pop()
        whole = parent.children[-1] if parent.ends_with("dl") else parent.new("dl")
        more, rest = (rest, Block()) if rest and re.match(r" {0,3}[^ :]", rest[0].text) else rest.indented_part()
        self.inside("list" if terms else "looselist", whole.new("dd"), [Block([line.after(match.end()), *more])])
        waiting.append(rest)
        return True

    def quotation(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """Somebody else's words."""
        if not (cut := block.split(QUOTE.match)):
            return False
        before, first, _, rest = cut
        self.blocks(parent, [before])
        inner = [line.after(match.end()) if (match := QUOTE.match(line.text)) else line for line in (first, *rest)]
        quote = parent.children[-1] if parent.ends_with("blockquote") else parent.new("blockquote")
        self.quotes += 1
        self.inside("blockquote", quote, groups(inner))
        self.quotes -= 1
        return True

    def footnote(self, parent: Node, block: Block, waiting: list[Block]) -> bool:
        """The text of a footnote: the page shows it at the end, but it is scanned where it is written."""
        if not (cut := block.split(FOOTNOTE.match)):
            return False
        before, line, match, rest = cut
        self.blocks(parent, [before])
        self.scan.notes.append((match["name"], line.start))
        following = rest.split(FOOTNOTE.match)
        own = following[0] if following else rest
        parts = [[line.after(match.end()), *(inner.dedented() for inner in own)]]
        if following:
            waiting.append(rest[len(own) :])
        while not following and waiting and waiting[-1] and INDENTED.match(waiting[-1][0].text):
            parts.append([inner.dedented() for inner in waiting.pop()])
        self.inside("", Node("div"), [block for part in parts for block in groups(part)])
        return True

    def target(self, parent: Node, block: Block, _waiting: list[Block]) -> bool:
        """Link targets given apart from their words."""
        if not any("]:" in line.text for line in block):
            return False
        whole = joined(block)
        taken: set[int] = set()
        line = position = 0
        for match in TARGET.finditer(whole.text):
            words = match["target"]
            start = match.start("target") + len(words) - len(words.lstrip("<"))
            places = whole.offsets[match.start()], whole.offsets[start]
            name = match["name"].strip().lower()
            self.scan.links.append(Link("definition", name, words.lstrip("<").rstrip(">"), *places))
            line += whole.text.count("\n", position, match.start())
            position = match.start()
            taken.update(range(line, line + whole.text.count("\n", position, match.end()) + 1))
        if taken:
            self.blocks(parent, [Block(line for number, line in enumerate(block) if number not in taken)])
        return bool(taken)

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
            identify(match[0][1:], block[-1].start, self.scan)
            block = block[:-1]
        self.put("item" if in_item else "paragraph", joined(block), marker=parent.marker if in_item else "")
        return True

    def put(
        self,
        kind: PassageKind,
        block: PlacedText,
        *,
        level: int = 0,
        marker: str = "",
        raw: bool = False,
        identifier: str = "",
    ) -> None:
        """Records a passage, without the blanks at its ends."""
        seen = visible(block, self.scan, raw=raw)
        begin, end = len(seen.text) - len(seen.text.lstrip()), len(seen.text.rstrip())
        if begin < end:
            part = seen.part(begin, end)
            self.scan.passages.append(
                Passage(kind, part.text, part.offsets, self.quotes > 0, level, marker, identifier)
            )
