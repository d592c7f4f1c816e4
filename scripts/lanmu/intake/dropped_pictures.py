"""Pictures that somebody dropped beside an article: made ready for the site in place, the originals moved out of docs/.

Without that a photograph from a telephone would go out with its twelve million pixels, and lie in the project's
history with the place where it was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lanmu.content.loading import read_text
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.pictures import MOST_BYTES, Optimised, UnusableError, faults, opened, optimised
from lanmu.storage.files import unwritable, write_bytes, write_whole
from lanmu.storage.write_lock import writing
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.pictures import FAULTS

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".heic")
SHOWN_BY_BROWSERS = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.AVIF)
ORIGINALS = "originals"
KILO = 1024


@dataclass(frozen=True)
class Change:
    """One picture that was made ready: where it lies now, where its original, and how heavy both are in bytes."""

    old: Path
    new: Path
    original: Path
    weights: tuple[int, int]
    done: tuple[str, ...]

    def line(self, root: Path) -> str:
        before, after = (max(1, round(weight / KILO)) for weight in self.weights)
        name = self.new.relative_to(root) if self.new == self.old else f"{self.old.relative_to(root)} → {self.new.name}"
        done = "、".join(self.done) or "压缩"
        return f"{name}：{before} KB → {after} KB，{done}。原图在 {self.original.relative_to(root)}"


def pictures_below(docs: Path, names: Iterable[str]) -> Iterator[Path]:
    """The pictures of these names, which must lie in `docs`; of a folder, all below it."""
    for name in names:
        path = Path(name).absolute()
        if not path.exists():
            raise UserError(f"找不到 {name}。请检查文件名和所在文件夹。")
        if not path.resolve().is_relative_to(docs.resolve()):
            raise UserError(f"{name} 不在 docs/ 里。这条命令只处理放在稿件旁边的图片。")
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and file.suffix.lower() in SUFFIXES)


def make_ready(root: Path, file: Path, *, dry_run: bool) -> Change | None:
    """Makes the picture ready in the project at `root`; None when it is. Raises UserError when that cannot be done."""
    try:
        data = file.read_bytes()
        if is_ready(file, data):
            return None
        made = optimised(data)
    except UnusableError as error:
        raise UserError(f"{file.relative_to(root)}：{error.reason}。{error.remedy}。") from None
    except OSError as error:
        raise UserError(f"读不了 {file}（{refusal(error)}）。请检查文件的权限。") from None
    same = file.suffix.lower() in (f".{made.suffix}", ".jpeg" if made.suffix == "jpg" else "")
    new = file if same else file.with_suffix(f".{made.suffix}")
    original = free_place(root / ORIGINALS / file.relative_to(root / "docs"), data)
    change = Change(file, new, original, (len(data), len(made.data)), made.changes)
    # The same is there when this was stopped before it had come to the end.
    if new != file and new.exists() and new.read_bytes() != made.data:
        raise UserError(f"{file.relative_to(root)} 要改存为 {new.name}，可是这个文件已经有了。请先给其中一个改名。")
    if not dry_run:
        with writing(root):
            carry_out(root, change, data, made)
    return change


def is_ready(file: Path, data: bytes) -> bool:
    """True for a picture that needs nothing done. Raises UnusableError for what is none."""
    kind = kind_in(data)
    try:
        with opened(data, kind) as image:
            if getattr(image, "n_frames", 1) > 1 and kind is not FileKind.JPEG:
                # It moves; nothing is known about which of its frames would do.
                return True
            named_right = file.suffix.lower().removeprefix(".").replace("jpeg", "jpg") == kind.value
            light = len(data) <= MOST_BYTES
            return light and named_right and kind in SHOWN_BY_BROWSERS and not faults(image, kind)
    except FAULTS:
        raise UnusableError("损坏的图片，打不开", "请换一张完好的") from None


def free_place(place: Path, data: bytes) -> Path:
    """`place`, or one beside it when something else than `data` lies there."""
    number, free = 1, place
    while free.exists() and free.read_bytes() != data:
        number += 1
        free = place.with_stem(f"{place.stem}-{number}")
    return free


def carry_out(root: Path, change: Change, data: bytes, made: Optimised) -> None:
    try:
        # Git leaves the folder alone: the originals tell where they were taken.
        write_whole(root / ORIGINALS / ".gitignore", "*\n")
        write_bytes(change.original, data)
        write_bytes(change.new, made.data)
        if change.new != change.old:
            rename_in_articles(change.old, change.new.name)
            change.old.unlink()
    except OSError as error:
        raise unwritable(change.new, error) from None


def rename_in_articles(old: Path, new: str) -> None:
    named = re.compile(rf"(?<![\w./-]){re.escape(old.name)}(?![\w.-])")
    for article in sorted(old.parent.glob("*.md")):
        text = read_text(article, str(article))
        if (changed := named.sub(new, text)) != text:
            write_whole(article, changed)
