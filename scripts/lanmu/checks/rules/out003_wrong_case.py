"""地址的大小写不对

查什么
    地址里的字母大小写和网站里的文件名不一致。在哪种电脑上检查，结果都一样。
为什么
    Windows 和 macOS 不分大小写，编辑预览时打得开；服务器分大小写，发布以后就打不开。
不合格
    文件名是小写：

        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body><a href="Biao.PDF">表</a></body></html>
        -- site/biao.pdf --
        表
合格
    一模一样：

        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body><a href="biao.pdf">表</a></body></html>
        -- site/biao.pdf --
        表
怎么改
    把地址改成和文件名一模一样；文件名最好都用小写。
"""

from lanmu.checks.built.advice import near_file
from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing((Outcome.WRONG_CASE,), PLAIN)):
        name = located.occurrence.target.near
        message = f"地址「{located.written}」的大小写和文件名「{name}」不一致，发布以后打不开。"
        yield located.finding(message, near_file(site, located))
