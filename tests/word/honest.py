"""Honest Word files as the programs of offices write them, with all that is odd about them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from support import files
from word.hostile import of_bytes
from word.hostile_xml import png, tables
from word.packing import DOCUMENT, LINKS, TYPES, document, item, items, parts, relations, types, zipped

MARK = b"\xef\xbb\xbf"
WORDS = "某某单位的示例通知"
TABLE = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
EMBEDDED = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'


def with_parts(more: dict[str, bytes], **changed: bytes) -> bytes:
    """A document with parts changed and added."""
    return zipped(items(parts(**changed) | more))


def by_python_docx(path: Path) -> None:
    """Headings, a table, a picture, a header, a comment, tracked changes, hidden text."""
    lines = "第一段\n表格：甲|乙\n页眉：某某单位\n批注：请核对\n删去：旧字\n加入：新字\n隐藏：内部\n图：40x30 gps"
    files.docx(path, lines)


def by_word() -> bytes:
    """Properties, a preview, a theme, own data, a template on the author's disk, links, a workbook and a formula."""
    links = relations(
        "styles styles.xml",
        "settings settings.xml",
        "theme theme/theme1.xml",
        "customXml ../customXml/item1.xml",
        "hyperlink http://www.example.org/?a=1&amp;b=2 External",
        "hyperlink mailto:nobody@example.org External",
        "hyperlink file:///D:\\名单.xlsx External",
        "hyperlink \\\\server\\share\\名单.xlsx External",
        "package embeddings/Microsoft_Excel_Worksheet.xlsx",
        "oleObject embeddings/oleObject1.bin",
        "image media/image1.emf",
    )
    template = relations(
        "attachedTemplate file:///C:\\Users\\某某\\AppData\\Roaming\\Microsoft\\Templates\\公文.dotm External"
    )
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    more = {
        "docProps/thumbnail.jpeg": files.picture_bytes("jpg", "40x30"),
        "docProps/core.xml": b"<a/>",
        "customXml/item1.xml": b"<a/>",
        "customXml/_rels/item1.xml.rels": relations("customXmlProps itemProps1.xml"),
        "word/styles.xml": b"<a/>",
        "word/settings.xml": b"<a/>",
        "word/_rels/settings.xml.rels": template,
        "word/theme/theme1.xml": b"<a/>",
        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": workbook.getvalue(),
        "word/embeddings/oleObject1.bin": files.OLE2 + bytes(600),
        "word/media/image1.emf": b"\x01\0\0\0" + bytes(100),
    }
    return with_parts(more, links=links, kinds=types(more=EMBEDDED))


def by_wps() -> bytes:
    """Written in one go, so that sizes follow the data; the list of types comes last; its own properties."""
    target = io.BytesIO()

    class Pipe(io.RawIOBase):
        """A file in which one cannot go back."""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return target.write(data)  # type: ignore[arg-type]

    custom = b'<Properties><property name="KSOProductBuildVer"><lpwstr>2052-11.1.0.0</lpwstr></property></Properties>'
    contents = {"docProps/custom.xml": custom} | parts()
    contents[TYPES] = contents.pop(TYPES)
    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def by_zipfile(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """A document packed anew with a common program."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
        for name, content in parts().items():
            archive.writestr(name, content)
    return target.getvalue()


def in_large_form(archive: zipfile.ZipFile) -> None:
    """Writes one part with the fields for sizes above 4 GB."""
    with archive.open("word/styles.xml", "w", force_zip64=True) as part:
        part.write(b"<a/>")


def with_folders(archive: zipfile.ZipFile) -> None:
    """Lists the folders, as programs for archives do."""
    for folder in ("_rels/", "word/", "word/_rels/"):
        archive.writestr(folder, b"")


def of_word_online() -> bytes:
    """The main part has another name, given from the root, in other capitals."""
    other = "word/document2.xml"
    contents = parts(top=relations(f"officeDocument /{other}"))
    contents[other] = contents.pop(DOCUMENT)
    contents["word/_rels/document2.xml.rels"] = contents.pop(LINKS)
    contents[TYPES] = contents[TYPES].replace(b"/word/document.xml", b"/Word/Document2.xml")
    return zipped(items(contents))


def strict() -> bytes:
    """The strict form (ISO/IEC 29500-1)."""
    spaces = "http://purl.oclc.org/ooxml/"
    body = document().replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006", f"{spaces}wordprocessingml".encode()
    )
    top = relations(f"officeDocument {DOCUMENT}").replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006", f"{spaces}officeDocument".encode()
    )
    return with_parts({}, body=body, top=top)


def in_utf16() -> bytes:
    """Every XML part in UTF-16."""
    contents = {name: data.decode().replace("UTF-8", "UTF-16").encode("utf-16") for name, data in parts().items()}
    return zipped(items(contents))


def of_a_hundred_pages() -> bytes:
    """100,000 elements."""
    run = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="32"/></w:rPr><w:t>示例</w:t></w:r>'
    return with_parts({}, body=document(f"<w:p>{run * 5}</w:p>" * 3_800))


def with_levels(levels: int) -> bytes:
    """Elements in elements."""
    return document(f"{'<w:smartTag>' * levels}{'</w:smartTag>' * levels}")


def linked(*each: str) -> bytes:
    """A document whose main part has these relationships."""
    return with_parts({}, links=relations(*each))


BYTES: dict[str, Callable[[], bytes]] = {
    "the smallest": lambda: with_parts({}),
    "by word": by_word,
    "by wps": by_wps,
    "of word online": of_word_online,
    "strict": strict,
    "in utf-16": in_utf16,
    "with byte order marks": lambda: zipped(items({name: MARK + data for name, data in parts().items()})),
    "with folders in the list": lambda: by_zipfile(with_folders),
    "in the form for large files": lambda: by_zipfile(in_large_form),
    "with a comment on the archive": lambda: zipped(items(parts()), comment=WORDS.encode()),
    "not packed at all": lambda: zipped(item(name, data, method=0) for name, data in parts().items()),
    "fifty tables, one after another": lambda: with_parts({}, body=document(TABLE * 50)),
    "tables ten deep": lambda: with_parts({}, body=tables(10)),
    "hundred and fifty levels": lambda: with_parts({}, body=with_levels(150)),
    "hundred pages": of_a_hundred_pages,
    "two hundred pictures": lambda: with_parts({f"word/media/{n}.png": png(800, 600) for n in range(200)}),
    "photograph of a telephone": lambda: with_parts({"word/media/a.png": png(9_000, 9_000)}),
    "damaged picture": lambda: with_parts({"word/media/a.jpg": files.picture_bytes("jpg", "40x30 cut")}),
    "drawing": lambda: with_parts({"word/media/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}),
    "white scan": lambda: with_parts({"word/media/a.bmp": files.picture_bytes("bmp", "1100x1100")}),
    "template without a folder": lambda: with_parts(
        {"word/_rels/settings.xml.rels": relations("attachedTemplate Normal.dotm External")}
    ),
    "template without a suffix": lambda: linked("attachedTemplate Normal External"),
    "template of an old Mac": lambda: linked("attachedTemplate Macintosh%20HD:Users:a:Normal.dot External"),
    "template that is a document": lambda: linked("attachedTemplate file:///C:\\a\\0.docx External"),
    "template on the web": lambda: linked("attachedTemplate http://www.example.org/a.dotm External"),
    "template on a server": lambda: linked("attachedTemplate \\\\server\\share\\a.dotm External"),
    "template on a server by address": lambda: linked("attachedTemplate file://server/a.dotm External"),
    "template that is none": lambda: linked("attachedTemplate file:///etc/passwd External"),
    "picture on the web": lambda: linked("image http://www.example.org/a.png External"),
    "picture on a disk": lambda: linked("image file:///C:\\a.png External"),
    "picture on a server, mode left out": lambda: linked("image \\\\server\\a.png"),
    "picture in a header": lambda: with_parts(
        {"word/_rels/header1.xml.rels": relations("image file://server/a.png External")}
    ),
    "linked workbook": lambda: linked("oleObject file:///C:\\a.xlsx External"),
    "chapters elsewhere": lambda: linked("subDocument a.docx External"),
    "text elsewhere": lambda: linked("aFChunk http://www.example.org/a.html External"),
    "frame elsewhere": lambda: linked("frame http://www.example.org/ External"),
    "data elsewhere": lambda: linked("mailMergeSource file:///C:\\a.mdb External"),
    "something elsewhere that nobody knows": lambda: linked("unknown2030 http://www.example.org/a External"),
    "text not merged": lambda: with_parts({"word/a.html": b"<p>a</p>"}, links=relations("aFChunk a.html")),
}
PLACED: dict[str, Callable[[Path], object]] = {
    "by python-docx": by_python_docx,
    "empty document of python-docx": lambda path: docx.Document().save(str(path)),
}
HONEST = {name: of_bytes(make) for name, make in BYTES.items()} | PLACED
