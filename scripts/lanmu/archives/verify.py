"""核对存档：文件齐不齐，改没改，多没多，签名对不对。

用法：python verify.py [文件夹或 zip] [--key 登记的公钥]        不写文件夹，就核对这个文件所在的文件夹

只要 Python 3.7 或更新的版本，不用装别的。要放心，用别处留着的一份 verify.py 来核对：存档里的这一份也可能被人改过。
"""

# A copy of this module lies in every archive, and it runs alone there: standard library only, words of Python 3.7.
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Iterator

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.sig"
CHUNK = 1 << 20
SHOWN = 100
UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file raises, in a zip file too (RuntimeError: it says that it is encrypted)."""
MEANINGLESS = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)
"""What reading a file raises that is JSON of another kind, or none."""
LARGEST = 1 << 28
"""Bytes of a list or a signature that are read."""

# Ed25519, RFC 8032: the curve (5.1) and its base point.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
"""A square root of -1."""


def summed(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """The sum of two points in extended homogeneous coordinates (5.1.4)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def multiplied(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    """A point added to itself so many times."""
    result: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = summed(result, point)
        point = summed(point, point)
        number >>= 1
    return result


def point_of(data: bytes) -> tuple[int, ...] | None:
    """The point that 32 bytes encode (5.1.3); None when they encode none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def is_signed(data: bytes, key: bytes, signature: bytes) -> bool:
    """True when the signature of `data` was made with the private half of the public `key` (5.1.7)."""
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    signer, commitment, number = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or not (base and signer and commitment) or number >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + data).digest(), "little") % ORDER
    left, right = multiplied(number, base), summed(commitment, multiplied(challenge, signer))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


class NoArchiveError(Exception):
    """There is no archive to verify; the text says why."""


@dataclass(frozen=True)
class Report:
    """What is wrong with an archive: paths that are `missing`, `changed` or `extra`, and what is wrong with the signature
    (empty when it is right). `key` is the public key by which the list was signed, as people write it down; `is_known` says
    whether it is the one that was asked for, `is_internal` that the archive must not be made public."""

    id: str
    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]
    signature: str
    key: str
    is_known: bool
    is_internal: bool

    @property
    def is_clean(self) -> bool:
        """True when nothing is wrong."""
        return not (self.missing or self.changed or self.extra or self.signature)

    def lines(self) -> Iterator[str]:
        """The report for people."""
        if self.is_internal:
            yield "这是内部资料：里面有不公开的稿件，不要放上网。"
        for label, paths in (("缺少", self.missing), ("改动了，或者读不出来", self.changed), ("多出来", self.extra)):
            if paths:
                yield f"✗ {label}：{len(paths)} 个文件"
                yield from (f"    {printable(path)}" for path in paths[:SHOWN])
                if len(paths) > SHOWN:
                    yield f"    …… 还有 {len(paths) - SHOWN} 个"
        if self.signature:
            yield f"✗ {self.signature}"
        if self.is_clean:
            yield f"✓ 存档 {self.id} 完好：清单上的 {self.files} 个文件都在，一个字节也没有改，没有多出来的。"
            key_note = "和登记的一样" if self.is_known else "请同登记的公钥核对；加 --key 公钥，由程序来核对"
            yield f"  清单是用公钥 {self.key} 签的，{key_note}。"
        else:
            yield "  请从别处留着的一份换回来，再核对一次；不要把这一份当作原样。"


def verify(place: Path, key: str = "") -> Report:
    """What is wrong with the archive in a folder or zip file; `key` is the public key that must have signed it, if it is
    known. Raises NoArchiveError when there is none."""
    if place.is_dir():
        return compared(names_below(place), lambda name: opened_below(place, name), key)
    try:
        with zipfile.ZipFile(place) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            top = min((name for name in names if name.split("/")[-1] == MANIFEST), key=len, default=MANIFEST)
            folder = top[: -len(MANIFEST)]
            return compared(
                # What lies beside the folder of the archive is shown with `../`.
                [name[len(folder) :] if name.startswith(folder) else f"../{name}" for name in names],
                lambda name: archive.open(folder + name),
                key,
            )
    except FileNotFoundError:
        raise NoArchiveError(f"没有 {place}。请核对路径。") from None
    except UNREADABLE:
        raise NoArchiveError(f"{place} 打不开：不是 zip 文件，或者坏了。请换一份。") from None


def names_below(folder: Path) -> list[str]:
    """The paths of everything below a folder that is no folder; a link to a folder counts as a file."""
    names = []
    for place, folders, files in os.walk(str(folder)):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118
        names += [Path(place, name).relative_to(folder).as_posix() for name in files + links]
    return names


def opened_below(folder: Path, name: str) -> IO[bytes]:
    """A file of a folder, opened. Raises OSError for a link too: what it leads to may be gone tomorrow."""
    if (folder / name).is_symlink():
        raise OSError(f"{name} is a link")
    return (folder / name).open("rb")


def compared(names: list[str], opened: Callable[[str], IO[bytes]], key: str) -> Report:
    """What is wrong with files that have these names and can be `opened` by them."""
    data = whole(MANIFEST, opened)
    if data is None:
        raise NoArchiveError(f"没有 {MANIFEST}，或者打不开：这里不是存档，或者清单丢了。请换一份存档。")
    try:
        manifest = json.loads(data.decode("utf-8"))
        listed = {str(name): (int(fact["size"]), str(fact["sha256"])) for name, fact in manifest["files"].items()}
    except MEANINGLESS:
        raise NoArchiveError(f"{MANIFEST} 读不懂，被改过了。请换一份存档。") from None
    there = set(names)
    # A zip file can hold two files of one name.
    twice = {name for name, count in Counter(names).items() if count > 1}
    extra = (there - set(listed) - {MANIFEST, SIGNATURE}) | twice
    present = sorted(there & set(listed))
    fault, signer = signature_of(data, opened, key)
    return Report(
        printable(str(manifest.get("id"))),
        len(listed),
        tuple(sorted(set(listed) - there)),
        tuple(name for name in present if measured(name, opened) != listed[name]),
        tuple(sorted(extra)),
        fault,
        signer,
        signer == key,
        manifest.get("edition") != "public",
    )


def whole(name: str, opened: Callable[[str], IO[bytes]]) -> bytes | None:
    """A file; None when there is none, or it cannot be read."""
    try:
        with opened(name) as file:
            return file.read(LARGEST)
    except (*UNREADABLE, KeyError):
        return None


def measured(name: str, opened: Callable[[str], IO[bytes]]) -> tuple[int, str] | None:
    """Size and digest of a file; None when it cannot be read to its end."""
    total, digest = 0, hashlib.sha256()
    try:
        with opened(name) as file:
            for piece in iter(lambda: file.read(CHUNK), b""):
                total += len(piece)
                digest.update(piece)
    except UNREADABLE:
        return None
    return total, digest.hexdigest()


def signature_of(data: bytes, opened: Callable[[str], IO[bytes]], key: str) -> tuple[str, str]:
    """What is wrong with the signature of the list, and the public key that it names."""
    signature = whole(SIGNATURE, opened)
    if signature is None:
        return f"没有签名 {SIGNATURE}，或者打不开，证明不了清单是谁做的。", ""
    try:
        content = json.loads(signature.decode("utf-8"))
        signer = str(content["key"])
        is_right = is_signed(
            data, base64.b64decode(signer, validate=True), base64.b64decode(content["signature"], validate=True)
        )
    except MEANINGLESS:
        return f"签名 {SIGNATURE} 读不懂，被改过了。", ""
    if not is_right:
        return f"{MANIFEST} 和它的签名对不上：其中一个被改过。", signer
    if key and key != signer:
        return f"清单是用另一把密钥签的：公钥 {printable(signer)}，登记的是 {key}。存档可能被人换过。", signer
    return "", signer


def printable(text: str) -> str:
    """A text from the archive with everything in it that a terminal could act on written out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def main() -> int:
    """Verifies what the command line names; 0 when it is as it was made, 1 when not, 2 when there is no archive."""
    parser = argparse.ArgumentParser(description="核对存档：文件齐不齐，改没改，多没多，签名对不对")
    parser.add_argument("place", nargs="?", default=str(Path(__file__).parent), help="存档的文件夹或 zip")
    parser.add_argument("--key", default="", help="登记的公钥")
    options = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        report = verify(Path(options.place), options.key)
    except NoArchiveError as error:
        sys.stderr.write(f"✗ {error}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for line in report.lines()))
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
