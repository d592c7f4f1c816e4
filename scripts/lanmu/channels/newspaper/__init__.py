"""专版 of newspapers: an issue file and its articles become newspaper pages.

An issue that does not fit is still set, under another name, as a draft that says so on every page: the editor sees where
its pages end and what is over. Nothing is cut by the program: what goes is for the editor to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from lanmu.channels.common.job import Job, Rendered, Wanted, refused
from lanmu.channels.common.pictures import MM
from lanmu.channels.common.press import Channel, Press
from lanmu.channels.common.sizes import few_pixels
from lanmu.channels.newspaper.columns import data_of, measure
from lanmu.channels.newspaper.grid import Grid, grid
from lanmu.channels.newspaper.pages import Fillers, Page, Paginator
from lanmu.channels.newspaper.pieces import pieces_of
from lanmu.channels.newspaper.shapes import LEAST_DPI, Shaper
from lanmu.content import newspaper_issue
from lanmu.content.article import Article
from lanmu.content.campaign import Front
from lanmu.content.dates import chinese_day, chinese_month
from lanmu.content.newspaper_issue import NewspaperIssue
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, ProblemKind, UserError

WEEKDAYS = "一二三四五六日"
# A page with more blank lines than this has room for another piece.
MUCH_BLANK = 12


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The issues that are wanted, whole: an article brings the others of its issue along."""
    for front in press.site.campaign.fronts_of("newspaper"):
        for month in newspaper_issue.issue_months(press.site.docs, front.id):
            yield from issue_jobs(press, wanted, front, month)
    for article in wanted.articles if wanted.named else ():
        if reason := why_on_no_page(press.site, article):
            refusal = UserError(f"docs/{article.path} {reason}")
            yield refused(CHANNEL.name, article.path, f"《{article.title}》", press.source(article), refusal)


def issue_jobs(press: Press, wanted: Wanted, front: Front, month: str) -> Iterator[Job]:
    """The job of one issue, if it is wanted."""
    path = newspaper_issue.issue_path(front.id, month)
    file = press.site.docs / path
    is_wanted = wanted.issue == month or wanted.everything
    stem = f"{press.issue_folder(front)}{month}"
    try:
        issue = newspaper_issue.load_issue(press.site, front, month)
    except UserError as error:
        if is_wanted:
            # An issue with internal articles belongs to the internal edition. Who prints everything gets a message, and
            # need not act.
            inside = isinstance(error, ContentError) and {p.kind for p in error.problems} == {ProblemKind.INTERNAL}
            name, label = press.file_name(stem), f"专版 docs/{path}"
            yield refused(CHANNEL.name, name, label, file, error, is_for_others=inside and wanted.everything)
        return
    items = (press.site.by_path[piece.article] for piece in issue.pieces)
    articles = [article for article in items if isinstance(article, Article)]
    if not (is_wanted or any(article in articles for article in wanted.articles)):
        return
    meant = (article for article in press.site.articles if article.meta.channels.issues.get(front.id) == month)
    missing = [
        f"《{article.title}》写了 channels.{front.id}: {month}，专版文件里没有它。"
        for article in meant
        if article not in articles
    ]
    facts = repr((press.site.campaign, issue, press.inks[CHANNEL.name], press.stamp(*articles), missing))
    label = f"《{issue.masthead}》专版 {chinese_month(month)}{'（示例）' if issue.sample else ''}"
    sources, paths = (file, *map(press.source, articles)), tuple(article.path for article in articles)
    render = partial(print_issue, press, stem, month, issue, articles, missing)
    yield Job(CHANNEL.name, press.file_name(stem), label, sources, facts, render, paths, month, front=front.id)


def why_on_no_page(site: Site, article: Article) -> str:
    """Why an article stands on no special page that could be printed; empty where it does."""
    fronts = site.campaign.fronts_of("newspaper")
    if not fronts:
        return "不能印成专版：docs/campaign.yml 的 fronts 里没有报刊。请先加上一个 kind: newspaper 的阵地。"
    named = [(front.id, month) for front in fronts if (month := article.meta.channels.issues.get(front.id))]
    if any(month in newspaper_issue.issue_months(site.docs, front) for front, month in named):
        return ""
    front, month = next(iter(named), (fronts[0].id, ""))
    path = newspaper_issue.issue_path(front, month or "2008-11")
    if month:
        return f"登在 {month} 一期，这一期还没有编。请先写 docs/{path}。"
    return f"没有写进哪一期专版。请在稿件信息里写上 channels: {{{front}: 2008-11}}，再写进 docs/{path}。"


def print_issue(
    press: Press, stem: str, month: str, issue: NewspaperIssue, articles: Sequence[Article], missing: Sequence[str]
) -> Rendered:
    """The issue, set, as a file with this `stem`. Raises UserError for what cannot be set."""
    setting = grid(issue.format, issue.columns, issue.text_size)
    reads = list(map(press.read, articles))
    files = {name: path for read in reads for name, path in read.pictures.items()}
    title = press.text(f"《{issue.masthead}》{issue.section}（{chinese_month(month)}）")
    pieces = pieces_of(issue, press, setting)
    campaign = press.site.campaign
    texts = {"hei": issue.section + issue.label, "song": issue.masthead + issue.editor}
    texts["biao"] = issue.masthead + campaign.theme + campaign.carrier + campaign.goal
    press.fonts.covered(press.text(texts).items(), title)
    measured = measure(press, setting, files, title, pieces)
    for tight in (False, True):
        shaper = Shaper(press, setting, measured, tight=tight)
        pages = Paginator(shaper, pieces, issue.pages, issue.first_page).lay_out()
        if len(pages) <= issue.pages:
            break
    over = lines_by_piece(pages[issue.pages :])
    remarks = [*fullness(issue, setting, over, tight=tight), *(r for piece in pieces for r in piece.remarks)]
    for shape in (shape for page in pages for shape in page.shapes):
        picture = shape.piece.picture
        if picture and shape.picture and (fault := few_pixels(picture, shape.picture.width / MM, LEAST_DPI)):
            remarks.append(f"《{shape.piece.name}》的图片{fault}，或者用 picture_span 排窄一些。")
    remarks += [*blank_pages(pages, issue), *missing]
    draft = f"样稿，不能付印：还有 {sum(over.values())} 行排不下"
    warning = press.marked([draft]) if over else press.stamp(*articles)
    head = {
        "masthead": issue.masthead,
        "section": issue.section,
        "sample": "示例" if issue.sample else "",
        "date": chinese_day(issue.date),
        "weekday": f"星期{WEEKDAYS[issue.date.weekday()]}",
        "label": issue.label,
        "editor": f"责任编辑：{issue.editor}　" if issue.editor else "",
        "jump": "（下转第",
    }
    data = data_of(setting) | {
        "head": press.text(head),
        "pages": list(map(Fillers(press, setting).page, pages)),
        "warnings": press.text([warning + "，在这一页" * (n >= issue.pages) for n in range(len(pages))]),
    }
    pdf = press.pdf("newspaper", data, files, title=title, day=issue.date)
    name = press.file_name(f"{stem}-draft" if over else stem)
    return Rendered({name: pdf}, tuple(remarks), tuple(file for read in reads for file in read.files))


def lines_by_piece(pages: Sequence[Page]) -> dict[str, int]:
    lines: Counter[str] = Counter()
    for shape in (shape for page in pages for shape in page.shapes):
        lines[shape.piece.name] += sum(part.end - part.start for column in shape.columns for part in column.slices)
    return lines


def fullness(issue: NewspaperIssue, grid: Grid, over: Mapping[str, int], *, tight: bool) -> Iterator[str]:
    """What to do when it does not fit, or hardly. `over` are the lines that did not go in."""
    if over:
        details = "；".join(f"《{name}》超出 {n} 行（约 {n * grid.characters} 字）" for name, n in over.items())
        yield (
            f"{issue.pages} 版排不下，只做了样稿：{details}。请截短（until）、只登摘要（summary）、"
            "不登图片（picture: none），或者去掉一篇、加版（pages）。"
        )
    elif tight:
        yield "版面很满，标题都缩小了一号。"


def blank_pages(pages: Sequence[Page], issue: NewspaperIssue) -> Iterator[str]:
    for page in pages[: issue.pages]:
        if page.blank > MUCH_BLANK:
            yield f"第{page.number}版下面还空 {page.blank} 行，用补白填了；可以再放稿件。"
    if len(pages) < issue.pages:
        yield f"稿件只够 {len(pages)} 版，少 {issue.pages - len(pages)} 版。请添稿件，或者改小 pages。"


def months(site: Site) -> list[str]:
    """The months of all issues, of whatever newspaper."""
    fronts = site.campaign.fronts_of("newspaper")
    return sorted({month for front in fronts for month in newspaper_issue.issue_months(site.docs, front.id)})


CHANNEL = Channel("newspaper", "专版", jobs, months, shown_pages=4)
