"""What is read from attributes and stylesheets: addresses, and which styles hide an element."""

from __future__ import annotations

import pytest
from lanmu.checks.built import stylesheet
from lanmu.checks.built.elements import candidates
from lanmu.checks.built.visibility import own_reason


def test_srcset_is_cut_at_its_commas() -> None:
    assert candidates("a.png 1x, b,c.png 2x,d.png") == ["a.png", "b,c.png", "d.png"]
    assert candidates("data:image/gif;base64,AAAA= 1x, e.png 480w") == ["data:image/gif;base64,AAAA=", "e.png"]
    assert candidates("  ") == []


def test_addresses_in_css() -> None:
    css = "/* url(no.png) */ @import 'a.css'; @import url(b.css); p{background:url( \"c (1).png\" ),url('d.png')}x{y:url()}"
    assert list(stylesheet.urls(css)) == ["a.css", "b.css", "c (1).png", "d.png", ""]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display:none", True),
        ("opacity:0", True),
        ("opacity: .0", True),
        ("opacity:1%", True),
        ("opacity:.9", False),
        ("height:0", False),
        ("height:0;overflow:hidden", True),
        ("left:-9999px", False),
        ("position:absolute;left:-9999px", True),
        ("position:absolute;right:-9999px", True),
        ("position:absolute;bottom:10px", False),
        ("margin:0 0 0 -9999px", True),
        ("margin-left:-1px", False),
        ("transform:translate(3px) scale(0)", True),
        ("transform:scale(0.9)", False),
        ("clip:rect(1px,1px,1px,1px)", True),
        ("clip:auto", False),
        ("clip-path:polygon(0 0, 0 0, 0 0)", True),
    ],
)
def test_what_hides_an_element(style: str, hidden: bool) -> None:
    assert bool(own_reason(stylesheet.declarations(style))) is hidden


def hides(css: str) -> set[str]:
    """The selectors under which a stylesheet hides something whatever the reader does."""
    sheet = stylesheet.parse(css)
    return {style.selector for styles in sheet.styles.values() for style in styles if not style.dynamic}


def test_a_style_within_a_condition_does_not_hide() -> None:
    css = "@media print{.a{display:none}} @media screen, print{.b{display:none}} @supports (x:y){.c{display:none}}"
    css += "@media (max-width:9px){.d{display:none}} @keyframes k{from{opacity:0}} .e:hover{opacity:0}"
    assert hides(css + ".f{content:'}';display:none} .g::before{opacity:0}") == {".b", ".c", ".f"}


def test_styles_within_styles() -> None:
    css = ".a{display:none; .b{opacity:0} & > .c{opacity:0} @media screen{width:0}}"
    assert hides(css) == {".a", ":is(.a) .b", ":is(.a) > .c"}
