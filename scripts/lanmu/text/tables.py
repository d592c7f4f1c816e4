"""Tables: whether a block is one, and where its cells are."""

from __future__ import annotations

import re

from lanmu.text.lines import Block

CODE_OR_PIPE = re.compile(r"\\\\|\\`+|(?P<ticks>`+)|\\\||(?P<pipe>\|)")
LAST_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|$")
Cells = list[tuple[int, int]]


def rows(lines: list[str]) -> list[Cells]:
    """The cells of each line, as places in it; the page shows as many as the head has."""
    has_border = bordered(lines[0].strip(" "))
    return [cells(line, has_border) for line in lines]


def bordered(head: str) -> bool:
    """True when the head has a pipe at its outer sides."""
    return head.startswith("|") or LAST_PIPE.search(head) is not None


def is_table(block: Block) -> bool:
    """True when the first two lines are a head and the line under it."""
    lines = [line.text for line in block[:2]]
    if len(lines) < 2 or not lines[1].strip(" ") or set(lines[1]) - set("|:- ") or "|" not in lines[0] + lines[1]:
        return False
    head, rule = rows(lines)
    if len(rule) != len(head):
        return False
    # One column is a table only when every line has a border.
    return len(head) > 1 or all(bordered(line.text.strip(" ")) for line in block)


def cells(line: str, has_border: bool) -> Cells:
    """The cells of one line, without the blanks around the line."""
    begin = len(line) - len(line.lstrip(" "))
    end = len(line.rstrip(" "))
    if has_border and line[begin:end].startswith("|"):
        begin += 1
    if has_border and begin < end and LAST_PIPE.search(line[begin:end]):
        end -= 1
    found = []
    for pipe in pipes(line, begin, end):
        found.append((begin, pipe))
        begin = pipe + 1
    return [*found, (begin, end)]


def pipes(line: str, begin: int, end: int) -> list[int]:
    """The pipes between cells: not escaped, not in code."""
    if "`" not in line:
        return [m.start() for m in CODE_OR_PIPE.finditer(line, begin, end) if m["pipe"]]
    found, position = [], begin
    while match := CODE_OR_PIPE.search(line, position, end):
        position = match.end()
        if match["pipe"]:
            found.append(match.start())
        elif match["ticks"]:
            closing = re.compile(rf"(?<!`){match['ticks']}(?!`)").search(line, position, end)
            position = closing.end() if closing else position
    return found
