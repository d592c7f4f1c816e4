"""The list of a release and its signature: what is taken for one, and what is not."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest, ManifestArticle, describe, moment_after
from lanmu.releases.signing import require_signer, sign, signer
from lanmu.storage.signing_keys import fingerprint, key_folder, known_public_key, project_key, public_half

MOMENT = datetime(2008, 12, 10, 9, 30, tzinfo=UTC)


def sample(folder: Path) -> Manifest:
    (folder / "news").mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_bytes(b"abc")
    (folder / "news" / "方案 一.pdf").write_bytes(b"")
    for name in (FILE, SIGNATURE):
        (folder / name).write_bytes(b"of the last release")
    article = ManifestArticle(address="news/x/", title="题目", language="zh", file="news/x.md")
    return describe(
        folder,
        created=MOMENT,
        edition="public",
        address="https://www.example.org/",
        source="sha256:0",
        tool="1",
        articles=[article],
    )


def test_it_lists_every_file_but_itself(tmp_path: Path) -> None:
    manifest = sample(tmp_path)
    assert set(manifest.files) == {"index.html", "news/方案 一.pdf"}
    assert manifest.files["index.html"].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (manifest.files["index.html"].size, manifest.size) == (3, 3)
    assert manifest.id.startswith("20081210-093000-")
    data = manifest.to_bytes()
    assert data.endswith(b"}\n")
    assert list(json.loads(data)) == sorted(json.loads(data))
    assert Manifest.read(data) == manifest
    assert str(tmp_path) not in data.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"format": 1', '"format": 2'),
        ('"index.html"', '"../index.html"'),
        ('"index.html"', '"/index.html"'),
        ('"index.html"', '"a//index.html"'),
        ('"index.html"', '"a\\\\..\\\\index.html"'),
        ('"size": 3', '"size": -1'),
        ('"sha256": "ba', '"sha256": "zz'),
        ('"edition": "public"', '"edition": "secret"'),
        ('"tool"', '"author"'),
        ("{", ""),
    ],
)
def test_what_is_no_manifest_is_refused(old: str, new: str, tmp_path: Path) -> None:
    text = sample(tmp_path).to_bytes().decode()
    assert old in text
    with pytest.raises(UserError, match=r"manifest\.json 读不懂"):
        Manifest.read(text.replace(old, new, 1).encode())


def test_releases_stand_in_their_order_whatever_the_clock_says(tmp_path: Path) -> None:
    last = sample(tmp_path)
    assert moment_after(MOMENT + timedelta(hours=1), last) == MOMENT + timedelta(hours=1)
    assert moment_after(MOMENT - timedelta(hours=1), last) == MOMENT + timedelta(seconds=1)
    assert moment_after(MOMENT, None) == MOMENT


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "own" / "lanmu")
    return tmp_path / "own" / "lanmu" / "signing"


def test_the_key_of_a_project_is_made_once_and_for_its_owner(own_keys: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    key = project_key(project)
    assert public_half(project_key(project)) == public_half(key) != public_half(project_key(tmp_path / "other"))
    assert key_folder() == own_keys
    assert public_half(project_key(tmp_path / "moved", public_half(key))) == public_half(key)
    file = next(file for file in own_keys.glob("*.key") if file.read_bytes() == key.private_bytes_raw())
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
        with pytest.raises(UserError, match="别人也能读"):
            project_key(project)
        assert file.read_bytes() == key.private_bytes_raw()


def test_the_public_key_is_known_without_making_one(own_keys: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert known_public_key(project) == ""
    assert not own_keys.exists()
    key = public_half(project_key(project))
    assert known_public_key(project) == key
    assert known_public_key(project, "another") == "another"
    # echo -n KEY | base64 -d | sha256sum | cut -c -16
    assert fingerprint("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=") == "21fe 31df a154 a261"
    assert fingerprint("abc") == ""


def test_who_has_not_the_named_key_is_told(own_keys: Path, tmp_path: Path) -> None:
    named = public_half(project_key(tmp_path / "first"))
    for file in own_keys.glob("*.key"):
        file.unlink()
    with pytest.raises(UserError, match=r"没有本项目的签名密钥.*拷到这台电脑"):
        project_key(tmp_path / "first", named)


def test_a_changed_manifest_or_signature_is_noticed(own_keys: Path, tmp_path: Path) -> None:
    key, other = project_key(tmp_path / "a"), project_key(tmp_path / "b")
    data = sample(tmp_path / "site").to_bytes()
    signature = sign(data, key)
    assert signer(data, signature) == public_half(key)
    require_signer(data, signature, public_half(key))
    with pytest.raises(UserError, match="另一把密钥"):
        require_signer(data, sign(data, other), public_half(key))
    for changed, beside in (
        (data.replace(b"abc", b"abd") + b" ", signature),
        (data, signature.replace(signature[-20:-10], b"AAAAAAAAAA")),
        (data, signature.replace(public_half(key).encode(), public_half(other).encode())),
        (data, b"{}"),
        (data, b"\xff"),
        (data, signature.replace(b"=", b"")),
    ):
        with pytest.raises(UserError, match="对不上"):
            signer(changed, beside)
