"""What `check_structure.py` and `check_links.py` do, once the environment is there."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lanmu.checks.built.site import read_site
from lanmu.checks.engine.documentation import explain, listing
from lanmu.checks.engine.fixes import fix_files, planned_changes
from lanmu.checks.engine.git import changed_files
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.publishing import Belongings
from lanmu.checks.engine.runner import Outcome, check_sources, run
from lanmu.checks.external.pacing import ExternalSettings
from lanmu.checks.reports.report import ArticleInfo, Report, RuleInfo, joined
from lanmu.checks.reports.writing import exit_code, parse_targets, write
from lanmu.content import settings as config
from lanmu.content.article import Audience
from lanmu.content.validation import validate
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import ContentError, Exit, UserError
from lanmu.storage.write_lock import finish_interrupted, writing

# Settings of the project that rules about the whole site report on.
SETTINGS = frozenset({"lanmu.toml", "mkdocs.yml"})


def answered(options: argparse.Namespace) -> bool:
    """Answers `--explain` and `--list`; True when that was all that was asked."""
    if options.explain:
        say(explain(options.explain))
    elif options.list:
        say(listing())
    return bool(options.explain or options.list)


def check_structure(root: Path, options: argparse.Namespace) -> int:
    """Checks the sources of the project in `root`, and applies the safe fixes with `--fix`."""
    if answered(options):
        return Exit.OK
    if options.dry_run and not options.fix:
        raise UserError("--dry-run 只和 --fix 一起用：python scripts/check_structure.py --fix --dry-run")
    if options.files and options.changed is not None:
        raise UserError("写了文件就不用 --changed，请去掉其中一个。")
    targets = parse_targets(options.report)
    finish_interrupted(root)
    asked = named_files(root, options.files) if options.files else None
    if options.changed is not None:
        asked = changed_files(root, options.changed)
    start = time.monotonic()
    if options.dry_run:
        changes = planned_changes(root, checked(root, asked, options.files, options.edition)[1].findings)
        for change in changes:
            say(change.difference().rstrip("\n"))
        complain("以上只是试看，没有改文件。去掉 --dry-run 就照此修改。" if changes else "没有能自动改的地方。")
        return Exit.OK
    if options.fix:
        with writing(root):
            changes = fix_files(root, lambda: checked(root, asked, options.files, options.edition)[1].findings)
        # Not on the output, which a report may need for itself.
        for line in [f"已改 {change.path}" for change in changes] or ["没有能自动改的地方。"]:
            complain(line)
    project, outcome = checked(root, asked, options.files, options.edition)
    if asked is not None and not outcome.checked and options.changed is not None:
        complain("没有改动：docs/ 里的文件都和那个版本一样，没有要检查的。")
    write(report_of("check_structure", "个文件", project, outcome, start), targets, os.environ)
    return exit_code(outcome.findings, strict=options.strict)


def named_files(root: Path, names: Sequence[str]) -> frozenset[str]:
    """Paths relative to `root` of files that are named, or lie in a folder that is.

    Raises UserError for one that is not there or no part of the project.
    """
    home, paths = root.resolve(), set()
    for name in names:
        path = Path(name).resolve()
        if not path.exists():
            raise UserError(f"找不到 {name}。请核对文件名；从项目文件夹算起，例如 docs/bulletins/2008-11-05-xuexi.md。")
        if not path.is_relative_to(home):
            raise UserError(f"{name} 不在这个项目里。请先用 import_document.py 导入，或者写 docs/ 里的文件。")
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        paths |= {file.relative_to(home).as_posix() for file in files}
    return frozenset(paths)


def checked(
    root: Path, asked: frozenset[str] | None, names: Sequence[str] = (), audience: Audience = "public"
) -> tuple[Project, Outcome]:
    """Reads the project and runs the rules about sources, for the edition of an audience.

    Raises UserError where there is no file to check, or none by the given names: finding nothing would prove nothing.
    """
    project = read_project(root, config.load(root / "lanmu.toml"), audience)
    if not project.files:
        raise UserError(f"{project.docs} 里没有文件，什么也没有检查。请核对项目文件夹：稿件要放在 docs/ 里。")
    if names and asked is not None and asked.isdisjoint(SETTINGS | {f"docs/{path}" for path in project.files}):
        shown = "、".join(names)
        raise UserError(f"{shown} 里没有要检查的稿件，什么也没有检查。请写 docs/ 里的文件或文件夹；不写就检查全部。")
    if names and asked is not None:
        asked |= Belongings(project).brought_along(asked)
    return project, check_sources(project, asked)


def check_links(root: Path, options: argparse.Namespace) -> int:
    """Checks a built site; its sources are the docs/ beside it, where there is one."""
    if answered(options):
        return Exit.OK
    folder = Path(options.site) if options.site else root / "site"
    if not folder.is_dir():
        raise UserError(f"没有文件夹 {folder}。请先运行 python scripts/build.py 生成网站，或者写明网站在哪个文件夹。")
    targets = parse_targets(options.report)
    start = time.monotonic()
    home = folder.resolve().parent
    file = home / "lanmu.toml"
    settings = config.load(file) if file.is_file() else config.load(root / "lanmu.toml")
    project = read_project(home, settings)
    site = read_site(
        project,
        folder,
        site_url=options.site_url or "",
        offline=options.offline,
        allow_private=options.external and options.allow_private,
    )
    if not site.pages:
        raise UserError(
            f"文件夹 {folder} 里没有网页（.html），什么也没有检查。多半是生成失败了，或者文件夹写错了："
            "请先运行 python scripts/build.py 生成网站，看它有没有报错；网站在别处的，写明在哪个文件夹。"
        )
    if options.external:
        # Imported here: what asks other hosts takes as long to load as all rules together, and few checks need it.
        from lanmu.checks.external.checking import check as ask

        patience = external_settings(settings, allow_private=options.allow_private)
        site = replace(site, answers=ask(site.external, patience, root / ".cache" / "links.json"))
    outcome = run(project, (site,))
    outcome = replace(outcome, checked=len(site.pages))
    write(report_of("check_links", "个网页", project, outcome, start), targets, os.environ)
    return exit_code(outcome.findings, strict=options.strict)


def external_settings(settings: config.Settings, *, allow_private: bool) -> ExternalSettings:
    """How other hosts are asked: `[links.external]` of lanmu.toml."""
    validated, problems = validate(ExternalSettings, YamlText("lanmu.toml [links.external]", settings.links.external))
    if validated is None:
        raise ContentError(problems)
    return validated.model_copy(update={"allow_private": True}) if allow_private else validated


def report_of(tool: str, word: str, project: Project, outcome: Outcome, start: float) -> Report:
    rules = tuple(
        RuleInfo(
            each.rule.code, each.rule.name, each.level, joined(each.rule.sections["查什么"].split()), each.rule.document
        )
        for each in outcome.rules
    )
    articles = project.site.articles if project.site else ()
    titles = {f"docs/{item.path}": ArticleInfo(item.title, item.meta.unit or item.source) for item in articles}
    return Report(tool, outcome.findings, rules, outcome.checked, word, time.monotonic() - start, titles)
