"""A translation: it stands beside its article or page (`x.en.md` beside `x.md`) and says which text it was made from."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import Field

from lanmu.content.article import Summary, Title
from lanmu.content.fingerprint import fingerprint
from lanmu.content.validation import Model

SUFFIX = re.compile(r"\.(?P<language>en|zh-Hant)\.md$")


class TranslationMatter(Model):
    """The fields at the head of a translation; all others are the source's."""

    title: Title
    summary: Summary
    source_hash: Annotated[str, Field(pattern=r"^([a-p]{12})?$", description="译自哪一稿：检查会给出")] = ""
    source: Annotated[str, Field(description="内容来源的译文；页面不写")] = ""


def source_path(path: str) -> str:
    """The path of the text that a translation was made from."""
    return SUFFIX.sub(".md", path)


def translation_path(path: str, language: str) -> str:
    """The path of a text's translation."""
    return f"{path.removesuffix('.md')}.{language}.md"


def source_hash(head: Any, body: str) -> str:
    """What stands for the text that is translated: title, summary and body, whatever the ends of its lines."""
    fields = head if isinstance(head, dict) else {}
    shown = [str(fields.get(name) or "").strip() for name in ("title", "summary")]
    text = json.dumps([*shown, body.replace("\r\n", "\n").strip()], ensure_ascii=False)
    return fingerprint(text.encode("utf-8"), 12)
