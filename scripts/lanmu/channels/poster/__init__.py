"""宣传栏: each article of a month becomes a poster; the posters of a month are one set, numbered, of one design."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from lanmu.channels.common.items import caption_of
from lanmu.channels.common.job import Job, Rendered, Wanted, refused
from lanmu.channels.common.pictures import MM
from lanmu.channels.common.pictures import prepared as prepared_picture
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.sizes import few_pixels
from lanmu.channels.common.styles import Styles, texts_in
from lanmu.channels.poster.content import contents
from lanmu.channels.poster.layout import LEAST_DPI, Layout, Title, headline, lay_out, sheet, title_sizes
from lanmu.content import board_set
from lanmu.content.article import Article
from lanmu.content.campaign import Front
from lanmu.content.dates import chinese_day, chinese_month
from lanmu.content.newspaper_issue import issue_path
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.text.document import Block, Figure, Table, children
from lanmu.views import qr
from lanmu.views.lists import issues, name_on_front

STYLES = Styles(body="hei", strong="biao", em="kai", headings=("biao",) * 4, quote="kai", note="kai")
FACES = ("hei", "kai", "biao")
SAMPLE, PROOF = "示例", "清样"
SCAN = "扫码在手机上看"
# The same for all posters: said once.
NO_ADDRESS = "网站还没有网址，没有印二维码。请在 mkdocs.yml 里写 site_url，或者加 --site-url 网址。"
# The font of each style of entry, where it is not the body's.
LEAD = {"lead": "kai", "quote": "kai", "heading": "biao"}


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The posters that are wanted: of some articles, or of a month (a set)."""
    fronts = press.site.campaign.fronts_of("board")
    for front, issue in [(board, issue) for board in fronts for issue in issues(press.site, board.id)]:
        listed = [article for part in issue.parts for article in part.articles]
        chosen = [a for a in listed if wanted.issue == issue.month or wanted.takes(a, meant=True)]
        try:
            articles = board_set.ordered(press.site, front.id, issue.month, listed)
        except ContentError as error:
            if chosen:
                path = issue_path(front.id, issue.month)
                yield refused(CHANNEL.name, path, f"{front.name} docs/{path}", press.site.docs / path, error)
            continue
        for article in (each for each in articles if each in chosen):
            # Samples are a set of their own: the real posters are numbered without them.
            group = [other for other in articles if other.meta.sample == article.meta.sample]
            yield job(press, article, front, issue.month, group)
    for article in wanted.articles if wanted.named else ():
        if not any(front.id in article.meta.channels.issues for front in fronts):
            remedy = "请在 docs/campaign.yml 的 fronts 里加上一个 kind: board 的阵地。"
            if fronts:
                remedy = f"请在稿件信息里写上 channels: {{{fronts[0].id}: 2008-11}}。"
            nowhere = UserError(f"docs/{article.path} 没有写进哪一期宣传栏。{remedy}")
            yield refused(CHANNEL.name, article.path, f"《{article.title}》", press.source(article), nowhere)


def job(press: Press, article: Article, on: Front, month: str, group: Sequence[Article]) -> Job:
    """One poster of the set `group` of a board's month."""
    name, front = press.file_name(f"{press.issue_folder(on)}{month}/{stem_of(article)}"), on.name
    place, count = group.index(article) + 1, len(group)
    label = f"{front} {chinese_month(month)}第{place}张《{article.title}》{'（示例）' if article.meta.sample else ''}"
    column = name_on_front(article.column, on.id)
    site, inks = press.settings.site, press.inks[CHANNEL.name]
    titles = tuple(Title(each.title, each.meta.title_lines) for each in group)
    facts = (
        press.settings.print.board,
        site.name,
        site.publisher,
        inks,
        place,
        titles,
        press.stamp(article),
        front,
        column,
    )
    numbering = f"{chinese_month(month)}　第{place}张（共{count}张）"

    render = partial(print_poster, press, article, front, column, numbering, titles, name)
    sources, paths = (press.source(article),), (article.path,)
    return Job(CHANNEL.name, name, label, sources, repr(facts), render, paths, month, press.site_url, on.id)


def print_poster(
    press: Press, article: Article, front: str, column: str, numbering: str, titles: Sequence[Title], name: str
) -> Rendered:
    """The poster, set, in a set with these titles. Raises UserError for what cannot be set."""
    read, board = press.read(article), press.settings.print.board
    title, pdf_title = article.title, str(press.text(f"{front}：{article.title}"))
    address = press.address(article.address)
    site, stamp = press.settings.site, press.stamp(article)
    foot = [f"主办：{site.publisher}", numbering, *([stamp] if stamp else [])]
    # Nothing of the text is left to be read elsewhere when all of it is there.
    elsewhere = [] if address else [f"全文登在{site.name}"]
    faces = [press.fonts.faces[face][0] for face in FACES]
    paper = sheet(board, faces, [*elsewhere, *foot], SCAN if address else "", address.split("://", 1)[-1])
    files, sources = dict(read.pictures), list(read.files)
    figure = next(figures_in(read.blocks), None)
    if figure:
        worded = figure.caption or figure.alternative
        caption = press.text(caption_of(figure, article.meta.photo)) if worded else ()
        figure = replace(figure, alternative=press.text(figure.alternative or title), caption=caption)
    elif article.image:
        sources.append(press.site.docs / article.image)
        picture = prepared_picture(sources[-1], press.store)
        files[picture.name] = picture.path
        figure = Figure(picture.name, press.text(title), picture.width, picture.height)

    def measure(entries: list[dict[str, Any]]) -> list[float]:
        data = {"styles": STYLES, "sheet": paper, "galley": entries}
        with press.galley("poster", data, files, title=pdf_title) as document:
            return [document.get_page_size(index)[1] / MM for index in range(len(document))]

    options = [press.text(content) for content in contents(article, read.blocks)]
    own = Title(title, article.meta.title_lines)
    headlines = [headline(paper, own, size, press.names) for size in title_sizes(paper, titles, press.names)]
    layout = lay_out(paper, headlines, options, figure, measure)
    if layout is None:
        raise UserError(
            f"《{title}》的标题和摘要在 {board.size} 的宣传栏上排不下（要在 {board.distance:g} 米外看清）。"
            "请缩短标题或摘要，或者在 lanmu.toml 的 [print.board] 里改大 size、改小 distance。"
        )
    layout = replace(layout, headline=press.text(layout.headline))
    whole = layout.content.whole
    words = {
        "series": front,
        "column": column,
        "foot": foot if whole else [*elsewhere, *foot],
        "source": f"{article.source}　{chinese_day(article.date.date())}",
        "stamp": SAMPLE if article.meta.sample else PROOF if press.warnings(article) else stamp,
    }
    data = press.text(words) | {"styles": STYLES, "sheet": paper, "layout": layout}
    data |= {"code": code(address, press.text(SCAN if whole else "扫码看全文"))}
    if figure and layout.picture:
        data["figure"] = figure
    substitutes = press.fonts.covered(texts(data), f"《{title}》")
    pdf = press.pdf("poster", data, files, title=pdf_title, day=article.date.date())
    remarks = [f"《{title}》：{remark}" for remark in (*read.remarks, *substitutes, *remarks_on(layout, figure))]
    return Rendered({name: pdf}, (*remarks, *([] if address else [NO_ADDRESS])), tuple(sources))


def code(address: str, hint: str) -> dict[str, Any] | None:
    """The QR code, what it is for and the address in words; None while there is no address."""
    drawing = qr.code(address)
    if drawing is None:
        return None
    ground = f'<path fill="#fff" d="M0 0h{drawing.size}v{drawing.size}H0z"/>'
    drawn = f'{ground}<path fill="none" stroke="#000" d="{drawing.path}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.size} {drawing.size}">{drawn}</svg>'
    parts = re.split(r"(?<=[/-])", address.split("://", 1)[-1])
    return {"svg": svg, "hint": hint, "address": parts, "alternative": f"{hint}：{address}"}


def remarks_on(layout: Layout, figure: Figure | None) -> Iterator[str]:
    content, picture = layout.content, layout.picture
    if not content.whole:
        addition = "和要点" if any(entry.style == "point" for entry in content.entries) else ""
        yield f"全文排不下（或者有表格），登了摘要{addition}。"
    if figure and picture is None:
        yield "放不下图片，没有登。请缩短标题或摘要。"
    elif figure and picture and (fault := few_pixels(figure, picture.wide, LEAST_DPI, "贴")):
        yield f"图片{fault}。"


def figures_in(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif not isinstance(block, Table):
            yield from figures_in(children(block))


def texts(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The printed texts, each with its font role, for the check that the fonts have all characters."""
    layout: Layout = data["layout"]
    code = data["code"] or {"hint": "", "address": []}
    yield "hei", "".join((data["column"], data["stamp"], *data["foot"], code["hint"], *code["address"]))
    yield "biao", data["series"] + "".join(layout.headline.lines)
    yield "kai", data["source"]
    for entry in layout.content.entries:
        yield from texts_in(entry.inlines, LEAD.get(entry.style, "hei"), STYLES)
    if "figure" in data:
        yield from texts_in(data["figure"].caption, "kai", STYLES)


def months(site: Site) -> list[str]:
    """The months for which articles are meant for a board."""
    fronts = site.campaign.fronts_of("board")
    return sorted({issue.month for front in fronts for issue in issues(site, front.id)})


CHANNEL = Channel("poster", "宣传栏", jobs, months, shown_pages=1)
