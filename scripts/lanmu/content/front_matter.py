"""The head of a Markdown file between two lines of ---, split off and put back."""

from __future__ import annotations

import re
from typing import Any

import yaml

from lanmu.content.yaml_text import YamlText, parse
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.untrusted.text_limits import check_head

FENCE = "---"
HEAD = re.compile(r"\ufeff?---[^\S\n]*\n(?P<fields>.*?)^---[^\S\n]*$", re.MULTILINE | re.DOTALL)


def split(text: str, path: str) -> tuple[YamlText, str]:
    """The parsed front matter and the Markdown after it.

    Raises ContentError when there is none, it does not end, or it is not YAML.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.rstrip() != FENCE:
        remedy = "在第一行写 ---，下面写 title、date 等字段，再写一行 ---，然后才是正文。"
        raise ContentError([Problem(path, 1, "开头没有稿件信息。", remedy, kind=ProblemKind.UNREADABLE)])
    start = 0
    while start >= 0:
        end = rest.find("\n", start)
        line = rest[start:] if end < 0 else rest[start:end]
        if line.startswith(FENCE) and line.rstrip() == FENCE:
            check_head(start, path)
            return parse(rest[:start], path, 2), "" if end < 0 else rest[end + 1 :]
        start = end + 1 or -1
    remedy = "在最后一个字段下面单独写一行 ---。"
    raise ContentError([Problem(path, 1, "稿件信息没有结束。", remedy, kind=ProblemKind.UNREADABLE)])


def span(text: str) -> tuple[int, int]:
    """Where the fields of a front matter begin and end in the text of a file as it lies on disk, for edits in place."""
    match = HEAD.match(text)
    if match is None:
        raise AssertionError("split() refuses a text without front matter")
    return match.span("fields")


class Dumper(yaml.SafeDumper):
    """Writes every value out in full, and text with rare line ends in quotes, where YAML keeps them."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def represent_text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    """Text in double quotes when YAML would otherwise fold a character of it into a space."""
    style = '"' if re.search("[\x85\u2028\u2029]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, represent_text)


def join(fields: dict[str, Any], body: str) -> str:
    """A Markdown file with `fields` as its front matter; `split` gives the same fields and body back."""
    head = yaml.dump(fields, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"{FENCE}\n{head}{FENCE}\n{body}"
