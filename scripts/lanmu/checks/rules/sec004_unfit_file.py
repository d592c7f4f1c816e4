"""不能放上网站的文件

查什么
    docs/ 里不发布的东西：名单以外的后缀（网页、脚本、程序、快捷方式等），放在最外层或者不是栏目的文件夹里的图片和附件，
    符号链接，管道、设备之类，文件名里有看不见或读不出来的字符、Windows 或者服务器读不对的；以及名不副实的附件，
    例如后缀是 .pdf、内容其实是网页。Word、Windows 自己留下的临时文件（~$、Thumbs.db）不算，也不发布。
为什么
    放进来的网页、脚本会在我们的网站上运行，还会盖掉网站自己的文件；符号链接会把别处的文件带到网上。所以只发布名单上的
    图片、音视频和文档，别的一律不发布：预览里也没有，稿件链接它的，这一稿登不了。
不合格
    网页：
        -- docs/news/a.html (text) --
        <p>大家读了书</p>
    后缀是 .pdf，内容其实是网页：
        -- docs/news/a.pdf (text) --
        <html><body>大家读了书</body></html>
    不在栏目的文件夹里：
        -- docs/a.jpg (picture) --
        40x30
合格
    名副其实的文档，在栏目的文件夹里：
        -- docs/news/a.docx (docx) --
        名单
怎么改
    换成图片或文档，放在用它的稿件旁边；用不着就删去。
"""

from lanmu.checks.engine.rule import Attachment, Findings, Level, Project, rule
from lanmu.content.files import lies, suffix_of
from lanmu.diagnostics.errors import ProblemKind
from lanmu.untrusted.kinds import kind_of


@rule(Level.ERROR)
def check(subject: Project | Attachment) -> Findings:
    if isinstance(subject, Project):
        yield from subject.findings(ProblemKind.FILE)
        return
    try:
        kind = kind_of(subject.file)
    except OSError:
        return
    if lies(subject.path, kind):
        message = f"后缀是 .{suffix_of(subject.path)}，内容其实是 {kind.value}，不能放上网站。"
        yield subject.finding(message, "用制作它的程序打开，另存为这种格式；来路不明的，删去。")
