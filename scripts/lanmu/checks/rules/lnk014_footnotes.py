"""脚注对不上

查什么
    正文里有脚注号 [^1]，却没有写脚注 [^1]: …；写了脚注，正文里却没有号；同一个号写了两条脚注。代码里的不查。
为什么
    没有内容的脚注号，网页上露出 [^1]；没有号的脚注，读者不知道注的是哪里，生成网站时也通不过。
不合格
    号对不上：
        全文共三章。[^1]

        [^2]: 章名见目录。
合格
    号和脚注一一对应，同一个号可以用几次：
        全文共三章。[^1]

        [^1]: 章名见目录。
怎么改
    核对两处的号；多余的就删去。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule

NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    defined: dict[str, int] = {}
    for name, offset in source.scan.notes:
        if name in defined:
            line = source.place(defined[name])[0]
            message = f"脚注「{name}」写了两条，第一条在第 {line} 行。"
            yield source.at(offset, message, "换一个号，或者合成一条。")
        defined.setdefault(name, offset)
    # A number without its note is still there in the text that readers see; code is not.
    for passage in source.scan.passages:
        for match in NOTE.finditer(passage.text):
            name, offset = match[1], passage.offsets[match.start()]
            if source.text[offset - 1 : offset] != "\\":
                remedy = f"另起一行写 [^{name}]: 注的内容，或者删去脚注号。"
                yield source.at(offset, f"脚注号「{name}」没有对应的脚注。", remedy)
    used = {name for name, _ in source.scan.note_references}
    for name, offset in defined.items():
        if name not in used:
            yield source.at(offset, f"脚注「{name}」在正文里没有号。", f"在注的地方写上 [^{name}]，或者删去这条脚注。")
