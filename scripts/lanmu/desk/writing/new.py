"""A new article on the desk: which genre, then what `new_article.py` asks, all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from werkzeug.wrappers import Request, Response

from lanmu.content.site import Site
from lanmu.desk.context import Desk, Route, page, see
from lanmu.desk.writing import live
from lanmu.intake.interview import NONE, Answers, Choice, Interview
from lanmu.intake.new_article import plan_article, site_of
from lanmu.intake.new_file import write_new
from lanmu.storage.write_lock import writing

T = TypeVar("T")
LATER = ("genre", "task", "output")
"""What is not asked here: the genre was chosen, and tasks and outputs depend on the phase; the form of the article has them."""
CLOSED = "已经归档，登不出来"
LABELS = {
    "title": "标题",
    "date": "发布时间",
    "unit": "供稿单位",
    "source": "来源",
    "phase": "活动阶段",
    "column": "栏目",
}


@dataclass(frozen=True)
class Question:
    """What is asked; `default` is taken where nothing is chosen. `value` is what was answered, `error` what is wrong with it."""

    name: str
    label: str
    help: str
    choices: tuple[Choice, ...]
    default: str
    value: str
    error: str = ""


class Questions(Interview):
    """The interview with all questions at once: what is not answered yet has its default, and is noted to be asked."""

    def __init__(self, site: Site, given: Mapping[str, str | None]) -> None:
        super().__init__(site, given)
        self.columns = site.columns
        self.asked: list[Question] = []

    def ask(
        self, name: str, words: str, read: Callable[[str], T], default: str = "", choices: Sequence[Choice] = ()
    ) -> T:
        """The answer that was given, else what Enter would mean, else anything: the question is noted, with what is wrong."""
        if name == "column":
            closed = {column.name for column in self.columns if column.archived}
            choices = [replace(each, about=CLOSED) if each.name in closed else each for each in choices]
        given = self.given.pop(name, None)
        first, _, explained = words.partition("：")
        label = LABELS.get(name, first)
        error = ""
        try:
            return read((default if given is None else given).strip())
        except ValueError as fault:
            error = "" if given is None else str(fault)
            # The last day there is: no day is too late for it, and it may stand for a title.
            return read(choices[0].name if choices else default or "9999-12-31")
        finally:
            value = default if given is None else given
            self.asked.append(Question(name, label, explained, tuple(choices), default, value, error))


def asked_for(site: Site, given: Mapping[str, str | None]) -> tuple[Answers, list[Question]]:
    """The answers as far as they were given, and all questions; where a unit or a source may be named, both are asked for."""
    interview = Questions(site.current, given)
    answers = interview.answers()
    if not any(question.name == "source" for question in interview.asked):
        without = Questions(site.current, {**given, "unit": NONE, "source": None})
        unit = next((question for question in interview.asked if question.name == "unit"), None)
        if unit is None or any(choice.name == NONE for choice in unit.choices):
            without.answers()
            source = next(question for question in without.asked if question.name == "source")
            place = next(i for i, question in enumerate(interview.asked) if question.name == "unit") + 1
            interview.asked.insert(place, Question("source", source.label, source.help, (), "", ""))
    return answers, [question for question in interview.asked if question.name not in LATER]


def given_in(request: Request) -> dict[str, str | None]:
    """What the form says. A source is an answer only where it stands, or where no unit is named."""
    values = request.form if request.method == "POST" else request.args
    given: dict[str, str | None] = {
        name: values[name].strip()
        for name in ("genre", "column", "title", "date", "unit", "phase", "until")
        if name in values
    }
    if values.get("clock"):
        given["date"] = f"{given.get('date') or ''} {values['clock'].strip()}"
    source = values.get("source", "").strip()
    return given | ({"source": source} if source else {})


def choose(desk: Desk, request: Request) -> Response:
    """The genres with what each is for; with one chosen, its questions."""
    site = site_of(desk.project.reading())
    names = {scaffold.name: scaffold for scaffold in site.genres.scaffolds}
    genre = request.args.get("genre", "")
    if genre not in names:
        homes = [(scaffold, scaffold.column(site.current.columns)) for scaffold in names.values()]
        return page(desk, request, "writing/genres.html", section="writing", homes=homes)
    _, questions = asked_for(site, {"genre": genre, "column": names[genre].column(site.current.columns).name})
    return page(desk, request, "writing/new.html", section="writing", scaffold=names[genre], questions=questions)


def create(desk: Desk, request: Request) -> Response:
    """Writes the article as far as it is known, and opens its form; says what is wrong in the answers."""
    reading = desk.project.reading()
    site = site_of(reading)
    given = given_in(request)
    names = {scaffold.name: scaffold for scaffold in site.genres.scaffolds}
    if given.get("genre") not in names:
        return choose(desk, request)
    answers, questions = asked_for(site, given)
    if any(question.error for question in questions):
        values = {"scaffold": names[str(given["genre"])], "questions": questions}
        return page(desk, request, "writing/new.html", section="writing", status=422, **values)
    with writing(desk.root):
        planned = plan_article(desk.project.reading(), answers)
        write_new(planned.path, planned.text)
    return see(live.address(planned.path.relative_to(desk.root / "docs").as_posix()))


ROUTES: tuple[Route, ...] = (
    Route("writing/new", choose),
    Route("writing/new", create, ("POST",)),
)
