"""manifest.json: the list of all files of a release, by which anybody can prove what was published.

It names no person and no path of the machine that made it; its signature lies beside it (signing.py).
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StrictInt, ValidationError

from lanmu.content.article import Audience
from lanmu.content.dates import CHINA, pub_date
from lanmu.content.validation import Model
from lanmu.diagnostics.errors import UserError

FILE = "manifest.json"
SIGNATURE = f"{FILE}.sig"
FORMAT: Literal[1] = 1
ID = r"^\d{8}-\d{6}-[0-9a-f]{4}$"
SHA256 = r"^[0-9a-f]{64}$"


def as_path(path: str) -> str:
    """A path below the root of a release. Raises ValueError for one that leads elsewhere, or is written in another way."""
    if posixpath.normpath(path) != path or path.startswith(("/", "..")) or path == "." or {"\\", "\0"} & set(path):
        raise ValueError(f"「{path}」不是网站里的路径")
    return path


class Entry(Model):
    """What the manifest is made of: texts are kept as they are, blanks at their ends too."""

    model_config = ConfigDict(str_strip_whitespace=False)


class ManifestFile(Entry):
    """A file of the release."""

    size: Annotated[StrictInt, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=SHA256)]


class ManifestArticle(Entry):
    """An article of the release: its address below the root, its source below docs/, the hash of the text that its final
    review was given for (empty where it needs none), that of the text as it goes out, and its former addresses."""

    address: str
    title: str
    language: str
    file: str
    review: str = ""
    text: str = ""
    former: tuple[str, ...] = ()


class Manifest(Entry):
    """The whole list. `source` is the Git revision, or `sha256:` with the digest of what the site was made from; neither
    manifest nor signature is among the `files`."""

    format: Literal[1] = FORMAT
    id: Annotated[str, Field(pattern=ID)]
    created: AwareDatetime
    edition: Audience
    address: str
    source: str
    tool: str
    files: dict[Annotated[str, AfterValidator(as_path)], ManifestFile]
    articles: tuple[ManifestArticle, ...] = ()

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """The manifest in a file of that name. Raises UserError when it is none."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            place = ".".join(map(str, fault["loc"])) or "全文"
            raise UserError(
                f"{FILE} 读不懂（{place}：{fault['msg']}）。它被改过，或者是别的程序、更新的版本写的："
                "请换用新版程序，或者重新发布一次。"
            ) from None

    def to_bytes(self) -> bytes:
        """What is written to the file, and signed."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.size for file in self.files.values())

    @property
    def made_at(self) -> str:
        """When the release was made, China's time."""
        return pub_date(self.created.astimezone(CHINA).replace(tzinfo=None))


def describe(
    folder: Path,
    *,
    created: datetime,
    edition: Audience,
    address: str,
    source: str,
    tool: str,
    articles: Iterable[ManifestArticle] = (),
) -> Manifest:
    """The manifest of the site that lies in `folder`, made now or at `created`. Raises OSError."""
    return Manifest(
        id=f"{created.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        created=created.astimezone(UTC).replace(microsecond=0),
        edition=edition,
        address=address,
        source=source,
        tool=tool,
        files={path: described(folder / path) for path in files_below(folder) if path not in (FILE, SIGNATURE)},
        articles=tuple(sorted(articles, key=lambda article: (article.language, article.address))),
    )


def described(file: Path) -> ManifestFile:
    """A file's size and digest. Raises OSError."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return ManifestFile(size=opened.tell(), sha256=digest)


def files_below(folder: Path) -> list[str]:
    """The paths of all files below a folder, sorted, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def moment_after(now: datetime, last: Manifest | None) -> datetime:
    """The moment of a new release: now, or a second after the last release if its clock was ahead, so that ids sort in the
    order of releases."""
    return max(now, last.created + timedelta(seconds=1)) if last else now
