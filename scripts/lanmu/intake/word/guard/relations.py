"""What the parts of a .docx point at: nothing outside the file but the links that readers click.

Nothing outside is ever fetched; a document that needs it would come in with holes. The types are those of ECMA-376
part 1, clause 15, and [MS-OFFMACRO] for programs.
"""

from __future__ import annotations

import re

from lanmu.errors import UserError

INSPECT = "请在 Word 里用“文件→信息→检查问题→检查文档”删去“宏、窗体和 ActiveX 控件”，另存为 .docx 后再导入。"
PROGRAMS = {
    "vbaProject": "带有宏（自动运行的程序）",
    "wordVbaData": "带有宏（自动运行的程序）",
    "control": "带有 ActiveX 控件（会运行的窗体）",
    "activeXControlBinary": "带有 ActiveX 控件（会运行的窗体）",
}
BREAK = "请在 Word 里用“文件→信息→编辑指向文件的链接”选“断开链接”，另存后再导入。"
OUTSIDE = {
    "image": ("有图片没有存在文件里，只记了地址", f"{BREAK}断不开的，把图片删去重新插入。"),
    "attachedTemplate": (
        "要从别的电脑或网站取模板",
        "请全选正文，复制到一份新建的空白文档里，另存后再导入；来历不明的文件不要打开。",
    ),
    "oleObject": ("有表格或对象没有存在文件里，只记了地址", BREAK),
    "subDocument": ("是主控文档，有几章放在别的文件里", "请在大纲视图里展开子文档并“取消链接”，另存后再导入。"),
    "mailMergeSource": (
        "是邮件合并的主文档，名单在别的文件里",
        "请在 Word 里用“邮件→完成并合并→编辑单个文档”合并好，另存后再导入。",
    ),
    "aFChunk": ("要合并外面的文件", "请在 Word 里打开，另存后再导入。"),
}
ELSEWHERE = "有内容放在文件外面"
# A template on the editor's own disk: Word notes where it lay, and it adds nothing to the text.
OWN_TEMPLATE = re.compile(r"(file:///)?(?![/\\]{2})([a-z]:)?[^:]*\.(dot|dotx|dotm|wpt)", re.IGNORECASE)
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", re.IGNORECASE)


def check(tag: str, attributes: dict[str, str]) -> None:
    """Looks at one element of a part of relationships. Raises UserError."""
    if tag != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "").strip()
    if kind in PROGRAMS:
        raise UserError(f"{PROGRAMS[kind]}，没有导入。{INSPECT}")
    is_outside = attributes.get("TargetMode", "").lower() == "external" or ADDRESS.match(target) is not None
    if is_outside and kind != "hyperlink" and not is_own_template(kind, target):
        fault, remedy = OUTSIDE.get(kind, (f"{ELSEWHERE}（{kind[:40]}）", BREAK))
        raise UserError(f"{fault}：{target[:100]}。{remedy}")
    if kind == "aFChunk":
        raise UserError("里面夹着另一份还没有合并进来的文档。请在 Word 里打开它，直接保存一次（Word 会合并），再导入。")


def is_own_template(kind: str, target: str) -> bool:
    """True for a template on a disk of the machine where the document was written."""
    return kind == "attachedTemplate" and OWN_TEMPLATE.fullmatch(target) is not None
