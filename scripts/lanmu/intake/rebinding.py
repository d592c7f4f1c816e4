"""Reviews after a change of names and links: a signature that held is bound to the text as it is now, if readers see the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lanmu.content import front_matter
from lanmu.content.article import Article, Signature
from lanmu.content.items import read_item
from lanmu.content.loading import Reading
from lanmu.content.review import Standing, Text, stages, text_hash
from lanmu.content.translation import SUFFIX, Translation, TranslationMatter, source_hash, source_path
from lanmu.content.validation import validate
from lanmu.content.yaml_text import YamlText
from lanmu.intake.head_fields import raw, with_field
from lanmu.intake.review_block import with_signatures
from lanmu.search.documents import visible
from lanmu.text.dialect import converter

UNSEEN = ("review", "date", "publish_at", "redirect_from", "image", "audio", "superseded_by", "source_hash")
"""Fields that a renaming changes, and that are no words of the text."""


@dataclass(frozen=True)
class Rebound:
    """Texts by their old paths below docs/: `bound` ones keep their reviews, `void` ones must be reviewed again."""

    bound: tuple[str, ...]
    void: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For the editor."""
        if self.bound:
            yield f"审签仍然有效（读者看到的一个字没有变，校验码由程序换成新的）：{listed(self.bound)}"
        if self.void:
            yield f"读者看到的文字变了，要重新审：{listed(self.void)}"


def listed(paths: tuple[str, ...]) -> str:
    return "、".join(f"docs/{path}" for path in paths)


def caught_up(reading: Reading, texts: dict[str, str]) -> None:
    """Gives translations that followed their originals, whose links were mended in `texts`, the hash of these."""
    for path, head in reading.heads.items():
        original = source_path(path)
        if not SUFFIX.search(path) or original not in texts or not isinstance(head.data, dict):
            continue
        before = source_hash(reading.heads[original].data, reading.bodies[original])
        if head.data.get("source_hash") == before and path in reading.bodies:
            new_head, body = parts(texts[original], original)
            after = source_hash(new_head.data, body)
            if after != before:
                assert reading.site
                text = texts.get(path) or raw(reading.site.docs / path)
                texts[path] = with_field(text, "source_hash", after)


def parts(text: str, path: str) -> tuple[YamlText, str]:
    """Head and body of a text as it lies on disk."""
    return front_matter.split(text.replace("\r\n", "\n"), f"docs/{path}")


def rebound(reading: Reading, texts: dict[str, str], moved: Mapping[str, str]) -> Rebound:
    """Binds the valid signatures of all texts that change or move to what they will be; `texts` is changed."""
    assert reading.site
    docs, bound, void = reading.site.docs, [], []
    lies = {new: old for old, new in moved.items()}
    reviewed: list[Text] = [*reading.site.articles, *reading.site.withdrawn, *reading.translations]
    for before in reviewed:
        if before.path not in texts and before.path not in moved:
            continue
        valid = {s.field: s.signature for s in stages(before, docs) if s.signature and s.standing is Standing.VALID}
        if not valid:
            continue
        text = texts.get(before.path) or raw(docs / before.path)
        after = text_at(reading, before, text, texts, moved)
        if after is None or not reads_the_same(before, after):
            void.append(before.path)
            continue
        now = text_hash(after, docs, lies)
        signed = {name: Signature(name=s.name, date=s.date, text_hash=now) for name, s in valid.items()}
        texts[before.path] = with_signatures(text, signed)
        bound.append(before.path)
    return Rebound(tuple(bound), tuple(void))


def text_at(
    reading: Reading, before: Text, text: str, texts: Mapping[str, str], moved: Mapping[str, str]
) -> Text | None:
    """An article or translation as it will be; None when its head cannot be used any more."""
    assert reading.site
    path = moved.get(before.path, before.path)
    head, body = parts(text, path)
    if isinstance(before, Article):
        columns = {column.id: column for column in reading.site.columns}
        item, _ = read_item(path, head, body, columns, reading.site.genres)
        return item if isinstance(item, Article) else None
    assert isinstance(before.original, Article)
    original = before.original
    if original.path in texts or original.path in moved:
        own = texts.get(original.path) or raw(reading.site.docs / original.path)
        bound_original = text_at(reading, original, own, texts, moved)
        original = bound_original if isinstance(bound_original, Article) else original
    meta, _ = validate(TranslationMatter, head)
    return Translation(path, meta, body, original) if meta else None


def reads_the_same(before: Text, after: Text) -> bool:
    """True when readers see the same words in both, in the fields and in the text."""
    heads = [text.meta.model_dump(mode="json", exclude=set(UNSEEN)) for text in (before, after)]
    bodies = [before.body, after.body]
    return heads[0] == heads[1] and (
        bodies[0] == bodies[1] or len({visible(converter().convert(b)) for b in bodies}) == 1
    )
