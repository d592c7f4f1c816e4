"""链接没有文字

查什么
    链接的方括号里什么也没有，或者只有空格。里面是图片的不算；图片的说明文字由图片的规则查。
为什么
    没有文字的链接，网页上看不见也点不到，读屏软件只能念出网址。
不合格
    方括号是空的：
        方案见[](../plan/index.md)。
合格
    有文字：
        见[方案](../plan/index.md)。
怎么改
    写上链接的文字，例如目标文章的标题；多余的链接就删去。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule

# Characters that take no ink, beyond what strip() knows.
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u3164]")
HTML = re.compile(r"<a\b[^<>]*>(?:\s|&nbsp;)*</a\s*>", re.IGNORECASE)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    empty: list[tuple[int, str]] = []
    for link in source.links:
        # Code is text for the reader, though not for the rules of language.
        label = source.text[link.start : link.target_start]
        shown = INVISIBLE.sub("", link.text).strip() or link.inner_image or "`" in label
        if link.kind == "link" and not shown:
            empty.append((link.start, link.target))
    for tag in source.tags:
        if tag.name == "a" and "href" in tag.attributes and HTML.match(source.text, tag.start):
            empty.append((tag.start, tag.attributes["href"][0]))
    for offset, target in empty:
        remedy = "写上链接的文字，例如目标文章的标题；多余的就删去。"
        yield source.at(offset, f"指向「{target}」的链接没有文字。", remedy)
