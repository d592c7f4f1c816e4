"""Limits of size, nesting and syntax for a source text, beyond which parsers take minutes or crash.

They are checked before any parser runs. The longest documents that offices publish have 200,000 characters (600 kB), lists
in four levels, some twenty syntax characters in a paragraph; for 200 kB of the worst text within the limits, Python-Markdown
takes seconds.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import yaml

from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind, UserError

MOST_BYTES = 1_000_000
MOST_IN_HEAD = 100_000
"""Characters of front matter."""
DEEPEST = 50
"""Levels of lists, quotations, elements, brackets of YAML: parsers recurse for each, some in C."""
MOST_OPEN = 100
"""Opening delimiters without their end in one paragraph: Python-Markdown searches the end from each of them."""
MOST_LINES = 200
"""Headings, rules and the like without a blank line between them, and code fences: each makes Python-Markdown read the rest
of the text again."""
MOST_SYNTAX = 20_000
"""Syntax characters in one block: Python-Markdown copies the whole block for each."""
MOST_NOTES = 1_000
MOST_CELLS = 50_000
MOST_DIGITS = 1_000
"""Digits in a row: Python refuses to convert more than 4,300, in rules, YAML (0xfff…, 1:59:59…) and Markdown (&#9…;)."""

SPLIT = "把这篇稿件分成几篇，或者把长的材料作成附件。"
BLANK_LINES = re.compile(r"\n(?:[ \t]*+\n)+")
# Each match nests a line one level deeper. A row of one character is a horizontal rule, and blank lines do not count.
LEVEL = r"\t| {4}| {0,3}(?:>|(?:[-*+:]|\d{1,9}\.)(?=[ \t]))"
# Not ^, which is tried at every character.
NESTED = re.compile(rf"\n(?![ \t]*+$)(?![ \t]*+([-*_])(?: *+\1)*+ *+$)(?:{LEVEL}){{{DEEPEST + 1}}}", re.MULTILINE)
STARTS = re.compile(
    r"^[ \t>]*(?:#|[=-]+[ \t]*$|(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$|\[[^\]\n]*\]:|!!!)",
    re.MULTILINE,
)
MEANINGS = re.compile(r"^[ \t>]*:[ \t]", re.MULTILINE)
DIGITS = re.compile(rf"(?<!\d)\d{{{MOST_DIGITS + 1}}}")
DIGIT = re.compile(r"\d")
FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
PAIRS = {
    "方括号 [": re.compile(r"\\.|(?P<open>\[+)|(?P<close>\]+)", re.DOTALL),
    "圆括号 (": re.compile(r"\\.|(?P<open>\(+)|(?P<close>\)+)", re.DOTALL),
    "花括号 {": re.compile(r"\\.|(?P<open>\{+)|(?P<close>\}+)", re.DOTALL),
    "强调记号 * 或 _": re.compile(r"\\.|(?<!\S)(?P<open>[*_]++)(?=\S)|(?P<close>[*_]++)", re.DOTALL),
}
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*+)(?=[\s/>])", re.IGNORECASE)
UNENDED = re.compile(r"<[a-z!?/][^<>]*+(?!>)", re.IGNORECASE)
# Elements whose end tag is optional or missing.
NOT_NESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr"  # noqa: SIM905 (a row of names reads better)
    " p li dt dd td th tr tbody thead tfoot option rt rp".split()
)
NOT_COUNTED = (string.ascii_letters + string.digits + " \"'.,;/?!#$%=@-+").encode("ascii")
"""What no limit counts by itself: what STARTS finds is limited by the number of lines, and NESTED has been looked for."""
SYNTAX = b"|`~[({\\&\n"
DELIMITERS = re.compile(r"^[ \t>]*+(?=[^\n]*-)(?=[^\n]*\|)[|: \t-]++$", re.MULTILINE)


@dataclass(frozen=True)
class Excess:
    """A limit that is exceeded: the position in the text, and the message for the editor."""

    start: int
    message: str
    remedy: str


def refuse(path: str, line: int, message: str, remedy: str) -> NoReturn:
    raise ContentError([Problem(path, line, message, remedy, kind=ProblemKind.UNREADABLE)])


def check_size(size: int, path: str) -> None:
    """Raises ContentError for a file of too many bytes."""
    if size > MOST_BYTES:
        message = f"文件有 {size / 1_000_000:.1f} MB，最多 {MOST_BYTES // 1_000_000} MB（约 33 万个汉字）。"
        refuse(path, 0, message, SPLIT)


def check_head(length: int, path: str) -> None:
    """Raises ContentError for a front matter of too many characters."""
    if length > MOST_IN_HEAD:
        refuse(path, 1, f"稿件信息有 {length} 个字，最多 {MOST_IN_HEAD} 个。", "长的内容写进正文。")


def check_text(text: str, path: str) -> None:
    """Raises ContentError, with the line of the first place of each kind, when a Markdown text is beyond a limit."""
    problems = [
        Problem(path, text.count("\n", 0, excess.start) + 1, excess.message, excess.remedy, kind=ProblemKind.UNREADABLE)
        for excess in excesses(text)
    ]
    if problems:
        raise ContentError(problems)


def refuse_excess(markdown: str) -> None:
    """Raises UserError when the Markdown written for an imported document is beyond a limit; no line is given."""
    size = len(markdown.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise UserError(f"文字有 {size / 1_000_000:.1f} MB，一篇最多 {most} MB，没有导入。请分成几个文件，再试一次。")
    if excess := next(excesses(markdown), None):
        raise UserError(f"{excess.message}没有导入。改法：{excess.remedy}")


def excesses(text: str) -> Iterator[Excess]:
    """The limits that a text exceeds. Cheap counts come first, as most texts have little syntax."""
    # The line break put before the text is where its first line begins.
    if match := NESTED.search(f"\n{text}"):
        yield Excess(match.start(), f"列表、引用套了 {DEEPEST} 层以上。", "减少层次，删去多余的缩进和 > 号。")
    # A row of so many digits has one at some multiple of MOST_DIGITS; a full search takes as long as all other checks.
    if DIGIT.search(text[::MOST_DIGITS]) and (match := DIGITS.search(text)):
        yield Excess(match.start(), f"一个数有 {MOST_DIGITS} 位以上。", "核对这个数，删去多余的。")
    if has_little_syntax(text):
        return
    if text.count("[^") > MOST_NOTES:
        yield Excess(0, f"脚注的标记多于 {MOST_NOTES} 个。", SPLIT)
    fences = max(text.count("```"), text.count("~~~"))
    if fences > MOST_LINES and (start := nth(FENCE, text, MOST_LINES)) is not None:
        yield Excess(start, f"代码块的 ``` 或 ~~~ 多于 {MOST_LINES} 行。", f"删去多余的；确实要用的，{SPLIT}")
    if text.count("|") > MOST_OPEN:
        yield from crowded_tables(text)
    if text.count("<") > DEEPEST:
        yield from nested_elements(text)
    if text.count("<") > MOST_OPEN and (start := nth(UNENDED, text, MOST_OPEN)) is not None:
        yield Excess(start, f"有 {MOST_OPEN} 个以上 < 没有对应的 >。", "补上 >；要显示这个符号的，写成 &lt;。")
    yield from crowded_blocks(text)


def has_little_syntax(text: str) -> bool:
    """True when a text has so few syntax characters that no limit of their number can be exceeded."""
    # Bytes are counted in a fraction of the time. Without the characters between them, rows such as "[^" cannot be counted.
    syntax = text.encode("ascii", "ignore").translate(None, NOT_COUNTED)
    return (
        max(map(syntax.count, SYNTAX)) <= MOST_OPEN
        and syntax.count(b"*") + syntax.count(b"_") <= MOST_OPEN
        and max(syntax.count(b"<"), syntax.count(b":")) <= DEEPEST
    )


def nth(pattern: re.Pattern[str], text: str, most: int) -> int | None:
    """The position of the first match after `most` of them; None when there are no more."""
    return next((m.start() for number, m in enumerate(pattern.finditer(text)) if number == most), None)


def crowded_tables(text: str) -> Iterator[Excess]:
    """Tables with too many cells: every row counts as many as the line below the header has."""
    cells = 0
    for match in DELIMITERS.finditer(text):
        blank = BLANK_LINES.search(text, match.end())
        rows = text.count("\n", match.end(), blank.start() if blank else len(text))
        cells += rows * (match[0].count("|") + 1)
        if cells > MOST_CELLS:
            yield Excess(match.start(), f"表格一共多于 {MOST_CELLS} 格。", "把表格作成附件（.xlsx），正文里只留要点。")
            return


def nested_elements(text: str) -> Iterator[Excess]:
    """HTML elements nested too deep, with or without end tags."""
    inside: Counter[str] = Counter()
    depth = 0
    for match in TAG.finditer(text):
        name = match["name"].lower()
        if name in NOT_NESTED or (match["end"] and not inside[name]):
            continue
        step = -1 if match["end"] else 1
        inside[name] += step
        depth += step
        if depth > DEEPEST:
            remedy = f"补上结束标签（如 </{name}>），减少层次；要显示 < 的，写成 &lt;。"
            yield Excess(match.start(), f"HTML 标签套了 {DEEPEST} 层以上，或者有许多没有结束。", remedy)
            return


def crowded_blocks(text: str) -> Iterator[Excess]:
    """Blocks with too many open delimiters, syntax characters or lines that begin a construct."""
    reported: set[str] = set()
    start = 0
    for blank in (*BLANK_LINES.finditer(text), None):
        end = blank.start() if blank else len(text)
        if end - start > MOST_OPEN:
            for excess in crowds(text[start:end]):
                if excess.message not in reported:
                    reported.add(excess.message)
                    yield Excess(start + excess.start, excess.message, excess.remedy)
        start = blank.end() if blank else end


def crowds(block: str) -> Iterator[Excess]:
    """The same for one block; positions count from its beginning."""
    if block.count("\n") > MOST_LINES and (start := nth(STARTS, block, MOST_LINES)) is not None:
        yield Excess(start, f"小标题、分隔线等多于 {MOST_LINES} 行，中间没有空行。", "在每一个的前后空一行。")
    if block.count(":") > DEEPEST and (start := nth(MEANINGS, block, DEEPEST)) is not None:
        yield Excess(start, f"名词解释（: 开头）多于 {DEEPEST} 条，中间没有空行。", "在每一条的前后空一行。")
    # The two tags of an element count once, end tags without a start too.
    syntax = sum(map(block.count, "\\*_`[&<")) - min(block.count("</"), block.count("<") // 2)
    if syntax > MOST_SYNTAX:
        yield Excess(0, f"一段里的 *、[、<、反斜杠等记号多于 {MOST_SYNTAX} 个。", "分成几段，中间空一行。")
    for name, pattern in PAIRS.items():
        if sum(map(block.count, name.split()[1::2])) <= MOST_OPEN:
            continue
        depth = 0
        for match in pattern.finditer(block):
            if match.lastgroup:
                depth = max(0, depth + len(match[0]) * (1 if match.lastgroup == "open" else -1))
            if depth > MOST_OPEN:
                remedy = "补上另一半，分成几段；要显示这个符号的，在前面加一个反斜杠 \\。"
                yield Excess(match.start(), f"一段里有 {MOST_OPEN} 个以上{name} 没有结束。", remedy)
                break


DOTTED = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}""")


def check_toml(text: str, path: str) -> None:
    """Raises ContentError for a key with too many dots, for which tomllib takes quadratic time."""
    if match := DOTTED.search(text):
        line = text.count("\n", 0, match.start()) + 1
        refuse(path, line, f"字段名套了 {DEEPEST} 层以上。", "删去多余的点号。")


# A line of YAML cannot hold more levels than signs at its beginning, and brackets anywhere.
INDENT = re.compile(rf"^[ ?:-]{{{DEEPEST},}}", re.MULTILINE)


def check_yaml(text: str, path: str, first_line: int) -> None:
    """Raises ContentError when a YAML text is nested too deep: libyaml recurses in C for each level and crashes the
    process."""
    if text.count("[") + text.count("{") <= DEEPEST and not INDENT.search(text):
        return
    depth = 0
    try:
        # The event parser does not recurse.
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                line = first_line + (event.start_mark.line if event.start_mark else 0)
                refuse(path, line, f"括号或缩进套了 {DEEPEST} 层以上。", "删去多余的括号和缩进。")
    except yaml.YAMLError:
        # Reported with its line by the code that loads the text.
        return
