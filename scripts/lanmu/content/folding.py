"""Text brought to one form, so that two titles that a reader takes for the same are the same."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Letters, figures and Chinese characters only: without blanks and punctuation, width and case made one (NFKC)."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LNM")
