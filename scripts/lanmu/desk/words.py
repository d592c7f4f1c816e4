"""Sentences of the checks, the prints and the commands for somebody at the desk, who sees no YAML and runs no command."""

from __future__ import annotations

import re
from functools import cache

from lanmu.content.settings import FILE as SETTINGS
from lanmu.content.settings import Settings
from lanmu.desk.settings.parts import PARTS
from lanmu.desk.settings.places import info_of, key_of, model_at
from lanmu.desk.versions.reading import label_of as called
from lanmu.intake.new_article import common_fields

HOME = "栏目与活动"
SETTING = re.compile(rf" ?{re.escape(SETTINGS)} ?(?:的 ?)?\[(?P<at>[\w.]{{1,60}})\](?P<rest>[^。；]{{0,200}})")
WORD = re.compile(r" ?(?<![\w./-])(?P<name>[a-z_]{2,30}(?:\.[a-z_]{2,30})?)(?![A-Za-z0-9_.:/-]) ?")
FIELD = re.compile(r"(?P<name>[a-z_]{2,30})(?:[.\[].{0,80})?")
FIRST = re.compile(r"^「(?P<field>[a-z_][^」]{0,90})」")
RENAME = "打开“更多 → 改文件名、日期或栏目”"
SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        ("重新导入时加 --genre", "在收的时候选别的体裁"),
        (r"[（(]--(title|column)[）)]", ""),
        (" ?--slug ?", "“文件名”"),
        (" ?--title ?", "“标题”"),
        (" ?--genre ?", "“体裁”"),
        (" ?--column ?", "“栏目”"),
        ("--date ", "“发布时间”："),
        (r"（(unit|source|review|title|summary|draft: true)）", ""),
        ("补齐、审过以后删去这一行", "补齐以后去掉“草稿”前面的勾，再送审"),
        ("删去 draft: true", "去掉“草稿”前面的勾"),
        (r"再运行 python scripts/translate_article\.py \S{1,300} --caught-up", "勾上“对照过原文”再保存"),
        (r"再?运行 ?python scripts/review\.py \S{1,300} --stage [a-z ]{1,60}--name 姓名( 记下来)?", "在三审里签字"),
        (r"先用 review\.py 登记初审", "先在三审里签初审"),
        (r"运行 ?python scripts/rename_article\.py[^，。；]{0,300}", RENAME),
        (r"运行 ?python scripts/withdraw\.py[^，。；]{0,300}", "打开“更多 → 撤回这一篇”"),
        (r"（python scripts/withdraw\.py）", "（更多 → 撤回这一篇）"),
        (r"（status: archived 和 closed）", ""),
        (r"写 status: archived 和 closed(: ?日期)?", f"在“{HOME} → 栏目”里把状态改成归档、写上归档日期"),
        (r"从 columns\.yml 和(mkdocs\.yml 的)?导航里删去", f"在“{HOME} → 栏目”里删去"),
        (r"在 docs/genres\.yml 里", f"在“{HOME} → 体裁”里"),
        (r"在 docs/columns\.yml 里", f"在“{HOME} → 栏目”里"),
        (r"运行 ?python scripts/optimise_pictures\.py，? ?", "在写稿里用“图片”把它重新放一次，"),
        ("要登就写 picture: all", "要登就在“怎样排”里选全部图片"),
        ("用 picture_span 排窄一些", "在“怎样排”里把图片排窄一些"),
        (r"请加上 --site-url [^，]{1,40}，或写进[^。]{1,60}", f"请在“{HOME} → 发布目标”里写上读者打开的网址"),
        (r"请在 mkdocs\.yml 里写 site_url，或者加 --site-url 网址", f"请在“{HOME} → 发布目标”里写上读者打开的网址"),
        (r"用 ?import_document\.py ?导入", "用“收稿”收进来"),
        (r" ?(?<![A-Za-z])(unit|source)（(单位|来源)）", r"\2"),
    )
)
"""Options, fields and commands as messages name them, and their names at the desk."""


@cache
def sections() -> dict[str, tuple[str, dict[str, str]]]:
    """The tables of lanmu.toml by their names: where they are on the desk, and the labels of their fields."""
    tables: dict[str, tuple[str, dict[str, str]]] = {}
    for part in PARTS:
        for section in (each for each in part.sections if each.file == SETTINGS):
            model = model_at(Settings, key_of(section.at)) if section.fields else None
            fields = {name: info_of(model, name) for name in section.fields} if model else {}
            labels = {name: (info.description or name).partition("：")[0] for name, info in fields.items() if info}
            where = " → ".join(dict.fromkeys((HOME, part.title, section.title or part.title)))
            tables[section.at] = where, labels
    return tables


def in_desk_words(text: str) -> str:
    """A sentence that names options, fields and commands, in the words of the desk."""
    return WORD.sub(label_of, without_commands(text))


def about_field(text: str) -> str:
    """The message of a finding, which names the field that it is about first, as the file has it; what it quotes stays."""
    return FIRST.sub(lambda match: f"「{field_label(match['field'])}」", text)


def field_label(dotted: str) -> str:
    """What the field of an article that a problem names is called; the name itself for others."""
    match = FIELD.fullmatch(dotted)
    return called(match["name"]) if match and match["name"] in common_fields() else dotted


def without_commands(text: str) -> str:
    """The same for a sentence about a file that cannot be read, where the names of fields are meant as they are written."""
    for pattern, words in SAID:
        text = pattern.sub(words, text)
    return SETTING.sub(place_of, text)


def place_of(match: re.Match[str]) -> str:
    """Where on the desk a table of the settings is, with the labels of the fields that are named after it."""
    where, labels = sections().get(match["at"], (HOME, {}))
    rest = WORD.sub(lambda word: f"“{labels[word['name']]}”" if word["name"] in labels else word[0], match["rest"])
    return f"“{where}”{rest.lstrip()}"


def label_of(match: re.Match[str]) -> str:
    """What a field of an article is called."""
    return called(match["name"]) if match["name"] in common_fields() else match[0]
