"""图片的像素太多

查什么
    图片的长边超过 2400 像素。SVG 不查。

为什么
    网页上的图最宽也就一千多像素。更大的图白白占流量，旧手机打开会卡住。

不合格
    长边 2401 像素：

        -- docs/news/a.png (picture) --
        2401x10

合格
    长边 2400 像素：

        -- docs/news/a.png (picture) --
        2400x10

怎么改
    用看图软件把长边缩小到 1600 像素左右，再替换。

选项
    longest_side：长边最多多少像素，默认 2400。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import FileKind, Picture
from lanmu.checks.rule import Finding, Rule, Scope
from lanmu.content.validation import Model


class Options(Model):
    """What lanmu.toml may set."""

    longest_side: Annotated[int, Field(ge=1)] = 2400


RULE = Rule(code="IMG004", name="图片的像素太多", scopes=(Scope.FILE,), options=Options)


def check(attachment: Attachment, options: Options) -> Iterator[Finding]:
    """Pictures that no screen shows whole."""
    picture = attachment.picture
    if not isinstance(picture, Picture) or picture.kind is FileKind.SVG:
        return
    if max(picture.width, picture.height) > options.longest_side:
        message = f"图片有 {picture.width}×{picture.height} 像素，长边超过 {options.longest_side}。"
        yield attachment.finding(message, "用看图软件把长边缩小到 1600 像素左右，再替换。")
