"""链接的文件不存在

查什么
    正文里的链接、图片指向 docs/ 里没有的文件，或者文件名的大小写不一致。路径从稿件所在的文件夹算起；
    中文文件名直接写和写成 %E4%BD… 都可以。指向自动生成的列表页（如 2008/11/）的链接由 check_links.py 查。

为什么
    点了打不开的链接和附件，检查时逐条扣分，首页上的加倍（国办秘函〔2019〕19号）。

不合格
    文件名写错了：

        会议通知见[附件](tongzhi-cuo.md)。

    少了一层文件夹：

        见[方案](plan/index.md)。

合格
    从稿件所在的文件夹算起：

        见[方案](../plan/index.md)。

怎么改
    照提示核对文件名和路径；文件确实没有了，就删去链接。
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source
from lanmu.checks.targets import local_target
from lanmu.content.validation import nearest

RULE = Rule(code="LNK001", name="链接的文件不存在", scopes=(Scope.PAGE,))


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Every link whose file is not there."""
    for link in source.links:
        target = local_target(source, link.target)
        if target is None or not target.path or target.path in source.project.files:
            continue
        if target.path.endswith("/") or target.path.startswith("../"):
            continue
        yield source.at(link.target_start, f"链接的文件「{link.target}」不存在。", remedy(source, target.path))


def remedy(source: Source, path: str) -> str:
    """The way to the file that was probably meant."""
    files = source.project.files
    same_name = [other for other in files if posixpath.basename(other) == posixpath.basename(path)]
    near = same_name[0] if len(same_name) == 1 else nearest(path, files)
    if not near:
        return "核对文件名和路径；文件没有了就删去链接。"
    return f"是不是「{posixpath.relpath(near, posixpath.dirname(source.below_docs) or '.')}」？"
