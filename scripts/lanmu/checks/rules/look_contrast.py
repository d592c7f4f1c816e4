"""Colours of the look on which text can hardly be read: a rule for what cannot be read, one for what is not up to standard."""

from collections.abc import Iterator

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, Rule, rule
from lanmu.content.palette import Field, Shortfall, nearest, palette, sources
from lanmu.content.settings import FILE, Look, field_problem
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


def worst(look: Look, field: Field) -> Shortfall | None:
    """The worst contrast of text on this colour; None when all of it is sufficient."""
    shortfalls = (short for short in palette(look).shortfalls if short.field == field)
    return min(shortfalls, key=lambda short: short.ratio, default=None)


def words_on(look: Look, short: Shortfall) -> tuple[str, str]:
    """What is wrong with a colour of the look, and the way out."""
    field = short.field
    colour = sources(look)[0 if field == "main" else 2]
    message = (
        f"{NAMES[field]} {colour} 会让字看不清：字 {short.ink}、底 {short.ground} 的对比只有 {short.ratio:.1f}:1，"
        f"要 {short.least:g}:1。"
    )
    remedy = f'最近的够得上的颜色是 {field} = "{nearest(look, field)}"；或者改用一套现成的颜色：colours = "green"、"blue"、"grey"。'
    return message, remedy


def sentences(look: Look) -> Iterator[tuple[str, str]]:
    """What both rules say about a look: whether it is an error or a warning, and the words."""
    for field in NAMES:
        if short := worst(look, field):
            yield "error" if short.ratio < UNREADABLE else "warning", "".join(words_on(look, short))


def finding(project: Project, short: Shortfall) -> Finding:
    message, remedy = words_on(project.settings.site.look, short)
    problem = field_problem(project.root, ("site", "look", short.field), message, remedy, ProblemKind.VALUE)
    return Finding(FILE, problem.line, 0, problem.message, problem.remedy)


def contrast_rule(code: str, level: Level, document: str, *, unreadable: bool) -> Rule:
    def check(project: Project) -> Findings:
        for field in NAMES:
            short = worst(project.settings.site.look, field)
            if short and (short.ratio < UNREADABLE) == unreadable:
                yield finding(project, short)

    return rule(level, code, document)(check)


RULES = (
    contrast_rule("LOOK001", Level.ERROR, DOCUMENTS["LOOK001"], unreadable=True),
    contrast_rule("LOOK002", Level.WARNING, DOCUMENTS["LOOK002"], unreadable=False),
)
