"""What is shown of a document: a script for each, with its whole text."""

from __future__ import annotations

from typing import Any

from lanmu.search.documents import Document, as_json


def record(number: int, document: Document) -> str:
    """The script of a document."""
    return called(f"d{number}", document.shown)


def renumbered(text: str, number: int) -> str:
    """The script of a document that has another number now."""
    return called(f"d{number}", text.partition(",")[2].removesuffix(");\n"))


def script(name: str, data: Any) -> str:
    """One file of the index: `name` is that of the file."""
    return called(name.removesuffix(".js"), as_json(data))


def called(name: str, text: str) -> str:
    """The call that hands some JSON over."""
    return f'lanmuSearch("{name}",{text});\n'
