"""Compiled templates, kept from one build to the next and shared by the copies: to compile them takes half a second."""

from __future__ import annotations

from contextlib import suppress
from importlib import metadata
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from lanmu.content.fingerprint import digest
from lanmu.errors import UserError
from lanmu.files import write_bytes


class Compiled(BytecodeCache):
    """Templates below `folder`. `language` tells those apart that were compiled with the words of another language."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.language = language

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja hands it over)
        """A name for the file of a template: the same wherever the project lies."""
        return digest(f"{metadata.version('Jinja2')} {self.language} {name}".encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads a template; one that is damaged is compiled again. (Jinja looks whether its source is the same.)"""
        with suppress(OSError):
            mark, _, code = (self.folder / bucket.key).read_bytes().partition(b"\n")
            if mark == digest(code).encode():
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template; where nothing can be written, it is compiled again next time."""
        code = bucket.bytecode_to_string()
        with suppress(UserError):
            write_bytes(self.folder / bucket.key, digest(code).encode() + b"\n" + code)
