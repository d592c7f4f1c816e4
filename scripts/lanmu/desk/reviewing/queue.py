"""What waits for which review, the longest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lanmu.content.article import Article
from lanmu.content.publication import Readiness
from lanmu.content.review import ALL, Standing, Text, article_of, stages, text_hash
from lanmu.desk.articles.pressing import waits_since
from lanmu.desk.states import Standings

DUE = (Readiness.WAITING, Readiness.CHANGED)


@dataclass(frozen=True)
class Waiting:
    """A text that waits for reviews: the missing ones (`fields`, the next first), since when, `why` a signature is void,
    the number of `errors` that prevent signing, and the fingerprint of the text to be signed (`seen`)."""

    text: Text
    fields: tuple[str, ...]
    since: date
    why: str
    errors: int
    seen: str


@dataclass(frozen=True)
class Group:
    """The texts that wait for one review."""

    field: str
    label: str
    texts: tuple[Waiting, ...]


@dataclass(frozen=True)
class Queue:
    """What waits, by the next review; what has to be mended before it is signed; drafts, of which nobody has said yet that they
    are to be published."""

    groups: tuple[Group, ...]
    faulty: tuple[Waiting, ...]
    drafts: tuple[Waiting, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing waits."""
        return not (self.groups or self.faulty)


def queue(standings: Standings) -> Queue:
    """What waits at this moment."""
    due = sorted(_due(standings, *DUE), key=lambda each: (each.since, each.text.path))
    drafts = sorted(_due(standings, Readiness.DRAFT), key=lambda each: (each.since, each.text.path))
    ready = [each for each in due if not each.errors]
    groups = (
        Group(field, label, tuple(each for each in ready if each.fields[0] == field)) for field, label in ALL.items()
    )
    return Queue(
        tuple(group for group in groups if group.texts), tuple(each for each in due if each.errors), tuple(drafts)
    )


def _due(standings: Standings, *readiness: Readiness) -> Iterator[Waiting]:
    site = standings.reading.site
    texts: tuple[Text, ...] = (*site.articles, *standings.reading.translations) if site else ()
    for text in texts:
        # What an internal article waits for is how it stands inside.
        state = standings.inside.get(text.path) or standings.states[text.path]
        if state.readiness not in readiness or (not isinstance(text, Article) and state.label.startswith("原文")):
            continue
        assert site
        all_stages = stages(text, site.docs)
        open_stages = [stage for stage in all_stages if stage.standing is not Standing.VALID]
        if not open_stages:
            continue
        fields = tuple(stage.field for stage in open_stages)
        errors = standings.errors(text.path, of_reviews=False)
        days = [stage.signature.date for stage in all_stages if stage.signature]
        since = max([waits_since(article_of(text)), *days])
        yield Waiting(text, fields, since, open_stages[0].why, errors, text_hash(text, site.docs))
