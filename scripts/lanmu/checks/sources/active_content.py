"""What in HTML can act on the reader's machine: elements, handlers, addresses, styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

ELEMENTS = {
    "script": "脚本",
    "iframe": "内嵌的网页",
    "frame": "内嵌的网页",
    "object": "插件",
    "embed": "插件",
    "applet": "插件",
    "portal": "内嵌的网页",
    "fencedframe": "内嵌的网页",
    "frameset": "内嵌的网页",
    # What stands in these is read one way or another, by whether scripts are on.
    "noscript": "有没有脚本读法不同的内容",
    "noembed": "有没有插件读法不同的内容",
    "noframes": "有没有框架读法不同的内容",
    "template": "模板",
    "slot": "模板",
    "plaintext": "让后面的标签都不算的标签",
    "xmp": "让里面的标签都不算的标签",
    "title": "改变整页的标签",
    "isindex": "表单",
    "keygen": "表单控件",
    "base": "改变所有链接的标签",
    "meta": "改变整页的标签",
    "link": "引入外部文件的标签",
    "form": "表单",
    "input": "表单控件",
    "button": "表单控件",
    "select": "表单控件",
    "textarea": "表单控件",
    "animate": "会改写链接的动画",
    "set": "会改写链接的动画",
    "foreignobject": "图形里的网页",
}
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "ping", "from", "to")
SCRIPT = re.compile(r"(?:javascript|vbscript|livescript|mocha):|data:(?:text/(?!plain)|application/|image/svg|,|;)")
STYLE = re.compile(r"expression\(|behaviou?r:|-moz-binding|@import|url\([\"']?(?:javascript|vbscript|data:text)")


def faults(node: LexborNode) -> Iterator[tuple[str, str]]:
    """What is active about an element: the attribute (empty: the element itself) and what it is, in Chinese."""
    name = (node.tag or "").lower()
    if name in ELEMENTS:
        yield "", f"{ELEMENTS[name]} <{name}>"
        return
    if name == "style" and STYLE.search(plain_style(node.text() or "")):
        yield "", "会引入别的内容的 <style>"
    for attribute, value in node.attributes.items():
        written = value or ""
        if attribute.startswith("on"):
            yield attribute, f"事件属性 {attribute}"
        elif attribute == "srcdoc":
            yield attribute, "内嵌的网页 srcdoc"
        elif attribute in ADDRESSES and SCRIPT.match(plain_address(written)):
            yield attribute, f"带脚本的地址「{written.strip()[:30]}」"
        elif attribute == "style" and STYLE.search(plain_style(written)):
            yield attribute, f"带脚本的样式「{written.strip()[:30]}」"


def plain_address(value: str) -> str:
    """An address as a browser reads it: blanks and control characters do not count."""
    return re.sub(r"[\x00-\x20\u200b\ufeff]+", "", value).lower()


def plain_style(value: str) -> str:
    """A style as a browser reads it: without comments, blanks and escapes."""
    value = re.sub(r"/\*.*?(?:\*/|\Z)", "", value, flags=re.DOTALL)
    value = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda match: chr(min(int(match[1], 16), 0x10FFFF)), value)
    return re.sub(r"[\s\\\x00]+", "", value).lower()
