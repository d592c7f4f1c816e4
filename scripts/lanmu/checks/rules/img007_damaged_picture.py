"""图片损坏

查什么
    打不开的图片、没有传完整的图片、空的图片文件。
为什么
    读者看到的是一个破图标，或者只有上半张的照片。
不合格
    只传了一部分：
        -- docs/news/a.jpg (picture) --
        200x150 noise cut
合格
    完整的图片：
        -- docs/news/a.jpg (picture) --
        200x150 noise
怎么改
    从原来的电脑或手机上重新复制一份；打不开的换一张。
"""

from lanmu.checks.attachments import FileKind, RejectedFileError, kind_of
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule
from lanmu.untrusted.kinds import PICTURES

# What is no picture at all has a wrong name, and HEIC is no format for the web: IMG005 says so.
OURS = (PICTURES | {FileKind.EMPTY, FileKind.UNKNOWN}) - {FileKind.HEIC}


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    if not attachment.is_picture:
        return
    picture = attachment.picture
    if isinstance(picture, RejectedFileError):
        try:
            is_ours = kind_of(attachment.file) in OURS
        except OSError:
            is_ours = True
        if is_ours:
            yield attachment.finding(picture.reason, picture.remedy)
