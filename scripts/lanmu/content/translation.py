"""A translation: it stands beside its article or page (`x.en.md` beside `x.md`) and names the text that it was made from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from lanmu.content.article import Article, Page, Review, Source, Summary, Title
from lanmu.content.fingerprint import fingerprint
from lanmu.content.validation import Model

SUFFIX = re.compile(r"\.(?P<language>en|zh-Hant)\.md$")


class TranslationMatter(Model):
    """The fields at the head of a translation; all others are the source's."""

    title: Title
    summary: Summary
    source_hash: Annotated[str, Field(pattern=r"^([a-p]{12})?$", description="译自哪一稿：检查会给出")] = ""
    source: Annotated[str, Field(description="内容来源的译文；页面不写")] = ""
    review: Annotated[Review, Field(description="译文自己的三审：review.py 填写；页面不写")] = Review()


@dataclass(frozen=True)
class Translation(Source):
    """A text in another language. `path` is its own below docs/, with forward slashes; it is read as `original` was."""

    path: str
    meta: TranslationMatter
    body: str
    original: Article | Page

    @property
    def title(self) -> str:
        """The headline."""
        return self.meta.title

    @property
    def language(self) -> str:
        """`en` or `zh-Hant`."""
        match = SUFFIX.search(self.path)
        return match["language"] if match else ""

    @property
    def address(self) -> str:
        """The original's: from there, in the folder of the language, browsers count the links of raw HTML."""
        return self.original.address

    @property
    def item(self) -> Article | Page:
        """What the site shows: the original with the words of the translation."""
        shown = {"title": self.meta.title, "summary": self.meta.summary}
        if isinstance(self.original, Page):
            return replace(self.original, meta=self.original.meta.model_copy(update=shown), body=self.body)
        fields = shown | ({"source": self.meta.source} if self.meta.source else {})
        return replace(self.original, meta=self.original.meta.model_copy(update=fields), body=self.body)

    @property
    def wanted_hash(self) -> str:
        """The `source_hash` of a translation of the original as it is now."""
        meta = self.original.meta
        return source_hash({"title": meta.title, "summary": meta.summary}, self.original.body)


def source_path(path: str) -> str:
    """The path of the text that a translation was made from."""
    return SUFFIX.sub(".md", path)


def translation_path(path: str, language: str) -> str:
    """The path of a text's translation."""
    return f"{path.removesuffix('.md')}.{language}.md"


def source_hash(head: Any, body: str) -> str:
    """The fingerprint of the text that is translated: title, summary and body, whatever the ends of its lines."""
    fields = head if isinstance(head, dict) else {}
    shown = [str(fields.get(name) or "").strip() for name in ("title", "summary")]
    text = json.dumps([*shown, body.replace("\r\n", "\n").strip()], ensure_ascii=False)
    return fingerprint(text.encode("utf-8"), 12)
