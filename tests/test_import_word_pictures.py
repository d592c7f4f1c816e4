"""Pictures from Word files and beside articles: upright, small, in the web's colours, and with nothing else given away."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake import pictures
from lanmu.intake.pictures import LONGEST_SIDE, MOST_BYTES, make_ready, optimised, pictures_in
from lanmu.untrusted.opening import RejectedFileError
from PIL import Image, ImageCms, PngImagePlugin
from support.imported import camera_exif, encoded, photograph

SIGNS = (b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"iCCP", b"tEXt", b"EXIF", b"XMP ")


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.fixture(scope="module")
def telephone() -> bytes:
    """A photograph of twelve million pixels, lying on its side, with the place where it was taken."""
    return photograph((4000, 3000), exif=camera_exif(6), quality=92, comment="示例人员甲".encode())


def test_a_photograph_of_a_telephone_becomes_fit_for_a_page(telephone: bytes) -> None:
    result = optimised(telephone)
    image = opened(result.data)
    assert (result.suffix, image.format, image.mode, image.size) == ("jpg", "JPEG", "RGB", (1200, 1600))
    assert len(result.data) <= MOST_BYTES
    assert result.changes == ("去掉了拍摄地点", "去掉了拍摄信息", "转正", "缩小")
    assert not [sign for sign in SIGNS if sign in result.data]
    assert "示例人员甲".encode() not in result.data


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 360, 3, 87])
def test_a_picture_is_turned_as_word_turns_it(turn: int) -> None:
    plan = Image.new("RGB", (30, 20), "white")
    plan.paste("red", (0, 0, 10, 10))
    image = opened(optimised(encoded(plan, "PNG"), turn).data).convert("RGB")
    corner = {0: (2, 2), 1: (17, 2), 2: (27, 17), 3: (2, 27)}[round(turn / 90) % 4]
    assert image.getpixel(corner) == (255, 0, 0)


@pytest.mark.parametrize(
    ("data", "suffix", "mode"),
    [
        (photograph((200, 150), "PNG"), "jpg", "RGB"),
        (encoded(Image.new("RGB", (50, 40), "red"), "PNG"), "png", "RGB"),
        (encoded(Image.new("RGB", (50, 40), "red"), "BMP"), "png", "RGB"),
        (photograph((200, 150), "BMP"), "jpg", "RGB"),
        (photograph((200, 150), "TIFF"), "jpg", "RGB"),
        (photograph((50, 40), "WEBP"), "webp", "RGB"),
        (photograph((50, 40), "AVIF"), "webp", "RGB"),
        (encoded(Image.new("RGBA", (50, 40), (255, 0, 0, 90)), "PNG"), "png", "RGBA"),
        (encoded(Image.new("RGBA", (50, 40), (255, 0, 0, 255)), "PNG"), "png", "RGB"),
        (encoded(Image.new("CMYK", (50, 40), (0, 255, 255, 0)), "JPEG"), "jpg", "RGB"),
        (encoded(Image.linear_gradient("L").convert("I;16"), "PNG"), "png", "L"),
        (encoded(Image.linear_gradient("L").convert("F"), "TIFF"), "png", "L"),
        (encoded(Image.new("1", (50, 40)), "PNG"), "png", "L"),
        (encoded(Image.new("P", (50, 40)), "GIF"), "png", "RGB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_sort_of_picture_becomes_one_that_browsers_show(data: bytes, suffix: str, mode: str) -> None:
    result = optimised(data)
    image = opened(result.data)
    assert (result.suffix, image.mode) == (suffix, mode)
    assert {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[suffix] == image.format


def test_colours_are_those_of_the_web() -> None:
    red = opened(optimised(encoded(Image.new("CMYK", (50, 40), (0, 255, 255, 0)), "JPEG")).data).getpixel((5, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200 > 80 > red[1]
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    result = optimised(photograph((50, 40), icc_profile=profile))
    assert "换成网页用的颜色" in result.changes


def test_sixteen_bits_become_eight_without_going_black() -> None:
    bright = Image.new("I;16", (20, 20), 60000)
    result = opened(optimised(encoded(bright, "PNG")).data)
    assert result.getpixel((3, 3)) == pytest.approx(60000 / 257, abs=1)


def test_a_film_shows_its_first_picture() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    result = optimised(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert "只留了动图的第一帧" in result.changes
    assert opened(result.data).getpixel((3, 3)) == (255, 0, 0)
    assert getattr(opened(result.data), "n_frames", 1) == 1


def test_a_heavy_picture_gives_up_what_it_must() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((1700, 1200), 200) for _ in range(3)])
    for data in (encoded(noise, "JPEG", quality=95), encoded(noise, "BMP")):
        result = optimised(data)
        assert len(result.data) <= MOST_BYTES
        assert max(opened(result.data).size) <= LONGEST_SIDE
    soft = noise.resize((600, 400))
    soft.putalpha(Image.linear_gradient("L").resize(soft.size))
    result = optimised(encoded(soft, "PNG"))
    assert (result.suffix, opened(result.data).mode) == ("webp", "RGBA")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x01\x00\x00\x00" + bytes(100), "EMF"),
        (b"\xd7\xcd\xc6\x9a" + bytes(100), "WMF"),
        (b"\x01\x00\x09\x00" + bytes(100), "WMF"),
        (b"\x1f\x8b" + bytes(100), "EMZ"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        (b"", "认不出"),
        (b"GIF89a", "损坏"),
        (photograph()[:3000], "损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_page_can_show_is_refused_with_a_way_out(data: bytes, words: str) -> None:
    with pytest.raises(RejectedFileError) as caught:
        optimised(data)
    assert words in caught.value.reason
    assert "请" in caught.value.remedy


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(RejectedFileError, match="太大的图片（11×10 像素）"):
        optimised(encoded(Image.new("RGB", (11, 10)), "PNG"))


@pytest.fixture
def project(minimal: Path) -> Path:
    (minimal / "docs" / "news" / "2008-10-20-peixun.md").write_text(
        "---\ntitle: 培训\ndate: 2008-10-20 10:30\ngenre: 动态\nunit: 各支部\nsummary: 各支部办了培训，大家学了一次。\n"
        "image: hui.png\n---\n\n![职工们坐着听课](hui.png)\n\n![另一张](../news/hui.png)\n\n![别的](xuehui.png)\n",
        encoding="utf-8",
    )
    return minimal


def test_a_dropped_photograph_is_made_ready_in_its_place(project: Path, telephone: bytes) -> None:
    file = project / "docs" / "news" / "a.jpg"
    file.write_bytes(telephone)
    change = make_ready(project, file, dry_run=False)
    assert change is not None
    assert change.line(project).startswith("docs/news/a.jpg：")
    assert "原图在 originals/news/a.jpg" in change.line(project)
    assert opened(file.read_bytes()).size == (1200, 1600)
    assert (project / "originals" / "news" / "a.jpg").read_bytes() == telephone
    assert (project / "originals" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert not opened(file.read_bytes()).getexif()
    assert make_ready(project, file, dry_run=False) is None


def test_a_second_original_of_the_same_name_is_kept_beside_the_first(project: Path, telephone: bytes) -> None:
    file = project / "docs" / "news" / "a.jpg"
    # The same one, as after a run that was killed, is kept once.
    for data in (telephone, telephone, telephone + b"another"):
        file.write_bytes(data)
        make_ready(project, file, dry_run=False)
    assert {path.name for path in (project / "originals" / "news").iterdir()} == {"a.jpg", "a-2.jpg"}


def test_a_photograph_that_changes_its_format_is_renamed_in_the_articles_beside_it(project: Path) -> None:
    file = project / "docs" / "news" / "hui.png"
    file.write_bytes(photograph((2000, 1500), "PNG"))
    change = make_ready(project, file, dry_run=False)
    assert change is not None
    assert "hui.png → hui.jpg" in change.line(project)
    assert not file.exists()
    text = (project / "docs" / "news" / "2008-10-20-peixun.md").read_text(encoding="utf-8")
    assert "image: hui.jpg" in text
    assert "](hui.jpg)" in text
    assert "](xuehui.png)" in text


def test_an_article_keeps_its_line_ends_when_a_picture_is_renamed_in_it(project: Path) -> None:
    article = project / "docs" / "news" / "2008-10-20-peixun.md"
    lines = article.read_bytes().splitlines()
    article.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    (article.parent / "hui.png").write_bytes(photograph((2000, 1500), "PNG"))
    make_ready(project, article.parent / "hui.png", dry_run=False)
    renamed = [line.replace(b": hui.png", b": hui.jpg").replace(b"](hui.png", b"](hui.jpg") for line in lines]
    assert article.read_bytes() == b"\xef\xbb\xbf" + b"\r\n".join(renamed)


def test_a_dry_run_touches_nothing(project: Path, telephone: bytes) -> None:
    file = project / "docs" / "news" / "a.jpg"
    file.write_bytes(telephone)
    before = sorted(project.rglob("*"))
    assert make_ready(project, file, dry_run=True) is not None
    assert sorted(project.rglob("*")) == before
    assert file.read_bytes() == telephone


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", photograph((1600, 900))),
        ("a.jpeg", photograph((100, 90))),
        ("a.png", encoded(Image.new("RGB", (100, 90)), "PNG")),
        ("a.webp", photograph((100, 90), "WEBP")),
        ("a.png", encoded(Image.new("L", (9, 9)), "PNG", save_all=True, append_images=[Image.new("L", (9, 9), 9)])),
    ],
    ids=["jpg", "jpeg", "png", "webp", "film"],
)
def test_what_is_ready_is_left_alone(project: Path, name: str, data: bytes) -> None:
    file = project / "docs" / "news" / name
    file.write_bytes(data)
    assert make_ready(project, file, dry_run=False) is None
    assert file.read_bytes() == data
    assert not (project / "originals").exists()


def test_a_wrong_suffix_and_remarks_in_a_drawing_are_mended(project: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "somebody")
    file = project / "docs" / "news" / "a.jpg"
    file.write_bytes(encoded(Image.new("RGB", (20, 10), "red"), "PNG", pnginfo=text))
    change = make_ready(project, file, dry_run=False)
    assert change is not None
    assert change.new.name == "a.png"
    assert b"somebody" not in change.new.read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "损坏"),
        ("a.png", b"no picture", "认不出"),
    ],
)
def test_what_cannot_be_mended_is_reported_and_left(project: Path, name: str, data: bytes, words: str) -> None:
    file = project / "docs" / "news" / name
    file.write_bytes(data)
    with pytest.raises(UserError, match=words):
        make_ready(project, file, dry_run=False)
    assert file.read_bytes() == data


def test_a_picture_is_not_put_over_another_one(project: Path) -> None:
    folder = project / "docs" / "news"
    (folder / "hui.png").write_bytes(photograph((2000, 1500), "PNG"))
    (folder / "hui.jpg").write_bytes(photograph((20, 10)))
    with pytest.raises(UserError, match="已经有了"):
        make_ready(project, folder / "hui.png", dry_run=False)


def test_only_pictures_in_docs_are_taken(project: Path, tmp_path: Path) -> None:
    docs = project / "docs"
    (docs / "news" / "a.JPG").write_bytes(b"")
    assert [file.name for file in pictures_in(docs, [str(docs)])] == ["a.JPG"]
    with pytest.raises(UserError, match="找不到"):
        list(pictures_in(docs, [str(docs / "none.jpg")]))
    (tmp_path / "b.jpg").write_bytes(b"")
    with pytest.raises(UserError, match="不在 docs/ 里"):
        list(pictures_in(docs, [str(tmp_path / "b.jpg")]))


def test_the_command_does_what_it_can_and_counts(ready: Path, telephone: bytes) -> None:
    news = ready / "docs" / "news"
    (news / "a.jpg").write_bytes(telephone)
    (news / "b.jpg").write_bytes(b"no picture")
    command = [sys.executable, "scripts/optimise_pictures.py"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=ready, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "docs/news/a.jpg：" in done.stdout
    assert "处理了 1 张图片。" in done.stdout
    assert "有 1 张处理不了" in done.stderr
    assert "docs/news/b.jpg：认不出的图片" in done.stderr
