"""Finds the title of a document and its headings: by style or outline level, else by place and look.

By look a heading is a short paragraph of its own that looks otherwise than running text: bold, larger, or in 黑体, 楷体 or
小标宋. Its level is that of its number (一、（一）1.（1）, the levels of GB/T 9704), else of its size among the others. A bold
sentence that begins or stands in running text is none. Above the title of an official document stands its head.
"""

from __future__ import annotations

import re
from itertools import takewhile

from lanmu.intake.days import is_day
from lanmu.intake.official import TITLE, head_length, is_attachment, numbered_level
from lanmu.intake.official import is_letterhead as is_head_line
from lanmu.intake.word.looks import BOLD_FONT, MUCH_LARGER, Appearance, ParagraphFacts
from lanmu.intake.word.remarks import Remarks

TITLE_STYLES = frozenset({"title", "标题"})
LONGEST_TITLE = 100
OPEN_ENDS = "：:。；;，,、"
NUMBERED = (
    (
        re.compile(
            r"第[〇零一二三四五六七八九十百\d]{1,5}[章编篇]|第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}、"
        ),
        1,
    ),
    (re.compile(r"第[〇零一二三四五六七八九十百\d]{1,5}节|[（(][一二三四五六七八九十]{1,3}[）)]"), 2),
    (re.compile(r"\d{1,2}[.．、](?!\d)"), 3),
    (re.compile(r"[（(]\d{1,2}[）)]|[①-⑳]"), 4),
)
DECIMAL = re.compile(r"\d{1,2}((?:[.．]\d{1,2}){1,4})(?![\d.．])")
SINGLE = 3
"""The level of `1.` unless the document has 1.1 too."""
IN_BRACKETS = re.compile(r"（.*）|\(.*\)|【.*】")
ATTACHMENT = re.compile(r"附\s*[件表录]\s*+[\d一二三四五六七八九十]*+\s*+[:：]?")
LONGEST, LONGEST_BOLD, LONGEST_STYLED = 45, 30, 100
LEVELS = 6
LONGEST_SENTENCE = 20


def title_by_style(paragraphs: list[ParagraphFacts], levels: dict[int, int]) -> list[int]:
    """The indexes of the title's lines: those in a title style, else the only heading of the first level, if it comes first.

    `levels` gives the levels of headings by style, by index.
    """
    titled = [index for index, facts in enumerate(paragraphs) if is_titled(facts)]
    if titled:
        first = titled[0]
        return [first, *takewhile(lambda index: index in titled, range(first + 1, len(paragraphs)))]
    highest = [index for index, level in levels.items() if level == 0]
    if len(highest) != 1 or min(levels) != highest[0]:
        return []
    # Only the head of an official document may come before it.
    head = head_length([facts.text for facts in paragraphs])
    return highest if all(map(is_letterhead, paragraphs[head : highest[0]])) else []


def is_titled(facts: ParagraphFacts) -> bool:
    return bool(TITLE_STYLES & set(facts.style_names))


def title_by_look(
    paragraphs: list[ParagraphFacts], levels: dict[int, int], body: Appearance, *, has_more: bool
) -> list[int]:
    """The indexes of the title's lines by their look; empty when nothing on top looks like a title.

    A title stands above something: `has_more` says that a table, a text box or a picture follows the last paragraph.
    """
    head = head_length([facts.text for facts in paragraphs])
    below = (index for index, facts in enumerate(paragraphs) if index >= head and not is_letterhead(facts))
    first = next(below, None)
    if first is None or first in levels or not looks_like_title(paragraphs[first], body):
        return []
    lines = [first]
    for index, facts in enumerate(paragraphs[first + 1 :], first + 1):
        # A further line has the same look, which is not that of running text.
        is_same = (facts.look, facts.alignment) == (paragraphs[first].look, paragraphs[first].alignment)
        if index in levels or not is_same or not looks_like_title(facts, body):
            break
        ends_it = not TITLE.fullmatch(paragraphs[lines[-1]].text) and bool(TITLE.fullmatch(facts.text))
        if not (facts.stands_out(body) or ends_it):
            break
        lines.append(index)
    return lines if has_more or lines[-1] + 1 < len(paragraphs) else []


def is_letterhead(facts: ParagraphFacts) -> bool:
    """True for a line above the title of an official document: red, a document number, 附件 and the like."""
    text = facts.text
    if not text or TITLE.fullmatch(text):
        return facts.is_red and len(text) < LONGEST_TITLE
    return facts.is_red or is_attachment(text) or is_head_line(text, "…")


def looks_like_title(facts: ParagraphFacts, body: Appearance) -> bool:
    if not 0 < len(facts.text) <= LONGEST_TITLE or facts.text[-1] in OPEN_ENDS or facts.alignment == "right":
        return False
    if numbered_level(facts.text) or is_day(facts.text) or facts.has_picture:
        return False
    is_display = facts.look.size >= body.size + MUCH_LARGER or bool(BOLD_FONT.search(facts.look.font))
    return facts.alignment == "center" or is_display


def find_headings(
    paragraphs: list[ParagraphFacts], body: Appearance, remarks: Remarks, *, has_more: bool = False
) -> dict[int, int]:
    """The level of each heading by its index: 1 for the document's title, 2 … 6 for the others.

    `paragraphs` are those of the text itself, without tables and boxes, none of them blank; `has_more` says that
    something else follows the last of them.
    """
    styled = styled_levels(paragraphs, remarks)
    title = title_by_style(paragraphs, styled)
    if not title and (title := title_by_look(paragraphs, styled, body, has_more=has_more)):
        remarks.count("title_by_look", "".join(paragraphs[index].text for index in title))
    # The title of an attachment is in the style for titles too; it stands on the level of the highest headings.
    others = [index for index, facts in enumerate(paragraphs) if is_titled(facts) and index not in title]
    styled |= dict.fromkeys(others, min(styled.values(), default=0))
    levels = {index: level for index, level in styled.items() if index not in title}
    unstyled = levels_by_look(paragraphs, title, levels, body)
    for index in sorted(unstyled):
        remarks.count("heading_by_look", paragraphs[index].text)
    levels |= unstyled
    # Levels that are not used leave no gap; the title is the only heading of level 1.
    used = sorted(set(levels.values()))
    return dict.fromkeys(title, 1) | {index: min(used.index(level) + 2, LEVELS) for index, level in levels.items()}


def styled_levels(paragraphs: list[ParagraphFacts], remarks: Remarks) -> dict[int, int]:
    """The level (0 for the first) of each paragraph that is a heading by style or outline level."""
    levels: dict[int, int] = {}
    items: dict[int, int] = {}
    for index, facts in enumerate(paragraphs):
        level = facts.styles.heading_level(facts.element)
        if level is None:
            continue
        # The last item of a list ends in a full stop.
        is_last_item = items.get(index - 1) == level and facts.text.endswith("。")
        if len(facts.text) > LONGEST_STYLED:
            remarks.count("heading_too_long", facts.text)
        elif facts.text and not is_titled(facts) and (is_sentence(facts.text) or is_last_item):
            remarks.count("heading_sentence", facts.text)
            items[index] = level
        else:
            levels[index] = level
    return levels


def levels_by_look(
    paragraphs: list[ParagraphFacts], title: list[int], styled: dict[int, int], body: Appearance
) -> dict[int, int]:
    """The level of each heading that only looks like one, in the same measure as `styled`."""
    start = title[-1] + 1 if title else 0
    candidates = {
        index: facts
        for index, facts in enumerate(paragraphs)
        if index >= start
        and index not in styled
        and facts.styles.heading_level(facts.element) is None
        and may_be_heading(facts, body, on_top=not title)
    }
    # 1, 1.1, 1.1.1
    has_deeper = any(DECIMAL.match(facts.text) and len(facts.text) <= LONGEST for facts in paragraphs)
    levels = number_levels(candidates, has_deeper)
    # 1. and （1） with nothing between them are items of a list.
    numbered = {
        index: level
        for index, level in levels.items()
        if level < SINGLE or level not in (levels.get(index - 1), levels.get(index + 1))
    }
    if styled:
        # In a document with heading styles, other numbered lines rank by their numbers: aligned with a styled heading that
        # has a number too, else below all styled ones.
        both = number_levels({index: paragraphs[index] for index in styled}, has_deeper)
        below = max(styled.values()) + 1 - min(numbered.values(), default=1)
        shift = next((styled[index] - level for index, level in both.items()), below)
        return {index: level + shift for index, level in numbered.items()}
    # Lines in the middle under the title are a byline: a body's name, a date in brackets.
    after = start
    while 0 < start <= after < len(paragraphs) and paragraphs[after].alignment == "center":
        after += 1
    plain = [index for index in candidates if index not in numbered and index >= after]
    plain = [index for index in plain if heads_something(index, paragraphs, candidates, body)]
    numbered_looks = {paragraphs[index].look: level for index, level in numbered.items()}
    titles = {paragraphs[index].look for index in title}
    is_first = bool(plain) and plain[0] < min(numbered, default=len(paragraphs))
    ranks = rank_looks({paragraphs[index].look for index in plain}, numbered_looks, titles, is_first=is_first)
    return numbered | {index: ranks[paragraphs[index].look] for index in plain}


def may_be_heading(facts: ParagraphFacts, body: Appearance, *, on_top: bool) -> bool:
    """True for a short paragraph of its own that looks otherwise than running text.

    `on_top`: it may belong to the head of an official document, because no title parts it from that.
    """
    text = facts.text
    if not 0 < len(text) <= LONGEST or facts.alignment == "right" or facts.has_picture or facts.has_break:
        return False
    if not facts.stands_out(body) or is_day(text) or ATTACHMENT.fullmatch(text):
        return False
    if level_by_number(text, has_deeper=False) is not None:
        return text[-1] not in "：:；;，,、" and not is_sentence(text)
    if on_top and is_letterhead(facts):
        return False
    return text[-1] not in OPEN_ENDS and not re.search("[：:。]", text) and not IN_BRACKETS.fullmatch(text)


def is_sentence(text: str) -> bool:
    if text[-1] in "；;，,、":
        return True
    return text[-1] == "。" and (len(text) > LONGEST_SENTENCE or re.search("[，；：。]", text[:-1]) is not None)


def level_by_number(text: str, *, has_deeper: bool) -> int | None:
    """The level by the number at the beginning of a text; None when there is none."""
    if match := DECIMAL.match(text):
        return 1 + len(re.findall("[.．]", match[1]))
    for pattern, level in NUMBERED:
        if pattern.match(text):
            return 1 if level == SINGLE and has_deeper else level
    return None


def number_levels(candidates: dict[int, ParagraphFacts], has_deeper: bool) -> dict[int, int]:
    """The levels of the candidates that begin with a number."""
    levels = {index: level_by_number(facts.text, has_deeper=has_deeper) for index, facts in candidates.items()}
    return {index: level for index, level in levels.items() if level is not None}


def heads_something(
    index: int, paragraphs: list[ParagraphFacts], candidates: dict[int, ParagraphFacts], body: Appearance
) -> bool:
    """True for a candidate without a number that text follows and that is no item of a list."""
    facts = paragraphs[index]
    # A line above a date at the end is the signature.
    if index + 1 >= len(paragraphs) or (index + 2 == len(paragraphs) and is_day(paragraphs[index + 1].text)):
        return False
    if facts.is_larger(body):
        return True
    neighbours = (candidates.get(index - 1), candidates.get(index + 1))
    is_repeated = any(neighbour is not None and neighbour.look == facts.look for neighbour in neighbours)
    longest = LONGEST if facts.has_heading_font(body) else LONGEST_BOLD
    return len(facts.text) <= longest and not is_repeated


def rank_looks(
    looks: set[Appearance], numbered: dict[Appearance, int], titles: set[Appearance], *, is_first: bool
) -> dict[Appearance, int]:
    """The level of each look of headings without a number; `numbered` has those of numbered ones, `titles` the title's.

    What looks like a numbered heading is of its level, what looks like the title of the highest. Larger ones stand
    above the numbered ones when they come first, else beside the highest; the others stand below. Among themselves the
    larger is the higher.
    """
    highest, lowest = min(numbered.values(), default=1), max(numbered.values(), default=0)
    largest = max((look.size for look in numbered), default=0)
    others = sorted(looks - set(numbered) - titles, key=lambda look: (-look.size, not look.bold, look.font))
    above = [look for look in others if numbered and look.size > largest]
    below = [look for look in others if look not in above]
    ranks = dict.fromkeys(titles, highest) | numbered
    ranks |= {look: highest - len(above) + index if is_first else highest for index, look in enumerate(above)}
    return ranks | {look: lowest + 1 + index for index, look in enumerate(below)}
