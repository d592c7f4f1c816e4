# -*- coding: utf-8 -*-
"""译一篇：在原文旁边建好译文，照着原文改写；译好的、照改过的原文改好的，记下对照过了。

用法：
  python scripts/translate_article.py 稿件.md [--language zh-Hant]  建一份译文；不写语言，就是英文（en）
  python scripts/translate_article.py 稿件.en.md --caught-up         译文对照过原文现在这一稿，跟上了
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="建一份译文；记下译文对照过原文")
    parser.add_argument("file", metavar="稿件", help="例如 docs/bulletins/2008-11-05-zhibu-xuexi.md")
    parser.add_argument("--language", metavar="语言", default="en", help="译成哪一种：en 英文，zh-Hant 繁体")
    parser.add_argument("--caught-up", action="store_true", help="译文对照过原文现在这一稿，跟上了")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.intake.translating import begin, catch_up

    docs = bootstrap.ROOT / "docs"
    console.say(
        "✓ " + (catch_up(docs, options.file) if options.caught_up else begin(docs, options.file, options.language))
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
