"""Characters that readers cannot see, or that look otherwise on every machine."""

from __future__ import annotations

import re

from lanmu.intake.word.telling.remarks import Remarks

AROUND = 8
ODD = (
    (
        re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"),
        "有 {n} 个自造字或符号字体的字{at}，别的电脑上显示不出来。请改成标准的字。",
    ),
    (
        re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]"),
        "有 {n} 个改变文字方向的看不见的字符{at}。请删去。",
    ),
    (
        re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]"),
        "有 {n} 个看不见的字符{at}。多半是从网页上粘贴来的，请看一看。",
    ),
    (
        re.compile("[\u0080-\u009f\ufffc]"),
        "有 {n} 个不该出现的控制字符{at}。请看一看那里原来是什么字。",
    ),
)


def tell_odd(text: str, remarks: Remarks) -> None:
    """Tells about odd characters in a text, with the words around them."""
    for pattern, sentence in ODD:
        for match in pattern.finditer(text):
            remarks.count("look", sentence, text[max(0, match.start() - AROUND) : match.end() + AROUND])
