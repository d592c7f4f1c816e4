"""附件里有隐藏的内容

查什么
    Word 的隐藏文字，Excel 隐藏的行、列、工作表，PPT 隐藏的幻灯片和备注。
为什么
    隐藏的底稿、念稿子用的备注会随附件一起公开，谁都能打开来看。
不合格
    有一张工作表是隐藏的：

        -- docs/news/a.xlsx (xlsx) --
        名单
        隐藏：底稿
        不给看的话
合格
    只有要公开的：

        -- docs/news/a.xlsx (xlsx) --
        名单
怎么改
    取消隐藏看一遍，该公开的显示出来，不该公开的删去，再另存。
"""

from lanmu.checks.attachments import CannotLook, Sort
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

REMEDY = "取消隐藏看一遍，该公开的显示出来，不该公开的删去。"


@rule(Level.WARNING)
def check(attachment: Attachment) -> Findings:
    texts = attachment.texts
    if isinstance(texts, CannotLook):
        return
    places = [text.place for text in texts if text.sort is Sort.HIDDEN]
    if places:
        yield attachment.finding(f"带着隐藏内容 {len(places)} 处，第一处在{places[0]}，会随附件公开。", REMEDY)
