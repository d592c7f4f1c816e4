"""MkDocs' warnings and errors in Chinese, with the line of the source they are about."""

from __future__ import annotations

import logging
import re
from pathlib import Path

FILE = r"(?:Doc file )?'(?P<file>[^']+)'"
PATTERNS = (
    (
        re.compile(FILE + r" contains a link '(?P<link>[^']*)', but the target (?:'[^']*' )?is not found"),
        "链接的文件「{link}」不存在。改法：核对文件名和路径；链接从这篇稿件所在的文件夹算起。",
    ),
    (
        re.compile(FILE + r" contains a link '(?P<link>[^']*)', but (?:the doc|there is no such anchor)"),
        "链接「{link}」指向的小标题不存在。改法：打开目标文章，核对小标题的文字。",
    ),
    (
        re.compile(FILE + r" contains an (?:absolute|unrecognized relative) link '(?P<link>[^']*)'"),
        "链接「{link}」不是指向 .md 文件的相对路径。改法：写成 ../栏目/文件名.md 的样子。",
    ),
    (
        re.compile(r"A reference to '(?P<link>[^']*)' is included in the 'nav' configuration"),
        "mkdocs.yml 的 nav 里写的「{link}」不存在。改法：补上这个文件，或从 nav 里删去。",
    ),
)

KEPT_BACK = (
    "链接的「{link}」在正式发布时不出现（示例、草稿、内部稿件，或者没有审完的）。"
    "改法：删去链接，改为指向公开的稿件，或者先把那一篇审完。"
)
NEVER_OUT = (
    "链接的「{link}」不能放上网站，没有发布。"
    "改法：换成图片或文档，放在用它的稿件旁边；为什么不能放，运行 python scripts/check_structure.py docs/{file} 看。"
)


class Messages(logging.Handler):
    """Collects the warnings and errors of MkDocs."""

    def __init__(self, docs: Path) -> None:
        super().__init__(logging.WARNING)
        self.docs = docs
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a message, in Chinese if it has a translation."""
        text = translate(record.getMessage(), self.docs)
        if text not in self.texts:
            self.texts.append(text)

    def report(self) -> str:
        """All messages under one heading; a single message of several lines has its own heading and is returned as it is."""
        if len(self.texts) == 1 and "\n" in self.texts[0]:
            return self.texts[0]
        lines = "\n".join(f"  {text}" for text in sorted(self.texts))
        return f"网页有 {len(self.texts)} 处需要修改：\n{lines}" if lines else ""


def translate(message: str, docs: Path) -> str:
    """A message of MkDocs as the editor should read it; an unknown one stays as it is."""
    for pattern, sentence in PATTERNS:
        match = pattern.search(message)
        if match:
            facts = match.groupdict()
            name = facts.get("file")
            place = f"docs/{name}{line_of(docs / name, facts['link'])} " if name else ""
            if (
                name
                and pattern is PATTERNS[0][0]
                and (docs / name).parent.joinpath(facts["link"].split("#")[0]).is_file()
            ):
                sentence = KEPT_BACK if facts["link"].split("#")[0].endswith(".md") else NEVER_OUT
            return place + sentence.format_map(facts)
    return message


def line_of(path: Path, text: str) -> str:
    """`:7`, the first line of the file that contains `text`; empty when none does."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((f":{number}" for number, line in enumerate(lines, start=1) if text in line), "")
