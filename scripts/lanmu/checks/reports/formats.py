"""The formats by name: what `--report` can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lanmu.checks.reports import github, html, json, junit, sarif, text
from lanmu.checks.reports.report import Report

Render = Callable[[Report], str]
"""A whole report as text that UTF-8 can hold, with the end of its last line."""

FORMATS: Mapping[str, Render] = {
    "text": text.render,
    "github": github.render,
    "junit": junit.render,
    "sarif": sarif.render,
    "json": json.render,
    "html": html.render,
}
