"""Packs the prepared text as a small .docx of its own, which holds nothing that the converter would drop or guess at.

Every paragraph and table refers to a style that stands for its HTML; the style map that goes with the package says which.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import quoteattr

from lanmu.intake.word.steps.inline import HREF, NOTES
from lanmu.intake.word.steps.layout import PATH
from lanmu.intake.word.steps.notes import NUMBER
from lanmu.intake.word.steps.pictures import PICTURE
from lanmu.intake.word.tree import BOX, CELL, PARAGRAPH, RELATION, ROW, RUN, TABLE, content_of, make, w

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PLACE, GRAPHIC, IMAGE = f"{DRAWING}/wordprocessingDrawing", f"{DRAWING}/main", f"{DRAWING}/picture"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>"""
MAIN = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONSHIPS}">
<Relationship Id="d" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>"""
OPENING = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass
class Prepared:
    """A package being packed: the parts, and what they refer to."""

    styles: dict[tuple[str, str], str] = field(default_factory=dict)
    """The identifier of the style for paragraphs (`p`) or tables (`table`) with a path."""
    targets: list[str] = field(default_factory=list)
    """Addresses and picture names that are referred to."""

    def pack(self, body: Element, notes: list[Element]) -> tuple[io.BytesIO, str]:
        """The package of a text and its notes, and the style map to convert it with."""
        document = make("document", None, make("body", None, *self.blocks(body)))
        numbered = [make("footnote", {"id": str(place)}, *self.blocks(note)) for place, note in enumerate(notes, 1)]
        footnotes = make("footnotes", None, *numbered)
        # Notes have links and pictures too; one list of targets serves both parts.
        relations = self.relations()
        parts = {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": MAIN,
            "word/document.xml": tostring(document, encoding="unicode"),
            "word/footnotes.xml": tostring(footnotes, encoding="unicode"),
            "word/_rels/document.xml.rels": relations,
            "word/_rels/footnotes.xml.rels": relations,
            "word/styles.xml": self.style_part(),
        }
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        file.seek(0)
        return file, "\n".join(f"{kind}.{name} => {path}" for (kind, path), name in self.styles.items())

    def relations(self) -> str:
        """The relationships part."""
        entries = "".join(
            f"<Relationship Id={quoteattr(f't{place}')} Type={quoteattr(RELATION)} Target={quoteattr(target)}/>"
            for place, target in enumerate(self.targets)
        )
        return f'{OPENING}<Relationships xmlns="{RELATIONSHIPS}">{entries}</Relationships>'

    def style_part(self) -> str:
        """The styles part: a name for each style, nothing else."""
        root = make("styles")
        for (kind, _), name in self.styles.items():
            style = make("style", {"type": "table" if kind == "table" else "paragraph", "styleId": name})
            style.append(make("name", {"val": name}))
            root.append(style)
        return tostring(root, encoding="unicode")

    def style(self, kind: str, path: str) -> str:
        """The identifier of the style that stands for a path."""
        return self.styles.setdefault((kind, path), f"L{len(self.styles)}")

    def target(self, target: str) -> str:
        """The identifier of a relationship to a target."""
        self.targets.append(target)
        return f"t{len(self.targets) - 1}"

    def blocks(self, container: Element) -> list[Element]:
        """The blocks of a container; those of a text box stand among the others."""
        packed: list[Element] = []
        for block in container:
            if block.tag == PARAGRAPH:
                packed.append(self.paragraph(block))
            elif block.tag == TABLE:
                packed.append(self.table(block))
            elif block.tag == BOX:
                packed.extend(self.blocks(block))
        return packed

    def paragraph(self, paragraph: Element) -> Element:
        """A paragraph."""
        style = make("pStyle", {"val": self.style("p", paragraph.get(PATH, "p:fresh"))})
        runs = [self.run(run) for run in content_of(paragraph) if run.tag == RUN]
        return make("p", None, make("pPr", None, style), *runs)

    def run(self, run: Element) -> Element:
        """A run, in a link when it has one."""
        packed = make("r", None, *(self.content(child) for child in run))
        href = run.get(HREF)
        if not href:
            return packed
        link = make("hyperlink", None, packed)
        link.set(f"{{{RELATION}}}id", self.target(href))
        return link

    def content(self, child: Element) -> Element:
        """What stands in a run."""
        if child.tag == PICTURE:
            return self.picture(child.get("number", ""))
        if child.tag in NOTES:
            return make("footnoteReference", {"id": child.get(NUMBER, "")})
        return child

    def picture(self, number: str) -> Element:
        """A picture; its description is the number of its place, by which it is known again."""
        drawing = make("drawing")
        place = SubElement(drawing, f"{{{PLACE}}}inline")
        SubElement(place, f"{{{PLACE}}}docPr", {"descr": number})
        data = SubElement(SubElement(place, f"{{{GRAPHIC}}}graphic"), f"{{{GRAPHIC}}}graphicData")
        fill = SubElement(SubElement(data, f"{{{IMAGE}}}pic"), f"{{{IMAGE}}}blipFill")
        SubElement(fill, f"{{{GRAPHIC}}}blip", {f"{{{RELATION}}}embed": self.target(f"{number}.png")})
        return drawing

    def table(self, table: Element) -> Element:
        """A table."""
        style = make("tblStyle", {"val": self.style("table", table.get(PATH, "table:fresh"))})
        rows = []
        for row in table.findall(ROW):
            cells = [make("tc", None, *cell.findall(w("tcPr")), *self.blocks(cell)) for cell in row.findall(CELL)]
            rows.append(make("tr", None, *row.findall(w("trPr")), *cells))
        return make("tbl", None, make("tblPr", None, style), *rows)
