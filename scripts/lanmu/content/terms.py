"""Words that this office writes in one way, and the forms in which they are often written wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from lanmu.content.campaign import Text
from lanmu.content.validation import Model
from lanmu.errors import Kind, MisfitError


class WrongForm(Model):
    """One wrong form: what to write for it and why. It is let pass inside the words of `unless`."""

    wrong: Annotated[str, Field(min_length=2)]
    right: Text
    reason: Text
    unless: Annotated[tuple[str, ...], Field(description="含有这个词的正确说法，遇到就放过")] = ()

    @model_validator(mode="after")
    def check_forms(self) -> WrongForm:
        if self.wrong == self.right:
            raise MisfitError(Kind.MISFIT, f"「{self.wrong}」的错误写法和正确写法一样，请改正其中一个。")
        for word in self.unless:
            if self.wrong not in word:
                raise MisfitError(Kind.MISFIT, f"unless 里的「{word}」不含「{self.wrong}」，请写完整的说法。")
        return self

    @property
    def contexts(self) -> tuple[str, ...]:
        """Everything in which the wrong form may stand: the words of `unless`, and the right form when it has it."""
        return (*self.unless, self.right) if self.wrong in self.right else self.unless


class Terms(Model):
    """docs/terms.yml."""

    terms: tuple[WrongForm, ...] = ()
