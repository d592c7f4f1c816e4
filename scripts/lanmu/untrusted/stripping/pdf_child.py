"""Reads a PDF from standard input and writes it to standard output without personal metadata; runs as a child process.

qpdf is written in C++ and may crash, hang or take all memory for a hostile file, which then ends only this process. The
output holds only what pages, outlines and forms refer to, and no older revisions of the file.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from lanmu.untrusted.metadata.raster import jpeg

MEMORY = 2_000_000_000
DEEPEST = 50
# ISO 32000-2: author and times, private data of programs, previews, embedded files, automatic actions.
DROPPED = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA"),
    *("/AF", "/EF", "/CreatorInfo", "/Perms", "/Legal"),
)
ACTIONS = ("/A", "/PA", "/OpenAction", "/Next")
# Clause 12.6.4: actions that only navigate or change the view.
HARMLESS = (
    *("/GoTo", "/GoToR", "/URI", "/Named", "/Thread"),
    *("/Hide", "/SetOCGState", "/Trans", "/ResetForm", "/GoTo3DView"),
)
# Annotations (clause 12.5.6) that are removed: notes, files, sound, film.
NOTES = ("/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
# Annotations whose text is visible, or belongs to a form.
WORDY = ("/FreeText", "/Widget", "/Link")
ABOUT_NOTES = ("/NM", "/M", "/CreationDate", "/RC", "/Subj", "/Popup", "/IRT", "/State", "/StateModel")
# A title that a program took from the file's path.
PATH = re.compile(r"[\\/]|\.(?:docx?|wps|xlsx?|et|pptx?|dps|odt|txt|pdf|indd|html?)$|^Microsoft \w+ - ", re.IGNORECASE)
STANDARDS = {"pdfaid": ("part", "conformance", "rev"), "pdfuaid": ("part", "rev")}
SPACES = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}


def sweep(item: Any, depth: int = 0) -> None:
    """Removes metadata and active content from a dictionary and from those inside it, except indirect objects."""
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(item, Dictionary | Stream):
        for key in DROPPED:
            if key in item:
                del item[key]
        for key in ACTIONS:
            if key in item and not is_harmless(item[key]):
                del item[key]
        if isinstance(item, Stream) and item.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
            # A photograph is embedded as a complete JPEG file.
            parameters: Any = item.get("/DecodeParms")
            item.write(jpeg(item.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)
    for child in children(item):
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            sweep(child, depth + 1)


def children(item: Any) -> list[Any]:
    """The values of a dictionary or array."""
    if isinstance(item, Dictionary | Stream):
        return [value for _, value in item.items()]
    return [item[index] for index in range(len(item))] if isinstance(item, Array) else []


def is_harmless(action: Any) -> bool:
    """True for a destination, and for an action that only navigates or changes the view."""
    if isinstance(action, Array):
        return all(map(is_harmless, children(action)))
    return not isinstance(action, Dictionary) or "/S" not in action or str(action["/S"]) in HARMLESS


def strip_notes(page: Any) -> None:
    """Removes the notes from a page, and author, times and comments from its other annotations."""
    if "/Annots" not in page:
        return
    remaining = [note for note in children(page["/Annots"]) if str(note.get("/Subtype")) not in NOTES]
    for note in remaining:
        for key in ABOUT_NOTES:
            if key in note:
                del note[key]
        if str(note.get("/Subtype")) not in WORDY and "/Contents" in note:
            del note["/Contents"]
        if str(note.get("/Subtype")) != "/Widget" and "/T" in note:
            del note["/T"]
    page["/Annots"] = Array(remaining)


def standards(pdf: Any) -> str:
    """The conformance to PDF/A and PDF/UA that the document claims, as XMP elements."""
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    claims = ""
    for space, names in STANDARDS.items():
        for name in names:
            if match := re.search(rf"""{space}:{name}\s*(?:>|=\s*["'])\s*(\w{{1,8}})""", packet):
                claims += f"<{space}:{name}>{match[1]}</{space}:{name}>"
    return claims


def packet_of(title: str, claims: str) -> bytes:
    """An XMP packet with the title and the claims of conformance."""
    spaces = "".join(f' xmlns:{space}="{address}"' for space, address in SPACES.items())
    title = (
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        if title
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"{spaces}>{title}{claims}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    ).encode()


def stripped(data: bytes) -> bytes | None:
    """The document without personal metadata; None for one that is signed or encrypted."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # A signature covers ranges of the file's bytes.
        is_signed = any(isinstance(item, Dictionary) and "/ByteRange" in item for item in pdf.objects)
        if pdf.is_encrypted or is_signed:
            return None
        info: Any = pdf.docinfo
        title, claims = str(info.get("/Title", "")).strip(), standards(pdf)
        if PATH.search(title):
            title = ""
        if "/Names" in pdf.Root:
            for key in ("/JavaScript", "/EmbeddedFiles"):
                if key in pdf.Root.Names:
                    del pdf.Root.Names[key]
        for page in pdf.pages:
            strip_notes(page.obj)
        for item in pdf.objects:
            sweep(item)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        if title:
            pdf.docinfo["/Title"] = title
        if title or claims:
            pdf.Root["/Metadata"] = pdf.make_stream(packet_of(title, claims), Type=Name.Metadata, Subtype=Name.XML)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    return target.getvalue()


if __name__ == "__main__":
    # A file that asks for more memory than this ends the process, where the system can do that.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        result = stripped(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        result = None
    sys.stdout.buffer.write(b"left\n" if result is None else b"done\n" + result)
