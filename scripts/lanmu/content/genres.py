"""Genres (体裁): what kinds of articles there are, what each must have, and how a new one begins.

They are data: genres.yml beside this file, and what docs/genres.yml of the site adds to it. An entry with a new name is
added, one with a name that is known replaces that entry whole, and `unused` takes entries away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from lanmu.content.campaign import Text
from lanmu.content.column import Column
from lanmu.content.validation import LONG_TEXT, SEVERAL_LINES, Model, nearest
from lanmu.content.yaml_text import Key, YamlText
from lanmu.diagnostics.errors import Problem, ProblemKind

FILE = "genres.yml"
DEFAULT = Path(__file__).with_name(FILE)
# What a report upwards is about, as the receiving offices sort it.
ReportCategory = Literal["部署落实", "创新做法经验", "工作动态", "阶段任务", "问题建议"]
Need = Literal["notice", "promise", "issue", "document_date", "author", "photo"]
NEEDS = "notice 公示，promise 承诺，issue 期号，document_date 成文日期，author 作者，photo 摄影"


def check_pattern(pattern: str) -> str:
    """Refuses what is no regular expression."""
    try:
        re.compile(pattern)
    except re.error:
        raise ValueError(f"「{pattern}」不能用：括号没有成对，或者有多余的符号，请改正或者只写文字。") from None
    return pattern


Pattern = Annotated[Text, AfterValidator(check_pattern)]
Types = Annotated[tuple[Text, ...], Field(description="合适的栏目类型：一行一个，最合适的在前")]


class Outline(Model):
    """How a new article begins: the fields that it has besides the usual ones, a title, a body with open places."""

    name: Annotated[Text, Field(description="名称")]
    about: Annotated[Text, Field(description="用在什么时候：一句话"), LONG_TEXT]
    title: Annotated[str, Field(description="现成的标题：标题每篇不同的不写")] = ""
    fields: Annotated[frozenset[Need], Field(description=f"新稿件里另外列出来的稿件信息：{NEEDS}")] = frozenset()
    body: Annotated[Text, Field(description="正文的架子：要填的地方写成（请填写……）"), SEVERAL_LINES]


class Genre(Outline):
    """A genre: articles name it, rules and channels go by its properties."""

    types: Annotated[Types, Field(min_length=1)]
    en: Annotated[str, Field(description="英文网页上的名称")] = ""
    needs: Annotated[frozenset[Need], Field(description=f"一定要写的稿件信息：{NEEDS}")] = frozenset()
    category: Annotated[ReportCategory, Field(description="信息上报的类别")] = "工作动态"
    paper: Annotated[Literal["document"] | None, Field(description="印成：document 公文")] = None
    strict_types: Annotated[StrictBool, Field(description="只放在这些类型的栏目里")] = False
    endings: Annotated[
        tuple[Pattern, ...], Field(description="来稿标题的结尾：用什么词结尾就是这种体裁，一行一个（正则表达式）")
    ] = ()
    document_with_letterhead: Annotated[StrictBool, Field(description="来稿有红头的算公文")] = False

    def in_language(self, language: str) -> Genre | None:
        """The genre with its name in another language (`en`); None where genres.yml has none."""
        name = self.en if language == "en" else ""
        return self.model_copy(update={"name": name}) if name else None


class Variant(Outline):
    """Another beginning for articles of the same genre: 简报 is a 动态 with a number."""

    genre: Annotated[Text, Field(description="体裁")]
    types: Types = ()


class GenresFile(Model):
    """genres.yml."""

    genres: Annotated[tuple[Genre, ...], Field(description="体裁")] = ()
    variants: Annotated[tuple[Variant, ...], Field(description="另一种架子：同一种体裁")] = ()
    unused: Annotated[
        tuple[str, ...], Field(description="不用的：程序自带的体裁和架子里，本站不用的名称，一行一个")
    ] = ()


@dataclass(frozen=True)
class Scaffold:
    """What an editor may choose to write: a genre, or a variant of one."""

    outline: Outline
    genre: Genre
    types: tuple[str, ...]

    @property
    def name(self) -> str:
        """What editors call it."""
        return self.outline.name

    @property
    def fields(self) -> frozenset[Need]:
        """The fields that it begins with besides the usual ones."""
        return self.outline.fields | self.genre.needs

    def column(self, columns: Sequence[Column]) -> Column:
        """The column that it belongs to: of a fitting type, and best one whose own words name the genre.

        Two columns may have the same type (动态 and 典型 are both 工作动态); their keywords and descriptions distinguish them.
        """
        fitting = [column for kind in self.types for column in columns if column.type == kind] or list(columns)
        named = (c for c in fitting if self.genre.name in f"{' '.join(c.keywords)} {c.description}")
        return next(named, fitting[0])


@dataclass(frozen=True)
class Genres:
    """The genres of a site, those of the program first, and their variants. There is at least one."""

    genres: tuple[Genre, ...]
    variants: tuple[Variant, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Genre]:
        """Every genre by its name."""
        return {genre.name: genre for genre in self.genres}

    @cached_property
    def scaffolds(self) -> tuple[Scaffold, ...]:
        """All that can be written, each genre followed by its variants."""
        scaffolds = []
        for genre in self.genres:
            scaffolds.append(Scaffold(genre, genre, genre.types))
            variants = (variant for variant in self.variants if variant.genre == genre.name)
            scaffolds += [Scaffold(variant, genre, variant.types or genre.types) for variant in variants]
        return tuple(scaffolds)

    @property
    def document(self) -> Genre | None:
        """The genre of official documents: the first that is printed as one."""
        return next((genre for genre in self.genres if genre.paper == "document"), None)

    @property
    def bulletin(self) -> Genre | None:
        """The genre of numbered bulletins: that of the first scaffold with a number."""
        return next((scaffold.genre for scaffold in self.scaffolds if "issue" in scaffold.fields), None)

    def usual(self, column: Column) -> Genre:
        """The genre that articles of a column mostly have: its type comes first among the genre's, and it asks for no
        fields of its own. The first of all where there is none."""
        plain = [genre for genre in self.genres if not (genre.needs or genre.fields)]
        return next((genre for genre in plain if genre.types[0] == column.type), self.genres[0])

    def by_title(self, title: str) -> tuple[Genre, ...]:
        """The genres that a title's end speaks for: those with the longest ending that fits."""
        lengths = {}
        for genre in self.genres:
            matches = (re.search(f"(?:{ending})$", title) for ending in genre.endings)
            lengths[genre.name] = max((len(match[0]) for match in matches if match), default=0)
        longest = max(lengths.values())
        return tuple(genre for genre in self.genres if longest and lengths[genre.name] == longest)


def combined(default: GenresFile, own: GenresFile, document: YamlText) -> tuple[Genres, list[Problem]]:
    """The genres of a site whose genres.yml says `own` (read from `document`), and what does not go together in it."""
    # A genre of the site's own may have the name of a variant of the program's, and the other way round.
    left_out = {*own.unused, *(variant.name for variant in own.variants)}
    genres = {genre.name: genre for genre in default.genres if genre.name not in left_out}
    left_out = {*own.unused, *(genre.name for genre in own.genres)}
    variants = {variant.name: variant for variant in default.variants if variant.name not in left_out}
    genres |= {genre.name: genre for genre in own.genres}
    variants |= {variant.name: variant for variant in own.variants}
    default_names = {outline.name for outline in (*default.genres, *default.variants)}
    problems = [
        *_unknown(document, ((("unused", i), name) for i, name in enumerate(own.unused)), default_names),
        *_unknown(document, ((("variants", i, "genre"), v.genre) for i, v in enumerate(own.variants)), genres),
        *_repeated(document, own),
    ]
    if not genres:
        problems.append(document.problem(("unused",), "一种体裁也没有了。", "至少留一种。", ProblemKind.VALUE))
    return Genres(tuple(genres.values()), tuple(variants.values())), problems


def unknown_genre(document: YamlText, key: Key, name: str, valid_names: Iterable[str]) -> Problem:
    """The problem of a genre at `key` that is none of `valid_names`."""
    names = list(valid_names)
    near = nearest(name, names)
    remedy = f"是不是「{near}」？" if near else f"从这些里选：{'、'.join(names)}。"
    remedy += f"要用新的体裁，先在 docs/{FILE} 里加上。"
    return document.problem(key, f"没有「{name}」这种体裁。", remedy, ProblemKind.UNKNOWN_NAME)


def _unknown(document: YamlText, named: Iterable[tuple[Key, str]], valid_names: Iterable[str]) -> list[Problem]:
    names = list(valid_names)
    return [unknown_genre(document, key, name, names) for key, name in named if name not in names]


def _repeated(document: YamlText, own: GenresFile) -> list[Problem]:
    """Names are how editors choose: each stands once in the file, and not among those that are not used."""
    keys: dict[str, Key] = {name: ("unused", i) for i, name in enumerate(own.unused)}
    problems = []
    for part, outlines in (("genres", own.genres), ("variants", own.variants)):
        for index, outline in enumerate(outlines):
            key: Key = (part, index, "name")
            if outline.name in keys:
                first = f"第 {document.line(keys[outline.name])} 行已经写了「{outline.name}」。"
                problems.append(document.problem(key, first, "只保留一处，或者改成不同的名称。"))
            keys.setdefault(outline.name, key)
    return problems
