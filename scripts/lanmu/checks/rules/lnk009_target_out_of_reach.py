"""链接的写法到不了网站里的文件

查什么
    以 / 开头的路径（/plan/），退到 docs/ 外面的路径（../../../），自己电脑和单位内网上的地址（C:\\、file:、
    localhost、192.168.… 等）；括号写成全角的链接 [文字]（文件.md），方括号和圆括号之间有空格、
    或地址里有空格的链接。代码里的不查。
为什么
    网站放在子目录下、拷到优盘上看时，以 / 开头的链接全部失效；自己电脑上的文件别人打不开。括号写成全角的，
    网页上就是一串方括号，根本不是链接。
不合格
    以 / 开头：
        见[方案](/plan/)。
    圆括号是全角的：
        见[方案]（../plan/index.md）。
合格
    从稿件所在的文件夹算起，圆括号是英文的：
        见[方案](../plan/index.md)。
怎么改
    把文件放进 docs/，写成从稿件所在文件夹算起的路径；括号用英文的，中间不加空格。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.slips import is_local_only, slip_of
from lanmu.checks.sources.targets import Reference, from_here, leaves_docs, page_at, references, relative

# What is still in the text that readers see was not taken for a link.
UNMADE = re.compile(
    r"[\[【](?P<label>[^\[\]【】\n]+)[\]】](?P<open>[ \u3000]?[（(])(?P<target>[^()（）\n]+)(?P<close>[)）])"
)
TARGET_LIKE = re.compile(
    r"\s*+(?:(?:https?:|mailto:|www\.|\.\.?/)\S.*|#\S+|[\w./%~ -]*\.(?:md|html?|docx?|xlsx?|pptx?|pdf|txt|zip|rar|png|jpe?g|gif|webp)(?:#\S*)?)\s*",
    re.IGNORECASE,
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for reference in references(source):
        if fault := out_of_reach(source, reference):
            yield source.at(reference.offset, *fault)
    for passage in source.passages:
        for match in UNMADE.finditer(passage.text):
            offset = passage.offsets[match.start()]
            escaped = source.text[offset - 1 : offset] == "\\"
            if not escaped and TARGET_LIKE.fullmatch(match["target"]):
                remedy = f"写成「[{match['label']}]({match['target'].strip().replace(' ', '%20')})」。"
                yield source.at(offset, f"「{match[0]}」没有成为链接：{reason(match)}。", remedy)


def out_of_reach(source: Source, reference: Reference) -> tuple[str, str] | None:
    """Why a target cannot be reached from the site, and the way out."""
    target = reference.target
    if is_local_only(target):
        return f"「{target}」是自己电脑或内网上的地址，读者打不开。", "把文件放进 docs/，改成从这篇稿件算起的路径。"
    if slip_of(target):
        return None
    if target.startswith("/") and not target.startswith("//"):
        page = page_at(source.project, re.split("[?#]", target)[0].lstrip("/"))
        way = f"写成「{from_here(source, page)}」。" if page else "改成从这篇稿件算起的路径，例如 ../plan/index.md。"
        return f"链接「{target}」以 / 开头，网站放在子目录里就失效。", way
    local = relative(source, reference)
    if local and leaves_docs(local):
        return f"链接「{target}」退到了 docs/ 外面。", "把文件放进 docs/，少写几个 ../。"
    if local and re.search(r"\s", target) and not source.text.startswith("<", reference.offset - 1):
        return (
            f"链接的地址「{target}」里有空格。",
            f"写成「{target.replace(' ', '%20')}」；最好给文件改个没有空格的名称。",
        )
    return None


def reason(match: re.Match[str]) -> str:
    brackets = match["open"] + match["close"]
    if set(match[0]) & set("【】"):
        return "方括号要用英文的 [ ]"
    if "（" in brackets or "）" in brackets:
        return "圆括号是全角的"
    return "方括号和圆括号之间有空格" if len(match["open"]) > 1 else "地址里有空格"
