"""外部网站连不上

查什么
    外部链接的网站连不上：域名不存在、连接超时、对方拒绝连接、安全证书有问题、答复不正常。
    只有运行 check_links.py --external 时才查。
为什么
    读者点了也打不开；证书有问题的网站，浏览器会警告读者“不安全”。有时只是一时的故障，所以和失效分开报告。
不合格
    域名不存在：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "unreachable", "url": "https://www.example.org/tongzhi", "reason": "域名「www.example.org」不存在"}}
合格
    连得上：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "ok", "url": "https://www.example.org/tongzhi", "status": 200}}
怎么改
    过一天再查一次。还是这样，就用浏览器打开核对；确实没有了，换成能打开的网址，或者删去链接。
"""

from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.findings import answered, way

REMEDY = "过一天再查一次；还是这样就用浏览器核对，换成能打开的网址，或者删去链接。"


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for url, answer, place in answered(site, Kind.UNREACHABLE):
        message = f"外部链接「{url}」的网站连不上{way(answer)}：{answer.reason}。"
        yield place.finding(message, REMEDY)
