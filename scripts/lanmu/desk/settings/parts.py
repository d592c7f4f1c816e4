"""What an office sets, in the order in which it needs it: which places of which files belong to which part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanmu.content.campaign import Campaign, Glossary
from lanmu.content.column import Columns
from lanmu.content.genres import GenresFile
from lanmu.content.registers import OPINIONS, PUBLICITY, Opinions, PublicityPlan
from lanmu.content.settings import FILE as SETTINGS
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.content.validation import Model
from lanmu.content.wording import Terms

MODELS: dict[str, type[Model]] = {
    "campaign.yml": Campaign,
    "columns.yml": Columns,
    "genres.yml": GenresFile,
    "glossary.yml": Glossary,
    "terms.yml": Terms,
    PUBLICITY: PublicityPlan,
    OPINIONS: Opinions,
    SETTINGS: Settings,
}
"""The files that are set here, by their names."""
IN_COLUMN = (PUBLICITY, OPINIONS)
"""The files that lie in the folder of the column that shows them."""


@dataclass(frozen=True)
class Section:
    """A place of a file: the `fields` there as a form, or, without fields, a list as a table. `title` where the model has none."""

    file: str
    at: str
    fields: tuple[str, ...] = ()
    title: str = ""
    about: str = ""


@dataclass(frozen=True)
class Part:
    """A page of settings."""

    id: str
    title: str
    about: str
    sections: tuple[Section, ...]


CAMPAIGN = ("name", "short_name", "period", "issued", "theme", "carrier", "goal", "upward", "title_words")
SITE = ("name", "publisher", "contact", "site_code", "icp", "police", "indent", "internal_url", "en")
LOOK = ("colours", "main", "accent", "paper", "badge", "banner")
FONTS = ("fang", "biao", "kai", "hei", "song")
PARTS = (
    Part(
        "campaign",
        "活动",
        "名称、起止时间，几个阶段、每个阶段的任务和成果，结束时的总结",
        (
            Section("campaign.yml", "", CAMPAIGN, "活动的名称和时间"),
            *(
                Section("campaign.yml", name)
                for name in ("phases", "closing", "problems", "requirements", "topics", "readings")
            ),
        ),
    ),
    Part(
        "columns",
        "栏目",
        "网站有哪些栏目，各登什么，多少天不更新算过期，归档没有",
        (
            Section(
                "columns.yml",
                "columns",
                about="加、改名、上下移、删去，网站的导航跟着变；长期参考的栏目，介绍页一起建好。",
            ),
        ),
    ),
    Part("units", "单位", "供稿、承办、负责的单位和岗位", (Section("campaign.yml", "units"),)),
    Part(
        "fronts", "阵地", "除了网站，还登在哪里、贴在哪里：报刊、宣传栏、公众号", (Section("campaign.yml", "fronts"),)
    ),
    Part(
        "genres",
        "体裁",
        "程序自带的体裁都能用，这里是本站另外要的；名称和自带的一样，就整个代替它",
        (
            Section("genres.yml", "genres", title="本站的体裁"),
            Section("genres.yml", "variants"),
            Section("genres.yml", "", ("unused",), "自带的体裁"),
        ),
    ),
    Part(
        "words",
        "词语",
        "名词解释，写错的词，固定提法，任职表：检查照它们看稿件",
        (
            Section("glossary.yml", "terms"),
            *(Section("terms.yml", name) for name in ("terms", "formulas", "enumerations", "holders")),
        ),
    ),
    Part(
        "registers",
        "宣传计划和意见",
        "什么内容登在哪个阵地，职工提的意见怎样答复",
        (
            Section(PUBLICITY, "plan"),
            Section(OPINIONS, "", ("ways",), "怎样提意见"),
            Section(OPINIONS, "opinions"),
        ),
    ),
    Part(
        "site",
        "网站",
        "名称、主办单位、联系方式、备案号，配色和徽标，哪些栏目要审",
        (
            Section(SETTINGS, "site", SITE, "名称和联系方式"),
            Section(SETTINGS, "site.look", LOOK, "配色、徽标、横幅"),
            Section(SETTINGS, "review", ("columns",), "三审"),
            Section(SETTINGS, "traditional", ("quotes",), "繁体版"),
            Section(SETTINGS, "links", ("hosts",), "链接"),
        ),
    ),
    Part(
        "checks",
        "检查",
        "哪条规则算错误、提醒，或者不查；哪些文件放过",
        (Section(SETTINGS, "checks.levels", title="规则的级别"), Section(SETTINGS, "checks.exempt")),
    ),
    Part(
        "print",
        "印刷",
        "公文的版头，简报的名称和报送单位，宣传栏的大小，单位自己的字体",
        (
            Section(SETTINGS, "print.document", ("heads",), "公文"),
            Section(SETTINGS, "print.bulletin", ("name", "office", "up", "across", "down", "copies"), "简报"),
            Section(SETTINGS, "print.board", ("size", "distance"), "宣传栏"),
            Section(SETTINGS, "print.fonts", FONTS, "字体"),
            Section(SETTINGS, "print.traditional_fonts", FONTS, "繁体版的字体"),
        ),
    ),
    Part(
        "publish",
        "发布目标",
        "发布到哪台服务器、哪个文件夹；密码不写在这里",
        (
            Section(SETTINGS, "publish", title="发布目标", about="密码在发布的时候问，存在系统的密码库里。"),
            Section(SETTINGS, "publish", ("public_key",), "发布的公钥"),
        ),
    ),
)
LEVELS = "checks.levels"
"""The levels of the rules: a table of its own, no list."""


def path_of(file: str, site: Site | None) -> str:
    """Where a file of MODELS lies, below docs/, or lanmu.toml itself: registers lie in the column that shows them. Empty where no
    column does."""
    if file in IN_COLUMN:
        column = site.column_with("progress") if site else None
        return f"{column.id}/{file}" if column else ""
    return file


def file_of(root: Path, path: str) -> Path:
    """The file at such a path."""
    return root / path if path == SETTINGS else root / "docs" / path


def shown_path(path: str) -> str:
    """A path as reports show it."""
    return path if path == SETTINGS else f"docs/{path}"


def part_of(file: str, at: str) -> Part:
    """The part in which a place is set."""
    top = at.partition(".")[0]
    sections = [(part, section) for part in PARTS for section in part.sections if section.file == file]
    for part, section in sections:
        if section.at == at:
            return part
    return next((part for part, section in sections if section.at.partition(".")[0] == top), sections[0][0])
