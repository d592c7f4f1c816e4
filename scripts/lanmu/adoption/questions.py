"""What init.py asks in a terminal, in order: Enter takes the default, a wrong answer is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from lanmu.adoption.answers import Colours, Language, usual_columns
from lanmu.content.campaign import FrontKind
from lanmu.content.dates import period_of
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError
from lanmu.intake.interview import Choice, line_after, numbered, pick, pick_several, read_line

T = TypeVar("T")
NONE = "不写"
MOST = 50
COLOURS: dict[str, Colours] = {"红": "red-gold", "绿": "green", "蓝": "blue", "灰": "grey"}
LANGUAGES: dict[str, Language] = {"简体": "zh", "繁体": "zh-Hant", "英文": "en"}
KINDS: dict[str, FrontKind] = {"本网站": "site", "报刊": "newspaper", "宣传栏": "board", "微信公众号": "wechat"}
OWN_COLUMNS: dict[str, tuple[str, str]] = {
    "按日期更新的消息": ("dated", "工作动态"),
    "按日期更新的公示、通知": ("dated", "回应关切"),
    "按日期更新的学习内容": ("dated", "政策解读"),
    "长期参考的内容": ("reference", "政策解读"),
}


def interview() -> dict[str, Any]:
    """The answers as they stand in init.yml. Raises UserError where nobody answers."""
    say(
        "逐项来问，回车用括号里的；答错了不要紧，全部回答记在 init.yml 里，改了再来。问完先给看要改哪些文件，同意了才动。"
    )
    organisation = ask("主办单位的全称", read_line)
    campaign = ask("活动的全称，例如 技能提升活动", read_line)
    data: dict[str, Any] = {"organisation": organisation, "campaign": campaign}
    data["short_name"] = ask("活动的简称", read_line, campaign)
    data["period"] = period("活动")
    data["theme"] = ask("活动的主题；没有就回车", str.strip, NONE)
    data["phases"] = phases()
    data["columns"] = [*choose("用哪些常用的栏目", {name: c.description for name, c in usual_columns().items()})]
    data["columns"] += own_columns()
    data["fronts"] = several("宣传阵地的名称，例如 院内宣传栏", front)
    languages = choose("办哪几种文字的网页", dict.fromkeys(LANGUAGES, ""), "简体")
    data["languages"] = [LANGUAGES[name] for name in languages]
    data["colours"] = COLOURS[choose_one("网站的颜色", dict.fromkeys(COLOURS, ""), "红")]
    data["address"] = ask("正式网址，例如 https://www.example.org/zhuanti/；还不知道就回车", str.strip, NONE)
    data["contact"] = ask("页脚的联系方式：部门和座机；还没定就回车", str.strip, NONE)
    who = {"first": "初审", "second": "复审", "final": "终审"}
    data["reviewers"] = {field: ask(f"{name}由谁签；还没定就回车", str.strip, NONE) for field, name in who.items()}
    if "en" in data["languages"]:
        data = with_english(data)
    return without_open(data)


def period(name: str) -> dict[str, str]:
    """When something begins and ends."""

    def read(answer: str) -> str:
        period_of(answer)
        return answer

    begin = ask(f"{name}从什么时候开始，例如 2026年12月、2026年12月上旬、2026年12月1日", read)
    return {"from": begin, "to": ask(f"{name}到什么时候结束", read)}


def phases() -> list[dict[str, Any]]:
    """The phases, each with its tasks."""

    def phase(name: str) -> dict[str, Any]:
        return {"name": name, "period": period(f"「{name}」"), "tasks": several(f"「{name}」的任务", str)}

    return several("阶段的名称", phase)


def front(name: str) -> dict[str, Any]:
    """A front."""
    return {"name": name, "kind": KINDS[choose_one(f"「{name}」是哪一类", dict.fromkeys(KINDS, ""))]}


def own_columns() -> list[dict[str, Any]]:
    """Columns that are none of the usual ones."""

    def column(name: str) -> dict[str, Any]:
        description = ask(f"「{name}」登什么，一句话", read_line)
        kind, type_ = OWN_COLUMNS[choose_one(f"「{name}」是哪一类", dict.fromkeys(OWN_COLUMNS, ""))]
        return {"name": name, "kind": kind, "type": type_, "description": description}

    return several("自己的栏目的名称", column)


def with_english(data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with an English name for all that has a name."""

    def english(item: Any) -> dict[str, Any]:
        answer: dict[str, Any] = {"name": item} if isinstance(item, str) else dict(item)
        name = answer["name"]
        answer["en"] = usual[name].en if name in usual else ask(f"「{name}」的英文", read_line)
        return answer

    usual = usual_columns()
    data = dict(data)
    for field in ("organisation", "campaign"):
        data[field] = english(data[field])
    for field in ("phases", "columns", "fronts"):
        data[field] = [english(item) for item in data[field]]
    for phase in data["phases"]:
        phase["tasks"] = [english(task) for task in phase["tasks"]]
    return data


def without_open(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, without what was left open."""
    answered = {}
    for key, value in data.items():
        if isinstance(value, dict):
            answer: Any = without_open(value)
        elif isinstance(value, list):
            answer = [without_open(item) if isinstance(item, dict) else item for item in value]
        else:
            answer = value
        if answer not in (NONE, "", [], {}):
            answered[key] = answer
    return answered


def several(words: str, more: Callable[[str], T]) -> list[T]:
    """Asks for any number of items: the name of each, then what `more` asks about it; Enter ends the list."""
    answers: list[T] = []
    while len(answers) < MOST:
        name = ask(f"{words}（第 {len(answers) + 1} 个）；没有了就回车", read_line, NONE)
        if name == NONE:
            break
        answers.append(more(name))
    return answers


def choose(words: str, choices: Mapping[str, str], default: str = "") -> tuple[str, ...]:
    """Some of the choices (name → what it is); at least one."""
    listed = [Choice(name, about) for name, about in choices.items()]

    def read(answer: str) -> tuple[str, ...]:
        return pick_several(answer, listed)

    return ask(f"{words}（可以选几项，用逗号隔开）", read, default, listed)


def choose_one(words: str, choices: Mapping[str, str], default: str = "") -> str:
    """One of the choices."""
    listed = [Choice(name, about) for name, about in choices.items()]
    return ask(words, lambda answer: pick(answer, listed), default, listed)


def ask(words: str, read: Callable[[str], T], default: str = "", choices: list[Choice] | None = None) -> T:
    """The answer; `read` gives its value, or raises ValueError with a Chinese sentence. Enter takes the `default`."""
    say()
    say(words)
    for number, choice in numbered(choices or []):
        say(f"  {number:>2}  {choice.name}" + (f"：{choice.about}" if choice.about else ""))
    while True:
        answer = line_after(f"（回车：{default}）> " if default else "> ")
        if answer is None:
            raise UserError(f"没有回答「{words}」。请在终端里运行、逐项回答，或者把回答写在文件里：--answers init.yml")
        try:
            return read(answer or default)
        except ValueError as error:
            say(f"  {error}请再输入一次。")
