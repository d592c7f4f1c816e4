"""Which article an address of the desk names: none that lies elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.desk.paths import article_path
from lanmu.diagnostics.errors import UserError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    for name in ("docs/news/一篇.md", "docs/columns.yml", "lanmu.toml", "outside.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "docs" / "folder.md").mkdir()
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "outside.md")
    return tmp_path


def test_an_article_is_named_by_its_path_below_docs(root: Path) -> None:
    assert article_path(root, "news/一篇.md") == "news/一篇.md"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "/",
            "news/",
            "news/other.md",
            "columns.yml",
            "folder.md",
            "link.md",
            "../outside.md",
            "news/../../outside.md",
        ),
        *("/news/一篇.md", "news//一篇.md", "news/./一篇.md", "news\\一篇.md", "%2e%2e/outside.md", "C:/outside.md"),
        *("news/一篇.md\0", "news/一篇.md ", "NUL.md", "x" * 2000 + ".md", "\ud800.md"),
    ],
)
def test_nothing_else_is_named(root: Path, text: str) -> None:
    with pytest.raises(UserError, match="没有这一篇"):
        article_path(root, text)
