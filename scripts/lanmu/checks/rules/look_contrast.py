"""Colours of the look on which text can hardly be read: a rule for what cannot be read, one for what is not up to standard."""

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, Rule, rule
from lanmu.content.palette import Field, Shortfall, nearest, palette, sources
from lanmu.content.settings import FILE, field_problem
from lanmu.diagnostics.errors import ProblemKind

UNREADABLE = 3.0
"""Below this not even large text is read (WCAG 2.2, SC 1.4.3)."""
NAMES: dict[Field, str] = {"main": "主色", "paper": "纸色"}
DOCUMENTS = {
    "LOOK001": """主色或纸色上的字看不清

查什么
    lanmu.toml 的 [site.look] 选的主色 main 或纸色 paper，上面的字和它的对比不到 3:1，网站和印刷品都会有看不清的字。
    字的颜色由程序按对比算，主色和纸色照单位写的，不替单位改。
为什么
    对比不到 3:1，大字也看不清。
不合格
    主色太浅：
        -- lanmu.toml --
        [site]
        name = "学习专题"
        publisher = "办公室"

        [site.look]
        main = "#e67e22"
合格
    深一些的橙色：
        -- lanmu.toml --
        [site]
        name = "学习专题"
        publisher = "办公室"

        [site.look]
        main = "#a35200"
怎么改
    照提示换成最近的够得上的颜色，或者改用一套现成的颜色 colours。
""",
    "LOOK002": """主色或纸色上的字不够清楚

查什么
    lanmu.toml 的 [site.look] 选的主色 main 或纸色 paper，上面的字和它的对比不到 4.5:1（长辈版 7:1）。
为什么
    正文和背景的对比至少 4.5:1（WCAG 2.2 的 1.4.3），视力弱的人才读得下去；长辈版答应的是 7:1。
不合格
    主色浅了一点：
        -- lanmu.toml --
        [site]
        name = "学习专题"
        publisher = "办公室"

        [site.look]
        main = "#1d87b8"
合格
    够深：
        -- lanmu.toml --
        [site]
        name = "学习专题"
        publisher = "办公室"

        [site.look]
        main = "#10668f"
怎么改
    照提示换成最近的够得上的颜色，或者改用一套现成的颜色 colours。
""",
}


def finding(project: Project, field: Field, worst: Shortfall) -> Finding:
    look = project.settings.site.look
    colour = sources(look)[0 if field == "main" else 2]
    message = (
        f"{NAMES[field]} {colour} 会让字看不清：字 {worst.ink}、底 {worst.ground} 的对比只有 {worst.ratio:.1f}:1，"
        f"要 {worst.least:g}:1。"
    )
    remedy = f'最近的够得上的颜色是 {field} = "{nearest(look, field)}"；或者改用一套现成的颜色：colours = "green"、"blue"、"grey"。'
    problem = field_problem(project.root, ("site", "look", field), message, remedy, ProblemKind.VALUE)
    return Finding(FILE, problem.line, 0, problem.message, problem.remedy)


def contrast_rule(code: str, level: Level, document: str, *, unreadable: bool) -> Rule:
    def check(project: Project) -> Findings:
        found = palette(project.settings.site.look).shortfalls
        for field in NAMES:
            worst = min((short for short in found if short.field == field), key=lambda short: short.ratio, default=None)
            if worst and (worst.ratio < UNREADABLE) == unreadable:
                yield finding(project, field, worst)

    return rule(level, code, document)(check)


RULES = (
    contrast_rule("LOOK001", Level.ERROR, DOCUMENTS["LOOK001"], unreadable=True),
    contrast_rule("LOOK002", Level.WARNING, DOCUMENTS["LOOK002"], unreadable=False),
)
