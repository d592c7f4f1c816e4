"""The report on an import, in Chinese: 请看一看, 没有收进来, 改动了, 照收了, and in one line the remarks of every import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lanmu.content.article import LONGEST_TITLE
from lanmu.intake.official import LineKind, OfficialDocument
from lanmu.intake.word.model import Comment, Remark, RemarkKind

PARTS_OF_DOCUMENTS = (
    LineKind.LETTERHEAD,
    LineKind.TITLE,
    LineKind.ADDRESSEES,
    LineKind.ATTACHMENTS,
    LineKind.SIGNATURE,
    LineKind.DATE,
    LineKind.INDEX,
    LineKind.COPIES,
)
PARTS: dict[RemarkKind, str] = {
    "look": "请看一看",
    "left_out": "没有收进来",
    "changed": "改动了",
    "taken": "照收了",
}
USUAL = "每次都一样"
# Where a title may be cut: before a dash, after a clause, between words; and the least length.
BREAKS = ("——", "。", "；", "：", "，", " ", "、")
SHORTEST = 20
OPEN = re.compile(r"[（(《“〔【][^）)》”〕】]*$")


@dataclass(frozen=True)
class Report:
    """Remarks in their order, and the reviewers' comments, which are not published."""

    remarks: tuple[Remark, ...] = ()
    comments: tuple[Comment, ...] = ()

    def parts(self) -> dict[str, list[str]]:
        """The four parts by their names, each with its lines."""
        parts = {}
        for kind, name in PARTS.items():
            counts = Counter(remark.text for remark in self.remarks if remark.kind == kind)
            parts[name] = [f"{text}（{times} 处）" if times > 1 else text for text, times in counts.items()]
            if kind == "left_out":
                parts[name] += comment_lines(self.comments)
        return parts

    @property
    def usual(self) -> str:
        """The remarks of every import, in one sentence; empty where there are none."""
        texts = [remark.text for remark in self.remarks if remark.kind == "usual"]
        return f"{'；'.join(texts)}。" if texts else ""

    def lines(self) -> Iterator[str]:
        """The lines of the report. An empty part says 没有."""
        for name, lines in self.parts().items():
            yield f"{name}：" + ("" if lines else "没有")
            yield from (f"  · {line}" for line in lines)
        if self.usual:
            yield f"{USUAL}：{self.usual}"


@dataclass(frozen=True)
class Draft:
    """An article that was made of what was handed in: front matter, Markdown, the report, and pictures by file name."""

    fields: dict[str, Any]
    body: str
    report: Report
    pictures: dict[str, bytes] = field(default_factory=dict)


def comment_lines(comments: tuple[Comment, ...]) -> list[str]:
    lines = [f"批注 {len(comments)} 条，不登出来，请自己看："] if comments else []
    for comment in comments:
        about = f"（针对“{comment.anchor.strip()}”）" if comment.anchor.strip() else ""
        lines.append(f"{comment.author or '没有署名'}：{' '.join(comment.text.split())}{about}")
    return lines


def parts_of(document: OfficialDocument) -> Iterator[str]:
    """The parts of an official document that were recognised, a line to each kind."""
    for kind in PARTS_OF_DOCUMENTS:
        texts = [re.sub(rf"^{kind.value}[:：]\s*", "", " ".join(text.split())) for text in document.texts(kind)]
        if texts:
            yield f"{kind.value}：{'；'.join(texts)}"


def is_long(title: str) -> bool:
    """True for a title that is longer than an article's may be."""
    return len(title) > LONGEST_TITLE


def fitting_title(title: str) -> str:
    """A title cut to the length that an article's may have."""
    head = title[:LONGEST_TITLE]
    for end in BREAKS:
        position = head.rfind(end)
        if position >= SHORTEST and not OPEN.search(head[:position]):
            return head[:position].rstrip()
    return f"{head[:-2]}……"


def title_too_long(title: str) -> Remark:
    """The remark on a title that was cut."""
    return Remark(
        "look",
        f"标题有 {len(title)} 个字，最多 {LONGEST_TITLE} 个，暂时截到“{fitting_title(title)[-10:]}”，正文里的没有动。"
        "请把 title 改成一句通顺的短标题，再删去 draft: true。",
    )
