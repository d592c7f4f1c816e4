# -*- coding: utf-8 -*-
"""导入来稿：Word（.docx、.doc、.wps）、.odt、.rtf、.txt、.md 变成稿件，图片一并取出、缩小、去掉拍摄信息；最后说明照收了什么、改动了什么。

用法：python scripts/import_document.py 文件或文件夹… --column bulletins [--verbatim] [--genre 体裁] [--title 标题] [--slug 文件名] [--date 时间] [--dry-run]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="把 Word、.odt、.rtf、.txt、.md 文件导入为稿件")
    parser.add_argument("files", nargs="+", metavar="文件", help="要导入的文件，可以写几个，也可以写文件夹")
    parser.add_argument("--column", required=True, metavar="栏目", help="放进哪个栏目，例如 bulletins")
    parser.add_argument("--verbatim", action="store_true", help="正式文件：一个字符也不改（.txt、.md 总是这样）")
    parser.add_argument("--genre", default="", metavar="体裁", help="例如 动态；不写就由程序暂定")
    parser.add_argument("--title", default="", metavar="标题", help="网页标题；不写就用文件自己的标题")
    parser.add_argument(
        "--slug", default="", metavar="文件名", help="文件名（小写英文、数字、短横）；不写就用标题的拼音"
    )
    parser.add_argument(
        "--date", default="", metavar="时间", help="发布时间，例如 2008-11-05 或 2008-11-05 09:30；不写就是现在"
    )
    parser.add_argument("--dry-run", action="store_true", help="只看认出了什么，不写文件")
    arguments = parser.parse_args()
    bootstrap.enter()
    from lanmu.intake.batch import import_all
    from lanmu.intake.importer import Destination, find_campaign, find_column, find_genres
    from lanmu.intake.options import ImportOptions, moment_of

    docs = bootstrap.ROOT / "docs"
    column, moment = find_column(docs, arguments.column), moment_of(arguments.date)
    options = ImportOptions(column, find_genres(docs), moment, arguments.title, arguments.genre, arguments.verbatim)
    destination = Destination(docs, find_campaign(docs), options, arguments.slug)
    return import_all(destination, arguments.files, dry_run=arguments.dry_run)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
