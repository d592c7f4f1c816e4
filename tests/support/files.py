"""Real files for tests: Word, Excel, PowerPoint, PDF, pictures, archives, made from a few lines of text.

`MAKERS` maps the word in brackets after a fixture's file name to the function that makes the file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as word
import openpyxl
import pptx as slides
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pptx.util import Inches

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Nobody was born on the first day of 1900 with these numbers; check digits are right.
IDENTITY = "350501190001010010"
IDENTITY_X = "35050119000101007X"
OLD_IDENTITY = "350501000101001"
MOBILE = "13800000000"
CARD = "6222000000000000012"
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "bmp": "BMP", "tif": "TIFF"}
FORMATS |= {"avif": "AVIF", "ico": "ICO"}
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a exif:GPSLatitude="1,30.0N" exif:GPSLongitude="2,15.0E"/></x:xmpmeta>'
GPS_IFD = 0x8825
PLACE = {1: "N", 2: (1.0, 30.0, 0.0), 3: "E", 4: (2.0, 15.0, 0.0)}
ORIENTATION = 0x0112


def run_xml(text: str, *, hidden: bool = False, tag: str = "t") -> str:
    """A run of WordprocessingML."""
    properties = "<w:rPr><w:vanish/></w:rPr>" if hidden else ""
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def append(paragraph: Any, xml: str) -> None:
    """Puts XML (`w:` names) at the end of a paragraph of python-docx."""
    opening, rest = xml.split(">", 1)
    paragraph._p.append(parse_xml(f"{opening} {nsdecls('w')}>{rest}"))


def docx(target: Path, text: str) -> None:
    """A paragraph a line; a line may begin with 表格：, 页眉：, 批注：, 删去：, 加入：, 隐藏：, 图：(a picture's maker)."""
    document = word.Document()
    for line in text.splitlines():
        kind, _, rest = line.partition("：")
        changed = '<w:{0} w:id="9" w:author="示例人员甲" w:date="2008-11-05T00:00:00Z">{1}</w:{0}>'
        if kind == "表格":
            table = document.add_table(rows=1, cols=rest.count("|") + 1)
            for cell, words in zip(table.rows[0].cells, rest.split("|"), strict=True):
                cell.text = words
        elif kind == "页眉":
            document.sections[0].header.paragraphs[0].text = rest
        elif kind == "批注":
            paragraph = document.add_paragraph("正文")
            document.add_comment(paragraph.runs, text=rest, author="示例人员甲", initials="甲")
        elif kind == "删去":
            append(document.add_paragraph("正文"), changed.format("del", run_xml(rest, tag="delText")))
        elif kind == "加入":
            append(document.add_paragraph("正文"), changed.format("ins", run_xml(rest)))
        elif kind == "隐藏":
            append(document.add_paragraph("正文"), run_xml(rest, hidden=True))
        elif kind == "图":
            document.add_picture(io.BytesIO(picture_bytes("jpg", rest)))
        else:
            document.add_paragraph(line)
    document.save(str(target))


def xlsx(target: Path, text: str) -> None:
    """A row a line, cells between `|`, whole numbers as numbers; 工作表： and 隐藏： begin a sheet of that name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.splitlines():
        kind, _, rest = line.partition("：")
        if kind in ("工作表", "隐藏"):
            sheet = book.create_sheet(rest)
            sheet.sheet_state = "hidden" if kind == "隐藏" else "visible"
        else:
            sheet.append([int(cell) if cell.isdecimal() and len(cell) < 16 else cell for cell in line.split("|")])
    book.save(target)


def pptx(target: Path, text: str) -> None:
    """A slide a line; 备注： adds notes to the slide before, 隐藏： hides the slide."""
    show = slides.Presentation()
    for line in text.splitlines():
        kind, _, rest = line.partition("：")
        if kind == "备注":
            notes = show.slides[-1].notes_slide.notes_text_frame
            assert notes is not None
            notes.text = rest
            continue
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_textbox(Inches(1), Inches(1), Inches(8), Inches(1)).text_frame.text = rest or line
        if kind == "隐藏":
            slide._element.set("show", "0")
    show.save(str(target))


def pdf(target: Path, text: str) -> None:
    """A line a line, `---` begins a page. ASCII only, as the standard fonts of PDF have no Chinese."""
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for page in text.split("---"):
        document.add_page()
        for line in page.strip().splitlines():
            document.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    document.output(str(target))


def picture_bytes(kind: str, text: str) -> bytes:
    """A picture from words such as `40x30 gps turned alpha noise cut`."""
    size, *words = text.split() or ["4x3"]
    width, height = (int(part) for part in size.split("x"))
    mode = "RGBA" if "alpha" in words else "RGB"
    image = (
        Image.effect_noise((width, height), 90).convert(mode) if "noise" in words else Image.new(mode, (width, height))
    )
    options: dict[str, Any] = {}
    exif = Image.Exif()
    if "gps" in words:
        exif[GPS_IFD] = PLACE
    if "turned" in words:
        exif[ORIENTATION] = 6
    if len(exif):
        # Pillow's TIFF writer takes only EXIF data that has been read.
        options["exif"] = Image.Exif()
        options["exif"].load(exif.tobytes())
    if "xmp" in words and kind == "png":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP, zip=True)
    elif "xmp" in words:
        options["xmp"] = XMP.encode()
    file = io.BytesIO()
    image.save(file, FORMATS[kind], **options)
    data = file.getvalue()
    return data[: len(data) * 2 // 3] if "cut" in words else data


def picture(target: Path, text: str) -> None:
    """A picture of the kind that the name says."""
    target.write_bytes(picture_bytes(target.suffix[1:].lower(), text))


def picture_as(kind: str) -> Callable[[Path, str], None]:
    """A maker of pictures of one kind, whatever the name says."""
    return lambda target, text: (target.write_bytes(picture_bytes(kind, text)), None)[1]


def ole2(target: Path, text: str) -> None:
    """The container of old and of locked Office files, with `text` in it as Windows writes words."""
    target.write_bytes(OLE2 + bytes(504) + text.encode("utf-16-le") + bytes(512))


def raw(target: Path, text: str) -> None:
    """The text as it is, whatever the name says."""
    target.write_text(text, encoding="utf-8", newline="\n")


def heic(target: Path, text: str) -> None:
    """The head of a picture as Apple's telephones take them, with `text` in it; `gps` adds a place."""
    exif = Image.Exif()
    if text.strip() == "gps":
        exif[GPS_IFD] = PLACE
    target.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(12) + text.encode() + (exif.tobytes() if exif else b""))


def archive(target: Path, text: str) -> None:
    """A zip archive with a text file a line, `name：content`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for line in text.splitlines():
            name, _, content = line.partition("：")
            packed.writestr(name, content)


MAKERS: dict[str, Callable[[Path, str], None]] = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "pdf": pdf,
    "picture": picture,
    "jpg": picture_as("jpg"),
    "heic": heic,
    "ole2": ole2,
    "text": raw,
    "zip": archive,
}
