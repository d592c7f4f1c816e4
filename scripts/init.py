# -*- coding: utf-8 -*-
"""换成本单位、本次活动的网站：逐项问单位、活动、阶段、栏目，写好活动资料、栏目、设置、各栏介绍页和示例，移走原来活动的内容。

用法：python scripts/init.py [--answers init.yml] [--dry-run] [--yes] [--keep-as 2008-xuexi]

先列出要移走、新建哪些文件，同意了才动；原来的都收进 out/before-init-日期.zip。
--keep-as 代号：原来的活动不移走，留作往期专题，栏目、稿件和网址都不动。
"""

from lanmu.setup.python_version import require_python

require_python()

from pathlib import Path

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="换成本单位、本次活动的网站")
    parser.add_argument("--answers", metavar="文件", help="写好回答的文件（init.yml），不再逐项来问")
    parser.add_argument("--dry-run", action="store_true", help="只看会移走、新建哪些文件，不动文件")
    parser.add_argument("--yes", action="store_true", help="不再问，照此办理")
    parser.add_argument("--keep-as", metavar="代号", default="", help="原来的活动留作往期专题，例如 2008-xuexi")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.adoption.command import Order, adopt

    answers = Path(options.answers) if options.answers else None
    return adopt(bootstrap.ROOT, Order(answers, options.dry_run, options.yes, options.keep_as))


if __name__ == "__main__":
    raise SystemExit(console.run(main))
