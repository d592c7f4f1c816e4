"""Links to other hosts that readers cannot see (暗链): what an intruder leaves on a page for search engines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from selectolax.lexbor import LexborNode, SelectolaxError

from lanmu.checks.built.colour import WHITE, Colour, colour_of
from lanmu.checks.built.declared import IMPORTANT, declarations
from lanmu.checks.built.measure import length
from lanmu.checks.built.opened import Openers
from lanmu.checks.built.selector import relaxed
from lanmu.checks.built.stylesheet import Sheet, Style
from lanmu.checks.built.visibility import (
    CLEAR,
    DRAWN,
    FAINT,
    INLINE,
    UNSEEN,
    behind_reason,
    colour_reason,
    inherited_reason,
    own_reason,
)

PICTURES = "img,video,picture,canvas"
OVERLAID = ("absolute", "fixed")
LAID = frozenset(("display", "position"))
VISUAL = "img,svg,picture,video,canvas,object,input,i,iframe,[class]:empty"
Attributes = dict[str, str | None]
Names = frozenset[str]
Claim = tuple[tuple[int, ...], str, str, Style | None]
# Zero-width characters, soft hyphen, byte order mark, and the blank of Braille and Hangul.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufeff]"
)
# What an element takes over from those around it, and what is needed to tell whether it hides.
INHERITED = frozenset(("visibility", "text-indent", "font-size", "color", "-webkit-text-fill-color", "z-index"))
GROUND = frozenset(("background-color", "background-image", "background-clip", "position", "float", *DRAWN))
GROUND |= {"margin-top", "margin-left", "margin-bottom", "z-index", "opacity", "transform", "translate", "scale"}
GROUND |= {"filter", "clip-path"}
# The properties of a box that only together tell where it is and how large.
_BOX = """
    display position float top right bottom left width height min-width min-height max-width max-height
    overflow-x overflow-y margin-top margin-left padding-top padding-right padding-bottom padding-left
    transform translate scale clip clip-path opacity filter content-visibility visibility animation-name
"""
BOX = frozenset(_BOX.split())
# Elements whose content is never drawn, and the reason; <noscript> by what it says.
UNDRAWN = {"noscript": "<noscript> 里", "datalist": "<datalist> 里", "canvas": "<canvas> 里", "defs": "<defs> 里"}
# What pages say to readers whose browser runs no scripts.
FOR_NO_SCRIPT = re.compile(r"script|脚本|浏览器|browser", re.IGNORECASE)
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
LINK_COLOUR = "#0000ee"
# So many pieces of a link tell whether anything of it can be seen.
PIECES = 20
Index = dict[str, list[tuple[int, Style]]]


@dataclass(frozen=True)
class Hidden:
    """A link to another host that cannot be seen, how many equal ones come before it, and the reason in Chinese."""

    raw: str
    number: int
    reason: str


def constants(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Custom properties that have one value everywhere: which of several holds depends on the element, or the theme."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for name, values in sheet.variables.items():
            found[name] |= values
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


class Styles:
    """The styles of several sheets in their order, found by what they are about; `hiding` are those that may hide."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.animations = frozenset(name for sheet in sheets for name in sheet.animations)
        layers = dict.fromkeys(name for sheet in sheets for name in sheet.layers)
        self.layers = {name: number for number, name in enumerate(layers)}
        self.every: Index = defaultdict(list)
        self.hiding: Index = defaultdict(list)
        self.painted: Index = defaultdict(list)
        self.constants = constants(sheets)
        for number, sheet in enumerate(sheets):
            for key, styles in sheet.painted.items():
                self.painted[key] += [(number, style) for style in styles]
            for key, styles in sheet.styles.items():
                self.every[key] += [(number, self.with_constants(style)) for style in styles]
        every = [style.declared for filed in self.every.values() for _, style in filed]
        written = {declared["background-color"] for declared in every if "background-color" in declared}
        grounds = {colour for ground in written if (colour := colour_of(ground))} | {WHITE}
        for key, filed in self.every.items():
            self.hiding[key] = [
                entry for entry in filed if not entry[1].dynamic and could_hide(entry[1].declared, grounds)
            ]

    def with_constants(self, style: Style) -> Style:
        """The style with the values of custom properties in their place, where these are known."""
        if not any("var(" in value for value in style.declared.values()):
            return style
        filled = {name: self.filled(value) for name, value in style.declared.items()}
        return replace(style, declared=filled)

    def filled(self, value: str) -> str:
        """A value with those of custom properties, which may hold further ones, in their place."""
        for _ in range(3):
            value = VARIABLE.sub(lambda match: self.constants.get(match[1], match[0]), value)
        return value

    @cached_property
    def revealing(self) -> Index:
        """Styles that may show an element, by every name that it must have."""
        found: Index = defaultdict(list)
        for styles in self.every.values():
            for number, style in styles:
                if not hides(style.declared) and not BOX.isdisjoint(style.declared):
                    for name in style.selector.needs or ("*",):
                        found[name].append((number, style))
        return found


class Looks:
    """How the elements of one page look, by its stylesheets and its own style attributes.

    Matching selectors is what takes time. So first only those styles are tried that may hide, and then, where one of
    them is about an element, only styles with the same properties.
    """

    def __init__(self, styles: Styles, openers: Callable[[], Openers], hidden_by_script: Names = frozenset()) -> None:
        self.styles = styles
        self.hidden_by_script = hidden_by_script
        self._openers = openers
        self._known: dict[tuple[int, Names], dict[str, str]] = {}
        self._at_stake: dict[int, Names] = {}
        self._names: dict[int, tuple[Names, Names]] = {}
        self._around: dict[int, tuple[str, Names]] = {}

    @cached_property
    def openers(self) -> Openers:
        """What can show hidden parts; looked for only where there are some."""
        return self._openers()

    def reason(self, link: LexborNode) -> str:
        """Why no part of the link can be seen; empty when one can."""
        texts, pictures = pieces(link)
        if not texts and not pictures:
            return self.around(link)[0] or self.blank(link)
        first = ""
        for piece in (*texts, *pictures):
            reason, names = self.around(piece)
            if not reason and names:
                reason = self.taken_over(piece, link, names, is_text=piece in texts)
            if not reason:
                return ""
            first = first or reason
        return first

    def taken_over(self, piece: LexborNode, link: LexborNode, names: Names, *, is_text: bool) -> str:
        """Why a piece of a link cannot be seen by what it takes over from what it lies in."""
        nodes = list(upwards(piece))
        chain = [self.style(node, names | GROUND) for node in nodes]
        for at, node in enumerate(nodes):
            if chain[at].get("visibility") in UNSEEN and self.is_shown_later(node, self.style(node, BOX)):
                chain[at] = {name: value for name, value in chain[at].items() if name != "visibility"}
        behind = behind_reason(chain, [node.tag or "" for node in nodes])
        if behind or not is_text:
            return behind or inherited_reason(chain[:], painted=True)
        inside = next(at for at, node in enumerate(nodes, 1) if node.mem_id == link.mem_id)
        holder = next((at for at, style in enumerate(chain, 1) if "text-indent" in style), inside)
        painted = any(map(self.paints, nodes[: max(inside, holder)], chain))
        reason = inherited_reason(chain, painted=painted)
        if reason or painted or not names & {"color", "-webkit-text-fill-color"}:
            return reason
        if not any("color" in style for style in chain[:inside]):
            # Links do not take over a colour: browsers give them their own.
            chain[inside - 1] = chain[inside - 1] | {"color": LINK_COLOUR}
        reason = colour_reason(chain)
        return "" if reason and (any(map(self.draws, nodes)) or self.is_over_picture(nodes)) else reason

    def is_over_picture(self, nodes: Sequence[LexborNode]) -> bool:
        """True when a picture may be drawn where the text stands: one that is laid beside or behind it."""
        for node in nodes:
            if node.tag in ("body", "html"):
                return False
            is_grid = "grid" in self.style(node, LAID).get("display", "")
            for picture in node.css(PICTURES) if node.tag not in INLINE else ():
                if is_grid or any(self.style(part, LAID).get("position") in OVERLAID for part in within(picture, node)):
                    return True
        return False

    def paints(self, node: LexborNode, style: dict[str, str]) -> bool:
        """True when the element draws a picture behind or beside its text."""
        return style.get("background-image", "none") not in CLEAR or self.draws(node)

    def draws(self, node: LexborNode) -> bool:
        """True when a ::before or ::after of the element draws something."""
        return any(matches(node, style.selector.text) for _, style in self.candidates(self.styles.painted, node))

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
        """Why the element itself cannot be seen nor opened."""
        tag, names = node.tag or "", self.at_stake(node)
        if tag in UNDRAWN and not (tag == "noscript" and FOR_NO_SCRIPT.search(node.text_lexbor())):
            return f"藏在 {UNDRAWN[tag]}"
        if node.attributes.get("id") in self.hidden_by_script:
            return "网页一打开，脚本就把它藏起来"
        if names.isdisjoint(BOX):
            return ""
        reason = own_reason(style := self.style(node, BOX), tag)
        return "" if reason and self.is_shown_later(node, style) else reason

    def is_shown_later(self, node: LexborNode, style: dict[str, str]) -> bool:
        """True when an animation, the reader or a script shows the element."""
        animated = not self.styles.animations.isdisjoint(style.get("animation-name", "").split())
        return animated or self.openers.opens(node) or self.is_revealed(node)

    def is_revealed(self, node: LexborNode) -> bool:
        """True when a stylesheet shows the element again once a script gives it, or one around it, a class."""
        own, around = self.names(node)
        shows = self.openers.shows
        for key in ("*", *own):
            for _, style in self.styles.revealing.get(key, ()):
                selector = style.selector
                absent = (selector.needs - own) | (selector.around - around)
                if (absent or "[" in selector.text) and all(name[0] == "." and shows(name) for name in absent):
                    text = relaxed(selector.text, absent.__contains__)
                    if text not in ("", "*", selector.text) and matches(node, text):
                        return True
        return False

    def at_stake(self, node: LexborNode) -> Names:
        """The properties by which something declared for the element could hide it; the cascade decides whether."""
        names = self._at_stake.get(node.mem_id)
        if names is None:
            attributes, tag = node.attributes, node.tag or ""
            found = [presentation(tag, attributes), declarations(attributes.get("style") or "")]
            hiding = self.candidates(self.styles.hiding, node)
            found += [style.declared for _, style in hiding if matches(node, style.selector.text)]
            names = self._at_stake[node.mem_id] = frozenset(name for declared in found for name in declared)
        return names

    def candidates(self, index: Index, node: LexborNode) -> Iterator[tuple[int, Style]]:
        """Styles that may be about an element by the names in their selectors, each with its sheet's number."""
        own, around = self.names(node)
        for key in ("*", *own):
            for number, style in index.get(key, ()):
                if style.selector.needs <= own and style.selector.around <= around:
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
        """Why there is nothing to see in a link without text and pictures."""
        attributes = link.attributes
        if attributes.get("aria-label") or attributes.get("title") or attributes.get("class"):
            return ""
        painted = self.paints(link, self.style(link, GROUND))
        return "" if painted else "链接里没有看得见的内容"

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
                    applies = tried[id(style)] = matches(node, style.selector.text)
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
                important = value.endswith(IMPORTANT)
                # CSS Cascade Level 5, 6.1: what is in no layer comes last; of what is important the first layer wins.
                layer = self.styles.layers.get(style.layer, len(self.styles.layers))
                strength = important, 1, -layer if important else layer, *style.order[:3], number, style.order[3]
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


def within(node: LexborNode, outer: LexborNode) -> Iterator[LexborNode]:
    """The element and those it lies in, as far as they lie in `outer`."""
    return takewhile(lambda above: above.mem_id != outer.mem_id, upwards(node))


def pieces(link: LexborNode) -> tuple[list[LexborNode], list[LexborNode]]:
    """The elements of a link that hold text, and its pictures; not those of a pixel."""
    texts: dict[int, LexborNode] = {}
    for node in link.traverse(include_text=True):
        if node.tag == "-text" and len(texts) < PIECES and INVISIBLE.sub("", node.text_lexbor()).strip():
            parent = node.parent
            if parent is not None:
                texts[parent.mem_id] = parent
    pictures = [part for part in link.css(VISUAL) if part.mem_id != link.mem_id and not is_dot(part.attributes)]
    return list(texts.values()), pictures[:PIECES]


def matches(node: LexborNode, selector: str) -> bool:
    """True when the selector is about the element; one that the parser does not know is about none.

    The parser's own `css_matches` is true, too, when it is about something within.
    """
    try:
        found = node.css_first(selector) if selector else None
    except SelectolaxError:
        return False
    return found is not None and found.mem_id == node.mem_id


def reveals(style: Style) -> set[str]:
    """The properties by which an element is shown again while the style's condition holds."""
    names = set(style.declared)
    if hides(style.declared):
        return set()
    return names - {"display", "visibility"} if style.selector.late else names


def hides(declared: dict[str, str]) -> bool:
    """True when these declarations hide an element by themselves."""
    values = plain(declared)
    return bool(own_reason(values)) or values.get("visibility") in UNSEEN


def plain(declared: dict[str, str]) -> dict[str, str]:
    """Declarations without `!important`."""
    return {name: value.removesuffix(IMPORTANT) for name, value in declared.items()}


def could_hide(declared: dict[str, str], grounds: set[Colour]) -> bool:
    """True when these declarations hide an element, alone or with others."""
    values = plain(declared)
    level = length(values.get("z-index", ""))
    if level is not None and level < 0:
        return True
    written = values.get("-webkit-text-fill-color") or values.get("color", "")
    text = colour_of(written) if written else None
    if text and (text.alpha < FAINT or any(text.over(ground).is_like(ground) for ground in grounds)):
        return True
    box = {"position": "absolute", "overflow-x": "hidden", "overflow-y": "hidden"} | values
    return bool(own_reason(box) or inherited_reason([values]))


def presentation(tag: str, attributes: Attributes) -> dict[str, str]:
    """What attributes other than style say about an element's looks."""
    found = {}
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        found["display"] = "none"
    if tag == "font" and attributes.get("color"):
        found["color"] = (attributes["color"] or "").lower()
    if attributes.get("bgcolor"):
        found["background-color"] = (attributes["bgcolor"] or "").lower()
    if attributes.get("background"):
        found["background-image"] = "url()"
    if tag == "marquee":
        found |= {name: value.lower() for name in ("width", "height") if (value := attributes.get(name))}
        found |= {"display": "inline-block", "overflow-x": "hidden", "overflow-y": "hidden"}
    if (tag == "dialog" and "open" not in attributes) or "popover" in attributes:
        found["display"] = "none"
    return found


def is_dot(attributes: Attributes) -> bool:
    """True for a picture of a pixel or less."""
    sizes = [length(value) for name in ("width", "height") if (value := attributes.get(name))]
    style = declarations(attributes.get("style") or "")
    sizes += [length(style[name]) for name in ("width", "height") if name in style]
    return any(size is not None and size <= 1 for size in sizes) or bool(own_reason(style))
