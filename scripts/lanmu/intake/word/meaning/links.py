"""Where links lead to, and which of them may stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lanmu.intake.word.package import Part
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import RELATION, value

KEPT = re.compile(r"https?://[^\s/]|mailto:\S|tel:[+\d]", re.IGNORECASE)
ON_THE_NET = re.compile(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)
BARE = re.compile(r"www\.\S+", re.IGNORECASE)
INTERNAL = "有 {n} 处在文档内部跳转的链接没有保留，文字照收。"
ODD = "有 {n} 处链接的地址不能放到网上{at}，没有保留，文字照收。"
LOCAL = "有 {n} 处链接指向电脑或单位内部的文件{at}，别人打不开，没有保留，文字照收。"


@dataclass
class Links:
    """The links of one part."""

    part: Part
    remarks: Remarks

    def of_element(self, element: Element) -> str | None:
        """The address of a `w:hyperlink`; None when it is not kept, which the editor is told."""
        relation = element.get(f"{{{RELATION}}}id", "")
        target = self.part.relationships.get(relation)
        anchor = value(element, "anchor")
        if target is None:
            return self.of_address("") if anchor else None
        address = target.target
        return self.of_address(f"{address}#{anchor}" if anchor and "#" not in address else address)

    def of_address(self, address: str | None) -> str | None:
        """An address when a reader of the site can follow it; empty stands for a place in the document."""
        if address is None:
            return None
        address = address.strip()
        if BARE.fullmatch(address):
            address = f"http://{address}"
        if KEPT.match(address):
            return address
        if address and not address.startswith("#"):
            self.remarks.count("changed", ODD if ON_THE_NET.match(address) else LOCAL, address)
        else:
            self.remarks.count("changed", INTERNAL)
        return None
