"""Proposes the front matter of an article, with remarks on what the editor must check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from lanmu.content.campaign import Campaign
from lanmu.content.genres import Genre, Genres
from lanmu.intake.article.blocks import Block, Paragraph, text_of
from lanmu.intake.article.credits import credits_of
from lanmu.intake.article.recognised import EDITORS_NOTE, Recognised, is_note
from lanmu.intake.days import is_partial, parse_day
from lanmu.intake.official import LineKind, is_attachment, numbered_level
from lanmu.intake.options import ImportOptions
from lanmu.intake.word.model import Remark

SHORTEST_SUMMARY, LONGEST_SUMMARY = 10, 80
# The labels at the beginning of a record of a meeting: 时间：, 参加人员：, 主题：.
LABEL = re.compile(r"[\u3400-\u9fff \u3000]{2,8}[:：]")
GREETING = re.compile("[^。]{0,40}[:：！!]$")
SENTENCE = re.compile("[。！？]|，.*，|，.{15}")
LEADS_ON = re.compile("[，,；。]?[^，,；。]{0,20}(?:如下|以下)[^，。；]{0,8}[:：]$")
DATELINE = re.compile(
    "^(?:本报|本刊|本网|本站)?讯? ?[（(][^（）()]{0,20}(?:记者|通讯员)[^（）()]{0,30}[）)] ?"
    "|^本[报刊网站][^（）()，。]{0,10}讯(?: ?[（(][^（）()]{0,40}[）)] ?|[ :：])"
)
# The similarity (0 to 1) from which a unit of the campaign is suggested, and ends of names that many bodies share.
LIKE = 0.75
SAME_END = ("办公室", "总工会", "委员会")
NO_SOURCE = "（请填写供稿单位）"


@dataclass
class Facts:
    """The fields of an article, remarks about them, and the fields for lack of which it stays a draft."""

    fields: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def facts_of(
    recognised: Recognised, options: ImportOptions, campaign: Campaign, properties: dict[str, str], name: str
) -> Facts:
    """The front matter of an article; the file's `name`, without suffix, is the title of a document without one."""
    facts = Facts({})
    facts.fields["title"] = options.title or recognised.title or title_from(properties, name, facts)
    facts.fields["date"] = options.now.strftime("%Y-%m-%d %H:%M")
    if day := day_of(recognised, options, facts):
        facts.fields["document_date"] = day
    bulletin = recognised.document.bulletin
    if bulletin and bulletin.issue:
        facts.fields["issue"] = bulletin.issue
    elif bulletin:
        facts.remarks.append(Remark("look", "没有认出简报的期号（没有写、不止一个，或者不是一个数），请填 issue。"))
    facts.fields["genre"] = options.genre or genre_of(recognised, options, facts)
    add_unit(recognised, campaign, facts)
    add_people(recognised, properties, facts)
    facts.fields["summary"] = summary_of(recognised, options, facts)
    tags = recognised.document.index_terms if recognised.is_official else []
    if bulletin:
        tags = [*tags, *filter(None, [bulletin.name])]
    if tags:
        facts.fields["tags"] = tags
    if options.column.kind == "reference":
        facts.fields["order"] = 1
    else:
        facts.missing.append("三审（review）")
    return facts


def title_from(properties: dict[str, str], name: str, facts: Facts) -> str:
    title = " ".join(properties.get("title", "").split())
    where = "Word 的文件属性" if title else "文件名"
    facts.remarks.append(Remark("look", f"没有认出标题，暂用{where}「{title or name}」，请改成稿件的标题。"))
    facts.missing.append("标题（title）")
    return title or name


def day_of(recognised: Recognised, options: ImportOptions, facts: Facts) -> date | None:
    masthead = recognised.document.masthead
    written = [masthead.day_written] if masthead and masthead.day_written and masthead.day is None else []
    for text in (*written, *recognised.document.days_written):
        if is_partial(text):
            facts.remarks.append(
                Remark("look", f"日期“{text}”没有写全年月日，或者不止是日期，没有写进稿件信息，请核对。")
            )
        elif parse_day(text) is None:
            facts.remarks.append(Remark("look", f"日历上没有这一天，请核对原文：{text}。"))
    day = recognised.document.day
    if day and day > options.now.date():
        facts.remarks.append(Remark("look", f"文件的日期 {day} 还没有到，没有写进稿件信息，请核对。"))
        return None
    return day


def genre_of(recognised: Recognised, options: ImportOptions, facts: Facts) -> str:
    likely = likely_genre(recognised, options)
    facts.remarks.append(Remark("usual", f"体裁暂定“{likely.name}”（不对就改 genre，或重新导入时加 --genre）"))
    return likely.name


def likely_genre(recognised: Recognised, options: ImportOptions) -> Genre:
    """The genre by the title, the letterhead and the column."""
    genres, column = options.genres, options.column
    fitting = genres_by_title(options.title or recognised.title, genres)
    if genres.bulletin and recognised.document.bulletin and (not fitting or genres.document in fitting):
        return genres.bulletin
    # With a number of its own it is an official document, whatever it reports.
    above = recognised.document.texts(LineKind.LETTERHEAD)
    if genres.document and above and any(g == genres.document or g.document_with_letterhead for g in fitting):
        return genres.document
    if fitting:
        return next((genre for genre in fitting if column.type in genre.types), fitting[0])
    return genres.document if genres.document and recognised.is_official else genres.usual(column)


def genres_by_title(title: str, genres: Genres) -> tuple[Genre, ...]:
    for part in re.split("—+|：", title):
        if fitting := genres.by_title(re.sub(r"（[^（）]*）$", "", part.strip())):
            return fitting
    return ()


def add_unit(recognised: Recognised, campaign: Campaign, facts: Facts) -> None:
    """Adds who is named in the credits or has signed: as `unit` when campaign.yml has it, else as `source`."""
    bulletin = recognised.document.bulletin
    named = " ".join((recognised.credits.unit or recognised.document.issuer).split())
    source = " ".join(filter(None, [recognised.credits.source, bulletin.office if bulletin else ""]))
    unit_names = [unit.name for unit in campaign.contributors]
    if source:
        facts.fields["source"] = source
    if named in unit_names:
        facts.fields["unit"] = named
    elif named or source:
        names = [*source.split(), *named.split()]
        whole = [name for name in names if not any(other != name and other.endswith(name) for other in names)]
        facts.fields["source"] = " ".join(dict.fromkeys(whole))
        if (named or source) in unit_names:
            facts.fields["unit"] = facts.fields.pop("source")
        elif named or bulletin:
            report_unit(named or source, unit_names, facts)
    else:
        facts.fields["source"] = NO_SOURCE
        facts.remarks.append(Remark("look", "没有认出供稿单位，请填 unit（单位）或 source（来源）。"))
        facts.missing.append("供稿单位（unit）")


def report_unit(named: str, units: list[str], facts: Facts) -> None:
    ends = [name for name in units if named.endswith(name)]
    alike = get_close_matches(named, units, n=1, cutoff=LIKE)
    # One office is as good as another only by its last words (办公室), so those do not count.
    branches = [name for name in units if name[-3:] == named[-3:] and name[-3:] not in SAME_END]
    likely = max(ends, key=len, default="") or next(iter((*alike, *branches)), "")
    hint = (
        f"最接近的是「{likely}」，是它就把 unit 写成「{likely}」"
        if likely
        else "是里面的哪一个，就改填 unit；不是，就这样留着"
    )
    facts.remarks.append(Remark("look", f"单位「{named}」不在 campaign.yml 里，先写在来源（source）；{hint}。"))


def add_people(recognised: Recognised, properties: dict[str, str], facts: Facts) -> None:
    credits = recognised.credits
    for name, value in (("author", credits.author), ("photo", credits.photo)):
        if value:
            facts.fields[name] = value
    creator = properties.get("creator", "").strip()
    if creator and not credits.author and not recognised.is_official:
        facts.remarks.append(
            Remark(
                "look",
                f"稿子里没有写作者。Word 的文件属性里写着“{creator}”，多半是电脑的用户名，没有采用；真是他写的，请填 author。",
            )
        )


def summary_of(recognised: Recognised, options: ImportOptions, facts: Facts) -> str:
    """The first sentences of the text."""
    title = facts.fields["title"]
    if options.verbatim:
        return f"{title[:80]}：正式文本，照原文逐字录入。"
    # An editor's note (its heading and the paragraph below) is no summary.
    above = [None, *recognised.blocks]
    pairs = [
        (before, block)
        for before, block in zip(above, recognised.blocks, strict=False)
        if isinstance(block, Paragraph) and not block.level and not block.look
    ]
    texts = [flat_text(block) for before, block in pairs if not (before and is_note(flat_text(before)))]
    likely = [text for text in texts if may_begin(text)]
    whole = [LEADS_ON.sub("。", DATELINE.sub("", text)) for text in likely]
    whole = [text for text in whole if len(text) >= SHORTEST_SUMMARY]
    if text := next((text for text in whole if SENTENCE.search(text)), next(iter(whole), "")):
        facts.remarks.append(Remark("usual", "摘要取自正文开头（请改成一两句话：谁、做了什么、结果怎样）"))
        return shortened(text)
    facts.missing.append("摘要（summary）")
    facts.remarks.append(Remark("look", "正文里找不到可作摘要的话，请写 summary。"))
    return f"（请填写摘要）{title[:80]}"


def may_begin(text: str) -> bool:
    """True for a paragraph that a summary may be taken from."""
    if len(text) < SHORTEST_SUMMARY or LABEL.match(text) or is_attachment(text) or EDITORS_NOTE.match(text):
        return False
    is_heading = numbered_level(text) is not None and not re.search("[。！？]", text)
    is_greeting = bool(GREETING.fullmatch(text)) and not LEADS_ON.search(text)
    return not is_heading and not is_greeting and credits_of(text) is None


def flat_text(block: Block) -> str:
    return " ".join(text_of(block.runs).split()) if isinstance(block, Paragraph) else ""


def shortened(text: str) -> str:
    if len(text) <= LONGEST_SUMMARY:
        return text
    head = text[:LONGEST_SUMMARY]
    for stops in ("。！？", "；，"):
        position = max(head.rfind(stop) for stop in stops)
        if position >= SHORTEST_SUMMARY:
            return head[: position + 1] if stops == "。！？" else f"{head[:position]}。"
    return f"{head[:-1]}…"
