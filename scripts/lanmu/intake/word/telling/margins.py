"""What stands around the text and does not belong to it: headers and footers, protection. Told, not taken over."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.intake.word.package import Package
from lanmu.intake.word.steps.alternates import choose
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import TEXT, below, local, paragraphs_of, switch, value, w, within

KINDS = {w("headerReference"): "页眉", w("footerReference"): "页脚"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A page number with what one puts around it: — 1 —, 第 1 页 共 9 页, 1/9.
PAGE_NUMBER = re.compile(r"[\s\-—–－·.,，、/／第共页总\divxIVX一二三四五六七八九十]*")
WORDS = "{kind}里的文字没有收进来：{words}。需要的话，请在 Word 或 WPS 里双击{kind}，把它剪切到正文里。"
WATERMARK = "水印没有收进来：{words}。"
PICTURE = "{kind}里的图片没有收进来。"
COLUMNS = "正文分栏的排法没有保留，按先后顺序接排。"
SECTIONS = "分节没有保留（换页、横向的页、另起的页码）：网页不分页。"
PROTECTED = "文档设了编辑保护（只读、只许批注等），不影响导入；请确认可以采用。"
DRAWN = frozenset({"blip", "imagedata"})


def tell_margins(package: Package, remarks: Remarks) -> None:
    """Tells what stands in headers and footers besides page numbers."""
    told: set[str] = set()
    for reference in package.main.root.iter():
        kind = KINDS.get(reference.tag)
        target = package.main.relationships.get(reference.get(RELATION, "")) if kind else None
        part = package.part(target.target) if target and not target.external else None
        if kind is None or part is None or part.name in told:
            continue
        told.add(part.name)
        choose(part.root)
        lines = [text_of(paragraph) for paragraph in paragraphs_of(part.root)]
        words = "“" + "”、“".join(line for line in lines if not PAGE_NUMBER.fullmatch(line)) + "”"
        if words != "“”":
            remarks.add("left_out", WORDS.format(kind=kind, words=words))
        for art in part.root.iter():
            if local(art) == "textpath" and art.get("string"):
                remarks.add("left_out", WATERMARK.format(words=f"“{art.get('string')}”"))
            elif local(art) in DRAWN:
                remarks.add("left_out", PICTURE.format(kind=kind))


def text_of(paragraph: Element) -> str:
    """The text of a paragraph of a header or footer, without that of text boxes in it."""
    return "".join(element.text or "" for element in within(paragraph, TEXT)).strip()


def tell_settings(package: Package, remarks: Remarks) -> None:
    """Tells about sections, columns of text and protection."""
    if any(below(paragraph, "pPr", "sectPr") is not None for paragraph in paragraphs_of(package.main.root)):
        remarks.add("changed", SECTIONS)
    if any(value(columns, "num") not in ("", "1") for columns in package.main.root.iter(w("cols"))):
        remarks.add("changed", COLUMNS)
    settings = package.related("settings")
    protection = None if settings is None else settings.root.find(w("documentProtection"))
    is_enforced = protection is not None and value(protection, "enforcement").lower() in ("1", "true", "on")
    if is_enforced or (settings is not None and switch(settings.root, "writeProtection")):
        remarks.add("look", PROTECTED)
