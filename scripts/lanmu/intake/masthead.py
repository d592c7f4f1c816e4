"""The masthead of a 简报: its name, the number of the issue, the office that edits it and the day, in any order of lines.

An office sets it in one line or in several, in a frame, in a table without lines, or as WordArt. Here it is text, a
line to each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lanmu.intake import days
from lanmu.intake.names import is_body

_COUNT = r"\d{1,5}|[〇零一二三四五六七八九十廿卅百]{1,7}"
# In a bare line: （总第86期）, 2008年第12期, 〔2008〕第12期, 第12、13期.
TOTAL = re.compile(rf"[\[(〔【,，]?总第?(?P<count>{_COUNT})期[\])〕】]?")
NUMBER = re.compile(
    rf"[\[(〔【]?(?:[\[(〔【]?(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}})[\])〕】]?年?度?[,，·]?)?"
    rf"第(?P<count>{_COUNT})(?P<double>[、,，~至和—-](?:{_COUNT}))?期[\])〕】]?"
    # 〔2008〕12号, No.12, and 第　期 before anybody has written the number.
    rf"|[\[(〔【]\d{{4}}[\])〕】]第?(?P<number>\d{{1,4}})号|(?:N[Oo0]|№)[.．:：°]?(?P<no>\d{{1,4}})|第期"
)
# What stands before number and day.
LABEL = re.compile("(?:期[数号]|(?:编[发印写]|印发|出刊|出版|发稿)?(?:日期|(?<=[发印写刊版稿])时间))[:：]")
# 专刊（12）: a number only where name, office and day say what it is.
IN_BRACKETS = re.compile(rf"\((?P<count>{_COUNT})\)$")
ALONE = re.compile(rf"(?:(?:19|20)\d\d年?)?\(?(?P<count>(?!\d{{4}})(?:{_COUNT}))\)?")
# What a bulletin's name ends in, and the minutes of meetings that are headed like one.
BULLETIN = re.compile(
    "(?:简报|快报|快讯|专报|信息|动态|通讯|参阅|摘报|要情|内参|月报|周报|专刊|工讯|情况反映|情况交流)[》】]?"
)
MINUTES = re.compile("(?:会议)?纪要")
OFFICE = re.compile(
    "(?:(?:编印|编发|主办|编辑|承办|印发)(?:单位|部门)?[:：])?(?P<name>[^，。；：:！？、\\d]{2,60}?)(?P<does>编印|编发|编制|主编|主办|印发|编|印)?"
)
DOES = re.compile("编印|编发|编制|主编|主办|印发|出版|编|印")
ISSUES = re.compile("[编印]$|主办$|^(?:编[印发辑]|主办|承办)")
_LINE = "[—━─═＿_=＝–－-]"
RULE = re.compile(f"{_LINE}++(?:[★☆]{_LINE}++)?|[★☆]{_LINE}*+|[*＊·•…]{{2,}}")
SIDE = re.compile(
    "增刊|特刊|专辑|内部(?:资料|刊物|文件|参阅).*|注意保存|仅供参考|请勿外传|工作资料.*|编号[:：].{1,12}|(?:地址|电话|邮编|邮箱|网址)[:：].*|[A-Za-z]{4,30}"
)
# Which subject an issue has, and which part of it the piece below belongs to.
SUBJECT = re.compile(r"\(.{2,24}专[刊辑版].{0,4}\)")
SECTION = re.compile(r"[【\[](?!编者|按).{2,8}[】\]]|[●◆■★☆▲◎](?!编者|按).{2,8}")
# Who made the issue: it stands beside a masthead, and no field of an article has it.
EDITORS = re.compile("(?:责任编辑|执行编辑|编辑|责编|主编|总编|审核|审签|签发|校对|本期编辑)人?[:：].{1,40}")
CONTENTS = re.compile(r"[【〖\[]?(?:本期)?(?:要目|目录|导读|目次|导航|提要|内容提要|主要内容)[】〗\]]?[:：]?")
BULLET = re.compile(r"^[★☆●○◆◇▲△■□•·※→►◎\-*]+|^\d{1,2}[.．、]|^[（(]?[一二三四五六七八九十]{1,3}[）)、]")
LEADER = re.compile(r"[.…·．。—\-\s]*[（(]?\d{0,3}[）)]?$")
# What parts a line: 某某办公室编　　签发：某某　　2008年12月8日.
PIECES = re.compile(r"\t|[ \u3000]{2,}")
# What the title of a piece says though it ends as a body's name does.
DOING = re.compile("走访|慰问|调研|召开|举[办行]|成立|深入|[到赴送]|看望|视察|参观|走进|开展|授予|表彰")
LONGEST, LONGEST_NAME, LONGEST_TITLE, SHORTEST_OFFICE = 80, 30, 60, 5
# How many lines a masthead has at the most, what stands beside it included.
MOST_LINES, MOST_NAME_LINES = 12, 4
EMPTY = re.compile(r"[（(]\s*[)）]")
BRACKETS = "（()）〔〕[]【】《》，,·"
PARTED = " \t\u3000，,、|/"
NO_NAME = re.compile("[。；，：？！,;:?!]")


@dataclass(frozen=True)
class Masthead:
    """What a masthead says. `lines` are the places of its own lines, `contents` those of the list of the issue's pieces.

    `issue` is None where no single number is given, `day` where none is or there is no such day.
    """

    lines: tuple[int, ...]
    name: str = ""
    issue: int | None = None
    office: str = ""
    day: date | None = None
    day_written: str = ""
    contents: tuple[int, ...] = ()

    @property
    def is_bulletin(self) -> bool:
        """True unless it is the head of a meeting's minutes, which are an official document."""
        return not MINUTES.search(self.name[-4:])


@dataclass
class _Line:
    """What one line says of the masthead; `rest` is what is left of it, its blanks kept.

    `is_apart` is False where the number stands amid other words (举办第3期培训班).
    """

    has_number: bool = False
    is_apart: bool = True
    issue: int | None = None
    days: list[re.Match[str]] = field(default_factory=list)
    rest: str = ""


def masthead_of(lines: Sequence[str]) -> Masthead | None:
    """The masthead on top of the lines of a text; None when there is none.

    There is one where a line gives the number of an issue, a bulletin's name stands above or beside it, or an office
    or a day below it, and a text follows. The name may be missing: offices set it as a picture. Without a number
    (增刊) there must be name, office and day, and a title below them.
    """
    top = [_read(line) for line in lines[:MOST_LINES]]
    number = next((index for index, line in enumerate(top) if line.has_number), None)
    is_numbered = number is not None
    if number is None:
        named = [
            index
            for index, line in enumerate(top[:MOST_NAME_LINES])
            if _is_name(line.rest) or ALONE.fullmatch(days.bare(line.rest))
        ]
        number = next((index for index in named if index + 1 not in named), None)
    if number is None or not top[number].is_apart:
        return None
    rests = [days.bare(line.rest) for line in top[:number]]
    if any(len(rest) > LONGEST_NAME or (NO_NAME.search(rest) and not SIDE.fullmatch(rest)) for rest in rests):
        return None
    name, office = _name_and_office([line.rest for line in top[: number + 1]])
    dates = [day for line in top[: number + 1] for day in line.days]
    end = number + 1
    while end < len(top) and not (office and dates):
        is_above = end + 1 < len(lines) and _is_title(lines[end + 1])
        more_office, is_part = _below(
            top[end], lines[end], has_day=bool(dates), has_office=bool(office), is_above_title=is_above
        )
        if not (name or office) and _is_name(top[end].rest):
            # The number stands in a cell beside the name.
            name, is_part = days.bare(top[end].rest), True
        if not is_part:
            break
        # What stands beside the day is surer than what stands above the name.
        office, dates = more_office or office, dates or top[end].days
        end += 1
    while end + 1 < len(lines) and (_is_beside(lines[end]) or _is_section(lines[end], lines[end + 1])):
        end += 1
    has_name = bool(BULLETIN.search(name[-5:]) or MINUTES.search(name[-4:]))
    if end >= len(lines) or not (has_name or (name and (office or dates)) or (office and dates)):
        return None
    if not is_numbered and not (office and dates and _is_title(lines[end])):
        return None
    contents = contents_of(lines, end)
    written = dates[0][0] if dates else ""
    day = days.parse_day(written)
    office = office or _body_in(name)
    return Masthead(tuple(range(end)), name, top[number].issue, office, day, written, contents)


def is_piece(line: str) -> bool:
    """True for a line that may be a part of a masthead by itself: a name, a number, an office with its day, a rule."""
    parsed = _read(line)
    rest = days.bare(parsed.rest)
    is_named = _is_name(parsed.rest)
    is_office = (
        bool(DOES.fullmatch(rest))
        or bool(parsed.days and not rest)
        or bool(_office(parsed.rest) and (parsed.days or ISSUES.search(rest)))
    )
    return _is_beside(line) or parsed.has_number or is_named or is_office


def _is_name(rest: str) -> bool:
    name = IN_BRACKETS.sub("", days.bare(rest))
    return len(name) <= LONGEST_NAME and any(match.end() == len(name) for match in BULLETIN.finditer(name))


def _body_in(name: str) -> str:
    body = name[: match.start()] if (match := re.search(rf"(?:工作)?{BULLETIN.pattern}$", name)) else ""
    return body if is_body(body) and len(body) >= SHORTEST_OFFICE else ""


def _is_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.rstrip().endswith(("。", "：", "；", "，"))


def _read(line: str) -> _Line:
    """Takes the numbers and days out of a line."""
    if len(line) > LONGEST:
        return _Line(rest=line)
    line = "\t".join(piece for piece in PIECES.split(line) if not EDITORS.fullmatch(days.bare(piece)))
    parsed = _Line()
    bare, positions = days.bare(line), [position for position, sign in enumerate(line) if not sign.isspace()]
    taken: set[int] = set()
    numbers: list[re.Match[str]] = []
    for pattern in (TOTAL, NUMBER, days.DATE, days.PARTIAL_INSIDE, LABEL):
        for match in pattern.finditer(bare):
            if taken & set(range(*match.span())):
                continue
            taken |= set(range(*match.span()))
            if pattern not in (TOTAL, NUMBER):
                parsed.days += [match] if pattern is not LABEL else []
                continue
            parsed.has_number = True
            numbers.append(match)
            is_single = pattern is TOTAL or not match["double"]
            # The number in the year goes before the one since the first issue.
            if is_single and (pattern is NUMBER or parsed.issue is None):
                parsed.issue = _count(next(filter(None, match.groups()), ""))
            elif not is_single:
                parsed.issue = None
    removed = {positions[index] for index in taken}
    blanked = "".join("\t" if position in removed else sign for position, sign in enumerate(line))
    parsed.rest = EMPTY.sub(" ", blanked).strip()
    if alone := ALONE.fullmatch(days.bare(parsed.rest)):
        parsed.issue = _count(alone["count"])
    elif not parsed.has_number and (last := IN_BRACKETS.search(bare)) and _is_name(bare):
        parsed.issue = _count(last["count"])
    parsed.is_apart = all(_is_separate(blanked, bare, positions, match) for match in numbers)
    return parsed


def _is_separate(blanked: str, bare: str, positions: Sequence[int], match: re.Match[str]) -> bool:
    """True when nothing but blanks, brackets and a bulletin's name touches the number; `blanked` is without it."""
    after = blanked[positions[match.end() - 1] + 1 :][:1]
    before = blanked[: positions[match.start()]][-1:]
    is_free = not before or before.isspace() or before in BRACKETS or bool(BULLETIN.search(bare[: match.start()][-5:]))
    return is_free and (not after or after.isspace() or after in BRACKETS)


def _count(text: str) -> int | None:
    if text and all(digit in days.HAN_DIGITS for digit in text):
        text = "".join(str(days.HAN_DIGITS[digit]) for digit in text)
    try:
        return days.han_number(text) or None
    except ValueError:
        return None


def _name_and_office(rests: Sequence[str]) -> tuple[str, str]:
    parts = [rest for rest in rests if rest and not _is_beside(rest)]
    joined = "".join(map(days.bare, parts))
    body = next((rest for rest in map(days.bare, parts[:-1]) if is_body(rest)), "")
    match = re.search(rf"^(.*?{BULLETIN.pattern})(.*)$", joined)
    if match:
        return match[1].strip("《》【】"), _office(_text_after(parts, len(match[1]))) or body
    return joined.strip("《》【】"), body


def _text_after(rests: Sequence[str], length: int) -> str:
    """What stands behind the first `length` characters of the lines, blanks not counted."""
    for rest in rests:
        for position, sign in enumerate(rest):
            if length == 0:
                return rest[position:]
            length -= not sign.isspace()
    return ""


def _office(rest: str) -> str:
    """The office that a line names, or an empty string; several are parted by a blank."""
    text = rest.translate(days.WIDE).strip(PARTED)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    words = re.split(r"[\s、]+", text)
    if all(len(word) == 1 for word in words):
        words = ["".join(words)]
    if len(words) > 1 and DOES.fullmatch(words[-1]):
        words.pop()
    names = []
    for word in words if all(_named(word) for word in words) else ["".join(words)]:
        match = _named(word)
        if not match:
            return ""
        names.append(match)
    return " ".join(names)


def _named(word: str) -> str:
    match = OFFICE.fullmatch(word)
    return match["name"] if match and (is_body(match["name"]) or match["does"]) else ""


def _below(line: _Line, text: str, *, has_day: bool, has_office: bool, is_above_title: bool) -> tuple[str, bool]:
    if _is_beside(text) or (line.has_number and not days.bare(line.rest)):
        return "", True
    office = _office(line.rest)
    if line.days and not has_day:
        return office, not line.rest or bool(office)
    # Without a day only what says that it is the editor, or does nothing: a title may end in the name of a body.
    is_office = bool(ISSUES.search(days.bare(line.rest))) or (is_above_title and not DOING.search(office))
    return office, bool(office) and not has_office and (is_office or not has_day)


def _is_beside(line: str) -> bool:
    """True for a rule, for 内部资料 and the like, for the subject of an issue and for the editors' names."""
    if len(line) > LONGEST:
        return False
    bare = days.bare(line)
    is_named = any(pattern.fullmatch(bare) for pattern in (DOES, SUBJECT, EDITORS))
    return is_named or bool(RULE.fullmatch(bare) or SIDE.fullmatch(bare.strip("()")))


def _is_section(line: str, following: str) -> bool:
    bare = days.bare(line) if len(line) <= LONGEST else ""
    return bool(SECTION.fullmatch(bare)) and not CONTENTS.fullmatch(bare) and _is_title(following)


def contents_of(lines: Sequence[str], start: int) -> tuple[int, ...]:
    """The places of the list of the issue's pieces that begins at `start`: its heading, and titles that come again."""
    if start >= len(lines) or not CONTENTS.fullmatch(days.bare(lines[start])):
        return ()
    whole = [days.bare(line) for line in lines]
    end = start + 1
    while end < len(lines) and _entry(lines[end]) and _entry(lines[end]) in whole[end + 1 :]:
        end += 1
    return tuple(range(start, end)) if end > start + 1 else ()


def _entry(line: str) -> str:
    return LEADER.sub("", BULLET.sub("", days.bare(line))) if len(line) <= LONGEST else ""
