"""Inline Markdown: links, pictures, tags and emphasis in a block, and the text that the reader sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lanmu.text.regions import COMMENT, TAG
from lanmu.text.scanned import OBJECT, Link, PlacedText, Scan, Tag

TITLE = r"(?:\s*(?:\"[^\"]*\"|'[^']*'))?\s*\)"
TARGET = rf"\(\s*(?P<target><[^<>]*>|(?:[^()<\"']|\((?:[^()]|\([^()]*\))*\))*?){TITLE}"
CODE = r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
# In a label, up to four of them: what is repeated possessively must have no group, which Python 3.11 loses (gh-101955).
LABEL_CODE = "|".join(rf"(?<!`){'`' * n}(?!`).+?(?<!`){'`' * n}(?!`)" for n in (1, 2, 3, 4))
# An exclamation mark belongs to the bracket after it: read in two ways, a row of them is read in 2ⁿ.
INNER = r"!?\[(?:[^\[\]\\!]|!(?!\[)|\\.|!?\[[^\[\]]*\])*+\]"
LABEL = rf"(?P<label%s>(?:[^\[\]\\`!]|!(?!\[)|\\.|(?>{LABEL_CODE}|`+)|{INNER})*+)"
INLINE = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()>#+.!|-])"
    rf"|(?P<code>{CODE})"
    rf"|(?P<comment>{COMMENT})"
    r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.-]*://[^<>]*|(?:mailto:)?[^<> !]+@[^@<> ]+)>"
    rf"|(?P<tag>{TAG})"
    r"|(?P<note>\[\^[^\[\]]*\])"
    rf"|(?P<image>!?)\[{LABEL % ''}\]{TARGET}"
    rf"|(?P<refimage>!?)\[{LABEL % '2'}\](?:\s?\[(?P<reference>[^\[\]]*)\])?"
    r"|(?P<entity>&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);)"
    r"|(?P<run>\*+|_+)",
    re.DOTALL,
)
SHORT = re.compile(rf"(?P<refimage>!?)\[{LABEL % '2'}\](?P<reference>(?!))?", re.DOTALL)
RAW = re.compile(
    rf"(?P<comment>{COMMENT})|(?P<tag></?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>)"
    r"|(?P<entity>&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);?)",
    re.DOTALL,
)
ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^}\n]*\}")
# For text after the last `-->`: no comment can end there, and looking for the end of each would cost quadratic time.
COMMENT_GROUP = rf"(?P<comment>{COMMENT})"
NO_COMMENT = r"(?P<comment>(?!))"
AFTER_LAST_COMMENT = {
    pattern: re.compile(pattern.pattern.replace(COMMENT_GROUP, NO_COMMENT), re.DOTALL) for pattern in (INLINE, RAW)
}
SPECIAL = re.compile(r"[\\`*_\[<&]")
BREAKING = re.compile(r"br|p|div|li|td|th|tr|dt|dd|h[1-6]|summary|table|ul|ol|blockquote|hr")
HIDDEN = frozenset(("script", "style", "pre", "code", "svg", "template"))
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
IDENTIFIER = re.compile(r"#([^\s}.#]+)")


def visible(block: PlacedText, into: Scan, *, raw: bool = False) -> PlacedText:
    """What the reader sees of a block; links, tags and comments on the way go into `into`. In `raw` HTML nothing is
    Markdown."""
    if not SPECIAL.search(block.text):
        return block
    constructs = constructs_of(block, into, RAW if raw else INLINE)
    used = emphasis(block.text, (match for match, _, _ in constructs if match.lastgroup == "run"))
    characters: list[str] = []
    offsets: list[int] = []
    hidden, position = "", 0
    for match, shown, tag in constructs:
        if not hidden:
            characters.append(block.text[position : match.start()])
            offsets.extend(block.offsets[position : match.start()])
        position = match.end()
        # What is written in some elements is no text.
        if tag and not hidden and tag.name in HIDDEN and not tag.closing:
            hidden = tag.name
        elif tag and tag.name == hidden and tag.closing:
            hidden = ""
        if not hidden and match.lastgroup == "run":
            left = [place for place in range(match.start(), match.end()) if place not in used]
            characters.append(match[0][: len(left)])
            offsets.extend(block.offsets[place] for place in left)
        elif not hidden:
            characters.append(shown.text)
            offsets.extend(shown.offsets[: len(shown.text)])
        is_element = match.lastgroup in ("auto", "target", "reference", "label2") or position - 1 in used
        if is_element and (attributes := ATTRIBUTES.match(block.text, position)):
            identify(attributes[0], block.offsets[position], into)
            position = attributes.end()
    if not hidden:
        characters.append(block.text[position:])
        offsets.extend(block.offsets[position:-1])
    return PlacedText("".join(characters), (*offsets, block.offsets[-1]))


def constructs_of(
    block: PlacedText, into: Scan, pattern: re.Pattern[str]
) -> list[tuple[re.Match[str], PlacedText, Tag | None]]:
    """The constructs of a block, each with what the reader sees in its place, and the tag when it is one."""
    constructs: list[tuple[re.Match[str], PlacedText, Tag | None]] = []
    search, last_comment = 0, block.text.rfind("-->")
    while match := (pattern if search <= last_comment else AFTER_LAST_COMMENT[pattern]).search(block.text, search):
        shown = replaced(match, block, into)
        if shown is None and (short := SHORT.match(block.text, match.start())):
            match, shown = short, referring(short, block, into)
        if shown is None:
            search = match.start() + 1
            continue
        search = match.end()
        constructs.append((match, shown, into.tags[-1] if match.lastgroup == "tag" else None))
    return constructs


def replaced(match: re.Match[str], block: PlacedText, into: Scan) -> PlacedText | None:
    """What the reader sees in place of one construct; None when it is none after all."""
    start = block.offsets[match.start()]
    nothing = PlacedText("", (start,))
    groups = match.groupdict()
    if groups.get("run"):
        return nothing
    if groups["comment"]:
        into.comments.append(block.part(match.start(), match.end()))
        return nothing
    if groups["tag"]:
        tag = tag_of(match["tag"], start, block.offsets[match.start() : match.end()])
        into.tags.append(tag)
        return PlacedText("\n", (start, start)) if BREAKING.fullmatch(tag.name) else nothing
    if groups["entity"]:
        text = html.unescape(match["entity"])
        return PlacedText(text, (start,) * (len(text) + 1))
    if groups["escape"]:
        return block.part(match.start() + 1, match.end())
    if groups["code"]:
        part = block.part(match.start() + len(match["ticks"]), match.end() - len(match["ticks"]))
        into.codes[start] = part.text.strip()
        return PlacedText(OBJECT, (start, block.offsets[match.end()]))
    if groups["auto"]:
        into.links.append(Link("auto", match["auto"], match["auto"], start, start + 1))
        return block.part(match.start("auto"), match.end("auto"))
    if groups["note"]:
        name = match["note"][2:-1]
        if name not in into.note_names:
            return None
        into.note_references.append((name, start))
        return nothing
    return link(match, block, into) if groups["label"] is not None else referring(match, block, into)


def referring(match: re.Match[str], block: PlacedText, into: Scan) -> PlacedText | None:
    """What the reader sees of a reference link (`[words][name]`); None when its name is not defined, so that it is text."""
    start = block.offsets[match.start()]
    name = " ".join((match["reference"] or match["label2"]).lower().split())
    is_defined = name in into.defined
    if is_defined or match["reference"] is not None:
        into.references.append((name, start))
    if not is_defined:
        return None
    if match["refimage"]:
        return PlacedText(OBJECT, (start, start))
    return visible(block.part(match.start("label2"), match.end("label2")), into)


def link(match: re.Match[str], block: PlacedText, into: Scan) -> PlacedText:
    """A Markdown link or picture: recorded; a link's words stay in the text, a picture's words do not."""
    start, target = block.offsets[match.start()], match["target"]
    place = block.offsets[match.start("target") + target.startswith("<")]
    target = target[1:-1] if target.startswith("<") else target
    label = block.part(match.start("label"), match.end("label"))
    links, tags = len(into.links), len(into.tags)
    if match["image"]:
        into.links.append(Link("image", label.text.replace(OBJECT, ""), target.strip(), start, place))
        into.captions += [label] if label.text.strip() else []
        return PlacedText(OBJECT, (start, start))
    label = visible(label, into)
    has_image = any(inner.kind == "image" for inner in into.links[links:]) or any(
        t.name == "img" for t in into.tags[tags:]
    )
    into.links.insert(links, Link("link", label.text.replace(OBJECT, ""), target.strip(), start, place, has_image))
    return label


def identify(attributes: str, start: int, into: Scan) -> None:
    """Records an attribute list, which may give its element an id."""
    into.attributes.append((attributes.strip(), start + len(attributes) - len(attributes.lstrip())))
    if match := IDENTIFIER.search(attributes):
        into.identifiers.append((match[1], start))


def tag_of(text: str, start: int, offsets: tuple[int, ...]) -> Tag:
    """A raw tag taken apart."""
    name = re.match(r"</?([A-Za-z][^\s/>]*)", text)
    assert name, "the caller matched a tag"
    attributes: dict[str, tuple[str, int]] = {}
    for match in ATTRIBUTE.finditer(text, name.end()):
        group = next((number for number in (2, 3, 4) if match[number] is not None), 1)
        value = html.unescape(match[group]) if group > 1 else ""
        attributes.setdefault(match[1].lower(), (value, offsets[match.start(group)]))
    return Tag(name[1].lower(), attributes, start, text.startswith("</"))


@dataclass
class Run:
    """A run of `*` or `_` (a delimiter run of CommonMark): where its unused part begins and ends, and whether it can open or
    close emphasis. `length` is that of the whole run."""

    delimiter: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int


def emphasis(text: str, runs: Iterable[re.Match[str]]) -> set[int]:
    """The places of asterisks and underscores that make words stand out; the others are left for the reader to see."""
    used: set[int] = set()
    stack: list[Run] = []
    for match in runs:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if match[0][0] == "_":
            opens = opens and not re.match(r"\w", before)
            closes = closes and not re.match(r"\w", after)
        run = Run(match[0][0], match.start(), match.end(), opens, closes, len(match[0]))
        while run.closes and run.start < run.end and (opener := partner(stack, run)):
            del stack[stack.index(opener) + 1 :]
            size = 2 if min(opener.end - opener.start, run.end - run.start) >= 2 else 1
            used.update(range(opener.end - size, opener.end), range(run.start, run.start + size))
            opener.end -= size
            run.start += size
            if opener.start == opener.end:
                stack.remove(opener)
        if run.opens and run.start < run.end:
            stack.append(run)
    return used


def partner(stack: list[Run], closer: Run) -> Run | None:
    """The nearest open run that `closer` closes; a run whose length does not fit is passed over (Python-Markdown's version of
    CommonMark's rule of three)."""
    for opener in reversed(stack):
        if opener.delimiter != closer.delimiter:
            continue
        mine, theirs = closer.end - closer.start, opener.end - opener.start
        if not closer.opens:
            # Of an opener that might have closed something itself, no part is taken.
            at_odds = opener.closes and mine < theirs != 3
        else:
            thirds = (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3)
            at_odds = closer.length < 3 and ((thirds and mine != theirs) or mine < theirs < 3)
        if not at_odds:
            return opener
    return None
