"""正文是空的或没有写完

查什么
    文章没有正文（公示、承诺由稿件信息生成表格的除外）；标题、摘要和正文里留有单独成句的“待补充”“此处填写”
    “TODO：”“XXX”“lorem ipsum”这样的占位文字。“机制有待完善”“Todo 软件”、网址和编号格式里的 XXX 是正文，不查。
    “××”只可以在示例稿件（sample: true）里代替真实的名称和数字。
为什么
    没有写完就发出去，检查时算“空白”或“内容不准确”（国办秘函〔2019〕19号）。所以正式发布时，这样的文章不登。
不合格
    占位文字：
        参加人数：待补充。
合格
    写完了：
        共有12人参加，用 Todo 软件列了清单，有些办法还有待完善。
怎么改
    补上内容；一时写不完的，稿件信息里写 draft: true，先不发布。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, without_addresses

# Words that mean a gap only where they stand by themselves: 机制有待完善, 用 TODO 清单 and 正在等待补充 are text.
GAP = r"(?:内容|正文|数据|资料|材料|名单|人数|数字|时间|地点|图片|照片|题目|此处|这里|详情|情况|后续|以下)"
EMPTY = re.compile(
    rf"(?P<word>(?:{GAP}|(?<![{HAN}]))待(?:补充|补|完善|填写|填|更新|定稿|撰写)|(?<![有尚仍还亟等看对期急])待(?:补充|填写))(?![{HAN}])"
    rf"|(?<![{HAN}])(?:此处|这里)(?:填写|输入|插入)|[点单]击此处(?:输入|编辑|添加|填写|插入|键入)|在此输入(?:文字|标题|内容|正文)"
    r"|(?:栏目|页面|网页|网站|内容)(?:正在)?建设中(?=\s*(?:[。！…]|，敬请|\Z))"
    r"|lorem ipsum",
    re.IGNORECASE,
)
MEMO = re.compile(
    r"(?:^|(?<=[（(【\[。；，、：:！!？?]))[ ]?(?P<word>TODO|FIXME|TBD)(?=\s*(?:[:：）)】\]，。；]|$|[补加写填改核待查]))",
    re.MULTILINE,
)
TO_COME = re.compile(r"(?P<word>敬请期待)[。！!]?\Z")
UNDER_WAY = re.compile("建设中|筹备中|更新中|完善中|整理中|撰写中|即将上线|即将开通")
LETTERS = re.compile(r"(?<![A-Za-z0-9Ｘ×_-])(?:X{3,}(?![A-Za-z0-9_-])|XX(?=[人名元号年月日市县区]))", re.IGNORECASE)
# Words of a description of a format, in which XXX is a placeholder.
PATTERN = re.compile("格式|式样|样式|编排|编号|形式为|形如|例如|比如|字样|网址|占位")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CROSSES = re.compile("[×✕╳]{2,}")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    article = source.article
    # After the last end of a comment there is none.
    before, end, after = source.text[source.body_start :].rpartition("-->")
    is_blank = not (COMMENT.sub("", before + end) + after).strip()
    if is_blank and article and not (article.meta.promise or article.meta.notice):
        yield source.at(source.body_start, "正文是空的。", "写上正文；一时写不完的，稿件信息里写 draft: true。")
    is_sample = article is not None and article.meta.sample
    for passage in source.prose:
        for start, words in sorted(unfinished(without_addresses(passage))):
            message = f"还没有写完：「{words}」。"
            yield source.at(passage.offsets[start], message, "补上内容，或者删去这一句。")
        for match in CROSSES.finditer(passage.text) if article and not is_sample else ():
            message = f"真实稿件里用「{match[0]}」代替名称或数字。"
            yield source.at(passage.offsets[match.start()], message, "写上真实的；不宜公开的，换一种说法。")


def unfinished(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (EMPTY, MEMO):
        for match in pattern.finditer(text):
            word = match["word"] and "word"
            yield match.start(word or 0), match[word or 0]
    if (to_come := TO_COME.search(text)) and (to_come.start() == 0 or UNDER_WAY.search(text)):
        yield to_come.start(), to_come["word"]
    if not PATTERN.search(text):
        yield from ((match.start(), match[0]) for match in LETTERS.finditer(text))
