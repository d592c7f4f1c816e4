"""Every way in which a built page names something, and every way in which what it names can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.checks.built.elements import refresh_of
from lanmu.checks.built.reference import Outcome
from lanmu.checks.built.site import read_site
from lanmu.checks.built.spelling import fault_of
from support.built_sites import findings, write

SITE = "https://www.example.org/"
HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>页</title>'
GOOD = {"a.png": "图", "b.html": f'{HEAD}<body><a href="index.html">回</a>', "v.mp4": "片", "s.css": ""}


def codes(
    tmp_path: Path, body: str, *, head: str = "", offline: bool = False, **files: str
) -> list[tuple[str, int, int]]:
    """Code, line and column of the findings on a page with this body (its first line is line 2)."""
    page = f'{HEAD}{head}</head><body><a href="b.html">b</a>\n{body}\n</body></html>'
    write(tmp_path, GOOD | {name.replace("__", "."): text for name, text in files.items()} | {"index.html": page})
    site = read_site(None, tmp_path, site_url=SITE, offline=offline)
    return [(finding.code, finding.line, finding.column) for finding in findings(site)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<img src="MISS.png" alt="图">', "OUT015"),
        ('<img src="a.png" alt="图" srcset="a.png 1x, MISS.png 2x">', "OUT015"),
        ('<picture><source srcset="MISS.png"><img src="a.png" alt="图"></picture>', "OUT015"),
        ('<img src="a.png" alt="图" longdesc="MISS.html">', "OUT001"),
        ('<img data-src="MISS.png" alt="图">', "OUT015"),
        ('<blockquote cite="MISS.html">引</blockquote>', "OUT001"),
        ('<q cite="MISS.html">引</q>', "OUT001"),
        ('<del cite="MISS.html">删</del>', "OUT001"),
        ('<video src="v.mp4" poster="MISS.png"></video>', "OUT015"),
        ('<video><source src="MISS.mp4"><track src="b.html"></video>', "OUT015"),
        ('<video src="v.mp4"><track src="MISS.vtt"></video>', "OUT015"),
        ('<embed src="MISS.pdf">', "OUT015"),
        ('<object data="MISS.pdf"></object>', "OUT015"),
        ('<iframe src="MISS.html" title="框"></iframe>', "OUT015"),
        ('<iframe srcdoc="<a href=\'MISS.html\'>x</a>" title="框"></iframe>', "OUT001"),
        ('<iframe srcdoc="&lt;img alt=x src=\'MISS.png\'>" title="框"></iframe>', "OUT015"),
        ('<form action="MISS.php"></form>', "OUT001"),
        ('<button formaction="MISS.php">送</button>', "OUT001"),
        ('<input type="image" src="MISS.png" alt="送">', "OUT015"),
        ('<table background="MISS.png"></table>', "OUT015"),
        ('<select><option value="MISS.html">友情链接</option></select>', "OUT001"),
        ('<select onchange="location.href=this.value"><optgroup><option value="/MISS">某</option></select>', "OUT001"),
        ('<map name="m"><area href="MISS.html" alt="区"></map><img src="a.png" alt="图" usemap="#m">', "OUT001"),
        ('<svg><image href="MISS.png"/></svg>', "OUT015"),
        ('<div style="background:url(MISS.png)">底</div>', "OUT015"),
        ("<div style=\"background-image:image-set('MISS.png' 1x)\">底</div>", "OUT015"),
        ('<style>@import "MISS.css";</style>', "OUT015"),
        ("<style>@import url('MISS.css') layer(x) screen;</style>", "OUT015"),
        ("<style>@font-face{src:src('MISS.woff2')}</style>", "OUT015"),
    ],
)
def test_what_a_page_names_is_looked_for(body: str, code: str, tmp_path: Path) -> None:
    column = body.index("MISS") + 1
    reported = codes(tmp_path, body)
    assert (code, 2) in [(reported_code, line) for reported_code, line, _ in reported]
    assert abs(next(at for reported_code, _, at in reported if reported_code == code) - column) <= 1
    assert code not in [reported_code for reported_code, *_ in codes(tmp_path, body.replace("MISS", "b"), b__png="图", b__css="", **{
        f"b__{kind}": "" for kind in ("mp4", "vtt", "pdf", "php", "woff2")
    }, **{"b/index__html": GOOD["b.html"]})]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ('<script type="application/ld+json">{"@context":"https://schema.org","url":"miss.html"}</script>', "OUT001"),
        ('<script type="application/ld+json">[{"image":["a.png","miss.png"]}]</script>', "OUT015"),
        ('<script type="application/ld+json">{"logo":{"@type":"ImageObject","url":"miss.png"}}</script>', "OUT015"),
        ('<script type="application/ld+json">{"itemListElement":[{"item":"https://www.example.org/miss/"}]}</script>', "OUT001"),
        ('<meta property="og:image" content="miss.png">', "OUT015"),
        ('<meta name="twitter:image" content="miss.png">', "OUT015"),
        ('<meta name="msapplication-TileImage" content="miss.png">', "OUT015"),
        ('<meta name="msapplication-config" content="miss.xml">', "OUT015"),
        ('<link rel="icon" href="miss.ico">', "OUT015"),
        ('<link rel="preload" as="image" imagesrcset="miss.png 2x" href="a.png">', "OUT015"),
    ],
)  # fmt: skip
def test_what_the_head_names_is_looked_for(head: str, code: str, tmp_path: Path) -> None:
    assert code in [reported_code for reported_code, *_ in codes(tmp_path, "", head=head)]


def test_data_that_name_no_file_are_left_alone(tmp_path: Path) -> None:
    data = (
        '{"@context":"https://schema.org","@id":"#me","potentialAction":{"target":"search?q={q}"},"name":"miss.html"}'
    )
    head = f'<script type="application/ld+json">{data}</script><script type="application/ld+json">{{</script>'
    head += '<meta name="msapplication-config" content="none">'
    body = '<select><option value="miss">甲</option><option value="/">乙</option></select><img src="a.png" alt="图" usemap="#m"><map name="m"></map>'
    assert codes(tmp_path, body, head=head) == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('<object data="" type="a"></object>', 15),
        ("<object data type=b></object>", 9),
        ("<video poster src=v.mp4></video>", 8),
        ("<a href>空</a>", 4),
        ('<img alt="图">', 1),
        ("<p><embed>", 4),
        ('<input type="image" alt="送">', 1),
        ('<!-- <img alt="图"> --><img alt="图">', 23),
    ],
)
def test_an_address_that_is_not_there_has_a_place(body: str, place: int, tmp_path: Path) -> None:
    assert ("OUT004", 2, place) in codes(tmp_path, body)


def test_an_image_map_that_is_not_there(tmp_path: Path) -> None:
    assert codes(tmp_path, '<img src="a.png" alt="图" usemap="#tu"><map name="tu2"></map>') == [("OUT002", 2, 34)]


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        *[(good, Outcome.FINE) for good in ("mailto:a@example.org", "mailto:a@example.org,b@example.org?cc=c@example.org")],
        *[(good, Outcome.FINE) for good in ("mailto:?subject=x&body=y", "mailto:%E7%94%B2%20<a@example.org>", "sms:12351?body=x")],
        *[(good, Outcome.FINE) for good in ("tel:12351", "tel:+86-595-00000000", "tel:0595 00000000;ext=1", "tel:(0595)00000000")],
        *[(none, Outcome.EMPTY_CONTACT) for none in ("mailto:", "tel:", "tel: ", "mailto:?", "mailto:?subject=", "mailto://", "tel:?a=b")],
        *[(bad, Outcome.BAD_CONTACT) for bad in ("mailto:octocat", "mailto:a＠163.com", "mailto://a@example.org", "mailto:a@b")],
        *[(bad, Outcome.BAD_CONTACT) for bad in ("tel:电话", "tel:０５９５", "tel://12351", "mailto:a@example.org；b@example.org")],
    ],
)  # fmt: skip
def test_addresses_and_numbers_to_write_and_call(address: str, outcome: Outcome) -> None:
    assert fault_of(address) is outcome


@pytest.mark.parametrize(
    ("content", "refresh"),
    [
        ("0; url=b.html", (0, "b.html")),
        ("3;URL='b.html'", (3, "b.html")),
        ('0,url="b.html"rest', (0, "b.html")),
        ("5 b.html", (5, "b.html")),
        ("0;b.html", (0, "b.html")),
        (" 0 ;\n url = b.html ", (0, "b.html")),
        (".5;url=b.html", (0, "b.html")),
        ("1.9;url=b.html", (1, "b.html")),
        ("0;url=", (0, "")),
        ("0;urlb", (0, "urlb")),
        ("30", (30, None)),
        ("30;", (30, None)),
        *[(bad, None) for bad in ("", "3x;url=b.html", "url=b.html", "-1;url=b.html", "；url=b.html", "0：url=b.html")],
    ],
)
def test_a_refresh_as_browsers_read_it(content: str, refresh: tuple[float, str | None] | None) -> None:
    assert refresh_of(content) == refresh


def test_a_refresh_that_browsers_do_not_understand(tmp_path: Path) -> None:
    for content, code in (
        ("3x;url=b.html", "OUT005"),
        ("", "OUT004"),
        ("0;url=", "OUT004"),
        ("0;url=miss.html", "OUT001"),
    ):
        head = f'<meta http-equiv="refresh" content="{content}">'
        assert [reported_code for reported_code, *_ in codes(tmp_path, "", head=head)] == [code]
    for head in ('<meta http-equiv="refresh" content="60">', '<meta http-equiv="Refresh" content="9;b.html">'):
        assert codes(tmp_path, "", head=head) == []


def test_a_page_is_not_left_where_only_readers_without_scripts_are_sent_on(tmp_path: Path) -> None:
    head = '<noscript><meta http-equiv="refresh" content="0;url=b.html"></noscript>'
    codes(tmp_path, "", head=head)
    assert read_site(None, tmp_path).redirects == {}


@pytest.mark.parametrize("written", ["%E4%B8%AD", "中", "a%20b", "a b"])
def test_an_anchor_is_looked_for_as_written_then_decoded(written: str, tmp_path: Path) -> None:
    for name in ("%E4%B8%AD", "中") if "a" not in written else ("a%20b", "a b"):
        anchor = written.replace(" ", "%20") if name == "a b" else written
        if (written, name) == ("a b", "a%20b"):
            continue
        target = f'{HEAD}<body><h2 id="{name}">题</h2><a href="index.html">回</a>'
        assert codes(tmp_path, f'<a href="b.html#{anchor}">题</a>', b__html=target) == []


def test_what_needs_a_server(tmp_path: Path) -> None:
    body = '<a href="//x.example.com/">别处</a>\n<a href="/b.html">乙</a>\n<a href="https://x.example.com/">丙</a>'
    assert codes(tmp_path, body) == []
    assert codes(tmp_path, body, offline=True) == [("OUT010", 2, 10), ("OUT010", 3, 10)]


def test_this_machine_is_asked_only_when_wanted(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}<body><a href="http://127.0.0.1:18080/ok">甲</a>'})
    assert [f.code for f in findings(read_site(None, tmp_path))] == ["OUT005"]
    site = read_site(None, tmp_path, allow_private=True)
    assert (findings(site), list(site.external)) == ((), ["http://127.0.0.1:18080/ok"])


FEED = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title><link>https://www.example.org/b.html</link>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html">{}</content></entry></feed>'
PICTURE = '&lt;p>&lt;img src="https://www.example.org/{}.png">&lt;a href="#fn">1&lt;/a>&lt;/p>'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.xml", FEED.format(f"<item><description>{PICTURE}</description></item>")),
        ("feed.rss", FEED.format("<item><description><![CDATA[<a href='https://www.example.org/{}.png'>x</a>]]></description></item>")),
        ("atom.xml", ATOM.format(PICTURE)),
        ("feed.json", '{{"version":"https://jsonfeed.org/version/1.1","items":[{{"content_html":"<img src=\\"https:\\/\\/www.example.org\\/{}.png\\">"}}]}}'),
        ("sitemap.xml", "<urlset><url><loc>https://www.example.org/{}.png</loc></url></urlset>"),
        ("browserconfig.xml", '<browserconfig><msapplication><tile><square150x150logo src="/{}.png"/></tile></msapplication></browserconfig>'),
    ],
)  # fmt: skip
def test_feeds_and_what_is_in_them(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}<body><a href="b.html">b</a>', "b.html": GOOD["b.html"], "a.png": "图"})
    for stem, wanted in (("a", []), ("miss", ["OUT012"])):
        write(tmp_path, {name: text.replace("{{", "{").replace("}}", "}").replace("{}", stem)})
        assert [f.code for f in findings(read_site(None, tmp_path, site_url=SITE))] == wanted


def test_addresses_in_a_sitemap_are_whole(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": HEAD, "sitemap.xml": "<urlset><url><loc>index.html</loc></url></urlset>"})
    (finding,) = findings(read_site(None, tmp_path, site_url=SITE))
    assert (finding.code, "没有写全网址" in finding.message) == ("OUT012", True)


def test_a_manifest_by_any_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "index.html": f'{HEAD}<link rel="manifest" href="app.json"><body>',
            "app.json": '{"icons":[{"src":"miss.png"}]}',
        },
    )
    assert [f.code for f in findings(read_site(None, tmp_path))] == ["OUT015"]
    write(tmp_path, {"app.json": "{"})
    assert [f.code for f in findings(read_site(None, tmp_path))] == ["OUT012"]
