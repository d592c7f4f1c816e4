"""Reads a Word document into blocks and pictures, with a remark for everything that is changed or left out.

The guard has checked the file before (`guard.py`), and this runs in a child process with limits (`child.py`). Each step
simplifies the document's tree in one respect, until the layout can turn it into blocks:

    choose → unwrap → accept → settle_frames → drop_hidden → replace_drawings → make_plain → write_lines → settle
    → write_numbers → Layout
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import Block, Notes, shown_text
from lanmu.intake.word import notes, resolving, tables
from lanmu.intake.word.drawings import Gallery, replace_drawings
from lanmu.intake.word.fields import Links
from lanmu.intake.word.formatting import Formatting, write_lines
from lanmu.intake.word.inline import make_plain
from lanmu.intake.word.layout import Layout
from lanmu.intake.word.model import Comment, WordText
from lanmu.intake.word.numbering import Numbering, report_doubts, write_numbers
from lanmu.intake.word.other_parts import (
    read_comments,
    read_properties,
    report_margins,
    report_outside,
    report_settings,
)
from lanmu.intake.word.package import DAMAGED, Package, Part
from lanmu.intake.word.proof import VisibleText, compact, first_difference, lost, pieces_of
from lanmu.intake.word.remarks import Remarks, quoted, report_odd
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.tree import NotesByKind, choose, w


def read_word(source: Path, folder: Path) -> WordText:
    """Reads `source`, a .docx; pictures are written to `folder`/media.

    Raises UserError for a file that is damaged or no Word document.
    """
    return Reading(Package(source), folder).read()


@dataclass
class Reading:
    """Reads one document."""

    package: Package
    folder: Path
    remarks: Remarks = field(default_factory=Remarks)
    changes: resolving.Changes = field(default_factory=Counter)
    comments: tuple[Comment, ...] = ()
    notes: NotesByKind = field(default_factory=dict)

    def read(self) -> WordText:
        main = self.package.main
        body = main.root.find(w("body"))
        if body is None:
            raise UserError(f"{self.package.file_name} 里没有 Word 正文，可能不是 Word 文件。{DAMAGED}")
        styles = Styles(self.root_of("styles"))
        note_parts = {kind: self.package.related(f"{kind}s") for kind in ("footnote", "endnote")}
        self.notes = {kind: notes.stories(part.root) if part else {} for kind, part in note_parts.items()}
        numbering = Numbering(self.root_of("numbering"), styles)
        seen = VisibleText(styles, numbering, self.notes).read(body)
        pieces = pieces_of(body, self.notes)
        self.report_outside()
        gallery = Gallery(self.package, self.folder, self.remarks)
        self.prepare(main, [body], styles, numbering, gallery)
        for kind, part in note_parts.items():
            if part is not None:
                self.prepare(part, list(self.notes[kind].values()), styles, numbering, gallery)
        blocks, noted = self.blocks(body, styles)
        self.report(shown_text(blocks, noted), seen, pieces, numbering)
        return WordText(
            blocks=blocks,
            notes=noted,
            pictures=tuple(gallery.pictures.values()),
            comments=self.comments,
            remarks=self.remarks.all(),
            properties=read_properties(self.package),
            visible_text=seen,
        )

    def root_of(self, kind: str) -> Element:
        """The tree of a part, its alternate content resolved; an empty one when there is no such part."""
        part = self.package.related(kind)
        root = Element(w(kind)) if part is None else part.root
        choose(root)
        return root

    def prepare(
        self, part: Part, stories: list[Element], styles: Styles, numbering: Numbering, gallery: Gallery
    ) -> None:
        """Runs the steps on a part, of which `stories` are the body or the notes."""
        choose(part.root)
        resolving.unwrap(part.root, styles, self.remarks)
        self.changes += resolving.accept(part.root)
        if part is self.package.main:
            self.comments = read_comments(self.root_of("comments"), part.root)
        resolving.settle_frames(part.root, self.remarks)
        resolving.drop_hidden(part.root, styles, self.notes, self.remarks)
        for story in stories:
            replace_drawings(story, part, gallery)
            make_plain(story, Links(part, self.remarks), styles, self.remarks)
            write_lines(story, styles, self.remarks)
            tables.settle(story, self.remarks)
            write_numbers(story, numbering, self.remarks)

    def blocks(self, body: Element, styles: Styles) -> tuple[tuple[Block, ...], Notes]:
        """The blocks of the text, and of the notes that it refers to by their numbers."""
        referred = notes.number_references(body, self.notes, self.remarks)
        formatting = Formatting(styles, self.remarks)
        layout = Layout(styles, self.remarks, formatting)
        blocks = layout.text(body)
        for note in referred:
            notes.trim(note)
        noted = {str(number): layout.inner_blocks(note) for number, note in enumerate(referred, 1)}
        formatting.report()
        return blocks, noted

    def report_outside(self) -> None:
        """Reports everything that is not part of the text."""
        main, settings = self.package.main.root, self.root_of("settings")
        notes.report_numbering([settings, *main.iter(w("sectPr"))], self.remarks)
        report_settings(main, settings, self.remarks)
        report_margins(self.package, self.remarks)
        report_outside(self.package, self.remarks)

    def report(self, text: str, seen: str, pieces: list[str], numbering: Numbering) -> None:
        """Adds the remarks on the whole, and compares `text`, the result, with both counts of `proof.py`."""
        resolving.report_changes(self.changes, self.remarks)
        self.remarks.add("plain_style")
        report_doubts(numbering, self.remarks)
        report_odd(seen, self.remarks)
        if difference := first_difference(compact(seen), compact(text)):
            self.remarks.add("text_different", seen=quoted(difference[0]), got=quoted(difference[1]))
        missing, places = lost(pieces, text, self.remarks.removed_text)
        if missing:
            for place in places or [""]:
                self.remarks.count("text_lost", place, times=0)
            self.remarks.count("text_lost", times=missing)
