"""Text for a terminal, whoever wrote what is in it: it cannot act there, nor command a machine that reads the log."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# What moves the cursor, and the characters that reverse the order of what is read (UAX #9).
ACTIVE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
ACTING = re.compile(f"[{ACTIVE}]")
NOT_ON_ONE_LINE = re.compile(f"[{ACTIVE}\t\n]")
# Beginnings of commands to the machines of GitHub, Azure and TeamCity, which carry them out where they read them.
COMMAND = re.compile(r"^(?P<before>[^\S\n]*):(?=:)|#(?=#\w*\[)", re.MULTILINE)


def harmless(text: str) -> str:
    """The text with its lines: control characters are pictures, and no line is a command."""
    return COMMAND.sub(disarmed, ACTING.sub(picture, text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """The text on one line: a name with a line end in it cannot begin another."""
    return NOT_ON_ONE_LINE.sub(picture, text)


def disarmed(match: re.Match[str]) -> str:
    """The beginning of a command with another first character, which looks the same."""
    return "＃" if match["before"] is None else f"{match['before']}："


def picture(match: re.Match[str]) -> str:
    """A control character's picture, such as ␊ for the end of a line."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else REPLACEMENT
