"""Whatever a page is made of: only its text, the named attributes, its links and its language change."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.locales.mirror import Mirror
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.locales.traditional_page import TEXT_ATTRIBUTES, TOKEN, TraditionalPages, read_tag

SCRIPT = simplified_to_traditional()
CHARACTERS = [*"头发展里程干部后台岳范余于征求只看系统一a 1&<>\"'=/-\n—，。；\0\ufdd0𠮷發裡"]
WORDS = st.text(alphabet=CHARACTERS, max_size=12)
QUOTED = WORDS.map(lambda text: text.replace("<", "").replace(">", "").replace('"', ""))
SAFE = QUOTED.map(lambda text: text.replace("&", "").replace("'", ""))
FRAGMENTS = [*"<>/!-='\" \nabp发", "<p ", "</p>", "<!--", "-->", "<script>", "</script>", "<svg"]
NAMES = st.sampled_from(
    ["id", "class", "name", "value", "data-key", "data-x-id", "cite", *sorted(TEXT_ATTRIBUTES), "data-done"]
)
ELEMENTS = st.sampled_from(["p", "b", "a", "span", "td", "code", "pre", "div", "em", "h2", "abbr"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """A well-formed piece of a page."""
    name = draw(ELEMENTS)
    attributes = draw(st.dictionaries(NAMES, QUOTED, max_size=3))
    tag = "".join(f' {key}="{value}"' for key, value in attributes.items())
    inner = draw(st.lists(SAFE | (elements(depth - 1) if depth else SAFE), max_size=3))
    return f"<{name}{tag}>{''.join(inner)}</{name}>"


class Skeleton(HTMLParser):
    """What must be the same before and after: tags in their order and the attributes that are not prose."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[object] = []
        self.prose: list[str] = []
        self.hidden: list[str] = []
        self.inside = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        rest = [(n, v) for n, v in attrs if n not in TEXT_ATTRIBUTES and n != "data-done"]
        self.tags.append((tag, [n for n, _ in attrs], rest))
        self.inside += tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)
        self.inside -= tag in ("code", "pre")

    def handle_data(self, data: str) -> None:
        (self.hidden if self.inside else self.prose).append(data)


@settings(max_examples=150, deadline=None)
@given(st.lists(elements(), max_size=4).map("".join))
def test_tags_codes_and_addresses_stay(page: str) -> None:
    done = TraditionalPages(SCRIPT, Mirror([])).page(page, "")
    before, after = Skeleton(page), Skeleton(done)
    assert after.tags == before.tags
    assert after.hidden == before.hidden
    assert [len(text) for text in after.prose] == [len(text) for text in before.prose]
    assert not set("".join(after.prose)) & set("头发来这")
    assert len(done) == len(page)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_text_is_cut_without_loss(page: str) -> None:
    parts = TOKEN.split(page)
    assert "".join(parts) == page
    for text in parts[1::2]:
        tag = read_tag(text)
        assert tag.head + tag.rest == text
    done = TraditionalPages(SCRIPT, Mirror([])).page(page, "")
    assert done.replace("發", "发") == page


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=6))
def test_texts_together_are_as_each_alone_and_as_long(texts: list[str]) -> None:
    together = simplified_to_traditional().convert_all(texts)
    assert together == [simplified_to_traditional().convert(text) for text in texts]
    assert [len(text) for text in together] == [len(text) for text in texts]
