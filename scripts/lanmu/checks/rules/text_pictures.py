"""Pictures in texts: what is said of them, and where they come from."""

import posixpath
import re
from urllib.parse import unquote

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.targets import web_parts

SUFFIX = r"(?:\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|heic))?"
NUMBERING = r"[\s_\-#（）()第张号之0-9０-９一二三四五六七八九十]*+"
EMPTY = re.compile(
    rf"{NUMBERING}(?:图片|照片|相片|图像|图|题图|配图|插图|示意图|截图|屏幕截图|屏幕快照|微信图片|微信截图|现场图片?|现场照片|"
    r"(?:点击|点此)?(?:查看)?(?:大图|原图)|无标题|未命名|image|img|picture|photo|pic|figure|fig|screenshot|untitled|"
    rf"dscn?|mmexport|wx_camera|alt)?{NUMBERING}{SUFFIX}",
    re.IGNORECASE,
)


@rule(Level.ERROR, "IMG001")
def missing_alternative(source: Source) -> Findings:
    """图片没有说明文字

    查什么
        `![](图片)` 方括号里是空的；直接写的 <img> 没有 alt。题图（image）用标题作说明，不用另写。
        纯装饰的图片可以写 <img alt="">。
    为什么
        看不见图的人（用读屏软件的、网速慢的、听朗读的）只能靠这句话知道图上是什么（WCAG 2.2 第 1.1.1 条）。
    不合格
        方括号是空的：
            ![](a.png)
    合格
        说清图上是什么：
            ![示例单位A的职工围坐着讨论](a.png)
    怎么改
        在方括号里写一句话：谁在做什么，或者图表说明了什么，15 字左右。
    """
    remedy = "写一句话说清图上是什么，例如“职工围坐着讨论”。"
    for link in source.links:
        if link.kind == "image" and not link.text.strip():
            yield source.at(link.start, f"图片「{link.target}」没有说明文字。", remedy)
    for tag in source.tags:
        if tag.name == "img" and "alt" not in tag.attributes:
            address = tag.attributes.get("src", ("", 0))[0]
            yield source.at(tag.start, f"图片「{address}」没有说明文字（alt）。", remedy)


@rule(Level.ERROR, "IMG002")
def empty_words(source: Source) -> Findings:
    """图片的说明文字等于没说

    查什么
        说明文字只是“图片”“照片”“图1”“截图”“image”“点击查看大图”，或者是文件名、一串编号。
    为什么
        读屏软件本来就会说“图片”。再读一遍“图片”或“IMG_1234”，听的人还是不知道图上是什么。
    不合格
        只说是图：
            ![图片1](a.png)
        是相机起的文件名：
            ![IMG_1234.JPG](a.png)
    合格
        说清图上是什么：
            ![各支部学习次数：一支部4次，二支部3次](a.png)
    怎么改
        写一句话：谁在做什么，或者图表说明了什么。
    """
    pictures = [(link.text, link.target, link.start) for link in source.links if link.kind == "image"]
    for tag in source.tags:
        if tag.name == "img" and "alt" in tag.attributes:
            pictures.append((tag.attributes["alt"][0], tag.attributes.get("src", ("", 0))[0], tag.start))
    for text, target, place in pictures:
        words, name = text.strip(), posixpath.basename(unquote(target))
        is_name = words in (name, posixpath.splitext(name)[0])
        if words and (is_name or not re.search(r"\w", words) or EMPTY.fullmatch(words)):
            remedy = "写一句话说清图上是什么：谁在做什么，或者图表说明了什么。"
            yield source.at(place, f"图片的说明文字「{words}」没有说出图上是什么。", remedy)


@rule(Level.ERROR, "IMG008")
def picture_elsewhere(source: Source) -> Findings:
    """图片放在别的网站上

    查什么
        正文里的图片地址是别的网站（https://…），没有放进 docs/。
    为什么
        别的网站一改版、一防盗链，图就没了；读者的地址也会被那个网站知道。内网和 U 盘里的版本更是打不开。
    不合格
        直接引用网上的图：
            ![职工围坐着讨论](https://www.example.org/a.jpg)
    合格
        图片和稿件放在一起：
            ![职工围坐着讨论](a.jpg)
    怎么改
        有权使用的，下载下来和稿件放在同一个文件夹，改成文件名，并注明来源。
    """
    tags = (tag for tag in source.tags if tag.name in ("img", "source") and "src" in tag.attributes)
    links = (link for link in source.links if link.kind == "image")
    for target, place in (
        *((link.target, link.target_start) for link in links),
        *(tag.attributes["src"] for tag in tags),
    ):
        if web_parts(target):
            remedy = "有权使用的，下载后和稿件放在同一个文件夹，改成文件名，并注明来源。"
            yield source.at(place, f"图片「{target}」在别的网站上。", remedy)
