"""Whatever stands in a Word document, its text comes through: all of it, in order, numbers included, nothing twice.

The documents are random; what a reader of each sees is worked out here from the plan of the document, not from its XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.intake.article.blocks import shown_text
from lanmu.intake.word.proof import compact
from lanmu.intake.word.reading import read_word
from word.documents import box, changed, element, level, lists, note, p, r, style, table, tc, tr, write
from word.documents import field as field_xml

DELETED = '<w:del w:id="1" w:author="示例"/>'
NUMBERING = lists(
    level(0, "chineseCounting", "%1、", suffix="nothing")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "（%3）", suffix="space"),
    level(0, "bullet", "\uf06c") + level(1, "bullet", "–") + level(2, "bullet", "o"),
)
HAN = "一二三四五六七八九十"
STYLES = style("x", "要点", rpr="<w:b/>") + style("y", "caption") + style("z", "Quote")
LINK = {"rId1": "hyperlink http://example.org/ External"}
WORDS = st.text(alphabet="工会学习讨论、。（）“”：甲乙 \u3000ab1<&>[]*#-", min_size=1, max_size=12)


@dataclass(frozen=True)
class Piece:
    """Part of a paragraph: its XML and what is seen of it."""

    xml: str
    text: str
    stays: bool = True
    """A run is left of it when the changes are accepted."""
    box: tuple[Paragraph, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: what stands in it, its list and level, and whether its mark was deleted."""

    pieces: tuple[Piece, ...]
    place: tuple[int, int] | None = None
    look: str = ""
    runs_on: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells; a cell has a width and goes on with the one above when it holds nothing."""

    widths: tuple[int, ...]
    rows: tuple[tuple[tuple[Block, ...] | None, ...], ...]


Block = Paragraph | Grid


def formatted_run(words: str) -> st.SearchStrategy[str]:
    """A run of any look."""
    looks = ["", "<w:b/>", "<w:i/>", "<w:strike/>", '<w:vertAlign w:val="superscript"/>', '<w:color w:val="FF0000"/>']
    looks += ['<w:sz w:val="44"/>', '<w:rFonts w:eastAsia="黑体"/>', "<w:b/><w:i/>", '<w:rStyle w:val="none"/>']
    return st.sampled_from(looks).map(lambda look: r(words, rpr=look))


def wrapped(xml: str) -> st.SearchStrategy[str]:
    """Runs in anything that shows them as they are."""
    return st.sampled_from(
        [
            xml,
            changed("ins", xml),
            changed("moveTo", xml),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>",
            f"<w:smartTag>{xml}</w:smartTag>",
            f'<w:hyperlink r:id="rId1">{xml}</w:hyperlink>',
            f'<w:fldSimple w:instr="REF x">{xml}</w:fldSimple>',
            field_xml('HYPERLINK "http://example.org/"', xml),
            field_xml("REF x", xml),
            f'<w:bookmarkStart w:id="1" w:name="x"/>{xml}<w:bookmarkEnd w:id="1"/><w:proofErr/>',
        ]
    )


def shown() -> st.SearchStrategy[Piece]:
    """Text that is seen."""
    return WORDS.flatmap(lambda words: formatted_run(words).flatmap(wrapped).map(lambda xml: Piece(xml, words)))


def unseen() -> st.SearchStrategy[Piece]:
    """Text that is not seen: taken out, moved away, hidden, an instruction."""
    return WORDS.flatmap(
        lambda words: st.sampled_from(
            [
                Piece(changed("del", r(words)), "", stays=False),
                Piece(changed("moveFrom", r(words)), "", stays=False),
                Piece(changed("ins", changed("del", r(words))), "", stays=False),
                Piece('<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>', "", stays=False),
                Piece(r(words, rpr="<w:vanish/>"), ""),
                Piece(field_xml("XE x"), ""),
            ]
        )
    )


SIGNS = st.sampled_from(
    [
        Piece(r("<w:br/>"), ""),
        Piece(r("<w:tab/>"), ""),
        Piece(r("<w:noBreakHyphen/>"), "-"),
        Piece(r(element("br", type="page")), ""),
        Piece(r(element("sym", font="Wingdings", char="F0FE")), "☑"),
        Piece(field_xml("EQ \\o\\ac(○,3)"), "③"),
        Piece("<w:r><w:t> 两头空 </w:t></w:r>", "两头空"),
    ]
)
PLAIN_PIECES = st.one_of(shown(), shown(), unseen(), SIGNS)
PLACES = st.none() | st.tuples(st.sampled_from([1, 1, 2]), st.integers(0, 2))
LOOKS = st.sampled_from(["", "", "", "1", "2", "x", "y", "z"])


def paragraphs(pieces: st.SearchStrategy[Piece], *, runs_on: bool = False) -> st.SearchStrategy[Paragraph]:
    """Paragraphs of such pieces."""
    ends = st.booleans() if runs_on else st.just(False)
    content = st.lists(pieces, max_size=4).map(tuple)
    return st.builds(Paragraph, content, PLACES, LOOKS, ends)


NOTED = st.lists(WORDS, min_size=1, max_size=1).map(lambda words: Piece("", "", note=words[0]))
BOXED = st.lists(paragraphs(PLAIN_PIECES), min_size=1, max_size=3).map(lambda blocks: Piece("", "", box=tuple(blocks)))
PARAGRAPHS = paragraphs(st.one_of(PLAIN_PIECES, PLAIN_PIECES, NOTED, BOXED), runs_on=True)


@st.composite
def grids(draw: st.DrawFn, content: st.SearchStrategy[Block]) -> Grid:
    """Tables; cells may go on with the one above."""
    widths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    cell = st.lists(content, min_size=1, max_size=2).map(tuple)
    first = tuple(draw(cell) for _ in widths)
    rest = draw(st.lists(st.tuples(*(st.none() | cell for _ in widths)), max_size=2))
    return Grid(widths, (first, *rest))


BLOCKS = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, grids(PARAGRAPHS), grids(grids(PARAGRAPHS))), max_size=6)


@dataclass
class Writer:
    """Writes a plan as XML and collects the notes."""

    notes: dict[int, str] = field(default_factory=dict)

    def block(self, block: Block) -> str:
        """A paragraph or a table."""
        if isinstance(block, Grid):
            return self.grid(block)
        content = "".join(map(self.piece, block.pieces))
        mark = DELETED if block.runs_on else ""
        return p(*([content] if content else []), num=block.place, style=block.look, mark=mark)

    def piece(self, piece: Piece) -> str:
        """Part of a paragraph."""
        if piece.note is not None:
            self.notes[len(self.notes) + 2] = piece.note
            return note(len(self.notes) + 1)
        if piece.box:
            return box(*map(self.block, piece.box))
        return piece.xml

    def grid(self, grid: Grid) -> str:
        """A table."""
        rows = []
        for above, row in zip((None, *grid.rows), grid.rows, strict=False):
            cells = []
            for width, content in zip(grid.widths, row, strict=True):
                merge = "continue" if content is None else "restart"
                cells.append(tc(*map(self.block, content or ()), span=width, merge=merge))
            rows.append(tr(*cells, header=above is None))
        return table(*rows)


@dataclass
class Reader:
    """What a reader sees of a plan."""

    counts: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def seen(self, blocks: Iterable[Block]) -> Iterator[str]:
        """The text of blocks, in pieces."""
        carried: list[Piece] = []
        all_blocks = list(blocks)
        for index, block in enumerate(all_blocks):
            if isinstance(block, Grid):
                for row in block.rows:
                    for cell in row:
                        yield from self.seen(cell or ())
                continue
            pieces = [*carried, *block.pieces]
            carried = []
            if block.runs_on and index + 1 < len(all_blocks) and isinstance(all_blocks[index + 1], Paragraph):
                carried = pieces
                continue
            if block.runs_on and not any(piece.stays for piece in pieces):
                continue
            yield self.label(block.place)
            for piece in pieces:
                yield piece.text
                if piece.note is not None:
                    self.notes.append(piece.note)
                    yield f"[{len(self.notes)}]"
            for piece in pieces:
                # A box counts its own numbers.
                boxed = Reader(notes=self.notes)
                yield from boxed.seen(piece.box)

    def label(self, place: tuple[int, int] | None) -> str:
        """The number before a paragraph."""
        if place is None or place[0] == 2:
            return ""
        depth = place[1]
        for higher in range(depth):
            self.counts.setdefault(higher, 1)
        self.counts = {key: count for key, count in self.counts.items() if key <= depth}
        self.counts[depth] = self.counts.get(depth, 0) + 1
        number = self.counts[depth]
        han = f"十{HAN[number - 11]}" if number > 10 else HAN[number - 1]
        return (f"{han}、", f"{number}.", f"（{chr(ord('a') + number - 1)}）")[depth]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(BLOCKS)
def test_the_text_comes_through(blocks: list[Block]) -> None:
    writer, reader = Writer(), Reader()
    body = "".join(map(writer.block, blocks))
    text = "".join(reader.seen(blocks))
    expected = text + "".join(f"[{n}]{words}" for n, words in enumerate(reader.notes, 1))
    with TemporaryDirectory() as name:
        path = Path(name) / "示例.docx"
        write(path, body, numbering=NUMBERING, styles=STYLES, footnotes=writer.notes, relations=LINK)
        read = read_word(path, Path(name) / "out")
    assert "".join(read.visible_text.split()) == "".join(expected.split())
    # Blanks and tabs count too between the two ways of reading.
    assert compact(shown_text(read.blocks, read.notes)) == compact(read.visible_text)
    assert not [remark.text for remark in read.remarks if remark.text.startswith(("收进来的文字和", "转换时有一处"))]
