"""The front matter that is proposed for an article, and what of it an editor must look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lanmu.content.campaign import Campaign
from lanmu.content.validation import nearest
from lanmu.intake.article.blocks import Block, Paragraph, text_of
from lanmu.intake.article.recognised import Recognised
from lanmu.intake.days import parse_day
from lanmu.intake.official import Kind
from lanmu.intake.wanted import Wanted
from lanmu.intake.word.model import Remark

# A genre by the end of a title, and by what a column is for (国办发〔2017〕47号 的栏目类型).
ENDINGS = {
    r"讨论(会)?纪要": "讨论纪要",
    r"调研(的)?报告": "调研报告",
    r"总结(报告)?": "总结报告",
    r"公示": "整改公示",
    r"承诺书?": "公开承诺",
    r"评议(结果|情况)": "评议结果",
    r"制度目录": "制度目录",
    r"解读": "方案解读",
    r"辅导": "学习辅导",
}
BY_COLUMN = {"工作动态": "动态", "政策文件": "文件", "政策解读": "学习辅导"}
SHORTEST_SUMMARY, LONGEST_SUMMARY = 10, 80
NO_SOURCE = "（请填写供稿单位）"


@dataclass
class Facts:
    """The fields of an article, remarks about them, and why it must stay a draft; nothing when it need not."""

    fields: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def facts_of(found: Recognised, wanted: Wanted, campaign: Campaign, properties: dict[str, str], name: str) -> Facts:
    """The front matter for what was `found`; `name` is the file's, without suffix, for a document without title."""
    facts = Facts({})
    facts.fields["title"] = wanted.title or found.title or title_from(properties, name, facts)
    facts.fields["date"] = wanted.now.strftime("%Y-%m-%d %H:%M")
    if day := day_of(found, wanted, facts):
        facts.fields["document_date"] = day
    facts.fields["genre"] = wanted.genre or genre_of(found, wanted, facts)
    add_unit(found, campaign, facts)
    add_people(found, properties, facts)
    facts.fields["summary"] = summary_of(found, wanted, facts)
    if tags := found.document.index_terms if found.is_official else []:
        facts.fields["tags"] = tags
    if wanted.column.kind == "reference":
        facts.fields["order"] = 1
    else:
        facts.missing.append("三审（review）")
    return facts


def title_from(properties: dict[str, str], name: str, facts: Facts) -> str:
    """A title for a document in which none was recognised."""
    title = " ".join(properties.get("title", "").split())
    where = "Word 的文件属性" if title else "文件名"
    facts.remarks.append(Remark("look", f"没有认出标题，暂用{where}「{title or name}」，请改成稿件的标题。"))
    facts.missing.append("标题（title）")
    return title or name


def day_of(found: Recognised, wanted: Wanted, facts: Facts) -> date | None:
    """The day that the document bears, when it is not yet to come."""
    for text in found.document.texts(Kind.DATE):
        if parse_day(text) is None:
            facts.remarks.append(Remark("look", f"日历上没有这一天，请核对原文：{text}。"))
    day = found.document.day
    if day and day > wanted.now.date():
        facts.remarks.append(Remark("look", f"文末的日期 {day} 还没有到，没有写进稿件信息，请核对。"))
        return None
    return day


def genre_of(found: Recognised, wanted: Wanted, facts: Facts) -> str:
    """The genre that the title, the form or the column suggests."""
    title = re.sub(r"（[^）]*）$", "", wanted.title or found.title)
    ending = next((genre for end, genre in ENDINGS.items() if re.search(f"(?:{end})$", title)), "")
    genre = ending or ("文件" if found.is_official else BY_COLUMN.get(wanted.column.type, "说明"))
    facts.remarks.append(Remark("look", f"体裁暂定“{genre}”；不对的话，改 genre，或重新导入时加 --genre。"))
    return genre


def add_unit(found: Recognised, campaign: Campaign, facts: Facts) -> None:
    """Unit when campaign.yml knows it, else source: who is named in the credits, or who signed."""
    named = found.credits.unit or found.document.issuer
    known = [unit.name for unit in campaign.units if unit.kind != "sample"]
    if found.credits.source:
        facts.fields["source"] = found.credits.source
    if named in known:
        facts.fields["unit"] = named
    elif named:
        facts.fields["source"] = f"{found.credits.source} {named}".strip()
        near = nearest(named, known)
        hint = f"最接近的是「{near}」，是它就把 unit 写成「{near}」" if near else "是里面哪一个，请填 unit"
        facts.remarks.append(Remark("look", f"单位「{named}」不在 campaign.yml 里，先写在来源（source）；{hint}。"))
    elif not found.credits.source:
        facts.fields["source"] = NO_SOURCE
        facts.remarks.append(Remark("look", "没有认出供稿单位，请填 unit（单位）或 source（来源）。"))
        facts.missing.append("供稿单位（unit）")


def add_people(found: Recognised, properties: dict[str, str], facts: Facts) -> None:
    """Writer and photographer as the text names them. Whoever made the Word file is only mentioned."""
    credits = found.credits
    for name, value in (("author", credits.author), ("photo", credits.photo)):
        if value:
            facts.fields[name] = value
    creator = properties.get("creator", "").strip()
    if creator and not credits.author and not found.is_official:
        facts.remarks.append(
            Remark(
                "look",
                f"稿子里没有写作者。Word 的文件属性里写着“{creator}”，多半是谁的电脑，没有采用；是他写的，请填 author。",
            )
        )


def summary_of(found: Recognised, wanted: Wanted, facts: Facts) -> str:
    """The first sentences of the text."""
    title = facts.fields["title"]
    if wanted.verbatim:
        return f"{title[:80]}：正式文本，照原文逐字录入。"
    for block in found.blocks:
        if is_text(block) and len(text := one_piece(block)) >= SHORTEST_SUMMARY:
            facts.remarks.append(Remark("look", "摘要取自正文开头，请改成一两句话：谁、做了什么、结果怎样。"))
            return shortened(text)
    facts.missing.append("摘要（summary）")
    facts.remarks.append(Remark("look", "正文里找不到可作摘要的话，请写 summary。"))
    return f"（请填写摘要）{title[:80]}"


def is_text(block: Block) -> bool:
    """True for a paragraph of the text itself."""
    return isinstance(block, Paragraph) and not block.level and not block.look


def one_piece(block: Block) -> str:
    """A paragraph's text without soft returns and doubled blanks."""
    return " ".join(text_of(block.runs).split()) if isinstance(block, Paragraph) else ""


def shortened(text: str) -> str:
    """Whole sentences as far as they fit, else the first one cut at a comma."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    head = text[:LONGEST_SUMMARY]
    for marks in ("。！？", "；，"):
        place = max(head.rfind(mark) for mark in marks)
        if place >= SHORTEST_SUMMARY:
            return head[: place + 1] if marks == "。！？" else f"{head[:place]}。"
    return f"{head[:-1]}…"
