"""What is done with a whole article: it gets another name, date or column; it is withdrawn, or put back."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from lanmu.content.article import Article
from lanmu.content.column import Column
from lanmu.content.languages import NAMES
from lanmu.content.translation import source_path, translation_path
from lanmu.desk.articles.rows import rows
from lanmu.desk.context import PREFIX, Desk, Route, page, see, who
from lanmu.desk.paths import article_path
from lanmu.desk.versions import store
from lanmu.desk.writing.translating import translations
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.named_article import article_in
from lanmu.intake.renaming import Wanted, plan, rename
from lanmu.intake.withdrawing import consequences, put_back, withdraw
from lanmu.storage.write_lock import writing

DONE = {
    "renamed": "改好了：稿件、图片、译文一起移了，链接跟着改了。",
    "withdrawn": "已撤回。下一次正式发布，网站上就只写“此文已撤回”。",
    "back": "取消了撤回。审签还有效的，下一次正式发布就又登出来。",
}


def whole_path(desk: Desk, text: str) -> str:
    """The path of the article that an address names, also where it names a translation of it. Raises UserError."""
    return article_path(desk.root, source_path(article_path(desk.root, text)))


def about(desk: Desk, request: Request) -> Response:
    """All that can be done with an article."""
    path = whole_path(desk, request.args.get("path", ""))
    standings = desk.project.standings(desk.preview.findings.results)
    row = next((row for row in rows(standings) if row.path == path), None)
    site = standings.reading.site
    item = site.written(path) if site else None
    if row is None:
        raise UserError(f"docs/{path} 是介绍页或图表页，不是稿件。要改它的文字，请到写稿里打开。")
    return page(
        desk,
        request,
        "articles/about.html",
        section="articles",
        row=row,
        article=item if isinstance(item, Article) else None,
        address=f"/{item.address}" if item else "",
        findings=standings.findings.get(path, ()),
        problems=[problem for problem in standings.reading.problems if problem.path == f"docs/{path}"],
        done=DONE.get(request.args.get("done", ""), ""),
        possible=translations(desk, path).possible,
    )


def wanted_of(values: dict[str, str]) -> Wanted:
    """What an editor asks for in the form."""
    return Wanted(*(values.get(name, "").strip() for name in ("date", "slug", "column")))


def named(desk: Desk, path: str) -> Article:
    """The article at a path. Raises UserError."""
    return article_in(desk.project.reading(), desk.root / "docs", f"docs/{path}")


def rename_page(desk: Desk, request: Request) -> Response:
    """Asks for the new name, and lists what will be done."""
    path = whole_path(desk, request.args.get("path", ""))
    article = named(desk, path)
    wanted = wanted_of(request.args.to_dict())
    lines: tuple[str, ...] = ()
    error = ""
    if "slug" in request.args:
        try:
            lines = tuple(plan(desk.root, f"docs/{path}", wanted).lines())
        except ContentError:
            raise
        except UserError as refused:
            error = str(refused)
    site = desk.project.reading().site
    columns: tuple[Column, ...] = site.columns if site else ()
    choice = [column for column in columns if not column.archived or column.id == article.column.id]
    return page(
        desk,
        request,
        "articles/rename.html",
        section="articles",
        article=article,
        wanted=wanted,
        lines=lines,
        error=error,
        columns=choice,
    )


def do_rename(desk: Desk, request: Request) -> Response:
    """Does what was listed."""
    path = whole_path(desk, request.form.get("path", ""))
    shown = tuple(request.form.getlist("line"))
    keep(desk, path)
    new = rename(desk.root, f"docs/{path}", wanted_of(request.form.to_dict()), shown)
    follow(desk, path, new)
    keep(desk, new, who(request))
    return see(done_at(new, "renamed"))


def withdraw_page(desk: Desk, request: Request) -> Response:
    """Lists what follows from a withdrawal, or from taking it back, and asks for the reason."""
    path = whole_path(desk, request.args.get("path", ""))
    article = named(desk, path)
    lines = [] if article.meta.withdrawn else list(consequences(desk.project.reading(), article))
    return page(desk, request, "articles/withdraw.html", section="articles", article=article, lines=lines)


def do_withdraw(desk: Desk, request: Request) -> Response:
    """Withdraws an article."""
    path = whole_path(desk, request.form.get("path", ""))
    keep(desk, path)
    withdraw(desk.root / "docs", f"docs/{path}", request.form.get("reason", ""))
    keep(desk, path, who(request))
    return see(done_at(path, "withdrawn"))


def do_put_back(desk: Desk, request: Request) -> Response:
    """Takes a withdrawal back."""
    path = whole_path(desk, request.form.get("path", ""))
    keep(desk, path)
    put_back(desk.root / "docs", f"docs/{path}")
    keep(desk, path, who(request))
    return see(done_at(path, "back"))


def keep(desk: Desk, path: str, by: str = "") -> None:
    """Keeps an article among its versions: before something is done with it, and as it is afterwards, done `by` somebody."""
    with writing(desk.root):
        store.keep(desk.root, desk.root / "docs" / path, by)


def follow(desk: Desk, old: str, new: str) -> None:
    """Has the versions of an article and its translations found under their new names."""
    names = [(old, new), *((translation_path(old, language), translation_path(new, language)) for language in NAMES)]
    for before, after in names:
        if (desk.root / "docs" / after).is_file():
            store.renamed(desk.root, f"docs/{before}", f"docs/{after}")


def done_at(path: str, action: str) -> str:
    """The address of an article's page that says what was done."""
    return f"{PREFIX}articles/about?path={quote(path)}&done={action}"


ROUTES = (
    Route("articles/about", about),
    Route("articles/rename", rename_page),
    Route("articles/rename", do_rename, ("POST",)),
    Route("articles/withdraw", withdraw_page),
    Route("articles/withdraw", do_withdraw, ("POST",)),
    Route("articles/put-back", do_put_back, ("POST",)),
)
