"""Files of every form with something hidden in every place that the form has for it, made byte by byte."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial

import docx as word
import openpyxl
import pikepdf
import pptx as slides
from fpdf import FPDF
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from support.files import GPS_IFD, PLACE

Secret = Callable[[str], bytes]
"""Gives something new to hide, in UTF-8, and notes under which name it was hidden."""
ARTIST, DESCRIPTION = 0x013B, 0x010E


def noise(number: int = 0) -> Image.Image:
    """A picture like no other."""
    return Image.effect_noise((64, 48), 40 + 10 * number).convert("RGB")


def exif(secret: bytes, *, place: bool = True) -> Image.Exif:
    """Exif data with a name and a place."""
    fields = Image.Exif()
    fields[ARTIST] = fields[DESCRIPTION] = secret.decode()
    if place:
        fields[GPS_IFD] = PLACE
    again = Image.Exif()
    again.load(fields.tobytes())
    return again


def saved(images: list[Image.Image], kind: str, **options: object) -> bytes:
    """A picture, or a film of several."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:], "duration": 100} if len(images) > 1 else {}
    images[0].save(file, kind, **options, **more)
    return file.getvalue()


def xmp(secret: bytes) -> bytes:
    """An XMP packet."""
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + secret + b"</x:xmpmeta>"


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(secret: Secret) -> bytes:
    """A JPEG."""
    data = saved(
        [noise()], "JPEG", exif=exif(secret("jpeg exif")), xmp=xmp(secret("jpeg xmp")), comment=secret("jpeg com")
    )
    preview = saved([noise(1)], "JPEG", comment=secret("jpeg preview"))
    more = (
        segment(0xED, b"Photoshop 3.0\0008BIM\x04\x04\0\0" + secret("jpeg iptc"))
        + segment(0xE0, b"JFXX\0\x10" + preview)
        + segment(0xE2, b"MPF\0" + secret("jpeg mpf"))
        + segment(0xEB, b"JP" + secret("jpeg app11"))
    )
    # Word wants the segment JFIF first.
    return data[:20] + more + data[20:] + preview + secret("jpeg behind the end")


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(secret: Secret, *, frames: int = 1) -> bytes:
    """A PNG."""
    texts = PngInfo()
    texts.add_text("Author", secret("png tEXt").decode("ascii", "ignore"))
    texts.add_itxt("Comment", secret("png iTXt").decode())
    texts.add_text("Comment", secret("png zTXt").decode("ascii", "ignore"), zip=True)
    data = saved([noise(n) for n in range(frames)], "PNG", pnginfo=texts, exif=exif(secret("png exif")))
    return data[:33] + chunk(b"prVt", secret("png own chunk")) + data[33:] + secret("png behind the end")


def gif(secret: Secret) -> bytes:
    """A GIF that moves."""
    data = saved(
        [noise(n).quantize(30) for n in range(3)], "GIF", comment=secret("gif comment"), transparency=3, loop=2
    )
    hidden = xmp(secret("gif xmp"))
    packet = b"\x21\xff\x0bXMP DataXMP" + bytes([len(hidden)]) + hidden + b"\0"
    words = secret("gif plain text")
    text = b"\x21\xf9\x04\0\0\0\0\0\x21\x01\x0c" + bytes(12) + bytes([len(words)]) + words + b"\0"
    return data[:-1] + packet + text + b"\x3b"


def webp(secret: Secret, *, frames: int) -> bytes:
    """A WebP."""
    name = f"webp of {frames} "
    data = saved(
        [noise(n) for n in range(frames)], "WEBP", exif=exif(secret(name + "exif")), xmp=xmp(secret(name + "xmp"))
    )
    words = secret(name + "own chunk")
    return data + b"ABCD" + struct.pack("<I", len(words)) + words + bytes(len(words) % 2)


def avif(secret: Secret, *, frames: int, brand: bytes = b"avif") -> bytes:
    """An AVIF, or what looks like HEIC."""
    name = f"{brand.decode()} of {frames} "
    data = saved(
        [noise(n) for n in range(frames)], "AVIF", exif=exif(secret(name + "exif")), xmp=xmp(secret(name + "xmp"))
    )
    more = (
        box(b"uuid", bytes(16) + secret(name + "uuid")) + box(b"free", secret(name + "free")) + secret(name + "behind")
    )
    return data[:8] + (brand if frames == 1 else data[8:12]) + data[12:] + more


def svg(secret: Secret) -> bytes:
    """An SVG."""
    inner = base64.b64encode(png(secret)).decode()
    s = lambda name: secret("svg " + name).decode()  # noqa: E731
    return f"""<?xml version="1.0"?><!-- {s("comment")} --><?xml-stylesheet href="{s("instruction")}"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://i"
 viewBox="0 0 40 30" inkscape:export-filename="C:\\Users\\{s("path")}\\a.png" onload="{s("onload")}" data-name="{s("data")}">
<metadata>{s("metadata")}</metadata><title>示意图</title><script>{s("script")}</script>
<style>/* {s("style comment")} */ @import url({s("import")}); .a {{ fill: red /* {s("inner comment")} */ }}
.b {{ fill: url(http://example.org/{s("url")}) }}</style>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">{s("foreign")}</p></foreignObject>
<a xlink:href="https://example.org/{s("link")}"><rect class="a" width="40" height="30"/></a>
<image href="file:///C:/{s("image")}" width="1" height="1"/>
<image href="data:image/png;base64,{inner}" width="9" height="9"/></svg>""".encode()


def tiff(secret: Secret) -> bytes:
    """A TIFF of two pages."""
    return saved([noise(), noise(1)], "TIFF", exif=exif(secret("tiff exif"), place=False)) + secret("tiff behind")


def bmp(secret: Secret) -> bytes:
    """A BMP."""
    return saved([noise()], "BMP") + secret("bmp behind")


def icon(secret: Secret) -> bytes:
    """An icon with a PNG in it."""
    picture = png(secret)
    head = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 64, 48, 0, 0, 1, 32, len(picture), 22)
    return head + picture + secret("icon behind")


FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def syncsafe(number: int) -> bytes:
    """A number of seven bits to a byte."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def mp3(secret: Secret) -> bytes:
    """An MP3 with the tags that there are."""
    title = b"\x03" + secret("mp3 title")
    picture = b"\0image/jpeg\0\x03\0" + secret("mp3 picture")
    frames = b"".join(
        name + syncsafe(len(text)) + bytes(2) + text for name, text in ((b"TIT2", title), (b"APIC", picture))
    )
    words = secret("mp3 ape")
    item = struct.pack("<II", len(words), 0) + b"Artist\0" + words
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 0xA0000000) + bytes(8)
    lyrics = b"LYRICSBEGIN" + b"LYR" + b"%05d" % len(words) + secret("mp3 lyrics").ljust(len(words))[: len(words)]
    lyrics += b"%06d" % len(lyrics) + b"LYRICS200"
    id3v1 = b"TAG" + secret("mp3 id3v1")[:30].ljust(125, b"\0")
    head = b"ID3\x04\0\0" + syncsafe(len(frames)) + frames
    return head + FRAME * 3 + ape + item + ape[:20] + b"\0\0\0\x80" + bytes(8) + lyrics + id3v1


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an ISO media file."""
    return struct.pack(">I", len(content) + 8) + kind + content


def track(handler: bytes, offset: int, size: int, words: bytes) -> bytes:
    """A track whose only sample lies at `offset`."""
    tables = (
        box(b"stsd", struct.pack(">II", 0, 1) + box(b"mp4a", bytes(28)))
        + box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1))
        + box(b"stsz", struct.pack(">IIII", 0, 0, 1, size))
        + box(b"stco", struct.pack(">III", 0, 1, offset))
    )
    media = box(b"hdlr", bytes(8) + handler + bytes(12) + words) + box(b"minf", box(b"stbl", tables))
    return box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", media))


SOUND = b"the sound itself"


def mp4(secret: Secret) -> bytes:
    """A film with a track of places besides its sound, and media data that nothing refers to."""
    places, unused = secret("mp4 track of places"), secret("mp4 unused")
    head = box(b"ftyp", b"M4A \0\0\0\0isom")
    start = len(head) + 8
    media = box(b"mdat", SOUND + places + unused)
    tags = box(b"\xa9nam", secret("mp4 title")) + box(b"\xa9xyz", secret("mp4 place"))
    udta = box(b"udta", tags + box(b"meta", bytes(4) + box(b"ilst", secret("mp4 ilst"))))
    tracks = track(b"soun", start, len(SOUND), secret("mp4 handler"))
    tracks += track(b"meta", start + len(SOUND), len(places), secret("mp4 meta handler"))
    return head + media + box(b"moov", box(b"mvhd", bytes(100)) + tracks + udta) + box(b"uuid", secret("mp4 uuid"))


def wav(secret: Secret) -> bytes:
    """A WAVE."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    parts = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)) + chunk(
        b"LIST", b"INFO" + secret("wav info")
    )
    parts += chunk(b"data", SOUND) + chunk(b"id3 ", secret("wav id3")) + chunk(b"bext", secret("wav bext"))
    return chunk(b"RIFF", b"WAVE" + parts)


def flac(secret: Secret) -> bytes:
    """A FLAC."""
    blocks = [
        (0, bytes(34)),
        (4, secret("flac comment")),
        (6, secret("flac picture")),
        (0x82, secret("flac own block")),
    ]
    return b"fLaC" + b"".join(bytes([k]) + len(c).to_bytes(3, "big") + c for k, c in blocks) + b"\xff\xf8" + SOUND


def ogg(secret: Secret) -> bytes:
    """An Ogg file with Vorbis' three packets, the second on two pages."""
    words = secret("ogg comment")
    comment = b"\x03vorbis" + struct.pack("<I", 0) + struct.pack("<II", 1, 600) + words.ljust(600, b" ") + b"\x01"
    packets = [b"\x01vorbis" + bytes(23), comment[:510], comment[510:], SOUND]
    pages = b""
    for number, packet in enumerate(packets):
        sizes = b"\xff\xff" if number == 1 else bytes([len(packet)])
        pages += b"OggS\0\0" + bytes(8) + b"abcd" + struct.pack("<II", number, 0) + bytes([len(sizes)]) + sizes + packet
    return pages


def element(mark: str, content: bytes) -> bytes:
    """An element of WebM."""
    return bytes.fromhex(mark) + (len(content) | 1 << 28).to_bytes(4, "big") + content


def webm(secret: Secret) -> bytes:
    """A WebM."""
    about = element("7ba9", secret("webm title")) + element("5741", secret("webm program"))
    tracks = element("ae", element("d7", b"\x01") + element("536e", secret("webm name of a track")))
    segment = element("1549a966", about) + element("1654ae6b", tracks) + element("1254c367", secret("webm tags"))
    segment += (
        element("1941a469", secret("webm attached")) + element("1f43b675", SOUND) + element("ec", secret("webm void"))
    )
    return element("1a45dfa3", element("4282", b"webm")) + element("18538067", segment)


def pdf(secret: Secret) -> bytes:
    """A PDF."""
    s = lambda name: secret("pdf " + name).decode("ascii", "ignore")  # noqa: E731
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.cell(text="Plan")
    document.set_author(s("author"))
    document.set_keywords(s("keywords"))
    document.set_title(f"C:\\Users\\{s('path in the title')}\\plan.docx")
    document.set_xmp_metadata(xmp(secret("pdf xmp")).decode())
    document.text_annotation(10, 10, s("note"))
    document.embed_file(basename="a.txt", bytes=secret("pdf embedded"), desc=s("description"))
    document.image(io.BytesIO(jpeg(secret)), w=40)
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(document.output()))) as opened:
        opened.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=s("script"))
        opened.pages[0].obj["/PieceInfo"] = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=s("private data")))
        mark = pikepdf.Dictionary(Subtype=pikepdf.Name.Highlight, T=s("who marked it"), Contents=s("why it was marked"))
        mark["/Rect"] = pikepdf.Array([1, 1, 9, 9])
        opened.pages[0].obj["/Annots"].append(opened.make_indirect(mark))
        opened.save(file, fix_metadata_version=False)
    old = b"\n999 0 obj\n(" + secret("pdf what nothing refers to").decode("ascii", "ignore").encode() + b")\nendobj\n"
    return file.getvalue() + old


def repacked(data: bytes, changes: Mapping[str, bytes], comment: bytes) -> bytes:
    """A package with some parts others, and a remark at its end."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in source.namelist():
            if name not in changes:
                result.writestr(name, source.read(name))
        for name, content in changes.items():
            result.writestr(name, content)
        result.comment = comment
    return target.getvalue()


def relation(kind: str, target: str) -> bytes:
    """A list of one relationship."""
    space = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" TargetMode="External" '
        f'Type="{space}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def docx(secret: Secret) -> bytes:
    """A Word file."""
    s = lambda name: secret("docx " + name).decode()  # noqa: E731
    document = word.Document()
    document.add_paragraph("学习计划")
    document.add_picture(io.BytesIO(jpeg(secret)))
    about = document.core_properties
    about.author, about.last_modified_by, about.comments = s("author"), s("last author"), s("remark")
    about.title, about.keywords = s("title"), s("keywords")
    file = io.BytesIO()
    document.save(file)
    more = {
        "docProps/app.xml": f"<Properties><Company>{s('company')}</Company><Manager>{s('manager')}</Manager></Properties>",
        "docProps/custom.xml": f"<Properties>{s('own property')}</Properties>",
        "word/people.xml": f'<w15:people xmlns:w15="x"><w15:person w15:author="{s("person")}"/></w15:people>',
    }
    template = relation("attachedTemplate", f"file:///C:\\Users\\{s('template')}\\Normal.dotm")
    changes = {name: text.encode() for name, text in more.items()} | {"word/_rels/settings.xml.rels": template}
    changes["docProps/thumbnail.jpeg"] = jpeg(secret) + secret("docx preview")
    return repacked(file.getvalue(), changes, secret("docx remark of the package"))


def xlsx(secret: Secret) -> bytes:
    """A workbook."""
    s = lambda name: secret("xlsx " + name).decode()  # noqa: E731
    book = openpyxl.Workbook()
    book.active["A1"] = "合计"  # type: ignore[index]
    book.properties.creator, book.properties.lastModifiedBy = s("author"), s("last author")
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as package:
        sheet = package.read("xl/workbook.xml")
    path = f'<x15ac:absPath url="C:\\Users\\{s("path")}\\" xmlns:x15ac="y"/><fileSharing userName="{s("reserved")}"/>'
    changes = {"xl/workbook.xml": sheet.replace(b"<sheets>", path.encode() + b"<sheets>", 1)}
    changes["xl/printerSettings/printerSettings1.bin"] = s("printer").encode("utf-16-le")[:64].ljust(220, b"\0")
    return repacked(file.getvalue(), changes, secret("xlsx remark of the package"))


def pptx(secret: Secret) -> bytes:
    """A presentation with a picture."""
    show = slides.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(png(secret)), 0, 0)
    show.core_properties.author = secret("pptx author").decode()
    show.core_properties.last_modified_by = secret("pptx last author").decode()
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def archive(secret: Secret) -> bytes:
    """A zip file with pictures and a document in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        entry = zipfile.ZipInfo("photo.jpg")
        entry.comment = secret("zip remark of a file")
        package.writestr(entry, jpeg(secret))
        package.writestr("plan.docx", docx(secret))
        package.comment = secret("zip remark")
    return target.getvalue()


def odt(secret: Secret) -> bytes:
    """A text of OpenDocument."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", '<?xml version="1.0"?><office:document-content xmlns:office="x"/>')
        package.writestr("meta.xml", b"<?xml version='1.0'?><m>" + secret("odt author") + b"</m>")
        package.writestr("Thumbnails/thumbnail.png", png(secret))
    return target.getvalue()


MAKERS: dict[str, Callable[[Secret], bytes]] = {
    "a.jpg": jpeg,
    "a.png": png,
    "b.png": partial(png, frames=3),
    "a.gif": gif,
    "a.webp": partial(webp, frames=1),
    "b.webp": partial(webp, frames=3),
    "a.avif": partial(avif, frames=1),
    "b.avif": partial(avif, frames=3),
    "a.heic": partial(avif, frames=1, brand=b"heic"),
    "a.svg": svg,
    "a.tif": tiff,
    "a.bmp": bmp,
    "a.ico": icon,
    "a.mp3": mp3,
    "a.m4a": mp4,
    "a.wav": wav,
    "a.flac": flac,
    "a.ogg": ogg,
    "a.webm": webm,
    "a.pdf": pdf,
    "a.docx": docx,
    "a.xlsx": xlsx,
    "a.pptx": pptx,
    "a.zip": archive,
    "a.odt": odt,
}
"""A file of each form, by its name."""
