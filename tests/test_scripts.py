"""The commands as a newcomer runs them: real processes, real environments, real failures."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from conftest import ROOT, made_once
from lanmu.diagnostics.console import CommandLine
from lanmu.diagnostics.errors import UserError
from lanmu.preview.application import Application
from lanmu.preview.bar.findings import Findings
from lanmu.preview.command import free_port
from lanmu.preview.server import PreviewServer
from lanmu.setup import bootstrap
from lanmu.setup.drives import file_system_of
from support import browser
from support.previewing import Running, clean_environment, fetch, unused_port


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=project, env=clean_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_first_file_is_readable_for_old_pythons() -> None:
    for name in (
        "lanmu/setup/python_version.py",
        "lanmu/__init__.py",
        "preview.py",
        "build.py",
        "test.py",
        "import_document.py",
        "init.py",
        "new_article.py",
        "optimise_pictures.py",
        "prepare_offline.py",
        "review.py",
        "update.py",
    ):
        source = (ROOT / "scripts" / name).read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 4))
        assert source.startswith("# -*- coding: utf-8 -*-"), name
        assert not re.search(r"\bf[\"']", source), name


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8", "3.10"])
def test_an_old_python_is_told_what_to_install(version: str, tmp_path: Path) -> None:
    own = next((str(p) for p in Path.home().glob(f".pyenv/versions/{version}*/bin/python")), None)
    python = own or shutil.which(f"python{version}")
    if not python:
        pytest.skip(f"这台机器没有 Python {version}")
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([python, "scripts/preview.py"], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert f"需要 Python 3.11 或更新的版本，这台机器上只找到 {version}" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
    assert b"SyntaxError" not in done.stderr


def test_build_ends_with_its_summary(ready: Path) -> None:
    done = run(ready, "scripts/build.py")
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"✓ 网页：简体 \d+ 页，繁体 \d+ 页；文件 \d+ 个，共 [\d.]+ MB；用时 [\d.]+ 秒；警告 1 条。", done.stdout
    )
    assert (ready / "site" / "index.html").exists()


def test_a_failed_build_leaves_the_last_good_site(ready: Path) -> None:
    assert run(ready, "scripts/build.py").returncode == 0
    before = (ready / "site" / "index.html").read_bytes()
    (ready / "docs" / "news" / "bad.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    done = run(ready, "scripts/build.py")
    assert done.returncode == 1
    assert re.search(r"docs/news/bad\.md:\d+:\d+ YAML 写法有误", done.stderr)
    assert "Traceback" not in done.stderr
    assert (ready / "site" / "index.html").read_bytes() == before


def test_production_without_an_address_is_refused(ready: Path) -> None:
    done = run(ready, "scripts/build.py", "--production")
    assert done.returncode == 2
    assert "--site-url" in done.stderr
    assert not (ready / "site").exists()


def test_with_the_clock_of_the_tests_nothing_is_published(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", "4102444800")  # 2100
    for command in (
        ("build.py", "--production", "--site-url", "https://www.example.org/"),
        ("print_channels.py", "--all"),
    ):
        name, *rest = command
        done = run(ready, f"scripts/{name}", *rest)
        assert (done.returncode, "LANMU_TEST_CLOCK" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert not (ready / "site").exists()


def test_a_missing_file_is_a_sentence(ready: Path) -> None:
    (ready / "docs" / "columns.yml").unlink()
    done = run(ready, "scripts/build.py")
    assert done.returncode == 1
    assert "docs/columns.yml 文件不存在" in done.stderr


@pytest.fixture
def preview(ready: Path, tmp_path: Path) -> Iterator[tuple[Running, Path, str]]:
    port = unused_port()
    running = Running(ready, tmp_path / "preview.log", port)
    try:
        yield running, ready, f"http://127.0.0.1:{port}/"
    finally:
        running.process.kill()
        running.process.wait()


def test_preview_serves_rebuilds_and_ends(preview: tuple[Running, Path, str]) -> None:
    running, project, url = preview
    # The next free port, should another server have taken the one that was asked for.
    said = re.search(r"http://127\.0\.0\.1:\d+/", running.wait_for("请在浏览器打开"))
    url = said[0] if said else url
    status, home = fetch(url)
    assert status == 200
    assert "学习活动" in home
    assert '<script src="/_lanmu/reload.js" data-version="' in home
    assert fetch(f"{url}nowhere/")[0] == 404
    assert "没有找到这个页面" in fetch(f"{url}nowhere/")[1]

    points = project / "docs" / "plan" / "points.md"
    good = points.read_text(encoding="utf-8")
    points.write_text(good.replace("先讲", "改过先讲"), encoding="utf-8")
    running.wait_for("✓ 已更新")
    deadline = time.monotonic() + 20
    while "改过先讲" not in fetch(f"{url}plan/points/")[1]:
        assert time.monotonic() < deadline
        time.sleep(0.1)

    points.write_text(good.replace("title:", "titel:"), encoding="utf-8")
    text = running.wait_for("是不是想写 title？")
    assert "docs/plan/points.md:2" in text
    assert "改过先讲" in fetch(f"{url}plan/points/")[1]

    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 0
    assert "预览已结束" in running.log.read_text(encoding="utf-8")
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


def test_the_server_answers_when_it_has_started(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<body>首页</body>", encoding="utf-8")
    listener = free_port(unused_port())
    port = listener.getsockname()[1]
    server = PreviewServer(listener, Application(tmp_path, Findings(tmp_path), lambda _: tmp_path))
    server.start()
    status, page = fetch(f"http://127.0.0.1:{port}/")
    server.stop()
    assert status == 200
    assert "首页" in page


def test_preview_starts_with_an_error_and_recovers(ready: Path, tmp_path: Path) -> None:
    bad = ready / "docs" / "news" / "bad.md"
    bad.write_text("没有稿件信息\n", encoding="utf-8")
    port = unused_port()
    running = Running(ready, tmp_path / "preview.log", port)
    try:
        running.wait_for("请在浏览器打开")
        assert "开头没有稿件信息" in fetch(f"http://127.0.0.1:{port}/")[1]
        bad.unlink()
        running.wait_for("✓ 网页：")
        deadline = time.monotonic() + 10
        while "学习活动" not in fetch(f"http://127.0.0.1:{port}/")[1]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        running.process.terminate()
        assert running.process.wait(20) == 0


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with free_port(port) as listener:
            assert listener.getsockname()[1] > port


def test_two_previews_never_get_the_same_port() -> None:
    wanted = unused_port()
    with free_port(wanted) as first, free_port(wanted) as second:
        assert first.getsockname() != second.getsockname()


def test_no_free_port_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lanmu.preview.command.listening", lambda _port: None)
    with pytest.raises(UserError, match="50 个端口都不能用"):
        free_port(8000)
    with pytest.raises(UserError, match="不能用"):
        free_port(70000)


@pytest.fixture
def empty_lock(tmp_path: Path) -> Path:
    """A project that needs no package, so that its environment is made in seconds."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.txt").write_text("", encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def environment_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project that needs no package, with its environment, and what was said while that was made."""

    def make(folder: Path) -> None:
        project = folder / "project"
        project.mkdir(parents=True)
        (project / "requirements.txt").write_text("", encoding="utf-8")
        said = io.StringIO()
        with redirect_stdout(said):
            assert bootstrap.ensure(project).exists()
        (folder / "said.txt").write_text(said.getvalue(), encoding="utf-8")

    folder = made_once(tmp_path_factory, "environment", make)
    return folder / "project", (folder / "said.txt").read_text(encoding="utf-8")


@pytest.fixture
def with_environment(environment_made: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of that project: making an environment takes seconds, copying one does not."""
    return Path(shutil.copytree(environment_made[0], tmp_path / "copy", symlinks=True))


def test_the_environment_is_made_once_and_again_when_the_lock_changes(
    environment_made: tuple[Path, str], with_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "建立 Python 虚拟环境" in environment_made[1]
    bootstrap.ensure(with_environment)
    assert capsys.readouterr().out == ""
    (with_environment / "requirements.txt").write_text("# 变了\n", encoding="utf-8")
    bootstrap.ensure(with_environment)
    again = capsys.readouterr().out
    assert "安装所需的软件包" in again
    assert "建立 Python 虚拟环境" not in again


def test_the_tests_add_theirs_to_the_environment_that_is_there(
    with_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (with_environment / "tests").mkdir()
    (with_environment / bootstrap.TEST_LOCK).write_text("", encoding="utf-8")
    both = (bootstrap.LOCK, bootstrap.TEST_LOCK)
    assert (bootstrap.is_ready(with_environment), bootstrap.is_ready(with_environment, both)) == (True, False)
    bootstrap.ensure(with_environment, both)
    assert "建立 Python 虚拟环境" not in capsys.readouterr().out
    assert (bootstrap.is_ready(with_environment), bootstrap.is_ready(with_environment, both)) == (True, True)


def test_another_patch_version_of_python_takes_the_environment_as_it_is(
    with_environment: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.python_version", lambda: "3.99.1")
    assert bootstrap.ensure(with_environment) == bootstrap.environment_python(with_environment / ".venv")
    assert capsys.readouterr().out == ""


def test_an_environment_whose_python_is_gone_is_made_anew(
    with_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = with_environment / ".venv" / "pyvenv.cfg"
    settings.write_text("home = /nowhere/python/bin\n", encoding="utf-8")
    bootstrap.ensure(with_environment)
    assert "建立 Python 虚拟环境" in capsys.readouterr().out
    assert bootstrap.is_ready(with_environment)


def test_two_machines_with_one_folder_have_an_environment_each(
    with_environment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So has a machine to which the folder is a network drive; there, in the user's own folder."""
    first = bootstrap.ensure(with_environment)
    monkeypatch.setattr(bootstrap, "user_folder", lambda: tmp_path / "user")
    with monkeypatch.context() as another:
        another.setattr("platform.node", lambda: "another-machine")
        second = bootstrap.ensure(with_environment)
    assert second.is_relative_to(tmp_path / "user")
    assert f"环境放在这台电脑的 {second.parents[1]}" in capsys.readouterr().out
    assert bootstrap.ensure(with_environment) == first
    assert bootstrap.is_ready(with_environment)
    shutil.rmtree(with_environment / ".venv")
    monkeypatch.setattr(bootstrap, "is_on_network_drive", lambda folder: folder == with_environment)
    assert bootstrap.ensure(with_environment) == second
    assert not (with_environment / ".venv").exists()
    assert bootstrap.is_ready(with_environment)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/a/project", "ext4"),
        ("/mnt/office share/project", "cifs"),
        ("/mnt/office share/disk/project", "ext4"),
        ("/Volumes/共享/project", "smbfs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_inner_place(folder: str, kind: str) -> None:
    table = (
        "/dev/sda1 / ext4 rw 0 0\n"
        "//server/share /mnt/office\\040share cifs rw 0 0\n"
        "/dev/sdb1 /mnt/office\\040share/disk ext4 rw 0 0\n"
        "//me@server/share on /Volumes/共享 (smbfs, nodev, nosuid, mounted by me)\n"
    )
    assert file_system_of(Path(folder), table) == kind


def test_no_network_is_a_sentence(with_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{unused_port()}/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_RETRIES", "0")
    lock = f"no-such-package-lanmu==1.0 --hash=sha256:{'0' * 64}\n"
    (with_environment / "requirements.txt").write_text(lock, encoding="utf-8")
    with pytest.raises(UserError, match="连不上软件源"):
        bootstrap.ensure(with_environment)
    assert not bootstrap.is_ready(with_environment)


def test_no_venv_is_a_sentence(empty_lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, ["ensurepip"])

    monkeypatch.setattr(venv, "create", fails)
    with pytest.raises(UserError, match="python3-venv"):
        bootstrap.ensure(empty_lock)
    assert not (empty_lock / ".venv").exists()


def test_a_missing_lock_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"requirements\.txt"):
        bootstrap.ensure(tmp_path)


def test_no_browser_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "installed", lambda: None)
    for name in ("from_apt", "from_playwright"):
        monkeypatch.setattr(browser, name, lambda **_: None)
    with pytest.raises(UserError, match="请安装 Chrome"):
        browser.ensure()


NEEDS_A_BROWSER = """
import os, sys
sys.path[:0] = ["scripts", "tests"]
from support import browser
browser.installed = lambda: None
browser.may_install = lambda: True
browser.subprocess.run = lambda command, **_: print("RUN", *command[:4]) or type("Done", (), {"returncode": 1})
from lanmu.diagnostics.console import run
raise SystemExit(run(lambda: browser.ensure(yes="--yes" in sys.argv) and 0))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有伪终端")
@pytest.mark.parametrize(
    ("answers", "options", "variables", "installs"),
    [
        ("n\nn\n", (), {}, False),
        ("\n\n", (), {}, True),
        (None, (), {}, True),
        ("", ("--yes",), {}, True),
        ("", (), {"CI": "true"}, True),
    ],
    ids=["refused", "agreed", "nobody-sits-there", "yes", "ci"],
)
def test_whoever_sits_there_is_asked_before_the_machine_is_changed(
    answers: str | None, options: tuple[str, ...], variables: dict[str, str], installs: bool
) -> None:
    import pty

    environment = {key: value for key, value in clean_environment().items() if key != "CI"} | variables
    command = [sys.executable, "-c", NEEDS_A_BROWSER, *options]
    leader, follower = pty.openpty()
    try:
        os.write(leader, (answers or "").encode())
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL if answers is None else follower,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(leader)
        os.close(follower)
    out = done.stdout.decode("utf-8")
    asked = "可以吗？" in out
    assert asked == (answers is not None and bool(answers))
    assert ("RUN apt-get install" in out, "playwright install" in out) == (installs, installs)
    assert "请安装 Chrome、Edge 或 Chromium" in done.stderr.decode("utf-8")


def test_only_what_has_a_hash_comes_into_the_environment() -> None:
    """pip and setuptools too; and nothing is built on the machine, for which pip would fetch tools without a hash."""
    names = set()
    for path in (bootstrap.LOCK, bootstrap.TEST_LOCK):
        lock = (ROOT / path).read_text(encoding="utf-8")
        entries = re.findall(r"^([\w.-]+)==\S+.*?\\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", lock, re.MULTILINE)
        assert len(entries) == len(re.findall("^[a-z]", lock, re.MULTILINE | re.IGNORECASE))
        names |= {name for name, _ in entries}
    assert {"pip", "setuptools", "pytest"} <= names


def test_editors_need_nothing_of_the_tests() -> None:
    lock = (ROOT / bootstrap.LOCK).read_text(encoding="utf-8")
    assert not re.search("^(pytest|mypy|ruff|playwright|hypothesis)==", lock, re.MULTILINE)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "python3 scripts/test.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 scripts/preview.py" in readme
    assert "python3 scripts/test.py" in readme


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "还要写 文件, --column"),
        (["a", "--column"], "--column 后面缺了内容"),
        (["a", "--column", "b", "--port", "x"], "--port 后面要写数字，不能写 'x'"),
        (["a", "--column", "b", "--stage", "firts"], "--stage 后面不能写 'firts'，可以写的有 "),
        (["a", "--column", "b", "--all", "--none"], "--none 不能和 --all 一起写"),
        (["a", "--column", "b", "--nonsense"], "不认识“--nonsense”"),
    ],
)
def test_a_command_that_is_written_wrongly_is_reported_in_chinese(given: list[str], said: str) -> None:
    parser = CommandLine(prog="a.py")
    parser.add_argument("files", nargs="+", metavar="文件")
    parser.add_argument("--column", required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--stage", choices=["first", "second"])
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--all", action="store_true")
    group.add_argument("--none", action="store_true")
    with pytest.raises(UserError, match=re.escape(f"命令没有写对：{said}")) as error:
        parser.parse_args(given)
    assert "python scripts/a.py --help" in str(error.value)
    told_of_it = parser.format_help()
    assert "用法：a.py" in told_of_it
    assert not re.search("usage|arguments:|options:|show this", told_of_it)
