"""What lies in docs/: the one walk over it, which of its files can become part of the site, which ones texts link to.

Whoever looks into a folder of the project (the content model, the checks, MkDocs, the cache of builds) sees what `walk`
finds, so that nothing is built that was not checked, and nothing that lies elsewhere.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from lanmu.content.article import Article, Source
from lanmu.diagnostics.errors import Problem, ProblemKind, refusal
from lanmu.diagnostics.terminal_text import one_line
from lanmu.text.links import local_path, targets
from lanmu.untrusted.kinds import OFFICE, RASTER, FileKind

LONGEST = 240
"""Characters of a path: Windows opens no longer ones (MAX_PATH, 260, with something left for the project's own)."""
DROPPED = ("Thumbs.db", "desktop.ini")
"""What Windows leaves in folders, as Word leaves files whose names begin with ~$."""
PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")
DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$", *PORTS})
"""Names that no file of Windows can bear, whatever comes after a dot (Naming Files, Paths, and Namespaces, Win32)."""
MISREAD = re.compile(r'[<>:"|?*\\]|[. ]$|%[0-9A-Fa-f]{2}')
"""In a name: what Windows does not take, and what servers take for another character."""
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Categories of characters that nobody sees, or that reverse what is read (Unicode 16, 4.5)."""
MOUNT_POINT = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: a junction of Windows, a link to a folder."""

# In a list of attributes a brace ends a target, in Markdown a title.
TARGET_ENDS = re.compile("[\"'}]")

OFFICE_FILE = OFFICE | {FileKind.OLE2, FileKind.ZIP}
"""With a password it is an OLE2 container, whatever its suffix says; WPS writes either form under its own suffixes."""
KINDS: dict[str, frozenset[FileKind]] = {
    # One picture under the suffix of another is no danger: a rule of its own (IMG005) reports it.
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "heic"), RASTER),
    "svg": frozenset({FileKind.SVG}),
    **dict.fromkeys(("mp3", "m4a", "wav", "ogg", "flac", "mp4", "webm"), frozenset({FileKind.MEDIA})),
    "pdf": frozenset({FileKind.PDF}),
    **dict.fromkeys(("docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "dps"), OFFICE_FILE),
    **dict.fromkeys(("odt", "ods", "odp", "ofd"), frozenset({FileKind.ZIP})),
    "rtf": frozenset({FileKind.RTF}),
    **dict.fromkeys(("txt", "csv"), frozenset({FileKind.TEXT})),
    "zip": OFFICE | {FileKind.ZIP},
    "rar": frozenset({FileKind.RAR}),
    "7z": frozenset({FileKind.SEVEN}),
}
"""The files that a site may hold besides its pages, by their suffix: what they may be. No browser runs any of them; an
SVG, which a browser would run, is cleaned as a picture is."""


@dataclass(frozen=True)
class Walked:
    """The ordinary files below a folder, by their paths, sorted, and what was passed over, with the reason."""

    files: tuple[str, ...]
    passed_over: tuple[Problem, ...]


def walk(folder: Path) -> Walked:
    """What lies below a folder of the project. No link is followed, nothing is opened; hidden files are left out, and what
    Windows and Word leave there. A folder that is not there has nothing."""
    files: list[str] = []
    problems: list[Problem] = []
    todo = [""]
    while todo:
        place = todo.pop()
        try:
            with os.scandir(f"{folder}/{place}") as entries:
                listed = list(entries)
        except OSError as error:
            if place or not isinstance(error, FileNotFoundError):
                reason = f"这个文件夹读不了（{refusal(error)}）。"
                problems.append(problem(folder, place, reason, "检查文件夹的权限。"))
            continue
        for entry in listed:
            if entry.name.startswith((".", "~$")) or entry.name in DROPPED:
                continue
            path = f"{place}{entry.name}"
            if fault := fault_of(entry, path):
                problems.append(problem(folder, path, *fault))
            elif entry.is_dir(follow_symlinks=False):
                todo.append(f"{path}/")
            else:
                files.append(path)
    return Walked(tuple(sorted(files)), tuple(sorted(problems)))


def fault_of(entry: os.DirEntry[str], path: str) -> tuple[str, str] | None:
    """Why what lies at a path is passed over, and the way out."""
    if is_link(entry):
        return "这是一个链接（快捷方式），不跟过去读，也不发布。", "删去链接，把文件本身放进来。"
    if not entry.is_file(follow_symlinks=False) and not entry.is_dir(follow_symlinks=False):
        return "这不是普通的文件（是管道、设备之类），没有读，也不发布。", "删去它。"
    if not entry.name.isprintable() and any(unicodedata.category(sign) in UNSEEN for sign in entry.name):
        return (
            "文件名里有看不见或读不出来的字符，没有读，也不发布。",
            "改个文件名：用小写英文字母、数字和短横；用不着就删去。",
        )
    if len(path) > LONGEST:
        return f"路径有 {len(path)} 个字，太长了，没有读，也不发布。", f"少套几层文件夹，缩短到 {LONGEST} 个字以内。"
    return None


def is_link(entry: os.DirEntry[str]) -> bool:
    """True for a symbolic link, and for a junction of Windows, which Python takes for a folder."""
    return entry.is_symlink() or (
        os.name == "nt" and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == MOUNT_POINT
    )


def is_ordinary(folder: Path, path: str) -> bool:
    """True for an ordinary file at a path below a folder to which no link leads."""
    file = folder / path
    return file.is_file() and file.resolve() == folder.resolve() / path


def problem(folder: Path, path: str, message: str, remedy: str) -> Problem:
    """A problem of what lies below a folder; the name is shown as far as it can be."""
    shown = one_line(path.rstrip("/").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    return Problem(f"{folder.name}/{shown}", 0, message, remedy, kind=ProblemKind.FILE)


def kept_off(docs: Path, paths: Iterable[str], homes: Collection[str]) -> dict[str, Problem]:
    """The files that never become part of the site, by their paths: of a kind that is not listed, or where the site's own
    files would be. `homes` are the folders of columns and pages. Texts and data files are not looked at."""
    problems = {}
    for path in paths:
        if not path.endswith((".md", ".yml")) and (fault := unfit(path, homes)):
            problems[path] = problem(docs, path, *fault)
    return problems


def unfit(path: str, homes: Collection[str]) -> tuple[str, str] | None:
    """Why a file cannot become part of the site, and the way out."""
    suffix = suffix_of(path)
    if suffix not in KINDS:
        subject = f"「.{suffix}」的文件" if suffix else "没有后缀的文件"
        return f"{subject}不能放上网站，不发布。", "换成图片、音视频、Word、PDF 之类的文档或 .zip；用不着就删去。"
    parts = path.split("/")
    wrong = next((part for part in parts if MISREAD.search(part) or is_device(part)), None)
    if wrong is not None:
        return (
            f"「{wrong}」这个名称 Windows 或者服务器读不对，不发布。",
            "改名，去掉冒号、引号、百分号之类的符号和末尾的点。",
        )
    if parts[0] not in homes or len(parts) == 1:
        place = f"「{parts[0]}」不是栏目的文件夹" if len(parts) > 1 else "docs/ 的最外层不放图片和附件"
        return f"{place}，不发布。", f"移到用它的稿件旁边，也就是这些文件夹里：{'、'.join(sorted(homes))}。"
    return None


def is_device(name: str) -> bool:
    """True for a name that means a device on Windows, in every folder."""
    return name.partition(".")[0].rstrip().lower() in DEVICES


def suffix_of(path: str) -> str:
    """The suffix of a file's name in lower case, without the dot."""
    return posixpath.splitext(path)[1][1:].lower()


def lies(path: str, kind: FileKind) -> bool:
    """True when a file is of another kind than its suffix says. Where nothing was recognised it is damaged, which is
    reported otherwise."""
    return kind not in KINDS.get(suffix_of(path), {kind}) and kind not in (FileKind.EMPTY, FileKind.UNKNOWN)


def linked_files(items: Iterable[Source]) -> frozenset[str]:
    """Paths below docs/ of every file that `items` link to or show; other hosts are left out.

    A production build publishes no other file, and a review covers those of its text.
    """
    linked: set[str] = set()
    for item in items:
        for _, target, is_html in targets(item.body):
            paths = dict.fromkeys((local_path(target), local_path(TARGET_ENDS.split(target.strip("<>\"'"))[0])))
            # MkDocs counts from the source file. Browsers count raw HTML from the page, whoever wrote it from the
            # file: both are taken, so that a slip, which the checks report, does not lose a file besides.
            folders = [posixpath.dirname(item.path), *([item.address] if is_html else [])]
            linked.update(
                posixpath.normpath(posixpath.join(folder, path)) for folder in folders for path in paths if path
            )
        if isinstance(item, Article):
            linked.update(path for path in (item.image, item.audio) if path)
    return frozenset(linked)
