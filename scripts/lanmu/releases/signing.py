"""Signatures of manifests (Ed25519, RFC 8032). Whoever has the public half of the project's key can prove that a manifest is
the office's."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from lanmu.content.validation import Model
from lanmu.diagnostics.errors import UserError
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.storage.signing_keys import public_half


class Signature(Model):
    """The file beside a manifest: the public key, and the signature of the manifest's bytes, both in base64."""

    key: Annotated[str, Field(min_length=1)]
    signature: Annotated[str, Field(min_length=1)]


def sign(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """The file beside a manifest whose bytes are `data`."""
    signature = Signature(key=public_half(key), signature=base64.b64encode(key.sign(data)).decode())
    return (signature.model_dump_json() + "\n").encode()


def write_signed(folder: Path, manifest: Manifest, key: Ed25519PrivateKey) -> None:
    """Writes a manifest and its signature into the folder that it lists. Raises OSError."""
    data = manifest.to_bytes()
    (folder / FILE).write_bytes(data)
    (folder / SIGNATURE).write_bytes(sign(data, key))


def signer(data: bytes, signature: bytes) -> str:
    """The public key by which a manifest's bytes were signed. Raises UserError when the signature is not one of them."""
    try:
        parsed = Signature.model_validate_json(signature)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(parsed.key, validate=True))
        key.verify(base64.b64decode(parsed.signature, validate=True), data)
    except (ValidationError, binascii.Error, ValueError, InvalidSignature):
        raise UserError(
            f"{FILE} 和它的签名 {SIGNATURE} 对不上：其中一个在发布以后被改过，或者没有传完。请查清楚，再重新发布一次。"
        ) from None
    return parsed.key


def require_signer(data: bytes, signature: bytes, public_key: str) -> None:
    """Raises UserError unless a manifest's bytes were signed by the key with this public half."""
    if (actual_key := signer(data, signature)) != public_key:
        raise UserError(
            f"{FILE} 是用另一把密钥签的（公钥 {actual_key}，应当是 {public_key}）。不是本单位换了密钥的，网站可能被人换过："
            "请查清楚；是本单位换的，把新的公钥写进 lanmu.toml 的 [publish] public_key。"
        )
