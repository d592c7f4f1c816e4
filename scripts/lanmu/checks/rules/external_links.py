"""What other hosts answered for the links to them, when check_links.py --external asked."""

from __future__ import annotations

from lanmu.checks.built.origin import locate
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule
from lanmu.checks.external.address import shown
from lanmu.checks.external.answer import Answer, Kind

BROKEN = "用浏览器打开核对：搬到别处的，改成新网址；确实撤下了，就换成别处能打开的原文，没有的话只留文字。"
MOVED = "打开新网址看一眼：是原来的内容，就把链接改成新网址；只到了对方首页，原文多半已经撤下，换一个或者删去。"
UNREACHABLE = "过一天再查一次；还是这样就用浏览器核对，换成能打开的网址，或者删去链接。"
PRIVATE = "换成公开的网址，或者把材料作为附件放进 docs/；网址里有口令的，请管理员更换口令后删去。"
SOFT = "用浏览器打开核对：是原来的内容就不用改；搬了地方的，改成新网址；撤下了的，换成别处能打开的原文。"
BLOCKED = (
    "用浏览器打开核对，打得开就不用改；总是这样的网站，可以把主机名写进 lanmu.toml 里 [links.external] 的 skip_hosts。"
)


def answered(site: BuiltSite, kind: Kind, fault: str, remedy: str) -> Findings:
    """Every link with an answer of this kind. Places are looked for only where there is something to report."""
    for url, occurrences in site.external.items():
        answer: Answer | None = site.answers.get(url)
        if answer is None or answer.kind is not kind or (kind is Kind.REDIRECTED and not answer.moved_to):
            continue
        way = f"（转到「{shown(answer.redirects[-1].url)}」之后）" if answer.redirects and kind is not Kind.SOFT else ""
        outcome = (
            f"{fault}「{shown(answer.moved_to)}」" if kind is Kind.REDIRECTED else f"{fault}{way}：{answer.reason}"
        )
        for located in locate(site, occurrences):
            yield located.finding(f"外部链接「{shown(url)}」{outcome}。", remedy)


@rule(Level.WARNING, "EXT001")
def broken(site: BuiltSite) -> Findings:
    """外部链接失效

    查什么
        指向别的网站的链接，对方答复“没有这个网页”（404）、“已经撤下”（410）、“内部出错”（5xx）等，或者网址本身写错了。
        只有运行 check_links.py --external 时才查。
    为什么
        打不开的链接由链接所在的网站负责，检查时照样扣分（国办秘函〔2019〕19号）。
    不合格
        对方答复没有这个网页：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 404 没有这个网页
    合格
        对方正常答复：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 200
    怎么改
        用浏览器打开核对。搬到别处的，改成新网址；确实撤下了，就换成别处能打开的原文，没有的话只留文字。
    """
    return answered(site, Kind.BROKEN, "打不开", BROKEN)


@rule(Level.WARNING, "EXT002")
def moved(site: BuiltSite) -> Findings:
    """外部链接已永久搬走

    查什么
        对方答复“已永久搬到新网址”（301、308）的外部链接。临时的转向（302、303、307）不算。
        只有运行 check_links.py --external 时才查。
    为什么
        旧网址的转向迟早会撤掉，到那时链接就失效了。
    不合格
        对方说已永久搬走：
            <a href="http://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            http://www.example.org/tongzhi 301 https://www.example.org/tongzhi
    合格
        只是临时转向，原来的网址仍然有效：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 302 https://www.example.org/tongzhi/1
    怎么改
        打开新网址看一眼，是原来的内容，就把链接改成新网址；只到了对方首页，说明原文多半已经撤下，换一个或者删去。
    """
    return answered(site, Kind.REDIRECTED, "已永久搬到", MOVED)


@rule(Level.WARNING, "EXT003")
def unreachable(site: BuiltSite) -> Findings:
    """外部网站连不上

    查什么
        外部链接的网站连不上：域名不存在、连接超时、对方拒绝连接、安全证书有问题、答复不正常。
        只有运行 check_links.py --external 时才查。
    为什么
        读者点了也打不开；证书有问题的网站，浏览器会警告读者“不安全”。有时只是一时的故障，所以和失效分开报告。
    不合格
        域名不存在：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 连不上 域名「www.example.org」不存在
    合格
        连得上：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 200
    怎么改
        过一天再查一次。还是这样，就用浏览器打开核对；确实没有了，换成能打开的网址，或者删去链接。
    """
    return answered(site, Kind.UNREACHABLE, "的网站连不上", UNREACHABLE)


@rule(Level.WARNING, "EXT004")
def private(site: BuiltSite) -> Findings:
    """链接指向内部地址或带口令

    查什么
        外部链接指向本机、单位内网等不公开的地址，或者网址里写着用户名、口令，或者被转到这样的地址。这样的网址不会去访问。
        只有运行 check_links.py --external 时才查。
    为什么
        单位以外的读者打不开内网地址，还会暴露内网的情况；写在网址里的口令等于公开了。
    不合格
        内网地址：
            <a href="http://192.168.0.10/tongzhi">通知</a>
            -- 对方的答复 --
            http://192.168.0.10/tongzhi 没有去问 「192.168.0.10」是内网地址（192.168.0.10）
    合格
        公开的地址：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 200
    怎么改
        换成公开的网址，或者把材料作为附件放进 docs/。网址里有口令的，先请管理员更换口令，再删去。
    """
    return answered(site, Kind.REFUSED_TO_ASK, "不能给读者用", PRIVATE)


@rule(Level.WARNING, "EXT005")
def needs_a_look(site: BuiltSite) -> Findings:
    """外部链接要人工看一看

    查什么
        对方不答复程序的访问（401、403、405、412、429 等，或者要求过很久再来），查不出链接是好是坏；答复虽然正常，网页上却写着
        “页面不存在”“404”，或者把里面的网页都转到了首页。
        只有运行 check_links.py --external 时才查。
    为什么
        有些网站只让浏览器打开，不能当作失效；但也没有人核对过。有些网站撤下了网页，却不照规矩答复 404。
    不合格
        对方拒绝程序访问：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 403 拒绝访问
    合格
        对方正常答复：
            <a href="https://www.example.org/tongzhi">通知</a>
            -- 对方的答复 --
            https://www.example.org/tongzhi 200
    怎么改
        用浏览器打开看看，是原来的内容就不用改；不是的，换成能打开的原文网址。总是这样的网站，可以把主机名写进 lanmu.toml 里 [links.external] 的 skip_hosts，以后不再去查。
    """  # noqa: E501
    yield from answered(site, Kind.BLOCKED, "要人工看一看", BLOCKED)
    yield from answered(site, Kind.SOFT, "要人工看一看", SOFT)
