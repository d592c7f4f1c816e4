"""A report upwards as data, which the PDF and the Word file are both drawn from: head, title, text, photographs, form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from lanmu.channels.document_parts import title_of
from lanmu.channels.figures import sized
from lanmu.channels.front_facts import facts
from lanmu.channels.levels import led_in, levelled
from lanmu.channels.report_photos import Photo
from lanmu.channels.styles import Styles, texts_by_role
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.review import Stage, credits_of, more_lines, review_fields
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Block, Inlines, Text, inline_text, visible

STYLES = Styles()
PHOTOS = "照片"
FORM = "信息报送审批表"
# Millimetres for an opinion; long titles and summaries take from it, so that the form stays on one page.
OPINION, LEAST_OPINION = 22, 12
Row = list[list[str]]


def report_of(
    article: Article, blocks: Sequence[Block], photos: Sequence[Photo], stages: Sequence[Stage], letters: str
) -> tuple[dict[str, Any], list[str]]:
    """The report, and remarks on what is wanting. `letters` stand for the text (content/review.py).

    Raises UserError for an article without a text: there is nothing to report.
    """
    text = [*blocks, *facts(article)]
    if not any(visible(words) for words in texts_by_role(text, STYLES).values()):
        raise UserError(f"docs/{article.path} 没有正文，没有可报的内容。请先写好正文。")
    editor = editor_of(stages)
    remarks = [] if article.meta.unit else [no_unit(article)]
    remarks += [] if editor else ["没有初审的签字，“编辑”一栏空着，请手写；或者先用 review.py 登记初审。"]
    report = {
        "head": head_of(article, editor),
        "lines": title_of([article.title], article).lines,
        "blocks": sized(levelled((led_in(block) for block in text), first=2)),
        "photos_title": PHOTOS,
        "photos": [replace(one.figure, caption=numbered(one, number)) for number, one in enumerate(photos, start=1)],
        "form": form_of(article, editor, stages, letters),
    }
    return report, remarks


def no_unit(article: Article) -> str:
    """The sentence for an article of which no unit is named."""
    return f"没有写供稿单位（unit），“报送单位”印的是来源“{article.meta.source}”。请在稿件信息里写上 unit。"


def editor_of(stages: Iterable[Stage]) -> str:
    """Who handles the article: the one who gave the first review (初审)."""
    return next((stage.signature.name for stage in stages if stage.field == "first" and stage.signature), "")


def reported_on(article: Article) -> date:
    """The day of the report: the one the article names, else that of its publication."""
    return article.meta.channels.report or article.date.date()


def head_of(article: Article, editor: str) -> list[Row]:
    """What the receiving office sorts by, in rows of two labels with their values."""
    return [
        [["报送单位", article.source_unit], ["报送日期", chinese_day(reported_on(article))]],
        [["信息类别", article.report_category], ["编　　辑", editor]],
        [["作　　者", credits_of(article)]],
    ]


def form_of(article: Article, editor: str, stages: Sequence[Stage], letters: str) -> dict[str, Any]:
    """The approval form: the report's facts, room for every review, and the letters of the text."""
    rows: list[Row] = [
        [["标　　题", article.title]],
        [["报送单位", article.source_unit], ["编　　辑", editor]],
        [["信息类别", article.report_category], ["作　　者", credits_of(article)]],
        [["报送日期", chinese_day(reported_on(article))], ["报送刊物", ""]],
        [["内容摘要", article.meta.summary]],
    ]
    code = f"文稿校验码：{letters}。稿件改动一个字，校验码就不同，各关要重新审。"
    return {
        "title": FORM,
        "rows": rows,
        "opinions": [asdict(field) for field in review_fields(stages)],
        "height": max(LEAST_OPINION, OPINION - more_lines(article)),
        "code": code,
    }


def numbered(photo: Photo, number: int) -> Inlines:
    """A photograph's caption behind its number."""
    words = photo.figure.caption
    return (Text(f"{PHOTOS}{number}{'：' if words else ''}"), *words)


def texts(report: dict[str, Any]) -> dict[str, str]:
    """What is set in which role, for the check of the glyphs."""
    form = report["form"]
    rows = [pair for row in (*report["head"], *form["rows"]) for pair in row]
    found = texts_by_role([*report["blocks"], *report["photos"]], STYLES)
    given = "".join("".join(one.values()) for one in form["opinions"])
    more = {
        "biao": "".join(report["lines"]) + form["title"],
        "hei": report["photos_title"] + "".join(label for label, _ in rows) + given,
        "fang": "".join(value for _, value in rows) + given + form["code"],
        "kai": "".join(inline_text(one.caption) for one in report["photos"]),
    }
    return {role: found.get(role, "") + more.get(role, "") for role in {**found, **more}}
