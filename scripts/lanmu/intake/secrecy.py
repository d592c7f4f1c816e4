"""A document that bears a level of secrecy never goes further."""

from __future__ import annotations

import re
from pathlib import Path

from lanmu.diagnostics.errors import UserError

# 保守国家秘密法: the three levels, as they stand above a document's title, often with a term (秘密★1年).
SECRET = re.compile(
    r"^[^\S\n]*+(密\s*级\s*+(?:[:：]\s*+)?)?(绝\s*密|机\s*密|秘\s*密)\s*(★.*|\s(特\s*急|加\s*急))?$", re.MULTILINE
)


def refuse_secrets(text: str, source: Path) -> None:
    """Raises UserError when a line of `text` is a mark of secrecy."""
    if mark := SECRET.search(text):
        raise UserError(f"{source.name} 标有密级（{mark[0].strip()}），不能上网，没有导入。")
