"""What a browser sends: files come into temporary files without a name, which are gone with the request, however it ends."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from werkzeug.wrappers import Request

from lanmu.diagnostics.errors import refusal
from lanmu.intake.word.guard import LARGEST

IN_MEMORY = 512 * 1024
"""Bytes of a file that are kept in memory."""


class Upload(SpooledTemporaryFile[bytes]):
    """A file that is being sent. What cannot be kept is read and dropped, so that the others beside it are taken and the
    browser gets an answer: `size` counts all bytes, `fault` says why there was no room for them."""

    def __init__(self) -> None:
        super().__init__(IN_MEMORY)
        self.size = 0
        self.fault = ""

    def write(self, data: Any, /) -> int:
        """Keeps up to LARGEST bytes."""
        self.size += len(data)
        if self.size <= LARGEST and not self.fault:
            try:
                super().write(data)
            except OSError as error:
                self.fault = refusal(error)
        return len(data)

    @property
    def is_too_large(self) -> bool:
        """True when it has more than LARGEST bytes, and so is not whole."""
        return self.size > LARGEST


class DeskRequest(Request):
    """A request to the desk, whose files are `Upload`s."""

    def _get_file_stream(self, *_facts: Any, **_more: Any) -> IO[bytes]:
        return cast(IO[bytes], Upload())
