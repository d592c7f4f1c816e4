"""What a reader can open: tabs, drawers, menus and dialogs that are hidden until a control or a script shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.checks.built.css_values import set_of

# What names the element that a control opens (WAI-ARIA 1.2; HTML popovers and commands; widgets in common use).
CONTROLLING = sorted(
    set_of(
        """
    aria-controls aria-owns aria-details popovertarget commandfor data-target data-bs-target data-bs-parent data-tab
    data-toggle-target data-drawer data-content data-panel data-open data-toggle
    """
    )
)
CONTROLS = ",".join(f"[{name}]" for name in CONTROLLING)
# A control that opens what is right after it.
OPENERS = "[aria-expanded],[aria-haspopup],[data-toggle],[data-bs-toggle],summary"
# Classes by which scripts show what is hidden.
STATE = re.compile(
    r"\.(?:(?:is|js|has|nav|menu)[-_]\w+|[\w-]*[-_](?:open|opened|active|show|shown|visible|expanded|in|on|current|selected)"
    r"|active|open|opened|show|shown|visible|expanded|selected|current|in|on|toggled|checked|hover|displayed|block)"
)
# Say only that something is hidden, in many themes at once.
GENERAL = set_of("hidden hide none d-none invisible is-hidden visually-hidden sr-only nojs no-js js")
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
INLINE_SCRIPT = "script:not([src])"


def strings_in(script: str) -> Iterator[str]:
    return (next(filter(None, match.groups()), "") for match in STRING.finditer(script))


def words_in(script: str) -> frozenset[str]:
    """Every word in a string of a script: classes and ids by which it finds elements are among them."""
    return frozenset(word for text in strings_in(script) for names in WORD.findall(text) for word in names if word)


def hidden_at_once(tree: LexborHTMLParser) -> frozenset[str]:
    """The ids of elements that a script on the page hides at once, and that no script there names again."""
    scripts = [node.text_lexbor() for node in tree.css(INLINE_SCRIPT)]
    named = Counter(text.lstrip("#") for script in scripts for text in strings_in(script))
    ids = set()
    for script in scripts:
        level = done = 0
        for match in HIDING.finditer(script):
            level += script.count("{", done, match.start()) - script.count("}", done, match.start())
            done = match.start()
            if level <= 0 and named[match["id"]] == 1:
                ids.add(match["id"])
    return frozenset(ids)


@dataclass(frozen=True)
class Openers:
    """What can show hidden parts of one page.

    `scripted`: a script runs there. `words` are those in its scripts' strings, `ids` those that its controls name.
    """

    scripted: bool
    words: frozenset[str]
    ids: frozenset[str]

    def opens(self, node: LexborNode) -> bool:
        """True when something on the page opens this element, by its name or from right before it."""
        attributes = node.attributes
        name = attributes.get("id") or ""
        if name and name in self.ids:
            return True
        if node.tag == "dialog" or "popover" in attributes or not SWITCHES.isdisjoint(attributes):
            return self.scripted
        classes = frozenset((attributes.get("class") or "").split()) - GENERAL
        if self.words & (classes | {name}):
            return True
        before = node.prev
        while before is not None and (before.tag or "-").startswith("-"):
            before = before.prev
        return before is not None and before.css_first(OPENERS) is not None

    def gives(self, name: str) -> bool:
        """True for a class, as selectors write it, that a script of the page may give to an element."""
        is_given = name[1:] in self.words or STATE.fullmatch(name) is not None
        return self.scripted and name[0] == "." and is_given


def openers(tree: LexborHTMLParser, words: Sequence[frozenset[str]], *, others: bool) -> Openers:
    """The openers of a page; `words` are those of the scripts that it loads from the site, `others` is True when it
    loads some from other hosts."""
    ids: set[str] = set()
    for node in tree.css(CONTROLS):
        for name in CONTROLLING:
            ids.update(part.lstrip("#") for part in (node.attributes.get(name) or "").split())
    scripts = [node.text_lexbor() for node in tree.css(INLINE_SCRIPT)]
    for node in tree.css(HANDLED):
        scripts += [value or "" for name, value in node.attributes.items() if name[:2] == "on"]
    scripted = bool(scripts or words or others)
    if scripted:
        ids.update(href[1:] for node in tree.css("a[href^='#']") if (href := node.attributes.get("href") or ""))
    return Openers(scripted, frozenset().union(*words, *map(words_in, scripts)), frozenset(ids - {""}))
