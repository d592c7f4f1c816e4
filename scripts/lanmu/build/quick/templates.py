"""Compiled templates, shared by all builds of one process. They are code, so none are kept in a file that others could
write; to compile them anew in each process takes less than a twentieth of a build of 1,000 articles."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

COMPILED: dict[tuple[str, str], CodeType] = {}
"""By name and language, and what Jinja takes for the state of the source."""


class Compiled(BytecodeCache):
    """`language` tells those apart that were compiled with the words of another language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Tells templates apart, of several projects too."""
        return f"{self.language} {name} {filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives Jinja what was compiled of the same source."""
        bucket.code = COMPILED.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        if bucket.code:
            COMPILED[bucket.key, bucket.checksum] = bucket.code
