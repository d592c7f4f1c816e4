"""Which commands of MkDocs itself may run in this project."""

from __future__ import annotations

import click
from mkdocs.exceptions import BuildError


def refuse_others() -> None:
    """Lets of MkDocs' own commands only `build` run. `serve` shows drafts to any web page that asks, with none of the
    gates of preview.py, and `gh-deploy` publishes them. Raises BuildError."""
    context = click.get_current_context(silent=True)
    if context and context.info_name != "build":
        raise BuildError(
            f"这里不用 mkdocs {context.info_name}：它会把没有发布的稿件给别的网页看，或者发到网上。"
            "预览请运行 python scripts/preview.py，发布请运行 python scripts/build.py --production。"
        )
