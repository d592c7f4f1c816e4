"""站内链接打不开

查什么
    网页里的链接、转向、表单、订阅地址指向网站里没有的页面或文件；指向没有首页（index.html）的文件夹；文件名后面多了斜杠。
    站内链接、以 / 开头的地址、写全了本站网址的地址都查；中文文件名直接写和写成 %E4%BD… 都可以。
为什么
    点了打不开的链接，检查时逐条扣分，首页上的加倍（国办秘函〔2019〕19号）。
不合格
    页面不存在：
        <a href="meiyou/">学习资料</a>
    文件夹里没有首页：
        <a href="ziliao/">资料</a>
        -- site/ziliao/biao.pdf --
        表
合格
    文件在那里：
        <a href="ziliao/biao.pdf">表</a>
        -- site/ziliao/biao.pdf --
        表
怎么改
    照提示核对地址。来自稿件的，改稿件里的那一行；来自模板的（导航、页脚），告诉网站管理员。
"""

from lanmu.checks.built.origin import locate, near_file
from lanmu.checks.built.reference import CLICKED, NOWHERE, Outcome
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing(NOWHERE, CLICKED)):
        target = located.occurrence.target
        if target.outcome is Outcome.NO_INDEX:
            why = f"文件夹「{target.path}/」里没有首页"
            remedy = "链接到文件夹里的某个文件，或者给它做一个首页。"
        elif target.outcome is Outcome.SLASHED_FILE:
            why, remedy = f"「{target.path}」是文件，后面多了斜杠", "去掉地址末尾的斜杠。"
        else:
            why, remedy = f"网站里没有「{target.path}」", near_file(site, located)
        yield located.finding(f"链接「{located.written}」打不开：{why}。", remedy)
