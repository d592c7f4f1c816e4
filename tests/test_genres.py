"""Genres are data: what a site writes in docs/genres.yml goes everywhere, and a slip in it is reported with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from lanmu.content import loading
from lanmu.content.article import Article
from lanmu.content.column import Column
from lanmu.content.editions import translated
from lanmu.content.genres import DEFAULT
from lanmu.content.loading import default_genres, load, read_docs
from lanmu.content.schemas import schema_texts
from lanmu.diagnostics.errors import ContentError, ProblemKind
from lanmu.intake.snippets import snippet_text
from lanmu.search.documents import of_article
from lanmu.views.edition import Edition
from support.builders import CHINESE, NEWS, SETTINGS, edited, minimal_site, problems_of
from support.builders import column as minimal_column
from support.imported import from_html
from support.new_articles import complete_options, write_article

Write = Callable[[str, str], Path]
OWN = """genres:
  - name: 工伤公示
    en: Notice of injury at work
    about: 工伤认定的公示
    types: [回应关切]
    needs: [notice]
    category: 问题建议
    endings: [工伤(认定)?公示]
    body: （请填写内容）
variants:
  - name: 快讯
    genre: 动态
    about: 一两句话的消息
    fields: [photo]
    body: （请填写消息）
unused: [制度目录, 简报]
"""


def test_what_a_site_adds_and_leaves_out(minimal: Path, write: Write) -> None:
    before = [scaffold.name for scaffold in load(minimal / "docs").genres.scaffolds]
    write("genres.yml", OWN)
    names = [scaffold.name for scaffold in load(minimal / "docs").genres.scaffolds]
    assert set(names) - set(before) == {"工伤公示", "快讯"}
    assert set(before) - set(names) == {"制度目录", "简报"}
    assert names[:2] == ["动态", "快讯"]


def test_a_genre_of_the_site_stands_for_one_of_the_program(minimal: Path, write: Write) -> None:
    write("genres.yml", "genres:\n  - {name: 动态, about: 短消息, types: [政策文件], body: （请填写）}\n")
    genres = load(minimal / "docs").genres
    assert genres.genres[0].name == "动态"
    assert (genres.by_name["动态"].types, genres.by_name["动态"].en) == (("政策文件",), "")
    # 简报 was a variant; the site makes it a genre.
    write("genres.yml", "genres:\n  - {name: 简报, about: 简报, types: [工作动态], body: （请填写）}\n")
    names = [scaffold.name for scaffold in load(minimal / "docs").genres.scaffolds]
    assert names.count("简报") == 1
    assert "简报" in load(minimal / "docs").genres.by_name


def test_a_genre_of_the_site_is_written_and_read(minimal: Path, write: Write) -> None:
    docs = minimal / "docs"
    write("genres.yml", OWN)
    options = {**complete_options("工伤公示", "某人工伤认定的结论"), "unit": "办公室", "until": "2008-11-12"}
    path = write_article(docs, options)
    assert path.parent.name == "notices"
    article = load(docs).by_path[path.relative_to(docs).as_posix()]
    assert isinstance(article, Article)
    assert (article.genre.name, article.report_category) == ("工伤公示", "问题建议")
    assert article.meta.notice is not None
    photo = write_article(docs, {**complete_options("快讯", "一句话的消息"), "unit": "办公室"}).read_text(
        encoding="utf-8"
    )
    assert "\ngenre: 动态\n" in photo
    assert "\nphoto: （请填写姓名）\n" in photo
    assert "#photo" not in photo


def test_tools_offer_it(minimal: Path, write: Write) -> None:
    write("genres.yml", OWN)
    site = load(minimal / "docs")
    schema = json.loads(schema_texts(site.genres)["article.schema.json"])
    assert schema["properties"]["genre"]["enum"] == list(site.genres.by_name)
    snippets = json.loads(snippet_text(site))
    assert "稿件：工伤公示" in snippets
    assert "稿件：制度目录" not in snippets
    assert "工伤公示" in snippets["字段：genre"]["body"][0]


def test_an_import_is_taken_for_it_by_its_title(minimal: Path, write: Write) -> None:
    write("genres.yml", OWN)
    own = load(minimal / "docs").genres
    assert [genre.name for genre in own.by_title("某人工伤公示")] == ["工伤公示"]
    assert [genre.name for genre in minimal_site().genres.by_title("某人工伤公示")] == ["整改公示"]


@pytest.mark.parametrize(
    ("title", "column", "letterhead", "genre"),
    [
        # Both 文件 and 通知 end in 通知: the column decides, and a letterhead before it.
        ("关于举办讲座的通知", "plan", False, "文件"),
        ("关于举办讲座的通知", "notices", False, "通知"),
        ("关于举办讲座的通知", "notices", True, "文件"),
        ("关于活动的总结报告", "news", False, "总结报告"),
        ("关于活动的总结报告", "news", True, "文件"),
        ("整改措施公示", "notices", True, "整改公示"),
        ("安全课课件", "news", False, "课件"),
        ("某事", "notices", False, "通知"),
    ],
)
def test_the_genre_of_an_import(title: str, column: str, letterhead: bool, genre: str) -> None:
    head = "<p>某某市总工会文件</p><p>某工〔2008〕12号</p>" if letterhead else ""
    body = "<p>各支部按要求抓好落实，把情况报办公室。</p><p>某某市总工会</p><p>2008年11月5日</p>"
    draft = from_html(f'{head}<h1 class="title">{title}</h1>{body}', column=column)
    assert draft.fields["genre"] == genre


def test_readers_of_english_see_its_english_name(minimal: Path, write: Write) -> None:
    for name in ("campaign", "columns"):
        write(f"{name}.en.yml", (minimal / "docs" / f"{name}.yml").read_text(encoding="utf-8"))
    write("genres.yml", OWN.replace("needs: [notice]\n", "needs: []\n"))
    write(NEWS, edited(NEWS, "genre: 动态", "genre: 工伤公示"))
    write(NEWS.replace(".md", ".en.md"), "---\ntitle: A\nsummary: B.\nsource: C\n---\n\nD.\n")
    site = translated(read_docs(minimal / "docs"), "en")
    [article] = site.articles
    assert article.genre.name == "Notice of injury at work"
    assert (
        article.genre.name
        in of_article(article, Edition(site, SETTINGS, "", production=False, language="en"), {}).labels
    )
    write("genres.yml", OWN.replace("    en: Notice of injury at work\n", ""))
    with pytest.raises(ContentError, match=r"docs/genres\.yml:2 .*「工伤公示」.*改法：补上 en: 名称。"):
        translated(read_docs(minimal / "docs"), "en")


def test_every_genre_of_the_program_has_an_english_name() -> None:
    assert [genre.name for genre in default_genres().genres if not genre.en or CHINESE.search(genre.en)] == []


def test_an_unknown_genre_is_reported_as_an_unknown_unit_is(minimal: Path, write: Write) -> None:
    write(NEWS, edited(NEWS, "genre: 动态", "genre: 讨论记要"))
    [problem] = problems_of(minimal)
    assert (problem.kind, problem.field) == (ProblemKind.UNKNOWN_NAME, "genre")
    assert "genre: 讨论记要" in (minimal / "docs" / NEWS).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert "是不是「讨论纪要」？" in problem.remedy
    assert "docs/genres.yml" in problem.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("needs: [notice]", "needs: [公示期]", 6, "genres[1].needs[1]", "公示期"),
        ("category: 问题建议", "category: 建议", 7, "genres[1].category", "问题建议"),
        ("[工伤(认定)?公示]", "['工伤(认定?公示']", 8, "genres[1].endings[1]", "括号没有成对"),
        ("    types: [回应关切]\n", "", 2, "genres[1].types", "没有填写"),
        ("genre: 动态", "genre: 动太", 12, "variants[1].genre", "是不是「动态」"),
        ("[制度目录, 简报]", "[制度目录录]", 16, "unused[1]", "是不是「制度目录」"),
        ("name: 快讯", "name: 工伤公示", 11, "variants[1].name", "第 2 行已经写了"),
        ("[制度目录, 简报]", "[制度目录, 工伤公示]", 2, "genres[1].name", "第 16 行已经写了"),
        ("category", "kategory", 7, "genres[1].kategory", "是不是想写 category"),
    ],
)
def test_a_slip_is_reported_with_its_line(
    old: str, new: str, line: int, field: str, message: str, minimal: Path, write: Write
) -> None:
    write("genres.yml", OWN.replace(old, new, 1))
    problems = {(p.path, p.line, p.field): f"{p.message}{p.remedy}" for p in problems_of(minimal)}
    assert message in problems["docs/genres.yml", line, field]


def test_one_genre_must_be_left(minimal: Path, write: Write) -> None:
    write("genres.yml", f"unused: [{', '.join(genre.name for genre in default_genres().genres)}]\n")
    [problem] = problems_of(minimal)
    assert (problem.path, problem.field, problem.remedy) == ("docs/genres.yml", "unused", "至少留一种。")


def test_a_slip_in_the_programs_own_list_is_reported_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "genres.yml"
    file.write_text(DEFAULT.read_text(encoding="utf-8").replace("    types:", "    typos:", 1), encoding="utf-8")
    line = file.read_text(encoding="utf-8").split("    typos:")[0].count("\n") + 1
    monkeypatch.setattr(loading, "DEFAULT", file)
    with pytest.raises(ContentError, match=rf"scripts/lanmu/content/genres\.yml:{line} 「genres\[1\]\.typos」"):
        default_genres.__wrapped__()


def test_two_columns_of_a_type_are_told_apart_by_their_words() -> None:
    scaffold = next(s for s in minimal_site().genres.scaffolds if s.name == "典型人物")
    common = {"type": "工作动态", "kind": "dated", "description": "各单位的进展"}
    news = Column.model_validate({"id": "a", "name": "甲", "keywords": ("动态",), **common})
    models = Column.model_validate({"id": "b", "name": "乙", "keywords": ("典型人物",), **common})
    assert scaffold.column((news, models)) is models
    assert scaffold.column((news,)) is news
    assert scaffold.column((minimal_column("plan"),)).id == "plan"


def test_no_code_names_a_genre() -> None:
    """Behaviour hangs on properties: names of genres stand in data and in what rules say, never in a comparison.

    文件 and 说明 are ordinary words besides; 通知 is also a kind of official document, at the end of its title (文种).
    """
    names = {genre.name for genre in default_genres().genres} - {"文件", "说明"}
    files = [*(ROOT / "scripts").rglob("*.py"), *(ROOT / "overrides").rglob("*.html")]
    quoted = re.compile(r"""["'](\w+)["']""")
    named = {(file.name, name) for file in files for name in quoted.findall(file.read_text(encoding="utf-8"))}
    assert {(file, name) for file, name in named if name in names} == {("fm030_document_lacks_part.py", "通知")}


def test_names_of_genres_are_not_among_the_words() -> None:
    for locale in ("zh", "en"):
        words = yaml.safe_load(
            (ROOT / "scripts" / "lanmu" / "locales" / "words" / f"{locale}.yml").read_text(encoding="utf-8")
        )
        assert not [key for key in words if key.startswith("genre.")]
