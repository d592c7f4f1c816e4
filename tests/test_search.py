"""What goes into the search: the text a reader sees, in one form, in files that are the same at every build."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import WHOLE
from lanmu.build.site import build
from lanmu.content import settings as config
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.search import tree
from lanmu.search.documents import documents, visible
from lanmu.search.index import encoded, pages_of, span
from lanmu.search.tree import DEEPEST, LIGHT, leaves
from lanmu.search.variants import variants
from lanmu.search.writing import in_traditional
from lanmu.views.edition import Edition
from support.builders import article, site
from support.folding import FORMS, fold
from support.searching import write_index


def data(text: str) -> Any:
    """What a file of the index hands over."""
    assert text.startswith("lanmuSearch(")
    assert text.endswith(");\n")
    return json.loads(f"[{text[12:-3]}]")[1]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("學習", "学习"),
        ("跟著", "跟着"),
        ("頭髮發展", "头发发展"),
        ("ＧＤＰ２００８", "gdp2008"),
        ("泉总工〔2008〕35号", "泉總工[2008] 35 號"),
        ("坚持“三个代表”思想", "坚持三个代表思想"),
        ("深入　学习\n实践", "深入学习实践"),
        ("第 3 期", "第3期"),
        ("①", "1"),
        ("（一）", "(一)"),
    ],
)
def test_forms_of_one_text(text: str, variant: str) -> None:
    assert fold(text) == fold(variant)


@pytest.mark.parametrize(
    ("part", "whole"), [("2008", "12008"), ("2008", "2008a"), ("plan", "plans"), ("a", "ab"), ("学，习", "学习")]
)
def test_a_part_of_a_word_or_number_is_no_hit(part: str, whole: str) -> None:
    assert fold(part) not in fold(whole)
    assert fold(part) in fold(f"在{part}年")


def test_every_variant_leads_to_a_form_of_its_own() -> None:
    table = variants()
    assert len(table) > 3000
    assert not set(table.values()) & set(table)
    assert table["學"] == "学"
    assert table["裏"] == table["裡"] == "里"


def test_only_what_a_reader_sees_is_taken() -> None:
    html = (
        "<h2>一、<em>目标</em></h2><p>第一<strong>段</strong>，<!-- 批注 -->完。<br>第二行</p><script>var 脚本</script>"
        "<p hidden>藏着</p><ul><li>甲<ul><li>乙</li></ul></li></ul><table><tr><td>丙</td><td>丁</td></tr></table>"
        '<a class="footnote-backref" href="#">↩</a>尾 &lt;b&gt;'
    )
    headings, blocks = visible(html)
    assert headings == ("一、目标",)
    assert blocks == ("第一段，完。", "第二行", "甲", "乙", "丙", "丁", "尾 <b>")


def test_a_document_has_the_fields_of_its_article() -> None:
    fields = {"tags": ["标签"], "issue": 7, "sample": True, "phase": "学习", "unit": "办公室"}
    promise = {"item": "事项", "goal": "目标", "deadline": "2009-01-01", "unit": "办公室"}
    own_article = article("a", "2008-11-01 08:00", title="题目", promise=[promise], **fields)
    edition = Edition(site([own_article, article("b")]), config.load(WHOLE / "lanmu.toml"), "", False)
    second, first = documents(edition, {"news/a.md": visible("<h2>节</h2><p>正文</p>")})
    assert (first.title, first.date, first.unit, first.phase) == ("题目", "2008-11-01", "办公室", "学习")
    assert first.badges == ("sample",)
    assert first.headings == ("节",)
    assert first.blocks == ("正文", "事项", "目标")
    assert {"标签", "第7期", "办公室", "学习"} <= set(first.labels)
    assert second.blocks == ()


def random_texts() -> list[str]:
    """Few characters, some of them rare: branches of every size."""
    chance = random.Random(4)
    letters, weights = "甲乙丙丁戊己庚辛", (90, 50, 20, 8, 3, 3, 2, 2)
    return [f"{''.join(chance.choices(letters, weights, k=40))}{n % 3} " for n in range(60)]


@pytest.mark.parametrize(
    "texts", [random_texts(), [f"甲乙{'丙丁' * (n % 5)}戊{n % 3} {'同一句话' * 10} " for n in range(60)]]
)
def test_leaves_are_in_order_and_hold_every_place_once(texts: list[str]) -> None:
    leaf_table = leaves(FORMS.fold([text.split(" ") for text in texts]))
    texts = [" ".join(fold(block) for block in text.split(" ")) for text in texts]
    keys = [leaf_table.key(leaf) for leaf in range(len(leaf_table.sizes))]
    assert keys == sorted(set(keys))
    assert leaf_table.sizes.sum() == len(leaf_table.owners) == sum(len(text.replace(" ", "")) - 2 for text in texts)
    end = 0
    for key, size in zip(keys, leaf_table.sizes.tolist(), strict=True):
        owners = leaf_table.owners[end : end + size].tolist()
        end += size
        assert size <= LIGHT or key.endswith(" ") or len(key) == DEEPEST, key
        assert owners == sorted(owners)
        assert all(key[:-1] in texts[owner] for owner in owners)


def test_leaves_are_the_same_however_many_are_sorted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(4)
    texts = FORMS.fold(
        ["".join(chance.choices("一丁丂七丄( a1", (50, 20, 8, 2, 1, 3, 20, 20, 2), k=40))] for _ in range(50)
    )
    whole = pages_of(leaves(texts))
    monkeypatch.setattr(tree, "PORTION", 20)
    assert pages_of(leaves(texts)) == whole


def test_numbers_are_safe_characters() -> None:
    written = encoded(range(49_999))
    assert len(written) == 49_999
    assert len(set(written)) == len(written)
    assert not {chr(code) for code in (*range(0x23), 0x5C, *range(0x7F, 0xA0), *range(0x2028, 0x2070))} & set(written)
    assert max(written) < "\ud800"
    assert [len(encoded([value])) for value in (50_000, 50_001, 149_999)] == [2, 2, 3]


def test_words_span_pages() -> None:
    keys = ["丁", "丁三", "丁三五", "丙"]
    assert span(keys, "丁三") == (1, 2)
    assert span(keys, "丁") == (0, 2)
    assert span(keys, "一") == (0, 0)
    assert span([], "一") == (0, 0)


def test_an_empty_edition_has_an_index(tmp_path: Path) -> None:
    assert data(write_index([], {}, tmp_path)["catalogue.js"])["count"] == 0


def test_two_builds_make_the_same_index_and_only_its_change_renames_it(minimal: Path, tmp_path: Path) -> None:
    def shards(name: str) -> dict[str, bytes]:
        build(minimal, tmp_path / name)
        folder = tmp_path / name / "search"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.js")}

    first, second = shards("one"), shards("other")
    assert first == second
    file = minimal / "docs" / "news" / "2008-10-20-peixun.md"
    file.write_text(file.read_text(encoding="utf-8") + "\n加一句。\n", encoding="utf-8")
    changed = shards("changed")
    assert set(changed) & set(first) == {"catalogue.js"}


def test_what_traditional_pages_show_is_found_by_the_same_keys() -> None:
    """A hit that is looked up in the text itself must be there in either script, whatever the character."""
    chars = [
        chr(code)
        for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2EBE0))
        if unicodedata.category(chr(code)) == "Lo"
    ]
    for old, new in zip(chars, in_traditional(chars, simplified_to_traditional()), strict=True):
        assert fold(old) == fold(new)


def test_traditional_pages_have_records_of_their_own_and_share_the_keys(real_site: Path) -> None:
    own = real_site / "zh-Hant" / "search"
    catalogue = data((own / "catalogue.js").read_text(encoding="utf-8"))
    shared = real_site / "search" / catalogue["version"]
    assert (own / catalogue["shared"] / "catalogue.js").resolve() == (shared.parent / "catalogue.js").resolve()
    names = {file.name for file in (own / catalogue["version"]).iterdir()}
    assert names == {file.name for file in shared.glob("d*.js")}
    record = data((own / catalogue["version"] / "d0.js").read_text(encoding="utf-8"))
    assert record[0] == data((shared / "d0.js").read_text(encoding="utf-8"))[0]


def test_the_english_index_has_only_english_pages(real_site: Path) -> None:
    folder = real_site / "en" / "search"
    version = data((folder / "catalogue.js").read_text(encoding="utf-8"))["version"]
    records = [data(file.read_text(encoding="utf-8")) for file in sorted((folder / version).glob("d*.js"))]
    assert len(records) >= 5
    assert all((real_site / "en" / record[0] / "index.html").exists() for record in records)


def test_production_has_no_sample_in_its_index(production_site: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (production_site / "search").rglob("d*.js")]
    assert texts
    assert not [text for text in texts if '"sample"' in text]


def test_a_title_in_two_documents_is_kept_apart(tmp_path: Path) -> None:
    edition = Edition(site([article("a"), article("b")]), config.load(WHOLE / "lanmu.toml"), "", False)
    first, second = documents(edition, {})
    index = write_index([first, replace(second, title=first.title)], {}, tmp_path)
    assert len(data(index["catalogue.js"])["titles"]) == 2
