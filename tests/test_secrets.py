"""Secrets in every place that a form has for them: none of them goes out, and what is seen and heard stays the same."""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx as word
import openpyxl
import pikepdf
import pptx as slides
import pytest
from conftest import SITES, copy_project
from lanmu.build import offline
from lanmu.build.picture_cache import PictureCache
from lanmu.build.site import build
from lanmu.channels.command import print_channels
from lanmu.checks.attachments import RejectedFileError, Sort, pictures_in, place_of, texts_of
from lanmu.diagnostics.errors import Exit
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.metadata import without_metadata
from lanmu.untrusted.opening import Budget
from lanmu.untrusted.stripping import stripped
from lanmu.untrusted.stripping.parts import without_mail_merge
from PIL import Image
from support import secret_files
from support.builders import HOST
from support.files import GPS_IFD, ORIENTATION, docx, picture_bytes
from support.reviewing import review, translate
from support.secret_files import MAKERS

pytestmark = [
    pytest.mark.xdist_group("secrets"),
    pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO file"),
]
CORE = re.compile(rb"zq(\d{3})xk")
WORDS = "密语"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
HEAD = """---
title: {title}
date: {day} 09:30
genre: 动态
unit: 各支部
{more}summary: {title}的摘要，写了两句话。
---

{body}
"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/></rdf:RDF>"""
TRANSLATED = "title: {title}\nsummary: What was taught.\n"
SHOWN = (".jpg", ".png", ".gif", ".webp", ".avif", ".svg")


@dataclass
class Planted:
    """What was hidden, by its number."""

    names: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> bytes:
        """Something new to hide, in UTF-8."""
        self.names.append(name)
        return f"{WORDS}zq{len(self.names) - 1:03}xk".encode()

    def text(self, name: str) -> str:
        """The same as text."""
        return self(name).decode()

    def ascii(self, name: str) -> str:
        """The same for a file's name."""
        return self.text(name).removeprefix(WORDS)

    def secrets(self, data: bytes) -> set[str]:
        """What of it stands in `data` or in what is packed in it."""
        secrets = {self.names[int(match[1])] for layer in layers(data) for match in CORE.finditer(layer)}
        return secrets | {"密语" for layer in layers(data) if any(WORDS.encode(e) in layer for e in ENCODINGS)}


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """A file as it is and as its letters are without the zeros of UTF-16, and everything that is packed in it."""
    yield data
    yield data.replace(b"\0", b"")
    if depth > 4:
        return
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename.encode() + info.comment + info.extra
                yield from layers(archive.read(info), depth + 1)
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    yield from layers(item.read_raw_bytes(), depth + 1)
                    yield from inflated(item.read_raw_bytes())
                    item = item.stream_dict
                yield repr(item).encode()
    elif data.startswith(b"\x89PNG"):
        for match in re.finditer(rb"(?:zTXt|iTXt)[^\0]+\0+", data):
            yield from inflated(data[match.end() :])
    elif data.startswith(b"\x1f\x8b"):
        yield from layers(gzip.decompress(data), depth + 1)
    for match in re.finditer(rb"base64,([A-Za-z0-9+/=]{40,})", data):
        yield from layers(base64.b64decode(match[1]), depth + 1)


def inflated(data: bytes) -> Iterator[bytes]:
    """What deflate has packed, as far as it can be read."""
    try:
        yield zlib.decompressobj().decompress(data)
    except zlib.error:
        return


def clean(data: bytes) -> bytes:
    """The file as it is published."""
    return stripped(data, Budget())


def write(project: Path, name: str, body: str, *, title: str, more: str = "") -> str:
    """Writes an article of the news; gives back its path below docs/."""
    text = HEAD.format(title=title, day=name[:10], more=more, body=body)
    (project / "docs" / "news" / f"{name}.md").write_text(text, encoding="utf-8")
    return f"news/{name}.md"


def remarks(planted: Planted, folder: Path, place: str) -> str:
    """A body with a remark wherever one can stand, and with files in `folder` that it mentions but does not show."""

    def remark(where: str) -> str:
        return f"<!-- {planted.text(f'{place}: remark {where}')} -->"

    def mentioned(where: str) -> str:
        name = f"{planted.ascii(f'{place}: name of a file in {where}')}.docx"
        docx(folder / name, planted.text(f"{place}: file in {where}"))
        return name

    long = planted.text(f"{place}: remark of two paragraphs")
    return f"""{remark("before all")}

## 怎样做{remark("in a heading")}

正文{remark("in a line")}一段，<b title="题{remark("in a title of HTML")}">粗</b>，*重{remark("in emphasis")}*。
{remark("at the beginning of a line")}&lt;又一句，<!-- 一行
{long} --> 和[学习{remark("in a label")}](index.md "题{remark("in a title")}")。

<!--
第一段

{long}
-->

| 甲 | 乙{remark("in a head of a table")} |
| --- | --- |
| 丙{remark("in a cell")} | ![图{remark("in an alternative text")}](a.png "题{remark("in a title of a picture")}") |

- 一项{remark("in an item")}

    {remark("in a paragraph of an item")}

> 引文{remark("in a quotation")}

<div>{remark("in HTML")}戊<p>{remark("in HTML of HTML")}己</p></div>

注[^1]。

[^1]: 注文{remark("in a footnote")}

{remark("that HTML ends otherwise").replace("-->", "--!>")}

<!-- 检查豁免 TXT001：{planted.text(f"{place}: exemption")} -->

<!-- 检查豁免 TXT001：分两行，
{planted.text(f"{place}: exemption over two lines")} -->

<!-- [请示]({mentioned("a remark")}) <a href="{mentioned("HTML in a remark")}">请示</a>
![图]({mentioned("a remark over two lines")}) -->

[甲]: {mentioned("a definition that nobody uses")}
"""


@dataclass(frozen=True)
class Site:
    """A project after everything was made of it that goes out."""

    project: Path
    planted: Planted

    def outgoing(self) -> Iterator[tuple[str, bytes]]:
        """Every file that goes out."""
        for folder in ("site", "out"):
            for path in sorted((self.project / folder).rglob("*")):
                if path.is_file() and path.name != ".record.json":
                    yield path.relative_to(self.project).as_posix(), path.read_bytes()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A signed article with a file of each form, and everything that must stay in the office."""
    planted = Planted()
    project = copy_project(tmp_path_factory.mktemp("secrets") / "project", SITES / "minimal")
    docs, news = project / "docs", project / "docs" / "news"
    result = {name: make(planted) for name, make in MAKERS.items()}
    for name, data in result.items():
        (news / name).write_bytes(data)
    # No icon is put on a site.
    linked = [name for name in result if name != "a.ico"]
    links = [f"![图]({name})" if name.endswith(SHOWN) else f"[附件]({name})" for name in linked]
    more = f"# {planted.text('remark in a head')}\nimage: a.jpg\n"
    report = "channels: {report: 2008-10-21}\n"
    signed = [
        write(project, "2008-10-20-quan", "\n\n".join(links), title="什么都有的一篇", more=more),
        write(
            project,
            "2008-10-21-bao",
            "正文。\n\n![图](a.jpg)\n\n![图](a.svg)\n\n![图](b.png)\n\n" + remarks(planted, news, "report"),
            title="上报的一篇",
            more=report,
        ),
        write(project, "2999-01-05-yihou", planted.text("article of a later day"), title="以后"),
        write(project, "2008-10-25-yi", "正文。`[甲](code.docx)`\n\n    [乙](block.docx)", title="有译文的一篇"),
    ]
    for name in ("code.docx", "block.docx", "waiting.docx", "waiting.en.docx", "waiting.zh-Hant.docx"):
        docx(news / name, planted.text(f"file {name}"))
    for name in ("campaign", "columns"):
        words = (docs / f"{name}.yml").read_text(encoding="utf-8")
        (docs / f"{name}.en.yml").write_text(f"# {planted.text(f'remark in {name}.en.yml')}\n{words}", encoding="utf-8")
    page = f"---\n# {planted.text('remark in a page')}\n{TRANSLATED.format(title='Home')}---\n\nA page.\n"
    (docs / "index.en.md").write_text(page, encoding="utf-8")
    in_english = "news/2008-10-25-yi.en.md"
    more = TRANSLATED.format(title="Training") + f"# {planted.text('remark in the head of a translation')}\n"
    translate(project, in_english, more, remarks(planted, news, "translation"))
    for path in (*signed, in_english):
        review(project, path)
    for language in ("en", "zh-Hant"):
        title = planted.text(f"title of an unsigned translation, {language}")
        body = planted.text(f"unsigned translation, {language}") + f"\n\n[a file](waiting.{language}.docx)"
        translate(project, f"news/2008-10-21-bao.{language}.md", TRANSLATED.format(title=title), body)
    draft, inner = planted.ascii("name of a draft"), planted.ascii("name of an internal article")
    body = f"{planted.text('draft')}\n\n![图](b.jpg)\n\n[表](b.docx)"
    title = planted.text("title of a draft")
    write(project, f"2008-10-22-{draft}", body, title=title, more=f"draft: true\ntags: [{planted.text('tag')}]\n")
    inside = f"scope: internal\n# {planted.text('head of an internal article')}\n"
    write(project, f"2008-10-23-{inner}", planted.text("internal"), title=planted.text("internal title"), more=inside)
    write(
        project,
        "2008-10-24-weishen",
        planted.text("unsigned") + "\n\n[表](waiting.docx)",
        title=planted.text("unsigned title"),
    )
    (news / "b.jpg").write_bytes(picture_bytes("jpg", "40x30") + planted("picture of a draft"))
    docx(news / "b.docx", planted.text("attachment of a draft"))
    hidden = {
        "unlinked.txt": "unlinked file",
        ".hidden.txt": "hidden file",
        f"{planted.ascii('name of a file')}.txt": "file beside it",
        "~$plan.docx": "lock file of Word",
        "notes.md.bak": "spare copy",
    }
    for name, secret in hidden.items():
        (news / name).write_bytes(planted(secret))
    for name in ("campaign.yml", "columns.yml", "glossary.yml"):
        with (docs / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"# {planted.text(f'remark in {name}')}\n")
    (project / "originals").mkdir()
    (project / "originals" / "a.jpg").write_bytes(planted("original"))
    with (project / "lanmu.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"# {planted.text('remark in the settings')}\n")
    options = {"articles": [], "issue": None, "all": True, "channel": ["report"], "install_fonts": False}
    assert (
        print_channels(project, argparse.Namespace(**options, traditional=False, site_url=HOST, edition="public"))
        == Exit.OK
    )
    allowed = dict.fromkeys(("PRI005", "PRI006", "PRI008", "LNK011", "LOC003", "LOC005"), "试一试")
    build(project, project / "site", production=True, site_url=HOST, allowed=allowed)
    offline.pack(project / "site", project / "out" / "lanmu-offline.zip")
    return Site(project, planted)


def test_many_secrets_are_planted_and_the_search_finds_them(published: Site) -> None:
    news = published.project / "docs" / "news"
    secrets = set[str]()
    for path in (p for folder in ("docs", "originals") for p in (published.project / folder).rglob("*") if p.is_file()):
        secrets |= published.planted.secrets(path.read_bytes() + path.name.encode())
    secrets |= published.planted.secrets((published.project / "lanmu.toml").read_bytes())
    assert len(published.planted.names) >= 200
    assert sorted(set(published.planted.names) - secrets) == []
    assert (news / "a.pdf").exists()


def test_no_secret_goes_out(published: Site) -> None:
    secrets = {
        name: held for name, data in published.outgoing() if (held := published.planted.secrets(data + name.encode()))
    }
    assert secrets == {}
    names = {name for name, _ in published.outgoing()}
    assert {f"site/news/{name}" for name in MAKERS} - names == {"site/news/a.ico"}
    pages = {"news/2008-10-21-bao", "news/2008-10-25-yi", "en/news/2008-10-25-yi", "zh-Hant/news/2008-10-25-yi"}
    assert {f"site/{page}/index.html" for page in pages} <= names
    assert {"out/lanmu-offline.zip", "site/feed.xml", "site/search/catalogue.js", "site/sitemap.xml"} <= names
    assert any(name.endswith(("-photo-1.jpg", ".docx")) for name in names if name.startswith("out/"))


def test_no_picture_tells_where_it_was_taken(published: Site) -> None:
    located = [
        path.name
        for path in (published.project / "site").rglob("*")
        if path.is_file() and (place_of(path) or any(picture.gps for _, picture in pictures_in(path)))
    ]
    assert located == []


def frames(data: bytes) -> list[tuple[bytes, object]]:
    """Every pixel of every picture, and how long each is shown."""
    with Image.open(io.BytesIO(data)) as image:
        frames_of = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames_of.append((image.convert("RGBA").tobytes(), image.info.get("duration")))
        return frames_of


PICTURES = ["a.jpg", "a.png", "b.png", "a.gif", "a.webp", "b.webp", "a.avif", "b.avif", "a.tif", "a.bmp", "a.ico"]


@pytest.mark.parametrize("name", PICTURES)
def test_no_pixel_changes_and_films_go_on(name: str) -> None:
    data = MAKERS[name](Planted())
    result = without_metadata(kind_in(data), data)
    assert frames(result) == frames(data)
    assert without_metadata(kind_in(result), result) == result


def test_a_photograph_in_an_archive_stays_the_right_side_up() -> None:
    data = picture_bytes("jpg", "40x30 noise gps turned")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as result:
        result.writestr("a.jpg", data)
    with zipfile.ZipFile(io.BytesIO(clean(target.getvalue()))) as result, Image.open(result.open("a.jpg")) as image:
        assert dict(image.getexif()) == {ORIENTATION: 6}
        assert not image.getexif().get_ifd(GPS_IFD)


def variants() -> Iterator[tuple[str, bytes]]:
    """Pictures that are coded in the less usual ways, with a remark."""
    noise = secret_files.noise
    words = "zq000xk"
    four = Image.merge("CMYK", [noise(n).convert("L") for n in range(4)])
    yield "CMYK", secret_files.saved([four], "JPEG", comment=words)
    yield "progressive", secret_files.saved([noise()], "JPEG", progressive=True, comment=words)
    yield "restart marks", secret_files.saved([noise()], "JPEG", restart_marker_blocks=1, comment=words)
    texts = secret_files.PngInfo()
    texts.add_text("a", words)
    yield "16 bits", secret_files.saved([noise().convert("I;16")], "PNG", pnginfo=texts)
    yield "palette", secret_files.saved([noise().quantize(9)], "PNG", pnginfo=texts, transparency=2)
    yield "lossless", secret_files.saved([noise()], "WEBP", lossless=True, xmp=words.encode())
    yield "alpha", secret_files.saved([noise().convert("RGBA")] * 2, "WEBP", xmp=words.encode())
    yield "one bit", secret_files.saved([noise().convert("1")], "TIFF", description=words)


@pytest.mark.parametrize(("kind", "data"), [*variants()], ids=lambda value: value if isinstance(value, str) else "")
def test_less_usual_pictures_stay_the_same_too(kind: str, data: bytes) -> None:
    result = without_metadata(kind_in(data), data)
    assert CORE.search(data)
    assert not CORE.search(result)
    assert frames(result) == frames(data)


@pytest.mark.parametrize("name", ["a.m4a", "a.wav", "a.flac", "a.ogg", "a.webm", "a.mp3"])
def test_sound_stays(name: str) -> None:
    data = MAKERS[name](Planted())
    result = clean(data)
    assert (secret_files.FRAME * 3 if name == "a.mp3" else secret_files.SOUND) in result
    assert kind_in(result) is FileKind.MEDIA
    assert clean(result) == result
    if name in ("a.m4a", "a.webm"):
        assert len(result) == len(data), "别的部分说的位置就不对了"


def test_the_pages_of_an_ogg_file_have_their_checksums() -> None:
    result = clean(secret_files.ogg(Planted()))
    page = result[result.index(b"OggS", 1) :]
    page = page[: page.index(b"OggS", 1)]
    rest = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1 ^ (0x04C11DB7 if rest & 0x80000000 else 0)) & 0xFFFFFFFF
    assert struct.unpack_from("<I", page, 22) == (rest,)


def test_documents_still_open_and_say_the_same() -> None:
    result = {name: clean(MAKERS[name](Planted())) for name in ("a.docx", "a.xlsx", "a.pptx", "a.pdf")}
    assert word.Document(io.BytesIO(result["a.docx"])).paragraphs[0].text == "学习计划"
    assert openpyxl.load_workbook(io.BytesIO(result["a.xlsx"])).active["A1"].value == "合计"
    assert len(slides.Presentation(io.BytesIO(result["a.pptx"])).slides[0].shapes) == 1
    with pikepdf.open(io.BytesIO(result["a.pdf"])) as pdf:
        assert not pdf.docinfo
        assert [str(note.Subtype) for note in pdf.pages[0].Annots] == ["/Highlight"]
        assert b"Plan" in pdf.pages[0].Contents.read_bytes()


def test_what_is_signed_is_not_touched() -> None:
    data = secret_files.repacked(secret_files.docx(Planted()), {"_xmlsignatures/sig1.xml": b"<a/>"}, b"")
    assert clean(data) == data


def test_the_title_of_a_pdf_and_its_standards_stay() -> None:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"], pdf.docinfo["/Author"] = "学习计划", "zq000xk"
        packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + RDF + b"zq000xk</x:xmpmeta>"
        pdf.Root["/Metadata"] = pdf.make_stream(packet)
        pdf.save(target, fix_metadata_version=False)
    with pikepdf.open(io.BytesIO(clean(target.getvalue()))) as pdf:
        assert dict(pdf.docinfo) == {"/Title": "学习计划"}
        packet = pdf.Root.Metadata.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "学习计划".encode() in packet
    assert b"zq000xk" not in packet


def test_what_is_stripped_once_is_taken_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PictureCache(tmp_path)
    data = secret_files.pdf(Planted())
    first = cache.entry(data)
    monkeypatch.setattr("lanmu.build.renditions.rendition", pytest.fail)
    assert PictureCache(tmp_path).entry(data) == first


def test_an_icon_of_pictures_that_lie_over_one_another_is_refused() -> None:
    """It would be written a thousand times as long."""
    data = b"\0\0\1\0\xff\xff" + (bytes(8) + struct.pack("<II", 100_000, 0)) * 65_535
    with pytest.raises(RejectedFileError):
        without_metadata(FileKind.ICON, data)


@pytest.mark.parametrize(
    ("head", "inner"),
    [
        (b"\x89PNG\r\n\x1a\n", struct.pack(">I4sI", 0, b"IDAT", 0)),
        (b"\xff\xd8\xff\xda\0\2", b"\xff"),
        (b"GIF89a" + bytes(7), b"\x21\xfe\0"),
        (b"\0\0\0\x10ftypisom\0\0\0\0", b"\0\0\0\x08moov"),
        (b"ID3\4\0\0\0\0\0\0", b"TAG" + bytes(125)),
        (b"OggS" + bytes(22) + b"\1\0", b"OggS" + bytes(22) + b"\1\xff" + bytes(255)),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g>", b"<g>"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><style>", b"@media{"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><style>a:", b"("),
    ],
    ids=["png", "jpeg", "gif", "mp4", "mp3", "ogg", "svg", "style", "brackets"],
)
def test_a_hostile_file_is_written_or_refused(head: bytes, inner: bytes) -> None:
    data = head + inner * 20_000
    try:
        result = without_metadata(kind_in(data), data)
    except RejectedFileError:
        result = b""
    assert len(result) <= len(data) + 100


def test_the_settings_of_a_document_are_read_once() -> None:
    """Of many beginnings without an end none is looked for again."""
    content = b"<w:mailMerge>" * 20_000
    assert without_mail_merge(content) == content
    assert without_mail_merge(b"<a/><w:mailMerge>C:\\</w:mailMerge><b/>") == b"<a/><b/>"


def holding(data: bytes, name: str, folder: Path) -> RejectedFileError | set[Sort]:
    """What the checks see in a file."""
    (folder / name).write_bytes(data)
    texts = texts_of(folder / name)
    return texts if isinstance(texts, RejectedFileError) else {text.sort for text in texts}


def test_who_made_a_file_is_reported_only_where_it_cannot_be_taken_out(tmp_path: Path) -> None:
    plain = secret_files.docx(Planted())
    signed = secret_files.repacked(plain, {"_xmlsignatures/sig1.xml": b"<a/>"}, b"")
    assert Sort.MAKER not in holding(plain, "a.docx", tmp_path)
    assert Sort.MAKER in holding(signed, "b.docx", tmp_path)
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "zq000xk"
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user=""))
    assert Sort.MAKER in holding(target.getvalue(), "c.pdf", tmp_path)
    assert clean(target.getvalue()) == target.getvalue()


def test_a_film_of_a_format_that_cannot_be_stripped_is_reported(tmp_path: Path) -> None:
    result = holding(b"RIFF\x04\0\0\0AVI ", "a.avi", tmp_path)
    assert isinstance(result, RejectedFileError)
    assert "MP4" in result.remedy


@pytest.mark.parametrize("mark", ["office:annotation", "text:tracked-changes"])
def test_comments_and_changes_of_opendocument_are_reported(mark: str, tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as result:
        result.writestr("content.xml", f"<?xml version='1.0'?><a><{mark}>甲</{mark}></a>")
    sorts = holding(target.getvalue(), "a.odt", tmp_path)
    assert not isinstance(sorts, RejectedFileError)
    assert sorts & {Sort.COMMENT, Sort.REVISION}


def test_names_in_an_avif_go_and_the_numbers_of_its_colours_stay() -> None:
    """A colour profile (ICC.1:2022) of one text and one number; an entry of the list of items."""
    text, number = b"desc" + bytes(4) + b"zq000xk of this profile", b"XYZ " + bytes(4) + b"numbers of x"
    places = struct.pack(">I4sII4sII", 2, b"desc", 156, len(text), b"rXYZ", 156 + len(text), len(number))
    profile = bytes(36) + b"acsp" + bytes(88) + places + text + number
    data = secret_files.saved([secret_files.noise()], "AVIF", icc_profile=profile)
    assert all(words in data for words in (text, number, b"Color\0"))
    clean = without_metadata(FileKind.AVIF, data)
    assert number in clean
    assert not any(words in clean for words in (text, b"Color\0"))


def test_an_svg_animates_no_address() -> None:
    """What is animated may be on the list of attributes, the script that it is animated to may not."""
    inner = '<animate attributeName="href" values="javascript:hit(1)"/><animate attributeName="x" values="1;2"/>'
    data = f'<svg xmlns="http://www.w3.org/2000/svg"><a href="#a">{inner}</a></svg>'.encode()
    clean = without_metadata(FileKind.SVG, data)
    assert b"javascript" not in clean
    assert b'attributeName="x"' in clean


def test_no_more_processes_are_started_than_the_budget_has() -> None:
    with pytest.raises(RejectedFileError, match="PDF 太多"):
        stripped(MAKERS["a.pdf"](Planted()), Budget(documents=0))
