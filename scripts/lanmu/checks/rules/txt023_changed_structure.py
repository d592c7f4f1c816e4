"""网页上的段落和写的不一样

查什么
    照网页的排法，段落、列表的样子变了：列表、表格和上一段之间没有空行，成了连在一起的文字；一条一行的（1. 2.、第一步、
    “时间：……”下面“地点：……”）之间没有空行，连成一段；下级的列表项、列表项里的段落缩进不到四格，成了同级，编号从 1 重新起；段首用四个空格缩进，成了代码；段落下面紧接着
    一行短横，成了标题；表格下面紧接着一行文字，成了表格的一行。照录的正式文件也查。
为什么
    别的软件里看着是对的，网页用的 Python-Markdown 要空一行、缩进四格才认；读者看到的是一大段分不出条的文字，或者
    上下级不分的列表。
不合格
    列表前面没有空行：
        三点要求：
        - 甲
        - 乙
    下级只缩进了两格：
        - 甲
          - 乙
    列表项里的段落缩进了三格：
        1. 甲

           说明

        2. 乙
    段首用四个空格：
        -- docs/news/2008-11-05-a.md --
            大家读了书，谈了体会。
合格
    空一行，缩进四格，段首不缩进：
        三点要求：

        - 甲
            - 乙

                说明

        - 丙
怎么改
    照提示补空行，或者把缩进改成四格（两级是八格）；段首不用空格，网页自己会缩进。--fix 可以自动改拿得准的。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lanmu.checks.engine.rule import Edit, Finding, Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, value
from lanmu.text.lines import INDENT, Block, Line, is_table

LINE = re.compile(r"(?P<prefix>[ \t>]*)(?P<rest>.*)")
# What may interrupt a paragraph elsewhere: CommonMark 0.31.2, 5.3.
BULLET = re.compile(r"(?P<marker>[*+-]|1\.)[ \t]+\S")
NUMBERS = (
    re.compile(r"(?P<number>\d{1,2})(?P<kind>[.．、)）])(?![\d.])"),
    re.compile(r"(?P<kind>[（(])(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})(?P<kind>、)"),
    re.compile(r"(?P<kind>)(?P<number>[①-⑳])"),
    re.compile(r"(?P<kind>第)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[步条章节点，：]|阶段)"),
)
# 时间：10月8日, then 地点：会议室 in the next line.
LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}(?<![说道问答示出调])[：:].*[^，、\s]\s*\Z")
HARD_BREAKS = ("  ", "<br>", "<br/>", "<br />")


@dataclass(frozen=True)
class MissingBlankLine:
    """Lines before which a blank line is missing: their offsets, the message and the remedy. `is_safe` when `--fix` may
    insert the blank lines."""

    starts: tuple[int, ...]
    message: str
    remedy: str = "前面空一行。"
    is_safe: bool = True


@dataclass(frozen=True)
class Row:
    """A line of a passage: where it begins in the file, and its text without indentation and quotation markers."""

    start: int
    text: str


def merged_blocks(source: Source) -> Iterator[MissingBlankLine]:
    """Paragraphs of a source in which a list, a table or labelled lines were merged."""
    plain = [region for region in source.regions if region.kind == "markdown"]
    position = 0
    for passage in source.scan.passages:
        start = passage.offsets[0]
        while position < len(plain) and plain[position].end <= start:
            position += 1
        is_plain = position < len(plain) and plain[position].start <= start
        if not is_plain or passage.kind != "paragraph" or "\n" not in passage.text:
            continue
        first, last = (source.place(passage.offsets[place])[0] for place in (0, -2))
        rows = []
        for number in range(first, last + 1):
            match = LINE.fullmatch(source.line_text(number))
            rows.append(Row(source.line_start(number), match["rest"] if match else ""))
        if missing := of_list(rows) or of_table(rows) or of_numbers(rows) or of_labels(rows):
            # A blank line would end a footnote or a definition: no automatic fix.
            is_inner = rows[0].text.startswith(("[^", ": "))
            yield replace(missing, is_safe=False) if is_inner else missing


def of_list(rows: list[Row]) -> MissingBlankLine | None:
    """A list directly after the line that introduces it."""
    items = [(number, match) for number, row in enumerate(rows) if number and (match := BULLET.match(row.text))]
    if not items:
        return None
    number, match = items[0]
    announced = rows[number - 1].text.rstrip().endswith(("：", ":"))
    is_safe = match["marker"] == "1." or announced or len(items) > 1
    message = f"列表「{rows[number].text[:10].strip()}」前面没有空行，网页上和上面的文字连成一段。"
    return MissingBlankLine((rows[number].start,), message, is_safe=is_safe)


def of_table(rows: list[Row]) -> MissingBlankLine | None:
    """A table directly after other text, or one without the delimiter row under its head."""
    for number in range(1, len(rows) - 1):
        block = Block(Line(row.text, row.start) for row in rows[number : number + 2])
        if "|" in rows[number].text and is_table(block):
            return MissingBlankLine((rows[number].start,), "表格前面没有空行，网页上和上面的文字连成一段。")
    looks = [row.start for row in rows if row.text.startswith("|") and row.text.rstrip().endswith("|")]
    if len(looks) < 2:
        return None
    message = "写成了表格的样子，网页上是连在一起的文字。"
    return MissingBlankLine(
        (looks[0],), message, "表头下面写一行「|---|---|」，格数和表头一样；表格前面空一行。", is_safe=False
    )


def of_numbers(rows: list[Row]) -> MissingBlankLine | None:
    """Consecutively numbered items on lines that follow one another."""
    last: dict[str, tuple[int, int]] = {}
    adjacent: set[int] = set()
    for place, row in enumerate(rows):
        match = next((match for pattern in NUMBERS if (match := pattern.match(row.text))), None)
        if match is None:
            continue
        kind, number = f"{match['kind']}{match['number'].isascii()}", value(match["number"])
        before, at = last.get(kind, (0, 0))
        if number == before + 1 and kind in last:
            adjacent |= {at, place}
        last[kind] = (number, place)
    starts = [rows[n].start for n in sorted(adjacent) if n and not rows[n - 1].text.endswith(HARD_BREAKS)]
    return MissingBlankLine(tuple(starts), "各条之间没有空行，网页上连成一段。", "每条前面空一行。") if starts else None


def of_labels(rows: list[Row]) -> MissingBlankLine | None:
    """Lines that each consist of a label, a colon and a value."""
    if not all(LABEL.match(row.text) for row in rows):
        return None
    starts = [row.start for row, before in zip(rows[1:], rows, strict=False) if not before.text.endswith(HARD_BREAKS)]
    return MissingBlankLine(tuple(starts), "各行之间没有空行，网页上连成一段。", "每行前面空一行。") if starts else None


def with_blank_lines(source: Source, missing: MissingBlankLine) -> Edit | None:
    """The edit that inserts the blank lines, with `>` inside a quotation; None when it is not safe."""
    if not missing.is_safe:
        return None
    first, last = missing.starts[0], missing.starts[-1]
    parts, position = [], first
    for start in missing.starts:
        match = LINE.match(source.text, start)
        prefix = match["prefix"].rstrip() if match else ""
        parts += [source.text[position:start], f"{prefix}\n"]
        position = start
    return Edit(first, last, "".join(parts))


LIST_LINE = re.compile(r"(?P<blanks>[ \t]*)(?P<text>[^\n]*)\n?")
MARKER = re.compile(r"(?P<marker>\d+\.|[*+-])[ \t]+(?=\S)")
# One blank more is a slip of the hand, not a level.
STEP = 2
# What ends a list without a blank line before it.
ENDING = re.compile(r"#{1,6}|>|!!!")


@dataclass(frozen=True)
class Indented:
    """A line of a list: where its indentation begins and ends, its width and the `wanted` width in columns;
    `needs_blank_line` when a blank line is missing before it."""

    start: int
    end: int
    columns: int
    wanted: int = 0
    needs_blank_line: bool = False

    @property
    def replacement(self) -> str:
        """The indentation as it should be, with the missing blank line."""
        return "\n" * self.needs_blank_line + " " * max(self.columns, self.wanted)


@dataclass
class Outline:
    """A list as its writer indented it: the column and the marker of the item that is open on each level.

    `wrong` are the lines that are to be changed; what is `pending` counts once the list goes on after it.
    """

    levels: list[tuple[int, str]] = field(default_factory=list)
    wrong: list[Indented] = field(default_factory=list)
    pending: list[Indented] = field(default_factory=list)
    is_paragraph: bool = False
    """True while the lines are those of a further paragraph of an item."""

    def item(self, line: Indented, marker: str, *, is_after_blank: bool) -> None:
        """A further item; text that only looks like one is left out."""
        glued = self.is_paragraph and not is_after_blank
        is_next = marker == "1." or any(follows(last, marker) for _, last in self.levels)
        if glued and marker[:1].isdecimal() and not is_next:
            return
        column = line.columns
        while self.levels and column < self.levels[-1][0] + STEP:
            self.levels.pop()
        if self.levels and follows(self.levels[-1][1], marker):
            column, _ = self.levels.pop()
        self.wrong += self.pending
        self.pending = []
        self.note(self.wrong, line, needs_blank_line=glued)
        self.levels.append((column, marker))
        self.is_paragraph = False

    def paragraph(self, line: Indented) -> bool:
        """A further paragraph of an item, after a blank line; False when it belongs to none and so ends the list."""
        while self.levels and line.columns < self.levels[-1][0] + STEP:
            self.levels.pop()
        self.note(self.pending, line)
        self.is_paragraph = True
        return bool(self.levels)

    def note(self, lines: list[Indented], line: Indented, *, needs_blank_line: bool = False) -> None:
        """Adds the line to `lines` when it is indented less than the current level needs, or needs a blank line."""
        wanted = INDENT * len(self.levels)
        if line.columns < wanted or needs_blank_line:
            lines.append(Indented(line.start, line.end, line.columns, wanted, needs_blank_line))


def follows(first: str, second: str) -> bool:
    """True when the second marker is the next number: the item continues the list, however it is indented."""
    return first[:-1].isdecimal() and second[:-1].isdecimal() and int(second[:-1]) == int(first[:-1]) + 1


def misplaced_lines(source: Source) -> Iterator[list[Indented]]:
    """For each list of a source, the lines whose indentation or missing blank line breaks it in Python-Markdown."""
    for region in source.regions:
        if region.kind == "markdown":
            yield from (misplaced for misplaced in lists(source.text, region.start, region.end) if misplaced)


def lists(text: str, start: int, end: int) -> Iterator[list[Indented]]:
    outline: Outline | None = None
    is_after_blank = True
    for match in LIST_LINE.finditer(text, start, end):
        if not match["text"].strip():
            is_after_blank = True
            continue
        columns = len(match["blanks"].expandtabs(INDENT))
        line = Indented(match.start("blanks"), match.end("blanks"), columns)
        marker = MARKER.match(match["text"])
        if outline and (ENDING.match(match["text"]) or (is_after_blank and not marker and not outline.paragraph(line))):
            yield outline.wrong
            outline = None
        elif marker and (outline or (is_after_blank and columns < INDENT)):
            outline = outline or Outline()
            if not outline.levels or columns < outline.levels[-1][0] + 2 * INDENT:
                outline.item(line, marker["marker"], is_after_blank=is_after_blank)
        is_after_blank = not outline and bool(ENDING.match(match["text"]))
    if outline:
        yield outline.wrong


SENTENCE = re.compile(r"[，。；：！？,;:]\s*$")
LONGEST_HEADING = 40


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for missing in merged_blocks(source):
        yield source.at(missing.starts[0], missing.message, missing.remedy, with_blank_lines(source, missing))
    for lines in misplaced_lines(source):
        yield misplaced(source, lines)
    yield from indented_text(source)
    yield from underlined_text(source)
    for start in source.scan.rows:
        message = "表格下面紧接着的一行成了表格的一行。"
        yield source.at(start, message, "表格和这一行之间空一行。", Edit(start, start, "\n"))


def misplaced(source: Source, lines: list[Indented]) -> Finding:
    first, text = lines[0], source.text
    parts, position = [], first.start
    for line in lines:
        parts += [text[position : line.start], line.replacement]
        position = line.end
    edit = Edit(first.start, position, "".join(parts))
    if first.columns >= first.wanted:
        return source.at(first.end, "列表项前面没有空行，网页上和上面的段落连成一段。", "前面空一行。", edit)
    count = f"这个列表里一共 {len(lines)} 行。" if len(lines) > 1 else ""
    message = f"缩进只有 {first.columns} 格，网页上不算在上一项下面。{count}"
    return source.at(first.end, message, f"这一行缩进 {first.wanted} 格。", edit)


def indented_text(source: Source) -> Findings:
    """Paragraphs that became code because they begin with four blanks."""
    for start, end in source.scan.code_blocks:
        first = source.line_start(source.place(start)[0])
        written = source.text[first:end]
        letters = re.sub(r"\s", "", written)
        if 2 * len(re.findall(f"[{HAN}，。；：！？、（）“”《》]", letters)) <= len(letters):
            continue
        lines = written.split("\n")
        # Quotation markers before the indentation do not count as indentation.
        spread = [line.expandtabs(INDENT) for line in lines]
        is_paragraphs = all(INDENT <= len(line) - len(line.lstrip(" ")) < 2 * INDENT for line in spread)
        edit = Edit(first, end, "\n\n".join(line.strip() for line in lines)) if is_paragraphs else None
        place = first + len(lines[0]) - len(lines[0].lstrip())
        message = f"「{lines[0].strip()[:10]}」前面有四个以上的空格，网页上成了代码。"
        yield source.at(place, message, "删去段首的空格；缩进、靠右由网页排。", edit)


def underlined_text(source: Source) -> Findings:
    """Paragraphs that became headings because of the line under them."""
    for start, line in source.scan.underlined:
        text = source.text[start:line].rstrip()
        if not SENTENCE.search(text) and len(text) <= LONGEST_HEADING:
            continue
        line_character, at = source.text[line : line + 1], source.line_start(source.place(line)[0])
        edit = Edit(at, at, "\n") if line_character == "-" and at == line else None
        message = f"「{text[:10]}」下面紧接着一行「{line_character}」，网页上成了标题。"
        yield source.at(start, message, "两行之间空一行；要的不是横线，就删去它。", edit)
