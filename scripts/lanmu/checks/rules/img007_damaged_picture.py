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

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import CannotLook, FileKind, kind_of
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.untrusted.kinds import PICTURES

RULE = Rule(code="IMG007", name="图片损坏", scopes=(Scope.FILE,))
# What is no picture at all has a wrong name, and HEIC is no format for the web: IMG005 says so.
OURS = (PICTURES | {FileKind.EMPTY, FileKind.UNKNOWN}) - {FileKind.HEIC}


def check(attachment: Attachment, options: NoOptions) -> Iterator[Finding]:
    """Files whose name says picture and which cannot be opened."""
    if not attachment.is_picture:
        return
    picture = attachment.picture
    if isinstance(picture, CannotLook) and is_ours(attachment):
        yield attachment.finding(picture.reason, picture.remedy)


def is_ours(attachment: Attachment) -> bool:
    """True unless the file is something else under a picture's name."""
    try:
        return kind_of(attachment.file) in OURS
    except OSError:
        return True
