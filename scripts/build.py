# -*- coding: utf-8 -*-
"""生成网站到 site/：先生成到临时文件夹，全部正确才换上；出错时原来的网站不动。

用法：python scripts/build.py [--production] [--site-url 网址]
"""

from lanmu.handover import require_python

require_python()

import argparse

from lanmu import bootstrap, console


def main():
    parser = argparse.ArgumentParser(description="生成网站到 site/")
    parser.add_argument("--production", action="store_true", help="正式发布：不含示例、草稿和内部稿件，必须有正式网址")
    parser.add_argument("--site-url", help="正式网址，例如 https://www.example.org/zhuanti/")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.build.site import build

    with console.step("生成网站"):
        summary = build(
            bootstrap.ROOT, bootstrap.ROOT / "site", production=options.production, site_url=options.site_url
        )
    for warning in summary.warnings:
        console.say("  警告 " + warning)
    console.say("✓ " + str(summary))
    console.say("  放在 " + str(bootstrap.ROOT / "site"))
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
