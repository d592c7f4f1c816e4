"""Orders (命令, 令) from Word and text: mark and number above, no title, signed by a person (GB/T 9704-2012, 10.2)."""

from __future__ import annotations

import pytest
from lanmu.channels.document.head import head_of
from lanmu.content.settings import DocumentSettings
from lanmu.intake.official import LineKind, recognise
from support.imported import from_html

TEXT = "《示例办法》已经2008年12月1日第3次示例会议通过，现予公布，自2009年1月1日起施行。"
LINES = ("某某市人民政府令", "第5号", TEXT, "市长　张示例", "2008年12月10日")
KINDS = ["版头", "版头", "正文段落", "落款", "日期"]


def kinds(*lines: str) -> list[str]:
    return [str(line.kind) for line in recognise("\n".join(lines)).lines]


@pytest.mark.parametrize("mark", ["某某市人民政府令", "某 某 市 人 民 政 府 令", "某某省人民政府命令"])
@pytest.mark.parametrize("number", ["第5号", "（第 12 号）", "第一百零三号"])
def test_the_elements_of_an_order_are_known(mark: str, number: str) -> None:
    document = recognise("\n".join([mark, number, *LINES[2:]]))
    assert [str(line.kind) for line in document.lines] == KINDS
    name = "".join(mark.split())
    assert document.title == f"{name}（{number.strip('（）')}）".replace(" ", "")
    assert document.issuer == name.removesuffix("令").removesuffix("命")
    assert str(document.day) == "2008-12-10"


def test_what_an_order_issues_has_its_own_title() -> None:
    kinds_of_lines = kinds(*LINES, "某某市示例办法", "第一条　为了示例，制定本办法。")
    assert kinds_of_lines == [*KINDS, "标题", "正文段落"]


@pytest.mark.parametrize(
    "lines",
    [
        ("致全市职工的动员令", TEXT),
        ("示例人员的号令", "第5号楼开放了，请大家去看。", TEXT),
        ("某某市示例工会文件", "示工〔2008〕5号", "关于示例的通知", TEXT),
    ],
)
def test_what_only_looks_like_one_is_none(lines: tuple[str, ...]) -> None:
    document = recognise("\n".join(lines))
    assert document.order == ("", "")
    assert "标题" in [str(line.kind) for line in document.lines]


def test_an_order_from_word_is_printed_as_one() -> None:
    html = "".join(f"<p>{line}</p>" for line in (*LINES, "某某市示例办法", "第一条　为了示例。"))
    article = from_html(html)
    assert article.fields["title"] == "某某市人民政府令（第5号）"
    assert article.fields["source"] == "某某市人民政府"
    lines = [line for line in article.body.splitlines() if line]
    assert lines[:4] == ["某某市人民政府令", "{: .doc-letterhead }", "第5号", "{: .doc-letterhead }"]
    assert lines[lines.index("市长　张示例") + 1] == "{: .doc-signature }"
    head, remarks = head_of(recognise("\n".join(LINES)).texts(LineKind.LETTERHEAD), "", DocumentSettings())
    assert head
    assert (head.form, head.numbers, remarks) == ("order", ("第5号",), [])
