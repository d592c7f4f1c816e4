"""What machines read: tags in a page's head, feeds, the sitemap."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date
from urllib.parse import urljoin

import pytest
from lanmu.content.settings import Settings, SiteSettings
from lanmu.content.site import Site
from lanmu.views import feeds
from lanmu.views.edition import Edition
from lanmu.views.feeds import ATOM, SITEMAP, Feed
from lanmu.views.meta import Head
from support.builders import HOST, SETTINGS, ZH, article, column, daily, minimal_site, site

NEWS = "news/2008-10-20-peixun.md"
NAME = "某专题"


def edition(of: Site | None = None, site_url: str = HOST, settings: Settings = SETTINGS) -> Edition:
    return Edition(of or minimal_site(), settings, site_url, production=bool(site_url))


def head(source: str, site_url: str = HOST, settings: Settings = SETTINGS) -> Head:
    """The head of a page of the minimal site."""
    edition_shown = edition(None, site_url, settings)
    item = edition_shown.item(source)
    title = item.title if item and hasattr(item, "title") else "标题"
    return edition_shown.head(source, title)


def test_an_article_has_the_site_column_and_article_tags() -> None:
    assert head(NEWS).tags == (
        ("SiteName", NAME),
        ("SiteDomain", "www.example.org"),
        ("ColumnName", "动态"),
        ("ColumnDescription", "工作动态"),
        ("ColumnKeywords", "动态"),
        ("ColumnType", "工作动态"),
        ("ArticleTitle", "各支部开展培训"),
        ("PubDate", "2008-10-20 10:30"),
        ("ContentSource", "各支部"),
        ("Keywords", "培训"),
        ("Author", "某人"),
        ("Description", "各支部组织培训的摘要。"),
        ("Url", f"{HOST}news/2008-10-20-peixun/"),
    )


def test_the_tags_carry_the_very_time_that_readers_see() -> None:
    for item in minimal_site().articles:
        assert dict(head(item.path).tags)["PubDate"] == item.pub_date


def test_a_picture_is_named_with_its_full_address() -> None:
    edition_shown = edition(site([article("a", image="图.png")]))
    shown = edition_shown.head("news/a.md", "题")
    url = f"{HOST}news/%E5%9B%BE.png"
    assert dict(shown.tags)["Image"] == dict(shown.graph)["og:image"] == url


def test_an_article_for_other_sites_and_search_engines() -> None:
    shown = head(NEWS)
    url = f"{HOST}news/2008-10-20-peixun/"
    assert shown.canonical == url
    assert shown.graph == (
        ("og:type", "article"),
        ("og:site_name", NAME),
        ("og:title", "各支部开展培训"),
        ("og:description", "各支部组织培训的摘要。"),
        ("og:url", url),
        ("og:locale", "zh_CN"),
        ("article:published_time", "2008-10-20T10:30:00+08:00"),
    )
    data = json.loads(shown.json_ld)
    assert (data["headline"], data["datePublished"], data["url"]) == (
        "各支部开展培训",
        "2008-10-20T10:30:00+08:00",
        url,
    )
    assert (data["author"]["name"], data["publisher"]["name"]) == ("各支部", "某工会")


def test_text_cannot_end_the_element_that_holds_it() -> None:
    edition_shown = edition(site([article("a", title="</script><b>")]))
    shown = edition_shown.head("news/a.md", "题")
    assert "<" not in shown.json_ld
    assert json.loads(shown.json_ld)["headline"] == "</script><b>"


@pytest.mark.parametrize("source", ["news/index.md", "news/2008/index.md", "plan/index.md"])
def test_a_columns_pages_have_its_tags_and_no_article_tags(source: str) -> None:
    shown = head(source)
    of = column(source.split("/")[0])
    assert shown.tags == (
        ("SiteName", NAME),
        ("SiteDomain", "www.example.org"),
        ("ColumnName", of.name),
        ("ColumnDescription", of.description),
        ("ColumnKeywords", ",".join(of.keywords)),
        ("ColumnType", of.type),
    )
    assert dict(shown.graph)["og:type"] == "website"
    assert shown.canonical == HOST + source.removesuffix("index.md")
    assert shown.json_ld == ""


def test_the_home_page_is_a_column_of_its_own() -> None:
    shown = head("index.md")
    assert shown.tags == (("SiteName", NAME), ("SiteDomain", "www.example.org"), ("ColumnType", "首页"))
    assert shown.canonical == HOST
    assert shown.description == "一个很小的专题，测试用。"


@pytest.mark.parametrize("source", ["404.html", "browse/month/2008-10/index.md"])
def test_a_page_of_no_column_has_the_sites_tags_only(source: str) -> None:
    assert [name for name, _ in head(source).tags] == ["SiteName", "SiteDomain"]


@pytest.mark.parametrize("source", [NEWS, "news/index.md", "index.md"])
def test_a_number_that_was_not_issued_is_left_out(source: str) -> None:
    assert "SiteIDCode" not in dict(head(source).tags)
    issued = Settings(site=SiteSettings(name=NAME, publisher="某工会", site_code="3505000001"))
    assert dict(head(source, settings=issued).tags)["SiteIDCode"] == "3505000001"


@pytest.mark.parametrize("source", [NEWS, "news/index.md", "index.md", "404.html"])
def test_without_the_sites_address_no_tag_pretends_to_know_it(source: str) -> None:
    shown = head(source, site_url="")
    assert shown.canonical == ""
    assert not {"SiteDomain", "Url", "Image"} & dict(shown.tags).keys()
    assert not {"og:url", "og:image"} & dict(shown.graph).keys()
    assert all(content for _, content in (*shown.tags, *shown.graph))


def parsed(feed: Feed, site_url: str) -> ET.Element:
    """The Atom feed read back; element names lose their namespace."""
    text = feeds.atom(feed, site_url)
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    root = ET.fromstring(text.encode("utf-8"))
    assert root.tag == f"{{{ATOM}}}feed"
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{ATOM}}}")
    return root


def ids(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter("id")]


def test_there_is_a_feed_of_the_site_and_of_each_column_with_articles() -> None:
    site_feeds = feeds.feeds(site([*daily(25), article("p", "2009-01-01", "plan")]), NAME, ZH)
    assert [(feed.address, feed.title, len(feed.articles)) for feed in site_feeds] == [
        ("", NAME, 20),
        ("plan/", f"方案 - {NAME}", 1),
        ("news/", f"动态 - {NAME}", 20),
    ]
    assert [a.path for a in site_feeds[0].articles[:3]] == ["plan/p.md", "news/a0024.md", "news/a0023.md"]
    assert site_feeds[2].articles[-1].path == "news/a0005.md"


def test_an_atom_feed_is_valid_xml_with_everything_in_it() -> None:
    feed = Feed("news/", "动态 <&>", (article("a", title="甲 & 乙 <丙>", unit="各支部", source=""),), ZH)
    root = parsed(feed, HOST)
    assert root.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"}
    assert (root.findtext("title"), root.findtext("updated")) == ("动态 <&>", "2008-10-20T10:30:00+08:00")
    assert [link.get("href") for link in root.findall("link")] == [f"{HOST}news/", f"{HOST}news/feed.xml"]
    (entry,) = root.findall("entry")
    assert entry.findtext("title") == "甲 & 乙 <丙>"
    assert entry.findtext("published") == entry.findtext("updated") == "2008-10-20T10:30:00+08:00"
    assert entry.findtext("author/name") == "各支部"
    assert entry.findtext("summary") == "摘要a。"
    assert [link.get("href") for link in entry.findall("link")] == [f"{HOST}news/a/"]
    assert [category.get("term") for category in entry.findall("category")] == ["动态"]


def test_an_empty_feed_is_valid_too() -> None:
    assert parsed(Feed("", NAME, (), ZH), "").findtext("updated") == "1970-01-01T00:00:00Z"


def test_ids_do_not_change_with_the_sites_address() -> None:
    site_feeds = feeds.feeds(minimal_site(), NAME, ZH)
    for feed in site_feeds:
        here = ids(parsed(feed, ""))
        assert here == ids(parsed(feed, HOST)) == ids(parsed(feed, "https://other.example.org/"))
        assert len(set(here)) == len(feed.articles) + 1
        assert all(name.startswith("urn:uuid:") for name in here)
        for url in ("", HOST):
            items = json.loads(feeds.json_feed(feed, url))["items"]
            assert [item["id"] for item in items] == here[1:]
    assert len({ids(parsed(feed, ""))[0] for feed in site_feeds}) == len(site_feeds)


def test_links_of_a_feed_lead_somewhere_even_without_the_sites_address() -> None:
    for feed in feeds.feeds(minimal_site(), NAME, ZH):
        place = f"https://anywhere.example/{feed.address}feed.xml"
        root = parsed(feed, "")
        links = [urljoin(place, element.get("href") or "") for element in root.iter("link")]
        own = f"https://anywhere.example/{feed.address}"
        assert links == [own, place, *(f"https://anywhere.example/{a.address}" for a in feed.articles)]


def test_a_sample_says_that_it_is_one() -> None:
    feed = Feed("", NAME, (article("samples/a", sample=True), article("b")), ZH)
    titles = [entry.findtext("title") for entry in parsed(feed, HOST).findall("entry")]
    assert titles == ["【示例】题samples/a", "题b"]
    assert [item["title"] for item in json.loads(feeds.json_feed(feed, HOST))["items"]] == titles


def test_a_json_feed_parses() -> None:
    data = json.loads(feeds.json_feed(Feed("news/", "动态", (article("a", tags=("培训",)),), ZH), HOST))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert (data["title"], data["home_page_url"], data["feed_url"]) == ("动态", f"{HOST}news/", f"{HOST}news/feed.json")
    (item,) = data["items"]
    assert (item["url"], item["date_published"]) == (f"{HOST}news/a/", "2008-10-20T10:30:00+08:00")
    assert (item["tags"], item["authors"]) == (["动态", "培训"], [{"name": "某处"}])


def test_the_sitemap_lists_addresses_with_their_last_change() -> None:
    text = feeds.sitemap([("", None), ("news/甲 乙/", date(2008, 11, 5))], HOST)
    urls = ET.fromstring(text.encode("utf-8")).findall(f"{{{SITEMAP}}}url")
    listed = [(url.findtext(f"{{{SITEMAP}}}loc"), url.findtext(f"{{{SITEMAP}}}lastmod")) for url in urls]
    assert listed == [(HOST, None), (f"{HOST}news/%E7%94%B2%20%E4%B9%99/", "2008-11-05")]


def test_the_sitemap_has_every_page_once_and_lists_change_with_their_articles() -> None:
    of = site([article("a", "2008-10-01", updated="2008-12-09"), article("b", "2008-10-02")])
    addresses = edition(of).addresses()
    assert dict(addresses) == {
        "browse/": None,
        "browse/month/2008-10/": date(2008, 12, 9),
        "news/": date(2008, 12, 9),
        "news/2008/": date(2008, 12, 9),
        "news/2008/10/": date(2008, 12, 9),
        "news/a/": date(2008, 12, 9),
        "news/b/": date(2008, 10, 2),
    }
    assert [address for address, _ in addresses] == sorted(dict(addresses))
    assert {page.address for page in minimal_site().pages} < {address for address, _ in edition().addresses()}
