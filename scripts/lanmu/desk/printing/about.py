"""What each channel is, for editors, and how a print stands, in words."""

from __future__ import annotations

from typing import NamedTuple

from lanmu.channels.common.sheets import Sheets
from lanmu.channels.record import Standing


class About(NamedTuple):
    """What is printed, what from, and which files are made."""

    description: str
    source: str
    files: str


ABOUT = {
    "bulletin": About(
        "一期一份：报头、按语、本期要目、各篇、报尾。", "稿件信息里写了简报期号的；同一期的几篇合成一份。", "PDF"
    ),
    "document": About("按公文格式排的文件。", "体裁是文件的稿件；别的稿件，在那一篇里选了也能印。", "PDF"),
    "newspaper": About("报刊上的专版，一期一到四版。", "编好的一期：选稿件，排次序。", "PDF"),
    "poster": About("贴在宣传栏里的招贴，一篇一张，一个月一套。", "写进宣传栏某个月的稿件。", "PDF"),
    "report": About(
        "报给上级刊物的稿子，附照片和报送审批表。",
        "写了上报日期的稿件；别的稿件，在那一篇里选了也能印。",
        "PDF、Word、整包",
    ),
    "wechat": About(
        "发公众号用的网页：按钮复制标题、摘要、正文，旁边是编了号的图片和封面。",
        "在一篇稿件那里选了才做；什么也不往微信发。",
        "网页、图片",
    ),
    "platform": About(
        "往集约化平台粘贴用的网页：按钮复制各栏，旁边是编了号的图片。", "在一篇稿件那里选了才做。", "网页、图片"
    ),
    "form": About("指南里的表，一张一页，手填用 PDF，电脑填用 Word。", "有“表样：”小标题的稿件。", "PDF、Word"),
}
"""By the name of the channel."""

STANDINGS = {
    Standing.NEVER: ("quiet", "还没有印"),
    Standing.CURRENT: ("ready", "和稿件一致"),
    Standing.CHANGED: ("wrong", "稿件或设置改过，要重印"),
    Standing.TOUCHED: ("wrong", "印好的文件不在了，或者被改过，要重印"),
}
"""How a print stands: the look of its mark, and its words."""
PAPERS = {(210, 297): "A4", (297, 420): "A3", (420, 594): "A2", (594, 841): "A1", (210, 285): "大16开"}


def paper(width: int, height: int) -> str:
    """A size of paper in mm, with its usual name."""
    name = PAPERS.get((width, height)) or (f"{PAPERS[height, width]} 横放" if (height, width) in PAPERS else "")
    return f"{width}×{height} 毫米{f'（{name}）' if name else ''}"


def facts(sheets: Sheets) -> list[tuple[str, str]]:
    """What a print shop must know of a PDF: names and values."""
    coloured = sheets.coloured
    if not coloured:
        colours = "黑白"
    elif len(coloured) == sheets.pages:
        colours = "彩色"
    else:
        colours = f"第 {'、'.join(map(str, coloured))} 页彩色，其余黑白"
    pairs = [
        ("页数", f"{sheets.pages} 页"),
        ("成品尺寸", "；".join(paper(*size) for size in sheets.sizes)),
        ("出血", f"{sheets.bleed:g} 毫米" if sheets.bleed else "没有：页边都留白，不用裁切到图"),
        ("颜色", f"{colours}{'（RGB，四色印刷请印刷厂转换）' if coloured else ''}"),
        ("字体", f"全部嵌在文件里：{'、'.join(sheets.fonts)}" if sheets.fonts else "没有用字体"),
        ("格式", "、".join(sheets.standards) or "普通 PDF"),
    ]
    return [*pairs, ("没有嵌入的字体", "、".join(sheets.missing))] if sheets.missing else pairs
