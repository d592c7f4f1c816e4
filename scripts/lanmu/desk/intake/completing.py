"""The form for what an article that was taken in still lacks: questions of 写稿, fewer of them, and words for its pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from lanmu.content.publication import PLACEHOLDER
from lanmu.content.site import Site
from lanmu.desk.forms import Asked, as_sent
from lanmu.desk.writing.manuscript import Manuscript, composed
from lanmu.intake.completing import pictures_of, with_words

NAMES = ("title", "summary", "genre", "unit", "source", "author", "photo", "document_date", "issue", "notice")
NEEDED = ("title", "summary", "genre", "unit")
"""What every article must have; a source will do for a unit."""
PICTURE = re.compile(r"picture-([0-9]{1,4})")
WORDS = "看不见图的人靠这句话知道图上是什么：谁在做什么，15 字左右。"
LACKING, INSTEAD, NUMBER = "要补", "或者填这一项", "要印简报的现在写"
"""What is marked at a question: the last two need no answer."""


@dataclass(frozen=True)
class Question:
    """A question with the picture that it is about, if any."""

    asked: Asked
    picture: str = ""

    @property
    def is_open(self) -> bool:
        """True when it must be answered before the article goes on."""
        return self.asked.mark == LACKING

    @property
    def is_first(self) -> bool:
        """True when it is asked first, whether or not it must be answered."""
        return bool(self.asked.mark)


def questions(manuscript: Manuscript, form: MultiDict[str, str] | None = None) -> tuple[Question, ...]:
    """All that is asked of an article, with the answers that a form gives, if one was sent."""
    assert manuscript.site
    assert manuscript.head
    data: Mapping[str, Any] = manuscript.head.data
    genre = manuscript.site.genres.by_name.get(manuscript.genre)
    needs = genre.needs if genre else frozenset()
    asked = []
    for field in (field for name in NAMES for field in manuscript.fields if field.name == name):
        if field.name != "notice" or "notice" in needs or "notice" in data:
            marked = without_placeholder(replace(field, mark=label_for(field, data, manuscript.site, needs)))
            asked.append(Question(as_sent(marked, form) if form is not None and is_in(field, form) else marked))
    for picture in pictures_of(manuscript.text):
        name = f"picture-{picture.number}"
        words = picture.words if form is None else form.get(name, picture.words)
        mark = LACKING if picture.is_open else ""
        label = f"第 {picture.number} 张图片的说明"
        asked.append(Question(Asked(name, "text", label, WORDS, value=words, mark=mark), picture.file))
    return tuple(asked)


def label_for(field: Asked, data: Mapping[str, Any], site: Site, needs: frozenset[str]) -> str:
    """What stands beside a question of an article with this head: that it is lacking, or may be given instead."""
    if field.name in ("unit", "source"):
        has_origin = any(is_given(data.get(name)) for name in ("unit", "source"))
        return "" if has_origin else LACKING if field.name == "unit" else INSTEAD
    if is_given(data.get(field.name)):
        return ""
    bulletin = site.genres.bulletin
    if field.name == "issue" and "issue" not in needs and bulletin and data.get("genre") == bulletin.name:
        return NUMBER
    return LACKING if field.name in NEEDED or field.name in needs else ""


def is_given(value: Any) -> bool:
    """True for a value in which nothing is left to be filled in."""
    if isinstance(value, Mapping):
        return bool(value) and all(map(is_given, value.values()))
    return value is not None and bool(str(value).strip()) and not PLACEHOLDER.search(str(value))


def without_placeholder(field: Asked) -> Asked:
    """The question without an answer that only says what is to be filled in."""
    is_open = isinstance(field.value, str) and PLACEHOLDER.match(field.value)
    choices = tuple(choice for choice in field.choices if not PLACEHOLDER.match(choice[0]))
    parts = tuple(map(without_placeholder, field.parts))
    return replace(field, value="" if is_open else field.value, choices=choices, parts=parts)


def is_in(field: Asked, form: MultiDict[str, str]) -> bool:
    """True when a form has a question, or a part of it."""
    return any(key == field.name or key.startswith(f"{field.name}.") for key in form)


def completed(manuscript: Manuscript, form: MultiDict[str, str]) -> str:
    """The whole file with the answers of a form; what is still open and was not answered stays open. Raises UserError."""
    asked = [field.name for field in manuscript.fields if is_in(field, form) and not is_left_open(field, form)]
    if form.get("ready"):
        asked.append("draft")
    values = MultiDict(form)
    values["fields"] = " ".join(asked)
    words = {int(match[1]): text for name, text in form.items() if (match := PICTURE.fullmatch(name))}
    return with_words(composed(manuscript, values), words)


def is_left_open(field: Asked, form: MultiDict[str, str]) -> bool:
    """True for a placeholder that nobody has written over. That of a source goes once there is a unit."""
    is_open = isinstance(field.value, str) and PLACEHOLDER.match(field.value)
    is_needless = field.name == "source" and form.get("unit", "").strip()
    return bool(is_open and not form.get(field.name, "").strip() and not is_needless)
