"""A new article from its answers: where it goes, what it is called, what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lanmu.content.addresses import address_of, is_generated, old_address, reserved
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column
from lanmu.content.dates import chinese_day, parse_time
from lanmu.content.loading import SAMPLES, Reading
from lanmu.content.site import Site
from lanmu.content.translation import source_path
from lanmu.diagnostics.errors import ContentError
from lanmu.intake.fields import fill, head_lines, in_yaml
from lanmu.intake.genres import column_for, scaffolds
from lanmu.intake.interview import Answers
from lanmu.intake.new_file import LONGEST, file_name, slug_of

# Reference articles are ordered in tens, so that one can be put between two others.
STEP = 10


@dataclass(frozen=True)
class NewArticle:
    """What is going to be written, and what the editor does next."""

    path: Path
    text: str
    steps: tuple[str, ...]


def site_of(reading: Reading) -> Site:
    """The site, also while some of its articles are wrong. Raises ContentError when the lists cannot be used."""
    if reading.site is None:
        raise ContentError([problem for problem in reading.problems if problem.path.endswith(".yml")])
    return reading.site


def plan_article(reading: Reading, answers: Answers) -> NewArticle:
    """Works out the whole file; writes nothing."""
    site, column = site_of(reading), answers.column
    used = {name for name in ("unit", "source", "phase", "tasks", "outputs") if getattr(answers, name)}
    used |= {"order"} if column.kind == "reference" else set()
    used |= {"publish_at" if parse_time(answers.when) > site.now else "date"}
    values = values_of(reading, site.campaign, answers)
    head = "".join(fill(line.text, values) for line in head_lines(answers.scaffold, used))
    below = f"{column.id}/{free_name(reading, answers)}"
    text = f"---\n{head}---\n\n{answers.scaffold.body}\n"
    return NewArticle(site.docs / below, text, tuple(steps(answers, f"docs/{below}")))


def values_of(reading: Reading, campaign: Campaign, answers: Answers) -> dict[str, str]:
    """What the blanks of the head are filled with, as YAML; examples where there was no answer."""
    day = answers.day.isoformat()
    return examples(campaign, day) | {
        "title": in_yaml(answers.title),
        "when": answers.when,
        "genre": answers.scaffold.genre,
        "until": answers.until.isoformat() if answers.until else day,
        "issue": str(following(reading, answers.column, "issue", 1)),
        "order": str(following(reading, answers.column, "order", STEP)),
        **{name: in_yaml(value) for name in ("unit", "source", "phase") if (value := getattr(answers, name))},
        **{name: listed(value) for name in ("task", "output") if (value := getattr(answers, f"{name}s"))},
    }


def examples(campaign: Campaign, day: str) -> dict[str, str]:
    """Something right for the blanks whose field is not in use: the first name of each list."""
    names = {
        "phase": [phase.name for phase in campaign.phases],
        "task": list(campaign.tasks),
        "output": list(campaign.outputs),
        "topic": [topic.name for topic in campaign.topics],
    }
    return {kind: listed(known[:1]) for kind, known in names.items()} | {"day": day, "month": day[:7]}


def listed(names: Any) -> str:
    """Names as they stand between the brackets of a YAML list."""
    return in_yaml(list(names))[1:-1]


def free_name(reading: Reading, answers: Answers) -> str:
    """The name of a file that is not there yet, at an address that nothing else has."""
    column = answers.column
    slug = slug_of(answers.title)
    day = answers.day if column.kind == "dated" else None
    return next(name for name in names(slug, day) if is_free(reading, f"{column.id}/{name}"))


def names(slug: str, day: date | None) -> Iterator[str]:
    """The name, then the name with -2, -3 …, none longer than a name may be."""
    yield file_name(slug, day)
    number = 2
    while True:
        ending = f"-{number}"
        yield file_name(slug[: LONGEST - len(ending)].rstrip("-") + ending, day)
        number += 1


def is_free(reading: Reading, path: str) -> bool:
    """True when no file, page, list or old address has the address of `path`, nor a translation without a source."""
    site = site_of(reading)
    taken = {address_of(source_path(file)) for file in reading.files if file.endswith(".md")}
    taken |= {old_address(old) or "" for article in site.articles for old in article.meta.redirect_from}
    lists = {column.id: column.kind == "dated" for column in site.columns}
    address = address_of(path)
    return (
        address not in taken
        and not is_generated(address, lists, reserved(site.docs.parent))
        and not (site.docs / path).exists()
    )


def following(reading: Reading, column: Column, field: str, step: int) -> int:
    """The number after the highest that the column has; drafts count, so that no two of them get the same.

    Numbers are read from the heads as they stand: an article with a fault elsewhere keeps its number.
    """
    heads = (head.data for path, head in reading.heads.items() if is_of(column, path))
    numbers = [head.get(field) for head in heads if isinstance(head, dict)]
    return max((number for number in numbers if type(number) is int), default=0) // step * step + step


def is_of(column: Column, path: str) -> bool:
    """True for the column's own articles; samples are numbered by themselves."""
    folders = path.split("/")[:-1]
    return folders[:1] == [column.id] and SAMPLES not in folders


def steps(answers: Answers, shown: str) -> Iterator[str]:
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
    homes = [(scaffold, column_for(scaffold, site.columns)) for scaffold in scaffolds()]
    return [f"{s.name}（docs/{column.id}/，{column.name}）：{s.about}" for s, column in homes]
