# -*- coding: utf-8 -*-
"""编辑手册的插图：把手册里的事真做一遍，边做边拍。程序的界面或输出改了，运行一次。

用法：python scripts/write_handbook.py
"""

from lanmu.setup.python_version import require_python

require_python()

import sys

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    bootstrap.enter(locks=(bootstrap.LOCK, bootstrap.TEST_LOCK))
    sys.path.append(str(bootstrap.ROOT / "tests"))
    from support.handbook.story import FOLDER, make_pictures

    for name in make_pictures(bootstrap.ROOT):
        console.say("✓ " + FOLDER + "/" + name)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
