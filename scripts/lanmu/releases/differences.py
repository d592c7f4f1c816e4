"""What readers will notice of a new release, by the titles of its articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lanmu.diagnostics.console import say
from lanmu.releases.layouts.layout import Listing
from lanmu.releases.manifest import Manifest, ManifestArticle

SHOWN = 30


@dataclass(frozen=True)
class Differences:
    """Between the release that is shown (None: there is none) and another that takes its place."""

    old: Manifest | None
    new: Manifest

    def lines(self) -> Iterator[str]:
        """What is different, for the editor: articles by their titles, files by their number."""
        before = {article.address: article for article in self.old.articles} if self.old else {}
        after = {article.address: article for article in self.new.articles}
        # Going back, it is the old one that knows where it was before.
        moves = [(old, article) for article in after.values() for old in article.former]
        moves += [(old, after[new]) for old, article in before.items() for new in article.former if new in after]
        moved = {old: article for old, article in moves if old in before and old not in after}
        arrived = {article.address for article in moved.values()}
        gone = [article for address, article in before.items() if address not in after and address not in moved]
        withdrawn = [article for article in gone if f"{article.address}index.html" in self.new.files]
        groups = {
            "新登": [shown(a) for address, a in after.items() if address not in before and address not in arrived],
            "有改动": [shown(a) for address, a in after.items() if address in before and a != before[address]],
            "换了网址": [f"{shown(article)}，原来是 {old}" for old, article in moved.items()],
            "撤回（原网址写明已撤回）": [shown(article) for article in withdrawn],
            "不再登": [shown(article) for article in gone if article not in withdrawn],
        }
        for title, articles in groups.items():
            if articles:
                yield f"{title} {len(articles)} 篇："
                yield from (f"  {line}" for line in articles[:SHOWN])
            if len(articles) > SHOWN:
                yield f"  …… 还有 {len(articles) - SHOWN} 篇"
        if not any(groups.values()):
            yield "稿件没有变化。"
        yield self.files()

    def files(self) -> str:
        """How many files are different."""
        before, after = self.old.files if self.old else {}, self.new.files
        new = len(after.keys() - before.keys())
        changed = sum(path in before and before[path] != file for path, file in after.items())
        gone = len(before.keys() - after.keys())
        return f"文件：新 {new} 个，改 {changed} 个，去掉 {gone} 个；共 {len(after)} 个，{self.new.size / 1_000_000:.1f} MB。"


def shown(article: ManifestArticle) -> str:
    """An article as a line."""
    return f"《{article.title}》 {article.address}"


def tell_differences(shown: Listing | None, manifest: Manifest) -> None:
    """Says what readers will notice."""
    for line in Differences(shown.manifest if shown else None, manifest).lines():
        say(f"  {line}")
