"""The official text goes in by one command and comes out as a page with not a character lost."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lanmu.build.site import build
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from support.commands import run_here

OWN = """ 某某市示例工会关于印发《示例学习方案》的通知

各支部、机关各部室：

    《示例学习方案》已经会议通过,现印发给你们。

某某市示例工会

二〇〇八年十月十日

主题词：工会  学习   方案 通知
抄送：上级办公室，存档（2）
示例学习方案

一、为什么学
　　要学懂弄通*重点*、_难点_和 `代码`，还有 <b>不是标签</b> &amp; [不是链接](x)。
（一）坚持原则。正文接在后面,半角逗号照旧。
1、第一项。内容 1.5 倍；
2.  第二项
# 井号开头
- 短横开头
| 竖线 | 表格 |
> 大于号开头
***
{: .class }
: 冒号开头
[^1]: 像脚注
!!! note
二、怎么学
结尾有空格  \t
"""


def run_import(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here(project, "import_document.py", *arguments)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def article_text(page: Path) -> str:
    """Text of the page's one article element, white space removed."""
    articles = HTMLParser(page.read_text(encoding="utf-8")).css("article")
    assert len(articles) == 1
    return squeeze(articles[0].text())


def imported_page(project: Path, source: Path) -> Path:
    """Imports `source` into the column plan, builds, and returns the page."""
    result = run_import(project, str(source), "--column", "plan", "--slug", "official")
    assert result.returncode == 0, result.stdout + result.stderr
    build(project, project / "site")
    return project / "site" / "plan" / "official" / "index.html"


def test_our_own_document_comes_out_whole(minimal: Path, tmp_path: Path) -> None:
    source = tmp_path / "方案.txt"
    source.write_bytes(OWN.encode("gb18030"))
    page = imported_page(minimal, source)
    assert squeeze(OWN) in article_text(page)


def test_what_was_recognised_is_printed(minimal: Path, tmp_path: Path) -> None:
    source = tmp_path / "方案.txt"
    source.write_text(OWN, encoding="utf-8")
    result = run_import(minimal, str(source), "--column", "plan", "--dry-run")
    assert result.returncode == 0
    for words in (
        "主送：各支部",
        "落款：某某市示例工会",
        "日期：二〇〇八年十月十日",
        "主题词：工会",
        "抄送：上级办公室",
    ):
        assert words in result.stdout
    assert not list((minimal / "docs" / "plan").glob("*shi-li*"))


def test_an_existing_article_is_not_overwritten(minimal: Path, tmp_path: Path) -> None:
    source = tmp_path / "方案.txt"
    source.write_text(OWN, encoding="utf-8")
    points = minimal / "docs" / "plan" / "points.md"
    before = points.read_bytes()
    result = run_import(minimal, str(source), "--column", "plan", "--slug", "points")
    assert result.returncode == 2
    assert "已经存在，没有覆盖" in result.stderr
    assert points.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "没有文字"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "不是文本文件"),
        ("a.txt", b"PK\x03\x04\x14\x00\x06\x00", "不是文本文件"),
        ("a.txt", "這是一份繁體中文的測試檔案，請確認編碼。".encode("big5"), "编码认不出来"),
        ("a.txt", "秘密★1年\n关于学习的通知\n".encode(), "标有密级"),
        ("a.docx", b"PK\x03\x04", "后半部分没有复制或下载下来"),
        ("a.xlsx", b"PK\x03\x04", "不是 .docx 文件"),
        ("a.md", "# 通知\n\n<script>alert(1)</script>\n".encode(), "第 3 行有网页脚本"),
        ("a.md", "---\ntitle: 已是稿件\n---\n".encode(), "已经有稿件信息"),
    ],
)
def test_bad_input_gets_a_sentence_and_leaves_nothing(
    minimal: Path, tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    assert_refused(minimal, tmp_path / name, data, sentence)


def test_a_text_that_is_too_large_gets_a_sentence_and_leaves_nothing(minimal: Path, tmp_path: Path) -> None:
    assert_refused(minimal, tmp_path / "a.txt", "字".encode() * 17_000_000, "超过 1 MB")


def assert_refused(minimal: Path, source: Path, data: bytes, sentence: str) -> None:
    """The import of a file with this data ends with this sentence, and nothing is written."""
    source.write_bytes(data)
    before = sorted((minimal / "docs").rglob("*"))
    result = run_import(minimal, str(source), "--column", "plan")
    assert result.returncode in (1, 2)
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted((minimal / "docs").rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.txt", "--column", "plan"], "找不到文件"),
        (["docs", "--column", "plan"], "是文件夹"),
        (["lanmu.toml", "--column", "plans"], "没有栏目「plans」。是不是 plan？"),
    ],
)
def test_wrong_arguments_get_a_sentence(minimal: Path, arguments: list[str], sentence: str) -> None:
    result = run_import(minimal, *arguments)
    assert result.returncode == 2
    assert sentence in result.stderr


def test_markdown_is_taken_over_as_it_stands(minimal: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("# 示例方案\n\n## 一、目的\n\n学好**重点**。\n\n1. 甲\n2. 乙\n", encoding="utf-8")
    text = article_text(imported_page(minimal, source))
    assert "示例方案一、目的学好重点。甲乙" in text
