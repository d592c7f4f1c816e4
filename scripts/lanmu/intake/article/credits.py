"""Lines that say who wrote a text, who took the pictures, who handed it in: 文/甲 图/乙, （作者：甲）, 供稿：某某支部."""

from __future__ import annotations

import re
from dataclasses import dataclass

WRITER, PHOTO, BOTH, UNIT, SOURCE, GIVER, OTHER = "author", "photo", "both", "unit", "source", "giver", "other"
LABELS = {
    **dict.fromkeys(("作者", "撰稿", "撰文", "执笔", "文字", "文", "通讯员", "记者"), WRITER),
    **dict.fromkeys(("摄影", "摄", "图片", "图", "照片"), PHOTO),
    **dict.fromkeys(("文/图", "图/文", "文图", "图文"), BOTH),
    **dict.fromkeys(("供稿单位", "来稿单位", "报送单位", "单位"), UNIT),
    **dict.fromkeys(("来源", "稿件来源", "信息来源"), SOURCE),
    **dict.fromkeys(("供稿", "来稿"), GIVER),
    **dict.fromkeys(("初审", "复审", "终审", "审核", "审稿", "审", "责任编辑", "责编", "编辑", "校对", "签发"), OTHER),
}
_LABEL = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_PIECE = rf"(?!(?:{_LABEL})\s*[:：/／]|通讯员|记者|本报)[^\s:：/／（）()，,。；;、|]{{1,30}}"
_NAMES = rf"(?P<names>{_PIECE}(?:[、，,]?[ \u3000]*{_PIECE})*)"
NAMED = re.compile(rf"(?P<label>{_LABEL})\s*[:：/／]\s*{_NAMES}")
# 通讯员 张某, 本报记者 李某 and 文/图 王某 need no colon.
UNMARKED = re.compile(rf"(?:本报|本刊|本站)?(?P<label>通讯员|记者|文/图|图/文)[\s\u3000]+{_NAMES}")
BEHIND = re.compile(r"(?P<names>[^（）()，,。；;:：]{2,30}?)[\s\u3000]*(?P<label>供稿|来稿|撰稿|摄影|摄|文/图|文图|文)")
BETWEEN = re.compile(r"[\s\u3000，,；;。|]*")
BRACKETS = re.compile(r"[\s\u3000]*[（(【\[]?(?P<inner>.*?)[）)】\]]?[\s\u3000。]*", re.DOTALL)
TAIL = re.compile(r"（(?P<inner>[^（）]{2,40})）[\s\u3000。]*$")
# The end of a name that is an organisation's, not a person's.
BODY = re.compile(r"(?:部|室|会|局|委|支部|办|处|科|所|院|校|站|社|厂|公司|中心|集团|学校|小组|组|单位[A-Z]?|分会)$")
PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|示例人员.|[\u3400-\u9fff]{1,10}·[\u3400-\u9fff·]{1,15}")
LONGEST = 80


@dataclass(frozen=True)
class Credits:
    """What a line says of each, empty where it says nothing; `others` are labels that no field of an article has."""

    author: str = ""
    photo: str = ""
    unit: str = ""
    source: str = ""
    others: tuple[str, ...] = ()


def credits_of(line: str) -> Credits | None:
    """What a whole line says when it is a line of credits and nothing else; None for any other line."""
    if len(line) > LONGEST or not line.strip():
        return None
    match = BRACKETS.fullmatch(line)
    inner = match["inner"] if match else line
    is_bracketed = inner.strip(" \u3000。") != line.strip(" \u3000。")
    found = list(labelled(inner))
    if not found and is_bracketed and (behind := BEHIND.fullmatch(inner)):
        found = [(behind["label"], behind["names"])]
    return gathered(found) if found else None


def credits_at_the_end(line: str) -> Credits | None:
    """What the brackets at the end of a paragraph say: …圆满结束。（作者：甲）"""
    match = TAIL.search(line)
    return credits_of(match[0]) if match and match.start() else None


def labelled(text: str) -> list[tuple[str, str]]:
    """Labels with their names when they make up all of `text`, else nothing."""
    found, place = [], 0
    while place < len(text):
        if gap := BETWEEN.match(text, place):
            place = gap.end()
        if place == len(text):
            break
        match = UNMARKED.match(text, place) or NAMED.match(text, place)
        if match is None:
            return []
        found.append((match["label"], match["names"]))
        place = match.end()
    return found


def gathered(found: list[tuple[str, str]]) -> Credits | None:
    """The names by field; None when what stands for a person's name cannot be one."""
    fields: dict[str, list[str]] = {WRITER: [], PHOTO: [], UNIT: [], SOURCE: []}
    others = []
    for label, written in found:
        kind = LABELS[label]
        names = tidy(written)
        if kind == OTHER:
            others.append(f"{label}：{'、'.join(names)}")
        for name in names:
            for field in field_of(kind, name):
                fields[field].append(name)
    if not all(PERSON.fullmatch(name) for name in (*fields[WRITER], *fields[PHOTO])):
        return None
    author, photo, unit, source = ("、".join(dict.fromkeys(names)) for names in fields.values())
    return Credits(author, photo, unit, source, tuple(others))


def field_of(kind: str, name: str) -> tuple[str, ...]:
    """The fields that a name belongs to; an organisation is never a writer."""
    if kind == BOTH:
        return WRITER, PHOTO
    if kind in (GIVER, WRITER):
        return (UNIT,) if BODY.search(name) else (WRITER,)
    return () if kind == OTHER else (kind,)


def tidy(names: str) -> list[str]:
    """The names one by one, those of two characters without the blank that sets them apart."""
    joined = re.sub(
        r"(?<![^\s、，,])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![^\s、，,])", r"\1\2", names.strip()
    )
    return list(filter(None, re.split(r"[、，,\s\u3000]+", joined)))
