# -*- coding: utf-8 -*-
"""运行全部测试：准备环境、浏览器、LibreOffice 和排印用的字体（仅第一次），然后运行 pytest。

用法：python scripts/test.py [pytest 的参数]
"""

from lanmu.handover import require_python

require_python()

import os
import subprocess
import sys

from lanmu import bootstrap, console


def main():
    bootstrap.enter()
    from lanmu import browser, config, debian
    from lanmu.channels import free_fonts
    from lanmu.intake.word import legacy

    free_fonts.ensure(config.load(bootstrap.ROOT / "lanmu.toml"))
    # Where it cannot be had, the tests that look at Word files through it are passed over.
    if legacy.installed() is None and debian.may_install():
        with console.step("安装 LibreOffice（apt-get），用来看做出来的 Word 文件"):
            debian.install("libreoffice-writer-nogui")
    os.environ[browser.VARIABLE] = str(browser.ensure())
    command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    return subprocess.call(command, cwd=str(bootstrap.ROOT))


if __name__ == "__main__":
    raise SystemExit(console.run(main))
