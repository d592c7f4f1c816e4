"""用了全角的数字或字母

查什么
    用了全角的阿拉伯数字和英文字母（２００８年、Ａ组）。照录的正式文件和引用的段落不查。
为什么
    全角的数字和字母在网页上又宽又散，站内搜索也搜不到；旧的排版软件才这样写。
不合格
    全角数字：
        方案印发于２００８年。
合格
    半角数字：
        方案印发于2008年。
怎么改
    改成半角；--fix 可以自动改（序号后面紧接数字的除外，如 １．２００８年，改了会看成小数）。
"""

import re
import unicodedata

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import replaced, without_addresses
from lanmu.text.scanned import OBJECT

# １．２００８年 is the first item, 1.2008年 is a decimal.
ITEM_NUMBER = re.compile(r"\d{1,2}．[\d\s]")
MIXED_DECIMAL = re.compile(r"．[0-9]\Z")
FULL = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:[．％][０-９]*)*")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        for match in FULL.finditer(text):
            offset, right = passage.offsets[match.start()], unicodedata.normalize("NFKC", match[0])
            # In the front matter a value of mere figures would no longer be text.
            is_text = passage.kind != "caption" and text[match.start() - 1 : match.start()] != OBJECT
            edit = replaced(source, offset, match[0], right, is_safe=is_text and not makes_decimal(text, match))
            yield source.at(offset, f"「{match[0]}」是全角的。", f"改成「{right}」。", edit)


def makes_decimal(text: str, match: re.Match[str]) -> bool:
    """True where the full stop of an item's number would, at half width, make it a decimal or begin a list."""
    written = match[0] + text[match.end() : match.end() + 1]
    is_first = match.start() == 0 or text[match.start() - 1] == "\n"
    return bool(MIXED_DECIMAL.search(written) or (is_first and ITEM_NUMBER.match(written)))
