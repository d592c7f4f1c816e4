"""The columns of a project: which are stale or blank, and where the navigation of mkdocs.yml has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import COLUMNS_FILE, Project
from lanmu.content.column import Column
from lanmu.content.loading import read_text
from lanmu.content.yaml_text import Loader, explain
from lanmu.diagnostics.errors import ContentError
from lanmu.text.exemptions import without
from lanmu.untrusted.text_limits import check_yaml
from lanmu.views.renewal import Renewal
from lanmu.views.renewal import renewals as renewals_of


def renewals(project: Project) -> tuple[Renewal, ...]:
    """When each column that must be renewed last was (`views/renewal.py`)."""
    return renewals_of(project.production, project.today) if project.production else ()


def stale(project: Project) -> list[Renewal]:
    """Those that were renewed longer ago than their own `fresh_days`."""
    return [r for r in renewals(project) if r.column.fresh_days is not None and r.age > r.column.fresh_days]


def blank(project: Project) -> list[Column]:
    """Columns in which readers find nothing: no published article, and no landing page with words or a template.

    Left out are columns that cannot be judged yet because a file has wrong front matter, closed columns with samples or
    drafts, and columns of past campaigns: a production build hides them.
    """
    if project.site is None or project.production is None:
        return []
    landing = {page.path: page for page in project.site.pages}
    unread = {path.split("/")[0] for path, source in project.sources.items() if source.item is None}
    result = []
    for column in project.site.own_columns:
        page = landing.get(f"{column.id}/index.md")
        articles = project.site.by_column[column.id]
        shows = page is not None and (page.meta.template is not None or without(page.body).strip())
        closed = column.archived and articles
        if not (shows or closed or column.id in unread or project.production.by_column[column.id]):
            result.append(column)
    return result


def at_column(project: Project, column: Column, message: str, remedy: str, field: str = "id") -> Finding:
    """A finding about a column, at its place in columns.yml."""
    line = 0
    if project.site and column in project.site.columns:
        line = project.columns.line(("columns", project.site.columns.index(column), field))
    return Finding(COLUMNS_FILE, line, 1 if line else 0, message, remedy)


MKDOCS = "mkdocs.yml"


@dataclass(frozen=True)
class NavigationEntry:
    """An entry of the navigation: its name (empty: none given), what it points to, and its place in mkdocs.yml."""

    name: str
    target: str
    line: int
    column: int

    def finding(self, message: str, remedy: str) -> Finding:
        """A finding at this entry."""
        return Finding(MKDOCS, self.line, self.column, message, remedy)


@dataclass(frozen=True)
class Navigation:
    """All entries in their order, the line of `nav:` (0: there is none), and why the file cannot be read, if so."""

    entries: tuple[NavigationEntry, ...]
    line: int = 0
    fault: Finding | None = None


def read_navigation(root: Path) -> Navigation:
    """The navigation of the project in `root`. It never raises: what is wrong with the file is its `fault`."""
    try:
        text = read_text(root / MKDOCS, MKDOCS)
        check_yaml(text, MKDOCS, 1)
        document = yaml.compose(text, Loader=Loader)
    except ContentError as error:
        return Navigation((), fault=Finding(MKDOCS, 0, 0, error.problems[0].message, error.problems[0].remedy))
    except yaml.MarkedYAMLError as error:
        position = error.problem_mark or error.context_mark
        problem = explain(text, MKDOCS, 1, position.line if position else 0, position.column if position else 0)
        return Navigation((), fault=Finding(MKDOCS, problem.line, problem.column, problem.message, problem.remedy))
    except (yaml.YAMLError, ValueError, RecursionError):
        return Navigation((), fault=Finding(MKDOCS, 0, 0, "里有读不懂的内容。", "删去不可见字符和多余的括号。"))
    for name, value in document.value if isinstance(document, yaml.MappingNode) else ():
        if name.value == "nav":
            return Navigation(tuple(entries(value)), name.start_mark.line + 1)
    return Navigation(())


def entries(nav: yaml.Node) -> Iterator[NavigationEntry]:
    """The entries at and below `nav`, in order; a part that is used twice (YAML's & and *) is looked at once."""
    todo: list[tuple[str, yaml.Node]] = [("", nav)]
    seen: set[int] = set()
    while todo:
        name, node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield NavigationEntry(name, node.value.strip(), node.start_mark.line + 1, node.start_mark.column + 1)
        elif isinstance(node, yaml.SequenceNode):
            todo += [("", child) for child in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for label, child in reversed(node.value):
                todo.append((label.value.strip() if isinstance(label, yaml.ScalarNode) else "", child))
