"""Keys by which a project's releases and archives are signed (Ed25519, RFC 8032): one a project, made on first use and kept
out of the project.

The public half is written down in lanmu.toml and on paper. A second computer that publishes needs a copy of the key's file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path

import platformdirs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.authentication import is_private, made_secret

ENDING = ".key"


def key_folder() -> Path:
    """Where the private keys of this user lie."""
    return platformdirs.user_data_path("lanmu", appauthor=False) / "signing"


def key_file(root: Path) -> Path:
    """Where the private key of the project in `root` lies, if it was made here."""
    return key_folder() / (
        hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16] + ENDING
    )


def project_key(root: Path, public_key: str = "") -> Ed25519PrivateKey:
    """The key of the project in `root`, made when there is none. Where lanmu.toml names a `public_key`, the key to it,
    wherever this user's project lay before.

    Raises UserError when this user has not the key that is named, or none can be kept.
    """
    folder = key_folder()
    if public_key:
        for file in sorted(folder.glob(f"*{ENDING}")):
            if is_private(file):
                key = Ed25519PrivateKey.from_private_bytes(file.read_bytes())
                if public_half(key) == public_key:
                    return key
        raise UserError(
            f"这台电脑上没有本项目的签名密钥（lanmu.toml 的 [publish] public_key 是 {public_key}）。"
            f"请从第一次发布的那台电脑，把它的“用户数据文件夹/lanmu/signing/”里的 {ENDING} 文件拷到这台电脑的 {folder}，"
            "只让自己能读；密钥丢了的，删去 public_key 这一行，再发布、再存档就换成新的，新的公钥要重新登记。"
        )
    file = key_file(root)
    if file.exists() and not is_private(file):
        raise UserError(
            f"签名密钥 {file} 别人也能读，或者不完整，没有用它签名，什么也没有做。没有别人看过的，改成只有自己能读（chmod 600）再试；"
            "可能泄露了的，把它移走，再发布、再存档就换成新的，新的公钥要重新登记。"
        )
    try:
        return Ed25519PrivateKey.from_private_bytes(made_secret(file))
    except OSError as error:
        raise UserError(
            f"签名密钥放不进 {folder}（{refusal(error)}），什么也没有做。请检查这个文件夹的权限和磁盘空间。"
        ) from None


def public_half(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as people write it down."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def known_public_key(root: Path, public_key: str = "") -> str:
    """The public half of the project's key, without making one: what lanmu.toml names as `public_key`, else that of this
    user's key; empty where there is none yet."""
    file = key_file(root)
    if public_key or not is_private(file):
        return public_key
    return public_half(Ed25519PrivateKey.from_private_bytes(file.read_bytes()))


def fingerprint(public_key: str) -> str:
    """A public key in short, for reading it out and comparing by eye: the first 64 bits of its SHA-256, in four groups. Empty
    for what is no key."""
    try:
        digest = hashlib.sha256(base64.b64decode(public_key, validate=True)).hexdigest()
    except (binascii.Error, ValueError):
        return ""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
