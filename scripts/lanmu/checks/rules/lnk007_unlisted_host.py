"""链接的外站不在名单上

查什么
    指向其他网站的链接、图片，以及转载原文的网址（source_url），主机名不在 lanmu.toml 的 [links] hosts 名单里。
    写 "*.gov.cn" 表示以 .gov.cn 结尾的全部主机。本站自己的主机不用写。
为什么
    机关和群团组织的网站要能管住每一个外链：域名过期被别人买走、改投广告，就成了暗链。名单上的由专人定期看。
不合格
    这个主机没有人登记过：
        见[某资料](https://unknown.example.com/ziliao.html)。
合格
    名单里有 www.example.org：
        见[某资料](https://www.example.org/ziliao.html)。
怎么改
    先确认这个网站可靠，再把主机名写进 lanmu.toml：[links] 下面的 hosts = ["www.example.org"]；不必要的链接就删去。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.targets import references, web_parts
from lanmu.views.leaving import is_listed


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    hosts = source.project.settings.links.hosts
    own = web_parts(source.project.site_url)
    for reference in references(source):
        parts = web_parts(reference.target)
        host = parts.hostname if parts else None
        if not host or (own and host == own.hostname) or is_listed(host.rstrip("."), hosts):
            continue
        remedy = f'确认可靠后，把 "{host}" 加进 lanmu.toml 的 [links] hosts；不必要的链接就删去。'
        yield source.at(reference.offset, f"链接的外站「{host}」不在名单上。", remedy)
