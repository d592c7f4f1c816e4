"""Text in columns and titles in lines: what holds for every text."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.channels.common.items import Item
from lanmu.channels.common.titles import CLOSING, OPENING, broken, fitted, size_of, width
from lanmu.channels.newspaper.columns import BEGINNING, Measured, balanced, flow, in_rows
from lanmu.text.document import Figure, Text, inline_text, visible

ROWS = ((Text("字"),),) * 14
PARAGRAPH = st.integers(1, 14).map(lambda n: Measured(Item(), n, ROWS[:n]))
HEADING = st.integers(1, 4).map(lambda n: Measured(Item("heading", before=1, stays=True), n, ROWS[:n]))
FIGURE = st.integers(3, 7).map(lambda n: Measured(Item(block=Figure("a.png")), n))
SIGN = Measured(Item("sign", follows=True), 1)
SECTION = st.tuples(HEADING, st.lists(PARAGRAPH, min_size=1, max_size=4)).map(lambda pair: [pair[0], *pair[1]])
GALLEY = st.lists(
    st.one_of(SECTION, PARAGRAPH.map(lambda p: [p]), FIGURE.map(lambda f: [f])), min_size=1, max_size=8
).map(lambda parts: [item for part in parts for item in part])
CAPACITIES = st.lists(st.integers(12, 40), min_size=1, max_size=6)
TITLE = st.text(alphabet="学习实践活动职工会议，、：“”《》（）！0123456789A", min_size=1, max_size=80)


@given(GALLEY, st.booleans(), CAPACITIES)
def test_every_line_is_set_once_and_in_order(items: list[Measured], signed: bool, capacities: list[int]) -> None:
    items = [*items, SIGN] if signed and not items[-1].item.stays else items
    columns = flow(items, capacities)
    place = BEGINNING
    for column in columns:
        bottom = 0
        for part in column.slices:
            assert (part.item, part.start) == (place.item, place.line)
            assert part.y >= bottom
            bottom = part.y + part.end - part.start
            rest = part.end < items[part.item].lines
            place = type(place)(part.item, part.end) if rest else type(place)(part.item + 1)
        assert bottom == column.used <= column.capacity
    assert columns[-1].end == place


@given(GALLEY, CAPACITIES)
def test_no_column_begins_or_ends_badly(items: list[Measured], capacities: list[int]) -> None:
    items = items if items[-1].item.stays else [*items, SIGN]
    columns = flow(items, capacities)
    for column in columns:
        if not column.slices:
            continue
        first, last = column.slices[0], column.slices[-1]
        own = items[first.item]
        assert not (first.start and own.lines - first.start == 1), "the last line of a paragraph alone"
        assert not items[first.item].item.follows or first.item == 0, "a signature alone"
        is_end = last.item == len(items) - 1
        assert not items[last.item].item.stays or is_end, "a subheading at the foot"


@settings(deadline=None)
@given(GALLEY, st.integers(1, 5))
def test_the_least_depth_is_found_first(items: list[Measured], columns: int) -> None:
    depths = list(balanced(items, BEGINNING, [0] * columns, 1000))
    least, columns_filled = depths[0]
    assert columns_filled[-1].end.item == len(items)
    assert all(flow(items, [depth] * columns)[-1].end.item < len(items) for depth in range(max(1, least - 3), least))


@given(
    st.lists(st.text(alphabet="学习 A1，。", max_size=12), min_size=1, max_size=5),
    st.lists(st.integers(1, 40), max_size=9),
)
def test_runs_are_cut_at_characters_and_nothing_is_lost(texts: list[str], places: list[int]) -> None:
    inlines = [Text(text) for text in texts]
    whole = visible(inline_text(inlines))
    starts = [0, *sorted({place for place in places if place < len(whole)})]
    rows = in_rows(inlines, starts)
    assert "".join(inline_text(row) for row in rows) == "".join(texts)
    assert [visible(inline_text(row)) for row in rows] == [
        whole[a:b] for a, b in itertools.pairwise([*starts, len(whole)])
    ]


@given(TITLE, st.integers(1, 8))
def test_a_title_in_lines_is_the_same_title(title: str, lines: int) -> None:
    parts = broken(title, lines)
    assert "".join(parts) == "".join(title.split())
    assert 1 <= len(parts) <= lines
    for line in parts[1:]:
        assert line[0] not in CLOSING
    for line in parts[:-1]:
        assert line[-1] not in OPENING


@given(TITLE, st.floats(80, 600), st.floats(10, 20))
def test_a_title_fits_its_room(title: str, room: float, least: float) -> None:
    lines, size = fitted(title, room, (least, 2 * least))
    assert size <= 2 * least
    assert max(map(width, lines)) * size <= room + 1e-6 or size == size_of(lines, room, 2 * least)


def test_an_ordinal_stays_with_what_it_counts() -> None:
    title = "扎实推进学习实践活动第二阶段各项工作"
    for lines in range(2, 6):
        assert not [line for line in broken(title, lines) if line.endswith(("第", "第二")) or line.startswith("阶段")]


def test_a_name_of_the_campaign_is_not_broken() -> None:
    title = "深入开展云岭先锋岗活动的通知"
    assert broken(title, 2) == ("深入开展云岭", "先锋岗活动的通知")
    assert broken(title, 2, ("云岭先锋岗",)) == ("深入开展云岭先锋岗", "活动的通知")


@given(st.lists(st.one_of(PARAGRAPH, HEADING), min_size=2, max_size=12), st.integers(6, 40))
def test_no_two_blank_lines_run_together(items: list[Measured], capacity: int) -> None:
    (column,) = flow(items, [capacity])
    for above, below in itertools.pairwise(column.slices):
        assert below.y - (above.y + above.end - above.start) < 2
