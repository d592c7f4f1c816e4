"""The navigation of mkdocs.yml with the place of every entry.

Only the structure of the YAML is read: its `!!python/…` tags are never carried out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from lanmu.checks.rule import Finding
from lanmu.content.loading import read_text
from lanmu.content.yaml_text import Loader, explain
from lanmu.diagnostics.errors import ContentError
from lanmu.untrusted.limits import check_yaml

MKDOCS = "mkdocs.yml"


@dataclass(frozen=True)
class Entry:
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

    entries: tuple[Entry, ...]
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
        mark = error.problem_mark or error.context_mark
        problem = explain(text, MKDOCS, 1, mark.line if mark else 0, mark.column if mark else 0)
        return Navigation((), fault=Finding(MKDOCS, problem.line, problem.column, problem.message, problem.remedy))
    except (yaml.YAMLError, ValueError, RecursionError):
        return Navigation((), fault=Finding(MKDOCS, 0, 0, "里有读不懂的内容。", "删去不可见字符和多余的括号。"))
    for name, value in document.value if isinstance(document, yaml.MappingNode) else ():
        if name.value == "nav":
            return Navigation(tuple(entries(value)), name.start_mark.line + 1)
    return Navigation(())


def entries(nav: yaml.Node) -> Iterator[Entry]:
    """The entries at and below `nav`, in order; a part that is used twice (YAML's & and *) is looked at once."""
    todo: list[tuple[str, yaml.Node]] = [("", nav)]
    seen: set[int] = set()
    while todo:
        name, node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield Entry(name, node.value.strip(), node.start_mark.line + 1, node.start_mark.column + 1)
        elif isinstance(node, yaml.SequenceNode):
            todo += [("", child) for child in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            todo += [(label_of(label), child) for label, child in reversed(node.value)]


def label_of(node: yaml.Node) -> str:
    """The name that an entry bears; empty when it is no text."""
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
