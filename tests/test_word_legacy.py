"""Old Word files: converted by LibreOffice where it is installed, else the sentence says how to save them anew."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.word import formats, legacy
from lanmu.intake.word.guard import examine
from support import files
from word import packing
from word.hostile_kinds import ole2 as made_ole2
from word.processes import running_below

# LibreOffice makes the old files once, in one process.
pytestmark = pytest.mark.xdist_group("legacy")

WORDS = "某某单位的示例通知"
NAME = "关于示例的通知（2008） 终稿.doc"
office = pytest.mark.skipif(legacy.installed() is None, reason="LibreOffice 没有安装")


def as_doc(source: Path, folder: Path) -> bytes:
    """A document in the old format, made by LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    program = legacy.installed()
    assert program is not None
    command = [program, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder), str(source)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return (folder / f"{source.stem}.doc").read_bytes()


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real .doc."""
    folder = tmp_path_factory.mktemp("old")
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.add_table(rows=2, cols=2).cell(1, 1).text = "表格里的字"
    # Word's own files are never so short that the text lies among the small streams.
    document.add_paragraph("再说一遍。" * 1_000)
    document.save(str(folder / "a.docx"))
    return as_doc(folder / "a.docx", folder)


def refusal(data: bytes, folder: Path, name: str = NAME, **limits: float) -> str:
    """The sentence with which a file is refused, which must leave nothing behind."""
    source, target = folder / name, folder / "target"
    source.write_bytes(data)
    target.mkdir()
    with pytest.raises(UserError) as caught:
        legacy.to_docx(source, target, **limits)
    assert list(target.iterdir()) == []
    assert source.read_bytes() == data
    said = str(caught.value)
    assert said.startswith(f"{name}：")
    assert "请" in said
    assert said.endswith("。")
    return said


@pytest.mark.parametrize("name", ["a.doc", "a.WPS"])
def test_without_libreoffice_the_way_out_is_said(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy, "LOCATIONS", ())
    said = refusal(made_ole2("WordDocument"), tmp_path, name)
    assert "没有能转换它的 LibreOffice" in said
    assert "另存为”，类型选“Word 文档（*.docx）”" in said


def climbing_odt() -> bytes:
    """A text of LibreOffice with a part that would lie elsewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("../content.xml", "<a/>")
    return target.getvalue()


REFUSED = {
    "empty": (b"", "是空文件"),
    "web page": (b"<html><body>a</body></html>", "是网页改了后缀"),
    "workbook": (made_ole2("Workbook"), "是旧版 Excel 表格"),
    "works": (made_ole2("MatOST", "MN0"), "没有 Word 正文"),
    "password": (made_ole2("WordDocument", flags=0x0100), "有密码"),
    "new format with a password": (made_ole2("EncryptedPackage"), "有密码"),
    "macros": (made_ole2("WordDocument", "Macros", "VBA", "_VBA_PROJECT"), "带有宏"),
    "cut": (files.OLE2, "没有 Word 正文"),
    "name that climbs": (climbing_odt(), "指到别的文件夹"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_before_libreoffice_sees_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    data, said = REFUSED[name]
    assert said in refusal(data, tmp_path)


def test_what_is_too_large_is_refused_before_libreoffice_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "超过 50 MB" in refusal(files.OLE2 + bytes(50_000_000), tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        legacy.to_docx(tmp_path / "a.doc", tmp_path)


@office
@pytest.mark.parametrize("name", [NAME, "通知.wps"])
def test_an_old_file_becomes_a_new_one(name: str, old: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / name, tmp_path / "target"
    source.write_bytes(old)
    target.mkdir()
    result = legacy.to_docx(source, target)
    assert list(target.iterdir()) == [result]
    assert result.name == f"{source.stem}.docx"
    examine(result)
    document = docx.Document(str(result))
    assert document.paragraphs[0].text == WORDS
    assert "表格里的字" in [cell.text for row in document.tables[0].rows for cell in row.cells]


@office
def test_the_password_of_a_real_file_is_seen(old: bytes, tmp_path: Path) -> None:
    begin = old.index((0xA5EC).to_bytes(2, "little"), 512)
    locked = bytearray(old)
    locked[begin + 11] |= 1
    assert not formats.is_encrypted(old)
    assert "有密码" in refusal(bytes(locked), tmp_path)


@office
def test_a_damaged_file(old: bytes, tmp_path: Path) -> None:
    entry = formats.entry(old, formats.WORD)
    damaged = old[:1024] + bytes(entry - 1024) + old[entry : entry + 128]
    assert "打不开它" in refusal(damaged, tmp_path)


@office
def test_a_conversion_that_takes_too_long(old: bytes, tmp_path: Path) -> None:
    assert "0.4 秒" in refusal(old, tmp_path, seconds=0.4)
    assert running_below(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there taskkill ends the whole tree")
def test_a_program_is_ended_with_what_it_started(tmp_path: Path) -> None:
    """As `soffice` is, this is a script that starts the program proper and waits for it."""
    sleeper, ended = tmp_path / "sleeper.py", tmp_path / "ended"
    sleeper.write_text(
        f"import pathlib, time; time.sleep(30); pathlib.Path({str(ended)!r}).touch()\n", encoding="utf-8"
    )
    starter = f"import subprocess, sys; subprocess.run([sys.executable, {str(sleeper)!r}])"
    with pytest.raises(UserError, match="1 秒还没有完"):
        legacy.run([sys.executable, "-c", starter], tmp_path, 1.0)
    assert not ended.exists()
    assert running_below(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there LibreOffice has no socket")
def test_what_libreoffice_leaves_behind_when_it_is_ended_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, pathlib; pathlib.Path(os.environ['TMPDIR'], 'lu1.tmp').touch()"
    legacy.run([sys.executable, "-c", code], tmp_path, 20.0)
    assert (tmp_path / "lu1.tmp").is_file()
    # The name as LibreOffice 7.4 gave it to its socket.
    left = tmp_path / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_406342a86f8066b9fdf0594e406c50e"
    other = tmp_path / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_2f8f671d24df5a489d2b187de5777f"
    left.touch()
    other.touch()
    monkeypatch.setattr(legacy, "SOCKETS", (tmp_path,))
    legacy.clear_socket(Path("/var/tmp/rv-lo-3_wnb5ju/profile"))
    assert (left.exists(), other.exists()) == (False, True)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A web server's address and what it was asked for."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        """Notes every request."""

        def answer(self) -> None:
            requests.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a.png", requests
    server.shutdown()
    server.server_close()


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="a"/>'
    '<a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}"><pic:pic xmlns:pic="{pic}"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId1"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"/>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@office
def test_linked_pictures_are_not_asked_for(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, requests = asked
    names = {"wp": f"{DRAWING}/wordprocessingDrawing", "a": f"{DRAWING}/main", "pic": f"{DRAWING}/picture"}
    body = packing.document(PICTURE.format(**names))
    packing.write(tmp_path / "a.docx", body=body, links=packing.relations(f"image {address} External"))
    source = tmp_path / "linked.doc"
    source.write_bytes(as_doc(tmp_path / "a.docx", tmp_path))
    assert requests, "the document does not link to the picture"
    requests.clear()
    examine(legacy.to_docx(source, tmp_path))
    assert requests == []


def test_what_is_a_docx_is_left_to_the_guard(tmp_path: Path) -> None:
    for name, is_copied in (("甲.docx", False), ("乙.doc", True), ("丙.wps", True)):
        source, target = tmp_path / name, tmp_path / f"{name}.target"
        packing.write(source)
        target.mkdir()
        result = legacy.to_docx(source, target)
        examine(result)
        assert (result != source) == is_copied
    (tmp_path / "丁.docx").write_bytes(b"%PDF-1.7")
    assert legacy.to_docx(tmp_path / "丁.docx", tmp_path) == tmp_path / "丁.docx"


@office
@pytest.mark.parametrize(
    ("name", "filter_"), [("a.odt", "writer8"), ("a.rtf", "Rich Text Format"), ("a.xml", "MS Word 2003 XML")]
)
def test_other_formats_under_the_name_of_a_document(name: str, filter_: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.save(str(tmp_path / "a.docx"))
    program = legacy.installed()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [program, profile, "--headless", "--convert-to", f"{name[2:]}:{filter_}", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(tmp_path / "a.docx")], capture_output=True, check=True, timeout=120)
    source, target = tmp_path / "来稿.docx", tmp_path / "target"
    source.write_bytes((tmp_path / name).read_bytes())
    target.mkdir()
    result = legacy.to_docx(source, target)
    examine(result)
    assert docx.Document(str(result)).paragraphs[0].text == WORDS


def test_a_text_with_a_dtd_is_not_shown_to_libreoffice(tmp_path: Path) -> None:
    attack = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    space = '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">&b;</w:wordDocument>'
    assert "XML 外部实体" in refusal((attack + space).encode(), tmp_path)
