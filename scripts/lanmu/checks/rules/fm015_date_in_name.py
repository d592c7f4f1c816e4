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
    date 写对了的，改文件名；文件名写对了的，改 date。已经发布过的文件改名，把原来的网址写进 redirect_from。
"""

import re
from pathlib import PurePosixPath

from lanmu.checks.engine.rule import Findings, Level, Source, rule

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
    rest = match[2] if match else re.sub(r"^[\d-]+", "", name.removesuffix(".md")) or "biaoti"
    fault = f"文件名的日期是「{match[1]}」" if match else f"文件名「{name}」没有以日期开头"
    remedy = f"改文件名，例如 {day}-{rest}.md" + ("；date 写错了的，改 date。" if match else "。")
    yield source.at_field("date", f"{fault}，发布时间是「{article.pub_date}」。", remedy)
