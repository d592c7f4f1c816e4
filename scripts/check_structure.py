# -*- coding: utf-8 -*-
"""检查稿件：稿件信息、栏目、三审、隐私、图片、链接、文字；一次列出全部问题，写明在哪里、怎么改。

用法：python scripts/check_structure.py [文件或文件夹…] [--changed [版本]] [--fix [--dry-run]] [--edition public|internal]
      [--report 格式[=文件]] [--explain 编号] [--list]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.checks.engine.arguments import parser
from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    arguments = parser("检查 docs/ 里的稿件和数据文件，不用先生成网站")
    arguments.add_argument("files", nargs="*", metavar="文件", help="只报告这些文件（或文件夹）里的问题；不写就是全部")
    arguments.add_argument(
        "--changed", nargs="?", const="HEAD", metavar="版本", help="只查和这个 Git 版本不同的文件；不写版本就是上次提交"
    )
    arguments.add_argument("--fix", action="store_true", help="自动改能放心改的地方")
    arguments.add_argument("--dry-run", action="store_true", help="和 --fix 一起用：只看会怎么改，不动文件")
    arguments.add_edition("internal 内部版：内部稿件也按要登的来查")
    options = arguments.parse_args()
    bootstrap.enter()
    from lanmu.checks.engine.command import check_structure

    return check_structure(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
