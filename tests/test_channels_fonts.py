"""Fonts by role: found, named by the office, refused with a way out, looked at for every character; and the setting."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from lanmu.channels import document
from lanmu.channels.common import fonts, free_fonts, typesetting
from lanmu.channels.common.fonts import ROLES, Face, Fonts
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.styles import Styles, texts_by_role
from lanmu.channels.common.typesetting import paper_of, prepared, typeset
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Admonition, Block, Heading, Note, Paragraph, Quote, Text
from pypdf import PdfReader
from support import builders
from support.printing import _fonts_are_there, ink_above_baseline, press, with_print

__all__ = ["_fonts_are_there"]
GB2312 = "".join(
    bytes([high, low]).decode("gb2312", errors="ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
)
MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％×①〇□√ 0123456789ABCabc"


def find_fonts(*, traditional: bool = False, **own: str) -> Fonts:
    """The fonts of this machine, with the office's own named as in lanmu.toml."""
    table = "traditional_fonts" if traditional else "fonts"
    return fonts.find(ROLES, with_print(**{table: own}), traditional=traditional)


def some_face() -> Face:
    """A font of this machine that lies in a file of its own."""
    return next(face for faces in find_fonts().faces.values() for face in faces if face.path.suffix in (".otf", ".ttf"))


def copied(tmp_path: Path, name: str, **changes: int) -> Path:
    """A copy of a font under another name, with fields of its table OS/2 changed."""
    face = some_face()
    font = TTFont(face.path)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = name
    font["name"].setName("示例字体", 1, 3, 1, 0x804)
    for field, value in changes.items():
        setattr(font["OS/2"], field, value)
    target = tmp_path / f"{name}{face.path.suffix}"
    font.save(target)
    return target


@pytest.mark.parametrize("traditional", [False, True])
def test_every_role_has_a_font_that_may_be_embedded(traditional: bool) -> None:
    for role, faces in find_fonts(traditional=traditional).faces.items():
        assert faces[0].embeddable, role
        assert faces[0].path.is_file()


def test_the_common_characters_are_all_there() -> None:
    texts = dict.fromkeys(ROLES, GB2312 + MARKS)
    assert find_fonts().covered(texts.items(), "《字表》") == ()


def test_bold_is_chosen_where_a_family_has_it() -> None:
    role = find_fonts().faces["biao"][0]
    choice = [face.weight for face in fonts.named(role.family, find_fonts().book)]
    assert abs(role.weight - 700) == min(abs(weight - 700) for weight in choice)


def test_an_own_font_by_family_by_other_names_and_by_file(tmp_path: Path) -> None:
    path = copied(tmp_path, "LanmuProbe")
    by_file = find_fonts(fang=str(path)).faces["fang"][0]
    assert by_file.path == path
    # The other roles keep theirs, and it stands in for what they lack.
    assert by_file in find_fonts(fang=str(path)).faces["kai"][1:]
    book = fonts.book_of([str(path)])
    for name in ("LanmuProbe", "lanmuprobe", "示例字体"):
        assert fonts.own_face(name, 400, book, traditional=False).path == path


def test_names_in_every_language_are_read(tmp_path: Path) -> None:
    assert {"lanmuprobe", "示例字体"} <= fonts.names_in(str(copied(tmp_path, "LanmuProbe")))[0]
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert fonts.names_in(str(tmp_path / "broken.ttf")) == []


@pytest.mark.parametrize("traditional", [False, True])
def test_an_unknown_own_font_is_named_with_its_place(traditional: bool) -> None:
    with pytest.raises(UserError, match=r"\[print\.(traditional_)?fonts\].*「没有的字体」.*核对名称"):
        find_fonts(traditional=traditional, fang="没有的字体")


def test_a_font_that_must_not_be_embedded_is_refused(tmp_path: Path) -> None:
    path = copied(tmp_path, "Restricted", fsType=2)
    with pytest.raises(UserError, match="不许嵌入 PDF"):
        find_fonts(fang=str(path))
    allowed = copied(tmp_path, "Preview", fsType=4)
    assert find_fonts(fang=str(allowed)).faces["fang"][0].path == allowed


def test_a_machine_without_fonts_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LINUX", "MACOS", "WINDOWS"):
        monkeypatch.setattr(fonts, name, (str(tmp_path),))
    with pytest.raises(UserError) as caught:
        find_fonts()
    assert "没有找到排中文印刷品用的仿宋、小标宋、楷体、黑体、宋体" in str(caught.value)
    assert "print_channels.py --install-fonts" in str(caught.value)
    assert "[print.fonts]" in str(caught.value)


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"《题》里的 “\U000f0000”（U\+F0000） 在仿宋（.+）和代替它的字体里都没有"):
        find_fonts().covered([("fang", "甲\U000f0000")], "《题》")


def test_another_font_stands_in_and_that_is_reported() -> None:
    all_faces = find_fonts().faces["fang"]
    rare = next(
        chr(code)
        for code in range(0x3400, 0x9FFF)
        if code not in all_faces[0].characters and any(code in face.characters for face in all_faces[1:])
    )
    (remark,) = find_fonts().covered([("fang", f"甲{rare}"), ("song", "乙")], "《题》")
    assert f"“{rare}”在仿宋（{all_faces[0].family}）里没有" in remark
    page = {"kind": "paragraph", "role": "", "inlines": [run(f"甲{rare}")]}
    made_pdf = set_parts([page])
    assert rare in PdfReader(io.BytesIO(made_pdf)).pages[0].extract_text()


def run(text: str, **marks: Any) -> dict[str, Any]:
    """A run of text."""
    plain = {"strong": False, "em": False, "sup": False, "sub": False, "link": ""}
    return {"kind": "text", "text": text, **plain, **marks}


def set_parts(parts: list[dict[str, Any]], files: dict[str, Path] | None = None) -> bytes:
    """Parts set as a 公文."""
    data = {"parts": parts, "styles": Styles(), "author": "某工会"}
    return set_with("document", data, files)


def set_with(template: str, data: dict[str, Any], files: dict[str, Path] | None = None) -> bytes:
    """Data set with a template."""
    with prepared(template, data, files or {}, find_fonts(), title="题", language="zh-Hans") as compiler:
        return typeset(compiler, "题")


def test_texts_are_sorted_by_the_font_they_are_set_in() -> None:
    note = Note("n", (Paragraph((Text("注"),)),))
    inlines = (Text("文"), Text("粗", strong=True), Text("斜", em=True), Text("级", strong=True, face="kai"), note)
    parts: list[Block] = [
        Heading(2, (Text("一"),)),
        Heading(3, (Text("二"),)),
        Quote((Paragraph(inlines),)),
        Admonition((Text("盒"),), ()),
        Paragraph((Text("题"),), role="title"),
    ]
    by_role: dict[str, str] = {}
    for role, text in texts_by_role(parts, Styles()):
        by_role[role] = by_role.get(role, "") + text
    assert by_role == {"hei": "一粗盒", "kai": "二文斜级", "song": "注", "biao": "题"}


def test_the_same_data_give_the_same_bytes() -> None:
    parts = [{"kind": "paragraph", "role": "", "inlines": [run("甲乙" * 2000)]}]
    first = set_parts(parts)
    assert first == set_parts(parts)
    assert paper_of(first)["pages"] == len(PdfReader(io.BytesIO(first)).pages) > 5


def test_the_file_says_what_it_is() -> None:
    reader = PdfReader(io.BytesIO(set_parts([{"kind": "paragraph", "role": "", "inlines": [run("甲")]}])))
    assert reader.xmp_metadata is not None
    identifiers = reader.xmp_metadata.stream.get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in identifiers
    assert "<pdfuaid:part>1</pdfuaid:part>" in identifiers
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("题", "某工会")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of our own."""
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def test_a_warning_is_a_defect(template: Path) -> None:
    (template / "probe.typ").write_text(
        '#set document(title: "题")\n#set text(font: "No Such Font")\n', encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match="unknown font family"):
        set_with("probe", {})


def test_a_glyph_that_slips_through_is_still_found(template: Path) -> None:
    text = '#let d = json("data.json")\n#set document(title: d.title)\n#set text(font: d.fonts.fang.families, fallback: false)\n\U000f0000'
    (template / "probe.typ").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="《题》里有字体没有的字"):
        set_with("probe", {})


def test_a_broken_picture_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    figure = {"kind": "figure", "image": "a.png", "alternative": "图", "caption": [], "width": 40, "height": 30}
    with pytest.raises(UserError, match="《题》里有一张图片打不开"):
        set_parts([figure], {"a.png": tmp_path / "a.png"})


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="不是 Debian")
def test_fonts_are_taken_out_of_a_package(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    control = "Package: probe\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: probe\n"
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    folder = tree / "usr" / "share" / "fonts"
    folder.mkdir(parents=True)
    for name in ("FandolFang.otf", "Fandol.txt", "Other.otf"):
        (folder / name).write_bytes(name.encode())
    subprocess.run(["dpkg-deb", "--build", tree, tmp_path / "a.deb"], check=True, capture_output=True)
    free_fonts.unpack(tmp_path / "a.deb", "Fandol", tmp_path / "out")
    assert [(file.name, file.read_bytes()) for file in (tmp_path / "out").iterdir()] == [
        ("FandolFang.otf", b"FandolFang.otf")
    ]


def test_nothing_is_fetched_when_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    free_fonts.ensure(builders.SETTINGS)
    assert capsys.readouterr().out == ""


def test_the_report_tells_the_names_and_what_was_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = list(free_fonts.report(builders.SETTINGS))
    assert [line[:2] for line in lines if not line.startswith(" ")] == ["简体", "繁体"]
    assert len(lines) == 2 + 2 * len(ROLES)
    face = find_fonts().faces["fang"][0]
    fang = next(line for line in lines if line.startswith("  仿宋"))
    assert f"用“{face.family}”（{face.path}）" in fang
    assert all(name in fang for name in fonts.names_of("fang", traditional=False))
    assert f"{face.family} ✓" in fang
    assert "仿宋_GB2312、" in fang, "what is not there has no tick"
    for name in ("LINUX", "MACOS", "WINDOWS"):
        monkeypatch.setattr(fonts, name, (str(tmp_path),))
    report_lines = list(free_fonts.report(with_print(fonts={"kai": "没有的字体"})))
    assert sum("没有找到；依次找：" in line for line in report_lines) == 2 * len(ROLES) - 1
    assert sum("「没有的字体」在这台机器上没有找到" in line for line in report_lines) == 1


@pytest.mark.parametrize(("quotes", "expected"), [("“”", 0.05), ("「」", 0.38)])
def test_the_points_of_traditional_text_go_with_its_quotation_marks(
    tmp_path: Path, quotes: str, expected: float
) -> None:
    """With “” at the lower left (GB/T 15834-2011, 5.1.1), with 「」 in the middle; the characters keep their Traditional forms."""
    traditional = builders.SETTINGS.traditional.model_copy(update={"quotes": quotes})
    settings = builders.SETTINGS.model_copy(update={"traditional": traditional})
    source = builders.article("a", genre="文件", body="发展，**发展，***发展，*。", title="工作，工作")
    own = press(tmp_path, [source], settings=settings, traditional=True)
    (job,) = document.jobs(own, Wanted((source,), named=True))
    heights = ink_above_baseline(job.render().files[job.name], "，")
    # The stamp of a proof has one, too.
    assert heights == [pytest.approx(expected, abs=0.15)] * 5
