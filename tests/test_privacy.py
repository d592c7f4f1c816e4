"""Personal data is found in whatever dress, and nothing that only looks like it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lanmu.checks.sources.personal_data import (
    CHECKS,
    PROVINCES,
    WEIGHTS,
    Finder,
    bank_cards,
    home_addresses,
    identity_numbers,
    mobile_numbers,
    passes_luhn,
)
from support import files

FINDERS: tuple[Finder, ...] = (identity_numbers, mobile_numbers, bank_cards, home_addresses)
FULL_WIDTH = {ord(str(digit)): ord("０") + digit for digit in range(10)} | {ord("X"): ord("Ｘ")}
SPOKEN = st.text(alphabet="甲乙丙，。：（）、abc \n*", max_size=20)


@st.composite
def identities(draw: st.DrawFn) -> str:
    """Any number that GB 11643-1999 allows."""
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2008, 12, 31)))
    place = draw(st.sampled_from(sorted(PROVINCES))) + f"{draw(st.integers(0, 9999)):04}"
    body = f"{place}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@st.composite
def cards(draw: st.DrawFn) -> str:
    """Any number of a UnionPay card."""
    body = "62" + draw(st.text(alphabet="0123456789", min_size=13, max_size=16))
    return next(body + str(digit) for digit in range(10) if passes_luhn(body + str(digit)))


@given(identities(), SPOKEN, SPOKEN)
def test_an_identity_number_is_found_in_any_surroundings(number: str, before: str, after: str) -> None:
    matches = list(identity_numbers(f"{before}{number}{after}"))
    assert [match.value for match in matches] == [number]
    assert (matches[0].start, matches[0].end) == (len(before), len(before) + 18)


@given(identities(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_makes_it_no_identity_number(number: str, index: int, shift: int) -> None:
    digit = 10 if number[index] == "X" else int(number[index])
    wrong = f"{number[:index]}{(digit + shift) % 10}{number[index + 1 :]}"
    assert wrong == number or not list(identity_numbers(wrong))


@given(cards(), SPOKEN)
def test_a_card_is_found_and_one_wrong_digit_makes_it_none(number: str, after: str) -> None:
    if not list(identity_numbers(number)):
        assert [match.value for match in bank_cards(f"卡号{number}，{after}")] == [number]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not list(bank_cards(wrong))


@given(identities(), cards(), st.integers(0, 10**8 - 1))
def test_masked_forms_are_never_found(number: str, card: str, mobile: int) -> None:
    masked = [
        f"{number[:2]}{'*' * 13}{number[-3:]}",
        f"{number[:6]}********{number[-4:]}",
        f"{card[:4]} **** **** {card[-4:]}",
    ]
    masked += [f"13{mobile:08}"[:3] + "****" + f"{mobile:08}"[-4:]]
    assert not [list(finder(text)) for finder in FINDERS for text in masked if list(finder(text))]


@given(st.text(max_size=300), identities())
def test_a_report_never_shows_the_whole_number(text: str, number: str) -> None:
    for finder in FINDERS:
        for match in finder(f"{text} {number}\n家住示例路1号"):
            assert match.value not in match.masked
            assert "***" in match.masked


@pytest.mark.parametrize(
    "text",
    [
        files.IDENTITY,
        files.IDENTITY_X,
        files.IDENTITY_X.lower(),
        files.OLD_IDENTITY,
        files.IDENTITY.translate(FULL_WIDTH),
        files.IDENTITY_X.translate(FULL_WIDTH),
        " ".join(files.IDENTITY),
        "350501 19000101 0010",
        "350501-19000101-0010",
        "350501\u200b190001010010",
        "3505011900\r\n01010010",
        f"1 {files.IDENTITY} 2",
        f"1,{files.IDENTITY},{files.MOBILE}",
        f"2008 {' '.join(files.IDENTITY)}",
    ],
)
def test_identity_numbers_in_every_dress(text: str) -> None:
    assert [match.masked[:2] for match in identity_numbers(text)] == ["35"]


@pytest.mark.parametrize(
    "text",
    [
        "13800000000",
        "138-0000-0000",
        "138 0000 0000",
        "138.0000.0000",
        "+8613800000000",
        "+86 138 0000 0000",
        "0086-13800000000",
        "86-13800000000",
        "(86)13800000000",
        "1 3 8 0 0 0 0 0 0 0 0",
        "13800000000".translate(FULL_WIDTH),
        "138－0000－0000",
        "138\u00a00000\u00a00000",
        "电话13800000000，",
        "tel:13800000000",
        "wx13800000000",
        "1,13800000000,5",
        "https://www.example.org/?tel=13800000000",
    ],
)
def test_mobile_numbers_in_every_dress(text: str) -> None:
    assert [(match.value, match.masked) for match in mobile_numbers(text)] == [("13800000000", "138****0000")]


def test_two_mobile_numbers_side_by_side_are_two() -> None:
    for mark in "、/ -，\n":
        assert len(list(mobile_numbers(f"13800000000{mark}13900000000"))) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (files.CARD, 1),
        ("6222 0000 0000 0000 012", 1),
        ("6222-0000-0000-0000-012", 1),
        ("2008 6222 0000 0000 0000 012", 1),
        ("卡号：4000 0000 0000 0010", 1),
        ("4000 0000 0000 0010", 0),
        ("4000000000000010", 1),
        ("400000000000001", 0),
        (files.IDENTITY, 0),
    ],
)
def test_bank_cards(text: str, count: int) -> None:
    assert len(list(bank_cards(text))) == count


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("家住示例市示例区示例路1号。", "示例市示例区示例路****"),
        ("示例区示例路12号示例花园3栋2单元501室", "示例区示例路****"),
        ("示例路12弄5号501室", "示例路****"),
        ("示例小区３栋５０１", "示例小区****"),
        ("示例村3组12号", "示例村****"),
        ("户籍地址：示例村12号", "示例村****"),
        ("示例公司职工，现住示例路5号示例公寓6座1203房", "示例路****"),
    ],
)
def test_homes(text: str, masked: str) -> None:
    matches = list(home_addresses(text))
    assert len(matches) == 1
    assert matches[0].masked == masked
    assert not any(character.isdigit() for character in matches[0].masked)


@pytest.mark.parametrize(
    "text",
    [
        "泉工〔2008〕12号",
        "20081010",
        "20081105093000",
        "ISBN 978-7-5000-0000-4",
        "9787500000004",
        "0595-22000000",
        "400-123-4567",
        "12351、12345",
        "12,345,678,901 元",
        "13800000000元",
        "0.13800000000",
        "东经118.13800000000",
        "https://www.example.org/a/13800000000.html",
        "da39a3ee13800000000bfef95601890afd80709",
        "0a350501000101001f",
        "版本 15.2.13800000000",
        "213800000000",
        "138000000001",
        "JX13800000000",
        "91350500MA2XXXXX0X",
        "913505001900010112",
        "118.5891234567890",
        "3.14159265358979323846",
        "订单 6222000000000000013",
        "1980 2008 123\n1978 2008 456",
        "350501190013010010",
        "办公地址：示例区示例街1号工会大厦5楼501室",
        "地址：示例市示例路1号，邮政编码：362000",
        "示例路1号5楼501室（示例单位办公室）",
        "信访接待室：示例路3号2楼201室",
        "报名地点：示例路3号2栋201室",
        "全县120个村2008年12号文件",
        "第一街道2号文件，示例社区3号楼困难职工",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert not [match for finder in FINDERS for match in finder(text)]
