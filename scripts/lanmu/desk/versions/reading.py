"""What a state of a file says: its fields with Chinese labels, its text, the pictures that it shows."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lanmu.content import front_matter
from lanmu.content.article import Channels, Notice, PromiseItem
from lanmu.content.files import suffix_of
from lanmu.content.review import ALL
from lanmu.diagnostics.errors import ContentError
from lanmu.intake.new_article import common_fields
from lanmu.text.links import local_path, targets
from lanmu.untrusted.text_limits import MOST_BYTES

TEXT = "正文"
# Fields that no editor fills in, so that nothing explains them.
LABELS = {"source_hash": "译自哪一稿", "withdrawn": "撤回", "template": "页面模板", "review": "三审"}
PARTS = {"date": "日期", "reason": "原因", "name": "姓名"} | {
    name: field.description.partition("：")[0]
    for model in (Notice, PromiseItem, Channels)
    for name, field in model.model_fields.items()
    if field.description
}
"""What stands within a field, by its name."""
PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"))


@dataclass(frozen=True)
class State:
    """What a file says: the whole of it (`source`); `fields` as people read them, by their labels, and the `text` after them, which
    is the whole where no fields can be read (`is_whole`). `pictures` are the paths below docs/ of those that it shows, in order."""

    source: str
    fields: Mapping[str, str]
    text: str
    is_whole: bool = False
    pictures: tuple[str, ...] = field(default=())


def text_of(data: bytes) -> str:
    """The characters of a file; those that are none (not UTF-8) are shown as such, line ends are one character each."""
    text = data[: 4 * MOST_BYTES].decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def state_of(path: str, data: bytes) -> State:
    """What the file at a path below the project says with this content."""
    text = text_of(data)
    if not path.endswith(".md"):
        return State(text, {}, text, is_whole=True)
    try:
        head, body = front_matter.split(text, path)
    except ContentError:
        return State(text, {}, text, is_whole=True)
    fields = head.data if isinstance(head.data, dict) else {}
    shown = {label: words for name, value in fields.items() for label, words in _field(str(name), value) if words}
    return State(text, shown, body, pictures=tuple(_pictures(path.removeprefix("docs/"), fields.get("image"), body)))


def changed_parts(before: State, after: State) -> list[str]:
    """The labels of what differs, the text last."""
    labels = dict.fromkeys((*after.fields, *before.fields))
    parts = [label for label in labels if before.fields.get(label) != after.fields.get(label)]
    return [*parts, TEXT] if before.text != after.text else parts


@cache
def label_of(name: str) -> str:
    """What a field is called; its own name where it has no other."""
    about = common_fields().get(name, {}).get("about", "")
    return LABELS.get(name) or about.partition("：")[0] or name


def _field(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The label of a field and its value; each review is a field of its own."""
    if name != "review" or not isinstance(value, dict):
        yield label_of(name), _words(value)
        return
    for stage, signature in value.items():
        signed = signature if isinstance(signature, dict) else {"name": signature}
        parts = (signed.get("name"), signed.get("date"), signed.get("text_hash"))
        yield ALL.get(str(stage), str(stage)), "，".join(str(part) for part in parts if part)


def _words(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "；".join(
            f"{PARTS.get(str(name), name)}：{_words(part)}" for name, part in value.items() if part is not None
        )
    if isinstance(value, list):
        return ("\n" if any(isinstance(part, dict) for part in value) else "、").join(_words(part) for part in value)
    return str(value)


def _pictures(path: str, image: Any, body: str) -> Iterator[str]:
    folder, seen = posixpath.dirname(path), set()
    for target in (str(image or ""), *(target for _, target, _ in targets(body))):
        place = posixpath.normpath(posixpath.join(folder, local_path(target)))
        if suffix_of(place) in PICTURES and not place.startswith(("/", "../")) and place not in seen:
            seen.add(place)
            yield place
