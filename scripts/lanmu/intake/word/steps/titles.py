"""Finds the title of a document: by its style, else by its place and look.

An official document (GB/T 9704) has its head above the title: the issuing body's name, large and red, and the number.
"""

from __future__ import annotations

from itertools import takewhile

from lanmu.intake.days import is_day
from lanmu.intake.official import TITLE, head_length, is_attachment, level_of
from lanmu.intake.official import is_letterhead as is_head_line
from lanmu.intake.word.steps.looks import BOLD_FONT, MUCH_LARGER, Facts, Look

TITLE_STYLES = frozenset({"title", "标题"})
LONGEST = 100
OPEN_ENDS = "：:。；;，,、"


def by_style(paragraphs: list[Facts], levels: dict[int, int]) -> list[int]:
    """The places of the title's lines: those in Word's style for titles, else a lone heading of the first level on top.

    `levels` gives the level of the headings by style, by place.
    """
    titled = [index for index, facts in enumerate(paragraphs) if is_titled(facts)]
    if titled:
        first = titled[0]
        return [first, *takewhile(lambda index: index in titled, range(first + 1, len(paragraphs)))]
    highest = [index for index, level in levels.items() if level == 0]
    if len(highest) == 1 and min(levels) == highest[0] and is_on_top(paragraphs, highest[0]):
        return highest
    return []


def is_titled(facts: Facts) -> bool:
    """True for a paragraph in Word's style for titles, or in one based on it."""
    return bool(TITLE_STYLES & set(facts.style_names))


def is_on_top(paragraphs: list[Facts], place: int) -> bool:
    """True when nothing but the head of an official document stands above."""
    head = head_length([facts.text for facts in paragraphs])
    return all(is_letterhead(facts) for facts in paragraphs[head:place])


def by_look(paragraphs: list[Facts], levels: dict[int, int], body: Look, *, has_more: bool) -> list[int]:
    """The places of the title's lines, known by their look; none when nothing on top looks like a title.

    A title stands above something: `has_more` says that a table, a text box or a picture follows the last paragraph.
    """
    head = head_length([facts.text for facts in paragraphs])
    below = (index for index, facts in enumerate(paragraphs) if index >= head and not is_letterhead(facts))
    first = next(below, None)
    if first is None or first in levels or not looks_like_title(paragraphs[first], body):
        return []
    lines = [first]
    for index in range(first + 1, len(paragraphs)):
        if index in levels or not goes_on(paragraphs[lines[0]], paragraphs[lines[-1]], paragraphs[index], body):
            break
        lines.append(index)
    return lines if has_more or lines[-1] + 1 < len(paragraphs) else []


def is_letterhead(facts: Facts) -> bool:
    """True for a line of the head of an official document."""
    text = facts.text
    if not text or TITLE.fullmatch(text):
        return facts.is_red and len(text) < LONGEST
    return facts.is_red or is_attachment(text) or is_head_line(text, "…")


def looks_like_title(facts: Facts, body: Look) -> bool:
    """True for a short line in the middle, or one much larger than running text."""
    if not 0 < len(facts.text) <= LONGEST or facts.text[-1] in OPEN_ENDS or facts.alignment == "right":
        return False
    if level_of(facts.text) or is_day(facts.text) or facts.has_picture:
        return False
    is_display = facts.look.size >= body.size + MUCH_LARGER or bool(BOLD_FONT.search(facts.look.font))
    return facts.alignment == "center" or is_display


def goes_on(first: Facts, before: Facts, facts: Facts, body: Look) -> bool:
    """True for a further line of the title: the same look, which is not that of running text."""
    if not looks_like_title(facts, body) or facts.look != first.look or facts.alignment != first.alignment:
        return False
    return facts.stands_out(body) or (not TITLE.fullmatch(before.text) and bool(TITLE.fullmatch(facts.text)))
