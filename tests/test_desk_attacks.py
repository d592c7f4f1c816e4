"""Attacks on the desk as a whole: paths out of the project in whatever a page takes, a full disk, a file that cannot be written, a
desk that is killed while it saves. (Strangers on the running server: tests/browser/test_desk_whole_way.py.)"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from lanmu.desk.application import OWN
from lanmu.desk.command import ROUTES
from lanmu.desk.context import Route
from support.builders import NEWS
from support.desk import Asked, desk_of
from test_desk_writing import form_of

SECRET = "这一行在项目外面，谁也不该看见"
TAKEN = re.compile(
    r"""(?:args|form|values|form_|given)(?:\.get|\.getlist|\.pop)?[\[(]\s*"([a-z_]+)"|"([a-z_]+)" in (?:request\.)?(?:args|form)"""
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("attacked")
    for name in ("secret.md", "secret.pdf", "secret.png", "secret.yml"):
        (folder / name).write_text(f"---\ntitle: {SECRET}\n---\n\n{SECRET}\n", encoding="utf-8")
    return desk_of(folder / "project")


def taken_by(route: Route) -> set[str]:
    """The names of all that the part of a route reads out of a request."""
    module = inspect.getmodule(inspect.unwrap(route.endpoint))
    assert isinstance(module, ModuleType)
    return {name or other for name, other in TAKEN.findall(inspect.getsource(module))} | {"path", "file", "name", "id"}


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder but what is kept in caches."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def outside(desk: Asked) -> list[str]:
    """Paths that lead out of the project, from docs/, from out/ and from /."""
    beside = desk.root.parent
    return (
        [f"../../secret{end}" for end in (".md", ".png")]
        + [f"news/../../../secret{end}" for end in (".md", ".pdf", ".yml")]
        + [
            str(beside / "secret.md"),
            "..\\..\\secret.md",
            "../lanmu.toml",
            "%2e%2e%2f%2e%2e%2fsecret.md",
            "\0secret.md",
        ]
    )


@pytest.mark.parametrize("route", [*ROUTES, *OWN], ids=lambda route: f"{route.methods[0]} {route.rule}")
def test_no_parameter_of_any_page_leads_out_of_the_project(desk: Asked, route: Route) -> None:
    names = taken_by(route)
    before = everything(desk.root.parent)
    for path in outside(desk):
        address = re.sub(r"<int:\w+>", "1", route.rule)
        address = re.sub(r"<[^>]*>", "{0}", address).format(quote(path, safe=""))
        values = dict.fromkeys(names, path)
        ask = desk.get if route.methods[0] == "GET" else desk.post
        answer = ask(address, **values)
        assert answer.status_code < 500, (path, answer.text)
        assert SECRET not in answer.text, path
        assert "[review]" not in answer.text, path
    for job in desk.desk.jobs.running():
        desk.desk.jobs.stop(job)
        job.process.join()
    assert everything(desk.root.parent) == before


def saved(desk: Asked, text: str) -> tuple[int, str]:
    """Saves the article with another text; gives the status and what is said."""
    answer = desk.post("writing/save", script=True, **form_of(desk, NEWS, text=text))
    return answer.status_code, answer.text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("这里不能另挂一个磁盘")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_and_a_read_only_disk_lose_nothing_of_a_save(desk: Asked, small_disk: Path) -> None:
    for name in ("docs", "lanmu.toml", "mkdocs.yml"):
        source = desk.root / name
        shutil.copytree(source, small_disk / name) if source.is_dir() else shutil.copy2(source, small_disk / name)
    there = Asked(small_disk)
    assert saved(there, "第一次写的。\n")[0] == 200
    file = small_disk / "docs" / NEWS
    before, filling = file.read_bytes(), small_disk / "filling"
    filling.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    status, said = saved(there, "写不下的。" * 9000)
    assert (status, file.read_bytes()) == (422, before)
    assert "磁盘已满" in said
    filling.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    status, said = saved(there, "只能读。\n")
    assert (status, file.read_bytes()) == (422, before)
    assert "磁盘只能读" in said
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert not list(small_disk.glob("docs/**/.lanmu-*"))
    assert saved(there, "又能写了。\n")[0] == 200
    assert "又能写了。" in file.read_text(encoding="utf-8")


# Ends its process before the n-th thing that is done to a file while an article is saved.
KILLED = """
import os, sys
sys.path[:0] = sys.argv[2:4]
from pathlib import Path
from support.desk import Asked
from test_desk_writing import form_of
root, path = Path(sys.argv[1]), sys.argv[4]
file = root / "docs" / path
old = file.read_bytes()
desk = Asked(root)
form = form_of(desk, path, text="新写的一句。")
seen = 0
def hook(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.chmod", "os.remove", "os.mkdir") and str(root) in str(arguments[0]):
        seen += 1
        if seen == count:
            os._exit(9)
for count in range(1, 400):
    child = os.fork()
    if child == 0:
        sys.addaudithook(hook)
        os._exit(0 if desk.post("writing/save", script=True, **form).status_code == 200 else 3)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    text = file.read_bytes()
    assert ended in (0, 9), ended
    assert text == old or "新写的一句。" in text.decode(), count
    file.write_bytes(old)
    if ended == 0:
        assert not list(root.glob("docs/**/.lanmu-*"))
        print(count)
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="在子进程里做，要 fork")
def test_killed_at_any_moment_of_a_save_the_article_is_the_old_or_the_new(desk: Asked) -> None:
    tests, scripts = Path(__file__).parent, Path(inspect.getfile(Route)).parents[2]
    command = [sys.executable, "-c", KILLED, str(desk.root), str(scripts), str(tests), NEWS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
