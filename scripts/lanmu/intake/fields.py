"""The fields at the head of a new article, each with a line that explains it.

⟨name⟩ is a blank: new_article.py fills it with an answer, a snippet makes a tab stop of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from lanmu.content.article import FrontMatter
from lanmu.content.front_matter import Dumper
from lanmu.intake.genres import Scaffold

BLANK = re.compile(r"⟨(\w+)⟩")
# name → what is written, what it means; a field with parts has several lines.
FIELDS: dict[str, tuple[str, str]] = {
    "title": ("title: ⟨title⟩", "标题：说清谁做了什么，末尾不加标点"),
    "date": ("date: ⟨when⟩", "发布时间：读者看到的时间；文件名里有日期的，改了这里也要改文件名"),
    "publish_at": ("publish_at: ⟨when⟩", "定时发布：到这个时间才登出来；文件名里有日期的，改了这里也要改文件名"),
    "document_date": ("document_date: ⟨day⟩", "成文日期：文件本身署的日期"),
    "updated": ("updated: ⟨day⟩", "修改日期：发布以后改过内容的，写最近一次的日期"),
    "genre": ("genre: ⟨genre⟩", "体裁"),
    "unit": ("unit: ⟨unit⟩", "供稿单位：只能写 docs/campaign.yml 里有的名称"),
    "source": ("source: ⟨source⟩", "来源：原文所在的报刊、网站；本站自己写的，写“本站编写”"),
    "author": ("author: （请填写姓名）", "文字作者"),
    "photo": ("photo: （请填写姓名）", "摄影作者"),
    "image": ("image: （请填写图片的文件名）", "题图：图片和稿件放在同一个文件夹"),
    "audio": ("audio: （请填写录音的文件名）", "全文的录音：.mp3、.m4a 或 .ogg，和稿件放在同一个文件夹"),
    "phase": ("phase: ⟨phase⟩", "活动阶段：docs/campaign.yml 里的名称"),
    "tasks": ("tasks: [⟨task⟩]", "任务：docs/campaign.yml 里的名称，几项用英文逗号加空格隔开"),
    "outputs": ("outputs: [⟨output⟩]", "形成的成果：docs/campaign.yml 里这些任务的成果"),
    "topics": ("topics: [⟨topic⟩]", "宣传的方面：docs/campaign.yml 里 topics 的名称"),
    "channels": (
        "channels: {worker: ⟨month⟩, board: ⟨month⟩, report: ⟨day⟩}",
        "还登在哪里：《泉州工人》哪一期、学习宣传栏哪一期、哪天上报；没有的删去",
    ),
    "issue": ("issue: ⟨issue⟩", "简报期号：接着上一期"),
    "notice": (
        "notice:\n"
        "  start: ⟨day⟩  # 公示的第一天\n"
        "  end: ⟨until⟩  # 公示的最后一天：至少 5 个工作日，遇节假日再加长\n"
        "  receiver: （请填写受理意见的部门）\n"
        "  contact: （请填写电话、地址或者意见箱的位置）",
        "公示期和受理意见的办法：自动显示在正文上方",
    ),
    "promise": (
        "promise:\n"
        "  - item: （请填写承诺做什么）\n"
        "    goal: （请填写做到什么程度，让职工能对照检查）\n"
        "    measures: （请填写怎样做）\n"
        "    deadline: ⟨until⟩  # 哪一天以前办完\n"
        "    unit: ⟨unit⟩  # 责任单位\n"
        "    progress: 正在办理  # 进展；办完了写“已完成：……”",
        "承诺事项：自动列成表、进整改台账；再有一项，照样子从“- item”那一行起再写一段",
    ),
    "summary": (
        "summary: （请填写摘要：用一两句话说清谁、什么时候、做了什么、有什么结果）",
        "摘要：显示在列表和检索结果里，三十到八十个字最合适",
    ),
    "tags": ("tags: [（请填写关键词）]", "关键词：几个之间用英文逗号加空格隔开"),
    "order": ("order: ⟨order⟩", "在栏目里的排列顺序：数小的在前"),
    "redirect_from": ("redirect_from: [（请填写以前的网址）]", "以前的网址：文件改过名的，例如 news/123/"),
    "source_url": ("source_url: （请填写网址）", "转载原文的网址"),
    "scope": ("scope: internal", "internal 是内部稿件，不公开"),
    "verbatim": ("verbatim: true", "照录的正式文件，一个字也不改，不做文字检查"),
    "sample": ("sample: true", "示例稿件：放在栏目的 samples 文件夹里，正式发布时不出现"),
    "draft": ("draft: true", "草稿：还不发布。写好、审过以后，删去下面这一行"),
}
# The head of a new article, in this order; what is not in use stands behind a #.
HEAD = (
    *(
        "title",
        "date",
        "publish_at",
        "genre",
        "unit",
        "source",
        "phase",
        "tasks",
        "outputs",
        "issue",
        "notice",
        "promise",
    ),
    *("summary", "order"),
)
PLACE = ("phase", "tasks", "outputs")
OFFERED = ("author", "photo", "image", "topics", "channels", "tags")
OFF = "# 下面几行开头有 # 号，现在不起作用；用得着哪一行，删去它开头的 # 号，再照样子填写\n"
# Signatures are bound to the text they were given for, which nobody can write by hand.
REVIEW = "# 三审：不用手写；真正审过以后运行 python scripts/review.py，程序来登记\n"


@dataclass(frozen=True)
class Line:
    """A field as it is written, its blanks still open; `active` is False while it stands behind a #."""

    text: str
    active: bool


def explanation(name: str) -> str:
    """What a field means, in one line; for one that is new to the model, the model's own words."""
    own = FIELDS.get(name)
    return own[1] if own else FrontMatter.model_fields[name].description or ""


def head_lines(scaffold: Scaffold, used: Container[str]) -> list[Line]:
    """The head of a new article of this genre, without its fences. `used` are the fields that have a value besides."""
    always = {"title", "genre", "summary", *scaffold.extra}
    offered = [name for name in PLACE if name not in used]
    offered += ["document_date", "verbatim"] if "document" in scaffold.extra else []
    offered += OFFERED
    lines = [line_of(name) for name in HEAD if name in always or name in used]
    lines += [Line(OFF, active=False), *(line_of(name, active=False) for name in offered)]
    return [*lines, Line(REVIEW, active=False), line_of("draft")]


def line_of(name: str, *, active: bool = True) -> Line:
    """A field with its explanation: above it, or at its end while it is not in use."""
    text, about = FIELDS[name]
    return Line(f"# {about}\n{text}\n" if active else f"#{text}  # {about}\n", active)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its blanks filled; what is put in is never looked at again."""
    return BLANK.sub(lambda match: values[match[1]], text)


def in_yaml(value: Any) -> str:
    """A value as YAML in one line, in quotes where it needs them."""
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("...\n").strip()
