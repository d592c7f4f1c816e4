# -*- coding: utf-8 -*-
"""把稿件印成简报、公文、专版、宣传栏、信息上报稿、表样（PDF；上报的、表样还有 Word 文件），或者做成粘贴到公众号、
平台用的网页，放在 out/；只重做有变化的。

用法：python scripts/print_channels.py 稿件… | --issue 期号 | --all | --month 年月
      [--channel bulletin|document|newspaper|poster|report|form|wechat|platform] [--traditional] [--edition public|internal]

--month 2008-11 做这个月的宣传情况（Word）：哪一篇在哪一天登到了哪里，还有哪些没有做到；放在 out/monthly/。
内部版（--edition internal）连同内部稿件一起印，每页写明内部资料，放在 out-internal/；不加的，内部稿件不印。

第一次用，先运行 python3 scripts/print_channels.py --install-fonts，看要找哪些字体、找到了哪些；Debian、Ubuntu 上缺的装上免费的。
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap

CHANNELS = ["bulletin", "document", "newspaper", "poster", "report", "form", "wechat", "platform"]


def main():
    parser = console.CommandLine(description="把稿件印成简报、公文、专版、宣传栏、信息上报稿，放在 out/")
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="稿件",
        help="要印的稿件，例如 docs/bulletins/2008-11-05-zhibu-xuexi.md，可以写几篇",
    )
    parser.add_argument(
        "--issue", metavar="期号", help="印哪一期：简报写期号，例如 12；专版、宣传栏写月份，例如 2008-11"
    )
    parser.add_argument("--month", metavar="年月", default="", help="做这个月的宣传情况（Word），例如 2008-11")
    parser.add_argument("--all", action="store_true", help="全部：简报、公文、专版、宣传栏、信息上报")
    parser.add_argument(
        "--channel",
        action="append",
        choices=CHANNELS,
        help="只印这一种；可以写几次。公众号 wechat、平台 platform 要这样写才做",
    )
    parser.add_argument("--traditional", action="store_true", help="繁体版")
    parser.add_edition("internal 内部版：连同内部稿件一起印，放在 out-internal/")
    parser.add_argument(
        "--site-url", default="", help="网站的网址，印二维码用；不写就用 mkdocs.yml 里的，内部版用 lanmu.toml 里的"
    )
    parser.add_argument("--install-fonts", action="store_true", help="说出找到了哪些字体；Debian、Ubuntu 上装缺的")
    parser.add_argument("--yes", action="store_true", help="装字体以前不再问")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.channels.command import print_channels, print_monthly
    from lanmu.content.dates import require_true_clock

    require_true_clock()
    return (print_monthly if options.month else print_channels)(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
