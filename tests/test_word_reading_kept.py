"""What is neither lost nor silently left out: one form of a thing, things in odd places, hidden things, a proof of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args
from xml.etree.ElementTree import fromstring

import pytest
from lanmu.intake.word import inline, proof, remarks
from lanmu.intake.word.model import RemarkKind
from lanmu.intake.word.proof import lost, pieces_of
from lanmu.intake.word.reading import read_word
from word.blocks import html_of
from word.documents import (
    DECLARED,
    changed,
    element,
    field,
    html,
    note,
    old_box,
    only,
    p,
    picture,
    png,
    r,
    read,
    said,
    style,
    t,
    table,
    tc,
    tr,
    write,
)

ONE, PART = {"rId1": "image media/a.png"}, {"word/media/a.png": png()}
SYM = 'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def forms(choice: str, fallback: str, requires: str = "wps", more: str = "") -> str:
    """One thing in two forms."""
    return (
        f'<mc:AlternateContent {more}><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize("fallback", [t("👍"), ""])
def test_an_emoji_of_word_2016(fallback: str, tmp_path: Path) -> None:
    emoji = '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F44D"/>'
    assert html(tmp_path, p("点赞", r(forms(emoji, fallback, "w16se", SYM)), "完")) == "<p>点赞👍完</p>"


def test_what_is_required_is_a_name_space_and_not_a_prefix(tmp_path: Path) -> None:
    known_form = forms(t("新"), t("旧"), "other", f'xmlns:other="{WPS}"')
    unknown = forms(t("新"), t("旧"), "wps", 'xmlns:wps="urn:example"')
    assert html(tmp_path, p(r(known_form), "，", r(unknown))) == "<p>新，旧</p>"


@pytest.mark.parametrize(("choice", "shown"), [("", "旧"), ("<w:lastRenderedPageBreak/>", "旧"), (t("新"), "新")])
def test_a_form_without_words_does_not_hide_one_that_has_some(choice: str, shown: str, tmp_path: Path) -> None:
    assert html(tmp_path, p("前", r(forms(choice, t("旧"))))) == f"<p>前{shown}</p>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:oMath><m:r><w:rPr/><w:t>面积</w:t></m:r><m:r><m:t>=ab</m:t></m:r></m:oMath>", "面积=ab"),
        ("<m:oMath><w:r><w:t>面积</w:t></w:r><m:r><m:t>=ab</m:t></m:r></m:oMath>", "面积=ab"),
        (
            "<m:oMath><m:f><m:num><m:r><w:t>甲</w:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "甲/2",
        ),
        ('<m:oMath><m:r><w:sym w:font="Symbol" w:char="F061"/><w:t>角</w:t></m:r></m:oMath>', "α角"),
        (f"<m:oMath><m:r>{forms('<w:t>新</w:t>', '<w:t>旧</w:t>')}</m:r></m:oMath>", "新"),
        ("<w:r><m:oMath><m:r><m:t>ab</m:t></m:r></m:oMath></w:r>", "ab"),
        ("<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:t>乙</w:t></w:r></m:oMathPara>", "x乙"),
    ],
)
def test_words_in_formulas(formula: str, text: str, tmp_path: Path) -> None:
    assert html(tmp_path, p("前", formula)) == f"<p>前{text}</p>"


def test_words_in_an_element_that_nobody_knows(tmp_path: Path) -> None:
    odd = f'<w:r><x:new xmlns:x="urn:example">{t("甲")}</x:new></w:r><w:r><w:new>{r("乙")}</w:new></w:r>'
    assert html(tmp_path, p("前", odd)) == "<p>前甲乙</p>"


def test_hidden_pictures_and_notes_are_reported(tmp_path: Path) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = p("甲", note(1).replace('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', hidden), "乙")
    body += p("图前", picture().replace("<w:r>", f"<w:r>{hidden}", 1)) + p(
        "框前", r(old_box(p("框里")), rpr="<w:vanish/>")
    )
    text = read(tmp_path, body, footnotes={1: "隐藏的注"}, relations=ONE, parts=PART)
    assert html_of(text) == "<p>甲乙</p><p>图前</p><p>框前</p>"
    out = said(text, "left_out")
    assert "“隐藏的注”" in only(out, "隐藏的脚注")
    assert "有 1 张隐藏的图片" in only(out, "隐藏的图片")
    assert only(out, "隐藏文字没有收进来：“框里”")


def test_the_writers_own_words_in_contents_are_reported(tmp_path: Path) -> None:
    begin, code, separate, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText> TOC </w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    entries = p(begin, code, separate, r("一、总则"), r("<w:tab/>"), "1") + p("三、没有页码", style="t")
    body = entries + p("写稿人加的话，没有删。") + p("二、附则 ii", end) + p("后文")
    text = read(tmp_path, body, styles=style("t", "toc 2"))
    assert html_of(text) == "<p>后文</p>"
    remark = only(said(text, "left_out"), "不像目录的话")
    assert "有 1 段" in remark
    assert "“写稿人加的话，没有删。”" in remark
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    content = p("目　录") + p("一、总则…………1") + p("写稿人加的话")
    text = read(tmp_path, f"<w:sdt>{gallery}<w:sdtContent>{content}</w:sdtContent></w:sdt>" + p("后文"))
    assert "“写稿人加的话”" in only(said(text, "left_out"), "不像目录的话")


def test_a_picture_in_a_field_that_shows_something_else_is_reported(tmp_path: Path) -> None:
    body = p("前", field("EQ \\\\o(○,1)", picture()), "后")
    assert only(said(read(tmp_path, body, relations=ONE, parts=PART), "left_out"), "1 张图片（或脚注编号）")


def test_a_linked_picture_of_the_old_form_is_reported(tmp_path: Path) -> None:
    for key in ("r:href", "r:id", "r:pict"):
        odd = f'<w:r><w:pict><v:shape><v:imagedata {key}="rId1"/></v:shape></w:pict></w:r>'
        text = read(tmp_path, p("前", odd), relations={"rId1": "image http://www.example.org/a.jpg External"})
        assert "www.example" in only(said(text, "left_out"), "链接到别处")


@pytest.mark.parametrize("module", [inline, proof])
def test_what_both_readers_lose_is_reported(module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof shares no function with them."""
    for each in (inline, proof):
        monkeypatch.setattr(each, "linear", lambda _: "")
    body = p("前", "<m:oMath><m:r><m:t>速度v</m:t></m:r></m:oMath>", "后")
    text = read_word(write(tmp_path / "a.docx", body), tmp_path / "out")
    remark = only(said(text, "left_out"), "个字没有收进来")
    assert "有 3 个字" in remark
    assert "“前速度V后”" in remark


def test_the_proof_sees_what_is_seen() -> None:
    body = (
        p("甲", changed("del", r("删")), changed("moveFrom", r("移")), changed("ins", r("加")), r(old_box(p("框"))))
        + table(tr(tc(p("格"))), tr("行", more="<w:del/>"), tr(tc(p("列"), more="<w:cellDel/>")))
        + p('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>', note(1))
    )
    root = fromstring(f"<w:body {DECLARED}>{body}</w:body>")
    notes = {"footnote": {name: fromstring(f"<w:footnote {DECLARED}>{p(name)}</w:footnote>") for name in ("1", "2")}}
    assert sorted(pieces_of(root, notes)) == sorted(["甲加", "框", "格", "艺术字", "1"])
    assert lost(["甲乙 乙", "Ab"], "乙aB", ["甲"]) == (1, ["甲乙乙"])
    assert lost(["甲\u200b"], "甲", []) == (0, [])


def test_white_text_is_reported(tmp_path: Path) -> None:
    white = '<w:color w:val="ffffff"/>'
    shaded = element("shd", "clear", fill="C00000")
    text = read(
        tmp_path,
        p(r("白字", rpr=white), "黑字") + p(r("红底", rpr=white + shaded)) + table(tr(tc(p(r("格", rpr=white))))),
    )
    assert "1 处白色的文字（“白字”）" in only(said(text, "look"), "白色")


def test_every_sentence_of_the_report_is_used_and_known() -> None:
    folder = Path(remarks.__file__).parent
    code = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert [name for name in remarks.SENTENCES if f'"{name}"' not in code] == []
    assert set(re.findall(r'remarks\.(?:add|count)\(\s*"(\w+)"', code)) <= remarks.SENTENCES.keys()
    assert {kind for kind, _ in remarks.SENTENCES.values()} == set(get_args(RemarkKind))
