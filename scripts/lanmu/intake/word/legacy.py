"""Files of other formats (.doc, .wps, .odt, .rtf …) converted to .docx by LibreOffice, where it is installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.word.formats import DOC, DOCX, ODT, SAVE_AS, Format, format_of, has_macros
from lanmu.intake.word.guard import MOST_ELEMENTS, check_list, read_file, refusing
from lanmu.untrusted.markup import scan
from lanmu.untrusted.opening import Budget
from lanmu.untrusted.package import Package

SUFFIXES = (".doc", ".wps", ".odt", ".rtf")
# LibreOffice takes 2 to 5 seconds to start; the rest is for a long document on an old machine.
SECONDS = 90.0
# How many times, and how many seconds each time, to wait for killed processes to end.
WAITS, WAIT = 50, 0.1
PROGRAMS = ("soffice", "libreoffice")
# Where it lies when its folder is not on the path: macOS, Windows.
LOCATIONS = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    *(
        Path(os.environ[name]) / "LibreOffice" / "program" / "soffice.com"
        for name in ("ProgramFiles", "ProgramFiles(x86)")
        if name in os.environ
    ),
)
# A new profile, so that LibreOffice starts beside one that is open, runs no macro, and fetches nothing: it asks for
# linked pictures even when it may not load them, so its way to the net is a port where nobody listens.
SCRIPTING, NET = "Office.Common/Security/Scripting", "Inet/Settings"
NOBODY, DISCARD = "127.0.0.1", "9"
SETTINGS = (
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    (NET, "ooInetProxyType", "2"),
    *((NET, f"ooInet{protocol}ProxyName", NOBODY) for protocol in ("HTTP", "HTTPS", "FTP")),
    *((NET, f"ooInet{protocol}ProxyPort", DISCARD) for protocol in ("HTTP", "HTTPS", "FTP")),
    (NET, "ooInetNoProxy", ""),
)
PROFILE = "profile"
SOCKETS = (Path("/tmp"), Path("/var/tmp"))
WRITE_AS = "docx:MS Word 2007 XML"
REGISTRY = "http://openoffice.org/2001/registry"


def to_docx(source: Path, folder: Path, *, seconds: float = SECONDS) -> Path:
    """A .docx with the content of `source`: converted into `folder` under the same name, or `source` itself when it
    needs or allows no conversion. The guard must check the result either way.

    Raises UserError when `source` has a password or macros, is called .doc and is something else, when LibreOffice is
    not there, or when it does not finish within `seconds`.
    """
    try:
        data = read_file(source)
        form = format_of(data)
        suffix = source.suffix.lower()
        if form is DOCX and suffix in SUFFIXES:
            # A .docx with an old suffix, which the guard would refuse.
            return Path(shutil.copyfile(source, folder / f"{source.stem}.docx"))
        if not form.read_as and suffix in SUFFIXES:
            raise UserError(form.refusal(suffix))
        if not form.read_as:
            return source
        check(data, form)
        program = installed()
        if program is None:
            description = f"是旧格式（{source.suffix}）" if form is DOC else form.called(source.suffix)
            raise UserError(f"{description}，这台电脑上没有能转换它的 LibreOffice。{SAVE_AS}")
        with TemporaryDirectory(dir=folder) as inner:
            document = converted(program, data, form, Path(inner), seconds)
            return document.rename(folder / f"{source.stem}.docx")
    except UserError as error:
        raise UserError(f"{source.name}：{error}") from None


def check(data: bytes, form: Format) -> None:
    """Refuses what LibreOffice should not open: macros, bombs, XML with a DTD."""
    if form is DOC and has_macros(data):
        raise UserError(
            "带有宏（自动运行的程序），没有导入。请在 Word 或 WPS 里打开，另存为“Word 文档（*.docx）”，再导入。"
        )
    with refusing():
        if form is ODT:
            package = Package(data, Budget())
            check_list(package)
            for name in package.parts:
                package.read(name)
        elif data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
            scan(data, Budget(elements=MOST_ELEMENTS), form.name)


def installed() -> str | None:
    """The program of LibreOffice; None when there is none."""
    on_path = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return on_path or next((str(path) for path in LOCATIONS if path.exists()), None)


def converted(program: str, data: bytes, form: Format, inner: Path, seconds: float) -> Path:
    """Converts `data` in the empty folder `inner`; returns the .docx."""
    # A plain name: LibreOffice takes odd ones for options or addresses.
    copy = inner / f"source{form.suffix}"
    copy.write_bytes(data)
    convert(program, copy, WRITE_AS, form, seconds)
    document = copy.with_suffix(".docx")
    if not document.exists():
        raise UserError(f"LibreOffice 打不开它，可能已经损坏，或者有密码。{SAVE_AS}")
    return document


def convert(program: str, file: Path, write_as: str, form: Format, seconds: float) -> None:
    """Converts a file of a format, beside it, with a profile in the same folder. Raises UserError when that takes longer."""
    folder = file.parent
    write_settings(folder / PROFILE)
    profile = f"-env:UserInstallation={(folder / PROFILE).as_uri()}"
    quiet = ["--headless", "--norestore", "--nologo", "--nolockcheck"]
    forms = [f"--infilter={form.read_as}", "--convert-to", write_as]
    run([program, profile, *quiet, *forms, "--outdir", str(folder), str(file)], folder, seconds)


def write_settings(profile: Path) -> None:
    """The settings of a new profile, in the form in which LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{REGISTRY}">{items}</oor:items>'
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(text, encoding="utf-8", newline="\n")


def run(call: list[str], folder: Path, seconds: float) -> None:
    """Runs LibreOffice within a time limit, with its temporary files in `folder`; all its processes end with it."""
    environment = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))
    devnull = subprocess.DEVNULL
    try:
        with subprocess.Popen(
            call, stdin=devnull, stdout=devnull, stderr=devnull, env=environment, start_new_session=True
        ) as process:
            try:
                process.wait(seconds)
            finally:
                end(process)
                clear_socket(folder / PROFILE)
    except subprocess.TimeoutExpired:
        raise UserError(f"LibreOffice 转换了 {seconds:g} 秒还没有完，已经停下。{SAVE_AS}") from None
    except OSError as error:
        raise UserError(f"启动不了 LibreOffice（{refusal(error)}）。{SAVE_AS}") from None


def clear_socket(profile: Path) -> None:
    """Removes the socket that LibreOffice leaves in the system's temporary folder when it is killed."""
    if sys.platform == "win32":
        return
    # LibreOffice, desktop/source/app/officeipcthread.cxx (CreateMD5FromString) and sal/osl/unx/pipe.cxx.
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in SOCKETS:
        with suppress(OSError):
            (folder / name).unlink()


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program that still runs, and what it started: `soffice` only starts the program proper."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # Its children cannot be waited for, but must have ended before the folder is removed.
    for _ in range(WAITS):
        try:
            os.killpg(process.pid, 0)
        except OSError:
            return
        time.sleep(WAIT)
