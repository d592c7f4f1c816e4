"""The colours of the site: named once, in tokens.css; every other style sheet knows only the names."""

from __future__ import annotations

import re
from pathlib import Path

from lanmu.build import assets

OVERRIDES = Path(__file__).resolve().parents[1] / "overrides"
TOKENS = "tokens.css"
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|(?:ok)?l(?:ab|ch))a?\(\s*[\d.]|\b(?:white|black|red|gold|gr[ae]y)\b(?![-\w])",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PROPERTY = re.compile(r"--[\w-]+(?=\s*:)")
VARIABLE = re.compile(r"var\((--[\w-]+)")


def style_sheets() -> dict[str, str]:
    sheets = assets.parts(OVERRIDES, "css")
    return {path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sheets}


def test_colours_stand_in_the_tokens_alone() -> None:
    sheets = style_sheets()
    assert next(iter(sheets)) == TOKENS
    assert {name: found for name, text in sheets.items() if (found := COLOUR.findall(text)) and name != TOKENS} == {}


def test_every_token_is_used_and_nothing_is_used_that_is_none() -> None:
    sheets = style_sheets()
    text = "\n".join(sheets.values())
    assert set(VARIABLE.findall(text)) == set(PROPERTY.findall(text))
    tokens = sheets[TOKENS]
    first, *others = tokens.split("@media")
    assert {name for other in others for name in PROPERTY.findall(other)} <= set(PROPERTY.findall(first))
