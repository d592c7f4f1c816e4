"""The head of a Markdown file between two lines of ---, split off and put back."""

from __future__ import annotations

from typing import Any

import yaml

from lanmu.content.yaml_text import YamlText, parse
from lanmu.errors import ContentError, Problem

FENCE = "---"


def split(text: str, path: str) -> tuple[YamlText, str]:
    """The parsed front matter and the Markdown after it.

    Raises ContentError when there is none, it does not end, or it is not YAML.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].rstrip() != FENCE:
        remedy = "在第一行写 ---，下面写 title、date 等字段，再写一行 ---，然后才是正文。"
        raise ContentError([Problem(path, 1, "开头没有稿件信息。", remedy)])
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return parse("".join(lines[1:number]), path, first_line=2), "".join(lines[number + 1 :])
    raise ContentError([Problem(path, 1, "稿件信息没有结束。", "在最后一个字段下面单独写一行 ---。")])


def join(fields: dict[str, Any], body: str) -> str:
    """A Markdown file with `fields` as its front matter; `split` gives the same fields and body back."""
    head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    return f"{FENCE}\n{head}{FENCE}\n{body}"
