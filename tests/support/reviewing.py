"""Reviews articles of test projects as the office does, with names that stand for nobody."""

from __future__ import annotations

from pathlib import Path

from lanmu.content import settings as config
from lanmu.content.article import Signature
from lanmu.content.loading import load, read_docs
from lanmu.content.review import Text, article_of, text_hash
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.intake.review import TextInReview, open_articles
from lanmu.intake.review_block import with_signatures
from lanmu.storage.files import write_whole

PEOPLE = {
    "first": "审稿人甲",
    "second": "审稿人乙",
    "final": "审稿人丙",
    "secrecy": "审稿人丁",
    "privacy": "审稿人戊",
}


def open_article(docs: Path, file: str, settings: Settings) -> TextInReview:
    """One of `open_articles`."""
    return open_articles(docs, [file], settings)[0]


def review(project: Path, path: str) -> None:
    """All five reviews of an article (its path below docs/), on its own day, or today when that has not come."""
    desk = open_article(project / "docs", path, config.load(project / "lanmu.toml"))
    give_all(desk.site, desk.text)


def translate(project: Path, path: str, head: str, body: str) -> None:
    """Writes a translation at its path below docs/ that follows its original as it stands; its reviews are not given."""
    for wanted in ("''", None):
        if wanted is None:
            wanted = next(t.wanted_hash for t in read_docs(project / "docs").translations if t.path == path)
        text = f"---\n{head}source_hash: {wanted}\n---\n\n{body}\n"
        (project / "docs" / path).write_text(text, encoding="utf-8")


def review_everything(project: Path) -> None:
    """The reviews of all articles that are meant for readers."""
    site = load(project / "docs")
    for article in site.articles:
        if article.public:
            give_all(site, article)


def give_all(site: Site, text: Text) -> None:
    """Writes what the five people of PEOPLE would have signed one after the other."""
    day = min(article_of(text).date.date(), site.today)
    signed = text_hash(text, site.docs)
    signatures = {field: Signature(name=name, date=day, text_hash=signed) for field, name in PEOPLE.items()}
    file = site.docs / text.path
    write_whole(file, with_signatures(file.read_bytes().decode("utf-8"), signatures), newline="")
