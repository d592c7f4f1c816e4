r"""地址写得不对

查什么
    地址的写法有误：带着本机的路径（C:\、file:）或预览时的网址（localhost、127.0.0.1）；没有 https://；协议、主机写错；
    中间有空格或换行；用了反斜杠；模板里的 {{ }} 没有换成内容；链接到没有变成网页的 .md 稿件；mailto:、tel: 后面不是邮箱、
    号码；转向（refresh）的写法浏览器不认。
为什么
    这样的地址只在编辑自己的电脑上打得开，或者哪里都打不开。
不合格
    从本机复制来的路径：

        <a href="D:\gongwen\tongzhi.doc">通知</a>

    预览时的网址：

        <a href="http://127.0.0.1:8000/plan/">方案</a>

    没有写 https://：

        <a href="www.example.org/plan/">方案</a>
合格
    网址写全：

        <a href="https://www.example.org/plan/">方案</a>
怎么改
    照提示改正地址。
"""

from lanmu.checks.built.advice import CHECK
from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

WORDS = {
    Outcome.TEMPLATE: ("里有模板的标记，没有换成内容", "请网站管理员检查模板；在稿件里的，写成真正的地址。"),
    Outcome.GAP: ("中间有空格或换行", "去掉空格；文件名里真有空格的，最好给文件改名，或写成 %20。"),
    Outcome.BACKSLASH: ("用了反斜杠", "把反斜杠改成 /。"),
    Outcome.DRIVE: ("是自己电脑上的路径，读者打不开", "把文件放到稿件旁边，只写文件名。"),
    Outcome.FILE: ("是自己电脑上的文件，读者打不开", "把文件放到稿件旁边，只写文件名。"),
    Outcome.LOCALHOST: ("是本机预览时的网址，读者打不开", "改成站内的相对路径，或者正式网址。"),
    Outcome.NO_SCHEME: ("没有写 https://，会被当成站内的文件", "在前面加上 https://。"),
    Outcome.BAD_SCHEME: ("开头的协议写错了", "网址以 https:// 开头，冒号和斜杠都用半角。"),
    Outcome.BAD_HOST: ("里的主机名写错了", "从浏览器的地址栏重新复制网址。"),
    Outcome.BAD_CONTACT: (
        "不是邮箱或号码，点了没有用",
        "邮箱写成 mailto:名字@主机，用半角的 @；号码写成 tel:059500000000，只用数字。",
    ),
    Outcome.REFRESH: ("是转向，写法却不对，浏览器不会转", "写成「0; url=网址」：先是秒数，再是分号和 url=。"),
    Outcome.SOURCE: ("是稿件，没有变成网页", CHECK),
}


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing(WORDS, PLAIN)):
        words, remedy = WORDS[located.occurrence.target.outcome]
        shown = " ".join(located.written.split())[:200]
        yield located.finding(f"地址「{shown}」{words}。", remedy)
