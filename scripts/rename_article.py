# -*- coding: utf-8 -*-
"""给稿件改名、换日期、换栏目：稿件、图片、原图、译文一起移，别处的链接、台账、专版跟着改，原来的网址转到新的，审签不作废。

用法：
  python scripts/rename_article.py 稿件.md                     文件名照发布时间和标题改对（FM015、FM007、FM010）
  python scripts/rename_article.py 稿件.md --slug 新名          换文件名里日期后面的部分
  python scripts/rename_article.py 稿件.md --date 2008-11-06   换发布时间，文件名跟着换
  python scripts/rename_article.py 稿件.md --column notices    移到别的栏目
先列出要做的每一件事，再问做不做；--dry-run 只看，--yes 不问。
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="给稿件改名、换日期、换栏目，链接和审签一起跟着")
    parser.add_argument("file", metavar="稿件", help="例如 docs/bulletins/2008-11-05-zhibu-xuexi.md")
    parser.add_argument("--date", default="", metavar="时间", help="新的发布时间，例如 2008-11-06 或 2008-11-06 09:30")
    parser.add_argument("--slug", default="", metavar="文件名", help="日期后面的部分（小写英文、数字、短横）")
    parser.add_argument("--column", default="", metavar="栏目", help="移到哪个栏目，例如 notices")
    parser.add_argument("--dry-run", action="store_true", help="只列出要做什么，不改文件")
    parser.add_argument("--yes", action="store_true", help="不问，列出来就做")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.intake.renaming import Wanted, plan, rename

    wanted = Wanted(options.date, options.slug, options.column)
    lines = tuple(plan(bootstrap.ROOT, options.file, wanted).lines())
    for line in lines:
        console.say("  " + line)
    if options.dry_run:
        console.say("以上只是试看，没有改文件。去掉 --dry-run 就照此做。")
        return 0
    if not console.confirmed("照上面做吗？", yes=options.yes):
        console.say("什么也没有做。")
        return 0
    rename(bootstrap.ROOT, options.file, wanted, lines)
    console.say("✓ 做好了。请运行 python scripts/check_structure.py 再查一遍。")
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
