"""Puts the form that is read of a thing (`mc:AlternateContent`) in the place of all its forms, so that it comes once."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.alternates import ALTERNATES, form_of
from lanmu.intake.word.tree import rewrite


def choose(root: Element) -> None:
    """Replaces every set of alternates below `root`, those inside others too."""
    rewrite(root, lambda element: chosen(element) if element.tag == ALTERNATES else None)


def chosen(alternates: Element) -> list[Element]:
    """The content of the form that is read."""
    content = Element(alternates.tag)
    content.extend(form_of(alternates))
    choose(content)
    return list(content)
