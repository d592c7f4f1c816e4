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
from lanmu.untrusted.text_limits import check_toml

FILE = "lanmu.toml"
INTERNAL, INTERNAL_IN_ENGLISH = "内部资料", "internal"
"""The label in the names of the internal edition and on its prints."""
BADGES = ("svg", "png")
BANNERS = ("jpg", "jpeg", "png", "webp", "avif")
"""The pictures that may be a badge or a banner, by their suffixes."""


class SiteNames(Model):
    """What the site and its publisher are called."""

    name: Annotated[str, Field(min_length=1, description="网站的名称")]
    publisher: Annotated[str, Field(min_length=1, description="主办单位：印在页脚")]
    contact: Annotated[str, Field(description="联系方式：印在页脚，例如办公室和座机")] = ""


def as_colour(text: str) -> str:
    """A colour in lower case. Raises ValueError when it is written otherwise than `#rrggbb`."""
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f'「{text}」不是颜色的写法，请写成 "#1d6b4a" 的样子：# 和六位十六进制数字，放在英文引号里')
    return text.lower()


ColourText = Annotated[str, AfterValidator(as_colour)]


class Look(Model):
    """What site and print look like: a set of colours, of which each may be replaced; a badge and a banner picture by their
    paths below docs/. What is not given stays empty."""

    colours: Annotated[
        Literal["red-gold", "green", "blue", "grey"],
        Field(description="现成的一套：red-gold 红金，green 绿，blue 蓝，grey 灰"),
    ] = "red-gold"
    main: Annotated[ColourText, Field(description="主色：换掉这一套里的，写成 #1a6244 的样子")] = ""
    accent: Annotated[ColourText, Field(description="辅色：线、边、按钮")] = ""
    paper: Annotated[ColourText, Field(description="纸色：页面的底色")] = ""
    badge: Annotated[str, Field(description="徽标：docs/ 下面的 svg 或 png，例如 about/badge.svg")] = ""
    banner: Annotated[str, Field(description="横幅图片：docs/ 下面的图片，宽 1600 像素左右")] = ""

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

    site_code: Annotated[str, Field(description="网站标识码：没有取得就留空")] = ""
    icp: Annotated[str, Field(description="ICP 备案号：没有取得就留空")] = ""
    police: Annotated[str, Field(description="公安备案号：没有取得就留空")] = ""
    indent: Annotated[bool, Field(description="网页上的中文，每段开头空两格")] = True
    internal_url: Annotated[str, Field(description="内部版的网址：不办内部版就留空")] = ""
    en: Annotated[SiteNames | None, Field(description="英文版的名称：不办英文版就全空着")] = None
    look: Look = Field(default_factory=Look, description="配色、徽标、横幅")


class Exempt(Model):
    """Rules that are let pass for a file that cannot carry a comment, or for a folder. `path` is as reports show it."""

    path: Annotated[str, Field(min_length=1, description="文件或文件夹：照检查报告里的写法，例如 docs/about/a.pdf")]
    codes: Annotated[tuple[str, ...], Field(min_length=1, description="规则的编号：一行一个")]
    reason: Annotated[str, Field(min_length=1, description="为什么放过")]


class ChecksSettings(Model):
    """Levels and options of the rules, by their codes."""

    levels: dict[str, Literal["error", "warning", "off"]] = Field(default_factory=dict)
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    exempt: Annotated[tuple[Exempt, ...], Field(description="放过的文件：写不了注释的文件、文件夹")] = ()


class ReviewSettings(Model):
    """The kinds of columns whose articles need all reviews before they are published."""

    columns: Annotated[
        tuple[ColumnKind, ...],
        Field(description="要审完才能发布的栏目：dated 按日期更新的，reference 长期参考的"),
    ] = ("dated",)


class TraditionalSettings(Model):
    """The Traditional pages and prints: quotation marks as they stand in the text (“”), or 「」『』 for “”‘’."""

    quotes: Annotated[Literal["“”", "「」"], Field(description="繁体版的引号：“” 照稿件的，「」 换成直角引号")] = "“”"


class LinksSettings(Model):
    """Hosts that articles may link to (`*.gov.cn` takes in all below it), and how other hosts are asked."""

    hosts: Annotated[
        tuple[str, ...], Field(description="稿件可以链接的别的网站：只写主机名，一行一个；*.gov.cn 是它下面的全部网站")
    ] = ()
    external: dict[str, Any] = Field(default_factory=dict)


class PrintFonts(Model):
    """The office's own fonts by role: a name as the system shows it, or the full path of a file. Empty: found by itself."""

    fang: Annotated[str, Field(description="仿宋：系统里显示的名称，或者字体文件的完整路径")] = ""
    biao: Annotated[str, Field(description="小标宋")] = ""
    kai: Annotated[str, Field(description="楷体")] = ""
    hei: Annotated[str, Field(description="黑体")] = ""
    song: Annotated[str, Field(description="宋体")] = ""


class DocumentSettings(Model):
    """公文. `heads` are the names over the red rule (发文机关标志); a document takes the one that begins with its issuer."""

    heads: Annotated[
        tuple[str, ...], Field(description="版头：发文机关标志的全文，例如 某某市总工会文件；一行一个")
    ] = ()


class BulletinSettings(Model):
    """简报: its name, who edits it, who gets it (报 upwards, 送 sideways, 发 downwards), how many copies."""

    name: Annotated[str, Field(description="简报的名称：留空就是活动简称加“简报”")] = ""
    office: Annotated[str, Field(description="编印单位")] = ""
    up: Annotated[tuple[str, ...], Field(description="报：上级单位，一行一个")] = ()
    across: Annotated[tuple[str, ...], Field(description="送：平级单位，一行一个")] = ()
    down: Annotated[tuple[str, ...], Field(description="发：下级单位，一行一个")] = ()
    copies: Annotated[int | None, Field(ge=1, description="印数")] = None


class BoardSettings(Model):
    """宣传栏: the size of a poster, and from how far it is read (metres), which decides the size of its text."""

    size: Annotated[
        Literal["A3", "A2", "A1", "600x900", "900x1200"], Field(description="大小：A3、A2、A1 是纸张，其余是毫米")
    ] = "A3"
    distance: Annotated[float, Field(ge=0.5, description="从几米外看：字的大小由它算出")] = 2.0


class PrintSettings(Model):
    """What is printed. What stays empty is left out of the page."""

    document: DocumentSettings = Field(default_factory=DocumentSettings, description="公文")
    bulletin: BulletinSettings = Field(default_factory=BulletinSettings, description="简报")
    board: BoardSettings = Field(default_factory=BoardSettings, description="宣传栏")
    fonts: PrintFonts = Field(default_factory=PrintFonts, description="单位自己的字体：不写就自动找")
    traditional_fonts: PrintFonts = Field(default_factory=PrintFonts, description="繁体版的字体：不写就自动找")


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

    kind: Annotated[
        Literal["folder", "sftp", "s3"],
        Field(description="放到哪里：folder 文件夹（共享、U 盘），sftp 服务器，s3 对象存储"),
    ]
    address: Annotated[
        str,
        AfterValidator(as_site_address),
        Field(description="读者打开的网址：https://www.example.org/zhuanti/ 的样子"),
    ]
    folder: Annotated[str, Field(description="文件夹：服务器上的、共享的")] = ""
    edition: Annotated[Audience, Field(description="版本：public 公开版，internal 内部版")] = "public"
    layout: Annotated[
        Literal["releases", "in-place"],
        Field(description="怎样放：releases 每次一个文件夹（可以退回），in-place 直接放（建不了链接的地方）"),
    ] = "releases"
    keep: Annotated[int, Field(ge=1, description="留几个版本：可以退回去")] = 5
    precompress: Annotated[bool, Field(description="网页旁边另放压缩好的")] = False
    host: Annotated[str, Field(description="服务器：只用于服务器")] = ""
    port: Annotated[int, Field(ge=1, description="端口：只用于服务器")] = 22
    user: Annotated[str, Field(description="用户：服务器的用户名，对象存储的 AccessKey ID；密码不写在这里")] = ""
    known_hosts: Annotated[str, Field(description="主机密钥的文件：只用于服务器，一般不写")] = ""
    endpoint: Annotated[str, AfterValidator(as_endpoint), Field(description="对象存储的地址：只用于对象存储")] = ""
    bucket: Annotated[str, Field(description="桶：只用于对象存储")] = ""
    region: Annotated[str, Field(description="地域：只用于对象存储")] = "us-east-1"

    @model_validator(mode="before")
    @classmethod
    def choose_layout(cls, data: Any) -> Any:
        """A bucket has one layout, which need not be written."""
        return {"layout": "in-place", **data} if isinstance(data, dict) and data.get("kind") == "s3" else data

    @model_validator(mode="after")
    def check_fields(self) -> PublishTarget:
        needed, taken, requirement = TARGET_FIELDS[self.kind]
        if missing := [name for name in needed if not getattr(self, name)]:
            raise MisfitError(ProblemKind.MISSING, f"{requirement}，请补上 {'、'.join(missing)}。")
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

    public_key: Annotated[str, Field(description="公钥：第一次发布以后记在这里")] = ""

    @property
    def targets(self) -> dict[str, PublishTarget]:
        """The targets in the order in which they stand."""
        return self.__pydantic_extra__

    def address(self, edition: Audience) -> str:
        """Where readers open an edition: the address of its first target; empty without one."""
        return next((target.address for target in self.targets.values() if target.edition == edition), "")


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
        """The settings for an edition: the names of an internal site say that it is internal."""
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
    return settings_of(read_text(path, path.name), path.name)


def settings_of(text: str, name: str) -> Settings:
    """What a text of lanmu.toml says; `name` is the file's. Raises ContentError when it is wrong."""
    check_toml(text, name)
    try:
        data = tomllib.loads(text)
        settings, problems = validate(Settings, YamlText(name, data, _lines_of(text)))
    except (RecursionError, ValueError) as error:
        message, remedy = "括号套得太深，或者数太长。", "删去多余的括号和点号，改短很长的数。"
        line, column = 0, 0
        if isinstance(error, tomllib.TOMLDecodeError):
            message, remedy = "写法有误。", "文字要放在英文引号里，等号两边是字段名和值。"
            if place := re.search(r"line (\d+), column (\d+)", str(error)):
                line, column = int(place[1]), int(place[2])
        fault = Problem(name, line, message, remedy, column=column, kind=ProblemKind.UNREADABLE)
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
