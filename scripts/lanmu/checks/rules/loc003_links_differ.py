"""译文的链接和原文不一致

查什么
    译文里的链接、图片的地址和原文对不上：少了、多了、指向别处。次序不论；链接到译文（x.en.md）和链接到原文（x.md）
    算一样；译文自己的锚点（#…）不比。
为什么
    漏译一段往往先表现为少了链接；链接错了，外国读者就下载到别的附件。
不合格
    少了链接：
        -- docs/news/2008-11-18-jiben.en.md --
        We met to study.
合格
    一样的链接：
        -- docs/news/2008-11-18-jiben.en.md --
        source_hash: kmdgnfpjdndm
怎么改
    对照原文补上、删去或者改正链接。
"""

from collections import Counter
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import original
from lanmu.checks.sources.targets import published_tags
from lanmu.content.translation import source_path


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    original_source = original(source)
    if original_source is None:
        return
    mine, theirs = (Counter(target for target, _ in places(text)) for text in (source, original_source))
    more = mine - theirs
    for target, offset in places(source):
        if more[target] > 0:
            more[target] -= 1
            yield source.at(offset, f"原文没有链接到「{target}」。", "对照原文改正，或者删去。")
    for target, count in (theirs - mine).items():
        times = f"（{count} 处）" if count > 1 else ""
        message = f"译文少了原文的链接「{target}」{times}。"
        yield source.at(source.body_start, message, "对照原文补上，看是不是漏译了一段。")


def places(source: Source) -> Iterator[tuple[str, int]]:
    defined = {link.text: link.target for link in source.links if link.kind == "definition"}
    targets = [(link.target, link.target_start) for link in source.links if link.kind != "definition"]
    targets += [(defined[name], place) for name, place in source.scan.references if name in defined]
    for tag in published_tags(source):
        targets += [tag.attributes[name] for name in ("href", "src") if name in tag.attributes]
    for target, place in sorted(targets, key=lambda pair: pair[1]):
        if page := source_path(target.partition("#")[0]):
            yield page, place
