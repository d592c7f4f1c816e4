"""What `init.py` does, once the environment is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lanmu.adoption.answers import FILE, Answers, read_answers
from lanmu.adoption.change import Change, back_up, carry_out, planned, present
from lanmu.adoption.data_files import yaml_text
from lanmu.adoption.files import written
from lanmu.adoption.keeping import campaign_before, joined, keeping_lines, next_answers, without_samples
from lanmu.adoption.leftovers import SOURCES, campaign_names, leftovers
from lanmu.adoption.questions import interview
from lanmu.adoption.reference import INIT_SCHEMA, reference_texts
from lanmu.build.site import build
from lanmu.checks.engine.command import checked
from lanmu.checks.engine.finding import Finding, Level
from lanmu.content.dates import now
from lanmu.content.loading import read_text
from lanmu.content.past import folder_of
from lanmu.diagnostics.console import say, step
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.intake.interview import line_after
from lanmu.storage.files import write_bytes, write_whole
from lanmu.storage.scratch import scratch_folder
from lanmu.storage.write_lock import writing

SHOWN = 20
BEFORE_FIRST_ARTICLES = frozenset(("COL002", "COL011", "COL012"))
"""What the checks say of every site as long as its columns hold nothing that may be published."""
MORE = "  …… 还有 {count} 处"


@dataclass(frozen=True)
class Order:
    """The arguments of `adopt`: the file with the answers (none: they are asked for), whether only to show, whether to ask
    before anything goes, and as what the campaign before is kept (empty: it goes)."""

    answers: Path | None
    dry_run: bool
    yes: bool
    keep_as: str = ""


def adopt(root: Path, order: Order) -> int:
    """Makes the project in `root` that of the answers: shows what it will do, asks, backs up the old files, exchanges them,
    then checks, builds and looks for names of the previous campaign, unless that is kept."""
    before = campaign_before(root, order.keep_as) if order.keep_as else None
    answers = answers_of(root, order)
    mkdocs, settings = (read_text(root / name, name) for name in ("mkdocs.yml", "lanmu.toml"))
    if before:
        answers = next_answers(answers, before)
    texts = written(answers, mkdocs, settings, now(), same_office=before is not None)
    if before:
        before = without_samples(before, texts)
        texts |= joined(texts, answers, before)
    change = planned(root, texts, before.files if before else None)
    with step("试写一遍，检查"):
        findings = findings_of(change.new)
    names = frozenset(name for name in campaign_names(root) if not any(name in text for text in texts.values()))
    for line in (*change.lines(), *(keeping_lines(answers, before) if before else ())):
        say(line)
    say("原来的都先收进 out/ 里的压缩包；程序（scripts/、overrides/、tests/）不动，只删去 tests/this_site/。")
    if order.dry_run:
        say("以上只是试看，什么也没有改。去掉 --dry-run 就照此办理。")
        return Exit.OK
    if not (order.yes or agreed()):
        say("没有改动。")
        return Exit.OK
    with writing(root):
        file = exchanged(root, change)
        for name, text in reference_texts(root).items():
            write_whole(root / name, text)
    say(f"✓ 已换好；原来的在 {file}")
    if before:
        say(f"✓ 原来的活动留作往期专题：资料在 docs/{folder_of(before.id)}，栏目、稿件和网址都没有动。")
    return result(root, None if before else names, findings)


def findings_of(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What the checks say of the files, before anything is changed. Raises UserError with all errors, when there are any."""
    with scratch_folder("init") as folder:
        for name, data in files.items():
            write_bytes(folder / name, data)
        findings = checked(folder, None)[1].findings
    errors = [f for f in findings if f.level is Level.ERROR and f.code not in BEFORE_FIRST_ARTICLES]
    if errors:
        listed = "\n".join(limited([f"  {f.place} {f.code} {f.message}{f.remedy}" for f in errors]))
        raise UserError(
            f"照这些回答写出来的，检查通不过，什么也没有改。请改回答，错在留下的稿件里的，先改稿件：\n{listed}"
        )
    return findings


def answers_of(root: Path, order: Order) -> Answers:
    """The answers in the file, or those asked for, which are then kept in init.yml."""
    if order.answers:
        return read_answers(order.answers)
    data = interview()
    write_whole(root / FILE, f"# yaml-language-server: $schema=.schemas/{INIT_SCHEMA}\n{yaml_text(data)}")
    say(f"\n✓ 回答记在 {FILE}：要改，改了它再运行 python scripts/init.py --answers {FILE}\n")
    return read_answers(root / FILE)


def agreed() -> bool:
    """Whether the user agrees. Raises UserError where nobody can be asked."""
    answer = line_after("照此办理吗？（写 是 就办；回车：不办）> ") if sys.stdin and sys.stdin.isatty() else None
    if answer is None:
        raise UserError("要移走原来的内容，没有终端可以问。核对过的，加上 --yes 再运行；只想看看，用 --dry-run。")
    return answer.lower() in ("是", "y", "yes")


def exchanged(root: Path, change: Change) -> Path:
    """Makes the change; gives the file that keeps what was there. Raises UserError when something changed meanwhile."""
    if present(root) != change.old:
        raise UserError("核对的时候，别的窗口改了文件，这一次什么也没有动。请再运行一次。")
    file = back_up(change, now())
    carry_out(change)
    return file


def result(root: Path, names: frozenset[str] | None, findings: Sequence[Finding]) -> int:
    """Builds what there is now, and looks for `names` (None: the campaign before is kept); says what is left to do.
    `findings` are those of its check."""
    with step("生成网站"):
        say("  " + str(build(root, root / "site")))
    mentions = [*leftovers(root, SOURCES, names), *leftovers(root, ("site",), names)] if names is not None else []
    for line in limited([f"  {left.path}:{left.line} 还有「{left.name}」" for left in mentions]):
        say(line)
    if mentions:
        say(f"✓ 原来活动的名称：还有 {len(mentions)} 处。")
    elif names is not None:
        say("✓ 稿件、程序和生成的网站里，都没有原来活动的名称了。")
    for line in left_to_do(findings):
        say(line)
    return Exit.FINDINGS if mentions else Exit.OK


def left_to_do(findings: Sequence[Finding]) -> Iterator[str]:
    """What the organisation does next."""
    unfilled = sorted({finding.path for finding in findings if finding.code == "FM026"})
    blank = [finding for finding in findings if finding.code == "COL002"]
    expected = {"FM026", *BEFORE_FIRST_ARTICLES}
    others = [
        f"  {finding.place} {finding.code} {finding.message}" for finding in findings if finding.code not in expected
    ]
    if unfilled:
        yield "要填写的（没有填的，正式发布时不登）：" + "、".join(unfilled)
    if blank:
        yield f"还没有稿件的栏目有 {len(blank)} 个：每栏登了第一篇，检查才全部通过。"
    if others:
        yield "检查的提醒："
        yield from limited(others)
    yield "下一步：python scripts/preview.py 看网站；python scripts/new_article.py 写第一篇。"


def limited(lines: list[str]) -> Iterator[str]:
    """The first of many lines, and how many more there are."""
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield MORE.format(count=len(lines) - SHOWN)
