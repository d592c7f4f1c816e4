"""lanmu.toml: what differs from one office to the next."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lanmu.content.loading import read_text
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import YamlText
from lanmu.errors import ContentError, Kind, Problem


class SiteSettings(Model):
    """Who runs the site. A number that was not issued stays empty and is left out of the pages."""

    name: Annotated[str, Field(min_length=1)]
    publisher: Annotated[str, Field(min_length=1)]
    contact: str = ""
    site_code: str = ""
    icp: str = ""
    police: str = ""


class Settings(Model):
    """The whole file."""

    site: SiteSettings


def load(path: Path) -> Settings:
    """Reads `path`. Raises ContentError when it is missing or wrong."""
    text = read_text(path, path.name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        remedy = "文字要放在英文引号里，等号两边是字段名和值。"
        raise ContentError(
            [Problem(path.name, line, "写法有误。", remedy, column=column, kind=Kind.UNREADABLE)]
        ) from None
    settings, problems = validate(Settings, YamlText(path.name, data))
    if settings is None:
        raise ContentError(problems)
    return settings
