"""外部链接已永久搬走

查什么
    对方答复“已永久搬到新网址”（301、308）的外部链接。临时的转向（302、303、307）不算。
    只有运行 check_links.py --external 时才查。
为什么
    旧网址的转向迟早会撤掉，到那时链接就失效了。
不合格
    对方说已永久搬走：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="http://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"http://www.example.org/tongzhi": {"kind": "redirected", "url": "https://www.example.org/tongzhi", "status": 200, "redirects": [{"status": 301, "url": "https://www.example.org/tongzhi"}]}}
合格
    只是临时转向，原来的网址仍然有效：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "redirected", "url": "https://www.example.org/tongzhi/1", "status": 200, "redirects": [{"status": 302, "url": "https://www.example.org/tongzhi/1"}]}}
怎么改
    打开新网址看一眼，是原来的内容，就把链接改成新网址；只到了对方首页，说明原文多半已经撤下，换一个或者删去。
"""

from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.findings import answered
from lanmu.checks.external.target import shown

REMEDY = "打开新网址看一眼：是原来的内容，就把链接改成新网址；只到了对方首页，原文多半已经撤下，换一个或者删去。"


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for url, answer, place in answered(site, Kind.REDIRECTED):
        if answer.moved_to:
            message = f"外部链接「{url}」已永久搬到「{shown(answer.moved_to)}」。"
            yield place.finding(message, REMEDY)
