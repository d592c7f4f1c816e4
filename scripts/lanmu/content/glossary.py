"""Terms of the plan and what they mean: shown on hover on every page, and in full in the glossary."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lanmu.content.campaign import Text
from lanmu.content.validation import Model


class Term(Model):
    """One term: `short` for hovering, `text` for the glossary page."""

    term: Annotated[str, Field(min_length=1, max_length=40)]
    short: Annotated[str, Field(min_length=1, max_length=80)]
    text: Text


class Glossary(Model):
    """docs/glossary.yml."""

    terms: tuple[Term, ...] = ()
