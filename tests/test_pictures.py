"""Pictures on the way to the reader: clean, upright, light; made once, and the same everywhere."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build import renditions
from lanmu.build.picture_cache import PictureCache
from lanmu.build.pictures import Gallery, with_variants
from lanmu.build.site import BuildFailedError, build
from lanmu.untrusted.picture_facts import facts_of
from PIL import Image, ImageChops, ImageCms, ImageDraw
from support.files import picture_bytes

Write = Callable[[str, str], Path]
ARTICLE = "news/2008-10-20-peixun.md"
PAGE = "news/2008-10-20-peixun/index.html"
SOURCE = re.compile(r'<source type="image/(\w+)" srcset="([^"]+)" sizes="[^"]+">')


def photograph(size: tuple[int, int], **options: object) -> bytes:
    """A JPEG with soft shapes, as a camera takes it."""
    red, blue = Image.radial_gradient("L").resize(size), Image.linear_gradient("L").resize(size)
    target = io.BytesIO()
    Image.merge("RGB", (red, ImageChops.invert(blue), blue)).save(target, "JPEG", quality=95, **options)
    return target.getvalue()


def camera_exif(orientation: int = 1) -> bytes:
    """What a telephone writes: where, with what, which way up."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (1.0, 30.0, 0.0), 3: "E", 4: (2.0, 15.0, 0.0)}
    exif[0x0110] = "示例相机".encode().decode("latin-1")
    exif[0x0112] = orientation
    return exif.tobytes()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def entry_page(project: Path, body: str) -> str:
    """The built page of an article with `body`."""
    article = project / "docs" / ARTICLE
    head = article.read_text(encoding="utf-8").split("---\n")[1]
    article.write_text(f"---\n{head}---\n{body}\n", encoding="utf-8")
    build(project, project / "site")
    return (project / "site" / PAGE).read_text(encoding="utf-8")


def images(page: str) -> list[str]:
    return re.findall(r"<img[^>]+>", page)


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_what_is_no_picture_goes_and_no_pixel_changes(kind: str) -> None:
    drawn = picture_bytes("png", "60x40 noise")
    target = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"comment": "示例人员甲".encode()} if kind == "jpg" else {}
    name = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind]
    opened(drawn).convert("RGB").save(target, name, exif=camera_exif(), icc_profile=profile, xmp=b"<x/>", **more)
    data = target.getvalue()
    clean = renditions.render(data, facts_of(data)).original
    assert len(clean) < len(data)
    assert facts_of(data).gps is not None
    assert not {"exif", "icc_profile", "xmp", "comment"} & opened(clean).info.keys()
    assert "示例相机".encode() not in clean
    assert "示例人员甲".encode() not in clean
    assert opened(clean).tobytes() == opened(data).tobytes()


def test_what_hides_after_the_end_goes_too() -> None:
    data = photograph((60, 40))
    again = renditions.render(data + data, facts_of(data + data)).original
    assert again == renditions.render(data, facts_of(data)).original
    assert len(again) <= len(data)


def test_a_picture_taken_sideways_stands_upright() -> None:
    data = photograph((80, 60), exif=camera_exif(orientation=6))
    result = renditions.render(data, facts_of(data))
    assert (result.width, result.height) == (60, 80)
    clean = opened(result.original)
    assert clean.size == (60, 80)
    assert not clean.getexif()
    expected = opened(data).transpose(Image.Transpose.ROTATE_270)
    assert max(high for _, high in ImageChops.difference(clean, expected).getextrema()) < 24


def test_colours_of_another_profile_become_those_of_the_web() -> None:
    """sRGB with red and green changed over: a foreign profile whose effect nobody can overlook."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"-XYZ"), (b"gXYZ", b"rXYZ"), (b"-XYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    profile = profile.replace("sRGB".encode("utf-16-be"), "gRBB".encode("utf-16-be"))
    target = io.BytesIO()
    Image.new("RGB", (60, 40), (220, 20, 20)).save(target, "JPEG", icc_profile=profile)
    result = renditions.render(target.getvalue(), facts_of(target.getvalue()))
    clean = opened(result.original)
    assert "icc_profile" not in clean.info
    red, green, _ = clean.getpixel((5, 5))  # type: ignore[misc]
    assert green > 150 > 100 > red


@pytest.mark.parametrize("profile", [b"no profile", "LAB"])
def test_a_profile_that_does_not_fit_changes_nothing(profile: bytes | str) -> None:
    if isinstance(profile, str):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    data = photograph((60, 40), icc_profile=profile)
    clean = opened(renditions.render(data, facts_of(data)).original)
    assert "icc_profile" not in clean.info
    assert max(high for _, high in ImageChops.difference(clean, opened(data)).getextrema()) < 24


def test_printers_colours_are_turned_into_screen_colours() -> None:
    target = io.BytesIO()
    Image.new("CMYK", (60, 40), (0, 200, 200, 0)).save(target, "JPEG")
    result = renditions.render(target.getvalue(), facts_of(target.getvalue()))
    red, green, blue = opened(result.original).getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > green
    assert blue < 200


def test_variants_are_smaller_and_as_wide_as_they_say() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photograph((2000, 1000), exif=camera_exif(), icc_profile=profile, xmp=b"<x/>")
    result = renditions.render(data, facts_of(data))
    formats = dict.fromkeys(name for name, _, _ in result.variants)
    assert list(formats)[-1] == "webp"
    for name in formats:
        assert [w for f, w, _ in result.variants if f == name] == [480, 960, 1600]
    for name, width, variant in result.variants:
        picture = opened(variant)
        assert picture.format == name.upper()
        assert picture.size == (width, width // 2)
        assert not {"exif", "icc_profile", "xmp"} & picture.info.keys()
        assert len(variant) < len(result.original)


def test_a_format_that_is_heavier_at_one_width_is_not_offered() -> None:
    """Browsers choose the format first: with a gap in it they would get less than the original has."""
    drawing = Image.new("L", (1200, 800), 255)
    pen = ImageDraw.Draw(drawing)
    for x in range(0, 1200, 12):
        pen.line((x, 0, 1200 - x, 800), fill=0, width=2)
    target = io.BytesIO()
    drawing.convert("1").save(target, "PNG", optimize=True)
    data = target.getvalue()
    result = renditions.render(data, facts_of(data))
    shrunk = drawing.resize((960, 640), Image.Resampling.LANCZOS)
    assert len(renditions.encode(shrunk, renditions.WEBP)) > len(data), "这张图说明不了什么"
    assert result.variants == ()


def test_a_small_drawing_gets_no_heavier_variant() -> None:
    data = picture_bytes("png", "8x6")
    assert renditions.render(data, facts_of(data)).variants == ()


def test_the_same_picture_is_the_same_bytes() -> None:
    data = photograph((700, 500), exif=camera_exif(3))
    assert renditions.render(data, facts_of(data)) == renditions.render(data, facts_of(data))


def test_a_picture_is_made_once_and_again_when_the_copy_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, calls = photograph((700, 500)), []
    render = renditions.render

    def counted(*arguments: object) -> renditions.Rendition:
        calls.append(1)
        return render(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(renditions, "render", counted)
    cache = PictureCache(tmp_path / "pictures")
    first = cache.entry(data)
    whole = {path.name: path.read_bytes() for path in first.original.parent.iterdir()}
    assert PictureCache(tmp_path / "pictures").entry(data) == first
    assert len(calls) == 1
    for name in ("record.json", "original", first.variants[0].path.name):
        damaged = first.original.parent / name
        damaged.write_bytes(damaged.read_bytes()[:-9] + b"damaged!!")
        assert cache.entry(data) == first
        assert {path.name: path.read_bytes() for path in first.original.parent.iterdir()} == whole
        damaged.unlink()
        assert cache.entry(data) == first
    assert len(calls) == 7
    monkeypatch.setattr(renditions, "WIDTHS", (100,))
    monkeypatch.setattr(renditions, "SETTINGS", "others")
    assert {v.width for v in PictureCache(tmp_path / "pictures").entry(data).variants} <= {100, 700}


def test_the_page_names_sizes_variants_and_waits_for_all_but_the_first(minimal: Path) -> None:
    news = minimal / "docs" / "news"
    (news / "a.jpg").write_bytes(photograph((1200, 800), exif=camera_exif(6)))
    (news / "b.png").write_bytes(picture_bytes("png", "30x20 noise"))
    (news / "c.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"/>', encoding="utf-8")
    (news / "d.gif").write_bytes(picture_bytes("gif", "9x7"))
    body = (
        '![甲](a.jpg)\n\n![乙](b.png){ width=15 }\n\n![丙](c.svg)\n\n图：![丁](d.gif "“引号”")\n\n`<img src="a.jpg">`\n'
    )
    page = entry_page(minimal, body)
    first, second, third, fourth = images(page)
    assert 'width="800" height="1200"' in first
    assert "loading" not in first
    assert all('loading="lazy"' in image for image in (second, third, fourth))
    assert all('decoding="async"' in image for image in (first, second, third, fourth))
    assert 'width="15"' in second
    assert 'height="10"' in second
    assert 'width="40" height="30"' in third
    assert 'width="9" height="7"' in fourth
    assert "“引号”" in fourth
    site = minimal / "site"
    links = [link for _, srcset in SOURCE.findall(page) for link in srcset.split(", ")]
    assert {int(link.split(" ")[1][:-1]) for link in links} == {480, 800}
    for link in links:
        assert (site / "news" / "2008-10-20-peixun" / link.split(" ")[0]).resolve().is_file()
    assert b"Exif" not in (site / "news" / "a.jpg").read_bytes()
    assert opened((site / "news" / "a.jpg").read_bytes()).size == (800, 1200)
    assert (site / "news" / "d.gif").read_bytes() == (news / "d.gif").read_bytes()


def test_a_title_picture_in_a_list_is_light_too(minimal: Path) -> None:
    article = minimal / "docs" / ARTICLE
    text = article.read_text(encoding="utf-8").replace("summary:", "image: title.jpg\nsummary:", 1)
    article.write_text(text, encoding="utf-8")
    (article.parent / "title.jpg").write_bytes(photograph((1200, 800)))
    build(minimal, minimal / "site")
    page = (minimal / "site" / "news" / "index.html").read_text(encoding="utf-8")
    assert {name for name, _ in SOURCE.findall(page)} >= {"webp"}
    assert 'width="1200" height="800"' in images(page)[0]


def test_two_builds_make_the_same_site(minimal: Path, tmp_path: Path) -> None:
    (minimal / "docs" / "news" / "a.jpg").write_bytes(photograph((700, 500), exif=camera_exif(6)))
    page = entry_page(minimal, "![甲](a.jpg)")
    shutil.rmtree(minimal / ".cache")
    build(minimal, tmp_path / "again")
    assert (tmp_path / "again" / PAGE).read_text(encoding="utf-8") == page
    result = {path.name: path.read_bytes() for path in (minimal / "site" / "assets" / "pictures").iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "again" / "assets" / "pictures").iterdir()}
    assert result == again != {}


def test_the_same_picture_may_be_made_several_times_at_once(tmp_path: Path) -> None:
    data = photograph((70, 50))
    for number in range(12):
        cache = PictureCache(tmp_path / str(number))
        with ThreadPoolExecutor(4) as threads:
            assert len({entry.original for entry in threads.map(cache.entry, [data] * 4)}) == 1


def test_what_another_has_ended_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PictureCache(tmp_path)
    begun = tmp_path / "here" / ".new-gone"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([begun]))
    assert cache.entry(photograph((70, 50))).original.is_file()


def test_damaged_pictures_are_named_together_in_chinese(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", SITES / "minimal")
    news = project / "docs" / "news"
    whole = photograph((300, 200))
    (news / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (news / "none.png").write_bytes(b"no picture")
    middle = bytearray(picture_bytes("png", "60x40 noise"))
    middle[len(middle) // 2] ^= 0xFF
    (news / "rotten.png").write_bytes(middle)
    with pytest.raises(BuildFailedError) as caught:
        build(project, project / "site")
    for name in ("cut.jpg", "none.png", "rotten.png"):
        assert re.search(rf"docs/news/{name} .*图片.*改法：.+。", str(caught.value)), caught.value
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '<!-- <img src="a.jpg"> -->',
        '<script>"<img src=a.jpg>"</script>',
        '<picture><source srcset="b.webp"><img src="a.jpg" alt=""></picture>',
        "<p>1 < 2, <images>, &lt;img&gt;</p>",
    ],
)
def test_what_is_no_picture_of_ours_stays(text: str, tmp_path: Path) -> None:
    assert with_variants(text, "index.html", Gallery(), tmp_path)[0] == text


def test_attributes_keep_their_meaning(tmp_path: Path) -> None:
    text = """<img alt='a "b" & &lt;c' src=x.png hidden data-a=1 ALT="second" loading="eager">"""
    done = with_variants(text, "index.html", Gallery(), tmp_path)[0]
    assert done == (
        '<img alt="a &quot;b&quot; &amp; &lt;c" src="x.png" hidden data-a="1" loading="eager" decoding="async">'
    )
    assert with_variants(done, "index.html", Gallery(), tmp_path)[0] == done


def test_pictures_of_other_hosts_are_left_alone(tmp_path: Path) -> None:
    text = '<img src="https://www.example.org/a.png" alt=""><img src="//[x" alt=""><img alt="">'
    done = with_variants(text, "a/index.html", Gallery(sizes={"a/a.png": (1, 1)}), tmp_path)[0]
    assert "width" not in done
    assert "<picture>" not in done


def test_an_avif_with_the_place_of_the_shot_is_drawn_anew() -> None:
    target = io.BytesIO()
    opened(photograph((60, 40))).save(target, "AVIF", exif=camera_exif())
    data = target.getvalue()
    assert facts_of(data).gps is not None
    assert "exif" not in opened(renditions.render(data, facts_of(data)).original).info


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_goes_on_moving(kind: str) -> None:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue", "green")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100, exif=camera_exif())
    data = target.getvalue()
    result = renditions.render(data, facts_of(data))
    assert len(result.original) < len(data)
    assert result.variants == ()
    clean = opened(result.original)
    assert getattr(clean, "n_frames", 1) == 3
    assert not clean.getexif()


def test_a_page_in_another_language_shows_the_picture_that_lies_beside_its_source(minimal: Path) -> None:
    news = minimal / "docs" / "news"
    (news / "a.jpg").write_bytes(photograph((700, 500), exif=camera_exif(6)))
    (news / "only.jpg").write_bytes(photograph((400, 300)))
    (news / "2008-10-20-peixun.zh-Hant.md").write_text(
        "---\ntitle: 手寫的標題\nsummary: 手寫的摘要，介紹培訓的情況和收穫。\n---\n\n![甲](a.jpg)\n\n![乙](only.jpg)\n",
        encoding="utf-8",
    )
    entry_page(minimal, "![甲](a.jpg)")
    page = (minimal / "site" / "zh-Hant" / PAGE).read_text(encoding="utf-8")
    shared, own = images(page)
    assert 'src="../../../news/a.jpg"' in shared
    assert 'width="500" height="700"' in shared
    assert 'width="400" height="300"' in own
    place = minimal / "site" / "zh-Hant" / "news" / "2008-10-20-peixun"
    for link in ("../../../news/a.jpg", *(re.findall(r"[^\s\"]+\.(?:webp|avif)", page))):
        assert (place / link).resolve().is_file()
    assert not list((minimal / "site" / "zh-Hant").rglob("*.jpg"))
    assert b"Exif" not in (minimal / "site" / "news" / "a.jpg").read_bytes()
