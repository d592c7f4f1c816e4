"""A generated site of any size for benchmarks: this project with as many articles of noise as asked for.

Every article has 1,200 characters in paragraphs of ordinary length, headings, links to earlier articles, now and then
a table or a picture, and an English translation. The text is drawn from a fixed row of common characters and of
syllables, so that nobody takes it for news.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ("docs", "overrides", "scripts", "mkdocs.yml", "lanmu.toml")
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
)
SYLLABLES = ("ba", "den", "fo", "gal", "hin", "ju", "ke", "lam", "mo", "nir", "po", "ras", "su", "tev", "vi", "zor")
PICTURES = 4
FIRST = dt.date(2008, 10, 12)
DAYS = 120
HEAD = """---
title: {title}
date: {day} 09:30
genre: 动态
source: 生成的稿件
summary: {summary}
---

"""
ENGLISH_HEAD = """---
title: {title}
summary: {summary}
---

"""


def make_site(folder: Path, articles: int, seed: int = 7, *, english: bool = False) -> Path:
    """Copies the project to `folder` and adds articles to its bulletins; gives back the folder.

    With `english` every article has its translation beside it.
    """
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    column = folder / "docs" / "bulletins"
    chance = random.Random(seed)
    for name, text in generated(articles, chance):
        (column / name).write_text(text, encoding="utf-8", newline="\n")
    if english:
        for name, text in translations(articles, chance):
            (column / name).write_text(text, encoding="utf-8", newline="\n")
    draw_pictures(column)
    return folder


def generated(articles: int, chance: random.Random) -> list[tuple[str, str]]:
    """Names and texts of articles, the oldest first."""
    articles_so_far: list[tuple[str, str]] = []
    for number in range(articles):
        title = f"生成的稿件{words(chance, 12)}{number}"
        head = HEAD.format(title=title, day=day_of(number, articles), summary=words(chance, 40))
        earlier = [name for name, _ in articles_so_far[-500:]]
        articles_so_far.append((name_of(number, articles), head + body(number, chance, earlier)))
    return articles_so_far


def translations(articles: int, chance: random.Random) -> list[tuple[str, str]]:
    """Names and texts of their translations, as long as a translation is."""
    translated: list[tuple[str, str]] = []
    for number in range(articles):
        head = ENGLISH_HEAD.format(title=f"Generated {latin(chance, 4)} {number}", summary=latin(chance, 14))
        blocks = []
        for _ in range(3):
            blocks.append(f"## {latin(chance, 4).capitalize()}")
            blocks += [". ".join(latin(chance, 20).capitalize() for _ in range(3)) + "." for _ in range(3)]
            if number:
                linked = name_of(chance.randrange(max(0, number - 500), number), articles)
                blocks.append(f"See [{latin(chance, 3)}]({linked}).")
        translated.append((name_of(number, articles).replace(".md", ".en.md"), head + "\n\n".join(blocks) + "\n"))
    return translated


def day_of(number: int, articles: int) -> dt.date:
    """When an article is published."""
    return FIRST + dt.timedelta(days=number * DAYS // articles)


def name_of(number: int, articles: int) -> str:
    """The file of an article."""
    return f"{day_of(number, articles)}-gaojian-{number:05}.md"


def draw_pictures(folder: Path) -> None:
    """The pictures that articles show: soft colours, as light as they can be."""
    for number in range(PICTURES):
        image = Image.linear_gradient("L").resize((480, 320))
        Image.merge("RGB", [image, image.rotate(90 * number), image]).save(folder / f"tupian-{number}.jpg", quality=80)


def body(number: int, chance: random.Random, earlier: list[str]) -> str:
    """The Markdown of one article."""
    blocks = []
    for section in range(3):
        blocks.append(f"## {words(chance, 10)}")
        blocks += [sentences(chance) for _ in range(3)]
        if earlier:
            blocks.append(f"见[{words(chance, 8)}]({chance.choice(earlier)})。")
        if section == 1 and number % 5 == 0:
            rows = [f"| {words(chance, 4)} | {words(chance, 12)} |" for _ in range(5)]
            blocks.append("\n".join(["| 项目 | 内容 |", "| --- | --- |", *rows]))
        if section == 1 and number % 10 == 3:
            blocks.append(f"![{words(chance, 8)}](tupian-{number // 10 % PICTURES}.jpg)")
    return "\n\n".join(blocks) + "\n"


def sentences(chance: random.Random) -> str:
    """A paragraph of some 130 characters."""
    return "".join(words(chance, chance.randint(18, 26)) + mark for mark in "，，。，，。")


def words(chance: random.Random, length: int) -> str:
    """Characters of noise."""
    return "".join(chance.choices(COMMON, k=length))


def latin(chance: random.Random, length: int) -> str:
    """Words of noise in Latin letters."""
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(length))
