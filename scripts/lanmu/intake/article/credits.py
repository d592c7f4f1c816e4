"""Credits: who wrote a text, took its pictures, handed it in (文/甲 图/乙, （作者：甲）, 供稿：某某支部).

They are looked for right below the title and at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lanmu.intake.article.head import Line
from lanmu.intake.days import parse_day
from lanmu.intake.names import PERSON, closed_up, is_body, is_person
from lanmu.intake.official import HEADS, LineKind, OfficialDocument, body_and_day
from lanmu.storage.program_data import read_program_data

WRITER, PHOTO, BOTH, UNIT, SOURCE, GIVER, OTHER = "author", "photo", "both", "unit", "source", "giver", "other"
UNKNOWN = "unknown"
LABELS = {
    label: kind for kind, labels in read_program_data(Path(__file__).with_suffix(".yml")).items() for label in labels
}
_LABEL = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_ANY_LABEL = rf"(?:{_LABEL}|[\u3400-\u9fff]{{2,6}})"
_SIGN = r"[^\s:：/／（）()，,。；;、|]"
# A name, up to the next label.
_PIECE = rf"(?!{_ANY_LABEL}\s*[:：]|(?:{_LABEL})\s*[/／]|通讯员|记者|本报){_SIGN}{{1,30}}"
_NAMES = rf"(?P<names>{_PIECE}(?:[、，,]?[ \u3000\t]*{_PIECE})*)"
NAMED = re.compile(rf"(?P<label>{_LABEL})\s*[:：/／]\s*{_NAMES}")
# 通讯员 张某, 本报记者 李某 and 文/图 王某 need no colon.
UNMARKED = re.compile(
    rf"(?:本报|本刊|本站|本网|[\u3400-\u9fff]{{1,6}}[报刊社台网])?(?:实习|特约|见习)?(?P<label>通讯员|记者|文/图|图/文|文/摄|摄影报道)(?P<gap>[\s\u3000]*){_NAMES}"
)
# 排版：丙, among labels that are known.
STRANGE = re.compile(rf"(?P<label>[\u3400-\u9fff]{{2,6}})\s*[:：]\s*{_NAMES}")
# 张某/文　李某/图
REVERSED = re.compile(rf"(?P<names>{_SIGN}{{2,10}})\s*[/／]\s*(?P<label>{_LABEL})(?![^\s，,；;、])")
NAMES_FIRST = re.compile(
    r"(?P<names>[^（）()，,。；;:：]{2,30}?)[\s\u3000]*(?P<label>供稿|来稿|撰稿|摄影报道|摄影|摄|文/图|图/文|文图|图文|文/摄|文)"
)
# 供稿：张某（某某总工会）
AFTER_NAME = re.compile(r"(?<=[^\s（(])[（(](?P<body>[\u3400-\u9fff]{3,30})[）)]$")
# 2008年12月8日　来源：某某总工会
DAY = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|([./-])\d{1,2}\1\d{1,2})(?=\s)")
# 记者 张某 文/图
TRAILING = re.compile("文/图|图/文|文图|图文|文/摄|摄影报道")
# 某某总工会　张某/文　李某/图
FIRST = re.compile(r"(?P<body>[\u3400-\u9fff]{3,40})[\s\u3000]+")
BETWEEN = re.compile(r"[\s\u3000，,；;。|／/]*")
BRACKETS = re.compile(r"[\s\u3000]*[（(【\[]?(?P<inner>.*?)[）)】\]]?[\s\u3000。]*", re.DOTALL)
TAIL = re.compile(r"（(?P<inner>[^（）]{2,40})）[\s\u3000。]*$")
# 本报讯（通讯员 张某）11月20日……
HEAD = re.compile(r"(?:本[报刊网站][\u3400-\u9fff\d]{0,10})?讯?[ \u3000]?[（(](?P<inner>[^（）()]{2,30})[）)]\s*(?=\S)")
POST = re.compile(
    "(?:主席|书记|部长|主任|局长|处长|科长|院长|校长|厂长|经理|委员|组长|队长|代表|干部|馆长|会长|秘书长|常委)$"
)
# 通讯员 张某 报道
NOT_NAMES = frozenset({"报道", "供稿", "来稿", "撰稿"})
NOTE = re.compile(
    r"[（(]\s*(?:作者(?:系|为|是)\s*(?P<name>[\u3400-\u9fff·]{3,40})"
    r"|(?:[摘选转]自|转载自|原载于?)\s*(?:《(?P<source>[^《》]{2,20})》[^（）()《》]{0,20}|(?P<site>[\u3400-\u9fff]{2,20})))[）)]"
)
LONGEST = 80
# Where credits stand: below the title, and at the end.
FIRST_LINES, LAST_LINES = 3, 6
FIELDS = ("author", "photo", "unit", "source")
# Titles of texts that have only a person's name below.
SPOKEN = re.compile(
    "(?:讲话|发言|致辞|讲稿|演讲|党课|心得|体会|感想|随想|征文|汇报|述职)(?:稿|提纲|材料|报告)?(?:（[^）]*）)?$"
)
# Characters that no body's name has.
NOT_IN_A_NAME = re.compile(r"[。；，：？！,;:]|\d{4}")
# Lines that hold no credits.
APART = HEADS | {LineKind.COPIES, LineKind.INDEX}


@dataclass(frozen=True)
class Credits:
    """The names in a line by field, joined by 、; empty where the line has none.

    `others` are known labels without a field (编辑：…), `unknown` words with unknown labels, which stay in the text.
    """

    author: str = ""
    photo: str = ""
    unit: str = ""
    source: str = ""
    others: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def credits_of(line: str) -> Credits | None:
    """The credits of a line that holds nothing else; None for any other line."""
    if len(line) > LONGEST or not line.strip():
        return None
    if (match := AFTER_NAME.search(line)) and is_body(match["body"]):
        line = f"{line[: match.start()]} {match['body']}"
    match = BRACKETS.fullmatch(line)
    inner = match["inner"] if match else line
    is_bracketed = inner.strip(" \u3000。") != line.strip(" \u3000。")
    labels = labelled(inner)
    if not labels and (named := NAMES_FIRST.fullmatch(inner)):
        # Without brackets only what is surely the name of a body or a person: 欢迎供稿 is neither.
        is_named = all(is_body(name) or is_person(name) for name in tidy(named["names"]))
        labels = [LabelledNames(named["label"], named["names"], named[0])] if is_bracketed or is_named else []
    return gathered(labels) if labels else None


def credits_at_the_end(line: str) -> Credits | None:
    """The credits in brackets at the end of a paragraph."""
    match = TAIL.search(line)
    if not match or not match.start():
        return None
    is_after_sentence = line[: match.start()].rstrip().endswith(("。", "！", "？"))
    credits = credits_of(match[0]) or signed_by(match[0]) or (names_alone(match[0]) if is_after_sentence else None)
    return credits if credits and not credits.unknown else None


def credits_at_the_beginning(line: str) -> Credits | None:
    """The credits in brackets at the beginning of a paragraph: 本报讯（通讯员 张某）."""
    match = HEAD.match(line)
    inner = f"（{match['inner']}）" if match else ""
    credits = credits_of(inner) or signed_by(inner)
    return credits if credits and not credits.unknown else None


def signed_by(line: str) -> Credits | None:
    """The credits of a line of a body's and persons' names without labels: （某某支部　张某）; None for any other line.

    A body alone is no more than a sign-off, and a name alone could be anything.
    """
    if len(line) > LONGEST:
        return None
    match = BRACKETS.fullmatch(line)
    inner = (match["inner"] if match else line).strip()
    if inner != line.strip():
        inner = re.sub("[:：]", " ", inner, count=1)
    words = [re.sub("(?:供稿|来稿|报送)$", "", word) for word in re.split(r"[\s、，,]+", closed_up(inner)) if word]
    bodies = [word for word in words if not is_person(word)]
    persons = [word for word in words if is_person(word)]
    if not bodies or not persons or not all(map(is_body, bodies)) or re.search("[。；：:！？]", inner):
        return None
    return Credits("、".join(persons), unit="、".join(bodies))


def names_alone(text: str) -> Credits | None:
    """The credits of a line of persons' names and nothing else."""
    names = [name for name in re.split("[\\s、，]+", closed_up(text.strip("（）() \u3000"))) if name]
    return Credits("、".join(names)) if names and all(map(is_person, names)) else None


def note_in_brackets(line: str) -> Credits | None:
    """The credits of a note such as （作者系某某局局长）, which gives the unit, or （摘自《某某报》）, which gives the source."""
    match = NOTE.fullmatch(line.strip())
    if match is None:
        return None
    if source := match["source"] or match["site"]:
        return Credits(source=source)
    name = POST.sub("", match["name"]).removesuffix("副")
    return Credits(unit=name) if is_body(name) else None


def post_and_name(line: str) -> Credits | None:
    """The author in a line of a post and a name: 某某局局长　张某."""
    words = closed_up(line.strip("（）() \u3000")).split()
    is_named = len(words) in (2, 3) and is_person(words[-1]) and bool(POST.search(words[-2]))
    return Credits(words[-1]) if is_named else None


def unit_in_brackets(line: str) -> Credits | None:
    match = re.fullmatch(r"[\s\u3000]*[（(]\s*(?P<name>[\u3400-\u9fff·A-Z]{3,40})\s*[）)][\s\u3000]*", line)
    return Credits(unit=match["name"]) if match and is_body(match["name"]) and not is_person(match["name"]) else None


@dataclass(frozen=True)
class LabelledNames:
    """A label with its names, and the text of both as written."""

    label: str
    names: str
    text: str


def labelled(text: str) -> list[LabelledNames]:
    """The labels of a text that consists of labels with names, at least one of them known; empty for any other text."""
    labels: list[LabelledNames] = []
    position = 0
    while position < len(text):
        if gap := BETWEEN.match(text, position):
            position = gap.end()
        if position == len(text):
            break
        if labels and TRAILING.fullmatch(text, position):
            return [LabelledNames("文/图", label.names, label.text) for label in labels]
        first = FIRST.match(text) if position == 0 else None
        if first and is_body(first["body"]):
            labels.append(LabelledNames("单位", first["body"], first["body"]))
            position = first.end()
            continue
        if day := DAY.match(text, position):
            labels.append(LabelledNames("", "", day[0]))
            position = day.end()
            continue
        match = UNMARKED.match(text, position)
        if match and not match["gap"] and not all(map(is_person, tidy(match["names"]))):
            match = None
        match = match or NAMED.match(text, position) or STRANGE.match(text, position)
        match = match or REVERSED.match(text, position)
        if match is None:
            return []
        labels.append(LabelledNames(match["label"], match["names"], match[0]))
        position = match.end()
    return labels if any(label.label in LABELS and label.text != label.names for label in labels) else []


def gathered(labels: list[LabelledNames]) -> Credits | None:
    """The names by field; None when a person's name cannot be one."""
    fields: dict[str, list[str]] = {WRITER: [], PHOTO: [], UNIT: [], SOURCE: []}
    others, unknown = [], []
    for label in labels:
        kind = LABELS.get(label.label, UNKNOWN)
        names = tidy(label.names)
        if kind == OTHER:
            others.append(f"{label.label}：{'、'.join(names)}")
        elif kind == UNKNOWN:
            unknown.append(label.text.strip())
        for name in names:
            for field_name in fields_for(kind, name):
                fields[field_name].append(name)
    if not all(PERSON.fullmatch(name) for name in (*fields[WRITER], *fields[PHOTO])):
        return None
    author, photo, unit, source = ("、".join(dict.fromkeys(names)) for names in fields.values())
    return Credits(author, photo, unit, source, tuple(others), tuple(unknown))


def fields_for(kind: str, name: str) -> tuple[str, ...]:
    """The fields that a name belongs to; an organisation is never a writer."""
    if kind in (BOTH, GIVER, WRITER) and is_body(name):
        return (UNIT,)
    if kind == BOTH:
        return WRITER, PHOTO
    if kind in (GIVER, WRITER):
        return (WRITER,)
    return () if kind in (OTHER, UNKNOWN) else (kind,)


def tidy(names: str) -> list[str]:
    return [name for name in re.split(r"[、，,\s\u3000]+", closed_up(names)) if name and name not in NOT_NAMES]


@dataclass(frozen=True)
class Byline:
    """A line that goes into the front matter, except the words in `credits.unknown`; `day` is set for a date below the title."""

    line: Line
    credits: Credits = field(default_factory=Credits)
    day: date | None = None


@dataclass(frozen=True)
class Bylines:
    """The bylines of an article, the credits of all of them, and what stays in the text.

    `inside` says where a paragraph has credits inside it (文末括号里); `reviewers` are lines that name nobody else.
    """

    lines: tuple[Byline, ...]
    credits: Credits
    inside: str = ""
    reviewers: tuple[str, ...] = ()


def bylines(
    lines: Sequence[Line], titles: set[int], document: OfficialDocument, latest: date, *, is_official: bool, title: str
) -> Bylines:
    """The bylines among the lines of an article's title and running text."""
    body = [line for line in lines if line.index not in titles and line.kind not in APART]
    # Credits stand in the first or the last lines.
    edges = (*body[:FIRST_LINES], *body[-LAST_LINES:])
    credited = {line.index: Byline(line, line_credits) for line in edges if (line_credits := credits_of(line.text))}
    for_fields = {
        index: byline for index, byline in credited.items() if any(getattr(byline.credits, name) for name in FIELDS)
    }
    rest = [line for line in body if line.index not in credited]
    below = [line for line in rest if titles and line.index > max(titles)]
    in_fields = dict(for_fields)
    if not is_official:
        in_fields |= {byline.line.index: byline for byline in below_title(below, document, latest, title)}
        unsigned = [line for line in below if line.index not in in_fields and line.kind is not LineKind.DATE]
        if not any(byline.credits.author or byline.credits.unit for byline in in_fields.values()):
            in_fields |= {byline.line.index: byline for byline in at_the_end(unsigned)}
    first = next((line.text for line in below[:FIRST_LINES] if line.kind is not LineKind.DATE), "")
    posted = None if is_official else post_and_name(first)
    ordered = tuple(in_fields[index] for index in sorted(in_fields))
    credits, inside = merged([byline.credits for byline in ordered]), ""
    if not credited and rest:
        for where, line_credits in (
            ("标题下面", posted),
            ("文末括号里", credits_at_the_end(rest[-1].text) or note_in_brackets(rest[-1].text)),
            ("开头括号里", credits_at_the_beginning(below[0].text) if below else None),
        ):
            if line_credits and not inside:
                credits, inside = merged([credits, line_credits]), where
    reviewers = tuple(byline.line.text for index, byline in credited.items() if index not in for_fields)
    return Bylines(ordered, credits, inside, reviewers)


def below_title(below: Sequence[Line], document: OfficialDocument, latest: date, title: str) -> Iterator[Byline]:
    """The bylines right below the title: the document's date, and centred names without labels."""
    # The document's day, which the page shows by itself, alone or after the name of a body.
    pairs = {line: body_and_day(line.text) for line in below[:FIRST_LINES] if "right" not in line.block.classes}
    written = {line: parse_day(pair[1] if pair else line.text) for line, pair in pairs.items()}
    days = [line for line, day in written.items() if day is not None and day == document.day and day <= latest]
    for line in below[:FIRST_LINES]:
        if line in days:
            pair = pairs[line]
            yield Byline(line, Credits(unit=pair[0]) if pair else Credits(), document.day)
            continue
        if post_and_name(line.text):
            continue
        credits = signed_by(line.text) or names_alone(line.text) or body_alone(line)
        is_set = "center" in line.block.classes or bool(days) or bool(SPOKEN.search(title))
        if credits is None or not is_set or len(below) < FIRST_LINES - 1:
            break
        yield Byline(line, credits)


def body_alone(line: Line) -> Credits | None:
    is_alone = (
        not line.block.classes.isdisjoint(("center", "right"))
        and is_body(line.text)
        and not NOT_IN_A_NAME.search(line.text)
    )
    return Credits(unit=line.text) if is_alone else None


def at_the_end(lines: Sequence[Line]) -> Iterator[Byline]:
    """The byline in the last line: a body with a name, （某某支部　张某）, unless the line above is such a line too (a list).

    Names alone count only as a signature at the right.
    """
    if len(lines) < 2:
        return
    last, above = lines[-1], lines[-2]
    if credits := signed_by(last.text) or unit_in_brackets(last.text):
        if not signed_by(above.text) and not unit_in_brackets(above.text):
            yield Byline(last, credits)
    elif last.kind is LineKind.SIGNATURE or "right" in last.block.classes:
        signed = [last, above] if "right" in above.block.classes and names_alone(last.text) else [last]
        for line in signed:
            # A body that signs with a date stays in the text.
            body = body_alone(line) if line.kind is not LineKind.SIGNATURE else None
            if credits := names_alone(line.text) or body:
                yield Byline(line, credits)


def merged(credits: Sequence[Credits]) -> Credits:
    by_field = ((word for item in credits for word in getattr(item, name).split("、") if word) for name in FIELDS)
    author, photo, unit, source = ("、".join(dict.fromkeys(words)) for words in by_field)
    return Credits(author, photo, unit, source, tuple(other for item in credits for other in item.others))
