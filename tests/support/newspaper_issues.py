"""What the tests of 专版 share: made-up articles, an issue of them, and the running text read back by columns."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from lanmu.channels import newspaper
from lanmu.channels.common.job import Rendered, Wanted
from lanmu.channels.common.press import Press
from lanmu.channels.newspaper.grid import Grid
from lanmu.content.article import Article
from lanmu.text.document import text_of
from PIL import Image

from support import builders
from support.printing import MM, Glyph, glyphs, press

MONTH = "2008-11"
SENTENCES = (
    "各支部先学后议，边议边改，把学到的用到工作里。",
    "某某同志说：“答应了的事，别让人家问第二遍。”",
    "11月5日下午，某单位A的3个小组到车间听意见，收到意见27条，当场答复9条。",
    "办事的窗口多了一块牌子，写明带什么、找谁办、几天办好；职工说，这下不用再跑第二趟了。",
    "会开得短，话说得实。",
)


def text(paragraphs: int, *, headings: bool = True, start: int = 0) -> str:
    """Rendered-up paragraphs of one to five sentences, a subheading over every third."""
    parts = []
    for number in range(paragraphs):
        if headings and number % 3 == 1:
            parts.append(f"## 第{number}个做法")
        chosen = itertools.islice(itertools.cycle(SENTENCES), start + number, start + number + 1 + number % 5)
        parts.append("".join(chosen))
    return "\n\n".join(parts)


def piece(name: str, title: str = "", body: str = "", **fields: Any) -> Article:
    """An article for the issue."""
    given = {"title": title or f"某单位{name}的做法", "channels": {"worker": MONTH}, "unit": "", "source": "某单位"}
    return builders.article(name, body=body or text(9), **(given | fields))


def office(tmp_path: Path, articles: Sequence[Article], pieces: Sequence[dict[str, Any]] = (), **fields: Any) -> Press:
    """A press with an issue of these articles; `pieces` are added to what the issue says of each."""
    named = [{"article": article.path} for article in articles]
    said = [a | b for a, b in itertools.zip_longest(named, pieces, fillvalue={})]
    issue = {"masthead": "某某工人", "section": "学习专版", "date": "2008-11-28"} | fields | {"pieces": said}
    place = press(tmp_path, articles)
    folder = place.site.docs / "worker"
    folder.mkdir(exist_ok=True)
    (folder / f"{MONTH}.yml").write_text(yaml.safe_dump(issue, allow_unicode=True), encoding="utf-8")
    return place


def printed(place: Press) -> Rendered:
    """The issue, made."""
    (job,) = newspaper.jobs(place, Wanted(issue=MONTH))
    return job.render()


def pdf_of(done: Rendered) -> bytes:
    """The one file."""
    (pdf,) = done.files.values()
    return pdf


def below_head(page: Sequence[Glyph]) -> list[Glyph]:
    """What stands below the head of a page and above its foot; the first page has a masthead."""
    first = any(glyph.size > 30 and glyph.y < 40 for glyph in page)
    return [glyph for glyph in page if (46 if first else 24) < glyph.y < 271]


def body_of(page: Sequence[Glyph], size: float) -> list[Glyph]:
    """The running text: what is set in the size of the text."""
    return [glyph for glyph in below_head(page) if abs(glyph.size - size) < 0.06]


def set_text(pdf: bytes, *, whole: bool = True) -> str:
    """The text in the order in which it is drawn, without white space; not `whole`: without the heads of the pages."""
    pages = [page if whole else below_head(page) for page in glyphs(pdf)]
    return "".join("".join(g.text for page in pages for g in page).split())


def plain(place: Press, article: Article) -> str:
    """The text of an article as the blocks have it, without white space."""
    return "".join(text_of(place.read(article).blocks).split())


def only(words: str) -> str:
    """Letters, figures and Chinese characters: marks of lists and cut paragraphs are reported by nobody."""
    return re.sub(r"[^\w]", "", words)


def lines_by_column(page: Sequence[Glyph], setting: Grid) -> dict[int, list[list[Glyph]]]:
    """The lines of running text in each column of the page, top to foot."""
    rows: defaultdict[tuple[int, float], list[Glyph]] = defaultdict(list)
    for glyph in body_of(page, setting.size):
        column = int((glyph.x * MM - setting.left + setting.gutter / 2) // (setting.column + setting.gutter))
        rows[column, round(glyph.y, 1)].append(glyph)
    columns: defaultdict[int, list[list[Glyph]]] = defaultdict(list)
    for column, y in sorted(rows):
        columns[column].append(sorted(rows[column, y], key=lambda g: g.x))
    return columns


def mixed(tmp_path: Path, **fields: Any) -> tuple[Press, list[Article]]:
    """An issue with every kind of piece, a picture and a table, on two pages."""
    (tmp_path / "docs" / "news").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1800, 1200), "#c33").save(tmp_path / "docs" / "news" / "a.jpg")
    table = "\n\n| 事项 | 内容 | 责任 | 期限 | 结果 |\n| --- | --- | --- | --- | --- |\n| 甲 | 乙 | 丙 | 丁 | 戊 |\n"
    articles = [
        piece("a", "某单位：一本走访本，记下职工的心里话", "![一本走访本](a.jpg)\n\n" + text(13), photo="某人"),
        piece("b", "某支部座谈", text(7, start=2)),
        piece("c", "某部门把规矩立起来", text(8, start=1) + table),
        piece(
            "d", "短讯一则", "![另一张](a.jpg)\n\n某单位开放了书屋。", summary="某单位开放了职工书屋，每天八点开门。"
        ),
        piece("e", "短讯二则", text(2), summary="某单位办了两期培训班，共六十人参加。"),
    ]
    said = [
        {"role": "headline", "kicker": ["先做朋友，再做记录"], "subtitle": ["——某单位见闻"]},
        {"role": "box"},
        {"group": "进行时"},
        {"role": "brief", "summary": True, "group": "短讯"},
        {"role": "brief", "summary": True, "group": "短讯"},
    ]
    note = {"text": "这是编者的话，说明为什么编这一版。", "signed": "编者"}
    given = {"pages": 2, "note": note, "label": "总第1期", "editor": "某编辑"} | fields
    return office(tmp_path, articles, said, **given), articles
