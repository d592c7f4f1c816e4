"""MkDocs events in the order of a build, each one call into lanmu.build.

MkDocs loads this file with its own folder first on sys.path, so the package is imported without any path code; but
only now: imports inside functions would come too late.
"""

from __future__ import annotations

from typing import Any

import jinja2
from lanmu.build import events, mkdocs_commands
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def on_startup(command: str, dirty: bool) -> None:
    mkdocs_commands.refuse_others()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    return events.read_content(config)


# Before and after static-i18n (-100), which makes every file anew and would lose the text of generated ones.
on_files = CombinedEvent(events.choose_language, event_priority(-150)(events.choose_files))

on_nav = events.name_home
on_page_read_source = events.read_source


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return events.choose_template(markdown, page, config)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return events.keep_text(html, page, config)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    return events.prepare_templates(env, config)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    return events.template_context(context, template_name, config)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    return events.page_context(context, page, config)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return events.complete_page(output, page, config)


# static-i18n builds the other languages at -100; what comes after all of them comes later.
on_post_build = CombinedEvent(events.finish, event_priority(-150)(events.finish_all))
