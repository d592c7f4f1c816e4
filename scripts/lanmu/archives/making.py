"""An archive from top to bottom: what the site shows, the lists, the signed manifest, one zip of it all. Until it is whole nothing
changes in its place."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lanmu.archives import verify, warc
from lanmu.archives.articles import SITE, archived, chosen, print_articles
from lanmu.archives.lists import RIGHTS, Frame, csv_list, properties, xml_list
from lanmu.build import offline
from lanmu.build.audience import MARKER, NAMES, audience_of
from lanmu.build.gate import Gate, gate_of
from lanmu.build.reuse import Store
from lanmu.build.site import Summary, build
from lanmu.build.stage import backup_in, build_lock, staging, swap
from lanmu.channels.common.job import record_file
from lanmu.channels.common.press import Press
from lanmu.checks.built.site import own_address
from lanmu.checks.reports.sarif import VERSION
from lanmu.content.article import Audience
from lanmu.content.column import Column
from lanmu.content.dates import CHINA, pub_date
from lanmu.diagnostics.console import step
from lanmu.diagnostics.errors import UserError, machine_faults
from lanmu.intake.importer import find_column
from lanmu.releases.contents import source_of
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest, describe, files_below
from lanmu.releases.signing import write_signed
from lanmu.storage.files import readable_by_all
from lanmu.storage.signing_keys import project_key, public_half

HOME = Path(__file__).parent
README = "README.txt"
VERIFY = "verify.py"
NOTICE = "内部资料：这份存档里有不公开的稿件，只供单位内部使用，不要放上网，不要和公开的存档混在一起。\n"
REMEDY = "请检查磁盘空间和文件夹的权限，再试一次；原来的存档没有动。"
# Packed tight already.
TIGHT = (".pdf", ".docx", ".jpg", ".jpeg", ".png", ".webp", ".gz", ".zip")


@dataclass(frozen=True)
class Wanted:
    """What goes into the archive of a project: the articles of some columns (ids or names; empty: of all), the site at an
    address (None: that of mkdocs.yml, or of lanmu.toml for the internal one), with or without a web archive, for whom."""

    columns: tuple[str, ...] = ()
    site_url: str | None = None
    with_warc: bool = False
    audience: Audience = "public"


@dataclass(frozen=True)
class Made:
    """An archive that was made: its zip, its list, the public key that it is signed by; `remarks` on the prints."""

    zip: Path
    manifest: Manifest
    public_key: str
    summary: Summary
    remarks: Sequence[str]


def make(root: Path, target: Path, wanted: Wanted) -> Made:
    """Makes the archive of the project in `root` in the folder `target`, and `target`.zip beside it.

    Raises UserError when it cannot be made whole; what was there is then as it was.
    """
    packed = target.with_name(f"{target.name}.zip")
    refuse_others(root, target, packed, wanted.audience)
    columns = [find_column(root / "docs", name) for name in wanted.columns]
    with step("检查稿件"):
        gate = gate_of(root, wanted.audience)
    settings = gate.project.settings.for_audience(wanted.audience)
    key = project_key(root, settings.publish.public_key)
    store = record_file(root, wanted.audience).with_name("pictures")
    press = Press(gate.site.for_audience(wanted.audience), settings, store, audience=wanted.audience)
    # Without fonts nothing is begun.
    assert press.fonts
    lock = Store(root / ".cache" / "build", target).lock
    with build_lock(lock), readable_by_all(), staging(target) as work, machine_faults("做存档时出错", REMEDY):
        site, folder = work / "built", work / "archive"
        with step("生成网站"):
            summary = build(
                root,
                site,
                production=True,
                site_url=wanted.site_url,
                once=True,
                audience=wanted.audience,
                gate=gate,
            )
            for path, data in offline.opening_from_disk(site):
                (folder / SITE / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / SITE / path).write_bytes(data)
        moment = datetime.now(UTC).replace(microsecond=0)
        manifest, remarks = fill(folder, site, gate, press, wanted, columns, moment)
        write_signed(folder, manifest, key)
        with step("打成压缩包"):
            pack(folder, work / packed.name, target.name)
        put_in_place(work, folder, target, packed)
    return Made(packed, manifest, public_half(key), summary, remarks)


def put_in_place(work: Path, folder: Path, target: Path, packed: Path) -> None:
    """Puts a finished archive and its zip into their places. Killed in between there is no zip, never that of another
    archive. Raises UserError, OSError; what was there is then as it was."""
    last = work / "last.zip"
    if packed.exists():
        packed.rename(last)
    try:
        swap(folder, target, backup_in(work))
    except UserError:
        if last.exists():
            last.rename(packed)
        raise
    (work / packed.name).rename(packed)


def fill(
    folder: Path, site: Path, gate: Gate, press: Press, wanted: Wanted, columns: Sequence[Column], moment: datetime
) -> tuple[Manifest, list[str]]:
    """Puts everything but the manifest into an archive's `folder`; gives the manifest, and remarks on the prints."""
    site_url = own_address(site)
    ids = {column.id for column in columns or gate.whole.columns}
    entries = chosen(gate, site, ids)
    if not entries:
        raise UserError("这些栏目里没有可以登出来的文章，存档没有做。请核对 --column，或者用 --all。")
    with step(f"排印 PDF/A：文章 {len(entries)} 篇"):
        remarks = print_articles(press, folder, [text for _, text in entries])
    settings = press.settings.site
    frame = Frame(settings.publisher, site_url, gate.shown)
    records = [(item, properties(item, frame)) for item in archived(gate, folder, entries)]
    (folder / "list.xml").write_bytes(xml_list(records))
    (folder / "list.csv").write_bytes(csv_list(records))
    if wanted.with_warc:
        with step("写 WARC"):
            warc.write(site, site_url, moment, folder / warc.FILE)
    shutil.copyfile(HOME / VERIFY, folder / VERIFY)
    if wanted.audience == "internal":
        (folder / MARKER).write_text(NOTICE, encoding="utf-8-sig", newline="\r\n")
    about = (
        (HOME / README)
        .read_text(encoding="utf-8")
        .format(
            name=settings.name,
            publisher=settings.publisher,
            created=pub_date(moment.astimezone(CHINA)),
            address=site_url,
            edition=RIGHTS[wanted.audience],
            articles=len(entries),
            notice=NOTICE if wanted.audience == "internal" else "",
            columns=f"（只收了栏目：{'、'.join(column.name for column in columns)}）" if columns else "",
        )
    )
    # So that every version of Notepad reads it.
    (folder / README).write_text(about, encoding="utf-8-sig", newline="\r\n")
    manifest = describe(
        folder,
        created=moment,
        edition=wanted.audience,
        address=site_url,
        source=source_of(gate.project.root),
        tool=VERSION,
        articles=[entry for entry, _ in entries],
    )
    return manifest, remarks


def refuse_others(root: Path, target: Path, packed: Path, audience: Audience) -> None:
    """Raises UserError where an archive would take the place of something else, or of one of another edition, or would be
    taken for sources."""
    if target.is_relative_to(root / "docs"):
        raise UserError(f"{target} 在 docs/ 里，会被当成稿件。请换一个文件夹。")
    is_archive = {FILE, SIGNATURE, VERIFY} <= {path.name for path in target.iterdir()} if target.is_dir() else False
    if target.exists() and not is_archive and not (target.is_dir() and not any(target.iterdir())):
        raise UserError(f"{target} 已经有了，不是存档，没有动它。请换一个文件夹，或者先移走它。")
    if is_archive and audience_of(target) != audience:
        raise UserError(
            f"{target} 里是{NAMES[audience_of(target)]}的存档，{NAMES[audience]}的不能放在这里，没有动它。请换一个文件夹。"
        )
    if packed.exists() and not is_archive:
        raise UserError(f"{packed} 已经有了，没有动它。请换一个文件夹，或者先移走它。")


def pack(folder: Path, target: Path, name: str) -> None:
    """Packs a folder into a zip that is the same to the byte for the same files; in it they lie in a folder of that `name`.
    Raises OSError."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in files_below(folder):
            entry = offline.entry_of(f"{name}/{path}")
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(TIGHT) else zipfile.ZIP_DEFLATED
            entry.file_size = (folder / path).stat().st_size
            with (folder / path).open("rb") as source, archive.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy, verify.CHUNK)
