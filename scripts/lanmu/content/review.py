"""三审: which reviews there are, which text each was given for, whether that is still the text; their part of a form."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from lanmu.content.article import Article, Audience, Signature
from lanmu.content.dates import chinese_day
from lanmu.content.files import linked_files
from lanmu.content.fingerprint import fingerprint
from lanmu.content.translation import Translation
from lanmu.text.exemptions import without

THREE = {"first": "初审", "second": "复审", "final": "终审"}
BY_NAME = {"secrecy": "保密审查", "privacy": "隐私审查"}
ALL = THREE | BY_NAME
PARTS = ("稿件信息", "正文", "图片和附件", "文件名")
NOT_REVIEWED = frozenset(
    {"review", "channels", "draft", "date", "publish_at", "updated", "status", "superseded_by", "withdrawn"}
)
# Characters in a line of a form's wide cells.
FULL_LINE = 28
SIGNATURE = "签名：＿＿＿＿＿＿＿＿　　　　　年　　月　　日"
CHOICES = {
    "secrecy": "□ 不含国家秘密、工作秘密，可以公开　□ 不宜公开",
    "privacy": "□ 不含个人隐私，或者已经遮盖、征得同意　□ 需要修改",
}
CHOICES_INTERNAL = CHOICES | {"secrecy": "□ 不含国家秘密，可以在内部版登出　□ 不宜登出"}
# A text that begins with code: the blanks before it make it so.
INDENTED = re.compile(r"(?:[^\S\n]*\n)*(?: {4}| {0,3}\t)")
OTHER_NAME = "文件名和审的时候不同，这是副本，或者改了名"
NOT_MOVED: Mapping[str, str] = MappingProxyType({})
# What people write where a name is wanted.
NO_NAME = re.compile(
    r"[\W\d_]*|.|[xX×*＊○〇某□\s]+|某(人|甲|乙|丙|同志|领导|主任)|佚名|未知|(待|未)(定|填|补|审|签)|同上|同前|无|没有|略|本人|自己|领导|主任|主席|书记|科长|部长|负责人"
    r"|分管领导|主要领导|单位领导|经办人|审核人|审稿人|编辑|责任编辑|管理员|办公室|编辑部|姓名|名字|已审|同意|通过|test|admin|tbd"
    r"|.*[（(](请填写|由\w+填写).*",
    re.IGNORECASE | re.DOTALL,
)
# A family name with something in the place of the other: it stands in samples only.
MASKED = re.compile(r"\w某{1,2}|\w[xX×＊*○]{1,2}")
SAMPLE_NAMES = ("示例",)
"""Names that begin so are for samples, unless the settings say otherwise (REV007)."""

Text = Article | Translation
"""What is reviewed. A translation has reviews of its own; what it shows besides its words is its original's."""


def article_of(text: Text) -> Article:
    """The article that a text is, or is a translation of."""
    original = text.original if isinstance(text, Translation) else text
    assert isinstance(original, Article), "pages are not reviewed"
    return original


def fault_of_name(name: str, *, is_sample: bool, sample_names: Sequence[str] = SAMPLE_NAMES) -> str:
    """What is wrong with a name that a review is signed in, to be put after it; empty for one that can be a person's. A sample
    may bear names that begin with `sample_names`, and masked ones."""
    if NO_NAME.fullmatch(name):
        return "不是姓名"
    is_placeholder = MASKED.fullmatch(name) or name.startswith(tuple(sample_names))
    return "是占位的姓名，只能用在示例里" if is_placeholder and not is_sample else ""


class Standing(StrEnum):
    """Whether a review still holds; the value is the word that editors read."""

    VALID = "有效"
    VOID = "作废"
    MISSING = "缺"


@dataclass(frozen=True)
class Stage:
    """One review of a text. `field` is its name in the front matter; `why` says why it is void."""

    field: str
    label: str
    signature: Signature | None
    standing: Standing
    why: str = ""


def stages(text: Text, docs: Path) -> tuple[Stage, ...]:
    """All five reviews of a text as they stand today, in the order in which they are given. A translation of an older
    original voids them, whatever the hash."""
    signatures: dict[str, Signature | None] = {field: getattr(text.meta.review, field) for field in ALL}
    now = text_hash(text, docs) if any(signatures.values()) else ""
    reviews = []
    for field, signature in signatures.items():
        why = outdated(text)
        if signature and not why:
            parts = changed(signature.text_hash, now)
            why = why_void(parts) if signature.text_hash else "没有记下审的是哪一稿"
        standing = Standing.MISSING if signature is None else Standing.VOID if why else Standing.VALID
        reviews.append(Stage(field, ALL[field], signature, standing, why if signature else ""))
    return tuple(reviews)


def why_void(parts: list[str]) -> str:
    """Why a signature is void, by the parts that are not what was signed; empty for one that holds."""
    if parts == [PARTS[-1]]:
        return OTHER_NAME
    return f"审后改了{'、'.join(parts)}" if parts else ""


def outdated(text: Text) -> str:
    """Why a translation cannot be reviewed: it was made from another text than the original is now. Empty otherwise."""
    if not isinstance(text, Translation) or text.meta.source_hash == text.wanted_hash:
        return ""
    return "原文改过了" if text.meta.source_hash else "没有写明译自原文的哪一稿"


def text_hash(text: Text, docs: Path, moved: Mapping[str, str] = NOT_MOVED) -> str:
    """The fingerprint of the text that a review is given for: four times eight letters, for each of PARTS. `moved` says of
    files that are going to be moved, by their new paths below docs/, where they still lie.

    It covers what readers see. Of the front matter that is every field that is filled in (one that says what holds
    anyway changes nothing), but for NOT_REVIEWED:

    - `review` itself;
    - `channels`: notes on where else the text went, mostly written afterwards;
    - `draft`: taken away when the reviews are there;
    - `date`, `publish_at`, `updated`: when, not what. They are settled after the last review and must not lie before
      it (REV004), so that a hash with them would void every review of a text that is reviewed over several days;
    - `status`, `superseded_by`, `withdrawn`: what became of it afterwards. It must not wait for a review to say so.

    Of the body, everything but exemptions, which are not published, and the blanks before and after it. Of the files beside it,
    the bytes of every picture, recording and attachment that it shows or links to; other articles have reviews of their
    own. A translation is covered in the same way; its `source_hash` ties it to the original (see `outdated`).

    The last part is where the file lies, so that signatures do not hold for a copy. Signatures of older versions have
    three parts; they hold as they were given.
    """
    return "-".join((words_hash(text), letters(_files(text, docs, moved)), letters(text.path)))


def words_hash(text: Text) -> str:
    """The first two parts of `text_hash`: the fields and the words, wherever the file lies. Copies have the same."""
    head = text.meta.model_dump(mode="json", exclude=set(NOT_REVIEWED), exclude_defaults=True)
    body = without(text.body).replace("\r\n", "\n")
    body = ("    " if INDENTED.match(body) else "") + body.strip()
    return f"{letters(head)}-{letters(body)}"


def letters(part: object) -> str:
    """Eight letters for a part of the text."""
    return fingerprint(json.dumps(part, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"), 8)


def _files(text: Text, docs: Path, moved: Mapping[str, str]) -> list[tuple[str, str]]:
    """The files below docs/ that a text shows or links to: where they lie from it, and what is in them."""
    files = []
    for path in sorted(linked_files([text])):
        inside = not path.startswith(("/", "../")) and not path.endswith(".md")
        place = docs / moved.get(path, path)
        if inside and place.is_file():
            with place.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            files.append((posixpath.relpath(path, posixpath.dirname(text.path) or "."), digest))
    return files


def changed(old: str, new: str) -> list[str]:
    """The parts in which two hashes differ, among the parts that both have."""
    pairs = zip(PARTS, old.split("-"), new.split("-"), strict=False)
    return [part for part, before, after in pairs if before != after]


def latest_day(article: Article) -> date:
    """The day by which it must have been reviewed: of publication, or of the last change, which is reviewed anew."""
    return max(article.date.date(), article.last_changed)


@dataclass(frozen=True)
class ReviewField:
    """A form's room for one review: `choices` to tick (empty where an opinion is written by hand), the line for the
    signature, and the review that is recorded already, if it still holds."""

    label: str
    choices: str
    signature: str
    recorded: str


def review_fields(stages: Iterable[Stage], scope: Audience) -> tuple[ReviewField, ...]:
    """One for each review of a text with this scope, in their order."""
    fields, choices = [], CHOICES if scope == "public" else CHOICES_INTERNAL
    for stage in stages:
        signature = stage.signature if stage.standing is Standing.VALID else None
        recorded = f"（已登记：{signature.name}，{chinese_day(signature.date)}）" if signature else ""
        label = f"{stage.label}意见" if stage.field in THREE else stage.label
        fields.append(ReviewField(label, choices.get(stage.field, ""), SIGNATURE, recorded))
    return tuple(fields)


def authors_of(article: Article) -> str:
    """Who wrote an article and who took its pictures, as far as it says so, for a form's field 作者: 甲、乙（摄影）."""
    author, photo = article.meta.author, article.meta.photo
    if author and author == photo:
        return f"{author}（撰文、摄影）"
    return "、".join(filter(None, (author, photo and f"{photo}（摄影）")))


def more_lines(text: Text) -> int:
    """How many lines the title and the summary have in a form beyond the first of each."""
    return sum((len(words) - 1) // FULL_LINE for words in (text.title, text.meta.summary))
