"""Reports hold whatever manuscripts and file names bring, lone surrogates and control characters included."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.finding import Edit, Finding, Level
from lanmu.checks.reports.report import ArticleInfo, Report, RuleInfo, sentence
from lanmu.checks.reports.writing import FORMATS
from selectolax.lexbor import LexborHTMLParser

MARKUP = st.sampled_from(
    ["<b>", "</style>", "&lt;", "]]>", "-->", '"', "'", "%0A", "%", "::", ",", "\r\n", "{{", "\ud800"]
)
ANY = st.one_of(st.text(st.characters(exclude_categories=()), max_size=12), st.lists(MARKUP, max_size=5).map("".join))
PATHS = ANY.filter(bool)
CODES = st.sampled_from(["LNK001", "TXT001", "ODD001"])
FINDINGS = st.builds(
    Finding,
    path=PATHS,
    line=st.integers(0, 9),
    column=st.integers(0, 9),
    message=ANY.filter(bool),
    remedy=ANY,
    code=CODES,
    level=st.sampled_from([Level.ERROR, Level.WARNING]),
    page=ANY,
    edit=st.none() | st.builds(Edit, st.just(1), st.integers(1, 5), ANY),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A run with up to four findings; some paths belong to articles."""
    findings = sorted(draw(st.lists(FINDINGS, max_size=4)), key=lambda finding: finding.order)
    rules = [RuleInfo(code, draw(ANY), Level.ERROR, draw(ANY), draw(ANY)) for code in ("TXT001", "LNK001")]
    titles = {f.path: ArticleInfo(draw(ANY), draw(ANY), draw(ANY)) for f in findings if draw(st.booleans())}
    return Report("check_structure", tuple(findings), tuple(rules), 3, titles=titles)


def utf8(text: str) -> str:
    """The text as any file in UTF-8 can hold it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(reports())
@settings(max_examples=60, deadline=None)
def test_every_report_can_be_written_as_utf8(report: Report) -> None:
    for render in FORMATS.values():
        rendered = render(report)
        rendered.encode("utf-8")
        assert rendered == "" or rendered.endswith("\n")


@given(reports())
@settings(max_examples=80, deadline=None)
def test_junit_is_well_formed_and_its_counts_add_up(report: Report) -> None:
    root = ET.fromstring(FORMATS["junit"](report).encode())
    lines = "\n".join(element.text or "" for element in root.iter() if element.tag in ("failure", "system-out"))
    assert len(lines.split("\n")) == max(1, len(report.findings))
    failing = {(f.code, f.path) for f in report.findings if f.level is Level.ERROR}
    assert root.get("failures") == str(len(failing)) == str(len(root.findall(".//failure")))


@given(reports())
@settings(max_examples=80, deadline=None)
def test_json_gives_every_text_back(report: Report) -> None:
    findings = json.loads(FORMATS["json"](report))["findings"]
    # A high half followed by a low one is written as two escapes and read as one character.
    given_texts = [(paired(f.path), paired(f.message), paired(f.remedy), paired(f.page)) for f in report.findings]
    assert [(f["path"], f["message"], f["remedy"], f["page"]) for f in findings] == given_texts


def paired(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@given(reports())
@settings(max_examples=80, deadline=None)
def test_sarif_addresses_decode_to_the_paths(report: Report) -> None:
    results = json.loads(FORMATS["sarif"](report))["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert [unquote(uri, errors="surrogatepass") for uri in uris] == [f.path for f in report.findings]
    assert all(re.fullmatch(r"([A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", uri) for uri in uris)


@given(reports())
@settings(max_examples=80, deadline=None)
def test_github_has_one_line_for_each_finding_and_gives_the_message_back(report: Report) -> None:
    lines = re.split(r"\r\n|\r|\n", FORMATS["github"](report))
    assert lines.pop() == ""
    assert len(lines) == len(report.findings)
    for line, finding in zip(lines, report.findings, strict=True):
        _, command, message = line.split("::", 2)
        assert unescape(message) == utf8(sentence(finding))
        properties = dict(part.split("=", 1) for part in command.split(" ", 1)[1].split(","))
        assert unescape(properties["file"]) == utf8(finding.path)
        assert properties.get("line", "0") == str(finding.line)


def unescape(text: str) -> str:
    """As the runner of GitHub Actions does it."""
    for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


@given(reports())
@settings(max_examples=80, deadline=None)
def test_text_has_one_line_for_each_finding(report: Report) -> None:
    lines = FORMATS["text"](report).splitlines()
    hints = (1 if report.findings else 0) + (1 if report.fixable else 0)
    assert len(lines) == len(report.findings) + 1 + hints


@given(reports())
@example(Report("check_links", (Finding("\0", 0, 0, "\x1b\x85\uffff", "</p>", "LNK001"),), (), 1))
@settings(max_examples=80, deadline=None)
def test_html_shows_every_message_as_text(report: Report) -> None:
    tree = LexborHTMLParser(FORMATS["html"](report))
    shown = [node.text() for node in tree.css(".finding__message")]
    assert sorted(shown) == sorted(as_html(finding.message) for finding in report.findings)
    assert tree.css("b b, p b b, script") == []
    assert len(tree.css("style")) == 1


def as_html(text: str) -> str:
    """What a browser shows of a text: its line ends, and a mark for what cannot be shown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
