"""Which findings keep an article, or the whole site, from being published.

Errors of five families of rules keep an article back, and so does a place that somebody still has to fill in. What the
article brings along (translations, pictures, attachments) counts with it; what belongs to no article counts for the
whole site. Levels and exemptions hold as in every check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.engine.project import Project, finding_of
from lanmu.checks.engine.registry import Ready, known_code, ready
from lanmu.checks.engine.rule import SOURCES
from lanmu.content.article import Article, Page
from lanmu.content.files import linked_files
from lanmu.content.items import is_page
from lanmu.content.publication import Refusal
from lanmu.content.settings import ChecksSettings
from lanmu.content.translation import SUFFIX, source_path, translation_path
from lanmu.diagnostics.errors import UserError

FAMILIES = ("FM", "PRI", "REV", "SEC", "LNK")
UNFILLED = frozenset(("FM026", "TXT017"))
"""What is still to be written; published it must not be, whatever the level."""
OF_REVIEWS = frozenset(("REV001", "REV002", "REV003", "REV006", "REV007", "REV008"))
"""What is wrong with reviews, and not with the text."""
UNUSABLE_TRANSLATION = "LOC004"
"""A head from which no page can be made."""
OF_COLUMNS = "COL"
"""Faults of a column as a whole: out of date, or empty. They stop neither a build nor a release, because a correction or a
withdrawal must not wait for another column. `publish.py` reports them."""
NOT_TO_BE_ALLOWED = "程序读不懂这一处，--allow 也放行不了。"


@dataclass(frozen=True)
class Verdict:
    """Which findings stop what. `articles`: refusals by article or translation (path below docs/); `site`: findings that
    stop the whole build; `unread`: articles whose front matter cannot be used; `allowed`: findings let pass by
    `--allow`, with the articles concerned (an empty path for the site itself)."""

    articles: Mapping[str, Sequence[Refusal]]
    site: Sequence[Finding]
    unread: frozenset[str]
    allowed: Sequence[tuple[Finding, frozenset[str]]]


def deciding_rules(settings: ChecksSettings) -> tuple[Ready, ...]:
    """The rules whose findings keep something from being published."""
    return tuple(each for each in ready(settings, SOURCES) if decides(each.rule.code, each.level))


def decides(code: str, level: Level) -> bool:
    """True when a finding of this rule at this level keeps what it is about from being published."""
    return code in UNFILLED or (level is Level.ERROR and (code.startswith(FAMILIES) or code == UNUSABLE_TRANSLATION))


def stops_release(code: str) -> bool:
    """True when an error by this rule keeps a release from going out. A release wants every text that goes out, and every page,
    without an error; a build wants of them only that nothing goes out that must not (`decides`)."""
    return not code.startswith(OF_COLUMNS)


def stops_build(code: str) -> bool:
    """True when an error by this rule keeps something out of a build."""
    return decides(code, Level.ERROR)


def allowances(
    arguments: Iterable[Sequence[str]], *, production: bool = True, stops: Callable[[str], bool] = stops_build
) -> dict[str, str]:
    """The reason for each code that is let pass, from what was written after each `--allow`: a code, then the reason.
    `stops` is true for codes that can be let pass.

    Raises UserError for a code that is not known or stops nothing, one that is given twice, one without a reason, and
    for any that is given where nothing is stopped.
    """
    reasons: dict[str, str] = {}
    for words in arguments:
        if not production:
            raise UserError("--allow 只和 --production 一起用：不是正式发布，检查不挡。")
        if not words:
            raise UserError("--allow 后面要写规则的编号和理由，例如 --allow PRI002 值班电话，单位同意公开。")
        code = known_code(words[0]).code
        reason = " ".join(words[1:]).strip()
        if not stops(code):
            raise UserError(f"{code} 不挡发布，不用放行；请去掉 --allow {words[0]}。")
        if not any(character.isalnum() for character in reason):
            raise UserError(f"放行 {code} 要写明理由，例如 --allow {code} 值班电话，单位同意公开。")
        if code in reasons:
            raise UserError(f"--allow {code} 写了两次，请只留一个。")
        reasons[code] = reason
    return reasons


def judged(project: Project, findings: Iterable[Finding], allowed: Mapping[str, str]) -> Verdict:
    """The verdict on the `findings` of the `deciding_rules` and on what could not be read; findings with a code in
    `allowed` stop nothing."""
    belongings = Belongings(project)
    unusable = [finding_of(problem) for problem in (*project.reading.problems, *project.reading.passed_over)]
    passed = [finding for finding in findings if finding.code in allowed]
    remaining = [finding for finding in findings if finding.code not in allowed]
    reported = {place(finding) for finding in remaining}
    insisted = {place(finding) for finding in unusable} & {place(finding) for finding in passed}
    remaining += [
        replace(finding, remedy=finding.remedy + NOT_TO_BE_ALLOWED) if place(finding) in insisted else finding
        for finding in unusable
        if place(finding) not in reported
    ]
    articles: dict[str, list[Finding]] = defaultdict(list)
    site: list[Finding] = []
    for finding in sorted(set(remaining), key=lambda finding: finding.order):
        owners = belongings.owners_of(finding)
        # A page such as a column's must be there: what is still to be filled in is reported, and stops nothing.
        if "" in owners and finding.code not in UNFILLED:
            site.append(finding)
        for owner in owners - {""}:
            articles[owner].append(finding)
    return Verdict(
        {path: [refusal(finding, path) for finding in blocking] for path, blocking in articles.items()},
        site,
        frozenset(owner for finding in unusable for owner in belongings.owners(finding.path) - {""}),
        [(finding, belongings.owners_of(finding)) for finding in passed if place(finding) not in insisted],
    )


def place(finding: Finding) -> tuple[str, int, int, str]:
    """The place and message of a finding: equal for the same fault, whichever rule reports it."""
    return finding.path, finding.line, finding.column, finding.message


def is_of_translation(finding: Finding) -> bool:
    """True for what is wrong with the reviews of a translation, or is still to be written in it: that alone stays out. All else
    keeps its original too."""
    return finding.code in OF_REVIEWS | UNFILLED and SUFFIX.search(finding.path) is not None


def refusal(finding: Finding, article: str) -> Refusal:
    """A finding as a line in the list of an article (a path below docs/)."""
    line = f"第 {finding.line} 行" if finding.line else ""
    where = line if finding.path == f"docs/{article}" else finding.place
    head = " ".join(part for part in (where, finding.code) if part)
    return Refusal(finding.code, finding.path, f"{head} {finding.message}改法：{finding.remedy}".strip())


class Belongings:
    """Which articles each file of a project belongs to."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def owners_of(self, finding: Finding) -> frozenset[str]:
        """The articles and translations that a finding keeps from going out; see `owners`."""
        if is_of_translation(finding):
            return frozenset((finding.path.removeprefix("docs/"),))
        return self.owners(finding.path)

    def owners(self, path: str) -> frozenset[str]:
        """The articles (paths below docs/) that a file of the project goes out with; an empty path among them is the site
        itself. None at all for what is not published."""
        below = path.removeprefix("docs/")
        if below == path or path.endswith(".yml"):
            return frozenset(("",))
        if path.endswith(".md"):
            return self.of_text(below)
        users = self.users.get(below, frozenset())
        unusable = any(problem.path == path for problem in self.project.reading.problems)
        return users or frozenset((below,) if unusable else ())

    def of_text(self, path: str) -> frozenset[str]:
        """The article of a Markdown file; the site for a page that is none."""
        original = source_path(path)
        if original != path and original not in self.project.files:
            return frozenset()
        item = self.project.site.by_path.get(original) if self.project.site else None
        if isinstance(item, Article):
            return frozenset((original,))
        head = self.project.reading.heads.get(original)
        columns = {column.id: column for column in self.project.site.columns} if self.project.site else {}
        return frozenset(("" if item or is_page(original, head, columns) else original,))

    @cached_property
    def users(self) -> Mapping[str, frozenset[str]]:
        """Who shows or links to each file that is no text."""
        owners_by_file: dict[str, set[str]] = defaultdict(set)
        for item in self.project.site.items if self.project.site else ():
            if isinstance(item, Article) and not self.project.is_meant(item):
                continue
            owner = "" if isinstance(item, Page) else item.path
            for path in linked_files(self.with_translations(item)):
                owners_by_file[path].add(owner)
        return {path: frozenset(owners) for path, owners in owners_by_file.items()}

    def brought_along(self, files: Iterable[str]) -> frozenset[str]:
        """The pictures and attachments that go out with these files; all are paths of the project (`docs/…`)."""
        wanted = {source_path(path.removeprefix("docs/")) for path in files}
        items = (item for item in (self.project.site.items if self.project.site else ()) if item.path in wanted)
        linked = linked_files(text for item in items for text in self.with_translations(item))
        return frozenset(f"docs/{path}" for path in linked if not path.endswith((".md", ".yml")))

    def with_translations(self, item: Article | Page) -> Iterator[Article | Page]:
        """An article or page, and itself with the text of each translation."""
        yield item
        for language in self.languages:
            body = self.project.reading.bodies.get(translation_path(item.path, language))
            if body is not None:
                yield replace(item, body=body)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that something was translated into."""
        matches = map(SUFFIX.search, self.project.reading.bodies)
        return frozenset(match["language"] for match in matches if match)
