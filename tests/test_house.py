"""The rules of the house: who may import whom, how large a file may be, what must not be in the tree."""

from __future__ import annotations

import ast
import functools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.setup.bootstrap import LOCK, TEST_LOCK
from support.repository import tracked

PACKAGE = ROOT / "scripts" / "lanmu"
# From the bottom up: a room imports rooms of lower rows only.
ROWS = (
    {"diagnostics"},
    {"storage", "setup"},
    {"untrusted"},
    {"text"},
    {"content"},
    {"locales"},
    {"views"},
    {"search"},
    {"checks", "intake", "channels"},
    {"build"},
    {"adoption", "preview", "releases", "surveys"},
    {"archives"},
    {"desk"},
)
MAY_IMPORT = {room: set().union(*ROWS[:number]) for number, row in enumerate(ROWS) for room in row}
GENERATOR = {"mkdocs", "material", "mkdocs_static_i18n"}
MKDOCS = "build/mkdocs.py"
MKDOCS_TYPES = {
    *(f"build/{name}.py" for name in ("languages", "outputs", "pictures", "plan", "render", "reuse", "search_pass")),
    "preview/instant_page.py",
}
PRIVATE = re.compile(r"_[a-z]")
# A name says what a thing is, not that it was found or made.
EMPTY_NAMES = {"found", "made", "one"}
# python-docx gives the XML of its objects in no other way.
PRIVATE_OF_DOCX = {"_element", "_tbl", "_sectPr", "_inline", "_tr", "_body"}
# Folders that a build writes, and the one that an office which takes the kit over deletes.
WRITTEN = {"site/", "out/", "site-internal/", "out-internal/", "tests/this_site/"}
# What an office that takes the kit over replaces with its own, and the tests that are about it: those of this site, which
# it deletes; the benchmarks and the pictures of the handbook, which are taken of whatever site there is.
REPLACED = {"docs", "lanmu.toml", "mkdocs.yml"}
OWN = ("this_site", "bench", "support/handbook")
# They may be handed the project: its tables of rules come from the code, and the kit must not hold the names of any campaign.
READ_NO_CONTENT = {"relative_to", "is_relative_to", "str", "handbook", "campaign_names", "leftovers"}


@pytest.mark.xdist_group("together")
def test_groups_of_tests_stay_together(request: pytest.FixtureRequest) -> None:
    """What is made once for a group is made in one process. (pytest 9.2 took this from pytest-xdist 3.8 without a word.)"""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@together")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is named in an import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


@functools.cache
def imports(file: Path) -> frozenset[str]:
    """Every module that a file imports."""
    return frozenset(imported(ast.parse(file.read_text(encoding="utf-8"))))


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    """The room a file lies in; empty beside the rooms."""
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def test_names_of_files_are_ascii() -> None:
    """Git shows others in quotes, and zip files and old systems garble them."""
    assert [file for file in tracked() if not file.relative_to(ROOT).as_posix().isascii()] == []


def test_dependencies_point_one_way() -> None:
    """A room imports only rooms below it; what lies beside the rooms imports none."""
    wrong = {}
    for file in sources():
        room = room_of(file)
        others = {name.split(".")[1] for name in imports(file) if name.startswith("lanmu.")} & MAY_IMPORT.keys() - {
            room
        }
        if beyond := others - MAY_IMPORT.get(room, set()):
            wrong[file.relative_to(PACKAGE).as_posix()] = beyond
    assert wrong == {}


def test_no_two_modules_import_each_other() -> None:
    """Not through others either, and not for types only."""
    modules = {"lanmu." + ".".join(file.relative_to(PACKAGE).with_suffix("").parts): file for file in sources()}
    left = {name: set(imports(file)) & modules.keys() - {name} for name, file in modules.items()}
    while ends := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in ends}
    starts = True
    while starts:
        starts = left.keys() - set().union(*left.values())
        left = {name: others for name, others in left.items() if name not in starts}
    assert left == {}


def test_every_room_is_known() -> None:
    assert {
        path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"
    } == MAY_IMPORT.keys()


def test_only_build_knows_mkdocs() -> None:
    """Its types may be named for what is handed on (MKDOCS_TYPES); what they do, and their private names, in one module."""
    users = {file.relative_to(PACKAGE).as_posix() for file in sources() if roots(file) & GENERATOR}
    assert users == {MKDOCS, *MKDOCS_TYPES}
    for name in MKDOCS_TYPES:
        modules = {module for module in imports(PACKAGE / name) if module.split(".")[0] in GENERATOR}
        assert {module for module in modules if not module.startswith(("mkdocs.config", "mkdocs.structure"))} <= {
            "mkdocs.exceptions",
            "mkdocs.exceptions.BuildError",
        }, name


def roots(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(file)}


def test_private_names_of_libraries_are_few() -> None:
    """Those of MkDocs, its plugins and Python-Markdown are known in one module, which checks their versions."""
    by_module = {}
    for file in sources():
        text = file.read_text(encoding="utf-8")
        own = {
            *re.findall(r"(?:self|cls)\.(_[a-z]\w*)", text),
            *re.findall(r"(?:def |class |^ *)(_[a-z]\w*)", text, re.M),
        }
        nodes = ast.walk(ast.parse(text))
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and PRIVATE.match(node.attr)}
        used |= {last for name in imports(file) if PRIVATE.match(last := name.rpartition(".")[2])}
        if others := used - own - PRIVATE_OF_DOCX - {"_exit"}:
            by_module[file.relative_to(PACKAGE).as_posix()] = others
    assert by_module.keys() <= {MKDOCS}, by_module


def test_the_map_of_the_house_names_every_room() -> None:
    """Rooms and their folders are all in the package's README, and what stands there in backticks is there."""
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?|(?:\w+/)+\w+\.\w+)`", text))
    bases = (ROOT, PACKAGE, *folders())
    assert [name for name in names - WRITTEN if not any((base / name).exists() for base in bases)] == []
    rows = dict(re.findall(r"^\| `(\w+)/` \|(.*)", text, re.MULTILINE))
    for folder in folders():
        room, _, rest = folder.relative_to(PACKAGE).as_posix().partition("/")
        assert room in rows
        assert not rest or f"`{rest}/`" in rows[room] or f"`{room}/{rest}/`" in text, folder


def folders() -> list[Path]:
    """The rooms and the folders in them that hold modules."""
    return sorted({file.parent for file in sources()} - {PACKAGE})


def test_files_fit_on_a_screen_or_two() -> None:
    for file in sources():
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file


def named(node: ast.AST) -> str:
    """The name that a node gives to a variable, a parameter, a function or a class; else empty."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else ""
    if isinstance(node, ast.arg):
        return node.arg
    is_definition = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return node.name if is_definition else ""


def test_names_say_what_things_are() -> None:
    empty = []
    for file in sorted(file for folder in ("scripts", "tests") for file in (ROOT / folder).rglob("*.py")):
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        empty += [f"{file}:{node.lineno} {named(node)}" for node in nodes if named(node) in EMPTY_NAMES]
        empty += [f"{file}"] if file.stem in EMPTY_NAMES else []
    assert empty == []


def test_scripts_are_thin() -> None:
    for file in (ROOT / "scripts").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 60, file


def test_nothing_in_overrides_is_neither_template_nor_asset() -> None:
    kinds = {file.suffix for file in tracked() if file.is_relative_to(ROOT / "overrides")}
    assert kinds <= {".html", ".css", ".js", ".svg"}
    loose = [f for f in tracked() if f.is_relative_to(ROOT / "overrides") and f.suffix != ".html"]
    assert all(file.is_relative_to(ROOT / "overrides" / "assets" / "lanmu") for file in loose)


def test_the_readme_points_at_what_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [target for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    places = re.findall(r"^\| `([\w./]+)`", text, re.MULTILINE)
    assert len(links) >= 2
    assert [name for name in (*links, *places) if not (ROOT / name).exists() and not name.endswith(".py")] == []


def test_top_level_is_the_agreed_layout() -> None:
    agreed = {"mkdocs.yml", "docs", "overrides", "scripts", "requirements.txt", "tests", "README.md"}
    agreed |= {"HANDBOOK.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "lanmu.toml", "init.yml"}
    names = {file.relative_to(ROOT).parts[0] for file in tracked()}
    assert {name for name in names if not name.startswith(".")} <= agreed


def test_no_test_looks_at_what_an_office_replaces() -> None:
    """Whoever takes the kit over has a docs/, a lanmu.toml and a mkdocs.yml of their own, and the tests still pass."""
    tests = ROOT / "tests"
    files = {file: file.read_text(encoding="utf-8") for file in tests.rglob("*.py")}
    looking = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, text in sorted(files.items())
        if re.search(r"\b(ROOT|SITES)\b", text) and not any(file.is_relative_to(tests / name) for name in OWN)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.BinOp | ast.Call) and looks_at_the_own_site(node)
    ]
    assert looking == [], "use a site of tests/sites/, or move the test to tests/this_site/"


def looks_at_the_own_site(node: ast.BinOp | ast.Call) -> bool:
    """True of a path such as `ROOT / "docs"`, and of the whole project handed to what reads it, as in `build(ROOT)`."""
    if isinstance(node, ast.BinOp):
        part = node.right.value if isinstance(node.right, ast.Constant) else ""
        return is_the_project(node.left) and str(part).split("/")[0] in REPLACED
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    handed = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "cwd")]
    return called not in READ_NO_CONTENT and any(map(is_the_project, handed))


def is_the_project(node: ast.expr) -> bool:
    """True of `ROOT`, `bootstrap.ROOT`, and of what lies above tests/sites."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "parents" and "SITES" in ast.dump(node)
    return getattr(node, "id", getattr(node, "attr", "")) == "ROOT"


def test_every_direct_dependency_is_locked_with_hashes_and_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    locks = {name: (ROOT / name).read_text(encoding="utf-8").lower() for name in (LOCK, TEST_LOCK)}
    wanted = [(requirement, locks[LOCK]) for requirement in project["project"]["dependencies"]]
    wanted += [(requirement, locks[TEST_LOCK]) for requirement in project["dependency-groups"]["test"]]
    for requirement, lock in wanted:
        name = re.split(r"[=<>!~ ;]", requirement)[0]
        pinned = re.search(
            rf"^{re.escape(re.sub('[_.]', '-', name.lower()))}==\S+ ?.*\\\n +--hash=sha256:", lock, re.MULTILINE
        )
        assert pinned, f"{name} 没有锁定，请照 CONTRIBUTING.md 重新生成"
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line or requirement.startswith("types-"), f"{name} 没有写明为什么需要"
    pins = {name: dict(re.findall(r"^([a-z].*?)==(\S+)", lock, re.MULTILINE)) for name, lock in locks.items()}
    # What both need, both have in the same version: one environment has them all.
    assert [name for name in pins[LOCK] if pins[TEST_LOCK].get(name, pins[LOCK][name]) != pins[LOCK][name]] == []


def run_on_all(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [("ruff", "check", "."), ("ruff", "format", "--check", ".")], ids=" ".join)
def test_code_is_clean(command: tuple[str, ...]) -> None:
    done = run_on_all(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_right() -> None:
    done = run_on_all("mypy")
    if done.returncode:
        # What another checkout has left in the cache they share may be wrong here: only a look at everything counts.
        done = run_on_all("mypy", "--no-incremental")
    assert done.returncode == 0, done.stdout + done.stderr
