"""Imports a text file: an official document whose every character is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.days import is_partial, parse_day
from lanmu.intake.markdown_text import escape, to_markdown
from lanmu.intake.official import LineKind, OfficialDocument, recognise
from lanmu.intake.options import ImportOptions
from lanmu.intake.report import PARTS_OF_DOCUMENTS, Draft, Report, fitting_title, is_long, parts_of, title_too_long
from lanmu.intake.word.model import Remark
from lanmu.untrusted.encodings import UTF16_BOMS, decode
from lanmu.untrusted.text_limits import MOST_BYTES, refuse_excess

SUFFIXES = (".txt", ".md")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
HAN = re.compile("[\u3400-\u9fff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")
ACTIVE_HTML = re.compile(r"<\s*(script|iframe|object|embed|style|form)\b|\son\w+\s*=|javascript:", re.IGNORECASE)


def read(path: Path) -> str:
    """The file's text with its byte order mark removed and nothing else changed.

    UTF-8 and GB18030 are recognised, UTF-16 by its byte order mark. Raises UserError for anything that is not such a text.
    """
    data = read_bytes(path)
    if not data.startswith(UTF16_BOMS) and (b"\x00" in data or data.startswith(BINARY)):
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
    """The file's bytes. Raises UserError for a wrong suffix, a folder, or too large a file."""
    try:
        if path.is_dir():
            raise UserError(f"{path} 是文件夹。请写出其中一个 .txt 或 .md 文件。")
        if path.suffix.lower() not in SUFFIXES and path.exists():
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


def article_of(text: str, source: Path, options: ImportOptions) -> Draft:
    """The article that the `text` of `source` becomes. Raises UserError for what is no such document."""
    is_markdown = source.suffix.lower() == ".md"
    if is_markdown:
        document, body = from_markdown(text, source)
    else:
        document = recognise(text)
        body = to_markdown(document)
    fields, notes = fields_of(document, options), list(remarks(document, text, is_markdown=is_markdown))
    if is_long(document.title) and not options.title:
        fields |= {"title": fitting_title(document.title), "draft": True}
        notes.append(title_too_long(document.title))
    return Draft(fields, f"\n{body}", Report(tuple(notes)))


def from_markdown(text: str, source: Path) -> tuple[OfficialDocument, str]:
    """A Markdown document and its text, which is unchanged but for the `#` title, which becomes the document's title."""
    if text.startswith("---"):
        raise UserError(f"{source.name} 已经有稿件信息（开头的 ---）。它就是一篇稿件，请直接放进 docs 下的栏目文件夹。")
    if script := ACTIVE_HTML.search(text):
        line = text.count("\n", 0, script.start()) + 1
        raise UserError(f"{source.name} 第 {line} 行有网页脚本（{script[0].strip()}），不能导入。请删去后再试。")
    refuse_excess(text)
    document = recognise(re.sub(r"^#{1,6} +", "", text, flags=re.MULTILINE))
    lines = text.lstrip("\n").split("\n")
    if lines[0].startswith("# "):
        lines[:1] = [f"{escape(lines[0][2:])}\n{{: .doc-title }}", ""]
    return document, "\n".join(lines).rstrip("\n") + "\n"


def fields_of(document: OfficialDocument, options: ImportOptions) -> dict[str, Any]:
    """The article's front matter: `date` is now, `document_date` the date of the document."""
    name = options.title or document.title
    fields: dict[str, Any] = {"title": name, "date": options.now.strftime("%Y-%m-%d %H:%M")}
    if document.day:
        fields["document_date"] = document.day
    bulletin = document.bulletin
    issuer = document.issuer or (bulletin.office if bulletin else "")
    genres = options.genres
    genre = (genres.bulletin if bulletin else genres.document) or genres.usual(options.column)
    fields |= {"genre": options.genre or genre.name, "source": issuer or "（请填写发文单位）"}
    if bulletin and bulletin.issue:
        fields["issue"] = bulletin.issue
    fields["summary"] = f"{name[:80]}：正式文本，照原文逐字录入。"
    if tags := [*document.index_terms, *([bulletin.name] if bulletin and bulletin.name else [])]:
        fields["tags"] = tags
    if options.column.kind == "reference":
        fields["order"] = 1
    return fields | {"verbatim": True}


def remarks(document: OfficialDocument, text: str, *, is_markdown: bool) -> Iterator[Remark]:
    """Remarks on what was recognised, for the editor to compare with the paper."""
    yield from (Remark("taken", line) for line in parts_of(document))
    counts = Counter(line.kind for line in document.lines)
    counted = [
        f"{kind.value} {counts[kind]} 处" for kind in LineKind if kind not in PARTS_OF_DOCUMENTS and counts[kind]
    ]
    yield from (Remark("taken", "，".join(counted)),) if counted else ()
    characters = len(re.sub(r"\s", "", text))
    verdict = "正文照 Markdown 原样移入" if is_markdown else "逐字核对无缺"
    yield Remark("taken", f"原文 {characters} 个字符，{verdict}。")
    if uncertain := [text for text in document.days_written if is_partial(text)]:
        yield Remark("look", f"日期没有写全年月日，或者不止是日期，没有写进稿件信息，请核对：{'；'.join(uncertain)}")
    impossible = [text for text in document.days_written if parse_day(text) is None and text not in uncertain]
    if impossible:
        yield Remark("look", f"日历上没有这一天，请核对原文：{'；'.join(impossible)}")
    expected = {
        LineKind.SIGNATURE: document.issuer or document.masthead,
        LineKind.DATE: counts[LineKind.DATE] or document.day,
    }
    if missing := [kind.value for kind, is_there in expected.items() if not is_there]:
        yield Remark("look", f"没有认出：{'、'.join(missing)}。导入后请打开文件补上 source 和 document_date。")
