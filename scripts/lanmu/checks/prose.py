"""What the rules about Chinese text have in common."""

from __future__ import annotations

import re

from lanmu.text.scanned import OBJECT, Passage

HAN = r"\u3400-\u9fff\U00020000-\U0003134f〇"
OPENING = "（《〔【「『〈“‘"
CLOSING = "）》〕】」』〉”’"
# An address may hold Chinese; Chinese punctuation ends it, and a comma before Chinese. A mail address is only looked for where a word begins, so that
# long runs of figures are read once.
ADDRESS = re.compile(
    rf"(?:https?://|www\.|ftp://)(?:(?![,;][{HAN}])[!-~{HAN}])+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++|&\w{{2,8}};",
    re.ASCII,
)
# Quotations are enclosed when they hold a phrase; titles and remarks in brackets always.
ENCLOSURE = re.compile(
    r"《[^《》\n]*》|〈[^〈〉\n]*〉|【[^【】\n]*】|（[^（）\n]*）|“[^“”，。；！？\n]*”|‘[^‘’，。；！？\n]*’"
)


def without_addresses(passage: Passage) -> str:
    """The passage's text, as long as before, with web and mail addresses and left-over entities blotted out."""
    return ADDRESS.sub(lambda match: OBJECT * len(match[0]), passage.text)


def is_written(text: str, offset: int, written: str) -> bool:
    """True when these characters stand in the file as they are (and not as an entity, or apart)."""
    return text.startswith(written, offset)


def is_in_one_piece(passage: Passage, start: int, end: int) -> bool:
    """True when the characters from `start` to `end` (included) follow one another in the file, too: no markup between."""
    return passage.offsets[end] - passage.offsets[start] == end - start


def enclosed(text: str) -> bytearray:
    """For each character, 1 when it stands in a title, in a remark in brackets or in a quoted phrase, else 0."""
    inside = bytearray(len(text))
    for match in ENCLOSURE.finditer(text):
        inside[match.start() : match.end()] = b"\1" * len(match[0])
    return inside
