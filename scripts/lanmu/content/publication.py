"""Whether an article or its translation may be published: the build, the checks and the preview ask here, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from lanmu.content.article import Article, Audience, Page
from lanmu.content.column import ColumnKind
from lanmu.content.dates import pub_date
from lanmu.content.review import Stage, Standing, Text, article_of, outdated, stages
from lanmu.content.site import Site
from lanmu.content.translation import Translation
from lanmu.diagnostics.errors import Problem

BUILD = "python scripts/build.py --production"
BUILD_INTERNAL = "python scripts/build.py --edition internal"
CHECK = "python scripts/check_structure.py"
INTERNAL_OPTION = " --edition internal"
CATCH_UP = "python scripts/translate_article.py docs/{path} --caught-up"
"""How it is noted that a translation was compared with its original."""
SHOWN = 8
"""So many of an article's errors are shown; the check itself shows all."""
NEXT_LINE = "\n      "
SAMPLES = "示例是写稿的样板，不发布。"
# The brackets of what an office still has to fill in.
OPEN, CLOSE = "（(【［〔", "）)】］〕"
# Within them there may be another pair; the closing bracket may be missing where half was filled in.
WITHIN = rf"(?:[^{OPEN}{CLOSE}]|[（(][^{OPEN}{CLOSE}]*[）)]){{0,120}}"
PLACEHOLDER = re.compile(
    rf"[{OPEN}]\s*(?:[请請]填[写寫]|由\w+(?:[（(]\w+[）)])?填[写寫]){WITHIN}[{CLOSE}]?"
    r"|[(\[]\s*to be filled in[^)\]]{0,120}[)\]]?",
    re.IGNORECASE,
)


class Readiness(Enum):
    """How near an article is to being published."""

    WITHDRAWN = auto()
    SAMPLE = auto()
    INTERNAL = auto()
    DRAFT = auto()
    WAITING = auto()
    """A review is missing."""
    CHANGED = auto()
    """It was changed after a review."""
    REFUSED = auto()
    """The checks report an error."""
    SCHEDULED = auto()
    READY = auto()


@dataclass(frozen=True)
class State:
    """Where an article stands. `label` is a word or two for editors; `advice` a sentence, what to do next; `step` the same with
    the commands that do it."""

    readiness: Readiness
    label: str
    step: str
    advice: str

    @property
    def publishable(self) -> bool:
        """True when a production build shows the article."""
        return self.readiness is Readiness.READY


@dataclass(frozen=True)
class Refusal:
    """Why the checks keep an article from going out: the code of the rule, the file that has the fault (a path below the
    project), and a line with the place, the fault and the way out."""

    code: str
    path: str
    text: str


Refusals = Mapping[str, Sequence[Refusal]]
"""By the article's path below docs/."""


@dataclass(frozen=True)
class Conditions:
    """What decides besides the article: the kinds of columns that need reviews (lanmu.toml), the moment of the build, and for
    whom it is.

    `docs` is the folder of the sources, where the article's pictures and attachments lie. `refusals` are what the checks
    said, where they were asked.
    """

    docs: Path
    columns: tuple[ColumnKind, ...]
    now: datetime
    refusals: Refusals = field(default_factory=dict)
    audience: Audience = "public"

    @property
    def command(self) -> str:
        """The command that publishes."""
        return BUILD if self.audience == "public" else BUILD_INTERNAL


def publication_states(
    site: Site,
    columns: Iterable[ColumnKind],
    refusals: Refusals | None = None,
    translations: Iterable[Translation] = (),
    audience: Audience = "public",
) -> dict[str, State]:
    """The state of every article of the site, and of the `translations` of its articles, by their paths; pages have none."""
    conditions = Conditions(site.docs, tuple(columns), site.now, refusals or {}, audience)
    articles = (*site.articles, *site.withdrawn)
    states = {article.path: publication_state(article, conditions) for article in articles}
    for text in translations:
        states[text.path] = state_of_translation(text, states[text.original.path], conditions)
    return states


def publishable(states: Mapping[str, State]) -> frozenset[str]:
    """Paths of the articles and translations that a production build shows."""
    return frozenset(path for path, state in states.items() if state.publishable)


def left_out(site: Site, states: Mapping[str, State], translations: Iterable[Translation] = ()) -> tuple[str, ...]:
    """What a production build of `site` does not show, for the editors: a line an article, why and what to do next.

    Samples and internal articles are only counted: nobody waits for them.
    """
    never = {
        Readiness.SAMPLE: ("示例", "本来就不发布"),
        Readiness.INTERNAL: ("内部稿件", f"只登在内部版：{BUILD_INTERNAL}"),
    }
    withdrawn = len(site.withdrawn)
    lines_for = held_back(site, states, translations)
    lines = [f"docs/{text.path}《{text.title}》{state.label}：{state.step}" for text, state in lines_for]
    for readiness, (word, why) in never.items():
        count = sum(states[article.path].readiness is readiness for article in site.articles)
        lines += [f"{word} {count} 篇（{why}）"] if count else []
    lines += [f"已撤回 {withdrawn} 篇（原来的网址上写着已撤回）"] if withdrawn else []
    return tuple(lines)


def held_back(
    site: Site, states: Mapping[str, State], translations: Iterable[Translation] = ()
) -> list[tuple[Text, State]]:
    """The articles and translations for which somebody has still something to do before they are shown; a translation that
    waits with its original is left out."""
    never = (Readiness.SAMPLE, Readiness.INTERNAL)
    states_of = [(article, states[article.path]) for article in site.articles]
    texts: list[tuple[Text, State]] = [
        (article, state) for article, state in states_of if not state.publishable and state.readiness not in never
    ]
    for text in translations:
        if states[text.original.path].publishable and not states[text.path].publishable:
            texts.append((text, states[text.path]))
    return texts


def publication_state(article: Article, conditions: Conditions) -> State:
    """Where an article stands. A publication time that has not come waits, whichever field it stands in: nothing is
    published with a date that is not true (国办秘函〔2019〕19号)."""
    meta = article.meta
    if meta.withdrawn:
        only = "网址上只写已撤回；要重新登，"
        step = f"{only}运行 python scripts/withdraw.py docs/{article.path} --undo。"
        return State(Readiness.WITHDRAWN, f"已撤回（{meta.withdrawn.date}）", step, f"{only}取消撤回。")
    if meta.sample:
        return State(Readiness.SAMPLE, "示例", SAMPLES, SAMPLES)
    if not article.is_for(conditions.audience):
        inside = publication_state(article, replace(conditions, audience="internal"))
        only = f"公开的网站不登，只登在内部版。内部版：{inside.label}，"
        step = f"{only}{inside.step}可以公开的，删去 scope: internal 重新送审。"
        return State(Readiness.INTERNAL, "内部", step, f"{only}{inside.advice}可以公开的，把范围改成公开，重新送审。")
    if meta.draft:
        return State(Readiness.DRAFT, "草稿", "写好、审过了，删去 draft: true。", "写好了，去掉“草稿”前面的勾，送审。")
    if state := _held_up(article, conditions):
        return state
    if article.date > conditions.now:
        step = f"到了时间，下一次运行 {conditions.command} 就登出来。"
        label = f"定时发布（{pub_date(article.date)}）"
        return State(Readiness.SCHEDULED, label, step, "到了时间，下一次发布就登出来。")
    step = f"检查没有错误的，运行 {conditions.command} 就登出来。"
    return State(Readiness.READY, "已可发布", step, "检查没有错误的，下一次发布就登出来。")


def state_of_translation(text: Translation, original: State, conditions: Conditions) -> State:
    """Where the translation of an article stands whose own state is `original`: it never goes out without that."""
    if not original.publishable:
        step, advice = (f"译文随原文发布。原文：{text}" for text in (original.step, original.advice))
        return replace(original, label=f"原文{original.label}", step=step, advice=advice)
    return _held_up(text, conditions) or original


def _held_up(text: Text, conditions: Conditions) -> State | None:
    """What keeps the text of an article, or a translation of it, from going out: its reviews, the checks. What the checks
    refuse comes before a review: to correct the text voids the reviews."""
    refusals = conditions.refusals.get(text.path, ())
    is_reviewed = article_of(text).column.kind in conditions.columns
    state = _review_due(text, conditions.docs) if is_reviewed else None
    if state:
        others = [refusal for refusal in refusals if not refusal.code.startswith("REV")]
        if not others:
            return state
        first = f"检查有 {len(others)} 处错误，先改好再审。"
        step = NEXT_LINE.join([first + state.step, *listed(others), check_again(others, conditions.audience)])
        return replace(state, step=step, advice=NEXT_LINE.join([first + state.advice, *listed(others)]))
    if not refusals:
        return None
    first = (
        f"有 {len(refusals)} 处错误，改好了才登。改动了文字、图片、附件的，要重新审签；确实应当保留的，写明豁免和理由。"
    )
    lines = [first, *listed(refusals)]
    step = NEXT_LINE.join([*lines, check_again(refusals, conditions.audience)])
    return State(Readiness.REFUSED, "检查没有通过", step, NEXT_LINE.join(lines))


def _review_due(text: Text, docs: Path) -> State | None:
    reviews = stages(text, docs)
    first = next((stage for stage in reviews if stage.standing is not Standing.VALID), None)
    if first is None:
        return None
    command = review_command(f"docs/{text.path}", first.field)
    if isinstance(text, Translation) and (why := outdated(text)):
        compare = f"请对照原文改好译文，运行 {CATCH_UP.format(path=text.path)} 记下来，"
        step = f"{why}。{compare}再审，运行 {command} 记下来。"
        return State(
            Readiness.CHANGED, "译文没有跟上原文", step, f"{why}。请对照原文改好译文，勾上“对照过原文”保存，再审。"
        )
    if first.signature and first.signature.text_hash:
        again = f"{void_reviews(reviews)}。核对改动，从{first.label}起重新审"
        return State(Readiness.CHANGED, "审后有改动", f"{again}，再运行 {command} 记下来。", f"{again}。")
    why = f"原来的签字{first.why}。" if first.signature else ""
    step = f"{why}审过以后，运行 {command} 记下来。"
    return State(Readiness.WAITING, f"待{first.label}", step, f"{why}审过以后，在三审里签字。")


def listed(refusals: Sequence[Refusal]) -> list[str]:
    """The faults, the first of them."""
    lines = [refusal.text for refusal in refusals[:SHOWN]]
    return [*lines, f"还有 {len(refusals) - SHOWN} 处。"] if len(refusals) > SHOWN else lines


def check_again(refusals: Sequence[Refusal], audience: Audience) -> str:
    """The command that shows all the faults, and whether they are gone."""
    option = INTERNAL_OPTION if audience == "internal" else ""
    files = dict.fromkeys(refusal.path for refusal in refusals)
    # The check of an article looks at what it brings along too.
    texts = [path for path in files if path.endswith(".md")]
    return f"改好以后，运行 {CHECK}{option} {' '.join(texts or files)} 再查一遍。"


def review_command(path: str, *fields: str) -> str:
    """How reviews of an article (its path below the project) are recorded, for editors to copy."""
    return f"python scripts/review.py {path} --stage {' '.join(fields)} --name 姓名"


def void_reviews(reviews: Iterable[Stage]) -> str:
    """Which reviews are void, and why: one clause for each reason."""
    reasons: dict[str, list[str]] = {}
    for stage in reviews:
        if stage.standing is Standing.VOID:
            reasons.setdefault(stage.why, []).append(stage.label)
    return "；".join(f"{'、'.join(labels)}作废：{why}" for why, labels in reasons.items())


def unfilled(items: Iterable[Article | Page]) -> list[Problem]:
    """One finding for each page that still has a placeholder such as （由主办单位填写）."""
    problems = []
    for item in items:
        source = item.meta.source if isinstance(item, Article) else ""
        if match := PLACEHOLDER.search(f"{source}\n{item.body}"):
            path = f"docs/{item.path}"
            problems.append(Problem(path, 0, f"还有没填的内容「{match[0]}」。", "发布前填好，或删去这一句。"))
    return sorted(problems)
