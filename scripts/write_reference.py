# -*- coding: utf-8 -*-
"""由程序生成的参考资料：.schemas/ 里的 JSON Schema（编辑器据此提示字段），HANDBOOK.md 里的规则表，
VS Code 的代码片段（从 genres.yml 和 campaign.yml 来，改了这些以后也要运行一次）。

用法：python scripts/write_reference.py
"""

from lanmu.setup.python_version import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    bootstrap.enter()
    from lanmu.adoption.reference import reference_texts
    from lanmu.storage.files import write_whole
    from lanmu.storage.write_lock import writing

    with writing(bootstrap.ROOT):
        for name, text in reference_texts(bootstrap.ROOT).items():
            write_whole(bootstrap.ROOT / name, text)
            console.say("✓ " + name)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
