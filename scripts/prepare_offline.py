# -*- coding: utf-8 -*-
"""给没有互联网的电脑收集安装包：在能上网的电脑上运行，做成一个文件夹 lanmu-offline，用 U 盘带去。

用法：python scripts/prepare_offline.py [文件夹] [--platform windows-x64] [--python 3.12]

不写就给办公室常见的电脑（Windows 64 位，Python 3.11 到 3.13）和这台电脑收集；--platform、--python 可以写几次。
"""

from lanmu.setup.python_version import require_python

require_python()

from pathlib import Path

from lanmu.diagnostics import console
from lanmu.setup import bootstrap
from lanmu.setup.machines import PLATFORMS, VERSIONS


def main():
    parser = console.CommandLine(description="给没有互联网的电脑收集安装包，做成一个文件夹，用 U 盘带去")
    place = "放在哪个文件夹里，例如 U 盘；不写就放在项目文件夹里"
    parser.add_argument("folder", nargs="?", type=Path, default=bootstrap.ROOT, metavar="文件夹", help=place)
    systems = "，".join(name + " 是 " + system.label for name, system in PLATFORMS.items())
    parser.add_argument("--platform", action="append", choices=PLATFORMS, help="给哪种电脑：" + systems)
    parser.add_argument("--python", action="append", choices=VERSIONS, help="那台电脑上 Python 的版本")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.setup.offline import chosen, prepare

    targets = chosen(options.platform or (), options.python or ())
    return prepare(bootstrap.ROOT, options.folder.resolve(), targets)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
