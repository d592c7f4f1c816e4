"""附件里的内容看不了或没有查完

查什么
    检查程序打不开、因而没有查过隐私的附件：旧版 .doc、.xls、.ppt，加了密码的文件，RAR、7z，损坏的文件，
    以及只看了一部分的：扫描成图片的 PDF、页数太多的 PDF、压缩包里打不开的文件。图片、音频、视频不在此列，要靠人看。
为什么
    附件里的名单最容易泄露个人信息。机器查不了的，就要有人一页一页看过。
不合格
    旧版 Word 文件：

        -- docs/news/a.doc (ole2) --
        名单
合格
    另存成了新格式：

        -- docs/news/a.docx (docx) --
        名单
怎么改
    另存为 .docx、.xlsx、.pptx 或带文字的 PDF，去掉密码，改用 .zip。确实只能这样公开的，请人看过以后，
    在 lanmu.toml 里写明豁免和理由。
"""

from lanmu.checks.attachments import CannotLook, Sort
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

BY_HAND = "请换成看得了的格式；只能这样公开的，请人看过后在 lanmu.toml 里写明豁免和理由。"


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    if attachment.is_picture:
        return
    texts = attachment.texts
    if isinstance(texts, CannotLook):
        yield attachment.finding(f"这个附件{texts.reason}", texts.remedy)
        return
    for note in (text for text in texts if text.sort is Sort.UNSEEN):
        yield attachment.finding(f"这个附件没有查完：{note.place}，{note.text}", BY_HAND)
