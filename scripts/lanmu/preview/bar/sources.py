"""The source file in docs/ of the page at an address.

Read anew whenever a page is asked for (one to three milliseconds): the file may be newer than the page, and what the
bar says holds for the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lanmu.content import front_matter
from lanmu.content.article import Article, Page
from lanmu.content.column import Columns
from lanmu.content.items import read_item
from lanmu.content.loading import load_genres, load_model, read_markdown
from lanmu.content.translation import SUFFIX, Translation, TranslationMatter, source_path, translation_path
from lanmu.content.validation import validate
from lanmu.diagnostics.errors import ContentError
from lanmu.preview.request_path import file_in

# Written by hand where there is such a file, otherwise made from the Simplified page.
TRADITIONAL = "zh-Hant"


@dataclass(frozen=True)
class Source:
    """A Markdown file and what it holds. `path` is below docs/.

    `item` is the article or page whose text it is, also of a translation; None while its front matter is wrong.
    `translation` is that of an article, when the file is one and its front matter is right.
    """

    path: str
    text: str
    item: Article | Page | None
    translation: Translation | None = None

    def names(self, path: str) -> bool:
        """True when the text shows or links the file at `path` (below docs/)."""
        name = posixpath.relpath(path, posixpath.dirname(self.path))
        spelled = "|".join(re.escape(spelling) for spelling in {name, quote(name)})
        return re.search(rf"(?<![\w-])({spelled})(?![\w-])", self.text) is not None


def source_at(docs: Path, address: str) -> Source | None:
    """The source of an address, from the site's root; None for generated pages and for no page at all."""
    # The address is untrusted input: file_in keeps it inside docs/.
    files = ((path, file_in(docs, f"/{path}")) for path in candidates(address))
    path = next((path for path, file in files if file and file.is_file()), None)
    if path is None:
        return None
    text, item, translation = "", None, None
    with suppress(ContentError):
        text = read_markdown(docs / path, f"docs/{path}")
        item = item_at(docs, source_path(path))
        if SUFFIX.search(path) and isinstance(item, Article):
            head, body = front_matter.split(text, path)
            meta, _ = validate(TranslationMatter, head)
            translation = Translation(path, meta, body, item) if meta else None
    return Source(path, text, item, translation)


def candidates(address: str) -> Iterator[str]:
    """The files that an address may be made from, the likeliest first: `/a/b/` → `a/b.md`, `a/b/index.md`."""
    plain = address.removesuffix("index.html").strip("/")
    folder, _, rest = plain.partition("/")
    language = folder if SUFFIX.fullmatch(f".{folder}.md") else ""
    stem = rest if language else plain
    for path in (f"{stem}.md", f"{stem}/index.md") if stem else ("index.md",):
        if language:
            yield translation_path(path, language)
        if language in ("", TRADITIONAL):
            yield path


def item_at(docs: Path, path: str) -> Article | Page | None:
    """The article or page that the file at `path` holds; None when its head, columns.yml or genres.yml cannot be used."""
    columns = load_model(docs, "columns.yml", Columns, [])
    genres = load_genres(docs, [])
    if columns is None or genres is None:
        return None
    with suppress(ContentError):
        head, body = front_matter.split(read_markdown(docs / path, path), path)
        return read_item(path, head, body, {column.id: column for column in columns.columns}, genres)[0]
    return None
