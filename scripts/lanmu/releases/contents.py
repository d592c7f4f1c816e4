"""What a manifest says of a release besides its files: what it was made from, and which articles are in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lanmu.build.gate import Gate
from lanmu.checks.engine.git import git
from lanmu.content.addresses import old_address
from lanmu.content.article import Article
from lanmu.content.files import walk
from lanmu.content.published import FILE as PUBLISHED
from lanmu.content.review import Text, article_of, text_hash
from lanmu.diagnostics.errors import UserError
from lanmu.releases.manifest import ManifestArticle

FOLDERS = ("docs", "overrides")
SETTINGS = ("mkdocs.yml", "lanmu.toml")
LANGUAGE = "zh"


def source_of(root: Path) -> str:
    """The Git revision of the project, where what a site is made from is as it was committed; else a digest of that."""
    noted = f":(exclude)docs/{PUBLISHED}"
    try:
        if not git(root, "status", "--porcelain", "--", *FOLDERS, *SETTINGS, "scripts", noted).strip():
            return git(root, "rev-parse", "HEAD").strip()
    except UserError:
        pass
    files = [f"{folder}/{path}" for folder in FOLDERS for path in walk(root / folder).files]
    total = hashlib.sha256()
    for path in sorted({*files, *SETTINGS} - {f"docs/{PUBLISHED}"}):
        total.update(f"{path}\0{hashlib.sha256((root / path).read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{total.hexdigest()}"


def articles_of(gate: Gate, site: Path) -> Iterator[ManifestArticle]:
    """The articles and translations that the gate lets out and that are in a built site."""
    texts: list[tuple[str, Text]] = [(LANGUAGE, article) for article in gate.whole.articles]
    texts += [(text.language, text) for text in gate.project.reading.translations if isinstance(text.original, Article)]
    for language, text in texts:
        folder = "" if language == LANGUAGE else f"{language}/"
        if text.path in gate.shown and (site / folder / text.address / "index.html").is_file():
            final = text.meta.review.final
            former = (old_address(old) for old in article_of(text).meta.redirect_from)
            yield ManifestArticle(
                address=f"{folder}{text.address}",
                title=text.title,
                language=language,
                file=text.path,
                review=final.text_hash if final else "",
                text=text_hash(text, gate.whole.docs),
                former=tuple(f"{folder}{old}" for old in former if old),
            )
