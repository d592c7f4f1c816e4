"""写了不认识的字段

查什么
    稿件信息和数据文件里有程序不认识的字段，多半是字段名拼错了，或者缩进不对，跑到了别的字段下面。
为什么
    拼错的字段不起作用：以为写了来源，网页上其实没有。
不合格
    author 拼错了：

        auther: 示例人员甲
合格
    字段名和 CONTRIBUTING.md 里的一样：

        author: 示例人员甲
怎么改
    照提示改成认识的字段名；用不着的字段删去。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.diagnostics.errors import Kind


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    yield from project.findings(Kind.UNKNOWN_FIELD)
