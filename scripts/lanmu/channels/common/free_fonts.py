"""`--install-fonts`: says which fonts are looked for and which are used; on Debian and Ubuntu gets free ones, into the user's own
font folder (no root, no other package).

All may be put into a PDF: Fandol (GPL with font exception), AR PL UKai (Arphic Public License), cwTeX (GPL with font
exception), Noto CJK (OFL 1.1).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import typst

from lanmu.channels.common import fonts
from lanmu.channels.common.fonts import ROLES
from lanmu.content.settings import Settings
from lanmu.diagnostics.console import agrees, complain, step
from lanmu.diagnostics.errors import UserError
from lanmu.storage.files import write_bytes
from lanmu.storage.scratch import scratch_folder

# Package, how the names of its files that are wanted begin, a family in them. Installed, the first would bring all of TeX.
PACKAGES = (
    ("texlive-lang-chinese", "Fandol", "FandolFang R"),
    ("fonts-arphic-ukai", "ukai", "AR PL UKai TW"),
    ("fonts-cwtex-fs", "cwfs", "cwTeXFangSong"),
    ("fonts-noto-cjk", "Noto", "Noto Serif CJK TC"),
)


def ensure(settings: Settings, *, yes: bool = False) -> None:
    """Sees to it that every role has a font, in Simplified and in Traditional; `yes` agrees beforehand to what is fetched.
    Raises UserError that says what to install."""

    def check() -> None:
        for traditional in (False, True):
            fonts.find(ROLES, settings, traditional=traditional)

    try:
        check()
    except UserError:
        packages = "、".join(package for package, _, _ in PACKAGES)
        question = f"排印要用中文字体，要用 apt-get 下载 {packages}，取出字体放进 {folder()}，可以吗？"
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb") and agrees(question, yes=yes)):
            raise
        with step("下载免费的中文字体（仿宋、楷体、黑体、宋体）"):
            fetch_all(folder())
        fonts.loaded.cache_clear()
        check()


def report(settings: Settings) -> Iterator[str]:
    """The lines of the report; a font of lanmu.toml that is not there is said, too."""
    book = fonts.book_for(settings)
    for traditional, script in ((False, "简体"), (True, "繁体")):
        yield f"{script}印刷品的字体（有的打 ✓，用第一个打 ✓ 又许嵌入的）："
        for role in ROLES:
            yield f"  {ROLES[role].name}：{used(role, settings, book, traditional=traditional)}"


def used(role: str, settings: Settings, book: typst.Fonts, *, traditional: bool) -> str:
    """Which font a role has, and the names that were looked for."""
    own = getattr(settings.print.traditional_fonts if traditional else settings.print.fonts, role)
    try:
        face = fonts.face_for(role, own, book, traditional=traditional)
    except UserError as error:
        return str(error)
    result = f"用“{face.family}”（{face.path}）" if face else "没有找到"
    if own:
        return f"{result}，照 lanmu.toml 写的“{own}”"
    names = fonts.names_of(role, traditional=traditional)
    return f"{result}；依次找：{'、'.join(f'{name} ✓' if fonts.named(name, book) else name for name in names)}"


def folder() -> Path:
    """Where the user's own fonts lie (XDG Base Directory), below the name of this project."""
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "fonts" / "lanmu"


def fetch_all(target: Path) -> None:
    """Puts the fonts that are not there yet into `target`; a package that cannot be downloaded is reported, the others are unpacked."""
    book = fonts.book_of(())
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        apt("update", Path.cwd())
    for package, prefix in [(package, prefix) for package, prefix, family in PACKAGES if not fonts.named(family, book)]:
        with scratch_folder("fonts") as place:
            apt(f"download {package}", place)
            archives = sorted(place.glob("*.deb"))
            if not archives:
                complain(f"  没有下载到 {package}。请检查网络，或者请管理员运行 apt-get update 后再试。")
            for archive in archives:
                unpack(archive, prefix, target)


def apt(command: str, place: Path) -> None:
    """Runs apt-get in `place`; what it did is seen by what is there afterwards."""
    subprocess.run(["apt-get", *command.split()], cwd=place, capture_output=True, check=False)


def unpack(archive: Path, prefix: str, target: Path) -> None:
    """Puts the fonts in a Debian package whose names begin with `prefix` into `target`."""
    done = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], capture_output=True, check=False)
    if done.returncode:
        complain(f"  {archive.name} 没有下载完整，没有装上。请再运行一次。")
        return
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tree:
        for member in tree:
            name = PurePosixPath(member.name).name
            data = tree.extractfile(member) if member.isfile() else None
            if data and name.startswith(prefix) and fonts.is_file_name(name):
                write_bytes(target / name, data.read())
