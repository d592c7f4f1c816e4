"""小标题的级别不对

查什么
    正文的小标题从 ## 开始，一级一级往下：## 下面直接用 ####，第一个小标题就用 ###，或者正文里又用 #
    （那是文章标题，由 title 生成）。照录的正式文件（verbatim: true）不查。
为什么
    目录照标题的级别生成；读屏软件的用户靠标题级别在文章里跳转，跳级就以为漏了一段。
不合格
    跳过了 ###：
        ## 目标要求

        #### 具体做法
    正文里用了 #：
        # 一次学习
合格
    逐级往下，往上可以一次退回：
        ## 目标要求

        ### 具体做法

        ## 时间安排
怎么改
    照提示增减 # 的个数。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    level = 1
    for heading in source.headings if not source.verbatim else ():
        if heading.quoted:
            continue
        place = source.line_start(source.place(heading.offsets[0])[0])
        if heading.level == 1:
            message = f"正文里用了一级标题「{heading.text}」，一级标题是文章的 title。"
            yield source.at(place, message, "改成 ##，或者删去这一行。")
        elif heading.level > level + 1:
            message = f"标题「{heading.text}」是第 {heading.level} 级，上面的标题是第 {level} 级，中间跳了级。"
            yield source.at(place, message, f"改成 {'#' * (level + 1)}。")
        level = heading.level
