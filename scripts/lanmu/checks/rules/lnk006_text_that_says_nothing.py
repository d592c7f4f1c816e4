"""链接的文字没有说明去处

查什么
    链接的全部文字只是“点击这里”“查看详情”“更多”“here”之类，或者是带路径的长网址。
    “附件”“详见附件1”“方案全文”说得出是什么，不算；只有主机名的网址（如 www.example.org）可以念、可以抄，也不算。
为什么
    读屏软件会把一页的链接单独念成一串，“这里、这里、更多”听不出去哪里（WCAG 2.2 第 2.4.4 条）；
    印成简报和宣传栏时，“点击这里”毫无意义。
不合格
    没有说去处：
        实施方案请[点击这里](../plan/index.md)。
    文字是长网址：
        见 [https://www.example.org/a/b.html](https://www.example.org/a/b.html)。
合格
    文字就是去处：
        请看[实施方案](../plan/index.md)。
怎么改
    用目标文章或文件的名称作链接的文字。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule

EMPTY = re.compile(
    r"(?:请?(?:点击|单击|点|戳|按)?(?:这里|此处|这儿|链接|进入|我)|请?点此|请?(?:点击|单击|点此)?(?:查看|阅读|下载|打开|进入|浏览)"
    r"|(?:查看|阅读|了解|点击|更多)?(?:详情|更多|全部|详细|详细内容|更多内容|更多详情)|链接|网址|连接|网页|地址"
    r"|click(?: here)?|here|link|(?:read )?more|details)",
    re.IGNORECASE,
)
OUTER_PUNCTUATION = re.compile(
    r"^[\s（(【《“\[<>>]+|(?<![\s）)】》”\]。，：:！!>…→»›])[\s）)】》”\]。，：:！!>…→»›]++$"
)
LONG_ADDRESS = re.compile(r"(?:https?:)?//[^/\s]+/\S+|www\.[^/\s]+/\S+", re.IGNORECASE)


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for link in source.links:
        if link.kind not in ("link", "auto"):
            continue
        text = OUTER_PUNCTUATION.sub("", link.text)
        remedy = "用目标文章或文件的名称作链接的文字。"
        if LONG_ADDRESS.fullmatch(link.text.strip()):
            yield source.at(link.start, f"链接的文字是长网址「{link.text.strip()}」。", remedy)
        elif EMPTY.fullmatch(text):
            yield source.at(link.start, f"链接的文字「{link.text.strip()}」没有说明去处。", remedy)
