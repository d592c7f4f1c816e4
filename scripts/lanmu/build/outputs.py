"""Who writes what: every file of a site has one source.

Two that would stand at one address would silently cover each other; so would two that differ only in capitals, or in the
way an accent is written, on Windows and macOS; and where one is a file, the other cannot be a folder.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files

from lanmu.build import headers, languages
from lanmu.build.languages import FEEDS
from lanmu.build.linked import is_of_docs
from lanmu.build.written import moved_files
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.views import feeds
from lanmu.views.edition import Edition

OURS = "自动生成的文件"
AT_ROOT = (headers.FILE, "robots.txt", "sitemap.xml", "404.html")


@dataclass
class Outputs:
    """Files and folders by their paths as every system tells them apart, with their sources."""

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, source: str) -> Problem | None:
        """Notes that `source` is written to `path`; what is wrong with that, if another is there."""
        name = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).lower()
        other = self.files.setdefault(name, source)
        if other == source:
            other = self.folders.get(name, source)
        while (name := name.rpartition("/")[0]) and name not in self.folders:
            self.folders[name] = source
            if other == source:
                other = self.files.get(name, source)
        if other == source:
            return None
        told, rest = (source, other) if source != OURS else (other, source)
        message = f"和{rest if rest == OURS else f' {rest} '}的网址「{path}」相同，一个会盖掉另一个。"
        return Problem(told, 0, message, "给它改名，或者移到别的文件夹。", kind=ProblemKind.ADDRESS)


def check(config: MkDocsConfig, files: Files, edition: Edition) -> None:
    """Raises BuildError when what the pass of a language writes meets something else of the build."""
    outputs: Outputs = config.extra["outputs"]
    problems = [outputs.add(path, source) for path, source in written(config, files, edition)]
    if found := [problem for problem in problems if problem]:
        raise BuildError(str(ContentError(found)))


def written(config: MkDocsConfig, files: Files, edition: Edition) -> Iterator[tuple[str, str]]:
    """Every file that a pass writes and that has no digest in its name, with its source."""
    for file in files:
        yield file.dest_uri, f"docs/{file.src_uri}" if is_of_docs(file, edition) else OURS
    first, language = languages.is_first(config), languages.language_of(config)
    if language == languages.TRADITIONAL:
        return
    folder = "" if first else f"{language}/"
    for path, article in moved_files(edition).items():
        yield f"{folder}{path}", f"docs/{article.path}"
    for feed in feeds.feeds(edition.site, "", edition.words):
        yield from ((f"{folder}{feed.address}{name}", OURS) for name in FEEDS)
    yield from ((path, OURS) for path in AT_ROOT if first)
