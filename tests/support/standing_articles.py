"""A small site with an article in every state, on a day of 2008."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from conftest import ROOT, SITES, copy_project

from support.reviewing import review, translate

CLOCK = "1230253200"
"""2008-12-26 09:00 in China."""
HEAD = """---
title: {title}
date: {day} 09:00
genre: 动态
unit: {unit}
summary: 这是为了测试稿件表写的一篇，人和事都是假的，字数凑到三十个以上就行了。
{more}---

{body}
"""
BODY = "正文里写了几句话，没有什么要改的地方。"
DRAFT = "news/2008-12-20-caogao.md"
UNREAD = "news/2008-12-21-xinxi-youwu.md"
WRONG = "news/2008-12-19-yao-gai.md"
WAITING = "news/2008-12-18-dai-shen.md"
CHANGED = "news/2008-12-17-shenhou-gai.md"
READY = "news/2008-12-16-ke-fabu.md"
PUBLISHED = "news/2008-12-15-yi-fabu.md"
SCHEDULED = "news/2008-12-28-dingshi.md"
INTERNAL = "news/2008-12-14-neibu.md"
WITHDRAWN = "news/2008-12-13-chehui.md"
ENGLISH = READY.replace(".md", ".en.md")


def article(title: str, day: str, more: str = "", body: str = BODY, unit: str = "各支部") -> str:
    """The file of an article."""
    return HEAD.format(title=title, day=day, unit=unit, more=more, body=body)


def with_every_state(project: Path) -> Path:
    """The small site with one article in each state, ready to run scripts in. The clock must be CLOCK."""
    copy_project(project, SITES / "minimal")
    shutil.copy2(ROOT / "requirements.txt", project)
    (project / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    docs = project / "docs"
    texts = {
        DRAFT: article("写了一半的", "2008-12-20", "draft: true\n"),
        UNREAD: article("信息有误的", "2008-12-21").replace("genre: 动态", "genre: 没有的体裁"),
        WRONG: article("有要改的", "2008-12-19", body="还没有填：（由承办单位填写）。"),
        WAITING: article("等着审的", "2008-12-18", body="学习,讨论。"),
        CHANGED: article("审了又改的", "2008-12-17"),
        READY: article("可以发布的", "2008-12-16", unit="办公室"),
        PUBLISHED: article("早就发布的", "2008-12-15"),
        SCHEDULED: article("定时的", "2008-12-28").replace("date: ", "publish_at: "),
        INTERNAL: article("内部看的", "2008-12-14", "scope: internal\n"),
        WITHDRAWN: article("撤回来的", "2008-12-13", "withdrawn: {date: 2008-12-22, reason: 数字不对}\n"),
    }
    for path, text in texts.items():
        (docs / path).write_text(text, encoding="utf-8")
    addresses = "".join(f"  - {path.removesuffix('.md')}/\n" for path in (PUBLISHED, CHANGED))
    (docs / "published.yml").write_text(f"addresses:\n{addresses}", encoding="utf-8")
    head = (docs / UNREAD).read_text(encoding="utf-8")
    (docs / UNREAD).unlink()
    for path in (CHANGED, READY, PUBLISHED, SCHEDULED):
        review(project, path)
    changed = (docs / CHANGED).read_text(encoding="utf-8")
    (docs / CHANGED).write_text(re.sub("几句话", "好几句话", changed), encoding="utf-8")
    for name in ("campaign", "columns"):
        shutil.copy(docs / f"{name}.yml", docs / f"{name}.en.yml")
    (docs / "index.en.md").write_text("---\ntitle: Home\nsummary: The home page.\n---\n\nText.\n", encoding="utf-8")
    translate(project, ENGLISH, "title: Ready to go out\nsummary: A summary.\nsource: The office\n", "Text.")
    (docs / UNREAD).write_text(head, encoding="utf-8")
    return project
