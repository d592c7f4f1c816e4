"""Whatever somebody types for a title: a clear refusal, or a file with a name that every system takes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import SITES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lanmu.content.article import Article
from lanmu.content.consistency import PART_OF_PATH
from lanmu.content.loading import read_docs
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import in_yaml
from lanmu.intake.new_article import BLANK, fill
from lanmu.intake.new_file import LONGEST
from support.new_articles import write_article

WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
TITLES = st.one_of(
    st.text(max_size=90),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=80),
    st.lists(
        st.sampled_from(["con", "COM1", "2008", "《", "》", "-", ".", " ", "通知", "１", "é", "⟨day⟩", "# ", ": "])
    )
    .map("".join)
    .filter(lambda text: len(text) <= 80),
)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("names") / "docs"
    shutil.copytree(SITES / "minimal", target)
    return target


def options(genre: str, title: str) -> dict[str, str | None]:
    """Options that leave only the title open."""
    common = {"date": "2008-11-05", "phase": "不写", "output": "不写"}
    return {"genre": genre, "title": title, "source": "某处", **common}


@settings(max_examples=80, deadline=None)
@given(TITLES, st.sampled_from(["动态", "文件"]))
@example("2008", "文件")
@example("con", "文件")
@example("《》", "动态")
@example("a\u2028b \ufeff", "动态")
@example("\U000e0001字", "动态")
def test_a_title_gives_a_name_or_a_sentence(docs: Path, title: str, genre: str) -> None:
    refused, paths = "", []
    try:
        paths = [write_article(docs, options(genre, title)) for _ in range(2)]
    except UserError as error:
        refused = str(error)
    if refused:
        assert re.fullmatch(r"--title：\S.*。", refused)
        return
    try:
        names = [path.name for path in paths]
        assert len({name.lower() for name in names}) == 2
        for name in names:
            slug = re.sub(r"^2008-11-05-", "", name).removesuffix(".md")
            assert PART_OF_PATH.fullmatch(name)
            assert len(slug) <= LONGEST
            assert not WINDOWS.fullmatch(name)
        reading = read_docs(docs)
        assert reading.problems == ()
        assert reading.site is not None
        article = reading.site.by_path[paths[1].relative_to(docs).as_posix()]
        assert isinstance(article, Article)
        assert article.title == " ".join(title.split())
    finally:
        for path in paths:
            path.unlink()


@given(st.text(), st.text())
def test_what_fills_a_blank_is_never_looked_at_again(title: str, day: str) -> None:
    assert fill("a⟨title⟩b⟨day⟩c", {"title": title, "day": day}) == f"a{title}b{day}c"
    assert BLANK.findall("a⟨title⟩b⟨day⟩c") == ["title", "day"]
    assert "\n" not in in_yaml(" ".join(title.split()))
