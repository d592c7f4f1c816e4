"""The colours of the site: named once, in tokens.css; every other style sheet knows only the names. What a look of the
office's own makes of them can be read, and reaches style, icon and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.build import assets
from lanmu.build.site import build
from lanmu.content import settings as settings_file
from lanmu.content.colour import Colour, contrast
from lanmu.content.palette import INHERITED, SETS, nearest, palette, shortfalls
from lanmu.content.settings import Look
from lanmu.diagnostics.errors import UserError
from PIL import Image
from support import builders

OVERRIDES = Path(__file__).resolve().parents[1] / "overrides"
TOKENS = "tokens.css"
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|(?:ok)?l(?:ab|ch))a?\(\s*[\d.]|\b(?:white|black|red|gold|gr[ae]y)\b(?![-\w])",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PROPERTY = re.compile(r"--[\w-]+(?=\s*:)")
VARIABLE = re.compile(r"var\((--[\w-]+)")
ALIKE_IN_ALL_LOOKS = re.compile(r"on-photo|photo-shade|on-chart|print-")
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
BADGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>徽标</title><path d="M0 0h8v8z"/></svg>'


def style_sheets() -> dict[str, str]:
    sheets = assets.parts(OVERRIDES, "css")
    return {path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sheets}


def test_colours_stand_in_the_tokens_alone() -> None:
    sheets = style_sheets()
    assert next(iter(sheets)) == TOKENS
    assert {
        name: colours for name, text in sheets.items() if (colours := COLOUR.findall(text)) and name != TOKENS
    } == {}


def test_every_token_is_used_and_nothing_is_used_that_is_none() -> None:
    sheets = style_sheets()
    text = "\n".join(sheets.values())
    assert set(VARIABLE.findall(text)) == set(PROPERTY.findall(text))
    tokens = sheets[TOKENS]
    first, *others = tokens.split("@media")
    assert {name for sheet in others for name in PROPERTY.findall(sheet)} <= set(PROPERTY.findall(first))


def written_tokens(look: Look) -> dict[str, dict[str, str]]:
    """The tokens that follow the look, by block of tokens.css; those that only name another are left out."""
    blocks = assets.values(OVERRIDES, look)
    return {
        mode: {
            name: value
            for name, value in block.items()
            if not value.startswith("var(") and not ALIKE_IN_ALL_LOOKS.match(name)
        }
        for mode, block in zip(INHERITED, blocks, strict=True)
    }


def test_contrast_and_oklch_are_those_of_the_standards() -> None:
    """The worked figures: WCAG's black on white and #767676; CSS Color 4's red and lime in OKLCH."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert Colour.parse("#ff0000") == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert Colour.parse("#00ff00") == pytest.approx((0.8664, 0.2948, 142.5), abs=0.01)


@settings(max_examples=50)
@given(COLOURS)
def test_a_colour_comes_back_as_it_was(text: str) -> None:
    assert Colour.parse(text).text == text


def test_the_tokens_as_they_are_written_can_be_read() -> None:
    assert list(shortfalls(written_tokens(Look()))) == []


@pytest.mark.parametrize("look", [Look(main="#9b1c1c"), *(Look(colours=name) for name in ("green", "blue", "grey"))])
def test_a_set_gives_every_token_and_can_be_read(look: Look) -> None:
    colours = palette(look)
    assert colours.shortfalls == ()
    assert {mode: set(tokens) for mode, tokens in colours.modes.items()} == {
        mode: set(tokens) for mode, tokens in written_tokens(Look()).items()
    }
    assert written_tokens(look) == colours.modes
    main, accent, _ = SETS[look.colours]
    assert (colours.modes["light"]["brand"], colours.modes["light"]["accent"]) == (main, accent)
    assert {(inks.main, inks.accent) for inks in colours.print.values()} == {(main, accent)}


@settings(deadline=None, max_examples=15)
@given(COLOURS, COLOURS, st.sampled_from(sorted(SETS)))
def test_any_main_colour_can_be_read_or_a_shortfall_says_so(main: str, accent: str, name: str) -> None:
    look = Look.model_validate({"colours": name, "main": main, "accent": accent})
    colours = palette(look)
    assert colours.modes["light"]["brand"] == main
    # Independent of the table: white on the main colour is as good as it gets.
    if contrast("#ffffff", main) < 4.5:
        assert {short.field for short in colours.shortfalls} == {"main"}
        better = nearest(look, "main")
        assert palette(look.model_copy(update={"main": better})).shortfalls == ()
        assert contrast("#ffffff", better) < 5
    else:
        assert colours.shortfalls == ()


@settings(deadline=None, max_examples=10)
@given(COLOURS)
def test_a_paper_on_which_nothing_is_read_is_reported(paper: str) -> None:
    look = Look(paper=paper)
    colours = palette(look)
    assert colours.modes["light"]["paper"] == paper
    if contrast("#000000", paper) < 4.5:
        assert "paper" in {short.field for short in colours.shortfalls}
        better = nearest(look, "paper")
        assert all(short.field != "paper" for short in palette(look.model_copy(update={"paper": better})).shortfalls)
    elif contrast("#000000", paper) > 6.5:
        assert colours.shortfalls == ()


def with_look(project: Path, lines: str) -> None:
    """Writes [site.look] into a project's lanmu.toml."""
    file = project / settings_file.FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[review]", f"[site.look]\n{lines}\n\n[review]", 1), encoding="utf-8")


def test_a_green_site_is_green_everywhere(minimal: Path, write: Callable[[str, str], Path]) -> None:
    write("plan/badge.svg", BADGE)
    Image.new("RGB", (1200, 300), "#bfe3ef").save(minimal / "docs" / "plan" / "hengfu.jpg")
    with_look(minimal, 'colours = "green"\nbadge = "plan/badge.svg"\nbanner = "plan/hengfu.jpg"')
    site = minimal / "site"
    build(minimal, site, production=True, site_url="https://www.example.org/zhuanti/")
    green, dark_green = "#1a6244", palette(Look(colours="green")).modes["dark"]["brand"]
    texts = [path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg")]
    assert [text[:60] for text in texts if SETS["red-gold"][0] in text.lower()] == []
    (style,) = (site / "assets").glob("lanmu.*.css")
    assert f"--brand: {green};" in style.read_text(encoding="utf-8")
    assert style.name != Path(assets.bundle(OVERRIDES, "css", builders.SETTINGS)[0]).name
    assert f'fill="{green}"' in (site / assets.ICON).read_text(encoding="utf-8")
    page = (site / "plan" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<meta name="theme-color" media="[^"]+" content="([^"]+)">', page) == [green, dark_green]
    # Both lie in the site although no article shows them, and the banner has its lighter files.
    assert '<link rel="icon" href="badge.svg">' in page
    assert (site / "plan" / "badge.svg").is_file()
    assert re.search(r'<picture><source type="image/\w+" srcset="[^"]+" sizes="100vw">.*<img src="hengfu.jpg"', page)
    assert 'class="masthead__badge" src="badge.svg"' in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('main = "green"', '「green」不是颜色的写法。改法：请写成 "#1d6b4a" 的样子'),
        ('colours = "purple"', "不能是「purple」。改法：从这些里选一个：red-gold、green、blue、grey。"),
        ('colour = "green"', "是不认识的字段。改法：是不是想写 colours？"),
        ('badge = "plan/none.svg"', "docs/ 的栏目文件夹里没有「plan/none.svg」这个文件。改法：把图片放进"),
        (
            'banner = "plan/index.md"',
            "「plan/index.md」不能用在这里。改法：换成 jpg、jpeg、png、webp、avif 格式的图片。",
        ),
    ],
)
def test_a_wrong_value_is_reported_with_its_line_and_the_way_out(minimal: Path, line: str, said: str) -> None:
    with_look(minimal, line)
    number = (minimal / settings_file.FILE).read_text(encoding="utf-8").splitlines().index(line) + 1
    with pytest.raises(UserError) as error:
        build(minimal, minimal / "site")
    assert f"lanmu.toml:{number}" in str(error.value)
    assert said in str(error.value)
