"""外部链接要人工看一看

查什么
    对方不答复程序的访问（401、403、405、412、429 等，或者要求过很久再来），查不出链接是好是坏；答复虽然正常，网页上却写着
    “页面不存在”“404”，或者把里面的网页都转到了首页。
    只有运行 check_links.py --external 时才查。
为什么
    有些网站只让浏览器打开，不能当作失效；但也没有人核对过。有些网站撤下了网页，却不照规矩答复 404。
不合格
    对方拒绝程序访问：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "blocked", "url": "https://www.example.org/tongzhi", "status": 403, "reason": "答复 403（拒绝访问）"}}
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
    用浏览器打开看看，是原来的内容就不用改；不是的，换成能打开的原文网址。总是这样的网站，可以把主机名写进 lanmu.toml 里 [links.external] 的 skip_hosts，以后不再去查。
"""

from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.findings import answered, way

SOFT_REMEDY = "用浏览器打开核对：是原来的内容就不用改；搬了地方的，改成新网址；撤下了的，换成别处能打开的原文。"
REMEDY = (
    "用浏览器打开核对，打得开就不用改；总是这样的网站，可以把主机名写进 lanmu.toml 里 [links.external] 的 skip_hosts。"
)


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for url, answer, place in answered(site, Kind.BLOCKED):
        message = f"外部链接「{url}」要人工看一看{way(answer)}：{answer.reason}。"
        yield place.finding(message, REMEDY)
    for url, answer, place in answered(site, Kind.SOFT):
        yield place.finding(f"外部链接「{url}」要人工看一看：{answer.reason}。", SOFT_REMEDY)
