"""Old Word files and those of WPS (.doc, .wps) made into .docx by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu.errors import UserError, refusal
from lanmu.intake.word import handed_in, ole2
from lanmu.kinds import HEAD, Kind, kind_of_head

SUFFIXES = (".doc", ".wps")
# LibreOffice takes 2 to 5 seconds to start; the rest is for a long document on an old machine.
SECONDS = 90.0
# How often, and how long in seconds each time, one waits for a program that was killed to be gone.
WAITS, WAIT = 50, 0.1
PROGRAMS = ("soffice", "libreoffice")
# Where it lies when its folder is not on the path: macOS, Windows.
PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    *(
        Path(os.environ[name]) / "LibreOffice" / "program" / "soffice.com"
        for name in ("ProgramFiles", "ProgramFiles(x86)")
        if name in os.environ
    ),
)
SAVE_AS = "请在 Word 或 WPS 里打开它，选“另存为→Word 文档（*.docx）”，再导入。"
# The profile is made anew, so that LibreOffice starts beside one that is open, runs no macro, and fetches nothing: it
# asks after linked pictures even when it may not load them, so its way to the net is a port where nobody listens.
SCRIPTING, NET = "Office.Common/Security/Scripting", "Inet/Settings"
NOBODY, DISCARD = "127.0.0.1", "9"
SETTINGS = (
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    (NET, "ooInetProxyType", "2"),
    (NET, "ooInetHTTPProxyName", NOBODY),
    (NET, "ooInetHTTPProxyPort", DISCARD),
    (NET, "ooInetHTTPSProxyName", NOBODY),
    (NET, "ooInetHTTPSProxyPort", DISCARD),
    (NET, "ooInetFTPProxyName", NOBODY),
    (NET, "ooInetFTPProxyPort", DISCARD),
    (NET, "ooInetNoProxy", ""),
)
# The import filter is named, so that the content of a file cannot choose another one.
READ_AS = "MS Word 97"
WRITE_AS = "docx:MS Word 2007 XML"
REGISTRY = "http://openoffice.org/2001/registry"


def to_docx(source: Path, folder: Path, *, seconds: float = SECONDS) -> Path:
    """A .docx in `folder` with the content of `source`, a .doc or .wps, under the same name.

    The guard must look at it as at any other. Raises UserError when `source` is no such file, has a password or
    macros, when LibreOffice is not there, or when it does not finish within `seconds`.
    """
    try:
        data = handed_in.read(source)
        check(data)
        program = installed()
        if program is None:
            raise UserError(f"是旧格式（{source.suffix}），这台电脑上没有能转换它的 LibreOffice。{SAVE_AS}")
        with TemporaryDirectory(dir=folder) as inner:
            made = converted(program, data, Path(inner), seconds)
            return made.rename(folder / f"{source.stem}.docx")
    except UserError as error:
        raise UserError(f"{source.name}：{error}") from None


def check(data: bytes) -> None:
    """Refuses what is no old Word file, and what LibreOffice should not open."""
    kind = kind_of_head(data[:HEAD])
    if kind is Kind.ZIP:
        raise UserError("里面其实是新格式。请把后缀改成 .docx 再导入。")
    if kind is not Kind.OLE2:
        raise UserError(f"不是 Word 存出来的旧格式文件（可能是网页、RTF 改了后缀）。{SAVE_AS}")
    if ole2.is_encrypted(data):
        raise UserError("有密码，打不开。请在 Word 里输入密码打开，去掉密码，另存为 .docx 后再导入。")
    if ole2.has_macros(data):
        raise UserError("带有宏（自动运行的程序），没有导入。请在 Word 里打开，另存为“Word 文档（*.docx）”，再导入。")
    if not ole2.has_entry(data, ole2.WORD):
        raise UserError(f"里面没有 Word 正文（可能是 Excel、PPT 或微软 Works 的文件）。{SAVE_AS}")


def installed() -> str | None:
    """The program of LibreOffice; None when there is none."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return found or next((str(path) for path in PLACES if path.exists()), None)


def converted(program: str, data: bytes, inner: Path, seconds: float) -> Path:
    """What LibreOffice makes of `data`, in the empty folder `inner`."""
    # A plain name: LibreOffice takes odd ones for options or addresses.
    copy = inner / "source.doc"
    copy.write_bytes(data)
    write_settings(inner / "profile")
    run(command(program, inner, copy), seconds)
    made = copy.with_suffix(".docx")
    if not made.exists():
        raise UserError(f"LibreOffice 打不开它，可能已经损坏，或者有密码。{SAVE_AS}")
    return made


def command(program: str, inner: Path, copy: Path) -> list[str]:
    """The call of LibreOffice."""
    profile = f"-env:UserInstallation={(inner / 'profile').as_uri()}"
    quiet = ["--headless", "--norestore", "--nologo", "--nolockcheck"]
    forms = [f"--infilter={READ_AS}", "--convert-to", WRITE_AS]
    return [program, profile, *quiet, *forms, "--outdir", str(inner), str(copy)]


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


def run(call: list[str], seconds: float) -> None:
    """Runs LibreOffice to its end; what it started ends with it."""
    none = subprocess.DEVNULL
    try:
        with subprocess.Popen(call, stdin=none, stdout=none, stderr=none, start_new_session=True) as process:
            try:
                process.wait(seconds)
            finally:
                end(process)
    except subprocess.TimeoutExpired:
        raise UserError(f"LibreOffice 转换了 {seconds:g} 秒还没有完，已经停下。{SAVE_AS}") from None
    except OSError as error:
        raise UserError(f"启动不了 LibreOffice（{refusal(error)}）。{SAVE_AS}") from None


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program that still runs, and what it started: `soffice` only starts the program proper."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # What it started is not ours to wait for, but must not write any more when the folder is cleared.
    for _ in range(WAITS):
        try:
            os.killpg(process.pid, 0)
        except OSError:
            return
        time.sleep(WAIT)
