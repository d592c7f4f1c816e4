"""The article that an address of the desk names."""

from __future__ import annotations

from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.preview.request_path import file_in

NO_ARTICLE = "没有这一篇：文件已经改名、移走，或者网址不对。请回到稿件里重新打开。"


def article_path(root: Path, text: str) -> str:
    """The path below docs/ of the Markdown file that `text` names, as addresses have it: `bulletins/2008-11-05-a.md`.

    Raises UserError for what is no such file: nothing outside docs/ is named by an address.
    """
    file = file_in(root / "docs", f"/{text}")
    if file is None or not text.endswith(".md") or not file.is_file():
        raise UserError(NO_ARTICLE)
    return text
