# -*- coding: utf-8 -*-
"""为网站写服务器的配置：安全头、404 页、文件类型、缓存时间、压缩过的文件、旧网址转到新网址（301）。

用法：python scripts/write_server_config.py nginx|apache|iis|caddy [--output 文件] [--site 文件夹] [--folder 文件夹] [--path /zhuanti/]

先生成正式的网站（build.py --production --precompress），再运行；写出的文件交给管服务器的同志，怎么装写在文件开头。
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap

SERVERS = ("nginx", "apache", "iis", "caddy")
FOLDER = "/srv/www/lanmu/current"


def main():
    parser = console.CommandLine(description="为网站写服务器的配置")
    parser.add_argument("server", choices=SERVERS, metavar="服务器", help="、".join(SERVERS))
    parser.add_argument("--output", metavar="文件", help="写到哪里；不写就放在 out/server/ 里")
    parser.add_argument("--site", metavar="文件夹", help="生成好的网站；不写就是 site")
    parser.add_argument("--folder", default=FOLDER, metavar="文件夹", help="网站在服务器上的文件夹；不写就是 " + FOLDER)
    parser.add_argument("--path", metavar="路径", help="网址里主机名后面的部分；不写就按生成时的正式网址")
    options = parser.parse_args()
    bootstrap.enter()
    from lanmu.releases.servers.command import write_server_config

    return write_server_config(bootstrap.ROOT, options)


if __name__ == "__main__":
    raise SystemExit(console.run(main))
