"""Takes an article off the site and puts it back: a field of its front matter. The file and its reviews stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lanmu.content.article import Article
from lanmu.content.files import linked_files
from lanmu.content.loading import Reading, read_docs
from lanmu.content.registers import REPORTS
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import raw, with_field
from lanmu.intake.named_article import article_in
from lanmu.storage.files import write_whole
from lanmu.storage.write_lock import writing

FIELD = "withdrawn"
SHOWN = 5


@dataclass(frozen=True)
class Withdrawal:
    """What was done, and what the editor should know."""

    article: Article
    steps: tuple[str, ...]


def withdraw(docs: Path, file: str, reason: str) -> Withdrawal:
    """Withdraws the article in `file`, as of today. Raises UserError when it is none, or is withdrawn already."""
    if not reason.strip() or "\n" in reason:
        raise UserError("请写明为什么撤回，一句话（--reason）：只给单位自己看，不登出来。")
    with writing(docs.parent):
        reading = read_docs(docs)
        article = article_in(reading, docs, file)
        if article.meta.withdrawn:
            raise UserError(f"《{article.title}》已经在 {article.meta.withdrawn.date} 撤回了。要重新登，加 --undo。")
        assert reading.site
        day = reading.site.today.isoformat()
        rewrite(docs / article.path, {"date": day, "reason": reason.strip()})
    return Withdrawal(article, tuple(consequences(reading, article)))


def put_back(docs: Path, file: str) -> Withdrawal:
    """Takes the withdrawal of the article in `file` back. Raises UserError when it is none, or not withdrawn."""
    with writing(docs.parent):
        article = article_in(read_docs(docs), docs, file)
        if not article.meta.withdrawn:
            raise UserError(f"《{article.title}》没有撤回，不用 --undo。")
        rewrite(docs / article.path, None)
    return Withdrawal(article, ("审签还有效的，下一次正式发布就又登出来。",))


def rewrite(file: Path, value: dict[str, str] | None) -> None:
    """Sets the field of a file, or takes it out; line ends stay."""
    write_whole(file, with_field(raw(file), FIELD, value), newline="")


def consequences(reading: Reading, article: Article) -> Iterator[str]:
    """What follows from a withdrawal, a line each."""
    yield "下一次正式发布，它的网址只写“此文已撤回”，列表、订阅、检索和印刷品里都没有它。文件和审签留着。"
    if others := [text.path for text in reading.translations if text.original.path == article.path]:
        yield f"译文一起撤回：{listed(others)}。"
    site = reading.site
    assert site
    linking = [item.path for item in site.items if item is not article and article.path in linked_files([item])]
    if linking:
        yield f"链接到它的有 {len(linking)} 篇：{listed(linking)}。网页上那里只显示文字，不用改。"
    named = [path for path in reading.files if path.endswith(".yml") and is_named(site.docs / path, article)]
    ledgers = [path for path in named if path.endswith(f"/{REPORTS}")]
    if issues := [path for path in named if path not in ledgers]:
        yield f"数据文件里还有它：{listed(issues)}。专版里有它的那一期印不了，请换稿。"
    if ledgers:
        yield "信息上报台账里的记录留着，网页上不显示。"
    yield "已经印出、贴出、报出去的，请另行收回。"


def is_named(file: Path, article: Article) -> bool:
    """True when a data file names an article by its path."""
    return article.path in file.read_text(encoding="utf-8", errors="replace")


def listed(paths: list[str]) -> str:
    """Some paths for the editor."""
    more = f" 等 {len(paths)} 个" if len(paths) > SHOWN else ""
    return "、".join(f"docs/{path}" for path in paths[:SHOWN]) + more
