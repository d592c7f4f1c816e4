"""lanmu.toml with the fields changed that a form changes: remarks, order and writing of all else stay as they are."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lanmu.diagnostics.errors import UserError
from lanmu.storage.files import in_form_of
from lanmu.untrusted.text_limits import check_toml

UNKNOWN = "{path} 的写法认不出来，没有改它。请用文字编辑器打开这个文件，自己改。"
HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]")


class TomlInPlace:
    """A settings file at a `path` (for messages) with these bytes. Its `fields` are changed in place. Raises UserError when it
    cannot be read."""

    def __init__(self, data: bytes, path: str) -> None:
        self.before = data
        self.path = path
        try:
            self.text = data.decode("utf-8-sig").replace("\r\n", "\n")
            check_toml(self.text, path)
            self.old: dict[str, Any] = tomllib.loads(self.text)
        except (RecursionError, ValueError):
            raise UserError(UNKNOWN.format(path=path)) from None
        self.fields: dict[str, Any] = copy.deepcopy(self.old)

    def written(self) -> bytes:
        """The file as it is now. Raises UserError when the program would read something else from it."""
        if self.fields == self.old:
            return self.before
        try:
            text = without_tables(self.text, set(tables_gone(self.old, self.fields)))
            document = tomlkit.parse(text)
            change(document, tomllib.loads(text), self.fields)
            # A new table at the end has an empty line after it.
            text = tomlkit.dumps(document).rstrip() + self.text[len(self.text.rstrip()) :]
            if tomllib.loads(text) == self.fields:
                return in_form_of(self.before, text)
        except (TOMLKitError, RecursionError, ValueError, KeyError):
            pass
        raise UserError(UNKNOWN.format(path=self.path))


def change(place: MutableMapping[str, Any], old: dict[str, Any], new: dict[str, Any]) -> None:
    """Makes a table say what `new` does, touching only what differs from `old`."""
    for name in old:
        if name not in new:
            del place[name]
    for name, value in new.items():
        was = old.get(name)
        if isinstance(value, dict) and isinstance(was, dict):
            change(place[name], was, value)
        elif name not in old and isinstance(value, dict):
            place[name] = tomlkit.table(is_super_table=all(isinstance(item, dict) for item in value.values()))
            change(place[name], {}, value)
            place[name].add(tomlkit.nl())
        elif value != was:
            place[name] = value


def without_tables(text: str, gone: Iterable[str]) -> str:
    """The text without these tables (`site.en`) and those within them. What is said after one, about the next, stays; the library
    counts it to the table before."""
    lines = text.splitlines(keepends=True)
    headers = [(n, match[1]) for n, line in enumerate(lines) if (match := HEADER.match(line))]
    ends = [*(n for n, _ in headers[1:]), len(lines)]
    dropped: set[int] = set()
    for (start, name), end in zip(headers, ends, strict=True):
        if any(name == table or name.startswith(f"{table}.") for table in gone):
            last = max(n for n in range(start, end) if lines[n].strip() and not lines[n].lstrip().startswith("#"))
            dropped.update(range(start, last + 1))
    return "".join(line for n, line in enumerate(lines) if n not in dropped)


def tables_gone(old: dict[str, Any], new: dict[str, Any], place: str = "") -> Iterator[str]:
    """The tables of `old` that `new` does not have."""
    for name, value in old.items():
        if isinstance(value, dict) and name not in new:
            yield f"{place}{name}"
        elif isinstance(value, dict) and isinstance(new[name], dict):
            yield from tables_gone(value, new[name], f"{place}{name}.")
