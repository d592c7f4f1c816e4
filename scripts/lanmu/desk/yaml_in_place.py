"""Data files of the project (YAML) that a form changes: what a form does not change stays as it is, to the byte.

Only the characters of what differs are replaced, at the places that the parser names, as `intake/head_fields.py` does it in front
matter. Libraries that keep comments (ruamel.yaml) would not do: to them a comment belongs to what stands before it, so that the
heading of the next section goes when the last item of this one is taken out or moved. What is written is read back before it
is given out.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import yaml

from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.head_fields import Change, Indented, applied, end_of, entry_of, in_yaml, line_end, line_start
from lanmu.intake.head_fields import plain as with_days
from lanmu.storage.files import in_form_of

UNKNOWN = "{path} 的写法认不出来，没有改它。请用文字编辑器打开这个文件，自己改。"
STEP = 2


class YamlInPlace:
    """A data file at a `path` (for messages) with these bytes. Its `fields` are changed in place. Raises ContentError when the
    project cannot read it."""

    def __init__(self, data: bytes, path: str) -> None:
        self.before = data
        self.path = path
        try:
            self.text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise UserError(UNKNOWN.format(path=path)) from None
        self.old = parse(self.text, path).data or {}
        if not isinstance(self.old, dict):
            raise UserError(UNKNOWN.format(path=path))
        self.fields: dict[str, Any] = copy.deepcopy(self.old)

    def written(self) -> bytes:
        """The file as it is now. Raises UserError when the project would read something else from it."""
        if self.fields == self.old:
            return self.before
        text = self.text if self.text.endswith("\n") or not self.text else f"{self.text}\n"
        with suppress(ContentError, yaml.YAMLError, ValueError):
            root = yaml.compose(text, Loader=yaml.SafeLoader)
            changes = of_mapping(text, root, self.old, self.fields) if root else []
            text = applied(text, changes) if root else f"{text}{in_block(self.fields, 0)}"
            if parse(text, self.path).data == self.fields:
                return in_form_of(self.before, text)
        raise UserError(UNKNOWN.format(path=self.path))


def put(data: dict[str, Any], name: str, value: Any, order: Sequence[str]) -> None:
    """Sets a field; a new one comes after the nearest of those before it in the order. None takes it out."""
    if value is None:
        data.pop(name, None)
        return
    if name in data or name not in order:
        data[name] = value
        return
    before = [other for other in order[: order.index(name)] if other in data]
    items = list(data.items())
    place = list(data).index(before[-1]) + 1 if before else 0
    data.clear()
    data.update([*items[:place], (name, value), *items[place:]])


def of_value(text: str, place: yaml.Node, old: Any, new: Any, column: int) -> list[Change] | None:
    """What makes a value `new`, by changes within it; None where it has to be written anew. `column` is that of its key."""
    if old == new:
        return []
    if isinstance(place, yaml.ScalarNode):
        # What stands in several lines, and what needs them, is written anew.
        if place.style in ("|", ">") or isinstance(new, dict | list) or "\n" in str(new) or not place.value:
            return None
        return [Change(place.start_mark.index, place.end_mark.index, inline(new))]
    if isinstance(new, dict) and isinstance(place, yaml.MappingNode) and new and place.value:
        return of_flow(text, place, old, new) if place.flow_style else of_mapping(text, place, old, new)
    if isinstance(new, list) and isinstance(place, yaml.SequenceNode) and new and place.value:
        return of_flow(text, place, old, new) if place.flow_style else of_sequence(text, place, old, new)
    if isinstance(new, dict | list) and new and any(isinstance(item, dict | list) for item in values_of(new)):
        return None
    return [Change(place.start_mark.index, end_of(place), inline(new))] if column >= 0 and not is_block(place) else None


def after(text: str, end: int) -> int:
    """Where the line after a value begins; the parser counts empty lines to a text in several lines."""
    return line_end(text, len(text[:end].rstrip("\n ")))


def is_block(place: yaml.Node) -> bool:
    return isinstance(place, yaml.CollectionNode) and not place.flow_style


def values_of(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def of_mapping(text: str, place: yaml.Node, old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Changes of a mapping that has a line for each field: removed fields go with their lines; new ones come after the
    field that they follow in `new`, or at the end."""
    changes = []
    column = place.value[0][0].start_mark.column
    ends = {}
    for key, child in place.value:
        name, entry = key.value, entry_of(key, child, 0)
        first, ends[name] = line_start(text, entry.start), after(text, entry.end)
        begins_item = bool(text[first : entry.start].strip())
        if name not in new and begins_item:
            # The first field stands after the dash of the list item; the next field takes its place.
            following = next((other for other, _ in place.value[1:2] if other.value in new), None)
            if following is None:
                raise ValueError
            changes.append(Change(entry.start, following.start_mark.index, ""))
        elif name not in new:
            changes.append(Change(first, ends[name], ""))
        else:
            inner = of_value(text, child, old[name], new[name], column)
            if inner is None:
                anew = entry_text(name, new[name], column)
                inner = [Change(entry.start, ends[name], anew)]
            changes += inner
    names, added = list(new), [name for name in new if name not in old]
    for name in added:
        before = [other for other in names[: names.index(name)] if other in ends]
        at = ends[before[-1]] if before else max(ends.values())
        changes.append(Change(at, at, f"{' ' * column}{entry_text(name, new[name], column)}"))
    return changes


def of_sequence(text: str, place: yaml.SequenceNode, old: list[Any], new: list[Any]) -> list[Change]:
    """Changes of a list with a line, or several, for each item: what stands between the items, such as a heading, stays where it
    is, and each item keeps its own remarks."""
    column = text.rfind("-", 0, place.value[0].start_mark.index) - line_start(text, place.value[0].start_mark.index)
    spans = [(line_start(text, child.start_mark.index), after(text, end_of(child))) for child in place.value]
    flow = is_flow(place.value[-1])
    earlier = known_again(old, new)

    def changes_within(number: int, item: Any) -> list[Change]:
        inner = of_value(text, place.value[number], old[number], item, -1)
        anew = item_text(item, column, flow=is_flow(place.value[number]))
        return [Change(*spans[number], anew)] if inner is None else inner

    remaining = [number for number in earlier if number is not None]
    if remaining == sorted(remaining):
        changes = [Change(*span, "") for number, span in enumerate(spans) if number not in remaining]
        at = spans[0][0]
        for number, item in zip(earlier, new, strict=True):
            if number is None:
                changes.append(Change(at, at, item_text(item, column, flow=flow)))
            else:
                changes += changes_within(number, item)
                at = spans[number][1]
        return changes
    # In another order: the places of the items are filled from the first to the last.
    shown = [
        item_text(item, column, flow=flow)
        if number is None
        else changed_part(text, spans[number], changes_within(number, item))
        for number, item in zip(earlier, new, strict=True)
    ]
    last = len(spans) - 1
    filled = [*shown[:last], "".join(shown[last:])]
    filled += [""] * (len(spans) - len(filled))
    return [Change(*span, part) for span, part in zip(spans, filled, strict=True)]


def known_again(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each item of `new` the number of the one that it was in `old`; None for what was added. An item with fields is known by
    its first, or, where that alone has changed, by the others."""
    left = list(range(len(old)))
    numbers: list[int | None] = [None] * len(new)
    for is_same in (operator.eq, has_same_name, has_same_rest):
        for place, item in enumerate(new):
            number = next((n for n in left if numbers[place] is None and is_same(old[n], item)), None)
            if number is not None:
                left.remove(number)
                numbers[place] = number
    return numbers


def has_same_name(was: Any, now: Any) -> bool:
    """True for two items with the same first field."""
    return isinstance(was, dict) and isinstance(now, dict) and list(was.items())[:1] == list(now.items())[:1] != []


def has_same_rest(was: Any, now: Any) -> bool:
    """True for two items with the same fields but for the first."""
    return isinstance(was, dict) and isinstance(now, dict) and list(was.items())[1:] == list(now.items())[1:] != []


def changed_part(text: str, span: tuple[int, int], changes: Sequence[Change]) -> str:
    """A part of the text with changes that lie within it."""
    start, end = span
    return applied(text[start:end], [Change(each.start - start, each.end - start, each.text) for each in changes])


def is_flow(place: yaml.Node) -> bool:
    return isinstance(place, yaml.CollectionNode) and bool(place.flow_style)


def of_flow(text: str, place: yaml.CollectionNode, old: Any, new: Any) -> list[Change]:
    """Changes of a value in brackets: what is as it was keeps its characters."""
    if isinstance(new, dict):
        there = {key.value: (key, child) for key, child in place.value}
        if list(old) == list(new):
            pairs = [(child, old[name], new[name]) for name, (_, child) in there.items()]
            return [change for child, was, now in pairs for change in within(text, child, was, now)]
        parts = []
        for name, value in new.items():
            same = name in there and old[name] == value
            shown = text[slice(*span(there[name][1]))] if same else inline(value)
            parts.append(f"{name}: {shown}" if name in there else f"{inline(name)}: {shown}")
        return [Change(*span(place), f"{{{', '.join(parts)}}}")]
    if len(old) == len(new):
        pairs = list(zip(place.value, old, new, strict=True))
        return [change for child, was, now in pairs for change in within(text, child, was, now)]
    spans = [span(child) for child in place.value]
    shown_items = [text[slice(*spans[old.index(item)])] if item in old else inline(item) for item in new]
    return [Change(*span(place), f"[{', '.join(shown_items)}]")]


def within(text: str, place: yaml.Node, old: Any, new: Any) -> list[Change]:
    """Changes of a value that stands in brackets."""
    if old == new:
        return []
    both = (isinstance(new, dict) and isinstance(old, dict)) or (isinstance(new, list) and isinstance(old, list))
    if both and isinstance(place, yaml.CollectionNode):
        return of_flow(text, place, old, new)
    return [Change(*span(place), inline(new))]


def span(place: yaml.Node) -> tuple[int, int]:
    return place.start_mark.index, place.end_mark.index


def inline(value: Any) -> str:
    """A value in one line, as it can stand within brackets too."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{inline(key)}: {inline(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    shown = in_yaml(with_days(value))
    with suppress(ContentError):
        if "\n" not in shown and parse(f"[{shown}]\n", "").data == [value]:
            return shown
    return yaml.dump(value, allow_unicode=True, default_style='"', width=10**6).strip()


def entry_text(name: str, value: Any, column: int) -> str:
    """A field as it is written anew, its name in this column; ends with a line's end."""
    if isinstance(value, dict | list) and value and needs_lines(value):
        return f"{inline(name)}:\n{in_block(value, column + STEP)}"
    if isinstance(value, str) and "\n" in value:
        return in_block({name: value}, column).lstrip(" ")
    return f"{inline(name)}: {inline(value)}\n"


def needs_lines(value: Any) -> bool:
    """True for what is not written in one line: a list of things with parts, and what has several lines of text in it."""
    items = values_of(value)
    if isinstance(value, list) and any(isinstance(item, dict) for item in items):
        return True
    return any(
        ("\n" in item) if isinstance(item, str) else isinstance(item, dict | list) and needs_lines(item)
        for item in items
    )


def item_text(item: Any, column: int, *, flow: bool) -> str:
    """An item of a list, its dash in this column: like the others in brackets, or with a line for each of its fields."""
    indent = " " * column
    if flow or not isinstance(item, dict) or not item:
        return f"{indent}- {inline(item)}\n"
    return f"{indent}- {in_block(item, column + STEP).lstrip(' ')}"


def in_block(value: dict[str, Any] | Sequence[Any], column: int) -> str:
    """A value with a line for each of its parts, from this column on."""
    indent = " " * column
    if isinstance(value, dict):
        lines = []
        for name, part in value.items():
            if isinstance(part, str) and "\n" in part:
                shown = yaml.dump({name: Literal(part)}, Dumper=LiteralDumper, allow_unicode=True, width=10**6)
                lines.append("".join(f"{indent}{line}" if line.strip() else line for line in shown.splitlines(True)))
            else:
                lines.append(f"{indent}{entry_text(name, part, column)}")
        return "".join(lines)
    return "".join(item_text(item, column, flow=False) for item in value)


class Literal(str):
    """Text that is written in several lines."""


class LiteralDumper(Indented):
    """Writes text in several lines as a block (|)."""


LiteralDumper.add_representer(
    Literal, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)
