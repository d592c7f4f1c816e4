"""Pictures and drawings: in line and floating, new form and old, turned, cropped, linked, and what has no picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.intake.word.model import Picture
from word.blocks import html_of
from word.documents import (
    SPACES,
    box,
    changed,
    element,
    html,
    level,
    lists,
    note,
    old_box,
    old_picture,
    only,
    p,
    picture,
    png,
    r,
    read,
    said,
    style,
    table,
    tc,
    tr,
)

ONE = {"rId1": "image media/a.png"}
PART: dict[str, str | bytes] = {"word/media/a.png": png()}
IMAGE = '<img alt="" src="picture-1.png" />'


def test_in_line(tmp_path: Path) -> None:
    text = read(tmp_path, p("前", picture(descr="会场"), "后"), relations=ONE, parts=PART)
    assert html_of(text) == '<p>前<img alt="会场" src="picture-1.png" />后</p>'
    assert text.pictures == (Picture("picture-1.png"),)
    assert (tmp_path / "out" / "media" / "picture-1.png").read_bytes() == png()


def test_the_title_of_a_picture_stands_for_its_description(tmp_path: Path) -> None:
    titled = picture().replace('descr=""', 'descr=" " title="会场"')
    assert html(tmp_path, p(titled), relations=ONE, parts=PART) == '<p><img alt="会场" src="picture-1.png" /></p>'


def test_the_description_may_stand_inside_the_picture(tmp_path: Path) -> None:
    inner = picture().replace('<pic:cNvPr id="0" name=""/>', '<pic:cNvPr id="0" name="" descr="会场"/>')
    assert html(tmp_path, p(inner), relations=ONE, parts=PART) == '<p><img alt="会场" src="picture-1.png" /></p>'


def test_floating_comes_after_its_paragraph(tmp_path: Path) -> None:
    text = read(tmp_path, p(picture(floating=True), "前") + p("后"), relations=ONE, parts=PART)
    assert html_of(text) == f"<p>前</p><p>{IMAGE}</p><p>后</p>"
    assert "“前”" in only(said(text, "look"), "四周环绕着文字")


def test_old_form(tmp_path: Path) -> None:
    body = p("前", old_picture()) + p("后", old_picture(style="position: absolute; width:10pt", more='o:title="会场"'))
    text = read(tmp_path, body, relations=ONE, parts=PART)
    assert html_of(text) == f'<p>前{IMAGE}</p><p>后</p><p><img alt="会场" src="picture-1.png" /></p>'


def test_the_same_file_twice(tmp_path: Path) -> None:
    """One file, though each place has its own description; rotated otherwise it is another picture."""
    rotated = picture(frame='rot="5400000"', descr="竖着")
    body = p(picture(descr="甲"), picture(descr="乙"), rotated)
    text = read(tmp_path, body, relations=ONE | {"rId2": "image media/a.png"}, parts=PART)
    assert html_of(text) == (
        '<p><img alt="甲" src="picture-1.png" /><img alt="乙" src="picture-1.png" />'
        '<img alt="竖着" src="picture-2.png" /></p>'
    )
    assert text.pictures == (Picture("picture-1.png"), Picture("picture-2.png", 90))


@pytest.mark.parametrize(
    ("run", "turn"),
    [
        (picture(frame='rot="16200000"'), 270),
        (picture(frame='rot="-5400000"'), 270),
        (picture(frame='rot="1830000"'), 30),
        (picture(frame='rot="x"'), 0),
        (old_picture(style="rotation:90"), 90),
        (old_picture(style="rotation: -45"), 315),
        (old_picture(style="rotation:5898240fd"), 90),
    ],
)
def test_turned(tmp_path: Path, run: str, turn: int) -> None:
    assert read(tmp_path, p(run), relations=ONE, parts=PART).pictures[0].rotation == turn


@pytest.mark.parametrize(
    "run",
    [
        picture(fill='<a:srcRect l="12000"/>', descr="会场"),
        picture(fill='<a:srcRect t="12%" b="0"/>', descr="会场"),
        old_picture(more='croptop="7f"'),
    ],
)
def test_cropped_pictures_are_reported(tmp_path: Path, run: str) -> None:
    """The file still holds what was cut off."""
    text = read(tmp_path, p("现场", run), relations=ONE, parts=PART)
    assert "“现场”" in only(said(text, "look"), "裁剪过")


@pytest.mark.parametrize(
    "run", [picture(fill='<a:srcRect l="0" r="-500"/>'), picture(fill="<a:srcRect/>"), old_picture(more='croptop="0"')]
)
def test_not_cropped(tmp_path: Path, run: str) -> None:
    assert not [each for each in said(read(tmp_path, p(run), relations=ONE, parts=PART), "look") if "裁剪" in each]


def test_mirrored_and_changed_pictures_are_reported(tmp_path: Path) -> None:
    grey = picture(frame='flipH="1"').replace('r:embed="rId1"/>', 'r:embed="rId1"><a:grayscl/></a:blip>')
    text = read(tmp_path, p("现场", grey), relations=ONE, parts=PART)
    assert only(said(text, "look"), "翻转")
    assert only(said(text, "look"), "调过颜色")


def test_linked_pictures_are_reported(tmp_path: Path) -> None:
    linked = picture("rId2").replace("r:embed", "r:link")
    relations = {"rId2": "image http://example.org/a.png External"}
    text = read(tmp_path, p("前", linked), relations=relations)
    assert html_of(text) == "<p>前</p>"
    assert "example.org" in only(said(text, "left_out"), "链接到别处")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("relations", [{}, {"rId1": "image media/lost.png"}])
def test_lost_pictures_are_reported(tmp_path: Path, relations: dict[str, str]) -> None:
    text = read(tmp_path, p("前", picture()), relations=relations)
    assert html_of(text) == "<p>前</p>"
    assert only(said(text, "left_out"), "已经丢失")


def test_pictures_that_browsers_do_not_show_are_kept(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {"word/media/a.emf": b"emf", "word/media/b.wmf": b"wmf"}
    body = p(picture(), picture("rId2"))
    text = read(tmp_path, body, relations={"rId1": "image media/a.emf", "rId2": "image media/b.wmf"}, parts=parts)
    assert text.pictures == (Picture("picture-1.emf"), Picture("picture-2.wmf"))
    assert html_of(text) == '<p><img alt="" src="picture-1.emf" /><img alt="" src="picture-2.wmf" /></p>'


def test_pictures_of_no_declared_type(tmp_path: Path) -> None:
    names = {"rId1": "image media/a.JPG", "rId2": "image media/b", "rId3": "image media/c.has-no-suffix"}
    parts: dict[str, str | bytes] = {f"word/{entry.split()[1]}": png() for entry in names.values()}
    text = read(tmp_path, p(*(picture(name) for name in names)), relations=names, parts=parts)
    assert [each.name for each in text.pictures] == ["picture-1.jpg", "picture-2.bin", "picture-3.bin"]


def test_a_link_on_a_picture_does_not_stay(tmp_path: Path) -> None:
    linked = picture().replace('descr=""/>', 'descr=""><a:extLst/><a:hlinkClick r:id="rId2"/></wp:docPr>')
    relations = ONE | {"rId2": "hyperlink http://example.org/ External"}
    assert html(tmp_path, p(linked), relations=relations, parts=PART) == f"<p>{IMAGE}</p>"


def test_pictures_in_cells_notes_and_boxes(tmp_path: Path) -> None:
    body = table(tr(tc(p(picture(floating=True))))) + p("文", note(2)) + p("框", box(p(picture())))
    text = read(tmp_path, body, relations=ONE, parts=PART, footnotes={2: p("注", picture())})
    assert html_of(text) == (
        f"<table><tr><td><p>{IMAGE}</p></td></tr></table>"
        '<p>文<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        f'<p>框</p><aside class="textbox"><p>{IMAGE}</p></aside>'
        f'<ol><li id="footnote-1"><p>注{IMAGE}</p></li></ol>'
    )


def test_captions_beside_pictures_and_tables(tmp_path: Path) -> None:
    styles = style("x", "caption")
    body = (
        p(picture(), align="center")
        + p("图1 动员会现场", align="center")
        + p("表1 人数")
        + table(tr("甲"))
        + p("会场全景", style="x")
        + p("图1 说明了什么")
    )
    assert html(tmp_path, body, relations=ONE, parts=PART, styles=styles) == (
        f'<p class="center">{IMAGE}</p><p class="caption">图1 动员会现场</p><p class="caption">表1 人数</p>'
        '<table><tr><td><p>甲</p></td></tr></table><p class="caption">会场全景</p><p>图1 说明了什么</p>'
    )


def test_a_link_on_a_picture_to_a_part_of_the_file_is_none(tmp_path: Path) -> None:
    linked = picture().replace('descr=""/>', 'descr=""><a:hlinkClick r:id="rId1"/></wp:docPr>')
    assert html(tmp_path, p(linked), relations=ONE, parts=PART) == f"<p>{IMAGE}</p>"


def group(*inside: str) -> str:
    """A run with a group of shapes."""
    return r(
        '<w:drawing><wp:inline><wp:docPr id="3" name="组合"/><a:graphic><a:graphicData uri="wpg">'
        f"<wpg:wgp>{''.join(inside)}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def shape(words: str = "", properties: str = "") -> str:
    """A shape, with text when there are words."""
    inside = f"<wps:txbx><w:txbxContent>{p(words)}</w:txbxContent></wps:txbx>" if words else ""
    return f"<wps:wsp><wps:spPr>{properties}</wps:spPr>{inside}</wps:wsp>"


def test_groups_of_shapes(tmp_path: Path) -> None:
    fill = '<a:blipFill><a:blip r:embed="rId1"/></a:blipFill>'
    text = read(tmp_path, p("前", group(shape("甲"), shape(), shape("", fill), shape("乙"))), relations=ONE, parts=PART)
    assert html_of(text) == (
        f'<p>前{IMAGE}</p><aside class="textbox"><p>甲</p></aside><aside class="textbox"><p>乙</p></aside>'
    )
    assert only(said(text, "left_out"), "1 个图形")


def test_a_box_that_goes_on_elsewhere_is_no_empty_shape(tmp_path: Path) -> None:
    """Text boxes in a chain: the text stands in the first."""
    text = read(tmp_path, p("前", group(shape("甲"), "<wps:wsp><wps:linkedTxbx/></wps:wsp>")))
    assert html_of(text) == '<p>前</p><aside class="textbox"><p>甲</p></aside>'
    assert said(text, "left_out") == []


def test_shapes_of_the_old_form(tmp_path: Path) -> None:
    art = '<v:shape><v:textpath string="庆祝大会"/></v:shape>'
    body = p("前", r(f"<w:pict><v:shapetype/><v:group><v:rect/><v:line/>{art}</v:group></w:pict>"))
    text = read(tmp_path, body)
    assert html_of(text) == '<p>前</p><aside class="textbox"><p>庆祝大会</p></aside>'
    assert only(said(text, "left_out"), "2 个图形")


def test_a_group_of_the_old_form_floats_as_a_whole(tmp_path: Path) -> None:
    group_of = (
        '<w:pict><v:group style="position:absolute"><v:shape><v:imagedata r:id="rId1"/></v:shape></v:group></w:pict>'
    )
    assert html(tmp_path, p(r(group_of), "文"), relations=ONE, parts=PART) == f"<p>文</p><p>{IMAGE}</p>"


def test_a_picture_may_fill_a_shape_of_the_old_form(tmp_path: Path) -> None:
    filled = r('<w:pict><v:rect><v:fill o:relid="rId1"/></v:rect></w:pict>')
    assert html(tmp_path, p("前", filled), relations=ONE, parts=PART) == f"<p>前{IMAGE}</p>"


def test_shapes_without_text_are_counted_once(tmp_path: Path) -> None:
    empty_art = '<v:shape><v:textpath string=" "/></v:shape>'
    text = read(
        tmp_path, p("前", r(f"<w:pict><v:group><v:rect><v:fill color2='red'/></v:rect>{empty_art}</v:group></w:pict>"))
    )
    assert html_of(text) == "<p>前</p>"
    assert "有 2 个图形" in said(text, "left_out")[0]
    assert len(said(text, "left_out")) == 1
    assert said(text, "look") == []


def graphic(inside: str, holder: str = "inline", properties: str = "") -> str:
    """A run with a drawing of any kind."""
    return r(
        f'<w:drawing><wp:{holder}><wp:docPr id="4" name="x" {properties}/><a:graphic><a:graphicData uri="x">{inside}'
        f"</a:graphicData></a:graphic></wp:{holder}></w:drawing>"
    )


def test_charts_and_diagrams_are_reported_with_their_words(tmp_path: Path) -> None:
    a = SPACES["a"]
    parts: dict[str, str | bytes] = {
        "word/charts/c.xml": f'<c:chartSpace xmlns:c="{SPACES["c"]}" xmlns:a="{a}"><c:title><a:t>各季人数</a:t></c:title>'
        "<c:title><c:v>另一个</c:v></c:title><c:v>9</c:v></c:chartSpace>",
        "word/charts/linked.xml": f'<c:chartSpace xmlns:c="{SPACES["c"]}"><c:title><c:v>各区人数</c:v></c:title></c:chartSpace>',
        "word/diagrams/d.xml": f'<d xmlns:a="{a}"><a:t>动员</a:t><a:t>学习</a:t></d>',
    }
    relations = {"rId1": "chart charts/c.xml", "rId2": "diagramData diagrams/d.xml", "rId3": "chart charts/linked.xml"}
    body = p("前", graphic('<c:chart r:id="rId1"/>'), graphic('<dgm:relIds r:dm="rId2"/>'))
    body += p(graphic('<c:chart r:id="rId3"/>'))
    text = read(tmp_path, body, relations=relations, parts=parts)
    assert html_of(text) == "<p>前</p>"
    assert "（里面的文字：各季人数）" in said(text, "left_out")[0]
    assert "（里面的文字：各区人数）" in said(text, "left_out")[2]
    assert "（里面的文字：动员、学习）" in only(said(text, "left_out"), "SmartArt")


@pytest.mark.parametrize("relations", [{}, {"rId1": "chart http://example.org/c.xml External"}])
def test_charts_that_are_not_in_the_file_are_reported(tmp_path: Path, relations: dict[str, str]) -> None:
    text = read(tmp_path, p("前", graphic('<c:chart r:id="rId1"/>')), relations=relations)
    assert only(said(text, "left_out"), "图表没有收进来。")


def test_ink_unknown_and_hidden_drawings_are_reported(tmp_path: Path) -> None:
    body = p("前", graphic('<x:contentPart xmlns:x="x"/>'), graphic('<x:film xmlns:x="x"/>'))
    body += p(
        "后", graphic(shape("内部"), properties='hidden="1"'), r('<w:pict><v:rect style="visibility:hidden"/></w:pict>')
    )
    text = read(tmp_path, body)
    assert html_of(text) == "<p>前</p><p>后</p>"
    assert only(said(text, "left_out"), "手写墨迹")
    assert "“前”" in only(said(text, "left_out"), "认不出来的图形")
    assert "有 2 个设为隐藏的图形" in only(said(text, "left_out"), "设为隐藏")


def test_embedded_objects_keep_their_look(tmp_path: Path) -> None:
    inside = '<v:shape><v:imagedata r:id="rId1"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12" r:id="rId9"/>'
    text = read(tmp_path, p(f"<w:r><w:object>{inside}</w:object></w:r>"), relations=ONE, parts=PART)
    assert html_of(text) == f"<p>{IMAGE}</p>"
    assert "Excel.Sheet.12" in only(said(text, "look"), "嵌入的对象")


def test_controls_are_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("前", r("<w:object><w:control/></w:object>")))
    assert "control" in only(said(text, "look"), "嵌入的对象")


def test_deleted_pictures_are_gone(tmp_path: Path) -> None:
    assert html(tmp_path, p("前", changed("del", picture())), relations=ONE, parts=PART) == "<p>前</p>"
    assert not (tmp_path / "out").exists()


def test_text_boxes_come_once_and_after_their_paragraph(tmp_path: Path) -> None:
    """Word writes each box twice, in the new form and the old one."""
    text = read(tmp_path, p("前", box(p("框一"), p("框二", align="right")), "文") + p("后", r(old_box(p("旧框")))))
    assert html_of(text) == (
        '<p>前文</p><aside class="textbox"><p>框一</p><p class="right">框二</p></aside>'
        '<p>后</p><aside class="textbox"><p>旧框</p></aside>'
    )
    assert "有 2 个文本框" in only(said(text, "look"), "文本框")
    assert text.visible_text == "前文\n框一\n框二\n后\n旧框"


def test_boxes_beside_each_other_stay_apart(tmp_path: Path) -> None:
    body = p(box(p("甲")), box(p("乙", style="1"))) + p(box(p()))
    assert html(tmp_path, body) == (
        '<aside class="textbox"><p>甲</p></aside><aside class="textbox"><p><strong>乙</strong></p></aside>'
    )


def test_a_box_may_hold_only_a_number(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."))
    assert html(tmp_path, p(box(p(num=(1, 0)))), numbering=numbering) == '<aside class="textbox"><p>1.</p></aside>'


def test_a_box_in_a_box_is_part_of_it(tmp_path: Path) -> None:
    assert html(tmp_path, p("前", box(p("外", box(p("里"))), p("末")))) == (
        '<p>前</p><aside class="textbox"><p>外</p><p>里</p><p>末</p></aside>'
    )


def test_a_box_begins_with_a_list(tmp_path: Path) -> None:
    numbering = lists(level(0, "bullet", "•"))
    body = p("前", num=(1, 0)) + p(box(p("甲", num=(1, 0)), p("乙", num=(1, 0)))) + p("后", num=(1, 0))
    assert html(tmp_path, body, numbering=numbering) == (
        '<ul><li>前</li></ul><aside class="textbox"><ul><li>甲</li><li>乙</li></ul></aside><ul><li>后</li></ul>'
    )


@pytest.mark.parametrize("required", ["wpsCustomData", "wpi", "am3d"])
def test_forms_that_are_not_understood_give_way(tmp_path: Path, required: str) -> None:
    alternates = (
        f'<mc:AlternateContent><mc:Choice Requires="{required}"><wpsCustomData:x>新</wpsCustomData:x></mc:Choice>'
        f"<mc:Fallback>{old_picture().removeprefix('<w:r>').removesuffix('</w:r>')}</mc:Fallback></mc:AlternateContent>"
    )
    assert html(tmp_path, p("前", r(alternates)), relations=ONE, parts=PART) == f"<p>前{IMAGE}</p>"


def test_a_form_without_another_is_taken(tmp_path: Path) -> None:
    """Text must not get lost because a program says that it needs something."""
    alternates = f'<mc:AlternateContent><mc:Choice Requires="xyz">{r("字")}</mc:Choice></mc:AlternateContent>'
    assert html(tmp_path, p("前", alternates, element("proofErr"))) == "<p>前字</p>"


def test_a_picture_of_the_old_form_that_is_not_there_is_no_shape(tmp_path: Path) -> None:
    text = read(tmp_path, p("前", old_picture("rId9")))
    assert [each for each in said(text, "left_out") if "图形" in each] == []


def test_a_film_from_a_website_is_reported(tmp_path: Path) -> None:
    film = '<a:ext><x:webVideoPr xmlns:x="x" embeddedHtml="x"/></a:ext>'
    text = read(tmp_path, p(picture().replace("<a:graphic>", f"{film}<a:graphic>")), relations=ONE, parts=PART)
    assert html_of(text) == f"<p>{IMAGE}</p>"
    assert only(said(text, "look"), "视频")
