"""Real MkDocs builds: a site of every kind of page, the production edition, and small sites with something wrong in them."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lanmu.build.site import build
from lanmu.build.stage import swap
from lanmu.content.loading import read_docs
from lanmu.diagnostics.errors import UserError
from selectolax.lexbor import LexborHTMLParser
from support.files import MAKERS
from support.reviewing import review

ATOM = "{http://www.w3.org/2005/Atom}"
Write = Callable[[str, str], Path]
ARTICLE = "---\ntitle: {title}\ndate: {date}\ngenre: 动态\nunit: 各支部\nsummary: 摘要。\n---\n\n{body}\n"


def page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def metas(tree: LexborHTMLParser) -> dict[str, str]:
    return {
        str(node.attributes.get("name") or node.attributes.get("property")): node.attributes["content"] or ""
        for node in tree.css("meta[content]")
    }


def broken_links(site: Path) -> Iterator[str]:
    """Every href and src of every page that leads to nothing in the site."""
    for file in site.rglob("*.html"):
        if file.name == "404.html":
            continue
        tree = page(file)
        ids = {node.attributes["id"] for node in tree.css("[id]")}
        for node in tree.css("[href], [src]"):
            target = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(target)
            if parts.scheme:
                continue
            if not parts.path:
                if parts.fragment and unquote(parts.fragment) not in ids:
                    yield f"{file}: {target}"
                continue
            linked = Path(posixpath.normpath((file.parent / unquote(parts.path)).as_posix()))
            if not (linked.is_file() or (linked / "index.html").is_file()):
                yield f"{file}: {target}"


def test_every_link_of_the_site_leads_somewhere(real_site: Path) -> None:
    assert list(broken_links(real_site)) == []


def test_every_link_of_another_offices_site_leads_somewhere(small_site: Path) -> None:
    assert list(broken_links(small_site)) == []


def test_every_link_of_the_production_edition_leads_somewhere(production_site: Path) -> None:
    assert list(broken_links(production_site)) == []


def test_a_production_build_has_no_sample_and_no_blank_column(production_site: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in production_site.rglob("*.html")]
    assert not [text for text in texts if "mark--sample" in text or "示例单位" in text]
    assert not list(production_site.rglob("samples"))
    assert not (production_site / "examples").exists()
    assert not (production_site / "notices").exists()
    assert (production_site / "plan" / "index.html").exists()
    assert "典型经验" not in page(production_site / "index.html").css_first("nav.columns").text()
    assert "【示例】" not in (production_site / "feed.xml").read_text(encoding="utf-8")
    scripts = [file.read_text(encoding="utf-8") for file in (production_site / "search").rglob("*.js")]
    assert scripts
    assert not [text for text in scripts if "示例单位" in text or '"sample"' in text]


def test_samples_are_marked_in_lists_pages_and_feeds(real_site: Path) -> None:
    samples = list(real_site.rglob("samples/*/index.html"))
    assert len(samples) >= 15
    for sample in samples:
        assert page(sample).css_first("article h1 .mark--sample") is not None
    rows = page(real_site / "examples" / "index.html").css("li.entry")
    assert rows
    assert all(row.css_first(".mark--sample") for row in rows)
    titles = [e.findtext(f"{ATOM}title") for e in ET.parse(real_site / "examples" / "feed.xml").iter(f"{ATOM}entry")]
    assert titles
    assert all(str(title).startswith("【示例】") for title in titles)


def test_the_one_bulletin_that_nobody_has_reviewed_yet_is_not_published(production_site: Path) -> None:
    assert not (production_site / "bulletins").exists()
    assert "2026-11-22-yinfa-shishi-fangan" not in (production_site / "sitemap.xml").read_text(encoding="utf-8")


def test_article_tags_are_what_the_reader_sees(reviewed_site: Path) -> None:
    tree = page(reviewed_site / "news" / "2008-10-20-peixun" / "index.html")
    tags = metas(tree)
    assert tags["PubDate"] == "2008-10-20 10:30"
    assert tree.css_first(".article__meta time").text() == tags["PubDate"]
    assert tags["ArticleTitle"] == tree.css_first("h1").text().strip()
    assert tags["ContentSource"] in tree.css_first(".article__meta").text()
    assert tags["ColumnName"] == "动态"
    assert tags["ColumnType"] == "工作动态"
    assert tags["SiteDomain"] == "www.example.org"
    assert tags["og:type"] == "article"
    assert "SiteIDCode" not in tags
    canonical = tree.css_first('link[rel="canonical"]').attributes["href"]
    assert canonical == "https://www.example.org/zhuanti/news/2008-10-20-peixun/"
    data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    assert data["@type"] == "Article"
    assert data["datePublished"] == "2008-10-20T10:30:00+08:00"


def test_home_and_columns_carry_their_tags(production_site: Path) -> None:
    assert metas(page(production_site / "index.html"))["ColumnType"] == "首页"
    tags = metas(page(production_site / "plan" / "index.html"))
    assert (tags["ColumnName"], tags["ColumnType"]) == ("实施方案", "政策文件")
    assert tags["ColumnKeywords"].startswith("实施方案,")


def test_sitemap_lists_every_page_with_its_last_change(reviewed_site: Path) -> None:
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = {
        str(url.findtext(f"{namespace}loc")): url.findtext(f"{namespace}lastmod")
        for url in ET.parse(reviewed_site / "sitemap.xml").iter(f"{namespace}url")
    }
    base = "https://www.example.org/zhuanti/"
    built = {
        base + file.parent.relative_to(reviewed_site).as_posix().removeprefix(".") + "/"
        for file in reviewed_site.rglob("index.html")
    }
    # Neither the search nor an address that an article has left.
    assert {url.replace("zhuanti//", "zhuanti/") for url in built} - set(urls) <= {
        f"{base}{folder}{place}/" for folder in ("", "zh-Hant/", "en/") for place in ("search", "old/123")
    }
    assert urls[base + "news/2008-10-20-peixun/"] == "2008-10-20"
    assert f"Sitemap: {base}sitemap.xml" in (reviewed_site / "robots.txt").read_text(encoding="utf-8")


def test_feeds_parse_and_point_at_articles(reviewed_site: Path) -> None:
    root = ET.parse(reviewed_site / "news" / "feed.xml").getroot()
    link = root.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.attrib["href"].startswith("https://www.example.org/zhuanti/news/")
    data = json.loads((reviewed_site / "feed.json").read_text(encoding="utf-8"))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["items"][0]["url"].startswith("https://www.example.org/zhuanti/")


def test_nothing_of_the_templates_leaks_into_the_site(real_site: Path) -> None:
    kinds = {path.suffix for path in real_site.rglob("*") if path.is_file()}
    assert kinds <= {".html", ".css", ".js", ".xml", ".json", ".txt", ".svg", ".png"} | {
        ".webp",
        ".avif",
        ".pdf",
        ".docx",
        ".ics",
        "",
    }
    assert [path.name for path in real_site.rglob("*") if path.is_file() and not path.suffix] == ["_headers"]
    assert not list(real_site.rglob("*.yml"))
    assert not (real_site / "partials").exists()
    assets = {path.name for path in (real_site / "assets").rglob("*") if path.is_file()}
    assert len([name for name in assets if name.endswith(".css")]) == 1
    assert {name.split(".")[0] for name in assets if name.endswith(".js")} == {"early", "lanmu"}


def test_pages_ask_no_other_host_and_have_no_inline_script(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        tree = page(file)
        for node in tree.css("script, link[href], img[src], iframe"):
            source = node.attributes.get("src") or node.attributes.get("href") or ""
            assert not urlsplit(source).netloc, f"{file}: {source}"
        inline = [n for n in tree.css("script:not([src])") if n.attributes.get("type") != "application/ld+json"]
        assert not inline, file
        assert not tree.css("[style], style, [onclick]"), file


def test_headings_have_lasting_ids(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        ids = [str(node.attributes["id"]) for node in page(file).css("[id]")]
        assert len(ids) == len(set(ids)), file
        assert not [name for name in ids if re.fullmatch(r"_\d+", name)], file


def test_archives_list_what_was_published_then(real_site: Path) -> None:
    links = page(real_site / "bulletins" / "2008" / "index.html").css("li.entry h2 a")
    assert links
    assert all("2008-" in str(link.attributes["href"]) for link in links)
    assert (real_site / "bulletins" / "2008" / "11" / "index.html").exists()
    for address in ("unit/leaders", "phase/study", "task/training", "topic/results", "month/2008-11"):
        assert (real_site / "browse" / address / "index.html").exists(), address


def test_a_term_is_explained_once_and_the_longest_wins(small_site: Path) -> None:
    terms = [node.text() for node in page(small_site / "plan" / "points" / "index.html").css(".prose abbr")]
    assert terms == ["三查三看", "三查"]


def test_moved_articles_are_found_at_their_old_address(small_site: Path) -> None:
    old = small_site / "old" / "123" / "index.html"
    target = str(page(old).css_first("a").attributes["href"])
    assert (old.parent / target / "index.html").resolve().exists()
    assert target in str(page(old).css_first('meta[http-equiv="refresh"]').attributes["content"])


def test_a_broken_article_fails_with_file_and_line_and_leaves_the_site(minimal: Path, write: Write) -> None:
    target = minimal / "site"
    build(minimal, target)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    write("news/2008-10-25-a.md", ARTICLE.format(title="甲", date="不是日期", body="正文"))
    write("plan/b.md", "---\ntitel: 乙\n---\n")
    with pytest.raises(UserError) as error:
        build(minimal, target)
    text = str(error.value)
    assert "docs/news/2008-10-25-a.md:3 「date」「不是日期」不是日期" in text
    assert "docs/plan/b.md:2 「titel」是不认识的字段。改法：是不是想写 title？" in text
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    assert [path.name for path in minimal.iterdir() if path.name.startswith(".site")] == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("第一行\n\n[坏](none.md)", "docs/news/2008-10-25-a.md:11 链接的文件「none.md」不存在"),
        (
            "[坏](../plan/points.md#没有)",
            "docs/news/2008-10-25-a.md:9 链接「../plan/points.md#没有」指向的小标题不存在",
        ),
        ("[坏](/plan/)", "docs/news/2008-10-25-a.md:9 链接「/plan/」不是指向 .md 文件的相对路径"),
    ],
)
def test_a_broken_link_fails_with_file_and_line(minimal: Path, write: Write, body: str, sentence: str) -> None:
    write("news/2008-10-25-a.md", ARTICLE.format(title="甲", date="2008-10-25", body=body))
    with pytest.raises(UserError) as error:
        build(minimal, minimal / "site")
    assert sentence in str(error.value)


def test_a_mistake_in_mkdocs_yml_is_named_with_its_place(minimal: Path) -> None:
    config = minimal / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\nbad: [1, 2\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"mkdocs\.yml:\d+:\d+ YAML 写法有误"):
        build(minimal, minimal / "site")


def test_a_slip_in_the_navigation_is_named(minimal: Path) -> None:
    config = minimal / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("plan/index.md", "plann/index.md"), encoding="utf-8")
    with pytest.raises(UserError, match=r"nav 里写的「plann/index\.md」不存在"):
        build(minimal, minimal / "site")


def test_a_page_that_links_to_what_is_kept_back_stops_a_production_build(minimal: Path, write: Write) -> None:
    write("plan/index.md", "---\ntitle: 方案\nsummary: 摘要。\n---\n\n[示例](../news/samples/2008-10-22-shili.md)\n")
    build(minimal, minimal / "site")
    before = (minimal / "site" / "index.html").read_bytes()
    with pytest.raises(UserError, match=r"整个网站.*\n  docs/plan/index\.md:6:\d+ LNK010 链接「.*」指向示例"):
        build(minimal, minimal / "site", production=True, site_url="https://www.example.org/")
    assert (minimal / "site" / "index.html").read_bytes() == before


@pytest.mark.parametrize("field", ["draft: true", "scope: internal", "author: 还没有人审过"])
def test_files_of_articles_kept_back_are_not_published(minimal: Path, write: Write, field: str) -> None:
    head = ARTICLE.format(title="内部", date="2008-10-25", body="[附件](secret.docx)").replace(
        "genre:", f"{field}\ngenre:"
    )
    write("news/2008-10-25-a.md", head)
    body = "[名单](list.docx) ![图](photo%20a.png) [附件](fu(1).docx) <img src=b.png alt=图> <a href='../c.pdf'>页</a>"
    write("news/2008-10-26-b.md", ARTICLE.format(title="公开", date="2008-10-26", body=body))
    names = ("secret.docx", "list.docx", "photo a.png", "fu(1).docx", "b.png", "c.pdf", "forgotten.xlsx")
    for name in names:
        MAKERS[name.rpartition(".")[2].replace("png", "picture")](minimal / "docs" / "news" / name, "4x3")
    for name in ("~$x.docx", "Thumbs.db"):
        write(f"news/{name}", "内容")
    review(minimal, "news/2008-10-26-b.md")
    review(minimal, "news/2008-10-20-peixun.md")
    allowed = {"LNK001": "写错的地址到不了文件"}
    build(minimal, minimal / "site", production=True, site_url="https://www.example.org/", allowed=allowed)
    published = {path.name for path in (minimal / "site" / "news").iterdir() if path.is_file()}
    # In the page `b.png` is no file that lies in this folder.
    assert published == {"index.html", "feed.xml", "feed.json", "list.docx", "photo a.png", "fu(1).docx", "c.pdf"}


def test_style_and_script_get_a_new_name_when_they_change(minimal: Path) -> None:
    def names() -> set[str]:
        build(minimal, minimal / "site")
        return {path.name for path in (minimal / "site" / "assets").glob("lanmu.*")}

    before = names()
    style = minimal / "overrides" / "assets" / "lanmu" / "base.css"
    style.write_text(style.read_text(encoding="utf-8") + "\np { color: red; }\n", encoding="utf-8")
    after = names()
    assert len(before) == len(after) == 2
    assert {name for name in before if name.endswith(".js")} == {name for name in after if name.endswith(".js")}
    assert not {name for name in before if name.endswith(".css")} & after


def test_when_the_swap_fails_the_old_site_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").write_text("旧", encoding="utf-8")
    with pytest.raises(UserError, match="原来的没有动"):
        swap(tmp_path / "never-made", target, tmp_path / "old")
    assert (target / "index.html").read_text(encoding="utf-8") == "旧"


@pytest.mark.usefixtures("old_articles")
def test_places_left_to_fill_in_are_named_before_publishing(minimal: Path, write: Write) -> None:
    write("news/2008-10-25-a.md", ARTICLE.format(title="甲", date="2008-10-25", body="电话：（由主办单位填写）"))
    assert build(minimal, minimal / "site").warnings == ()
    review(minimal, "news/2008-10-25-a.md")
    write("plan/index.md", "---\ntitle: 方案\nsummary: 摘要。\n---\n\n地址：（由主办单位填写）\n")
    summary = build(minimal, minimal / "site", production=True, site_url="https://www.example.org/")
    (warning,) = summary.warnings
    assert "docs/plan/index.md 还有没填的内容「（由主办单位填写）」" in warning
    assert any(" FM026 还有没填的内容「（由主办单位填写）」" in line for line in summary.left_out)
    assert not (minimal / "site" / "news" / "2008-10-25-a").exists()


def test_a_clock_that_is_wrong_is_reported(minimal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the newest article, and a year after it: one warning each; nothing in between, nor once all is archived."""
    site = read_docs(minimal / "docs").site
    assert site
    newest = max(article.date for article in site.articles if article.public)
    doubts = [replace(site, now=newest + timedelta(days=days)).clock_doubt for days in (-1, 0, 366, 367)]
    assert ["还没有到" in doubts[0], doubts[1], doubts[2], "已经过了一年多" in doubts[3]] == [True, "", "", True]
    columns = tuple(column.model_copy(update={"status": "archived"}) for column in site.columns)
    assert replace(site, columns=columns, now=newest + timedelta(days=5000)).clock_doubt == ""
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(int(newest.timestamp()) - 86_400))
    (warning,) = build(minimal, minimal / "site").warnings
    assert "docs/notices/2008-12-22-gongshi.md" in warning
    assert "校准时钟" in warning


def test_a_mistake_in_lanmu_toml_is_named_with_its_place(minimal: Path) -> None:
    (minimal / "lanmu.toml").write_text('[site]\nname = "甲"\npublisher = 甲\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"lanmu\.toml:3:\d+ 写法有误"):
        build(minimal, minimal / "site")


@pytest.mark.parametrize("address", ["", "www.example.org", "ftp://example.org/"])
def test_production_refuses_to_go_without_an_address(minimal: Path, address: str) -> None:
    with pytest.raises(UserError, match="要有完整的正式网址"):
        build(minimal, minimal / "site", production=True, site_url=address)
    assert not (minimal / "site").exists()


def test_long_columns_are_paged_and_stay_where_they_are(minimal: Path, write: Write) -> None:
    for day in range(1, 26):
        text = ARTICLE.format(title=f"第{day}篇", date=f"2008-12-{day:02}", body="正文")
        write(f"news/2008-12-{day:02}-a.md", text)
    build(minimal, minimal / "site")
    month = minimal / "site" / "news" / "2008" / "12"
    first = [str(a.attributes["href"]) for a in page(month / "index.html").css("li.entry h2 a")]
    assert len(first) == 20
    assert "2008-12-01-a" in first[0]
    write("news/2008-12-26-a.md", ARTICLE.format(title="新的一篇", date="2008-12-26", body="正文"))
    build(minimal, minimal / "site")
    assert [str(a.attributes["href"]) for a in page(month / "index.html").css("li.entry h2 a")] == first
    assert "2008-12-26-a" in (month / "p2" / "index.html").read_text(encoding="utf-8")
    newest = page(minimal / "site" / "news" / "index.html").css("li.entry h2 a")
    assert len(newest) == 20
    assert "2008-12-26-a" in str(newest[0].attributes["href"])


def test_a_long_reference_column_is_paged_too(minimal: Path, write: Write) -> None:
    for number in range(1, 26):
        text = ARTICLE.format(title=f"第{number}篇", date=f"2008-12-{number:02}", body="正文")
        write(f"plan/text-{number:02}.md", text)
    build(minimal, minimal / "site")
    assert list(broken_links(minimal / "site")) == []
    landing = page(minimal / "site" / "plan" / "index.html")
    assert len(landing.css("li.card")) == 20
    assert 'href="2008/"' in (landing.css_first(".side").html or "")
    reached = {
        str(a.text())
        for file in (minimal / "site" / "plan" / "2008").glob("**/index.html")
        for a in page(file).css("li.entry h2 a")
    }
    assert reached == {"方案要点", *(f"第{number}篇" for number in range(1, 26))}


def test_plain_mkdocs_builds_without_a_warning(whole: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=whole, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize("words", [["serve"], ["serve", "--clean", "--no-livereload"], ["gh-deploy"]])
def test_no_other_command_of_mkdocs_runs(minimal: Path, words: list[str]) -> None:
    """They have none of the gates of the preview, and know nothing of drafts."""
    command = [sys.executable, "-m", "mkdocs", *words]
    done = subprocess.run(
        command, cwd=minimal, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 1
    assert f"不用 mkdocs {words[0]}" in done.stderr
    assert "scripts/preview.py" in done.stderr


def test_plain_mkdocs_says_what_is_wrong_without_a_traceback(minimal: Path, write: Write) -> None:
    write("plan/b.md", "没有稿件信息\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=minimal, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "docs/plan/b.md:1 开头没有稿件信息" in done.stderr
    assert "Traceback" not in done.stderr
