"""附件带着审稿的痕迹或去不掉的作者信息

查什么
    Word 的批注和修订（删去的、加入的），Excel、PPT、PDF、OpenDocument 的批注和修订；有电子签名或加了限制的 PDF、
    Word、Excel、PPT 里写着的作者、最后修改人、单位。没有签名的，作者等信息在发布时自动去掉，不报。
为什么
    批注和修订里有审稿人的姓名、改掉的数字、还没有定下来的话，会随附件一起公开，谁都能打开来看。
不合格
    批注没有删：

        -- docs/news/a.docx (docx) --
        批注：这个数字再核一下

    修订没有接受：

        -- docs/news/a.docx (docx) --
        删去：原来的数字
合格
    定稿：

        -- docs/news/a.docx (docx) --
        全市组织了学习。
怎么改
    在 Word 或 WPS 的“审阅”里接受全部修订、删除全部批注，再另存；PDF 从改好的文件重新导出。有签名的，先在“文件—信息”里
    去掉作者再签名，或者改发没有签名的一份。
"""

from lanmu.checks.attachments import CannotLook, Sort
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

SAVED = "保存，换掉 docs/ 里的这一个（PDF 从改好的文件重新导出）。"
REMEDIES = {
    Sort.COMMENT: f"用 Word、WPS 打开，审阅→删除→删除所有批注，{SAVED}",
    Sort.REVISION: f"用 Word、WPS 打开，审阅→接受→接受所有修订，{SAVED}",
    Sort.MAKER: "这个文件有签名或加了限制，发布时动不得：先去掉作者信息再签名，或者改发没有签名的一份。",
}


@rule(Level.ERROR)
def check(attachment: Attachment) -> Findings:
    texts = attachment.texts
    if isinstance(texts, CannotLook):
        return
    for sort, remedy in REMEDIES.items():
        places = [text.place for text in texts if text.sort is sort]
        if places:
            where = "" if places[0] == sort.value else f"，第一处在{places[0]}"
            yield attachment.finding(f"带着{sort.value} {len(places)} 处{where}，里面常有人名。", remedy)
