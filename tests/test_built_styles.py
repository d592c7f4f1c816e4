"""What is read from attributes and stylesheets: addresses, and which styles hide an element."""

from __future__ import annotations

import pytest
from lanmu.checks.built import stylesheet
from lanmu.checks.built.css_values import colour_of, declarations
from lanmu.checks.built.elements import candidates
from lanmu.checks.built.visibility import colour_reason, covered_reason, inherited_reason, own_reason


def test_srcset_is_cut_at_its_commas() -> None:
    assert candidates("a.png 1x, b,c.png 2x,d.png") == ["a.png", "b,c.png", "d.png"]
    assert candidates("data:image/gif;base64,AAAA= 1x, e.png 480w") == ["data:image/gif;base64,AAAA=", "e.png"]
    assert candidates("  ") == []


def test_addresses_in_css() -> None:
    css = "/* url(no.png) */ @import 'a.css'; @import url(b.css); p{background:url( \"c (1).png\" ),url('d.png')}x{y:url()}"
    assert list(stylesheet.urls(css)) == ["a.css", "b.css", "c (1).png", "d.png", ""]
    css = "@namespace svg url(http://x.example.com/); .a::after{content:'url(x.png)'} @import 'late.css' print;"
    assert list(stylesheet.urls(css)) == ["late.css"]
    css = "@media screen{p{background:image-set('a.png' 1x, url(b.png) 2x), -webkit-image-set(\"c.png\" 2x type('image/png'))}}"
    assert list(stylesheet.urls(css + "@font-face{src:url(d.woff2) format('woff2'), src('e.woff')}")) == [
        *("a.png", "b.png", "c.png", "d.woff2", "e.woff")
    ]
    assert list(stylesheet.attribute_urls("background:url(a.png);--b:url(b\\).png)")) == ["a.png", "b).png"]


def test_imports_in_all_their_forms() -> None:
    css = "@import 'a.css'; @import url(b.css) screen; @import url('c.css') layer(x) supports(display:grid); @import 'd.css' print;"
    assert stylesheet.parse(css).imports == ["a.css", "b.css", "c.css"]


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
        ("position:absolute;clip:rect(1px,1px,1px,1px)", True),
        ("clip:rect(1px,1px,1px,1px)", False),
        ("clip:auto", False),
        ("clip-path:polygon(0 0, 0 0, 0 0)", True),
        # Of several declarations together, by where the box ends up.
        ("position:absolute;left:50%;margin-left:-600px;width:1200px", False),
        ("position:absolute;left:-520px;width:1000px", False),
        ("position:absolute;left:50%;margin-left:-9999px", True),
        ("float:left;width:190px;margin-left:-100%", False),
        ("float:left;margin-left:-9999px", True),
        ("margin-bottom:-9999px;padding-bottom:9999px", False),
        ("position:absolute;top:100%", False),
        ("position:absolute;inset:-9999px auto auto -9999px", True),
        ("position:absolute;inset-inline-start:-999em", True),
        ("position:absolute;left:calc(-100vw - 999px)", True),
        ("position:absolute;left:max(10px, -9999px)", False),
        ("position:fixed;right:-9999px", True),
        ("translate:-9999px", True),
        ("translate:-50%", False),
        ("transform:translate(-50%,-50%)", False),
        ("transform:translateX(-9999px)", True),
        ("transform:matrix(1,0,0,1,-9999,0)", True),
        ("transform:rotateY(90deg)", True),
        ("transform:scale3d(1,0,1)", True),
        ("scale:0", True),
        ("scale:1 0", True),
        ("scale:2", False),
        ("height:0;padding-bottom:56.25%;overflow:hidden", False),
        ("height:0;min-height:20px;overflow:hidden", False),
        ("max-height:0;overflow-y:auto", True),
        ("max-block-size:0;overflow:clip", True),
        ("max-height:20em;overflow:hidden", False),
        ("content-visibility:hidden", True),
        ("content-visibility:auto", False),
        ("clip-path:inset(100%)", True),
        ("clip-path:inset(0 100% 0 0)", True),
        ("clip-path:inset(0 10px)", False),
        ("clip-path:circle(0)", True),
        ("clip-path:circle(50%)", False),
        ("filter:opacity(0)", True),
        ("opacity:calc(0)", True),
        ("opacity:0\\9", False),
        ("display:none;display:block", False),
    ],
)
def test_what_hides_an_element(style: str, hidden: bool) -> None:
    assert bool(own_reason(declarations(style))) is hidden


def test_what_is_important_stays() -> None:
    assert declarations("display:none!important;display:block") == {"display": "none !important"}


def test_what_has_no_box_of_its_own_has_no_size() -> None:
    for style in ("height:0;overflow:hidden", "transform:scale(0)"):
        assert not own_reason(declarations(style), "a")
        assert own_reason(declarations(f"{style};display:block"), "a")
        assert own_reason(declarations(style), "div")


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#fff", (255, 255, 255, 1)),
        ("#ffffff00", (255, 255, 255, 0)),
        ("hsl(0 0% 100%)", (255, 255, 255, 1)),
        ("hwb(0 100% 0%)", (255, 255, 255, 1)),
        ("rgb(0 0 0 / 0)", (0, 0, 0, 0)),
        ("oklch(1 0 0)", (255, 255, 255, 1)),
        ("lab(0 0 0 / 50%)", (0, 0, 0, 0.5)),
        ("var(--white)", None),
        ("currentcolor", None),
    ],
)
def test_colours(written: str, colour: tuple[float, ...] | None) -> None:
    parsed = colour_of(written)
    assert colour is None if parsed is None else [round(part, 1) for part in parsed] == list(colour or ())


def texts(*styles: str) -> list[dict[str, str]]:
    """What is declared for a link and for what it lies in."""
    return [declarations(style) for style in styles]


@pytest.mark.parametrize(
    ("styles", "hidden"),
    [
        (("color:#fff",), True),
        (("color:#fff", "background:#b00"), False),
        (("color:#b00", "background:hsl(0 100% 36.7%)"), True),
        (("color:rgb(0 0 0 / 2%)",), True),
        (("color:rgb(255 0 0 / 2%)", "background:#fff"), True),
        (("color:rgb(255 0 0 / 40%)",), False),
        (("-webkit-text-fill-color:transparent;color:red",), True),
        (("color:transparent;background:linear-gradient(red,blue);background-clip:text",), False),
        (("color:transparent;text-shadow:0 0 #000",), False),
        (("color:#fff", "background:url(a.png)"), False),
        (("color:#fff", "background:var(--dark)"), False),
        # What lies over something else is not seen against what it lies in.
        (("color:#fff", "position:absolute;bottom:0"), False),
        (("color:#fff", "", "margin-top:-80px"), False),
    ],
)
def test_colours_that_hide_text(styles: tuple[str, ...], hidden: bool) -> None:
    assert bool(colour_reason(texts(*styles))) is hidden


@pytest.mark.parametrize(
    ("styles", "hidden"),
    [
        (("", "font:0/0 a"), True),
        (("", "font-size:1px"), True),
        (("font-size:14px", "font-size:0"), False),
        (("font-size:1em", "font-size:0"), True),
        (("font-size:10%", "font-size:10px"), True),
        (("font-size:small", "font-size:0"), False),
        (("", "text-indent:-9999px"), True),
        (("text-indent:2em", "text-indent:-9999px"), False),
        (("visibility:visible", "visibility:hidden"), False),
        (("", "visibility:collapse"), True),
    ],
)
def test_what_text_takes_over(styles: tuple[str, ...], hidden: bool) -> None:
    assert bool(inherited_reason(texts(*styles))) is hidden


def test_behind_the_ground() -> None:
    below = "position:relative;z-index:-1"
    for outer, hidden in (
        ("background:#fff", True),
        ("", False),
        ("background:#fff;position:relative;z-index:0", False),
    ):
        assert bool(covered_reason(texts("", below, outer), ["a", "div", "div"])) is hidden


def hides(css: str) -> set[str]:
    """The selectors under which a stylesheet hides something whatever the reader does."""
    sheet = stylesheet.parse(css)
    return {style.selector for style in sheet.styles if not style.dynamic}


def test_a_style_within_a_condition_does_not_hide() -> None:
    css = "@media print{.a{display:none}} @media screen, print{.b{display:none}} @supports (x:y){.c{display:none}}"
    css += "@media (max-width:9px){.d{display:none}} @keyframes k{from{opacity:0}} .e:hover{opacity:0}"
    assert hides(css + ".f{content:'}';display:none} .g::before{opacity:0}") == {".b", ".c", ".f"}


def test_styles_within_styles() -> None:
    css = ".a{display:none; .b{opacity:0} & > .c{opacity:0} @media screen{width:0}}"
    assert hides(css) == {".a", ":is(.a) .b", ":is(.a)>.c"}
