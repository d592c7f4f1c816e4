"""Whatever goes in comes out: front matter, file names, and the letter of a document."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lanmu.content import front_matter
from lanmu.content.dates import parse_day
from lanmu.intake.markdown_text import to_markdown
from lanmu.intake.new_file import LONGEST, file_name, slug_of
from lanmu.intake.official import recognise
from lanmu.text.dialect import converter
from selectolax.lexbor import LexborHTMLParser

FIELD = re.compile(r"[a-z_]+")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\x85"))
VALUES = st.one_of(TEXT, st.booleans(), st.integers(), st.none(), st.lists(TEXT, max_size=4))
FIELDS = st.dictionaries(st.from_regex(FIELD, fullmatch=True), VALUES, max_size=6)


def as_written(value: object) -> object:
    """A value as front matter gives it back: dates stay text until the model reads them."""
    return value.isoformat() if isinstance(value, date) else value


WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
TITLES = st.one_of(
    st.text(),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)),
    st.lists(
        st.sampled_from(["con", "COM1", "AUX", "lpt9", "《", "》", "-", ".", " ", "通知", "１", "é", "ß", "㎏"])
    ).map("".join),
)

# Everything that can be seen or takes space, but for the characters that end a line.
PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
TRICKY = st.sampled_from(
    [
        *("    ", "\t", "\u3000", "\u3000\u3000", "\xa0", "  ", "\u200b", "\ufeff"),
        *(
            "# ",
            "## ",
            "- ",
            "* ",
            "+ ",
            "1. ",
            "1) ",
            "10. ",
            "> ",
            ": ",
            "***",
            "---",
            "===",
            "~~~",
            "```",
            "|",
            ":--|",
        ),
        *(
            "*",
            "**",
            "_",
            "__",
            "`",
            "``",
            "~",
            "^",
            "==",
            "\\",
            "\\*",
            "[",
            "](",
            ")",
            "!",
            "[^1]",
            "[^1]: ",
            "[x]: y",
        ),
        *(
            "<b>",
            "</b>",
            "<div>",
            '<div markdown="1">',
            "<!--",
            "-->",
            "<?",
            "<a href=x>",
            "&amp;",
            "&#65;",
            "&lt;",
            "&",
            '"',
        ),
        *(
            "!!! note",
            "??? x",
            "- [ ] ",
            "[x] ",
            "{: .x }",
            "{#x}",
            "{.x}",
            "*[A]: b",
            "http://a.cn",
            "<http://a.cn>",
            "[TOC]",
        ),
        *(
            "一、",
            "（一）",
            "1、",
            "1.",
            "。",
            "：",
            "通知",
            "主题词：",
            "抄送：",
            "2008年10月10日",
            "二〇〇八年十月十日",
        ),
    ]
)
LINE = st.lists(st.one_of(st.text(PRINTABLE, max_size=5), TRICKY), max_size=6).map("".join)
DOCUMENT = st.lists(LINE, min_size=1, max_size=7).map("\n".join)


@settings(deadline=None, max_examples=300)
@given(FIELDS, TEXT)
@example({"title": "---", "summary": "\n---\n"}, "---\n正文\n---\n")
@example({"title": "2008-11-05", "summary": "yes", "tags": ["null", "1.0", "甲: 乙", "# 丙", " 丁 "]}, "")
def test_front_matter_comes_back_as_it_was(fields: dict[str, object], body: str) -> None:
    document, rest = front_matter.split(front_matter.join(fields, body), "a.md")
    assert document.data == {name: as_written(value) for name, value in fields.items()}
    assert list(document.data) == list(fields)
    assert rest == body
    assert all(document.line((name,)) >= 2 for name in fields)


def test_a_next_line_character_comes_back() -> None:
    document, _ = front_matter.split(front_matter.join({"title": "甲\x85乙"}, ""), "a.md")
    assert document.data == {"title": "甲\x85乙"}


def test_one_value_in_two_fields_comes_back() -> None:
    words = ["甲"]
    document, _ = front_matter.split(front_matter.join({"tags": words, "topics": words}, ""), "a.md")
    assert document.data == {"tags": words, "topics": words}


@settings(deadline=None, max_examples=50)
@given(st.dates())
def test_a_date_comes_back_as_it_is_written(day: date) -> None:
    text = front_matter.join({"document_date": day, "updated": day}, "")
    assert f"updated: {day.isoformat()}\n" in text
    document, _ = front_matter.split(text, "a.md")
    assert parse_day(document.data["document_date"]) == parse_day(document.data["updated"]) == day


@settings(deadline=None, max_examples=400)
@given(TITLES)
@example("con")
@example("《aux》")
def test_every_title_gives_a_safe_file_name(title: str) -> None:
    slug = slug_of(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    for name in (file_name(slug, None), file_name(slug, date(2008, 10, 10))):
        assert name.isascii()
        assert not WINDOWS.fullmatch(name)


@settings(deadline=None, max_examples=500)
@given(DOCUMENT)
@example(
    "    四个空格\n\u3000\u3000全角空格\n1. 序号\n2、序号。后文\n<script>x</script> & &amp; *强调*  \n***\n| a |\n|---|"
)
def test_a_document_keeps_every_line_to_the_letter(text: str) -> None:
    markdown = to_markdown(recognise(text))
    html = converter().convert(markdown)
    shown = [element.text() for element in LexborHTMLParser(html).css("body > *")]
    assert shown == [line for line in text.split("\n") if line.strip()]
