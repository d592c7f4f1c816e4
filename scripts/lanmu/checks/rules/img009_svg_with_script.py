"""SVG 图片里有脚本或外部网址

查什么
    SVG 图片里的脚本、onload 之类的动作、嵌入的网页，以及引用别的网站的图片、样式。
为什么
    SVG 其实是网页代码。里面的脚本会在我们的网站上运行，可以改页面、跳转（暗链、篡改）。
不合格
    里面有脚本：
        -- docs/news/a.svg (text) --
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><script>alert(1)</script></svg>
合格
    只有图形：
        -- docs/news/a.svg (text) --
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>
怎么改
    请制图的人另存为“普通 SVG”，去掉脚本和外部引用；或者另存为 PNG。
"""

from lanmu.checks.attachments import Picture
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    picture = attachment.picture
    if isinstance(picture, Picture) and picture.risks:
        yield attachment.finding(
            f"SVG 图片里有{'、'.join(picture.risks)}。", "另存为“普通 SVG”，去掉脚本和外部引用；或者另存为 PNG。"
        )
