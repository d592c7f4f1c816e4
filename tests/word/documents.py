"""Word documents made by hand for tests, from strings of WordprocessingML, and what reading gives for them.

`p`, `r`, `table` and the rest give XML; `write` packs it; `read` reads it and proves on the way that no text got lost.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lanmu.intake.article.blocks import shown_text
from lanmu.intake.word.model import RemarkKind, WordText
from lanmu.intake.word.proof import compact
from lanmu.intake.word.reading import read_word
from PIL import Image
from word.blocks import html_of

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": OFFICE,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="emf" ContentType="image/x-emf"/>'
    '<Default Extension="wmf" ContentType="image/x-wmf"/></Types>'
)
STANDARD = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)
"""The styles that every document here has: Normal and three headings with identifiers as WPS gives them."""
Relations = dict[str, str]
"""`kind target` by identifier, `External` after it for what lies outside."""


def element(name: str, val: object = None, inside: str = "", **attributes: object) -> str:
    """A `w:` element with `w:` attributes."""
    said = {"val": val, **attributes}
    given = "".join(f" w:{key.rstrip('_')}={quoteattr(str(each))}" for key, each in said.items() if each is not None)
    return f"<w:{name}{given}>{inside}</w:{name}>" if inside else f"<w:{name}{given}/>"


def t(text: str) -> str:
    """`w:t` with its white space kept."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(content: str, *, bold: bool = False, italic: bool = False, size: float = 0, font: str = "", rpr: str = "") -> str:
    """A run; content that begins with `<` is XML, anything else is text. `size` is in points."""
    said = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    said += ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    said += element("sz", int(size * 2)) if size else ""
    said += rpr
    return element(
        "r", inside=(element("rPr", inside=said) if said else "") + (content if xml(content) else t(content))
    )


def xml(content: str) -> bool:
    """True for XML, false for text."""
    return re.match(r"<\w+:\w", content) is not None


def p(
    *content: str,
    style: str = "",
    align: str = "",
    num: tuple[int, int] | None = None,
    ppr: str = "",
    mark: str = "",
) -> str:
    """A paragraph of runs; text that is no XML becomes a run. `mark` are properties of the paragraph's mark."""
    said = (element("pStyle", style) if style else "") + (element("jc", align) if align else "")
    if num is not None:
        said += element("numPr", inside=element("ilvl", num[1]) + element("numId", num[0]))
    said += ppr + (element("rPr", inside=mark) if mark else "")
    runs = "".join(each if xml(each) else r(each) for each in content)
    inside = (element("pPr", inside=said) if said else "") + runs
    return f"<w:p>{inside}</w:p>"


def style(
    identifier: str, name: str, *, based_on: str = "a", ppr: str = "", rpr: str = "", kind: str = "paragraph"
) -> str:
    """A style."""
    inside = element("name", name) + (element("basedOn", based_on) if based_on else "")
    inside += (element("pPr", inside=ppr) if ppr else "") + (element("rPr", inside=rpr) if rpr else "")
    return element("style", inside=inside, type=kind, styleId=identifier)


def level(depth: int, name: str, text: str, *, start: int = 1, suffix: str = "", more: str = "", form: str = "") -> str:
    """A level of a list: the format's name, the pattern of its text. `form` is a custom format's example."""
    inside = element("start", start) + element("numFmt", name, format=form or None) + more
    inside += (element("suff", suffix) if suffix else "") + element("lvlText", text)
    return element("lvl", inside=inside, ilvl=depth)


def lists(*definitions: str, more: str = "") -> str:
    """Numbering in which list 1 uses the first definition (levels), list 2 the second …; `more` comes last."""
    definitions_text = "".join(
        element("abstractNum", inside=each, abstractNumId=n) for n, each in enumerate(definitions)
    )
    return definitions_text + "".join(use(n + 1, n) for n in range(len(definitions))) + more


def use(identifier: int, definition: int, overrides: str = "") -> str:
    """A list that uses a definition."""
    return element("num", inside=element("abstractNumId", definition) + overrides, numId=identifier)


def abstract_link(name: str) -> str:
    """In the place of levels: they stand in a numbering style."""
    return element("numStyleLink", name)


def restart(depth: int, start: int = 1) -> str:
    """Lets a list begin anew."""
    return element("lvlOverride", inside=element("startOverride", start), ilvl=depth)


def tc(*content: str, span: int = 0, merge: str | None = None, more: str = "") -> str:
    """A cell of paragraphs; `merge` is `restart` or `continue`."""
    said = (element("gridSpan", span) if span else "") + (element("vMerge", merge) if merge else "") + more
    blocks = "".join(each if xml(each) else p(each) for each in content) or p()
    return f"<w:tc>{element('tcPr', inside=said) if said else ''}{blocks}</w:tc>"


def tr(*cells: str, header: bool = False, more: str = "") -> str:
    """A row; a cell that is no XML is text."""
    said = ("<w:tblHeader/>" if header else "") + more
    inside = "".join(each if xml(each) else tc(each) for each in cells)
    return f"<w:tr>{element('trPr', inside=said) if said else ''}{inside}</w:tr>"


def table(*rows: str, tblpr: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def field(code: str, result: str | None = None, form: str = "") -> str:
    """A field over several runs; no result at all when `result` is None."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
    shown = "" if result is None else '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    shown += "" if not result else result if xml(result) else r(result)
    return f'{begin}{instruction}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def picture(relation: str = "rId1", *, floating: bool = False, descr: str = "", fill: str = "", frame: str = "") -> str:
    """A run with a picture. `fill` goes into `pic:blipFill`, `frame` into `a:xfrm` as attributes."""
    holder = "anchor" if floating else "inline"
    return (
        f'<w:r><w:drawing><wp:{holder}><wp:extent/><wp:docPr id="1" name="图片 1" descr={quoteattr(descr)}/><a:graphic>'
        f'<a:graphicData uri="{SPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/>{fill}</pic:blipFill><pic:spPr><a:xfrm {frame}/></pic:spPr>'
        f"</pic:pic></a:graphicData></a:graphic></wp:{holder}></w:drawing></w:r>"
    )


def old_picture(relation: str = "rId1", style: str = "", more: str = "") -> str:
    """A run with a picture of the old form."""
    return f'<w:r><w:pict><v:shape style="{style}"><v:imagedata r:id="{relation}" {more}/></v:shape></w:pict></w:r>'


def new_box(*blocks: str) -> str:
    """`w:drawing` with a text box of the new form."""
    return (
        '<w:drawing><wp:anchor><wp:extent/><wp:docPr id="2" name="文本框 2"/><a:graphic><a:graphicData uri="wps"><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{''.join(blocks)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )


def old_box(*blocks: str) -> str:
    """`w:pict` with a text box of the old form."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return f'<w:pict><v:shape style="position:absolute"><v:textbox>{content}</v:textbox></v:shape></w:pict>'


def box(*blocks: str) -> str:
    """A run with a text box as Word 2010 and later write it: in both forms."""
    return r(
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new_box(*blocks)}</mc:Choice>'
        f"<mc:Fallback>{old_box(*blocks)}</mc:Fallback></mc:AlternateContent>"
    )


def note(identifier: int, kind: str = "footnote") -> str:
    """A run that refers to a note."""
    return r(f'<w:{kind}Reference w:id="{identifier}"/>', rpr='<w:vertAlign w:val="superscript"/>')


def notes_part(notes: dict[int, str], kind: str = "footnote") -> str:
    """The notes of a document, with the two that draw the lines."""
    lines = "".join(
        f'<w:{kind} w:type="{name}" w:id="{n}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for n, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    each = "".join(
        f'<w:{kind} w:id="{n}">{body if xml(body) else p(r(f"<w:{kind}Ref/>"), r(f" {body}"))}</w:{kind}>'
        for n, body in notes.items()
    )
    return lines + each


def changed(kind: str, content: str) -> str:
    """A tracked change: `ins`, `del`, `moveFrom`, `moveTo` around runs."""
    if kind in ("del", "moveFrom"):
        content = (
            content.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>") if kind == "del" else content
        )
    return f'<w:{kind} w:id="9" w:author="示例人员甲" w:date="2008-11-05T00:00:00Z">{content}</w:{kind}>'


def png(size: tuple[int, int] = (8, 6)) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, "PNG")
    return target.getvalue()


def relationships(entries: Relations) -> str:
    """A part of relationships."""
    lines = []
    for identifier, entry in entries.items():
        kind, target, *mode = entry.split(" ")
        outside = ' TargetMode="External"' if mode else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target={quoteattr(target)}{outside}/>')
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def write(
    path: Path,
    body: str,
    *,
    styles: str = "",
    defaults: str = "",
    numbering: str = "",
    footnotes: dict[int, str] | None = None,
    endnotes: dict[int, str] | None = None,
    comments: str = "",
    settings: str = "",
    relations: Relations | None = None,
    parts: dict[str, str | bytes] | None = None,
    strict: bool = False,
) -> Path:
    """Packs a document; each argument is what stands inside of a part. `parts` are added by name, as they are."""
    stories = {
        "styles": ("styles", defaults + STANDARD + styles),
        "numbering": ("numbering", numbering),
        "footnotes": ("footnotes", notes_part(footnotes or {})),
        "endnotes": ("endnotes", notes_part(endnotes or {}, "endnote")),
        "comments": ("comments", comments),
        "settings": ("settings", settings),
    }
    own_relations = {f"rIdOwn{n}": f"{name} {name}.xml" for n, name in enumerate(stories)}
    packed: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships({"rId1": "officeDocument word/document.xml"}),
        "word/document.xml": f"{HEAD}<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(own_relations | (relations or {})),
        "word/_rels/footnotes.xml.rels": relationships(relations or {}),
    }
    packed |= {f"word/{n}.xml": f"{HEAD}<w:{tag} {DECLARED}>{each}</w:{tag}>" for n, (tag, each) in stories.items()}
    packed |= parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in packed.items():
            data = content.encode() if isinstance(content, str) else content
            archive.writestr(name, made_strict(data) if strict and not name.startswith("word/media") else data)
    return path


def made_strict(data: bytes) -> bytes:
    """The names of the strict form (ISO/IEC 29500-1) in the place of the transitional ones."""
    for name in ("wordprocessingml", "officeDocument", "drawingml"):
        data = data.replace(
            f"http://schemas.openxmlformats.org/{name}/2006/".encode(), f"http://purl.oclc.org/ooxml/{name}/".encode()
        )
    return data


def read(folder: Path, body: str, **given: object) -> WordText:
    """What reading gives for a document of that body; its text is all there, in order, numbers included."""
    return read_file(write(folder / "示例.docx", body, **given), folder)  # type: ignore[arg-type]


def read_file(path: Path, folder: Path) -> WordText:
    """What reading gives for a file, with the same proof."""
    text = read_word(path, folder / "out")
    assert compact(shown_text(text.blocks, text.notes)) == compact(text.visible_text)
    assert not [remark.text for remark in text.remarks if remark.text.startswith(("收进来的文字和", "转换时有一处"))]
    assert WordText.from_json(text.to_json()) == text
    return text


def html(folder: Path, body: str, **given: object) -> str:
    """The HTML of a document of that body."""
    return html_of(read(folder, body, **given))


def said(text: WordText, kind: RemarkKind) -> list[str]:
    """The remarks of one kind."""
    return [remark.text for remark in text.remarks if remark.kind == kind]


def only(texts: Iterable[str], words: str) -> str:
    """The one text in which the words stand."""
    matching = [text for text in texts if words in text]
    assert len(matching) == 1, (words, list(texts), matching)
    return matching[0]
