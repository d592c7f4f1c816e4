"""Who reviewed an article: 初审, 复审, 终审, and by name for secrecy and privacy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lanmu.checks.engine.finding import Finding
from lanmu.checks.source import Source
from lanmu.content.review import Text, article_of, latest_day
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
    """The signatures that are there, in the order of `labels`."""
    if text is None:
        return []
    given = ((field, label, getattr(text.meta.review, field)) for field, label in labels.items())
    return [Signed(field, label, found.name, found.date) for field, label, found in given if found]


def missing(text: Text, labels: Mapping[str, str]) -> dict[str, str]:
    """Those of `labels`, by their fields, whose signatures are not there."""
    return {field: label for field, label in labels.items() if getattr(text.meta.review, field) is None}


def reviewed(source: Source) -> Text | None:
    """What a source holds that is reviewed: an article, or the translation of one."""
    return source.article or source.project.translations.get(source.below_docs)


def to_be_reviewed(source: Source) -> Text | None:
    """What is to be published from the columns that lanmu.toml names; samples too, which are models for it."""
    text = reviewed(source)
    if text is None or article_of(text).column.kind not in source.project.settings.review.columns:
        return None
    is_model = source.article is not None and source.article.meta.sample and not source.article.meta.draft
    return text if article_of(text).public or is_model else None


def too_late(source: Source, labels: Mapping[str, str]) -> Iterator[Finding]:
    """Signatures that are younger than what they are given for; a draft is not out yet, and a translation has no day."""
    article = source.article
    if article is None or article.meta.draft:
        return
    last = latest_day(article)
    word = "发布日期" if last == article.date.date() else "修改日期"
    for signature in signed(article, labels):
        if signature.date > last:
            message = f"{signature.label}的日期 {signature.date} 晚于{word} {last}。"
            remedy = (
                "核对审稿单；还没有发布的，改 date；发布以后改过、重新审的，写 updated；没有审就发布了的，先撤下来。"
            )
            yield source.at_field(signature.key, message, remedy)
