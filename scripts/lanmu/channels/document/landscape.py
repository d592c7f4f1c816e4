"""Tables too wide for the page upright lie on pages of their own (GB/T 9704-2012, 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lanmu.channels.common.pictures import MM
from lanmu.channels.common.sizes import PAGE, UPRIGHT_COLUMNS
from lanmu.channels.document.parts import Landscape, NewPage, Part, Title
from lanmu.text.document import Paragraph, Table, inline_text

# What a text of a column asks for at the most, in characters: longer ones are set in lines anyway.
WORD = 8
# Points: the size of a table of many columns, and the room beside a text.
SIZE, INSET = 10.5, 5.0
# Lines above a table that go along (填报单位：…　单位：万元), and what those below begin with.
MOST_LINES, LONGEST_LINE = 3, 60
NOTE = re.compile(r"[（(]?(?:备\s*注|注|说\s*明|填[报表]|制\s*表|审[核批]|负责人|联系)")


def with_landscape(parts: Sequence[Part]) -> list[Part]:
    """The parts with the tables that lie, and what goes along with them, gathered."""
    result: list[Part] = []
    for part in parts:
        last = result[-1] if result else None
        if isinstance(part, Table) and lies(part):
            if isinstance(last, Landscape):
                result[-1] = Landscape((*last.parts, part))
            else:
                above = along(result)
                result.append(Landscape((*above, part)))
        elif isinstance(last, Landscape) and isinstance(part, Paragraph) and NOTE.match(inline_text(part.inlines)):
            result[-1] = Landscape((*last.parts, part))
        else:
            result.append(part)
    return result


def lies(table: Table) -> bool:
    """True for a sized table whose texts would be torn apart upright."""
    needed = sum(min(want, WORD) * SIZE + INSET for want in table.wants or ())
    return table.columns > UPRIGHT_COLUMNS and needed > (PAGE.width - PAGE.left - PAGE.right) * MM


def is_line(part: Part) -> bool:
    """True for a short line of text."""
    return isinstance(part, Paragraph) and not part.role and len(inline_text(part.inlines)) <= LONGEST_LINE


def along(parts: list[Part]) -> list[Part]:
    """What a table that begins a page has above it there, taken off the end of the parts: the title of its attachment, and a
    few lines. Above any other table, whose text goes on before it, nothing."""
    start = len(parts)
    while start and is_line(parts[start - 1]) and len(parts) - start < MOST_LINES:
        start -= 1
    if start > 1 and isinstance(parts[start - 1], Title) and isinstance(parts[start - 2], NewPage):
        taken = parts[start - 1 :]
        del parts[start - 2 :]
        return taken
    return []
