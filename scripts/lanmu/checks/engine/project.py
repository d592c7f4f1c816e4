"""The files of a project as the rules look at them: all sources together, and each file that is no Markdown."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lanmu.checks.engine.finding import Finding, Findings
from lanmu.checks.engine.git import first_commits
from lanmu.checks.engine.markdown_file import MarkdownFile
from lanmu.content import board_set, newspaper_issue
from lanmu.content.addresses import BROWSE, PAST, SEARCH
from lanmu.content.article import Article, Audience
from lanmu.content.dates import today
from lanmu.content.loading import Reading, load_model, read_docs, read_text
from lanmu.content.publication import State, publication_states, publishable
from lanmu.content.settings import Settings, look_faults
from lanmu.content.site import Site
from lanmu.content.translation import Translation, source_path
from lanmu.content.wording import Terms
from lanmu.content.yaml_text import YamlText, parse
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.locales.words import Words
from lanmu.views.lists import all_pages

if TYPE_CHECKING:
    from lanmu.checks.attachments import Picture, RejectedFileError, Text

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".ico")
TERMS = "terms.yml"
COLUMNS_FILE = "docs/columns.yml"


@dataclass(frozen=True)
class Project:
    """What lies in docs/, beside it mkdocs.yml and lanmu.toml. Read once; rules never read docs/ themselves."""

    root: Path
    settings: Settings
    reading: Reading
    audience: Audience = "public"
    """For whom the edition is that is checked."""

    def is_meant(self, article: Article) -> bool:
        """True for an article that readers of this edition will get."""
        return article.is_meant_for(self.audience)

    @property
    def docs(self) -> Path:
        """The folder of the sources."""
        return self.root / "docs"

    @property
    def site(self) -> Site | None:
        """The content model; None when campaign.yml or columns.yml cannot be used."""
        return self.reading.site

    @property
    def today(self) -> dt.date:
        """The day of the check, in China."""
        return self.site.today if self.site else today()

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every Markdown file by its path below docs/."""
        items = self.site.by_path if self.site else {}
        heads = self.reading.heads
        return {
            path: Source(f"docs/{path}", text, heads.get(path), items.get(path), self)
            for path, text in self.reading.texts.items()
        }

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        """Every other file by its path below docs/; data files left out, and what is never published."""
        others = (p for p in self.reading.files if not p.endswith((".md", ".yml")) and p not in self.kept_off)
        return {path: Attachment(self, f"docs/{path}", self.docs / path) for path in others}

    @cached_property
    def kept_off(self) -> frozenset[str]:
        """Paths below docs/ of files that are never published, even when linked; SEC004 reports each."""
        return frozenset(problem.path.removeprefix("docs/") for problem in self.reading.passed_over)

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths below docs/ of every file."""
        return frozenset(self.reading.files)

    @cached_property
    def generated(self) -> frozenset[str]:
        """Paths below docs/ of the sources that the site makes itself: lists, browsing, search."""
        return generated_pages(self.site) if self.site else frozenset()

    @cached_property
    def states(self) -> dict[str, State]:
        """The publication state of each article, by its path below docs/."""
        columns = self.settings.review.columns
        return publication_states(self.site, columns, audience=self.audience) if self.site else {}

    @cached_property
    def translations(self) -> dict[str, Translation]:
        """The translations whose heads are right, by their paths below docs/."""
        return {text.path: text for text in self.reading.translations}

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Paths (`docs/…`) of the withdrawn articles and their translations."""
        gone = self.site.withdrawn_paths if self.site else frozenset()
        return frozenset(f"docs/{path}" for path in self.reading.texts if source_path(path) in gone)

    @cached_property
    def production(self) -> Site | None:
        """What a production build would show today."""
        return self.site.published(publishable(self.states), self.audience) if self.site else None

    @cached_property
    def published(self) -> frozenset[str]:
        """Paths below docs/ of every page of a production build, generated ones with them, once nothing waits any more."""
        if self.site is None:
            return frozenset()
        meant = {article.path for article in self.site.articles if self.is_meant(article)}
        site = self.site.published(meant, self.audience)
        return frozenset(site.by_path) | generated_pages(site)

    @cached_property
    def first_commits(self) -> dict[str, dt.datetime]:
        """When each file of docs/ first came into Git, by its path below the project; asked once for all files."""
        return first_commits(self.root)

    @cached_property
    def site_url(self) -> str:
        """The site's own address as mkdocs.yml has it; empty while there is none."""
        # Not parsed as YAML: the file holds tags that only MkDocs understands.
        match = re.search(r"^site_url:[ \t]*[\"']?([^\s\"'#]*)", self.mkdocs_text, re.MULTILINE)
        return match[1] if match else ""

    @cached_property
    def mkdocs_text(self) -> str:
        """mkdocs.yml; empty when it cannot be read, which another rule reports."""
        with suppress(ContentError):
            return read_text(self.root / "mkdocs.yml", "mkdocs.yml")
        return ""

    @cached_property
    def data_texts(self) -> dict[str, str]:
        """The data files by their paths below the project. Unreadable ones are left out; another rule reports them."""
        texts = {}
        for name in (path for path in self.reading.files if path.endswith(".yml")):
            with suppress(ContentError):
                texts[f"docs/{name}"] = read_text(self.docs / name, f"docs/{name}")
        return texts

    @cached_property
    def columns(self) -> YamlText:
        """columns.yml with the line of every field; without lines when it cannot be read any more."""
        with suppress(ContentError, KeyError):
            return parse(self.data_texts[COLUMNS_FILE], COLUMNS_FILE)
        return YamlText(COLUMNS_FILE, None)

    @cached_property
    def read_terms(self) -> tuple[Terms, list[Problem]]:
        """How words are written here, and what is wrong with docs/terms.yml; there need not be one."""
        problems: list[Problem] = []
        terms = load_model(self.docs, TERMS, Terms, problems) if TERMS in self.files else None
        return terms or Terms(), problems

    @cached_property
    def issue_faults(self) -> list[Problem]:
        """What is wrong with the files of newspapers' issues and of sets of posters; not looked at while there are faults in the
        articles."""
        if not self.site or self.reading.problems:
            return []
        return [*newspaper_issue.faults(self.site), *board_set.faults(self.site)]

    @property
    def terms(self) -> Terms:
        """docs/terms.yml: how words, names and set phrases are written here, and who holds which post."""
        return self.read_terms[0]

    def findings(self, *kinds: ProblemKind) -> Findings:
        """What reading docs/ found wrong, of these kinds."""
        look = look_faults(self.root, self.settings.site.look, self.reading.site_files)
        for problem in (
            *self.reading.problems,
            *self.reading.passed_over,
            *self.read_terms[1],
            *self.issue_faults,
            *look,
        ):
            if problem.kind in kinds:
                yield finding_of(problem)


def finding_of(problem: Problem) -> Finding:
    """A problem of reading as a finding."""
    field = f"「{problem.field}」" if problem.field else ""
    return Finding(problem.path, problem.line, problem.column, f"{field}{problem.message}", problem.remedy)


def generated_pages(site: Site) -> frozenset[str]:
    """Sources of the pages that the build adds to those in docs/."""
    past = {f"{PAST}index.md"} if site.past else set()
    return frozenset({*all_pages(site, Words("zh")), f"{BROWSE}index.md", f"{SEARCH}index.md"}) | past


def read_project(root: Path, settings: Settings, audience: Audience = "public") -> Project:
    """Reads the project in the folder `root`."""
    return Project(root, settings, read_docs(root / "docs"), audience)


@dataclass(frozen=True)
class Source(MarkdownFile):
    """A Markdown file together with the project that it belongs to."""

    project: Project


@dataclass(frozen=True)
class Attachment:
    """A file beside the articles. `path` is relative to the project (`docs/…`), `file` is where it lies."""

    project: Project
    path: str
    file: Path

    @property
    def below_docs(self) -> str:
        """The path below docs/."""
        return self.path.removeprefix("docs/")

    @property
    def is_picture(self) -> bool:
        """True when its name says that it is a picture."""
        return self.path.lower().endswith(PICTURES)

    @cached_property
    def texts(self) -> tuple[Text, ...] | RejectedFileError:
        """Its texts, or why it cannot be read."""
        # The libraries that read them are loaded only when there is something to read.
        from lanmu.checks.attachments import texts_of

        return texts_of(self.file)

    @cached_property
    def picture(self) -> Picture | RejectedFileError:
        """The facts of the picture, or why it cannot be read."""
        from lanmu.checks.attachments import picture_facts

        return picture_facts(self.file)

    def finding(self, message: str, remedy: str) -> Finding:
        """A finding about the file as a whole."""
        return Finding(self.path, 0, 0, message, remedy)
