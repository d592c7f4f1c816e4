"""宣传栏: the posters of a month are chosen and put in order."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.wrappers import Request, Response

from lanmu.content import board_set
from lanmu.content.article import Article
from lanmu.content.campaign import Front
from lanmu.content.fingerprint import digest
from lanmu.content.newspaper_issue import issue_path
from lanmu.content.site import Site
from lanmu.desk.context import Desk, Route, who
from lanmu.desk.printing.arranging import (
    SAVING,
    Arrangement,
    Edited,
    acted,
    after_saving,
    arranged,
    candidate,
    dropped_of,
    front_of,
    month_of,
    said,
    write,
)
from lanmu.desk.printing.prints import whole_site
from lanmu.desk.yaml_in_place import YamlInPlace
from lanmu.storage.write_lock import writing
from lanmu.views.lists import issues

CHANGED = "这一套在打开以后被别人改过，没有保存。下面是您的排法；上面写着现在文件里的次序。再保存一次，就以您的为准。"


def sets_of(site: Site) -> list[Edited]:
    """The sets of today's campaign, the newest first."""
    fronts = site.current.campaign.fronts_of("board")
    return [
        Edited(front, issue.month, sum(len(part.articles) for part in issue.parts))
        for front in fronts
        for issue in issues(site.current, front.id)
    ]


def posters_of(site: Site, front: Front, month: str) -> list[Article]:
    """The articles of a month in their order. Raises ContentError when its file is wrong."""
    issue = next((issue for issue in issues(site.current, front.id) if issue.month == month), None)
    listed = [article for part in issue.parts for article in part.articles] if issue else []
    return board_set.ordered(site, front.id, month, listed)


def state_of(desk: Desk, site: Site, front: Front, month: str) -> str:
    """Another one whenever the set is another one, or in another order."""
    file = desk.root / "docs" / issue_path(front.id, month)
    data = file.read_bytes() if file.is_file() else b""
    return digest(data + repr([article.path for article in posters_of(site, front, month)]).encode())


def open_set(desk: Desk, request: Request) -> Response:
    """The set of a month, to be put together."""
    site = whole_site(desk)
    front, month = front_of(site, "board", request.args.get("front", "")), month_of(request.args.get("month", ""))
    chosen = [article.path for article in posters_of(site, front, month)]
    return drawn(desk, request, front, month, chosen, state_of(desk, site, front, month))


def drawn(
    desk: Desk, request: Request, front: Front, month: str, chosen: Sequence[str], opened: str, sentence: str = ""
) -> Response:
    """The page of a set, or, for a script, the lists alone."""
    site = whole_site(desk)
    articles = {article.path: article for article in site.current.articles}
    rows = [(candidate(articles[path], front, month), None, "") for path in chosen if path in articles]
    now = [article.title for article in posters_of(site, front, month)] if sentence else []
    status = 409 if sentence else 200
    it = Arrangement("poster", front, month, chosen, rows, opened, sentence, now=now, status=status)
    return arranged(desk, request, it, "printing/board.html")


def change(desk: Desk, request: Request) -> Response:
    """Arranges the set as the pressed button says; or saves it."""
    form, site = request.form, whole_site(desk)
    front, month = front_of(site, "board", form.get("front", "")), month_of(form.get("month", ""))
    act = form.get("act", "")
    articles = {article.path: article for article in site.current.articles}
    chosen = [path for path in dict.fromkeys(form.getlist("article")) if path in articles]
    if act not in SAVING:
        added = act.removeprefix("in:")
        chosen = acted(chosen, act) + ([added] if added in articles and added not in chosen else [])
        return drawn(desk, request, front, month, chosen, form.get("opened", ""))
    with writing(desk.root):
        now = state_of(desk, whole_site(desk), front, month)
        is_same = form.get("opened", "") == now
        if is_same:
            save(desk, front, month, chosen, who(request))
    if not is_same:
        return drawn(desk, request, front, month, chosen, now, CHANGED)
    return after_saving(desk, "poster", front, month, act)


def save(desk: Desk, front: Front, month: str, chosen: Sequence[str], name: str) -> None:
    """Writes which articles are posters of a month, and in which order. The writing lock is held."""
    site = whole_site(desk)
    before = [article.path for article in site.current.articles if said(article, front) == month]
    file = desk.root / "docs" / issue_path(front.id, month)
    in_place = YamlInPlace(file.read_bytes() if file.is_file() else b"", f"docs/{issue_path(front.id, month)}")
    in_place.fields["posters"] = list(chosen)
    files = {file: in_place.written()} if chosen or file.is_file() else {}
    write(desk.root, front, month, chosen, dropped_of(site, front, month, before, chosen), files, name)


ROUTES: tuple[Route, ...] = (Route("printing/board", open_set), Route("printing/board", change, ("POST",)))
