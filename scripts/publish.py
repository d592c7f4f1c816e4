# -*- coding: utf-8 -*-
"""发布上网：检查稿件，生成网站，检查网站，列出会换掉什么，问过以后传到服务器或共享文件夹；有一处错误，那里什么也不动。

用法：
  python scripts/publish.py [目标] [--dry-run] [--yes]    发布；目标是 lanmu.toml 里 [publish.名称] 的名称，只有一个时不用写
  python scripts/publish.py [目标] --allow 编号 理由      一条规则的错误单位同意放行，照发；和 build.py 的写法一样
  python scripts/publish.py [目标] --list                 留着哪些版本
  python scripts/publish.py [目标] --rollback [版本]      退回上一个版本，或者指定的版本
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap

ALLOW = "放行一条规则的错误，理由必须写，记在发布日志里；可以写几次，例如 --allow PRI002 值班电话，单位同意公开"


def main():
    parser = console.CommandLine(description="发布上网，或者退回以前的版本")
    parser.add_argument("target", nargs="?", metavar="目标", help="lanmu.toml 里 [publish.名称] 的名称")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--dry-run", action="store_true", help="只看会换掉什么，不传")
    action.add_argument("--list", action="store_true", help="列出留着的版本")
    action.add_argument(
        "--rollback", nargs="?", const="", metavar="版本", help="退回上一个版本，或者 --list 列出的一个版本"
    )
    parser.add_argument("--allow", nargs="*", action="append", default=[], metavar=("编号", "理由"), help=ALLOW)
    parser.add_argument("--yes", action="store_true", help="不再问，照列出来的做")
    options = parser.parse_args()
    if options.allow and (options.list or options.rollback is not None):
        parser.error("--allow 只在发布的时候写")
    bootstrap.enter()
    from lanmu.content.dates import require_true_clock
    from lanmu.releases.command import command

    require_true_clock()
    return command(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
