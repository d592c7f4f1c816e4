"""What is pasted from Word, WPS, Excel or a web page (`text/html` of the clipboard) becomes the Markdown that an import gives: the
same blocks, through the same steps. Only structure is taken, never a style.

Word marks what HTML has no element for by properties of its own (`mso-list`, `mso-footnote-id`, `mso-outline-level`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import (
    Block,
    Bullets,
    Cell,
    Notes,
    Paragraph,
    Quote,
    Run,
    Table,
    bulleted,
    paragraphs,
    shown_text,
    text_of,
)
from lanmu.intake.article.shaping import Cleaner, Shaper
from lanmu.intake.article.writing import to_markdown
from lanmu.intake.markdown_text import prove
from lanmu.intake.word.numbering import Label
from lanmu.untrusted.text_limits import refuse_excess

TOO_LARGE = "贴进来的内容太多，没有贴。请分几次粘贴，或者用“收稿”导入整个文件。"
MOST = 8_000_000
"""Characters of HTML: Word writes some hundred bytes of styles for each run."""
DEEPEST = 80
"""Elements within one another; what is deeper is read as text."""
SILENT = frozenset(
    "script style head title meta link xml template noscript svg math object iframe"  # noqa: SIM905 (a row of names reads better)
    " select textarea button input audio video -comment -doctype".split()
)
FORMATS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s", "strike": "s"}
FORMATS |= {"sup": "sup", "sub": "sub"}
BLOCKS = frozenset(
    "p div section article main header footer center address body html figure figcaption dl dt dd pre form fieldset"  # noqa: SIM905 (a row of names reads better)
    " details summary aside nav hr h1 h2 h3 h4 h5 h6 ul ol li blockquote table caption thead tbody tfoot tr td th".split()
)
ANY_BLOCK = ", ".join(sorted(BLOCKS - {"body", "html"}))
HEADING = re.compile(r"h([1-6])")
OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])")
BOLD, NORMAL = re.compile(r"font-weight:\s*(?:bold|[6-9]00)"), re.compile(r"font-weight:\s*(?:normal|[1-5]00)")
ITALIC = re.compile(r"font-style:\s*italic")
HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden")
LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
IGNORED = re.compile(r"mso-list:\s*Ignore", re.IGNORECASE)
NOTE = re.compile(r"mso-(?:footnote|endnote)-id:\s*(\w+)")
IS_NOTE = re.compile(r"mso-element:\s*(?:footnote|endnote)(?![-\w])")
IS_NOTES = re.compile(r"mso-element:\s*(?:footnote|endnote)-list")
# A number, a letter or a Chinese numeral; everything else before an item is a bullet.
NUMBERED = re.compile(
    r"[（(]?(?:\d+(?:[.．]\d+)*|[一二三四五六七八九十百]+|第.{1,4})[）).．、:：章节条款]*|[（(]?[a-zA-Z]{1,4}[）).．、]|[\u2460-\u24ff\u2776-\u2793]"
)
ABROAD = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
BLANKS = re.compile("[ \t\n\r\f]+")
# Between two of these the end of a line in the source is no blank.
WIDE = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]"
WRAPPED = re.compile(rf"(?<={WIDE})[ \t]*[\r\n]+[ \t\r\n]*(?={WIDE})")
REFERENCE = re.compile(r"(?<!\\)\[\^(\d+)\]")


@dataclass(frozen=True)
class Pasted:
    """What is put into the text, and sentences about what was changed or left out."""

    markdown: str
    remarks: tuple[str, ...]


def pasted(html: str, first_note: int = 1) -> Pasted:
    """The Markdown of HTML from the clipboard; its footnotes are numbered from `first_note` on.

    Raises UserError when it is too much, or when a character would be lost.
    """
    if len(html) > MOST:
        raise UserError(TOO_LARGE)
    body = LexborHTMLParser(html).body
    reader = Reader()
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    cleaner, shaper = Cleaner(), Shaper()
    notes = {key: cleaner.blocks(note) for key, note in reader.notes.items()}
    shaped = shaper.shaped(cleaner.blocks(blocks))
    markdown = to_markdown(shaped, notes).strip("\n")
    refuse_excess(markdown)
    prove(markdown, shown_text(shaped, referred(shaped, notes)))
    markdown = REFERENCE.sub(lambda match: f"[^{int(match[1]) + first_note - 1}]", markdown)
    remarks = [remark.text for remark in shaper.remarks()]
    if reader.pictures:
        remarks.append(f"{reader.pictures} 张图片没有贴进来：请把图片文件拖到正文里，或者用“图片”按钮选。")
    return Pasted(markdown, tuple(remarks))


def referred(blocks: Iterable[Block], notes: Notes) -> Notes:
    """The notes that the text refers to, in that order."""
    names = (run.target for paragraph in paragraphs(blocks) for run in paragraph.runs if run.kind == "note")
    return {name: notes[name] for name in dict.fromkeys(names)}


@dataclass
class Reader:
    """Reads HTML into blocks; `notes` are the footnotes by their names, `pictures` how many were left out."""

    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    """The numbers of the notes, as the text refers to them."""
    pictures: int = 0

    def blocks(self, body: LexborNode) -> list[Block]:
        """The blocks of a whole page, without the list of its footnotes."""
        for node in body.css("div[id]"):
            if IS_NOTE.search(style_of(node)):
                self.notes[node.attributes.get("id") or ""] = tuple(self.within(node, frozenset(), 0))
        return list(nested(self.within(body, frozenset(), 0)))

    def within(self, node: LexborNode, formats: frozenset[str], depth: int) -> Iterator[Block]:
        """The blocks in an element; text that stands between them is a paragraph."""
        runs: list[Run] = []
        for child in node.iter(include_text=True):
            if is_unseen(child):
                continue
            if holds_blocks(child) and depth < DEEPEST:
                yield from paragraph(runs)
                runs = []
                yield from self.block(child, formats | formats_of(child, formats), depth + 1)
            else:
                runs += self.inline(child, formats, "", depth + 1)
        yield from paragraph(runs)

    def block(self, node: LexborNode, formats: frozenset[str], depth: int) -> Iterator[Block]:
        """The blocks of one element."""
        style, tag = style_of(node), node.tag or ""
        if IS_NOTES.search(style):
            return
        level = HEADING.fullmatch(tag) or OUTLINE.search(style)
        if tag == "table":
            yield self.table(node, depth)
        elif tag in ("ul", "ol"):
            yield from self.listed(node, tag, depth)
        elif tag == "blockquote":
            inner = tuple(self.within(node, formats, depth))
            yield Quote(tuple(paragraphs(inner)))
        elif tag in ("p", "div") and (item := LIST.search(style)):
            yield from self.word_item(node, int(item[1]), depth)
        elif level or "MsoTitle" in (node.attributes.get("class") or ""):
            number = int(level[1]) if level else 1
            for block in self.within(node, formats, depth):
                yield replace(block, level=number) if isinstance(block, Paragraph) else block
        else:
            yield from self.within(node, formats, depth)

    def listed(self, node: LexborNode, tag: str, depth: int) -> Iterator[Block]:
        """A list: its bullets, or paragraphs with their numbers as text."""
        items: list[tuple[Block, ...]] = []
        start = node.attributes.get("start") or ""
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        for child in node.iter():
            inner = tuple(self.within(child, frozenset(), depth)) if child.tag == "li" else ()
            # A list that lies beside its item instead of in it, as old web pages have it.
            if child.tag in ("ul", "ol"):
                below = tuple(self.listed(child, child.tag, depth + 1)) if depth < DEEPEST else ()
                items, inner = (items[:-1], (*items[-1], *below)) if items else (items, below)
            if inner and tag == "ul":
                items.append(inner)
            elif inner:
                first, *rest = inner
                yield numbered(f"{number}.", first) if isinstance(first, Paragraph) else first
                yield from rest
                number += 1
        if items:
            yield Bullets(tuple(items))

    def word_item(self, node: LexborNode, level: int, depth: int) -> Iterator[Block]:
        """A paragraph of a list, as Word has it: the sign before it is in a part that browsers are to show and nobody to read."""
        sign = next((part for part in node.css("span") if IGNORED.search(style_of(part))), None)
        label = " ".join((sign.text() if sign else "").replace("\u00a0", " ").split())
        for block in self.within(node, frozenset(), depth):
            if isinstance(block, Paragraph):
                yield numbered(label, block) if NUMBERED.fullmatch(label) else bullet(block, level)
            else:
                yield block

    def table(self, node: LexborNode, depth: int) -> Table:
        """A table with its spans."""
        rows: list[tuple[Cell, ...]] = []
        heads = 0
        for row in own_rows(node):
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th") and not is_unseen(cell)]
            is_head = bool(cells) and all(cell.tag == "th" for cell in cells)
            heads += is_head and heads == len(rows)
            if cells:
                rows.append(
                    tuple(
                        Cell(
                            tuple(nested(self.within(cell, frozenset(), depth))),
                            span(cell, "colspan"),
                            span(cell, "rowspan"),
                        )
                        for cell in cells
                    )
                )
        return Table(tuple(rows), heads)

    def inline(self, node: LexborNode, formats: frozenset[str], link: str, depth: int) -> Iterator[Run]:
        """The runs of an element without blocks."""
        tag = node.tag or ""
        if tag == "-text":
            yield Run(without_wraps(node.text_content or ""), formats, link)
        elif is_unseen(node) or IGNORED.search(style_of(node)):
            return
        elif tag == "br":
            yield Run(kind="break")
        elif tag == "img":
            self.pictures += 1
        elif depth > DEEPEST:
            yield Run(without_wraps(node.text()), formats, link)
        else:
            if tag == "a":
                if (note := NOTE.search(style_of(node))) and note[1] in self.notes:
                    self.order.setdefault(note[1], len(self.order) + 1)
                    yield Run(f"[{self.order[note[1]]}]", kind="note", target=note[1])
                    return
                if note:
                    # The number before the note itself.
                    return
                target = node.attributes.get("href") or ""
                link = target if ABROAD.fullmatch(target) else ""
            formats = without_normal(node, formats) | formats_of(node, formats)
            for child in node.iter(include_text=True):
                yield from self.inline(child, formats, link, depth + 1)


def nested(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with bullets that follow one another in one list, deeper ones within the item above them."""
    waiting: list[tuple[int, Paragraph]] = []
    for block in blocks:
        if isinstance(block, Paragraph) and (level := level_of(block)):
            waiting.append((level, replace(block, classes=frozenset())))
            continue
        yield from bulleted(waiting)
        waiting = []
        yield block
    yield from bulleted(waiting)


def bullet(paragraph: Paragraph, level: int) -> Paragraph:
    """A paragraph that is an item of a list, until `nested` has put the list together."""
    return replace(paragraph, classes=frozenset({f"bullet-{level}"}))


def level_of(paragraph: Paragraph) -> int:
    """The level of an item; 0 for any other paragraph."""
    return next((int(name.removeprefix("bullet-")) for name in paragraph.classes if name.startswith("bullet-")), 0)


def numbered(label: str, paragraph: Paragraph) -> Paragraph:
    """A paragraph with its number as text, as an import writes it."""
    runs = trimmed(paragraph.runs)
    return replace(paragraph, runs=(Run(Label(label, "tab").before(text_of(runs))), *runs))


def paragraph(runs: list[Run]) -> Iterator[Paragraph]:
    """A paragraph of the runs, their white space as a browser shows it; nothing where nothing is seen."""
    joined: list[Run] = []
    for run in runs:
        after_blank = not joined or joined[-1].kind == "break" or joined[-1].text.endswith(" ")
        text = run.text.lstrip(" ") if run.kind == "text" and after_blank else run.text
        if text or run.kind != "text":
            joined.append(replace(run, text=text))
    if text_of(joined).strip() or any(run.kind == "note" for run in joined):
        yield Paragraph(tuple(joined))


def trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs without blanks before them."""
    first = next(iter(runs), None)
    if first is None or first.kind != "text":
        return runs
    text = first.text.lstrip(" \u00a0\u3000")
    return (replace(first, text=text), *runs[1:]) if text else trimmed(runs[1:])


def without_wraps(text: str) -> str:
    """Text of HTML with its white space as it is shown, but no blank where a line was broken between Chinese characters."""
    return BLANKS.sub(" ", WRAPPED.sub("", text))


def is_unseen(node: LexborNode) -> bool:
    """True for what is no text of the page."""
    return node.tag in SILENT or bool(HIDDEN.search(style_of(node)))


def holds_blocks(node: LexborNode) -> bool:
    """True for a block, and for an inline element around blocks, such as the `<b>` around all that Google Docs copies."""
    if node.tag in BLOCKS:
        return True
    return node.tag not in ("-text", "a") and node.css_first(ANY_BLOCK) is not None


def formats_of(node: LexborNode, formats: frozenset[str]) -> frozenset[str]:
    """The formats that an element adds."""
    style = style_of(node)
    added = {FORMATS[node.tag]} if node.tag in FORMATS and not (node.tag == "b" and NORMAL.search(style)) else set()
    if node.tag not in BLOCKS:
        added |= {"strong"} if BOLD.search(style) else set()
        added |= {"em"} if ITALIC.search(style) else set()
    return frozenset(added) - formats


def without_normal(node: LexborNode, formats: frozenset[str]) -> frozenset[str]:
    """The formats without bold, where an element takes it back."""
    return formats - {"strong"} if node.tag == "span" and NORMAL.search(style_of(node)) else formats


def own_rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table, not those of tables within it."""
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iter() if row.tag == "tr")


def span(cell: LexborNode, name: str) -> int:
    """How many columns or rows a cell spans."""
    text = cell.attributes.get(name) or ""
    return min(max(int(text), 1), 100) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def style_of(node: LexborNode) -> str:
    """The style attribute; only what Word says in it about structure is read."""
    return "" if (node.tag or "-").startswith("-") else node.attributes.get("style") or ""
