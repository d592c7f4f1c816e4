"""三审: signs an article or a translation for the text as it is now, and says how its reviews stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lanmu.content.article import Article, Signature
from lanmu.content.dates import parse_day
from lanmu.content.fingerprint import folded
from lanmu.content.loading import Reading, read_docs
from lanmu.content.publication import CATCH_UP, Conditions, State, publication_state, state_of_translation
from lanmu.content.review import (
    ALL,
    SAMPLE_NAMES,
    THREE,
    Stage,
    Standing,
    Text,
    article_of,
    fault_of_name,
    latest_day,
    outdated,
    stages,
    text_hash,
)
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.content.translation import Translation, TranslationMatter, source_path
from lanmu.content.validation import validate
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.head_fields import raw
from lanmu.intake.named_article import below_docs
from lanmu.intake.review_block import with_signatures
from lanmu.storage.changes import Changes
from lanmu.storage.write_lock import writing

ORDER = tuple(THREE)
CHANGED_SINCE = "打开以后稿件又改过，没有签。请把改过的再看一遍，再签"
LINE_END = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotSignedError(UserError):
    """A review that may not be given, and why (`sentence`); `option` is what to write on the command line instead."""

    def __init__(self, sentence: str, option: str = "") -> None:
        super().__init__(f"{sentence}：{option}" if option else f"{sentence}。")
        self.sentence = f"{sentence}。"


@dataclass(frozen=True)
class TextInReview:
    """An article or a translation with the file it was read from, what else lies in docs/, and the office's settings."""

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
        """How near the article and its translations are to being published, by their paths."""
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
    """A signing before it is written: the file's new `text`, None when all is signed already; `messages` for the editor."""

    text: str | None
    messages: tuple[str, ...]


def open_articles(
    docs: Path, files: Sequence[str], settings: Settings, read: Callable[[Path], Reading] = read_docs
) -> list[TextInReview]:
    """The articles, or the translations of some, in `files`: paths, or ones below the project or below docs/. `read` reads docs/.

    Raises UserError when there is none, or ContentError when its front matter is wrong.
    """
    paths = list(dict.fromkeys(below_docs(docs, file) for file in files))
    reading = read(docs)
    return [opened(docs, path, reading, settings) for path in paths]


def opened(docs: Path, path: str, reading: Reading, settings: Settings) -> TextInReview:
    """The article or the translation at a path below docs/, as it was read. Raises as `open_articles`."""
    original = source_path(path)
    wrong = [problem for problem in reading.problems if problem.path in (f"docs/{path}", f"docs/{original}")]
    if path != original and path in reading.heads:
        wrong += validate(TranslationMatter, reading.heads[path])[1]
    if wrong or reading.site is None:
        raise ContentError(wrong or reading.problems)
    article = reading.site.written(original)
    if article is None:
        raise UserError(f"docs/{path} 是译文，旁边没有原文 docs/{original}，不能审。请改正文件名，或者补上原文。")
    if not isinstance(article, Article):
        raise UserError(f"docs/{original} 是栏目的介绍页或图表页，不是稿件，不用三审，译文也不用。")
    translations = tuple(text for text in reading.translations if text.original is article)
    text = next((text for text in translations if text.path == path), article)
    return TextInReview(docs / path, text, reading.site, translations, settings)


def sign_files(
    docs: Path,
    files: Sequence[str],
    settings: Settings,
    fields: Sequence[str],
    name: str,
    day: str | None,
    seen: Mapping[str, str] | None = None,
    read: Callable[[Path], Reading] = read_docs,
) -> tuple[str, ...]:
    """Signs the texts in `files` as `sign` does and writes them, all or none; gives messages for the editor. A lock keeps
    others from writing meanwhile, whose signature would be lost. `seen` are the fingerprints (`text_hash`) of what the reviewer
    has read, by paths below docs/: a text that is another now is not signed."""
    with writing(docs.parent):
        reviewed = open_articles(docs, files, settings, read)
        signings = []
        for text in reviewed:
            try:
                if seen is not None and seen.get(text.text.path) != text_hash(text.text, docs):
                    raise NotSignedError(CHANGED_SINCE)
                signings.append(sign(text, fields, name, day))
            except UserError as error:
                if len(reviewed) > 1:
                    raise NotSignedError(
                        f"docs/{text.text.path}《{text.text.title}》：{str(error).rstrip('。')}。几篇都没有签"
                    ) from None
                raise
        changes = Changes(docs.parent)
        for text, signing in zip(reviewed, signings, strict=True):
            if signing.text is not None:
                changes.write(text.file, signing.text.encode())
        changes.carry_out()
    if len(reviewed) == 1:
        return signings[0].messages
    return tuple(
        f"《{text.text.title}》{message}"
        for text, done in zip(reviewed, signings, strict=True)
        for message in done.messages
    )


def sign(reviewed: TextInReview, fields: Sequence[str], name: str, day: str | None) -> Signing:
    """Signs the reviews `fields` in `name`, today or on `day` (`2008-11-05`). Writes nothing.

    The three must be given in their order, by different people. Signing one anew takes the later ones out: whoever
    gives them has not seen what was reviewed. Raises UserError when it may not be signed.
    """
    signed_on = _day_of(day, reviewed.site.today)
    if isinstance(reviewed.text, Translation) and (why := outdated(reviewed.text)):
        compare = "请对照原文改好译文，记下对照过了，再审"
        raise NotSignedError(f"{why}，不能审。{compare}", CATCH_UP.format(path=reviewed.text.path))
    _check_name(reviewed, name.strip())
    reviews = {stage.field: stage for stage in reviewed.stages}
    signature = Signature(name=name.strip(), date=signed_on, text_hash=text_hash(reviewed.text, reviewed.site.docs))
    changes: dict[str, Signature | None] = {}
    messages: list[str] = []
    for field in [field for field in ALL if field in fields]:
        old = reviews[field].signature
        if (
            old
            and (old.name, old.text_hash) == (signature.name, signature.text_hash)
            and (day is None or old.date == signed_on)
        ):
            messages.append(f"{ALL[field]}已经签过，没有变化。")
            continue
        if field in THREE:
            _check_order(field, signature, reviews)
            for later in [later for later in ORDER[ORDER.index(field) + 1 :] if reviews[later].signature]:
                changes[later], reviews[later] = None, Stage(later, ALL[later], None, Standing.MISSING)
                messages.append(f"{ALL[later]}要重新审，原来的签字已经取下。")
        changes[field] = signature
        reviews[field] = Stage(field, ALL[field], signature, Standing.VALID)
        messages.append(f"{ALL[field]}：{signature.name}，{signed_on}。")
    text = reviewed.text
    # A translation may follow its original at any time.
    if changes and isinstance(text, Article) and not text.meta.draft and signed_on > latest_day(text):
        messages.append(f"提醒：{late(text, signed_on)}")
    return Signing(with_signatures(raw(reviewed.file), changes) if changes else None, tuple(messages))


def hindrance(reviewed: TextInReview, field: str, name: str) -> str:
    """Why `name` may not sign a review today, for the editor; empty when it may be signed. Nothing is written."""
    try:
        sign(reviewed, [field], name, None)
    except NotSignedError as error:
        return error.sentence
    except UserError as error:
        return str(error)
    return ""


def _check_name(reviewed: TextInReview, name: str) -> None:
    """Raises UserError for what is no person's name, or one that the checks refuse (REV007)."""
    option = reviewed.settings.checks.options.get("REV007", {}).get("sample_names")
    # Settings that are none are reported by the checks.
    names = [str(name) for name in option] if isinstance(option, list) else SAMPLE_NAMES
    fault = fault_of_name(name, is_sample=reviewed.article.meta.sample, sample_names=names)
    if fault or LINE_END.search(name):
        raise NotSignedError(f"「{name}」{fault or '不是姓名'}。请写真正审稿的人", "--name 姓名")


def _check_order(field: str, signature: Signature, reviews: dict[str, Stage]) -> None:
    """Raises UserError unless the reviews before this one are valid, older, and by other people."""
    for earlier in ORDER[: ORDER.index(field)]:
        stage, label = reviews[earlier], ALL[field]
        if stage.signature is None or stage.standing is not Standing.VALID:
            why = f"{stage.label}已经作废（{stage.why}）" if stage.signature else f"还没有{stage.label}"
            raise NotSignedError(f"{why}，不能{label}。请先{stage.label}", f"--stage {earlier}")
        if folded(stage.signature.name) == folded(signature.name):
            raise NotSignedError(f"{stage.label}就是「{signature.name}」，{label}要换一个人。三审要三个人")
        if signature.date < stage.signature.date:
            raise NotSignedError(
                f"{label}的日期 {signature.date} 早于{stage.label}的 {stage.signature.date}。请核对审的日期，不写就是今天",
                "--date 日期",
            )


def late(article: Article, day: date) -> str:
    """What to do about a review that is younger than the text it is given for."""
    return (
        f"审的日期 {day} 晚于发布日期 {article.date.date()}。还没有发布的，改到 {day} 或以后（改日期不用重新审，文件名跟着改）："
        f"python scripts/rename_article.py docs/{article.path} --date {day}；"
        f"发布以后改过、重新审的，写上 updated: {day}。"
    )


def _day_of(text: str | None, today: date) -> date:
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


def shown(reviewed: TextInReview) -> tuple[str, ...]:
    """How the reviews stand, for the editor: a line each, and what is next."""
    lines = [f"docs/{reviewed.text.path}《{reviewed.text.title}》"]
    for stage in reviewed.stages:
        who = f"　{stage.signature.name}，{stage.signature.date}" if stage.signature else ""
        why = f"（{stage.why}）" if stage.why else ""
        lines.append(f"  {stage.label}　{stage.standing}{who}{why}")
    if reviewed.article.column.kind not in reviewed.settings.review.columns:
        lines.append(f"  栏目「{reviewed.article.column.name}」不要求三审（lanmu.toml 的 [review]），不审也登。")
    lines.append(f"  现在：{reviewed.state.label}。{reviewed.state.step}")
    for text in reviewed.translations if reviewed.text is reviewed.article else ():
        state = reviewed.states[text.path]
        # What it waits for with its original has been said.
        step = state.step.removesuffix(f"原文：{reviewed.state.step}")
        lines.append(f"  译文 docs/{text.path}：{state.label}。{step}")
    return tuple(lines)
