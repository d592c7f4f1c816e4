"""What was printed: files of the site, which its pages name; the office's months, which count it."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from lanmu.channels.common.job import out_folder, record_file
from lanmu.content.article import Audience
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.views.edition import Edition
from lanmu.views.monthly import Monthly, monthlies
from lanmu.views.printed import Offer

COMMAND = "python scripts/print_channels.py --all"
COMMAND_INTERNAL = f"{COMMAND} --edition internal"


def offered(
    root: Path,
    site: Site,
    settings: Settings,
    site_url: str,
    shown: Container[str] | None,
    audience: Audience = "public",
) -> Offer:
    """The prints for `audience` in the project `root` that are up to date; for `shown` see channels/offered.py. Raises
    UserError."""
    if not record_file(root, audience).is_file():
        return Offer()
    # Loaded only where something was printed: typesetting is a heavy thing to load for every build.
    from lanmu.channels.offered import offer

    return offer(root, site, settings, site_url, shown, audience)


def months(root: Path, edition: Edition) -> dict[str, Monthly]:
    """The office's months in the project `root`, as an edition shows them."""
    # Loaded only for the internal edition, as above.
    from lanmu.channels.recorded import recorded

    own = edition.site.current
    return monthlies(own, recorded(root, own), edition.words)


def warnings(offer: Offer, site_url: str, audience: Audience = "public") -> list[str]:
    """Warnings for the editor: printed editions that are not offered, and why."""
    command = COMMAND if audience == "public" else COMMAND_INTERNAL
    command += f" --site-url {site_url}" if site_url else ""
    remedy = f"请运行 {command}（有繁体版的，加 --traditional 再运行一次），然后重新生成网站。"
    if offer.is_foreign:
        return [
            f"{out_folder(audience)}/ 里的印刷品不是你在这台电脑上印的，或者印制的记录已损坏，都没有放到网站上。{remedy}"
        ]
    if not offer.stale:
        return []
    names = "、".join(offer.stale[:5]) + ("等" if len(offer.stale) > 5 else "")
    return [f"有 {len(offer.stale)} 件印刷品和现在的稿件或网址对不上，没有放到网站上：{names}。{remedy}"]
