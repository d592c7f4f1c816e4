"""图片里带着拍摄地点

查什么
    照片文件里记着的经纬度（EXIF、XMP）：JPG、PNG、WebP、TIFF、AVIF、HEIC，以及 Word、Excel、PPT、压缩包里嵌着的照片。
为什么
    手机拍照默认记下地点。在困难职工家里拍的照片传上网，等于公布了住址。
不合格
    手机直接传来的照片：
        -- docs/news/a.jpg (picture) --
        40x30 gps
合格
    去掉了地点的照片：
        -- docs/news/a.jpg (picture) --
        40x30
怎么改
    运行 python scripts/optimise_pictures.py，自动去掉，原图移到 originals/。嵌在文件里的，先换成去掉了地点的照片（在微信里
    按“不发原图”转一次），再另存。
"""

from lanmu.checks.attachments import Picture, pictures_in, place_of
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

REMEDY = "运行 python scripts/optimise_pictures.py，自动去掉，原图另外留着；处理不了的，用看图软件另存一次。"
INSIDE = "在原来的文件里换成去掉了地点的照片（微信里不发原图，转一次就没有了），再另存。"
SHOWN = 3


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    place = picture.gps if isinstance(picture := attachment.picture, Picture) else place_of(attachment.file)
    if place:
        yield attachment.finding(f"照片里记着拍摄地点（{roughly(*place)}附近）。", REMEDY)
    inside = [name for name, picture in pictures_in(attachment.file) if picture.gps]
    if inside:
        more = f"等 {len(inside)} 张" if len(inside) > SHOWN else ""
        yield attachment.finding(f"里面的照片「{'」「'.join(inside[:SHOWN])}」{more}记着拍摄地点。", INSIDE)


def roughly(latitude: float, longitude: float) -> str:
    """The place rounded to a degree: reports must not give more away."""
    north, east = "南纬" if latitude < 0 else "北纬", "西经" if longitude < 0 else "东经"
    return f"{north} {abs(latitude):.0f} 度、{east} {abs(longitude):.0f} 度"
