# -*- coding: utf-8 -*-
"""生成网站到 site/：先生成到临时文件夹，全部正确才换上；出错时原来的网站不动。

用法：python scripts/build.py [--production] [--site-url 网址] [--offline]

加 --offline 时不动 site/，改为生成 out/lanmu-offline.zip：解开后双击 index.html 就能看，不用服务器也不用网络。
"""

from lanmu.handover import require_python

require_python()

import argparse

from lanmu import bootstrap, console


def main():
    parser = argparse.ArgumentParser(description="生成网站到 site/")
    parser.add_argument(
        "--production", action="store_true", help="正式发布：只登审完的、到了时间的稿件，必须有正式网址"
    )
    parser.add_argument("--site-url", help="正式网址，例如 https://www.example.org/zhuanti/")
    parser.add_argument("--offline", action="store_true", help="生成离线版压缩包 out/lanmu-offline.zip")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.build import offline
    from lanmu.build.site import build

    root = bootstrap.ROOT
    target = root / "out" / "lanmu-offline.zip" if options.offline else root / "site"
    wanted = {"production": options.production, "site_url": options.site_url}
    archive = None
    with console.step("生成离线版" if options.offline else "生成网站"):
        if options.offline:
            summary, archive = offline.make(root, target, **wanted)
        else:
            summary = build(root, target, **wanted)
    if summary.left_out:
        console.say("  没有登出来的稿件：")
    for line in summary.left_out:
        console.say("  · " + line)
    for warning in summary.warnings:
        console.say("  警告 " + warning)
    console.say("✓ " + str(summary))
    if archive:
        console.say("  " + str(archive))
    console.say("  放在 " + str(target))
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
