# -*- coding: utf-8 -*-
"""核对网站：读者看到的是不是发布的那一版，有没有被人改过、删过、加过；适合每天夜里自动运行。

用法：python scripts/verify_site.py 网址或文件夹 [--all] [--sample 个数] [--public-key 公钥] [--expect 版本] [--report 格式[=文件]]
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.checks.engine.arguments import parser
from lanmu.diagnostics import console
from lanmu.setup import bootstrap

SAMPLE = 100
HELP = {
    "all": "查全部文件；中断了再运行一次，接着查",
    "sample": "抽查几个文件，先查最久没有查过的；不写就是 " + str(SAMPLE),
}


def main():
    arguments = parser("核对网站是不是发布的那一版；文件夹总是全查")
    arguments.add_argument("site", nargs="?", metavar="网址或文件夹", help="例如 https://www.example.org/zhuanti/")
    arguments.add_argument("--all", action="store_true", help=HELP["all"])
    arguments.add_argument("--sample", type=int, default=SAMPLE, metavar="个数", help=HELP["sample"])
    arguments.add_argument("--public-key", metavar="公钥", help="本单位的公钥；不写就用 lanmu.toml 里的")
    arguments.add_argument("--expect", metavar="版本", help="最后发布的版本；不写就看发布日志")
    options = arguments.parse_args()
    bootstrap.enter()
    from lanmu.releases.verification.command import verify_site

    return verify_site(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
