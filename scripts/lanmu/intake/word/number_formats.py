"""Numbers as Word writes them in automatic numbering: the values of ST_NumberFormat (ECMA-376 part 1, clause 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase, ascii_uppercase

CHINESE = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
WIDE = "０１２３４５６７８９"
UNITS, FORMAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX"}
ROMAN |= {5: "V", 4: "IV", 1: "I"}
SYMBOLS = "*†‡§"
LARGEST = 9999
ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def formatted(number: int, name: str, example: str = "") -> str | None:
    """`number` in the format of that name; None when the format is not known here.

    `example` is what a custom format writes for the first numbers (`001, 002, …`). A number beyond what a format has
    signs for is written in figures, as the standard says.
    """
    if name == "none":
        return ""
    if name == "custom":
        first = example.split(",")[0].strip()
        return str(number).zfill(len(first)) if first.isdecimal() else None
    write = FORMATS.get(name)
    if write is None:
        return None
    return (write(number) if 0 < number <= LARGEST else None) or str(number)


def counted(number: int) -> str:
    return chinese(number, CHINESE, UNITS) if number < 100 else digits(number, CHINESE)


def chinese(number: int, signs: str, units: tuple[str, ...], *, formal: bool = False) -> str:
    """A number up to 9999 in Chinese: 一百〇一, 十二 (with `formal`: 壹拾贰)."""
    figures = [int(figure) for figure in str(number)]
    text = ""
    for power, figure in zip(reversed(range(len(figures))), figures, strict=True):
        if figure:
            text += signs[figure] + units[power]
        elif text and not text.endswith(signs[0]):
            text += signs[0]
    text = text.rstrip(signs[0])
    return text if formal or not 10 <= number < 20 else text.removeprefix(signs[1])


def japanese(number: int) -> str:
    figures = [int(figure) for figure in str(number)]
    powers = zip(reversed(range(len(figures))), figures, strict=True)
    return "".join(
        ("" if figure == 1 and power else CHINESE[figure]) + UNITS[power] for power, figure in powers if figure
    )


def digits(number: int, signs: str) -> str:
    return "".join(signs[int(figure)] for figure in str(number))


def roman(number: int) -> str:
    text = ""
    for worth, sign in ROMAN.items():
        text += sign * (number // worth)
        number %= worth
    return text


def repeated(number: int, signs: str) -> str:
    """A, B … Z, AA, BB …: the signs one by one, then doubled, and so on."""
    repeats, index = divmod(number - 1, len(signs))
    return signs[index] * (repeats + 1)


def from_set(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if number <= len(signs) else None


def enclosed(first: str, count: int) -> Callable[[int], str | None]:
    return from_set("".join(chr(ord(first) + index) for index in range(count)))


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ORDINALS.get(number % 10, 'th')}"


FORMATS: dict[str, Callable[[int], str | None]] = {
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    "decimalZero": lambda number: f"{number:02}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: digits(number, WIDE)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), enclosed("①", 20)),
    "decimalEnclosedParen": enclosed("⑴", 20),
    "decimalEnclosedFullstop": enclosed("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": ordinal,
    "hex": lambda number: f"{number:X}",
    "chicago": lambda number: repeated(number, SYMBOLS),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: repeated(number, ascii_uppercase),
    "lowerLetter": lambda number: repeated(number, ascii_lowercase),
    "chineseCounting": counted,
    "taiwaneseCounting": counted,
    "chineseCountingThousand": lambda number: chinese(number, CHINESE, UNITS),
    "taiwaneseCountingThousand": lambda number: chinese(number, CHINESE, UNITS),
    "japaneseCounting": japanese,
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), lambda number: digits(number, CHINESE)
    ),
    "chineseLegalSimplified": lambda number: chinese(number, FORMAL, FORMAL_UNITS, formal=True),
    "ideographLegalTraditional": lambda number: chinese(number, FORMAL_TRADITIONAL, FORMAL_UNITS, formal=True),
    "ideographTraditional": from_set(STEMS),
    "ideographZodiac": from_set(BRANCHES),
    # 甲子, 乙丑 …, again from the beginning after sixty.
    "ideographZodiacTraditional": lambda number: STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": enclosed("㊀", 10),
}
