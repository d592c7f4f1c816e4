"""Recognises the parts of an official document in plain text: covering notice, title, 主送, 落款, levels.

The text is not changed: every line that is not blank is kept with exactly its characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise

from lanmu.intake.days import MONTH_AND_DAY, bare, is_day, is_partial, parse_day, unbracketed
from lanmu.intake.masthead import RULE, Masthead, masthead_of
from lanmu.intake.names import DOUBTFUL, SURE, closed_up, is_body, is_person
from lanmu.intake.order import is_order, order_in

LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Names of the kinds of official documents (党政机关公文处理工作条例) and of texts that are issued with them.
DOCUMENT_KINDS = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|计划|要点|总结|制度|条例|规划"
TITLE = re.compile(rf"[^。；！？：]{{4,100}}(?:{DOCUMENT_KINDS})(?:（[^）]{{1,20}}）)?")
# A line with a number of any level in front.
NUMBERED_LINE = re.compile(
    r"第[〇零一二三四五六七八九十百\d]{1,5}[章编篇节条部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]"
)
# 发文字号 (GB/T 9704-2012, 7.2.5), in the brackets that offices use for 〔〕, and the one who signs (7.2.6).
NUMBER = re.compile(
    r"[\u3400-\u9fff]{1,15}\s*[〔\[［(（【﹝]\s*[\d０-９]{4}\s*[〕\]］)）】﹞]\s*第?\s*[\d０-９]{1,4}\s*号"
)
SIGNER = re.compile(r"(?:(?:会\s*)?签\s*发|会\s*签)(?:\s*人)?\s*[:：][\s\u3400-\u9fff·、]{2,40}")
# Other lines above the title: the issuing body's red head, its name spaced out, urgency.
LETTERHEAD = re.compile(
    r".{2,40}文件|文\s*件|.*〔\d{4}〕\s*\d+\s*号|特\s*急|加\s*急|(?:内部)?明\s*电|发\s*电|第\s*\d+\s*期|内部资料.*"
)
SET_APART = re.compile(r"(\S\s+){2,}\S")
# The end of a title, even if it is spaced out: 倡 议 书.
TITLED = re.compile(rf"(?:{DOCUMENT_KINDS}|书|信|表|稿|讲话|发言|心得|体会|汇报)$")
_COUNTED = r"(?:[\d０-９]{1,3}(?:[-－—~～至、][\d０-９]{1,3})?|[一二三四五六七八九十]{1,3})"
# 附件：…, 附：…, 附件1：…, 附件 1. …, 附表一、….
ATTACHMENTS = re.compile(
    rf"附\s*(?:[件表]\s*)?(?:[:：]|{_COUNTED}\s*[:：]|(?<=[件表\s]){_COUNTED}\s*[.．、](?!\d))\s*\S"
)
# The line above the title of an attachment: 附件, 附件2, 附件2：, 【附件2】, 附：.
ATTACHMENT = re.compile(
    rf"[【\[（(]?附(?:\s*[件表]\s*{_COUNTED}?(?:\s*之\s*[一二三四五六七八九十])?)?\s*[】\]）)]?\s*[:：]?"
)
NUMBERED = re.compile(r"\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)]")
COPIES = re.compile(
    r"(?:[主抄呈分印]\s*[送报发]|[报送发])\s*[:：]|[（(]?\s*(?:共\s*)?印\s*[\d０-９]{1,5}\s*份\s*[)）]?$"
)
# In a bulletin: elsewhere 报送 is who hands it in.
SENT = re.compile(r"[报发]\s*送\s*[:：]")
PRINTED = re.compile(r"(?P<office>\S.{2,40}?)\s*(?P<day>\S{6,16}日)\s*印\s*发?")
# The addressees are no sentence, no introduction to a list (现将有关事项通知如下：), no label (时间：).
NOT_ADDRESSED = re.compile(
    '[。！？；“”"]|如下|以下|下列|现将|根据|为了|为进|为贯|为认|为深|经研究|决定|会议|月|^(?:参加|出席|列席|主持|记录|时间|地点|联系|承办|主办|责任)'
)
ADDRESSED = re.compile(
    rf"(?:^各.*|^全.*|.*(?:{SURE}|{DOUBTFUL}|部门|单位|企业|同志|同志们|朋友们|代表|委员|职工|会员|党员|领导|市|军区|部队|基层|处室|科室|代办|事业|馆|关))$"
)
NO_SIGNATURE = re.compile("特此|此致|敬礼|妥否|当否|以上|谢谢|附件|联系")
# Where the seal goes.
SEAL = re.compile(r"[（(](?:盖章|公章|签章|章|印)[）)]$")
# The day of printing in a line of its own, below the office that printed.
PRINTED_DAY = re.compile(r"(\S{6,16}日)\s*印\s*发")
LONGEST_HEADING, LONGEST_LABEL, LONGEST_HEAD = 45, 20, 120
LONGEST_SIGNATURE = 40
# The most lines of a head, and the number of last lines in which 报：, 送：, 发： are recognised.
MOST_HEAD_LINES, LAST_LINES, LINES_OF_SIGN_OFF = 8, 8, 4


class LineKind(StrEnum):
    """The kind of a line."""

    MASTHEAD = "报头"
    CONTENTS = "要目"
    LETTERHEAD = "版头"
    TITLE = "标题"
    ADDRESSEES = "主送"
    ATTACHMENTS = "附件"
    SIGNATURE = "落款"
    DATE = "日期"
    INDEX = "主题词"
    COPIES = "抄送"
    LEVEL_1 = "一级标题（一、）"
    LEVEL_2 = "二级标题（（一））"
    LEVEL_3 = "三级标题（1、）"
    TEXT = "正文段落"


# Kinds of lines above a title.
HEADS = frozenset({LineKind.MASTHEAD, LineKind.CONTENTS, LineKind.LETTERHEAD, LineKind.ATTACHMENTS})
LEVELS = {
    LineKind.LEVEL_1: re.compile(r"[一二三四五六七八九十]{1,3}、"),
    LineKind.LEVEL_2: re.compile(r"（[一二三四五六七八九十]{1,3}）"),
    LineKind.LEVEL_3: re.compile(r"\d{1,2}[、.．](?!\d)"),
}


@dataclass(frozen=True)
class DocumentLine:
    """One line of the document.

    `lead` is how many of its characters are the heading: all of a heading on a line of its own, the first sentence of
    a run-in heading, 0 for other lines.
    """

    kind: LineKind
    text: str
    lead: int = 0

    @property
    def is_whole_line(self) -> bool:
        """True for a heading that is the whole line."""
        return self.lead == len(self.text)


@dataclass(frozen=True)
class OfficialDocument:
    """A document as recognised."""

    lines: tuple[DocumentLine, ...]
    masthead: Masthead | None = None

    @property
    def bulletin(self) -> Masthead | None:
        """The masthead of a 简报; None for any other document."""
        return self.masthead if self.masthead and self.masthead.is_bulletin else None

    def texts(self, kind: LineKind) -> list[str]:
        """The lines of one kind, without white space at the ends."""
        return [line.text.strip() for line in self.lines if line.kind is kind]

    def first_run(self, kind: LineKind) -> list[str]:
        runs = groupby(self.lines, key=lambda line: line.kind)
        return next(([line.text.strip() for line in run] for run_kind, run in runs if run_kind is kind), [])

    @property
    def order(self) -> tuple[str, str]:
        """The mark and the number of an order; empty for any other document."""
        return order_in(self.first_run(LineKind.LETTERHEAD))

    @property
    def title(self) -> str:
        """The first title, its lines joined: the covering notice's, where there is one. An order is called by its mark and number."""
        mark, number = self.order
        return f"{mark}（{number}）" if mark else "".join(self.first_run(LineKind.TITLE))

    @property
    def days_written(self) -> list[str]:
        """The dates of the document as written, those of signatures first."""
        after = [after.text.strip() for before, after in pairwise(self.lines) if before.kind is LineKind.SIGNATURE]
        beside = [pair[1] for text in self.texts(LineKind.SIGNATURE) if (pair := body_and_day(text))]
        dates = self.texts(LineKind.DATE)
        return list(dict.fromkeys([*(text for text in after if text in dates), *beside, *dates]))

    @property
    def issuer(self) -> str:
        """The bodies that signed it, separated by blanks, without persons; for an order, which a person signs, the body of its mark;
        for minutes the office in their head. May be empty."""
        signed = " ".join(filter(None, map(body_in, self.first_run(LineKind.SIGNATURE))))
        ordered = self.order[0].removesuffix("令").removesuffix("命")
        return signed or ordered or (self.masthead.office if self.masthead and not self.bulletin else "")

    @property
    def day(self) -> date | None:
        """Its date: that of the masthead, else of the signature, else the first on a line of its own."""
        if self.masthead and self.masthead.day_written:
            return self.masthead.day
        return next((day for text in self.days_written if (day := parse_day(text))), None)

    @property
    def index_terms(self) -> list[str]:
        """The words after 主题词."""
        return [word for text in self.texts(LineKind.INDEX) for word in re.split(r"[:：\s、，；;,]+", text)[1:] if word]


def recognise(text: str) -> OfficialDocument:
    """The lines of a document's text that are not blank, in order, with their kinds."""
    lines = [line for line in LINE_ENDS.split(text) if line.strip()]
    masthead = masthead_of(lines)
    kinds = head_kinds(lines, masthead)
    while len(kinds) < len(lines):
        kinds.append(next_kind(lines, kinds))
    find_signatures(lines, kinds)
    return OfficialDocument(tuple(line_of(kind, line) for kind, line in zip(kinds, lines, strict=True)), masthead)


def head_kinds(lines: Sequence[str], masthead: Masthead | None) -> list[LineKind]:
    if masthead is None:
        return [LineKind.LETTERHEAD] * letterhead_length(lines)
    kind = LineKind.MASTHEAD if masthead.is_bulletin else LineKind.LETTERHEAD
    return [kind] * len(masthead.lines) + [LineKind.CONTENTS] * len(masthead.contents)


def head_length(lines: Sequence[str]) -> int:
    """How many lines on top are recognised as a head together; other lines of one are recognised by `is_letterhead`."""
    return len(head_kinds(lines, masthead_of(lines)))


def letterhead_length(lines: Sequence[str]) -> int:
    """How many lines a head has that ends in a document's number; 0 when the number is below the title, or missing.

    The names of bodies in it would be titles without the number.
    """
    top = [line.strip() for line in lines[:MOST_HEAD_LINES]]
    ordered = {index for index in range(1, len(top)) if is_order(top[index - 1 : index + 1])}
    position = next((index for index, line in enumerate(top) if index in ordered or is_number(line)), None)
    if position is None or position + 1 >= len(lines):
        return 0
    title_follows = any(TITLE.fullmatch(line) for line in top[position + 1 :])
    is_head = all(
        is_letterhead(line, "…") or (is_name(line) and (not TITLE.fullmatch(line) or title_follows))
        for line in top[: position - int(position in ordered)]
    )
    return position + 1 if is_head else 0


def is_attachment(line: str) -> bool:
    """True for the line above an attachment: 附件, 附件2：."""
    return len(line) <= LONGEST_LABEL and bool(ATTACHMENT.fullmatch(line))


def is_number(line: str) -> bool:
    """True for a line with the number of a document (发文字号), perhaps with who signs."""
    if len(line) > LONGEST_HEAD:
        return False
    if line.startswith(("（", "(")) and line.endswith(("）", ")")):
        line = line[1:-1]
    number = NUMBER.match(line)
    after = RULE.sub("", line[number.end() :]).strip() if number else ""
    before = re.split(r"\s{2,}|\t|\u3000", line)
    return bool(number and (not after or SIGNER.fullmatch(after))) or bool(
        len(before) > 1 and SIGNER.fullmatch(before[0]) and NUMBER.fullmatch(before[-1])
    )


def next_kind(lines: Sequence[str], kinds: list[LineKind]) -> LineKind:
    """The kind of the next line, after those of the given kinds, from its text and the lines beside it."""
    index = len(kinds)
    line = lines[index].strip()
    following = lines[index + 1].strip() if index + 1 < len(lines) else ""
    before = kinds[-1] if kinds else None
    # A month and a day may head a programme.
    is_signed = index > 0 and is_body(lines[index - 1].strip())
    if is_day(line) or (is_partial(line) and (is_signed or not MONTH_AND_DAY.fullmatch(unbracketed(line)))):
        return LineKind.DATE
    if line.startswith("主题词"):
        return LineKind.INDEX
    is_near_end = index >= len(lines) - LAST_LINES
    is_printed = is_near_end and (is_printed_day(line) or (is_body(line) and is_printed_day(following)))
    if (
        is_printed
        or is_copies(line, is_near_end=is_near_end)
        or (is_near_end and LineKind.MASTHEAD in kinds and SENT.match(line))
    ):
        return LineKind.COPIES
    if ATTACHMENTS.match(line) or is_attachment(line) or (before is LineKind.ATTACHMENTS and NUMBERED.match(line)):
        return LineKind.ATTACHMENTS
    if set(kinds) <= HEADS and not numbered_level(line):
        if before is LineKind.LETTERHEAD and is_order(lines[max(0, index - 2) : index]):
            return LineKind.TEXT
        is_signed = any(SIGNER.search(each) for each in lines[max(0, index - 2) : index])
        is_signer_again = is_signed and bool(following) and all(map(is_person, closed_up(line).split()))
        is_head = is_letterhead(line, following) or is_signer_again
        is_head = is_head and LineKind.ATTACHMENTS not in kinds
        return LineKind.LETTERHEAD if is_head else LineKind.TITLE
    if level := numbered_level(line):
        return level
    if before is LineKind.TITLE and is_number(line):
        return LineKind.LETTERHEAD
    if body_and_day(line) and not any(map(body_and_day, (lines[index - 1], following))):
        # Several such lines are a list.
        return LineKind.SIGNATURE
    if goes_on(line, lines[:index], kinds):
        # The title's second line; a line of text would not end in the name of a kind of document.
        return LineKind.TITLE
    if before is LineKind.ATTACHMENTS and is_attachment(lines[index - 1].strip()) and is_titled(line):
        after = [line.strip() for line in lines[index + 1 : index + 1 + LINES_OF_SIGN_OFF]]
        is_signed = any(is_day(line) or is_partial(line) for line in after)
        is_above_sign_off = is_signed and LineKind.TITLE in kinds and LineKind.DATE not in kinds
        return LineKind.ATTACHMENTS if is_above_sign_off else LineKind.TITLE
    titled = before is LineKind.TITLE or (before is LineKind.LETTERHEAD and LineKind.TITLE in kinds)
    if titled and is_addressed(line):
        return LineKind.ADDRESSEES
    after_the_end = before in (LineKind.DATE, LineKind.INDEX, LineKind.COPIES)
    return LineKind.TITLE if after_the_end and TITLE.fullmatch(line) else LineKind.TEXT


def goes_on(line: str, above: Sequence[str], kinds: Sequence[LineKind]) -> bool:
    """True for the second line of a title."""
    if kinds[-1:] != [LineKind.TITLE] or kinds[-2:-1] == [LineKind.TITLE] or len(line) > LONGEST_SIGNATURE:
        return False
    return bool(TITLE.fullmatch(line)) or (is_body(above[-1].strip()) and is_titled(line) and bool(TITLED.search(line)))


def is_titled(line: str) -> bool:
    return len(line) <= LONGEST_SIGNATURE and not re.search("[。；：？！，、;:]", line)


def is_letterhead(line: str, following: str) -> bool:
    """True for a line above the title; the last line of a text is never one."""
    if not following or TITLE.fullmatch(line):
        return False
    if len(line) > LONGEST_HEAD:
        return False
    is_apart = SET_APART.fullmatch(line) and (not TITLED.search(re.sub(r"\s", "", line)) or TITLE.fullmatch(following))
    is_rule = RULE.fullmatch(bare(line))
    return is_number(line) or bool(is_apart or is_rule or LETTERHEAD.fullmatch(line) or SIGNER.fullmatch(line))


def is_copies(line: str, *, is_near_end: bool) -> bool:
    if re.match(r"抄\s*[送报]\s*[:：]", line):
        return True
    if not is_near_end:
        return False
    printed = PRINTED.fullmatch(line) if len(line) <= LONGEST_HEAD else None
    is_printed = printed and is_day(printed["day"].strip()) and is_body(printed["office"].strip())
    return bool(COPIES.match(line) or is_printed)


def is_printed_day(line: str) -> bool:
    """True for the day of printing alone: 2012年10月11日印发."""
    match = PRINTED_DAY.fullmatch(line)
    return bool(match and is_day(match[1]))


def is_addressed(line: str) -> bool:
    text = line.rstrip()
    if not text.endswith(("：", ":")):
        return False
    names = text[:-1]
    last = re.split("[、，,\\s]", names.strip())[-1]
    return not NOT_ADDRESSED.search(names) and bool(ADDRESSED.match(last))


def body_in(line: str) -> str:
    """The body that a line of a signature names, without date, seal and persons."""
    signed = body_and_day(line)
    name = SEAL.sub("", signed[0] if signed else line).rstrip()
    words = closed_up(name).split()
    if words and is_person(words[-1]):
        return " ".join(word for word in words if is_body(word))
    return name


def body_and_day(line: str) -> tuple[str, str] | None:
    """The body and the date of a signature on one line: 某某总工会　2008年12月8日; None for any other line."""
    words = line.split() if len(line) <= LONGEST_HEAD else []
    pairs = ((" ".join(words[:number]), " ".join(words[number:])) for number in range(1, len(words)))
    return next((pair for pair in pairs if is_day(pair[1]) and is_body(SEAL.sub("", pair[0]).rstrip())), None)


def find_signatures(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Changes the kind of the names above a date, or below it at the end, to signature."""
    for index, kind in enumerate(kinds):
        above = index - 1
        while kind is LineKind.DATE and above >= 0 and kinds[above] is LineKind.TEXT:
            line = lines[above].strip()
            if not is_name(line) or NO_SIGNATURE.match(line):
                break
            above -= 1
        signed = range(above + 1, index)
        # Right below a title the names of persons are no sign-off.
        is_byline = above >= 0 and kinds[above] is LineKind.TITLE and not any(is_body(lines[n].strip()) for n in signed)
        for number in () if is_byline else signed:
            kinds[number] = LineKind.SIGNATURE
        below = index + 1
        if kind is LineKind.DATE and not signed and below == len(lines) - 1 and is_body(lines[below].strip()):
            kinds[below] = LineKind.SIGNATURE


def is_name(line: str) -> bool:
    return len(line) <= LONGEST_SIGNATURE and not re.search("[。；，：？！,;:]", line)


def numbered_level(line: str) -> LineKind | None:
    """The level of a numbered line."""
    return next((kind for kind, level in LEVELS.items() if level.match(line)), None)


def line_of(kind: LineKind, line: str) -> DocumentLine:
    """A line of that kind; of a numbered one, how much is a heading."""
    if kind not in LEVELS:
        return DocumentLine(kind, line)
    stop = line.find("。")
    if stop < 0 and len(line.strip()) <= LONGEST_HEADING:
        return DocumentLine(kind, line, len(line))
    if stop == len(line.rstrip()) - 1 and stop < LONGEST_HEADING:
        return DocumentLine(kind, line, len(line))
    return DocumentLine(kind, line, stop + 1 if 0 < stop <= LONGEST_HEADING else 0)
