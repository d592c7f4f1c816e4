"""An article as blocks: its Markdown with its pictures prepared for print, and what only its front matter says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lanmu.channels.common.pictures import prepared
from lanmu.content.article import Article
from lanmu.content.campaign import Term
from lanmu.content.dates import chinese_day
from lanmu.content.files import is_ordinary
from lanmu.diagnostics.errors import UserError
from lanmu.locales.words import Words
from lanmu.text import reader
from lanmu.text.dialect import converter
from lanmu.text.document import Block, Cell, Figure, Heading, Paragraph, Table, Text, text_of
from lanmu.text.sanitising import sanitising


@dataclass(frozen=True)
class ArticleBlocks:
    """The blocks of an article. `pictures` are the prepared pictures by the names in the figures, `originals` what they were made
    from, `files` all the original pictures, also missing or broken ones, `terms` the glossary terms in the text, `remarks` (in
    Chinese) what is printed otherwise than on the site."""

    blocks: tuple[Block, ...]
    pictures: Mapping[str, Path] = field(default_factory=dict)
    originals: Mapping[str, Path] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    terms: tuple[Term, ...] = ()
    remarks: tuple[str, ...] = ()


def read(
    article: Article, docs: Path, store: Path, terms: Iterable[Term] = (), lead: reader.Lead = reader.abroad
) -> ArticleBlocks:
    """The blocks of an article below `docs`; pictures are prepared in the folder `store`; `lead` as in `reader.read`.

    Nothing is raised for what the text has in it: what cannot be printed is in the remarks.
    """
    pictures = Pictures(article, docs, store)
    html = converter(sanitising()).convert(article.body)
    name = re.sub(r"[^a-z0-9]+", "-", article.path.removesuffix(".md"))
    document = reader.read(html, name, pictures.figure, pictures.remark, lead)
    for number in document.unused_notes:
        pictures.remark(f"注{number}在正文里没有引用，排在文末。")
    if not (article.body.strip() or article.meta.promise or article.meta.notice):
        pictures.remark("没有正文。请先写好正文再印。")
    if lost := document.lost:
        letters = "".join(dict.fromkeys(lost))[:20]
        pictures.remark(f"有 {len(lost)} 个字没有排进去：{letters}。请把这篇稿件交给维护人员。")
    # The terms in the order of the text; of two that begin alike the longer one, as on the site.
    by_name = {term.term: term for term in sorted(terms, key=lambda term: -len(term.term))}
    met = re.findall("|".join(map(re.escape, by_name)), text_of(document.blocks)) if by_name else []
    words = tuple(by_name[name] for name in dict.fromkeys(met))
    return ArticleBlocks(
        document.blocks, pictures.prepared, pictures.originals, tuple(pictures.files), words, tuple(pictures.remarks)
    )


class Pictures:
    """Prepares the pictures of one article as they are met, and collects remarks."""

    def __init__(self, article: Article, docs: Path, store: Path) -> None:
        self.article = article
        self.docs = docs
        self.store = store
        self.prepared: dict[str, Path] = {}
        self.originals: dict[str, Path] = {}
        self.files: list[Path] = []
        self.remarks: list[str] = []

    def remark(self, text: str) -> None:
        """Notes something once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def figure(self, source: str, words: str) -> Figure | None:
        """The figure of the picture at an address in the article; None, and a remark, when it cannot be printed."""
        parts = urlsplit(source)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.article.path), unquote(parts.path)))
        inside = not path.startswith(("../", "/"))
        try:
            if parts.scheme or parts.netloc:
                raise UserError(f"图片 {source} 不在本站。请下载下来，和稿件放在同一个文件夹。")
            if inside:
                # Noted before it is opened: when it comes, or is mended, the article is to be printed again.
                self.files.append(self.docs / path)
            if not inside or not is_ordinary(self.docs, path):
                raise UserError(f"图片 {source} 不存在。请把图片和稿件放在同一个文件夹，核对文件名。")
            picture = prepared(self.docs / path, self.store)
        except UserError as error:
            self.remark(f"{error}（没有排这张图）")
            return None
        self.prepared[picture.name], self.originals[picture.name] = picture.path, self.docs / path
        return Figure(picture.name, words, picture.width, picture.height)


def named_sources(article: Article, of: str = "") -> list[str]:
    """The source of an article (after the word `of`), its author and its photographer: 某单位, 文/甲, 摄/乙."""
    named = ((of, article.source), ("文/", article.meta.author), ("摄/", article.meta.photo))
    return [word + name for word, name in named if name]


WORDS = Words("zh")
COLUMNS = ("item", "goal", "measures", "unit", "deadline", "progress")


def facts(article: Article) -> list[Block]:
    """What the site shows below the text from the front matter: a notice's period, a promise's items as a table."""
    blocks = notice(article)
    if article.meta.promise:
        rows = [[WORDS(f"promise.{name}") for name in COLUMNS]]
        rows += [
            [p.item, p.goal, p.measures, p.unit, chinese_day(p.deadline), p.progress] for p in article.meta.promise
        ]
        cells = tuple(
            tuple(Cell((Paragraph((Text(text),)),) if text else (), head=number == 0) for text in row)
            for number, row in enumerate(rows)
        )
        blocks += [Heading(2, (Text(WORDS("promise.title")),)), Table((), len(COLUMNS), cells)]
    return blocks


def notice(article: Article) -> list[Block]:
    """The period of a public notice, who takes comments, where; nothing for other articles."""
    details = article.meta.notice
    if not details:
        return []
    period = WORDS("notice.from_to", start=chinese_day(details.start), end=chinese_day(details.end))
    parts = {"notice.period": period, "notice.receiver": details.receiver, "notice.contact": details.contact}
    return [Paragraph((Text("".join(f"{WORDS(name)}：{text}。" for name, text in parts.items() if text)),))]
