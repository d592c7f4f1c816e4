"""What is found in a file: its texts, each with its place, and why one cannot look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Sort(StrEnum):
    """Whether readers see a text at once. The value is the word that editors read."""

    SHOWN = "正文"
    COMMENT = "批注"
    REVISION = "修订痕迹"
    HIDDEN = "隐藏内容"
    MAKER = "作者信息"
    """Who made the file, where that cannot be taken out before it is published."""
    UNSEEN = "没有看到"
    """No text of the file: the note says which part of it was not looked into."""


@dataclass(frozen=True)
class Text:
    """A text and where it stands, in an editor's words: 「正文第 3 段」, 「工作表《名单》B3」, 「第 4 页」."""

    place: str
    text: str
    sort: Sort = Sort.SHOWN

    def within(self, place: str) -> Text:
        """The same text, its place seen from the file that holds this one."""
        return replace(self, place=f"{place}里的{self.place}")


class CannotLook(Exception):  # noqa: N818 - it is a result too, see texts_of
    """A file cannot be looked into; `str(error)` is a Chinese sentence with the reason, `remedy` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(reason)

    def plain(self) -> CannotLook:
        """The same to be kept: without the frames of its traceback, which hold the whole file."""
        return CannotLook(self.reason, self.remedy)
