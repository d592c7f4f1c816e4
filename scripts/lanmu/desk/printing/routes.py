"""印刷与上报: the channels, what was printed, the prints of an article, printing; issues, posters and reports have their own."""

from __future__ import annotations

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from lanmu.channels.common.job import previews, record_file
from lanmu.channels.common.paste.page import policy
from lanmu.channels.common.sheets import picture_of, sheets_of
from lanmu.channels.printing import Order
from lanmu.channels.record import Standing
from lanmu.channels.registry import CHANNELS
from lanmu.content.article import Article
from lanmu.desk.context import PREFIX, Desk, Route, as_download, page, see
from lanmu.desk.paths import article_path
from lanmu.desk.printing import board, issue, ledger, months
from lanmu.desk.printing.about import ABOUT, STANDINGS, facts
from lanmu.desk.printing.prints import FOLDERS, NO_FILE, PrintedFile, Prints, edition, printed_file
from lanmu.desk.printing.work import print_order
from lanmu.diagnostics.errors import UserError

HOME = f"{PREFIX}printing/"
LAST = 3
"""So many prints of each channel are shown at once."""
NOTHING_CHOSEN = "还没有选印成什么。请在这一篇能印的几样里勾一样，再按“印”。"
NO_ARTICLE = "docs/{path} 不是稿件（介绍页、图表页不印），或者稿件信息有误。请到写稿里看一看。"
MOST = 100
"""Prints of a channel that are listed at first."""
SHOWN = {".html": "text/html", ".jpg": "image/jpeg", ".png": "image/png"}
"""The types of what pages to copy from are made of."""
MOST_PAGES = 200
"""Pages of a print that are shown."""


def home(desk: Desk, request: Request) -> Response:
    """Every channel, with what was printed last; or, with a path, what this article can be printed as."""
    if "path" in request.args:
        return article_page(desk, request)
    audience = edition(request.args.get("edition", ""))
    prints = Prints(desk, audience)
    channels = {}
    for name, channel in CHANNELS.items():
        listed = prints.of_channel(channel)
        printed = [each for each in listed if each.pdf or each.page]
        waiting = sum(each.standing is not Standing.CURRENT for each in listed)
        channels[name] = {"channel": channel, "printed": printed[:LAST], "all": len(listed), "waiting": waiting}
    return page(
        desk,
        request,
        "printing/channels.html",
        section="printing",
        audience=audience,
        channels=channels,
        about=ABOUT,
        standings=STANDINGS,
        is_foreign=prints.record.is_foreign,
        has_internal=bool(prints.site.kept_inside) or audience == "internal",
        problems=len(desk.project.reading().problems),
    )


def channel(desk: Desk, request: Request, name: str) -> Response:
    """All that can be printed on a channel."""
    if name not in CHANNELS:
        raise NotFound
    audience = edition(request.args.get("edition", ""))
    prints = Prints(desk, audience)
    listed = prints.of_channel(CHANNELS[name])
    return page(
        desk,
        request,
        "printing/channel.html",
        section="printing",
        audience=audience,
        channel=CHANNELS[name],
        about=ABOUT[name],
        listed=listed if "all" in request.args else listed[:MOST],
        number=len(listed),
        this_month=f"{prints.site.today:%Y-%m}",
        fronts=issue.issues_of(prints.site) if name == "newspaper" else board.sets_of(prints.site),
        own_fronts=prints.site.current.campaign.fronts_of("newspaper" if name == "newspaper" else "board"),
        standings=STANDINGS,
    )


def article_page(desk: Desk, request: Request) -> Response:
    """What an article can be printed as, and was."""
    path = article_path(desk.root, request.args.get("path", ""))
    audience = edition(request.args.get("edition", ""))
    prints = Prints(desk, audience)
    if audience == "public" and any(each.path == path for each in prints.site.kept_inside):
        audience, prints = "internal", Prints(desk, "internal")
    article = prints.site.written(path)
    if not isinstance(article, Article):
        raise UserError(NO_ARTICLE.format(path=path))
    if article.meta.withdrawn:
        raise UserError(
            f"《{article.title}》已于 {article.meta.withdrawn.date} 撤回，不能印。要重新登，先在稿件里取消撤回。"
        )
    state = prints.press.state(article)
    return page(
        desk,
        request,
        "printing/article.html",
        section="printing",
        article=article,
        audience=audience,
        is_internal=not article.is_for("public"),
        state=state,
        stamp=prints.press.stamp(article),
        choices=list(prints.of_article(article)),
        papers=prints.site.current.campaign.fronts_of("newspaper"),
        boards=prints.site.current.campaign.fronts_of("board"),
        reported=[each for each in prints.site.reports if each.article.path == path],
        about=ABOUT,
        standings=STANDINGS,
        problems=len(desk.project.reading().problems),
    )


def sheets(desk: Desk, request: Request) -> Response:
    """A print: pictures of its sheets, what the print shop must know, its files."""
    file = printed_file(desk.root, request.args.get("file", ""))
    name = file.relative_to(desk.root).as_posix()
    folder, channel_name, _ = name.split("/", 2)
    printed_sheets = sheets_of(previews(record_file(desk.root)), file)
    prints = Prints(desk, FOLDERS[folder])
    listed = prints.of_channel(CHANNELS[channel_name]) if channel_name in CHANNELS else []
    printed = next((each for each in listed if any(part.path == name for part in each.files)), None)
    return page(
        desk,
        request,
        "printing/sheets.html",
        section="printing",
        printed=printed,
        name=name,
        titles={article.path: article.title for article in prints.site.articles},
        title=printed.label if printed else file.name,
        sheets=printed_sheets,
        shown=min(printed_sheets.pages, MOST_PAGES),
        facts=facts(printed_sheets),
        files=printed.files if printed else [PrintedFile(name, file.stat().st_size)],
        standings=STANDINGS,
    )


def picture(desk: Desk, request: Request) -> Response:
    """The picture of a page of a printed PDF."""
    file = printed_file(desk.root, request.args.get("file", ""))
    number = request.args.get("page", "1")
    if file.suffix != ".pdf" or not number.isdecimal() or not 1 <= int(number[:6]) <= MOST_PAGES:
        raise UserError(NO_FILE)
    drawn = picture_of(previews(record_file(desk.root)), file, int(number) - 1)
    return Response(drawn.read_bytes(), mimetype="image/png")


def download(desk: Desk, request: Request) -> Response:
    """A printed file, to be kept."""
    file = printed_file(desk.root, request.args.get("file", ""))
    return as_download(file.read_bytes(), "application/octet-stream", file.name)


def copying(desk: Desk, _request: Request, name: str) -> Response:
    """A page to copy an article from, or a picture beside it."""
    file = printed_file(desk.root, name)
    if file.suffix not in SHOWN:
        raise UserError(NO_FILE)
    response = Response(file.read_bytes(), mimetype=SHOWN[file.suffix])
    response.headers["Content-Security-Policy"] = policy()
    return response


def start(desk: Desk, request: Request) -> Response:
    """Has something printed: an article on the chosen channels, an issue, what changed on a channel, or everything."""
    form = request.form
    names = tuple(name for name in form.getlist("channel") if name in CHANNELS)
    paths = tuple(article_path(desk.root, text) for text in form.getlist("path"))
    if paths and not names:
        raise UserError(NOTHING_CHOSEN)
    order = Order(
        paths,
        "" if paths else form.get("issue", "").strip()[:40],
        everything=not paths and not form.get("issue"),
        channels=names,
        traditional=form.get("language") == "zh-Hant",
        audience=edition(form.get("edition", "")),
    )
    back = form.get("back", "")
    job = desk.jobs.start(
        f"print {order!r}",
        title_of(desk, order),
        back if back.startswith(HOME) else HOME,
        print_order,
        desk.root,
        order,
    )
    return see(f"{PREFIX}jobs/{job.number}")


def title_of(desk: Desk, order: Order) -> str:
    """What is being printed, in a few words."""
    site = desk.project.reading().site
    labels = "、".join(CHANNELS[name].label for name in order.channels)
    if order.articles and site:
        titles = {article.path: article.title for article in site.articles}
        return f"印《{titles.get(order.articles[0], order.articles[0])}》：{labels}"
    return f"印{labels or '全部'}{f' {order.issue}' if order.issue else ''}"


ROUTES: tuple[Route, ...] = (
    Route("printing/", home),
    Route("printing/channel/<name>", channel),
    Route("printing/sheets", sheets),
    Route("printing/picture", picture),
    Route("printing/file", download),
    Route("printing/copy/<path:name>", copying),
    Route("printing/print", start, ("POST",)),
    *issue.ROUTES,
    *board.ROUTES,
    *ledger.ROUTES,
    *months.ROUTES,
)
