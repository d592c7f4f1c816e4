"""附件带着审稿痕迹或隐藏的内容

查什么
    Word 的批注、修订（删去的、加入的）和隐藏文字，Excel 的批注和隐藏的行、列、工作表，PPT 的批注和隐藏的幻灯片，
    PDF 的批注。

为什么
    审稿时的意见、改掉的数字、隐藏的底稿会随附件一起公开，谁都能打开来看。

不合格
    批注没有删：

        -- docs/news/a.docx (docx) --
        批注：这个数字再核一下

    修订没有接受：

        -- docs/news/a.docx (docx) --
        删去：原来的数字

合格
    定稿：

        -- docs/news/a.docx (docx) --
        全市组织了学习。

怎么改
    在 Word 或 WPS 的“审阅”里接受全部修订、删除全部批注；取消隐藏，删去不该公开的内容，再另存。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import CannotLook, Sort
from lanmu.checks.rule import Finding, Level, NoOptions, Rule, Scope

RULE = Rule(code="PRI007", name="附件带着审稿痕迹或隐藏的内容", scopes=(Scope.FILE,), level=Level.WARNING)
REMEDIES = {
    Sort.COMMENT: "在“审阅”里删除全部批注，再另存。",
    Sort.REVISION: "在“审阅”里接受或拒绝全部修订，再另存。",
    Sort.HIDDEN: "取消隐藏看一遍，该公开的显示出来，不该公开的删去。",
}


def check(attachment: Attachment, options: NoOptions) -> Iterator[Finding]:
    """One finding for each sort of trace."""
    texts = attachment.texts
    if isinstance(texts, CannotLook):
        return
    for sort, remedy in REMEDIES.items():
        places = [text.place for text in texts if text.sort is sort]
        if places:
            yield attachment.finding(f"带着{sort.value} {len(places)} 处，第一处在{places[0]}，会随附件公开。", remedy)
