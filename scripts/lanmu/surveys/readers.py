"""Reads what comes back, which strangers wrote: Word forms, files saved by the page, e-mails.

Every reader raises RejectedFileError with the reason and the way out for what it cannot take.
"""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Annotated
from xml.etree.ElementTree import Element

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError
from selectolax.lexbor import LexborHTMLParser

from lanmu.checks.attachments.texts import joined
from lanmu.content.dates import CHINA, parse_time
from lanmu.content.fingerprint import digest
from lanmu.content.survey import LONGEST_ANSWER, MOST_OPTIONS, MOST_QUESTIONS, RESERVED
from lanmu.surveys.form import Form
from lanmu.surveys.returned import Answer, Medium, Return, require_number
from lanmu.surveys.word_file import EMPTY_BOX, FORM_TAG
from lanmu.untrusted.encodings import decode
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.markup import attribute, children, descendants, parse
from lanmu.untrusted.opening import MEGA, Budget, RejectedFileError
from lanmu.untrusted.package import Package

MAIN, PROPERTIES = "word/document.xml", "docProps/core.xml"
BY_HAND = "人工看过，把答案抄到纸质表的登记表里。"
NOT_OURS = "是问卷的，请对方用本站的表重新填；不是问卷的，移出这个文件夹。"
ON = frozenset({"1", "true", "on"})
LARGEST_TEXT = MEGA
"""Bytes of a saved file or the text of an e-mail: the longest answers to all questions take a third of it."""
MOST_IN_MAIL = 100
"""Parts of an e-mail."""
# A line of an e-mail; programs put > before lines that are answered to, and blanks that do not break.
LINE = re.compile(r"^[>\s\u00a0]*#\s?([a-z][a-z0-9-]*)[\s\u00a0]*(.*)$")
QUOTE = re.compile(r"^(?:>[ \u00a0]?)+")
NUMBER = re.compile(r"\d{1,3}")


def day_of(moment: str) -> date | None:
    """The day of a moment as programs write it, in China; None when it is none."""
    try:
        return parse_time(re.sub(r"\.\d+(?=Z|[+-]|$)", "", moment)).date()
    except ValueError:
        return None


def word_return(form: Form, data: bytes, place: str) -> Return:
    """A Word form: the states of its check boxes and the texts of its fields, by their tags."""
    budget = Budget()
    package = Package(data, budget)
    if MAIN not in package.parts:
        raise RejectedFileError("里没有 Word 的正文。", NOT_OURS)
    root = parse(package.read(MAIN), budget, MAIN)
    fields = dict(reversed([(tag, item) for item in descendants(root, "sdt") if (tag := tag_of(item))]))
    if FORM_TAG not in fields:
        raise RejectedFileError(
            "认不出是问卷：里面没有填表的控件，可能是用 LibreOffice 存的、重新打的，或者是别的文件。", BY_HAND
        )
    require_number(form, text_of(fields.pop(FORM_TAG)).strip())
    answers: dict[str, Answer] = {}
    for name, question in form.questions.items():
        boxes = [number for number in range(1, len(question.choices) + 1) if is_ticked(fields.get(f"{name}.{number}"))]
        missing = [tag for tag in tags_of(name, len(question.choices)) if tag not in fields]
        if missing:
            raise RejectedFileError(f"「{question.title}」的控件少了 {len(missing)} 个，可能被删了。", BY_HAND)
        answers[name] = tuple(boxes) if question.choices else text_of(fields[name])
    saved = ""
    if PROPERTIES in package.parts:
        properties = parse(package.read(PROPERTIES), budget, PROPERTIES)
        saved = next((item.text or "" for item in descendants(properties, "modified")), "")
    return Return(place, Medium.WORD, answers, digest(data), day=day_of(saved))


def tags_of(name: str, options: int) -> list[str]:
    """The tags of the controls of a question."""
    return [f"{name}.{number}" for number in range(1, options + 1)] or [name]


def tag_of(control: Element) -> str:
    """The tag of a content control."""
    properties = next(children(control, "sdtPr"), None)
    tag = next(children(properties, "tag"), None) if properties is not None else None
    return attribute(tag, "val") if tag is not None else ""


def is_ticked(control: Element | None) -> bool:
    """True for a ticked check box, also when a program without check boxes wrote some other sign into it."""
    if control is None:
        return False
    checked = next(descendants(control, "checked"), None)
    return (checked is not None and attribute(checked, "val") in ON) or text_of(control).strip() not in ("", EMPTY_BOX)


def text_of(control: Element) -> str:
    """What was written into a text field, a line for each paragraph; nothing while it shows its hint."""
    properties = next(children(control, "sdtPr"), None)
    if properties is not None and any(
        attribute(item, "val") not in ("0", "false") for item in children(properties, "showingPlcHdr")
    ):
        return ""
    content = next(children(control, "sdtContent"), None)
    if content is None:
        return ""
    return "\n".join(joined(part) for part in list(children(content, "p")) or [content])


class Saved(BaseModel):
    """What survey.js saves."""

    model_config = ConfigDict(extra="forbid")

    survey: Annotated[StrictStr, Field(max_length=200)]
    receipt: Annotated[StrictStr, Field(pattern=r"^[a-z]{8,32}$")]
    saved: Annotated[StrictStr, Field(max_length=40)]
    answers: Annotated[
        dict[
            str,
            Annotated[list[StrictInt], Field(max_length=MOST_OPTIONS)]
            | Annotated[StrictStr, Field(max_length=100 * LONGEST_ANSWER)],
        ],
        Field(max_length=10 * MOST_QUESTIONS),
    ]


def saved_return(form: Form, data: bytes, place: str) -> Return:
    """A file that the page saved."""
    text = decoded(data)
    try:
        saved = Saved.model_validate(json.loads(text))
    except RecursionError:
        raise RejectedFileError("里的内容套了太多层，可能是恶意文件。", NOT_OURS) from None
    except ValidationError:
        raise RejectedFileError("不是本站的网页存的答卷，或者改动过，读不出来。", NOT_OURS) from None
    except ValueError:
        raise RejectedFileError("已损坏，只有一半或者改动过，读不出来。", "请对方重新交这个文件。") from None
    require_number(form, saved.survey)
    day = day_of(saved.saved)
    if day is None:
        raise RejectedFileError(f"里写的保存时间「{saved.saved}」不是时间。", "请对方核对电脑的时钟，重新存、重新交。")
    answers: dict[str, Answer] = {
        name: answer if isinstance(answer, str) else tuple(answer) for name, answer in saved.answers.items()
    }
    return Return(place, Medium.FILE, answers, digest(data), saved.receipt, day)


def decoded(data: bytes) -> str:
    """A text. Raises RejectedFileError when it is too long or in an encoding that is not ours."""
    if len(data) > LARGEST_TEXT:
        raise RejectedFileError(f"有 {len(data) / MEGA:.1f} MB，答卷没有这么大，没有读。", NOT_OURS)
    text = decode(data)
    if text is None:
        raise RejectedFileError("里的文字是少见的编码，读不出来。", BY_HAND)
    return text[0]


def mail_returns(form: Form, data: bytes, place: str) -> Iterator[Return]:
    """An e-mail: the forms that are attached, else the answers in its text. They count as sent on its date."""
    try:
        message = email.message_from_bytes(data)
        parts = list(parts_of(message))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        raise RejectedFileError("这封邮件的写法坏了，读不出来。", BY_HAND) from None
    day = sent_day(message)
    bodies, has_form = [], False
    for number, (kind, content) in enumerate(parts, 1):
        file_kind = kind_in(content)
        if file_kind is FileKind.DOCX or (
            file_kind is FileKind.TEXT and content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
        ):
            reader = word_return if file_kind is FileKind.DOCX else saved_return
            attached = reader(form, content, f"{place}（第 {number} 部分）")
            has_form = True
            yield replace(attached, way=Medium.MAIL, day=day)
        elif kind in ("text/plain", "text/html"):
            bodies.append((kind, content))
    if not has_form:
        yield text_return(form, bodies, place, day)


def parts_of(message: Message) -> Iterator[tuple[str, bytes]]:
    """The parts of an e-mail that hold no others: their kinds and contents. Texts come as UTF-8."""
    for number, part in enumerate(message.walk()):
        if number == MOST_IN_MAIL:
            raise RejectedFileError(f"这封邮件里有 {MOST_IN_MAIL} 个以上的部分，没有读。", BY_HAND)
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield part.get_content_type(), content


def sent_day(message: Message) -> date:
    """The day of an e-mail, in China."""
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(CHINA).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        raise RejectedFileError("这封邮件没有写明发送的时间。", "从邮箱里重新存一次；仍旧没有的，" + BY_HAND) from None


def text_return(form: Form, bodies: Iterable[tuple[str, bytes]], place: str, day: date) -> Return:
    """The answers in the text of an e-mail, as survey.js writes them: a line for each, `#id answer`."""
    for kind, content in sorted(bodies, key=lambda body: body[0] != "text/plain"):
        text = decoded(content)
        if kind == "text/html":
            root = LexborHTMLParser(text).root
            text = root.text(separator="\n") if root else ""
        if "survey" in (lines := lines_of(text)):
            if "end" not in lines:
                raise RejectedFileError(
                    "这封邮件里的答卷没有写完，后面的丢了。", "请对方改用“存成文件”，把文件作附件发来。"
                )
            require_number(form, lines["survey"].strip())
            answers = {name: answer for name, answer in lines.items() if name not in RESERVED}
            return Return(
                place,
                Medium.MAIL,
                {name: as_answer(form, name, text) for name, text in answers.items()},
                receipt=lines.get("receipt", "").strip(),
                day=day,
            )
    raise RejectedFileError("这封邮件里没有答卷：没有附上填好的文件，正文里也没有。", NOT_OURS)


def lines_of(text: str) -> dict[str, str]:
    """The values of the lines `#name value`, up to `#end`; what stands below a line belongs to it."""
    values: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if match := LINE.match(line):
            name, values[match[1]] = match[1], match[2]
            if name == "end":
                break
        elif name:
            values[name] += "\n" + QUOTE.sub("", line)
    return values


def as_answer(form: Form, name: str, text: str) -> Answer:
    """What a line says: numbers of options, or a text."""
    question = form.questions.get(name)
    return text.strip() if question is None or not question.choices else numbers_in(text)


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers of options in a text. Raises RejectedFileError when something else stands there."""
    if rest := NUMBER.sub("", text).strip(" ,，、;；.\n\u00a0\u3000"):
        raise RejectedFileError(
            f"「{rest[:20]}」不是选项的序号。", "请照问卷核对；是登记表的，填序号，几项用顿号隔开。"
        )
    return tuple(map(int, NUMBER.findall(text)))
