"""Links to other hosts that readers cannot see (暗链): what an intruder leaves on a page for search engines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode, SelectolaxError

from lanmu.checks.built.colour import colour_of
from lanmu.checks.built.stylesheet import Sheet, Style, declarations
from lanmu.checks.built.visibility import (
    ASIDE,
    SIZES,
    WHITE,
    alike,
    colour_reason,
    inherited_reason,
    length,
    own_reason,
)

VISUAL = "img,svg,picture,video,canvas,object,input,i,iframe"
Attributes = dict[str, str | None]
Names = frozenset[str]
Claim = tuple[tuple[int, ...], str, str, Style | None]
IMPORTANT = " !important"
# Zero-width characters, soft hyphen, byte order mark.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# What an element takes over from those around it, what its colour is seen against, what only hides with others.
INHERITED = frozenset(("visibility", "text-indent", "font-size", "font", "color"))
GROUND = frozenset(("background", "background-color", "background-image"))
MEASURES = frozenset((*SIZES, *ASIDE))
TOGETHER = frozenset(("position", "overflow", "overflow-x", "overflow-y"))
Index = dict[str, list[tuple[int, Style]]]


@dataclass(frozen=True)
class Hidden:
    """A link to another host that cannot be seen, how many equal ones come before it, and the reason in Chinese."""

    raw: str
    number: int
    reason: str


class Styles:
    """The styles of several sheets in their order, found by what they are about; `hiding` are those that may hide."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        grounds = frozenset(colour_of(ground) for sheet in sheets for ground in sheet.grounds) | {WHITE}
        self.every: Index = defaultdict(list)
        self.hiding: Index = defaultdict(list)
        for number, sheet in enumerate(sheets):
            for key, styles in sheet.styles.items():
                for style in styles:
                    self.every[key].append((number, style))
                    if not style.dynamic and could_hide(style.declared, grounds):
                        self.hiding[key].append((number, style))


class Looks:
    """How the elements of one page look, by its stylesheets and its own style attributes.

    Matching selectors is what takes time. So first only those styles are tried that may hide, and then, where one of
    them is about an element, only styles with the same properties.
    """

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._known: dict[tuple[int, Names], dict[str, str]] = {}
        self._at_stake: dict[int, Names] = {}
        self._names: dict[int, tuple[Names, Names]] = {}
        self._around: dict[int, tuple[str, Names]] = {}

    def reason(self, link: LexborNode) -> str:
        """Why the link cannot be seen; empty when it can."""
        reason, names = self.around(link)
        if not reason and names:
            chain = [self.style(node, names | GROUND) for node in upwards(link)]
            reason = inherited_reason(chain) or colour_reason(chain)
        return reason or self.blank(link)

    def around(self, link: LexborNode) -> tuple[str, Names]:
        """Why the element or one it lies in cannot be seen, and which properties it takes over that may hide it."""
        new = []
        known: tuple[str, Names] = ("", frozenset())
        for node in upwards(link):
            if node.mem_id in self._around:
                known = self._around[node.mem_id]
                break
            new.append(node)
        for node in reversed(new):
            reason, names = known
            known = reason or self.own_reason(node), names | (self.at_stake(node) & INHERITED)
            self._around[node.mem_id] = known
        return known

    def own_reason(self, node: LexborNode) -> str:
        """Why the element itself cannot be seen."""
        names = self.at_stake(node)
        return own_reason(self.style(node, names if names.isdisjoint(MEASURES) else names | TOGETHER)) if names else ""

    def at_stake(self, node: LexborNode) -> Names:
        """The properties by which something declared for the element could hide it; the cascade decides whether."""
        names = self._at_stake.get(node.mem_id)
        if names is None:
            attributes, tag = node.attributes, node.tag or ""
            found = [presentation(tag, attributes), declarations(attributes.get("style") or "")]
            hiding = self.candidates(self.styles.hiding, node)
            found += [style.declared for _, style in hiding if matches(node, style)]
            names = self._at_stake[node.mem_id] = frozenset(name for declared in found for name in declared)
        return names

    def candidates(self, index: Index, node: LexborNode) -> Iterator[tuple[int, Style]]:
        """Styles that may be about an element by the names in their selectors, each with its sheet's number."""
        own, around = self.names(node)
        for key in ("*", *own):
            for number, style in index.get(key, ()):
                if style.needs <= own and style.around <= around:
                    yield number, style

    def names(self, node: LexborNode) -> tuple[Names, Names]:
        """What selectors know an element by, and with it all that it lies in."""
        new: list[LexborNode] = []
        known: tuple[Names, Names] = (frozenset(), frozenset())
        for above in upwards(node):
            if above.mem_id in self._names:
                known = self._names[above.mem_id]
                break
            new.append(above)
        for element in reversed(new):
            own = frozenset(names_of(element.tag or "", element.attributes))
            known = self._names[element.mem_id] = own, own | known[1]
        return known

    def blank(self, link: LexborNode) -> str:
        """Why there is nothing to see in the link itself."""
        attributes = link.attributes
        shown = INVISIBLE.sub("", link.text_lexbor()).strip()
        for part in link.css("[style],[class],[hidden]") if shown else ():
            if part.mem_id != link.mem_id and shown and self.own_reason(part):
                shown = shown.replace(part.text_lexbor().strip(), "", 1).strip()
        if shown or attributes.get("aria-label") or attributes.get("title"):
            return ""
        visual = [part for part in link.css(VISUAL) if not is_dot(part.attributes)]
        return "" if visual or attributes.get("class") else "链接里没有看得见的内容"

    def style(self, node: LexborNode, names: Names) -> dict[str, str]:
        """What is declared for an element, of these properties at least, as the cascade decides."""
        key = node.mem_id, names
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._cascade(node, names)
        return style

    def _cascade(self, node: LexborNode, names: Names) -> dict[str, str]:
        """The winning declarations: the strongest are tried first, and the others not at all."""
        found: dict[str, str] = {}
        settled: set[str] = set()
        tried: dict[int, bool] = {}
        for _, name, value, style in sorted(self.claims(node, names), key=lambda claim: claim[0], reverse=True):
            if name in settled:
                continue
            if style is not None:
                applies = tried.get(id(style))
                if applies is None:
                    applies = tried[id(style)] = matches(node, style)
                if not applies or (style.dynamic and name not in reveals(style)):
                    continue
            settled.add(name)
            if style is None or not style.dynamic:
                found[name] = value
        return found

    def claims(self, node: LexborNode, names: Names) -> Iterator[Claim]:
        """What may be declared for an element: how strongly, which property, its value, and by which style."""
        attributes, tag = node.attributes, node.tag or ""
        for name, value in presentation(tag, attributes).items():
            yield (False, 0), name, value, None
        for name, value in declarations(attributes.get("style") or "").items():
            yield (value.endswith(IMPORTANT), 2), name, value.removesuffix(IMPORTANT), None
        for number, style in self.candidates(self.styles.every, node):
            for name in names.intersection(style.declared):
                value = style.declared[name]
                strength = value.endswith(IMPORTANT), 1, *style.order[:3], number, style.order[3]
                yield strength, name, value.removesuffix(IMPORTANT), style


def names_of(tag: str, attributes: Attributes) -> list[str]:
    """What selectors know an element by."""
    names = [tag, *(f".{name}" for name in (attributes.get("class") or "").split())]
    return [*names, f"#{attributes['id']}"] if attributes.get("id") else names


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
    plain = {name: value.removesuffix(IMPORTANT) for name, value in declared.items()}
    colour = plain.get("color", "")
    return bool(
        own_reason({"position": "absolute", "overflow": "hidden", **plain})
        or inherited_reason([plain])
        or (colour and (colour == "transparent" or any(alike(colour_of(colour), ground) for ground in grounds)))
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
