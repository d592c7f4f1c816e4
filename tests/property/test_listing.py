"""What is found out about files in fewer steps is what MkDocs and static-i18n find out themselves."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import jinja2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lanmu.build.quick import listing
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

LANGUAGES = ["zh", "en", "zh-Hant"]
DOCS, SITE = str(Path("/project/docs")), str(Path("/project/site"))
# Names as offices give them, and what a path can have in it that must be resolved.
NAMES = st.sampled_from(
    [
        "2008-10-11-gao",
        "泉州工人",
        "index",
        "README",
        "xREADME",
        "a.b",
        "plan",
        "plan.en",
        "index.en",
        "a b",
        "..",
        ".",
        "",
    ]
)
ENDINGS = st.sampled_from(
    [".md", ".en.md", ".zh.md", ".zh-Hant.md", ".fr.md", ".md.md", ".en.en.md", ".png", ".en.png", ".html", ""]
)
PATHS = st.tuples(st.lists(NAMES, min_size=1, max_size=4), ENDINGS).map(lambda found: "/".join(found[0]) + found[1])
BASES = st.sampled_from(
    ["", "https://www.example.org/zhuanti/", "https://www.example.org", "http://h/a/../b/", "https://h/a?b=c", "/a/b"]
)


def outcome(function: Any, *arguments: Any) -> Any:
    """What a call gives back, or what it raises."""
    try:
        return function(*arguments)
    except Exception as error:
        return type(error)


def known(made: Any) -> Any:
    """All that is known of a file, with what its properties say."""
    if not isinstance(made, File):
        return made
    alternates = {language: other is made for language, other in vars(made).get("alternates", {}).items()}
    said = (made.src_path, made.dest_path, made.abs_src_path, made.abs_dest_path, made.url, made.name, made.dest_uri)
    return said, type(made), vars(made) | {"alternates": alternates}


@given(
    path=PATHS,
    current=st.sampled_from(LANGUAGES),
    default=st.sampled_from(LANGUAGES[:2]),
    folders=st.sampled_from([True, False]),
)
@example(path="news/2008-10-11-gao.en.md", current="en", default="zh", folders=True)
@example(path="gao.en.md", current="en", default="zh", folders=True)
@example(path="news/2008-10-11-gao.md", current="zh", default="zh", folders=True)
def test_a_file_in_a_language(path: str, current: str, default: str, folders: bool) -> None:
    config = SimpleNamespace(docs_dir=DOCS, site_dir=SITE, use_directory_urls=folders)
    of_its_own = [File(path, DOCS, SITE, folders) for _ in range(2)]
    ours, theirs = (
        known(outcome(function, file, current, default, LANGUAGES, config))
        for function, file in zip((listing.localized, listing._create_i18n_file), of_its_own, strict=True)
    )
    assert ours == theirs


@given(path=PATHS)
def test_a_files_path(path: str) -> None:
    file, other = (File("a.md", DOCS, SITE, True) for _ in range(2))
    listing.set_src_path(file, path)
    listing._src_path.fset(other, path)
    assert vars(file) == vars(other)


@given(path=PATHS, base=BASES)
def test_a_pages_address(path: str, base: str) -> None:
    found = []
    for set_url in (listing.set_canonical_url, listing._set_canonical_url):
        page = cast(Any, Page.__new__(Page))
        page.file = File(path, DOCS, SITE, True)
        raised = outcome(set_url, page, base)
        found.append((raised, getattr(page, "canonical_url", ""), getattr(page, "abs_url", "")))
    assert found[0] == found[1]


@given(path=PATHS, folder=st.sampled_from([DOCS, f"{DOCS}/", "docs", "/project/doc", "", "."]), inside=st.booleans())
def test_what_lies_below_a_folder(path: str, folder: str, inside: bool) -> None:
    path = f"{folder}/{path}" if inside else path
    assert listing.is_below(path, folder) == listing._is_relative_to(path, folder)


def test_files_of_a_theme(tmp_path: Path) -> None:
    for name in ("one/a.css", "one/b/c.js", "one/.icons/d.svg", "one/b/.e/f.js", "one/.g", "two/a.css", "two/h/i.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    folders = [str(tmp_path / "one"), str(tmp_path / "two")]
    theme = SimpleNamespace(dirs=folders, static_templates={"404.html"})
    config = cast(MkDocsConfig, SimpleNamespace(theme=theme, site_dir=SITE, use_directory_urls=True))
    found = []
    for add in (listing.add_files_from_theme, listing._add_files_from_theme):
        files, env = Files([]), jinja2.Environment(loader=jinja2.FileSystemLoader(folders))
        add(files, env, config)
        found.append([(file.src_uri, file.src_dir) for file in files])
    assert found[0] == found[1]
    assert [path for path, _ in found[0]] == ["a.css", "b/c.js", "h/i.css"]


@pytest.mark.parametrize("path", ["news/2008-10-11-gao.md", "news/2008-10-11-gao.en.md"])
def test_an_articles_file_is_taken_the_short_way(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_create_i18n_file", lambda *_: pytest.fail("taken their way"))
    config = cast(MkDocsConfig, SimpleNamespace(docs_dir=DOCS, site_dir=SITE, use_directory_urls=True))
    made = listing.localized(File(path, DOCS, SITE, True), "en", "zh", LANGUAGES, config)
    assert made.dest_uri == "en/news/2008-10-11-gao/index.html"
