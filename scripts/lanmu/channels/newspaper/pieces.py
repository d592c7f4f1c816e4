"""The pieces of an issue: its articles, shortened as the issue says, with what stands above and below their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lanmu.channels.common.blocks import facts, notice
from lanmu.channels.common.items import Item, caption_of, galley, signed
from lanmu.channels.common.press import Press
from lanmu.channels.newspaper.grid import Grid, frame
from lanmu.content import newspaper_issue
from lanmu.content.article import Article
from lanmu.content.newspaper_issue import NewspaperIssue
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Block, Figure, Heading, Paragraph, Text, inline_text

Role = Literal["headline", "lead", "box", "brief", "note"]
NO_CAPTION = Item("caption")


@dataclass(frozen=True, eq=False)
class Piece:
    """What is laid out. `items` stand in its columns, `wide` tables below them in its whole width; `lines` are the
    writer's own title lines. `strip` is the 栏目 that it shares with its neighbours, `tag` one that it has alone."""

    name: str
    role: Role
    items: tuple[Item, ...]
    wide: tuple[Item, ...] = ()
    picture: Figure | None = None
    caption: Item = NO_CAPTION
    picture_span: int | None = None
    span: int | None = None
    lines: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    strip: str = ""
    tag: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def framed(self) -> bool:
        """True when it stands in a box of its own."""
        return self.role in ("box", "note")


def pieces_of(issue: NewspaperIssue, press: Press, grid: Grid) -> tuple[Piece, ...]:
    """Everything on the pages, in order. Raises UserError for an article without the heading that it shall end at, or
    with a character that no font has."""
    groups = ["", *(placed.group for placed in issue.pieces), ""]
    shared = [group in (before, after) for before, group, after in zip(groups, groups[1:], groups[2:], strict=False)]
    placed = [article_piece(p, press, grid, shared=s) for p, s in zip(issue.pieces, shared, strict=True)]
    return tuple([note_piece(issue.note, press, grid), *placed] if issue.note else placed)


def note_piece(note: newspaper_issue.Note, press: Press, grid: Grid) -> Piece:
    texts = [[Text(" ".join(part.split()))] for part in note.text.split("\n\n") if part.strip()]
    texts[0].insert(0, Text("编者按：", strong=True))
    items = signed([Item("editor", tuple(press.text(text))) for text in texts], press.text(note.signed))
    covered(press, "编者按", items)
    return Piece("编者按", "note", items, span=note.span or grid.columns)


def article_piece(placed: newspaper_issue.Piece, press: Press, grid: Grid, *, shared: bool) -> Piece:
    article = press.site.by_path[placed.article]
    assert isinstance(article, Article), "the issue was checked when it was read"
    meta, read = article.meta, press.read(article)
    if placed.summary:
        blocks: list[Block] = [Paragraph((Text(meta.summary),)), *notice(article)]
    else:
        blocks = [*before_heading(read.blocks, placed.until, article), *facts(article)]
    gathered = galley(press.text(blocks), grid.characters)
    figures = [item.block for item in gathered.items if isinstance(item.block, Figure)]
    photo = press.text(meta.photo)
    in_column: list[Item] = []
    for item in gathered.items:
        if not isinstance(item.block, Figure):
            in_column.append(item)
        elif placed.picture == "all" and item.block is not figures[0]:
            in_column += [item, Item("caption", caption_of(item.block, photo), follows=True)]
    items = signed(in_column, *press.text([article.source, meta.author]))
    picture, caption = None, NO_CAPTION
    if figures and placed.picture != "none":
        picture = replace(figures[0], alternative=figures[0].alternative or press.text(article.title))
        caption = Item("caption", caption_of(picture, photo))
    group = press.text(placed.group)
    remarks = [f"《{article.title}》：{remark}" for remark in read.remarks]
    if len(figures) > 1 and placed.picture == "first":
        remarks.append(f"《{article.title}》：还有 {len(figures) - 1} 张图片没有登，要登就写 picture: all。")
    remarks += covered(press, article.title, [*items, *gathered.wide, caption], placed)
    return Piece(
        name=article.title,
        role=placed.role,
        items=items,
        wide=tuple(gathered.wide),
        picture=picture,
        caption=caption,
        picture_span=placed.picture_span,
        span=placed.span,
        lines=meta.title_lines,
        kicker=placed.kicker,
        subtitle=placed.subtitle,
        strip=group if shared else "",
        tag="" if shared else group,
        remarks=tuple(remarks),
    )


def covered(
    press: Press, title: str, items: Iterable[Item], placed: newspaper_issue.Piece | None = None
) -> tuple[str, ...]:
    """Remarks on characters that another font stands in for. Raises UserError when no font has one."""
    texts = [("biao", press.text(title)), *(text for item in items for text in item.texts)]
    if placed:
        group, words = map(press.text, (placed.group, "".join((*placed.kicker, *placed.subtitle))))
        texts += [("kai", words), ("hei", group), ("biao", group)]
    return press.fonts.covered(texts, f"《{title}》")


def before_heading(blocks: Sequence[Block], heading: str, article: Article) -> Sequence[Block]:
    """The blocks before a heading; all where none is named. Raises UserError when there is no such heading, or nothing
    before it."""
    if not heading:
        return blocks
    names = [inline_text(b.inlines, notes=False) if isinstance(b, Heading) else "" for b in blocks]
    names = [name.replace("\n", "").strip() for name in names]
    place = names.index(heading) if heading in names else -1
    if place > 0:
        return blocks[:place]
    fault = "前面没有文字" if place == 0 else "在文章里没有"
    raise UserError(
        f"《{article.title}》：until 写的小标题「{heading}」{fault}。请照 docs/{article.path} 里的小标题改写。"
    )


def measures_wanted(piece: Piece, grid: Grid) -> Iterator[tuple[Item, float]]:
    """Each item with every width that it may be set in: text in that of a column, wide tables in that of the piece, the
    caption over any number of columns."""
    spans = [piece.span or grid.columns] if piece.role == "note" else range(1, grid.columns + 1)
    for layout in (frame(grid, piece.role, span) for span in spans):
        yield from ((item, layout.column) for item in piece.items)
        yield from ((table, layout.width) for table in piece.wide)
        if piece.picture:
            yield from ((piece.caption, layout.span(count)) for count in range(1, layout.columns + 1))
