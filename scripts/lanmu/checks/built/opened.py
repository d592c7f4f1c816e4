"""What a reader can open: tabs, drawers, menus and dialogs that are hidden until a control or a script shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What names the element that a control opens (WAI-ARIA 1.2; HTML popovers and commands; widgets in common use).
_CONTROLLING = """
    aria-controls aria-owns aria-details popovertarget commandfor data-target data-bs-target data-bs-parent data-tab
    data-toggle-target data-drawer data-content data-panel data-open data-toggle
"""
CONTROLLING = tuple(_CONTROLLING.split())
CONTROLS = ",".join(f"[{name}]" for name in CONTROLLING)
# A control that opens what stands beside it.
OPENERS = "[aria-expanded],[aria-haspopup],[data-toggle],[data-bs-toggle],summary"
# Classes by which scripts show what is hidden.
STATE = re.compile(
    r"\.(?:(?:is|js|has|nav|menu)[-_]\w+|[\w-]*[-_](?:open|opened|active|show|shown|visible|expanded|in|on|current|selected)"
    r"|active|open|opened|show|shown|visible|expanded|selected|current|in|on|toggled|checked|hover|displayed|block)"
)
# Say only that something is hidden, in many themes at once.
_GENERAL = """
    hidden hide none d-none invisible is-hidden visually-hidden sr-only nojs no-js js
"""
GENERAL = frozenset(_GENERAL.split())
STRING = re.compile(r""""([^"\\\n]*)"|'([^'\\\n]*)'|`([^`\\]*)`""")
# Also the short name of a class or id: .qr, #wx.
WORD = re.compile(r"[.#]([A-Za-z][\w-]*)|([\w-]{3,})")
# By these attributes frameworks show and hide elements (Alpine, Vue, AngularJS).
SWITCHES = frozenset(("x-show", "x-cloak", "v-show", "v-cloak", "ng-show", "ng-hide", "ng-cloak"))
# A script hides an element; at the outermost level it does so as soon as the page is there.
HIDING = re.compile(
    r"""getElementById\(\s*(["'`])(?P<id>[\w-]+)\1\s*\)\.style\.(?:display|visibility)\s*=\s*["'`](?:none|hidden)["'`]"""
)
HANDLED = "[onclick],[onmouseover],[onmouseenter],[onchange],[onfocus],[ontoggle]"


def words_in(script: str) -> frozenset[str]:
    """Every word in a string of a script: classes and ids by which it finds elements are among them."""
    strings = (next(filter(None, match.groups()), "") for match in STRING.finditer(script))
    return frozenset(word for text in strings for names in WORD.findall(text) for word in names if word)


def hidden_at_once(tree: LexborHTMLParser) -> frozenset[str]:
    """The ids of elements that a script on the page hides at once, and that no script there names again."""
    scripts = [node.text_lexbor() for node in tree.css("script:not([src])")]
    found = set()
    for script in scripts:
        for match in HIDING.finditer(script):
            is_outermost = script.count("{", 0, match.start()) <= script.count("}", 0, match.start())
            name = match["id"]
            if is_outermost and sum(STRING.sub(as_name, text).count(f"<{name}>") for text in scripts) == 1:
                found.add(name)
    return frozenset(found)


def as_name(match: re.Match[str]) -> str:
    """The content of a string between < and >, without the # of a selector."""
    return f"<{next(filter(None, match.groups()), '').lstrip('#')}>"


@dataclass
class Openers:
    """What can show hidden parts of one page.

    `scripted`: a script runs there. `words` are those in its scripts' strings, `ids` those that its controls name.
    """

    scripted: bool = False
    words: frozenset[str] = frozenset()
    ids: frozenset[str] = field(default_factory=frozenset)

    def opens(self, node: LexborNode) -> bool:
        """True when something on the page opens this element, by its name or by standing beside it."""
        attributes = node.attributes
        name = attributes.get("id") or ""
        if name and name in self.ids:
            return True
        if node.tag == "dialog" or "popover" in attributes or not SWITCHES.isdisjoint(attributes):
            return self.scripted
        classes = frozenset((attributes.get("class") or "").split()) - GENERAL
        if self.words & (classes | {name}):
            return True
        return has_opener_before(node)

    def shows(self, name: str) -> bool:
        """True for a class that a script of the page may give to an element."""
        return self.scripted and (name[1:] in self.words or STATE.fullmatch(name) is not None)


def has_opener_before(node: LexborNode) -> bool:
    """True when a control that opens something stands right before the element."""
    before = node.prev
    while before is not None and (before.tag or "-").startswith("-"):
        before = before.prev
    return before is not None and before.css_first(OPENERS) is not None


def openers(tree: LexborHTMLParser, words: Sequence[frozenset[str]], *, others: bool) -> Openers:
    """The openers of a page; `words` are those of the scripts that it loads from the site, `others` tells that it
    loads some from elsewhere."""
    ids: set[str] = set()
    for node in tree.css(CONTROLS):
        for name in CONTROLLING:
            ids.update(part.lstrip("#") for part in (node.attributes.get(name) or "").split())
    inline = [node.text_lexbor() for node in tree.css("script:not([src])")]
    handlers = [
        value or "" for node in tree.css(HANDLED) for name, value in node.attributes.items() if name[:2] == "on"
    ]
    scripted = bool(inline or words or others or handlers)
    if scripted:
        ids.update(href[1:] for node in tree.css("a[href^='#']") if (href := node.attributes.get("href") or ""))
    found = frozenset[str]().union(*words, *map(words_in, (*inline, *handlers)))
    return Openers(scripted, found, frozenset(ids - {""}))
