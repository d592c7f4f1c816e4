"""Going back to a release that is still kept on the target."""

from __future__ import annotations

from lanmu.diagnostics.console import confirmed, say, step
from lanmu.diagnostics.errors import UserError
from lanmu.releases.destination import Destination, reading
from lanmu.releases.differences import tell_differences
from lanmu.releases.layouts.layout import Listing
from lanmu.releases.signing import require_signer


def roll_back(place: Destination, release_id: str, *, yes: bool) -> None:
    """Goes back to a kept release; without an id, to the one before the current release."""
    shown = place.shown()
    listing = kept_release(place, release_id, shown)
    release_id = listing.manifest.id
    say(f"要退回 {release_id}（{listing.manifest.made_at}）：")
    tell_differences(shown, listing.manifest)
    if not confirmed("退回去吗？", yes=yes):
        say("没有退，什么也没有动。")
        return
    take_back(place, listing, shown)
    say(f"✓ 已退回：{release_id}。稿件没有退：改好了再发布，不然下一次发布还是新的。")


def kept_release(place: Destination, release_id: str, shown: Listing | None) -> Listing:
    """The kept release to go back to; without an id, the one before the current release. Raises UserError."""
    with reading(place.target.name):
        listings = place.layout.kept_releases()
    current = shown.manifest.id if shown else ""
    older = [name for name in listings if name < current]
    release_id = release_id or (older[-1] if older else "")
    if release_id not in listings or release_id == current:
        names = "、".join(name for name in listings if name != current) or "没有"
        raise UserError(f"退不到「{release_id or '上一个版本'}」，什么也没有动。留着的别的版本：{names}。")
    listing = listings[release_id]
    require_signer(listing.data, listing.signature, place.public_key)
    return listing


def take_back(place: Destination, listing: Listing, shown: Listing | None) -> None:
    """Puts a kept release into the place of what is shown. Raises UserError."""
    with place.at_work("rollback", listing.manifest, shown), step("核对，换回去"):
        place.layout.roll_back(listing.manifest.id)
