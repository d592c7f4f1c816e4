"""Pages that a host answers with 200 although what the link meant is gone: "soft 404".

Either the page says so itself, or every address that is gone leads to the home page.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from lanmu.checks.built.elements import refresh_of
from lanmu.checks.external.address import Address, joined, parse
from lanmu.checks.external.answer import LinkError

THING = "(?:页面?|网页|文章|内容|信息|文件|资源|链接|栏目|地址|頁面|網頁|內容|資訊|檔案|连接|数据)"
NOT_FOUND = "(?:不存在|未找到|没有找到|没找到|找不到|无法找到|沒有找到|無法找到)"
GONE = (
    f"(?:{NOT_FOUND}|丢失|删除|刪除|失效|走丢|飞走|不见|下线|下架|过期|撤下|移除|停止服务|无法(?:访问|查看|显示|打开))"
)
POLITE = "(?:抱歉|对不起|對不起|不好意思|您|你|该|此|这个|这|本|所|要|想|正在|访问|查看|请求|查找|寻找|浏览|打开|訪問|的|很|非常)*"
# A clause that says nothing but that something is not there: 文件丢失问题的整改 is about something else.
CLAUSE = re.compile(
    rf"{POLITE}(?:{THING}.{{0,8}}?{GONE}|{NOT_FOUND}.{{0,12}}?{THING}|(?:本站|网站).{{0,4}}(?:关闭|暂停访问|停止访问)"
    r"|[参參][数數][错錯][误誤])[了啦\W]*(?:[或、].*)?"
)
BETWEEN = re.compile(r"[。！!？?；;，,：:|_—–·\n]|(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])")
LONGEST_CLAUSE = 40
ABSENT = re.compile(
    r"^\W*404\b(?![-.\d])|\b404\s*(?:error|错误$|页|not|$|[|_])|\b404\s[—–-]\s|(?:error|错误|http)\s*404"
    r"|(?:page|object|file|article)\s+not\s+found|not\s+found$|^not\s+found|does\s?n.t\s+exist|does\s+not\s+exist"
    r"|no\s+longer\s+(?:available|exist)|no\s+such\s+(?:page|article|file)|(?:can.?t|cannot)\s+(?:be\s+)?(?:find|found)",
    re.IGNORECASE,
)
# A page with less text than this says nothing else.
SHORT = 200
HOME = re.compile(r"/(?:(?:index|default|main|home)(?:\.\w{2,5})?)?", re.IGNORECASE)
# How a script sends the reader on.
GOES = re.compile(r"""location(?:\.href)?\s*=\s*["']([^"'\s]+)|location\.(?:replace|assign)\(\s*["']([^"'\s]+)""")
# The home page in a language: to be led from one to the other is no sign.
LOCALE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?/?", re.IGNORECASE)


def is_home(target: Address) -> bool:
    return HOME.fullmatch(target.request) is not None


def soft_reason(asked: Address, reached: Address, html: str) -> str:
    """Why a page answered with 200 is probably not what was linked; empty when there is no sign of that."""
    deep = not is_home(asked) and not LOCALE.fullmatch(asked.request)
    if deep and asked != reached and is_home(reached):
        return "转到了对方的首页，原来的网页多半没有了"
    if not html:
        return ""
    tree = LexborHTMLParser(html.encode("utf-8", "replace"))
    if deep and leads_home(tree, reached):
        return "打开以后转到对方的首页，原来的网页多半没有了"
    words = said(tree)
    return f"答复正常，网页上却写着「{words}」" if words else ""


def leads_home(tree: LexborHTMLParser, reached: Address) -> bool:
    refreshes = (
        refresh_of(node.attributes["content"] or "")
        for node in tree.css("meta[http-equiv][content]")
        if (node.attributes["http-equiv"] or "").strip().lower() == "refresh"
    )
    goals = [refresh[1] for refresh in refreshes if refresh and refresh[1]]
    if not goals and not text_of(tree):
        scripts = (node.text_lexbor() for node in tree.css("script"))
        goals = [match[1] or match[2] for script in scripts for match in GOES.finditer(script)]
    try:
        return bool(goals) and is_home(parse(joined(reached.url, goals[0])))
    except LinkError:
        return False


def text_of(tree: LexborHTMLParser) -> str:
    """What a reader reads on the page."""
    inner = LexborHTMLParser(tree.html or "")
    for node in inner.css("script, style, noscript, template"):
        node.decompose()
    return " ".join(inner.body.text_lexbor().split()) if inner.body else ""


def said(tree: LexborHTMLParser) -> str:
    """The title or heading, or the only sentence of a short page, by which it says that there is nothing."""
    places = [" ".join(node.text_lexbor().split()) for node in tree.css("title, h1, h2")]
    whole = text_of(tree)
    if len(whole) < SHORT:
        places.append(whole)
    return next((place[:40] for place in places if says_absent(place)), "")


def says_absent(text: str) -> bool:
    clauses = (clause.strip() for clause in BETWEEN.split(text))
    return ABSENT.search(text) is not None or any(
        len(clause) <= LONGEST_CLAUSE and CLAUSE.fullmatch(clause) for clause in clauses
    )
