# -*- coding: utf-8 -*-
"""新建一篇稿件：逐项问体裁、标题、日期、单位、阶段、任务，在对的文件夹里建好文件，稿件信息和小标题都搭好。

用法：python scripts/new_article.py [--genre 简报] [--title 标题] [--unit 单位] …　　看有哪些体裁：--list
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap

OPTIONS = {
    "genre": "写哪一种，例如 简报；--list 列出全部",
    "title": "标题",
    "date": "发布时间，例如 2008-11-05 或 2008-11-05 09:30；不写就是现在",
    "unit": "供稿单位：campaign.yml 里的名称，写一部分也行",
    "source": "来源；不是单位供稿时写",
    "phase": "活动阶段；不属于哪个阶段写“不写”",
    "task": "任务，几项用逗号隔开；没有写“不写”",
    "output": "形成的成果，几项用逗号隔开；没有写“不写”",
    "until": "公示的最后一天，或者第一项承诺的完成日期",
    "column": "放进哪个栏目；不写就由体裁定",
    "slug": "文件名里日期后面的部分（小写英文、数字、短横）；不写就用标题的拼音",
}


def main():
    parser = console.CommandLine(description="新建一篇稿件。选项里没有写的，逐项来问；每一问直接回车就用括号里的。")
    parser.add_argument("--list", action="store_true", help="列出可以写的各种稿件")
    for name, meaning in OPTIONS.items():
        parser.add_argument("--" + name, help=meaning)
    given = vars(parser.parse_args())
    bootstrap.enter()
    from lanmu.content.loading import read_docs
    from lanmu.intake.interview import interview
    from lanmu.intake.new_article import overview, plan_article, site_of
    from lanmu.intake.new_file import write_new
    from lanmu.storage.write_lock import writing

    reading, slug = read_docs(bootstrap.ROOT / "docs"), given.pop("slug") or ""
    if given.pop("list"):
        console.say("\n".join(overview(site_of(reading))))
        return 0
    answers = interview(site_of(reading), given)
    with writing(bootstrap.ROOT):
        # Read anew: while the questions were asked, another article may have come.
        planned = plan_article(read_docs(bootstrap.ROOT / "docs"), answers, slug)
        write_new(planned.path, planned.text)
    console.say("\n✓ 已建好 " + str(planned.path.relative_to(bootstrap.ROOT)))
    for line in planned.steps:
        console.say("  " + line)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
