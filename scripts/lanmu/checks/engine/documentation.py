"""The rules' documentation: on the terminal, and as tables for the editors' handbook."""

from __future__ import annotations

from pathlib import Path

from lanmu.checks.engine.finding import Level
from lanmu.checks.engine.registry import all_rules, known_code
from lanmu.checks.engine.rule import BuiltSite, Rule
from lanmu.checks.reports.report import joined
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
    "LOOK": "配色",
    "OUT": "生成的网站",
    "EXT": "外部链接",
    "SUP": "豁免",
}
HANDBOOK = "HANDBOOK.md"
BEGIN, END = "<!-- 规则表：由 scripts/write_reference.py 生成 -->", "<!-- 规则表完 -->"


def explain(code: str) -> str:
    """A rule's whole documentation. Raises UserError when there is no such rule."""
    rule = known_code(code)
    return f"{rule.code} {rule.document}\n\n级别：{rule.level.label}；由 {command(rule)} 检查。"


def command(rule: Rule) -> str:
    return "check_links.py" if BuiltSite in rule.subjects else "check_structure.py"


def listing() -> str:
    """All rules, a line each, under their families."""
    lines: list[str] = []
    for name, rules in by_family().items():
        lines += ["", f"{name}  {FAMILIES[name]}"]
        lines += [f"  {rule.code}  {rule.level.label}  {rule.name}" for rule in rules]
    return "\n".join(lines[1:])


def by_family() -> dict[str, list[Rule]]:
    families: dict[str, list[Rule]] = {name: [] for name in FAMILIES}
    for code, rule in all_rules().items():
        families[code.rstrip("0123456789")].append(rule)
    return {name: rules for name, rules in families.items() if rules}


def rule_tables() -> str:
    """Every rule with its level, what it looks for and how to fix it, for the editors' handbook."""
    parts: list[str] = []
    for name, rules in by_family().items():
        parts += [f"### {name} {FAMILIES[name]}", "", "| 编号 | 级别 | 查什么 | 怎么改 |", "| --- | --- | --- | --- |"]
        for rule in rules:
            level = "错误" if rule.level is Level.ERROR else "提醒"
            description = f"**{rule.name}**。{cell(rule.sections['查什么'])}"
            parts.append(f"| `{rule.code}` | {level} | {description} | {cell(rule.sections['怎么改'])} |")
        parts.append("")
    return "\n".join(parts).rstrip()


def cell(section: str) -> str:
    """The first paragraph of a section, in one line of a table."""
    lines = section.split("\n\n")[0].split("\n")
    return joined(line.strip() for line in lines).replace("|", "\\|").replace("<", "&lt;")


def handbook(root: Path) -> str:
    """The editors' handbook with its tables of rules made anew."""
    head, _, rest = read_text(root / HANDBOOK, HANDBOOK).partition(BEGIN)
    return f"{head}{BEGIN}\n\n{rule_tables()}\n\n{END}{rest.partition(END)[2]}"
