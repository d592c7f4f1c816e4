"""Who wrote an article, what day it bears, what it is and how it begins, as offices write these."""

from __future__ import annotations

from datetime import date

import pytest
from lanmu.intake.article.credits import Credits, credits_of, signed_by, unit_in_brackets
from lanmu.intake.days import is_day, is_partial, parse_day
from lanmu.intake.names import is_body, is_person
from support.imported import from_html, said

TITLE = '<h1 class="title">某县总工会开展送温暖活动</h1>'
TEXT = "11月20日上午，某县总工会领导走访困难职工，了解他们的生活情况。"
BODY = f"<p>{TEXT}</p><p>大家都说好，盼望常来。</p>"
DAY = date(2008, 11, 19)


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("（某县总工会　张某）", Credits("张某", unit="某县总工会")),
        ("某县总工会   张 某", Credits("张某", unit="某县总工会")),
        ("（张某某　机关党委）", Credits("张某某", unit="机关党委")),
        ("（某厂工会供稿　李某）", Credits("李某", unit="某厂工会")),
        ("市工人文化宫　王某某、李某", Credits("王某某、李某", unit="市工人文化宫")),
        ("某厂工会　示例人员甲", Credits("示例人员甲", unit="某厂工会")),
        ("（某厂工会：张某）", Credits("张某", unit="某厂工会")),
    ],
)
def test_a_body_with_a_name(line: str, credits: Credits) -> None:
    assert signed_by(line) == credits


@pytest.mark.parametrize(
    "line",
    [
        *(
            "（张某某）",
            "特此通知",
            "市总工会　市教育局",
            "党委 决定",
            "张某　李某",
            "某县总工会：张某",
            "（图书馆 开放）",
        ),
        "张某某在会上说，某县总工会 很好。",
    ],
)
def test_what_is_no_body_with_a_name(line: str) -> None:
    assert signed_by(line) is None


def test_names_of_persons_and_bodies() -> None:
    assert all(map(is_person, ("张某", "陈某某", "欧阳某", "示例人员甲", "李会")))
    assert not any(map(is_person, ("工会", "林业局", "张某某同志", "办公室", "大家")))
    assert all(map(is_body, ("某县总工会", "林业局", "机关党委", "市工人文化宫", "第三党支部")))
    assert not any(map(is_body, ("张某", "李会", "会", "学习心得")))


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("文/张某 图/李某 编辑：王某 审核：陈某", Credits("张某", "李某", others=("编辑：王某", "审核：陈某"))),
        ("文/张某 图/李某 排版：王某", Credits("张某", "李某", unknown=("排版：王某",))),
        ("来源：示例日报 发布时间：2008-11-20 作者：张某", Credits("张某", source="示例日报", unknown=("发布时间：2008-11-20",))),
        ("文字：张某 / 图片：李某", Credits("张某", "李某")),
        ("撰稿人：张某　供稿单位：某县总工会", Credits("张某", unit="某县总工会")),
        ("（特约通讯员 张某）", Credits("张某")),
        ("作者：李会", Credits("李会")),
        ("张某/文　李某/摄影", Credits("张某", "李某")),
        ("某厂工会　张某/文　李某/图", Credits("张某", "李某", unit="某厂工会")),
        ("通讯员 张某 李某 报道", Credits("张某、李某")),
        ("本报记者　张某　通讯员　李某　文/图", Credits("张某、李某", "张某、李某")),
        ("（某某晚报记者 张某）", Credits("张某")),
        ("（记者张某）", Credits("张某")),
        ("某县总工会供稿", Credits(unit="某县总工会")),
        ("（图/文 某县总工会）", Credits(unit="某县总工会")),
        ("投稿：张某（某县总工会）", Credits("张某", unit="某县总工会")),
        ("2008年11月19日　来源：某县总工会", Credits(source="某县总工会", unknown=("2008年11月19日",))),
    ],
)  # fmt: skip
def test_several_labels_in_one_line(line: str, credits: Credits) -> None:
    assert credits_of(line) == credits


@pytest.mark.parametrize("line", ["欢迎供稿", "通讯员培训班", "某县总工会　电话：0595-00000000", "某县总工会　好"])
def test_labels_without_a_name_are_text(line: str) -> None:
    assert credits_of(line) is None


@pytest.mark.parametrize(
    ("end", "source"),
    [
        ("（作者系某县总工会副主席）", "某县总工会"),
        ("（原载《示例日报》2008年11月18日）", "示例日报"),
        ("（转自示例工会网）", "示例工会网"),
    ],
)
def test_a_note_on_writer_or_source_stays_and_is_reported(end: str, source: str) -> None:
    article = from_html(f"{TITLE}{BODY}<p>{end}</p>")
    assert article.fields["source"] == source
    assert article.body.endswith(f"{end}\n")
    assert "文末括号里的署名已经写进稿件信息" in " ".join(said(article, "look"))


def test_a_name_in_brackets_after_the_last_sentence_is_the_author() -> None:
    assert from_html(f"{TITLE}<p>{TEXT}</p><p>大家都说好。（张某）</p>").fields["author"] == "张某"
    for end in ("大家都说好（张某）", "大家都说好。（连载）"):
        assert "author" not in from_html(f"{TITLE}<p>{TEXT}</p><p>{end}</p>").fields


def test_a_body_alone_below_the_title_or_at_the_end() -> None:
    for html in (
        f'{TITLE}<p class="center">某县总工会</p>{BODY}',
        f'{TITLE}<p class="center">某县总工会　2008年11月19日</p>{BODY}',
        f'{TITLE}{BODY}<p class="right">某县总工会</p>',
        f'{TITLE}{BODY}<p class="right">某县总工会</p><p class="right">示例人员甲</p>',
    ):
        article = from_html(html)
        assert article.fields["source"] == "某县总工会"
        assert article.fields.get("document_date") == (DAY if "2008年" in html else None)
        assert article.body.strip().endswith("盼望常来。")
    signed = from_html(f'{TITLE}{BODY}<p class="right">某县总工会</p><p class="right">2008年11月19日</p>')
    assert "某县总工会\n{: .doc-signature }" in signed.body


def test_labels_that_are_all_unknown_are_text() -> None:
    assert credits_of("时间：周一 地点：三楼") is None


def test_an_unknown_label_stays_in_the_text_and_is_reported() -> None:
    article = from_html(f"{TITLE}{BODY}<p>（文/张某 排版：王某 图/李某）</p>")
    assert (article.fields["author"], article.fields["photo"]) == ("张某", "李某")
    assert article.body.endswith("\n排版：王某\n")
    assert "署名里的“排版：王某”稿件信息里没有这一项，留在了正文里" in " ".join(said(article, "look"))


@pytest.mark.parametrize("end", ["（某县总工会　张某）", "某县总工会　张某", "<b>某县总工会</b> 张某"])
def test_an_end_line_gives_unit_and_author(end: str) -> None:
    for look in ("", ' class="right"'):
        article = from_html(f"{TITLE}{BODY}<p{look}>{end}</p>")
        assert (article.fields["source"], article.fields["author"]) == ("某县总工会", "张某")
        assert "张某" not in article.body
    dated = from_html(f"{TITLE}{BODY}<p>{end}</p><p>2008年11月19日</p>")
    assert (dated.fields["author"], dated.fields["document_date"]) == ("张某", DAY)


def test_a_body_in_brackets_at_the_end_is_the_unit() -> None:
    assert unit_in_brackets("（张某某）") is None
    article = from_html(f"{TITLE}{BODY}<p>（办公室）</p>")
    assert article.fields["unit"] == "办公室"


def test_a_list_of_people_is_no_signature() -> None:
    people = "<p>某县总工会　张某</p><p>某区总工会　李某</p><p>某市总工会　王某</p>"
    article = from_html(f"{TITLE}{BODY}{people}")
    assert "author" not in article.fields
    assert "某市总工会" in article.body


def test_a_source_that_is_named_twice_stands_once() -> None:
    signed = '<p class="right">某市工人文化宫</p><p class="right">2008年11月19日</p>'
    for source in ("某市工人文化宫", "市工人文化宫"):
        article = from_html(f"{TITLE}<p>来源：{source}　作者：王某某</p>{BODY}{signed}")
        assert article.fields["source"] == "某市工人文化宫"


@pytest.mark.parametrize("begun", ["本报讯　", "本报某地讯（通讯员张某）", "本网讯（某县总工会 张某）"])
def test_a_summary_has_no_dateline(begun: str) -> None:
    article = from_html(f"{TITLE}<p>{begun}{TEXT}</p><p>大家都说好，盼望常来。</p>")
    assert article.fields["summary"] == TEXT
    assert article.fields.get("author") == ("张某" if "张某" in begun else None)


def test_credits_at_the_beginning_of_the_news_stay_and_are_reported() -> None:
    article = from_html(f"{TITLE}<p>本报讯（通讯员 张某）{TEXT}</p><p>大家都说好，盼望常来。</p>")
    assert article.fields["author"] == "张某"
    assert "本报讯（通讯员 张某）" in article.body
    assert "开头括号里的署名" in " ".join(said(article, "look"))
    assert article.fields["summary"] == TEXT


def test_day_and_name_below_the_title_of_a_speech() -> None:
    title = '<h1 class="title">在全县工会工作会议上的讲话</h1>'
    for below in ("<p>（2008年11月19日）</p><p>黄某某</p>", "<p>黄某某</p><p>（二〇〇八年十一月十九日）</p>"):
        article = from_html(f"{title}{below}<p>同志们：</p>{BODY}")
        assert (article.fields["document_date"], article.fields["author"]) == (DAY, "黄某某")
        assert article.body.strip().startswith("同志们：")
        assert article.fields["summary"] == TEXT
    future = from_html(f"{title}<p>（2009年11月19日）</p><p>同志们：</p>{BODY}")
    assert "（2009年11月19日）" in future.body
    unit = from_html(f'{TITLE}<p class="center">某县总工会　张某</p>{BODY}')
    assert (unit.fields["source"], unit.fields["author"]) == ("某县总工会", "张某")


def test_a_name_with_a_post_gives_the_author_and_stays() -> None:
    title = '<h1 class="title">在全县工会工作会议上的讲话</h1>'
    below = '<p class="center">某县总工会主席　黄某某</p><p class="center">（2008年11月19日）</p>'
    article = from_html(f"{title}{below}<p>同志们：</p>{BODY}")
    assert (article.fields["document_date"], article.fields["author"]) == (DAY, "黄某某")
    assert article.fields["source"] == "（请填写供稿单位）"
    assert article.body.strip().startswith("某县总工会主席　黄某某\n\n同志们：")
    assert "标题下面的署名已经写进稿件信息" in " ".join(said(article, "look"))


def test_who_signs_with_a_name_is_the_author_and_no_unit() -> None:
    for name in ("张某", "张某　李某"):
        signed = f'<p class="right">{name}</p>'
        article = from_html(f'{TITLE}{BODY}<p class="right">某县总工会</p>{signed}<p class="right">2008年11月19日</p>')
        assert (article.fields["source"], article.fields["author"]) == ("某县总工会", "、".join(name.split()))
        assert from_html(f"{TITLE}{BODY}{signed}").fields["author"] == "、".join(name.split())
    thanks = from_html(f'{TITLE}{BODY}<p class="right">谢谢</p>')
    assert "author" not in thanks.fields


def test_a_line_of_editors_alone_stays_and_is_reported() -> None:
    article = from_html(f"{TITLE}<p>通讯员 张某</p>{BODY}<p>责任编辑：王某　审核：李某</p>")
    assert article.fields["author"] == "张某"
    assert article.body.endswith("责任编辑：王某　审核：李某\n")
    assert "“责任编辑：王某　审核：李某”是编辑、审稿的署名" in " ".join(said(article, "look"))


def test_credits_at_the_end_of_a_sentence_may_have_no_label() -> None:
    article = from_html(f"{TITLE}<p>{TEXT}</p><p>大家都说好，盼望常来。（某县总工会　张某）</p>")
    assert (article.fields["source"], article.fields["author"]) == ("某县总工会", "张某")
    assert "（某县总工会　张某）" in article.body


def test_a_short_first_paragraph_is_no_name() -> None:
    article = from_html(f"{TITLE}<p>张某</p>{BODY}")
    assert "author" not in article.fields
    assert article.body.strip().startswith("张某")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二00八年十一月十九日", DAY),
        ("二○○八年十一月十九日", DAY),
        ("二OO八年十一月十九日", DAY),
        ("2008.11.19", DAY),
        ("2008-11-19", DAY),
        ("2008/11/19", DAY),
        ("２００８年１１月１９日", DAY),
        ("2008 年 11 月 19 日（星期三）", DAY),
        ("（2008年11月19日）", DAY),
        ("二〇〇八年元月廿一日", date(2008, 1, 21)),
        ("2008.2.30", None),
        ("二00八年十三月八日", None),
    ],
)
def test_dates_as_offices_write_them(text: str, day: date | None) -> None:
    assert is_day(text)
    assert parse_day(text) == day
    article = from_html(f'{TITLE}{BODY}<p class="right">某县总工会</p><p class="right">{text}</p>')
    assert article.fields.get("document_date") == (day if day else None)
    assert article.body.count("{: .doc-signature }") == 1
    assert day or f"日历上没有这一天，请核对原文：{text}" in " ".join(said(article, "look"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "〇八年十一月十九日",
            "二〇〇八年十一月",
            "08年11月19日",
            "08.11.19",
            "2008年11月　日",
            "20081119",
            "11月19日",
        ),
        *("2008年11月19日上午", "二〇〇八年腊月初八", "2008年元旦", "2008、11、19"),
    ],
)
def test_a_date_that_is_not_certain_is_reported(text: str) -> None:
    assert is_partial(text)
    assert parse_day(text) is None
    article = from_html(f'{TITLE}{BODY}<p class="right">某县总工会</p><p class="right">{text}</p>')
    assert "document_date" not in article.fields
    assert f"{text}\n{{: .doc-date }}" in article.body
    assert f"日期“{text}”没有写全年月日" in " ".join(said(article, "look"))


@pytest.mark.parametrize("text", ["2008年11月19日下午", "11.19", "2008.11", "1.2.3", "三00八", "2008年"])
def test_what_is_no_date(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("第三党支部解放思想大讨论会议纪要", "讨论纪要"),
        ("第三党支部讨论纪要", "讨论纪要"),
        ("某县总工会座谈会纪要", "讨论纪要"),
        ("关于研究帮扶工作的会议纪要", "文件"),
        ("学习实践活动学习心得", "心得体会"),
        ("学习科学发展观心得体会", "心得体会"),
        ("在动员大会上的讲话", "学习辅导"),
        ("学习实践活动情况汇报", "总结报告"),
        ("某县总工会工作总结", "总结报告"),
        ("困难职工情况调研报告", "调研报告"),
        ("关于作风检查情况的通报", "文件"),
        ("群众评议情况的通报", "评议结果"),
        ("整改措施公示", "整改公示"),
        ("群众评议结果公示", "评议结果"),
        ("致全县职工的倡议书", "文件"),
        ("服务职工承诺书", "公开承诺"),
        ("某县总工会整改方案", "文件"),
        ("关于开展学习的通知", "通知"),
        ("某县总工会召开总结大会", "动态"),
        ("学习有心得——记某某支部的讨论纪要", "心得体会"),
        ("立足岗位——学习实践活动体会文章", "心得体会"),
        ("党课讲稿：做合格党员", "学习辅导"),
        ("某县总工会公告", "文件"),
        ("某县总工会推出三项措施", "动态"),
        ("机关作风整改措施", "文件"),
        ("困难职工生活状况调查", "调研报告"),
        ("领导到某县总工会调研", "动态"),
        ("支部学习会记录", "讨论纪要"),
        ("群众满意度测评情况通报", "评议结果"),
        ("先进事迹报告", "典型人物"),
        ("职工之家经验材料", "典型单位"),
        ("规章制度清单", "制度目录"),
    ],
)
def test_the_longest_end_of_a_title_gives_the_genre(title: str, genre: str) -> None:
    assert from_html(f'<h1 class="title">{title}</h1>{BODY}').fields["genre"] == genre


@pytest.mark.parametrize(
    "first",
    [
        "<p>时间：2008年11月12日（星期三）下午3:00</p><p>地点：某县总工会五楼会议室</p><p>参加人员：全体党员。</p>",
        "<p>各县（市、区）总工会，市直各单位：</p>",
        "<p>尊敬的各位领导、同志们：</p>",
        "<p>供稿：某某县总工会宣教部某某科</p>",
        "<p>一、基本情况和主要做法</p>",
        "<p>编者按：这是一篇好稿件，请大家看看。</p>",
        "<table><tr><td>某县总工会开展了一次活动，很好。</td></tr><tr><td>二</td></tr></table>",
        "<p>没有说完的一行字没有句号</p>",
    ],
)
def test_the_summary_is_the_first_real_sentence(first: str) -> None:
    assert from_html(f"{TITLE}{first}{BODY}").fields["summary"] == TEXT


def test_a_summary_does_not_lead_on_to_what_follows() -> None:
    text = "会议围绕“工会工作如何走前列”展开讨论，现将主要意见纪要如下："
    article = from_html(f"{TITLE}<p>时间：2008年11月12日上午</p><p>{text}</p><p>一、要学习。</p>")
    assert article.fields["summary"] == "会议围绕“工会工作如何走前列”展开讨论。"


def test_a_unit_that_is_only_a_little_like_another_is_not_proposed() -> None:
    article = from_html(f"{TITLE}{BODY}<p>供稿：某县总工会</p>")
    assert "不是，就这样留着" in " ".join(said(article, "look"))
    ending = from_html(f"{TITLE}{BODY}<p>供稿：某县总工会办公室</p>")
    assert "最接近的是「办公室」" in " ".join(said(ending, "look"))


def test_what_is_recognised_stays_in_a_text_that_is_kept_to_the_letter() -> None:
    article = from_html(
        f"{TITLE}<p>（2008年11月19日）</p>{BODY}<p>（文/张某 排版：王某）</p><p>某县总工会　李某</p>", verbatim=True
    )
    for words in ("（2008年11月19日）", "（文/张某 排版：王某）", "某县总工会　李某"):
        assert words in article.body
