"""Reviews articles of test projects as the office does, with names that stand for nobody."""

from __future__ import annotations

from pathlib import Path

from lanmu import config
from lanmu.content.loading import load
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


def review_everything(project: Path) -> None:
    """The reviews of all articles that are meant for readers."""
    for article in load(project / "docs").articles:
        if article.public:
            review(project, article.path)
