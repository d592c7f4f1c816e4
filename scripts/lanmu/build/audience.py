"""For whom a built site is: the internal edition bears a file that says so, and never takes the place of a public one."""

from __future__ import annotations

from pathlib import Path

from lanmu.content.article import Audience
from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError

MARKER = "INTERNAL.txt"
"""At the root of every internal site, for people who come upon the folder as well."""
MARKER_TEXT = "内部资料：这个网站有不公开的稿件，只供单位内部使用，不要放到公开的网站上。\n"
NAMES: dict[Audience, str] = {"public": "公开的网站", "internal": "内部版"}


def output_of(root: Path, audience: Audience, *, offline: bool) -> Path:
    """Where a build of the project in `root` puts its site, or its archive."""
    ending = "" if audience == "public" else "-internal"
    return root / (f"out{ending}/lanmu-offline{ending}.zip" if offline else f"site{ending}")


def audience_of(site: Path) -> Audience:
    """For whom the site in a folder was built."""
    return "internal" if (site / MARKER).exists() else "public"


def check_place(target: Path, audience: Audience) -> None:
    """Raises UserError when a site for others lies at `target`; an empty folder is nobody's."""
    if not target.is_dir() or not any(target.iterdir()):
        return
    there = audience_of(target)
    if there != audience:
        raise UserError(
            f"{target} 里是{NAMES[there]}，{NAMES[audience]}不能放在这里，没有生成，那里的文件没有动。"
            "请换一个文件夹；那里的确实不要了，先把它删去。"
        )


def internal_address(given: str | None, settings: Settings, public: str) -> str:
    """The address of the internal edition: as `given`, or as lanmu.toml has it, by itself or with a target; empty where it has
    none. Raises UserError when it is that of the `public` site."""
    address = settings.site.internal_url or settings.publish.address("internal") if given is None else given
    if address and address.rstrip("/") == public.rstrip("/"):
        raise UserError(
            f"内部版的网址不能和公开的网站（mkdocs.yml 里的 {public}）相同。"
            "请在 lanmu.toml 的 [site] 里写 internal_url，或者用 --site-url 给出内部版自己的网址。"
        )
    return address
