"""The lists of an archive: what is known of every article, with the names of Dublin Core, as XML for archives and CSV for people."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from lanmu.archives.articles import Archived, item_of
from lanmu.content.addresses import address_of
from lanmu.content.article import Audience, Signature
from lanmu.content.dates import CHINA_OFFSET
from lanmu.content.review import ALL, Stage
from lanmu.content.translation import Translation

DCTERMS = "http://purl.org/dc/terms/"
TERMS = {
    "identifier": "网址",
    "title": "标题",
    "language": "语言",
    "type": "体裁",
    "isPartOf": "栏目",
    "creator": "作者",
    "contributor": "摄影",
    "source": "来源",
    "publisher": "主办单位",
    "issued": "发布时间",
    "created": "成文日期",
    "modified": "修改日期",
    "abstract": "摘要",
    "subject": "标签",
    "accessRights": "范围",
    "isVersionOf": "译自",
    "isReplacedBy": "被取代于",
}
"""The properties that are given (DCMI Metadata Terms, 2020-01-20), with the heads of their columns."""
ROLES = {"source": "原稿（Markdown）", "page": "网页", "print": "PDF/A", "attachment": "图片和附件", "original": "原件"}
"""What the files of an article are."""
LANGUAGES = {"zh": "zh-Hans"}
RIGHTS: dict[Audience, str] = {"public": "公开", "internal": "内部"}
FORMULA = tuple("=+-@＝＋－＠")
"""What a table's program takes for the beginning of a formula (OWASP, CSV Injection)."""
Properties = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Frame:
    """What holds for all articles of an archive; `shown` are the sources of all that the site shows."""

    publisher: str
    site_url: str
    shown: frozenset[str]


def properties(archived: Archived, frame: Frame) -> Properties:
    """The metadata of an article: pairs of a name of TERMS and a value; a name may come several times."""
    article, entry, site_url = item_of(archived.text), archived.entry, frame.site_url
    meta = article.meta
    values = [
        ("identifier", site_url + entry.address),
        ("title", entry.title),
        ("language", LANGUAGES.get(entry.language, entry.language)),
        ("type", article.genre.name),
        ("isPartOf", article.column.name),
        ("creator", meta.author),
        ("contributor", meta.photo),
        ("source", article.source),
        ("source", meta.source_url),
        ("publisher", frame.publisher),
        ("issued", f"{article.date.isoformat(timespec='minutes')}{CHINA_OFFSET}"),
        ("created", str(meta.document_date or "")),
        ("modified", str(meta.updated or "")),
        ("abstract", meta.summary),
        *(("subject", tag) for tag in meta.tags),
        ("accessRights", RIGHTS[meta.scope]),
        ("isVersionOf", site_url + article.address if isinstance(archived.text, Translation) else ""),
        ("isReplacedBy", site_url + address_of(meta.superseded_by) if meta.superseded_by in frame.shown else ""),
    ]
    return tuple((name, value) for name, value in values if value)


def xml_list(records: Iterable[tuple[Archived, Properties]]) -> bytes:
    """list.xml: for every article its properties, its reviews, and its files with their digests."""
    ET.register_namespace("dcterms", DCTERMS)
    root = ET.Element("archive")
    for archived, terms in records:
        record = ET.SubElement(root, "record")
        for name, value in terms:
            ET.SubElement(record, f"{{{DCTERMS}}}{name}").text = value
        for stage, signature in given_reviews(archived):
            fields = {"stage": stage.label, "name": signature.name, "date": str(signature.date)}
            ET.SubElement(
                record, "review", fields | {"text-hash": signature.text_hash, "standing": str(stage.standing)}
            )
        for file in archived.files:
            facts = {"size": str(file.facts.size), "sha256": file.facts.sha256}
            ET.SubElement(record, "file", {"role": file.role, "path": file.path} | facts)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def given_reviews(archived: Archived) -> list[tuple[Stage, Signature]]:
    """The reviews that were given, with what was signed."""
    return [(stage, stage.signature) for stage in archived.reviews if stage.signature]


def csv_list(records: Iterable[tuple[Archived, Properties]]) -> bytes:
    """list.csv, which Excel opens rightly: a line for every article, several values in one cell divided by `；`."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*TERMS.values(), *ALL.values(), *ROLES.values()])
    for archived, terms in records:
        reviews = {stage.field: f"{signed.name} {signed.date}" for stage, signed in given_reviews(archived)}
        row = [[value for name, value in terms if name == term] for term in TERMS]
        row += [[reviews.get(field, "")] for field in ALL]
        row += [[file.path for file in archived.files if file.role == role] for role in ROLES]
        writer.writerow([cell_of("；".join(values)) for values in row])
    return table.getvalue().encode("utf-8-sig")


def cell_of(text: str) -> str:
    """A text as it stands in a cell: in one line, and never a formula."""
    line = " ".join(text.splitlines())
    return f"'{line}" if line.strip().startswith(FORMULA) else line
