# -*- coding: utf-8 -*-
"""运行全部测试：准备环境、浏览器、LibreOffice、服务器和排印用的字体（仅第一次），然后运行 pytest。

用法：python scripts/test.py [--yes] [pytest 的参数]

要给机器装软件的，先问一句；加 --yes，或者在持续集成里（CI），就不问。
"""

from lanmu.setup.python_version import require_python

require_python()

import os
import subprocess
import sys

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    bootstrap.enter(locks=(bootstrap.LOCK, bootstrap.TEST_LOCK))
    sys.path.append(str(bootstrap.ROOT / "tests"))
    from lanmu.channels.common import free_fonts
    from lanmu.content import settings as config
    from lanmu.intake.word import legacy
    from support import browser

    yes = "--yes" in sys.argv[1:]
    free_fonts.ensure(config.load(bootstrap.ROOT / "lanmu.toml"), yes=yes)
    # Where it cannot be had, the tests that look at Word files through it are passed over.
    office = "libreoffice-writer-nogui"
    if legacy.installed() is None and browser.may_install_for("测试要看做出来的 Word 文件", office, yes=yes):
        with console.step("安装 LibreOffice（apt-get）"):
            browser.install(office)
    browser.bring_servers(yes=yes)
    os.environ[browser.VARIABLE] = str(browser.ensure(yes=yes))
    arguments = [argument for argument in sys.argv[1:] if argument != "--yes"]
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=str(bootstrap.ROOT))


if __name__ == "__main__":
    raise SystemExit(console.run(main))
