"""Tags in a page's head: the government site tags, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

from lanmu.content.article import Article, Page
from lanmu.content.column import Column
from lanmu.content.dates import CHINA_OFFSET
from lanmu.content.settings import Settings
from lanmu.locales.words import Words
from lanmu.views.lists import ListPage


@dataclass(frozen=True)
class Head:
    """What stands in a page's head. `tags` and `graph` are pairs of name and content, empty ones left out."""

    description: str
    canonical: str
    tags: tuple[tuple[str, str], ...]
    graph: tuple[tuple[str, str], ...]
    json_ld: str


def absolute(site_url: str, address: str) -> str:
    """The full address, or an empty string while the site's own is not set."""
    return _folder_of(site_url) + quote(address) if site_url else ""


@cache
def _folder_of(site_url: str) -> str:
    return urljoin(site_url, ".")


def head(
    item: Article | Page | ListPage | None,
    title: str,
    description: str,
    settings: Settings,
    site_url: str,
    words: Words,
    column: Column | None = None,
) -> Head:
    """The head of one page. `item` is None for pages outside the content, such as 404; `column` is the page's own."""
    column = item.column if isinstance(item, Article | ListPage) else column
    article = item if isinstance(item, Article) else None
    url = absolute(site_url, item.address) if item else ""
    image = absolute(site_url, article.image) if article and article.image else ""
    # The tags of 国办发〔2017〕47号; article pages carry those of their column too, and the home page is a column of its own.
    tags = [
        ("SiteName", settings.site.name),
        ("SiteDomain", urlsplit(site_url).netloc),
        ("SiteIDCode", settings.site.site_code),
    ]
    if column:
        tags += [
            ("ColumnName", column.name),
            ("ColumnDescription", column.description),
            ("ColumnKeywords", ",".join(column.keywords)),
            ("ColumnType", column.type),
        ]
    elif item and not item.address:
        tags.append(("ColumnType", "首页"))
    if article:
        tags += [
            ("ArticleTitle", article.title),
            ("PubDate", article.pub_date),
            ("ContentSource", article.source),
            ("Keywords", ",".join(article.meta.tags)),
            ("Author", article.meta.author),
            ("Description", article.meta.summary),
            ("Image", image),
            ("Url", url),
        ]
    graph = [
        ("og:type", "article" if article else "website"),
        ("og:site_name", settings.site.name),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:image", image),
        ("og:locale", words("language.open_graph")),
        ("article:published_time", iso(article) if article else ""),
    ]
    return Head(
        description,
        url,
        tuple((name, content) for name, content in tags if content),
        tuple((name, content) for name, content in graph if content),
        _json_ld(article, description, settings, url, words) if article else "",
    )


def iso(article: Article) -> str:
    """The publication time with its zone, RFC 3339."""
    return article.date.isoformat(timespec="seconds") + CHINA_OFFSET


def _json_ld(article: Article, description: str, settings: Settings, url: str, words: Words) -> str:
    """schema.org data of an article; `<` is escaped so that the text cannot end its element."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": description,
        "datePublished": iso(article),
        "dateModified": article.last_changed.isoformat(),
        "inLanguage": words.language,
        "articleSection": article.column.name,
        "publisher": {"@type": "Organization", "name": settings.site.publisher},
        "author": {"@type": "Organization", "name": article.source},
    }
    if url:
        data["url"] = url
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
