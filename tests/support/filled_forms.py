"""Forms of a survey filled in as people do: Word files edited as Word would, files and e-mails as the page writes them,
tables of paper ones."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from typing import Any

import openpyxl
from lanmu.content.survey import Question
from lanmu.surveys.form import Form
from lanmu.surveys.paper import table
from lanmu.surveys.returned import Answer
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SENT = "Fri, 05 Dec 2008 10:20:00 +0800"
SAVED = "2008-12-05T02:20:00.000Z"
Answers = Mapping[str, Answer]


def repacked(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A zip file with some parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def word(blank: bytes, answers: Answers, modified: str = "2008-12-05T02:20:00Z", author: str = "") -> bytes:
    """A filled Word form: boxes that were clicked, texts in the place of the hints, the time of saving."""
    root = etree.fromstring(part(blank, "word/document.xml"))
    for control in root.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        name, _, number = properties.find(f"{W}tag").get(f"{W}val").partition(".")
        answer = answers.get(name, ())
        if number and not isinstance(answer, str) and int(number) in answer:
            properties.find(f".//{W14}checked").set(f"{W14}val", "1")
            content.find(f".//{W}t").text = "☒"
        elif isinstance(answer, str):
            properties.remove(properties.find(f"{W}showingPlcHdr"))
            content.clear()
            for index, line in enumerate(answer.split("\n")):
                run = etree.SubElement(content, f"{W}r")
                if index:
                    etree.SubElement(run, f"{W}br")
                etree.SubElement(run, f"{W}t").text = line
    core = etree.fromstring(part(blank, "docProps/core.xml"))
    for item in core:
        if item.tag.endswith("}modified"):
            item.text = modified
        if item.tag.endswith("}lastModifiedBy"):
            item.text = author
    changes = {"word/document.xml": etree.tostring(root), "docProps/core.xml": etree.tostring(core)}
    return repacked(blank, changes)


def saved(form: Form, answers: Answers, receipt: str, when: str = SAVED) -> bytes:
    """A file as the page saves it."""
    plain = {name: answer if isinstance(answer, str) else list(answer) for name, answer in answers.items()}
    data: dict[str, Any] = {"survey": form.number, "receipt": receipt, "saved": when, "answers": plain}
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def mail_text(form: Form, answers: Answers, receipt: str) -> str:
    """The text that the page writes into an e-mail."""
    given = (f"#{n} {a if isinstance(a, str) else ' '.join(map(str, a))}" for n, a in answers.items())
    return "\r\n".join([f"#survey {form.number}", f"#receipt {receipt}", f"#saved {SAVED}", *given, "#end"])


def mail(text: str, *attached: tuple[str, bytes], date: str = SENT, html: bool = False) -> bytes:
    """An e-mail with a text, as programs here send it, and files."""
    message = EmailMessage()
    message["From"], message["Subject"] = "张三 <zhangsan@example.org>", "问卷"
    if date:
        message["Date"] = date
    if html:
        lines = "".join(f"<div>{line}</div>" for line in text.splitlines())
        message.set_content(f"<html><body>{lines}</body></html>", subtype="html", charset="gb18030", cte="base64")
    else:
        message.set_content(text, charset="utf-8", cte="base64")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def cell(question: Question, answer: Answer | None, *, in_words: bool) -> str:
    """What is typed into the table for an answer."""
    if answer is None or isinstance(answer, str):
        return answer or ""
    if in_words and len(answer) == 1:
        return question.choices[answer[0] - 1]
    return "、".join(map(str, answer))


def rows(form: Form, papers: Iterable[Answers], first: int) -> list[list[str]]:
    """The table that `new` wrote, filled in; numbered from `first`."""
    head = next(csv.reader(io.StringIO(table(form).decode("utf-8-sig"))))
    return [head] + [
        [
            str(number),
            "2008-12-06",
            *(cell(q, paper.get(q.id), in_words=number % 3 == 0) for q in form.survey.questions),
        ]
        for number, paper in enumerate(papers, first)
    ]


def as_csv(table_rows: list[list[str]]) -> bytes:
    """As Excel in China saves it."""
    text = io.StringIO()
    csv.writer(text).writerows(table_rows)
    return text.getvalue().encode("gb18030")


def as_xlsx(table_rows: list[list[str]]) -> bytes:
    """As Excel saves it: figures are numbers."""
    book = openpyxl.Workbook()
    for row in table_rows:
        book.active.append([int(text) if text.isdecimal() else text for text in row])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def nested_mail(depth: int) -> bytes:
    """An e-mail in an e-mail, so many times."""
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"Date: {SENT}\n{heads}Content-Type: text/plain\n\n{b64encode(b'x').decode()}\n".encode()
