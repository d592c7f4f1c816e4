"""What new_article.py asks, in order: numbered lists, Enter takes the default, a wrong answer is asked for again.

An option on the command line answers a question beforehand. Nothing here writes a file: Ctrl-C leaves no trace.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from lanmu.content.article import LONGEST_TITLE
from lanmu.content.campaign import Output, Phase, Task, Unit
from lanmu.content.column import Column
from lanmu.content.dates import DAY, chinese_day, parse_day, parse_time, pub_date
from lanmu.content.genres import Scaffold
from lanmu.content.site import Site
from lanmu.content.validation import nearest
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError

# Both ends of a notice belong to it: eight days hold five working days, whatever day they begin on.
NOTICE = timedelta(days=7)
SEVERAL = "可以选几项，用逗号隔开"
T = TypeVar("T")
NONE = "不写"
APART = r"[^,，、;；\s]+"


@dataclass(frozen=True)
class Choice:
    """A line of a list; the answer may be its number, its name, a part of its name, or its id in docs/*.yml."""

    name: str
    about: str = ""
    id: str = ""


@dataclass(frozen=True)
class Answers:
    """All that is known of an article before it is written. `when` is its publication as it stands in the file.

    `unit` or `source` is set. `until` is the last day of a notice or the deadline of a promise.
    """

    scaffold: Scaffold
    column: Column
    title: str
    when: str
    unit: str = ""
    source: str = ""
    phase: str = ""
    tasks: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    until: date | None = None

    @property
    def day(self) -> date:
        """The day of publication."""
        return parse_time(self.when).date()


def interview(site: Site, given: Mapping[str, str | None]) -> Answers:
    """Asks what `given` (name of an option → its value) leaves open. Raises UserError, writes nothing."""
    questions = Interview(site.current, given)
    answers = questions.answers()
    unused = [f"--{name}" for name, value in questions.given.items() if value is not None]
    if unused:
        raise UserError(f"{'、'.join(unused)} 和别的回答合不上，用不着。请去掉它，或者改别的选项。")
    return answers


class Interview:
    """The questions about one article. An option that has answered its question is taken out of `given`."""

    def __init__(self, site: Site, given: Mapping[str, str | None]) -> None:
        self.site = site
        self.campaign = site.campaign
        self.given = dict(given)

    def answers(self) -> Answers:
        """All answers, in the order in which an editor thinks of them."""
        scaffold = self.scaffold()
        column = self.column(scaffold)
        title = self.ask("title", "标题：说清谁做了什么", read_title, scaffold.outline.title)
        when = self.when()
        day = parse_time(when).date()
        unit, source = self.origin(scaffold, column)
        likely = [output for output in self.campaign.outputs.values() if scaffold.genre.name in output.name]
        phase = self.phase(column, likely, day)
        tasks = self.tasks(phase, likely)
        outputs = self.outputs(phase, tasks, likely)
        return Answers(scaffold, column, title, when, unit, source, phase, tasks, outputs, self.until(scaffold, day))

    def scaffold(self) -> Scaffold:
        by_name = {scaffold.name: scaffold for scaffold in self.site.genres.scaffolds}
        return by_name[self.choose("genre", "写哪一种", [Choice(s.name, s.outline.about) for s in by_name.values()])]

    def column(self, scaffold: Scaffold) -> Column:
        """The genre decides; only an editor who wants another column names it."""
        if self.given.get("column") is None:
            return scaffold.column(self.site.columns)
        by_name = {column.name: column for column in self.site.columns}
        return by_name[self.choose("column", "放进哪个栏目", [Choice(c.name, id=c.id) for c in by_name.values()])]

    def when(self) -> str:
        """The time of publication: now, unless said otherwise. Announcements are made before the campaign begins."""

        def read(answer: str) -> str:
            moment = parse_time(answer)
            return answer if DAY.fullmatch(answer) else pub_date(moment)

        words = "发布时间：例如 2008-11-05 09:30；写以后的时间，到时候才登"
        when, first = self.ask("date", words, read, pub_date(self.site.now)), self.campaign.period.start_day
        if parse_time(when).date() < first:
            say(
                f"  注意：{when} 早于活动开始（{chinese_day(first)}）。预告可以这样登；年份写错了的，改正稿件里的 date。"
            )
        return when

    def origin(self, scaffold: Scaffold, column: Column) -> tuple[str, str]:
        """The unit that hands it in, and the source where there is another. A promise is a unit's, reference is not."""
        units = listed(self.campaign.contributors)
        is_promise = "promise" in scaffold.fields
        unit = NONE
        if is_promise or self.given.get("unit") is not None or self.given.get("source") is None:
            others = [] if is_promise else [Choice(NONE, "不是单位供稿，下面写来源")]
            default = NONE if others and column.kind == "reference" else ""
            unit = self.choose("unit", "供稿单位", units + others, default) if units else self.unit(others)
        source = ""
        if unit == NONE or self.given.get("source") is not None:
            words = "来源：原文所在的报刊、网站；本站自己写的，写“本站编写”"
            source = self.ask("source", words, read_line, "本站编写")
        return "" if unit == NONE else unit, source

    def unit(self, others: list[Choice]) -> str:
        """The unit in a campaign that lists none: only a promise has to name one, others name their source."""
        if others and self.given.get("unit") is None:
            return NONE
        return self.ask("unit", "责任单位" if not others else "供稿单位", read_line)

    def phase(self, column: Column, likely: list[Output], day: date) -> str:
        """The phase; that of the first task when a task is given and no phase. Nobody is asked where there are none."""
        if not self.campaign.phases:
            self.drop_none("phase")
            return ""
        task = self.given.get("task")
        if self.given.get("phase") is None and task is not None:
            choices_of_tasks = [*listed(self.campaign.tasks.values()), Choice(NONE)]
            for name in read_option("task", task, lambda answer: pick_several(answer, choices_of_tasks)):
                return self.campaign.phase_of_task[name].name
        homes = [self.campaign.phase_of_task[task.name].name for task in self._producing(likely)]
        is_report = any(output in self.campaign.closing for output in likely)
        if column.kind == "dated" and not is_report:
            homes += [phase.name for phase in reversed(self.campaign.phases_on(day))]
        choices = [*listed(self.campaign.phases), Choice(NONE, "不属于某一个阶段")]
        chosen = self.choose("phase", "活动阶段", choices, default=next(iter(homes), NONE))
        return "" if chosen == NONE else chosen

    def tasks(self, phase: str, likely: list[Output]) -> tuple[str, ...]:
        own = [task for name, task in self.campaign.tasks.items() if self.campaign.phase_of_task[name].name == phase]
        homes = [task.name for task in self._producing(likely) if task in own]
        return self.choose_several("task", f"任务（{SEVERAL}）", own, homes)

    def outputs(self, phase: str, tasks: tuple[str, ...], likely: list[Output]) -> tuple[str, ...]:
        """What the tasks must produce and what opens the phase; outside the phases, the reports at the campaign's end."""
        own = [output for name in tasks for output in self.campaign.tasks[name].outputs]
        own += [p.opening for p in self.campaign.phases if p.name == phase and p.opening]
        own = own if phase else list(self.campaign.closing)
        return self.choose_several("output", f"形成的成果（{SEVERAL}）", own, [o.name for o in own if o in likely])

    def until(self, scaffold: Scaffold, day: date) -> date | None:
        """The day that a notice or a promise runs to."""

        def read(answer: str) -> date:
            until = parse_day(answer)
            if until < day:
                raise ValueError(f"{answer} 早于发布日期（{day}）。")
            return until

        if "notice" in scaffold.fields:
            words, default = "公示到哪一天：至少 5 个工作日，遇节假日再加长", (day + NOTICE).isoformat()
        elif "promise" in scaffold.fields:
            words, default = "第一项承诺哪一天以前办完：例如 2008-12-20", ""
        else:
            return None
        return self.ask("until", words, read, default)

    def _producing(self, outputs: list[Output]) -> list[Task]:
        return [task for task in self.campaign.tasks.values() if any(output in task.outputs for output in outputs)]

    def choose(self, name: str, words: str, choices: list[Choice], default: str = "") -> str:
        return self.ask(name, words, lambda answer: pick(answer, choices), default, choices)

    def choose_several(
        self, name: str, words: str, items: Iterable[Task | Output], likely: list[str]
    ) -> tuple[str, ...]:
        """Any number of things out of a list; there is no question where there is no list."""
        choices = listed(items)
        if not choices:
            self.drop_none(name)
            return ()
        choices.append(Choice(NONE))
        default = likely[0] if len(likely) == 1 else NONE
        return self.ask(name, words, lambda answer: pick_several(answer, choices), default, choices)

    def drop_none(self, name: str) -> None:
        """Takes an option that says “none” to a question that nobody asks."""
        if self.given.get(name) == NONE:
            self.given.pop(name)

    def ask(
        self, name: str, words: str, read: Callable[[str], T], default: str = "", choices: Sequence[Choice] = ()
    ) -> T:
        """The answer: the option's, or the editor's. `read` gives its value, or raises ValueError with a Chinese sentence.

        `default` is what Enter means; without it there must be an answer. Raises UserError when there is none.
        """
        given = self.given.pop(name, None)
        if given is not None:
            return read_option(name, given, read)
        say()
        say(words)
        for number, choice in numbered(choices):
            say(f"  {number:>2}  {choice.name}" + (f"：{choice.about}" if choice.about else ""))
        while True:
            answer = line_after(f"（回车：{default}）> " if default else "> ")
            if answer is None and not default:
                raise UserError(f"没有回答「{words}」。请在命令里加上 --{name}，或者在终端里运行、逐项回答。")
            try:
                return read(answer or default)
            except ValueError as error:
                say(f"  {error}请再输入一次。")


def read_option(name: str, given: str, read: Callable[[str], T]) -> T:
    try:
        return read(given.strip())
    except ValueError as error:
        raise UserError(f"--{name}：{error}") from None


def read_line(answer: str) -> str:
    """A text in one line, white space within it single. Raises ValueError for what no page could show."""
    line = " ".join(answer.split())
    if not any(map(str.isalnum, line)):
        raise ValueError("这里要写文字，不能空着。")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in line):
        raise ValueError("里面有看不见的控制字符，请直接输入，不要粘贴。")
    return line


def read_title(answer: str) -> str:
    """A headline. Raises ValueError when it cannot be one."""
    title = read_line(answer)
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"标题有 {len(title)} 个字，最多 {LONGEST_TITLE} 个，请压缩一下。")
    return title


def listed(items: Iterable[Unit | Phase | Task | Output]) -> list[Choice]:
    """Things of campaign.yml as a list."""
    return [Choice(item.name, id=item.id) for item in items]


def line_after(prompt: str) -> str | None:
    """One line of what is typed or piped in; None when the pipe has ended or there never was one."""
    try:
        return input(prompt).strip()
    except EOFError:
        if sys.stdin.isatty():
            # Ctrl-D, on Windows Ctrl-Z: the editor wants to stop.
            raise KeyboardInterrupt from None
        say()
        return None
    except RuntimeError:
        # Python has no sys.stdin when it was started without one.
        return None
    except UnicodeDecodeError:
        raise UserError("输入的文字不是 UTF-8 编码，读不出来。请在终端里直接输入，或者写成命令的选项。") from None


def numbered(choices: Sequence[Choice]) -> list[tuple[int, Choice]]:
    """The list as it is shown: from 1 on; what means “none of these” stands last and is 0."""
    lines = [(number, choice) for number, choice in enumerate(choices, start=1) if choice.name != NONE]
    return lines + [(0, choice) for choice in choices if choice.name == NONE]


def pick(answer: str, choices: Sequence[Choice]) -> str:
    """The name of the choice that is meant. Raises ValueError when it is not clear which."""
    if not answer:
        raise ValueError("这一项要选一个，不能空着。")
    if re.fullmatch(r"\d{1,4}", answer):
        name = next((choice.name for number, choice in numbered(choices) if number == int(answer)), "")
        if not name:
            raise ValueError(f"没有第 {answer} 项。")
        return name
    exact = [choice.name for choice in choices if answer in (choice.name, choice.id)]
    parts = [choice.name for choice in choices if answer in choice.name]
    if exact or len(parts) == 1:
        return (exact or parts)[0]
    if parts:
        raise ValueError(f"「{answer}」有几个：{'、'.join(parts)}。")
    names = [choice.name for choice in choices]
    near = nearest(answer, names)
    raise ValueError(f"没有「{answer}」。" + (f"是不是「{near}」？" if near else f"可以选的有：{'、'.join(names)}。"))


def pick_several(answer: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    """The names of the choices that are meant, in the order of the list; none when 不写 is among them."""
    # Whole names first: one may hold a comma itself.
    patterns = sorted((re.escape(choice.name) for choice in choices), key=len, reverse=True)
    names = {pick(part, choices) for part in re.findall("|".join([*patterns, APART]), answer) or [""]}
    return () if NONE in names else tuple(choice.name for choice in choices if choice.name in names)
