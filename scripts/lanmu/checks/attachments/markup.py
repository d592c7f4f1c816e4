"""XML from strangers, read with limits: no DTD, no entities, bounded depth and number of elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from lanmu.checks.attachments.budget import SPLIT, Budget
from lanmu.checks.attachments.text import CannotLook

DEEPEST = 200
# Attributes in which people's words or links stand; all others are the program's own.
WORDS = frozenset(
    {"descr", "title", "name", "alt", "v", "val", "tooltip", "Target", "display", "author", "initials", "string"}
)


class Bounded(TreeBuilder):
    """Builds the tree and stops when it grows too deep or too large."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.depth = 0
        self.budget = budget

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """One element begins."""
        self.depth += 1
        self.budget.take_element()
        if self.depth > DEEPEST:
            raise CannotLook(f"里面的内容超过 {DEEPEST} 层，可能是恶意文件。", SPLIT)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """One element ends."""
        self.depth -= 1
        return super().end(tag)


def parse(data: bytes, budget: Budget, *, may_have_dtd: bool = False) -> Element:
    """The tree of `data`. Raises CannotLook when it is damaged or dangerous; entities are dangerous in any case."""
    parser = XMLParser(target=Bounded(budget), forbid_dtd=not may_have_dtd)
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException:
        reason = "里面有不该出现的 XML 定义（DTD 或实体），可能是恶意文件。"
        raise CannotLook(reason, "请不要发布这个文件；从原来的电脑上重新另存一份。") from None
    except (ParseError, ValueError, LookupError):
        raise CannotLook("里面的 XML 已损坏，读不出来。", "请打开原文件检查，重新另存后再上传。") from None
    if not isinstance(root, Element):
        raise CannotLook("里面的 XML 是空的。", "请打开原文件检查，重新另存后再上传。")
    return root


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The value of an attribute, whatever its namespace; an empty string when there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def children(element: Element, name: str) -> Iterator[Element]:
    """The direct children of that name."""
    return (child for child in element if local(child.tag) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Everything below `element` of that name, in the order of the text."""
    return (child for child in element.iter() if local(child.tag) == name)


def joined(element: Element, name: str = "t") -> str:
    """The texts of all `name` below `element` with nothing between: programs cut a number into several runs."""
    signs = {"br": "\n", "cr": "\n", "tab": "\t"}
    return "".join(
        (child.text or "") if local(child.tag) == name else signs.get(local(child.tag), "") for child in element.iter()
    )


def lines(element: Element) -> str:
    """Every text and every wordy attribute below `element`, one to a line, a paragraph's runs joined."""
    found: list[str] = []
    inside: set[int] = set()
    for child in element.iter():
        found += (value for key, value in child.attrib.items() if local(key) in WORDS and len(value) > 1)
        if local(child.tag) in ("p", "si"):
            found.append(joined(child))
            inside.update(id(below) for below in child.iter())
        elif id(child) not in inside and child.text and child.text.strip():
            found.append(child.text)
    return "\n".join(line for line in found if line.strip())
