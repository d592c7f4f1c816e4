"""What the parts of a .docx refer to must be no program ([MS-OFFMACRO] and ECMA-376 part 1, clause 15, for the types)."""

from __future__ import annotations

from lanmu.diagnostics.errors import UserError

INSPECT = (
    "请在 Word 里用“文件→信息→检查问题→检查文档”删去“宏、窗体和 ActiveX 控件”，"
    "或者在 WPS 里另存为“Word 文档（*.docx）”，不保留宏，再导入。"
)
PROGRAMS = {
    "vbaProject": "带有宏（自动运行的程序）",
    "wordVbaData": "带有宏（自动运行的程序）",
    "control": "带有 ActiveX 控件（会运行的窗体）",
    "activeXControlBinary": "带有 ActiveX 控件（会运行的窗体）",
}


def check(tag: str, attributes: dict[str, str]) -> None:
    """Looks at one element of a part of relationships. Raises UserError for a program; what lies outside is told by
    the reader, which fetches nothing."""
    kind = attributes.get("Type", "").rpartition("/")[2] if tag == "Relationship" else ""
    if kind in PROGRAMS:
        raise UserError(f"{PROGRAMS[kind]}，没有导入。{INSPECT}")
