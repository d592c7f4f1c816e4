"""文件名不能作网址

查什么
    稿件的文件名、文件夹名不是小写英文字母、数字和短横；后缀写成了 .MD、.markdown 或 .md.txt，不会成为网页。
为什么
    文件名就是网址。中文、空格、大写字母在有的系统上打不开，转发出去成了一长串 %E4%BD…。
不合格
    文件名是中文：

        -- docs/news/支部学习.md --
        大家读了书，谈了体会。

    后缀多了 .txt，不会成为网页：

        -- docs/news/2008-11-05-zhibu-xuexi.md.txt --
        大家读了书，谈了体会。
合格
    日期加拼音：

        -- docs/news/2008-11-05-zhibu-xuexi.md --
        大家读了书，谈了体会。
怎么改
    改文件名，同时改正别处指向它的链接。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.diagnostics.errors import Kind


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    yield from project.findings(Kind.FILE_NAME)
