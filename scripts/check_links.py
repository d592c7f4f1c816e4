# -*- coding: utf-8 -*-
"""检查生成的网站：链接、锚点、图片、样式、订阅、站点地图、重复的 id、没人链到的网页、暗链；说明问题来自哪篇稿件的哪一行。

用法：python scripts/check_links.py [网站文件夹] [--external] [--offline] [--report 格式[=文件]] [--explain 编号] [--list]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.checks.engine.arguments import parser
from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    arguments = parser("检查生成的网站；稿件取它旁边的 docs/")
    arguments.add_argument("site", nargs="?", metavar="网站文件夹", help="不写就是 site")
    arguments.add_argument("--site-url", metavar="网址", help="正式网址；不写就从网页里找")
    arguments.add_argument("--offline", action="store_true", help="也查离线版：从 U 盘打开（file://）时不能用的链接")
    arguments.add_argument("--external", action="store_true", help="也查外部链接；要联网，结果记在 .cache/ 里")
    arguments.add_argument("--allow-private", action="store_true", help="和 --external 一起用：也查内网和本机的地址")
    options = arguments.parse_args()
    bootstrap.enter()
    from lanmu.checks.engine.command import check_links

    return check_links(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
