# -*- coding: utf-8 -*-
"""导入正式文件：认出标题、主送、落款、日期和各级标题，逐字照录成一篇稿件。

用法：python scripts/import_document.py 文件.txt --column plan [--slug 文件名] [--title 标题] [--dry-run]
"""

from lanmu.handover import require_python

require_python()

import argparse

from lanmu import bootstrap, console


def main():
    parser = argparse.ArgumentParser(description="把正式文件（.txt、.md）逐字导入为稿件")
    parser.add_argument("file", help="要导入的文件")
    parser.add_argument("--column", required=True, help="放进哪个栏目，例如 plan")
    parser.add_argument("--slug", help="文件名（小写英文、数字、短横）；不写就用标题的拼音")
    parser.add_argument("--title", help="网页标题；不写就用文件自己的标题")
    parser.add_argument("--dry-run", action="store_true", help="只看认出了什么，不写文件")
    options = parser.parse_args()
    bootstrap.enter()
    from datetime import datetime
    from pathlib import Path

    from lanmu.content.dates import CHINA
    from lanmu.intake.importer import plan_import
    from lanmu.intake.new_file import write_new

    docs = bootstrap.ROOT / "docs"
    planned = plan_import(
        docs,
        Path(options.file),
        options.column,
        datetime.now(CHINA).replace(tzinfo=None),
        slug=options.slug,
        title=options.title,
    )
    for line in planned.report:
        console.say("  " + line)
    if options.dry_run:
        console.say("只是试看，没有写文件。导入后会放在 " + str(planned.path))
        return 0
    write_new(planned.path, planned.text)
    console.say("✓ 已导入到 " + str(planned.path))
    console.say("  下一步：运行 python scripts/preview.py 看看效果。")
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
