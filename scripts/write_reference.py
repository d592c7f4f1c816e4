# -*- coding: utf-8 -*-
"""由程序生成的参考资料：.schemas/ 里的 JSON Schema（编辑器据此提示字段），README 和 CONTRIBUTING 里的规则表。

用法：python scripts/write_reference.py
"""

from lanmu.handover import require_python

require_python()

from lanmu import bootstrap, console


def main():
    bootstrap.enter()
    from lanmu.checks.documentation import handbooks
    from lanmu.content.schemas import schema_texts
    from lanmu.files import write_whole

    texts = {".schemas/" + name: text for name, text in schema_texts().items()}
    texts.update(handbooks(bootstrap.ROOT))
    for name, text in texts.items():
        write_whole(bootstrap.ROOT / name, text)
        console.say("✓ " + name)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
