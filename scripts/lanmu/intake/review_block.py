"""Changes signatures in the front matter of a file and leaves every other character as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from lanmu.content import front_matter
from lanmu.content.article import Signature
from lanmu.content.review import ALL
from lanmu.intake.head_fields import Change, changed, end_of, entry_of, line_end, line_start

FIELD = "review"
UNKNOWN = "稿件信息里 review 的写法认不出来，没有改文件。请删去 review 和它下面的各行，重新审签。"


def with_signatures(text: str, signatures: Mapping[str, Signature | None]) -> str:
    """The text of a whole file with these signatures, by their fields; those that are None are taken out.

    Comments, order, quotes and line ends of everything else stay. Raises UserError when the block of reviews is written
    in a way that cannot be changed so.
    """
    start, end = front_matter.span(text)
    root = yaml.compose(text[start:end], Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "the front matter was read before"
    value = next((value for name, value in root.value if name.value == FIELD), None)
    if value is None:
        lines = (_line_of(field, signature, "  ") for field, signature in signatures.items() if signature)
        changes = [Change(end, end, f"{FIELD}:\n{''.join(lines)}")]
    elif isinstance(value, yaml.MappingNode) and not value.flow_style:
        changes = list(_in_block(text, start, value, signatures))
    else:
        changes = [_in_flow(text, start, root, signatures)]
    wanted = dict(front_matter.split(text, "")[0].data)
    wanted[FIELD] = {field: entry for field, entry in (wanted.get(FIELD) or {}).items() if field not in signatures}
    wanted[FIELD] |= {field: entry.model_dump(mode="json") for field, entry in signatures.items() if entry}
    return changed(text, changes, wanted, UNKNOWN)


def _in_block(
    text: str, start: int, block: yaml.MappingNode, signatures: Mapping[str, Signature | None]
) -> Iterator[Change]:
    entries = {name.value: entry_of(name, value, start) for name, value in block.value}
    remaining = {field: entry for field, entry in entries.items() if signatures.get(field, True)}
    first = line_start(text, next(iter(entries.values())).start)
    indent = text[first : next(iter(entries.values())).start]
    for field in ALL:
        signature, entry = signatures.get(field), entries.get(field)
        if entry and field in signatures and signature is None:
            yield Change(line_start(text, entry.start), line_end(text, entry.end), "")
        elif entry and signature:
            yield Change(entry.name_end, entry.end, f": {_flow(signature)}")
        elif signature:
            before = [remaining[name] for name in list(ALL)[: list(ALL).index(field)] if name in remaining]
            place = max((line_end(text, entry.end) for entry in before), default=first)
            yield Change(place, place, _line_of(field, signature, indent))


def _in_flow(text: str, start: int, root: yaml.MappingNode, signatures: Mapping[str, Signature | None]) -> Change:
    """The change from `review: {…}`, or from an empty field, to a block; signatures that stay are copied as they are."""
    name, value = next((name, value) for name, value in root.value if name.value == FIELD)
    inner = value.value if isinstance(value, yaml.MappingNode) else []
    there = {key.value: text[start + node.start_mark.index : start + end_of(node)] for key, node in inner}
    lines = []
    for field in ALL:
        signature = signatures.get(field)
        if signature:
            lines.append(_line_of(field, signature, "  "))
        elif field in there and field not in signatures:
            lines.append(f"  {field}: {' '.join(there[field].split())}\n")
    whole = entry_of(name, value, start)
    return Change(whole.name_end, whole.end, f":\n{''.join(lines)}".removesuffix("\n"))


def _flow(signature: Signature) -> str:
    fields: dict[str, Any] = {"name": signature.name, "date": signature.date, "text_hash": signature.text_hash}
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000).strip()


def _line_of(field: str, signature: Signature, indent: str) -> str:
    return f"{indent}{field}: {_flow(signature)}\n"
