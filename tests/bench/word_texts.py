"""A matrix of texts for the Word benchmark: what offices hand in, as blocks that every writer can write.

The sentences are put together from halves that say nothing of anybody; each text has one shape (a notice, a bulletin,
minutes, a form, …) and one seed, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal

SEEDS = 4
WHO = ("示例单位", "示例支部", "机关各部室", "直属事业单位", "学习小组", "示例班组", "基层工会")
WHEN = ("10月上旬", "2008年11月6日", "第四季度", "本周", "下午3点", "二○○八年底", "12月1日至5日")
DID = (
    "组织党员读书，谈了各自的体会",
    "到12个班组听取意见，记下了38条",
    "把“怎么办”写成一张清单，逐条落实到人",
    "用A4纸印发了《示例材料汇编》（试行）",
    "开了座谈会——这是本月的第2次",
    "对照GB/T 9704查了版式，改了3处",
    "请职工代表评议，满意的占95.5%",
    "讨论了H₂O、m²、±5℃这类写法",
)
SO = (
    "大家说有收获。",
    "下一步接着做。",
    "还有两件事没有办完……",
    "意见已经转给有关部室；",
    "问题是：谁来办？",
    "很好！",
)
Mark = Literal["", "b", "i", "u", "sup"]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list, table or picture; `level` is a heading's or a list's depth."""

    kind: Literal["p", "h", "ul", "ol", "table", "picture"]
    runs: tuple[tuple[str, Mark], ...] = ()
    level: int = 1
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    align: Literal["", "center", "right"] = ""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True)
class Text:
    """One text of the matrix."""

    name: str
    blocks: tuple[Block, ...] = field(default=())


def sentence(chance: random.Random) -> str:
    return f"{chance.choice(WHEN)}，{chance.choice(WHO)}{chance.choice(DID)}，{chance.choice(SO)}"


def paragraph(chance: random.Random, *marks: Mark, align: Literal["", "center", "right"] = "") -> Block:
    """A paragraph of a few sentences, one of them marked in each of the ways asked for."""
    runs: list[tuple[str, Mark]] = [(sentence(chance), "") for _ in range(chance.randint(1, 4))]
    for mark in marks:
        runs.insert(chance.randint(0, len(runs)), (chance.choice(DID), mark))
    return Block("p", tuple(runs), align=align)


def plain(text: str, align: Literal["", "center", "right"] = "") -> Block:
    return Block("p", ((text, ""),), align=align)


def heading(level: int, text: str) -> Block:
    return Block("h", ((text, ""),), level)


def rows(chance: random.Random, count: int, width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{chance.choice(WHO)}{row}{column}" for column in range(width)) for row in range(count))


def notice(chance: random.Random) -> Iterator[Block]:
    yield plain("示例总工会文件", "center")
    yield plain(f"示总工〔2008〕{chance.randint(1, 90)}号", "center")
    yield heading(1, "关于做好示例工作的通知")
    yield plain("各示例单位：")
    for number in "一二三":
        yield plain(f"{number}、{chance.choice(DID)}")
        yield paragraph(chance)
        yield plain(f"（一）{sentence(chance)}")
    yield plain("附件：1.示例安排表")
    yield plain("示例总工会", "right")
    yield plain("2008年10月10日", "right")


def news(chance: random.Random) -> Iterator[Block]:
    yield heading(1, f"示例单位{chance.choice(DID)[:9]}")
    yield paragraph(chance, "b")
    yield Block("picture", (("学习现场", ""),))
    yield plain("学习现场")
    yield paragraph(chance, "i", "u")
    yield plain("（示例单位　示例人员甲）", "right")


def bulletin(chance: random.Random) -> Iterator[Block]:
    yield plain("示例活动简报", "center")
    yield plain(f"第{chance.randint(1, 40)}期", "center")
    yield plain("示例办公室编　　2008年11月20日")
    yield heading(1, "示例支部开展集中学习")
    yield from (paragraph(chance) for _ in range(3))
    yield plain("报：示例上级　送：示例单位　发：各支部")


def minutes(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例支部讨论会议纪要")
    yield plain("时间：2008年11月3日下午3:00")
    yield plain("地点：三楼会议室")
    yield plain("参加人员：全体党员（缺席2人）")
    yield Block("ol", items=tuple(sentence(chance) for _ in range(5)))
    yield paragraph(chance)


def form(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例意见征求表")
    yield Block(
        "table",
        rows=(("姓名", "", "单位", ""), ("意见", sentence(chance), "日期", ""), ("签名", "", "电话", "0595-00000000")),
    )
    yield plain("注：填写以后交到办公室。")


def table(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例整改任务分解表")
    yield plain("单位：项")
    yield Block("table", rows=(("任务", "单位", "时限"), *rows(chance, 8, 3)))
    yield paragraph(chance)
    yield Block("table", rows=rows(chance, 3, 5))


def long(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例工作总结")
    for number in range(1, 5):
        yield heading(2, f"{number}．{chance.choice(DID)}")
        for two in range(1, 4):
            yield heading(3, f"（{two}）{chance.choice(WHO)}")
            yield from (paragraph(chance, "b") for _ in range(2))
            yield Block("ul", items=tuple(sentence(chance) for _ in range(3)), level=2)


def law(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例办法（试行）")
    for chapter in range(1, 4):
        yield heading(2, f"第{'一二三'[chapter - 1]}章　总则")
        for article in range(1, 6):
            yield plain(f"第{'一二三四五'[article - 1]}条　{sentence(chance)}")
            if article == 3:
                yield plain("（一）有本办法规定的情形的；")
                yield plain("（二）其他情形。")


def speech(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "在示例动员会上的讲话")
    yield plain("（2008年9月26日）", "center")
    yield plain("示例人员乙", "center")
    yield plain("同志们：")
    yield from (paragraph(chance) for _ in range(6))
    yield plain("我就讲这些，谢谢大家！")


def mixed(chance: random.Random) -> Iterator[Block]:
    """What is odd: jumping levels, marks, characters from elsewhere, blanks, empty paragraphs."""
    yield heading(1, "混排：English、日本語と한국어")
    yield heading(3, "跳了一级的小标题")
    yield plain("制表\t符号、不间断\xa0空格、全角　空格、两个  空格。")
    yield plain("C:\\示例\\文件.txt、a_b_c、5*3*2=30、<某某>、[注]、#号、1949. 这一年、~波浪~、`反引号`、|竖线|。")
    yield plain("＋－×÷√≈①②③Ⅳ㎡℃‰〇……——“引”‘号’《书》〈名〉〔2008〕")
    yield Block("p", (("水是H", ""), ("2", "sup"), ("O，面积是10m", ""), ("2", "sup"), ("。", "")))
    yield plain("")
    yield paragraph(chance, "b", "i", "u")
    yield plain("👍点赞，𠮷字，é，ﬁ。")


def pictures(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "图片新闻：示例活动")
    for number in range(3):
        yield Block("picture", ((f"第{number + 1}张", ""),), align="center")
        yield plain(f"图{number + 1}　{chance.choice(WHO)}在学习", "center")
    yield paragraph(chance)


def nested(chance: random.Random) -> Iterator[Block]:
    yield heading(1, "示例学习提纲")
    for level in (1, 2, 3):
        yield Block("ol", items=tuple(sentence(chance) for _ in range(2)), level=level)
        yield Block("ul", items=tuple(sentence(chance) for _ in range(2)), level=level)
        yield paragraph(chance)


SHAPES: tuple[Callable[[random.Random], Iterator[Block]], ...] = (
    notice, news, bulletin, minutes, form, table, long, law, speech, mixed, pictures, nested,
)  # fmt: skip


def matrix() -> list[Text]:
    """Every shape with every seed."""
    return [
        Text(f"{shape.__name__}-{seed}", tuple(shape(random.Random(f"{shape.__name__}{seed}"))))
        for shape in SHAPES
        for seed in range(SEEDS)
    ]


def html(text: Text) -> str:
    """The text as a page, for the writers that read pages."""
    body = "\n".join(block_html(block) for block in text.blocks)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title></title></head><body>\n{body}\n</body></html>\n'


def block_html(block: Block) -> str:
    style = f' align="{block.align}"' if block.align else ""
    match block.kind:
        case "h":
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case "ul" | "ol":
            items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
            inner = f"<{block.kind}>{items}</{block.kind}>"
            for _ in range(block.level - 1):
                inner = f"<{block.kind}><li>上一级{inner}</li></{block.kind}>"
            return inner
        case "table":
            lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
            return f'<table border="1">{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'
        case "picture":
            return f'<p{style}><img src="picture.png" alt="{escape(block.text)}" width="160" height="120"></p>'
        case _:
            runs = (f"<{mark}>{escape(text)}</{mark}>" if mark else escape(text) for text, mark in block.runs)
            return f"<p{style}>{''.join(runs)}</p>"
