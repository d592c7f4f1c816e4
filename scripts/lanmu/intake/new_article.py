"""A new article from its answers: where it goes, what it is called, what stands in it, with a line on every field."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from lanmu.content.addresses import address_of, is_generated, old_address, reserved
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column
from lanmu.content.dates import chinese_day, parse_time
from lanmu.content.genres import Scaffold
from lanmu.content.items import SAMPLES
from lanmu.content.loading import Reading
from lanmu.content.site import Site
from lanmu.content.translation import source_path
from lanmu.diagnostics.errors import ContentError
from lanmu.intake.head_fields import in_yaml
from lanmu.intake.interview import Answers
from lanmu.intake.new_file import LONGEST, check_slug, file_name, slug_of
from lanmu.storage.program_data import read_program_data

FIELDS_FILE = Path(__file__).with_name("fields.yml")
# ⟨name⟩ is a blank: new_article.py fills it with an answer, a snippet makes a tab stop of it.
BLANK = re.compile(r"⟨(\w+)⟩")
# The head of a new article, in this order; what is not in use is commented out.
HEAD = (
    *("title", "date", "publish_at", "document_date", "genre", "unit", "source", "author", "photo"),
    *("phase", "tasks", "outputs", "issue", "notice", "promise", "summary", "order"),
)
PLACE = ("phase", "tasks", "outputs")
OFFERED = ("author", "photo", "image", "topics", "channels", "tags")
OFF = "# 下面几行开头有 # 号，现在不起作用；用得着哪一行，删去它开头的 # 号，再照样子填写\n"
# Signatures are bound to the text they were given for, which nobody can write by hand.
REVIEW = "# 三审：不用手写；真正审过以后运行 python scripts/review.py，程序来登记\n"
# Reference articles are ordered in tens, so that one can be put between two others.
STEP = 10


@dataclass(frozen=True)
class Line:
    """A field as it is written, its blanks still open; `active` is False while it is commented out."""

    text: str
    active: bool


@dataclass(frozen=True)
class NewArticle:
    """What is going to be written, and what the editor does next."""

    path: Path
    text: str
    steps: tuple[str, ...]


@cache
def common_fields() -> Mapping[str, Mapping[str, str]]:
    """The fields of an article by their names: what to `write` (several lines for one with parts), what it is `about`."""
    data: dict[str, dict[str, str]] = read_program_data(FIELDS_FILE)
    return data


def fields(campaign: Campaign) -> Mapping[str, Mapping[str, str]]:
    """The same for one campaign: `channels` has a place for each of its fronts."""
    common = common_fields()
    fronts = campaign.issue_fronts
    write, about = common["channels"]["write"], common["channels"]["about"]
    months = "".join(f"{front}: ⟨month⟩, " for front in fronts)
    questions = "".join(
        f"{front.name}{'哪个月' if front.kind == 'wechat' else '哪一期'}、" for front in fronts.values()
    )
    channels = {"write": write.replace("{", f"{{{months}"), "about": about.replace("：", f"：{questions}")}
    return {**common, "channels": channels}


def head_lines(scaffold: Scaffold, used: Container[str], campaign: Campaign) -> list[Line]:
    """The head of a new article of this genre, without its fences, each field with its explanation: above it, or at its
    end while it is not in use. `used` are the fields that have a value besides. What the campaign has nothing for is not
    offered."""
    descriptions, always = fields(campaign), {"title", "genre", "summary", *scaffold.fields}
    lists = {"phase": campaign.phases, "tasks": campaign.tasks, "outputs": campaign.outputs, "topics": campaign.topics}
    offered = [*PLACE, *(["document_date", "verbatim"] if scaffold.genre.paper == "document" else []), *OFFERED]

    def active(name: str) -> Line:
        field = descriptions[name]
        return Line(f"# {field['about']}\n{field['write']}\n", active=True)

    lines = [active(name) for name in HEAD if name in always or name in used]
    lines.append(Line(OFF, active=False))
    for name in offered:
        if name in always or name in used or not lists.get(name, True):
            continue
        field = descriptions[name]
        lines.append(Line(f"#{field['write']}  # {field['about']}\n", active=False))
    return [*lines, Line(REVIEW, active=False), active("draft")]


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its blanks filled; what is put in is never looked at again."""
    return BLANK.sub(lambda match: values[match[1]], text)


def site_of(reading: Reading) -> Site:
    """The site, also while some of its articles are wrong. Raises ContentError when the lists cannot be used."""
    if reading.site is None:
        raise ContentError([problem for problem in reading.problems if problem.path.endswith(".yml")])
    return reading.site


def plan_article(reading: Reading, answers: Answers, slug: str = "") -> NewArticle:
    """Works out the whole file; writes nothing. Its name has the `slug`, or one made of the title.

    Raises UserError for a slug that cannot be one.
    """
    name = check_slug(slug) if slug else slug_of(answers.title)
    site, column = site_of(reading), answers.column
    used = {name for name in ("unit", "source", "phase", "tasks", "outputs") if getattr(answers, name)}
    used |= {"order"} if column.kind == "reference" else set()
    used |= {"publish_at" if parse_time(answers.when) > site.now else "date"}
    values = _values(reading, site.campaign, answers)
    head = "".join(fill(line.text, values) for line in head_lines(answers.scaffold, used, site.campaign))
    day = answers.day if column.kind == "dated" else None
    below = (f"{column.id}/{name}" for name in _names(name, day))
    path = next(path for path in below if is_free(reading, path))
    text = f"---\n{head}---\n\n{answers.scaffold.outline.body}\n"
    return NewArticle(site.docs / path, text, tuple(_steps(answers, f"docs/{path}")))


def _values(reading: Reading, campaign: Campaign, answers: Answers) -> dict[str, str]:
    """What the blanks of the head are filled with, as YAML; examples where there was no answer."""
    day = answers.day.isoformat()
    return examples(campaign, day) | {
        "title": in_yaml(answers.title),
        "when": answers.when,
        "genre": answers.scaffold.genre.name,
        "until": answers.until.isoformat() if answers.until else day,
        "issue": str(following(reading, answers.column, "issue", 1)),
        "order": str(following(reading, answers.column, "order", STEP)),
        **{name: in_yaml(value) for name in ("unit", "source", "phase") if (value := getattr(answers, name))},
        **{name: _listed(value) for name in ("task", "output") if (value := getattr(answers, f"{name}s"))},
    }


def examples(campaign: Campaign, day: str) -> dict[str, str]:
    """Something right for the blanks whose field is not in use: the first name of each list."""
    names = {
        "phase": [phase.name for phase in campaign.phases],
        "task": list(campaign.tasks),
        "output": list(campaign.outputs),
        "topic": [topic.name for topic in campaign.topics],
    }
    return {kind: _listed(items[:1]) for kind, items in names.items()} | {"day": day, "month": day[:7]}


def _listed(names: Any) -> str:
    """Names as they stand between the brackets of a YAML list."""
    return in_yaml(list(names))[1:-1]


def _names(slug: str, day: date | None) -> Iterator[str]:
    """The name, then the name with -2, -3 …, none longer than a name may be."""
    yield file_name(slug, day)
    for number in count(2):
        ending = f"-{number}"
        yield file_name(slug[: LONGEST - len(ending)].rstrip("-") + ending, day)


def is_free(reading: Reading, path: str) -> bool:
    """True when no file, page, list or old address has the address of `path`, nor a translation without a source."""
    site = site_of(reading)
    taken = {address_of(source_path(file)) for file in reading.files if file.endswith(".md")}
    taken |= {
        old_address(old) or "" for article in (*site.articles, *site.withdrawn) for old in article.meta.redirect_from
    }
    lists = {column.id: column.kind == "dated" for column in site.columns}
    fronts = {front for part in site.parts for front in part.campaign.issue_fronts}
    address = address_of(path)
    return (
        address not in taken
        and not is_generated(address, lists, fronts, reserved(site.docs.parent))
        and not (site.docs / path).exists()
    )


def following(reading: Reading, column: Column, field: str, step: int) -> int:
    """The number after the highest that the column has; drafts count, samples are numbered by themselves.

    Numbers are read from the heads as they stand: an article with a fault elsewhere keeps its number.
    """
    numbers = [
        head.data.get(field)
        for path, head in reading.heads.items()
        if path.split("/")[0] == column.id and SAMPLES not in path.split("/")[:-1] and isinstance(head.data, dict)
    ]
    return max((number for number in numbers if type(number) is int), default=0) // step * step + step


def _steps(answers: Answers, shown: str) -> Iterator[str]:
    """What to do now with the file `shown`, and what would come as a surprise later."""
    yield "1. 打开：用记事本或 VS Code 打开它。"
    yield f"2. 填写：把每一处“（请填写……）”换成真实的内容，再查一遍：python scripts/check_structure.py {shown}"
    yield "3. 看效果：python scripts/preview.py"
    yield f"写好了，删去 draft: true。要三审的（python scripts/review.py {shown} --show 看要不要审），审完、登记以后才发布。"
    column = answers.column
    if column.closed and answers.day > column.closed:
        yield f"注意：栏目「{column.name}」{chinese_day(column.closed)}已归档，这个日期的稿件发布不出去。"
        yield "要继续办，在 docs/columns.yml 里把它的 status 改成 active，删去 closed。"


def overview(site: Site) -> list[str]:
    """What can be written, and where each goes, for --list."""
    homes = [(scaffold, scaffold.column(site.current.columns)) for scaffold in site.genres.scaffolds]
    return [f"{s.name}（docs/{column.id}/，{column.name}）：{s.outline.about}" for s, column in homes]
