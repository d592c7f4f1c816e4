"""Turns a Word document that was read into an article, and proves that no character was lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from lanmu.content.article import FrontMatter
from lanmu.content.campaign import Campaign
from lanmu.intake.article.blocks import Block, Paragraph, images, paragraphs, squeeze, text_of, walk
from lanmu.intake.article.facts import Facts, facts_of
from lanmu.intake.article.figures import amid_words, arranged
from lanmu.intake.article.galleries import TO_FILL_IN
from lanmu.intake.article.recognised import recognised
from lanmu.intake.article.shaping import Cleaner, Shaper
from lanmu.intake.article.writing import to_markdown
from lanmu.intake.markdown_text import prove
from lanmu.intake.options import ImportOptions
from lanmu.intake.pictures import Optimised, optimised
from lanmu.intake.report import Draft, Report, fitting_title, is_long, parts_of, title_too_long
from lanmu.intake.word.model import Picture, Remark, WordText
from lanmu.intake.word.vector_pictures import as_png, is_vector
from lanmu.untrusted.opening import RejectedFileError
from lanmu.untrusted.text_limits import refuse_excess

REDRAWN = "由矢量图（EMF、WMF）画成位图"
SHOWN = 15
AT_ONCE = 2
NAMES = {"paragraph": "段落", "quote": "段落", "bullets": "列表", "table": "表格", "box": "文本框", "figure": "图片"}
UNITS = {"段落": "段", "小标题": "个", "列表": "个", "表格": "个", "文本框": "个", "图片": "张", "脚注": "条"}
HOST = re.compile(r"https?://(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)


@dataclass
class Pictures:
    """The pictures that the article takes, and the errors of the others, by their names in the document."""

    taken: dict[str, Optimised] = field(default_factory=dict)
    refused: dict[str, RejectedFileError] = field(default_factory=dict)

    def files(self, names: Iterable[str], stem: str) -> dict[str, str]:
        """File names in the order of the text, `stem`-1 and so on; the same picture twice is one file."""
        files: dict[str, str] = {}
        by_content: dict[bytes, str] = {}
        for name in dict.fromkeys(names):
            picture = self.taken[name]
            files[name] = by_content.setdefault(picture.data, f"{stem}-{len(by_content) + 1}.{picture.suffix}")
        return files

    def remarks(self, blocks: Sequence[Block]) -> Iterator[Remark]:
        """Remarks on the changes to the pictures in `blocks`, and on each that was left out, with its place."""
        shown: set[str] = set()
        number, before = 0, ""
        if amid := sum(amid_words(block) for block in blocks if isinstance(block, Paragraph)):
            yield Remark("changed", f"{amid} 张夹在文字中间的图片，移到了那一段的后面。")
        for item in walk(blocks):
            if isinstance(item, Paragraph):
                before = text_of(item.runs).strip() or before
                continue
            number += 1
            shown.add(item.target)
            if error := self.refused.get(item.target):
                location = f"（在“{before[:SHOWN]}”后面）" if before else "（在文章开头）"
                description = f" {error.reason}" if error.reason[0].isascii() else error.reason
                yield Remark("left_out", f"第 {number} 张图片{location}是{description}。{error.remedy}。")
        changes = Counter(change for name in self.taken if name in shown for change in self.taken[name].changes)
        if changes:
            listed = "、".join(f"{change} {times} 张" for change, times in changes.items())
            yield Remark("changed", f"图片{listed}。")


def take(pictures: Sequence[Picture], media: Path) -> Pictures:
    """Prepares the pictures in the folder `media` for the site."""
    ready_pictures = Pictures()
    # Pillow releases the interpreter lock, so two threads take half the time; more would take too much memory.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for picture, result in zip(pictures, pool.map(lambda picture: ready(picture, media), pictures), strict=True):
            if isinstance(result, Optimised):
                ready_pictures.taken[picture.name] = result
            else:
                ready_pictures.refused[picture.name] = result
    redraw([picture for picture in pictures if picture.name in ready_pictures.refused], media, ready_pictures)
    return ready_pictures


def redraw(pictures: Sequence[Picture], media: Path, result: Pictures) -> None:
    """Moves the vector pictures among `pictures` from refused to taken in `result`, as LibreOffice renders them."""
    files = [(picture, (media / picture.name).read_bytes()) for picture in pictures]
    drawings = [(picture, data) for picture, data in files if is_vector(data)]
    for (picture, _), drawn in zip(drawings, as_png([data for _, data in drawings]), strict=True):
        if drawn is not None:
            redrawn = optimised(drawn, picture.rotation)
            result.taken[picture.name] = replace(redrawn, changes=(REDRAWN, *redrawn.changes))
            del result.refused[picture.name]


def ready(picture: Picture, media: Path) -> Optimised | RejectedFileError:
    """The picture prepared for the site, or why it cannot be used."""
    try:
        return optimised((media / picture.name).read_bytes(), picture.rotation)
    except RejectedFileError as error:
        return error


def article_of(
    word: WordText, media: Path, options: ImportOptions, campaign: Campaign, name: str, stem_of: Callable[[str], str]
) -> Draft:
    """The article that `word` becomes, its pictures from the folder `media`.

    The document's `name` is used when it has no title; `stem_of` gives the article's file name, without suffix, by its
    title. Raises UserError when a character would be lost.
    """
    pictures = take(word.pictures, media)
    cleaner, shaper = Cleaner(), Shaper(verbatim=options.verbatim)
    blocks, notes = word.blocks, word.notes
    if not options.verbatim:
        blocks, notes = cleaner.blocks(blocks), {key: cleaner.blocks(note) for key, note in notes.items()}
    blocks = arranged(blocks, pictures.taken)
    notes = {key: arranged(note, pictures.taken) for key, note in notes.items()}
    latest = options.now.date()
    result = recognised(blocks, verbatim=options.verbatim, title=options.title, latest=latest)
    if is_long(result.title) and not options.title:
        # The whole title stays in the text, as it does beside one that an editor gives.
        result = recognised(blocks, verbatim=options.verbatim, title=fitting_title(result.title), latest=latest)
    facts = facts_of(result, options, campaign, word.properties, name)
    if is_long(title := facts.fields["title"]) and not options.title:
        facts.fields["title"] = fitting_title(title)
        facts.remarks.append(title_too_long(title))
        facts.missing.append("短标题（title）")
    shaped = shaper.shaped(result.blocks)
    names = [image.target for part in (shaped, *notes.values()) for image in images(part)]
    files = pictures.files(names, stem_of(facts.fields["title"]))
    body = to_markdown(shaped, notes, files)
    refuse_excess(body)
    prove(body, word.visible_text, result.moved, exact=options.verbatim)
    if files and not result.is_official:
        facts.fields["image"] = next(iter(files.values()))
    # Rules IMG001 and IMG002 ask for words.
    if unnamed := sum(image.text == TO_FILL_IN for image in images(shaped)):
        facts.missing.append("图片说明")
        facts.remarks.append(Remark("look", f"{unnamed} 张图片没有说明，请把稿件里的“{TO_FILL_IN}”改成图上的内容。"))
    official = parts_of(result.document) if result.is_official else ()
    remarks = [
        *(Remark("taken", text) for text in contents_of(facts, shaped, notes, word)),
        *(Remark("taken", text) for text in official if text != f"标题：{facts.fields['title']}"),
        *(*word.remarks, *cleaner.remarks(), *shaper.remarks()),
        *(*pictures.remarks(word.blocks), *result.remarks, *facts.remarks),
        *outside_remark(shaped),
    ]
    fields = facts.fields | ({"verbatim": True} if options.verbatim else {})
    if facts.missing:
        fields["draft"] = True
        missing = "、".join(facts.missing)
        remarks.append(
            Remark("look", f"还缺：{missing}。稿件先记作草稿（draft: true），不会登出去；补齐、审过以后删去这一行。")
        )
    ordered = {name: fields[name] for name in FrontMatter.model_fields if name in fields}
    data = {file: pictures.taken[name].data for name, file in files.items()}
    return Draft(ordered, f"\n{body}", Report(tuple(remarks), word.comments), data)


def contents_of(
    facts: Facts, blocks: Sequence[Block], notes: dict[str, tuple[Block, ...]], word: WordText
) -> Iterator[str]:
    """Sentences for the report on the fields and the number of paragraphs, tables and so on."""
    labels = {"title": "标题", "genre": "体裁", "unit": "单位", "source": "来源", "author": "作者", "photo": "摄影"}
    yield "；".join(f"{label}：{facts.fields[name]}" for name, label in labels.items() if facts.fields.get(name)) + "。"
    counts = Counter(NAMES[block.block] for block in blocks)
    counts["小标题"] = sum(isinstance(block, Paragraph) and block.level > 0 for block in blocks)
    counts["段落"] -= counts["小标题"]
    counts["图片"] = sum(1 for _ in images(blocks))
    counts["脚注"] = len(notes)
    amounts = "、".join(f"{name} {counts[name]} {unit}" for name, unit in UNITS.items() if counts[name])
    yield f"{amounts}；共 {len(squeeze(word.visible_text))} 个字，和原文逐字核对一致。"


def outside_remark(blocks: Sequence[Block]) -> Iterator[Remark]:
    """A remark on the hosts that the article links to, which must be listed in lanmu.toml (rule LNK007)."""
    links = (run.link for paragraph in paragraphs(blocks) for run in paragraph.runs)
    hosts = dict.fromkeys(match[1].lower() for link in links if (match := HOST.match(link)))
    if hosts:
        yield Remark(
            "look", f"稿件里有外站链接（{'、'.join(hosts)}）：要留的，请先登记在 lanmu.toml 的 [links] hosts 里。"
        )
