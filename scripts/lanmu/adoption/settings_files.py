"""mkdocs.yml and lanmu.toml for the answers: the files as they are, with other values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lanmu.adoption.answers import Answers
from lanmu.adoption.data_files import columns_of

LANGUAGES = {
    "zh": "        - locale: zh\n          name: 简体中文\n          default: true\n          build: true\n",
    "zh-Hant": "        - locale: zh-Hant\n          name: 繁體中文\n"
    "          # 由生成好的简体网页转换而来，不另外生成。\n          build: false\n",
    "en": "        - locale: en\n          name: English\n          build: true\n",
}
TABLE = re.compile(r"\[([\w.-]+)\]\s*(#.*)?")
TABLES = re.compile(rf"^{TABLE.pattern}", re.MULTILINE)
VALUE = re.compile(r"(?P<name>[\w-]+)(?P<equals>\s*=\s*)(?P<value>\"[^\"]*\"|\[[^\]]*\]|[^#\s]+)(?P<rest>.*)")


def mkdocs_text(text: str, answers: Answers) -> str:
    """mkdocs.yml with the navigation, languages and address of the answers."""
    entries = [f"  - {json.dumps(c.name, ensure_ascii=False)}: {c.id}/index.md\n" for c in columns_of(answers)]
    languages = "".join(LANGUAGES[language] for language in LANGUAGES if language in answers.languages)
    text = re.sub(r"(?m)^nav:\n(?:[ \t].*\n)+", lambda _: "".join(["nav:\n  - 首页: index.md\n", *entries]), text)
    text = re.sub(r"(?m)^( +)languages:\n(?:\1 .*\n)+", lambda match: f"{match[1]}languages:\n{languages}", text)
    return re.sub(r"(?m)^site_url:.*$", lambda _: f"site_url: {json.dumps(answers.address)}", text)


def settings_text(text: str, answers: Answers, *, same_office: bool = False) -> str:
    """lanmu.toml with what the answers say, and without what belongs to the organisation before, unless it is the same."""
    site: dict[str, Any] = {
        "name": answers.title,
        "publisher": answers.organisation.name,
        "contact": answers.contact,
        "site_code": "",
        "icp": "",
        "police": "",
    }
    values: dict[str, dict[str, Any]] = {
        "site": site,
        "site.en": {"name": answers.campaign.en, "publisher": answers.organisation.en, "contact": ""},
        "print.document": {"heads": []},
        "print.bulletin": {"name": "", "office": "", "up": [], "across": [], "down": []},
    }
    values["site.look"] = {"colours": answers.colours, "main": "", "accent": "", "paper": "", "badge": "", "banner": ""}
    if same_office:
        values = {"site": {name: site[name] for name in ("name", "publisher", "contact")}, "site.en": values["site.en"]}
        values["site.en"].pop("contact")
        values["site.look"] = {"colours": answers.colours, "main": "", "accent": "", "paper": ""}
    left_out = set() if "en" in answers.languages else {"site.en"}
    # Another organisation has servers and a key of its own.
    left_out |= {name for name, _ in TABLES.findall(text) if name.split(".")[0] == "publish"}
    return with_values(text, values, left_out)


def with_values(text: str, values: Mapping[str, Mapping[str, Any]], left_out: set[str]) -> str:
    """A TOML file with other `values`, by table and name, where it has these names; comments stay. The tables `left_out` are
    dropped, with the comment above each; tables that the file does not have come at its end."""
    output: list[str] = []
    table, seen = "", set()
    for line in text.split("\n"):
        if match := TABLE.match(line):
            table = match[1]
            seen.add(table)
            while table in left_out and output and output[-1].startswith("#"):
                output.pop()
        if table in left_out:
            continue
        match = VALUE.fullmatch(line)
        if match and match["name"] in values.get(table, {}):
            value = json.dumps(values[table][match["name"]], ensure_ascii=False)
            line = f"{match['name']}{match['equals']}{value}{match['rest']}"
        output.append(line)
    for name in values.keys() - seen - left_out:
        fields = {field: value for field, value in values[name].items() if value}
        lines = [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in fields.items()]
        output += ["", f"[{name}]", *lines] if lines else []
    return "\n".join(output).rstrip("\n") + "\n"
