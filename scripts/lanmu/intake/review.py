"""三审: signs an article or a translation for the text as it is now, and says how its reviews stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath

from lanmu.content.article import Article, Signature
from lanmu.content.dates import parse_day
from lanmu.content.files import walk
from lanmu.content.fingerprint import folded
from lanmu.content.loading import read_docs
from lanmu.content.publication import Conditions, State, publication_state, state_of_translation, to_catch_up
from lanmu.content.review import (
    ALL,
    NO_NAME,
    THREE,
    Stage,
    Standing,
    Text,
    article_of,
    behind,
    latest_day,
    stages,
    text_hash,
)
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.content.translation import Translation, TranslationMatter, source_path
from lanmu.content.validation import nearest, validate
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.review_block import with_signatures
from lanmu.storage.files import write_whole
from lanmu.storage.write_lock import writing

ORDER = tuple(THREE)
LINE_END = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Desk:
    """A text on the table: the file it was read from, what else lies in docs/, and the office's settings."""

    file: Path
    text: Text
    site: Site
    translations: tuple[Translation, ...]
    settings: Settings

    @property
    def article(self) -> Article:
        """The article that it is, or is a translation of."""
        return article_of(self.text)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Its five reviews as they stand."""
        return stages(self.text, self.site.docs)

    @cached_property
    def states(self) -> dict[str, State]:
        """How near it and its translations are to being published, by their paths."""
        conditions = Conditions(self.site.docs, self.settings.review.columns, self.site.now)
        state = publication_state(self.article, conditions)
        others = {text.path: state_of_translation(text, state, conditions) for text in self.translations}
        return {self.article.path: state, **others}

    @property
    def state(self) -> State:
        """How near it is to being published."""
        return self.states[self.text.path]


@dataclass(frozen=True)
class Signing:
    """What signing would write, and what the editor is told. `text` is None when all is signed already."""

    text: str | None
    told: tuple[str, ...]


def open_article(docs: Path, file: str, settings: Settings) -> Desk:
    """The article, or the translation of one, in `file`: a path, or one below the project or below docs/.

    Raises UserError when there is none, or ContentError when its front matter is wrong.
    """
    path = find(docs, file)
    reading = read_docs(docs)
    original = source_path(path)
    wrong = [problem for problem in reading.problems if problem.path in (f"docs/{path}", f"docs/{original}")]
    if path != original and path in reading.heads:
        wrong += validate(TranslationMatter, reading.heads[path])[1]
    if wrong or reading.site is None:
        raise ContentError(wrong or reading.problems)
    article = reading.site.by_path.get(original)
    if article is None:
        raise UserError(f"docs/{path} 是译文，旁边没有原文 docs/{original}，不能审。请改正文件名，或者补上原文。")
    if not isinstance(article, Article):
        raise UserError(f"docs/{original} 是栏目的介绍页或图表页，不是稿件，不用三审，译文也不用。")
    translations = tuple(text for text in reading.translations if text.original is article)
    text = next((text for text in translations if text.path == path), article)
    return Desk(docs / path, text, reading.site, translations, settings)


def sign_file(
    docs: Path, file: str, settings: Settings, fields: Sequence[str], name: str, day: str | None
) -> tuple[str, ...]:
    """Signs the text in `file` as `sign` does and writes it; what the editor is told. Nobody else writes meanwhile, whose
    signature would be lost."""
    with writing(docs.parent):
        desk = open_article(docs, file, settings)
        signing = sign(desk, fields, name, day)
        write_signed(desk, signing)
    return signing.told


def find(docs: Path, file: str) -> str:
    """The path below docs/ of a file that the editor named. Raises UserError when it is no Markdown file there."""
    places = [Path(file), docs.parent / file, docs / file]
    there = [place.resolve() for place in places if place.is_file()]
    inside = [place for place in there if place.is_relative_to(docs.resolve()) and place.suffix == ".md"]
    if not there:
        names = {PurePath(path).name: path for path in walk(docs).files if path.endswith(".md")}
        near = nearest(Path(file).name, names)
        hint = f"是不是 docs/{names[near]}？" if near else "请写 docs/ 里稿件的路径。"
        raise UserError(f"没有文件「{file}」。{hint}")
    if not inside:
        raise UserError(f"{file} 不是 docs/ 里的稿件（.md 文件）。请写 docs/ 里稿件的路径。")
    return inside[0].relative_to(docs.resolve()).as_posix()


def sign(desk: Desk, fields: Sequence[str], name: str, day: str | None) -> Signing:
    """Signs the reviews `fields` in `name`, today or on `day` (`2008-11-05`). Writes nothing.

    The three must be given in their order, by different people. Signing one anew takes the later ones out: whoever
    gives them has not seen what was reviewed. Raises UserError when it may not be signed.
    """
    signed_on = day_of(day, desk.site.today)
    if isinstance(desk.text, Translation) and (why := behind(desk.text)):
        raise UserError(f"docs/{desk.text.path} {why}，不能审。{to_catch_up(desk.text)}再审。")
    found = {stage.field: stage for stage in desk.stages}
    signature = Signature(name=name_of(name), date=signed_on, text_hash=text_hash(desk.text, desk.site.docs))
    fixed = day is not None
    wanted: dict[str, Signature | None] = {}
    told: list[str] = []
    for field in [field for field in ALL if field in fields]:
        if is_same(found[field].signature, signature, fixed=fixed):
            told.append(f"{ALL[field]}已经签过，没有变化。")
            continue
        if field in THREE:
            check_order(field, signature, found)
            for later in later_signed(field, found):
                wanted[later], found[later] = None, Stage(later, ALL[later], None, Standing.MISSING)
                told.append(f"{ALL[later]}要重新审，原来的签字已经取下。")
        wanted[field] = signature
        found[field] = Stage(field, ALL[field], signature, Standing.VALID)
        told.append(f"{ALL[field]}：{signature.name}，{signed_on}。")
    # A translation may follow its original at any time.
    if wanted and isinstance(desk.text, Article) and not desk.text.meta.draft and signed_on > latest_day(desk.text):
        told.append(f"提醒：{late(desk.text, signed_on)}")
    text = with_signatures(read_raw(desk.file), wanted) if wanted else None
    return Signing(text, tuple(told))


def is_same(old: Signature | None, new: Signature, *, fixed: bool) -> bool:
    """True when this person has signed this text already; the day counts only when it was given."""
    if old is None or (old.name, old.text_hash) != (new.name, new.text_hash):
        return False
    return old.date == new.date or not fixed


def check_order(field: str, signature: Signature, found: dict[str, Stage]) -> None:
    """Raises UserError unless the reviews before this one are valid, older, and by other people."""
    for earlier in ORDER[: ORDER.index(field)]:
        stage, label = found[earlier], ALL[field]
        if stage.signature is None or stage.standing is not Standing.VALID:
            why = f"{stage.label}已经作废（{stage.why}）" if stage.signature else f"还没有{stage.label}"
            raise UserError(f"{why}，不能{label}。请先{stage.label}：--stage {earlier}")
        if folded(stage.signature.name) == folded(signature.name):
            raise UserError(f"{stage.label}就是「{signature.name}」，{label}要换一个人。三审要三个人。")
        if signature.date < stage.signature.date:
            raise UserError(
                f"{label}的日期 {signature.date} 早于{stage.label}的 {stage.signature.date}。请核对 --date；"
                "不写 --date 就是今天。"
            )


def later_signed(field: str, found: dict[str, Stage]) -> list[str]:
    """The reviews of the three that come after this one and are signed."""
    return [later for later in ORDER[ORDER.index(field) + 1 :] if found[later].signature]


def late(article: Article, day: date) -> str:
    """What to do about a review that is younger than the text it is given for."""
    return (
        f"审的日期 {day} 晚于发布日期 {article.date.date()}。还没有发布的，把 date 改到 {day} 或以后（改日期不用重新审）；"
        f"发布以后改过、重新审的，写上 updated: {day}。"
    )


def name_of(text: str) -> str:
    """A reviewer's name. Raises UserError for what is none."""
    name = text.strip()
    if NO_NAME.fullmatch(name) or LINE_END.search(name):
        raise UserError(f"「{text}」不是姓名。请写真正审稿的人：--name 姓名")
    return name


def day_of(text: str | None, today: date) -> date:
    """The day of a review. Raises UserError for one that does not exist or has not come."""
    if text is None:
        return today
    try:
        day = parse_day(text)
    except ValueError as error:
        raise UserError(f"--date {error}") from None
    if day > today:
        raise UserError(f"--date {day} 还没有到，今天是 {today}。请写真正审稿的日期，不写就是今天。")
    return day


def read_raw(file: Path) -> str:
    """The text of a file as it lies on disk, its line ends and its mark at the beginning included."""
    return file.read_bytes().decode("utf-8")


def write_signed(desk: Desk, signing: Signing) -> None:
    """Puts the signatures into the article's file."""
    if signing.text is not None:
        write_whole(desk.file, signing.text, newline="")


def shown(desk: Desk) -> tuple[str, ...]:
    """How the reviews stand, for the editor: a line each, and what is next."""
    lines = [f"docs/{desk.text.path}《{desk.text.title}》"]
    for stage in desk.stages:
        who = f"　{stage.signature.name}，{stage.signature.date}" if stage.signature else ""
        why = f"（{stage.why}）" if stage.why else ""
        lines.append(f"  {stage.label}　{stage.standing}{who}{why}")
    if desk.article.column.kind not in desk.settings.review.columns:
        lines.append(f"  栏目「{desk.article.column.name}」不要求三审（lanmu.toml 的 [review]），不审也登。")
    lines.append(f"  现在：{desk.state.label}。{desk.state.step}")
    for text in desk.translations if desk.text is desk.article else ():
        state = desk.states[text.path]
        # What it waits for with its original has been said.
        step = state.step.removesuffix(f"原文：{desk.state.step}")
        lines.append(f"  译文 docs/{text.path}：{state.label}。{step}")
    return tuple(lines)
