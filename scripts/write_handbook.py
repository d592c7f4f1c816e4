# -*- coding: utf-8 -*-
"""编辑手册的插图：把手册里的事真做一遍，边做边拍。程序的界面或输出改了，运行一次。

用法：python scripts/write_handbook.py
"""

from lanmu.handover import require_python

require_python()

from lanmu import bootstrap, console


def main():
    bootstrap.enter()
    from lanmu.handbook.story import FOLDER, make_pictures

    for name in make_pictures(bootstrap.ROOT):
        console.say("✓ " + FOLDER + "/" + name)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
