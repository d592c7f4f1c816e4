"""The site in another language: only what was translated, with names that belong together translated together."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column, Columns
from lanmu.content.genres import FILE as GENRES
from lanmu.content.genres import Genre
from lanmu.content.loading import Reading, load_model, read_text
from lanmu.content.past import PastCampaign, folder_of
from lanmu.content.registers import Opinion, Publication
from lanmu.content.site import Site
from lanmu.content.translation import Translation, TranslationMatter, translation_path
from lanmu.content.validation import validate
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind

# Lists of the campaign whose members articles name; a name is translated through its member's id.
NAMED = ("units", "phases", "problems", "topics", "fronts")


def has_translations(reading: Reading, language: str) -> bool:
    """True when at least one page was translated into `language`."""
    return any(path.endswith(f".{language}.md") for path in chain(reading.texts, reading.unread))


def translated(reading: Reading, language: str, shown: Container[str] | None = None) -> Site:
    """The edition in `language` (`en`): translated pages and articles at their sources' paths, no glossary; of articles
    only the translations whose paths are among `shown`, where it is given.

    Raises ContentError when a translation, or `campaign.<language>.yml` or `columns.<language>.yml`, is wrong, and when a
    genre has no name in the language.
    """
    assert reading.site, "the edition that is translated was read without problems"
    source = reading.site
    problems: list[Problem] = []
    columns = load_model(source.docs, f"columns.{language}.yml", Columns, problems)
    campaigns = {part.campaign_id: _campaign_in(language, part, problems) for part in source.parts}
    expected = [column.id for column in source.columns]
    problems += _check_ids("columns", language, expected, [c.id for c in columns.columns] if columns else expected)
    if columns is None or problems:
        raise ContentError(problems)
    names = {part.campaign_id: _names_between(part.campaign, campaigns[part.campaign_id]) for part in source.parts}
    pages, articles = _items_in(reading, language, shown, problems)
    named = tuple(_in_words_of(*pair) for pair in zip(source.columns, columns.columns, strict=True))
    by_id = {column.id: column for column in named}
    genres = {a.genre.name: a.genre.in_language(language) for a in articles}
    problems += _unnamed_genres(source, genres, language)
    articles = tuple(
        replace(
            a,
            column=by_id[a.column.id],
            genre=genres[a.genre.name] or a.genre,
            meta=a.meta.model_copy(update=_renamed(a, names[a.column.campaign]) | {"tags": ()}),
        )
        for a in articles
    )
    if problems:
        raise ContentError(problems)
    there = {*reading.texts, *reading.unread}
    withdrawn = tuple(a for a in source.withdrawn if translation_path(a.path, language) in there)
    return replace(
        source,
        campaign=campaigns[""],
        columns=named,
        past=tuple(
            replace(past, campaign=campaigns[past.id], terms=(), **_registers_in(past, names[past.id]))
            for past in source.past
        ),
        terms=(),
        articles=articles,
        pages=pages,
        withdrawn=withdrawn,
        **_registers_in(source, names[""]),
    )


def handwritten(reading: Reading, language: str, shown: Container[str] | None = None) -> Site:
    """The pages that somebody wrote in `language` (`zh-Hant`) by hand, instead of having them made; all names stay. For
    `shown` see `translated`.

    Raises ContentError when one of them is wrong.
    """
    assert reading.site, "the edition that is translated was read without problems"
    problems: list[Problem] = []
    pages, articles = _items_in(reading, language, shown, problems)
    if problems:
        raise ContentError(problems)
    return replace(reading.site, articles=articles, pages=pages)


def _items_in(
    reading: Reading, language: str, shown: Container[str] | None, problems: list[Problem]
) -> tuple[tuple[Page, ...], tuple[Article, ...]]:
    """Pages and articles that have a translation, with its title, summary, source and text; where that was not read, as
    they are."""
    items: list[Article | Page] = []
    for item in reading.site.items if reading.site else ():
        path = translation_path(item.path, language)
        if shown is not None and isinstance(item, Article) and path not in shown:
            continue
        if path in reading.unread:
            items.append(item)
        if path in reading.heads:
            meta, wrong = validate(TranslationMatter, reading.heads[path])
            problems += wrong
            items += [Translation(path, meta, reading.bodies[path], item).item] if meta else []
    pages = tuple(item for item in items if isinstance(item, Page))
    return pages, tuple(item for item in items if isinstance(item, Article))


def _in_words_of(column: Column, translation: Column) -> Column:
    """A column with the words of another language; what it is for and how it is shown is written once, in columns.yml."""
    words = {field: getattr(translation, field) for field in ("name", "description", "keywords", "fronts")}
    home = column.home.model_copy(update={"title": translation.home.title})
    return column.model_copy(update={**words, "home": home})


def _campaign_in(language: str, part: Site, problems: list[Problem]) -> Campaign:
    """The campaign of the part with the words of another language; as it is where the file is wrong."""
    name = f"{folder_of(part.campaign_id)}campaign"
    campaign = load_model(part.docs, f"{name}.{language}.yml", Campaign, problems)
    problems += _check_ids(name, language, _ids(part.campaign), _ids(campaign or part.campaign))
    return campaign or part.campaign


def _check_ids(name: str, language: str, expected: list[str], actual: list[str]) -> list[Problem]:
    """A translated data file names the same things as its source."""
    if expected == actual:
        return []
    odd = next((a or b for a, b in zip([*expected, ""], [*actual, ""], strict=False) if a != b), "")
    message = f"和 docs/{name}.yml 的 id 或顺序不一致，从「{odd}」起。"
    path = f"docs/{name}.{language}.yml"
    return [Problem(path, 0, message, "照中文的文件补齐、改正。", kind=ProblemKind.MISFIT)]


def _unnamed_genres(source: Site, genres: Mapping[str, Genre | None], language: str) -> list[Problem]:
    """Genres of translated articles that have no name in the language, each with its line in genres.yml."""
    unnamed = [name for name, genre in genres.items() if genre is None]
    if not unnamed:
        return []
    path = f"docs/{GENRES}"
    document = parse(read_text(source.docs / GENRES, path), path)
    places = {str(genre["name"]).strip(): ("genres", index) for index, genre in enumerate(document.data["genres"])}
    remedy = f"补上 {language}: 名称。"
    message = "体裁「{}」有稿件译成了别的语言，它自己还没有那种语言的名称。"
    return [document.problem(places[name], message.format(name), remedy, ProblemKind.MISSING) for name in unnamed]


def _ids(campaign: Campaign) -> list[str]:
    tasks = [task.id for phase in campaign.phases for task in phase.tasks]
    outputs = [output.id for output in campaign.outputs.values()]
    return [*(member.id for name in NAMED for member in getattr(campaign, name)), *tasks, *outputs]


def _names_between(source: Campaign, target: Campaign) -> dict[str, str]:
    """Names of units, phases, problems, topics, tasks and outputs in the source, and in the translation."""
    pairs = [pair for name in NAMED for pair in zip(getattr(source, name), getattr(target, name), strict=False)]
    pairs += zip(source.tasks.values(), target.tasks.values(), strict=False)
    pairs += zip(source.outputs.values(), target.outputs.values(), strict=False)
    return {old.name: new.name for old, new in pairs}


def _renamed(article: Article, names: dict[str, str]) -> dict[str, Any]:
    meta = article.meta
    lists = {name: tuple(names[value] for value in getattr(meta, name)) for name in ("tasks", "outputs", "topics")}
    return lists | {"unit": names.get(meta.unit, meta.unit), "phase": names.get(meta.phase, meta.phase)}


def _registers_in(part: Site | PastCampaign, names: Mapping[str, str]) -> dict[str, Any]:
    """The publicity plan and the workers' opinions with the names of another language; what they say stays Chinese."""

    def renamed(entry: Publication | Opinion, *fields: str) -> Any:
        values = {field: getattr(entry, field) for field in fields}
        return entry.model_copy(update={field: names.get(value, value) for field, value in values.items()})

    plan = tuple(renamed(entry, "topic", "front") for entry in part.publicity.plan)
    opinions = tuple(renamed(opinion, "unit") for opinion in part.opinions.opinions)
    return {
        "publicity": part.publicity.model_copy(update={"plan": plan}),
        "opinions": part.opinions.model_copy(update={"opinions": opinions}),
    }
