"""What the parts of a document refer to outside the file. Nothing of it is fetched; the text does without."""

from __future__ import annotations

import posixpath
import re

from lanmu.intake.word.package import Package
from lanmu.intake.word.telling.remarks import Remarks

# ECMA-376 part 1, clause 15. What the text refers to is told where it stands: links, pictures, objects, chapters.
TOLD_IN_THE_TEXT = frozenset({"hyperlink", "image", "oleObject", "package", "subDocument", "aFChunk"})
TEMPLATE = (
    "文档套用的模板在网上或别的电脑上（{target}），这里没有读它，文字不受影响。"
    "来历不明的文件，请不要在 Word 或 WPS 里打开。"
)
MAIL_MERGE = (
    "这是邮件合并的主文档，名单在别的文件里（{target}），没有收进来。"
    "请在 Word 里用“邮件→完成并合并→编辑单个文档”（WPS：引用→邮件→合并到新文档）合并好，再导入。"
)
ELSEWHERE = "有内容放在文件外面（{kind}：{target}），没有读，也没有收进来。需要的话请在 Word 里断开链接，或写进正文。"
# Programs note the template on the author's own disk, or its mere name; nobody has to hear of that.
ON_A_NET = re.compile(r"(?:https?|ftp):|(?:file:)?[/\\]{2}(?![/\\])", re.IGNORECASE)
LONGEST = 80


def tell_outside(package: Package, remarks: Remarks) -> None:
    """Tells what of it an editor should know."""
    for name in package.names.values():
        folder, file = posixpath.split(name)
        if not file.lower().endswith(".rels"):
            continue
        for each in package.relationships(posixpath.dirname(folder), name).values():
            if not each.external or each.kind in TOLD_IN_THE_TEXT:
                continue
            target = each.target[:LONGEST]
            if each.kind == "attachedTemplate":
                if ON_A_NET.match(each.target):
                    remarks.add("look", TEMPLATE.format(target=target))
            elif each.kind.startswith("mailMerge"):
                remarks.add("left_out", MAIL_MERGE.format(target=target))
            else:
                remarks.add("left_out", ELSEWHERE.format(kind=each.kind[:40], target=target))
