# -*- coding: utf-8 -*-
"""整理归档：网站的原样、每篇文章的原稿和 PDF/A、原图、目录、签了名的清单，放在一个文件夹里，另打成一个压缩包；以后核对。

用法：
  python scripts/archive.py --all [--warc] [--output 文件夹]             全部文章，放在 out/archive-日期/ 和 out/archive-日期.zip
  python scripts/archive.py --column news notices [--warc] [--output 文件夹]   只收这些栏目的文章；网站还是整个的
  python scripts/archive.py --verify 文件夹或zip                         核对：齐不齐，改没改，多没多，签名对不对

只收正式发布的：没有审完的、示例都不收；内部稿件也不收，除非写 --edition internal：连同内部稿件另做一份，
放在 out-internal/，标明内部资料，和公开的存档从不混在一起。
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    parser = console.CommandLine(description="整理归档，或者核对存档")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--column", nargs="+", default=[], metavar="栏目", help="只收这些栏目的文章，例如 news")
    action.add_argument("--all", action="store_true", help="收全部文章")
    action.add_argument("--verify", metavar="存档", help="核对一个存档，写文件夹或 zip")
    parser.add_edition("internal 内部版：连同内部稿件，放在 out-internal/，标明内部资料")
    parser.add_argument("--output", metavar="文件夹", help="放在哪个文件夹；不写就是 out/archive-日期")
    parser.add_argument("--warc", action="store_true", help="另存一份 WARC（ISO 28500），图书馆、档案馆要的时候用")
    parser.add_argument("--site-url", help="正式网址；不写就用 lanmu.toml 里发布的网址，或者 mkdocs.yml 里的")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.archives.command import command

    return command(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
