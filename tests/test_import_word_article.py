"""What is recognised in an imported article, what is cleaned, what the editor is asked, and what is kept to the letter."""

from __future__ import annotations

from datetime import date

import pytest
from lanmu.content.article import FrontMatter
from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.credits import Credits, credits_at_the_end, credits_of
from lanmu.intake.report import Draft
from support.imported import body_of, desk, from_html, said

TEXT = "<p>某某支部组织党员集中学习，大家谈了体会。</p><p>第二段的话也在这里。</p>"
TITLE = '<h1 class="title">示例标题</h1>'


def looked(article: Draft) -> str:
    return " ".join(said(article, "look"))


def usual(article: Draft) -> str:
    return " ".join(said(article, "usual"))


def changed(article: Draft) -> str:
    return " ".join(said(article, "changed"))


@pytest.mark.parametrize(
    ("html", "title", "rest"),
    [
        (f"{TITLE}{TEXT}", "示例标题", "某某支部"),
        ('<h1>学得深<br>做得实</h1><p class="center">——记某某支部</p><p>甲。</p>', "学得深做得实——记某某支部", "甲。"),
        ('<h1 class="title">上半句</h1><h1 class="title">下半句</h1><p>甲。</p>', "上半句下半句", "甲。"),
        ("<h1>通　　知</h1><p>甲。</p>", "通知", "甲。"),
        ("<h1>学习 2008 年 VIP</h1><p>甲。</p>", "学习 2008 年 VIP", "甲。"),
        (f'<p class="center">居中的第一行</p>{TEXT}', "居中的第一行", "某某支部"),
        (f"<p>短短的第一行</p>{TEXT}", "短短的第一行", "某某支部"),
    ],
)
def test_the_title_goes_into_the_front_matter(html: str, title: str, rest: str) -> None:
    article = from_html(html)
    assert article.fields["title"] == title
    assert article.body.strip().startswith(rest)


def test_a_guessed_title_is_to_be_looked_at() -> None:
    assert "第一段“短短的第一行”当作标题" in looked(from_html(f"<p>短短的第一行</p>{TEXT}"))
    assert "当作标题" not in looked(from_html(TITLE + TEXT))


def test_a_document_without_a_title_takes_the_files_name() -> None:
    article = from_html(TEXT)
    assert article.fields["title"] == "来稿"
    assert "暂用文件名「来稿」" in looked(article)
    assert "标题（title）" in looked(article)


def test_a_numbered_line_or_a_heading_is_no_title() -> None:
    for first in ("<h2>总体要求</h2>", "<p>一、总体要求</p>", "<p>1. 总体要求</p>"):
        article = from_html(first + TEXT)
        assert article.fields["title"] == "来稿"
        assert "总体要求" in article.body


def test_an_editors_title_leaves_the_documents_own_in_the_text() -> None:
    article = from_html(TITLE + TEXT, title="另一个标题")
    assert article.fields["title"] == "另一个标题"
    assert "示例标题" in article.body
    assert "示例标题" not in from_html(TITLE + TEXT, title="示例标题").body


def test_a_title_with_a_note_stays_in_the_text() -> None:
    note = '<sup><a href="#footnote-1">[1]</a></sup>'
    article = from_html(f'<h1>示例标题{note}</h1>{TEXT}<ol><li id="footnote-1"><p>题注</p></li></ol>')
    assert article.fields["title"] == "示例标题"
    assert "示例标题[^1]" in article.body


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("文/张某 图/李某", Credits("张某", "李某")),
        ("（作者：张某某）", Credits("张某某")),
        ("（文/张　某 摄/李某某 审/王某）", Credits("张某", "李某某", others=("审：王某",))),
        ("供稿：某某支部", Credits(unit="某某支部")),
        ("（某某支部供稿）", Credits(unit="某某支部")),
        ("（李某某 摄）", Credits(photo="李某某")),
        ("本报记者 张某某 通讯员 李某", Credits("张某某、李某")),
        ("通讯员：张某、李某", Credits("张某、李某")),
        ("文/图 张某", Credits("张某", "张某")),
        ("供稿：某某党委 李 某", Credits("李某", unit="某某党委")),
        ("来源：示例日报 编辑：王某", Credits(source="示例日报", others=("编辑：王某",))),
        ("文字：张某某，图片：李某某", Credits("张某某", "李某某")),
    ],
)
def test_a_line_of_credits(line: str, credits: Credits) -> None:
    assert credits_of(line) == credits


@pytest.mark.parametrize(
    "line",
    [
        "",
        "各单位：",
        "文：本次活动圆满成功，大家都很高兴",
        "图：1",
        "图1 开会",
        "（张某某）",
        "单位：",
        "作者和读者见了面。",
        "文" * 90,
    ],
)
def test_what_is_no_line_of_credits(line: str) -> None:
    assert credits_of(line) is None


def test_credits_go_into_the_front_matter() -> None:
    article = from_html(f"{TITLE}<p>通讯员：张某</p>{TEXT}<p>（摄/李某 审/王某）</p>")
    assert (article.fields["author"], article.fields["photo"]) == ("张某", "李某")
    assert "通讯员" not in article.body
    assert "署名“通讯员：张某”移到了稿件信息里" in changed(article)
    assert "署名里的“审：王某”没有写进稿件信息" in looked(article)


def test_no_name_of_several_lines_of_credits_is_lost() -> None:
    article = from_html(
        f"{TITLE}<p>通讯员：张某</p><p>来源：示例日报</p>{TEXT}<p>供稿：某某委</p><p>文/李某 摄/张某</p>"
    )
    assert (article.fields["author"], article.fields["photo"]) == ("张某、李某", "张某")
    assert article.fields["source"] == "示例日报 某某委"


def test_credits_at_the_end_of_a_sentence_stay_and_are_reported() -> None:
    assert credits_at_the_end("圆满结束。（作者：张某）") == Credits("张某")
    article = from_html(f"{TITLE}{TEXT}<p>圆满结束。（作者：张某）</p>")
    assert article.fields["author"] == "张某"
    assert "（作者：张某）" in article.body
    assert "正文里没有删去" in looked(article)


def test_credits_amid_the_text_are_text() -> None:
    middle = "".join(f"<p>第{n}段话。</p>" for n in "一二三四五六七八")
    article = from_html(f"{TITLE}{middle}<p>作者：张某</p>{middle}")
    assert "author" not in article.fields
    assert "作者：张某" in article.body


def test_who_made_the_file_is_only_mentioned() -> None:
    article = from_html(TITLE + TEXT, properties={"creator": "某甲"})
    assert "author" not in article.fields
    assert "写着“某甲”，多半是电脑的用户名，没有采用" in looked(article)


def test_a_unit_of_the_campaign_is_the_unit_and_any_other_a_source() -> None:
    own_unit = from_html(f"{TITLE}{TEXT}<p>供稿：办公室</p>")
    assert own_unit.fields["unit"] == "办公室"
    assert "source" not in own_unit.fields
    near = from_html(f"{TITLE}{TEXT}<p>供稿：各党支部</p>")
    assert "unit" not in near.fields
    assert near.fields["source"] == "各党支部"
    assert "最接近的是「各支部」" in looked(near)
    sample = from_html(f"{TITLE}{TEXT}<p>供稿单位：示例单位A</p>")
    assert sample.fields["source"] == "示例单位A"


def test_nobody_named_is_asked_for() -> None:
    article = from_html(TITLE + TEXT)
    assert article.fields["source"] == "（请填写供稿单位）"
    assert article.fields["draft"] is True
    assert "供稿单位（unit）、三审（review）" in looked(article)


@pytest.mark.parametrize(
    ("title", "column", "genre"),
    [
        ("某某支部开展学习", "news", "动态"),
        ("某某支部讨论纪要", "news", "讨论纪要"),
        ("关于困难职工的调研报告", "news", "调研报告"),
        ("学习活动总结", "news", "总结报告"),
        ("整改落实方案公示（第二批）", "notices", "整改公示"),
        ("公开承诺书", "notices", "公开承诺"),
        ("某某方案解读", "plan", "方案解读"),
        ("某某的说明", "notices", "说明"),
        ("其他", "plan", "文件"),
    ],
)
def test_a_genre_is_proposed(title: str, column: str, genre: str) -> None:
    article = from_html(f'<h1 class="title">{title}</h1>{TEXT}', column=column)
    assert article.fields["genre"] == genre
    assert f"体裁暂定“{genre}”" in usual(article)


def test_a_genre_that_was_asked_for_is_taken_or_refused() -> None:
    article = from_html(TITLE + TEXT, genre="学习辅导")
    assert article.fields["genre"] == "学习辅导"
    assert "体裁暂定" not in usual(article)
    with pytest.raises(UserError, match="没有体裁「动太」。是不是 动态"):
        desk(genre="动太")


def test_a_sign_off_is_set_right_and_dates_the_article() -> None:
    article = from_html(f'{TITLE}{TEXT}<p class="right">某某支部</p><p class="right">2008年10月21日</p>')
    assert article.body.endswith("某某支部\n{: .doc-signature }\n\n2008年10月21日\n{: .doc-date }\n")
    assert article.fields["document_date"] == date(2008, 10, 21)
    assert article.fields["source"] == "某某支部"


def test_a_day_that_is_yet_to_come_or_was_never_is_reported() -> None:
    article = from_html(f"{TITLE}{TEXT}<p>某某支部</p><p>2009年1月5日</p>")
    assert "document_date" not in article.fields
    assert "2009-01-05 还没有到" in looked(article)
    assert "日历上没有这一天" in looked(from_html(f"{TITLE}{TEXT}<p>某某支部</p><p>2008年2月30日</p>"))


def test_other_alignments_are_given_up_and_reported() -> None:
    article = from_html(f'{TITLE}<p class="center">居中的话。</p>{TEXT}')
    assert "1 段居中的文字改成了左起。" in said(article, "changed")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("大家学了一次，都有收获。", "大家学了一次，都有收获。"),
        ("第一句话说清了谁做什么。" * 10, "第一句话说清了谁做什么。" * 6),
        ("一句很长的话" + "，接着往下说" * 20 + "。", "一句很长的话" + "，接着往下说" * 12 + "。"),
        ("没有标点" * 40, "没有标点" * 19 + "没有标…"),
    ],
)
def test_the_summary_is_the_texts_beginning(text: str, summary: str) -> None:
    article = from_html(f"{TITLE}<p>短。</p><p>{text}</p>")
    assert article.fields["summary"] == summary
    assert 10 <= len(summary) <= 80
    assert "摘要取自正文开头" in usual(article)


def test_a_text_without_a_summary_asks_for_one() -> None:
    article = from_html(f"{TITLE}<p>短。</p>")
    assert article.fields["summary"] == "（请填写摘要）示例标题"
    assert "摘要（summary）" in looked(article)


@pytest.mark.parametrize(
    ("html", "markdown", "remark"),
    [
        ("<p>　　甲</p><p>  乙　</p>", "甲\n\n乙", "去掉了 2 处段首空格、段尾空格"),
        ("<p>甲</p><p></p><p>　</p><p>乙</p>", "甲\n\n乙", "去掉了 2 个空段落"),
        ("<p>甲<br>　　乙<br><br>丙<br>丁</p>", "甲\n\n乙\n\n丙<br>丁", "2 处用换行符"),
        ("<p><strong>　　甲<br>　　乙</strong></p>", "**甲**\n\n**乙**", "1 处用换行符"),
        ("<p>甲\u200b乙\ufeff</p>", "甲乙", "2 处看不见的字符"),
        ("<p>甲\u00a0乙</p>", "甲 乙", "1 处不间断空格"),
        ("<p>\t甲\t乙</p>", "甲 乙", "1 处制表符"),
        ("<ul><li>　甲</li><li></li></ul>", "- 甲", "1 处段首空格"),
    ],
)
def test_what_paper_needs_and_pages_do_not_is_cleaned_and_reported_once(html: str, markdown: str, remark: str) -> None:
    article = from_html(TITLE + html)
    assert article.body.strip() == markdown
    assert [text for text in said(article, "changed") if remark in text]


def test_blanks_between_words_are_no_indent() -> None:
    assert body_of("<p>张　三，李四</p><p>a  b</p>") == "张　三，李四\n\na  b"


def test_numbered_lines_are_headings_only_where_word_has_none() -> None:
    article = body_of(
        "<p>开头的话。</p><p>一、做法</p><p>甲。</p><p>（一）分头学</p><p>乙。</p><p>二、成效。</p><p>丙。</p>"
    )
    assert [line for line in article.split("\n") if line.startswith("#")] == ["## 一、做法"]
    word = body_of("<h2>做法</h2><p>一、先学</p><p>甲。</p>")
    assert "\n一、先学" in word
    assert "#" not in body_of("<p>有三条：</p><p>一、学</p><p>二、讲</p><p>三、做</p>")


OFFICIAL = (
    '<p class="center">某某市示例工会文件</p><p class="center">某示工〔2008〕12号</p>'
    '<p class="center"><strong>关于开展示例学习的通知</strong></p><p>各支部：</p><p>　　请于10月底  前完成。</p>'
    "<p>　　一、对象</p><p>　　全体。</p><p>　　（一）职工</p><p>　　都来。</p><p>附件：1.书目</p>"
    '<p class="right">某某市示例工会</p><p class="right">二〇〇八年十月十日</p><p>主题词：示例　学习</p><p>抄送：存档。</p>'
)


def test_an_official_document_is_recognised_and_cleaned() -> None:
    article = from_html(OFFICIAL, column="plan")
    assert (article.fields["title"], article.fields["genre"]) == ("关于开展示例学习的通知", "文件")
    assert (article.fields["source"], article.fields["tags"]) == ("某某市示例工会", ["示例", "学习"])
    assert article.fields["document_date"] == date(2008, 10, 10)
    assert "verbatim" not in article.fields
    assert "draft" not in article.fields
    for look in ("letterhead", "addressees", "attachments", "signature", "date", "index", "copies"):
        assert f"{{: .doc-{look} }}" in article.body
    assert "doc-title" not in article.body
    assert "## 一、对象\n\n全体。\n\n### （一）职工" in article.body
    assert "主送：各支部：" in said(article, "taken")


def test_verbatim_keeps_every_character() -> None:
    article = from_html(OFFICIAL, column="plan", verbatim=True)
    assert article.fields["verbatim"] is True
    assert article.fields["summary"] == "关于开展示例学习的通知：正式文本，照原文逐字录入。"
    assert "关于开展示例学习的通知\n{: .doc-title }" in article.body
    assert "\n&#12288;&#12288;请于10月底  前完成。\n" in article.body
    assert "## &#12288;&#12288;一、对象" in article.body
    assert not [text for text in said(article, "changed") if "空格" in text]


def test_verbatim_moves_no_credits() -> None:
    article = from_html(f"{TITLE}{TEXT}<p>文/张某</p>", verbatim=True)
    assert "文/张某" in article.body
    assert "author" not in article.fields


def test_fields_stand_in_the_order_that_articles_have() -> None:
    article = from_html(f"{TITLE}{TEXT}<p>（文/张某 图/李某）</p>")
    assert list(article.fields) == [name for name in FrontMatter.model_fields if name in article.fields]
    assert article.fields["date"] == "2008-11-20 09:30"


def test_the_report_counts_what_the_article_has() -> None:
    html = f"{TITLE}{TEXT}<h2>题</h2><ul><li>甲</li></ul><table><tr><td>a</td></tr><tr><td>b</td></tr></table><aside><p>乙</p></aside>"
    said_taken = said(from_html(html), "taken")
    assert said_taken[0] == "标题：示例标题；体裁：动态；来源：（请填写供稿单位）。"
    assert (
        said_taken[1] == "段落 2 段、小标题 1 个、列表 1 个、表格 1 个、文本框 1 个；共 39 个字，和原文逐字核对一致。"
    )


def test_the_report_puts_doubts_first_and_what_comes_every_time_last() -> None:
    lines = list(from_html(TITLE + TEXT).report.lines())
    assert [line for line in lines if not line.startswith(" ")] == [
        "请看一看：",
        "没有收进来：没有",
        "改动了：没有",
        "照收了：",
        "每次都一样：体裁暂定“动态”（不对就改 genre，或重新导入时加 --genre）；"
        "摘要取自正文开头（请改成一两句话：谁、做了什么、结果怎样）。",
    ]
