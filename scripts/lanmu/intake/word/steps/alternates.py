"""Chooses one of the forms that a program wrote of the same thing (`mc:AlternateContent`), so that it comes once.

ECMA-376 part 3, clause 7.5: the first choice all of whose requirements are understood, else the fallback.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.tree import rewrite

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATES = f"{COMPATIBILITY}AlternateContent"
# The prefixes that programs use for the extensions which the drawings here are read from. What is not in it (ink,
# 3-D models, new kinds of charts, WPS's own data) has a picture or nothing as its fallback.
UNDERSTOOD = frozenset(
    {"wps", "wpg", "wpc", "wp14", "w14", "w15", "w16se", "w16cid", "w16", "w16cex", "w16sdtdh", "a14"}
)


def choose(root: Element) -> None:
    """Replaces every set of alternates below `root` by the content of the one that is read."""
    rewrite(root, lambda element: chosen(element) if element.tag == ALTERNATES else None)


def chosen(alternates: Element) -> list[Element]:
    """The content of the form that is read; sets of alternates inside it are settled too.

    An empty form does not count, and when there is no fallback either the first choice is taken: text must not get lost.
    """
    choices = alternates.findall(f"{COMPATIBILITY}Choice")
    fallback = alternates.find(f"{COMPATIBILITY}Fallback")
    known = (each for each in choices if UNDERSTOOD.issuperset(each.get("Requires", "?").split()))
    best = next((each for each in known if len(each)), None)
    if best is None:
        best = fallback if fallback is not None else next(iter(choices), None)
    if best is None:
        return []
    choose(best)
    return list(best)
