"""文件名里的日期不对或没有写

查什么
    按日期更新的栏目里，稿件的文件名不是“年-月-日-拼音.md”，或者文件名里的日期不是发布日期。
为什么
    文件名就是网址，读者和档案都从网址看日期；文件按日期排开，才容易找。两处日期不同，就有一处不真实
    （虚假发布日期是单项否决，国办秘函〔2019〕19号）。
不合格
    文件名是11月5日，发布日期是11月6日：
        date: 2008-11-06 09:30
    文件名没有日期：
        -- docs/news/zhibu-xuexi.md --
        大家读了书，谈了体会。
合格
    两处日期一样：
        date: 2008-11-05 09:30
怎么改
    date 写对了的，运行 python scripts/rename_article.py 文件：按 date 改文件名，图片、译文、别处的链接跟着改，原来的网址转到
    新的，审签不作废。文件名写对了的，改 date。
"""

import re
from pathlib import PurePosixPath

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.consistency import renaming

DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\.md")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    article = source.article
    if article is None or article.column.kind != "dated":
        return
    name, day = PurePosixPath(article.path).name, article.date.date().isoformat()
    match = DATED.fullmatch(name)
    if match and match[1] == day:
        return
    fault = f"文件名的日期是「{match[1]}」" if match else f"文件名「{name}」没有以日期开头"
    remedy = renaming(source.path) + ("；date 写错了的，改 date。" if match else "。")
    yield source.at_field("date", f"{fault}，发布时间是「{article.pub_date}」。", remedy)
