"""The fields that are open at a place in the text: whether text there is shown, and where it links to.

A field is begin – instruction – separator – result – end (ECMA-376 part 1, clause 17.16.18); fields nest, and run on over
paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.fields import Field, understand


@dataclass
class OpenField:
    """A field that has begun and not ended."""

    form: Element | None = None
    code: str = ""
    in_code: bool = True
    meaning: Field = field(default_factory=lambda: Field(""))
    link: str | None = None

    @property
    def hides(self) -> bool:
        """True when the text here is an instruction, or is replaced by other text, or goes as a whole."""
        return self.in_code or self.meaning.dropped or self.meaning.text is not None


class OpenFields:
    """The fields open at this place, outermost first."""

    def __init__(self) -> None:
        self.stack: list[OpenField] = []

    def begin(self, form: Element | None = None) -> None:
        """A field begins."""
        self.stack.append(OpenField(form))

    def instruct(self, text: str) -> None:
        """Text of an instruction, or the result of a field inside one."""
        for each in reversed(self.stack):
            if each.in_code:
                each.code += text
                return

    def separate(self, address: Callable[[str | None], str | None] = lambda href: href) -> None:
        """The instruction is over, the result begins. `address` gives the link to keep for the one that is written."""
        if self.stack and self.stack[-1].in_code:
            top = self.stack[-1]
            top.in_code = False
            top.meaning = understand(top.code, top.form)
            top.link = address(top.meaning.href)

    def end(self) -> tuple[Field, bool]:
        """A field ends: its meaning, and whether it had a result. A lone end is a field without a name."""
        if not self.stack:
            return Field(""), True
        had_result = not self.stack[-1].in_code
        self.separate()
        return self.stack.pop().meaning, had_result

    @property
    def hide(self) -> bool:
        """True when text at this place is not shown."""
        return any(each.hides for each in self.stack)

    @property
    def drop(self) -> bool:
        """True inside a table of contents."""
        return any(each.meaning.dropped for each in self.stack)

    @property
    def link(self) -> str | None:
        """Where text at this place links to; None when it is in no link."""
        return next((each.link for each in reversed(self.stack) if each.link is not None), None)
