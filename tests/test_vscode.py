"""What VS Code is given: snippets that are what the genres say, settings and tasks that point at what is there."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, WHOLE
from lanmu.content.article import Article, FrontMatter
from lanmu.content.loading import load, read_docs
from lanmu.content.publication import PLACEHOLDER
from lanmu.intake import snippets
from lanmu.intake.new_article import common_fields
from lanmu.intake.snippets import choice_of, escaped, snippet_text
from support.new_articles import GENRES, SITE
from support.previewing import clean_environment

FOLDER = ROOT / ".vscode"
STALE = "the snippets are not what genres.yml, fields.py and campaign.yml say; run: python scripts/write_reference.py"
CLOCK = {"YEAR": "2008", "MONTH": "11", "DATE": "05", "HOUR": "09", "MINUTE": "30"}
# The grammar of snippets, as far as ours go: https://code.visualstudio.com/docs/editing/userdefinedsnippets
TOKEN = re.compile(
    r"\\(?P<char>[\\$}])"
    r"|\$\{(?P<stop>\d+)\|(?P<choices>(?:[^|\\]|\\.)+)\|\}"
    r"|\$\{(?P<number>\d+):(?P<default>(?:[^}\\]|\\.)*)\}"
    r"|\$CURRENT_(?P<clock>\w+)",
)


def settings_in(name: str) -> Any:
    """A file of .vscode/ as data."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def generated_snippets() -> dict[str, Any]:
    """The snippets as they are made now, by their names."""
    by_name: dict[str, Any] = json.loads(snippet_text(load(WHOLE / "docs")))
    return by_name


def inserted(body: list[str]) -> tuple[str, list[int], list[list[str]]]:
    """What VS Code inserts when only Tab is pressed, the numbers of the stops, and the choices."""
    stops: list[int] = []
    offered: list[list[str]] = []

    def put(match: re.Match[str]) -> str:
        if match["char"]:
            return match["char"]
        if match["clock"]:
            return CLOCK[match["clock"]]
        stops.append(int(match["stop"] or match["number"]))
        if match["choices"]:
            offered.append([re.sub(r"\\(.)", r"\1", choice) for choice in re.split(r"(?<!\\),", match["choices"])])
            return offered[-1][0]
        return TOKEN.sub(put, match["default"])

    text = TOKEN.sub(put, "\n".join(body))
    return text, stops, offered


def test_the_reference_command_writes_it() -> None:
    assert "snippets.snippet_text" in (ROOT / "scripts" / "lanmu" / "adoption" / "reference.py").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", GENRES)
def test_a_genre_is_inserted_as_an_article_that_can_be_read(name: str, tmp_path: Path) -> None:
    snippet = generated_snippets()[f"稿件：{name}"]
    assert (snippet["prefix"], snippet["scope"], snippet["isFileTemplate"]) == ("lanmu", "markdown", True)
    text, stops, _ = inserted(snippet["body"])
    assert stops == list(range(1, len(stops) + 1))
    scaffold = next(s for s in SITE.genres.scaffolds if s.name == name)
    assert text.endswith(f"draft: true\n---\n\n{scaffold.outline.body}")
    # Every open place that readers would see is a stop.
    active = "\n".join(line for line in snippet["body"] if not re.match("#[a-z]", line))
    assert len(PLACEHOLDER.findall(active)) == len(re.findall(r"\$\{\d+:（请填写", active)) > 3
    # What stays wrong until somebody has filled it in, so that no promise goes out with a date nobody chose.
    text = text.replace("issue: 期号", "issue: 12").replace("（请填写日期，例如 2008-12-20）", "2008-12-20")
    docs = shutil.copytree(WHOLE / "docs", tmp_path / "docs")
    column = scaffold.column(SITE.columns)
    path = f"{column.id}/2008-11-05-xin.md" if column.kind == "dated" else f"{column.id}/xin.md"
    (docs / path).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    reading = read_docs(docs)
    assert reading.problems == ()
    assert reading.site is not None
    article = reading.site.by_path[path]
    assert isinstance(article, Article)
    assert (article.meta.genre, article.meta.draft) == (scaffold.genre.name, True)
    assert article.pub_date == "2008-11-05 09:30"


def test_every_field_completes_with_its_explanation_and_its_choices() -> None:
    snippets_by_field = {name.removeprefix("字段："): value for name, value in generated_snippets().items()}
    names = set(FrontMatter.model_fields) - {"review"}
    assert names == {name for name in snippets_by_field if "：" not in name}
    campaign = load(WHOLE / "docs").campaign
    for name in names:
        assert (snippets_by_field[name]["prefix"], snippets_by_field[name]["scope"]) == (name, "yaml")
        assert re.search(r"[\u4e00-\u9fff]", snippets_by_field[name]["description"]), name
        assert snippets_by_field[name]["body"][0].startswith(f"{name}:")
    choices = {name: inserted(snippets_by_field[name]["body"])[2] for name in names}
    assert choices["genre"] == [list(SITE.genres.by_name)]
    assert choices["unit"] == [[unit.name for unit in campaign.contributors]]
    assert choices["phase"] == [[phase.name for phase in campaign.phases]]
    assert choices["tasks"] == [list(campaign.tasks)]
    assert choices["outputs"] == [list(campaign.outputs)]
    assert choices["topics"] == [[topic.name for topic in campaign.topics]]


def test_a_field_that_is_new_to_the_model_completes_with_the_models_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(common_fields()) <= set(FrontMatter.model_fields)
    common = {name: field for name, field in common_fields().items() if name != "audio"}
    monkeypatch.setattr(snippets, "fields", lambda _: common)
    audio = json.loads(snippet_text(load(WHOLE / "docs")))["字段：audio"]
    assert audio["description"] == FrontMatter.model_fields["audio"].description
    assert audio["body"] == ["audio: "]


def test_names_with_characters_of_the_snippet_language_stay_whole() -> None:
    names = ["甲,乙", "丙|丁", "a\\b", "$1}", "平常"]
    text, stops, offered = inserted([f"unit: ${{1{choice_of(names)}}}", escaped("x: {a: $b}\\")])
    assert (stops, offered) == ([1], [names])
    assert escaped("{$b}\\") == "{\\$b\\}\\\\"
    assert text.endswith("\nx: {a: $b}\\")


def test_the_schemas_that_are_named_are_there() -> None:
    for schema in settings_in("settings.json")["yaml.schemas"]:
        assert (ROOT / schema).is_file()


def test_suggestions_come_by_themselves_but_never_words_of_the_text() -> None:
    """Ctrl+Space belongs to Chinese input methods, so fields must be offered without it."""
    markdown = settings_in("settings.json")["[markdown]"]
    assert markdown["editor.quickSuggestions"] == {"other": "on", "strings": "on", "comments": "off"}
    assert markdown["editor.wordBasedSuggestions"] == "off"


def test_the_tasks_run_scripts_that_are_there() -> None:
    tasks = settings_in("tasks.json")["tasks"]
    assert [task["label"] for task in tasks] == ["新建稿件", "导入文件", "预览", "检查", "印刷", "生成网站"]
    inputs = {f"${{input:{entry['id']}}}" for entry in settings_in("tasks.json")["inputs"]}
    for task in tasks:
        script, *options = task["args"]
        text = (ROOT / script).read_text(encoding="utf-8")
        assert (task["type"], task["command"], task["windows"]["command"]) == ("process", "python3", "python")
        assert all(f'"{option}"' in text for option in options if option.startswith("--"))
        assert {option for option in options if option.startswith("$")} <= inputs


def test_findings_are_read_into_the_list_of_problems(ready: Path) -> None:
    """What the task 检查 prints is what its problem matchers look for."""
    bad = "---\ntitle: 一次学习。\ndate: 2008-11-05\ngenre: 动态\nsource: 某处\nsummary: 学习。\ndraft: true\n---\n\n学了,谈了。\n"
    (ready / "docs" / "news" / "2008-11-05-xue.md").write_text(bad, encoding="utf-8")
    [task] = [task for task in settings_in("tasks.json")["tasks"] if task["label"] == "检查"]
    command = [sys.executable, *task["args"]]
    done = subprocess.run(command, cwd=ready, env=clean_environment(), capture_output=True, check=False)
    lines = done.stdout.decode("utf-8").splitlines()
    read = []
    for matcher, line in itertools.product(task["problemMatcher"], lines):
        if match := re.match(matcher["pattern"]["regexp"], line):
            parts = {name: match[number] for name, number in matcher["pattern"].items() if name != "regexp"}
            read.append((matcher["severity"], parts["file"], parts["line"], parts["column"], parts["code"]))
    path = "docs/news/2008-11-05-xue.md"
    assert ("error", path, "2", "1", "FM017") in read
    assert ("error", path, "10", "3", "TXT001") in read
    assert ("warning", path, "7", "1", "FM022") in read
    assert len(read) == sum(bool(re.match(r"\S+:\d+ ?.*改法：", line)) for line in lines)
