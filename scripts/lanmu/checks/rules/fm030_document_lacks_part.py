"""公文缺少应有的要素

查什么
    印成公文的稿件（体裁写着 paper: document 的），正文里有版头的，按文种查应有的要素：发文字号；请示、报告要有签发人；
    通知、请示、报告、批复、函要有主送机关；署名和成文日期（稿件信息写了 document_date 的，印的时候会补上，不算缺）；
    纪要不查主送机关和署名。没有版头的，不查。草稿不查。
为什么
    缺了要素，公文不成其为公文：没有字号查不到，上行文没有签发人会被退回（GB/T 9704-2012 第 7 章）。
不合格
    上行文没有签发人：
        ---
        title: 某某工会关于示例工作的请示
        date: 2008-11-05 09:30
        genre: 文件
        source: 办公室
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
        ---

        某某工会文件
        {: .doc-letterhead }

        某工〔2008〕5号
        {: .doc-letterhead }

        某某工会关于示例工作的请示
        {: .doc-title }

        上级工会：

        妥否，请批示。

        某某工会
        {: .doc-signature }

        二〇〇八年十一月五日
        {: .doc-date }
合格
    要素齐全：
        ---
        title: 某某工会关于示例工作的请示
        date: 2008-11-05 09:30
        genre: 文件
        source: 办公室
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
        ---

        某某工会文件
        {: .doc-letterhead }

        某工〔2008〕5号　　签发人：示例人员甲
        {: .doc-letterhead }

        某某工会关于示例工作的请示
        {: .doc-title }

        上级工会：

        妥否，请批示。

        某某工会
        {: .doc-signature }

        二〇〇八年十一月五日
        {: .doc-date }
怎么改
    对照原件补上；原件上就没有的，写明理由后豁免。
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from lanmu.checks.engine.rule import Findings, Level, Source, rule

# A paragraph of the text and, below it, which part of an official document it is.
PART = re.compile(r"^(?P<text>[^\n]++)\n\{:(?=[^}\n]*+\})[^}\n]*?\.doc-(?P<role>[a-z]++)", re.MULTILINE)
KIND = re.compile(r"(请示|报告|通知|批复|函|纪要|令)(?:（[^）]{1,20}）)?$")
ADDRESSED = re.compile(r"^(?!.*(?:如下|以下|下列))[^\n。；{}#>|]{2,150}[：:]\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """What a document must have: its clause in GB/T 9704-2012, the role and the text that show it, the kinds that need it (all
    but those in `without` where it is empty), how it is written."""

    name: str
    clause: str
    roles: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


ANY = re.compile(r"\S")
PARTS = (
    Part(
        "发文字号",
        "7.2.5",
        ("letterhead",),
        re.compile(r"〔\d{4}〕|第\s*\S{1,5}\s*号"),
        "机关代字〔年份〕序号",
        (),
        ("纪要",),
    ),
    Part("签发人", "7.2.6", ("letterhead",), re.compile(r"签\s*发(\s*人)?\s*[:：]"), "签发人：姓名", ("请示", "报告")),
    Part("主送机关", "7.3.2", ("addressees",), ANY, "单位名称加冒号", ("通知", "请示", "报告", "批复", "函")),
    Part("发文机关署名", "7.3.5", ("signature",), ANY, "单位全称", (), ("纪要",)),
    Part("成文日期", "7.3.5", ("date",), ANY, "年月日，或者稿件信息 document_date", (), ("纪要",)),
)


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    article = source.article
    if article is None or article.meta.draft or article.genre.paper != "document":
        return
    lines = [(match["role"], match["text"].strip()) for match in PART.finditer(source.text, source.body_start)]
    if not any(role == "letterhead" for role, _ in lines):
        return
    kind = kind_of(lines, article.title)
    for part in PARTS:
        if (part.kinds and kind not in part.kinds) or kind in part.without:
            continue
        if part.clause == "7.3.5" and article.meta.document_date is not None:
            continue
        if part.roles == ("addressees",) and ADDRESSED.search(source.text, source.body_start):
            continue
        if not any(role in part.roles and part.pattern.search(text) for role, text in lines):
            message = f"{kind or '公文'}没有{part.name}（GB/T 9704-2012 第 {part.clause} 条）。"
            yield source.at_field("genre", message, f"对照原件补上：{part.example}；原件上就没有的，写明理由后豁免。")


def kind_of(lines: Sequence[tuple[str, str]], title: str) -> str:
    """The kind of a document (文种) by the end of its title; of 纪要 and 令, by its letterhead. `title` is the article's, for a
    document without one."""
    from_title = dropwhile(lambda line: line[0] != "title", lines)
    title = "".join(text for _, text in takewhile(lambda line: line[0] == "title", from_title)) or title
    for text in (*(text for role, text in lines if role == "letterhead"), title):
        match = KIND.search("".join(text.split()))
        if match and (text == title or match[1] in ("纪要", "令")):
            return match[1]
    return ""
