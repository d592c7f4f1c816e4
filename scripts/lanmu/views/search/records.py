"""What is shown of a document: a script for each, with its whole text."""

from __future__ import annotations

import json
from typing import Any

from lanmu.views.search.documents import Document


def record(number: int, document: Document) -> str:
    """The script of a document; `search.js` knows the order of its fields."""
    shown = (document.address, document.title, document.headings, document.summary, document.labels, document.body)
    data = [*shown, document.date, document.column, document.unit, document.marks]
    return script(f"d{number}.js", data)


def renumbered(text: str, number: int) -> str:
    """The script of a document that has another number now."""
    return f'lanmuSearch("d{number}",{text.partition(",")[2]}'


def script(name: str, data: Any) -> str:
    """One file of the index: `name` is that of the file."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f'lanmuSearch("{name.removesuffix(".js")}",{text});\n'
