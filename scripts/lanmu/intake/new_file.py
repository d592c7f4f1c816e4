"""Names and writes a new article's file: ASCII, safe on Windows, never over another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lanmu.content.files import DEVICES
from lanmu.diagnostics.errors import UserError
from lanmu.storage.changes import Changes

LONGEST = 60
# The document that a title is about.
NAMED = re.compile(r"《(.+?)》")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A landing page's name, and names that Windows keeps for devices, whatever the suffix.
RESERVED = {"index", *DEVICES}


def slug_of(title: str) -> str:
    """A file name from a title: pinyin of the document's own name, lower case, words joined by hyphens."""
    # Imported here: it reads its dictionaries at once (0.2 s), which a command that names no file should not cost.
    from pypinyin import lazy_pinyin

    named = NAMED.search(title)
    words = lazy_pinyin(unicodedata.normalize("NFKC", named[1] if named else title), errors=keep_ascii)  # type: ignore[arg-type]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}".strip("-")
        if word and len(longer) <= LONGEST:
            slug = longer
    slug = slug or "wengao"
    return f"{slug}-1" if slug in RESERVED else slug


def keep_ascii(text: str) -> list[str]:
    """Letters and figures of what is no Chinese, the rest dropped."""
    return re.findall(r"[a-z0-9]+", text.lower()) or [""]


def check_slug(slug: str) -> str:
    """`slug` when it may be a file name. Raises UserError otherwise."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST or slug in RESERVED:
        raise UserError(f"--slug「{slug}」不能作文件名。请用小写英文字母、数字和短横，例如 shishi-fangan。")
    return slug


def file_name(slug: str, day: date | None) -> str:
    """`2008-10-10-slug.md`, or `slug.md` in a column that is not sorted by date."""
    return f"{day.isoformat()}-{slug}.md" if day else f"{slug}.md"


def write_new(path: Path, text: str, beside: Mapping[str, bytes] | None = None) -> None:
    """Writes an article and the files `beside` it (by name), all of them or none, over none that is there.

    Raises UserError when one of them is there already or cannot be written.
    """
    changes = Changes(path.parent)
    for name, data in {**(beside or {}), path.name: text.encode()}.items():
        if (file := path.with_name(name)).exists():
            raise UserError(f"{file} 已经存在，没有覆盖。请先移走它，或用 --slug 换一个文件名。")
        changes.create(file, data)
    changes.carry_out()
