"""链接的小标题不存在或认不出来

查什么
    链接 # 后面的小标题（锚点），目标文章里没有：别篇的 other.md#小标题，本篇的 #小标题，脚注的 #fn:1。
    小标题、{#名称}、HTML 的 id 和 name 都算锚点。小标题写成 %E7%AC%AC… 的，生成网页时认不出来，也报。
    由模板画出的页面、程序生成的列表和附件里的位置（如 a.pdf#page=3）不查。
为什么
    改了小标题，指向它的链接就只到页首，读者找不到要看的那一段。
不合格
    本篇没有这个小标题：
        ## 学习安排

        见[下面的安排](#学习按排)。
    别篇没有这个小标题：
        见[方案的第二节](../plan/index.md#第二节)。
合格
    和小标题的文字一致：
        ## 学习安排

        见[下面的安排](#学习安排)。
怎么改
    打开目标文章核对小标题的文字：空格写成短横，标点去掉，英文小写。用 %E7… 写的，--fix 可以换成汉字。
"""

import re
from urllib.parse import quote

from lanmu.checks.engine.rule import Edit, Finding, Findings, Level, Source, rule
from lanmu.checks.sources.targets import Reference, destination, references
from lanmu.content.article import Page
from lanmu.content.validation import nearest
from lanmu.text.dialect import slug

MOST_SUGGESTED = 100
"""Missing anchors of a file for which the nearest heading is looked for: each is compared with each."""


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    anchors_by_path: dict[str, frozenset[str]] = {}
    missing = 0
    for reference in references(source):
        resolved = destination(source, reference)
        if resolved is None or resolved.path is None or not resolved.anchor:
            continue
        target = source.project.sources.get(resolved.path)
        # A template brings anchors of its own.
        if target is None or (isinstance(target.item, Page) and target.item.meta.template is not None):
            continue
        if target.path not in anchors_by_path:
            notes = {f"{kind}:{name}" for name, _ in target.scan.notes for kind in ("fn", "fnref")}
            anchors_by_path[target.path] = target.anchors | notes
        if resolved.anchor not in anchors_by_path[target.path]:
            missing += 1
            likely = anchors_by_path[target.path] if missing <= MOST_SUGGESTED else frozenset()
            yield source.at(reference.offset, *explained(reference, resolved.anchor, target, likely))
        elif not reference.html and "%" in (written := reference.target.partition("#")[2]):
            yield encoded(source, reference, written, resolved.anchor)


def explained(reference: Reference, anchor: str, target: Source, anchors: frozenset[str]) -> tuple[str, str]:
    name = slug(anchor)
    near = name if name in anchors else nearest(anchor, sorted(anchors))
    message = f"链接「{reference.target}」指向的小标题「{anchor}」在 {target.path} 里没有。"
    if near:
        return message, f"是不是「#{near}」？"
    return message, "核对小标题的文字，改过的照现在的写；这一节移到别篇的，改成那一篇；找不到的，先只链接到文章。"


def encoded(source: Source, reference: Reference, written: str, anchor: str) -> Finding:
    """An anchor in percent-encoding: browsers know it, MkDocs takes it for a missing one."""
    start = reference.offset + len(reference.target) - len(written)
    message = f"链接的小标题写成了编码「#{written}」，生成网页时认不出来。"
    is_literal = source.text[start : start + len(written)] == written and quote(anchor) != anchor
    edit = Edit(start, start + len(written), anchor) if is_literal and not re.search(r"[\s()<>]", anchor) else None
    return source.at(reference.offset, message, f"写成「#{anchor}」。", edit)
