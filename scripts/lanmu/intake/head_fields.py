"""Changes fields in the front matter of a file and leaves every other character as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lanmu.content import front_matter
from lanmu.content.dates import DAY
from lanmu.content.front_matter import Dumper
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, UserError

UNKNOWN = "稿件信息里「{name}」的写法认不出来，没有改文件。请自己改成：{name}: {value}"

LONGEST_LINE = 100


@dataclass(frozen=True)
class FieldSpan:
    """A field and its value in the text: from the start of the field's name to the end of the value."""

    start: int
    name_end: int
    end: int


@dataclass(frozen=True)
class Change:
    """The characters from `start` up to `end` become `text`."""

    start: int
    end: int
    text: str


class WholeError(Exception):
    """A value cannot be changed in parts: it is written anew."""


def with_field(text: str, name: str, value: Any) -> str:
    """The text of a whole file with a field of its front matter set to `value`; taken out where it is None.

    Of a value with parts only those that differ are changed. Comments, order and line ends of everything else stay. Raises
    UserError when the field is written in a way that cannot be changed so.
    """
    start, end = front_matter.span(text)
    old, _ = front_matter.split(text, "")
    root = yaml.compose(text[start:end], Loader=yaml.SafeLoader)
    nodes = {key.value: (key, node) for key, node in root.value} if root else {}
    shown = "" if value is None else as_field(name, value)
    wanted = {key: old.data[key] for key in old.data or {} if key != name}
    wanted |= {} if value is None else parse(shown, "").data
    if name not in nodes:
        changes = [Change(end, end, shown)]
    elif value is None:
        entry = entry_of(*nodes[name], start)
        changes = [Change(line_start(text, entry.start), line_end(text, entry.end), "")]
    else:
        changes = changes_of(text, start, nodes[name], old.data[name], wanted[name], shown)
    return changed(text, changes, wanted, UNKNOWN.format(name=name, value=in_yaml(value)))


def changes_of(
    text: str, start: int, node: tuple[yaml.Node, yaml.Node], old: Any, new: Any, shown: str
) -> list[Change]:
    """What makes the value of a field `new`: changes of its parts where it has some, or the field anew, as it is `shown`."""
    try:
        return parts_of(text, start, node[1], old, new)
    except WholeError:
        entry = entry_of(*node, start)
        return [Change(entry.start, entry.end, shown.rstrip("\n"))]


def parts_of(text: str, start: int, node: yaml.Node, old: Any, new: Any) -> list[Change]:
    """Changes of the parts of a value. Raises WholeError where it has none that can be changed by themselves."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        raise WholeError
    if isinstance(node, yaml.SequenceNode):
        if not isinstance(new, list) or len(new) != len(node.value):
            raise WholeError
        items = zip(node.value, old, new, strict=True)
        return [change for child, was, is_ in items if was != is_ for change in parts_of(text, start, child, was, is_)]
    if not isinstance(new, dict):
        raise WholeError
    changes = []
    for key, child in node.value:
        entry = entry_of(key, child, start)
        first = line_start(text, entry.start)
        if key.value not in new:
            if text[first : entry.start].strip():
                raise WholeError
            changes.append(Change(first, line_end(text, entry.end), ""))
        elif old[key.value] != new[key.value]:
            try:
                changes += parts_of(text, start, child, old[key.value], new[key.value])
            except WholeError:
                changes.append(Change(entry.name_end, entry.end, f": {in_yaml(plain(new[key.value]))}"))
    # After the last part, in its column.
    end = line_end(text, start + end_of(node))
    indent = " " * node.value[0][0].start_mark.column
    added = (key for key in new if key not in old)
    return [*changes, *(Change(end, end, f"{indent}{key}: {in_yaml(plain(new[key]))}\n") for key in added)]


def as_field(name: str, value: Any) -> str:
    """A field as it is written anew: in one line, or, where that would be long or is a list of things with parts, in several."""
    value = plain(value)
    line = f"{name}: {in_yaml(value)}\n"
    has_items = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if has_items or (isinstance(value, dict) and len(line) > LONGEST_LINE):
        return yaml.dump({name: value}, Dumper=Indented, allow_unicode=True, sort_keys=False, width=10_000)
    return line


def plain(value: Any) -> Any:
    """The value with its days as dates, which YAML writes without quotes."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


class Indented(Dumper):
    """Indents the items of a list, as new articles have them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 (the library's own way)
        super().increase_indent(flow, indentless=False)


def in_yaml(value: Any) -> str:
    """A value as YAML in one line, in quotes where it needs them."""
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True)
    return text.removesuffix("...\n").strip()


def entry_of(name: yaml.Node, value: yaml.Node, start: int) -> FieldSpan:
    """Where a field stands, counted in the whole text; an empty value ends after the colon."""
    name_end = start + name.end_mark.index
    return FieldSpan(start + name.start_mark.index, name_end, max(start + end_of(value), name_end + 1))


def end_of(node: yaml.Node) -> int:
    """Where a value really ends: the parser ends a block where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Where the line after that of a place begins."""
    return text.index("\n", place) + 1


def changed(text: str, changes: Sequence[Change], wanted: Mapping[str, Any], refusal: str) -> str:
    """The text of a whole file with all changes, when its front matter says what is `wanted` and its body is as before. Raises
    UserError with the sentence `refusal` otherwise."""
    after = applied(text, changes)
    try:
        new, body = front_matter.split(after, "")
    except ContentError:
        raise UserError(refusal) from None
    if {**(new.data or {})} != wanted or body != front_matter.split(text, "")[1]:
        raise UserError(refusal)
    return after


def raw(file: Path) -> str:
    """The text of a file as it lies on disk: line ends and a byte order mark stay."""
    return file.read_bytes().decode("utf-8")


def applied(text: str, changes: Sequence[Change]) -> str:
    """The text with all changes; what is put in gets the file's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    parts, last = [], 0
    # Insertions at the same place keep their order and come before a removal there.
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [text[last : change.start], change.text.replace("\n", newline)]
        last = change.end
    return "".join([*parts, text[last:]])
