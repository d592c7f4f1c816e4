"""An issue of a newspaper's special page: docs/<front>/YYYY-MM.yml says what stands on it, in order, and how large."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, model_validator

from lanmu.content.article import Article
from lanmu.content.campaign import Front, Text
from lanmu.content.dates import Day, chinese_month, parse_month
from lanmu.content.files import walk
from lanmu.content.loading import read_text
from lanmu.content.site import Site
from lanmu.content.validation import Model, nearest, validate
from lanmu.content.yaml_text import YamlText, parse
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind, UserError

PageFormat = Literal["大16开", "A4", "四开", "对开"]
Role = Literal["headline", "lead", "box", "brief"]
Lines = Annotated[tuple[Text, ...], Field(max_length=3)]


def within(low: float, high: float, unit: str) -> AfterValidator:
    """A number between two others, both allowed."""

    def check(value: float) -> float:
        if not low <= value <= high:
            raise ValueError(f"「{value}」不行，请写 {low} 到 {high} {unit}。")
        return value

    return AfterValidator(check)


Span = Annotated[StrictInt, within(1, 5, "栏")]


class Note(Model):
    """编者按: the editor's words on top. Paragraphs are parted by an empty line."""

    text: Annotated[Text, Field(description="按语的文字：段与段之间空一行")]
    signed: Annotated[str, Field(description="署名：例如 编者")] = ""
    span: Annotated[Span | None, Field(description="占几栏：不写就是通栏")] = None


class Piece(Model):
    """An article on the page. The text is the article's; only the lines above and below the title are written here."""

    article: Annotated[Text, Field(description="文章的路径，从 docs/ 算起")]
    role: Annotated[Role, Field(description="分量：headline 头条，lead 重点，box 加框，brief 短讯")] = "lead"
    span: Annotated[Span | None, Field(description="占几栏：不写由程序安排")] = None
    group: Annotated[str, Field(description="栏目名：相邻的同名稿件归在一起")] = ""
    kicker: Annotated[Lines, Field(description="引题：在主题上面")] = ()
    subtitle: Annotated[Lines, Field(description="副题：在主题下面")] = ()
    picture: Annotated[
        Literal["first", "all", "none"], Field(description="图片：first 只用第一张，all 全用，none 不用")
    ] = "first"
    picture_span: Annotated[Span | None, Field(description="图片占几栏：不写由程序安排")] = None
    until: Annotated[str, Field(description="截短：登到哪个小标题之前为止")] = ""
    summary: Annotated[StrictBool, Field(description="只登摘要")] = False

    @model_validator(mode="after")
    def check_shortening(self) -> Piece:
        if self.until and self.summary:
            raise ValueError("until 和 summary 只能用一个，请删去一个。")
        if self.span and self.picture_span and self.picture_span > self.span:
            raise ValueError(f"图片占 {self.picture_span} 栏，比稿件的 {self.span} 栏还宽，请改小。")
        return self


class NewspaperIssue(Model):
    """docs/<front>/YYYY-MM.yml. What was not issued (期号, 责任编辑) stays empty and is left out of the page."""

    masthead: Annotated[Text, Field(description="报头大字", max_length=8)]
    section: Annotated[Text, Field(description="专版名称")]
    label: Annotated[str, Field(description="期号：照刊物的写法，例如 2008年第11期")] = ""
    date: Annotated[Day, Field(description="出版日期")]
    editor: Annotated[str, Field(description="责任编辑")] = ""
    format: Annotated[PageFormat, Field(description="开本")] = "大16开"
    columns: Annotated[StrictInt, within(3, 5, "栏"), Field(description="分几栏")] = 4
    text_size: Annotated[float, within(9, 10.5, "磅"), Field(description="正文字号，磅：9 是小五，10.5 是五号")] = 9
    pages: Annotated[StrictInt, within(1, 4, "版"), Field(description="一共几版")] = 1
    first_page: Annotated[StrictInt, within(1, 99, "版"), Field(description="第一版在刊物里是第几版")] = 1
    note: Annotated[Note | None, Field(description="编者按")] = None
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]
    sample: Annotated[StrictBool, Field(description="示例，正式发布时不出现")] = False

    @model_validator(mode="after")
    def check_spans(self) -> NewspaperIssue:
        spans = [part.span for part in (self.note, *self.pieces) if part and part.span]
        spans += [piece.picture_span for piece in self.pieces if piece.picture_span]
        if max(spans, default=0) > self.columns:
            raise ValueError(f"有稿件占 {max(spans)} 栏，而一版只有 {self.columns} 栏，请改小 span。")
        return self


def issue_path(front: str, month: str) -> str:
    """Where the issue of a month (`2008-11`) of a newspaper, or the order of the posters on a board, is written, below docs/;
    `front` is its id."""
    return f"{front}/{month}.yml"


def issue_months(docs: Path, front: str) -> tuple[str, ...]:
    """The months that have an issue file, oldest first: the names of the files, right or wrong."""
    issue_file = re.compile(rf"{front}/([^/]+)\.yml").fullmatch
    return tuple(match[1] for match in map(issue_file, walk(docs).files) if match)


def load_issue(site: Site, front: Front, month: str) -> NewspaperIssue:
    """The issue of `month`.

    Raises UserError when there is none, ContentError with every fault when its file is wrong.
    """
    months, path = issue_months(site.docs, front.id), issue_path(front.id, month)
    if month not in months:
        listed = (
            f"现有：{'、'.join(months)}。"
            if months
            else f"先写 docs/{issue_path(front.id, '2008-11')} 这样的一个文件。"
        )
        raise UserError(f"没有 {month} 这一期专版（docs/{path}）。{listed}")
    try:
        parse_month(month)
    except ValueError as error:
        raise ContentError([Problem(f"docs/{path}", 0, f"文件名{error}", "把文件名改成期刊的年月。")]) from None
    issue, problems = read_issue(site, front, month, read_text(site.docs / path, f"docs/{path}"))
    if issue is None or problems:
        raise ContentError(problems)
    return issue


def read_issue(site: Site, front: Front, month: str, text: str) -> tuple[NewspaperIssue | None, list[Problem]]:
    """The issue that a text of its file is, and everything that is wrong in it. Raises ContentError when it is no YAML."""
    document = parse(text, f"docs/{issue_path(front.id, month)}")
    issue, problems = validate(NewspaperIssue, document)
    return issue, problems + (_check_articles(issue, front, month, site, document) if issue else [])


def faults(site: Site) -> list[Problem]:
    """Everything that is wrong with the issue files of a site. That one names a withdrawn article is a matter of its print:
    it must not keep the withdrawal itself from going out."""
    problems: list[Problem] = []
    issues = [(part, front) for part in site.parts for front in part.campaign.fronts_of("newspaper")]
    for part, front in issues:
        for month in issue_months(site.docs, front.id):
            try:
                load_issue(part, front, month)
            except ContentError as error:
                problems += (problem for problem in error.problems if problem.kind is not ProblemKind.WITHDRAWN)
    return problems


def _check_articles(issue: NewspaperIssue, front: Front, month: str, site: Site, document: YamlText) -> list[Problem]:
    """Every piece is an article of this issue, once, and a sample stands only in a sample issue."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, piece in enumerate(issue.pieces):
        article = site.written(piece.article)
        kind = ProblemKind.MISFIT
        inside = next((internal for internal in site.kept_inside if internal.path == piece.article), None)
        if inside:
            message = f"《{inside.title}》是内部稿件，公开的专版不能印。"
            remedy = "从这一期删去它，换别的稿件；印内部版的，加 --edition internal。"
            kind = ProblemKind.INTERNAL
        elif not isinstance(article, Article):
            near = nearest(
                piece.article, [a.path for a in site.articles if a.meta.channels.issues.get(front.id) == month]
            )
            remedy = f"是不是 {near}？" if near else "路径从 docs/ 算起，例如 examples/2008-11-05-xxx.md。"
            message, kind = f"没有「{piece.article}」这篇文章。", ProblemKind.UNKNOWN_NAME
        elif article.meta.withdrawn:
            message = f"《{article.title}》已于 {article.meta.withdrawn.date} 撤回，不能印。"
            remedy, kind = "从这一期删去它，换别的稿件。", ProblemKind.WITHDRAWN
        elif piece.article in seen:
            message, remedy = f"「{piece.article}」写了两次。", "只保留一处。"
        elif article.meta.sample and not issue.sample:
            message, kind = f"《{article.title}》是示例稿件。", ProblemKind.SAMPLE
            remedy = "示例只能进示例专版：换成真实稿件，或者写 sample: true。"
        elif (said := article.meta.channels.issues.get(front.id)) != month:
            where = f"登在{chinese_month(said)}一期" if said else f"不登{front.name}"
            message = f"《{article.title}》自己写的是{where}。"
            remedy = f"在 docs/{article.path} 里写 channels: {{{front.id}: {month}}}，或者从这一期删去它。"
        else:
            message = ""
        seen.add(piece.article)
        if message:
            problems.append(document.problem(("pieces", index, "article"), message, remedy, kind))
    return problems
