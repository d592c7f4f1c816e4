"""The Markdown of this project, written once: its extensions, their options, and the ids of headings. A test holds
`mkdocs.yml` to it, from which the build takes them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.slugs import slugify

# The last two are those that MkDocs always loads.
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.tasklist", "toc"),
    *("tables", "fenced_code"),
)
SLUGIFY = slugify(case="lower")
OPTIONS: dict[str, dict[str, Any]] = {
    "toc": {"slugify": SLUGIFY, "toc_depth": "2-4"},
    # How tables align their columns: `style` is not listed in allowed_html.py, and the site's policy refuses it.
    "tables": {"use_align_attribute": True},
}
NUMBERED = re.compile(r"(.*)_(\d+)", re.DOTALL)


def converter(*own: Extension, without: Collection[str] = ()) -> Markdown:
    """Converts Markdown as the site does, with extensions of one's own and without some of the site's."""
    names = [name for name in EXTENSIONS if name not in without]
    options = {name: OPTIONS[name] for name in names if name in OPTIONS}
    return Markdown(extensions=[*names, *own], extension_configs=options)


def slug(text: str) -> str:
    """The id of a heading with this text."""
    return str(SLUGIFY(text, "-"))


def unique(name: str, taken: set[str], tried: dict[str, int]) -> str:
    """The id that a heading gets when others have the name already, as Python-Markdown numbers them.

    `tried` is kept from call to call: for a stem, the last of its numbers from 1 on that are taken.
    """
    if name and name not in taken:
        return name
    match = NUMBERED.fullmatch(name)
    stem, number = (match[1], int(match[2]) + 1) if match else (name, 1)
    from_first = number <= tried.get(stem, 0) + 1
    number = tried.get(stem, 0) + 1 if from_first else number
    while f"{stem}_{number}" in taken:
        number += 1
    if from_first:
        tried[stem] = number
    return f"{stem}_{number}"
