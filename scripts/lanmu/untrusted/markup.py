"""XML from strangers: no DTD, no entities, no odd encoding, bounded size, depth and number of elements.

A part is scanned with expat first, which keeps nothing; only then is a tree built. For Office files the rules are M1.17
(encodings) and M1.18 (no DTD) of ECMA-376 part 2, annex H.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.parsers import expat

from lanmu.untrusted.opening import AGAIN, MEGA, SPLIT, SUSPECT, Budget, RejectedFileError

# Bytes of one part; the text of a novel is 1 MB, Word's properties of it ten times that.
LARGEST_XML = 32 * MEGA
# Levels. A table in a text box in a table reaches 40; readers of a tree are recursive.
DEEPEST = 200
# A form has a table in a table, seldom a third; old programs paint whole pages with five.
MOST_TABLES = 10
ENCODINGS = frozenset({"utf-8", "utf-16"})
Visit = Callable[[str, dict[str, str]], None]


class Scanner:
    """Scans one part. `visit` is called with the name, without prefix, and the attributes of every element.

    An SVG (`is_svg`) may be in other encodings and may name the DTD of SVG 1.1, which nobody reads.
    """

    def __init__(self, budget: Budget, part: str, visit: Visit | None, *, is_svg: bool) -> None:
        self.budget, self.visit = budget, visit
        self.part = "SVG 图片" if is_svg else f"里面的「{part}」" if part else ""
        self.depth = self.tables = 0
        self.parser = expat.ParserCreate()
        self.parser.EntityDeclHandler = self.refuse_entity
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        if not is_svg:
            self.parser.XmlDeclHandler = self.check_encoding
            self.parser.EndDoctypeDeclHandler = self.refuse_dtd

    def scan(self, data: bytes) -> None:
        if len(data) > LARGEST_XML:
            raise RejectedFileError(f"{self.part}有 {len(data) // MEGA} MB 文字和格式，太大了。", SPLIT)
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError:
            raise self.broken() from None
        except (LookupError, ValueError):
            raise self.odd_encoding("") from None

    def broken(self) -> RejectedFileError:
        return RejectedFileError(f"{self.part}已损坏，不是完好的 XML，读不出来。", AGAIN)

    def odd_encoding(self, encoding: str) -> RejectedFileError:
        # Readers need not support it, so it could hide what is checked here.
        named = f"（{encoding[:40]}）" if encoding else ""
        return RejectedFileError(f"{self.part}用了少见的文字编码{named}。", SUSPECT)

    def check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise self.odd_encoding(encoding)

    def refuse_entity(self, _name: str, _is_parameter: bool, value: str | None, *declared: str | None) -> None:
        # Nothing has been expanded or fetched yet.
        if value is None:
            address = (declared[1] or "")[:80]
            raise RejectedFileError(f"{self.part}想读取外面的文件（XML 外部实体 {address}）。", SUSPECT)
        raise RejectedFileError(f"{self.part}定义了会成倍膨胀的内容（XML 实体）。", SUSPECT)

    def refuse_dtd(self) -> None:
        raise RejectedFileError(f"{self.part}带有 XML 文档类型定义（DTD）。", SUSPECT)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.elements -= 1
        if self.budget.elements < 0:
            self.budget.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise RejectedFileError(f"{self.part}套了 {DEEPEST} 层以上，可能是恶意文件。", SUSPECT)
        if name.endswith(":tbl"):
            self.tables += 1
            if self.tables > MOST_TABLES:
                remedy = "请在 Word 里把里层的表格移出来，另存后再上传。"
                raise RejectedFileError(f"表格里套表格，超过 {MOST_TABLES} 层。", remedy)
        if self.visit is not None:
            self.visit(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name.endswith(":tbl"):
            self.tables -= 1


def scan(data: bytes, budget: Budget, part: str = "", visit: Visit | None = None) -> None:
    """Scans a part of the name `part`. Raises RejectedFileError when it is damaged or harmful."""
    Scanner(budget, part, visit, is_svg=False).scan(data)


def parse(data: bytes, budget: Budget, part: str = "", *, is_svg: bool = False, target: Any = None) -> Any:
    """The tree of a part, or the result of `target` (see TreeBuilder). Raises RejectedFileError as `scan` does."""
    scanner = Scanner(budget, part, None, is_svg=is_svg)
    scanner.scan(data)
    parser = XMLParser(target=target)
    try:
        parser.feed(data)
        return parser.close()
    except (ParseError, ValueError, LookupError):
        raise scanner.broken() from None


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The value of an attribute, whatever its namespace; an empty string when there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def children(element: Element, name: str) -> Iterator[Element]:
    """The direct children of that name, whatever their namespace."""
    return (child for child in element if local(child.tag) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """The element and its descendants of that name, in document order."""
    return (child for child in element.iter() if local(child.tag) == name)
