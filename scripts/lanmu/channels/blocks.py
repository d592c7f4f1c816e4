"""An article's Markdown as blocks: plain data that every template and the Word writer take.

A block has a `kind`:

- `heading`: `level` 2 to 5, `inlines`
- `paragraph`: `role` (empty, or a part of an official document: letterhead, title, addressees, attachments, signature,
  date, index, copies), `inlines`
- `list`: `ordered`, `start`, `items` (each a list of blocks)
- `table`: `caption` (inlines), `columns`, `rows` of `cells`: `head`, `colspan`, `rowspan`, `align` (empty, left, center,
  right), `blocks`; the cells fill the grid exactly
- `figure`: `image` (its name in `pictures`), `alternative`, `caption` (inlines), `width`, `height` (pixels)
- `quote`: `blocks`; `aside`: `title` (inlines), `blocks`; `rule`

An inline is `text` (`text`, `strong`, `em`, `sup`, `sub`, `link`: an address abroad or empty), `break`, or `note`: a
footnote with its `name`, unique among all articles, and its `blocks`, empty where it is referred to again.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.channels.markup.walk import DONE, OPEN, Walk, is_unseen
from lanmu.channels.pictures import Picture, prepared
from lanmu.content.article import Article
from lanmu.content.files import is_ordinary
from lanmu.content.glossary import Term
from lanmu.content.markup import TABLES
from lanmu.diagnostics.errors import UserError
from lanmu.text.sanitising import SanitisingExtension

Block = dict[str, Any]
# The site's extensions that read text (those of mkdocs.yml and the two that MkDocs always loads).
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "pymdownx.tasklist"),
    *("tables", "toc"),
)


@dataclass(frozen=True)
class ArticleBlocks:
    """An article, read. `pictures` are the prepared files by the names that figures call them; `files` the originals,
    those too that are missing or broken; `terms` the glossary's words in it; `remarks` what does not come through as it is on the site, in Chinese."""

    blocks: tuple[Block, ...]
    pictures: Mapping[str, Path] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    terms: tuple[Term, ...] = ()
    remarks: tuple[str, ...] = ()


def read(article: Article, docs: Path, store: Path, terms: Iterable[Term] = ()) -> ArticleBlocks:
    """The blocks of an article below `docs`; pictures are prepared in the folder `store`.

    Nothing is raised for what the text has in it: what cannot be printed is in the remarks.
    """
    markdown = Markdown(extensions=[*EXTENSIONS, SanitisingExtension()], extension_configs=TABLES)
    body = LexborHTMLParser(f"<!doctype html><body>{markdown.convert(article.body)}").body
    assert body is not None, "a parser of HTML always makes a body"
    notes = notes_of(body)
    pictures = Pictures(article, docs, store)
    walk = Walk(notes, re.sub(r"[^a-z0-9]+", "-", article.path.removesuffix(".md")), pictures.figure, pictures.remark)
    wanted = Counter(visible(source_text(body)) + "".join(visible(source_text(note)) for note in notes.values()))
    blocks = walk.blocks(body)
    for number, name in enumerate(notes, start=1):
        if name not in walk.told:
            pictures.remark(f"注{number}在正文里没有引用，排在文末。")
            blocks += walk.blocks(notes[name])
    if not (article.body.strip() or article.meta.promise or article.meta.notice):
        pictures.remark("没有正文。请先写好正文再印。")
    if lost := wanted - Counter(visible(text_of(blocks))):
        pictures.remark(f"有 {lost.total()} 个字没有排进去：{''.join(lost)[:20]}。请把这篇稿件交给维护人员。")
    return ArticleBlocks(
        tuple(blocks),
        pictures.prepared,
        tuple(pictures.files),
        terms_in(text_of(blocks), tuple(terms)),
        tuple(pictures.remarks),
    )


def terms_in(text: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that are met in a text, in its order; of two that begin alike the longer one, as on the site."""
    known = {term.term: term for term in sorted(terms, key=lambda term: -len(term.term))}
    found = re.findall("|".join(map(re.escape, known)), text) if known else []
    return tuple(known[name] for name in dict.fromkeys(found))


class Pictures:
    """The pictures of one article, prepared as they are met, and what there is to say about them."""

    def __init__(self, article: Article, docs: Path, store: Path) -> None:
        self.article = article
        self.docs = docs
        self.store = store
        self.prepared: dict[str, Path] = {}
        self.files: list[Path] = []
        self.remarks: list[str] = []

    def remark(self, text: str) -> None:
        """Notes something once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def figure(self, node: LexborNode) -> Block | None:
        """The figure of an <img>; None, and a remark, when it cannot be printed."""
        source = node.attributes.get("src") or ""
        try:
            picture = self.picture(source)
        except UserError as error:
            self.remark(f"{error}（没有排这张图）")
            return None
        return {
            "kind": "figure",
            "image": picture.name,
            "alternative": node.attributes.get("alt") or "",
            "caption": [],
            "width": picture.width,
            "height": picture.height,
        }

    def picture(self, source: str) -> Picture:
        """The prepared picture at an address in the article. Raises UserError."""
        parts = urlsplit(source)
        if parts.scheme or parts.netloc:
            raise UserError(f"图片 {source} 不在本站。请下载下来，和稿件放在同一个文件夹。")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.article.path), unquote(parts.path)))
        inside = not path.startswith(("../", "/"))
        if inside:
            # Noted before it is opened: when it comes, or is mended, the article is to be printed again.
            self.files.append(self.docs / path)
        if not inside or not is_ordinary(self.docs, path):
            raise UserError(f"图片 {source} 不存在。请把图片和稿件放在同一个文件夹，核对文件名。")
        picture = prepared(self.docs / path, self.store)
        self.prepared[picture.name] = picture.path
        return picture


def notes_of(body: LexborNode) -> dict[str, LexborNode]:
    """The footnotes by their ids."""
    return {item.attributes.get("id") or "": item for item in body.css("div.footnote li[id]")}


def source_text(node: LexborNode) -> str:
    """The text that a reader of the page sees, in order."""
    if node.tag == "-text":
        return node.text_content or ""
    return "" if is_unseen(node) else "".join(source_text(child) for child in node.iter(include_text=True))


def changed(block: Block, change: Callable[[Block, bool], Block], *, in_cell: bool = False) -> Block:
    """The block as `change` makes it, and all blocks inside of it, those of footnotes too, in reading order.

    `change` is told whether the block stands in a table.
    """
    found = dict(change(block, in_cell))

    def inside(blocks: Iterable[Block], *, in_cell: bool = in_cell) -> list[Block]:
        return [changed(child, change, in_cell=in_cell) for child in blocks]

    for key in ("title", "inlines", "caption"):
        if key in found:
            found[key] = [i | {"blocks": inside(i["blocks"])} if "blocks" in i else i for i in found[key]]
    if "blocks" in found:
        found["blocks"] = inside(found["blocks"])
    if "items" in found:
        found["items"] = [inside(item) for item in found["items"]]
    if "rows" in found:
        rows = [
            [cell | {"blocks": inside(cell["blocks"], in_cell=True)} for cell in row["cells"]] for row in found["rows"]
        ]
        found["rows"] = [{"cells": cells} for cells in rows]
    return found


def visible(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def text_of(blocks: Iterable[Block], *, notes: bool = True) -> str:
    """The text of blocks in reading order, a line end after each paragraph; footnotes stand at their reference."""
    return "".join(f"{text}\n" for block in blocks for text in lines_of(block, notes=notes))


def lines_of(block: Block, *, notes: bool) -> Iterator[str]:
    """The paragraphs of one block; a table's caption stands above it."""
    above = ("caption",) if block["kind"] == "table" else ()
    for key in (*above, "title", "inlines"):
        if key in block:
            yield inline_text(block[key], notes=notes)
    children = [*block.get("blocks", ()), *(child for item in block.get("items", ()) for child in item)]
    cells = [cell for row in block.get("rows", ()) for cell in row["cells"]]
    for child in (*children, *(child for cell in cells for child in cell["blocks"])):
        yield from lines_of(child, notes=notes)
    if block["kind"] == "figure":
        yield inline_text(block["caption"], notes=notes)


def inline_text(inlines: Iterable[dict[str, Any]], *, notes: bool = True) -> str:
    """The text of inlines."""
    parts = []
    for inline in inlines:
        if inline["kind"] == "note":
            parts.append(text_of(inline["blocks"]) if notes else "")
        else:
            parts.append("\n" if inline["kind"] == "break" else inline["text"])
    return "".join(parts)


__all__ = ["DONE", "EXTENSIONS", "OPEN", "ArticleBlocks", "Block", "inline_text", "read", "text_of", "visible"]
