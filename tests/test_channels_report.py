"""信息上报: the PDF, the zip and its photographs, what is reported, and which articles are meant."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lanmu.channels import report
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.typesetting import packed
from lanmu.content.dates import parse_day
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import text_of, visible
from pdfminer.layout import LTFigure
from PIL import Image
from pypdf import PdfReader
from support.files import picture_bytes
from support.printing import (
    MM,
    TEXT_FOOT,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_TOP,
    _fonts_are_there,
    body_rows,
    body_text,
    fonts_of,
    glyphs,
    layouts,
    outline,
    press,
    row_with,
    rows,
    tags,
)
from support.reports import TWO, article, file_of, pictures, reported, word_of

__all__ = ["_fonts_are_there"]
BODY = "正文的一段。\n\n## 一、小标题\n\n| 类别 | 条数 |\n| --- | --- |\n| 甲类 | 12 |\n\n> 引用的话\n\n最后一段。"


def test_the_pages_are_those_of_official_documents(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200", b_jpg="1800x1201")
    done = reported(tmp_path, article("示例文字。" * 200 + TWO, channels={"report": "2008-10-22"}))
    pdf = file_of(done, ".pdf")
    reader = PdfReader(io.BytesIO(pdf))
    assert {(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in reader.pages} == {
        (210, 297)
    }
    page = body_rows(glyphs(pdf)[1])
    assert len(page[0]) == 28
    assert page[0].left == pytest.approx(TEXT_LEFT, abs=0.05)
    assert page[0][-1].x + 16 / MM == pytest.approx(TEXT_RIGHT, abs=0.2)
    assert page[0].y - 0.88 * 16 / MM == pytest.approx(TEXT_TOP, abs=0.05)
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")
    assert "<pdfuaid:part>1" in metadata
    assert "<pdfaid:part>2" in metadata
    assert "<pdfaid:conformance>A" in metadata
    assert all(fonts_of(pdf).values())
    assert outline(pdf) == ["示例的标题", "  照片", "  信息报送审批表"]
    assert [node["/Alt"] for kind, node in tags(pdf) if kind == "Figure"] == ["会场", "走访"]


def test_the_head_says_what_the_receiving_office_sorts_by(tmp_path: Path) -> None:
    review = {"first": {"name": "示例人员丙", "date": "2008-10-20"}}
    source = article(review=review, genre="典型单位", channels={"report": "2008-10-22"})
    text = body_text(file_of(reported(tmp_path, source), ".pdf"))
    head = "报送单位办公室报送日期2008年10月22日信息类别创新做法经验编辑示例人员丙作者示例人员甲、示例人员乙（摄影）"
    assert text.startswith(f"{head}示例的标题正文。")
    form = text[text.index("信息报送审批表") :]
    for words in (
        "标题示例的标题",
        "初审意见",
        "复审意见",
        "终审意见",
        "保密审查",
        "隐私审查",
        "内容摘要摘要a。",
        "文稿校验码：",
    ):
        assert words in form
    assert form.count("签名：") == 5


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ({}, "工作动态"),
        ({"genre": "调研报告"}, "问题建议"),
        ({"channels": {"report_category": "部署落实"}}, "部署落实"),
    ],
)
def test_the_category_follows_from_the_genre_unless_it_is_given(fields: dict[str, object], category: str) -> None:
    assert article(**fields).report_category == category


def test_everything_comes_in_order(tmp_path: Path) -> None:
    source = article(BODY)
    own = press(tmp_path, [source])
    text = body_text(file_of(reported(tmp_path, source), ".pdf"))
    assert f"示例的标题{visible(text_of(own.read(source).blocks))}信息报送审批表" in text


def test_the_zip_holds_all_with_full_photographs_that_tell_nothing(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="4200x2800 gps", b_jpg="1800x1200 gps turned")
    done = reported(tmp_path, article("正文。" + TWO))
    with zipfile.ZipFile(io.BytesIO(file_of(done, ".zip"))) as archive:
        assert archive.namelist() == ["news-a.docx", "news-a.pdf", "news-a-photo-1.jpg", "news-a-photo-2.jpg"]
        assert archive.read("news-a.pdf") == file_of(done, ".pdf")
        assert archive.read("news-a.docx") == file_of(done, ".docx")
        assert {info.date_time for info in archive.infolist()} == {(2008, 10, 20, 0, 0, 0)}
        for name, size in (("news-a-photo-1.jpg", (4200, 2800)), ("news-a-photo-2.jpg", (1200, 1800))):
            data = archive.read(name)
            with Image.open(io.BytesIO(data)) as image:
                assert image.size == size
                assert not image.getexif()
            assert b"Exif" not in data
    assert not any("照片只有" in remark for remark in done.remarks)
    data = (tmp_path / "docs" / "news" / "a.jpg").read_bytes()
    assert b"Exif" in data


def test_the_original_from_the_camera_goes_out_where_it_was_kept(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1600x1000", b_jpg="1600x1001")
    original = tmp_path / "originals" / "news" / "a.jpg"
    original.parent.mkdir(parents=True)
    original.write_bytes(picture_bytes("jpg", "4000x2500 gps"))
    done = reported(tmp_path, article("正文。" + TWO))
    with (
        zipfile.ZipFile(io.BytesIO(file_of(done, ".zip"))) as archive,
        Image.open(io.BytesIO(archive.read("news-a-photo-1.jpg"))) as image,
    ):
        assert image.size == (4000, 2500)
        assert not image.getexif()
    assert original in done.read


def test_photographs_have_numbered_captions_and_a_page(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200", b_png="900x600", c_jpg="1200x1800", d_png="900x600")
    figure = "<figure markdown>\n![会场](a.jpg)\n<figcaption>图注的话</figcaption>\n</figure>"
    body = f"正文。\n\n{figure}\n\n![图表](b.png)\n\n![走访](c.jpg)\n"
    done = reported(tmp_path, article(body, image="d.png"))
    pages = ["".join(row.text for row in body_rows(page)) for page in glyphs(file_of(done, ".pdf"))]
    photos = "".join(pages[pages.index(next(page for page in pages if page.startswith("照片"))) :])
    assert photos.index("照片1：图注的话") < photos.index("照片2：走访")
    assert "图表" not in photos
    assert "照片3" not in photos


def pictures_on(pdf: bytes) -> list[list[tuple[float, float, float]]]:
    """The pictures of each page: top, foot and width, mm."""
    return [
        [
            ((page.height - item.y1) / MM, (page.height - item.y0) / MM, (item.x1 - item.x0) / MM)
            for item in page
            if isinstance(item, LTFigure)
        ]
        for page in layouts(pdf)
    ]


def test_each_photograph_is_printed_once_where_it_is_attached(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200", b_jpg="1800x1201")
    done = reported(tmp_path, article("第一段。" + TWO + "\n第二段。"))
    pdf = file_of(done, ".pdf")
    assert sum(map(len, pictures_on(pdf))) == 2
    assert "第一段。（照片1，附后）（照片2，附后）第二段。照片照片1：会场照片2：走访" in body_text(pdf)
    assert len(word_of(done).inline_shapes) == 2


@pytest.mark.parametrize("lines", range(2, 22, 3))
def test_photographs_follow_the_text_without_a_gap_they_could_fill(tmp_path: Path, lines: int) -> None:
    """One that nearly has room is made smaller; none by more than three tenths."""
    pictures(tmp_path, a_jpg="1800x1200", b_jpg="1800x1201")
    body = "\n\n".join(["一行。"] * lines) + TWO
    pdf = file_of(reported(tmp_path, article(body)), ".pdf")
    pages = pictures_on(pdf)
    for number, (page, photographs) in enumerate(zip(glyphs(pdf), pages, strict=True)):
        assert all(foot < TEXT_FOOT and 0.69 * 138 < width < 139 for _, foot, width in photographs)
        free = TEXT_FOOT - max([row.y for row in body_rows(page)] + [foot for _, foot, _ in photographs])
        assert free < 0.7 * 92 + 30 or not any(pages[number + 1 :]), "the next photograph had room here"


def test_what_is_wanting_is_reported_and_the_rest_is_made(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="300x200")
    done = reported(tmp_path, article("正文。\n\n![会场](a.jpg)\n\n![走访](b.jpg)\n", unit="", source="某处"))
    remarks = "\n".join(done.remarks)
    assert "没有写供稿单位（unit），“报送单位”印的是来源“某处”" in remarks
    assert "图片 b.jpg 不存在" in remarks
    assert "照片只有 1 张，上报一般要 2 张清晰的照片" in remarks
    assert "图片“会场”只有 55 dpi（300 像素排成 138 毫米宽）" in remarks
    assert "没有初审的签字" in remarks
    assert all(remark.startswith("《示例的标题》") for remark in done.remarks)
    assert len(done.files) == 3
    assert "正文。" in body_text(file_of(done, ".pdf"))


def test_a_title_picture_without_words_is_reported(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200")
    done = reported(tmp_path, article(image="a.jpg"))
    assert any("照片1没有说明，请补上图注。" in remark for remark in done.remarks)


@pytest.mark.parametrize("body", ["", "  \n\n<!-- 还没有写 -->\n"])
def test_an_article_without_text_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(UserError, match=r"news/a\.md 没有正文，没有可报的内容"):
        reported(tmp_path, article(body))


def test_a_damaged_photograph_is_reported(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200 cut noise")
    done = reported(tmp_path, article("正文。\n\n![会场](a.jpg)\n"))
    assert any("图片 a.jpg 已损坏" in remark for remark in done.remarks)
    assert len(done.files) == 3


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    pictures(tmp_path, a_jpg="1800x1200 gps", b_jpg="900x600")
    first, again = (reported(tmp_path, article(f"正文[^1]。{TWO}\n[^1]: 注。")) for _ in range(2))
    assert first.files == again.files


def test_samples_and_proofs_say_so_on_every_page(tmp_path: Path) -> None:
    for fields, mark in (({"sample": True}, "示例：内容是虚构的"), ({"draft": True}, "清样，不得外传：草稿")):
        done = reported(tmp_path, article(**fields))
        assert all(mark in rows(page)[0].text for page in glyphs(file_of(done, ".pdf")))


def test_traditional(tmp_path: Path) -> None:
    done = reported(tmp_path, article("干部理**发**，发展。"), traditional=True)
    assert list(done.files) == [f"news-a.zh-Hant.{suffix}" for suffix in ("docx", "pdf", "zip")]
    text = body_text(file_of(done, ".pdf"))
    assert "示例的標題幹部理髮，發展。" in text
    assert text.startswith("報送單位辦公室")


def test_which_articles_are_meant(tmp_path: Path) -> None:
    articles = [article(), article(channels={"report": "2008-10-22"})]
    own = press(tmp_path, articles)
    assert len(list(report.jobs(own, Wanted()))) == 1
    assert len(list(report.jobs(own, Wanted((articles[0],))))) == 0
    assert len(list(report.jobs(own, Wanted((articles[0],), named=True)))) == 1


def test_zip_files_know_no_day_before_1980() -> None:
    with zipfile.ZipFile(io.BytesIO(packed({"a.txt": b"a" * 99}, parse_day("1949-10-01")))) as archive:
        (info,) = archive.infolist()
    assert info.date_time[:3] == (1980, 1, 1)
    assert info.compress_size < 99


def test_the_form_stands_on_one_page(tmp_path: Path) -> None:
    source = article(title="题" * 80, summary="摘" * 200)
    pages = glyphs(file_of(reported(tmp_path, source), ".pdf"))
    last = body_rows(pages[-1])
    assert last[0].text == "信息报送审批表"
    assert row_with(last, "文稿校验码")
