"""信息上报: an article for the publicity journals of the superior body, as PDF and Word file, with photographs, zipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from lanmu.channels.common.blocks import facts
from lanmu.channels.common.few_lines import fitted
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.pictures import full_size
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.sizes import sized, small_pictures
from lanmu.channels.common.styles import OFFICIAL, led_in, levelled, texts_by_role
from lanmu.channels.common.titles import title_lines
from lanmu.channels.common.typesetting import as_pixels, packed
from lanmu.channels.report.photos import Photo, photos_of, without
from lanmu.channels.report.word_file import report_file
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.review import Stage, authors_of, more_lines, review_fields, stages, text_hash
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Block, Text, visible

PHOTOS = "照片"
FORM = "信息报送审批表"
# Millimetres for an opinion; long titles and summaries take from it, so that the form stays on one page.
OPINION, LEAST_OPINION = 22, 12
Row = list[list[str]]


def report_of(
    article: Article,
    blocks: Sequence[Block],
    photos: Sequence[Photo],
    stages: Sequence[Stage],
    check_code: str,
    names: tuple[str, ...],
) -> tuple[dict[str, Any], list[str]]:
    """The report, and remarks on what is wanting. `check_code` is the hash of the text (content/review.py).

    Raises UserError for an article without a text: there is nothing to report.
    """
    text = without([*blocks, *facts(article)], photos)
    if not any(visible(words) for _, words in texts_by_role(text, OFFICIAL)):
        raise UserError(f"docs/{article.path} 没有正文，没有可报的内容。请先写好正文。")
    # Who handles the article: the one who gave the first review (初审).
    editor = next((stage.signature.name for stage in stages if stage.field == "first" and stage.signature), "")
    remarks = []
    if not article.meta.unit:
        source = article.meta.source
        remarks.append(f"没有写供稿单位（unit），“报送单位”印的是来源“{source}”。请在稿件信息里写上 unit。")
    remarks += [] if editor else ["没有初审的签字，“编辑”一栏空着，请手写；或者先用 review.py 登记初审。"]
    report = {
        # What the receiving office sorts by, in rows of two labels with their values.
        "head": [
            [["报送单位", article.source_unit], ["报送日期", chinese_day(reported_on(article))]],
            [["信息类别", article.report_category], ["编　　辑", editor]],
            [["作　　者", authors_of(article)]],
        ],
        "lines": title_lines(article.title, article.meta.title_lines, names),
        "blocks": sized(levelled((led_in(block) for block in text), first=2)),
        "photos_title": PHOTOS,
        "photos": [
            replace(figure, caption=(Text(f"{PHOTOS}{n}{'：' if figure.caption else ''}"), *figure.caption))
            for n, figure in enumerate((photo.figure for photo in photos), start=1)
        ],
        "form": form_of(article, editor, stages, check_code),
    }
    return report, remarks


def reported_on(article: Article) -> date:
    return article.meta.channels.report or article.date.date()


def form_of(article: Article, editor: str, stages: Sequence[Stage], check_code: str) -> dict[str, Any]:
    """The approval form: the report's facts, a field for every review, and the check code of the text."""
    rows: list[Row] = [
        [["标　　题", article.title]],
        [["报送单位", article.source_unit], ["编　　辑", editor]],
        [["信息类别", article.report_category], ["作　　者", authors_of(article)]],
        [["报送日期", chinese_day(reported_on(article))], ["报送刊物", ""]],
        [["内容摘要", article.meta.summary]],
    ]
    code = f"文稿校验码：{check_code}。稿件改动一个字，校验码就不同，各关要重新审。"
    return {
        "title": FORM,
        "rows": rows,
        "opinions": [asdict(entry) for entry in review_fields(stages, article.meta.scope)],
        "height": max(LEAST_OPINION, OPINION - more_lines(article)),
        "code": code,
    }


def texts(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The printed texts, each with its font role, for the check that the fonts have all characters."""
    form = report["form"]
    yield from texts_by_role([*report["blocks"], *report["photos"]], OFFICIAL)
    yield "biao", "".join(report["lines"]) + form["title"]
    yield "hei", report["photos_title"]
    for label, value in (pair for row in (*report["head"], *form["rows"]) for pair in row):
        yield "hei", label
        yield "fang", value
    opinions = "".join("".join(entry.values()) for entry in form["opinions"])
    yield from (("hei", opinions), ("fang", opinions + form["code"]))


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as reports."""
    fonts = (press.settings.print.fonts, press.settings.print.traditional_fonts)
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda article: article.meta.channels.report is not None,
        # The hash is of the attachments too, which no page shows.
        lambda article: (fonts, text_hash(article, press.site.docs)),
        render,
    )


def render(press: Press, article: Article) -> Rendered:
    read = press.read(article)
    docs, name = press.site.docs, press.file_name(stem_of(article))
    stem = name.removesuffix(".pdf")
    photos, missing = photos_of(article, read, docs, press.store)
    simplified, remarks = report_of(
        article, read.blocks, photos, stages(article, docs), text_hash(article, docs), press.names
    )
    report = press.text(simplified)
    substitutes = press.fonts.covered(texts(report), f"《{article.title}》")
    pictures = {**read.pictures, **{photo.figure.image: photo.path for photo in photos}}
    day = reported_on(article)
    data = report | {
        "styles": OFFICIAL,
        "author": press.text(article.source_unit),
        "stamp": press.text(press.stamp(article)),
        "language": press.language,
    }
    title = press.text(article.title)
    data = fitted(press, "report", data, pictures, title)
    pdf = press.pdf("report", data, pictures, title=title, day=day)
    # Not every program that opens Word files shows drawings.
    drawn = {name: as_pixels(path, press.store, press.fonts.book) for name, path in pictures.items()}
    files = {f"{stem}.docx": report_file(data, drawn, press.settings, title=title, day=day), name: pdf}
    attached = {}
    for number, photo in enumerate(photos, start=1):
        suffix, picture = full_size(photo.file)
        attached[f"{stem}-photo-{number}.{suffix}"] = picture
    files[f"{stem}.zip"] = packed(files | attached, day)
    small = small_pictures([*simplified["blocks"], *(photo.figure for photo in photos)])
    notes = [f"《{article.title}》{remark}" for remark in (*remarks, *read.remarks, *missing, *small)]
    return Rendered(files, tuple(dict.fromkeys((*notes, *substitutes))), (*read.files, *(p.file for p in photos)))


CHANNEL = Channel("report", "信息上报", jobs, readers=False)
