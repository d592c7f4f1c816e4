"""Links of a Word file: which stay, which become text, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import html, only, p, r, read, said

LINKS = {"rId1": "hyperlink http://example.org/a?b=1&c External", "rId2": "hyperlink file:///D:\\名单.xls External"}


def test_links(tmp_path: Path) -> None:
    link = '<w:hyperlink r:id="rId1" w:tgtFrame="_blank">{}</w:hyperlink>'
    body = p("见", link.format(r("甲") + r("乙", bold=True)), "。")
    assert html(tmp_path, body, relations=LINKS) == (
        '<p>见<a href="http://example.org/a?b=1&amp;c">甲<strong>乙</strong></a>。</p>'
    )


def test_link_to_a_place_in_a_page(tmp_path: Path) -> None:
    body = p(f'<w:hyperlink r:id="rId1" w:anchor="x">{r("甲")}</w:hyperlink>')
    assert html(tmp_path, body, relations=LINKS) == '<p><a href="http://example.org/a?b=1&amp;c#x">甲</a></p>'


def test_an_address_with_a_place_keeps_it(tmp_path: Path) -> None:
    relations = {"rId1": "hyperlink http://example.org/#b External"}
    body = p(f'<w:hyperlink r:id="rId1" w:anchor="x">{r("甲")}</w:hyperlink>')
    assert html(tmp_path, body, relations=relations) == '<p><a href="http://example.org/#b">甲</a></p>'


def test_an_address_that_is_only_a_place_leads_into_the_document(tmp_path: Path) -> None:
    body = p(f'<w:hyperlink r:id="rId1">{r("甲")}</w:hyperlink>')
    text = read(tmp_path, body, relations={"rId1": "hyperlink #x External"})
    assert html_of(text) == "<p>甲</p>"
    assert only(said(text, "changed"), "文档内部跳转")


def test_a_link_without_an_address_is_text(tmp_path: Path) -> None:
    text = read(tmp_path, p(f'<w:hyperlink r:id="rId9">{r("甲")}</w:hyperlink>'))
    assert html_of(text) == "<p>甲</p>"
    assert not [each for each in said(text, "changed") if "链接" in each]


def test_links_that_nobody_can_follow_are_reported(tmp_path: Path) -> None:
    inside = '<w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/>'
    body = p(f'<w:hyperlink w:anchor="x">{r("上文")}</w:hyperlink>', inside)
    body += p(f'<w:hyperlink r:id="rId2">{r("名单")}</w:hyperlink>')
    text = read(tmp_path, body, relations=LINKS)
    assert html_of(text) == "<p>上文</p><p>名单</p>"
    assert only(said(text, "changed"), "文档内部跳转")
    assert "“file:///D:\\名单.xls”" in only(said(text, "changed"), "单位内部的文件")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "blob:x",
            "https:///x",
            "//a.cn/x",
        ),
        *("..\\通知.doc", "\\\\server\\a", "file:///C:/a.docx", "C:\\a.docx", "附件.docx", "ftp://a.cn/x", "tel:x"),
    ],
)
def test_dangerous_and_local_links_are_dropped(tmp_path: Path, address: str) -> None:
    relations = {"rId1": f"hyperlink {address} External"}
    assert html(tmp_path, p(f'<w:hyperlink r:id="rId1">{r("甲")}</w:hyperlink>'), relations=relations) == "<p>甲</p>"


def test_addresses_that_may_not_go_online_are_reported(tmp_path: Path) -> None:
    relations = {"rId1": "hyperlink ftp://example.org/a External"}
    text = read(tmp_path, p(f'<w:hyperlink r:id="rId1">{r("甲")}</w:hyperlink>'), relations=relations)
    assert "1 处链接的地址不能放到网上（“ftp://example.org/a”）" in only(said(text, "changed"), "不能放到网上")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mailto:a@example.org", ""),
        ("https://example.org", ""),
        ("www.example.org", "http://www.example.org"),
        ("tel:110", ""),
    ],
)
def test_links_that_stay(tmp_path: Path, address: str, shown: str) -> None:
    relations = {"rId1": f"hyperlink {address} External"}
    body = p(f'<w:hyperlink r:id="rId1">{r("甲")}</w:hyperlink>')
    assert html(tmp_path, body, relations=relations) == f'<p><a href="{shown or address}">甲</a></p>'
