"""What the rules say of themselves: on the terminal, and as tables for the editors' handbook."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from lanmu.checks.registry import Registered, all_rules
from lanmu.checks.reports.documentation import join
from lanmu.checks.rule import Level, Scope
from lanmu.checks.settings import known_code
from lanmu.content.loading import read_text

FAMILIES = {
    "FM": "稿件信息",
    "COL": "栏目",
    "REV": "三审",
    "PRI": "隐私",
    "IMG": "图片和附件",
    "LNK": "稿件里的链接",
    "TXT": "文字",
    "LOC": "译文",
    "SEC": "网页安全",
    "OUT": "生成的网站",
    "EXT": "外部链接",
    "SUP": "豁免",
}
HANDBOOK = "HANDBOOK.md"
OUTPUT_COMMAND = "check_links.py"
SOURCE_COMMAND = "check_structure.py"
BEGIN, END = "<!-- 规则表：由 scripts/write_reference.py 生成 -->", "<!-- 规则表完 -->"


def family(code: str) -> str:
    """The letters in front of a code's number."""
    return code.rstrip("0123456789")


def explain(code: str) -> str:
    """A rule's whole documentation. Raises UserError when there is no such rule."""
    registered = known_code(code)
    rule = registered.rule
    return f"{rule.code} {registered.document}\n\n级别：{rule.level.label}；由 {command(registered)} 检查。"


def command(registered: Registered) -> str:
    """The script that runs a rule."""
    return OUTPUT_COMMAND if Scope.OUTPUT in registered.rule.scopes else SOURCE_COMMAND


def listing() -> str:
    """All rules, a line each, under their families."""
    lines: list[str] = []
    for name, rules in by_family().items():
        lines += ["", f"{name}  {FAMILIES[name]}"]
        lines += [f"  {r.rule.code}  {r.rule.level.label}  {r.rule.name}" for r in rules]
    return "\n".join(lines[1:])


def by_family() -> dict[str, list[Registered]]:
    """The rules under their families, in the order of FAMILIES."""
    found: dict[str, list[Registered]] = {name: [] for name in FAMILIES}
    for code, registered in all_rules().items():
        found[family(code)].append(registered)
    return {name: rules for name, rules in found.items() if rules}


def rule_tables() -> str:
    """Every rule with its level, what it looks for and how to mend it, for the editors' handbook."""
    parts: list[str] = []
    for name, rules in by_family().items():
        parts += [f"### {name} {FAMILIES[name]}", ""]
        parts += ["| 编号 | 级别 | 查什么 | 怎么改 |", "| --- | --- | --- | --- |"]
        parts += [row(registered) for registered in rules]
        parts.append("")
    return "\n".join(parts).rstrip()


def row(registered: Registered) -> str:
    """One rule as a row."""
    rule = registered.rule
    level = "错误" if rule.level is Level.ERROR else "提醒"
    cells = (f"`{rule.code}`", level, f"**{rule.name}**。{cell(registered, '查什么')}", cell(registered, "怎么改"))
    return f"| {' | '.join(cells)} |"


def cell(registered: Registered, section: str) -> str:
    """The first paragraph of a section, in one line of a table."""
    lines = registered.section(section).split("\n\n")[0].split("\n")
    return joined(line.strip() for line in lines).replace("|", "\\|").replace("<", "&lt;")


def joined(lines: Iterable[str]) -> str:
    """Wrapped lines as one."""
    return functools.reduce(join, lines, "")


def handbook(root: Path) -> str:
    """The editors' handbook with its tables of rules made anew."""
    head, _, rest = read_text(root / HANDBOOK, HANDBOOK).partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{rule_tables()}\n\n{END}{tail}"
