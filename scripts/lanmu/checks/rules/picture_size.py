"""Pictures that are larger than readers should wait for."""

from typing import Annotated

from pydantic import Field

from lanmu.checks.attachments import FileKind, Picture
from lanmu.checks.engine.rule import Attachment, Findings, Level, Model, rule

KILO = 1024
SMALLER = "运行 python scripts/optimise_pictures.py 自动缩小；它没有动的，用看图软件缩小到宽 1600 像素左右。"


class HeavyPictureOptions(Model):
    max_kb: Annotated[int, Field(ge=1)] = 500


@rule(Level.ERROR, "IMG003")
def heavy_picture(attachment: Attachment, options: HeavyPictureOptions) -> Findings:
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
    picture = attachment.picture
    if isinstance(picture, Picture) and picture.size > options.max_kb * KILO:
        is_photo = picture.kind is FileKind.PNG and not picture.has_alpha
        remedy = "照片请另存为 JPG，质量 80%，会小得多。" if is_photo else SMALLER
        yield attachment.finding(f"图片有 {picture.size / KILO:.0f} KB，超过 {options.max_kb} KB。", remedy)


class TooManyPixelsOptions(Model):
    longest_side: Annotated[int, Field(ge=1)] = 2400


@rule(Level.ERROR, "IMG004")
def too_many_pixels(attachment: Attachment, options: TooManyPixelsOptions) -> Findings:
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
    picture = attachment.picture
    if not isinstance(picture, Picture) or picture.kind is FileKind.SVG:
        return
    if max(picture.width, picture.height) > options.longest_side:
        message = f"图片有 {picture.width}×{picture.height} 像素，长边超过 {options.longest_side}。"
        yield attachment.finding(message, "用看图软件把长边缩小到 1600 像素左右，再替换。")
