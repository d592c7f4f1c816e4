"""What stands in a PDF: pages, comments, form fields and what the file says about itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lanmu.checks.attachments.texts import Sort, Text
from lanmu.untrusted.opening import Budget, RejectedFileError

CHILD = Path(__file__).with_name("pdf_child.py")
TIMEOUT = 20  # seconds; the child itself stops after 8
ABOUT = {"Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词"}
# A number that the end of a line cuts in two, after words on the same line; two figures in a column are not meant.
WRAPPED = re.compile(r"(?<=[^\W\d_]|[：:（(])[ ]?(\d{1,18})-?\r?\n(\d{1,18})(?![\d.,])")
AGAIN = "请用 PDF 阅读器打开检查，重新导出后再上传。"


def texts(data: bytes, budget: Budget) -> Iterator[Text]:
    """Every text of the file. Raises RejectedFileError when it is damaged or locked."""
    budget.take(documents=1)
    # -I: neither the folder of the script nor the environment decides which modules are imported.
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=False)
        facts = dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        raise RejectedFileError("PDF 不正常，打开时程序停住或出错。", AGAIN) from None
    if facts.get("error") == "locked":
        raise RejectedFileError("PDF 加了打开密码，看不了里面的内容。", "请去掉密码，重新导出后再上传。")
    if "error" in facts:
        raise RejectedFileError("PDF 已损坏，打不开。", AGAIN)
    for number, page in enumerate(facts["pages"], 1):
        yield from page_texts(page, f"第 {number} 页")
    for key, name in ABOUT.items():
        if facts["about"].get(key):
            sort = Sort.MAKER if key == "Author" and facts["kept"] else Sort.SHOWN
            yield Text(f"文档属性：{name}", facts["about"][key], sort)
    yield from unseen(facts)


def page_texts(page: dict[str, Any], place: str) -> Iterator[Text]:
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


def unseen(facts: dict[str, Any]) -> Iterator[Text]:
    """Notes on what was not read: further pages, scanned pages, attached files."""
    seen = len(facts["pages"])
    if seen < facts["count"]:
        yield Text("后面的页", f"共 {facts['count']} 页，只看了前 {seen} 页。", Sort.UNSEEN)
    scanned = [str(number) for number, page in enumerate(facts["pages"], 1) if page["picture"]]
    if scanned:
        shown = "、".join(scanned[:5]) + ("等" if len(scanned) > 5 else "")
        said = f"共 {len(scanned)} 页，这样的页面是图片，里面的字看不了。"
        yield Text(f"第 {shown} 页", said, Sort.UNSEEN)
    if facts["attached"]:
        yield Text("PDF 的附件", f"里面还带着 {facts['attached']} 个文件，没有打开。", Sort.UNSEEN)
