"""What stands in a PDF: pages, comments, form fields and what the file says about itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.text import CannotLook, Sort, Text

CHILD = Path(__file__).with_name("pdf_child.py")
TIMEOUT = 20  # seconds; the child itself stops after 8
ABOUT = {"Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词"}
SCANNED = "这样的页面是图片，里面的字看不了。"
# A number that the end of a line cuts in two, after words on the same line; two figures in a column are not meant.
WRAPPED = re.compile(r"(?<=[^\W\d_]|[：:（(])[ ]?(\d{1,18})-?\r?\n(\d{1,18})(?![\d.,])")
DAMAGED = ("PDF 已损坏，打不开。", "请用 PDF 阅读器打开检查，重新导出后再上传。")
LOCKED = ("PDF 加了打开密码，看不了里面的内容。", "请去掉密码，重新导出后再上传。")


def texts(data: bytes, budget: Budget) -> Iterator[Text]:
    """Every text of the file. Raises CannotLook when it is damaged or locked."""
    budget.take_document()
    found = look(data)
    if "error" in found:
        raise CannotLook(*(LOCKED if found["error"] == "locked" else DAMAGED))
    for number, page in enumerate(found["pages"], 1):
        yield from page_texts(page, f"第 {number} 页")
    for key, name in ABOUT.items():
        if found["about"].get(key):
            sort = Sort.MAKER if key == "Author" and found["kept"] else Sort.SHOWN
            yield Text(f"文档属性：{name}", found["about"][key], sort)
    yield from gaps(found)


def look(data: bytes) -> dict[str, Any]:
    """What the process of its own found out."""
    # -I: neither the folder of the script nor the environment decides which modules are imported.
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=False)
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise CannotLook("PDF 不正常，打开时程序停住或出错。", DAMAGED[1]) from None
    return dict(found)


def page_texts(page: dict[str, Any], place: str) -> Iterator[Text]:
    """The texts of one page."""
    text = str(page["text"])
    if text.strip():
        yield Text(place, text)
    for match in WRAPPED.finditer(text):
        number = match[1] + match[2]
        if len(number) in (11, 15, 16, 17, 18, 19):
            yield Text(f"{place}跨行的数字", number)
    for kind, words in page["notes"]:
        if kind == "comment":
            yield Text(f"{place}的批注", words, Sort.COMMENT)
        else:
            yield Text(f"{place}填写的内容", words)


def gaps(found: dict[str, Any]) -> Iterator[Text]:
    """What nobody looked into."""
    seen = len(found["pages"])
    if seen < found["count"]:
        yield Text("后面的页", f"共 {found['count']} 页，只看了前 {seen} 页。", Sort.UNSEEN)
    scanned = [str(number) for number, page in enumerate(found["pages"], 1) if page["picture"]]
    if scanned:
        shown = "、".join(scanned[:5]) + ("等" if len(scanned) > 5 else "")
        yield Text(f"第 {shown} 页", f"共 {len(scanned)} 页，{SCANNED}", Sort.UNSEEN)
    if found["attached"]:
        yield Text("PDF 的附件", f"里面还带着 {found['attached']} 个文件，没有打开。", Sort.UNSEEN)
