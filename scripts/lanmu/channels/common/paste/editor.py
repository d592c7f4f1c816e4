"""A channel that makes, for each article, a page to copy it from: the parts that differ from one editor to the next are an Editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lanmu.channels.common.blocks import facts, named_sources
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.paste.article import linked, read, shown
from lanmu.channels.common.paste.page import CopyPage, Field, render
from lanmu.channels.common.paste.pictures import Upload, Uploads
from lanmu.channels.common.paste.writer import Writer
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.content.article import Article


@dataclass(frozen=True)
class Editor:
    """Where an article is pasted. `name` and `label` are those of the channel, `place` says what its editor is called, `wide` whether
    that is wider than a phone; `writer` writes the text for it; `fields` are what goes in beside the text, `faults` what is too
    long in it; `covers` are made of the article and its pictures."""

    name: str
    label: str
    place: str
    wide: bool
    writer: Callable[[Press, Uploads], Writer]
    fields: Callable[[Press, Article], Iterable[Field]]
    faults: Callable[[str], Iterable[str]] = lambda _: ()
    covers: Callable[[Press, Article, tuple[Path, ...]], Iterable[Upload]] = lambda *_: ()

    @property
    def channel(self) -> Channel:
        return Channel(self.name, self.label, self.jobs, readers=False)

    def jobs(self, press: Press, wanted: Wanted) -> Iterator[Job]:
        """The articles that are wanted, each when the channel is asked for by name: none is meant for it by itself."""
        site, paths = press.settings.site, shown(press)
        return press.article_jobs(
            wanted,
            self.name,
            self.label,
            lambda _: wanted.named,
            lambda article: (
                site.indent,
                site.publisher,
                press.inks,
                press.address(article.address),
                press.site.terms,
                linked(article, paths),
            ),
            self.page_of,
            ".html",
        )

    def page_of(self, press: Press, article: Article) -> Rendered:
        """The page of an article, and its files. Raises UserError for what cannot be drawn."""
        text, name = read(press, article), press.file_name(stem_of(article), "")
        uploads = Uploads(press, text.pictures)
        blocks, terms = press.text((*text.blocks, *facts(article))), press.text(text.terms)
        stamp = press.text(press.stamp(article))
        credit = press.text("　".join(named_sources(article, "来源：")))
        body = self.writer(press, uploads).article(blocks, terms, credit, stamp)
        fields = tuple(self.fields(press, article))
        faults = (*(field.fault for field in fields if field.fault), *self.faults(body))
        page = CopyPage(
            channel=self.label,
            place=self.place,
            language=press.language,
            title=press.text(article.title),
            byline=press.text(f"{article.source}　{article.pub_date[:10]}"),
            stamp=stamp,
            fields=fields,
            body=body,
            pictures=tuple(uploads.found.values()),
            covers=tuple(self.covers(press, article, text.files)),
            folder=name,
            faults=faults,
            wide=self.wide,
            look=press.inks["wechat"],
        )
        remarks = tuple(f"《{article.title}》{remark}" for remark in (*faults, *text.remarks))
        own = (press.site.docs / article.image,) if article.image else ()
        beside = {f"{name}/{upload.name}": upload.data for upload in (*page.covers, *page.pictures)}
        return Rendered({f"{name}.html": render(page)} | beside, remarks, (*text.files, *own))
