"""链接指向内部地址或带口令

查什么
    外部链接指向本机、单位内网等不公开的地址，或者网址里写着用户名、口令，或者被转到这样的地址。这样的网址不会去访问。
    只有运行 check_links.py --external 时才查。
为什么
    单位以外的读者打不开内网地址，还会暴露内网的情况；写在网址里的口令等于公开了。
不合格
    内网地址：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="http://192.168.0.10/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"http://192.168.0.10/tongzhi": {"kind": "refused", "url": "http://192.168.0.10/tongzhi", "reason": "「192.168.0.10」是内网地址（192.168.0.10）"}}
合格
    公开的地址：
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body>
        <a href="https://www.example.org/tongzhi">通知</a>
        </body></html>
        -- answers --
        {"https://www.example.org/tongzhi": {"kind": "ok", "url": "https://www.example.org/tongzhi", "status": 200}}
怎么改
    换成公开的网址，或者把材料作为附件放进 docs/。网址里有口令的，先请管理员更换口令，再删去。
"""

from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.findings import answered, way

REMEDY = "换成公开的网址，或者把材料作为附件放进 docs/；网址里有口令的，请管理员更换口令后删去。"


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for url, answer, place in answered(site, Kind.REFUSED_TO_ASK):
        message = f"外部链接「{url}」不能给读者用{way(answer)}：{answer.reason}。"
        yield place.finding(message, REMEDY)
