"""The part of the story that ends on paper: an official document and its site's other fronts are printed and looked at."""

from __future__ import annotations

from support.handbook.workshop import Workshop

OFFICIAL = "docs/plan/samples/shili-tongzhi.md"
NOTICE = """---
title: 示例单位A关于举办学习心得交流会的通知
date: 2008-11-12 09:00
document_date: 2008-11-11
genre: 文件
unit: 示例单位A
summary: 示例单位A通知各支部选派一名同志参加学习心得交流会，说明时间、地点和要交的材料。
order: 90
sample: true
---

示例单位A文件
{ .doc-letterhead }

示例〔2008〕5号
{ .doc-letterhead }

各支部：
{ .doc-addressees }

为了把学习调研阶段的体会交流好，我们定于近期举办学习心得交流会。现将有关事项通知如下。

## 一、时间和地点

2008年11月19日下午3时，在示例单位A会议室，会期半天。

## 二、参加人员

每个支部选派一名同志发言，其他同志可以旁听。发言的同志请提前准备，讲自己读了什么、想到什么、打算怎么做。

## 三、有关要求

**（一）讲真话。**联系自己的岗位和分管的工作，不念书本，不说空话，每人不超过十分钟。

**（二）交材料。**发言稿在会后三天内交到示例单位A办公室，由办公室选编进简报，好的推荐给《泉州工人》。

**（三）守时间。**请各支部在11月14日以前报来发言同志的姓名，不能参加的请说明情况。

示例单位A
{ .doc-signature }

二〇〇八年十一月十一日
{ .doc-date }

主题词：学习　交流　通知
{ .doc-index }

抄送：示例单位B，存档（2）
{ .doc-copies }
"""
BULLETIN = """[print.bulletin]
name = "学习实践活动简报"
office = "示例单位A学习实践活动领导小组办公室"
up = ["示例上级单位"]
across = ["示例单位B", "示例单位C"]
down = ["各支部"]
copies = 60
"""
SITE_URL = "https://www.example.org/zhuanti/"
# The PDFs of each picture, below out/, and which of their pages are seen (0 is the first).
SHEETS = {
    "document.png": ("document/plan-samples-shili-tongzhi.pdf", (0, 1)),
    "bulletin.png": ("bulletin/bulletins-samples-003.pdf", (0, 1)),
    "worker.png": ("newspaper/2008-11.pdf", (0, 1)),
    "board.png": ("poster/2008-11/*.pdf", (0, 1)),
    "report.png": ("report/bulletins-samples-2008-10-28-diaoyan-ting-yijian.pdf", (0, -1)),
}


def print_paper(shop: Workshop) -> None:
    """Everything is printed; pictures of the sheets, of the command, and of the page that offers them."""
    file = shop.folder / OFFICIAL
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(NOTICE, encoding="utf-8", newline="\n")
    settings = shop.folder / "lanmu.toml"
    before, _, after = settings.read_text(encoding="utf-8").partition("[print.bulletin]\n")
    rest = after[after.index("[print.board]") :]
    settings.write_text(f"{before}{BULLETIN}\n{rest}", encoding="utf-8", newline="\n")
    command = ("scripts/print_channels.py", "--site-url", SITE_URL)
    shop.done(*command, "--all")
    (shop.folder / ".cache/print/made.json").unlink()
    shop.shoot_terminal("print.png", shop.done(*command, "--issue", "2008-11"))
    shop.done(*command, "--all")
    for name, (sheet, pages) in SHEETS.items():
        shop.shoot_sheets(name, sorted((shop.folder / "out").glob(sheet)), pages)
    shop.done("scripts/build.py", "--site-url", SITE_URL)
    with shop.site() as url:
        shop.shoot("offered.png", f"{url}worker/2008-11/", width=1280, height=900, whole=False)
