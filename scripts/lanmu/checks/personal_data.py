"""Where personal data stands in a Markdown file or an attachment, for the rules about privacy."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import RejectedFileError, Sort, Text
from lanmu.checks.privacy import Finder, Match
from lanmu.checks.project import Project
from lanmu.checks.rule import Finding
from lanmu.checks.source import Source

SHOWN = 3
MASK = "改成「{masked}」，或者删去。"
REPLACE = "在原文件里改好，重新另存后替换。"


Subject = Source | Attachment | Project


def personal_data(subject: Subject, finder: Finder, remedy: str = MASK) -> Iterator[Finding]:
    """What `finder` finds in the subject; it is shown masked, as reports are passed around.

    `remedy` is said of text; 「{masked}」 in it stands for the masked form.
    """
    if isinstance(subject, Source):
        return in_source(subject, finder, remedy)
    return in_lists(subject, finder, remedy) if isinstance(subject, Project) else in_attachment(subject, finder)


def in_lists(project: Project, finder: Finder, remedy: str) -> Iterator[Finding]:
    """In the names and descriptions of columns, units, terms and the like, which stand on many pages."""
    for path, text in project.data_texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            for match in finder(line):
                yield Finding(path, number, match.start + 1, said(match), remedy.format(masked=match.masked))


def in_source(source: Source, finder: Finder, remedy: str) -> Iterator[Finding]:
    """In the whole file: text, front matter, alternative texts, comments, code, targets of links; and in its name, which
    is in the page's address."""
    for match in finder(posixpath.basename(source.path).replace("-", " ")):
        yield Finding(source.path, 0, 0, f"文件名{said(match)}", "改文件名，删去号码。")
    found = {match.start: match for match in finder(source.text)}
    # A number that is half in bold is found only in what the reader sees.
    for passage in source.passages:
        for match in finder(passage.text):
            found.setdefault(passage.offsets[match.start], match)
    for offset, match in sorted(found.items()):
        yield source.at(offset, said(match), remedy.format(masked=match.masked))


def said(match: Match) -> str:
    """What is said of personal data in a text."""
    return f"公开了完整的{match.what}：「{match.masked}」（这里已遮住）。"


def in_attachment(attachment: Attachment, finder: Finder) -> Iterator[Finding]:
    """In everything that stands in the file, and in its name; one finding for the file, however long the list is."""
    texts = attachment.texts
    known = (
        () if isinstance(texts, RejectedFileError) else tuple(text for text in texts if text.sort is not Sort.UNSEEN)
    )
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
