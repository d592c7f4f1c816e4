"""The encodings in which texts come: UTF-8, UTF-16 with a byte order mark, GB18030."""

from __future__ import annotations

import codecs

UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, *, may_be_cut: bool = False) -> tuple[str, str] | None:
    """The text, without a byte order mark, and its encoding; None when it is in another encoding.

    With `may_be_cut`, the data are the beginning of a file and may end within a character.
    """
    for encoding in ("utf-16",) if data.startswith(UTF16_BOMS) else ("utf-8-sig", "gb18030"):
        for cut in range(4 if may_be_cut else 1):
            try:
                return data[: len(data) - cut].decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return None
