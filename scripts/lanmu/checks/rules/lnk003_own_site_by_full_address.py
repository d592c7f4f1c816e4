"""站内链接写成了完整网址

查什么
    链接本站的页面用了完整网址（https://、http:// 或 // 开头），主机名和 mkdocs.yml 的 site_url 相同。
    site_url 还没有填的时候不查。
为什么
    网站换了网址、预览、拷到内网或优盘上看时，这样的链接会跑到别处去；页面改名、删除也查不出来。
不合格
    正式网址写进了正文：
        -- mkdocs.yml --
        site_url: https://zhuanti.example.org/
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 动态: news/index.md
          - 公示: notices/index.md
        -- docs/news/2008-11-05-yici-xuexi.md --
        见[方案](http://zhuanti.example.org/plan/)。
合格
    指向源文件：
        见[方案](../plan/index.md)。
怎么改
    写成从稿件所在文件夹算起的 .md 文件。提示里给出了对应的文件。
"""

from urllib.parse import unquote

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.targets import from_here, page_at, references, web_parts


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    own = web_parts(source.project.site_url)
    if own is None:
        return
    root = own.path.rstrip("/") + "/"
    for reference in references(source):
        parts = web_parts(reference.target)
        # Other sites may lie beside this one on the same host.
        if parts and parts.hostname == own.hostname and f"{parts.path}/".startswith(root):
            address = unquote(parts.path)[len(root) :]
            path = address if address in source.project.attachments else page_at(source.project, address)
            lost = "改成从这篇稿件算起的路径，例如 ../plan/index.md；本站现在没有这个网址，请核对。"
            remedy = lost if path is None else f"写成「{from_here(source, path)}」。"
            yield source.at(reference.offset, f"站内的链接写成了完整网址「{reference.target}」。", remedy)
