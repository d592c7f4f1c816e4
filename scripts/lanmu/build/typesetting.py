"""How Chinese text is set on a page: captions below pictures, addressees at the margin, dates in one line."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.util import AtomicString

from lanmu.text.allowed_html import without_comments

# Over a document or a letter: whom it is for. What introduces a list (现将事项通知如下：) is no such line.
ADDRESSEES = re.compile(r"(?!.*下：)[^。，；：]{1,60}：")
# A tag, passed over, or a part of a date: 2008年12月8日 and 2008年12月上旬 may be divided before the month only.
TAG_OR_DATE = re.compile(r'<[^<">]*(?:"[^"]*"[^<">]*)*>|(?<!\d)(?:\d{4}年|\d{1,2}月(?:\d{1,2}日|[上中下]旬)?)')


def caption_pictures(root: ET.Element) -> None:
    """Makes a figure of each picture that is a paragraph by itself. Its title is the caption, else its description, which
    is then read aloud once only."""
    for parent in list(root.iter()):
        for index, child in enumerate(parent):
            if parent.tag != "figure" and is_picture(child):
                picture = child[0]
                title = without_comments(picture.attrib.pop("title", ""))
                caption = title or without_comments(picture.get("alt", ""))
                if not caption.strip():
                    continue
                figure = ET.Element("figure")
                figure.tail = child.tail
                figure.append(picture)
                line = ET.SubElement(figure, "figcaption", {} if title else {"aria-hidden": "true"})
                line.text = AtomicString(caption)
                parent[index] = figure


def is_picture(element: ET.Element) -> bool:
    """True for a paragraph that is a picture and nothing else."""
    if element.tag != "p" or element.attrib or len(element) != 1 or element[0].tag != "img":
        return False
    return not (element.text or "").strip() and not (element[0].tail or "").strip()


def name_addressees(root: ET.Element) -> None:
    """Gives a first paragraph that is a line of addressees (各支部：) its class, so that it is not indented."""
    first = root[0] if len(root) else None
    if first is not None and first.tag == "p" and not first.attrib and ADDRESSEES.fullmatch("".join(first.itertext())):
        first.set("class", "doc-addressees")


def unbroken(text: str) -> str:
    """The HTML with every 2008年, 12月8日 and 12月上旬 in an element that stays in one line."""
    return TAG_OR_DATE.sub(lambda m: m[0] if m[0][0] == "<" else f'<span class="day">{m[0]}</span>', text)
