"""What an approval form says of an article, whichever paper it stands on: who wrote it, and room for every review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.review import BY_NAME, THREE, Stage, Standing, Text

# Characters in a line of a form's wide cells.
FULL_LINE = 28
SIGNATURE = "签名：＿＿＿＿＿＿＿＿　　　　　年　　月　　日"
CHOICES = {
    "secrecy": "□ 不含国家秘密、工作秘密，可以公开　□ 不宜公开",
    "privacy": "□ 不含个人隐私，或者已经遮盖、征得同意　□ 需要修改",
}


@dataclass(frozen=True)
class Opinion:
    """Room for one review: `choices` to tick (empty where an opinion is written by hand), the line for the signature,
    and the review that is recorded already, if it still holds."""

    label: str
    choices: str
    signature: str
    recorded: str


def opinions(stages: Iterable[Stage]) -> tuple[Opinion, ...]:
    """One for each review, in their order."""
    return tuple(
        Opinion(
            f"{stage.label}意见" if stage.field in THREE else stage.label,
            CHOICES[stage.field] if stage.field in BY_NAME else "",
            SIGNATURE,
            recorded(stage),
        )
        for stage in stages
    )


def recorded(stage: Stage) -> str:
    """Who reviewed it and when; empty for what is not recorded, or void."""
    if stage.signature is None or stage.standing is not Standing.VALID:
        return ""
    return f"（已登记：{stage.signature.name}，{chinese_day(stage.signature.date)}）"


def credits_of(article: Article) -> str:
    """Who wrote and who took the pictures, as far as it is told."""
    named = (("文/", article.meta.author), ("摄/", article.meta.photo))
    return "、".join(word + name for word, name in named if name)


def more_lines(text: Text) -> int:
    """How many lines the title and the summary have in a form beyond the first of each."""
    return sum((len(words) - 1) // FULL_LINE for words in (text.title, text.meta.summary))
