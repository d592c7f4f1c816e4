# -*- coding: utf-8 -*-
"""由程序生成的参考资料：.schemas/ 里的 JSON Schema（编辑器据此提示字段），HANDBOOK.md 里的规则表，
VS Code 的代码片段（从 genres.yml 和 campaign.yml 来，改了这些以后也要运行一次）。

用法：python scripts/write_reference.py
"""

from lanmu.setup.handover import require_python

require_python()

from lanmu.diagnostics import console
from lanmu.setup import bootstrap


def main():
    bootstrap.enter()
    from lanmu.checks.engine.documentation import HANDBOOK, handbook
    from lanmu.content.loading import read_docs
    from lanmu.content.schemas import schema_texts
    from lanmu.intake import snippets
    from lanmu.intake.new_article import site_of
    from lanmu.storage.files import write_whole
    from lanmu.storage.write_lock import writing

    with writing(bootstrap.ROOT):
        site = site_of(read_docs(bootstrap.ROOT / "docs"))
        texts = {".schemas/" + name: text for name, text in schema_texts(site.genres).items()}
        texts[HANDBOOK] = handbook(bootstrap.ROOT)
        texts[snippets.NAME] = snippets.snippet_text(site)
        for name, text in texts.items():
            write_whole(bootstrap.ROOT / name, text)
            console.say("✓ " + name)
    return 0


if __name__ == "__main__":
    raise SystemExit(console.run(main))
