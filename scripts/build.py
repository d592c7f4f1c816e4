# -*- coding: utf-8 -*-
"""生成网站到 site/：先生成到临时文件夹，全部正确才换上；出错时原来的网站不动。

用法：python scripts/build.py [--production] [--edition public|internal] [--site-url 网址] [--offline] [--precompress] [--allow 编号 理由]

正式发布（--production）先问检查：有错误的、没填完的稿件不登，列出原因，别的照登；不属于哪一篇的地方有错误，就不生成。
内部版（--edition internal）总是按正式发布来做，公开的和内部的稿件都登，每页写明内部资料，放在 site-internal/；公开的网站里没有内部稿件。
加 --offline 时不动 site/，改为生成 out/lanmu-offline.zip：解开后双击 index.html 就能看，不用服务器也不用网络。
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap

HELP = {
    "production": "正式发布：只登审完、到了时间、检查没有错误的稿件，必须有正式网址",
    "edition": "internal 内部版：连同内部稿件（scope: internal），按正式发布来做，放在 site-internal/",
    "allow": "正式发布时放行一条规则的错误，理由必须写，记在结果里；可以写几次，例如 --allow PRI002 值班电话，单位同意公开",
}


def main():
    parser = console.CommandLine(description="生成网站到 site/")
    parser.add_argument("--production", action="store_true", help=HELP["production"])
    parser.add_edition(HELP["edition"])
    parser.add_argument("--site-url", help="正式网址，例如 https://www.example.org/zhuanti/；内部版要有自己的")
    parser.add_argument("--offline", action="store_true", help="生成离线版压缩包 out/lanmu-offline.zip")
    parser.add_argument("--allow", nargs="*", action="append", default=[], metavar=("编号", "理由"), help=HELP["allow"])
    parser.add_argument("--precompress", action="store_true", help="正式发布时备好压缩过的文件，给服务器直接发")
    options = parser.parse_args()
    production = options.production or options.edition == "internal"
    if options.precompress and (options.offline or not production):
        parser.error("--precompress 只和 --production 一起写（内部版也可以），离线版用不着")
    bootstrap.enter()
    from lanmu.build import audience, offline
    from lanmu.build.site import build
    from lanmu.checks.engine.publishing import allowances
    from lanmu.content.dates import require_true_clock

    if production:
        require_true_clock()
    root, allowed = bootstrap.ROOT, allowances(options.allow, production=production)
    target = audience.output_of(root, options.edition, offline=options.offline)
    wanted = {"production": production, "site_url": options.site_url, "allowed": allowed, "audience": options.edition}
    with console.step("生成离线版" if options.offline else "生成网站"):
        if options.offline:
            summary, archive = offline.make(root, target, **wanted)
        else:
            summary, archive = build(root, target, compressed=options.precompress, **wanted), None
    lines = ["  " + line for line in summary.details()] + ["✓ " + str(summary)]
    console.say("\n".join(lines + ["  " + str(line) for line in (archive, "放在 " + str(target)) if line]))
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
