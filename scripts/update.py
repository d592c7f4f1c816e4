# -*- coding: utf-8 -*-
"""换了新版程序以后运行一次：旧写法的数据文件改成今天的写法（例如 campaign.yml 的宣传阵地补上 kind），再检查一遍。

用法：python scripts/update.py [--dry-run]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="旧写法的数据文件改成今天的写法")
    parser.add_argument("--dry-run", action="store_true", help="只列出要改的文件，不动它们")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.adoption.forms import renewed
    from lanmu.content.loading import load
    from lanmu.storage.files import write_whole
    from lanmu.storage.write_lock import writing

    with writing(bootstrap.ROOT):
        texts = renewed(bootstrap.ROOT)
        for name, text in () if options.dry_run else texts.items():
            write_whole(bootstrap.ROOT / name, text)
    for name in texts:
        console.say(("要改 " if options.dry_run else "✓ 已改 ") + name)
    if not texts:
        console.say("✓ 数据文件都是今天的写法。")
    if not options.dry_run:
        # What could not be carried over is reported with line and way out.
        load(bootstrap.ROOT / "docs")
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
