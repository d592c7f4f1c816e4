"""发文字号的写法不对

查什么
    机关代字后面的年份没有用六角括号〔〕括入，而用了 [ ]、( )、（ ）、【 】；年份没有写全，或者带“年”字；顺序号前面加了“第”字或者编了虚位
    （GB/T 9704-2012 第 7.2.5 条：年份标全称，用六角括号“〔〕”括入，顺序号不加“第”字，不编虚位）。
    案号（（2008）泉民初字第5号）、命令和公告的编号（令第5号）、证书和许可的编号不查。
为什么
    发文字号是文件的身份，写法不对，按字号就检索不到；引用时也照着错下去。
不合格
    方括号：
        学习了泉工〔2008〕5号和泉工[2008]6号文件。
    加了“第”，编了虚位：
        印发了《方案》（泉工办〔2008〕第5号、泉工〔2008〕06号）。
合格
    六角括号，顺序号照实写：
        学习了泉工〔2008〕5号文件和（2008）泉民初字第5号判决书。
怎么改
    改成“机关代字〔2008〕5号”；只是括号不对的，--fix 可以自动改。
"""

import re

from lanmu.checks.engine.rule import Finding, Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, replaced
from lanmu.text.scanned import Passage

CLAUSE = "GB/T 9704-2012 第 7.2.5 条"
# The last character of the abbreviation of an office: what it deals with, or the kind of its paper.
LETTERS = "字发函办工总联府机政文委组宣纪党团妇财教综通法释编审监安劳人社建农科卫商税计统"
NUMBER = re.compile(
    rf"(?<=[{LETTERS}])(?P<opening>[\[［(（【〔])(?P<year>(?:19|20)\d\d|[089]\d)(?P<word>年?)(?P<closing>[\]］)）】〕])"
    r"[ ]?(?P<ordinal>第?)(?P<serial>\d{1,4})[ ]?号"
)
# Courts, certificates and licences number in their own way.
OTHER = re.compile(
    r"(?:[初终再执申诉仲裁刑民赔破督抗复认监][字审]?|[证权准许登验评鉴检照审]字|公[报告]|[命指]令|用|许可)\Z"
)
BEFORE = re.compile(rf"[{HAN}]{{1,12}}\Z")


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in NUMBER.finditer(passage.text):
            letters = BEFORE.search(passage.text[max(match.start() - 12, 0) : match.start()])
            faults = faults_of(match)
            if letters and len(letters[0]) > 1 and faults and not OTHER.search(letters[0]):
                yield finding(source, passage, match, faults)


def faults_of(match: re.Match[str]) -> list[str]:
    faults = []
    if match["opening"] + match["closing"] != "〔〕":
        faults.append("年份要用六角括号〔〕括入")
    if len(match["year"]) == 2:
        faults.append("年份要写四位")
    if match["word"]:
        faults.append("年份后面不加“年”字")
    if match["ordinal"]:
        faults.append("顺序号不加“第”字")
    if match["serial"].startswith("0"):
        faults.append("顺序号不编虚位")
    return faults


def finding(source: Source, passage: Passage, match: re.Match[str], faults: list[str]) -> Finding:
    year = match["year"] if len(match["year"]) == 4 else f"{'19' if match['year'][0] in '89' else '20'}{match['year']}"
    start = passage.offsets[match.start()]
    written = match[0][: match.end("closing") - match.start()]
    edit = replaced(source, start, written, f"〔{written[1:-1]}〕", is_safe=written[0] + written[-1] != "〔〕")
    serial = match["serial"].lstrip("0")
    right = f"改成「〔{year}〕{serial}号」。" if serial else "写上顺序号。"
    return source.at(start, f"发文字号「{match[0]}」：{'，'.join(faults)}（{CLAUSE}）。", right, edit)
