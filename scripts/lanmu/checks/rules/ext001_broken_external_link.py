"""外部链接失效

查什么
    指向别的网站的链接，对方答复“没有这个网页”（404）、“已经撤下”（410）、“内部出错”（5xx）等，或者网址本身写错了。
    只有运行 check_links.py --external 时才查。
为什么
    打不开的链接由链接所在的网站负责，检查时照样扣分（国办秘函〔2019〕19号）。
不合格
    对方答复没有这个网页：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "broken", "url": "https://www.example.org/tongzhi", "status": 404, "reason": "答复 404（没有这个网页）"}}
合格
    对方正常答复：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "ok", "url": "https://www.example.org/tongzhi", "status": 200}}
怎么改
    用浏览器打开核对。搬到别处的，改成新网址；确实撤下了，就换成别处能打开的原文，没有的话只留文字。
"""

from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.findings import answered, way

REMEDY = "用浏览器打开核对：搬到别处的，改成新网址；确实撤下了，就换成别处能打开的原文，没有的话只留文字。"


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for url, answer, place in answered(site, Kind.BROKEN):
        message = f"外部链接「{url}」打不开{way(answer)}：{answer.reason}。"
        yield place.finding(message, REMEDY)
