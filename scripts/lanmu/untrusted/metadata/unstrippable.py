"""What is told of a file whose metadata cannot be taken out."""

from __future__ import annotations


class UnstrippableError(Exception):
    """`reason` and `remedy` are Chinese sentences for the editor."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(reason)
