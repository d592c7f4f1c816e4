"""SVG by a list of elements and attributes (SVG 2): a picture and nothing that runs, fetches or tells who drew it.

An SVG that is opened by its address is a page of the site; what is not on the list is left out.
"""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

import tinycss2
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.metadata import pictures
from lanmu.untrusted.metadata.unstrippable import UnstrippableError

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_ELEMENTS = (
    "svg g defs symbol use switch title desc style a view path rect circle ellipse line polyline polygon text tspan tref "
    "textPath image marker clipPath mask pattern linearGradient radialGradient meshgradient stop filter feBlend "
    "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology "
    "feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence animate animateMotion animateTransform "
    "set mpath"
)
ELEMENTS = frozenset(_ELEMENTS.split())
_ATTRIBUTES = (
    "id class style lang role tabindex version baseProfile viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy "
    "r rx ry fx fy fr d points pathLength transform dx dy rotate textLength lengthAdjust startOffset method spacing side "
    "offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits "
    "maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient filterUnits primitiveUnits in in2 "
    "result type values tableValues slope intercept amplitude exponent mode operator k1 k2 k3 k4 order kernelMatrix "
    "divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant "
    "specularExponent scale xChannelSelector yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ "
    "limitingConeAngle stdDeviation radius baseFrequency numOctaves seed stitchTiles attributeName attributeType begin "
    "dur end min max restart repeatCount repeatDur fill calcMode keyTimes keySplines from to by additive accumulate path "
    "keyPoints origin requiredFeatures systemLanguage media "
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters "
    "color-rendering cursor direction display dominant-baseline enable-background fill-opacity fill-rule filter "
    "flood-color flood-opacity font font-family font-size font-size-adjust font-stretch font-style font-variant "
    "font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-spacing "
    "lighting-color marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order "
    "pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering "
    "transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode "
    "aria-label aria-labelledby aria-describedby aria-hidden aria-roledescription"
)
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "set"))
# What the browser would fetch; within a picture that is a picture.
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]*)")
SAFE_AT_RULES = frozenset(("media", "keyframes", "-webkit-keyframes", "supports", "font-face"))
EMBEDDED = {
    FileKind.PNG: pictures.png,
    FileKind.JPEG: pictures.jpeg,
    FileKind.GIF: pictures.gif,
    FileKind.WEBP: pictures.webp,
}
TYPES = {FileKind.PNG: "png", FileKind.JPEG: "jpeg", FileKind.GIF: "gif", FileKind.WEBP: "webp"}
DEEPEST = 200
REMEDY = "请制图的人另存为“普通 SVG”，或者另存为 PNG。"
DANGEROUS = ("SVG 图片里有不该出现的 XML 定义（实体），可能是恶意文件。", REMEDY)
BROKEN = ("SVG 图片已损坏，读不出来。", REMEDY)
TOO_DEEP = (f"SVG 图片里的内容超过 {DEEPEST} 层，可能是恶意文件。", REMEDY)


def svg(data: bytes) -> bytes:
    """The picture written anew. Raises UnstrippableError."""
    # Older programs name the DTD of SVG 1.1, which nobody reads and which goes; entities are refused.
    parser = XMLParser(target=Writer(), forbid_dtd=False)
    try:
        parser.feed(data)
        written = parser.close()
    except DefusedXmlException:
        raise UnstrippableError(*DANGEROUS) from None
    except (ParseError, ValueError, LookupError):
        raise UnstrippableError(*BROKEN) from None
    if not written:
        raise UnstrippableError(*BROKEN)
    return str(written).encode("utf-8")


class Writer:
    """Writes what is on the list while the parser reads; comments and instructions never come here."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.depth = 0
        self.left_out = 0
        """How deep the element lies that is left out with all that is in it; 0 when none is."""
        self.style: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """One element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnstrippableError(*TOO_DEEP)
        name = tag.removeprefix(SVG)
        if self.left_out or name not in ELEMENTS or not is_harmless(name, attributes):
            self.left_out = self.left_out or self.depth
            return
        kept = "".join(
            f" {key}={quoteattr(value)}"
            for key, value in filter(None, (kept_attribute(*a) for a in attributes.items()))
        )
        spaces = ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        self.written.append(f"<{name}{spaces if self.depth == 1 else ''}{kept}>")
        if name == "style":
            self.style = []

    def data(self, text: str) -> None:
        """Words, or the rules of a style."""
        if self.style is not None:
            self.style.append(text)
        elif not self.left_out:
            self.written.append(escape(text))

    def end(self, tag: str) -> None:
        """One element ends."""
        if not self.left_out:
            if self.style is not None:
                self.written.append(escape(style_sheet("".join(self.style))))
                self.style = None
            self.written.append(f"</{tag.removeprefix(SVG)}>")
        elif self.left_out == self.depth:
            self.left_out = 0
        self.depth -= 1

    def close(self) -> str:
        """All that was written."""
        return "".join(self.written)


def is_harmless(name: str, attributes: dict[str, str]) -> bool:
    """False for an animation of an address or of anything else that is not on the list."""
    return name not in ANIMATIONS or attributes.get("attributeName", "d") in ATTRIBUTES - {"style", "class", "id"}


def kept_attribute(key: str, value: str) -> tuple[str, str] | None:
    """An attribute as it is written; None when it is left out."""
    if key in ("href", f"{XLINK}href"):
        kept = address(value)
        return None if kept is None else ("xlink:href" if key != "href" else "href", kept)
    if key in (f"{XML}space", f"{XML}lang"):
        return f"xml:{key.removeprefix(XML)}", value
    if key == "style":
        return key, declarations(value)
    # Without a bracket there is no address; the outlines of a map are long.
    if key not in ATTRIBUTES or ("(" in value and not is_local(tinycss2.parse_component_value_list(value))):
        return None
    return key, value


def address(value: str) -> str | None:
    """An address within the picture, or a picture of pixels in it, without remarks; None for any other."""
    if value.strip().startswith("#"):
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
    return f"data:image/{TYPES[kind]};base64,{base64.b64encode(EMBEDDED[kind](data)).decode('ascii')}"


def style_sheet(text: str) -> str:
    """The rules of a style without remarks and without what fetches."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n".join(filter(None, map(style_rule, rules)))


def style_rule(rule: tinycss2.ast.Node) -> str:
    """One rule; empty when it is left out."""
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(without_comments(rule.prelude))}{{{declarations(rule.content)}}}"
    is_safe = (
        rule.type == "at-rule"
        and rule.lower_at_keyword in SAFE_AT_RULES
        and is_local(without_comments(rule.prelude))
        and is_local(without_comments(rule.content or []))
    )
    return str(rule.serialize()) if is_safe else ""


def declarations(written: str | list[tinycss2.ast.Node]) -> str:
    """The declarations of a rule or an attribute without remarks and without what fetches."""
    found = tinycss2.parse_blocks_contents(written, skip_comments=True, skip_whitespace=True)
    return ";".join(
        each.serialize().rstrip(";")
        for each in found
        if each.type == "declaration" and is_local(without_comments(each.value))
    )


def without_comments(nodes: list[tinycss2.ast.Node]) -> list[tinycss2.ast.Node]:
    """Takes the remarks out of a list of tokens, those within brackets too."""
    waiting = [nodes]
    while waiting:
        level = waiting.pop()
        level[:] = [node for node in level if node.type != "comment"]
        waiting += [inner for node in level for inner in (inside(node),) if inner]
    return nodes


def is_local(nodes: list[tinycss2.ast.Node]) -> bool:
    """True when nothing among the tokens is an address but of a part of the picture."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "error" or (node.type == "url" and not is_part(node.value)):
            return False
        if node.type == "function" and node.lower_name in ("url", "src", "image", "image-set", "-webkit-image-set"):
            strings = [each.value for each in node.arguments if each.type == "string"]
            if node.lower_name != "url" or not all(map(is_part, strings)):
                return False
        waiting += inside(node)
    return True


def is_part(value: str) -> bool:
    """True for the address of a part of the picture itself."""
    return value.strip().startswith("#")


def inside(node: tinycss2.ast.Node) -> list[tinycss2.ast.Node]:
    """The tokens within brackets."""
    return [] if node.type not in ("function", "() block", "[] block", "{} block") else contents(node)


def contents(node: tinycss2.ast.Node) -> list[tinycss2.ast.Node]:
    """The list of tokens of a function or a block, which may be changed."""
    found: list[tinycss2.ast.Node] = node.arguments if node.type == "function" else node.content
    return found
