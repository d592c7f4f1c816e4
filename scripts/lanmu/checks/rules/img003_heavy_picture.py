"""图片文件太大

查什么
    图片文件超过 500 KB。照片存成 PNG 的，会提示改存 JPG。

为什么
    一页要在 3 秒内打开（国办发〔2017〕47号）。手机网络下，一张几兆的照片就要等好几秒。

不合格
    超过了上限（这里把上限改成了 1 KB）：

        -- lanmu.toml --
        [site]
        name = "示例"
        publisher = "示例单位A"
        [checks.options.IMG003]
        max_kb = 1
        -- docs/news/a.png (picture) --
        80x60 noise

合格
    不到上限：

        -- docs/news/a.png (picture) --
        80x60

怎么改
    运行 python scripts/optimise_pictures.py，自动缩小；它没有动的，用看图软件缩小到宽 1600 像素左右，另存为 JPG，质量 80%。

选项
    max_kb：图片最大多少 KB，默认 500。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from lanmu.checks.attachment import Attachment
from lanmu.checks.attachments import FileKind, Picture
from lanmu.checks.rule import Finding, Rule, Scope
from lanmu.content.validation import Model

KILO = 1024
SMALLER = "运行 python scripts/optimise_pictures.py 自动缩小；它没有动的，用看图软件缩小到宽 1600 像素左右。"


class Options(Model):
    """What lanmu.toml may set."""

    max_kb: Annotated[int, Field(ge=1)] = 500


RULE = Rule(code="IMG003", name="图片文件太大", scopes=(Scope.FILE,), options=Options)


def check(attachment: Attachment, options: Options) -> Iterator[Finding]:
    """Pictures with more bytes than readers should wait for."""
    picture = attachment.picture
    if isinstance(picture, Picture) and picture.size > options.max_kb * KILO:
        is_photo = picture.kind is FileKind.PNG and not picture.has_alpha
        remedy = "照片请另存为 JPG，质量 80%，会小得多。" if is_photo else SMALLER
        yield attachment.finding(f"图片有 {picture.size / KILO:.0f} KB，超过 {options.max_kb} KB。", remedy)
