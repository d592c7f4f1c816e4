"""Reads a plain text file that somebody hands in, and refuses what is no text."""

from __future__ import annotations

import re
from pathlib import Path

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.untrusted.encodings import UTF16_MARKS, decode
from lanmu.untrusted.limits import MOST_BYTES

KINDS = (".txt", ".md")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
HAN = re.compile("[\u3400-\u9fff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")


def read(path: Path) -> str:
    """The file's text with its byte order mark removed and nothing else changed.

    UTF-8 and GB18030 are recognised, UTF-16 by its byte order mark. Raises UserError for anything that is not such a text.
    """
    data = read_bytes(path)
    if not data.startswith(UTF16_MARKS) and (b"\x00" in data or data.startswith(BINARY)):
        raise UserError(f"{path.name} 不是文本文件（可能是改了后缀的 Word、PDF 或图片）。请另存为“纯文本”后再导入。")
    decoded = decode(data)
    if decoded is None or (decoded[1] == "gb18030" and not looks_simplified(decoded[0])):
        raise UserError(
            f"{path.name} 的编码认不出来（不是 UTF-8 也不是 GB18030）。请用记事本打开，确认文字正常，另存为 UTF-8。"
        )
    text = decoded[0]
    if CONTROL.search(text):
        raise UserError(f"{path} 里有控制字符，不是纯文本文件。请在原来的程序里另存为“纯文本”。")
    if not text.strip():
        raise UserError(f"{path} 里没有文字。请检查是不是选错了文件。")
    return text


def read_bytes(path: Path) -> bytes:
    """The file's bytes, once name, kind and size have been looked at."""
    try:
        if path.is_dir():
            raise UserError(f"{path} 是文件夹。请写出其中一个 .txt 或 .md 文件。")
        if path.suffix.lower() not in KINDS and path.exists():
            raise UserError(
                f"{path.name} 不是 .txt 或 .md 文件。请在 Word 或 WPS 里“另存为”纯文本（*.txt），编码选 UTF-8。"
            )
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(
                f"{path.name} 有 {size / 1_000_000:.1f} MB，超过 {MOST_BYTES // 1_000_000} MB，不像一份公文。"
                "请检查是不是选错了文件。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"找不到文件 {path}。请检查文件名和所在文件夹。") from None
    except OSError as error:
        raise UserError(f"读不了 {path}（{refusal(error)}）。请检查文件名和权限，或先关掉正在使用它的程序。") from None


def looks_simplified(text: str) -> bool:
    """True when Chinese characters are mostly among the 6,763 common ones of GB/T 2312; other encodings read as GB18030
    are not."""
    if PRIVATE.search(text):
        return False
    characters = HAN.findall(text)
    common = sum(bool(character.encode("gb2312", "ignore")) for character in characters)
    return bool(characters) and common >= 0.9 * len(characters)
