# -*- coding: utf-8 -*-
"""处理放在稿件旁边的照片：缩小、转正、换成网页用的颜色和格式、去掉拍摄地点和拍摄信息；原图移到 originals/，不进网站。

用法：python scripts/optimise_pictures.py [文件或文件夹…] [--dry-run]；不写文件就处理 docs/ 里的全部图片
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="处理放在稿件旁边的照片")
    parser.add_argument("files", nargs="*", metavar="文件", help="docs/ 里的图片或文件夹；不写就是 docs/ 里的全部图片")
    parser.add_argument("--dry-run", action="store_true", help="只看哪些要处理，不动文件")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.diagnostics.errors import UserError
    from lanmu.intake.pictures import make_ready, pictures_in

    root = bootstrap.ROOT
    changed = failed = 0
    for file in pictures_in(root / "docs", options.files or [str(root / "docs")]):
        try:
            change = make_ready(root, file, dry_run=options.dry_run)
        except UserError as error:
            failed += 1
            console.complain("✗ " + str(error))
            continue
        if change:
            changed += 1
            console.say("  " + change.line(root))
    console.say(("要处理" if options.dry_run else "处理了") + " " + str(changed) + " 张图片。")
    if failed:
        console.complain("有 " + str(failed) + " 张处理不了，原因见上。")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
