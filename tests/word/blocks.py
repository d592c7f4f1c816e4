"""The blocks of a document as a short form of HTML, for tests to be written in and compared with; and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Notes, Paragraph, Quote, Run, Table, squeeze
from lanmu.intake.word.model import WordText
from selectolax.lexbor import LexborHTMLParser, LexborNode

ORDER = ("strong", "em", "s", "sup", "sub")


def html_of(text: WordText) -> str:
    """A read document; its notes are a list at the end."""
    notes = "".join(f'<li id="footnote-{number}">{written(note)}</li>' for number, note in text.notes.items())
    return written(text.blocks) + (f"<ol>{notes}</ol>" if notes else "")


def written(blocks: Iterable[Block]) -> str:
    """Some blocks."""
    return "".join(map(block_text, blocks))


def block_text(block: Block) -> str:
    """One block."""
    match block:
        case Paragraph():
            classes = f' class="{" ".join(sorted(block.classes))}"' if block.classes else ""
            name = f"h{block.level}" if block.level else "p"
            return f"<{name}{classes}>{inline(block.runs)}</{name}>"
        case Bullets(items):
            return f"<ul>{''.join(map(item_text, items))}</ul>"
        case Table(rows):
            head = "".join(row_text(row, "th") for row in rows[: block.heads])
            body = "".join(row_text(row) for row in rows[block.heads :])
            return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>" if head else f"<table>{body}</table>"
        case Box(inner):
            return f'<aside class="textbox">{written(inner)}</aside>'
        case Quote(inner):
            return f"<blockquote>{written(inner)}</blockquote>"
        case _:
            raise AssertionError(block)


def item_text(item: tuple[Block, ...]) -> str:
    """An item of a list."""
    first, *rest = item
    assert isinstance(first, Paragraph)
    return f"<li>{inline(first.runs)}{written(rest)}</li>"


def row_text(row: Iterable[Cell], name: str = "td") -> str:
    """A row of a table."""
    cells = []
    for cell in row:
        spans = "".join(
            f' {key}="{count}"' for key, count in (("colspan", cell.across), ("rowspan", cell.down)) if count > 1
        )
        cells.append(f"<{name}{spans}>{written(cell.blocks)}</{name}>")
    return f"<tr>{''.join(cells)}</tr>"


def inline(runs: Iterable[Run]) -> str:
    """The runs of a paragraph; neighbours share what marks they have in common, the outermost first."""
    text = ""
    opened: list[str] = []
    for run in (*runs, Run()):
        wanted = [f'a href="{escape(run.link)}"'] if run.link else []
        wanted += [mark for mark in ORDER if mark in run.formats]
        same = next(
            (n for n, (a, b) in enumerate(zip(opened, wanted, strict=False)) if a != b), min(len(opened), len(wanted))
        )
        text += "".join(f"</{name.split()[0]}>" for name in reversed(opened[same:]))
        text += "".join(f"<{name}>" for name in wanted[same:])
        opened = wanted
        text += {
            "text": escape(run.text, quote=False),
            "break": "<br />",
            "image": f'<img alt="{escape(run.text)}" src="{run.target}" />',
            "note": f'<sup><a href="#footnote-{run.target}" id="footnote-ref-{run.target}">{run.text}</a></sup>',
        }[run.kind]
    return text


def parse(html: str) -> tuple[tuple[Block, ...], Notes]:
    """The blocks that some HTML in this form stands for, and its notes."""
    body = LexborHTMLParser(f"<!doctype html><html><body>{html}").body
    assert body is not None
    notes: Notes = {}
    return tuple(blocks_in(body, notes)), notes


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The nodes right below a node, text included."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def blocks_in(parent: LexborNode, notes: Notes) -> Iterator[Block]:
    """The blocks in an element; text between them becomes paragraphs."""
    loose: list[Run] = []
    for node in (*children(parent), None):
        name = (node.tag or "") if node else "p"
        if name in ("p", "ul", "ol", "table", "caption", "aside", "blockquote") or (
            name[0] == "h" and name[1:].isdigit()
        ):
            if any(run.kind in ("image", "note") or squeeze(run.text) for run in loose):
                yield Paragraph(tuple(loose))
            loose = []
            if node:
                yield from block_of(node, name, notes)
        elif node:
            loose += runs_in(node, Run())


def block_of(node: LexborNode, name: str, notes: Notes) -> Iterator[Block]:
    """The block that an element is."""
    if name in ("p", "caption") or name[0] == "h":
        classes = frozenset((node.attributes.get("class") or "").split()) | (
            {"caption"} if name == "caption" else set()
        )
        runs = tuple(run for child in children(node) for run in runs_in(child, Run()))
        yield Paragraph(runs, int(name[1]) if name[0] == "h" else 0, classes)
    elif name == "ol":
        for item in children(node):
            notes[(item.attributes.get("id") or "").removeprefix("footnote-")] = tuple(blocks_in(item, notes))
    elif name == "ul":
        items: list[tuple[Block, ...]] = []
        for item in children(node):
            content = tuple(blocks_in(item, notes))
            if content and isinstance(content[0], Bullets):
                items += [*content[0].items, *([content[1:]] if content[1:] else [])]
            else:
                items.append(content)
        yield Bullets(tuple(items))
    elif name == "table":
        yield table_of(node, notes)
    elif name == "aside":
        yield Box(tuple(blocks_in(node, notes)))
    else:
        yield Quote(tuple(block for block in blocks_in(node, notes) if isinstance(block, Paragraph)))


def table_of(node: LexborNode, notes: Notes) -> Table:
    """A table."""
    caption = next(
        (each for part in children(node) if part.tag == "caption" for each in block_of(part, "caption", notes)), None
    )
    assert caption is None or isinstance(caption, Paragraph)
    groups = [part for part in children(node) if part.tag != "caption"]
    rows = [
        tuple(
            Cell(
                tuple(blocks_in(cell, notes)), *(int(cell.attributes.get(name) or 1) for name in ("colspan", "rowspan"))
            )
            for cell in children(row)
            if cell.tag in ("td", "th")
        )
        for part in groups
        for row in children(part)
    ]
    heads = sum(1 for part in groups if part.tag == "thead" for _ in children(part))
    return Table(tuple(rows), heads, caption)


def runs_in(node: LexborNode, around: Run) -> Iterator[Run]:
    """The runs that an element of a line is."""
    name = node.tag or ""
    link = node.attributes.get("href") or "" if name == "a" else ""
    if name == "-text":
        yield replace(around, text=node.text_content or "")
    elif name == "br":
        yield replace(around, kind="break", link="")
    elif name == "img":
        yield Run((node.attributes.get("alt") or "").strip(), kind="image", target=node.attributes.get("src") or "")
    elif link.startswith("#footnote-"):
        yield Run(node.text(deep=True), kind="note", target=link.removeprefix("#footnote-"))
    else:
        inner = replace(around, link=link or around.link, formats=around.formats | ({name} & {*ORDER}))
        for child in children(node):
            yield from runs_in(child, inner)
