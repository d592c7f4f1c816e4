"""Fixtures of the rules: small projects written down in one text file.

    Words about the fixture, up to the first file.
    -- docs/news/2008-11-05-a.md --
    大家读了书,谈了体会。 ⟦TXT001:6⟧
    -- docs/news/list.docx (docx) --
    text that tests/files.py makes a real Word file of
    -- site/index.html --
    a built page: with one of these, the rules about the built site run too
    -- expect --
    docs/news/list.docx LNK999

A mark ⟦CODE:column⟧ at the end of a line, or several, says what is found in that line; it is taken out before the file
is written. What is found elsewhere (in files without lines, or in the file as a whole) stands under `expect`, as
`path[:line[:column]] CODE`. Marks and findings must be equal: all rules run on every fixture.

Under every fixture lies the project BASE, in which nothing is wrong; its day is 2008-11-20 (`-- today --` changes it).
A Markdown file without front matter gets a right one, one of mere fields gets the others and a body, a translation its
reviews. Signatures are those of the text as it stands, unless there is a part `-- unsealed --`. Other parts:
`-- changed --`, `-- site_url --`, `-- offline --`, `-- answers --` (JSON: what other hosts answered, by address),
`-- commits --` (Git's history, see sealing.py).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import shutil
import tempfile
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.exemptions import Exemptions, exemptions, sift
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.registry import ready
from lanmu.checks.engine.rule import BuiltSite, Rule, Subject
from lanmu.checks.engine.runner import apply, run
from lanmu.checks.external.answer import NOT_FOR_MACHINES, REDIRECTS, Answer, Hop, Kind
from lanmu.content.settings import load as load_settings
from lanmu.content.translation import SUFFIX
from pydantic import TypeAdapter

from support.files import MAKERS
from support.sealing import BY_HAND, SEAL, commit, seal

PART = re.compile(r"^-- (?P<name>[^\n]+?)(?: \((?P<maker>\w+)\))? --$", re.MULTILINE)
MARK = re.compile(r"[ ]?⟦(\w+)(?::(\d+))?⟧")
SETTINGS = ("today", "changed", "site_url", "offline", "answers", "expect", "unsealed", "commits")
SIGNED = {"name": "示例人员甲", "date": "2008-11-05", "text_hash": SEAL}
HEAD: dict[str, Any] = {
    "title": "一次学习",
    "date": "2008-11-05 09:30",
    "genre": "动态",
    "source": "办公室",
    "summary": "办公室组织了一次学习，大家读了书、谈了体会，定下了下一步的打算。",
    "review": {
        "first": SIGNED,
        "second": SIGNED | {"name": "示例人员乙"},
        "final": SIGNED | {"name": "示例人员丙"},
        "secrecy": SIGNED | {"name": "示例人员丁"},
        "privacy": SIGNED | {"name": "示例人员丁"},
    },
}
BASE_FOLDER = Path(__file__).parents[1] / "sites" / "checked"
DEFAULT_ARTICLE = "docs/news/2008-11-05-yici-xuexi.md"
FIELDS = re.compile(r"[a-z_]+:( |\n|$)")
BODY = "大家读了书，谈了体会。\n"
ENGLISH = {"title": "A study session", "summary": "The office held a study session.", "source_hash": "kmdgnfpjdndm"}
ENGLISH_BODY = "We met to study; see the [plan](../plan/index.md).\n"
CodeAtPlace = tuple[str, int, int, str]


@dataclass
class Fixture:
    """A fixture taken apart: files with their makers, and the settings."""

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Fixture:
    """A fixture from its text."""
    fixture = Fixture()
    matches = list(PART.finditer(text))
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        content = text[match.end() + 1 : following.start() if following else len(text)]
        if match["name"] in SETTINGS:
            fixture.settings[match["name"]] = content.strip()
        else:
            fixture.files[match["name"]] = (content, match["maker"] or "")
    return fixture


def expected(fixture: Fixture) -> list[CodeAtPlace]:
    """The marks of a fixture, sorted."""
    marks: list[CodeAtPlace] = []
    for path, (content, maker) in fixture.files.items():
        if maker:
            continue
        for number, line in enumerate(completed(path, content).split("\n"), start=1):
            marks += [(path, number, int(match[2] or 0), match[1]) for match in MARK.finditer(line)]
    for line in fixture.settings.get("expect", "").splitlines():
        place, code = line.rsplit(" ", 1)
        path, _, rest = place.partition(":")
        row, _, column = rest.partition(":")
        marks.append((path, int(row or 0), int(column or 0), code))
    return sorted(marks)


@functools.cache
def completed(path: str, content: str) -> str:
    """A Markdown file with a right front matter when it has none, a translation with reviews."""
    if SUFFIX.search(path) and content.startswith("---\n") and "\nreview:" not in content:
        dumped = dump({"review": HEAD["review"]})
        return content.replace("\n---\n", f"\n{dumped}---\n", 1)
    is_article = path.startswith("docs/") and path.endswith(".md") and not path.endswith("index.md")
    if not is_article or content.startswith("---"):
        return content
    return with_head(yaml.safe_load(content), BODY) if FIELDS.match(content) else with_head({}, content)


def with_head(fields: dict[str, Any], body: str) -> str:
    """An article with these fields over the usual ones; an empty one stays, as `field:`."""
    meta = HEAD | fields
    dumped = dump(meta).replace(": null\n", ":\n")
    return f"---\n{dumped}---\n\n{body}"


def dump(fields: dict[str, Any]) -> str:
    """Fields as YAML; libyaml, where it is there, is ten times faster."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(fields, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


@functools.cache
def base(*, sealed: bool) -> dict[Path, bytes]:
    """The files of the base by their places in a project, with signatures that hold or as they stand there."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "base"
        shutil.copytree(BASE_FOLDER, copy)
        if sealed:
            seal(copy)
        return {file.relative_to(copy): file.read_bytes() for file in copy.rglob("*") if file.is_file()}


def write(fixture: Fixture, root: Path) -> None:
    """The fixture's project below `root`, on top of the base."""
    is_sealed = "unsealed" not in fixture.settings
    texts = {
        path: MARK.sub("", completed(path, content)) for path, (content, maker) in fixture.files.items() if not maker
    }
    for place, data in base(sealed=is_sealed).items():
        copy = root / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
    for path, (content, maker) in fixture.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if maker:
            MAKERS[maker](target, content.strip("\n"))
        else:
            target.write_text(texts[path], encoding="utf-8", newline="\n")
    if is_sealed and any(SEAL in text or BY_HAND.search(text) for text in texts.values()):
        seal(root)
    if "commits" in fixture.settings:
        commit(root, fixture.settings["commits"].splitlines())


def read(fixture: Fixture, root: Path) -> tuple[Project, list[Subject]]:
    """Writes the fixture below `root`, and gives its project with all that rules look at."""
    write(fixture, root)
    project = read_project(root, load_settings(root / "lanmu.toml"))
    now = dt.datetime.fromisoformat(fixture.settings.get("today", "2008-11-20")).replace(hour=12)
    if project.site:
        project = replace(project, reading=replace(project.reading, site=replace(project.site, now=now)))
    subjects: list[Subject] = [project, *project.sources.values(), *project.attachments.values()]
    if any(path.startswith("site/") for path in fixture.files):
        subjects.append(built(fixture, project))
    return project, subjects


def check(fixture: Fixture, root: Path) -> tuple[Finding, ...]:
    """Writes the fixture below `root` and runs every rule on it."""
    return run(*read(fixture, root)).findings


def check_with(rule: Rule, fixture: Fixture, root: Path) -> list[Finding]:
    """Writes the fixture below `root` and runs one rule on it; all, where it looks at what the others found."""
    project, subjects = read(fixture, root)
    if Exemptions in rule.subjects:
        return [finding for finding in run(project, subjects).findings if finding.code == rule.code]
    [chosen] = [each for each in ready(project.settings.checks, rule.subjects) if each.rule is rule]
    return sift([*apply(chosen, subjects)], exemptions(project))[0]


def built(fixture: Fixture, project: Project) -> BuiltSite:
    """The built site of a fixture."""
    settings = fixture.settings
    answers = TypeAdapter(dict[str, Answer]).validate_json(settings.get("answers", "{}"))
    return read_site(
        project,
        project.root / "site",
        site_url=settings.get("site_url", ""),
        offline="offline" in settings,
        answers=answers,
    )


def place(finding: Finding) -> CodeAtPlace:
    """A finding in the form of the marks."""
    return finding.path, finding.line, finding.column, finding.code


def examples(section: str) -> list[str]:
    """The indented blocks of a section of a rule's documentation (indented once more than the words about them)."""
    text = textwrap.dedent(section)
    blocks = re.findall(r"(?:^(?: {4}.*)\n?(?:^[ ]*\n(?=^ {4}))?)+", f"{text}\n", re.MULTILINE)
    return [textwrap.dedent(block).strip("\n") for block in blocks]


def example_fixture(text: str, rule: Rule) -> Fixture:
    """An example of a rule's documentation as a fixture, of which it writes only what matters.

    What comes before its first part `-- name --` is a page, for rules about the built site, else an article. Of a page it may
    give what stands in the body (or in the head), of a translation some fields or the text, of mkdocs.yml and columns.yml what differs from
    the base; answers as `address status words`.
    """
    text = text.replace("-- 对方的答复 --", "-- answers --")
    first = PART.search(text)
    own, parts = (text[: first.start()], text[first.start() :]) if first else (text, "")
    fixture = parse(f"{parts}\n") if first else Fixture()
    if own.strip():
        fixture.files["site/index.html" if BuiltSite in rule.subjects else DEFAULT_ARTICLE] = (f"{own.rstrip()}\n", "")
    fixture.files = {
        path: (content if maker else whole(path, content), maker) for path, (content, maker) in fixture.files.items()
    }
    if "answers" in fixture.settings:
        lines = (line.split(" ", 2) for line in fixture.settings["answers"].splitlines())
        given = {url: answer(url, *rest) for url, *rest in lines}
        fixture.settings["answers"] = TypeAdapter(dict[str, Answer]).dump_json(given).decode()
    return fixture


def whole(path: str, content: str) -> str:
    """A file of an example with what it leaves out."""
    if path.startswith("site/") and re.match("<(?!!doctype|html|[?])", content):
        head = re.match("(?:<(?:meta|link|base|script)[^\n]*\n)*", content)
        start = head.end() if head else 0
        return f'<!doctype html>\n<html lang="zh-CN"><head><title>页</title>{content[:start]}</head><body>\n{content[start:]}</body></html>\n'
    if path.endswith(".en.md") and not content.startswith("---"):
        is_fields = FIELDS.match(content)
        meta = ENGLISH | (yaml.safe_load(content) if is_fields else {})
        return f"---\n{dump(meta)}---\n\n{ENGLISH_BODY if is_fields else content}"
    if path == "mkdocs.yml" and "site_name:" not in content:
        return dump(yaml.safe_load((BASE_FOLDER / path).read_text(encoding="utf-8")) | yaml.safe_load(content))
    if path == "docs/columns.yml":
        lists = (
            yaml.safe_load(text)["columns"] for text in ((BASE_FOLDER / path).read_text(encoding="utf-8"), content)
        )
        columns = {column["id"]: column for columns in lists for column in columns}
        return dump({"columns": [*columns.values()]})
    return content


def answer(url: str, status: str, words: str = "") -> Answer:
    """What a host has answered: `404 没有这个网页`, `301 <where to>`, `连不上 <why>`, `没有去问 <why>`."""
    if not status.isdecimal():
        return Answer(Kind.UNREACHABLE if status == "连不上" else Kind.REFUSED_TO_ASK, url, reason=words)
    number = int(status)
    if number in REDIRECTS:
        return Answer(Kind.REDIRECTED, words, 200, (Hop(number, words),))
    kind = Kind.OK if number < 400 else Kind.BLOCKED if number in NOT_FOR_MACHINES else Kind.BROKEN
    return Answer(kind, url, number, reason=f"答复 {number}（{words}）" if words else "")
