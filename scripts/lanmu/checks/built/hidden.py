"""Links to other hosts that readers cannot see (暗链): what an intruder leaves on a page for search engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode, SelectolaxError

from lanmu.checks.built.colour import colour_of
from lanmu.checks.built.stylesheet import Sheet, Style, declarations
from lanmu.checks.built.visibility import WHITE, colour_reason, inherited_reason, length, own_reason

VISUAL = "img,svg,picture,video,canvas,object,input,i,iframe"
Attributes = dict[str, str | None]


@dataclass(frozen=True)
class Hidden:
    """A link to another host that cannot be seen, how many equal ones come before it, and the reason in Chinese."""

    raw: str
    number: int
    reason: str


class Looks:
    """How the elements of one page look, by its stylesheets and its own style attributes."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.grounds = frozenset(colour_of(ground) for sheet in sheets for ground in sheet.grounds) | {WHITE}
        self._known: dict[int, dict[str, str]] = {}

    def reason(self, link: LexborNode) -> str:
        """Why the link cannot be seen; empty when it can."""
        nodes = list(upwards(link))
        if any(self.suspect(node) for node in nodes):
            chain = []
            for node in nodes:
                style = self.style(node)
                if reason := own_reason(style):
                    return reason
                chain.append(style)
            if reason := inherited_reason(chain) or colour_reason(chain):
                return reason
        return self.blank(link)

    def suspect(self, node: LexborNode) -> bool:
        """True when something declared for the element could hide it; whether it does, the cascade decides."""
        attributes = node.attributes
        if "style" in attributes or presentation(node.tag or "", attributes):
            return True
        return any(
            could_hide(style.declared, self.grounds) and matches(node, style)
            for _, style in self.candidates(node.tag or "", attributes)
            if not style.dynamic
        )

    def candidates(self, tag: str, attributes: Attributes) -> Iterator[tuple[int, Style]]:
        """Styles that may be about an element, each with its sheet's number."""
        keys = ["*", tag, *(f".{name}" for name in (attributes.get("class") or "").split())]
        if attributes.get("id"):
            keys.append(f"#{attributes['id']}")
        for number, sheet in enumerate(self.sheets):
            for key in keys:
                for style in sheet.styles.get(key, ()):
                    yield number, style

    def blank(self, link: LexborNode) -> str:
        """Why there is nothing to see in the link itself."""
        attributes = link.attributes
        shown = link.text_lexbor().strip()
        for part in link.css("[style],[class],[hidden]") if shown else ():
            if part.mem_id != link.mem_id and shown and own_reason(self.style(part)):
                shown = shown.replace(part.text_lexbor().strip(), "", 1).strip()
        if shown or attributes.get("aria-label") or attributes.get("title"):
            return ""
        visual = [part for part in link.css(VISUAL) if not is_dot(part.attributes)]
        return "" if visual or attributes.get("class") else "链接里没有看得见的内容"

    def style(self, node: LexborNode) -> dict[str, str]:
        """What is declared for an element, as the cascade decides."""
        style = self._known.get(node.mem_id)
        if style is None:
            style = self._known[node.mem_id] = self._cascade(node)
        return style

    def _cascade(self, node: LexborNode) -> dict[str, str]:
        attributes, tag = node.attributes, node.tag or ""
        layers: list[tuple[tuple[int, ...], dict[str, str]]] = [
            ((0,), presentation(tag, attributes)),
            ((2,), declarations(attributes.get("style") or "")),
        ]
        shown: set[str] = set()
        for number, style in self.candidates(tag, attributes):
            if not matches(node, style):
                continue
            if style.dynamic:
                shown |= reveals(style)
            else:
                layers.append(((1, *style.order[:3], number, style.order[3]), style.declared))
        layers.sort(key=lambda layer: layer[0])
        found: dict[str, str] = {}
        for important in (False, True):
            for _, declared in layers:
                found |= {
                    n: v.removesuffix(" !important")
                    for n, v in declared.items()
                    if v.endswith("!important") is important
                }
        return {name: value for name, value in found.items() if name not in shown}


def upwards(node: LexborNode | None) -> Iterator[LexborNode]:
    """The element and those it lies in."""
    while node is not None and node.tag and not node.tag.startswith("-"):
        yield node
        node = node.parent


def matches(node: LexborNode, style: Style) -> bool:
    """True when the style is about the element; a selector that the parser does not know is about none."""
    try:
        return bool(style.selector) and node.css_matches(style.selector)
    except SelectolaxError:
        return False


def reveals(style: Style) -> set[str]:
    """The properties by which an element is shown again while the style's condition holds."""
    names = set(style.declared)
    if own_reason(style.declared) or style.declared.get("visibility") == "hidden":
        return set()
    return names - {"display", "visibility"} if style.late else names


def could_hide(declared: dict[str, str], grounds: frozenset[tuple[int, int, int] | None]) -> bool:
    """True when these declarations hide an element, alone or with others."""
    plain = {name: value.removesuffix(" !important") for name, value in declared.items()}
    colour = plain.get("color", "")
    return bool(
        own_reason({"position": "absolute", "overflow": "hidden", **plain})
        or inherited_reason([plain])
        or (colour and (colour == "transparent" or (colour_of(colour) or ()) in grounds))
    )


def presentation(tag: str, attributes: Attributes) -> dict[str, str]:
    """What attributes other than style say about an element's looks."""
    found = {}
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        found["display"] = "none"
    if tag == "font" and attributes.get("color"):
        found["color"] = (attributes["color"] or "").lower()
    if attributes.get("bgcolor"):
        found["background-color"] = (attributes["bgcolor"] or "").lower()
    if tag == "marquee":
        found |= {name: value.lower() for name in ("width", "height") if (value := attributes.get(name))}
        found["overflow"] = "hidden"
    return found


def is_dot(attributes: Attributes) -> bool:
    """True for a picture of a pixel or less."""
    sizes = [length(value) for name in ("width", "height") if (value := attributes.get(name))]
    style = declarations(attributes.get("style") or "")
    sizes += [length(style[name]) for name in ("width", "height") if name in style]
    return any(size is not None and size <= 1 for size in sizes) or bool(own_reason(style))
