"""网页读不了

查什么
    后缀是 .html 的文件：打不开，是空的，不是文字，编码不对（没有声明就应当是 UTF-8），里面没有 HTML，或者嵌套太深。
为什么
    读者看到的是空白或乱码；里面的链接也没法检查。
不合格
    空文件：
        -- site/index.html --
    里面没有 HTML：
        -- site/index.html --
        正在建设
合格
    普通的网页：
        <p>正文。</p>
怎么改
    重新生成网站；还是这样，请网站管理员看这个文件是哪里来的。
"""

from lanmu.checks.built.text import Unreadable
from lanmu.checks.engine.rule import BuiltSite, Finding, Findings, Level, rule

REMEDY = "重新生成网站；还是这样，请网站管理员看这个文件是哪里来的。"
WORDS = {
    Unreadable.FORBIDDEN: "这个网页打不开，没有读取的权限。",
    Unreadable.EMPTY: "这个网页是空的。",
    Unreadable.BINARY: "这个文件不是文字，却用了网页的后缀。",
    Unreadable.ENCODING: "这个网页的编码不对，读者会看到乱码。",
    Unreadable.NO_HTML: "这个文件里没有 HTML，却用了网页的后缀。",
    Unreadable.TOO_DEEP: "这个网页的标签嵌套太深，浏览器会显示错乱。",
}


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for page in site.pages.values():
        if page.problem:
            yield Finding(site.shown + page.path, 0, 0, WORDS[page.problem], REMEDY)
