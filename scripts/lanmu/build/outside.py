"""Markdown extension: links that leave the site carry a visible mark, whoever wrote them and however."""

from __future__ import annotations

import html
import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from lanmu.locales.words import Words
from lanmu.views.leaving import Hosts

LINK = re.compile(
    r"""<a(?P<head>(?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)+)\s*>(?P<text>.*?)</a\s*>""",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""\s+([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
REL = ("noopener", "external")


class OutsideExtension(Extension):
    """Marks every link that leaves the site in the words of the page's language."""

    def __init__(self, marker: Marker) -> None:
        super().__init__()
        self.marker = marker

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        # 5: after raw HTML has been put back (30), so that links written as HTML are seen too.
        md.postprocessors.register(OutsideProcessor(md, self.marker), "lanmu-outside", 5)


class OutsideProcessor(Postprocessor):
    """Works on the finished HTML of one page."""

    def __init__(self, md: Markdown, marker: Marker) -> None:
        super().__init__(md)
        self.marker = marker

    def run(self, text: str) -> str:
        return LINK.sub(self.marker.marked, text)


class Marker:
    """Writes the mark. Templates use it for links that stand outside of the text."""

    def __init__(self, hosts: Hosts, words: Words) -> None:
        self.hosts = hosts
        self.words = words

    def marked(self, match: re.Match[str]) -> str:
        """One link: as it was within the site, else with class, `rel`, no referrer, and the mark where it is due."""
        found = {name.lower(): html.unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(match["head"])}
        return self.link(found, match["text"]) or match[0]

    def link(self, attributes: dict[str, str], text: str) -> str:
        """The link with these attributes around `text`, which is HTML; empty when it stays within the site."""
        kind = self.hosts.kind(attributes.get("href", ""))
        if kind == "own":
            return ""
        rel = [*attributes.get("rel", "").split(), *REL]
        classes = [*attributes.get("class", "").split(), "outside", f"outside--{kind}"]
        added = {
            "class": " ".join(classes),
            "rel": " ".join(dict.fromkeys(rel)),
            "referrerpolicy": "no-referrer",
        }
        head = "".join(f' {name}="{html.escape(value)}"' for name, value in (attributes | added).items())
        mark = f'<span class="outside__mark">{html.escape(self.words("leaving.mark"))}</span>'
        return f"<a{head}>{text}{mark if kind == 'unlisted' else ''}</a>"

    def to(self, address: str, text: str) -> str:
        """A link to `address` with plain text, as HTML."""
        plain = html.escape(text)
        return self.link({"href": address}, plain) or f'<a href="{html.escape(address)}">{plain}</a>'
