"""Who reviewed an article: 初审, 复审, 终审, and by name for secrecy and privacy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.yaml_text import Key

ColumnKind = Literal["dated", "reference"]
THREE = {"first": "初审", "second": "复审", "final": "终审"}
BY_NAME = {"secrecy": "保密审查", "privacy": "隐私审查"}
ALL = THREE | BY_NAME


@dataclass(frozen=True)
class Signed:
    """A signature in the front matter: its field, the word for it, who signed, and on which day."""

    field: str
    label: str
    name: str
    date: date

    @property
    def key(self) -> Key:
        """Where it stands in the front matter."""
        return "review", self.field


def signed(article: Article, labels: Mapping[str, str]) -> list[Signed]:
    """The signatures that are there, in the order of `labels`."""
    given = ((field, label, getattr(article.meta.review, field)) for field, label in labels.items())
    return [Signed(field, label, found.name, found.date) for field, label, found in given if found]


def missing(article: Article, labels: Mapping[str, str]) -> list[str]:
    """The words for the signatures that are not there."""
    return [label for field, label in labels.items() if getattr(article.meta.review, field) is None]


def needs_review(article: Article, kinds: Iterable[ColumnKind]) -> bool:
    """True for what is published from columns of these kinds, and for samples, which are models for it."""
    return article.column.kind in kinds and (article.public or (article.meta.sample and not article.meta.draft))
