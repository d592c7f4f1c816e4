"""The rows of the table: of each article what it is, how it stands in a word, and what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from lanmu.content.article import Article
from lanmu.content.items import is_page
from lanmu.content.languages import NAMES as LANGUAGES
from lanmu.content.loading import Reading
from lanmu.content.publication import Readiness, State
from lanmu.content.translation import SUFFIX
from lanmu.desk.context import PREFIX
from lanmu.desk.states import Standings

UNREAD, WRONG, CHANGED, DRAFT = "信息有误", "有要改的", "审后有改动", "草稿"
WAITING = ("待初审", "待复审", "待终审", "待保密审查", "待隐私审查")
SCHEDULED, READY, PUBLISHED = "定时", "已可发布", "已发布"
SAMPLE, INTERNAL, WITHDRAWN = "示例", "内部", "已撤回"
NAMES = (UNREAD, WRONG, CHANGED, DRAFT, *WAITING, SCHEDULED, READY, PUBLISHED, INTERNAL, SAMPLE, WITHDRAWN)
"""How articles stand, as the table is chosen and sorted by it: what needs work first."""
OF_READINESS = {
    Readiness.WITHDRAWN: WITHDRAWN,
    Readiness.SAMPLE: SAMPLE,
    Readiness.INTERNAL: INTERNAL,
    Readiness.DRAFT: DRAFT,
    Readiness.CHANGED: CHANGED,
    Readiness.REFUSED: WRONG,
    Readiness.SCHEDULED: SCHEDULED,
    Readiness.READY: READY,
}
TONES = dict.fromkeys((UNREAD, WRONG), "wrong") | dict.fromkeys((READY, PUBLISHED), "ready")
TONES |= dict.fromkeys((DRAFT, SAMPLE, INTERNAL, WITHDRAWN), "quiet")
GOES = "网上现在有，下一次发布会拿掉"


@dataclass(frozen=True)
class Step:
    """What to do next: the words of its button, and where it leads."""

    label: str
    address: str


@dataclass(frozen=True)
class Standing:
    """The state of a text: its name (one of NAMES), the label shown, a note, and the next step."""

    name: str
    label: str
    step: Step
    note: str = ""

    @property
    def tone(self) -> str:
        """How it is drawn: `wrong`, `ready`, `quiet` or empty."""
        return TONES.get(self.name, "")


@dataclass(frozen=True)
class TranslationRow:
    """A translation, which stands with its article."""

    path: str
    title: str
    language: str
    standing: Standing


@dataclass(frozen=True)
class Row:
    """An article. `column` is the id of its column, `campaign` that of its campaign; `day` is empty while it has none."""

    path: str
    title: str
    column: str
    column_name: str
    campaign: str
    genre: str
    unit: str
    day: str
    standing: Standing
    translations: tuple[TranslationRow, ...] = ()


def at(part: str, path: str) -> str:
    """The address of a part of the desk for one text."""
    return f"{PREFIX}{part}/?path={quote(path)}"


def rows(standings: Standings) -> tuple[Row, ...]:
    """A row for every article, and for every text of which nobody can say yet what it is; in the order of their paths."""
    reading, site = standings.reading, standings.reading.site
    all_rows = list(unread_rows(reading))
    translations: dict[str, list[TranslationRow]] = defaultdict(list)
    once = frozenset(site.once_published) if site else frozenset()
    for text in reading.translations if site else ():
        standing = standing_of(text.path, standings.states[text.path], standings, is_out=text.address in once)
        language = LANGUAGES.get(text.language, text.language)
        translations[text.original.path].append(TranslationRow(text.path, text.title, language, standing))
    for article in (*site.articles, *site.withdrawn) if site else ():
        state = standings.states[article.path]
        all_rows.append(row_of(article, standing_of(article.path, state, standings, is_out=article.address in once)))
    whole = (replace(row, translations=tuple(translations.get(row.path, ()))) for row in all_rows)
    return tuple(sorted(whole, key=lambda row: row.path))


def row_of(article: Article, standing: Standing) -> Row:
    """The row of an article."""
    column = article.column
    return Row(
        article.path,
        article.title,
        column.id,
        column.name,
        column.campaign,
        article.genre.name,
        article.source_unit,
        article.date.date().isoformat(),
        standing,
    )


def standing_of(path: str, state: State, standings: Standings, *, is_out: bool) -> Standing:
    """How an article or a translation stands. What the checks refuse comes before a review: to mend it voids the reviews."""
    name = OF_READINESS.get(state.readiness, state.label)
    faults = standings.faults(path, of_reviews=name == WRONG)
    if name in (CHANGED, *WAITING) and standings.errors(path, of_reviews=False):
        name = WRONG
    if name == READY and is_out:
        name = PUBLISHED
    label, notes = name, []
    inside = standings.inside.get(path)
    if name == WRONG:
        label = f"有 {faults} 处要改"
    elif state.label.startswith(("原文", "译文")):
        label = state.label
    elif name in (SCHEDULED, WITHDRAWN):
        notes.append(state.label.partition("（")[2].removesuffix("）"))
    elif name == INTERNAL and inside:
        notes.append(f"内部版：{inside.label}")
    if faults and name not in (WRONG, SAMPLE, WITHDRAWN):
        notes.append(f"有 {faults} 处要改")
    if is_out and name in (WRONG, CHANGED, DRAFT, *WAITING):
        notes.append(GOES)
    return Standing(name, label, step_of(name, path, standings), "；".join(notes))


def step_of(name: str, path: str, standings: Standings) -> Step:
    """What to do next with a text that stands so."""
    inside = standings.inside.get(path)
    if name == INTERNAL and inside:
        return step_of(OF_READINESS.get(inside.readiness, inside.label), path, standings)
    if name in (CHANGED, *WAITING):
        return Step("去审签", at("reviewing", path))
    if name == READY:
        return Step("去发布", f"{PREFIX}publishing/")
    if name == PUBLISHED:
        return Step("印刷、上报", at("printing", path))
    if name == WITHDRAWN:
        return Step("重新登", f"{PREFIX}articles/withdraw?path={quote(path)}")
    return Step(
        {SAMPLE: "看样板", SCHEDULED: "改时间"}.get(name, "接着写" if name == DRAFT else "去改"), at("writing", path)
    )


def unread_rows(reading: Reading) -> Iterator[Row]:
    """Rows of texts whose fields, or whose columns, cannot be used: as much as can be read of them."""
    site = reading.site
    columns = site.columns_by_id if site else {}
    listed_paths = site.by_path.keys() | site.withdrawn_paths if site else frozenset()
    wrong: Mapping[str, int] = faults_by_file(reading)
    for path in (path for path in reading.files if path.endswith(".md")):
        head = reading.heads.get(path)
        if path in listed_paths or path in reading.unread or SUFFIX.search(path) or is_page(path, head, columns):
            continue
        fields = head.data if head and isinstance(head.data, dict) else {}
        column = columns.get(path.partition("/")[0])
        faults = wrong.get(f"docs/{path}", 0)
        step = Step("去改", at("writing", path))
        yield Row(
            path,
            str(fields.get("title") or path.rpartition("/")[2]),
            path.partition("/")[0] if "/" in path else "",
            column.name if column else path.partition("/")[0],
            column.campaign if column else "",
            str(fields.get("genre") or ""),
            str(fields.get("unit") or fields.get("source") or ""),
            str(fields.get("date") or "")[:10],
            Standing(UNREAD, UNREAD if site else "还读不了", step, f"有 {faults} 处要改" if faults else ""),
        )


def faults_by_file(reading: Reading) -> dict[str, int]:
    """How many faults reading has found in each file of the project."""
    counts: dict[str, int] = defaultdict(int)
    for problem in reading.problems:
        counts[problem.path] += 1
    return counts
