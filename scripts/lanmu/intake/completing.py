"""What an article that was imported still lacks, and how answers get into its file: every other character stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Literal

from lanmu.content import front_matter
from lanmu.content.article import FrontMatter
from lanmu.content.dates import parse_day
from lanmu.content.fingerprint import digest
from lanmu.content.genres import Genre
from lanmu.content.items import read_item
from lanmu.content.loading import read_markdown
from lanmu.content.publication import PLACEHOLDER
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.article.galleries import GENERIC
from lanmu.intake.head_fields import with_field
from lanmu.intake.markdown_text import escape
from lanmu.intake.new_article import common_fields
from lanmu.storage.files import in_form_of, write_bytes
from lanmu.storage.write_lock import writing
from lanmu.text.scan import scan

ALTERNATIVE = "picture-"
NOTICE = ("start", "end", "receiver", "contact")
NO_UNIT = ""
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
CHANGED = "这篇稿件刚才在别处改过，这一次没有写进去。下面是它现在的样子和你填的，请核对以后再存一次。"
NAMES = ("title", "summary", "genre", "unit", "source", "author", "photo", "document_date", "issue")
NEEDED = ("title", "summary", "genre", "unit", "source")
"""Fields that every article must have; of the last two one."""
IN_NOTICE = {
    "notice.start": "公示从哪天起",
    "notice.end": "公示到哪天止",
    "notice.receiver": "谁受理意见",
    "notice.contact": "怎样提意见",
}
LABELS = {name: common_fields()[name]["about"].partition("：")[0] for name in NAMES} | IN_NOTICE
Kind = Literal["line", "text", "day", "number", "choice"]


@dataclass(frozen=True)
class Asked:
    """A question about an article: the `name` of its field (dotted; `picture-1` for the words of the first picture), the answer
    that stands there, and whether that is open yet. `choices` are the answers to choose from, `picture` the file's name."""

    name: str
    label: str
    hint: str
    value: str
    is_open: bool
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    picture: str = ""


def questions(text: str, site: Site) -> tuple[Asked, ...]:
    """All that is asked of an article (the text of its file, which can be read), those that are open first."""
    fields = front_matter.split(text, "")[0].data
    asked = [*_of_head(fields, site), *_of_pictures(text)]
    return tuple(sorted(asked, key=lambda each: not each.is_open))


def _of_head(fields: Mapping[str, Any], site: Site) -> Iterator[Asked]:
    genre = site.genres.by_name.get(str(fields.get("genre")))
    units = tuple(unit.name for unit in site.current.campaign.units if unit.kind != "sample")
    has_origin = any(_given(fields.get(name)) for name in ("unit", "source"))
    for name, needed in _names(fields, genre):
        value = _shown(_at(fields, name))
        is_open = not has_origin if name in ("unit", "source") else needed and not _given(value)
        is_open |= bool(PLACEHOLDER.search(value))
        value = "" if PLACEHOLDER.match(value) else value
        choices = _choices(name, value, units, tuple(site.genres.by_name))
        yield Asked(name, LABELS[name], _hint(name), value, is_open, _kind(name, choices), choices)


def _names(fields: Mapping[str, Any], genre: Genre | None) -> Iterator[tuple[str, bool]]:
    """The fields that are asked for, and whether the article must have each."""
    needs = genre.needs if genre else frozenset()
    yield from ((name, name in NEEDED or name in needs) for name in NAMES)
    if "notice" in needs or "notice" in fields:
        yield from ((f"notice.{part}", True) for part in NOTICE)


def _hint(name: str) -> str:
    known = common_fields().get(name, {})
    return known.get("help", known.get("about", "").partition("：")[2])


def _choices(name: str, value: str, units: tuple[str, ...], genres: tuple[str, ...]) -> tuple[str, ...]:
    if name == "unit" and units:
        return tuple(dict.fromkeys((NO_UNIT, *units, *filter(None, [value]))))
    return genres if name == "genre" else ()


def _kind(name: str, choices: tuple[str, ...]) -> Kind:
    if choices:
        return "choice"
    if name in ("document_date", "notice.start", "notice.end"):
        return "day"
    return "number" if name == "issue" else "text" if name == "summary" else "line"


def _of_pictures(text: str) -> Iterator[Asked]:
    for number, (words, target, _, _) in enumerate(_pictures(text), start=1):
        is_open = not words.strip() or bool(PLACEHOLDER.search(words)) or bool(GENERIC.fullmatch(words))
        hint = "看不见图的人靠这句话知道图上是什么：谁在做什么，15 字左右。"
        value = "" if PLACEHOLDER.match(words) else plain(words)
        yield Asked(f"{ALTERNATIVE}{number}", f"第 {number} 张图片的说明", hint, value, is_open, picture=target)


def _pictures(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The pictures of a text: their words, file, and where the words begin and end."""
    start = front_matter.span(text)[1]
    for link in scan(text, start).links:
        end = text.rfind("](", link.start, link.target_start)
        if link.kind == "image" and end >= 0:
            yield link.text, link.target, link.start + len("!["), end


def completed(text: str, answers: Mapping[str, str]) -> str:
    """The text of a file with these answers, by the names of their questions; what is not among them stays as it is.

    Raises UserError for an answer that is no day or number, and where a field is written so that it cannot be changed.
    """
    # From the last picture to the first, so that the places before stay right.
    for number, (_, _, start, end) in reversed(list(enumerate(_pictures(text), start=1))):
        words = answers.get(f"{ALTERNATIVE}{number}")
        if words is not None and words.strip() and words != plain(text[start:end]):
            text = text[:start] + escape(" ".join(words.split())) + text[end:]
    fields = front_matter.split(text, "")[0].data
    for name, answer in answers.items():
        there = _shown(fields.get(name))
        # What is still open stays open; a unit is a source.
        is_left = not answer.strip() and PLACEHOLDER.match(there) and not (name == "source" and answers.get("unit"))
        if name in FrontMatter.model_fields and answer.strip() != there and not is_left:
            text = with_field(text, name, _value(name, answer))
    parts = {part: _value(f"notice.{part}", answers.get(f"notice.{part}", "")) for part in NOTICE}
    if any(f"notice.{part}" in answers for part in NOTICE):
        kept = {part: value for part, value in parts.items() if value is not None}
        text = with_field(text, "notice", kept or None)
    return text


def plain(words: str) -> str:
    """The words of a picture as readers get them, without what escapes Markdown's signs."""
    return unescape(ESCAPED.sub(r"\1", words))


def complete(
    site: Site, path: str, before: str, answers: Mapping[str, str], write: Callable[[Path, bytes], object] = write_bytes
) -> None:
    """Puts answers into the article at `path` (below docs/), whose text had the digest `before` when it was asked about; `write`
    writes it, under the writing lock.

    Raises UserError when it has changed since, ContentError when it could not be built with these answers; nothing is
    written then.
    """
    file, shown = site.docs / path, f"docs/{path}"
    with writing(site.docs.parent):
        text = read_markdown(file, shown)
        if text_digest(text) != before:
            raise UserError(CHANGED)
        after = completed(text, answers)
        head, body = front_matter.split(after, shown)
        _, problems = read_item(path, head, body, site.columns_by_id, site.genres)
        if problems:
            raise ContentError(problems)
        if after != text:
            write(file, in_form_of(file.read_bytes(), after))


def text_digest(text: str) -> str:
    """What the text of an article is known by."""
    return digest(text.encode())


def _value(name: str, answer: str) -> Any:
    """An answer as a field has it; None where there is none. Raises UserError."""
    line = " ".join(answer.split())
    if not line:
        return None
    try:
        kind = _kind(name, ())
        return parse_day(line) if kind == "day" else int(line) if kind == "number" else line
    except ValueError as error:
        why = str(error) if kind == "day" else f"「{line}」不是一个数。"
        raise UserError(f"{LABELS[name]}：{why}") from None


def _at(fields: Mapping[str, Any], name: str) -> Any:
    value: Any = fields
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _given(value: Any) -> bool:
    return bool(_shown(value).strip()) and not PLACEHOLDER.search(_shown(value))
