"""Footnotes and endnotes: one list, numbered in the order in which the text refers to them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.drawings import PICTURE
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.tree import NOTES, RUN, TEXT, NotesByKind, below, note_of, own, rewrite, value, w

NUMBER = own("number")
"""Set on a reference: the number of its note."""
SHOWN = frozenset({PICTURE, w("br")})
"""Besides text, what may be the first content of a note."""
RESERVED = frozenset({"separator", "continuationSeparator", "continuationNotice"})
FORMATS = {
    "decimalEnclosedCircleChinese": "①②",
    "decimalEnclosedCircle": "①②",
    "lowerRoman": "i、ii",
    "upperRoman": "I、II",
    "chicago": "*、†",
    "chineseCounting": "一、二",
    "chineseCountingThousand": "一、二",
    "japaneseCounting": "一、二",
    "lowerLetter": "a、b",
    "upperLetter": "A、B",
}


def stories(root: Element) -> dict[str, Element]:
    """The notes of a part by their identifier, without the separators that Word stores among them."""
    kinds = (w("footnote"), w("endnote"))
    return {value(note, "id"): note for note in root if note.tag in kinds and value(note, "type") not in RESERVED}


def number_references(text: Element, notes: NotesByKind, remarks: Remarks) -> list[Element]:
    """Numbers the references in a text and removes those without a note; returns the notes in that order."""
    numbered: list[Element] = []
    kinds: set[str] = set()

    def change(element: Element) -> list[Element] | None:
        if element.tag not in NOTES:
            return None
        note = note_of(element, notes)
        if note is None:
            remarks.count("note_missing")
            return []
        numbered.append(note)
        kinds.add(element.tag)
        element.set(NUMBER, str(len(numbered)))
        return [element]

    rewrite(text, change)
    if len(kinds) > 1:
        remarks.add("notes_merged")
    return numbered


def report_numbering(settings: list[Element], remarks: Remarks) -> None:
    """Reports when Word numbers the notes otherwise than 1, 2, 3; `settings` are elements that may have the format."""
    kinds, restarts = [], False
    for element in settings:
        for name in ("footnotePr", "endnotePr"):
            properties = below(element, name)
            kinds.append(FORMATS.get(value(below(properties, "numFmt")), ""))
            restarts = restarts or value(below(properties, "numRestart")) in ("eachPage", "eachSect")
    named = dict.fromkeys(kind for kind in kinds if kind)
    if named:
        remarks.add("notes_renumbered", kinds="，".join(named))
    if restarts:
        remarks.add("notes_continuous")


def trim(note: Element) -> None:
    """Removes the white space before the text of a note, whose number is written anew, and references inside it."""
    rewrite(note, lambda element: [] if element.tag in NOTES else None)
    for run in note.iter(RUN):
        for child in list(run):
            if child.tag == w("tab"):
                run.remove(child)
            elif child.tag == TEXT:
                child.text = (child.text or "").lstrip()
            if child.tag in SHOWN or child.text:
                return
