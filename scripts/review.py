# -*- coding: utf-8 -*-
"""三审：记下谁、哪一天、审的是哪一稿；审后改过一个字，签字就作废，正式发布时不登。

译文（稿件.en.md、稿件.zh-Hant.md）有自己的三审，写法一样。

用法：
  python scripts/review.py 稿件.md --stage first --name 姓名        初审；复审 second，终审 final
  python scripts/review.py 稿件.md --stage secrecy privacy --name 姓名  保密审查、隐私审查，可以由三审的人兼任
  python scripts/review.py 甲.md 乙.md --stage first privacy --name 姓名  几篇、几关一起签；有一篇签不了，就都不签
  python scripts/review.py 稿件.md --show                            看各关的签字还有没有效
  python scripts/review.py 稿件.md --form                            做一份审批表（.docx），打印签字、存档
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="三审：签字、查看、做审批表")
    parser.add_argument("files", nargs="+", metavar="稿件", help="例如 docs/bulletins/2008-11-05-zhibu-xuexi.md")
    action = parser.add_mutually_exclusive_group(required=True)
    stages = ("first", "second", "final", "secrecy", "privacy")
    action.add_argument("--stage", nargs="+", choices=stages, help="签哪一关：初审、复审、终审、保密审查、隐私审查")
    action.add_argument("--show", action="store_true", help="看各关的签字还有没有效")
    action.add_argument("--form", action="store_true", help="做一份审批表到 out/")
    parser.add_argument("--name", metavar="姓名", help="审稿人的姓名")
    parser.add_argument("--date", metavar="日期", help="哪一天审的，例如 2008-11-05；不写就是今天")
    options = parser.parse_args()
    if options.stage and not options.name:
        parser.error("请写审稿人的姓名：--name 姓名")
    bootstrap.enter()
    from lanmu.content import settings as config
    from lanmu.intake.review import open_articles, shown, sign_files
    from lanmu.intake.review_form import write_form

    docs, settings = bootstrap.ROOT / "docs", config.load(bootstrap.ROOT / "lanmu.toml")
    for line in (
        sign_files(docs, options.files, settings, options.stage, options.name, options.date) if options.stage else ()
    ):
        console.say(("△ " if "提醒：" in line else "✓ ") + line)
    for reviewed in open_articles(docs, options.files, settings):
        if options.form:
            console.say("✓ 审批表放在 " + str(write_form(reviewed, bootstrap.ROOT / "out")))
            continue
        for line in shown(reviewed):
            console.say(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
