# -*- coding: utf-8 -*-
"""征求意见、评议，不用服务器：由一个问卷文件做出网页、纸质表和 Word 表；收回来的，数出结果，写成草稿。

用法：
  python scripts/opinions.py new docs/notices/pingyi.survey.yml              做网页、纸质表（PDF）、Word 表
  python scripts/opinions.py count docs/notices/pingyi.survey.yml 文件夹      数文件夹里收回来的，写成评议结果
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="征求意见、评议：做问卷，数答卷")
    commands = parser.add_subparsers(dest="command", required=True, metavar="new 或 count")
    new = commands.add_parser("new", help="由问卷文件做网页、纸质表、Word 表", description="做网页、纸质表、Word 表")
    new.add_argument("file", metavar="问卷", help="例如 docs/notices/pingyi.survey.yml")
    new.add_argument("--site-url", default="", help="网站的网址，印二维码用；不写就用 mkdocs.yml 里的")
    count = commands.add_parser("count", help="数收回来的答卷，写成结果", description="数收回来的答卷，写成草稿")
    count.add_argument("form", metavar="问卷", help="例如 docs/notices/pingyi.survey.yml")
    count.add_argument("folder", metavar="文件夹", help="放答卷的文件夹，在项目外面；里面的文件不会改动")
    count.add_argument("--dry-run", action="store_true", help="只数一数、报告问题，不写稿件")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.surveys.command import count_returns, make

    return make(bootstrap.ROOT, options) if options.command == "new" else count_returns(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
