"""Reads and reports what is not part of the text: properties, comments, headers and footers, protection, external references."""

from __future__ import annotations

import posixpath
import re
from xml.etree.ElementTree import Element

from lanmu.intake.word.model import Comment
from lanmu.intake.word.package import Package
from lanmu.intake.word.remarks import Remarks, abbreviated
from lanmu.intake.word.tree import PARAGRAPH, TEXT, below, choose, local, plain_text, relation, switch, value, w, within

PROPERTIES = frozenset({"title", "creator", "created", "modified"})
LONGEST_ANCHOR = 60
IN_WORD = "（批注里还有图片，请在 Word 或 WPS 里看。）"
KINDS = {w("headerReference"): "页眉", w("footerReference"): "页脚"}
# A page number with the usual signs beside it: — 1 —, 第 1 页 共 9 页, 1/9.
PAGE_NUMBER = re.compile(r"[\s\-—–－·.,，、/／第共页总\divxIVX一二三四五六七八九十]*")
DRAWN = frozenset({"blip", "imagedata"})
# ECMA-376 part 1, clause 15. References from the text (links, pictures, objects, chapters) are reported by other steps.
REPORTED_IN_THE_TEXT = frozenset({"hyperlink", "image", "oleObject", "package", "subDocument", "aFChunk"})
# A template by name only, or on the author's own disk, is not worth a report.
ON_A_NET = re.compile(r"(?:https?|ftp):|(?:file:)?[/\\]{2}(?![/\\])", re.IGNORECASE)
LONGEST = 80


def read_properties(package: Package) -> dict[str, str]:
    """The properties that are set."""
    target = package.first(package.relationships("", "_rels/.rels"), "core-properties") or "docProps/core.xml"
    part = package.part(target)
    properties = [] if part is None else [(local(each), (each.text or "").strip()) for each in part.root]
    return {name: text for name, text in properties if name in PROPERTIES and text}


def read_comments(root: Element, text: Element) -> tuple[Comment, ...]:
    """The comments in their order; `root` is the part with them, `text` the document they are about."""
    anchors = anchors_in(text)
    comments = []
    for comment in root.findall(w("comment")):
        lines = [plain_text(paragraph).strip() for paragraph in comment.iter(PARAGRAPH)]
        if any(local(each) in ("drawing", "pict", "object") for each in comment.iter()):
            lines.append(IN_WORD)
        anchor = anchors.get(value(comment, "id"), "")
        comments.append(Comment(value(comment, "author"), "\n".join(filter(None, lines)), anchor))
    return tuple(comments)


def anchors_in(text: Element) -> dict[str, str]:
    """The words that each comment is about, by the comment's identifier."""
    open_ranges: dict[str, str] = {}
    closed: dict[str, str] = {}
    for element in text.iter():
        if element.tag == w("commentRangeStart"):
            open_ranges[value(element, "id")] = ""
        elif element.tag == w("commentRangeEnd"):
            words = open_ranges.pop(value(element, "id"), "")
            closed[value(element, "id")] = abbreviated(words, LONGEST_ANCHOR)
        elif element.tag == TEXT:
            for identifier in open_ranges:
                open_ranges[identifier] += element.text or ""
    return closed


def report_margins(package: Package, remarks: Remarks) -> None:
    """Reports the content of headers and footers except page numbers."""
    reported: set[str] = set()
    for reference in package.main.root.iter():
        kind = KINDS.get(reference.tag)
        target = package.main.relationships.get(relation(reference)) if kind else None
        part = package.part(target.target) if target and not target.external else None
        if kind is None or part is None or part.name in reported:
            continue
        reported.add(part.name)
        choose(part.root)
        texts = (within(paragraph, TEXT) for paragraph in part.root.iter(PARAGRAPH))
        lines = ["".join(each.text or "" for each in elements).strip() for elements in texts]
        words = "“" + "”、“".join(line for line in lines if not PAGE_NUMBER.fullmatch(line)) + "”"
        if words != "“”":
            remarks.add("margin_text", kind=kind, words=words)
        for art in part.root.iter():
            if local(art) == "textpath" and art.get("string"):
                remarks.add("watermark", words=f"“{art.get('string')}”")
            elif local(art) in DRAWN:
                remarks.add("margin_picture", kind=kind)


def report_settings(text: Element, settings: Element, remarks: Remarks) -> None:
    """Reports sections, columns of text and protection."""
    if any(below(paragraph, "pPr", "sectPr") is not None for paragraph in text.iter(PARAGRAPH)):
        remarks.add("sections")
    if any(value(columns, "num") not in ("", "1") for columns in text.iter(w("cols"))):
        remarks.add("columns")
    is_enforced = value(below(settings, "documentProtection"), "enforcement").lower() in ("1", "true", "on")
    if is_enforced or switch(settings, "writeProtection"):
        remarks.add("protected")


def report_outside(package: Package, remarks: Remarks) -> None:
    """Reports references to anything outside the file: templates, mail merge, linked data."""
    for name in package.names.values():
        folder, file = posixpath.split(name)
        if not file.lower().endswith(".rels"):
            continue
        for each in package.relationships(posixpath.dirname(folder), name).values():
            if not each.external or each.kind in REPORTED_IN_THE_TEXT:
                continue
            target = each.target[:LONGEST]
            if each.kind == "attachedTemplate":
                if ON_A_NET.match(each.target):
                    remarks.add("template", target=target)
            elif each.kind.startswith("mailMerge"):
                remarks.add("mail_merge", target=target)
            else:
                remarks.add("outside", kind=each.kind[:40], target=target)
