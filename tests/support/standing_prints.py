"""A small site with something for every channel: a bulletin, a newspaper and a board, and a ledger of reports."""

from __future__ import annotations

from pathlib import Path

PEIXUN = "news/2008-10-20-peixun.md"
ZUOTAN = "news/2008-10-25-zuotan.md"
ZOUFANG = "news/2008-10-28-zoufang.md"
LEDGER = "progress/reports.yml"
ISSUE = "worker/2008-11.yml"
SET = "board/2008-11.yml"
TITLES = {PEIXUN: "各支部开展培训", ZUOTAN: "各支部召开座谈会", ZOUFANG: "各支部走访职工"}
HEAD = """---
title: {title}
date: {day} 09:00
genre: 动态
unit: 各支部
author: 示例人员甲
summary: {title}的摘要，说明做了什么，写满三十个字才合要求，所以多写一句话。
{more}---

{body}
"""
BODY = "各支部到一线听取意见，记下要办的事，逐件答复。\n\n职工说，事情有人接、有人办、有回音，心里就踏实。"
COMMENT = "# 这一行是办公室写的说明，谁也不要动它。\n"
STARTED = COMMENT + "reports:\n  - article: {article}  # 先报的\n    sent: 2008-10-26\n    to: 示例刊物甲\n"


def with_prints(root: Path) -> Path:
    """Adds the articles, the column with the ledger and one report to the project in `root`, which has the site `minimal`."""
    docs = root / "docs"
    columns = docs / "columns.yml"
    more = "  - {id: progress, name: 进展, type: 概况信息, kind: reference, description: 活动进展, keywords: [进展], role: progress}\n"
    columns.write_text(columns.read_text(encoding="utf-8") + more, encoding="utf-8")
    for path, own in ((ZUOTAN, "channels: {report: 2008-10-26}\n"), (ZOUFANG, "")):
        text = HEAD.format(title=TITLES[path], day=path[5:15], more=own, body=BODY)
        (docs / path).write_text(text, encoding="utf-8")
    (docs / "progress").mkdir()
    (docs / LEDGER).write_text(STARTED.format(article=ZUOTAN), encoding="utf-8")
    return root
