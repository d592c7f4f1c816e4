"""The approval form as Word reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import WHOLE
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lanmu.content import settings as config
from lanmu.content.review import text_hash
from lanmu.diagnostics.errors import UserError
from lanmu.intake.review import TextInReview
from lanmu.intake.review_form import form, write_form
from lanmu.storage.signing_keys import fingerprint, project_key, public_half
from support.builders import NEWS
from support.reviewing import PEOPLE, open_article, review

SAMPLE = "bulletins/samples/2008-10-14-zhibu-jizhong-xuexi.md"


@pytest.fixture(scope="module")
def reviewed() -> TextInReview:
    return open_article(WHOLE / "docs", SAMPLE, config.load(WHOLE / "lanmu.toml"))


def cells(document: Document) -> dict[str, str]:
    """What stands beside each label."""
    by_label: dict[str, str] = {}
    for row in document.tables[0].rows:
        texts = [cell.text for cell in row.cells]
        by_label |= {label.replace("　", ""): text for label, text in zip(texts[::2], texts[1::2], strict=True)}
    return by_label


def test_it_says_what_the_article_is(reviewed: TextInReview) -> None:
    by_label = cells(form(reviewed))
    meta = reviewed.article.meta
    assert (by_label["标题"], by_label["内容摘要"], by_label["体裁"]) == (meta.title, meta.summary, "动态")
    assert (by_label["供稿单位"], by_label["栏目"]) == ("示例班组", "进展动态")
    assert by_label["作者"] == "示例人员庚、示例人员乙（摄影）"
    assert by_label["发布时间"] == "2008-10-14 15:30"
    assert by_label["拟用渠道"] == "☑ 网站　☑ 《示例报》　☑ 宣传栏　☐ 信息上报"
    assert (by_label["主送"], by_label["责任编辑"]) == ("", "")


def test_every_review_has_room_for_a_hand(reviewed: TextInReview) -> None:
    by_label = cells(form(reviewed))
    for label in ("初审意见", "复审意见", "终审意见", "保密审查", "隐私审查"):
        assert "签名：" in by_label[label]
        assert by_label[label].endswith("年　　月　　日")
    assert "国家秘密" in by_label["保密审查"]
    assert "个人隐私" in by_label["隐私审查"]


def test_the_letters_of_the_text_stand_at_the_foot(reviewed: TextInReview) -> None:
    assert text_hash(reviewed.article, WHOLE / "docs") in form(reviewed).paragraphs[-2].text


def test_the_key_of_the_site_stands_there_or_room_for_it(
    reviewed: TextInReview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "lanmu")
    assert form(reviewed).paragraphs[-1].text == "网站签名公钥的指纹（第一次发布以后填）：＿＿＿＿＿＿＿＿＿＿＿＿"
    key = public_half(project_key(WHOLE))
    assert f"指纹：{fingerprint(key)}，公钥：{key}。" in form(reviewed).paragraphs[-1].text
    publish = reviewed.settings.publish.model_copy(
        update={"public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}
    )
    named = replace(reviewed, settings=reviewed.settings.model_copy(update={"publish": publish}))
    assert "指纹：21fe 31df a154 a261，公钥：11qY" in form(named).paragraphs[-1].text


def test_reviews_that_are_recorded_and_valid_are_named(minimal: Path) -> None:
    review(minimal, NEWS)
    settings = config.load(minimal / "lanmu.toml")
    by_label = cells(form(open_article(minimal / "docs", NEWS, settings)))
    assert f"（已登记：{PEOPLE['final']}，2008年10月20日）" in by_label["终审意见"]
    file = minimal / "docs" / NEWS
    file.write_text(file.read_text(encoding="utf-8") + "改了。\n", encoding="utf-8")
    assert "已登记" not in "".join(cells(form(open_article(minimal / "docs", NEWS, settings))).values())


def test_it_is_a_page_of_a4_in_the_type_of_documents(reviewed: TextInReview) -> None:
    document = form(reviewed)
    section = document.sections[0]
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    faces = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert faces == {"方正小标宋简体", "黑体", "仿宋_GB2312"}
    assert all(run.font.size for row in document.tables[0].rows for p in row.cells[1].paragraphs for run in p.runs)


def test_long_texts_take_their_room_from_the_opinions(reviewed: TextInReview) -> None:
    def height(**fields: str) -> int:
        article = replace(reviewed.article, meta=reviewed.article.meta.model_copy(update=fields))
        rows = form(replace(reviewed, text=article)).tables[0].rows
        return next(int(row.height or 0) for row in rows if row.cells[0].text == "初审意见")

    assert Mm(17) <= height(title="题" * 80, summary="摘" * 200) < height(title="题", summary="摘") <= Mm(36)


def test_the_file_has_an_ascii_name_and_opens(reviewed: TextInReview, tmp_path: Path) -> None:
    written = write_form(reviewed, tmp_path / "out")
    assert written == tmp_path / "out" / "review-2008-10-14-zhibu-jizhong-xuexi.docx"
    document = docx.Document(str(written))
    assert cells(document)["标题"] == reviewed.article.title
    assert document.core_properties.author == ""


def test_one_that_is_open_elsewhere_is_reported(reviewed: TextInReview, tmp_path: Path) -> None:
    (tmp_path / "review-2008-10-14-zhibu-jizhong-xuexi.docx").mkdir()
    with pytest.raises(UserError, match="是一个文件夹"):
        write_form(reviewed, tmp_path)
