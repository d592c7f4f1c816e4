"""What is written under a picture is its caption by its place, whatever its font, and says what the picture shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.intake.article.galleries import TO_FILL_IN, parts_of, useful, words_of_caption
from support.imported import from_word
from word.documents import box, element, level, lists, p, picture, png, r, style, table, tc, tr

ONE = {"relations": {"rId1": "image media/a.png", "rId2": "image media/b.png"}}
FILES: dict[str, str | bytes] = {"word/media/a.png": png((9, 7)), "word/media/b.png": png((8, 7))}
TITLE = p(r("市总工会开展示例活动", font="方正小标宋简体", size=22), align="center")
TEXT = p(
    r("十一月二十日上午，示例单位的负责人走访了示例企业，详细了解情况，并送上了慰问品。", font="仿宋_GB2312", size=16)
)
AFTER = p(
    r("走访中，大家表示要树立信心，克服困难，把关怀送到每一位职工的心坎上，把工作做好。", font="仿宋_GB2312", size=16)
)
BREAK = r("<w:br/>")
CAPTION = "大家亲切交谈"


def line(text: str, font: str = "仿宋_GB2312", size: float = 16, *, bold: bool = False, align: str = "center") -> str:
    """A line of its own."""
    return p(r(text, font=font, size=size, bold=bold), align=align)


def imported(folder: Path, *blocks: str, top: str = TITLE + TEXT, **given: str) -> str:
    """The article of a document with these blocks between running text."""
    folder.mkdir(exist_ok=True)
    return from_word(folder, top + "".join(blocks) + AFTER, parts=FILES, **ONE, **given)


def figure(text: str, *alternatives: str) -> str:
    """The Markdown of a figure, file names left out."""
    images = "\n\n".join(f"![{words}](…)" for words in alternatives)
    return f'<figure markdown="1">\n\n{images}\n\n<figcaption markdown="span">{text}</figcaption>\n\n</figure>'


def plain(article: str) -> str:
    """An article with the names of its pictures left out."""
    return article.replace("2008-11-20-a-1.png", "…").replace("2008-11-20-a-2.png", "…")


@pytest.mark.parametrize(
    "caption",
    [
        line(CAPTION),
        line(CAPTION, "楷体_GB2312", 14),
        line(CAPTION, "黑体", 16),
        line(CAPTION, "宋体", 12, align="left"),
        line(CAPTION, align="left"),
        line(CAPTION, "宋体", 10.5, bold=True),
        p(CAPTION, style="x"),
        p(r(CAPTION, font="仿宋_GB2312", size=16), ppr=element("ind", firstLineChars=200, firstLine=640)),
    ],
)
def test_a_short_line_under_a_picture(caption: str, tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(), align="center"), caption, styles=style("x", "caption")))
    assert figure(CAPTION, CAPTION) in result
    assert "## " not in result


@pytest.mark.parametrize(
    "paragraph",
    [
        line("一、活动情况", "黑体"),
        line("活动情况", "黑体", 18),
        line("（一）活动情况。", align="left"),
        line("大家表示要认真学习，", align="left"),
        line("大家很受教育。", align="left"),
        line("活动分三步进行：", align="left"),
        line("示例单位", align="right"),
        line("二〇〇八年十一月二十日"),
        line("附件：名单", align="left"),
        line("报：示例单位", align="left"),
        line("上图所示的活动是在示例单位开展的。", align="left"),
        line("活动开始了。大家一起学习"),
        line("大家都来参加这次活动" * 5),
    ],
)
def test_what_under_a_picture_is_none(paragraph: str, tmp_path: Path) -> None:
    result = imported(tmp_path, p(picture(), align="center"), paragraph)
    assert "figcaption" not in result
    assert f"![{TO_FILL_IN}]" in result


def test_under_a_picture_on_top_stands_the_title(tmp_path: Path) -> None:
    result = imported(tmp_path, p(picture()), line("市总工会开展示例活动"), TEXT, top="")
    assert "figcaption" not in result
    assert "title: 市总工会开展示例活动" in result


@pytest.mark.parametrize("gap", [BREAK, r("<w:cr/>"), BREAK * 2, r(" ") + BREAK])
def test_after_a_soft_return(gap: str, tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(), gap, CAPTION, align="center")))
    assert f"慰问品。\n\n{figure(CAPTION, CAPTION)}\n\n走访中" in result


def test_behind_a_wide_picture_in_the_middle(tmp_path: Path) -> None:
    assert figure(CAPTION, CAPTION) in plain(imported(tmp_path, p(picture(), CAPTION, align="center")))
    assert "figcaption" not in imported(tmp_path / "b", p(picture(), "大家说"))


def test_text_and_pictures_line_by_line(tmp_path: Path) -> None:
    body = p("前面的话说得很长。", BREAK, picture(), BREAK, CAPTION, BREAK, picture("rId2"), BREAK, "发放物资")
    result = plain(imported(tmp_path, body))
    assert f"前面的话说得很长。\n\n{figure(CAPTION, CAPTION)}\n\n{figure('发放物资', '发放物资')}" in result


def test_a_text_box_does_not_part_them(tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(), box(p("框里")), align="center"), line(CAPTION)))
    assert f"框里\n\n</aside>\n\n{figure(CAPTION, CAPTION)}" in result


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("左图：领导慰问；右图：发放物资", ("领导慰问", "发放物资")),
        ("左图为领导慰问，右图为发放物资。", ("领导慰问", "发放物资")),
        ("图1：领导慰问　图2：发放物资", ("领导慰问", "发放物资")),
        ("（左）：领导慰问 （右）：发放物资", ("领导慰问", "发放物资")),
        ("领导慰问（左）、发放物资（右图）", ("领导慰问", "发放物资")),
        ("领导慰问（左）和发放物资（右）", ("领导慰问", "发放物资")),
        ("从左至右：领导慰问、发放物资", ("领导慰问", "发放物资")),
        ("领导慰问　　　　发放物资", ("领导慰问", "发放物资")),
        ("左图：领导慰问", ("领导慰问", "领导慰问")),
        ("领导慰问和发放物资", ("领导慰问和发放物资", "领导慰问和发放物资")),
    ],
)
def test_two_pictures_and_their_caption(caption: str, words: tuple[str, str], tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(), picture("rId2"), align="center"), line(caption)))
    assert figure(caption, *words) in result


def test_two_paragraphs_of_pictures_and_one_caption(tmp_path: Path) -> None:
    two = p(picture(), align="center") + p(picture("rId2"), align="center")
    result = plain(imported(tmp_path, two, line("上图：领导慰问；下图：发放物资")))
    assert figure("上图：领导慰问；下图：发放物资", "领导慰问", "发放物资") in result
    result = plain(imported(tmp_path / "b", two, line(CAPTION)))
    assert f"![{TO_FILL_IN}](…)\n\n{figure(CAPTION, CAPTION)}" in result


def test_captions_above_their_pictures(tmp_path: Path) -> None:
    first_caption, second_caption = line("图1：领导慰问", "楷体"), line("图2：发放物资", "楷体")
    first, second = p(picture(), align="center"), p(picture("rId2"), align="center")
    pair = figure("图1：领导慰问", "领导慰问") + "\n\n" + figure("图2：发放物资", "发放物资")
    assert pair in plain(imported(tmp_path, first_caption, first, second_caption, second))
    assert pair in plain(imported(tmp_path / "b", first, first_caption, second, second_caption))
    assert pair in plain(imported(tmp_path / "c", first, second, first_caption, second_caption))
    assert pair in plain(
        imported(tmp_path / "d", p(picture(), picture("rId2"), align="center"), first_caption, second_caption)
    )


@pytest.mark.parametrize("text", ["图1是学习会现场，图2是调研现场。", "下图是学习会现场："])
def test_running_text_about_the_picture_below_stays_above_it(text: str, tmp_path: Path) -> None:
    assert f"{text}\n\n![" in imported(tmp_path, line(text, align="left"), p(picture()), p(picture("rId2")))


def test_one_caption_between_two_pictures_names_both(tmp_path: Path) -> None:
    words = "上图：领导慰问　下图：发放物资"
    result = plain(imported(tmp_path, p(picture()), line(words), p(picture("rId2"))))
    assert figure(words, "领导慰问", "发放物资") in result


def test_an_item_of_a_list_under_a_picture_is_no_caption(tmp_path: Path) -> None:
    numbering = lists(level(0, "bullet", "●"))
    body = p("第一项", num=(1, 0)), p(picture(), num=(1, 0)), p("第二项", num=(1, 0))
    assert "figcaption" not in imported(tmp_path, *body, numbering=numbering)


def test_captions_above_their_pictures_in_a_table(tmp_path: Path) -> None:
    rows = tr("领导慰问", "发放物资"), tr(tc(p(picture())), tc(p(picture("rId2"))))
    pair = figure("领导慰问", "领导慰问") + "\n\n" + figure("发放物资", "发放物资")
    assert pair in plain(imported(tmp_path, table(*rows)))


def test_a_caption_in_a_text_box(tmp_path: Path) -> None:
    under = p(box(p(CAPTION)))
    assert figure(CAPTION, CAPTION) in plain(imported(tmp_path, p(picture(), align="center"), under))
    before = p(box(p(f"图为{CAPTION}")))
    assert figure(f"图为{CAPTION}", CAPTION) in plain(imported(tmp_path / "d", before, p(picture(), align="center")))
    both = p(box(p(picture()), p(CAPTION, align="center")))
    assert figure(CAPTION, CAPTION) in plain(imported(tmp_path / "b", both))
    assert "figcaption" not in imported(tmp_path / "c", p(picture()), p(box(p(CAPTION), p("另一段"))))


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ((CAPTION, BREAK, "示例人员甲　摄"), CAPTION),
        ((f"{CAPTION}。 示例人员甲 摄影",), CAPTION),
        ((f"{CAPTION}（示例单位供图）",), CAPTION),
        ((f"（图为{CAPTION}）",), CAPTION),
        (("▼大家在拍摄",), "大家在拍摄"),
        (("（图二）大家讨论",), "大家讨论"),
        (("图1.大家讨论",), "大家讨论"),
        (("附图：大家讨论",), "大家讨论"),
        (("示例单位组织学习，" * 7 + "大家很受教育。图为大家讨论。",), "大家讨论"),
        (("摄影：示例人员甲",), TO_FILL_IN),
        (("示例人员甲 摄",), TO_FILL_IN),
    ],
)
def test_who_took_a_picture_is_not_what_it_shows(runs: tuple[str, ...], words: str, tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(), align="center"), p(*runs, align="center")))
    assert f"![{words}](…)" in result
    assert result.count("figcaption") == 2


@pytest.mark.parametrize("lost", [picture("rId9"), picture("rId8").replace("embed", "link")])
def test_the_caption_of_a_picture_that_was_left_out_is_no_heading(lost: str, tmp_path: Path) -> None:
    result = imported(tmp_path, p(lost, align="center"), p(), line(CAPTION, "黑体"))
    assert f"\n\n{CAPTION}\n\n" in result


def test_a_table_of_pictures_and_captions(tmp_path: Path) -> None:
    pair = figure("发放读本", "发放读本") + "\n\n" + figure("填写问卷", "填写问卷")
    pictures = tr(tc(p(picture())), tc(p(picture("rId2"))))
    assert pair in plain(imported(tmp_path, table(pictures, tr("发放读本", "填写问卷"))))
    inside = tr(tc(p(picture()), p("发放读本")), tc(p(picture("rId2"), BREAK, "填写问卷")))
    assert pair in plain(imported(tmp_path / "b", table(inside)))
    wide = table(pictures, tr(tc("左：发放读本；右：填写问卷", span=2)))
    assert figure("左：发放读本；右：填写问卷", "发放读本", "填写问卷") in plain(imported(tmp_path / "c", wide))
    assert figure(CAPTION, CAPTION) in plain(imported(tmp_path / "d", table(tr(tc(p(picture()))), tr(CAPTION))))


def test_a_picture_in_a_real_table_is_described_by_the_cell_below(tmp_path: Path) -> None:
    rows = tr("项目", "照片") + tr("活动一", tc(p(picture()))) + tr("说明", "发放读本") + tr("其他", "没有照片。")
    result = plain(imported(tmp_path, table(rows)))
    assert "![发放读本](…)" in result
    assert "| 说明 | 发放读本 |" in result or ">发放读本<" in result


def test_the_cell_below_a_picture_is_found_beside_one_that_reaches_down(tmp_path: Path) -> None:
    rows = tr("项目", "照片", "备注") + tr(tc("活动一", merge="restart"), tc(p(picture())), "十月")
    rows += tr(tc("", merge="continue"), "发放读本", "没有照片。")
    assert "![发放读本](…)" in plain(imported(tmp_path, table(rows)))


@pytest.mark.parametrize(
    ("words", "useful_words"),
    [
        ("图片 1", ""),
        ("image1.png", ""),
        ("手机截图", ""),
        ("微信图片_20081120153012", ""),
        ("QQ截图20081120153012", ""),
        ("IMG_20081122_093501", ""),
        ("mmexport1227143210", ""),
        ("屏幕截图(12)", ""),
        ("DSC_0012 副本", ""),
        ("职工们坐着听课", "职工们坐着听课"),
        ("会场照片墙前的合影", "会场照片墙前的合影"),
    ],
)
def test_words_that_only_say_that_there_is_a_picture(words: str, useful_words: str) -> None:
    assert useful(words) == useful_words


def test_a_name_of_a_file_gives_way_to_the_caption(tmp_path: Path) -> None:
    result = plain(imported(tmp_path, p(picture(descr="手机截图"), align="center"), line(CAPTION)))
    assert figure(CAPTION, CAPTION) in result
    own = plain(imported(tmp_path / "b", p(picture(descr="负责人和职工握手"), align="center"), line(CAPTION)))
    assert figure(CAPTION, "负责人和职工握手") in own


def test_a_picture_in_a_list_and_its_caption(tmp_path: Path) -> None:
    bullets = lists(level(0, "bullet", "●"))
    body = p("项目一", num=(1, 0)) + p(picture(), num=(1, 0)) + line(CAPTION)
    assert figure(CAPTION, CAPTION) in plain(imported(tmp_path, body, numbering=bullets))


def test_a_signature_under_a_picture_is_no_caption(tmp_path: Path) -> None:
    result = imported(tmp_path, p(picture(), align="center"), p("示例单位"), p("2008年12月1日"))
    assert "figcaption" not in result


def test_the_words_of_a_caption() -> None:
    assert words_of_caption("图1：合影（示例人员甲 摄）") == "合影"
    assert words_of_caption("图为") == ""
    assert parts_of("大家看左图：甲") == []
    assert parts_of("图1 甲") == []
