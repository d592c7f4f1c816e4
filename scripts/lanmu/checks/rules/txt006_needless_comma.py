"""书名号、引号之间多用了顿号

查什么
    并列的书名号之间、并列的引号之间用了顿号，如“》、《”“”、“”（GB/T 15834-2011 第 4.5.3.5 条）。
    并列的成分里夹着括注或者别的词语的，按规定宜用顿号，不查，如
    “拉手”而不是“松手”、“延链”而不是“断链”。
为什么
    书名号和引号本身已经把并列的成分隔开，再加顿号是多余的。标准说的是“通常不用”，所以只提醒。
不合格
    书名号之间：
        学习了《实施方案》、《通知》两个文件。
合格
    不用顿号：
        学习了《实施方案》《通知》两个文件。
    夹着括注，用顿号：
        学习了《实施方案》（全文）、《通知》两个文件。
    夹着别的词语，用顿号：
        坚持“拉手”而不是“松手”、“延链”而不是“断链”。
怎么改
    删去顿号；--fix 可以自动改。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import replaced

LIST = re.compile(r"《[^《》\n]*》(?:、《[^《》\n]*》)+|“[^“”\n]*”(?:、“[^“”\n]*”)+")
BETWEEN = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)")
LONGEST_CLAUSE = 100
CLAUSE_END = re.compile(r"[，。；：！？\n]")
# What a clause may hold besides the list: no second list, and no other title or quotation but its last member.
LAST_MEMBER = re.compile(r"(?:和|与|及|以及|或|或者)(?:《[^《》]*》|“[^“”]*”)")
OTHERS = re.compile("[、《》“”（]")
# After other words, such as “一站式”服务平台, the last member may be more than what is quoted.
LIST_ENDS = re.compile(r"等|的|之|这|(?:[一二两三四五六七八九十]+|\d+)[个项种条大部份篇本]|\Z")


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in LIST.finditer(passage.text):
            clause = passage.text[max(match.start() - LONGEST_CLAUSE, 0) : match.start()]
            before = CLAUSE_END.split(clause)[-1]
            clause = passage.text[match.end() : match.end() + LONGEST_CLAUSE]
            after = CLAUSE_END.split(clause, maxsplit=1)[0]
            last = LAST_MEMBER.match(after)
            rest = after[last.end() :] if last else after
            if OTHERS.search(before) or OTHERS.search(rest):
                continue
            for comma in BETWEEN.finditer(passage.text, match.start(), match.end()):
                offset = passage.offsets[comma.start()]
                edit = replaced(source, offset, "、", "", is_safe=LIST_ENDS.match(rest))
                seen = passage.text[comma.start() - 1 : comma.end() + 1]
                message = f"「{seen}」中间通常不用顿号（GB/T 15834-2011 第 4.5.3.5 条）。"
                yield source.at(offset, message, "删去顿号。", edit)
