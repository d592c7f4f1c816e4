"""审的不是现在这一稿

查什么
    公开的稿件在审过以后又改了：标题、摘要和别的稿件信息，正文，用到的图片和附件，改一个字也算；或者签字没有记下审的是哪一稿
    （手写的签字）；或者签字是从别的文件复制来的、审后自己改了文件名。发布时间 date、publish_at、updated，登在哪里 channels，豁免，都不算改。示例、草稿，
    不要三审的栏目，不查；内部稿件在检查内部版（--edition internal）时才查。译文自己的签字也查；原文改过的，由 LOC002 提醒。
为什么
    三审是对一份定稿负责。审完再改的地方没有人看过，原来的签字不能算数，正式发布时这一篇不登。
不合格
    终审以后标题里加了一个字：
        title: 一次大学习
        review:
          first: {name: 示例人员甲, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          second: {name: 示例人员乙, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          final: {name: 示例人员丙, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          secrecy: {name: 示例人员丁, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          privacy: {name: 示例人员丁, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
合格
    签字都是现在这一稿的：
        title: 一次学习
        review:
          first: {name: 示例人员甲, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          second: {name: 示例人员乙, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          final: {name: 示例人员丙, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          secrecy: {name: 示例人员丁, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
          privacy: {name: 示例人员丁, date: 2008-11-05, text_hash: dokofpli-mhahkncf-epfdmnkb-gmglocfj}
怎么改
    核对改动，请作废的那几关重新审，再运行 python scripts/review.py 文件 --stage first --name 姓名（复审 second，终审 final，
    保密和隐私 secrecy privacy）。改错了的，改回去，签字就又有效。只是要改名的，先改回原来的文件名，再运行
    python scripts/rename_article.py，签字就跟着走。text_hash 由程序写，不要手改。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import to_be_reviewed
from lanmu.content.consistency import renaming
from lanmu.content.publication import review_command, void_reviews
from lanmu.content.review import OTHER_NAME, Standing, article_of, outdated, stages


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    text = to_be_reviewed(source)
    # Rule LOC002 reports a translation whose original has changed.
    if text is None or article_of(text).meta.sample or outdated(text):
        return
    reviewed = stages(text, source.project.docs)
    first = next((stage for stage in reviewed if stage.standing is Standing.VOID), None)
    if first:
        command = review_command(source.path, first.field)
        remedy = f"核对改动，从{first.label}起重新审，再运行 {command} 记下来。"
        if first.why == OTHER_NAME:
            remedy = f"副本用不着就删去；改名的，先改回原名，再{renaming('文件')}；另一篇稿件，{remedy}"
        yield source.at_field(("review", first.field), f"{void_reviews(reviewed)}。", remedy)
