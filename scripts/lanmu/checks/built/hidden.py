"""Links to other hosts that readers cannot see (暗链): what an intruder leaves on a page for search engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from selectolax.lexbor import LexborNode

from lanmu.checks.built.css_values import declarations, length
from lanmu.checks.built.openers import Openers
from lanmu.checks.built.styles import PageStyles, upwards
from lanmu.checks.built.visibility import (
    CLEAR,
    INLINE,
    OUT_OF_FLOW,
    UNSEEN,
    colour_reason,
    covered_reason,
    inherited_reason,
    own_reason,
)

PICTURES = "img,video,picture,canvas"
VISUAL = "img,svg,picture,video,canvas,object,input,i,iframe,[class]:empty"
# Zero-width characters, soft hyphen, byte order mark, and the blank of Braille and Hangul.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufeff]"
)
# Elements whose content is never drawn; <noscript> by what it says.
UNDRAWN = ("noscript", "datalist", "canvas", "defs")
# What pages say to readers whose browser runs no scripts.
FOR_NO_SCRIPT = re.compile(r"script|脚本|浏览器|browser", re.IGNORECASE)
LINK_COLOUR = "#0000ee"
# At most so many pieces of a link are examined.
PIECES = 20


@dataclass(frozen=True)
class Hidden:
    """An invisible link to another host, the number of equal links before it, and the reason in Chinese."""

    raw: str
    number: int
    reason: str


class Looks:
    """Decides which links of a page can be seen. `openers` is called only when something is hidden."""

    def __init__(self, styles: PageStyles, openers: Callable[[], Openers], hidden_by_script: frozenset[str]) -> None:
        self.styles = styles
        self.hidden_by_script = hidden_by_script
        self._openers = openers
        self._reasons: dict[int, str] = {}
        self._laid: dict[int, bool] = {}

    @cached_property
    def openers(self) -> Openers:
        return self._openers()

    def reason(self, link: LexborNode) -> str:
        """Why the whole link is invisible; empty when some part of it can be seen."""
        texts, pictures = pieces(link)
        if not texts and not pictures:
            return self.unseen(link) or self.blank(link)
        reasons = []
        for piece in (*texts, *pictures):
            reason = self.unseen(piece) or self.inherited(piece, link, is_text=piece in texts)
            if not reason:
                return ""
            reasons.append(reason)
        return reasons[0]

    def unseen(self, node: LexborNode) -> str:
        """Why the element or one it lies in cannot be seen nor opened."""
        new, reason = [], ""
        for element in upwards(node):
            if element.mem_id in self._reasons:
                reason = self._reasons[element.mem_id]
                break
            new.append(element)
        for element in reversed(new):
            reason = self._reasons[element.mem_id] = reason or self.own_reason(element)
        return reason

    def own_reason(self, node: LexborNode) -> str:
        tag = node.tag or ""
        if tag in UNDRAWN and not (tag == "noscript" and FOR_NO_SCRIPT.search(node.text_lexbor())):
            return f"藏在 <{tag}> 里"
        if node.attributes.get("id") in self.hidden_by_script:
            return "网页一打开，脚本就把它藏起来"
        reason = own_reason(self.styles[node], tag)
        return "" if reason and self.is_shown_later(node) else reason

    def is_shown_later(self, node: LexborNode) -> bool:
        """True when an animation, the reader or a script shows the element."""
        names = self.styles[node].get("animation-name", "").split()
        animated = not self.styles.styles.animations.isdisjoint(names)
        return animated or self.openers.opens(node) or self.is_revealed(node)

    def is_revealed(self, node: LexborNode) -> bool:
        """True when a stylesheet shows the element again once a script gives it, or one it lies in, a class."""
        names, context = self.styles.names(node), self.styles.context(node)
        for key in ("*", *names):
            for style in self.styles.styles.revealing.get(key, ()):
                absent = (style.needs - names) | (style.context - context)
                if (absent or "[" in style.selector) and all(map(self.openers.gives, absent)):
                    text = style.relaxed(absent)
                    if text not in ("*", style.selector) and self.styles.matches(node, text):
                        return True
        return False

    def inherited(self, piece: LexborNode, link: LexborNode, *, is_text: bool) -> str:
        """Why a piece of a link cannot be seen: by inherited properties, or because a background covers it."""
        nodes = list(upwards(piece))
        chain = [self.styles[node] for node in nodes]
        for at, node in enumerate(nodes):
            if chain[at].get("visibility") in UNSEEN and self.is_shown_later(node):
                chain[at] = {name: value for name, value in chain[at].items() if name != "visibility"}
        covered = covered_reason(chain, [node.tag or "" for node in nodes])
        if covered or not is_text:
            return covered or inherited_reason(chain, painted=True)
        inside = next(at for at, node in enumerate(nodes, 1) if node.mem_id == link.mem_id)
        holder = next((at for at, style in enumerate(chain, 1) if "text-indent" in style), inside)
        reason = inherited_reason(chain)
        if reason and any(map(self.paints, nodes[: max(inside, holder)])):
            return inherited_reason(chain, painted=True)
        if reason:
            return reason
        if not any("color" in style for style in chain[:inside]):
            # Links do not inherit a colour: browsers give them their own.
            chain[inside - 1] = chain[inside - 1] | {"color": LINK_COLOUR}
        reason = colour_reason(chain)
        if not reason or any(map(self.paints, nodes[: max(inside, holder)])) or any(map(self.draws, nodes)):
            return ""
        # A picture may be drawn where the text is: one that is positioned beside or under it.
        upto = takewhile(lambda node: node.tag not in ("body", "html"), nodes)
        return "" if any(self.lays_picture(node) for node in upto if node.tag not in INLINE) else reason

    def lays_picture(self, node: LexborNode) -> bool:
        """True when pictures in the element are laid over or under what else is in it."""
        laid = self._laid.get(node.mem_id)
        if laid is None:
            is_grid = "grid" in self.styles[node].get("display", "")
            laid = self._laid[node.mem_id] = any(
                is_grid or any(self.styles[part].get("position") in OUT_OF_FLOW for part in within(picture, node))
                for picture in node.css(PICTURES)[:PIECES]
            )
        return laid

    def paints(self, node: LexborNode) -> bool:
        """True when the element draws a background picture or a pseudo-element."""
        return self.styles[node].get("background-image", "none") not in CLEAR or self.draws(node)

    def draws(self, node: LexborNode) -> bool:
        """True when a ::before or ::after of the element draws something."""
        return any(True for _ in self.styles.about(node, self.styles.styles.painted))

    def blank(self, link: LexborNode) -> str:
        """Why there is nothing to see in a link without text and pictures."""
        if any(link.attributes.get(name) for name in ("aria-label", "title", "class")) or self.paints(link):
            return ""
        return "链接里没有看得见的内容"


def within(node: LexborNode, outer: LexborNode) -> Iterator[LexborNode]:
    """The element and its ancestors, up to `outer`, which is left out."""
    return takewhile(lambda element: element.mem_id != outer.mem_id, upwards(node))


def pieces(link: LexborNode) -> tuple[Sequence[LexborNode], Sequence[LexborNode]]:
    """The elements of a link that hold text, and its pictures; not those of a pixel."""
    texts: dict[int, LexborNode] = {}
    for node in link.traverse(include_text=True):
        if node.tag == "-text" and len(texts) < PIECES and INVISIBLE.sub("", node.text_lexbor()).strip():
            parent = node.parent
            if parent is not None:
                texts[parent.mem_id] = parent
    pictures = [part for part in link.css(VISUAL) if part.mem_id != link.mem_id and not is_dot(part)]
    return list(texts.values()), pictures[:PIECES]


def is_dot(picture: LexborNode) -> bool:
    """True for a picture of a pixel or less."""
    style = declarations(picture.attributes.get("style") or "")
    written = [values.get(name) for name in ("width", "height") for values in (picture.attributes, style)]
    sizes = [length(value) for value in written if value]
    return any(size is not None and size <= 1 for size in sizes) or bool(own_reason(style))
