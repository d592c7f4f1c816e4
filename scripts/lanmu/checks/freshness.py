"""How long ago columns were renewed. Only what a production build shows counts; archived columns need no renewal.

The limits are those of 国办秘函〔2019〕19号; a column says its own in `fresh_days`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lanmu.checks.project import COLUMNS_FILE, Project
from lanmu.checks.rule import Finding
from lanmu.content.column import Column
from lanmu.content.site import Site
from lanmu.text.exemptions import without


@dataclass(frozen=True)
class Renewal:
    """A column that must be renewed: the day of its newest published article, and how many days ago that is."""

    column: Column
    newest: date
    age: int


def renewed(site: Site) -> tuple[Column, ...]:
    """The columns that must be renewed: dated and not archived."""
    return tuple(column for column in site.columns if column.kind == "dated" and not column.archived)


def renewals(project: Project) -> list[Renewal]:
    """When each of these columns was last renewed; those without a published article are left out, they are blank."""
    site = project.production
    if site is None:
        return []
    found = []
    for column in renewed(site):
        days = [article.date.date() for article in site.by_column[column.id]]
        if days:
            found.append(Renewal(column, max(days), (project.today - max(days)).days))
    return found


def stale(project: Project) -> list[Renewal]:
    """Those that were renewed longer ago than their own `fresh_days`."""
    return [r for r in renewals(project) if r.column.fresh_days is not None and r.age > r.column.fresh_days]


def blank(project: Project) -> list[Column]:
    """Columns in which readers find nothing: no published article, and no landing page with words or a template.

    Left out are columns with a file whose front matter is wrong, which nobody can judge yet, and closed ones that have
    samples or drafts: nobody waits for them, and a production build hides them.
    """
    if project.site is None or project.production is None:
        return []
    landing = {page.path: page for page in project.site.pages}
    unread = {path.split("/")[0] for path, source in project.sources.items() if source.item is None}
    found = []
    for column in project.site.columns:
        page = landing.get(f"{column.id}/index.md")
        articles = project.site.by_column[column.id]
        shows = page is not None and (page.meta.template is not None or without(page.body).strip())
        closed = column.archived and articles
        if not (shows or closed or column.id in unread or project.production.by_column[column.id]):
            found.append(column)
    return found


def at_column(project: Project, column: Column, message: str, remedy: str, field: str = "id") -> Finding:
    """A finding about a column, at its place in columns.yml."""
    line = 0
    if project.site and column in project.site.columns:
        line = project.columns.line(("columns", project.site.columns.index(column), field))
    return Finding(COLUMNS_FILE, line, 1 if line else 0, message, remedy)
