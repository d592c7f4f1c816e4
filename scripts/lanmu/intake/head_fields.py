"""Changes fields in the front matter of a file and leaves every other character as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from lanmu.content import front_matter
from lanmu.content.front_matter import Dumper
from lanmu.diagnostics.errors import ContentError, UserError

UNKNOWN = "稿件信息里「{name}」的写法认不出来，没有改文件。请自己改成：{name}: {value}"


@dataclass(frozen=True)
class Entry:
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


def with_field(text: str, name: str, value: Any) -> str:
    """The text of a whole file with a field of its front matter set to `value`, in one line; taken out where it is None.

    Comments, order and line ends of everything else stay. Raises UserError when the field is written in a way that cannot
    be changed so.
    """
    start, end = front_matter.span(text)
    root = yaml.compose(text[start:end], Loader=yaml.SafeLoader)
    entries = {key.value: entry_of(key, node, start) for key, node in root.value} if root else {}
    entry = entries.get(name)
    shown = in_yaml(value)
    if entry and value is None:
        changes = [Change(line_start(text, entry.start), line_end(text, entry.end), "")]
    elif entry:
        changes = [Change(entry.name_end, entry.end, f": {shown}")]
    else:
        changes = [Change(end, end, f"{name}: {shown}\n")] if value is not None else []
    after = applied(text, changes)
    old, old_body = front_matter.split(text, "")
    wanted = {key: old.data[key] for key in old.data if key != name}
    wanted |= {} if value is None else {name: yaml.load(shown, Loader=yaml.BaseLoader)}
    try:
        new, new_body = front_matter.split(after, "")
    except ContentError:
        raise UserError(UNKNOWN.format(name=name, value=shown)) from None
    if {**new.data} != wanted or new_body != old_body:
        raise UserError(UNKNOWN.format(name=name, value=shown))
    return after


def in_yaml(value: Any) -> str:
    """A value as YAML in one line, in quotes where it needs them."""
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True)
    return text.removesuffix("...\n").strip()


def entry_of(name: yaml.Node, value: yaml.Node, start: int) -> Entry:
    """Where a field stands, counted in the whole text; an empty value ends after the colon."""
    name_end = start + name.end_mark.index
    return Entry(start + name.start_mark.index, name_end, max(start + end_of(value), name_end + 1))


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


def applied(text: str, changes: Sequence[Change]) -> str:
    """The text with all changes; what is put in gets the file's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    parts, last = [], 0
    # Insertions at the same place keep their order and come before a removal there.
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [text[last : change.start], change.text.replace("\n", newline)]
        last = change.end
    return "".join([*parts, text[last:]])
