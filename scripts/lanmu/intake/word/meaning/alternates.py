"""Which of the forms that a program wrote of the same thing (`mc:AlternateContent`) is read, by the reader and its proof.

ECMA-376 part 3, clause 7.5: the first choice all of whose requirements are understood, else the fallback.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATES, CHOICE, FALLBACK = (f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
WORD_EXTENSIONS, DRAWING_EXTENSIONS = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/",
)
# The extensions that drawings and text are read from ([MS-DOCX], [MS-ODRAWXML]). What is not in it (ink, 3-D models, new
# kinds of charts, WPS's own data) has a picture or nothing as its fallback.
UNDERSTOOD = frozenset(
    {
        f"{WORD_EXTENSIONS}{name}"
        for name in (
            "2010/wordprocessingShape",
            "2010/wordprocessingGroup",
            "2010/wordprocessingCanvas",
            "2010/wordprocessingDrawing",
            "2010/wordml",
            "2012/wordml",
            "2012/wordprocessingDrawing",
            "2015/wordml/symex",
            "2016/wordml/cid",
            "2018/wordml",
            "2018/wordml/cex",
            "2020/wordml/sdtdatahash",
            "2023/wordml/word16du",
        )
    }
    | {f"{DRAWING_EXTENSIONS}2010/main"}
)
# Elements in which something is to be seen, by their names without name space.
SHOWN = frozenset(
    (
        *(
            "t",
            "sym",
            "symEx",
            "tab",
            "br",
            "cr",
            "ptab",
            "fldChar",
            "instrText",
            "footnoteReference",
            "endnoteReference",
        ),
        *(
            "blip",
            "imagedata",
            "fill",
            "textpath",
            "txbxContent",
            "chart",
            "relIds",
            "wsp",
            "shape",
            "rect",
            "oval",
            "line",
        ),
    )
)
SAID = frozenset(("t", "symEx", "textpath"))


def form_of(alternates: Element) -> list[Element]:
    """The content of the form that is read.

    An empty form does not count, nor does one without words where a later one has some: text must not get lost. Without
    a fallback the first choice is taken.
    """
    choices = [form for form in alternates if form.tag == CHOICE]
    others = [form for form in alternates if form.tag == FALLBACK]
    known = [form for form in choices if UNDERSTOOD.issuperset(form.get("Requires", "?").split())]
    candidates = [form for form in (*known, *others) if len(form)]
    for names in (SAID, SHOWN):
        for form in candidates:
            if has(form, names):
                return list(form)
    return list(next(iter((*candidates, *others, *choices)), ()))


def has(form: Element, names: frozenset[str]) -> bool:
    """True when an element of those names is in a form."""
    return any(each.tag.rpartition("}")[2] in names for each in form.iter())
