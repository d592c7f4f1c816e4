"""The form on paper: a PDF to tick with a pen, with a QR code of the page, and a table (.csv) to type the papers into."""

from __future__ import annotations

import csv
import io

from lanmu.channels.common.press import Press
from lanmu.channels.poster import code
from lanmu.content.dates import chinese_day
from lanmu.surveys.form import Form
from lanmu.surveys.invitation import ANONYMOUS, hint, paragraphs

NUMBER, RECEIVED = "编号", "收到日期"
"""Heads of the columns of the table that hold no answers."""
UTF8_MARK = "\ufeff"
"""By which Excel knows the encoding of a .csv."""


def pdf(press: Press, form: Form, address: str) -> bytes:
    """The PDF; `address` is the page's, empty while the site has none. Raises UserError when a font lacks a character."""
    survey = form.survey
    introduction, qr = paragraphs(survey), code(address, "扫码在网页上填")
    questions = [
        {"title": f"{number}. {question.title}{hint(question)}", "options": question.choices}
        for number, question in enumerate(survey.questions, 1)
    ]
    foot = [
        f"交到：{survey.collector}，{survey.address}。{chinese_day(survey.deadline)}截止。",
        f"在方框里打“√”。{ANONYMOUS}",
        f"问卷编号：{form.number}",
    ]
    choices = [choice for question in survey.questions for choice in question.choices]
    texts = [("biao", survey.title), ("fang", "".join((*introduction, *choices, *foot, qr["hint"] if qr else "")))]
    texts += [("hei", str(question["title"])) for question in questions]
    press.fonts.covered(texts, f"《{survey.title}》")
    data = {"author": survey.collector, "introduction": introduction, "questions": questions, "foot": foot, "code": qr}
    return press.pdf("survey", data, {}, title=survey.title, day=survey.start)


def table(form: Form) -> bytes:
    """The table for papers: a row for each, answers by the numbers of the options."""
    heads = [NUMBER, RECEIVED, *(head(name, question.choices) for name, question in form.questions.items())]
    text = io.StringIO()
    csv.writer(text).writerow(heads)
    return f"{UTF8_MARK}{text.getvalue()}".encode()


def head(name: str, choices: tuple[str, ...]) -> str:
    """The head of a question's column: its id first, by which the count knows it."""
    options = " ".join(f"{number}={choice}" for number, choice in enumerate(choices, 1))
    return f"{name} {options or '写文字'}"
