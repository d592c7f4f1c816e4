"""MkDocs events in the order of a build, each one call into lanmu.build: first what is planned, then what is rendered.

MkDocs loads this file with its own folder first on sys.path, so the package is imported without any path code; but
only now: imports inside functions would come too late.
"""

from __future__ import annotations

from lanmu.build import mkdocs, plan, render, search_pass
from mkdocs.plugins import CombinedEvent, event_priority


def on_startup(command: str, dirty: bool) -> None:
    """Before everything else."""
    mkdocs.refuse_other_commands()
    mkdocs.install()


on_config = plan.begin
# Before and after static-i18n (-100), which makes every file anew and would lose the text of generated ones.
on_files = CombinedEvent(plan.choose_language, search_pass.begin, event_priority(-150)(plan.choose_files))
on_nav = render.begin_pages
on_env = render.prepare_templates
on_template_context = render.template_context
on_page_read_source = render.read_source
on_page_markdown = render.choose_template
on_page_content = render.keep_text
on_page_context = render.page_context
on_post_page = render.complete_page
# static-i18n builds the other languages at -100; what comes after all of them comes later.
on_post_build = CombinedEvent(render.finish, event_priority(-150)(render.finish_all))
