"""The reports of the checks: each format says the whole truth in the form that its readers expect."""

from __future__ import annotations

import json
import os
import re
import tomllib
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT
from lanmu.checks.reports import text
from lanmu.checks.reports.documentation import Block, blocks
from lanmu.checks.reports.formats import FORMATS
from lanmu.checks.reports.report import ArticleInfo, Report, RuleInfo
from lanmu.checks.reports.writing import Target, exit_code, parse_targets, wants_color, write
from lanmu.checks.rule import Edit, Finding, Level
from lanmu.errors import Exit, UserError
from selectolax.lexbor import LexborHTMLParser

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


def test_text_has_a_line_for_each_finding_then_the_summary_and_the_hints() -> None:
    assert FORMATS["text"](FULL).split("\n") == [
        "docs/a.md:12:5 错误 LNK001 站内链接失效：「b.md」不存在。改法：是不是想写 c.md？",
        "docs/a.md:14:8 提醒 TXT001 半角标点：用了半角逗号「,」。改法：改成全角「，」。",
        "docs/a.md:20 错误 LNK001 站内链接失效：「d.md」不存在。改法：删去链接。",
        "docs/图 片/b c.md 错误 LNK001 站内链接失效：没有标题。见网页 site/b/index.html。改法：补上。",
        "✗ 错误 3 处，提醒 1 处；查了 119 个文件、3 条规则，用时 0.8 秒。",
        "看某条规则的说明：python scripts/check_structure.py --explain LNK001",
        "能自动改的 1 处：python scripts/check_structure.py --fix（先加 --dry-run 看改动）",
        "",
    ]


def test_text_of_a_clean_run_and_of_warnings_alone() -> None:
    assert FORMATS["text"](CLEAN) == "✓ 没有发现问题；查了 119 个文件、3 条规则，用时 0.8 秒。\n"
    lines = FORMATS["text"](report_of(COMMA, tool="check_links")).split("\n")
    assert lines[1] == "△ 没有错误，提醒 1 处；查了 119 个文件、3 条规则，用时 0.8 秒。"
    assert lines[2].endswith("python scripts/check_links.py --explain TXT001")


def test_text_cannot_be_made_to_act_on_the_terminal() -> None:
    evil = Finding("docs/a\n✓ 没有发现问题\x1b[2J.md", 1, 1, "甲\u202e乙\r丙", "改。", "LNK001", E)
    shown = FORMATS["text"](report_of(evil)).split("\n")
    assert shown[0].startswith("docs/a␊✓ 没有发现问题␛[2J.md:1:1 错误")
    assert "甲\ufffd乙␍丙" in shown[0]


def test_colours_only_add_to_the_text() -> None:
    colored = text.render(FULL, color=True)
    assert "\x1b[31m错误\x1b[0m" in colored
    assert "\x1b[33m提醒\x1b[0m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == FORMATS["text"](FULL)


def test_a_finding_of_an_unknown_rule_is_not_lost() -> None:
    stray = report_of(Finding("docs/a.md", 1, 1, "怪事。", "改。", "ODD001", E))
    for name, render in FORMATS.items():
        assert "ODD001" in render(stray), name
        assert "怪事。" in render(stray), name


def test_github_commands() -> None:
    lines = FORMATS["github"](FULL).split("\n")
    assert lines[0] == (
        "::error file=docs/a.md,line=12,col=5,title=LNK001 站内链接失效::「b.md」不存在。改法：是不是想写 c.md？"
    )
    assert lines[1].startswith("::warning file=docs/a.md,line=14,col=8,title=TXT001")
    assert lines[2].startswith("::error file=docs/a.md,line=20,title=")
    assert lines[3].startswith("::error file=docs/图 片/b c.md,title=")
    assert lines[4:] == [""]
    assert FORMATS["github"](CLEAN) == ""


def test_github_escapes_what_the_runner_reads() -> None:
    command = FORMATS["github"](report_of(Finding("a:b,c%.md", 1, 1, "100%\r\n::error::，", "改。", "LNK001", E)))
    assert command.startswith("::error file=a%3Ab%2Cc%25.md,line=1,col=1,")
    assert command.endswith("::100%25%0D%0A::error::，。改法：改。\n")


# What Jenkins' junit-10.xsd allows and demands.
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"skipped"}, {"testcase"}),
    "testcase": ({"name"}, {"classname"}, {"failure", "system-out"}),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def check_junit(root: ET.Element) -> None:
    """The structure, and that the counts add up."""
    for element in root.iter():
        needed, allowed, children = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed
        assert {child.tag for child in element} <= children
    cases = root.findall("testsuite/testcase")
    for counted in (root, root[0]):
        assert counted.get("tests") == str(len(cases))
        assert counted.get("failures") == str(len(root.findall(".//failure")))
        assert counted.get("errors") == "0"
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)


def test_junit_fails_for_errors_only_and_shows_what_is_in_order() -> None:
    root = ET.fromstring(FORMATS["junit"](FULL).encode())
    check_junit(root)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == [
        "LNK001 站内链接失效 docs/a.md",
        "LNK001 站内链接失效 docs/图 片/b c.md",
        "REV001 三审不全",
        "TXT001 半角标点 docs/a.md",
    ]
    failure = cases["LNK001 站内链接失效 docs/a.md"][0]
    assert failure.get("message") == "共2处，第一处：「b.md」不存在。改法：是不是想写 c.md？"
    assert (failure.text or "").split("\n") == [
        "docs/a.md:12:5 错误 「b.md」不存在。改法：是不是想写 c.md？",
        "docs/a.md:20 错误 「d.md」不存在。改法：删去链接。",
    ]
    assert [child.tag for child in cases["TXT001 半角标点 docs/a.md"]] == ["system-out"]
    assert len(cases["REV001 三审不全"]) == 0


def test_junit_of_a_clean_run_has_a_passing_case_for_every_rule() -> None:
    root = ET.fromstring(FORMATS["junit"](CLEAN).encode())
    check_junit(root)
    assert [case.get("classname") for case in root.iter("testcase")] == [
        f"check_structure.{code}" for code in ("LNK001", "REV001", "TXT001")
    ]


def closed(properties: dict[str, Any], *needed: str) -> dict[str, Any]:
    """A schema of an object with these properties and no others."""
    names = list(needed or properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


# The part of SARIF 2.1.0 that is used here, from the text of the standard.
TEXT = closed({"text": {"type": "string", "minLength": 1}})
ARTIFACT = closed({"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": {"const": "%SRCROOT%"}})
COUNT = {"type": "integer", "minimum": 1}
OFFSET = {"type": "integer", "minimum": 0}
REPLACEMENT = closed(
    {"deletedRegion": closed({"charOffset": OFFSET, "charLength": OFFSET}), "insertedContent": {"type": "object"}}
)
FIX = closed(
    {
        "description": TEXT,
        "artifactChanges": {
            "type": "array",
            "minItems": 1,
            "items": closed(
                {"artifactLocation": ARTIFACT, "replacements": {"type": "array", "minItems": 1, "items": REPLACEMENT}}
            ),
        },
    }
)
PLACE = closed(
    {"artifactLocation": ARTIFACT, "region": closed({"startLine": COUNT, "startColumn": COUNT}, "startLine")},
    "artifactLocation",
)
RESULT = closed(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": OFFSET,
        "level": {"enum": ["error", "warning"]},
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": closed({"physicalLocation": PLACE})},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "fixes": {"type": "array", "items": FIX},
    },
    *("ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"),
)
DESCRIPTOR = closed(
    {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": closed({"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}}),
        "defaultConfiguration": closed({"level": {"enum": ["none", "note", "warning", "error"]}}),
        "properties": closed({"tags": {"type": "array", "uniqueItems": True}}),
    }
)
DRIVER = closed(
    {"name": {"const": "lanmu"}, "version": {"type": "string"}, "rules": {"type": "array", "items": DESCRIPTOR}}
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "automationDetails": closed({"id": {"type": "string", "pattern": "/$"}}),
        "language": {"const": "zh-CN"},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": closed({"%SRCROOT%": closed({"description": TEXT})}),
        "results": {"type": "array", "items": RESULT},
    }
)
SARIF = closed(
    {
        "$schema": {"type": "string", "pattern": "^https://.*sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    }
)


def sarif_run(report: Report) -> dict[str, Any]:
    """The run, after the log was held against the schema."""
    log = json.loads(FORMATS["sarif"](report))
    jsonschema.validate(log, SARIF)
    run: dict[str, Any] = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def test_sarif_rules_and_results() -> None:
    run = sarif_run(FULL)
    driver = run["tool"]["driver"]
    assert (
        driver["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    )
    assert [rule["id"] for rule in driver["rules"]] == ["LNK001", "REV001", "TXT001"]
    assert driver["rules"][0]["help"]["markdown"] == DOCUMENT
    assert driver["rules"][2]["defaultConfiguration"] == {"level": "warning"}
    assert run["columnKind"] == "unicodeCodePoints"
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place.get("region") for place in places] == [
        {"startLine": 12, "startColumn": 5},
        {"startLine": 14, "startColumn": 8},
        {"startLine": 20},
        None,
    ]
    assert places[3]["artifactLocation"]["uri"] == "docs/%E5%9B%BE%20%E7%89%87/b%20c.md"
    assert run["results"][1]["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": {"charOffset": 300, "charLength": 1}, "insertedContent": {"text": "，"}}
    ]
    assert "fixes" not in run["results"][0]
    assert sarif_run(CLEAN)["results"] == []


def test_sarif_knows_a_finding_again_on_another_line() -> None:
    def marks(*findings: Finding) -> list[str]:
        return [next(iter(r["partialFingerprints"].values())) for r in sarif_run(report_of(*findings))["results"]]

    moved = Finding("docs/a.md", 40, 1, BROKEN.message, BROKEN.remedy, "LNK001", E)
    assert marks(BROKEN) == marks(moved)
    assert len(set(marks(BROKEN, BROKEN_AGAIN, moved))) == 3
    assert marks(BROKEN) != marks(Finding("docs/b.md", 12, 5, BROKEN.message, BROKEN.remedy, "LNK001", E))


def test_json_has_everything() -> None:
    data = json.loads(FORMATS["json"](FULL))
    assert (data["version"], data["tool"]) == (1, "check_structure")
    assert data["summary"] == {"errors": 3, "warnings": 1, "checked": 119}
    assert data["findings"][1] == {
        "path": "docs/a.md",
        "line": 14,
        "column": 8,
        "code": "TXT001",
        "name": "半角标点",
        "level": "warning",
        "message": "用了半角逗号「,」。",
        "remedy": "改成全角「，」。",
        "page": "",
        "fixable": True,
    }
    assert "半角标点" in FORMATS["json"](FULL)


class Balance(HTMLParser):
    """Fails on a tag that is not closed where it must be, and on an id that occurs twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("report", [FULL, CLEAN], ids=["findings", "clean"])
def test_html_is_well_formed_and_stands_alone(report: Report) -> None:
    page = FORMATS["html"](report)
    checker = Balance()
    checker.feed(page)
    assert checker.open == []
    assert len(set(checker.ids)) == len(checker.ids)
    inside = [link[1:] for link in checker.links if link.startswith("#")]
    assert set(inside) <= set(checker.ids)
    assert [link for link in checker.links if not link.startswith("#")] == ["https://www.example.org/a/"][: len(inside)]
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import|style=|\son\w+=", page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')


def test_html_groups_by_unit_and_article_with_the_unnamed_last() -> None:
    tree = LexborHTMLParser(FORMATS["html"](FULL))
    rows = [[cell.text(strip=True) for cell in row.css("th, td")] for row in tree.css(".summary tr")]
    assert rows[1:] == [
        ["示例单位A", "0", "0", "0"],
        ["示例单位B", "1", "2", "1"],
        ["未注明供稿单位", "1", "1", "0"],
        ["合计", "2", "3", "1"],
    ]
    assert [node.text() for node in tree.css(".unit h2")] == ["示例单位B", "未注明供稿单位"]
    assert [node.text() for node in tree.css(".unit h3")] == ["示例文章甲", "docs/图 片/b c.md"]
    assert len(tree.css(".unit .sign")) == 2
    assert [node.text() for node in tree.css(".finding__message")] == [f.message for f in FULL.findings]
    assert len(tree.css(".fixable")) == 1
    assert [node.attributes["id"] for node in tree.css(".rule")] == ["rule-LNK001", "rule-TXT001"]
    assert [node.tag for node in tree.css("#rule-LNK001 > *")][:3] == ["h3", "h4", "p"]


def test_html_escapes_what_manuscripts_bring() -> None:
    evil = Finding("docs/<i>.md", 1, 1, "<script>alert(1)</script>&amp;", '"><b>', "LNK001", E)
    page = FORMATS["html"](
        Report("check_links", (evil,), RULES, 1, titles={"docs/<i>.md": ArticleInfo("<u>", "<s>", "javascript:x")})
    )
    tree = LexborHTMLParser(page)
    assert tree.css("script, i, u, s, a[href^=javascript]") == []
    assert [node.text() for node in tree.css(".finding__message")] == [evil.message]


def test_html_of_a_clean_run_says_so_and_can_be_signed() -> None:
    tree = LexborHTMLParser(FORMATS["html"](report_of(tool="check_links")))
    assert [node.text() for node in tree.css("h1, .clear")] == ["链接检查报告", "没有发现问题"]
    assert [node.text() for node in tree.css(".sign__who")] == ["检查人"]
    assert tree.css("table, .rules") == []


def test_documentation_is_cut_into_blocks() -> None:
    assert list(blocks(DOCUMENT, "站内链接失效")) == [
        Block("heading", "查什么"),
        Block("text", "稿件里的链接，逐个核对。"),
        Block("item", "第一条"),
        Block("item", "第二条"),
        Block("heading", "不合格"),
        Block("text", "没有这个文件："),
        Block("example", "[说明](b.md)\n  缩进照旧"),
        Block("heading", "怎么改"),
        Block("text", "改 link target。"),
    ]


def test_documentation_without_headings_is_shown_too() -> None:
    assert list(blocks("汉字旁边用\n全角标点。", "半角标点")) == [Block("text", "汉字旁边用全角标点。")]
    assert list(blocks("怎么改\n\n        a: 1\n\n\n", ""))[1:] == [Block("example", "a: 1")]
    assert list(blocks("", "")) == []


def test_reports_do_not_change_from_run_to_run() -> None:
    """The order of the rules given and the time taken leave no trace outside the text."""
    again = Report(FULL.tool, FULL.findings, RULES[::-1], 119, "个文件", 7.0, dict(reversed(TITLES.items())))
    for name in FORMATS.keys() - {"text"}:
        assert FORMATS[name](again) == FORMATS[name](FULL), name


def test_specs_name_format_and_file() -> None:
    assert parse_targets([]) == (Target("text"),)
    assert parse_targets(["json=-"]) == (Target("json"),)
    assert parse_targets(["github", "html=out/检查报告.html", "sarif=a=b.sarif"]) == (
        Target("github"),
        Target("html", Path("out/检查报告.html")),
        Target("sarif", Path("a=b.sarif")),
    )
    assert parse_targets(["html=a.html"]) == (Target("text"), Target("html", Path("a.html")))


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        (["sarfi=a"], "没有叫「sarfi」的报告格式。是不是 sarif？可用的格式：text、github、junit、sarif、json、html。"),
        ([""], "没有叫「」的报告格式。可用的格式"),
        (["html="], "「html=」的等号后面要写文件名，例如 html=out/report.html"),
        (["json", "sarif"], "屏幕上只能显示一种报告，现在要了 2 种：json、sarif。其余的请写进文件，例如 sarif=out"),
        (["json=a.txt", "sarif=b/../a.txt"], "有两种报告要写进同一个文件"),
    ],
)
def test_wrong_specs_are_explained(specs: list[str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_targets(specs)
    assert said in str(caught.value)


def test_files_are_written_whole_into_new_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = parse_targets([f"{name}={tmp_path}/新/{name}.out" for name in FORMATS])
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "html.out").write_text("旧的", encoding="utf-8")
    write(FULL, targets, {})
    for name, render in FORMATS.items():
        assert (tmp_path / "新" / f"{name}.out").read_bytes() == render(FULL).encode()
    assert len(list((tmp_path / "新").iterdir())) == len(FORMATS)
    assert capsys.readouterr().out == FORMATS["text"](FULL)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write(CLEAN, [Target("json", tmp_path / "a" / "b" / "c.json")], {})
    assert (tmp_path / "a" / "b" / "c.json").exists()


def test_a_file_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="写不了"):
        write(FULL, [Target("json", tmp_path / "file" / "a.json")], {})
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="是一个文件夹"):
        write(FULL, [Target("json", tmp_path / "folder")], {})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_on_github_the_commands_follow_the_text_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    on_github = {"GITHUB_ACTIONS": "true"}
    write(FULL, parse_targets([]), on_github)
    assert capsys.readouterr().out == FORMATS["text"](FULL) + FORMATS["github"](FULL)
    write(CLEAN, parse_targets([]), on_github)
    assert capsys.readouterr().out == FORMATS["text"](CLEAN)
    write(FULL, parse_targets(["json"]), on_github)
    assert capsys.readouterr().out == FORMATS["json"](FULL)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="这个系统没有伪终端")
def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    master, slave = os.openpty()
    with open(slave, "w", encoding="utf-8") as terminal, (tmp_path / "f").open("w", encoding="utf-8") as file:  # noqa: PTH123
        assert wants_color(terminal, {})
        assert wants_color(terminal, {"NO_COLOR": ""})
        assert not wants_color(terminal, {"NO_COLOR": "1"})
        assert not wants_color(file, {})
    os.close(master)


def test_exit_code_depends_on_errors_and_on_strictness() -> None:
    assert exit_code([], strict=True) is Exit.OK
    assert exit_code([COMMA], strict=False) is Exit.OK
    assert exit_code([COMMA], strict=True) is Exit.FINDINGS
    assert exit_code([COMMA, BROKEN], strict=False) is Exit.FINDINGS
