"""网页上的段落和写的不一样

查什么
    照网页的排法，段落、列表的样子变了：列表、表格和上一段之间没有空行，成了连在一起的文字；一条一行的（1. 2.、第一步、
    “时间：……”下面“地点：……”）之间没有空行，连成一段；下级的列表项、列表项里的段落缩进不到四格，成了同级，编号从 1 重新起；段首用四个空格缩进，成了代码；段落下面紧接着
    一行短横，成了标题；表格下面紧接着一行文字，成了表格的一行。照录的正式文件也查。
为什么
    别的软件里看着是对的，网页用的 Python-Markdown 要空一行、缩进四格才认；读者看到的是一大段分不出条的文字，或者
    上下级不分的列表。
不合格
    列表前面没有空行：
        三点要求：
        - 甲
        - 乙
    下级只缩进了两格：
        - 甲
          - 乙
    列表项里的段落缩进了三格：
        1. 甲

           说明

        2. 乙
    段首用四个空格：
        -- docs/news/2008-11-05-a.md --
            大家读了书，谈了体会。
合格
    空一行，缩进四格，段首不缩进：
        三点要求：

        - 甲
            - 乙

                说明

        - 丙
怎么改
    照提示补空行，或者把缩进改成四格（两级是八格）；段首不用空格，网页自己会缩进。--fix 可以自动改拿得准的。
"""

import re

from lanmu.checks.engine.rule import Edit, Finding, Findings, Level, Source, rule
from lanmu.checks.sources.layout import Indented, merged_blocks, misplaced_lines, with_blank_lines
from lanmu.checks.sources.prose import HAN
from lanmu.text.lines import INDENT

SENTENCE = re.compile(r"[，。；：！？,;:]\s*$")
LONGEST_HEADING = 40


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for missing in merged_blocks(source):
        yield source.at(missing.starts[0], missing.message, missing.remedy, with_blank_lines(source, missing))
    for lines in misplaced_lines(source):
        yield misplaced(source, lines)
    yield from indented_text(source)
    yield from underlined_text(source)
    for start in source.scan.rows:
        message = "表格下面紧接着的一行成了表格的一行。"
        yield source.at(start, message, "表格和这一行之间空一行。", Edit(start, start, "\n"))


def misplaced(source: Source, lines: list[Indented]) -> Finding:
    first, text = lines[0], source.text
    parts, position = [], first.start
    for line in lines:
        parts += [text[position : line.start], line.replacement]
        position = line.end
    edit = Edit(first.start, position, "".join(parts))
    if first.columns >= first.wanted:
        return source.at(first.end, "列表项前面没有空行，网页上和上面的段落连成一段。", "前面空一行。", edit)
    count = f"这个列表里一共 {len(lines)} 行。" if len(lines) > 1 else ""
    message = f"缩进只有 {first.columns} 格，网页上不算在上一项下面。{count}"
    return source.at(first.end, message, f"这一行缩进 {first.wanted} 格。", edit)


def indented_text(source: Source) -> Findings:
    """Paragraphs that became code because they begin with four blanks."""
    for start, end in source.scan.code_blocks:
        first = source.line_start(source.place(start)[0])
        written = source.text[first:end]
        letters = re.sub(r"\s", "", written)
        if 2 * len(re.findall(f"[{HAN}，。；：！？、（）“”《》]", letters)) <= len(letters):
            continue
        lines = written.split("\n")
        # Quotation markers before the indentation do not count as indentation.
        spread = [line.expandtabs(INDENT) for line in lines]
        is_paragraphs = all(INDENT <= len(line) - len(line.lstrip(" ")) < 2 * INDENT for line in spread)
        edit = Edit(first, end, "\n\n".join(line.strip() for line in lines)) if is_paragraphs else None
        place = first + len(lines[0]) - len(lines[0].lstrip())
        message = f"「{lines[0].strip()[:10]}」前面有四个以上的空格，网页上成了代码。"
        yield source.at(place, message, "删去段首的空格；缩进、靠右由网页排。", edit)


def underlined_text(source: Source) -> Findings:
    """Paragraphs that became headings because of the line under them."""
    for start, line in source.scan.underlined:
        text = source.text[start:line].rstrip()
        if not SENTENCE.search(text) and len(text) <= LONGEST_HEADING:
            continue
        line_character, at = source.text[line : line + 1], source.line_start(source.place(line)[0])
        edit = Edit(at, at, "\n") if line_character == "-" and at == line else None
        message = f"「{text[:10]}」下面紧接着一行「{line_character}」，网页上成了标题。"
        yield source.at(start, message, "两行之间空一行；要的不是横线，就删去它。", edit)
