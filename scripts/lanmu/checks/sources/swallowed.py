"""Text that Markdown interprets as markup, so that the page does not show it, with the edit that makes it visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lanmu.checks.engine.finding import Edit, Finding
from lanmu.checks.engine.project import Source
from lanmu.text.scanned import WIDE

# An attribute list is made of `#id`, `.class`, `name=value` and bare names (Python-Markdown, attr_list).
ATTRIBUTE = re.compile(r"[#.]\S+|[^\s=]+=(?:\"[^\"]*\"|'[^']*'|\S+)|(?P<bare>\S+)")
PATH = re.compile(r"(?<![A-Za-z0-9_\\/])(?:[A-Za-z]:\\|\\\\(?=[^\s\\]))[^\s，。；：！？、“”（）《》\"<>|]*")
TITLED = re.compile(r"\s*!!! ?[A-Za-z][\w-]*[ ]+")
LANGUAGE = re.compile(r"[`~]{3,}[ ]*(?P<name>[^\s{`~]+)")
SHARP = re.compile(r"^#{1,6}[^\n]*[A-Za-z](?P<sharp>#)[ \t]*$", re.MULTILINE)
AT_LEAST = re.compile(r"^[ ]{0,3}(?P<sign>>)=[ ]*\d", re.MULTILINE)
# HTML Living Standard, 4 and 16.2 (obsolete ones that browsers still know), and the roots of SVG and MathML.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym address area article aside audio b base basefont bdi bdo big blockquote body br button canvas
        caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
        figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
        ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object
        ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section
        select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
        thead time title tr track tt u ul var video wbr xmp applet""",
    )
)


def swallowed(source: Source) -> Iterator[Finding]:
    """Everything of a source's text that its page does not show."""
    for check in (attributes, definitions, cells, tags, titles, languages, paths, signs):
        yield from check(source)


def escaped(start: int) -> Edit:
    """The edit that puts a backslash before a character."""
    return Edit(start, start, "\\")


def attributes(source: Source) -> Iterator[Finding]:
    """Words in braces at the end of a line or after emphasis, read as an attribute list."""
    for text, start in source.scan.attributes:
        inner = text.strip("{}").lstrip(":")
        if any(match["bare"] and WIDE.search(match["bare"]) for match in ATTRIBUTE.finditer(inner)):
            message = f"「{text}」被当成属性，网页上看不见。"
            edit = escaped(start) if source.text.startswith("{", start) else None
            yield source.at(start, message, "改用（ ），或者在 { 前面加反斜杠。", edit)


def definitions(source: Source) -> Iterator[Finding]:
    """Lines like `[注]: 内容`, which are taken for the address of a link."""
    lines = {source.place(link.start)[0] for link in source.links if link.is_text}
    for link in source.links:
        if link.is_text:
            line, column = source.place(link.start)
            shown = source.line_text(line)[column - 1 :]
            message = f"「{shown[:20]}」被当成链接的地址，这一行网页上看不见。"
            edit = as_paragraph(source, line, link.start, lines)
            yield source.at(link.start, message, "方括号改成（ ）或〔 〕，或者在 [ 前面加反斜杠。", edit)


def as_paragraph(source: Source, line: int, start: int, lines: set[int]) -> Edit | None:
    """The line shown as a paragraph of its own; None where a line follows that would run together with it."""
    at = source.line_start(line)
    if source.text[at:start].strip():
        return escaped(start)
    if line + 1 not in lines and source.line_text(line + 1).strip():
        return None
    has_text_before = line > 1 and source.line_text(line - 1).strip()
    return Edit(at, start, "\n" * bool(has_text_before) + source.text[at:start] + "\\")


def cells(source: Source) -> Iterator[Finding]:
    """Table cells beyond the last column of the head."""
    for start, text in source.scan.cells:
        message = f"「{text[:20]}」这一格没有对应的表头，网页上看不见。"
        yield source.at(start, message, "给表头和下面的短横补上一格；竖线是文字的，写成「\\|」。")


def tags(source: Source) -> Iterator[Finding]:
    """Words in angle brackets that begin with a Latin letter."""
    if any(tag.name in ("svg", "math") for tag in source.tags):
        return
    for tag in source.tags:
        is_element = tag.name in ELEMENTS and not any(WIDE.search(name) for name in tag.attributes)
        if not is_element:
            closing = source.text.find(">", tag.start)
            shown = source.text[tag.start : closing + 1]
            message = f"「{shown[:30]}」被当成 HTML 标签，网页上看不见。"
            is_safe = tag.name not in ELEMENTS and source.text.startswith("<", tag.start)
            edit = Edit(tag.start, tag.start + 1, "&lt;") if is_safe else None
            yield source.at(tag.start, message, "改用《 》或〈 〉；确实要尖括号的，把 < 写成 &lt;。", edit)


def titles(source: Source) -> Iterator[Finding]:
    """Titles of admonitions that are not in quotation marks."""
    for start, words in source.scan.titles:
        if not WIDE.search(words):
            continue
        line = source.place(start)[0]
        text = source.line_text(line)
        begin = TITLED.match(text)
        is_whole = begin is not None and text[begin.end() :].rstrip() == words
        place = source.line_start(line) + (begin.end() if begin else 0)
        edit = Edit(place, place + len(words), f'"{words}"') if is_whole else None
        yield source.at(start, f"提示框的标题「{words}」没有引号，网页上看不见。", f'写成 "{words}"。', edit)


def languages(source: Source) -> Iterator[Finding]:
    """Words after the fence that opens a code block, read as its language."""
    for region in source.regions:
        match = LANGUAGE.match(source.text, region.start) if region.kind == "code" else None
        if match and WIDE.search(match["name"]):
            message = f"「{match['name'][:20]}」被当成代码的语言，网页上看不见。"
            yield source.at(match.start("name"), message, "另起一行写，放在 ``` 的上面或者下面。")


def paths(source: Source) -> Iterator[Finding]:
    """Windows paths of which backslashes are lost because of the character after them."""
    matches = list(PATH.finditer(source.text, source.body_start)) if "\\" in source.text else []
    seen = {offset for passage in source.passages for offset in passage.offsets} if matches else set()
    for match in matches:
        start, path = match.start(), match[0]
        if start not in seen and start + 1 not in seen:
            continue
        fixed = re.sub(r"\\+", partial(doubled, start, seen), path)
        if fixed != path:
            message = f"路径「{path[:30]}」里的反斜杠，网页上少了。"
            yield source.at(start, message, f"写成「{fixed}」。", Edit(start, match.end(), fixed))


def doubled(start: int, seen: set[int], run: re.Match[str]) -> str:
    """Backslashes of a path as they have to be written to be seen; what was escaped in the middle of it stays."""
    is_share = run.start() == 0 and len(run[0]) == 2
    is_eaten = len(run[0]) == 1 and start + run.start() not in seen
    return run[0] * 2 if is_share or is_eaten else run[0]


def signs(source: Source) -> Iterator[Finding]:
    """A sharp at the end of a heading (C#), and 大于等于 at the beginning of a line."""
    seen = {passage.offsets[0]: passage for passage in source.scan.passages}
    for match in SHARP.finditer(source.text, source.body_start):
        words = match[0].lstrip(" #")
        heading = seen.get(match.start() + len(match[0]) - len(words))
        if heading and heading.kind == "heading" and match.start("sharp") not in heading.offsets[:-1]:
            sharp = match.start("sharp")
            yield source.at(sharp, "标题最后的 # 网页上看不见。", "在 # 前面加反斜杠。", escaped(sharp))
    for match in AT_LEAST.finditer(source.text, source.body_start):
        passage = seen.get(match.end("sign"))
        if passage and passage.quoted:
            start, message = match.start("sign"), "行首的 > 被当成引用的记号，网页上看不见。"
            yield source.at(start, message, "改成“不低于”“≥”，或者在 > 前面加反斜杠。", escaped(start))
