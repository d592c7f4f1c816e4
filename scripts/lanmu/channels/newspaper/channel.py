"""《泉州工人》专版: an issue file and its articles become newspaper pages.

An issue that does not fit is still set, under another name, as a draft that says so on every page: the editor sees where
its pages end and what is over. Nothing is cut by the program: what goes is for the editor to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lanmu.channels.desk import Desk, Wanted
from lanmu.channels.job import Job, Made
from lanmu.channels.newspaper.columns import TEMPLATE, data_of, measure
from lanmu.channels.newspaper.grid import MM, Grid, grid
from lanmu.channels.newspaper.pages import Fillers, Page, Paginator
from lanmu.channels.newspaper.pieces import Piece, pieces_of
from lanmu.channels.newspaper.shapes import LEAST_DPI, Shaper
from lanmu.channels.typesetting import typeset
from lanmu.content import newspaper_issue
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day, chinese_month
from lanmu.content.newspaper_issue import NewspaperIssue
from lanmu.diagnostics.errors import UserError

CHANNEL = "newspaper"
WEEKDAYS = "一二三四五六日"
# A page with more blank lines than this has room for another piece.
MUCH_BLANK = 12


@dataclass(frozen=True)
class Overflow:
    """What did not go in: of which piece, how many lines of a column, about how many characters."""

    title: str
    lines: int
    characters: int

    def __str__(self) -> str:
        return f"《{self.title}》超出 {self.lines} 行（约 {self.characters} 字）"


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The issues that are wanted, whole: an article brings the others of its issue along."""
    for month in newspaper_issue.issue_months(desk.site.docs):
        try:
            issue = newspaper_issue.load_issue(desk.site, month)
        except UserError as error:
            if wanted.issue == month or wanted.everything:
                yield refused(desk, month, error)
            continue
        articles = articles_of(desk, issue)
        if wanted.issue == month or wanted.everything or any(article in articles for article in wanted.articles):
            yield job(desk, month, issue, articles)
    months = newspaper_issue.issue_months(desk.site.docs)
    for article in wanted.articles if wanted.named else ():
        if article.meta.channels.worker not in months:
            yield without_issue(desk, article)


def without_issue(desk: Desk, article: Article) -> Job:
    """An article that was asked for and whose issue there is not."""
    month = article.meta.channels.worker

    def refuse() -> Made:
        if month:
            path = newspaper_issue.issue_path(month)
            raise UserError(f"docs/{article.path} 登在 {month} 一期，这一期还没有编。请先写 docs/{path}。")
        remedy = "请在稿件信息里写上 channels: {worker: 2008-11}，再写进 docs/worker/2008-11.yml。"
        raise UserError(f"docs/{article.path} 没有写进哪一期专版。{remedy}")

    return Job(CHANNEL, article.path, f"《{article.title}》", (desk.source(article),), "", refuse)


def articles_of(desk: Desk, issue: NewspaperIssue) -> tuple[Article, ...]:
    """The articles of an issue that was read without fault."""
    found = (desk.site.by_path[piece.article] for piece in issue.pieces)
    return tuple(article for article in found if isinstance(article, Article))


def job(desk: Desk, month: str, issue: NewspaperIssue, articles: Sequence[Article]) -> Job:
    """One issue."""
    sources = [desk.site.docs / newspaper_issue.issue_path(month), *map(desk.source, articles)]
    facts = (desk.site.campaign, issue, marks(desk, articles), forgotten(desk, month, articles))
    label = f"《{issue.masthead}》专版 {chinese_month(month)}{'（示例）' if issue.sample else ''}"
    paths = tuple(article.path for article in articles)
    name = desk.file_name(month)
    return Job(CHANNEL, name, label, tuple(sources), repr(facts), lambda: made(desk, month, issue), paths, month)


def refused(desk: Desk, month: str, error: UserError) -> Job:
    """An issue whose file is wrong."""

    def make() -> Made:
        raise error

    source = desk.site.docs / newspaper_issue.issue_path(month)
    return Job(CHANNEL, desk.file_name(month), f"专版 docs/{newspaper_issue.issue_path(month)}", (source,), "", make)


def made(desk: Desk, month: str, issue: NewspaperIssue) -> Made:
    """The issue, set. Raises UserError for what cannot be set."""
    setting = grid(issue.format, issue.columns, issue.text_size)
    articles = articles_of(desk, issue)
    files = {name: path for article in articles for name, path in desk.read(article).pictures.items()}
    title = desk.text(f"《{issue.masthead}》{issue.section}（{chinese_month(month)}）")
    pieces = pieces_of(issue, desk, setting)
    desk.fonts.covered(texts_by_face(issue, desk, pieces), title)
    measured = measure(desk, setting, files, title, pieces)
    for tight in (False, True):
        shaper = Shaper(desk, setting, measured, tight=tight)
        pages = Paginator(shaper, pieces, issue.pages, issue.first_page).lay_out()
        if len(pages) <= issue.pages:
            break
    overflow = overflowing(pages[issue.pages :], setting)
    remarks = [*over_full(issue, overflow, tight), *(remark for piece in pieces for remark in piece.remarks)]
    remarks += [*small_pictures(pages), *blank_pages(pages, issue), *forgotten(desk, month, articles)]
    fillers = Fillers(desk, setting)
    data = data_of(setting) | {"head": desk.text(furniture(issue, setting)), "pages": [*map(fillers.page, pages)]}
    warning = "；".join(marks(desk, articles))
    if overflow:
        warning = f"样稿，不能付印：还有 {sum(o.lines for o in overflow)} 行排不下"
    data["warnings"] = desk.text([warning + "，在这一页" * (n >= issue.pages) for n in range(len(pages))])
    pdf = typeset(TEMPLATE, data, files, desk.fonts, title=title, language=desk.language, day=issue.date)
    name = desk.file_name(f"{month}-draft" if overflow else month)
    return Made({name: pdf.bytes}, tuple(remarks), tuple(file for a in articles for file in desk.read(a).files))


def furniture(issue: NewspaperIssue, grid: Grid) -> dict[str, Any]:
    """What the heads of the pages say, and the measures of the paper and the type area in points."""
    sheet, editor = grid.sheet, f"责任编辑：{issue.editor}　" if issue.editor else ""
    return {
        "masthead": issue.masthead,
        "section": issue.section,
        "sample": "示例" if issue.sample else "",
        "date": chinese_day(issue.date),
        "weekday": f"星期{WEEKDAYS[issue.date.weekday()]}",
        "label": issue.label,
        "editor": editor,
        "jump": "（下转第",
        "paper": {"width": sheet.width * MM, "height": sheet.height * MM, "bottom": sheet.bottom * MM},
        "left": grid.left,
        "top": grid.top,
        "width": grid.width,
        "column": grid.column,
        "gutter": grid.gutter,
        "scale": grid.scale,
    }


def texts_by_face(issue: NewspaperIssue, desk: Desk, pieces: Sequence[Piece]) -> dict[str, str]:
    """What the issue itself says, besides its articles, by the role of the font that it is set in."""
    found: defaultdict[str, str] = defaultdict(str)
    found["biao"] = issue.masthead + "".join(piece.strip for piece in pieces)
    found["hei"] = issue.section + issue.label + "".join(piece.tag for piece in pieces)
    found["kai"] = "".join(line for piece in pieces for line in (*piece.kicker, *piece.subtitle))
    found["song"] = issue.masthead + issue.editor
    campaign = desk.site.campaign
    found["biao"] += campaign.theme + campaign.carrier + campaign.goal
    found = defaultdict(str, desk.text(found))
    for face, text in (text for piece in pieces if piece.role == "note" for item in piece.items for text in item.texts):
        found[face] += text
    return found


def marks(desk: Desk, articles: Sequence[Article]) -> list[str]:
    """What is printed at the foot of the pages of an issue that is not to be given out."""
    return list(dict.fromkeys(mark for article in articles if (mark := desk.mark(article))))


def overflowing(pages: Sequence[Page], setting: Grid) -> tuple[Overflow, ...]:
    """What stands on pages that the issue has not."""
    found: dict[str, int] = {}
    for shape in (shape for page in pages for shape in page.shapes):
        lines = sum(part.end - part.start for column in shape.columns for part in column.slices)
        found[shape.piece.name] = found.get(shape.piece.name, 0) + lines
    return tuple(Overflow(name, lines, lines * setting.characters) for name, lines in found.items())


def over_full(issue: NewspaperIssue, overflow: Sequence[Overflow], tight: bool) -> Iterator[str]:
    """What to do when it does not fit, or hardly."""
    if overflow:
        over = "；".join(map(str, overflow))
        yield (
            f"{issue.pages} 版排不下，只做了样稿：{over}。请用 until 截短、用 summary 只登摘要、"
            "用 picture: none 不登图片，或者去掉一篇、加大 pages。"
        )
    elif tight:
        yield "版面很满，标题都缩小了一号。"


def small_pictures(pages: Sequence[Page]) -> Iterator[str]:
    """Pictures with too few pixels for the width they got."""
    for shape in (shape for page in pages for shape in page.shapes):
        picture = shape.piece.picture
        if picture is None or shape.picture is None or picture.is_drawing:
            continue
        inches = shape.picture.width / 72
        dpi = round(picture.pixels[0] / inches)
        if dpi < LEAST_DPI:
            yield (
                f"《{shape.piece.name}》的图片只有 {dpi} dpi（{picture.pixels[0]} 像素排成 {inches * 25.4:.0f} 毫米宽），"
                f"印出来不清楚。请换成宽 {round(LEAST_DPI * inches)} 像素以上的原图，或者用 picture_span 排窄一些。"
            )


def blank_pages(pages: Sequence[Page], issue: NewspaperIssue) -> Iterator[str]:
    """Pages with room for more."""
    for page in pages[: issue.pages]:
        if page.blank > MUCH_BLANK:
            yield f"第{page.number}版下面还空 {page.blank} 行，用补白填了；可以再放稿件。"
    if len(pages) < issue.pages:
        yield f"稿件只够 {len(pages)} 版，少 {issue.pages - len(pages)} 版。请添稿件，或者改小 pages。"


def forgotten(desk: Desk, month: str, articles: Sequence[Article]) -> list[str]:
    """Articles that say they are in the issue and are not."""
    meant = [article for article in desk.site.articles if article.meta.channels.worker == month]
    missing = [article for article in meant if article not in articles]
    return [f"《{article.title}》写了 channels.worker: {month}，专版文件里没有它。" for article in missing]
