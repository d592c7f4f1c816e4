"""The parts of a printed 公文, which the PDF and the Word file are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from lanmu.channels.common.styles import OFFICIAL, texts_by_role
from lanmu.text.document import Block, Inlines, Note, inline_text

# How a document is laid out: as most are, or as 信函, 命令（令） or 纪要 (GB/T 9704-2012, 10.1 to 10.3).
Form = Literal["usual", "letter", "order", "minutes"]


@dataclass(frozen=True)
class Mark:
    """A line at the top: 份号, 密级, 紧急程度 (GB/T 9704-2012, 7.2.1 to 7.2.3); `face` is the role of its font."""

    text: str
    face: str


@dataclass(frozen=True)
class Signers:
    """签发人: the words before the names (签发人：) and the names (GB/T 9704-2012, 7.2.6)."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """版头: the lines above, 发文机关标志 (`issuers`, and 文件 for all of them in `shared`), 发文字号 (`numbers`), 签发人."""

    kind: ClassVar[str] = "head"
    above: tuple[Mark, ...]
    issuers: tuple[str, ...]
    numbers: tuple[str, ...]
    form: Form = "usual"
    shared: str = ""
    signers: tuple[Signers, ...] = ()


@dataclass(frozen=True)
class Title:
    """A title in lines, with the footnotes of its text. `label` is 附件1 at the top left of an attachment's first page."""

    kind: ClassVar[str] = "title"
    lines: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of 附件说明, 版记 or of who was present: the words before its text, the text, to which further lines are aligned,
    and what stands at its right end (the day of printing)."""

    label: str
    inlines: Inlines
    number: str = ""
    role: str = ""
    end: str = ""


@dataclass(frozen=True)
class Attachments:
    """附件说明."""

    kind: ClassVar[str] = "attachments"
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Attendance:
    """出席、请假、列席 of 纪要."""

    kind: ClassVar[str] = "attendance"
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SignOff:
    """署名 and 成文日期. In an order (令) the one name is that of a person, whose `post` stands before it."""

    kind: ClassVar[str] = "sign"
    names: tuple[Inlines, ...]
    date: Inlines
    post: str = ""


@dataclass(frozen=True)
class Colophon:
    """版记. It is `plain` in 信函: without rules, on whatever side is the last (GB/T 9704-2012, 10.1)."""

    kind: ClassVar[str] = "colophon"
    entries: tuple[Entry, ...]
    plain: bool = False


@dataclass(frozen=True)
class NewPage:
    """The end of a page."""

    kind: ClassVar[str] = "break"


@dataclass(frozen=True)
class Landscape:
    """Tables that lie on pages of their own, with what stands above and below them there (GB/T 9704-2012, 8)."""

    kind: ClassVar[str] = "landscape"
    parts: tuple[Part, ...]


Part = Block | Head | Title | Attachments | Attendance | SignOff | Colophon | NewPage | Landscape


def texts(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """The printed texts, each with its font role, for the check that the fonts have all characters."""
    for part in parts:
        match part:
            case Head():
                yield from ((mark.face, mark.text) for mark in part.above)
                yield "biao", "".join((*part.issuers, part.shared))
                yield "fang", "".join((*part.numbers, *(signers.label for signers in part.signers)))
                yield "kai", "".join(name for signers in part.signers for name in signers.names)
            case Title():
                yield "biao", "".join(part.lines)
                yield "hei", part.label
                yield "song", inline_text(part.notes)
            case SignOff():
                yield "fang", part.post + "".join(map(inline_text, (*part.names, part.date)))
            case Attachments() | Attendance() | Colophon():
                for entry in part.entries:
                    is_index = entry.role == "index"
                    is_label = is_index or isinstance(part, Attendance)
                    yield "hei" if is_label else "fang", entry.label + entry.number
                    yield "biao" if is_index else "fang", inline_text(entry.inlines) + entry.end
            case NewPage():
                pass
            case Landscape():
                yield from texts(part.parts)
            case _:
                yield from texts_by_role([part], OFFICIAL)
