"""Ways to mend a reference, in the words that editors read."""

from __future__ import annotations

from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.built.nearest import nearest_anchor, nearest_file
from lanmu.checks.built.origin import Located, way_to

CHECK = "核对地址：目标改了名、搬了地方的，改成现在的地址；还没有放进来的，先把它放进来。"


def near_file(site: BuiltSite, located: Located, otherwise: str = CHECK) -> str:
    """The file that was probably meant, written as it should stand here."""
    missing = located.occurrence.target.path
    near = located.occurrence.target.near or nearest_file(site.listing, missing)
    if near and near in site.listing.folders:
        near = site.listing.index_of(near) or ""
    return f"是不是「{way_to(site, located, near)}」？" if near else otherwise


def near_anchor(site: BuiltSite, located: Located) -> str:
    """The anchor that was probably meant."""
    target = located.occurrence.target
    page = site.pages.get(target.path)
    names = set() if page is None else page.maps if located.occurrence.reference.attribute == "usemap" else page.ids
    near = nearest_anchor(sorted(names), target.anchor)
    if near:
        return f"是不是「{way_to(site, located, target.path, near)}」？"
    return "核对标题或锚点的名称；标题改过的，链接也要跟着改。"
