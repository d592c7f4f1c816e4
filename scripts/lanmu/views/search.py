"""The search page's data: titles, summaries and units of everything that can be read."""

from __future__ import annotations

import json

from lanmu.content.site import Site
from lanmu.views.feeds import entry_title


def titles_script(site: Site) -> str:
    """A script that sets `lanmuTitles`, newest article first; a script loads from file:// where data would not."""
    rows = [
        [
            entry_title(a),
            a.address,
            a.meta.summary,
            a.date.date().isoformat(),
            f"{a.source}　{a.column.name}",
            " ".join((a.meta.unit, a.meta.genre, a.meta.phase, *a.meta.tasks, *a.meta.topics, *a.meta.tags)),
        ]
        for a in reversed(site.articles)
    ]
    rows += [[page.meta.title, page.address, page.meta.summary, "", "", ""] for page in site.pages]
    return f"window.lanmuTitles = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"
