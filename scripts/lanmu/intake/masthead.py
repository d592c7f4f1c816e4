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
# Labels before number and date.
LABEL = re.compile("(?:期[数号]|(?:编[发印写]|印发|出刊|出版|发稿)?(?:日期|(?<=[发印写刊版稿])时间))[:：]")
# 专刊（12）: a number only where name, office and day say what it is.
IN_BRACKETS = re.compile(rf"\((?P<count>{_COUNT})\)$")
ALONE = re.compile(rf"(?:(?:19|20)\d\d年?)?\(?(?P<count>(?!\d{{4}})(?:{_COUNT}))\)?")
# The end of a bulletin's name, and the minutes of meetings that are headed like one.
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
# The editors of the issue, named beside a masthead; no field of an article has them.
EDITORS = re.compile("(?:责任编辑|执行编辑|编辑|责编|主编|总编|审核|审签|签发|校对|本期编辑)人?[:：].{1,40}")
CONTENTS = re.compile(r"[【〖\[]?(?:本期)?(?:要目|目录|导读|目次|导航|提要|内容提要|主要内容)[】〗\]]?[:：]?")
BULLET = re.compile(r"^[★☆●○◆◇▲△■□•·※→►◎\-*]+|^\d{1,2}[.．、]|^[（(]?[一二三四五六七八九十]{1,3}[）)、]")
LEADER = re.compile(r"[.…·．。—\-\s]*[（(]?\d{0,3}[）)]?$")
# Separators within a line: 某某办公室编　　签发：某某　　2008年12月8日.
PIECES = re.compile(r"\t|[ \u3000]{2,}")
# Verbs in titles of pieces that end like a body's name.
DOING = re.compile("走访|慰问|调研|召开|举[办行]|成立|深入|[到赴送]|看望|视察|参观|走进|开展|授予|表彰")
LONGEST, LONGEST_NAME, LONGEST_TITLE, SHORTEST_OFFICE = 80, 30, 60, 5
# The most lines of a masthead, those beside it included.
MOST_LINES, MOST_NAME_LINES = 12, 4
EMPTY = re.compile(r"[（(]\s*[)）]")
BRACKETS = "（()）〔〕[]【】《》，,·"
PARTED = " \t\u3000，,、|/"
NO_NAME = re.compile("[。；，：？！,;:?!]")


@dataclass(frozen=True)
class Masthead:
    """A masthead. `lines` are the indexes of its own lines, `contents` those of the issue's table of contents.

    `issue` is None unless a single number is given, `day` unless there is a valid date.
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
class MastheadLine:
    """Number, dates and the remainder of one line, its blanks kept.

    `is_apart` is False for a number amid other words (举办第3期培训班).
    """

    has_number: bool = False
    is_apart: bool = True
    issue: int | None = None
    days: list[re.Match[str]] = field(default_factory=list)
    remainder: str = ""


def masthead_of(lines: Sequence[str]) -> Masthead | None:
    """The masthead on top of the lines of a text; None when there is none.

    It has a line with the number of an issue, with a bulletin's name above or beside it or an office or a date below
    it, and text follows. The name may be missing, as offices set it as a picture. Without a number (增刊) there must be
    name, office and date, and a title below them.
    """
    top = [read_line(line) for line in lines[:MOST_LINES]]
    number = next((index for index, line in enumerate(top) if line.has_number), None)
    is_numbered = number is not None
    if number is None:
        named = [
            index
            for index, line in enumerate(top[:MOST_NAME_LINES])
            if is_bulletin_name(line.remainder) or ALONE.fullmatch(days.bare(line.remainder))
        ]
        number = next((index for index in named if index + 1 not in named), None)
    if number is None or not top[number].is_apart:
        return None
    remainders = [days.bare(line.remainder) for line in top[:number]]
    if any(
        len(remainder) > LONGEST_NAME or (NO_NAME.search(remainder) and not SIDE.fullmatch(remainder))
        for remainder in remainders
    ):
        return None
    name, office = name_and_office([line.remainder for line in top[: number + 1]])
    dates = [day for line in top[: number + 1] for day in line.days]
    end = number + 1
    while end < len(top) and not (office and dates):
        is_above = end + 1 < len(lines) and may_be_title(lines[end + 1])
        more_office, is_part = office_below(
            top[end], lines[end], has_day=bool(dates), has_office=bool(office), is_above_title=is_above
        )
        if not (name or office) and is_bulletin_name(top[end].remainder):
            # The number is in a table cell beside the name.
            name, is_part = days.bare(top[end].remainder), True
        if not is_part:
            break
        # An office beside the date is more certain than one above the name.
        office, dates = more_office or office, dates or top[end].days
        end += 1
    while end + 1 < len(lines) and (is_beside(lines[end]) or is_section(lines[end], lines[end + 1])):
        end += 1
    has_name = bool(BULLETIN.search(name[-5:]) or MINUTES.search(name[-4:]))
    if end >= len(lines) or not (has_name or (name and (office or dates)) or (office and dates)):
        return None
    if not is_numbered and not (office and dates and may_be_title(lines[end])):
        return None
    contents = contents_of(lines, end)
    written = dates[0][0] if dates else ""
    day = days.parse_day(written)
    office = office or body_in_name(name)
    return Masthead(tuple(range(end)), name, top[number].issue, office, day, written, contents)


def is_piece(line: str) -> bool:
    """True for a line that may be a part of a masthead by itself: a name, a number, an office with its day, a rule."""
    parsed = read_line(line)
    remainder = days.bare(parsed.remainder)
    is_named = is_bulletin_name(parsed.remainder)
    is_office = (
        bool(DOES.fullmatch(remainder))
        or bool(parsed.days and not remainder)
        or bool(office_in(parsed.remainder) and (parsed.days or ISSUES.search(remainder)))
    )
    return is_beside(line) or parsed.has_number or is_named or is_office


def is_bulletin_name(remainder: str) -> bool:
    name = IN_BRACKETS.sub("", days.bare(remainder))
    return len(name) <= LONGEST_NAME and any(match.end() == len(name) for match in BULLETIN.finditer(name))


def body_in_name(name: str) -> str:
    body = name[: match.start()] if (match := re.search(rf"(?:工作)?{BULLETIN.pattern}$", name)) else ""
    return body if is_body(body) and len(body) >= SHORTEST_OFFICE else ""


def may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.rstrip().endswith(("。", "：", "；", "，"))


def read_line(line: str) -> MastheadLine:
    """Splits a line into numbers, dates and the remainder."""
    if len(line) > LONGEST:
        return MastheadLine(remainder=line)
    line = "\t".join(piece for piece in PIECES.split(line) if not EDITORS.fullmatch(days.bare(piece)))
    parsed = MastheadLine()
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
            # The number within the year is preferred to the one since the first issue.
            if is_single and (pattern is NUMBER or parsed.issue is None):
                parsed.issue = parse_count(next(filter(None, match.groups()), ""))
            elif not is_single:
                parsed.issue = None
    removed = {positions[index] for index in taken}
    blanked = "".join("\t" if position in removed else sign for position, sign in enumerate(line))
    parsed.remainder = EMPTY.sub(" ", blanked).strip()
    if alone := ALONE.fullmatch(days.bare(parsed.remainder)):
        parsed.issue = parse_count(alone["count"])
    elif not parsed.has_number and (last := IN_BRACKETS.search(bare)) and is_bulletin_name(bare):
        parsed.issue = parse_count(last["count"])
    parsed.is_apart = all(is_separate(blanked, bare, positions, match) for match in numbers)
    return parsed


def is_separate(blanked: str, bare: str, positions: Sequence[int], match: re.Match[str]) -> bool:
    """True when nothing but blanks, brackets and a bulletin's name is next to a number; `blanked` has it blanked out."""
    after = blanked[positions[match.end() - 1] + 1 :][:1]
    before = blanked[: positions[match.start()]][-1:]
    is_free = not before or before.isspace() or before in BRACKETS or bool(BULLETIN.search(bare[: match.start()][-5:]))
    return is_free and (not after or after.isspace() or after in BRACKETS)


def parse_count(text: str) -> int | None:
    if text and all(digit in days.HAN_DIGITS for digit in text):
        text = "".join(str(days.HAN_DIGITS[digit]) for digit in text)
    try:
        return days.han_number(text) or None
    except ValueError:
        return None


def name_and_office(remainders: Sequence[str]) -> tuple[str, str]:
    parts = [remainder for remainder in remainders if remainder and not is_beside(remainder)]
    joined = "".join(map(days.bare, parts))
    body = next((remainder for remainder in map(days.bare, parts[:-1]) if is_body(remainder)), "")
    match = re.search(rf"^(.*?{BULLETIN.pattern})(.*)$", joined)
    if match:
        return match[1].strip("《》【】"), office_in(text_after(parts, len(match[1]))) or body
    return joined.strip("《》【】"), body


def text_after(remainders: Sequence[str], length: int) -> str:
    """The rest of the line after the first `length` characters of all lines, blanks not counted."""
    for remainder in remainders:
        for position, sign in enumerate(remainder):
            if length == 0:
                return remainder[position:]
            length -= not sign.isspace()
    return ""


def office_in(remainder: str) -> str:
    """The office that a line names; several are separated by a blank. Empty when it names none."""
    text = remainder.translate(days.WIDE).strip(PARTED)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    words = re.split(r"[\s、]+", text)
    if all(len(word) == 1 for word in words):
        words = ["".join(words)]
    if len(words) > 1 and DOES.fullmatch(words[-1]):
        words.pop()
    names = []
    for word in words if all(named_office(word) for word in words) else ["".join(words)]:
        match = named_office(word)
        if not match:
            return ""
        names.append(match)
    return " ".join(names)


def named_office(word: str) -> str:
    match = OFFICE.fullmatch(word)
    return match["name"] if match and (is_body(match["name"]) or match["does"]) else ""


def office_below(
    line: MastheadLine, text: str, *, has_day: bool, has_office: bool, is_above_title: bool
) -> tuple[str, bool]:
    """The office in a line below the number, and whether the line belongs to the masthead."""
    if is_beside(text) or (line.has_number and not days.bare(line.remainder)):
        return "", True
    office = office_in(line.remainder)
    if line.days and not has_day:
        return office, not line.remainder or bool(office)
    # Without a date, only an office that is called the editor or has no verb: a title may end like a body's name too.
    is_office = bool(ISSUES.search(days.bare(line.remainder))) or (is_above_title and not DOING.search(office))
    return office, bool(office) and not has_office and (is_office or not has_day)


def is_beside(line: str) -> bool:
    """True for a rule, for 内部资料 and the like, for the subject of an issue and for the editors' names."""
    if len(line) > LONGEST:
        return False
    bare = days.bare(line)
    is_named = any(pattern.fullmatch(bare) for pattern in (DOES, SUBJECT, EDITORS))
    return is_named or bool(RULE.fullmatch(bare) or SIDE.fullmatch(bare.strip("()")))


def is_section(line: str, following: str) -> bool:
    bare = days.bare(line) if len(line) <= LONGEST else ""
    return bool(SECTION.fullmatch(bare)) and not CONTENTS.fullmatch(bare) and may_be_title(following)


def contents_of(lines: Sequence[str], start: int) -> tuple[int, ...]:
    """The indexes of the table of contents that begins at `start`: its heading, and titles that are repeated below."""
    if start >= len(lines) or not CONTENTS.fullmatch(days.bare(lines[start])):
        return ()
    whole = [days.bare(line) for line in lines]
    end = start + 1
    while end < len(lines) and entry_of(lines[end]) and entry_of(lines[end]) in whole[end + 1 :]:
        end += 1
    return tuple(range(start, end)) if end > start + 1 else ()


def entry_of(line: str) -> str:
    return LEADER.sub("", BULLET.sub("", days.bare(line))) if len(line) <= LONGEST else ""
