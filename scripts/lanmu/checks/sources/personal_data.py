"""Personal data (identity numbers, mobile numbers, bank cards, home addresses) in texts, Markdown files and attachments.

A masked number (138****1234) is not reported. A match carries the masked form that reports may show.
"""

from __future__ import annotations

import datetime as dt
import functools
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lanmu.checks.attachments import RejectedFileError, Sort, Text
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Attachment, Project, Source

# Full-width forms and look-alikes, one character for one, so that places stay right; what is invisible counts as space,
# and so do the edges of cells: forms have a cell for each figure.
HALF_WIDTH = str.maketrans(
    {chr(ord("０") + digit): str(digit) for digit in range(10)}
    | dict.fromkeys("－—–‐‑‒−", "-")
    | dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad", " ")
    | {"Ｘ": "X", "ｘ": "x", "＋": "+", "（": "(", "）": ")", "．": ".", "|": " "}
)
# GB/T 2260 codes of provinces; 81 to 83 are residence permits of people from Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    str(code)
    for block in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for code in range(*block)
)
# GB 11643-1999, annex: ISO 7064 MOD 11-2.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
YEARS = range(1900, 2050)
FEW_GAPS, MANY_GAPS = 3, 15

GAP = r"[ \t\r\n-]{0,3}"
# The year of birth stands seventh; asking for its century here keeps columns of figures from costing time.
CENTURY = f"(?:1{GAP}9|2{GAP}0)"
IDENTITY = re.compile(f"(?<![0-9])[1-8]{GAP}(?:[0-9]{GAP}){{5}}{CENTURY}{GAP}(?:[0-9]{GAP}){{9}}[0-9Xx](?![0-9])")
OLD_IDENTITY = re.compile(r"(?<![0-9])[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9]{3}(?![0-9])")
MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+|00|\()? ?86\)?[ -]?)?"
    r"(?P<number>1[3-9][0-9]{9}|1[3-9][0-9](?:[ .-][0-9]{4}){2}|1(?: [0-9]){10})"
    r"(?![0-9])(?!\.[0-9])(?!\s*(?:元|美元|万|亿|[%％]|[平立]方|人次|公里|千米|吨|公斤|千克|字节))"
)
CARD = re.compile(r"(?<![0-9])(?:[0-9]{16,19}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)(?![0-9])")
# Issuers' prefixes (ISO/IEC 7812) with the lengths in use: UnionPay 62, others 16 digits, 9558 an old domestic one.
ISSUER = re.compile(r"62[0-9]{14,17}|(?:4[0-9]|5[1-5]|35)[0-9]{14}|9558[0-9]{15}")
CARD_WORDS = re.compile(r"卡号|银行|账号|帐号|账户|帐户|开户|信用卡|card", re.IGNORECASE)
ADDRESS = re.compile(r"[A-Za-z]+://[^\s\u3000-\uffef<>\"'()]*\Z")
WORD_BEFORE = re.compile(r"[A-Za-z0-9]*\Z")
NAMED_VALUE = re.compile(r"(?:tel|phone|mobile|card)=\Z", re.IGNORECASE)
PHONE_WORDS = frozenset({"tel", "phone", "mobile", "mob", "call", "wx", "vx", "wechat", "m", "t"})


@dataclass(frozen=True)
class Match:
    """Personal data from `start` up to `end` of a text; `value` in half-width forms without gaps."""

    start: int
    end: int
    value: str
    masked: str
    label: str


Finder = Callable[[str], Iterator[Match]]


@functools.lru_cache(maxsize=256)
def normal(text: str) -> str:
    """The text in half-width forms, character for character. Kept for a while: four rules ask for the same."""
    return text.translate(HALF_WIDTH)


def bare(text: str) -> str:
    """Digits and check letter without what stands between."""
    return re.sub(r"[^0-9X]", "", text.upper())


def scan(pattern: re.Pattern[str], text: str, accept: Callable[[re.Match[str]], bool]) -> Iterator[re.Match[str]]:
    """The accepted matches; after a rejected one the search goes on at its second character."""
    start = 0
    while match := pattern.search(text, start):
        accepted = accept(match)
        if accepted:
            yield match
        start = match.end() if accepted else match.start() + 1


def identity_numbers(text: str) -> Iterator[Match]:
    """Identity numbers of 18 characters (GB 11643-1999), and of 15 digits as they were issued before."""
    for pattern, accept, label in (
        (IDENTITY, is_identity, "身份证号码"),
        (OLD_IDENTITY, is_old_identity, "旧身份证号码"),
    ):
        for match in scan(pattern, normal(text), accept):
            number = bare(match[0])
            masked = f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"
            yield Match(match.start(), match.end(), number, masked, label)


def is_identity(match: re.Match[str]) -> bool:
    """True for a number with a right check digit, a day of birth and a province; columns of figures have none."""
    gaps = len(re.findall(r"[ \t\r\n-]+", match[0]))
    return (gaps <= FEW_GAPS or gaps >= MANY_GAPS) and is_identity_number(bare(match[0]))


def is_identity_number(number: str) -> bool:
    """True for 18 characters that can be somebody's identity number."""
    if len(number) != 18 or number[:2] not in PROVINCES or not is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17]


def is_old_identity(match: re.Match[str]) -> bool:
    """True for 15 digits with a province and a day of birth in the 1900s."""
    number = bare(match[0])
    return number[:2] in PROVINCES and is_day(f"19{number[6:12]}") and is_separate(match, match.start())


def is_day(digits: str) -> bool:
    """True for a day (YYYYMMDD) on which somebody living may have been born."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in YEARS
    except ValueError:
        return False


def mobile_numbers(text: str) -> Iterator[Match]:
    """Mobile numbers of mainland China, with or without country code and gaps."""
    for match in scan(MOBILE, normal(text), is_mobile):
        number = bare(match["number"])
        yield Match(match.start(), match.end(), number, f"{number[:3]}****{number[-4:]}", "手机号码")


def is_mobile(match: re.Match[str]) -> bool:
    """True unless it is the end of another number; 「13800138000-13900139000」 are two."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    continued = re.search(r"[0-9][.-]\Z", before) and not re.search(r"1[3-9][0-9]{9}-\Z", before)
    return not continued and is_separate(match, match.start())


def is_separate(match: re.Match[str], start: int) -> bool:
    """False within a code of letters and digits, and within an address of the web."""
    text = match.string
    before, after = text[max(0, start - 300) : start], text[match.end() : match.end() + 40]
    letters = WORD_BEFORE.search(before[-40:])
    word = letters[0].lower() if letters else ""
    token = re.match(r"[A-Za-z0-9]*", after)
    tail = token[0].lower() if token else ""
    is_code = (word and word not in PHONE_WORDS) or (tail and re.fullmatch(r"[0-9a-f]+", tail))
    in_address = ADDRESS.search(before) and not NAMED_VALUE.search(before)
    return not is_code and not in_address


def bank_cards(text: str) -> Iterator[Match]:
    """Numbers of bank cards, contiguous or in groups of four; an identity number is none."""
    for match in scan(CARD, normal(text), is_card):
        number = bare(match[0])
        masked = f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
        yield Match(match.start(), match.end(), number, masked, "银行卡号")


def is_card(match: re.Match[str]) -> bool:
    """True for an issuer's prefix and a right check digit; figures in columns must be called a card besides."""
    number = bare(match[0])
    if not ISSUER.fullmatch(number) or not passes_luhn(number) or is_identity_number(number):
        return False
    text, start = match.string, match.start()
    grouped = len(number) != len(match[0])
    named = CARD_WORDS.search(text[max(0, start - 30) : start])
    decimal = re.search(r"[0-9]\.\Z", text[max(0, start - 2) : start])
    return not decimal and bool(not grouped or number.startswith("62") or named) and is_separate(match, start)


def passes_luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


HAN = "[\u4e00-\u9fff]"
NUMBER = "(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4})"
DOOR = f"(?:[0-9]{{1,3}}弄)?{NUMBER}(?:[-之][0-9]{{1,4}})?号"
BUILDING = "(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|楼)"
UNIT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:单元|梯|门)"
ROOM = "[0-9]{3,4}(?:室|房|号(?!楼)|(?![0-9年月日元人名份个户]))"
INSIDE = f"(?:{BUILDING})?[ ]?(?:{UNIT})?[ ]?(?:[0-9]{{1,2}}楼)?[ ]?{ROOM}"
ROAD = "(?:大道|路|街|巷|胡同)"
ESTATE = "(?:小区|花园|新村|公寓|家园|花苑|嘉园|佳园|社区|宿舍|苑)"
HOME_ADDRESS = re.compile(
    f"{ROAD}{DOOR}(?P<flat>{HAN}{{0,12}}?{INSIDE})?"
    f"|{ESTATE}{BUILDING}(?P<room>[ ]?(?:{UNIT})?[ ]?{ROOM})?"
    f"|村(?:{HAN}{{1,8}}?)?(?P<group>{NUMBER}组)?{NUMBER}号"
)
HOME = re.compile(
    "家住|住址|户籍|户口|现住|居住|家庭地址|住所|住在|家在|(?<![抓记靠稳守挡顶扣留])住(?![房院宿户建宅进])"
)
OFFICE_LABEL = re.compile("办公|单位|联系地址|通讯地址|通信地址|收件|邮寄|邮编|邮政|信访|接待|地点|报名|工会|公司")
OFFICE_NAME = re.compile("大厦|办公|工会|机关|单位|公司|酒店|宾馆|会议|接待|信访|中心|学校|医院|银行|邮政编码|邮编|馆")
LABEL_REACH, NAME_REACH, PLACE_REACH = 16, 14, 8


def home_addresses(text: str) -> Iterator[Match]:
    """Addresses finer than township or street that are somebody's home; an office's address is public."""
    for match in scan(HOME_ADDRESS, normal(text), is_home):
        # The names of places that lead up to a street, without the words before them.
        before = match.string[max(0, match.start() - PLACE_REACH) : match.start()]
        start = match.start() - len(re.split(f"(?!{HAN}).|[住在了到的是为于址]", before, flags=re.DOTALL)[-1])
        keyword = re.match(f"{ROAD}|{ESTATE}|村", match[0])
        shown = match.string[start : keyword.end() + match.start()] if keyword else ""
        yield Match(start, match.end(), match.string[start : match.end()], f"{shown}****", "家庭住址")


def is_home(match: re.Match[str]) -> bool:
    """A flat or house is somebody's home unless an office is named beside it; a bare number only when it says so."""
    text = match.string
    before = re.split("[。；;\n]", text[max(0, match.start() - LABEL_REACH - PLACE_REACH) : match.start()])[-1]
    if HOME.search(before):
        return True
    beside = re.split("[。；;\n]", text[match.start() : match.end() + NAME_REACH])[0]
    is_office = OFFICE_LABEL.search(before) or OFFICE_NAME.search(beside)
    return not is_office and any(match.groupdict().values())


SHOWN = 3
MASK = "改成「{masked}」，或者删去。"
REPLACE = "在原文件里改好，重新另存后替换。"


AnySource = Source | Attachment | Project


def personal_data(subject: AnySource, finder: Finder, remedy: str = MASK) -> Iterator[Finding]:
    """The findings of `finder` in the subject, with the data masked.

    `remedy` is for text; 「{masked}」 in it is replaced by the masked form. Attachments have a remedy of their own.
    """
    if isinstance(subject, Source):
        yield from in_source(subject, finder, remedy)
    elif isinstance(subject, Attachment):
        yield from in_attachment(subject, finder)
    else:
        # The names and descriptions of columns, units, terms and the like stand on many pages.
        for path, text in subject.data_texts.items():
            for number, line in enumerate(text.split("\n"), 1):
                for match in finder(line):
                    yield Finding(path, number, match.start + 1, said(match), remedy.format(masked=match.masked))


def in_source(source: Source, finder: Finder, remedy: str) -> Iterator[Finding]:
    """In the whole file: text, front matter, alternative texts, comments, code, targets of links; and in its name, which
    is in the page's address."""
    for match in finder(posixpath.basename(source.path).replace("-", " ")):
        yield Finding(source.path, 0, 0, f"文件名{said(match)}", "改文件名，删去号码。")
    matches = {match.start: match for match in finder(source.text)}
    # A number that is half in bold is found only in what the reader sees.
    for passage in source.passages:
        for match in finder(passage.text):
            matches.setdefault(passage.offsets[match.start], match)
    for offset, match in sorted(matches.items()):
        yield source.at(offset, said(match), remedy.format(masked=match.masked))


def said(match: Match) -> str:
    """The message about personal data in a text."""
    return f"公开了完整的{match.label}：「{match.masked}」（这里已遮住）。"


def in_attachment(attachment: Attachment, finder: Finder) -> Iterator[Finding]:
    """Personal data in all texts of the file and in its name, as one finding, however many there are."""
    texts = attachment.texts
    readable = (
        () if isinstance(texts, RejectedFileError) else tuple(text for text in texts if text.sort is not Sort.UNSEEN)
    )
    matches: dict[str, tuple[Text, Match]] = {}
    for text in (Text("文件名", posixpath.basename(attachment.path)), *readable):
        for match in finder(text.text):
            matches.setdefault(match.value, (text, match))
    if matches:
        places = [f"{text.place}「{match.masked}」" for text, match in list(matches.values())[:SHOWN]]
        more = f"等 {len(matches)} 处" if len(matches) > SHOWN else ""
        label = next(iter(matches.values()))[1].label
        yield attachment.finding(
            f"里面有完整的{label}：{'、'.join(places)}{more}（这里已遮住）。", f"遮住或者删去；{REPLACE}"
        )
