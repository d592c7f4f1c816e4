"""Writes the blocks of a document as Markdown that gives back every character."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

from lanmu.diagnostics.errors import UserError
from lanmu.intake.official import Block, Document, Kind
from lanmu.text.dialect import converter
from lanmu.untrusted.limits import refuse_excess

# What Python-Markdown lets one escape, and the bar of tables.
SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+\-.!|])")
CLASSES = {
    Kind.MASTHEAD: "doc-letterhead",
    Kind.LETTERHEAD: "doc-letterhead",
    Kind.TITLE: "doc-title",
    Kind.ADDRESSEES: "doc-addressees",
    Kind.ATTACHMENTS: "doc-attachments",
    Kind.SIGNATURE: "doc-signature",
    Kind.DATE: "doc-date",
    Kind.INDEX: "doc-index",
    Kind.COPIES: "doc-copies",
}
HASHES = {Kind.LEVEL_1: "##", Kind.LEVEL_2: "###", Kind.LEVEL_3: "####"}


def escape(text: str, special: re.Pattern[str] = SPECIAL) -> str:
    """`text` so that Markdown shows it as it is. `special` finds what gets a backslash, in its first group.

    White space at the ends, and any inside that is no blank of one or two columns, becomes a character reference:
    Markdown would drop or change it.
    """
    core = text.strip()
    start = text.index(core)
    inner = special.sub(r"\\\1", core.replace("&", "&amp;").replace("<", "&lt;"))
    inner = re.sub(r"[^\S \u3000]", reference, inner)
    inner = re.sub(r"^[:=~]", reference, inner)
    return "".join(map(entity, text[:start])) + inner + "".join(map(entity, text[start + len(core) :]))


def entity(character: str) -> str:
    """The character reference of one character."""
    return f"&#{ord(character)};"


def reference(match: re.Match[str]) -> str:
    """The character reference of a match of one character."""
    return entity(match[0])


def block_text(block: Block) -> str:
    """One block as a Markdown paragraph or heading."""
    if block.kind in CLASSES:
        return f"{escape(block.text)}\n{{: .{CLASSES[block.kind]} }}"
    if block.kind in HASHES and block.stands_alone:
        return f"{HASHES[block.kind]} {escape(block.text)}"
    if block.lead:
        return f"**{escape(block.text[: block.lead])}**{escape_rest(block.text[block.lead :])}"
    return escape(block.text)


def escape_rest(text: str) -> str:
    """`escape` for text in the middle of a line; may be only white space."""
    return escape(text) if text.strip() else "".join(map(entity, text))


def to_markdown(document: Document) -> str:
    """The document as Markdown. Raises UserError when it is beyond a limit, or a character would not come through, which is
    our defect."""
    text = "\n\n".join(block_text(block) for block in document.blocks) + "\n"
    refuse_excess(text)
    check(document, text)
    return text


def check(document: Document, text: str) -> None:
    """Renders `text` and compares it with the document, line by line and to the letter."""
    rendered = converter(without=["toc"]).convert(text)
    root = ET.fromstring(f"<div>{html_entities_resolved(rendered)}</div>")
    lines = ["".join(element.itertext()) for element in root]
    wanted = [block.text for block in document.blocks]
    for number, (got, want) in enumerate(zip(lines, wanted, strict=False), start=1):
        if got != want:
            raise UserError(
                f"第 {number} 段“{want.strip()[:20]}…”里有排版程序会改动的字符，没有导入。请把这个文件交给维护人员。"
            )
    if len(lines) != len(wanted):
        raise UserError("段落数和原文不一致，没有导入。请把这个文件交给维护人员。")


def html_entities_resolved(rendered: str) -> str:
    """XML knows five named entities only; Markdown's output has just those and numeric ones, which XML takes."""
    return rendered.replace("&quot;", html.escape('"'))
