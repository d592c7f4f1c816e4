"""Publishing to a bucket: a store on loopback that checks signatures, lists in pages and answers as S3 does."""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from lanmu.build import headers
from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.releases.command import command
from lanmu.releases.layouts.in_place import InPlace
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.servers.serving import REVALIDATED, TYPES
from lanmu.releases.target_lock import publishing
from lanmu.releases.targets import credentials, s3
from lanmu.releases.targets.s3 import S3Target
from lanmu.releases.transfer import Release
from support.releasing import broken_pages, content, release
from support.reviewing import review_everything
from support.s3_server import BUCKET, REGION, S3, SECRET, USER, s3_server

SETTINGS = """
[publish.cloud]
kind = "s3"
endpoint = "{endpoint}"
bucket = "zhuanti"
region = "cn-example"
user = "LTAI-example"
address = "{endpoint}/zhuanti/"
"""


@pytest.fixture
def store() -> Iterator[S3]:
    with s3_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret is in the environment; what else is there for another store is not taken."""
    monkeypatch.setenv(credentials.VARIABLE, SECRET)
    for name, value in (("AWS_SESSION_TOKEN", "another"), ("AWS_REGION", "elsewhere")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "own" / "lanmu")
    monkeypatch.setattr(s3, "TRIES", 0)


def settings(store: S3, **changes: object) -> PublishTarget:
    given = {"kind": "s3", "endpoint": store.address, "bucket": BUCKET, "region": REGION, "user": USER}
    return PublishTarget.model_validate(given | {"address": "https://a.org/"} | changes)


@pytest.fixture
def target(store: S3) -> S3Target:
    return S3Target(settings(store))


def test_a_bucket_does_what_a_folder_does(store: S3, tmp_path: Path) -> None:
    target = S3Target(settings(store, folder="/2008/专题/"))
    (tmp_path / "source").write_bytes(b"x" * 6_000_000)
    assert target.files("") == {}
    names = ["a/b/方案 一.pdf", "a/50% & 'x'+y?#.html", *(f"many/{number}" for number in range(20)), "ab/c"]
    for name in names:
        target.put(name, b"abc")
    target.put("a/big", tmp_path / "source")
    assert target.files("") == dict.fromkeys(names, 3) | {"a/big": 6_000_000}
    assert target.files("a/").keys() == {"b/方案 一.pdf", "50% & 'x'+y?#.html", "big"}
    assert target.read(names[1]) == b"abc"
    assert target.sha256(names[0]).startswith("ba7816bf")
    assert target.sha256("a/big") == hashlib.sha256(b"x" * 6_000_000).hexdigest()
    assert abs(target.modified("a/big") - store.now().timestamp()) < 5
    target.remove("a/big")
    for wrong in (target.read, target.sha256, target.modified):
        with pytest.raises(FileNotFoundError):
            wrong("a/big")
    assert {key.partition("/专题/")[0] for key in store.files} == {"2008"}
    assert target.free() is None


@pytest.mark.parametrize("conditions", ["known", "ignored", "refused"])
def test_of_several_who_make_a_file_one_succeeds(
    conditions: Literal["known", "ignored", "refused"],
    target: S3Target,
    store: S3,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store.conditions = conditions
    target.create("lock", b"mine")
    with pytest.raises(FileExistsError):
        target.create("lock", b"yours")
    assert target.read("lock") == b"mine"
    assert ("不认“没有才写”" in capsys.readouterr().err) == (conditions != "known")


@pytest.mark.parametrize("conditions", ["known", "ignored"])
def test_who_comes_between_is_noticed(
    conditions: Literal["known", "ignored"], target: S3Target, store: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another has made the lock after this one has seen that there was none; a store without conditions lets the last win."""
    store.conditions = conditions
    send = S3Target._send

    def late(self: S3Target, path: str, source: bytes, mode: str = "overwrite") -> None:
        if conditions == "known":
            store.files.setdefault(path, store.files["sample"])
        send(self, path, source, mode)
        if conditions == "ignored":
            store.files[path] = store.files["sample"]

    target.put("sample", b"the other's")
    monkeypatch.setattr(S3Target, "_send", late)
    with pytest.raises(FileExistsError):
        target.create("lock", b"mine")
    assert target.read("lock") == b"the other's"


def test_two_who_publish_at_once_are_kept_apart(
    target: S3Target, store: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with publishing(target):
        monkeypatch.setattr("lanmu.releases.target_lock.owner", lambda: "another")
        monkeypatch.setattr("lanmu.releases.target_lock.key_folder", lambda: tmp_path / "elsewhere" / "keys")
        with pytest.raises(UserError, match=r"另一位同志.*正在往这里发布"), publishing(target):
            pytest.fail("both at once")
    assert store.files == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"user": "another"}, "没有这个 AccessKey ID，请核对 lanmu.toml 里的 user"),
        ({"bucket": "another"}, "没有这个桶，请核对"),
        ({"region": "another"}, r"环境变量 LANMU_PUBLISH_PASSWORD 里的密钥（AccessKey Secret）不对"),
        ({"endpoint": "http://127.0.0.1:1"}, "连不上，或者断了"),
    ],
)
def test_who_is_not_let_in_is_told(changes: dict[str, str], said: str, store: S3) -> None:
    with pytest.raises(UserError, match=rf"对象存储 .*进不去：.*{said}.*什么也没有传"):
        S3Target(settings(store, **changes))


def test_clocks_rights_and_answers_are_reported(target: S3Target, store: S3) -> None:
    store.readers_only = True
    with pytest.raises(PermissionError, match="没有读写这个桶的权限"):
        target.put("a", b"")
    store.ahead = timedelta(hours=1)
    with pytest.raises(UserError, match="时钟和它差得太多"):
        S3Target(settings(store))
    with pytest.raises(PermissionError, match="时钟"):
        target.read("a")
    store.left = 0
    with pytest.raises(ConnectionError, match="连不上，或者断了"):
        target.read("a")


def test_the_secret_is_asked_for_and_remembered_when_it_was_right(store: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: list[tuple[str, ...]] = []
    asked: list[str] = []
    monkeypatch.delenv(credentials.VARIABLE)
    monkeypatch.setattr("keyring.set_password", lambda *given: remembered.append(given))
    with pytest.raises(UserError, match=r"要密钥（AccessKey Secret），这里没有人能输入.*LANMU_PUBLISH_PASSWORD"):
        S3Target(settings(store))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    monkeypatch.setattr("getpass.getpass", lambda question: asked.append(question) or "wrong")
    with pytest.raises(UserError, match="刚才输入的密钥（AccessKey Secret）不对"):
        S3Target(settings(store))
    assert remembered == []
    monkeypatch.setattr("getpass.getpass", lambda _: SECRET)
    S3Target(settings(store))
    account = f"{USER}@{store.address.removeprefix('http://')}"
    assert remembered == [("lanmu", account, SECRET)]
    assert account in asked[0]


def test_a_host_that_begins_with_the_bucket_is_that_of_the_bucket() -> None:
    wanted = {"kind": "s3", "bucket": "zhuanti", "user": "a", "address": "https://a.org/"}
    paths = [
        PublishTarget.model_validate(wanted | {"endpoint": f"https://{host}oss.example.org/"})
        for host in ("", "zhuanti.")
    ]
    styles = [s3.store_of(each, "").config.get("virtual_hosted_style_request") for each in paths]
    assert [str(style).lower() for style in styles] == ["false", "true"]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    folder = tmp_path_factory.mktemp("versions")
    return [release(folder / str(version), version, pages=3) for version in range(3)]


def test_releases_follow_each_other_and_one_is_taken_back(
    target: S3Target, store: S3, versions: list[Release], tmp_path: Path
) -> None:
    target.put("others/index.html", b"somebody's")
    others = {"others/index.html": b"somebody's"}
    layout = InPlace(target, 2, tmp_path / "store")
    for version in versions[:2]:
        layout.publish(version)
        assert store.content() == content(version.folder) | others
    layout.roll_back(versions[0].manifest.id)
    assert store.content() == content(versions[0].folder) | others
    assert [key for key in store.files if ".lanmu-" in key] == []


def test_cut_anywhere_readers_meet_no_broken_page_and_the_next_attempt_completes(
    target: S3Target, store: S3, versions: list[Release], tmp_path: Path
) -> None:
    layout = InPlace(target, 2, tmp_path / "store")
    layout.publish(versions[0])
    chance, cuts = random.Random(24), 0
    for attempt in range(20):
        store.left = chance.randrange(1, 80)
        try:
            layout.publish(versions[1 + attempt % 2])
        except OSError:
            cuts += 1
        store.left = 1_000_000
        seen = tmp_path / "seen" / str(attempt)
        for path, data in store.content().items():
            (seen / path).parent.mkdir(parents=True, exist_ok=True)
            (seen / path).write_bytes(data)
        assert broken_pages(seen) == [], attempt
    assert cuts >= 12
    layout.publish(versions[1])
    assert store.content() == content(versions[1].folder)
    assert [key for key in store.files if ".lanmu-" in key] == []


def test_a_site_is_published_to_a_bucket(
    minimal: Path, store: S3, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file is handed out with its own fields, as the settings for web servers have them."""
    # The readers are on this machine; else such an address is an error.
    monkeypatch.setattr("lanmu.checks.built.spelling.LOCAL_HOST", re.compile("(?!)"))
    review_everything(minimal)
    with (minimal / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(endpoint=store.address))
    given = {"target": None, "dry_run": False, "list": False, "rollback": None, "yes": True, "allow": []}
    assert command(minimal, argparse.Namespace(**given)) == Exit.OK
    output = capsys.readouterr()
    assert f"对象存储 {store.address.removeprefix('http://')} 的桶“zhuanti”" in output.out
    assert "不认" not in output.err
    manifest = Manifest.read(store.files[FILE].data)
    assert manifest.files.keys() | {FILE, SIGNATURE} == store.content().keys()
    lasting = [path for path in store.files if path.startswith(("assets/lanmu.", "assets/pictures/"))]
    assert lasting
    for path, stored in store.files.items():
        kind = TYPES.get(Path(path).suffix, "application/octet-stream")
        caching = headers.lasting("public") if path in lasting else REVALIDATED
        assert stored.fields == {"Content-Type": kind, "Cache-Control": caching}, path
    with urllib.request.urlopen(f"{store.address}/zhuanti/news/2008-10-20-peixun/") as page:
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "各支部开展培训" in page.read().decode()
    files = [SECRET.encode() in file.read_bytes() for file in minimal.rglob("*") if file.is_file()]
    assert not any(files)
    assert command(minimal, argparse.Namespace(**given | {"list": True})) == Exit.OK
    assert f"{manifest.id}  " in capsys.readouterr().out
