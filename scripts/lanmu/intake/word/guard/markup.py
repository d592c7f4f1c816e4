"""Runs through the XML of a .docx before anybody builds a tree of it: no DTD, no odd encoding, nothing too deep or large.

Expat is used as it is: defusedxml would build the tree, and cannot say which of the attacks it met. The rules are
M1.17 (encodings) and M1.18 (no DTD) of ECMA-376 part 2, annex H.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.guard.container import AGAIN, SUSPECT

# Bytes of one XML part; the text of a novel is 1 MB, Word's marks around it ten times that.
LARGEST_XML = 32_000_000
# A page that WPS wrote, every run with its ten properties, has about 1,000 elements: 400 pages.
MOST_ELEMENTS = 400_000
# Levels. A table in a text box in a table reaches 40; the readers behind this guard call themselves for every level.
DEEPEST = 200
# A form has a table in a table, seldom a third; old programs paint whole pages with five.
MOST_TABLES = 10
ENCODINGS = frozenset({"utf-8", "utf-16"})
SPLIT = "请把内容分成几个文件，分别导入。"
Visit = Callable[[str, dict[str, str]], None]


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class Scanner:
    """Reads part after part, keeping nothing; elements are counted over all of them."""

    def __init__(self) -> None:
        self.place = ""
        self.visit: Visit | None = None
        self.elements = 0
        self.depth = 0
        self.tables = 0

    def scan(self, place: str, data: bytes, visit: Visit | None = None) -> None:
        """Runs through one part; `visit` is called with the name, without prefix, and attributes of every element.

        Raises UserError when the part is damaged or made to do harm.
        """
        if len(data) > LARGEST_XML:
            raise UserError(f"里面的「{place}」有 {len(data) // 1_000_000} MB 文字和格式，太大了。{SPLIT}")
        self.place, self.visit = place, visit
        try:
            self.parser().Parse(data, True)
        except expat.ExpatError:
            raise UserError(f"里面的「{place}」不是完好的 XML，读不出来。{AGAIN}") from None
        except (LookupError, ValueError):
            raise self.odd_encoding("") from None

    def parser(self) -> expat.XMLParserType:
        """A parser that reports to this scanner."""
        parser = expat.ParserCreate()
        parser.XmlDeclHandler = self.declaration
        parser.EntityDeclHandler = self.entity
        parser.EndDoctypeDeclHandler = self.end_of_doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        return parser

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """The first line, `<?xml … encoding="…"?>`."""
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise self.odd_encoding(encoding)

    def odd_encoding(self, encoding: str) -> UserError:
        """The refusal of an encoding that no reader has to know: it could hide what the guard looks for."""
        named = f"（{encoding[:40]}）" if encoding else ""
        return UserError(f"里面的「{self.place}」用了 Word 不用的文字编码{named}。{SUSPECT}")

    def entity(
        self,
        _name: str,
        _is_parameter: bool,
        value: str | None,
        _base: str | None,
        address: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        """An entity is declared, in whichever encoding; nothing has been expanded or fetched yet."""
        if value is None:
            raise UserError(f"里面的「{self.place}」想读取外面的文件（XML 外部实体 {(address or '')[:80]}）。{SUSPECT}")
        raise UserError(f"里面的「{self.place}」定义了会成倍膨胀的内容（XML 实体）。{SUSPECT}")

    def end_of_doctype(self) -> None:
        """A DTD without entities."""
        raise UserError(f"里面的「{self.place}」带有 XML 文档类型定义（DTD）。{SUSPECT}")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise UserError(f"内容太多（超过 {MOST_ELEMENTS // 10_000} 万个 XML 元素，约 400 页）。{SPLIT}")
        if self.depth > DEEPEST:
            raise UserError(f"里面的「{self.place}」套了 {DEEPEST} 层以上，不是正常的文档。{SUSPECT}")
        if name.endswith("tbl") and local(name) == "tbl":
            self.tables += 1
            if self.tables > MOST_TABLES:
                raise UserError(f"表格里套表格，超过 {MOST_TABLES} 层。请在 Word 里把里层的表格移出来，另存后再导入。")
        if self.visit is not None:
            self.visit(local(name), attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if name.endswith("tbl") and local(name) == "tbl":
            self.tables -= 1
