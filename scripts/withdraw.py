# -*- coding: utf-8 -*-
"""撤回一篇稿件：从网站、列表、订阅、检索和印刷品里拿下来，原来的网址只写“此文已撤回”和哪一天；文件和审签留着。

用法：
  python scripts/withdraw.py 稿件.md --reason 原因    原因记在稿件里，只给单位自己看，不登出来
  python scripts/withdraw.py 稿件.md --undo          重新登
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="撤回一篇稿件，或者取消撤回")
    parser.add_argument("file", metavar="稿件", help="例如 docs/bulletins/2008-11-05-zhibu-xuexi.md")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--reason", metavar="原因", help="为什么撤回，一句话；只给单位自己看，不登出来")
    action.add_argument("--undo", action="store_true", help="取消撤回，重新登")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.intake.withdrawing import put_back, withdraw

    docs = bootstrap.ROOT / "docs"
    done = put_back(docs, options.file) if options.undo else withdraw(docs, options.file, options.reason)
    what_was_done = "取消了撤回" if options.undo else "已撤回"
    console.say("✓ " + what_was_done + "：docs/" + done.article.path + "《" + done.article.title + "》")
    for line in done.steps:
        console.say("  " + line)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
