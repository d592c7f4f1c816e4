"""Data files of the project (YAML) that a form changes: comments, order, quotes and line ends of all else stay as they are.

ruamel.yaml keeps what is written around the data, and reads YAML 1.2; the project is read as YAML 1.1 (`content/yaml_text.py`).
So what is written is read back that way before it is given out.
"""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from lanmu.content.dates import DAY
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.storage.files import in_form_of

UNKNOWN = "{path} 的写法认不出来，没有改它。请用文字编辑器打开这个文件，自己改。"
NEVER_FOLDED = 10**6
OFFSET = 2
"""Blanks before the dash of a list's item, where the file has no list."""


class KeptYaml:
    """A data file at a `path` (for messages) with these bytes. Its `fields` are changed in place, with values made by `node`."""

    def __init__(self, data: bytes, path: str) -> None:
        self.before = data
        self.path = path
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        # Says what is wrong in the words of the project.
        parse(text, path)
        self.yaml = YAML()
        self.yaml.preserve_quotes = True
        self.yaml.width = NEVER_FOLDED
        try:
            offset = load_yaml_guess_indent(text)[2]
            offset = OFFSET if offset is None else offset
            self.yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
            self.fields: CommentedMap = self.yaml.load(text) or CommentedMap()
        except YAMLError:
            raise UserError(UNKNOWN.format(path=path)) from None
        if not isinstance(self.fields, CommentedMap):
            raise UserError(UNKNOWN.format(path=path))

    def written(self) -> bytes:
        """The file as it is now. Raises UserError when the project would read something else from it."""
        target = io.StringIO()
        self.yaml.dump(self.fields, target)
        text = target.getvalue()
        with suppress(ContentError):
            if parse(text, self.path).data == plain(self.fields):
                return in_form_of(self.before, text)
        raise UserError(UNKNOWN.format(path=self.path))


def node(value: Any) -> Any:
    """A value as it is put into the file: days without quotes, several lines as a block, text in quotes where YAML 1.1 would take
    it for something else, a list of words in one line."""
    if isinstance(value, dict):
        return CommentedMap({key: node(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        items = CommentedSeq(node(item) for item in value)
        if not any(isinstance(item, dict | list) for item in items):
            items.fa.set_flow_style()
        return items
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if "\n" in value:
        return LiteralScalarString(value.strip("\n") + "\n")
    with suppress(ContentError):
        if parse(f"a: {value}\n", "").data == {"a": value} and parse(f"[{value}]\n", "").data == [value]:
            return value
    return DoubleQuotedScalarString(value)


def plain(value: Any) -> Any:
    """The data alone, as the project reads them."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
