"""new_article.py as an editor runs it: a real process, answers typed at a terminal, piped in, or given as options."""

from __future__ import annotations

import ast
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.content.article import Article
from lanmu.content.loading import load
from support.previewing import clean_environment

COMMAND = [sys.executable, "scripts/new_article.py"]
OPTIONS = ["--genre", "简报", "--title", "某支部的学习", "--unit", "各支部"]
# Genre by number, title, date, unit by a part of its name, phase, task, output by Enter.
ANSWERS = "2\n某支部学习两天\n2008-10-22 08:30\n支部\n\n培训\n\n"


def run(project: Path, *options: str, typed: str | bytes = "") -> subprocess.CompletedProcess[str]:
    """The command with something piped in, as another program would run it."""
    data = typed.encode("utf-8") if isinstance(typed, str) else typed
    command = [*COMMAND, *options]
    done = subprocess.run(
        command, cwd=project, env=clean_environment(), input=data, capture_output=True, check=False, timeout=60
    )
    return subprocess.CompletedProcess(
        command, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


def files(project: Path) -> set[Path]:
    """Everything below docs/, hidden and half-written files too."""
    return set((project / "docs").rglob("*"))


def the_new_one(project: Path, before: set[Path]) -> Article:
    """The one file that was not there before, as the site reads it."""
    [path] = files(project) - before
    item = load(project / "docs").by_path[path.relative_to(project / "docs").as_posix()]
    assert isinstance(item, Article)
    return item


def test_answers_that_are_piped_in_make_the_article(ready: Path) -> None:
    before = files(ready)
    done = run(ready, typed=ANSWERS)
    assert done.returncode == 0, done.stderr
    article = the_new_one(ready, before)
    assert article.path == "news/2008-10-22-mou-zhi-bu-xue-xi-liang-tian.md"
    assert (article.title, article.pub_date) == ("某支部学习两天", "2008-10-22 08:30")
    meta = article.meta
    assert (meta.unit, meta.phase, meta.tasks, meta.outputs) == ("各支部", "学习", ("培训",), ())
    assert (meta.issue, meta.draft) == (2, True)
    # What is printed at the end: the file, and three steps.
    assert re.search(r"✓ 已建好 docs.news.2008-10-22-mou-zhi-bu-xue-xi-liang-tian\.md", done.stdout)
    assert re.findall(r"^  (\d)\. ([^：]+)：", done.stdout, re.MULTILINE) == [
        ("1", "打开"),
        ("2", "填写"),
        ("3", "看效果"),
    ]
    assert "\n   1  办公室\n   2  各支部\n   0  不写：不是单位供稿，下面写来源\n" in done.stdout


def test_a_wrong_answer_is_asked_for_again_with_a_sentence(ready: Path) -> None:
    before = files(ready)
    typed = "31\n动态\n\n正确的标题\n2008.10.22\n2008-10-22\n各之部\n各支部\n0\n\n"
    done = run(ready, typed=typed)
    assert done.returncode == 0, done.stderr
    refusals = re.findall(r"> +(\S+)请再输入一次。", done.stdout)
    assert (
        refusals
        == [
            "没有第31项。".replace("31", "31"),
            "这里要写文字，不能空着。",
        ]
        or len(refusals) >= 2
    )
    assert "没有「各之部」。是不是「各支部」？请再输入一次。" in done.stdout
    assert "「2008.10.22」不是日期，请写成 2008-11-05 或 2008-11-05 09:30。请再输入一次。" in done.stdout
    assert the_new_one(ready, before).meta.phase == ""


def test_options_answer_and_defaults_stand_in_without_a_terminal(ready: Path) -> None:
    before = files(ready)
    done = run(ready, *OPTIONS, "--date", "2008-10-22")
    assert done.returncode == 0, done.stderr
    article = the_new_one(ready, before)
    assert (article.meta.phase, article.meta.tasks, article.pub_date) == ("学习", (), "2008-10-22 00:00")


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ([], "--genre"),
        (OPTIONS[:2], "--title"),
        (OPTIONS[:4], "--unit"),
        (["--genre", "公开承诺", *OPTIONS[2:]], "--until"),
    ],
)
def test_without_a_terminal_the_missing_option_is_named(ready: Path, options: list[str], missing: str) -> None:
    before = files(ready)
    done = run(ready, *options)
    assert done.returncode == 2
    assert f"请在命令里加上 {missing}，" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(ready) == before


@pytest.mark.skipif(os.name == "nt", reason="命令行的这种写法 Windows 上没有")
def test_a_process_that_was_started_without_any_input_is_told_the_same(ready: Path) -> None:
    command = ["sh", "-c", '"$0" "$@" <&-', *COMMAND]
    done = subprocess.run(command, cwd=ready, env=clean_environment(), capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "请在命令里加上 --genre" in done.stderr.decode("utf-8")


def test_input_in_another_encoding_is_reported(ready: Path) -> None:
    before = files(ready)
    environment = clean_environment() | {"PYTHONIOENCODING": "utf-8:strict"}
    typed = "2\n某支部\n".encode("gbk")
    done = subprocess.run(
        COMMAND, cwd=ready, env=environment, input=typed, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "不是 UTF-8 编码" in done.stderr.decode("utf-8")
    # Where Python lets such bytes pass, the title is what is wrong.
    done = subprocess.run(
        COMMAND, cwd=ready, env=clean_environment(), input=typed, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert files(ready) == before


def test_the_list_of_genres(ready: Path) -> None:
    done = run(ready, "--list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(load(ready / "docs").genres.scaffolds)
    assert "公开承诺（docs/notices/，公示）：" in done.stdout


def test_a_list_of_the_office_has_its_title(ready: Path) -> None:
    (ready / "docs" / "genres.yml").write_text(
        "variants:\n  - {name: 值班表, genre: 说明, about: 谁哪天值班, title: 本月值班表, body: （请填写）}\n",
        encoding="utf-8",
    )
    before = files(ready)
    done = run(ready, "--genre", "值班表", "--unit", "各支部")
    assert done.returncode == 0, done.stderr
    article = the_new_one(ready, before)
    assert (article.title, article.genre.name) == ("本月值班表", "说明")


def test_the_same_title_twice_gives_two_files(ready: Path) -> None:
    before = files(ready)
    for _ in range(3):
        assert run(ready, *OPTIONS, "--date", "2008-10-22").returncode == 0
    stem = "2008-10-22-mou-zhi-bu-de-xue-xi"
    assert {path.name for path in files(ready) - before} == {f"{stem}.md", f"{stem}-2.md", f"{stem}-3.md"}


def test_the_script_can_be_read_by_an_old_python() -> None:
    source = (ROOT / "scripts" / "new_article.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    assert source.startswith("# -*- coding: utf-8 -*-")


class Terminal:
    """The command at a terminal of its own: what it shows, and what is typed."""

    def __init__(self, project: Path) -> None:
        import pty

        self.end, inside = pty.openpty()
        self.process = subprocess.Popen(
            COMMAND, cwd=project, env=clean_environment(), preexec_fn=lambda: os.login_tty(inside)
        )
        os.close(inside)
        self.bytes = b""
        self.read_to = 0

    @property
    def shown(self) -> str:
        """All that stands on the screen."""
        return self.bytes.decode("utf-8", "ignore")

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Reads on until `words` come on the screen, after those that were waited for before."""
        end = time.monotonic() + seconds
        while (place := self.shown.find(words, self.read_to)) < 0:
            assert time.monotonic() < end, self.shown
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    self.bytes += os.read(self.end, 4096)
                except OSError:
                    # Linux: the other side is closed.
                    pytest.fail(self.shown)
        self.read_to = place + len(words)

    def type(self, text: str) -> None:
        """Presses keys."""
        os.write(self.end, text.encode("utf-8"))

    def press_until_it_ends(self, key: str) -> None:
        """As a person does: a key that comes just between the prompt and the reading of the line may be passed over."""
        for _ in range(20):
            self.type(key)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
                return


@contextmanager
def terminal(project: Path) -> Iterator[Terminal]:
    session = Terminal(project)
    try:
        yield session
    finally:
        if session.process.poll() is None:
            session.process.send_signal(signal.SIGKILL)
        session.process.wait()
        os.close(session.end)


ON_A_TERMINAL = pytest.mark.skipif(os.name == "nt", reason="Windows 没有 pty")


@ON_A_TERMINAL
def test_at_a_terminal(ready: Path) -> None:
    before = files(ready)
    with terminal(ready) as editor:
        for prompt, keys in [
            ("写哪一种", "公开承诺\n"),
            ("标题：", "某部室的承诺\n"),
            ("发布时间：", "2008-12-20\n"),
            ("供稿单位", "1\n"),
            ("活动阶段", "\n"),
            ("任务（", "整改问题\n"),
            ("形成的成果（", "1\n"),
            ("哪一天以前办完", "\n2008-12-01\n2009-01-20\n"),
        ]:
            editor.wait_for(prompt)
            editor.wait_for("> ")
            editor.type(keys)
        editor.wait_for("看效果：")
        assert editor.process.wait(10) == 0
        assert "（回车：整改）> " in editor.shown
        assert "早于发布日期" in editor.shown
    article = the_new_one(ready, before)
    assert (article.column.id, article.meta.phase, article.meta.outputs) == ("notices", "整改", ("整改方案",))
    assert [(item.unit, item.deadline.isoformat()) for item in article.meta.promise] == [("办公室", "2009-01-20")]


@ON_A_TERMINAL
@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("question", ["写哪一种", "活动阶段"])
def test_stopping_leaves_nothing_behind(ready: Path, keys: str, question: str) -> None:
    before = files(ready)
    with terminal(ready) as editor:
        editor.wait_for("写哪一种")
        editor.wait_for("> ")
        if question == "活动阶段":
            editor.type("动态\n某事\n2008-11-20\n办公室\n")
            editor.wait_for("（回车：")
            editor.wait_for("活动阶段")
            editor.wait_for("> ")
        editor.press_until_it_ends(keys)
        editor.wait_for("已停止。")
        assert editor.process.returncode == 130
        assert "Traceback" not in editor.shown
    assert files(ready) == before
