"""What `archive.py` does, once the environment is there."""

from __future__ import annotations

import argparse
from pathlib import Path

from lanmu.archives.making import Wanted, make
from lanmu.archives.verify import NoArchiveError, verify
from lanmu.content import settings as settings_file
from lanmu.content.article import Audience
from lanmu.content.dates import require_true_clock, today
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.storage.write_lock import finish_interrupted

SHOWN = 5


def command(root: Path, options: argparse.Namespace) -> int:
    """Makes an archive of the project in `root`, or verifies one. Gives the exit code: 1 for an archive that is not as it was
    made."""
    publish = settings_file.load(root / "lanmu.toml").publish
    if options.verify:
        return verified(Path(options.verify), publish.public_key)
    require_true_clock()
    finish_interrupted(root)
    target = Path(options.output).absolute() if options.output else folder_of(root, options.edition)
    address = options.site_url or publish.address(options.edition) or None
    archive = make(root, target, Wanted(tuple(options.column), address, options.warc, options.edition))
    for line in archive.summary.details():
        say("  " + line)
    for remark in archive.remarks[:SHOWN]:
        say("  · " + remark)
    if len(archive.remarks) > SHOWN:
        say(f"  · 排印时还有 {len(archive.remarks) - SHOWN} 条提醒；不影响存档。")
    files, size = len(archive.manifest.files), archive.manifest.size / 1_000_000
    say(f"✓ 存档做好了：文章 {len(archive.manifest.articles)} 篇，文件 {files} 个，共 {size:.1f} MB。")
    say(f"  文件夹 {target}，压缩包 {archive.zip}。里面的 README.txt 写着是什么、怎样核对。")
    say(f"  签名的公钥：{archive.public_key}。请写在移交清单上，几年以后凭它核对。")
    if options.edition == "internal":
        say("  里面有内部资料：不要放上网，和公开的存档分开保管。")
    return Exit.OK


def folder_of(root: Path, audience: Audience) -> Path:
    """Where an archive is put unless it is said."""
    ending = "" if audience == "public" else "-internal"
    return root / f"out{ending}" / f"archive{ending}-{today()}"


def verified(place: Path, public_key: str) -> int:
    """Says whether the archive in a folder or zip is as it was made, and signed by the key with this public half, if it is known."""
    try:
        report = verify(place, public_key)
    except NoArchiveError as error:
        raise UserError(str(error)) from None
    for line in report.lines():
        say(line)
    return Exit.OK if report.is_clean else Exit.FINDINGS
