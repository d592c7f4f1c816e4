"""Translations have reviews of their own: without them a production build leaves the translation out, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WHOLE
from lanmu.build.gate import ask
from lanmu.build.site import Summary, build
from lanmu.checks.engine.project import read_project
from lanmu.content import settings as config
from lanmu.content.loading import read_docs
from lanmu.content.publication import Readiness
from lanmu.content.review import changed, text_hash
from lanmu.content.translation import Translation, source_path
from lanmu.diagnostics.errors import UserError
from lanmu.intake.review import shown, sign
from lanmu.intake.review_form import form, write_form
from lanmu.intake.translating import begin, catch_up, why_outdated
from lanmu.preview.bar.sources import source_at
from lanmu.preview.bar.view import View
from support.builders import HOST, NEWS, edited
from support.reviewing import PEOPLE, open_article, review

Write = Callable[[str, str], Path]
ENGLISH = NEWS.replace(".md", ".en.md")
BY_HAND = NEWS.replace(".md", ".zh-Hant.md")
TEXT = """---
title: {title}
summary: {title}.
source_hash: {hash}
---

{body}
"""


def translation_of(project: Path, path: str) -> Translation:
    return next(text for text in read_docs(project / "docs").translations if text.path == path)


@pytest.fixture
def translated(minimal: Path, write: Write) -> Path:
    """The project with the article of the news in English and in Traditional by hand, none of them reviewed."""
    for name in ("campaign", "columns"):
        write(f"{name}.en.yml", (minimal / "docs" / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("index", "plan/index"):
        write(f"{name}.en.md", "---\ntitle: A page\nsummary: What it is about.\n---\n\nA page.\n")
    for path, title, body in ((ENGLISH, "Branch training", "We met."), (BY_HAND, "各支部開展培訓", "親筆寫的正文。")):
        text = write(path, TEXT.format(title=title, hash="''", body=body))
        wanted = translation_of(minimal, path).wanted_hash
        text.write_text(TEXT.format(title=title, hash=wanted, body=body), encoding="utf-8")
    return minimal


def publish(project: Path) -> Summary:
    return build(project, project / "site", production=True, site_url=HOST)


def holding(project: Path, words: str) -> set[str]:
    """The files of the site in which the words stand."""
    site = project / "site"
    texts = (path for path in site.rglob("*") if path.suffix in (".html", ".xml", ".json", ".js", ".txt"))
    return {path.relative_to(site).as_posix() for path in texts if words in path.read_text(encoding="utf-8")}


def left_out_lines(summary: Summary, path: str) -> list[str]:
    return [line for line in summary.left_out if line.startswith(f"docs/{path}")]


def test_only_what_was_signed_goes_out(translated: Path) -> None:
    page = NEWS.replace(".md", "/index.html")
    review(translated, NEWS)
    summary = publish(translated)
    assert page in holding(translated, "各支部开展培训")
    for words in ("Branch training", "親筆寫的正文", f"en/{page.removesuffix('index.html')}"):
        assert holding(translated, words) == set(), words
    # In its place stands the page that is made from the Simplified one.
    assert (translated / "site" / "zh-Hant" / page).is_file()
    for path in (ENGLISH, BY_HAND):
        (line,) = left_out_lines(summary, path)
        assert (
            f"》待初审：审过以后，运行 python scripts/review.py docs/{path} --stage first --name 姓名 记下来。" in line
        )
    review(translated, ENGLISH)
    review(translated, BY_HAND)
    assert not [line for line in publish(translated).left_out if "peixun" in line]
    assert {f"en/{page}", "en/feed.xml", "en/news/index.html"} <= holding(translated, "Branch training")
    assert f"zh-Hant/{page}" in holding(translated, "親筆寫的正文")
    assert page in holding(translated, f"en/{page.removesuffix('index.html')}")
    assert "sitemap.xml" in holding(translated, f"{HOST}en/{page.removesuffix('index.html')}")

    english = translated / "docs" / ENGLISH
    english.write_text(english.read_text(encoding="utf-8").replace("We met.", "Slander."), encoding="utf-8")
    summary = publish(translated)
    assert (
        "》审后有改动：初审、复审、终审、保密审查、隐私审查作废：审后改了正文。" in left_out_lines(summary, ENGLISH)[0]
    )
    assert not left_out_lines(summary, BY_HAND)
    assert holding(translated, "Slander") == holding(translated, "Branch training") == set()

    # Another original voids what was signed beside the old one, and is published without it.
    original = translated / "docs" / NEWS
    original.write_text(original.read_text(encoding="utf-8").replace("正文。", "改过的正文。"), encoding="utf-8")
    review(translated, NEWS)
    (line,) = left_out_lines(publish(translated), BY_HAND)
    assert (
        f"》译文没有跟上原文：原文改过了。请对照原文改好译文，运行 python scripts/translate_article.py docs/{BY_HAND} --caught-up 记下来，"
        in line
    )
    assert page in holding(translated, "改过的正文")
    assert holding(translated, "親筆寫的正文") == set()


def test_what_is_wrong_with_its_reviews_keeps_the_translation_alone(translated: Path) -> None:
    review(translated, NEWS)
    for path, old, new in ((ENGLISH, PEOPLE["secrecy"], "示例人员丁"), (BY_HAND, PEOPLE["second"], PEOPLE["first"])):
        review(translated, path)
        file = translated / "docs" / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    gate = ask(read_project(translated, config.load(translated / "lanmu.toml")), {})
    codes = {path: [refusal.code for refusal in refusals] for path, refusals in gate.verdict.articles.items()}
    assert (codes[ENGLISH], codes[BY_HAND]) == (["REV007"], ["REV002"])
    assert NEWS in gate.shown
    assert not {ENGLISH, BY_HAND} & gate.shown
    left_out = [path for path in (ENGLISH, BY_HAND) if any(line.startswith(f"docs/{path}《") for line in gate.left_out)]
    assert left_out == [ENGLISH, BY_HAND]


@pytest.mark.parametrize(
    ("fields", "body", "parts"),
    [
        ({"title": "Another"}, None, ["稿件信息"]),
        ({"summary": "Another."}, None, ["稿件信息"]),
        ({"source": "Another"}, None, ["稿件信息"]),
        ({"source_hash": "a" * 12}, None, ["稿件信息"]),
        ({}, "We met!", ["正文"]),
        ({}, "We met.\n\n![Another description](a.png)", ["正文", "图片和附件"]),
    ],
)
def test_all_that_a_translation_shows_is_covered(
    translated: Path, write: Write, fields: dict[str, str], body: str | None, parts: list[str]
) -> None:
    write("news/a.png", "1")
    text, docs = translation_of(translated, ENGLISH), translated / "docs"
    other = replace(text, meta=text.meta.model_copy(update=fields), body=body or text.body)
    assert changed(text_hash(text, docs), text_hash(other, docs)) == parts


def test_files_of_a_translation_are_covered(translated: Path, write: Write) -> None:
    write(ENGLISH, edited_text(translated, "We met.", "[List](en.docx) <img src='../../x.png'>"))
    file = write("news/en.docx", "1")
    docs = translated / "docs"
    before = text_hash(translation_of(translated, ENGLISH), docs)
    file.write_text("2", encoding="utf-8")
    assert changed(before, text_hash(translation_of(translated, ENGLISH), docs)) == ["图片和附件"]


def edited_text(project: Path, old: str, new: str) -> str:
    return (project / "docs" / ENGLISH).read_text(encoding="utf-8").replace(old, new)


def test_nobody_signs_what_was_made_from_another_text(translated: Path, write: Write) -> None:
    settings = config.load(WHOLE / "lanmu.toml")
    write(NEWS, edited(NEWS, "正文。", "改过的正文。"))
    with pytest.raises(UserError, match=r"原文改过了，不能审。请对照原文改好译文，记下对照过了，再审：.* --caught-up"):
        sign(open_article(translated / "docs", ENGLISH, settings), ["first"], PEOPLE["first"], None)
    write("plan/index.zh-Hant.md", TEXT.format(title="頁", hash="''", body="頁。"))
    for path in ("index.en.md", "plan/index.zh-Hant.md"):
        with pytest.raises(UserError, match="不是稿件，不用三审"):
            open_article(translated / "docs", path, settings)
    write("news/2008-10-21-x.en.md", TEXT.format(title="X", hash="''", body="x"))
    with pytest.raises(UserError, match=r"旁边没有原文 docs/news/2008-10-21-x\.md"):
        open_article(translated / "docs", "news/2008-10-21-x.en.md", settings)


def test_a_translation_is_begun_and_caught_up_by_commands(translated: Path) -> None:
    docs = translated / "docs"
    assert "没有变化" in catch_up(docs, ENGLISH)
    file = docs / NEWS
    file.write_text(file.read_text(encoding="utf-8").replace("正文。", "改过的正文。"), encoding="utf-8")
    (docs / ENGLISH).write_bytes(b"\xef\xbb\xbf" + (docs / ENGLISH).read_bytes().replace(b"\n", b"\r\n"))
    assert why_outdated(read_docs(docs), ENGLISH) == "原文改过了"
    assert "记下了" in catch_up(docs, str(docs / ENGLISH))
    assert why_outdated(read_docs(docs), ENGLISH) == ""
    assert (docs / ENGLISH).read_bytes().startswith(b"\xef\xbb\xbf---\r\n")
    with pytest.raises(UserError, match="不是译文"):
        catch_up(docs, NEWS)
    for path, language, words in (
        (ENGLISH, "en", "没有可译的"),
        (NEWS, "en", "已经有了"),
        (NEWS, "fr", "没有「fr」这种语言"),
    ):
        with pytest.raises(UserError, match=words):
            begin(docs, path, language)
    for path in (ENGLISH, BY_HAND):
        (docs / path).unlink()
    assert "标题、摘要填好" in begin(docs, NEWS, "en")
    begin(docs, f"docs/{NEWS}", "zh-Hant")
    assert translation_of(translated, ENGLISH).title == "(to be filled in: the title)"
    assert translation_of(translated, BY_HAND).title == "各支部開展培訓"
    assert why_outdated(read_docs(docs), ENGLISH) == why_outdated(read_docs(docs), BY_HAND) == ""
    # What is not filled in does not go out.
    review(translated, NEWS)
    review(translated, ENGLISH)
    summary = publish(translated)
    assert not left_out_lines(summary, NEWS.replace(".md", ".md《"))
    (line,) = left_out_lines(summary, ENGLISH)
    assert "还有没填的内容" in line


def test_the_original_tells_of_its_translations(translated: Path) -> None:
    review(translated, NEWS)
    desk = open_article(translated / "docs", NEWS, config.load(WHOLE / "lanmu.toml"))
    lines = shown(desk)
    assert lines[-1].startswith(f"  译文 docs/{BY_HAND}：待初审。") or lines[-2].startswith(
        f"  译文 docs/{BY_HAND}：待初审。"
    )
    assert desk.states[ENGLISH].readiness is Readiness.WAITING
    file = translated / "docs" / NEWS
    file.write_text(file.read_text(encoding="utf-8").replace("\n---\n", "\ndraft: true\n---\n", 1), encoding="utf-8")
    lines = shown(open_article(translated / "docs", NEWS, desk.settings))
    assert f"  译文 docs/{BY_HAND}：原文草稿。译文随原文发布。" in lines, "what the original waits for is said once"
    assert shown(open_article(translated / "docs", ENGLISH, desk.settings))[0] == f"docs/{ENGLISH}《Branch training》"


def test_the_form_names_the_translation(translated: Path, tmp_path: Path) -> None:
    desk = open_article(translated / "docs", ENGLISH, config.load(WHOLE / "lanmu.toml"))
    assert write_form(desk, tmp_path / "out").name == "review-2008-10-20-peixun.en.docx"
    document = form(desk)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert {"Branch training", "英文，译自《各支部开展培训》", "Branch training."} <= set(cells)
    notes = [paragraph.text for paragraph in document.paragraphs]
    assert any(text_hash(translation_of(translated, ENGLISH), translated / "docs") in note for note in notes)


def test_the_bar_of_a_translation_says_how_it_stands(translated: Path) -> None:
    view = View(translated)

    def label(address: str) -> str:
        source = source_at(translated / "docs", address)
        state = source and view.state(source)
        return state.label if state else ""

    address = NEWS.replace(".md", "/")
    assert [label(f"/{folder}{address}") for folder in ("", "en/", "zh-Hant/")] == [
        "待初审",
        "原文待初审",
        "原文待初审",
    ]
    review(translated, NEWS)
    assert [label(f"/{folder}{address}") for folder in ("", "en/", "zh-Hant/")] == ["已可发布", "待初审", "待初审"]
    review(translated, ENGLISH)
    assert label(f"/en/{address}") == "已可发布"


def test_hashes_of_the_originals_are_those_of_the_checks() -> None:
    """The model and the checks read a text in two ways."""
    reading = read_docs(WHOLE / "docs")
    assert reading.site
    assert len(reading.translations) >= 2
    for text in reading.translations:
        assert text.original is reading.site.by_path[source_path(text.path)]
        assert text.meta.source_hash == text.wanted_hash, text.path
