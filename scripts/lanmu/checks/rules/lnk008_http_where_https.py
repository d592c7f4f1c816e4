"""可以用 https 的网址写成了 http

查什么
    链接用 http:// 开头，而那个主机已经知道支持 https（写在本规则的选项 https 里）。照录的正式文件（verbatim: true）不查。
为什么
    http 的内容在路上可能被改、被插广告；浏览器会标“不安全”。
不合格
    这个主机登记过支持 https：
        -- lanmu.toml --
        [site]
        name = "某专题"
        publisher = "某工会"
        [links]
        hosts = ["www.example.org"]
        [checks.options.LNK008]
        https = ["www.example.org"]
        -- docs/news/2008-11-05-yici-xuexi.md --
        见[某资料](http://www.example.org/ziliao.html)。
合格
    用了 https：
        见[某资料](https://www.example.org/ziliao.html)。
怎么改
    把 http 改成 https；--fix 可以自动改。
选项
    https：已经知道支持 https 的主机名，写法和 [links] hosts 相同，可以用 "*.gov.cn" 这样的写法；默认一个也没有。
"""

from lanmu.checks.engine.rule import Edit, Findings, Level, Model, Source, rule
from lanmu.checks.sources.targets import references, web_parts
from lanmu.views.leaving import is_listed


class Options(Model):
    https: tuple[str, ...] = ()


@rule(Level.WARNING)
def check(source: Source, options: Options) -> Findings:
    if source.verbatim:
        return
    for reference in references(source):
        parts = web_parts(reference.target)
        if not parts or parts.scheme != "http" or not is_listed(parts.hostname or "", options.https):
            continue
        start, end = reference.offset, reference.offset + len("http")
        # Another port is another service; it may not speak https.
        edit = Edit(start, end, "https") if source.text[start:end].lower() == "http" and not parts.port else None
        message = f"「{reference.target}」用的是 http，而 {parts.hostname} 支持 https。"
        yield source.at(start, message, "把开头的 http 改成 https。", edit)
