"""简报 and official documents as different offices set their heads: what goes into the fields, what stays in the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lanmu.intake import text_article
from lanmu.intake.article.blocks import Run
from lanmu.intake.article.credits import credits_of
from lanmu.intake.article.shaping import Cleaner
from lanmu.intake.importer import archived_remark
from lanmu.intake.masthead import masthead_of
from lanmu.intake.official import LineKind, recognise
from support.imported import desk, from_html, from_word, said
from word.documents import box, p, r, table, tc, tr

TITLE = "某县总工会开展送温暖活动"
TEXT = "11月20日上午，某县总工会领导走访困难职工，了解他们的生活情况，并送上慰问品。"
BODY = f"<h2>{TITLE}</h2><p>{TEXT}</p><p>大家都说好。</p>"
DAY = date(2008, 11, 19)


@pytest.mark.parametrize(
    ("lines", "name", "issue", "office"),
    [
        (["工 会 简 报", "第12期", "某市总工会办公室编　2008年11月19日"], "工会简报", 12, "某市总工会办公室"),
        (["工会简报", "2008年第12期（总第86期）", "某市总工会　　2008年11月19日"], "工会简报", 12, "某市总工会"),
        (["学习实践活动", "简　报", "第 十二 期", "某县总工会编\t2008年11月19日"], "学习实践活动简报", 12, "某县总工会"),
        (["工会简报 第3期 某市总工会办公室编 2008年11月19日"], "工会简报", 3, "某市总工会办公室"),
        (["简报（第 3 期）", "机关党委办公室", "2008年11月19日"], "简报", 3, "机关党委办公室"),
        (["内部资料　注意保存", "工会信息", "〔2008〕第12期", "编印单位：某厂工会　2008.11.19"], "工会信息", 12, "某厂工会"),
        (["工运通讯", "（总第二十一期）", "2008-11-19　　某市总工会宣教部"], "工运通讯", 21, "某市总工会宣教部"),
        (["《工会快报》2008年第1期", "某市总工会　某市教育局　编印　二○○八年十一月十九日"], "工会快报", 1, "某市总工会 某市教育局"),
        (["某县学习实践活动领导小组办公室", "工作简报", "第5期", "二00八年十一月十九日"], "", 5, "某县学习实践活动领导小组办公室"),
        (["第12期", "某市总工会办公室编", "2008年11月19日", "————★————"], "", 12, "某市总工会办公室"),
        (["工会简报", "第12、13期", "某市总工会办公室编　2008年11月19日"], "工会简报", None, "某市总工会办公室"),
        (["工 会 简 报", "增　刊", "某市总工会办公室编　2008年11月19日"], "工会简报", None, "某市总工会办公室"),
        (["工会简报", "第2期", "责任编辑：张某　审核：李某", "某厂工会　2008年11月19日"], "工会简报", 2, "某厂工会"),
        (["编号：007", "工会简报", "2008年第12期", "（总第36期）", "某厂工会编　2008年11月19日"], "工会简报", 12, "某厂工会"),
        (["简　报", "〔2008〕12号", "（某厂工会编）　（2008年11月19日）"], "简报", 12, "某厂工会"),
        (["工会简报", "No.12", "某厂工会，2008年11月19日"], "工会简报", 12, "某厂工会"),
        (["工会简报", "学习实践活动专刊（12）", "某厂工会　2008年11月19日"], "工会简报", 12, "某厂工会"),
        (["工会简报", "（七）", "某厂工会　2008年11月19日"], "工会简报", 7, "某厂工会"),
        (["工会简报", "2008（7）", "某厂工会　2008年11月19日", "[基层动态]"], "工会简报", 7, "某厂工会"),
        (["工会简报", "第二一期", "（学习实践活动专刊之二）", "某厂工会主编　2008年11月19日出版"], "工会简报", 21, "某厂工会"),
        (["工会简报", "第廿一期", "某厂工会编　　签发：示例人员甲　　2008年11月19日"], "工会简报", 21, "某厂工会"),
        (["工会简报", "期数：第7期", "编发单位：某厂工会", "编发时间：2008年11月19日"], "工会简报", 7, "某厂工会"),
        (["第7期", "2008年11月19日", "工会简报", "某厂工会", "编"], "工会简报", 7, "某厂工会"),
        (["工会简报", "第7期", "2008年11月19日", "某县总工会办公室", "* * * * *"], "工会简报", 7, "某县总工会办公室"),
        (["某县总工会", "JIANBAO", "第7期", "某县总工会办公室、宣教部　2008年11月19日"], "", 7, "某县总工会办公室 宣教部"),
        (["某县总工会简报", "第7期", "2008年11月19日"], "某县总工会简报", 7, "某县总工会"),
        (["工会简报", "第7期", "某厂工会　2008年11月19日", "【工作动态】"], "工会简报", 7, "某厂工会"),
        (["工会简报", "第　期", "某厂工会　2008年11月19日"], "工会简报", None, "某厂工会"),
    ],
)  # fmt: skip
def test_the_masthead_of_a_bulletin(lines: list[str], name: str, issue: int | None, office: str) -> None:
    masthead = masthead_of([*lines, TITLE, TEXT])
    assert masthead is not None
    assert masthead.lines == tuple(range(len(lines)))
    assert (masthead.issue, masthead.office, masthead.day) == (issue, office, DAY)
    assert masthead.is_bulletin
    assert not name or masthead.name == name


@pytest.mark.parametrize(
    "lines",
    [
        ["第12期培训班开班", TEXT],
        ["某县总工会举办第3期技能培训班", "某县总工会", TEXT],
        ["关于举办第二期培训班的通知", "各支部：", TEXT],
        ["学习园地", "第3期", TITLE, TEXT],
        ["工会简报", "第12期"],
        [TITLE, TEXT, "工会简报第12期"],
        ["某县总工会工作动态", "某县总工会　2008年11月19日", TEXT],
        [],
    ],
)
def test_what_is_no_masthead(lines: list[str]) -> None:
    assert masthead_of(lines) is None


def test_a_bulletin_gives_its_number_office_and_day_and_keeps_its_foot() -> None:
    head = '<p class="center">工 会 简 报</p><h1>第12期（总第86期）</h1><p>某市总工会办公室编　2008年11月19日</p>'
    foot = "<p>报：省总工会，市委。</p><p>送：市委常委。</p><p>发：各县（市、区）总工会。</p><p>（共印150份）</p>"
    article = from_html(head + BODY + foot)
    assert (article.fields["title"], article.fields["issue"], article.fields["genre"]) == (TITLE, 12, "动态")
    assert (article.fields["source"], article.fields["document_date"]) == ("某市总工会办公室", DAY)
    assert article.fields["tags"] == ["工会简报"]
    assert article.body.strip().startswith(TEXT)
    assert article.body.count("{: .doc-copies }") == 4
    assert article.fields["summary"] == TEXT
    (remark,) = [text for text in said(article, "changed") if "报头" in text]
    assert "简报的报头“工 会 简 报　第12期（总第86期）　某市总工会办公室编 2008年11月19日”" in remark
    assert "：期号、编印单位、日期、刊名（关键词）写进了稿件信息，别的没有收进来。" in remark


def test_a_bulletin_kept_to_the_letter_keeps_its_masthead() -> None:
    head = "<p>工会简报</p><p>第12期</p><p>某市总工会办公室编　2008年11月19日</p>"
    article = from_html(head + BODY, verbatim=True)
    assert article.fields["issue"] == 12
    assert article.body.count("{: .doc-letterhead }") == 3
    assert "第12期" in article.body


def test_several_pieces_are_reported_and_their_list_is_left_out() -> None:
    head = "<p>工会简报</p><p>第2期</p><p>某市总工会办公室编　2008年11月19日</p>"
    for listed in ("<p>★甲单位送温暖</p><p>★乙单位送法</p>", "<ul><li>甲单位送温暖</li><li>乙单位送法</li></ul>"):
        pieces = f"<h2>甲单位送温暖</h2><p>{TEXT}</p><p>（甲单位工会　张某）</p><h2>乙单位送法</h2><p>{TEXT}</p>"
        article = from_html(f"{head}<p>本 期 要 目</p>{listed}{pieces}<p>（乙单位工会　李某）</p>")
        assert (article.fields["title"], article.fields["source"]) == ("甲单位送温暖", "某市总工会办公室")
        assert "author" not in article.fields
        assert "要 目" not in article.body
        assert "这一期有 2 篇稿件" in " ".join(said(article, "look"))
    unlike = from_html(f"{head}<p>本期要目</p><p>★别的</p>{BODY}")
    assert "★别的" in unlike.body


def test_an_editors_note_between_masthead_and_title_stays() -> None:
    head = "<p>工会简报</p><p>第2期</p><p>某市总工会办公室编　2008年11月19日</p>"
    note = "<p>编者按：这篇稿件写得好，请各单位参考。</p>"
    article = from_html(f"{head}{note}{BODY}")
    assert article.fields["title"] == TITLE
    assert article.fields["summary"] == TEXT
    assert article.body.strip().startswith("编者按：")
    plain = from_html(f"{head}{note}<p>{TITLE}</p><p>{TEXT}</p>")
    assert plain.fields["title"] == TITLE


def test_what_no_field_can_hold_is_reported() -> None:
    article = from_html(f"<p>工会简报</p><p>第2、3期</p><p>某市总工会编　2008年2月30日</p>{BODY}")
    look = " ".join(said(article, "look"))
    assert "issue" not in article.fields
    assert "document_date" not in article.fields
    assert "没有认出简报的期号" in look
    assert "日历上没有这一天，请核对原文：2008年2月30日" in look


RED = '<w:color w:val="FF0000"/>'
NAME = r("简　报", size=60, rpr=RED)
NUMBER, OFFICE = p("第12期", align="center"), "某市总工会办公室编"
REST = p(r(TITLE, size=22, bold=True), align="center") + p("　　" + TEXT) + p("　　大家都说好。")
ART = '<w:r><w:pict><v:shape style="width:200pt"><v:textpath string="工会简报"/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    "head",
    [
        p(NAME, align="center") + NUMBER + p(OFFICE, "<w:r><w:tab/></w:r>", "2008年11月19日"),
        p(box(p(NAME), NUMBER, p(f"{OFFICE}　　2008年11月19日"))),
        p(ART) + NUMBER + p(f"{OFFICE}　　2008年11月19日"),
        p("第12期", ART) + p(f"{OFFICE}　　2008年11月19日"),
        p(NAME) + NUMBER + table(tr(OFFICE, "2008年11月19日")),
        table(tr(tc(p(NAME))), tr(tc(NUMBER)), tr(tc(f"{OFFICE}　2008年11月19日"))),
        p(NAME, "<w:r><w:br/></w:r>", "第12期", "<w:r><w:br/></w:r>", f"{OFFICE}　　2008年11月19日"),
    ],
    ids=["lines", "box", "art", "art-beside", "row", "table", "breaks"],
)
def test_a_masthead_in_frames_tables_and_art(tmp_path: Path, head: str) -> None:
    article = from_word(tmp_path, head + REST)
    assert f"title: {TITLE}\n" in article
    assert "issue: 12\n" in article
    assert "document_date: 2008-11-19\n" in article
    assert "source: 某市总工会办公室\n" in article
    assert article.split("---")[2].strip().startswith(TEXT)


def test_a_box_on_the_title_may_hold_the_masthead(tmp_path: Path) -> None:
    hung = p(r(TITLE, size=22, bold=True), box(p(NAME), NUMBER, p(f"{OFFICE}　2008年11月19日")), align="center")
    article = from_word(tmp_path, hung + p("　　" + TEXT) + p("　　大家都说好。"))
    assert f"title: {TITLE}\n" in article
    assert "issue: 12\n" in article


def test_a_box_or_a_table_of_its_own_stays_one(tmp_path: Path) -> None:
    data = table(tr("单位", "人数"), tr("一支部", "12"))
    article = from_word(tmp_path, p(box(p("活动背景"), p("2008年11月19日"))) + REST + data)
    assert "issue" not in article
    assert '<aside class="admonition"' in article
    assert "| 一支部 | 12 |" in article


@pytest.mark.parametrize(
    ("head", "count"),
    [
        (["某市总工会文件", "某工〔2008〕85号                签发人：黄某某"], 2),
        (["某市总工会文件", "某工〔2008〕85号　　　签发人：黄某某　林某某"], 2),
        (["某市总工会文件", "某工〔2008〕85号", "签发人：黄某某", "　　　　林某某"], 4),
        (["某市总工会文件", "某工〔2008〕85号", "签发人：黄某某", "会签人：林某某"], 4),
        (["内部明电", "发　电", "等级：特急　　某工明电〔2008〕85号", "————————"], 4),
        (["某市总工会会议纪要", "〔2008〕3号", "某市总工会办公室　2008年11月19日"], 3),
        (["某市总工会", "某市教育局", "文件", "某工〔2008〕85号"], 4),
        (["某市总工会", "某工函〔2008〕12号"], 2),
        (["中共某市总工会党组文件", "某工党〔2008〕3号"], 2),
        (["特 急", "某 市 总 工 会", "某工〔2008〕 85 号"], 3),
        (["会 议 纪 要", "〔2008〕第3期", "某市总工会办公室　2008年11月19日"], 3),
    ],
)
def test_the_head_of_an_official_document(head: list[str], count: int) -> None:
    title = "某市总工会关于追加经费的请示"
    text = [*head, title, "市人民政府：", "　　现请示如下。", "某市总工会", "二00八年十一月十九日"]
    document = recognise("\n".join(text))
    assert len(document.texts(LineKind.LETTERHEAD)) == count
    assert (document.title, document.day) == (title, DAY)
    assert document.texts(LineKind.ADDRESSEES) == ["市人民政府："]


def test_a_number_at_the_right_is_letterhead_and_no_signature() -> None:
    html = (
        '<p class="center">某市总工会</p><p class="right">某工函〔2008〕12号</p><h2>关于商请协助调研的函</h2>'
        f'<p>市教育局：</p><p>{TEXT}</p><p class="right">某市总工会</p><p class="right">2008年11月19日</p>'
    )
    article = from_html(html)
    assert article.fields["title"] == "关于商请协助调研的函"
    assert "某工函〔2008〕12号\n{: .doc-letterhead }" in article.body
    assert article.fields["source"] == "某市总工会"


def test_a_table_with_number_and_signer_is_letterhead(tmp_path: Path) -> None:
    head = p(r("某市总工会文件", size=36, rpr=RED), align="center") + table(tr("某工〔2008〕8号", "签发人：黄某某"))
    rest = p(r("关于追加经费的请示", size=22), align="center") + p("市人民政府：") + p(f"　　{TEXT}")
    article = from_word(tmp_path, head + rest)
    assert "title: 关于追加经费的请示\n" in article
    assert "签发人：黄某某\n{: .doc-letterhead }" in article
    assert "<table" not in article


@pytest.mark.parametrize(
    "line",
    [
        "各县（市、区）总工会，市直各单位：",
        "市人民政府：",
        "市劳动和社会保障局：",
        "各支部、机关各部室：",
        "各产业工会，市直机关各基层工会:",
        "同志们：",
        "某县总工会：",
    ],
)
def test_whom_a_document_is_for(line: str) -> None:
    kinds = [block.kind for block in recognise(f"关于学习的通知\n{line}\n请学习。").lines]
    assert kinds == [LineKind.TITLE, LineKind.ADDRESSEES, LineKind.TEXT]


@pytest.mark.parametrize(
    "line",
    [
        "2008年12月5日，市总工会主席黄某某主持召开会议，研究困难职工帮扶工作。现纪要如下：",
        "为贯彻市委会议精神，现就有关事项通知如下：",
        "根据工作安排，对各支部提出以下要求：",
        "会议议定：",
        "经研究，决定表彰下列单位：",
        "时间：",
        "参加单位：",
    ],
)
def test_a_paragraph_that_leads_on_is_text(line: str) -> None:
    assert recognise(f"关于学习的会议纪要\n{line}\n请学习。").texts(LineKind.ADDRESSEES) == []


@pytest.mark.parametrize("label", ["附件", "附件2", "附件2：", "附 件 一", "附件：", "附：", "（附件）", "【附件2】"])
def test_the_title_stands_below_the_label_of_an_attachment(label: str) -> None:
    article = from_html(f"<p>{label}</p>{BODY}")
    assert article.fields["title"] == TITLE
    assert article.body.strip().startswith(label)
    assert article.fields["summary"] == TEXT


def test_the_title_of_an_attachment_stands_above_its_own_headings() -> None:
    notice = f"<h1>关于印发帮扶方案的通知</h1><p>各部室：</p><p>{TEXT}</p><p>附件：1. 帮扶方案</p><p>2. 报名表</p>"
    signed = '<p class="right">某市总工会</p><p class="right">2008年11月19日</p>'
    plan = (
        f"<p>附件1</p><h2>某市总工会帮扶方案</h2><h2>一、目标任务</h2><p>{TEXT}</p><h2>二、工作安排</h2><p>{TEXT}</p>"
    )
    form = "<p>附件2</p><h2>报名表</h2><p>请填写。</p>"
    article = from_html(notice + signed + plan + form)
    headings = [line for line in article.body.split("\n") if line.startswith("#")]
    assert headings == ["## 某市总工会帮扶方案", "### 一、目标任务", "### 二、工作安排", "## 报名表"]
    assert article.body.count("{: .doc-attachments }") == 4


def test_the_title_of_what_an_article_brings_along_stands_above_its_own_headings() -> None:
    article = from_html(f"<h1>{TITLE}</h1><p>{TEXT}</p><p>附件1</p><h3>活动方案</h3><h3>一、对象</h3><p>全体。</p>")
    headings = [line for line in article.body.split("\n") if line.startswith("#")]
    assert headings == ["## 活动方案", "### 一、对象"]


def test_what_a_sign_off_is_below_of_is_named_and_no_title() -> None:
    text = f"关于学习的通知\n各支部：\n{TEXT}\n附件：\n学习书目\n某市总工会\n2008年11月19日\n附件\n学习书目\n请读书。"
    document = recognise(text)
    assert document.texts(LineKind.ATTACHMENTS) == ["附件：", "学习书目", "附件"]
    assert document.texts(LineKind.TITLE) == ["关于学习的通知", "学习书目"]
    assert document.issuer == "某市总工会"


@pytest.mark.parametrize(
    "lines",
    [
        ["附件一：名单", "附件二：报名表"],
        ["附件1：名单", "附件 2. 报名表"],
        ["附：1、名单", "　　2、报名表"],
        ["附件：（1）名单", "（2）报名表"],
        ["附表：名单", "附件2-3：报名表"],
    ],
)
def test_attachments_in_all_writings(lines: list[str]) -> None:
    text = ["关于学习的通知", "各支部：", "请学习。", *lines, "某市总工会", "2008年11月19日"]
    document = recognise("\n".join(text))
    assert document.texts(LineKind.ATTACHMENTS) == [line.strip() for line in lines]
    assert document.issuer == "某市总工会"


@pytest.mark.parametrize(
    "signed",
    [
        ["某市总工会　2008年11月19日"],
        ["某市总工会　二00八年 十一月 十九日"],
        ["某市总工会（盖章）", "2008年11月19日"],
        ["2008年11月19日", "某市总工会"],
    ],
)
def test_who_signs_and_when_in_one_line_or_two(signed: list[str]) -> None:
    document = recognise("\n".join(["关于学习的通知", "各支部：", "请学习。", *signed]))
    assert (document.issuer, document.day) == ("某市总工会", DAY)


def test_a_list_of_bodies_and_days_is_no_sign_off() -> None:
    listed = ["某市总工会　2008年11月19日", "某县总工会　2008年11月20日", "某区总工会　2008年11月21日"]
    assert recognise("\n".join(["安排表", TEXT, *listed])).texts(LineKind.SIGNATURE) == []
    assert recognise("\n".join(["安排表", TEXT, "报到", "11月19日", "参观"])).texts(LineKind.DATE) == []


def test_an_editors_note_under_a_heading_of_its_own_gives_no_title_and_no_summary() -> None:
    head = "<p>工会简报</p><p>第2期</p><p>某市总工会办公室编　2008年11月19日</p>"
    article = from_html(f"{head}<h1>按　语</h1><p>这篇稿件写得好，现在刊登出来。</p>{BODY}")
    assert (article.fields["title"], article.fields["summary"]) == (TITLE, TEXT)
    begun = "按照市总工会的要求，某县总工会领导走访困难职工，送上慰问品。"
    assert from_html(f"<h1>{TITLE}</h1><p>{begun}</p><p>{TEXT}</p>").fields["summary"] == begun


def test_the_foot_of_a_bulletin_and_what_says_who_hands_it_in() -> None:
    foot = "<p>主送：市委。</p><p>呈报：市总工会。</p><p>报送：市委学习实践办。</p>"
    head = "<p>工会简报</p><p>第2期</p><p>某市总工会办公室编　2008年11月19日</p>"
    article = from_html(f"{head}{BODY}{foot}")
    assert article.body.count("{: .doc-copies }") == 3
    assert article.fields["source"] == "某市总工会办公室"
    assert from_html(f"<h1>{TITLE}</h1><p>{TEXT}</p><p>报送：某县总工会</p>").fields["source"] == "某县总工会"


def test_a_title_in_a_frame_right_above_the_text(tmp_path: Path) -> None:
    text = p("　　" + TEXT) + p("　　大家都说好。")
    for framed in (p(box(p(TITLE, align="center"))), p(ART.replace("工会简报", TITLE)), table(tr(TITLE))):
        article = from_word(tmp_path, framed + text)
        assert f"title: {TITLE}\n" in article
        assert article.split("---")[2].strip().startswith(TEXT)
    article = from_html(f'<aside class="textbox"><p>{TITLE}</p></aside><p>{TEXT}</p><p>大家都说好。</p>')
    assert f"文本框（单格表）里的“{TITLE}”当作标题，请核对。" in said(article, "look")
    result = from_html(f'<aside class="textbox"><p>温馨提示</p></aside>{BODY}')
    assert result.fields["title"] != "温馨提示"
    assert "温馨提示" in result.body


def test_several_bodies_beside_one_word_are_letterhead(tmp_path: Path) -> None:
    head = table(tr(tc("某市总工会", "某市教育局"), "文件")) + p("某工〔2008〕8号", align="center")
    rest = p(r("关于开展学习的通知", size=22), align="center") + p("各支部：") + p(f"　　{TEXT}")
    article = from_word(tmp_path, head + rest)
    assert article.count("{: .doc-letterhead }") == 4
    assert "title: 关于开展学习的通知\n" in article


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["倡 议 书", "全县职工朋友们："], "倡 议 书"),
        (["某县总工会", "会议通知", "各支部："], "某县总工会会议通知"),
        (
            ["某县总工会关于开展学习实践", "科学发展观活动的通知", "各支部："],
            "某县总工会关于开展学习实践科学发展观活动的通知",
        ),
        (["某 县 总 工 会", "关于学习的通知", "各支部："], "关于学习的通知"),
        (["关于学习的通知", "（某工〔2008〕8号）", "各支部："], "关于学习的通知"),
    ],
)
def test_titles_in_lines_and_set_apart(lines: list[str], title: str) -> None:
    assert recognise("\n".join([*lines, TEXT, "某县总工会", "2008年11月19日"])).title == title


def test_a_report_with_a_number_of_its_own_is_a_document() -> None:
    head = "<p>某县总工会文件</p><p>某工〔2008〕8号　　签发人：黄某某</p>"
    title = "<h1>某县总工会关于学习活动情况的报告</h1>"
    assert from_html(f"{head}{title}<p>市总工会：</p><p>{TEXT}</p>").fields["genre"] == "文件"
    assert from_html(f"{title}<p>{TEXT}</p><p>大家都说好。</p>").fields["genre"] == "总结报告"


def test_who_printed_it_and_how_many_are_the_foot_of_a_document() -> None:
    text = f"关于学习的通知\n各支部：\n{TEXT}\n某市总工会\n2008年11月19日\n抄送：市委。\n某市总工会办公室　2008年11月20日印发\n共印60份"
    document = recognise(text)
    assert len(document.texts(LineKind.COPIES)) == 3
    assert (document.issuer, document.day) == ("某市总工会", DAY)


def test_a_bulletin_in_plain_text_has_its_number_too(tmp_path: Path) -> None:
    text = f"工会简报\n第12期\n某市总工会办公室编　2008年11月19日\n{TITLE}\n{TEXT}\n"
    draft = text_article.article_of(text, tmp_path / "简报.txt", desk())
    assert (draft.fields["title"], draft.fields["issue"], draft.fields["genre"]) == (TITLE, 12, "动态")
    assert (draft.fields["source"], draft.fields["document_date"]) == ("某市总工会办公室", DAY)
    assert draft.body.count("{: .doc-letterhead }") == 3
    assert not [remark for remark in draft.report.remarks if "没有认出" in remark.text]


def test_a_column_that_is_closed_is_reported_at_once() -> None:
    wanted = desk()
    closed = wanted.column.model_copy(update={"status": "archived", "closed": DAY})
    assert not list(archived_remark(wanted))
    assert "栏目「动态」2008-11-19 已经归档" in next(archived_remark(replace(wanted, column=closed))).text


@pytest.mark.parametrize(
    "line",
    [
        *("附件" + " " * 200_000 + "甲", "某工〔2008〕" + " " * 200_000 + "甲", "签发人" + " " * 200_000, "-" * 200_000 + "甲"),
        *("第" * 200_000, "一" * 200_000 + "期", "（记者" * 60_000, "2008年" * 50_000, "甲 " * 100_000 + "乙乙", "〔2008〕" * 30_000),
        *("某局" * 100_000 + "：", "，" * 200_000 + "如下：", "张 某" * 60_000, "文/张某" * 40_000),
    ],
    ids=range(14),
)  # fmt: skip
def test_the_worst_lines_are_read_to_their_end(line: str) -> None:
    """200,000 characters: what takes the square of that would not end within the limit for each test."""
    recognise(f"{line}\n{line}\n{TEXT}\n{line}\n2008年11月19日")
    assert credits_of(line) is None
    assert Cleaner().characters(Run(line)).text
