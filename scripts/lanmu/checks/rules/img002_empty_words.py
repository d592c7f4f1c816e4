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

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lanmu.checks.engine.rule import Findings, Level, Source, rule

SUFFIX = r"(?:\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|heic))?"
NUMBERING = r"[\s_\-#（）()第张号之0-9０-９一二三四五六七八九十]*+"
EMPTY = re.compile(
    rf"{NUMBERING}(?:图片|照片|相片|图像|图|题图|配图|插图|示意图|截图|屏幕截图|屏幕快照|微信图片|微信截图|现场图片?|现场照片|"
    r"(?:点击|点此)?(?:查看)?(?:大图|原图)|无标题|未命名|image|img|picture|photo|pic|figure|fig|screenshot|untitled|"
    rf"dscn?|mmexport|wx_camera|alt)?{NUMBERING}{SUFFIX}",
    re.IGNORECASE,
)
REMEDY = "写一句话说清图上是什么：谁在做什么，或者图表说明了什么。"


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for words, target, place in pictures(source):
        if words.strip() and says_nothing(words.strip(), target):
            yield source.at(place, f"图片的说明文字「{words.strip()}」没有说出图上是什么。", REMEDY)


def pictures(source: Source) -> Iterator[tuple[str, str, int]]:
    for link in source.links:
        if link.kind == "image":
            yield link.text, link.target, link.start
    for tag in source.tags:
        if tag.name == "img" and "alt" in tag.attributes:
            yield tag.attributes["alt"][0], tag.attributes.get("src", ("", 0))[0], tag.start


def says_nothing(words: str, target: str) -> bool:
    """True for a word that means picture, a number, mere punctuation, or the file's own name."""
    name = posixpath.basename(unquote(target))
    return not re.search(r"\w", words) or bool(EMPTY.fullmatch(words)) or words in (name, posixpath.splitext(name)[0])
