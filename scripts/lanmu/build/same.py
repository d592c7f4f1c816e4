"""`same("partials/….html")` in templates: a part of the page that is the same on all articles of a folder, drawn once.

On other pages it is drawn as `include` would. What is drawn so must not show anything of the article itself: its column,
and links counted from its folder, are all that articles of one folder have in common.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

import jinja2

from lanmu.build.page_view import PageView


@dataclass(frozen=True)
class AnyPage:
    """Stands for whatever article of a folder: links are counted from its address, which is nobody's."""

    url: str
    is_homepage: bool = False


def register(env: jinja2.Environment) -> None:
    """Makes `same` known to the templates; what it has drawn is kept as long as they are."""
    drawn: dict[tuple[str, str], str] = {}

    @jinja2.pass_context
    def same(context: jinja2.runtime.Context, name: str) -> str:
        view, page = context.get("view"), context.get("page")
        if not isinstance(view, PageView) or view.article is None or page is None:
            return env.get_template(name).render(context.get_all())
        folder = posixpath.dirname(page.url.rstrip("/"))
        if (name, folder) not in drawn:
            any_page = AnyPage(f"{folder}/-/")
            drawn[name, folder] = env.get_template(name).render({**context.get_all(), "page": any_page})
        return drawn[name, folder]

    env.globals["same"] = same
