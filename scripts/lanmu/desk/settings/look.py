"""The look before it is saved: the colours that the site would have, and what could not be read on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from lanmu.build.assets import values
from lanmu.checks.rules.look_contrast import sentences
from lanmu.content.settings import Look
from lanmu.content.validation import validate
from lanmu.content.yaml_text import YamlText
from lanmu.desk.context import Desk, Route, fragment

AT = "site.look"
COLOURS = ("colours", "main", "accent", "paper")


@dataclass(frozen=True)
class Preview:
    """The tokens of the site on light and on dark screens, with a look; what is said about its contrast, the worst first, and
    whether that can be read at all. `trouble` where the look cannot be drawn."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    sentences: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


def preview_of(desk: Desk, form: Mapping[str, str]) -> Preview:
    """The look that a form asks for; of the project where it does not say."""
    now = desk.project.settings().site.look
    colours = {name: form[name].strip() for name in COLOURS if form.get(name, "").strip()} if form else now.model_dump()
    look, problems = validate(Look, YamlText("lanmu.toml", colours))
    trouble = "".join(f"{problem.message}{problem.remedy}" for problem in problems)
    look = look or now
    blocks = values(desk.root / "overrides", look)
    return Preview(blocks[0], {**blocks[0], **blocks[1]}, tuple(sentences(look)), trouble)


def preview(desk: Desk, request: Request) -> Response:
    """The look of a form that is being filled in."""
    return fragment("settings/look.html", preview=preview_of(desk, request.form))


ROUTES: tuple[Route, ...] = (Route("settings/look", preview, ("POST",)),)
