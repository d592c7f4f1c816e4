"""Words against docs/terms.yml: where they stand, and which entries hold for a text."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from lanmu.checks.engine.project import Source
from lanmu.checks.sources.prose import original
from lanmu.content.wording import Dated, Enumeration, WrongForm
from lanmu.text.scanned import Passage

D = TypeVar("D", bound=Dated, covariant=True)
P = TypeVar("P", bound="Place[Dated]")
QUOTED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」")
# What is said after these, or ends as a sentence, is quoted (GB/T 15834-2011, 4.8.3.1); other words in quotation marks
# are names and what is stressed.
SAYING = re.compile(r"(?:说|指出|强调|写道|表示|规定|讲道|说道|问道|答道|所讲|所说)(?:过)?[，：,:]?$")
SENTENCE_END = "。！？!?…"


def day_of(source: Source) -> dt.date:
    """The day of a text: the one that a document bears, else that of its publication; pages are of today."""
    first = original(source) or source
    if first.article is None:
        return first.project.today
    return first.article.meta.document_date or first.article.meta.date.date()


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Spans in quotation marks that quote somebody: whole sentences, and what follows a verb of saying."""
    spans = []
    for match in QUOTED.finditer(text):
        is_sentence = match[0][-2] in SENTENCE_END
        if is_sentence or SAYING.search(text, max(match.start() - 6, 0), match.start()):
            spans.append(match.span())
    return tuple(spans)


@dataclass(frozen=True)
class Place(Generic[D]):
    """A word in a passage, and the entry that it belongs to."""

    word: str
    entry: D
    start: int

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.start + len(self.word)


class Index(Generic[D]):
    """Words of entries, found in a text in one pass, however many there are: by their first two characters."""

    def __init__(self, pairs: Iterable[tuple[str, D]]) -> None:
        self.heads: dict[str, list[tuple[str, D]]] = {}
        for word, entry in sorted(pairs, key=lambda pair: -len(pair[0])):
            self.heads.setdefault(word[:2], []).append((word, entry))
        first = "".join(re.escape(head[0]) for head in self.heads)
        self.pattern = re.compile(f"[{first}]") if first else None

    def places(self, text: str) -> Iterator[Place[D]]:
        """Every word at every place where it stands; longer ones first."""
        if self.pattern is None:
            return
        for match in self.pattern.finditer(text):
            start = match.start()
            for word, entry in self.heads.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield Place(word, entry, start)


def unquoted(passage: Passage, places: Iterable[P], day: dt.date) -> list[P]:
    """The places that are the writer's own words, of entries that hold on the day."""
    return own_words(passage.text, (place for place in places if place.entry.holds_on(day)))


def own_words(text: str, places: Iterable[P]) -> list[P]:
    """The places outside of quotations."""
    result: list[P] = []
    places = list(places)
    quoted = quotations(text) if places else ()
    begins = [start for start, _ in quoted]
    for place in places:
        last = bisect.bisect_right(begins, place.start) - 1
        if last < 0 or place.end > quoted[last][1]:
            result.append(place)
    return result


def inside(text: str, place: Place[Dated], contexts: Iterable[str]) -> bool:
    """True when the word is part of one of the `contexts` at this place."""
    for context in contexts:
        start = place.start - context.find(place.word)
        if place.word in context and start >= 0 and text.startswith(context, start):
            return True
    return False


def forms(source: Source, index: Index[WrongForm]) -> Iterator[tuple[int, WrongForm]]:
    """Offsets of wrong forms in a source, outside of the contexts in which they are right; of two that overlap, the first
    and longer one."""
    for passage in source.prose:
        end = 0
        for place in unquoted(passage, index.places(passage.text), day_of(source)):
            if place.start >= end and not inside(passage.text, place, place.entry.contexts):
                end = place.end
                yield passage.offsets[place.start], place.entry


# Further items of the list: short names, nothing that is done.
ITEM = r"[^\W\d_到在对向从赴往的是了和与及以等]{1,6}"
REST = re.compile(
    rf"(?:(?:、|和|与|及|以及){ITEM}){{0,8}}(?P<etc>等(?:\d{{1,3}}|[一二三四五六七八九十百两几数多各]{{1,3}})?个?)"
)


def misplaced(text: str, index: Index[Enumeration]) -> Iterator[Place[Enumeration]]:
    """Members followed by a class name that does not fit them (香港等国家): places from the member to the end of that name."""
    end = 0
    for place in index.places(text):
        match = REST.match(text, place.end) if place.start >= end else None
        called = match and next((name for name in place.entry.called if text.startswith(name, match.end())), None)
        if not match or not called:
            continue
        if not inside(text, Place(called, place.entry, match.end()), place.entry.unless):
            end = match.end() + len(called)
            yield Place(text[place.start : end], place.entry, place.start)
