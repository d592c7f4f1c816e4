# -*- coding: utf-8 -*-
"""由内容模型生成 .schemas/ 里的 JSON Schema，编辑器据此提示和检查字段。

用法：python scripts/write_schemas.py
"""

from lanmu.handover import require_python

require_python()

from lanmu import bootstrap, console


def main():
    bootstrap.enter()
    from lanmu.content.schemas import schema_texts

    folder = bootstrap.ROOT / ".schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        console.say("✓ " + str(folder / name))
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
