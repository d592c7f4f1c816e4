"""SVG pictures: their size, and what in them is no picture."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.markup import attribute, local, parse

LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:(px|pt|mm|cm|in)\s*)?")
# CSS pixels to a unit (CSS Values and Units, clause 6.2).
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
SCRIPT_ADDRESS = re.compile(r"\s*(javascript|data:text/html|data:image/svg)", re.IGNORECASE)
ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(|@import\b)\s*(?:['\"]\s*)?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)


def facts(data: bytes) -> tuple[int, int, tuple[str, ...]]:
    """Width and height in CSS pixels (0: not given) and the dangerous things in it, in Chinese words."""
    # Older programs name the DTD of SVG 1.1, which nobody reads.
    root = parse(data, Budget(), may_have_dtd=True)
    box = [length(part) for part in re.split(r"[\s,]+", attribute(root, "viewBox").strip())]
    width = length(attribute(root, "width")) or (box[2] if len(box) == 4 else 0)
    height = length(attribute(root, "height")) or (box[3] if len(box) == 4 else 0)
    return width, height, tuple(sorted({risk for element in root.iter() for risk in risks(element)}))


def length(text: str) -> int:
    """A length in CSS pixels; 0 for percentages and what is none."""
    match = LENGTH.fullmatch(text)
    try:
        return round(float(match[1]) * PIXELS[match[2] or ""]) if match else 0
    except (ValueError, OverflowError):
        return 0


def risks(element: Element) -> list[str]:
    """What in one element runs, embeds a page or fetches from another host."""
    tag = local(element.tag)
    found = ["脚本（script）"] if tag == "script" else ["嵌入的网页（foreignObject）"] if tag == "foreignObject" else []
    for key, value in element.attrib.items():
        name = local(key)
        if name.lower().startswith("on"):
            found.append(f"脚本（{name}）")
        elif name in ("href", "src") and SCRIPT_ADDRESS.match(value):
            found.append("脚本链接（javascript:）")
        elif name in ("href", "src") and tag != "a" and ELSEWHERE.match(value):
            found.append(f"外部网址（{value.strip()[:60]}）")
        elif IN_STYLE.search(value):
            found.append("外部网址（样式里）")
    if tag == "style" and IN_STYLE.search("".join(element.itertext())):
        found.append("外部网址（样式里）")
    return found
