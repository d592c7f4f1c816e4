"""Whatever text a Word file holds, its article shows it: every character, in order, and nothing becomes markup."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lanmu.intake.article.blocks import Bullets, Paragraph, shown_text, squeeze
from lanmu.intake.article.figures import arranged
from lanmu.intake.article.shaping import Cleaner, Shaper
from lanmu.intake.article.writing import to_markdown
from lanmu.intake.markdown_text import prove, shown
from lanmu.text.dialect import converter
from selectolax.lexbor import LexborHTMLParser
from support.imported import from_word
from word import documents
from word.blocks import parse

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
NASTY = st.sampled_from(
    [
        *("    ", "\u3000\u3000", "\xa0", "  ", " ", "\u200b", "C:\\x", "\\", "\\*", "\\n", "http://a.cn/_b_", "<http://a.cn>"),
        *("# ", "## ", "- ", "* ", "+ ", "1. ", "1) ", "10. ", "> ", ": ", "***", "---", "===", "~~~", "```", "|", ":--|", "|---|"),
        *("*", "**", "_", "__", "`", "``", "~", "^", "==", "[", "](", ")", "!", "[^1]", "[^1]: ", "[x]: y", "*[A]: b", "[TOC]"),
        *("<b>", "</b>", "<div>", "</td>", "</table>", "</aside>", '<div markdown="1">', "<!--", "-->", "<?", "<a href=x>"),
        *("&amp;", "&#65;", "&lt;", "&", '"', "!!! note", "??? x", "- [ ] ", "[x] ", "{: .x }", "{#x}", "{.x}", "{:", 'markdown="1"'),
        *("wzxhzdk:0", "klzzwxh:0000", "一、", "（一）", "1、", "1.", "。", "："),
    ]
)  # fmt: skip
TEXT = st.lists(st.one_of(st.text(PRINTABLE, max_size=4), NASTY), min_size=1, max_size=5).map("".join)
REFERENCE = '<sup><a href="#footnote-1">[1]</a></sup>'
ADDRESSES = st.sampled_from(["http://a.cn/x_y_z(1)?a=1&b;=2", "mailto:a@b.cn", "https://a.cn/ 中"])


def inline(depth: int) -> st.SearchStrategy[str]:
    """Runs of text in marks and links."""
    text = TEXT.map(html.escape)
    if not depth:
        return text
    inner = st.lists(inline(depth - 1), min_size=1, max_size=3).map("".join)
    marked = st.builds(
        lambda mark, inside: f"<{mark}>{inside}</{mark}>", st.sampled_from(["strong", "em", "s", "sup", "sub"]), inner
    )
    linked = st.builds(lambda inside, target: f'<a href="{html.escape(target)}">{inside}</a>', inner, ADDRESSES)
    return st.one_of(text, st.just("<br>"), marked, linked, st.just(REFERENCE))


RUNS = st.lists(inline(2), min_size=1, max_size=5).map("".join)
PARAGRAPH = RUNS.map(lambda runs: f"<p>{runs}</p>")


def bullets(depth: int, runs: st.SearchStrategy[str] = RUNS) -> st.SearchStrategy[str]:
    """Lists in lists."""
    paragraph = runs.map(lambda inside: f"<p>{inside}</p>")
    deeper = st.builds(lambda *parts: "".join(parts), runs, bullets(depth - 1, runs), paragraph) if depth else paragraph
    return st.lists(st.one_of(runs, deeper), min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    )


def tables() -> st.SearchStrategy[str]:
    """Tables with spans and without."""
    content = st.one_of(RUNS, PARAGRAPH, st.builds(lambda a, b: a + b, PARAGRAPH, bullets(0)), st.just(""))
    spans = st.sampled_from(["", "", "", ' colspan="2"', ' rowspan="2"'])
    spanned = st.builds(lambda inside, span: f"<td{span}>{inside}</td>", content, spans)
    plain_cell = content.map(lambda inside: f"<td>{inside}</td>")
    free = st.lists(st.lists(spanned, min_size=1, max_size=3).map("".join), min_size=1, max_size=3)
    even = st.lists(st.lists(plain_cell, min_size=2, max_size=2).map("".join), min_size=2, max_size=3)
    return st.one_of(free, even).map(lambda rows: f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")


HEADING = st.builds(lambda level, runs: f"<h{level}>{runs}</h{level}>", st.integers(1, 6), RUNS)
PICTURE = TEXT.map(
    lambda text: f'<p><img src="a.png" alt="{html.escape(text)}"></p><p class="caption">{html.escape(text)}</p>'
)
QUOTE = st.lists(PARAGRAPH, min_size=1, max_size=2).map(lambda inner: f"<blockquote>{''.join(inner)}</blockquote>")
CAPTIONED = st.builds(lambda runs, table: f'<p class="caption">{runs}</p>{table}', RUNS, tables())
BLOCK = st.one_of(PARAGRAPH, HEADING, bullets(1), tables(), PICTURE, QUOTE, CAPTIONED)
BOX = st.lists(BLOCK, min_size=1, max_size=2).map(lambda inner: f'<aside class="textbox">{"".join(inner)}</aside>')
DOCUMENT = st.lists(st.one_of(BLOCK, BLOCK, BLOCK, BOX), min_size=1, max_size=4).map("".join)


def article(document: str, note: str, *, clean: bool) -> tuple[str, str]:
    """The Markdown that a document becomes, and what a reader of the document sees."""
    blocks, notes = parse(f'{document}<ol><li id="footnote-1"><p>{note}</p></li></ol>')
    seen = shown_text(blocks, notes if REFERENCE in document else {})
    if clean:
        cleaner = Cleaner()
        blocks, notes = cleaner.blocks(blocks), {key: cleaner.blocks(inner) for key, inner in notes.items()}
    return to_markdown(Shaper().shaped(arranged(blocks, {"a.png"})), notes), seen


@settings(deadline=None, max_examples=200)
@given(DOCUMENT, TEXT.map(html.escape), st.booleans())
def test_the_page_says_what_the_document_says(document: str, note: str, clean: bool) -> None:
    markdown, seen = article(document, note, clean=clean)
    prove(markdown, seen)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(TEXT.map(html.escape), bullets(1, TEXT.map(html.escape))), min_size=1, max_size=5))
def test_nothing_becomes_what_it_was_not(texts: list[str]) -> None:
    document = "".join(text if text.startswith("<ul>") else f"<p>{text}</p>" for text in texts)
    blocks = Cleaner().blocks(parse(document)[0])
    body = converter().convert(to_markdown(blocks, {}))
    page = LexborHTMLParser(body)
    wanted = ["p" if isinstance(block, Paragraph) else "ul" for block in blocks]
    # Lists that follow one another are one list.
    merged = [tag for number, tag in enumerate(wanted) if tag == "p" or wanted[number - 1 : number] != ["ul"]]
    assert [node.tag for node in page.css("body > *") if squeeze(node.text()) or node.tag != "div"] == merged
    items = sum(count_items(block) for block in blocks if isinstance(block, Bullets))
    assert len(page.css("ul li")) == items
    assert not page.css("h1, h2, h3, pre, code, table, hr, dl, script, iframe, [onclick], [style]")


def count_items(bullets_: Bullets) -> int:
    """How many items a list has, with those of the lists in it."""
    inner = (block for item in bullets_.items for block in item if isinstance(block, Bullets))
    return len(bullets_.items) + sum(map(count_items, inner))


@settings(deadline=None, max_examples=200)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_kept_to_the_letter_means_every_blank(lines: list[str]) -> None:
    document = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    blocks, _ = parse(document)
    wanted = "\n".join(line for line in lines if squeeze(line))
    markdown = to_markdown(blocks, {})
    prove(markdown, wanted, exact=True)
    assert [line for line in shown(markdown).split("\n") if squeeze(line)] == wanted.split("\n" if wanted else None)


RUN = TEXT.flatmap(
    lambda text: st.sampled_from(
        [
            documents.r(documents.t(text)),
            documents.r(documents.t(text), bold=True),
            documents.r(documents.t(text), italic=True, size=22),
            documents.r(documents.t(text), rpr='<w:vertAlign w:val="superscript"/>'),
            documents.changed("ins", documents.r(documents.t(text))),
            documents.changed("del", documents.r(documents.t(text))),
            "<w:r><w:br/></w:r>",
            "<w:r><w:tab/></w:r>",
            documents.note(1),
        ]
    )
)
WORD_PARAGRAPH = st.builds(
    lambda runs, kind: documents.p(*runs, **kind),
    st.lists(RUN, max_size=4),
    st.sampled_from(
        [
            *({}, {}, {}, {"num": (1, 0)}, {"num": (1, 1)}, {"num": (2, 0)}),
            *({"style": "1"}, {"style": "2"}, {"style": "3"}, {"align": "right"}, {"align": "center"}),
        ]
    ),
)
WORD_CELL = st.builds(
    lambda inside, span: documents.tc(*inside, span=span),
    st.lists(WORD_PARAGRAPH, max_size=2),
    st.sampled_from([0, 0, 2]),
)
WORD_TABLE = st.lists(st.lists(WORD_CELL, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: documents.table(*(documents.tr(*row) for row in rows))
)
WORD_BOX = st.lists(WORD_PARAGRAPH, min_size=1, max_size=2).map(lambda inside: documents.p(documents.box(*inside)))
WORD = st.lists(
    st.one_of(WORD_PARAGRAPH, WORD_PARAGRAPH, WORD_PARAGRAPH, WORD_TABLE, WORD_BOX), min_size=1, max_size=6
).map("".join)
NUMBERS = documents.lists(
    documents.level(0, "chineseCountingThousand", "%1、") + documents.level(1, "decimal", "%2."),
    documents.level(0, "bullet", "●"),
)


@settings(deadline=None, max_examples=100)
@given(WORD, st.booleans())
@example(body=documents.p(documents.r(documents.t("\u200b"))), verbatim=True)
def test_an_article_says_what_the_word_file_says(body: str, verbatim: bool) -> None:
    """The import itself compares the page with the document's visible text, and refuses to lose a character of it."""
    with tempfile.TemporaryDirectory() as name:
        given_parts: dict[str, Any] = {"numbering": NUMBERS, "footnotes": {1: "注文 1. *甲*"}}
        assert from_word(Path(name), body, options={"verbatim": verbatim, "title": "示例"}, **given_parts)
