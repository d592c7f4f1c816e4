"""宣传栏: each article of a month becomes a poster; the posters of a month are one set, numbered, of one design."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from lanmu.channels.desk import Desk, Wanted, stem_of
from lanmu.channels.figures import is_drawing
from lanmu.channels.job import Job, Made, refused
from lanmu.channels.newspaper.columns import set_apart
from lanmu.channels.newspaper.items import caption_of
from lanmu.channels.pictures import prepared as prepared_picture
from lanmu.channels.poster.content import Content, contents
from lanmu.channels.poster.layout import LEAST_DPI, Layout, lay_out, sheet
from lanmu.channels.styles import Styles, texts_in
from lanmu.channels.typesetting import typeset
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day, chinese_month
from lanmu.diagnostics.errors import UserError
from lanmu.locales.mirror import FOLDER
from lanmu.text.document import Block, Figure, Table, children
from lanmu.views import qr
from lanmu.views.lists import issues, name_on_front
from lanmu.views.meta import absolute

CHANNEL = "poster"
TEMPLATE = "poster"
STYLES = Styles(body="hei", strong="biao", em="kai", headings=("biao",) * 4, quote="kai", note="kai")
FACES = ("hei", "kai", "biao")
SAMPLE, PROOF = "示例", "清样"
# The same for all posters: said once.
NO_ADDRESS = "网站还没有网址，没有印二维码。请在 mkdocs.yml 里写 site_url，或者加 --site-url 网址。"
MM = 72 / 25.4
# The font of each style of entry, where it is not the body's.
LEAD = {"lead": "kai", "quote": "kai", "heading": "biao"}


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The posters that are wanted: of some articles, or of a month (a set)."""
    for issue in issues(desk.site, "board"):
        articles = [article for part in issue.parts for article in part.articles]
        for article in articles:
            if wanted.issue == issue.month or wanted.takes(article, meant=True):
                # Samples are a set of their own: the real posters are numbered without them.
                group = [other for other in articles if other.meta.sample == article.meta.sample]
                yield job(desk, article, issue.month, group.index(article) + 1, len(group))
    for article in wanted.articles if wanted.named else ():
        if article.meta.channels.board is None:
            remedy = "请在稿件信息里写上 channels: {board: 2008-11}。"
            error = UserError(f"docs/{article.path} 没有写进哪一期宣传栏。{remedy}")
            yield refused(CHANNEL, article.path, f"《{article.title}》", desk.source(article), error)


def job(desk: Desk, article: Article, month: str, place: int, count: int) -> Job:
    """One poster: the `place`th of `count`."""
    name = desk.file_name(f"{month}/{stem_of(article)}")
    front = next((front.name for front in desk.site.campaign.fronts if front.id == "board"), "宣传栏")
    label = f"{front} {chinese_month(month)}第{place}张《{article.title}》{'（示例）' if article.meta.sample else ''}"
    column = name_on_front(article.column, "board")
    facts = (desk.settings.print.board, desk.settings.site, place, count, desk.mark(article), front, column)

    def make() -> Made:
        return Poster(desk, article, front, column, f"{chinese_month(month)}　第{place}张（共{count}张）").made(name)

    sources = (desk.source(article),)
    return Job(CHANNEL, name, label, sources, repr(facts), make, (article.path,), month, desk.site_url)


class Poster:
    """One poster while it is made. `title` is the name of the file for readers of the PDF; `address` the article's full
    address, of the Traditional page on a Traditional poster, empty while the site has none."""

    def __init__(self, desk: Desk, article: Article, front: str, column: str, numbering: str) -> None:
        self.desk = desk
        self.article = article
        self.front = front
        self.column = column
        self.numbering = numbering
        self.title = str(desk.text(f"{front}：{article.title}"))
        self.address = absolute(desk.site_url, f"{FOLDER}/" * desk.traditional + article.address)
        self.read = desk.read(article)
        faces = [desk.fonts.faces[face][0] for face in FACES]
        self.sheet = sheet(desk.settings.print.board, faces, coded=bool(desk.site_url))
        self.files = dict(self.read.pictures)
        self.sources = list(self.read.files)

    def made(self, name: str) -> Made:
        """The poster, set. Raises UserError for what cannot be set."""
        figure = self.figure()
        options = [self.desk.text(content) for content in contents(self.article, self.read.blocks)]
        title, given = self.article.title, self.article.meta.title_lines
        layout = lay_out(self.sheet, title, given, options, figure, self.measure)
        if layout is None:
            board = self.desk.settings.print.board
            raise UserError(
                f"《{title}》的标题和摘要在 {board.size} 的宣传栏上排不下（要在 {board.distance:g} 米外看清）。"
                "请缩短标题或摘要，或者在 lanmu.toml 的 [print.board] 里改大 size、改小 distance。"
            )
        data = self.furniture(layout.content) | {"styles": STYLES.data, "sheet": self.sheet}
        layout = replace(layout, headline=self.desk.text(layout.headline))
        if layout.picture:
            data["figure"] = figure
        data |= {"layout": layout, "code": self.code(layout.content)}
        substitutes = self.desk.fonts.covered(texts_by_face(data), f"《{title}》")
        day = self.article.date.date()
        pdf = typeset(
            TEMPLATE, data, self.files, self.desk.fonts, title=self.title, language=self.desk.language, day=day
        )
        remarks = [*self.read.remarks, *substitutes, *remarks_on(layout, figure)]
        told = [f"《{title}》：{remark}" for remark in remarks] + ([] if self.address else [NO_ADDRESS])
        return Made({name: pdf.bytes}, tuple(told), tuple(self.sources))

    def figure(self) -> Figure | None:
        """The first picture of the text, else the title picture."""
        found = next((block for block in figures_in(self.read.blocks)), None)
        if found:
            worded = found.caption or found.alternative
            caption = self.desk.text(caption_of(found, self.article.meta.photo)) if worded else ()
            alternative = self.desk.text(found.alternative or self.article.title)
            return replace(found, alternative=alternative, caption=caption)
        if not self.article.image:
            return None
        picture = prepared_picture(self.desk.site.docs / self.article.image, self.desk.store)
        self.files[picture.name] = picture.path
        self.sources.append(self.desk.site.docs / self.article.image)
        return Figure(picture.name, self.desk.text(self.article.title), picture.width, picture.height)

    def measure(self, entries: list[dict[str, Any]]) -> list[float]:
        """The heights of set texts, mm."""
        made = set_apart(
            self.desk, TEMPLATE, {"styles": STYLES.data, "sheet": self.sheet, "galley": entries}, self.files, self.title
        )
        document = pypdfium2.PdfDocument(made)
        try:
            return [document.get_page_size(index)[1] / MM for index in range(len(document))]
        finally:
            document.close()

    def furniture(self, content: Content) -> dict[str, Any]:
        """Head and foot."""
        names = self.desk.settings.site
        mark = self.desk.mark(self.article)
        foot = [f"主办：{names.publisher}", f"{self.front}　{self.numbering}", mark]
        if not content.whole and not self.address:
            foot.insert(0, f"全文登在{names.name}")
        source = f"{self.article.source}　{chinese_day(self.article.date.date())}"
        words = {"series": self.front, "column": self.column, "foot": [line for line in foot if line], "source": source}
        words["mark"] = SAMPLE if self.article.meta.sample else PROOF if mark else ""
        found: dict[str, Any] = self.desk.text(words)
        return found

    def code(self, content: Content) -> dict[str, Any] | None:
        """The QR code, what it is for and the address in words."""
        found = qr.code(self.address)
        if found is None:
            return None
        drawn = f'<path fill="#fff" d="M0 0h{found.size}v{found.size}H0z"/><path d="{found.path}"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {found.size} {found.size}">{drawn}</svg>'
        shown = self.address.split("://", 1)[-1]
        hint = self.desk.text("扫码在手机上看" if content.whole else "扫码看全文")
        parts = re.split(r"(?<=[/-])", shown)
        return {"svg": svg, "hint": hint, "address": parts, "alternative": f"{hint}：{self.address}"}


def remarks_on(layout: Layout, figure: Figure | None) -> Iterator[str]:
    """What the editor should know: what was left out, a picture too small."""
    content, picture = layout.content, layout.picture
    if not content.whole:
        what = "和要点" if any(entry.style == "point" for entry in content.entries) else ""
        yield f"全文排不下（或者有表格），登了摘要{what}。"
    if figure and picture is None:
        yield "放不下图片，没有登。请缩短标题或摘要。"
    elif figure and picture and not is_drawing(figure):
        inches = picture.wide / 25.4
        dpi = round(figure.width / inches)
        if dpi < LEAST_DPI:
            yield (
                f"图片只有 {dpi} dpi（{figure.width} 像素排成 {picture.wide:.0f} 毫米宽），贴出来不清楚。"
                f"请换成宽 {round(LEAST_DPI * inches)} 像素以上的原图。"
            )


def figures_in(blocks: Iterable[Block]) -> Iterator[Figure]:
    """The figures, however deep they lie."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif not isinstance(block, Table):
            yield from figures_in(children(block))


def texts_by_face(data: dict[str, Any]) -> dict[str, str]:
    """All text of a poster by the role of its font."""
    layout: Layout = data["layout"]
    code = data["code"] or {"hint": "", "address": []}
    found: defaultdict[str, str] = defaultdict(str)
    found["hei"] = data["column"] + data["mark"] + "".join(data["foot"]) + code["hint"] + "".join(code["address"])
    found["biao"] = data["series"] + "".join(layout.headline.lines)
    found["kai"] = data["source"]
    lines = [(LEAD.get(entry.style, "hei"), entry.inlines) for entry in layout.content.entries]
    if "figure" in data:
        lines.append(("kai", data["figure"].caption))
    for base, inlines in lines:
        for face, text in texts_in(inlines, base, STYLES):
            found[face] += text
    return found
