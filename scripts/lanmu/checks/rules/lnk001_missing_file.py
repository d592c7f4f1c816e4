"""链接的文件不存在，或者不能这样链接

查什么
    正文里的链接、图片指向 docs/ 里没有的文件或者程序不生成的页面，大小写不一致也算。路径从稿件所在的文件夹算起；
    文件名里的汉字直接写和写成 %E4%BD… 都可以。程序生成的列表页（如 2008/11/index.md）算有。
    HTML 标签里的地址（href、src）没有程序换算，按网页上的网址算。题图由 FM011 查。
为什么
    点了打不开的链接和附件，检查时逐条扣分，首页上的加倍（国办秘函〔2019〕19号）。
不合格
    文件名写错了：
        会议通知见[附件](tongzhi-cuo.md)。
    少了一层文件夹：
        见[方案](plan/index.md)。
    大小写不一致：
        见[方案](../plan/Index.md)。
合格
    从稿件所在的文件夹算起：
        见[方案](../plan/index.md)。
    这个栏目 2008年11月的列表，由程序生成：
        见[上个月的动态](2008/11/index.md)。
怎么改
    照提示核对文件名和路径；改了名、移了位置的，按标题在 docs/ 里找到它，改成现在的文件。查明确实撤下、再也不登的，
    才去掉链接、只留文字。
"""

import posixpath

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.engine.suggestions import nearest_path
from lanmu.checks.sources.targets import (
    WRITTEN_LATER,
    Destination,
    Reference,
    destination,
    from_here,
    html_address,
    meant_page,
    references,
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    explanations: dict[tuple[str, bool], tuple[str, str]] = {}
    for reference in references(source):
        resolved = destination(source, reference)
        if resolved is None or resolved.path is not None:
            continue
        if not reference.html and meant_page(source, reference.target):
            continue
        # It is there, and SEC004 says why it is not published.
        if resolved.wanted in source.project.kept_off:
            continue
        key = reference.target, reference.html
        explanations[key] = explanations.get(key) or explained(source, reference, resolved)
        yield source.at(reference.offset, *explanations[key])


def explained(source: Source, reference: Reference, resolved: Destination) -> tuple[str, str]:
    target, project = reference.target, source.project
    spelled = html_address if reference.html else from_here
    if resolved.wanted in project.files and resolved.wanted.endswith(".yml"):
        return f"链接的文件「{target}」是数据文件，不会发布。", "删去链接，或者改为指向说明它的页面。"
    if posixpath.basename(resolved.wanted) in WRITTEN_LATER:
        return f"链接的文件「{target}」生成网站时才有，正文里链接不到。", "删去链接；每一页上都有订阅的入口。"
    files = project.files | project.generated
    same = sorted(path for path in files if path.lower() == resolved.wanted.lower())
    if same and same[0] != resolved.wanted:
        return f"链接的文件「{target}」大小写不一致。", f"写成「{spelled(source, same[0])}」。"
    if reference.html and (meant := destination(source, Reference(target, 0))) and meant.path:
        remedy = f"写成「{html_address(source, meant.path)}」，最好改用 Markdown 的写法。"
        return f"HTML 里的地址「{target}」在网页上打不开。", remedy
    near = nearest_path(resolved.wanted, files - {source.below_docs})
    lost = "核对文件名和路径；改了名、移了位置的，按标题在 docs/ 里找到它，改成现在的文件。"
    return f"链接的文件「{target}」不存在。", f"是不是「{spelled(source, near)}」？" if near else lost
