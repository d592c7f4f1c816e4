"""An article as the parts of an official document's page (GB/T 9704-2012; for 2008 also GB/T 9704-1999)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from lanmu.channels.blocks import Block, inline_text
from lanmu.channels.figures import sized, small_pictures
from lanmu.channels.front_facts import facts
from lanmu.channels.levels import led_in, levelled
from lanmu.channels.markup.runs import run
from lanmu.channels.newspaper.titles import broken, width
from lanmu.channels.styles import Styles, texts_by_role
from lanmu.content.article import Article
from lanmu.content.settings import DocumentSettings

STYLES = Styles()
NUMBER = re.compile(r".*〔\d{4}〕\s*\d+\s*号")
ABOVE = re.compile(r"特急|加急|特提|平急|\d{6}|(绝密|机密|秘密).*|内部.*")
# Whom a document is for: no sentence, and nothing that leads to a list (现将有关事项通知如下：).
ADDRESSEES = re.compile(r"(?!.*(如下|以下|下列|[。；？！]))[^：]{2,150}[：:]")
ATTACHMENT = re.compile(r"(附\s*件\s*[:：]\s*)?(\d{1,2}\s*[.．、]\s*)?")
# 2号 in the 156 mm of the text area: 442 / 22 points.
TITLE_WIDTH = 20
# Characters: ten lines, not half a page.
LONGEST_LAST = 280
# From this day on GB/T 9704-2012 has dates in figures and no 主题词; before, GB/T 9704-1999 had Chinese numerals.
FIGURES_SINCE = date(2012, 7, 1)
DIGITS = "〇一二三四五六七八九"

Part = dict[str, Any]


def parts_of(article: Article, blocks: Sequence[Block], settings: DocumentSettings) -> tuple[list[Part], list[str]]:
    """What stands on the pages, in the order of the text, and remarks on what is not there.

    Besides blocks there are the kinds `head` (版头), `title`, `attachments` (附件说明), `sign` (署名 and 成文日期), `colophon`
    (版记) and `break`, a new page.
    """
    head_lines, rest = split_head(addressed(with_facts(article, blocks)))
    head, remarks = head_of(head_lines, issuer_of(article, rest), settings)
    parts: list[Part] = [head] if head else []
    if not any(block.get("role") == "title" for block in rest):
        parts.append(title_of([article.title], article))
    for role, group in groupby(rest, key=role_of):
        parts += part_of(role, list(group), article, first=not any(part["kind"] == "title" for part in parts))
    if not any(part["kind"] == "sign" for part in parts) and article.meta.document_date:
        parts.append(signed(article.source, article.meta.document_date))
    finished = sized(levelled(kept_together(parts), first=2))
    return finished, [*remarks, *small_pictures(finished)]


def kept_together(parts: Sequence[Part]) -> list[Part]:
    """Marks the end of the text above a sign-off (and above 附件说明 there), which must stand on the same page.

    A longer paragraph may be cut: it leaves two lines at the least.
    """
    marked = list(parts)
    for index, part in enumerate(parts):
        end = index - 1 if part["kind"] == "sign" else -1
        end -= end > 0 and parts[end]["kind"] == "attachments"
        if end >= 0 and parts[end]["kind"] == "paragraph" and len(inline_text(parts[end]["inlines"])) <= LONGEST_LAST:
            marked[end] = parts[end] | {"last": True}
    return marked


def with_facts(article: Article, blocks: Sequence[Block]) -> list[Block]:
    """The text with what only the front matter has (a notice's period, a promise's items) at its end."""
    closing = ("attachments", "signature", "date", "index", "copies")
    end = next((n for n, block in enumerate(blocks) if block.get("role") in closing), len(blocks))
    return [*blocks[:end], *facts(article), *blocks[end:]]


def addressed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with 主送机关 known as such where the writer began with it: flush left (GB/T 9704-2012, 7.3.2)."""
    place = next((n for n, block in enumerate(blocks) if block.get("role") not in ("letterhead", "title")), len(blocks))
    if place + 1 >= len(blocks) or blocks[place]["kind"] != "paragraph" or blocks[place].get("role"):
        return list(blocks)
    is_meant = ADDRESSEES.fullmatch(inline_text(blocks[place]["inlines"]).strip())
    first = blocks[place] | ({"role": "addressees"} if is_meant else {})
    return [*blocks[:place], first, *blocks[place + 1 :]]


def role_of(block: Block) -> str:
    """What a block is on the page: the roles that stand together have one name."""
    together = {"signature": "sign", "date": "sign", "index": "colophon", "copies": "colophon"}
    role = str(block.get("role", ""))
    return together.get(role, role)


def part_of(role: str, group: list[Block], article: Article, *, first: bool) -> list[Part]:
    """The parts for blocks of one role that follow one another."""
    texts = [block.get("inlines", []) for block in group]
    if role == "title":
        notes = [inline for inlines in texts for inline in inlines if inline["kind"] == "note"]
        title = title_of([inline_text(inlines, notes=False) for inlines in texts], article) | {"notes": notes}
        return [title] if first else [{"kind": "break"}, title]
    if role == "sign":
        return signatures(group)
    if role == "colophon":
        found = [{"role": block["role"], **labelled(spaced(block))} for block in group]
        return [{"kind": "colophon", "entries": found}]
    if role == "attachments":
        return [{"kind": "attachments", "entries": [numbered(inlines) for inlines in texts]}]
    return [led_in(block) for block in group]


def split_head(blocks: Sequence[Block]) -> tuple[list[str], list[Block]]:
    """The lines above the title, and the other blocks."""
    lines = [inline_text(block["inlines"]) for block in blocks if block.get("role") == "letterhead"]
    return lines, [block for block in blocks if block.get("role") != "letterhead"]


def issuer_of(article: Article, blocks: Iterable[Block]) -> str:
    """Who signed it: the first signature in the text, else the article's source."""
    signed = (inline_text(block["inlines"]).strip() for block in blocks if block.get("role") == "signature")
    return next(signed, article.source)


def head_of(lines: Sequence[str], issuer: str, settings: DocumentSettings) -> tuple[Part | None, list[str]]:
    """The 版头: the document's own lines, else the office's head for that issuer; nothing is made up."""
    numbers = [line for line in lines if NUMBER.fullmatch(line)]
    above = [line for line in lines if ABOVE.fullmatch(line) and line not in numbers]
    marks = ["".join(line.split()) for line in lines if line not in (*numbers, *above)]
    marks = marks or [head for head in settings.heads if issuer and head.startswith(issuer)][:1]
    if not marks:
        way_out = "要印版头，请把发文机关标志写进 lanmu.toml [print.document] 的 heads。"
        return None, [f"原文和设置里都没有“{issuer}”的版头，没有印红头。{way_out}"]
    remarks = [] if numbers else ["原文里没有发文字号，没有印。"]
    return {"kind": "head", "above": above, "marks": marks, "numbers": numbers}, remarks


def title_of(lines: Sequence[str], article: Article) -> Part:
    """A title in lines: the editor's own, those of the text, or broken at words."""
    whole = "".join("".join(lines).split())
    given = article.meta.title_lines
    if given and whole == "".join("".join(given).split()):
        lines = given
    elif len(lines) == 1:
        count = next(n for n in range(1, 40) if all(width(line) <= TITLE_WIDTH for line in broken(whole, n)))
        lines = broken(whole, count)
    return {"kind": "title", "lines": list(lines), "notes": []}


def signatures(group: Sequence[Block]) -> list[Part]:
    """One sign-off for each date: the bodies above it."""
    parts: list[Part] = []
    names: list[list[Any]] = []
    for block in group:
        if block["role"] == "date":
            parts.append({"kind": "sign", "names": names, "date": block["inlines"]})
            names = []
        else:
            names.append(block["inlines"])
    return [*parts, {"kind": "sign", "names": names, "date": []}] if names else parts


def signed(name: str, day: date) -> Part:
    """The sign-off of an article that has its issuer and date only in its front matter."""
    return {"kind": "sign", "names": [[run(name)]], "date": [run(day_text(day))]}


def day_text(day: date) -> str:
    """The date as the standard of its time has it: 二〇〇八年十月十日, later 2012年10月10日."""
    if day >= FIGURES_SINCE:
        return f"{day.year}年{day.month}月{day.day}日"
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def numeral(number: int) -> str:
    """A number up to 99 in Chinese: 十, 二十一."""
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[units] if units else "")


def spaced(block: Block) -> list[dict[str, Any]]:
    """The inlines; a full character of space between the words of 主题词 (GB/T 9704-1999, 8.3.1)."""
    is_index = block["role"] == "index"
    return [
        i | {"text": re.sub(r"\s+", "　", i["text"])} if is_index and i["kind"] == "text" else i
        for i in block["inlines"]
    ]


def labelled(inlines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The word before the first colon (抄送：) and what comes after it."""
    first, *rest = inlines
    label, colon, text = str(first.get("text", "")).partition("：")
    if not colon:
        return {"label": "", "inlines": list(inlines)}
    return {"label": label + colon, "inlines": [first | {"text": text.lstrip()}, *rest]}


def numbered(inlines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A line of 附件说明: 附件：, the number, and the name, to which further lines are aligned."""
    first, *rest = inlines
    text = str(first.get("text", ""))
    match = ATTACHMENT.match(text)
    label, number = (match[1] or "", match[2] or "") if match else ("", "")
    name = text[len(label) + len(number) :]
    return {"label": label.rstrip(), "number": number.rstrip(), "inlines": [first | {"text": name}, *rest]}


def texts(parts: Iterable[Part]) -> dict[str, str]:
    """What is set in which role, for the check of the glyphs."""
    found: dict[str, str] = {}

    def add(role: str, text: str) -> None:
        found[role] = found.get(role, "") + text

    for part in parts:
        kind = part["kind"]
        if kind == "head":
            add("biao", "".join(part["marks"]))
            add("fang", "".join((*part["above"], *part["numbers"])))
        elif kind == "title":
            add("biao", "".join(part["lines"]))
            add("song", inline_text(part["notes"]))
        elif kind == "sign":
            add("fang", "".join(map(inline_text, (*part["names"], part["date"]))))
        elif kind in ("attachments", "colophon"):
            for entry in part["entries"]:
                role = "biao" if entry.get("role") == "index" else "fang"
                add("hei" if role == "biao" else "fang", entry["label"] + entry.get("number", ""))
                add(role, inline_text(entry["inlines"]))
        elif kind != "break":
            for role, text in texts_by_role([part], STYLES).items():
                add(role, text)
    return found
