"""The articles of an issue as pieces: shortened as the issue says, set in every width they may take, measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lanmu.channels.blocks import ArticleBlocks, Block
from lanmu.channels.desk import Desk
from lanmu.channels.front_facts import facts, notice
from lanmu.channels.markup.runs import run
from lanmu.channels.newspaper.faces import texts_by_face
from lanmu.channels.newspaper.flow import Measured
from lanmu.channels.newspaper.galley import Setter, entry_of, measure
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.items import Galley, Item, galley, signed, until, without_figures
from lanmu.channels.newspaper.pieces import Picture, Piece, Role, Words, frame
from lanmu.content import newspaper_issue
from lanmu.content.article import Article
from lanmu.content.newspaper_issue import NewspaperIssue
from lanmu.diagnostics.errors import UserError

Wanted = tuple[Item, float]


@dataclass(frozen=True, eq=False)
class Material:
    """A piece before it is measured: where it goes, its article, what stands in its columns, its picture, remarks."""

    placed: newspaper_issue.Piece
    article: Article
    read: ArticleBlocks
    items: tuple[Item, ...]
    wide: tuple[Item, ...]
    figure: Block | None
    caption: Item | None
    remarks: tuple[str, ...]


def material(placed: newspaper_issue.Piece, desk: Desk, grid: Grid) -> Material:
    """Reads an article of the issue. Raises UserError when it has not the heading that it shall end at."""
    article = desk.site.by_path[placed.article]
    assert isinstance(article, Article), "the issue was checked when it was read"
    found = desk.read(article)
    blocks: Sequence[Block] = [*found.blocks, *facts(article)]
    if placed.summary:
        blocks = [{"kind": "paragraph", "role": "", "inlines": [run(article.meta.summary)]}, *notice(article)]
    elif placed.until:
        blocks = [*shortened(found.blocks, placed.until, article), *facts(article)]
    gathered = galley(desk.text(blocks), grid.characters)
    figures = [item.block for item in gathered.items if item.block and item.block["kind"] == "figure"]
    figure = figures[0] if figures and placed.picture != "none" else None
    kept = with_captions(gathered, article, figure, placed.picture)
    caption = Item("caption", desk.text(tuple(caption_of(figure, article)))) if figure else None
    remarks = [f"《{article.title}》：{remark}" for remark in found.remarks]
    if len(figures) > 1 and placed.picture == "first":
        remarks.append(f"《{article.title}》：还有 {len(figures) - 1} 张图片没有登，要登就写 picture: all。")
    return Material(
        placed,
        article,
        found,
        signed(kept, *desk.text([article.source, article.meta.author])),
        tuple(gathered.wide),
        figure,
        caption,
        tuple(remarks),
    )


def substitutes(part: Material, desk: Desk) -> tuple[str, ...]:
    """Remarks on characters of an article that another font stands in for. Raises UserError when no font has one."""
    items = [*part.items, *part.wide, *([part.caption] if part.caption else ())]
    texts = texts_by_face([entry_of(item, 0.0) for item in items])
    texts["biao"] = desk.text(part.article.title)
    return desk.fonts.covered(texts, f"《{part.article.title}》")


def shortened(blocks: Sequence[Block], heading: str, article: Article) -> list[Block]:
    """The blocks before a heading. Raises UserError when there is no such heading, or nothing before it."""
    kept = until(blocks, heading)
    if not kept:
        fault = "前面没有文字" if kept == [] else "在文章里没有"
        raise UserError(
            f"《{article.title}》：until 写的小标题「{heading}」{fault}。请照 docs/{article.path} 里的小标题改写。"
        )
    return kept


def with_captions(gathered: Galley, article: Article, first: Block | None, choice: str) -> tuple[Item, ...]:
    """The items of the columns: the first picture has a place of its own, further ones stand in the text when wanted."""
    if choice != "all":
        return without_figures(gathered.items)
    found: list[Item] = []
    for item in gathered.items:
        if item.block is not None and item.block is first:
            continue
        found.append(item)
        if item.block and item.block["kind"] == "figure":
            found.append(Item("caption", tuple(caption_of(item.block, article)), follows=True))
    return tuple(found)


def caption_of(figure: Block, article: Article) -> Iterator[dict[str, object]]:
    """A picture's words, and who took it."""
    yield from figure["caption"] or [run(figure["alternative"])]
    if article.meta.photo:
        yield from (run("（"), run(f"{article.meta.photo} 摄）") | {"whole": True})


def editors_note(issue: NewspaperIssue, desk: Desk) -> tuple[Item, ...]:
    """编者按 as items: its name in the first line, its signature at the end."""
    assert issue.note
    paragraphs = [" ".join(part.split()) for part in issue.note.text.split("\n\n")]
    texts = [[run(part)] for part in paragraphs if part]
    texts[0].insert(0, run("编者按：", {"strong": True}))
    return signed([Item("editor", tuple(desk.text(text))) for text in texts], desk.text(issue.note.signed))


def pieces_of(
    issue: NewspaperIssue, materials: Sequence[Material], desk: Desk, grid: Grid, setter: Setter
) -> tuple[Piece, ...]:
    """Everything measured at once: the text in every width, captions and wide tables over every number of columns."""
    note = editors_note(issue, desk) if issue.note else ()
    wanted = [*note_wanted(issue, note, grid)]
    for part in materials:
        wanted += [*text_wanted(part, grid), *span_wanted(part, grid)]
    set_ = dict(zip(map(key, wanted), measure(grid, wanted, setter), strict=True))
    found = [note_piece(issue, note, grid, set_)] if issue.note else []
    return tuple(found + [piece_of(part, words_of(part, materials), grid, set_) for part in materials])


def key(wanted: Wanted) -> tuple[int, float]:
    """Under which a measure is found again."""
    return id(wanted[0]), wanted[1]


def widths(role: Role, grid: Grid) -> set[float]:
    """The widths of column that a role's text may be set in."""
    return {frame(grid, role, span).column for span in range(1, grid.columns + 1)}


def note_wanted(issue: NewspaperIssue, note: Iterable[Item], grid: Grid) -> Iterator[Wanted]:
    """编者按 in the one width that it has."""
    span = note_span(issue, grid)
    yield from ((item, frame(grid, "note", span).column) for item in note)


def note_span(issue: NewspaperIssue, grid: Grid) -> int:
    """How many columns 编者按 takes: all, where nothing is said."""
    return (issue.note.span if issue.note else None) or grid.columns


def text_wanted(part: Material, grid: Grid) -> Iterator[Wanted]:
    """The text in each width of column."""
    yield from ((item, width) for width in sorted(widths(part.placed.role, grid)) for item in part.items)


def span_wanted(part: Material, grid: Grid) -> Iterator[Wanted]:
    """The caption over each number of columns, wide tables in each width of piece."""
    for span in range(1, grid.columns + 1):
        layout = frame(grid, part.placed.role, span)
        for item in part.wide:
            yield item, layout.span(layout.columns)
    if part.caption:
        yield from ((part.caption, width) for width in sorted(caption_widths(part, grid)))


def caption_widths(part: Material, grid: Grid) -> set[float]:
    """Every width that the picture may get: any number of columns of a piece of any width."""
    frames = (frame(grid, part.placed.role, span) for span in range(1, grid.columns + 1))
    return {layout.span(n) for layout in frames for n in range(1, layout.columns + 1)}


def note_piece(
    issue: NewspaperIssue, note: Sequence[Item], grid: Grid, found: Mapping[tuple[int, float], Measured]
) -> Piece:
    """编者按 as a piece."""
    span = note_span(issue, grid)
    width = frame(grid, "note", span).column
    return Piece("编者按", "note", Words(""), {width: tuple(found[id(item), width] for item in note)}, span=span)


def piece_of(part: Material, words: Words, grid: Grid, found: Mapping[tuple[int, float], Measured]) -> Piece:
    """An article as a piece."""
    role = part.placed.role
    text = {width: tuple(found[id(item), width] for item in part.items) for width in widths(role, grid)}
    layouts = {span: frame(grid, role, span) for span in range(1, grid.columns + 1)}
    wide = {n: tuple(found[id(item), f.span(f.columns)] for item in part.wide) for n, f in layouts.items()}
    name, group = part.article.title, part.placed.group
    return Piece(name, role, words, text, picture_of(part, grid, found), wide, part.placed.span, group)


def picture_of(part: Material, grid: Grid, found: Mapping[tuple[int, float], Measured]) -> Picture | None:
    """The piece's picture, its caption measured in every width."""
    if part.figure is None or part.caption is None:
        return None
    captions = {width: found[id(part.caption), width] for width in caption_widths(part, grid)}
    pixels = (part.figure["width"], part.figure["height"])
    alternative = part.figure["alternative"] or part.article.title
    return Picture(part.figure["image"], alternative, pixels, captions, part.placed.picture_span)


def words_of(part: Material, materials: Sequence[Material]) -> Words:
    """The words around the title; the name of a 栏目 that has this piece alone stands over it as a tag."""
    groups = [other.placed.group for other in materials]
    index = materials.index(part)
    alone = part.placed.group not in groups[max(index - 1, 0) : index] + groups[index + 1 : index + 2]
    placed, meta = part.placed, part.article.meta
    return Words(meta.title, meta.title_lines, placed.kicker, placed.subtitle, placed.group if alone else "")
