"""Who reviewed an article: 初审, 复审, 终审, and by name for secrecy and privacy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lanmu.checks.engine.project import Source
from lanmu.content.review import Text, article_of
from lanmu.content.yaml_text import Key


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


def signed(text: Text | None, labels: Mapping[str, str]) -> list[Signed]:
    """The signatures of a text, in the order of `labels`."""
    if text is None:
        return []
    signatures = ((field, label, getattr(text.meta.review, field)) for field, label in labels.items())
    return [Signed(field, label, signature.name, signature.date) for field, label, signature in signatures if signature]


def reviewed(source: Source) -> Text | None:
    """What a source holds that is reviewed: an article, or the translation of one."""
    return source.article or source.project.translations.get(source.below_docs)


def to_be_reviewed(source: Source) -> Text | None:
    """What is to be published from the columns that lanmu.toml names; samples too, which are models for it."""
    text = reviewed(source)
    if text is None or article_of(text).column.kind not in source.project.settings.review.columns:
        return None
    is_model = source.article is not None and source.article.meta.sample and not source.article.meta.draft
    return text if source.project.is_meant(article_of(text)) or is_model else None
