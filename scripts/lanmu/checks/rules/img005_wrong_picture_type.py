"""图片的格式不对

查什么
    文件名的后缀和真实格式不一致（改了后缀的图片、存成 .jpg 的网页），以及浏览器不显示的格式：BMP、TIFF、HEIC。
为什么
    后缀不对，有的浏览器和手机不显示，下载下来也打不开；HEIC 是苹果手机的格式，多数人看不了。
不合格
    名叫 .png，其实是 JPG：
        -- docs/news/a.png (jpg) --
        40x30
    浏览器不显示的格式：
        -- docs/news/a.bmp (picture) --
        40x30
合格
    名副其实：
        -- docs/news/a.jpg (jpg) --
        40x30
怎么改
    用看图软件打开，另存为 JPG（照片）或 PNG（图表、截图）；不要只改后缀。
"""

import posixpath

from lanmu.checks.attachments import FileKind, kind_of
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

SAME = {"jpeg": "jpg", "tiff": "tif"}
NOT_SHOWN = {FileKind.BMP: "BMP", FileKind.TIFF: "TIFF", FileKind.HEIC: "HEIC"}
# A file in which nothing can be recognised is damaged, which is another rule's business.
UNCLEAR = (FileKind.EMPTY, FileKind.UNKNOWN)
REMEDY = "用看图软件打开，另存为 JPG（照片）或 PNG（图表、截图）；不要只改后缀。"


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    if not attachment.is_picture:
        return
    suffix = posixpath.splitext(attachment.path)[1][1:].lower()
    try:
        kind = kind_of(attachment.file)
    except OSError:
        return
    if kind in NOT_SHOWN:
        yield attachment.finding(f"是 {NOT_SHOWN[kind]} 图片，浏览器不显示。", REMEDY)
    elif kind not in UNCLEAR and SAME.get(suffix, suffix) != kind.value:
        yield attachment.finding(f"后缀是 .{suffix}，内容其实是 {kind.value}。", REMEDY)
