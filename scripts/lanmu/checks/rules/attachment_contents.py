"""What an attachment carries along unseen, or what nobody can see of it."""

from lanmu.checks.attachments import RejectedFileError, Sort
from lanmu.checks.engine.rule import Attachment, Findings, Level, rule

BY_HAND = "请换成看得了的格式；只能这样公开的，请人看过后在 lanmu.toml 里写明豁免和理由。"
REMEDY = "取消隐藏看一遍，该公开的显示出来，不该公开的删去。"
SAVED = "保存，换掉 docs/ 里的这一个（PDF 从改好的文件重新导出）。"
REMEDIES = {
    Sort.COMMENT: f"用 Word、WPS 打开，审阅→删除→删除所有批注，{SAVED}",
    Sort.REVISION: f"用 Word、WPS 打开，审阅→接受→接受所有修订，{SAVED}",
    Sort.MAKER: "这个文件有签名或加了限制，发布时动不得：先去掉作者信息再签名，或者改发没有签名的一份。",
}


@rule(Level.ERROR, "PRI006")
def closed_attachment(attachment: Attachment) -> Findings:
    """附件里的内容看不了或没有查完

    查什么
        检查程序打不开、因而没有查过隐私的附件：旧版 .doc、.xls、.ppt，加了密码的文件，RAR、7z，损坏的文件，
        以及只看了一部分的：扫描成图片的 PDF、页数太多的 PDF、压缩包里打不开的文件。图片、音频、视频不在此列，要靠人看。
    为什么
        附件里的名单最容易泄露个人信息。机器查不了的，就要有人一页一页看过。
    不合格
        旧版 Word 文件：
            -- docs/news/a.doc (ole2) --
            名单
    合格
        另存成了新格式：
            -- docs/news/a.docx (docx) --
            名单
    怎么改
        另存为 .docx、.xlsx、.pptx 或带文字的 PDF，去掉密码，改用 .zip。确实只能这样公开的，请人看过以后，
        在 lanmu.toml 里写明豁免和理由。
    """
    if attachment.is_picture:
        return
    texts = attachment.texts
    if isinstance(texts, RejectedFileError):
        yield attachment.finding(f"这个附件{texts.reason}", texts.remedy)
        return
    for note in (text for text in texts if text.sort is Sort.UNSEEN):
        yield attachment.finding(f"这个附件没有查完：{note.place}，{note.text}", BY_HAND)


@rule(Level.WARNING, "PRI007")
def hidden_content(attachment: Attachment) -> Findings:
    """附件里有隐藏的内容

    查什么
        Word 的隐藏文字，Excel 隐藏的行、列、工作表，PPT 隐藏的幻灯片和备注。
    为什么
        隐藏的底稿、念稿子用的备注会随附件一起公开，谁都能打开来看。
    不合格
        有一张工作表是隐藏的：
            -- docs/news/a.xlsx (xlsx) --
            名单
            隐藏：底稿
            不给看的话
    合格
        只有要公开的：
            -- docs/news/a.xlsx (xlsx) --
            名单
    怎么改
        取消隐藏看一遍，该公开的显示出来，不该公开的删去，再另存。
    """
    texts = attachment.texts
    if isinstance(texts, RejectedFileError):
        return
    places = [text.place for text in texts if text.sort is Sort.HIDDEN]
    if places:
        yield attachment.finding(f"带着隐藏内容 {len(places)} 处，第一处在{places[0]}，会随附件公开。", REMEDY)


@rule(Level.ERROR, "PRI008")
def traces_of_people(attachment: Attachment) -> Findings:
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
    texts = attachment.texts
    if isinstance(texts, RejectedFileError):
        return
    for sort, remedy in REMEDIES.items():
        places = [text.place for text in texts if text.sort is sort]
        if places:
            where = "" if places[0] == sort.value else f"，第一处在{places[0]}"
            yield attachment.finding(f"带着{sort.value} {len(places)} 处{where}，里面常有人名。", remedy)
