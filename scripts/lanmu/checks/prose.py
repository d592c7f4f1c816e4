"""What the rules about Chinese text have in common."""

from __future__ import annotations

import re

from lanmu.checks.reading.blocks import Passage
from lanmu.checks.reading.inline import OBJECT

HAN = r"\u3400-\u9fff\U00020000-\U0003134f〇"
OPENING = "（《〔【「『〈“‘"
CLOSING = "）》〕】」』〉”’"
ADDRESS = re.compile(r"(?:https?://|www\.|ftp://)[!-~]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|&\w{2,8};", re.ASCII)


def without_addresses(passage: Passage) -> str:
    """The passage's text, as long as before, with web and mail addresses and left-over entities blotted out."""
    return ADDRESS.sub(lambda match: OBJECT * len(match[0]), passage.text)


def is_written(text: str, offset: int, written: str) -> bool:
    """True when these characters stand in the file as they are (and not as an entity, or apart)."""
    return text.startswith(written, offset)
