# -*- coding: utf-8 -*-
"""Hands a script over to Python 3.11 or newer, or says in one sentence what to install.

This file is written in the common subset of Python 2.7 and 3 on purpose: it is the first thing that runs, under
whatever ``python`` the machine has, and must be able to say that it is too old. (So no f-strings, no annotations.)
"""

from __future__ import print_function, unicode_literals

import os
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]
PROBE = "import sys; print(sys.executable if sys.version_info >= (3, 11) else '')"


def new_enough(version=sys.version_info):
    """True when `version` can run the project."""
    return tuple(version[:2]) >= OLDEST


def find_newer():
    """Path of an installed Python that is new enough, or None. Looks at PATH and at the Windows launcher."""
    commands = [[name] for name in NAMES]
    if os.name == "nt":
        commands.insert(0, ["py", "-3"])
    for command in commands:
        try:
            with open(os.devnull) as nothing:
                out = subprocess.check_output(command + ["-c", PROBE], stderr=nothing)
        except (OSError, subprocess.CalledProcessError):
            continue
        path = out.decode("utf-8", "replace").strip()
        if path:
            return path
    return None


def require_python():
    """Returns when this Python will do; otherwise runs the same command with a newer one, or ends with a sentence."""
    if new_enough():
        return
    newer = find_newer()
    if newer:
        sys.exit(subprocess.call([newer] + sys.argv))
    version = ".".join(str(part) for part in sys.version_info[:3])
    message = (
        "需要 Python 3.11 或更新的版本，这台机器上只找到 %s。"
        "请从 python.org 安装新版（Windows 安装时勾选 “Add python.exe to PATH”），再运行一次同样的命令。\n" % version
    )
    stream = getattr(sys.stderr, "buffer", sys.stderr)
    stream.write(message.encode("utf-8"))
    sys.exit(2)
