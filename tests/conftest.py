"""Projects to build, a built site, a server and a browser for all tests."""

from __future__ import annotations

import atexit
import compileall
import functools
import gc
import itertools
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
import yaml
from lanmu.build.site import build
from lanmu.build.workers import return_memory
from lanmu.setup import bootstrap
from playwright.sync_api import Browser, sync_playwright
from support import browser as browsers
from support.reviewing import review_everything
from support.serving import served

ROOT = Path(__file__).resolve().parents[1]
SITES = ROOT / "tests" / "sites"
WHOLE = SITES / "whole"
"""A project with all kinds of pages, in three languages. The tests use it and never the content or the settings that lie
beside them: an office that takes this kit over replaces those (see tests/this_site)."""
SETTINGS = ("mkdocs.yml", "lanmu.toml")
NAVIGATION = re.compile(r"^nav:\n(  .*\n)+\n", re.MULTILINE)
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
# No test fails because a machine is slow.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


MEMORY = Path("/dev/shm")
"""Files that are in memory: to make one on a disk takes thirty times as long, and the tests make half a million."""
ENOUGH = 6_000_000_000
IN_MEMORY: pytest.StashKey[Path] = pytest.StashKey()
FAILED: pytest.StashKey[bool] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Compiles all programs once: tests run many of them, in copies of the project too, and most of their time is spent
    on that. Temporary folders lie in memory where there is room."""
    if not hasattr(config, "workerinput"):
        # Else each process of the tests compiles all of them again.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        compileall.compile_dir(ROOT / "scripts", quiet=1)
        if has_room(MEMORY) and "TMPDIR" not in os.environ:
            config.stash[IN_MEMORY] = folder = MEMORY / f"lanmu-tests-{os.getpid()}"
            folder.mkdir(mode=0o700)
            os.environ["TMPDIR"] = str(folder)
            tempfile.tempdir = None


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Removes what lies in memory. After a failure it stays, to be looked at, until the next run."""
    if folder := session.config.stash.get(IN_MEMORY, None):
        for other in MEMORY.glob("lanmu-tests-*"):
            if (other == folder and exitstatus == 0) or not is_running(int(other.name.rpartition("-")[2])):
                shutil.rmtree(other, ignore_errors=True)


def has_room(folder: Path) -> bool:
    """True where temporary files may be written, and programs run, with enough bytes free."""
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    system = os.statvfs(folder)
    return system.f_bavail * system.f_frsize > ENOUGH and not system.f_flag & os.ST_NOEXEC


def is_running(process: int) -> bool:
    """True while there is such a process."""
    return Path(f"/proc/{process}").exists()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes that a test has failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


# What takes long in one process, groups too, by the beginnings of their files. What forks this process hundreds of times comes
# as early, while the process is small: later a fork takes four times as long.
FIRST = (
    *("browser/test_desk_whole_way", "property/test_warm_build"),
    *("test_writing", "test_renaming", "test_releases_layouts", "test_word_child"),
    *("browser/test_desk", "browser/", "test_publication", "test_house"),
    *("test_preview_bar", "test_internal_edition", "test_kills", "test_linear", "test_build_processes"),
    *("test_scripts", "test_channels_document_golden", "test_build_", "test_adoption", "test_publish"),
    *("test_releases_sftp", "test_word_legacy", "test_printed"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first. Tests are handed out in this order (--no-loadscope-reorder): a long one that is begun last is
    waited for by all other processes."""
    places = {name: place for place, name in enumerate(FIRST)}

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(ROOT / "tests").as_posix()
        return next((place for name, place in places.items() if path.startswith(name)), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Keeps what stays to the end (thousands of tests, all modules) out of every later search for garbage."""
    gc.collect()
    gc.freeze()


GROWTH = 100_000_000
AFTER_LAST_COLLECTION = [0]


@pytest.fixture(autouse=True)
def _memory() -> Iterator[None]:
    """Searches for garbage when a process has grown (bytes). Python does so by the number of objects, and a desk for prints
    is a few, with 100 MB of fonts that it does not see; builds copy the process, and take longer the larger it is."""
    yield
    if memory() > AFTER_LAST_COLLECTION[0] + GROWTH:
        gc.collect()
        return_memory()
        AFTER_LAST_COLLECTION[0] = memory()


def memory() -> int:
    """What this process takes (bytes); 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


FOLDERS = itertools.count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the test, which stays when it fails. Pytest's own looks through the folders of all tests before for the next
    free number."""
    name = re.sub(r"\W", "_", request.node.name, flags=re.ASCII)[:30]
    folder = tmp_path_factory.mktemp(f"{name}-{next(FOLDERS)}", numbered=False)
    yield folder
    if not request.node.stash.get(FAILED, False):
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def programs() -> Path:
    """A copy of scripts/, made once in each process. The projects of the tests have links to it: eight hundred copies for each of
    hundreds of projects took longer than many a test. No test changes it."""
    folder = Path(tempfile.mkdtemp(prefix="programs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(shutil.copytree(ROOT / "scripts", folder / "scripts"))


def add_programs(target: Path) -> None:
    """Gives a project its scripts. A room of the package is a link, but for `setup`, by whose place the project is known."""
    (target / "scripts" / "lanmu").mkdir(parents=True)
    for source in (programs() / "lanmu").iterdir():
        own = target / "scripts" / "lanmu" / source.name
        if source.is_dir() and source.name != "setup":
            second_name(source, own)
        elif source.is_dir():
            shutil.copytree(source, own)
        else:
            shutil.copy2(source, own)
    for script in programs().glob("*.py"):
        shutil.copy2(script, target / "scripts")


def second_name(source: Path, target: Path) -> None:
    """A second name for a folder; a copy where the system has none."""
    try:
        target.symlink_to(source, target_is_directory=True)
    except OSError:
        shutil.copytree(source, target)


@functools.cache
def navigation(columns: bytes) -> str:
    """The entries of the columns in mkdocs.yml."""
    listed = yaml.safe_load(columns)["columns"]
    return "".join(f"  - {column['name']}: {column['id']}/index.md\n" for column in listed)


def copy_project(target: Path, docs: Path = WHOLE / "docs", settings: Path = WHOLE) -> Path:
    """A project in `target` with this one's machinery, the given content, and its columns in the navigation of the
    settings that lie in the folder `settings`."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "overrides", target / "overrides")
    add_programs(target)
    for name in SETTINGS:
        shutil.copy2(settings / name, target / name)
    shutil.copytree(docs, target / "docs")
    entries = navigation((docs / "columns.yml").read_bytes())
    config = target / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(NAVIGATION.sub(f"nav:\n  - 首页: index.md\n{entries}\n", text), encoding="utf-8")
    return target


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """A project with the small site `minimal`, to be changed at will."""
    return copy_project(tmp_path / "project", SITES / "minimal")


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every build is of the same moment."""
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1224000000")


@pytest.fixture
def old_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    """No warning that the articles of the test sites are old."""
    monkeypatch.setattr("lanmu.content.site.LONGEST_PAUSE", timedelta.max)


@pytest.fixture
def write(minimal: Path) -> Callable[[str, str], Path]:
    """Writes a file below the docs/ of `minimal`."""

    def write_file(path: str, text: str) -> Path:
        file = minimal / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write_file


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A project whose environment is this one, so that its scripts start at once."""
    project = copy_project(tmp_path / "project", SITES / "minimal")
    shutil.copy2(ROOT / "requirements.txt", project)
    (project / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    if not bootstrap.is_ready(project):
        pytest.skip("测试不在 scripts/test.py 准备的环境里运行")
    return project


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` makes once for all processes that the tests are divided over; nobody may change it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    begun, failed = folder.with_suffix(".begun"), folder.with_suffix(".failed")
    try:
        begun.mkdir()
    except FileExistsError:
        while not folder.exists():
            assert not failed.exists(), f"{name} 在另一个进程里没有做成"
            time.sleep(0.1)
        return folder
    try:
        make(begun / name)
        (begun / name).rename(folder)
    except BaseException:
        failed.touch()
        raise
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project tests/sites/whole."""
    return made_once(tmp_path_factory, "whole", copy_project)


@pytest.fixture(scope="session")
def real_site(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of `whole` as everybody sees it while it is being made, samples included."""
    return made_once(tmp_path_factory, "real", lambda site: build(whole, site))


@pytest.fixture(scope="session")
def production_site(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of `whole` as it would be published."""
    url = "https://www.example.org/zhuanti/"
    return made_once(tmp_path_factory, "production", lambda site: build(whole, site, production=True, site_url=url))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site `minimal`, as it stands there."""

    def make(folder: Path) -> None:
        project = copy_project(folder, SITES / "minimal")
        build(project, project / "site")

    return made_once(tmp_path_factory, "small", make) / "site"


@pytest.fixture(scope="session")
def reviewed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site `minimal` as it would be published, with every article of it reviewed."""

    def make(folder: Path) -> None:
        project = copy_project(folder, SITES / "minimal")
        review_everything(project)
        build(project, project / "site", production=True, site_url="https://www.example.org/zhuanti/")

    return made_once(tmp_path_factory, "reviewed", make) / "site"


@pytest.fixture(scope="session")
def real_url(real_site: Path) -> Iterator[str]:
    """Where the real site is served on loopback."""
    with served(real_site) as url:
        yield url


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nobody looks: drawing needs no process of its own.
    "--in-process-gpu",
    "--num-raster-threads=1",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browsers.installed()
    if path is None:
        pytest.fail("没有浏览器。请用 python3 scripts/test.py 运行测试，它会准备好。")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield browser
        browser.close()
