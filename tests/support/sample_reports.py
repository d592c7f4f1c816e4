"""Findings, rules and two runs, one with findings and one without, for the tests of the reports."""

from __future__ import annotations

from lanmu.checks.engine.finding import Edit, Finding, Level
from lanmu.checks.reports.report import ArticleInfo, Report, RuleInfo

E, W = Level.ERROR, Level.WARNING
DOCUMENT = """站内链接失效

查什么
    稿件里的链接，
    逐个核对。

    - 第一条
    - 第二条

不合格
    没有这个文件：

        [说明](b.md)
          缩进照旧

怎么改
    改 link
    target。
"""
RULES = (
    RuleInfo("TXT001", "半角标点", W, "汉字旁边用全角标点。", "汉字旁边用全角标点。"),
    RuleInfo("LNK001", "站内链接失效", E, "站内链接要能打开。", DOCUMENT),
    RuleInfo("REV001", "三审不全", E, "三审要全。", "三审要全。"),
)
BROKEN = Finding("docs/a.md", 12, 5, "「b.md」不存在。", "是不是想写 c.md？", "LNK001", E)
BROKEN_AGAIN = Finding("docs/a.md", 20, 0, "「d.md」不存在。", "删去链接。", "LNK001", E)
COMMA = Finding("docs/a.md", 14, 8, "用了半角逗号「,」。", "改成全角「，」。", "TXT001", W, edit=Edit(300, 301, "，"))
WHOLE = Finding("docs/图 片/b c.md", 0, 0, "没有标题。", "补上。", "LNK001", E, page="site/b/index.html")
TITLES = {
    "docs/a.md": ArticleInfo("示例文章甲", "示例单位B", "https://www.example.org/a/"),
    "docs/c.md": ArticleInfo("示例文章丙", "示例单位A"),
}


def report_of(*findings: Finding, tool: str = "check_structure") -> Report:
    return Report(tool, findings, RULES, 119, "个文件", 0.84, TITLES)


FULL = report_of(BROKEN, COMMA, BROKEN_AGAIN, WHOLE)
CLEAN = report_of()
