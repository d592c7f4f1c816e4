"""A long article, one with a signature, one with a recording and a landing page with headings for the tests of reading aids."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from support.secret_files import FRAME

HEAD = """---
title: {title}
date: 2008-11-03 09:00
genre: 动态
unit: 各支部
summary: 用来试阅读工具的一篇。
{more}---

"""
OPENING = """第一句在这里。第二句问：“听得清吗？”第三句有**粗体**和`代码不读`；第四句是3.5公里。

参看[某资料](https://unlisted.example.com/ziliao.html)和[某法规](https://www.gov.cn/fagui.html)。

```
这一段代码不读。
```

| 甲格 | 乙格 |
| --- | --- |
| 丙格 | 丁格 |

![图的说明不读](tu.png)

"""
FILLING = "这一段用来把文章拉长，好让页面有几屏高。" * 8


def fill(project: Path) -> None:
    """Adds the articles to a copy of the small site, and a host to its list."""
    news = project / "docs" / "news"
    sections = "".join(
        f"## 第{n}节\n\n{FILLING}\n\n### 第{n}节小题\n\n{FILLING}\n\n{FILLING}\n\n{FILLING}\n\n{FILLING}\n\n"
        for n in range(1, 5)
    )
    text = HEAD.format(title="很长的一篇", more="") + OPENING + sections + "## 结尾\n\n最后一句。\n"
    (news / "changwen.md").write_text(text, encoding="utf-8")
    rows = "| 甲格 | 乙格 |\n| --- | --- |\n" + "| 丙格 | 丁格 |\n" * 8
    text = HEAD.format(title="有署名的一篇", more="author: 某某\n") + f"{FILLING}\n\n" * 10 + f"{rows}\n最后一句。\n"
    (news / "shuming.md").write_text(text, encoding="utf-8")
    text = HEAD.format(title="有录音的一篇", more="audio: luyin.mp3\n") + "短短一句。\n"
    (news / "luyin.md").write_text(text, encoding="utf-8")
    (news / "luyin.mp3").write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00" + FRAME)
    Image.new("RGB", (40, 30), "#9b1c1c").save(news / "tu.png")
    with (project / "docs" / "plan" / "index.md").open("a", encoding="utf-8") as landing:
        landing.write("\n## 栏目里有什么\n\n几句话。\n\n## 怎样用\n\n几句话。\n")
    settings = project / "lanmu.toml"
    listed = settings.read_text(encoding="utf-8").replace("hosts = []", 'hosts = ["*.gov.cn"]')
    settings.write_text(listed, encoding="utf-8")
