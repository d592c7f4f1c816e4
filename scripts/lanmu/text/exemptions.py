"""Exemptions: a comment in a source that lets one rule pass in one place, with the reason.

In Markdown `<!-- 检查豁免 TXT001：原件如此 -->`, in YAML `# 检查豁免 COL003：活动已经结束`. The build leaves them out.
"""

from __future__ import annotations

import re

COMMENT = re.compile(r"(?:<!--|#)[ \t]*检查豁免(?P<rest>[^\n]*?)(?:-->|$)", re.MULTILINE)
WRITTEN = re.compile(r"[ \t]*(?P<codes>[A-Za-z]+\d+(?:[、，, ]+[A-Za-z]+\d+)*)[ \t]*(?:[：:][ \t]*(?P<reason>.*))?")
IN_BODY = re.compile(r"<!--[ \t]*检查豁免(?:(?!<!--)[^\n])*?-->[ \t]*\n?")


def without(body: str) -> str:
    """The Markdown without exemptions, as it is signed and as it is published."""
    return IN_BODY.sub("", body)
