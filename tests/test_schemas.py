"""The JSON Schemas beside the content: up to date, true of the real content, and false of wrong content."""

from __future__ import annotations

import copy
import functools
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT, SITES, WHOLE
from lanmu.content import front_matter
from lanmu.content.article import Article
from lanmu.content.genres import DEFAULT
from lanmu.content.loading import load
from lanmu.content.schemas import MODELS

FOLDER = ROOT / ".schemas"
DOCS = pytest.mark.parametrize("docs", [WHOLE / "docs", SITES / "minimal"], ids=["real", "minimal"])


@functools.cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """A validator for the schema file of that name."""
    schema = yaml.safe_load((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def plain(value: Any) -> Any:
    """YAML data as an editor's tool sees it: dates are the strings that were typed."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def data_of(path: Path) -> Any:
    """A data file as plain data."""
    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def errors(name: str, data: Any) -> list[str]:
    """What the schema has against the data."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(data)]


def test_there_is_a_schema_for_everything_that_is_written_by_hand() -> None:
    data = {"campaign", "columns", "genres", "glossary", "opinions", "publicity", "reports", "survey", "terms"}
    assert set(MODELS) == {"article", "page", "translation", *data}


@DOCS
@pytest.mark.parametrize("name", ["campaign", "columns", "glossary"])
def test_the_data_files_are_valid(docs: Path, name: str) -> None:
    assert errors(name, data_of(docs / f"{name}.yml")) == []


def test_the_lists_of_terms_and_genres_and_the_ledger_are_valid() -> None:
    assert errors("terms", data_of(WHOLE / "docs" / "terms.yml")) == []
    assert errors("genres", data_of(WHOLE / "docs" / "genres.yml")) == []
    assert errors("genres", data_of(DEFAULT)) == []
    ledger = data_of(WHOLE / "docs" / "progress" / "reports.yml")
    assert errors("reports", ledger) == []
    assert errors("reports", {"reports": [{**ledger["reports"][0], "sent": "10月"}]})


@DOCS
def test_the_heads_of_all_articles_and_pages_are_valid(docs: Path) -> None:
    items = load(docs).items
    assert len(items) >= 5
    for item in items:
        head, _ = front_matter.split((docs / item.path).read_text(encoding="utf-8"), item.path)
        schema = "article" if isinstance(item, Article) else "page"
        assert errors(schema, plain(head.data)) == [], item.path


@pytest.mark.parametrize("name", ["campaign", "columns", "genres", "glossary"])
def test_a_field_that_does_not_exist_is_found(name: str) -> None:
    data = data_of(WHOLE / "docs" / f"{name}.yml")
    assert errors(name, {**data, "colour": "红"})


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("campaign", ("period", "from"), "九月"),
        ("campaign", ("issued",), "2008年10月10日"),
        ("campaign", ("units", 0, "kind"), "其他"),
        ("campaign", ("units", 0, "id"), "党组"),
        ("campaign", ("phases", 0, "tasks", 0, "colour"), "红"),
        ("columns", ("columns", 0, "type"), ""),
        ("genres", ("variants", 0, "types"), "政策文件"),
        ("genres", ("variants", 0, "fields"), ["title"]),
        ("columns", ("columns", 0, "keywords"), []),
        ("columns", ("columns", 0, "fresh_days"), 0),
        ("glossary", ("terms", 0, "short"), "长" * 81),
    ],
)
def test_a_wrong_value_is_found(name: str, keys: tuple[str | int, ...], value: Any) -> None:
    data = copy.deepcopy(data_of(WHOLE / "docs" / f"{name}.yml"))
    holder = data
    for key in keys[:-1]:
        holder = holder[key]
    holder[keys[-1]] = value
    assert len(errors(name, data)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("date", "2008年11月5日"),
        ("genre", "新闻"),
        ("issue", 0),
        ("tags", "培训"),
        ("channels", {"worker": "2008-13"}),
        ("review", {"first": {"name": "甲"}}),
        ("colour", "红"),
    ],
)
def test_a_wrong_head_of_an_article_is_found(field: str, value: Any) -> None:
    text = (SITES / "minimal" / "news" / "2008-10-20-peixun.md").read_text(encoding="utf-8")
    head = plain(front_matter.split(text, "x.md")[0].data)
    assert errors("article", head) == []
    assert errors("article", {**head, field: value})
    assert errors("article", {key: item for key, item in head.items() if key != "summary"})


def test_an_article_has_one_of_the_two_times() -> None:
    head = {"title": "题", "genre": "动态", "unit": "办公室", "summary": "摘要。"}
    assert errors("article", head | {"date": "2008-11-05"}) == []
    assert errors("article", head | {"publish_at": "2008-11-05 09:30"}) == []
    assert errors("article", head)
