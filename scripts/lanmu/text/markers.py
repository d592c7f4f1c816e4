"""What the lines of a block are known by: the marks of headings, rules, quotations, notes, boxes, attributes."""

from __future__ import annotations

import re

from lanmu.text.lines import INDENT, Line

HEADING = re.compile(r"(?P<marks>#{1,6})(?P<text>(?:\\.|[^\\#\n]|#+(?=[^#\n]))*?)#*$")
OWN_ATTRIBUTES = re.compile(r"(?<! )[ ]+\{:?[ ]*[^}\n ][^\n]*\}[ ]*$")
UNDERLINE = re.compile(r"(?:=+|-+) *$")
RULE = re.compile(r" {0,3}(?:(?:- {0,2}){3,}|(?:_ {0,2}){3,}|(?:\* {0,2}){3,}) *$")
QUOTE = re.compile(r" {0,3}> ?")
TASK = re.compile(r"\[[ xX]\] +")
TARGET = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]]*)\]: *(?:\n *)?(?P<target>\S+) *(?:\n *)?(?:(?P<q>[\"']).*(?P=q) *|\(.*\) *)?$",
    re.MULTILINE,
)
DEFINED = re.compile(r"^[> \t]*\[(?P<name>[^\[\]]*)\]:", re.MULTILINE)
FOOTNOTE = re.compile(r" {0,3}\[\^(?P<name>[^\]]*)\]: *")
ADMONITION = re.compile(r"!!! ?[\w-]+(?P<words>(?: +[\w-]+)*)(?: +\"(?P<title>.*?)\")? *$")
MEANING = re.compile(r" {0,3}: {1,3}")


def is_admonition(line: Line) -> bool:
    """True for `!!! note`."""
    return line.text.startswith("!!!") and ADMONITION.match(line.text) is not None


def is_heading(line: Line) -> bool:
    """True for `## words`."""
    return line.text.startswith("#") and HEADING.match(line.text) is not None


def is_indented(line: Line) -> bool:
    """True for a line with a level of indentation."""
    return line.text.startswith(" " * INDENT)


def is_rule(line: Line) -> bool:
    """True for `---`."""
    return RULE.match(line.text) is not None


def is_meaning(line: Line) -> bool:
    """True for `: words` under a term."""
    return MEANING.match(line.text) is not None


def is_quote(line: Line) -> bool:
    """True for `> words`."""
    return QUOTE.match(line.text) is not None


def is_footnote(line: Line) -> bool:
    """True for `[^1]: words`."""
    return FOOTNOTE.match(line.text) is not None
