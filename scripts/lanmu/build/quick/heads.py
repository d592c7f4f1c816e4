"""What the heads of articles say, kept from one build to the next: to read YAML is half of the work of reading an article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property

from lanmu.build.quick.run import Last
from lanmu.content import yaml_text
from lanmu.content.fingerprint import digest
from lanmu.content.yaml_text import Key, Parse, YamlText


class Heads:
    """Heads by what stands for their text: `known` are those of the last build, `kept` those of this one."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.kept: dict[str, str] = {}

    def parse(self, text: str, path: str, first_line: int = 1) -> YamlText:
        """In the place of `yaml_text.parse`: what `text` says. Raises ContentError when it is wrong."""
        name = digest(text.encode("utf-8", "surrogatepass"))
        if data := self.known.get(name):
            self.kept[name] = data
            return YamlText(path, json.loads(data), Lines(text, path, first_line))
        made = yaml_text.parse(text, path, first_line)
        # What JSON does not have (numbers as keys, bytes) is read again every time.
        with suppress(TypeError, ValueError, RecursionError):
            data = json.dumps(made.data, ensure_ascii=False)
            if json.loads(data) == made.data:
                self.kept[name] = data
        return made


class Lines(Mapping[Key, int]):
    """The lines of a head's fields; only he who tells of a fault asks for them."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.place = (text, path, first_line)

    @cached_property
    def found(self) -> Mapping[Key, int]:
        """All of them."""
        return yaml_text.parse(*self.place).lines

    def __getitem__(self, key: Key) -> int:
        return self.found[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def head_reader(last: Last | None) -> Parse:
    """What reads the heads of articles: with what the last build read of them, where something is kept."""
    if last is None:
        return yaml_text.parse
    heads = Heads(last.record.heads if last.is_of_this_generation else {})
    last.new.heads = heads.kept
    return heads.parse
