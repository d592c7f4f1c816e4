"""Signatures of manifests (Ed25519, RFC 8032): one key a project, made on first use and kept out of the project.

Whoever has the public half can prove that a manifest is the office's; it is written down in lanmu.toml and on paper. A
second computer that publishes needs a copy of the key's file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from typing import Annotated

import platformdirs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from lanmu.content.validation import Model
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.releases.manifest import FILE, SIGNATURE
from lanmu.storage.authentication import is_private, made_secret

ENDING = ".key"


class Signature(Model):
    """The file beside a manifest: the public key, and the signature of the manifest's bytes, both in base64."""

    key: Annotated[str, Field(min_length=1)]
    signature: Annotated[str, Field(min_length=1)]


def key_folder() -> Path:
    """Where the private keys of this user lie."""
    return platformdirs.user_data_path("lanmu", appauthor=False) / "signing"


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
            "只让自己能读；密钥丢了的，删去 public_key 这一行，再发布就换成新的，新的公钥要重新登记。"
        )
    file = folder / (hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16] + ENDING)
    if file.exists() and not is_private(file):
        raise UserError(
            f"签名密钥 {file} 别人也能读，或者不完整，没有发布。没有别人看过的，改成只有自己能读（chmod 600）再试；"
            "可能泄露了的，把它移走，再发布就换成新的，新的公钥要重新登记。"
        )
    try:
        return Ed25519PrivateKey.from_private_bytes(made_secret(file))
    except OSError as error:
        raise UserError(
            f"签名密钥放不进 {folder}（{refusal(error)}），没有发布。请检查这个文件夹的权限和磁盘空间。"
        ) from None


def public_half(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as people write it down."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """The file beside a manifest whose bytes are `data`."""
    signature = Signature(key=public_half(key), signature=base64.b64encode(key.sign(data)).decode())
    return (signature.model_dump_json() + "\n").encode()


def signer(data: bytes, signature: bytes) -> str:
    """The public key by which a manifest's bytes were signed. Raises UserError when the signature is not one of them."""
    try:
        given = Signature.model_validate_json(signature)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(given.key, validate=True))
        key.verify(base64.b64decode(given.signature, validate=True), data)
    except (ValidationError, binascii.Error, ValueError, InvalidSignature):
        raise UserError(
            f"{FILE} 和它的签名 {SIGNATURE} 对不上：其中一个在发布以后被改过，或者没有传完。请查清楚，再重新发布一次。"
        ) from None
    return given.key


def require_signer(data: bytes, signature: bytes, public_key: str) -> None:
    """Raises UserError unless a manifest's bytes were signed by the key with this public half."""
    if (other := signer(data, signature)) != public_key:
        raise UserError(
            f"{FILE} 是用另一把密钥签的（公钥 {other}，应当是 {public_key}）。不是本单位换了密钥的，网站可能被人换过："
            "请查清楚；是本单位换的，把新的公钥写进 lanmu.toml 的 [publish] public_key。"
        )
