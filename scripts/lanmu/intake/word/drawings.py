"""Takes pictures and text boxes out of drawings, in DrawingML and in VML, and reports everything else that they hold.

DrawingML: ECMA-376 part 1, clauses 20 and 21, and [MS-ODRAWXML] for shapes with text; VML: ECMA-376 part 4, clause 14. Text
boxes and floating pictures come right after the paragraph that they are anchored to; inline pictures stay in their line.
The bytes of pictures go into the folder `media`, one file for each picture part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from lanmu.intake.word.model import Picture
from lanmu.intake.word.package import Package, Part
from lanmu.intake.word.remarks import LONGEST_QUOTE, Remarks
from lanmu.intake.word.tree import (
    BOX,
    DRAWINGS,
    PARAGRAPH,
    RUN,
    RUN_PROPERTIES,
    local,
    make,
    own,
    plain_text,
    relation,
    rewrite,
    text_element,
    w,
)

MEDIA = "media"
PICTURE = own("picture")
"""Our element for a picture in a run: `name` is its file in `media`, `alt` the alternative text of the document."""
SUFFIXES = {
    "png": "png", "jpeg": "jpg", "jpg": "jpg", "pjpeg": "jpg", "gif": "gif", "bmp": "bmp", "x-ms-bmp": "bmp", "tiff": "tif",
    "webp": "webp", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf", "emf": "emf", "wmf": "wmf",
}  # fmt: skip
"""Suffix of a picture file by the content type (`image/…`) that the package declares."""
OFFICE = "urn:schemas-microsoft-com:office:office"
FULL_CIRCLE, MINUTE, FIXED = 360, 60_000, 65_536
"""DrawingML counts in 60,000ths of a degree (clause 20.1.10.3), VML in degrees or 65,536ths of one (`fd`)."""
CUT = re.compile(r"0*[1-9]\d*(\.\d+)?%?")
# Changes of colour and effects inside `a:blip`.
EFFECTS = {"grayscl", "biLevel", "duotone", "lum", "clrChange", "tint", "hsl", "alphaModFix", "blur", "fillOverlay"}
PLAIN_SHAPES = frozenset({"shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc", "image"})
FLOATED = own("floated")
"""Set on a paragraph that holds a floating picture: the text after it need not be below the picture."""
MISSED = own("missed")
"""Set on a paragraph with a picture or chart that was left out: the next one may be its caption."""


@dataclass
class Gallery:
    """The pictures found so far, in the order of the text."""

    package: Package
    folder: Path
    remarks: Remarks
    pictures: dict[tuple[str, int], Picture] = field(default_factory=dict)

    def place(self, part: Part, relation: str, alternative: str, rotation: int = 0) -> Element | None:
        """The element for a picture in the text; None when the file does not hold the picture, which is reported.

        `alternative` is the picture's description, `rotation` how far Word turns it (degrees clockwise).
        """
        target = part.relationships.get(relation)
        if target is None or not (target.external or self.package.has(target.target)):
            self.remarks.count("picture_missing", alternative)
            return None
        if target.external:
            self.remarks.count("picture_elsewhere", target.target)
            return None
        key = (target.target.casefold(), rotation)
        if key not in self.pictures:
            self.pictures[key] = Picture(self.keep(target.target), rotation)
        return Element(PICTURE, {"name": self.pictures[key].name, "alt": alternative})

    def keep(self, name: str) -> str:
        """Writes a picture part into the folder; returns the name of the file."""
        declared = SUFFIXES.get(self.package.content_type(name).casefold().removeprefix("image/"))
        written = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
        suffix = declared or (written[1].lower() if written else "bin")
        file = self.folder / MEDIA / f"picture-{len(self.pictures) + 1}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.package.bytes_of(name))
        return file.name


@dataclass
class Drawing:
    """Reads one drawing: collects pictures as elements for a run, and text boxes as `BOX`, in their order."""

    part: Part
    gallery: Gallery
    context: str
    """The first words of the paragraph, quoted as the location."""
    alternative: str = ""
    floating: bool = False
    elements: list[Element] = field(default_factory=list)
    missed: bool = False
    """A picture or chart was left out."""

    @property
    def remarks(self) -> Remarks:
        return self.gallery.remarks

    def read(self, element: Element) -> None:
        """Reads a `w:drawing`, `w:pict` or `w:object`."""
        before = len(self.elements) + self.remarks.amount
        for child in element:
            if element.tag == w("drawing"):
                self.read_holder(child)
            else:
                self.read_vml(child, "")
        if len(self.elements) + self.remarks.amount == before:
            self.remarks.count("drawing_unknown", self.context)

    def read_holder(self, holder: Element) -> None:
        """Reads a `wp:inline` or `wp:anchor`."""
        properties = holder.find("{*}docPr")
        attributes = {} if properties is None else properties.attrib
        if attributes.get("hidden", "").lower() in ("1", "true", "on"):
            self.conceal(holder)
            return
        self.floating = local(holder) == "anchor"
        self.alternative = attributes.get("descr", "").strip() or attributes.get("title", "").strip()
        if holder.find(".//{*}webVideoPr") is not None:
            self.remarks.count("video", self.context)
        before = len(self.elements)
        for graphic in holder.findall("{*}graphic"):
            self.read_graphic(graphic)
        link = None if properties is None else properties.find("{*}hlinkClick")
        target = None if link is None else self.part.relationships.get(relation(link))
        if target is not None and target.external:
            for element in self.elements[before:]:
                element.set("href", target.target)

    def conceal(self, holder: Element) -> None:
        """Leaves out a hidden drawing and reports its words."""
        words = plain_text(holder) + "".join(each.get("string", "") for each in holder.findall(".//{*}textpath"))
        self.remarks.removed(words)
        self.remarks.count("drawing_hidden", words or self.context)

    def read_graphic(self, element: Element) -> None:
        """Reads anything in DrawingML, groups and canvases included."""
        for child in element:
            name = local(child)
            if name == "pic":
                self.read_picture(child)
            elif name == "wsp":
                self.read_shape(child)
            elif name == "chart":
                self.missed = True
                self.remarks.add("chart", words=self.words(child, "id", "title"))
            elif name == "relIds":
                self.missed = True
                self.remarks.add("diagram", words=self.words(child, "dm", ""))
            elif name == "contentPart":
                self.remarks.count("ink")
            else:
                self.read_graphic(child)

    def read_shape(self, shape: Element) -> None:
        before = len(self.elements)
        for fill in shape.findall("*/{*}blipFill"):
            self.place(fill, shape)
        self.read_boxes(shape)
        is_linked = shape.find("{*}linkedTxbx") is not None
        if len(self.elements) == before and not is_linked and not self.missed:
            self.remarks.count("shapes")

    def read_boxes(self, shape: Element) -> None:
        content = next(shape.iter(w("txbxContent")), None)
        if content is None:
            return
        has_content = any(child.tag != RUN_PROPERTIES for run in content.iter(RUN) for child in run)
        # A number may stand before an empty paragraph.
        if has_content or any(next(content.iter(w(name)), None) is not None for name in ("numPr", "pStyle")):
            box = Element(BOX)
            box.extend(content)
            self.elements.append(box)

    def read_picture(self, picture: Element) -> None:
        """Reads a `pic:pic`."""
        described = (each.get("descr", "").strip() for each in picture.iter())
        self.alternative = self.alternative or next(filter(None, described), "")
        for fill in picture.findall("{*}blipFill"):
            self.place(fill, picture)

    def place(self, fill: Element, owner: Element) -> None:
        """Adds the picture of a `pic:blipFill`, whose rotation stands in the `a:xfrm` of its owner."""
        blip = fill.find("{*}blip")
        if blip is None:
            return
        frame = owner.find(".//{*}xfrm")
        frame_attributes = {} if frame is None else frame.attrib
        self.put(relation(blip, "embed") or relation(blip, "link"), degrees(frame_attributes.get("rot", "0"), MINUTE))
        if any(frame_attributes.get(side, "0") not in ("0", "false") for side in ("flipH", "flipV")):
            self.remarks.count("picture_mirrored", self.context)
        # A side is cut off; a negative value adds a margin instead.
        if any(CUT.fullmatch(each.get(side, "0")) for each in fill for side in "ltrb"):
            self.remarks.count("picture_cropped", self.context)
        if any(local(each) in EFFECTS for each in blip):
            self.remarks.count("picture_effects", self.context)

    def put(self, identifier: str, rotation: int) -> None:
        """Adds the picture that a relationship leads to, rotated by degrees clockwise."""
        placed = self.gallery.place(self.part, identifier, self.alternative, rotation)
        if placed is None:
            self.missed = True
        else:
            self.elements.append(placed)

    def words(self, element: Element, attribute: str, inside: str) -> str:
        """The words in the part that an attribute refers to, for a report; only those in its first `inside`, if given."""
        target = self.part.relationships.get(relation(element, attribute))
        part = None if target is None or target.external else self.gallery.package.part(target.target)
        if part is None:
            return ""
        roots = [part.root] if not inside else part.root.findall(f".//{{*}}{inside}")[:1]
        # A title may be taken from a cell of the sheet: then it is a value (`c:v`).
        texts = [each.text or "" for root in roots for each in root.iter() if local(each) in ("t", "v")]
        joined = "、".join(text for text in texts if text.strip())
        return f"（里面的文字：{joined}）" if joined else ""

    def read_vml(self, shape: Element, style: str) -> None:
        """Reads a VML shape or a group of them; `style` is that of the group."""
        name = local(shape)
        if name in ("OLEObject", "control", "movie"):
            self.remarks.add("embedded_object", kind=shape.get("ProgID") or name)
        if name not in PLAIN_SHAPES and name != "group":
            return
        style = shape.get("style", "") or style
        self.floating = "position:absolute" in style.replace(" ", "").lower()
        self.alternative = shape.get("alt", "").strip()
        if re.search(r"visibility:\s*hidden", style, re.IGNORECASE):
            self.conceal(shape)
            return
        before = len(self.elements)
        for child in shape:
            self.read_vml_part(child, style)
        if len(self.elements) == before and name != "group" and not self.missed:
            self.remarks.count("shapes")

    def read_vml_part(self, child: Element, style: str) -> None:
        """Reads a child of a VML shape."""
        name = local(child)
        identifiers = (relation(child, key) for key in ("id", "pict", "href", "link"))
        identifier = next(filter(None, identifiers), "") or child.get(f"{{{OFFICE}}}relid", "")
        if name == "textbox":
            self.read_boxes(child)
        elif name == "textpath" and child.get("string", "").strip():
            words = make("r", None, text_element(child.get("string", "")))
            box = Element(BOX)
            box.append(make("p", None, words))
            self.elements.append(box)
        elif name == "imagedata" or (name == "fill" and identifier):
            self.alternative = self.alternative or child.get(f"{{{OFFICE}}}title", "").strip()
            rotation = re.search(r"rotation:\s*(-?[\d.]+)(fd)?", style)
            self.put(identifier, degrees(rotation[1], FIXED if rotation[2] else 1) if rotation else 0)
            if any(child.get(f"crop{side}", "0").strip("0.f") for side in ("left", "right", "top", "bottom")):
                self.remarks.count("picture_cropped", self.context)
        else:
            self.read_vml(child, style)


def degrees(angle: str, unit: int) -> int:
    """An angle in whole degrees clockwise, 0 to 359; 0 for what is no number."""
    try:
        return round(float(angle) / unit) % FULL_CIRCLE
    except (ValueError, OverflowError):
        return 0


def replace_drawings(container: Element, part: Part, gallery: Gallery) -> None:
    """Replaces every drawing in a container, in tables and boxes too, by its pictures and text boxes."""
    blocks: list[Element] = []
    for block in container:
        blocks.append(block)
        if block.tag == PARAGRAPH:
            blocks.extend(replace_drawings_of(block, part, gallery))
        else:
            replace_drawings(block, part, gallery)
    container[:] = blocks


def replace_drawings_of(paragraph: Element, part: Part, gallery: Gallery) -> list[Element]:
    """Replaces the drawings of a paragraph; returns the blocks that come after it."""
    after: list[Element] = []
    context = plain_text(paragraph)[: LONGEST_QUOTE + 1]

    def change(element: Element) -> list[Element] | None:
        if element.tag not in DRAWINGS:
            return None
        drawing = Drawing(part, gallery, context)
        drawing.read(element)
        if drawing.missed:
            paragraph.set(MISSED, "1")
        pictures = [element for element in drawing.elements if element.tag != BOX]
        if drawing.floating and pictures:
            # The pictures of a group stay together.
            gallery.remarks.count("picture_floating", context, times=len(pictures))
            block = make("p", None, make("r", None, *pictures))
            block.set(FLOATED, "1")
            after.append(block)
        for box in (element for element in drawing.elements if element.tag == BOX):
            gallery.remarks.count("text_boxes", context)
            replace_drawings(box, part, gallery)
            # A box in a box becomes part of it.
            rewrite(box, lambda each: list(each) if each.tag == BOX else None)
            after.append(box)
        return [] if drawing.floating else pictures

    rewrite(paragraph, change)
    return after
