"""Sanitises SVG with a list of allowed elements and attributes (SVG 2): no scripts, no requests, no metadata.

An SVG that is opened by its address is a page of the site; everything that is not on the list is removed.
"""

from __future__ import annotations

import base64
import binascii
import re
from html import escape
from pathlib import Path

import tinycss2

from lanmu.storage.program_data import read_program_data
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.markup import parse
from lanmu.untrusted.metadata import raster
from lanmu.untrusted.opening import Budget, RejectedFileError

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ALLOWED = read_program_data(Path(__file__).with_name("svg_allowed.yml"))
ELEMENTS = frozenset(ALLOWED["elements"].split())
ATTRIBUTES = frozenset(ALLOWED["attributes"].split())
ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "set"))
ANIMATED_BY_NOBODY = frozenset(("style", "class", "id"))
# An embedded raster picture.
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]*)")
SAFE_AT_RULES = frozenset(("media", "keyframes", "-webkit-keyframes", "supports", "font-face"))
EMBEDDED = {
    FileKind.PNG: ("png", raster.png),
    FileKind.JPEG: ("jpeg", raster.jpeg),
    FileKind.GIF: ("gif", raster.gif),
    FileKind.WEBP: ("webp", raster.webp),
}


def svg(data: bytes) -> bytes:
    """The sanitised picture. Raises RejectedFileError."""
    written = parse(data, Budget(), is_svg=True, target=Writer())
    if not written:
        raise RejectedFileError("SVG 图片已损坏，读不出来。", "请制图的人另存为“普通 SVG”，或者另存为 PNG。")
    return str(written).encode("utf-8")


class Writer:
    """A parser target that writes what is allowed; comments and processing instructions are dropped by the parser."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.depth = 0
        self.left_out = 0
        """The depth of the element that is being removed with its content; 0 when none is."""
        self.style: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = tag.removeprefix(SVG)
        # An animation may set only attributes on the list.
        is_harmful = name in ANIMATIONS and attributes.get("attributeName", "d") not in ATTRIBUTES - ANIMATED_BY_NOBODY
        if self.left_out or name not in ELEMENTS or is_harmful:
            self.left_out = self.left_out or self.depth
            return
        allowed = [attribute for attribute in map(kept_attribute, attributes.items()) if attribute]
        spaces = ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        written = "".join(f' {key}="{escape(value)}"' for key, value in allowed)
        self.written.append(f"<{name}{spaces if self.depth == 1 else ''}{written}>")
        if name == "style":
            self.style = []

    def data(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)
        elif not self.left_out:
            self.written.append(escape(text, quote=False))

    def end(self, tag: str) -> None:
        if not self.left_out:
            if self.style is not None:
                self.written.append(escape(style_sheet("".join(self.style)), quote=False))
                self.style = None
            self.written.append(f"</{tag.removeprefix(SVG)}>")
        elif self.left_out == self.depth:
            self.left_out = 0
        self.depth -= 1

    def close(self) -> str:
        return "".join(self.written)


def kept_attribute(attribute: tuple[str, str]) -> tuple[str, str] | None:
    """An attribute as it is written; None when it is removed."""
    key, value = attribute
    if key in ("href", f"{XLINK}href"):
        local = address(value)
        return None if local is None else ("xlink:href" if key != "href" else "href", local)
    if key in (f"{XML}space", f"{XML}lang"):
        return f"xml:{key.removeprefix(XML)}", value
    if key == "style":
        return key, declarations(value)
    # Values without a bracket hold no address and are not parsed: the paths of a map are long.
    if key not in ATTRIBUTES or ("(" in value and not is_local(tinycss2.parse_component_value_list(value))):
        return None
    return key, value


def address(value: str) -> str | None:
    """A reference within the picture, or an embedded raster picture without metadata; None for any other address."""
    if is_part(value):
        return value.strip()
    match = PICTURE.fullmatch(value.strip())
    if match is None:
        return None
    try:
        data = base64.b64decode(match[1])
    except binascii.Error:
        return None
    kind = kind_in(data)
    if kind not in EMBEDDED:
        return None
    name, clean = EMBEDDED[kind]
    return f"data:image/{name};base64,{base64.b64encode(clean(data)).decode('ascii')}"


def style_sheet(text: str) -> str:
    """The rules of a style sheet without comments and external addresses."""
    rules = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            prelude = tinycss2.serialize(without_comments(rule.prelude))
            rules.append(f"{prelude}{{{declarations(rule.content)}}}")
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword in SAFE_AT_RULES
            and is_local(without_comments(rule.prelude))
            and is_local(without_comments(rule.content or []))
        ):
            rules.append(str(rule.serialize()))
    return "\n".join(rules)


def declarations(written: str | list[tinycss2.ast.Node]) -> str:
    """The declarations of a rule or an attribute without comments and external addresses."""
    return ";".join(
        node.serialize().rstrip(";")
        for node in tinycss2.parse_blocks_contents(written, skip_comments=True, skip_whitespace=True)
        if node.type == "declaration" and is_local(without_comments(node.value))
    )


def without_comments(nodes: list[tinycss2.ast.Node]) -> list[tinycss2.ast.Node]:
    """Removes the comments from a list of tokens, in place, also inside brackets; returns the list."""
    waiting = [nodes]
    while waiting:
        level = waiting.pop()
        level[:] = [node for node in level if node.type != "comment"]
        waiting += [inner for node in level if (inner := bracketed(node))]
    return nodes


def is_local(nodes: list[tinycss2.ast.Node]) -> bool:
    """True when every address among the tokens is a part of the picture itself."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "error" or (node.type == "url" and not is_part(node.value)):
            return False
        if node.type == "function" and node.lower_name in ("url", "src", "image", "image-set", "-webkit-image-set"):
            strings = [each.value for each in node.arguments if each.type == "string"]
            if node.lower_name != "url" or not all(map(is_part, strings)):
                return False
        waiting += bracketed(node)
    return True


def is_part(value: str) -> bool:
    """True for the address of a part of the picture itself."""
    return value.strip().startswith("#")


def bracketed(node: tinycss2.ast.Node) -> list[tinycss2.ast.Node]:
    """The tokens inside a function or brackets, as a list that may be changed in place."""
    if node.type == "function":
        arguments: list[tinycss2.ast.Node] = node.arguments
        return arguments
    content: list[tinycss2.ast.Node] = node.content if node.type in ("() block", "[] block", "{} block") else []
    return content
