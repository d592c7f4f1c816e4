"""A Markdown file cut into blocks, as Python-Markdown cuts it with the extensions of this project.

Only what the checks need: which characters the reader sees, in what kind of block, and what is code and so nobody's
prose. Where the two differ, the built page is right; `tests/property/test_reading.py` compares them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lanmu.checks.reading.inline import Found, Link, Spelled, identify, visible

BlockKind = Literal["paragraph", "heading", "item", "cell", "caption"]
FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})(?P<rest>.*)$")
HEADING = re.compile(r"(?P<marks>#{1,6})(?P<text>.*?)\s*#*\s*(?P<attributes>\{:?[^{}]*\})?\s*$")
SETEXT = re.compile(r"(=+|-+)\s*$")
RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
QUOTE = re.compile(r" {0,3}> ?")
ITEM = re.compile(r"(?P<mark>[-*+]|\d+\.)[ \t]+")
TASK = re.compile(r"\[[ xX]\] ")
DEFINITION = re.compile(r"[ ]{0,3}\[(?P<name>[^\]^][^\]]*)\]:\s*(?P<target><[^>]*>|\S+)(?:\s+[\"'(].*)?\s*$")
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
ADMONITION = re.compile(r"!!!\s+[\w -]+?(?:\s+\"(?P<title>[^\"]*)\")?\s*$")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
ATTRIBUTES = re.compile(r"\s*\{:?[^{}]*\}\s*$")
PIPE = re.compile(r"(?<!\\)\|")
SKIPPED = re.compile(r"<(script|style|pre|code)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """Text that the reader sees in one piece.

    `offsets[i]` is the place of `text[i]` in the file; there is one more, for the end. `quoted` text is somebody
    else's words. `level` is a heading's, `mark` a list item's own (`-` or `1.`).
    """

    kind: BlockKind
    text: str
    offsets: tuple[int, ...]
    quoted: bool = False
    level: int = 0
    mark: str = ""


@dataclass
class Blocks:
    """What a file's body was cut into."""

    passages: list[Passage] = field(default_factory=list)
    found: Found = field(default_factory=Found)


class Cutter:
    """Walks through the lines of a body once."""

    def __init__(self, text: str, start: int) -> None:
        self.result = Blocks()
        self.lines: list[Spelled] = []
        for line in text[start:].split("\n"):
            self.lines.append(Spelled(line, tuple(range(start, start + len(line) + 1))))
            start += len(line) + 1
        self.open: list[Spelled] = []
        self.state: tuple[BlockKind, bool, str] = ("paragraph", False, "")
        self.in_list = False

    def run(self) -> Blocks:
        """All blocks of the file."""
        number = 0
        while number < len(self.lines):
            number = self.take(number)
        self.close()
        return self.result

    def take(self, number: int) -> int:
        """Handles the line `number` and returns the next one to be looked at."""
        line = self.lines[number]
        text = line.text
        if not text.strip():
            self.close()
            return number + 1
        # A comment may run over blank lines; what it hides must not be taken for text.
        if text.lstrip().startswith("<!--") and "-->" not in text:
            return self.take_until(number, "-->")
        if match := SKIPPED.match(text.lstrip()):
            closing = f"</{match[1].lower()}>"
            return self.take_until(number, closing) if closing not in text.lower() else self.add(line, number)
        if fence := FENCE.match(text.lstrip(" >")):
            return self.skip_fence(number, fence)
        indent = len(text) - len(text.lstrip(" \t"))
        if not self.open and not self.in_list and (text.startswith("\t") or indent >= 4):
            return number + 1
        return self.structure(line, number)

    def take_until(self, number: int, closing: str) -> int:
        """A comment or a code-like element over several lines: one block, up to its end."""
        self.close()
        end = number
        while end < len(self.lines) - 1 and closing not in self.lines[end].text.lower():
            end += 1
        block = joined(self.lines[number : end + 1])
        shown = block if closing == "-->" else joined([self.lines[number], self.lines[end]])
        visible(shown, self.result.found)
        return end + 1

    def skip_fence(self, number: int, fence: re.Match[str]) -> int:
        """A fenced code block; without an end it is ordinary text."""
        closing = re.compile(rf"[ >]*{re.escape(fence['mark'][0])}{{{len(fence['mark'])},}}\s*$")
        ends = (index for index in range(number + 1, len(self.lines)) if closing.match(self.lines[index].text))
        end = next(ends, None)
        if end is None or fence["mark"][0] in fence["rest"]:
            return self.add(self.lines[number], number)
        self.close()
        return end + 1

    def structure(self, line: Spelled, number: int) -> int:
        """Peels quotation and list marks off a line, then finds out what kind of line it is."""
        quoted, mark = False, ""
        while match := QUOTE.match(line.text):
            quoted, line = True, line.part(match.end(), len(line.text))
        text = line.text
        if quoted and not text.strip():
            self.close()
            return number + 1
        if self.open and not quoted and SETEXT.fullmatch(text):
            self.heading(joined(self.open), 1 if text[0] == "=" else 2, self.state[1])
            self.open = []
            return number + 1
        if RULE.match(text) or ATTRIBUTES.fullmatch(text):
            if ATTRIBUTES.fullmatch(text):
                identify(text, line.offsets[0], self.result.found)
            self.close()
            return number + 1
        stripped = line.part(len(text) - len(text.lstrip(" \t")), len(text))
        while match := ITEM.match(stripped.text):
            self.close()
            mark, self.in_list = match["mark"], True
            stripped = stripped.part(match.end(), len(stripped.text))
            if task := TASK.match(stripped.text):
                stripped = stripped.part(task.end(), len(stripped.text))
        if not mark and not text.startswith((" ", "\t")) and not self.open:
            self.in_list = False
        return self.kind_of_line(stripped, number, quoted, mark)

    def kind_of_line(self, line: Spelled, number: int, quoted: bool, mark: str) -> int:
        """Heading, table, definition, note, or running text."""
        if match := HEADING.match(line.text):
            self.close()
            if match["attributes"]:
                identify(match["attributes"], line.offsets[match.start("attributes")], self.result.found)
            self.heading(line.part(match.start("text"), match.end("text")), len(match["marks"]), quoted)
            return number + 1
        if match := DEFINITION.match(line.text):
            self.close()
            self.define(match, line)
            return number + 1
        if match := FOOTNOTE.match(line.text):
            self.close()
            self.in_list = True
            line = line.part(match.end(), len(line.text))
        elif match := ADMONITION.match(line.text):
            self.close()
            self.in_list = True
            line = line.part(match.start("title"), match.end("title")) if match["title"] else line.part(0, 0)
            self.put("paragraph", line, quoted)
            return number + 1
        elif line.text.startswith(": ") or line.text.startswith(":\t"):
            self.close()
            self.in_list = True
            line = line.part(1, len(line.text))
        if not self.open and "|" in line.text and self.is_table(number):
            return self.table(number, quoted)
        return self.add(line, number, "item" if mark else "paragraph", quoted, mark)

    def define(self, match: re.Match[str], line: Spelled) -> None:
        """A link's target given apart from its words."""
        target, shift = match["target"], 0
        if target.startswith("<"):
            target, shift = target[1:-1], 1
        start = match.start("target") + shift
        self.result.found.links.append(
            Link("definition", match["name"].lower(), target, line.offsets[0], line.offsets[start])
        )

    def is_table(self, number: int) -> bool:
        """True when the next line rules off a table's head."""
        following = self.lines[number + 1].text.lstrip("> ") if number + 1 < len(self.lines) else ""
        return bool("-" in following and TABLE_RULE.match(following))

    def table(self, number: int, quoted: bool) -> int:
        """The rows of a table, a passage for each cell."""
        end = number
        while end < len(self.lines) and self.lines[end].text.strip():
            if end != number + 1:
                self.cells(self.lines[end], quoted)
            end += 1
        return end

    def cells(self, line: Spelled, quoted: bool) -> None:
        """The cells of one row."""
        start = 0
        for match in (*PIPE.finditer(line.text), None):
            end = match.start() if match else len(line.text)
            if line.text[start:end].strip():
                self.put("cell", line.part(start, end), quoted)
            start = match.end() if match else end

    def heading(self, line: Spelled, level: int, quoted: bool) -> None:
        """A heading."""
        self.in_list = False
        self.put("heading", line, quoted, level=level)

    def add(
        self, line: Spelled, number: int, kind: BlockKind = "paragraph", quoted: bool = False, mark: str = ""
    ) -> int:
        """A line of running text joins the open block or begins one."""
        if not self.open:
            self.state = (kind, quoted, mark)
        self.open.append(line)
        return number + 1

    def close(self) -> None:
        """Ends the block that is open."""
        if self.open:
            kind, quoted, mark = self.state
            lines, self.open = self.open, []
            self.put(kind, joined(lines), quoted, mark=mark)

    def put(self, kind: BlockKind, block: Spelled, quoted: bool, *, level: int = 0, mark: str = "") -> None:
        """Records a passage, without the blanks around it."""
        seen = visible(block, self.result.found)
        begin = len(seen.text) - len(seen.text.lstrip())
        end = len(seen.text.rstrip())
        if begin < end:
            part = seen.part(begin, end)
            self.result.passages.append(Passage(kind, part.text, part.offsets, quoted, level, mark))


def joined(lines: list[Spelled]) -> Spelled:
    """Lines as one text, with the line ends between them."""
    text = "\n".join(line.text for line in lines)
    return Spelled(text, tuple(offset for line in lines for offset in line.offsets))


def cut(text: str, start: int) -> Blocks:
    """The blocks of the Markdown in `text` from the place `start` on."""
    return Cutter(text, start).run()
