"""The article that gives the result: counts and percentages with a chart of each question, and the free answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lanmu.content.dates import chinese_day
from lanmu.content.palette import palette
from lanmu.content.settings import Look
from lanmu.content.survey import Question
from lanmu.intake.markdown_text import escape
from lanmu.surveys.counting import Count, rates, shares, votes
from lanmu.surveys.form import Form

# A chart is drawn for a column of text on a telephone, without words: it stands on the Traditional pages as well. Each bar has
# the letter of its option in the table below. Sizes in units of the drawing.
WIDE, ROW, LETTER, BAR, TYPE, BAR_ROOM = 480, 44, 36, 28, 24, 250
PAPER, INK, TRACK = "#ffffff", "#231f1c", "#eeeae3"
DEFAULT_BAR = "#9b1c1c"
"""The main colour of tokens.css."""
STOPS = "。！？；，、：.!?;,:"
READ_THEM = (
    "（请填写：下面是原话，去掉了姓名来源，次序打乱过。请逐条看一遍，删去能认出是谁的话、姓名、电话、住址，"
    "不登的删去整条，看完删去这一段）"
)


def title(form: Form) -> str:
    """The article's headline."""
    return f"{form.survey.title}结果"


def summary(form: Form, counted: Count) -> str:
    """The article's summary."""
    return f"《{form.survey.title}》收回有效问卷{len(counted.counted)}份，现将各题的结果公开。"


def body(form: Form, counted: Count, charts: Mapping[str, str]) -> str:
    """The text; `charts` are the names of the charts by the ids of the questions."""
    return "\n\n".join(blocks(form, counted, charts)) + "\n"


def blocks(form: Form, counted: Count, charts: Mapping[str, str]) -> Iterator[str]:
    """The text, block by block."""
    survey, valid = form.survey, len(counted.counted)
    yield f"{escape(survey.collector)}就“{escape(survey.title)}”请大家填写问卷，现将结果公开。"
    yield "## 怎样进行的"
    ways = "，".join(f"{way}{number}份" for way, number in counted.by_way())
    refused = f"另有{len(counted.faults)}份没有计入（重复、过期、空白或者填错的）。" if counted.faults else ""
    yield (
        f"{chinese_day(survey.start)}开始，{chinese_day(survey.deadline)}截止。收回有效问卷{valid}份{f'（{ways}）' if ways else ''}。"
        f"{refused}（请填写发出多少份，请哪些人填）"
    )
    yield "## 结果"
    for number, question in enumerate(survey.questions, 1):
        yield f"### {number}. {escape(question.title)}"
        yield from (
            choice_blocks(question, counted, charts[question.id])
            if question.choices
            else text_blocks(question, counted)
        )
    yield "## 下一步"
    yield "（请填写怎样采纳这些意见，什么时候告知大家）"


def choice_blocks(question: Question, counted: Count, chart: str) -> Iterator[str]:
    """A chart, and the table that says the same."""
    answers = counted.answers_to(question)
    table = list(zip(question.choices, votes(question, answers), parts(question, counted), strict=True))
    several = "" if question.is_single else "可以选几项，所以各项的比例加起来不是100%。"
    silent = len(counted.counted) - len(answers)
    yield f"{len(answers)}人答了这一题{f'，{silent}人没有答' if silent else ''}。{several}"
    yield f"![条形图：{escape(question.title)}，人数和比例见下表]({chart})"
    rows = [
        f"| {letter(index)}. {escape(choice).replace('|', '&#124;')} | {number} | {part} |"
        for index, (choice, number, part) in enumerate(table)
    ]
    yield "\n".join(["| 选项 | 人数 | 比例 |", "| --- | ---: | ---: |", *rows])


def letter(index: int) -> str:
    """What an option is called in the chart and in its table."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def parts(question: Question, counted: Count) -> list[str]:
    """The percentage of each option: of all votes, or of the people where they may choose several."""
    answers = counted.answers_to(question)
    numbers = votes(question, answers)
    return shares(numbers) if question.is_single else rates(numbers, len(answers))


def text_blocks(question: Question, counted: Count) -> Iterator[str]:
    """The free answers, each in one line, sorted: their order must not say whose they are."""
    texts = sorted(in_one_line(str(answer)) for answer in counted.answers_to(question))
    if not texts:
        yield "没有人写。"
        return
    yield f"{len(texts)}人写了意见。"
    yield READ_THEM
    yield "\n".join(f"- {escape(text)}" for text in texts)


def in_one_line(text: str) -> str:
    """A free answer without its line ends."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "".join(line if line[-1] in STOPS or line is lines[-1] else f"{line}；" for line in lines)


def drawing(question: Question, counted: Count, look: Look) -> str:
    """The chart of a question as SVG: a bar for each option, as long as the part of the people who chose it."""
    answers = counted.answers_to(question)
    numbers, people = votes(question, answers), max(1, len(answers))
    colour = palette(look).modes.get("light", {}).get("brand", DEFAULT_BAR)
    table = zip(numbers, parts(question, counted), strict=True)
    high = ROW * len(numbers) + 8
    drawn = [f'<rect width="{WIDE}" height="{high}" fill="{PAPER}"/>']
    for index, (number, part) in enumerate(table):
        top, long = ROW * index + 12, BAR_ROOM * number // people
        drawn += [
            f'<text x="8" y="{top + TYPE - 1}">{letter(index)}</text>',
            f'<rect x="{LETTER}" y="{top}" width="{BAR_ROOM}" height="{BAR}" fill="{TRACK}"/>',
            f'<rect x="{LETTER}" y="{top}" width="{long}" height="{BAR}" fill="{colour}"/>',
            f'<text x="{LETTER + BAR_ROOM + 12}" y="{top + TYPE - 1}">{number}人 {part}</text>',
        ]
    face = f'font-family="sans-serif" font-size="{TYPE}" fill="{INK}"'
    size = f'width="{WIDE}" height="{high}" viewBox="0 0 {WIDE} {high}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {face}>{"".join(drawn)}</svg>\n'
