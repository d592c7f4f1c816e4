"""lanmu.toml: what differs from one office to the next."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from lanmu.content.article import Audience
from lanmu.content.column import ColumnKind
from lanmu.content.loading import read_text
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import Key, YamlText
from lanmu.diagnostics.errors import ContentError, MisfitError, Problem, ProblemKind
from lanmu.untrusted.limits import check_toml

FILE = "lanmu.toml"
INTERNAL, INTERNAL_IN_ENGLISH = "内部资料", "internal"
"""What names of the internal edition, and all that is printed for it, are marked with."""
BADGES = ("svg", "png")
BANNERS = ("jpg", "jpeg", "png", "webp", "avif")
"""The pictures that may be a badge or a banner, by their suffixes."""


class SiteNames(Model):
    """What the site and its publisher are called."""

    name: Annotated[str, Field(min_length=1)]
    publisher: Annotated[str, Field(min_length=1)]
    contact: str = ""


def as_colour(text: str) -> str:
    """A colour in lower case. Raises ValueError when it is written otherwise than `#rrggbb`."""
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f'「{text}」不是颜色的写法，请写成 "#1d6b4a" 的样子：# 和六位十六进制数字，放在英文引号里')
    return text.lower()


ColourText = Annotated[str, AfterValidator(as_colour)]


class Look(Model):
    """What site and print look like: a set of colours, of which each may be replaced; a badge and a banner picture by their
    paths below docs/. What is not given stays empty."""

    colours: Literal["red-gold", "green", "blue", "grey"] = "red-gold"
    main: ColourText = ""
    accent: ColourText = ""
    paper: ColourText = ""
    badge: str = ""
    banner: str = ""

    @property
    def is_default(self) -> bool:
        """True when the colours are those of tokens.css."""
        return self.colours == "red-gold" and not (self.main or self.accent or self.paper)

    @property
    def pictures(self) -> frozenset[str]:
        """Paths below docs/ of the badge and the banner, as far as there are any."""
        return frozenset(path for path in (self.badge, self.banner) if path)


class SiteSettings(SiteNames):
    """Who runs the site. A number that was not issued stays empty and is left out of the pages. `indent` says whether
    paragraphs of Chinese begin two characters in; `internal_url` is the address of the internal edition."""

    site_code: str = ""
    icp: str = ""
    police: str = ""
    indent: bool = True
    internal_url: str = ""
    en: SiteNames | None = None
    look: Look = Field(default_factory=Look)


class Exempt(Model):
    """Rules that are let pass for a file that cannot carry a comment, or for a folder. `path` is as reports show it."""

    path: Annotated[str, Field(min_length=1)]
    codes: Annotated[tuple[str, ...], Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]


class ChecksSettings(Model):
    """Levels and options of the rules, by their codes."""

    levels: dict[str, Literal["error", "warning", "off"]] = Field(default_factory=dict)
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    exempt: tuple[Exempt, ...] = ()


class ReviewSettings(Model):
    """The kinds of columns whose articles need all reviews before they are published."""

    columns: tuple[ColumnKind, ...] = ("dated",)


class TraditionalSettings(Model):
    """The Traditional pages and prints: quotation marks as they stand in the text (“”), or 「」『』 for “”‘’."""

    quotes: Literal["“”", "「」"] = "“”"


class LinksSettings(Model):
    """Hosts that articles may link to (`*.gov.cn` takes in all below it), and how other hosts are asked."""

    hosts: tuple[str, ...] = ()
    external: dict[str, Any] = Field(default_factory=dict)


class PrintFonts(Model):
    """The office's own fonts by role: a name as the system shows it, or the full path of a file. Empty: found by itself."""

    fang: str = ""
    biao: str = ""
    kai: str = ""
    hei: str = ""
    song: str = ""


class DocumentSettings(Model):
    """公文. `heads` are the names over the red rule (发文机关标志); a document takes the one that begins with its issuer."""

    heads: tuple[str, ...] = ()


class BulletinSettings(Model):
    """简报: its name, who edits it, who gets it (报 upwards, 送 sideways, 发 downwards), how many copies."""

    name: str = ""
    office: str = ""
    up: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    copies: Annotated[int | None, Field(ge=1)] = None


class BoardSettings(Model):
    """宣传栏: the size of a poster, and from how far it is read (metres), which decides the size of its text."""

    size: Literal["A3", "A2", "A1", "600x900", "900x1200"] = "A3"
    distance: Annotated[float, Field(ge=0.5)] = 2.0


class PrintSettings(Model):
    """What is printed. What stays empty is left out of the page."""

    fonts: PrintFonts = Field(default_factory=PrintFonts)
    traditional_fonts: PrintFonts = Field(default_factory=PrintFonts)
    document: DocumentSettings = Field(default_factory=DocumentSettings)
    bulletin: BulletinSettings = Field(default_factory=BulletinSettings)
    board: BoardSettings = Field(default_factory=BoardSettings)


def as_site_address(text: str) -> str:
    """The address of a whole site, which ends in a slash. Raises ValueError when it is none."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"「{text}」不是完整的网址，请写成 https://www.example.org/ 的样子")
    return f"{text.rstrip('/')}/"


def as_endpoint(text: str) -> str:
    """The address of a store, without a path. Raises ValueError when it is none."""
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query):
        raise ValueError(f"「{text}」不是对象存储的地址，请写成 https://oss-cn-beijing.aliyuncs.com 的样子，后面不带桶")
    return text.rstrip("/")


TARGET_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "folder": (("folder",), (), "没有写哪个文件夹"),
    "sftp": (
        ("host", "user", "folder"),
        ("host", "port", "user", "known_hosts"),
        "没有写哪台服务器、用哪个用户、放在哪个文件夹",
    ),
    "s3": (
        ("endpoint", "bucket", "user"),
        ("endpoint", "bucket", "region", "user"),
        "没有写对象存储的地址、桶、AccessKey ID",
    ),
}
"""By the kind of a target: the fields that it needs, those that not all kinds have, and what is said when one is missing."""


class PublishTarget(Model):
    """A place that the site is published to: a `folder` of this machine or a share, one on a server (`sftp`), or a bucket of
    a store that speaks S3 (`s3`). With the layout `releases` each release has a folder of its own, and the link `current`
    leads to the one that is shown; with `in-place` the files themselves lie in the folder, or in the bucket, which has no
    links. `keep` releases are kept for going back. With `precompress` compressed copies lie beside the texts, for servers
    that hand them out. `user` is who logs in: the name on a server, the access key id of a store."""

    kind: Literal["folder", "sftp", "s3"]
    folder: str = ""
    address: Annotated[str, AfterValidator(as_site_address)]
    edition: Audience = "public"
    layout: Literal["releases", "in-place"] = "releases"
    keep: Annotated[int, Field(ge=1)] = 5
    precompress: bool = False
    host: str = ""
    port: Annotated[int, Field(ge=1)] = 22
    user: str = ""
    known_hosts: str = ""
    endpoint: Annotated[str, AfterValidator(as_endpoint)] = ""
    bucket: str = ""
    region: str = "us-east-1"

    @model_validator(mode="before")
    @classmethod
    def choose_layout(cls, data: Any) -> Any:
        """A bucket has one layout, which need not be written."""
        return {"layout": "in-place", **data} if isinstance(data, dict) and data.get("kind") == "s3" else data

    @model_validator(mode="after")
    def check_fields(self) -> PublishTarget:
        needed, taken, what = TARGET_FIELDS[self.kind]
        if missing := [name for name in needed if not getattr(self, name)]:
            raise MisfitError(ProblemKind.MISSING, f"{what}，请补上 {'、'.join(missing)}。")
        others = {name for _, fields, _ in TARGET_FIELDS.values() for name in fields} - set(taken)
        if wrong := sorted(others & self.model_fields_set):
            text = f'{"、".join(wrong)} 不用于 kind = "{self.kind}"，请改 kind，或者删去。'
            raise MisfitError(ProblemKind.MISFIT, text)
        if self.kind == "s3" and (self.layout != "in-place" or self.precompress):
            text = '对象存储不能建立链接，也不会挑着发压缩过的文件：layout 请写 "in-place"，precompress 请删去。'
            raise MisfitError(ProblemKind.MISFIT, text)
        return self


class PublishSettings(Model):
    """The targets by their names (`[publish.web]`), and the public half of the key by which releases are signed."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, PublishTarget] = Field(init=False)

    public_key: str = ""

    @property
    def targets(self) -> dict[str, PublishTarget]:
        """The targets in the order in which they stand."""
        return self.__pydantic_extra__


class Settings(Model):
    """The whole file."""

    site: SiteSettings
    review: ReviewSettings = Field(default_factory=ReviewSettings)
    traditional: TraditionalSettings = Field(default_factory=TraditionalSettings)
    links: LinksSettings = Field(default_factory=LinksSettings)
    checks: ChecksSettings = Field(default_factory=ChecksSettings)
    print: PrintSettings = Field(default_factory=PrintSettings)
    publish: PublishSettings = Field(default_factory=PublishSettings)

    def for_audience(self, audience: Audience) -> Settings:
        """The settings with names of the site that say so where it is only for those inside the organisation."""
        if audience == "public":
            return self
        en = self.site.en and self.site.en.model_copy(update={"name": f"{self.site.en.name} ({INTERNAL_IN_ENGLISH})"})
        names = {"name": f"{self.site.name}（{INTERNAL}）", "en": en}
        return self.model_copy(update={"site": self.site.model_copy(update=names)})

    def in_language(self, language: str) -> Settings:
        """The settings with the site's names in `language`, as far as they are given."""
        names = self.site.en if language == "en" else None
        site = self.site.model_copy(update=names.model_dump()) if names else self.site
        return self.model_copy(update={"site": site})


def load(path: Path) -> Settings:
    """Reads `path`. Raises ContentError when it is missing or wrong."""
    text = read_text(path, path.name)
    check_toml(text, path.name)
    try:
        data = tomllib.loads(text)
        settings, problems = validate(Settings, YamlText(path.name, data, _lines_of(text)))
    except (RecursionError, ValueError) as error:
        message, remedy = "括号套得太深，或者数太长。", "删去多余的括号和点号，改短很长的数。"
        line, column = 0, 0
        if isinstance(error, tomllib.TOMLDecodeError):
            message, remedy = "写法有误。", "文字要放在英文引号里，等号两边是字段名和值。"
            if place := re.search(r"line (\d+), column (\d+)", str(error)):
                line, column = int(place[1]), int(place[2])
        fault = Problem(path.name, line, message, remedy, column=column, kind=ProblemKind.UNREADABLE)
        raise ContentError([fault]) from None
    if settings is None:
        raise ContentError(problems)
    return settings


def look_faults(root: Path, look: Look, site_files: Collection[str]) -> list[Problem]:
    """What is wrong with the pictures of a look, for the files of docs/ that can be on the site."""
    return [
        fault
        for field, path, kinds in (("badge", look.badge, BADGES), ("banner", look.banner, BANNERS))
        if path and (fault := picture_fault(root, field, path, kinds, site_files))
    ]


def picture_fault(
    root: Path, field: str, path: str, kinds: Collection[str], site_files: Collection[str]
) -> Problem | None:
    """What is wrong with a picture of the look."""
    if path.rpartition(".")[2].lower() not in kinds:
        message, remedy = f"「{path}」不能用在这里。", f"换成 {'、'.join(kinds)} 格式的图片。"
    elif path not in site_files:
        message = f"docs/ 的栏目文件夹里没有「{path}」这个文件。"
        remedy = "把图片放进 docs/ 的一个栏目或页面的文件夹，例如 docs/about/，这里写 about/文件名；大小写也要一样。"
    else:
        return None
    return field_problem(root, ("site", "look", field), message, remedy, ProblemKind.IMAGE)


def field_problem(root: Path, key: Key, message: str, remedy: str, kind: ProblemKind) -> Problem:
    """A fault of a field of lanmu.toml that reading the file alone could not tell, with its line."""
    lines = _lines_of(read_text(root / FILE, FILE)) if (root / FILE).is_file() else {}
    return YamlText(FILE, None, lines).problem(key, message, remedy, kind)


def _lines_of(text: str) -> dict[Key, int]:
    """The line of every table and field, as far as each stands in a line of its own; the TOML parser keeps none."""
    lines: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if match := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]", line):
            table = tuple(match[1].split("."))
            lines.setdefault(table, number)
        elif match := re.match(r"\s*([\w-]+)\s*=", line):
            lines.setdefault((*table, match[1]), number)
    return lines
