# -*- coding: utf-8 -*-
"""预览和编辑台：准备环境（仅第一次），生成网站，在本机打开，改动稿件后自动刷新；编辑台在 /_desk/。

用法：python scripts/preview.py [--port 8000] [--open]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="在本机预览网站，改动后自动刷新")
    parser.add_argument("--port", type=int, default=8000, help="端口，被占用时用下一个空的（默认 8000）")
    parser.add_argument("--open", action="store_true", help="打开浏览器里的编辑台")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.desk.command import serve

    return serve(bootstrap.ROOT, options.port, open_browser=options.open)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
