"""Where personal data stands in a Markdown file or an attachment, for the rules about privacy."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import CannotLook, Sort, Text
from lanmu.checks.privacy import Finder, Match
from lanmu.checks.rule import Finding
from lanmu.checks.source import Source

SHOWN = 3
MASK = "改成「{masked}」，或者删去。"
REPLACE = "在原文件里改好，重新另存后替换。"


def personal_data(subject: Source | Attachment, finder: Finder, remedy: str = MASK) -> Iterator[Finding]:
    """What `finder` finds in the subject; it is shown masked, as reports are passed around.

    `remedy` is said of text; 「{masked}」 in it stands for the masked form.
    """
    if isinstance(subject, Source):
        return in_source(subject, finder, remedy)
    return in_attachment(subject, finder)


def in_source(source: Source, finder: Finder, remedy: str) -> Iterator[Finding]:
    """In the whole file: text, front matter, alternative texts, comments, code, targets of links."""
    found = {match.start: match for match in finder(source.text)}
    # A number that is half in bold is found only in what the reader sees.
    for passage in source.passages:
        for match in finder(passage.text):
            found.setdefault(passage.offsets[match.start], match)
    for offset, match in sorted(found.items()):
        message = f"公开了完整的{match.what}：「{match.masked}」（这里已遮住）。"
        yield source.at(offset, message, remedy.format(masked=match.masked))


def in_attachment(attachment: Attachment, finder: Finder) -> Iterator[Finding]:
    """In everything that stands in the file, and in its name; one finding for the file, however long the list is."""
    texts = attachment.texts
    known = () if isinstance(texts, CannotLook) else tuple(text for text in texts if text.sort is not Sort.UNSEEN)
    found: dict[str, tuple[Text, Match]] = {}
    for text in (Text("文件名", posixpath.basename(attachment.path)), *known):
        for match in finder(text.text):
            found.setdefault(match.value, (text, match))
    if found:
        places = [f"{text.place}「{match.masked}」" for text, match in list(found.values())[:SHOWN]]
        more = f"等 {len(found)} 处" if len(found) > SHOWN else ""
        what = next(iter(found.values()))[1].what
        yield attachment.finding(
            f"里面有完整的{what}：{'、'.join(places)}{more}（这里已遮住）。", f"遮住或者删去；{REPLACE}"
        )
