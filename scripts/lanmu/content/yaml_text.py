"""YAML read together with the line of every field, so that an error can name its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.untrusted.text_limits import MOST_DIGITS, check_yaml

try:  # libyaml is about ten times faster; wheels have it, a bare build may not
    from yaml import CSafeLoader as BaseLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as BaseLoader  # type: ignore[assignment]

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# YAML takes these for line ends, nobody else does: lines would be counted wrongly.
LINE_ENDS = re.compile("[\x85\u2028\u2029]")
TEXT = "tag:yaml.org,2002:str"
SEQUENCE = "tag:yaml.org,2002:seq"
MAPPING = "tag:yaml.org,2002:map"
INTEGER = "tag:yaml.org,2002:int"
MERGE = "tag:yaml.org,2002:merge"
REFERENCE = ("用了 YAML 引用（& 或 *）。", "请把内容直接写出来。")
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class Loader(BaseLoader):
    """Leaves dates as they are written: the model reads them, and can then name the field of an impossible one."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (the library's own way)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in BaseLoader.yaml_implicit_resolvers.items()
    }


Key = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlText:
    """Parsed YAML: the plain data, and for each key path the 1-based line where it stands in the file."""

    path: str
    data: Any
    lines: Mapping[Key, int] = field(default_factory=dict)

    def line(self, key: Key) -> int:
        """Line of `key`, or of the nearest enclosing field that has one."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def problem(self, key: Key, message: str, remedy: str, kind: ProblemKind = ProblemKind.VALUE) -> Problem:
        """A fault of the value at `key`, with its file, line and field."""
        return Problem(self.path, self.line(key), message, remedy, dotted(key), kind=kind)


def parse(text: str, path: str, first_line: int = 1) -> YamlText:
    """Parses `text`, which begins at `first_line` of the file `path`.

    Raises ContentError with file, line and column when it is not YAML, repeats a key or uses an anchor.
    """
    if broken := LINE_ENDS.search(text):
        line = text.count("\n", 0, broken.start()) + first_line
        remedy = "删去这一行里看不见的字符，重新输入。"
        raise ContentError([Problem(path, line, "里有看不见的换行符。", remedy, kind=ProblemKind.UNREADABLE)])
    check_yaml(text, path, first_line)
    loader = Loader(text)
    walk = Walk(loader, path, first_line)
    try:
        node = loader.get_single_node()
        data = None if node is None else walk.value(node, ())
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        row, column = (place.line, place.column) if place else (0, 0)
        raise ContentError([explain(text, path, first_line, row, column)]) from None
    except (yaml.YAMLError, ValueError) as error:
        reason, remedy = f"YAML 里有读不懂的内容（{error}）。", "删去不可见字符，重新输入这一段。"
        raise ContentError([Problem(path, first_line, reason, remedy, kind=ProblemKind.UNREADABLE)]) from None
    finally:
        loader.dispose()
    if walk.problems:
        raise ContentError(walk.problems)
    return YamlText(path, data, walk.lines)


# The usual slips, by their look; a parser often stumbles over one only in the line after it.
SLIPS = (
    (re.compile(r"^ *\t"), "缩进用了制表符，请改成空格。"),
    (re.compile(r"^[ -]*\w+：|[{,] *\w+："), "字段名后面用了中文冒号“：”，请改成英文冒号加一个空格“: ”。"),
    (re.compile(r"^[ -]*\w+:\S"), "冒号后面少了空格，请写成“字段: 值”。"),
    (re.compile(r"[\[{][^\[{]*，"), "括号里用了中文逗号“，”，请改成英文逗号加空格。"),
    (re.compile(r"""^[^"]*("[^"]*"[^"]*)*"[^"]*$"""), "英文引号只有一个，请补上另一个，或者删去。"),
    (re.compile(r"^[^\]}]*[\[{][^\]}]*$"), "括号只有前一半，请补上后一半“}”或“]”。"),
    (re.compile(r": .*: "), "值里含有英文冒号，请把整个值放进一对英文单引号 ' '。"),
)


def explain(text: str, path: str, first_line: int, row: int, offset: int) -> Problem:
    """What is probably wrong near a place (line and column from 0), with the line itself as the value found."""
    rows = text.splitlines() or [""]
    row = min(row, len(rows) - 1)
    nearby = [index for index in (row, row - 1) if index >= 0]
    guesses = ((index, slip) for slip in SLIPS for index in nearby if slip[0].search(rows[index]))
    index, slip = next(guesses, (row, None))
    remedy = slip[1] if slip else "检查冒号后面有没有空格、上下行缩进是否对齐、引号和括号是否成对。"
    column = offset + 1 if index == row else 1
    message = f"YAML 写法有误，这一行读不懂：「{rows[index].strip()[:40]}」。"
    return Problem(path, index + first_line, message, remedy, column=column, kind=ProblemKind.UNREADABLE)


class Walk:
    """Makes plain data of parsed YAML and records the line of every field; `problems` are repeated keys, keys that are no
    text, and anchors, which we do not take. One walk over the nodes: half the time of PyYAML's constructor and a second walk."""

    def __init__(self, loader: Loader, path: str, first_line: int) -> None:
        self.loader = loader
        self.path = path
        self.first_line = first_line
        self.lines: dict[Key, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: Any, key: Key) -> Any:
        line = node.start_mark.line + self.first_line
        self.lines.setdefault(key, line)
        if id(node) in self.seen:
            self.complain(line, *REFERENCE, key)
            return None
        self.seen.add(id(node))
        if node.tag == TEXT:
            if CONTROL.search(node.value):
                self.complain(line, "里有看不见的控制字符。", "重新输入这一段。", key)
            return node.value
        if node.tag == SEQUENCE:
            return [self.value(child, (*key, index)) for index, child in enumerate(node.value)]
        if node.tag == MAPPING:
            return self.mapping(node, key)
        if not isinstance(node, yaml.ScalarNode):
            tag = node.tag.removeprefix("tag:yaml.org,2002:")
            self.complain(line, f"用了 YAML 标签「{tag}」。", "删去它（!! 开头）。", key)
            return None
        if node.tag == INTEGER and len(node.value) > MOST_DIGITS:
            remedy = "核对这个数；编号等不是数目的，加英文引号。"
            self.complain(line, f"数「{node.value[:20]}…」太长了。", remedy, key)
            return None
        return self.loader.construct_object(node, deep=True)

    def mapping(self, node: Any, key: Key) -> dict[str, Any]:
        fields = {}
        for name, child in node.value:
            child_key = (*key, str(name.value))
            line = name.start_mark.line + self.first_line
            if name.tag == MERGE:
                self.complain(line, *REFERENCE, child_key)
            elif name.tag != TEXT:
                self.complain(line, f"字段名「{name.value}」应当是文字。", "改成字段的名称，或者删去这一行。")
            elif child_key in self.lines:
                first = self.lines[child_key]
                self.complain(line, f"写了两次，第一次在第 {first} 行。", "只保留一个。", child_key)
            else:
                self.lines[child_key] = line
                fields[name.value] = self.value(child, child_key)
        return fields

    def complain(self, line: int, message: str, remedy: str, key: Key = ()) -> None:
        self.problems.append(Problem(self.path, line, message, remedy, dotted(key), kind=ProblemKind.UNREADABLE))


def dotted(key: Key) -> str:
    """`("phases", 0, "name")` as the editor sees it: `phases[1].name` (items counted from 1)."""
    text = ""
    for part in key:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
