"""Reviews articles of test projects as the office does, with names that stand for nobody."""

from __future__ import annotations

from pathlib import Path

from lanmu import config
from lanmu.content.loading import load, read_docs
from lanmu.intake.review import open_article, sign, write_signed

PEOPLE = {
    "first": "审稿人甲",
    "second": "审稿人乙",
    "final": "审稿人丙",
    "secrecy": "审稿人丁",
    "privacy": "审稿人戊",
}


def review(project: Path, path: str) -> None:
    """All five reviews of an article (its path below docs/), on its own day, or today when that has not come."""
    for field, name in PEOPLE.items():
        desk = open_article(project / "docs", path, config.load(project / "lanmu.toml"))
        day = min(desk.article.date.date(), desk.site.today)
        write_signed(desk, sign(desk, [field], name, day.isoformat()))


def translate(project: Path, path: str, head: str, body: str) -> None:
    """Writes a translation at its path below docs/ that follows its original as it stands; its reviews are not given."""
    for wanted in ("''", None):
        if wanted is None:
            wanted = next(t.wanted_hash for t in read_docs(project / "docs").translations if t.path == path)
        text = f"---\n{head}source_hash: {wanted}\n---\n\n{body}\n"
        (project / "docs" / path).write_text(text, encoding="utf-8")


def review_everything(project: Path) -> None:
    """The reviews of all articles that are meant for readers."""
    for article in load(project / "docs").articles:
        if article.public:
            review(project, article.path)
