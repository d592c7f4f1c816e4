"""Pages that a host answers with 200 although what the link meant is gone: "soft 404".

Either the page says so itself, or every address that is gone leads to the home page.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from lanmu.checks.built.elements import refresh_of
from lanmu.checks.external.answer import LinkError
from lanmu.checks.external.target import Target, joined, parse

THING = "(?:页面|网页|文章|内容|信息|文件|资源|链接|栏目|地址)"
ABSENT = re.compile(
    rf"{THING}.{{0,4}}(?:不存在|未找到|没有找到|没找到|找不到|丢失|删除|失效|走丢|不见)"
    rf"|(?:不存在|未找到|没有找到|没找到|找不到|无法找到).{{0,12}}{THING}"
    r"|^\W*404\b(?![-.\d])|\b404\s*(?:error|错误|页|not|$|[|_])|\b404\s[—–-]\s|(?:error|错误)\s*404"
    r"|page\s+not\s+found|not\s+found$|^not\s+found|does\s?n.t\s+exist|does\s+not\s+exist|no\s+longer\s+(?:available|exist)",
    re.IGNORECASE,
)
# A page with less text than this says nothing else.
SHORT = 200
HOME = re.compile(r"/(?:(?:index|default|main|home)(?:\.\w{2,5})?)?", re.IGNORECASE)
# The home page in a language: to be led from one to the other is no sign.
LOCALE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?/?", re.IGNORECASE)


def is_home(target: Target) -> bool:
    """True for a host's home page."""
    return HOME.fullmatch(target.request) is not None


def soft_reason(asked: Target, reached: Target, html: str) -> str:
    """Why the page behind a good answer is probably not what was linked; empty where nothing speaks for that."""
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


def leads_home(tree: LexborHTMLParser, reached: Target) -> bool:
    """True for a page that sends the reader on to the home page by itself."""
    for node in tree.css("meta[http-equiv][content]"):
        if (node.attributes["http-equiv"] or "").strip().lower() == "refresh":
            found = refresh_of(node.attributes["content"] or "")
            if found and found[1]:
                try:
                    return is_home(parse(joined(reached.url, found[1])))
                except LinkError:
                    return False
    return False


def said(tree: LexborHTMLParser) -> str:
    """The title or heading, or the only sentence of a short page, by which it says that there is nothing."""
    places = [" ".join(node.text_lexbor().split()) for node in tree.css("title, h1, h2")]
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    whole = " ".join(tree.body.text_lexbor().split()) if tree.body else ""
    if len(whole) < SHORT:
        places.append(whole)
    return next((place[:40] for place in places if ABSENT.search(place)), "")
