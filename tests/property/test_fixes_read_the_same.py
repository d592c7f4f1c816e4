"""`--fix` writes what reads the same: only punctuation and blanks change, no figures join, no markup comes or goes."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from conftest import WHOLE
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.finding import Edit
from lanmu.checks.engine.fixes import MOST_ROUNDS, apply
from lanmu.checks.engine.project import Project, Source
from lanmu.checks.engine.registry import all_rules
from lanmu.content.loading import Reading
from lanmu.content.settings import load

PROJECT = Project(WHOLE, load(WHOLE / "lanmu.toml"), Reading(None, (), (), {}, {}, {}))
# These two make Markdown of what was meant as such: property/test_shown_text.py holds them to the page.
MAKING = ("TXT023", "TXT024")
RULES = [
    rule
    for code, rule in all_rules().items()
    if code.startswith("TXT") and code not in MAKING and rule.subjects == (Source,)
]

# What offices write, as it comes from Word, with what must come out; the same where nothing may be touched.
MENDED = {
    "联系人: 张三。": "联系人：张三。",
    "大家读了书,谈了体会.": "大家读了书，谈了体会。",
    "分辨率是 720p, 称为高清。": "分辨率是 720p，称为高清。",
    "一. 学习": "一、学习",
    "讨论了方案(征求意见稿)，时间:9:30。": "讨论了方案（征求意见稿），时间：9:30。",
    "方案印发于 2008 年 10 月 10 日，共 12 人参加。": "方案印发于2008年10月10日，共12人参加。",
    "活动开展以来， Word 的用法都会了。文件用 Word 。": "活动开展以来，Word 的用法都会了。文件用 Word。",
    "要做到“学懂”、“弄通”、“做实”。": "要做到“学懂”“弄通”“做实”。",
    "学习了《实施方案》、《通知》两个文件。": "学习了《实施方案》《通知》两个文件。",
    "1、先读书。": "1.先读书。",
    "①、先读书。": "①先读书。",
    "（一）、先读书。": "（一）先读书。",
    '认为要"学懂弄通"，推进"放管服"改革。': "认为要“学懂弄通”，推进“放管服”改革。",
    '他说:"要做到"学懂弄通",再去做。"': "他说：“要做到‘学懂弄通’，再去做。”",
    '他说："好。"又说："行。"': "他说：“好。”又说：“行。”",
    "大家读书、讨论、走访...": "大家读书、讨论、走访……",
    "这就是办法--先读书。": "这就是办法——先读书。",
    "2008年9月─11月，开展学习。": "2008年9月—11月，开展学习。",
    "方案印发于２００８年，完成了９５．５％。": "方案印发于2008年，完成了95.5%。",
    "大家读了书，，谈了体会。。": "大家读了书，谈了体会。",
    "　　大家读了书，谈了体会。": "大家读了书，谈了体会。",
    "学习了⽂件\u200b。": "学习了文件。",
}
LEFT = (
    "1、2008年9月，召开动员大会。",
    "3、11月，到基层调研。",
    "1、2008年9月，召开动员大会。\n\n2、总结经验。",
    "１．２００８年9月，召开动员大会。",
    "１．　读书。",
    "材料用 A4 纸打印，PM2.5 浓度下降，用 Windows 10 系统，按 GB/T 9704 的规定排版。",
    "用 Word 2003 和 2007 的人，5G 网络，3D 打印，ISO 9001 认证。",
    "第一条 为了规范工会经费管理，制定本办法。",
    "第二章 2008年的安排",
    "坚持“拉手”而不是“松手”、“延链”而不是“断链”。",
    "推出了“甲乙丙”、“一站式”服务平台等措施。",
    "学习了《实施方案》（全文）、《通知》两个文件。",
    "联系电话 0595-00000000，10月8日 9:30开会，示例人员甲 2008年10月10日",
    "签名：————————　日期：",
    "一、总则...................3",
    '19"显示器和24"显示器各一台。',
    '少了一半的"引号。',
    '他强调"推进"放管服"改革"，再做。',
    "福州─厦门高速公路。",
    "福州 — 厦门高速公路。",
    "5、6两个月，天气热。",
    "（四）、（五）项所列人员，由工会推荐。",
    "好:)大家笑了。",
    "　　1. 读书",
    "　　# 不是标题",
    "甲 乙 丙",
    "_共_ 12人，**重点：** 先读书。",
    "| 姓名 甲 | 12 |\n| --- | --- |\n| 乙 丙 | 3 |",
    '`a,b 2008 年`、[方案](../plan/index.md "题,目")、<https://example.org/a,b?c=1:2>、https://example.org/词条:甲',
    "```\n大家读了书,谈了体会.\n```",
    '<span title="题,目 2008 年">题</span>，![图](a,b.png)',
    '> 引用的"原文",不管.',
)
HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
PIECES = [
    *",.;:?!，。；：？！、…—-~()（）《》“”‘’\"'`*_#>|0123456789０１２．Ａａ a1\n　汉字年月日第条",
    *(
        "\n\n",
        "...",
        "--",
        "———",
        "一、",
        "（一）、",
        "1、",
        "1. ",
        "- ",
        "2008 年",
        " 12 人",
        "\u200b",
        "&nbsp;",
        "甲 乙",
    ),
    *(
        "http://www.example.org/",
        "[文](../plan/index.md)",
        "`代码,`",
        "<b>",
        "</b>",
        "**",
        "“学懂”、“弄通”",
        "》、《",
        '"学懂"',
    ),
    *MENDED,
    *LEFT,
]
BODIES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def source_of(text: str) -> Source:
    return Source("docs/news/2008-11-05-a.md", text, None, None, PROJECT)


def edits_of(text: str) -> list[Edit]:
    source = source_of(text)
    findings = (finding for rule in RULES for finding in rule(source))
    return [finding.edit for finding in findings if finding.edit]


def mended(text: str) -> str:
    for _ in range(MOST_ROUNDS):
        text = apply(text, edits_of(text))
    return text


def letters(text: str) -> str:
    """The characters that are neither punctuation nor blanks, each in its usual form."""
    characters = (c for c in html.unescape(text) if unicodedata.category(c)[0] not in "PZC" and c not in "~─━")
    return unicodedata.normalize("NFKC", "".join(characters))


def figures(text: str) -> list[str]:
    """The numbers at half width, decimals as one; circled ones are no figures."""
    return re.findall(r"[0-9]+(?:\.[0-9]+)*", text.translate(HALF_WIDTH))


def markup(text: str) -> object:
    """Blocks, links, tags, code: all that is no running text."""
    source = source_of(text)
    blocks = [
        (passage.kind, passage.level, passage.marker, passage.quoted)
        for passage in source.passages
        if passage.text.strip("\u200b")
    ]
    links = [(link.kind, link.target) for link in source.links]
    tags = [(tag.name, tag.closing, [value for value, _ in tag.attributes.values()]) for tag in source.tags]
    return blocks, links, tags, list(source.scan.codes.values()), re.findall(r"(?:https?://|www\.)[!-~]+", text)


@pytest.mark.parametrize("text", [*MENDED, *LEFT])
def test_each_line_becomes_what_a_proofreader_writes(text: str) -> None:
    assert mended(text) == MENDED.get(text, text)


@settings(max_examples=400, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=BODIES)
@example("1、2008年")
@example("1、２００８年")
@example("第 1. 2008 条")
def test_only_punctuation_and_blanks_change(body: str) -> None:
    after = mended(body)
    assert letters(after) == letters(body)
    assert figures(after) == figures(body)
    assert markup(after) == markup(body)
    assert edits_of(after) == []
