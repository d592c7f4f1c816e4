"""没有用到的文件

查什么
    docs/ 里的图片、附件，没有任何稿件链接或显示它，mkdocs.yml 也没有提到。
为什么
    没人引用的文件照样会随网站公开。换掉的旧照片、没删的名单，往往就这样留在了网上。
不合格
    放进来没有用：
        -- docs/news/a.jpg (picture) --
        40x30
合格
    稿件里用到了：
        -- docs/news/a.jpg (picture) --
        40x30
        -- docs/news/2008-11-05-a.md --
        ![职工围坐着讨论](a.jpg)
怎么改
    用不着就删去；要用就在稿件里链接它。
"""

import posixpath

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.targets import destination, references


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    used: set[str | None] = set()
    for source in project.sources.values():
        destinations = (destination(source, reference) for reference in references(source))
        used |= {place.path for place in destinations if place}
        folder = posixpath.dirname(source.below_docs)
        shown = (value.text for value in source.head_values if value.key in (("image",), ("audio",)))
        used |= {posixpath.normpath(posixpath.join(folder, path)) for path in shown}
    possible = frozenset(project.reading.site_files)
    for path, attachment in project.attachments.items():
        if path not in used and path not in project.mkdocs_text and path in possible:
            message = "没有任何稿件用到这个文件，它却会随网站公开。"
            yield attachment.finding(message, "用不着就删去；要用就在稿件里链接它。")
