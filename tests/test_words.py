"""The interface's words: every language has them all, everything that asks for one gets it, and no text stands elsewhere."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import jinja2
import pytest
import yaml
from conftest import ROOT
from jinja2 import nodes
from lanmu.content.article import Status
from lanmu.content.campaign import Period
from lanmu.locales.words import FOLDER, XUN, Words, catalogue

LOCALES = sorted(file.stem for file in FOLDER.glob("*.yml"))
PACKAGE = ROOT / "scripts" / "lanmu"
OVERRIDES = ROOT / "overrides"
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# The rooms that speak to readers; the others speak to editors, in Chinese.
SPEAKING = ("locales", "views", "search", "channels", "build")
VIEWS = [
    *sorted((PACKAGE / "views").glob("*.py")),
    PACKAGE / "build" / "page_view.py",
    PACKAGE / "build" / "text_annotations.py",
]
# ColumnType is a code of 国办发〔2017〕47号; typefaces are called by these names in every language.
CODES = {"首页", "方正小标宋简体", "黑体", "仿宋_GB2312"}
EN, ZH = Words("en"), Words("zh")


@dataclass(frozen=True)
class Use:
    """A place that asks for a text. `counted` where the number picks one of a pair and fills the place n."""

    where: str
    key: str
    places: frozenset[str]
    counted: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return (f"{self.key}_one", f"{self.key}_other") if self.counted else (self.key,)


def places_of(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def template_uses(file: Path) -> Iterator[Use]:
    """Every t("…") and t.count("…", n) of a template."""
    tree = jinja2.Environment(extensions=["jinja2.ext.loopcontrols"]).parse(file.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        name = call.node.node if isinstance(call.node, nodes.Getattr) else call.node
        counted = isinstance(call.node, nodes.Getattr) and call.node.attr == "count"
        plain = isinstance(call.node, nodes.Name)
        if not isinstance(name, nodes.Name) or name.name != "t" or not (plain or counted):
            continue
        where = f"{file.relative_to(ROOT)}:{call.lineno}"
        first = call.args[0]
        texts = [first.expr1, first.expr2] if isinstance(first, nodes.CondExpr) else [first]
        places = frozenset(keyword.key for keyword in call.kwargs)
        for text in texts:
            yield from (Use(where, key, places, counted) for key in keys_in(text, where))


def keys_in(text: nodes.Expr, where: str) -> list[str]:
    """The key in a template's call; all of a family where it is put together: "size." ~ size."""
    start = text.nodes[0] if isinstance(text, nodes.Concat) else text
    assert isinstance(start, nodes.Const), f"{where} asks for a key that cannot be read here"
    if start is text:
        return [start.value]
    assert start.value.endswith("."), f"{where} asks for a key that cannot be read here"
    return [key for key in catalogue("zh") if key.startswith(start.value)] or [start.value]


def python_uses(file: Path) -> Iterator[Use]:
    """Every words("…") and words.count("…", n) of a module, also as an attribute."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        counted = isinstance(call.func, ast.Attribute) and call.func.attr == "count"
        named = call.func.value if counted and isinstance(call.func, ast.Attribute) else call.func
        name = named.id if isinstance(named, ast.Name) else named.attr if isinstance(named, ast.Attribute) else ""
        if name != "words":
            continue
        where = f"{file.relative_to(ROOT)}:{call.lineno}"
        first = call.args[0]
        texts = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        for text in texts:
            assert isinstance(text, ast.Constant), f"{where} asks for a key that cannot be read here"
            yield Use(where, text.value, frozenset(keyword.arg or "**" for keyword in call.keywords), counted)


def uses() -> list[Use]:
    templates = [use for file in sorted(OVERRIDES.rglob("*.html")) for use in template_uses(file)]
    modules = [file for room in SPEAKING for file in sorted((PACKAGE / room).rglob("*.py"))]
    return templates + [use for file in modules for use in python_uses(file)]


def own_keys() -> set[str]:
    """The keys that `Words` itself asks for."""
    tree = ast.parse((FOLDER.parent / "words.py").read_text(encoding="utf-8"))
    calls = (
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "self"
    )
    keys = {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}
    keys |= {f"status.{status}" for status in get_args(Status)}
    keys |= {f"month.{number}" for number in range(1, 13)}
    return keys | set(XUN.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_keys_with_the_same_places(locale: str) -> None:
    text = (FOLDER / f"{locale}.yml").read_text(encoding="utf-8")
    written = [key.value for key, _ in yaml.compose(text).value]
    assert [key for key, times in Counter(written).items() if times > 1] == []
    here, chinese = catalogue(locale), catalogue("zh")
    assert sorted(set(here) ^ set(chinese)) == []
    assert {key for key in here if places_of(here[key]) != places_of(chinese[key])} == set()
    assert [key for key, value in here.items() if not value] == []


def test_everything_that_is_asked_for_is_there_with_its_places() -> None:
    texts = catalogue("zh")
    all_uses = uses()
    assert len(all_uses) >= 150
    wrong = []
    for use in all_uses:
        given = use.places | ({"n"} if use.counted else set())
        for key in use.keys:
            needed = set(places_of(texts[key])) if key in texts else None
            if needed is None or not use.places <= needed <= given:
                wrong.append(f"{use.where}: {key} {sorted(use.places)}")
    assert wrong == []


def test_no_text_is_kept_that_nobody_asks_for() -> None:
    asked = {key for use in uses() for key in use.keys} | own_keys()
    assert sorted(set(catalogue("zh")) - asked) == []
    assert sorted(own_keys() - set(catalogue("zh"))) == []


@pytest.mark.parametrize(
    "file", sorted(OVERRIDES.rglob("*.html")), ids=lambda file: file.relative_to(OVERRIDES).as_posix()
)
def test_templates_hold_no_text_of_a_language(file: Path) -> None:
    text = re.sub(r"\{#.*?#\}|<!--.*?-->", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r'<(\w+)\b[^>]*\blang="zh[^"]*"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
    assert [line.strip() for line in text.splitlines() if CHINESE.search(line)] == []


@pytest.mark.parametrize("file", sorted(OVERRIDES.rglob("*.js")), ids=lambda file: file.name)
def test_scripts_hold_no_text_of_a_language(file: Path) -> None:
    """Chinese marks may stand in a pattern that looks for them; words may not."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"(?m)(^|\s)//.*$", "", text)
    assert [line.strip() for line in text.splitlines() if IDEOGRAPH.search(line)] == []


@pytest.mark.parametrize("file", VIEWS, ids=lambda file: file.name)
def test_views_hold_no_text_of_a_language(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    shown = {node.value for node in strings if id(node) not in explained}
    assert {text for text in shown if IDEOGRAPH.search(text)} - CODES == set()


def test_english_holds_nothing_chinese() -> None:
    assert {key: text for key, text in catalogue("en").items() if CHINESE.search(text)} == {}


def test_a_missing_key_or_place_names_itself() -> None:
    with pytest.raises(KeyError, match=r"en\.yml has no key list\.nothing"):
        EN("list.nothing")
    with pytest.raises(KeyError, match=r"list\.page \(zh\) needs the place 'n'"):
        ZH("list.page")


def test_text_put_into_a_place_is_not_read_as_a_place() -> None:
    assert EN("list.title_page", title="{n} {}", n=2) == "{n} {} (page 2)"


def test_numbers_choose_their_form() -> None:
    assert [EN.count("n.articles", n) for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert [ZH.count("n.articles", n) for n in (0, 1, 2)] == ["0篇", "1篇", "2篇"]


def test_days_and_months() -> None:
    assert (ZH.day(date(2009, 1, 5)), EN.day(date(2009, 1, 5))) == ("2009年1月5日", "5 January 2009")
    assert (ZH.month("2008-09"), EN.month("2008-09")) == ("2008年9月", "September 2008")
    assert (ZH.month_name(12), EN.month_name(12)) == ("12月", "December")
    assert (ZH.year("2008"), EN.year("2008")) == ("2008年", "2008")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2008年10月上旬", "early October 2008"),
        ("2008年12月中旬", "mid-December 2008"),
        ("2008年9月下旬", "late September 2008"),
        ("2009年2月", "February 2009"),
        ("2008年9月21日", "21 September 2008"),
    ],
)
def test_the_plans_rough_dates(text: str, english: str) -> None:
    assert (ZH.rough(text), EN.rough(text)) == (text, english)


@pytest.mark.parametrize(
    ("begin", "end", "chinese", "english"),
    [
        ("2008年9月下旬", "2008年11月中旬", "2008年9月下旬至11月中旬", "late September to mid-November 2008"),
        (
            "2008年12月中旬",
            "2009年2月上旬",
            "2008年12月中旬至2009年2月上旬",
            "mid-December 2008 to early February 2009",
        ),
        ("2008年9月", "2009年2月", "2008年9月至2009年2月", "September 2008 to February 2009"),
        ("2008年9月1日", "2008年9月8日", "2008年9月1日至9月8日", "1 September to 8 September 2008"),
    ],
)
def test_periods_name_the_year_once(begin: str, end: str, chinese: str, english: str) -> None:
    period = Period.model_validate({"from": begin, "to": end})
    assert (ZH.period(period), EN.period(period)) == (chinese, english)


def test_lists_and_the_language_itself() -> None:
    assert (ZH.list(["甲", "乙"]), EN.list(["A", "B"]), EN.list([])) == ("甲、乙", "A, B", "")
    assert (ZH.language, EN.language) == ("zh-CN", "en")
