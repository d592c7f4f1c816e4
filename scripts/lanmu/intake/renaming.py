"""Gives an article another name, date or column: it moves with its pictures, originals and translations, all that names it is
mended, its old address leads on, and the reviews stay that were given for the same text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lanmu.content import front_matter
from lanmu.content.addresses import address_of, old_address
from lanmu.content.article import Article
from lanmu.content.consistency import check_name
from lanmu.content.dates import parse_time, pub_date
from lanmu.content.files import linked_files
from lanmu.content.items import SAMPLES
from lanmu.content.loading import Reading, read_docs
from lanmu.content.translation import SUFFIX, source_path, translation_path
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import raw, with_field
from lanmu.intake.importer import find_column
from lanmu.intake.named_article import article_in
from lanmu.intake.new_article import is_free
from lanmu.intake.new_file import LONGEST, SLUG, check_slug, file_name, slug_of
from lanmu.intake.pictures import ORIGINALS
from lanmu.intake.rebinding import Rebound, caught_up, rebound
from lanmu.intake.relinking import Moves, relinked, renamed_in_data
from lanmu.storage.changes import Changes
from lanmu.storage.write_lock import writing

SETTINGS = ("mkdocs.yml", "lanmu.toml")
SHOWN = 8


@dataclass(frozen=True)
class Wanted:
    """What an editor asks for; empty where it is to stay."""

    date: str = ""
    slug: str = ""
    column: str = ""


@dataclass(frozen=True)
class Renaming:
    """All that is going to be done. `moves` are new paths below docs/ by the old ones, `originals` those of pictures as they
    came, below the project; `texts` the texts that change, by their old paths, with how many links were mended in each;
    `data` the other files, below the project, with how many places; `old_address` leads on, where readers may know it; `left` are places where the old name stays."""

    article: Article
    moves: dict[str, str]
    originals: dict[str, str]
    texts: dict[str, str]
    links: dict[str, int]
    data: dict[str, str]
    places: dict[str, int]
    reviews: Rebound
    old_address: str
    date: str
    left: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the article is going to lie below docs/."""
        return self.moves.get(self.article.path, self.article.path)

    def lines(self) -> Iterator[str]:
        """What is going to be done, for the editor."""
        if self.path != self.article.path:
            yield f"docs/{self.article.path} → docs/{self.path}"
        if self.date:
            yield f"发布时间：{self.article.pub_date} → {self.date}"
        for old, moved in self.moves.items():
            if old != self.article.path:
                yield f"{'译文' if old.endswith('.md') else '图片、附件'} docs/{old} → docs/{moved}"
        yield from (f"原图 {old} → {moved}" for old, moved in self.originals.items())
        yield from (f"改链接：docs/{path}，{count} 处" for path, count in self.links.items() if count)
        yield from (f"改数据文件：{path}，{count} 处" for path, count in self.places.items())
        if self.old_address:
            yield f"原来的网址 {self.old_address} 转到新的，贴出去的二维码照样打得开"
        yield from self.reviews.lines()
        yield from (f"还写着旧名、没有改，请自己看：{place}" for place in self.left[:SHOWN])


def rename(root: Path, file: str, wanted: Wanted, shown: tuple[str, ...]) -> str:
    """Does what was `shown` (`Renaming.lines`); gives the new path below docs/. Raises UserError when it would now be something
    else; nothing is done then."""
    with writing(root):
        planned = plan(root, file, wanted)
        if tuple(planned.lines()) != shown:
            raise UserError("刚才有别的改动，这一次什么也没有做。请再运行一次。")
        carry_out(root, planned)
    return planned.path


def carry_out(root: Path, planned: Renaming) -> None:
    """Writes it all or nothing; the writing lock is held."""
    docs, changes = root / "docs", Changes(root)
    for old, new in planned.moves.items():
        changes.move(docs / old, docs / new)
    for old, new in planned.originals.items():
        changes.move(root / old, root / new)
    for path, text in planned.texts.items():
        changes.write(docs / planned.moves.get(path, path), text.encode())
    for path, text in planned.data.items():
        changes.write(root / path, text.encode())
    changes.carry_out()


def plan(root: Path, file: str, wanted: Wanted) -> Renaming:
    """Works it all out; writes nothing. Raises UserError when it cannot be done."""
    docs = root / "docs"
    reading = read_docs(docs)
    article = article_in(reading, docs, file)
    moment = moment_of(article, wanted.date)
    new = new_path(docs, reading, article, wanted, moment)
    date = pub_date(moment) if moment != article.date else ""
    if new == article.path and not date:
        raise UserError(
            f"docs/{new} 已经是这个名称，不用改。要换的，写明新的文件名（--slug）、时间（--date）或者栏目（--column）。"
        )
    moved = files_to_move(reading, article, new)
    moves = Moves(moved, frozenset(reading.files))
    texts, links = mended_texts(docs, reading, moves)
    address = address_led_on(reading, article, new)
    texts[article.path] = own_fields(texts.get(article.path) or raw(docs / article.path), article, moves, date, address)
    caught_up(reading, texts)
    data, places = mended_data(root, reading, moved)
    return Renaming(
        article,
        moved,
        originals_to_move(root, moved),
        texts,
        links,
        data,
        places,
        rebound(reading, texts, moved),
        address,
        date,
        left_over(docs, reading, article, texts) if new != article.path else (),
    )


def moment_of(article: Article, text: str) -> datetime:
    """The time of publication that is wanted; on a day without an hour, the hour that it has. Raises UserError."""
    if not text:
        return article.date
    try:
        moment = parse_time(text)
    except ValueError as error:
        raise UserError(f"发布时间（--date）：{error}") from None
    return moment if ":" in text else datetime.combine(moment.date(), article.date.time())


def new_path(docs: Path, reading: Reading, article: Article, wanted: Wanted, moment: datetime) -> str:
    """Where the article is going to lie, below docs/. Raises UserError when that cannot be, or is taken."""
    column = find_column(docs, wanted.column) if wanted.column else article.column
    folder, name = posixpath.split(article.path)
    is_among_samples = f"/{SAMPLES}/" in article.path
    if column.id != article.column.id or is_among_samples != article.meta.sample:
        folder = f"{column.id}/{SAMPLES}" if article.meta.sample else column.id
    is_dated = column.kind == "dated"
    stem = name.removesuffix(".md")
    if is_dated or article.column.kind == "dated":
        stem = re.sub(r"^[\d-]+", "", stem)
    is_fit = SLUG.fullmatch(stem) and len(stem) <= LONGEST
    slug = check_slug(wanted.slug) if wanted.slug else stem if is_fit else slug_of(article.title)
    path = f"{folder}/{file_name(slug, moment.date() if is_dated else None)}"
    own = {old_address(old) for old in article.meta.redirect_from}
    if path != article.path and not is_free(reading, path) and address_of(path) not in own:
        raise UserError(f"docs/{path} 这个名称或者网址已经有了。请换一个文件名（--slug）。")
    return path


def files_to_move(reading: Reading, article: Article, new: str) -> dict[str, str]:
    """The article, its translations, and the files beside it that nothing else links to, with their new places."""
    old = article.path
    if new == old:
        return {}
    translations = [path for path in reading.files if SUFFIX.search(path) and source_path(path) == old]
    moved = {old: new} | {
        path: translation_path(new, match["language"]) for path in translations if (match := SUFFIX.search(path))
    }
    own: set[str] = set()
    others: set[str] = set()
    for path, body in reading.bodies.items():
        item = reading.site.written(source_path(path)) if reading.site else None
        if item:
            (own if item is article else others).update(linked_files([replace(item, body=body)]))
    before, after = posixpath.dirname(old), posixpath.dirname(new)
    stem, new_stem = (posixpath.basename(path).removesuffix(".md") for path in (old, new))
    for path in sorted((own - others) & set(reading.files)):
        folder, name = posixpath.split(path)
        if folder == before and not name.endswith((".md", ".yml")):
            place = f"{after}/{new_stem + name.removeprefix(stem) if name.startswith(stem) else name}"
            if place != path and place in reading.files:
                raise UserError(f"docs/{place} 已经有了，docs/{path} 移不过去。请先给其中一个改名。")
            moved |= {path: place} if place != path else {}
    return moved


def originals_to_move(root: Path, moved: dict[str, str]) -> dict[str, str]:
    """The pictures as they came (optimise_pictures.py keeps them), below the project."""
    moves = {}
    for old, new in moved.items():
        place = root / ORIGINALS / old
        if not old.endswith(".md") and place.parent.is_dir():
            for file in sorted(path for path in place.parent.iterdir() if path.stem == place.stem):
                target = (root / ORIGINALS / new).with_suffix(file.suffix)
                moves[file.relative_to(root).as_posix()] = target.relative_to(root).as_posix()
    return moves


def mended_texts(docs: Path, reading: Reading, moves: Moves) -> tuple[dict[str, str], dict[str, int]]:
    """The texts whose links, or names of successors, must change, by their old paths; and how many places in each."""
    texts, counts = {}, {}
    for path in reading.bodies:
        text = raw(docs / path)
        mended, count = relinked(text, front_matter.span(text)[1], path, moves)
        head = reading.heads[path].data
        successor = head.get("superseded_by") if isinstance(head, dict) else None
        if isinstance(successor, str) and successor in moves.files:
            mended, count = with_field(mended, "superseded_by", moves.files[successor]), count + 1
        if count:
            texts[path], counts[path] = mended, count
    return texts, counts


def mended_data(root: Path, reading: Reading, moved: dict[str, str]) -> tuple[dict[str, str], dict[str, int]]:
    """Data files and settings that name files that move, below the project; and how many places in each."""
    names = [f"docs/{path}" for path in reading.files if path.endswith(".yml")]
    texts, counts = {}, {}
    for name in (*names, *(name for name in SETTINGS if (root / name).is_file())):
        text, count = renamed_in_data(raw(root / name), moved)
        if count:
            texts[name], counts[name] = text, count
    return texts, counts


def address_led_on(reading: Reading, article: Article, new: str) -> str:
    """The old address, where readers may know it: of what is no draft, sample or internal, or was published once. What has a
    name that can be no address has never been out."""
    once = reading.site.once_published if reading.site else ()
    is_known = article.public or article.meta.withdrawn is not None or article.address in once
    return article.address if new != article.path and is_known and not check_name(article.path) else ""


def own_fields(text: str, article: Article, moves: Moves, date: str, address: str) -> str:
    """The article with its new date, the new names of its picture and recording, and its old address."""
    head = front_matter.split(text.replace("\r\n", "\n"), article.path)[0].data
    for name in ("date", "publish_at") if date else ():
        if name in head:
            text = with_field(text, name, date)
    for name, path in (("image", article.image), ("audio", article.audio)):
        if path in moves.files:
            text = with_field(text, name, posixpath.basename(moves.files[path]))
    before = list(article.meta.redirect_from)
    now = address_of(moves.new_path(article.path))
    led_on = [old for old in (*before, *([address] if address else [])) if old_address(old) != now]
    return with_field(text, "redirect_from", led_on or None) if led_on != before else text


def left_over(docs: Path, reading: Reading, article: Article, texts: dict[str, str]) -> tuple[str, ...]:
    """Where the old name still stands, besides in the old addresses: `docs/a.md:3`."""
    stem = posixpath.basename(article.path).removesuffix(".md")
    places = []
    for path in reading.bodies:
        lines = (
            (texts.get(path) or raw(docs / path)).split("\n") if path in texts or stem in reading.texts[path] else []
        )
        for number, line in enumerate(lines, start=1):
            if re.search(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", line) and not line.startswith("redirect_from:"):
                places.append(f"docs/{path}:{number}")
    return tuple(places)
