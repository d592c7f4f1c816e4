"""The article that asks: introduction, how to answer, and the questions.

The ids of its headings are what `survey.js` makes the form of: `survey-<number>`, then `<kind>-<id>` for each question,
with a list of tasks for its options. So the form asks what was reviewed, and without scripts the page is read and printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.content.dates import chinese_day
from lanmu.content.survey import Question, Survey
from lanmu.intake.markdown_text import escape
from lanmu.surveys.form import Form

LINE_END = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*(?=[^\x00-\x7f\s])")
HINTS = {"one": "（选一项）", "several": "（可以选几项）", "scale": "（选一项）", "text": ""}
WRITE = "（请写在这里，不用写姓名）"
ANONYMOUS = "不用写姓名、单位、电话，意见里也不要写身份证号、住址。"


def summary(survey: Survey) -> str:
    """The article's summary."""
    return f"{survey.collector}请大家填写《{survey.title}》，{chinese_day(survey.deadline)}截止，网页、Word 表、纸质表都可以。"


def paragraphs(survey: Survey) -> list[str]:
    """The introduction, each paragraph in one line; no blank comes between Chinese where a line ended."""
    joined = LINE_END.sub("", survey.introduction)
    return [" ".join(paragraph.split()) for paragraph in joined.split("\n\n")]


def hint(question: Question) -> str:
    """How many options may be chosen."""
    return HINTS[question.kind]


def body(form: Form, pdf: str, word: str) -> str:
    """The text of the article; `pdf` and `word` are the names of the forms that lie beside it."""
    return "\n\n".join(blocks(form, pdf, word)) + "\n"


def blocks(form: Form, pdf: str, word: str) -> Iterator[str]:
    """The text, block by block."""
    survey = form.survey
    yield from map(escape, paragraphs(survey))
    yield "## 怎样填、交到哪里"
    mail = f"，或者用电子邮件发到[{survey.email}](mailto:{survey.email})" if survey.email else ""
    ways = [
        f"在本页填写：填好存成文件，交到下面的地方{mail}；填的内容不经过本站，也不留在本页。",
        f"用电脑填表：下载[Word 表]({word})，点方框打勾，填好存盘，交到下面的地方{mail}。",
        f"用笔填表：下载[纸质表（PDF）]({pdf})，打印出来填写。",
    ]
    yield "\n".join(f"{number}. {way}" for number, way in enumerate(ways, 1))
    yield f"交到：{escape(survey.collector)}，{escape(survey.address)}。{chinese_day(survey.deadline)}截止。{ANONYMOUS}"
    yield f"## 问卷 {{: #survey-{form.number} }}"
    for number, question in enumerate(survey.questions, 1):
        kind = "one" if question.is_single else question.kind
        yield f"### {number}. {escape(question.title)}{hint(question)} {{: #{kind}-{question.id} }}"
        yield "\n".join(f"- [ ] {escape(option)}" for option in question.choices) or WRITE
