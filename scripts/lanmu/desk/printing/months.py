"""每月情况: which article went where when, what is missing, the Word file for the report; the calendar of what is due."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from lanmu.channels.monthly import month_file, months_of
from lanmu.desk.context import PREFIX, Desk, Route, as_download, page
from lanmu.desk.printing.prints import Prints, edition, whole_site
from lanmu.diagnostics.errors import UserError
from lanmu.locales.words import Words
from lanmu.views.calendar import calendar
from lanmu.views.due import due
from lanmu.views.printed import WORD

CALENDAR = "due.ics"
ZH = Words("zh")
NO_MONTH = "没有这个月的情况。请回到每月情况里，从列出的月份里选。"
NO_DATES = "现在没有到期的事，没有日历可订。活动分了阶段、稿件有了公示期，就有了。"


def home(desk: Desk, request: Request) -> Response:
    """A month, the latest where none is named."""
    audience = edition(request.args.get("edition", ""))
    prints = Prints(desk, audience)
    months = months_of(prints.site)
    wanted = request.args.get("month") or next(iter(months), "")
    if wanted and wanted not in months:
        raise UserError(NO_MONTH)
    return page(
        desk,
        request,
        "printing/months.html",
        section="printing",
        audience=audience,
        has_internal=bool(prints.site.kept_inside) or audience == "internal",
        months=list(months.values()),
        month=months.get(wanted),
        calendar=f"{request.host_url.rstrip('/')}{PREFIX}printing/{CALENDAR}",
    )


def word(desk: Desk, request: Request) -> Response:
    """The Word file of a month."""
    prints = Prints(desk, edition(request.args.get("edition", "")))
    month = months_of(prints.site).get(request.args.get("month", ""))
    if month is None:
        raise UserError(NO_MONTH)
    return as_download(month_file(prints.press, month), WORD, prints.press.file_name(month.month, ".docx"))


def dates(desk: Desk, _request: Request) -> Response:
    """The calendar of all that is due, whoever may know it."""
    site, settings = whole_site(desk), desk.project.settings().site
    production = desk.project.standings(desk.preview.findings.results).production or site
    items = due(site, production, ZH, percent=0)
    if not items:
        raise UserError(NO_DATES)
    name = ZH("calendar.name", site=settings.name)
    return as_download(
        calendar(items, site, name, settings.publisher, ZH.language, lambda _: ""), "text/calendar", CALENDAR
    )


ROUTES: tuple[Route, ...] = (
    Route("printing/months", home),
    Route("printing/month.docx", word),
    Route(f"printing/{CALENDAR}", dates),
)
