"""Links in built pages that have a fault of their own, wherever they lead."""

from lanmu.checks.built.built_site import Occurrence
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Outcome, Reference, Target, Use
from lanmu.checks.built.spelling import host_of
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

HIDDEN = "不是自己加的，立即告诉网站管理员，查清来路后从干净的稿件重新生成；是自己加的，让它看得见或者删去。"
LOADING = (Use.RESOURCE, Use.FRAME, Use.CONNECT)


@rule(Level.ERROR, "OUT007")
def duplicate_id(site: BuiltSite) -> Findings:
    """同一网页里有重复的 id

    查什么
        一个网页里，两个元素用了同一个 id。
    为什么
        链接只会跳到前一个；读屏软件也会把标签读错（WCAG 2.1 的 1.3.1、4.1.2）。
    不合格
        两个标题同名：
            <h2 id="anpai">上午的安排</h2><h2 id="anpai">下午的安排</h2>
    合格
        各有各的：
            <h2 id="shangwu">上午的安排</h2><h2 id="xiawu">下午的安排</h2>
    怎么改
        给后一个换一个 id。稿件里的标题不用写 id，程序会给出不重复的。
    """
    again = (
        Occurrence(page.path, Reference(name, Use.LINK, "", "id"), Target(Outcome.FOUND), 1)
        for page in site.pages.values()
        for name in dict.fromkeys(page.duplicates)
    )
    for located in locate(site, again):
        yield located.finding(f"id「{located.written}」在这个网页里已经用过。", "给后一个换一个 id。")


@rule(Level.ERROR, "OUT013")
def hidden_link(site: BuiltSite) -> Findings:
    """看不见的外部链接（暗链）

    查什么
        指向别的网站、读者却看不见的链接：自己或外层被 display:none、visibility:hidden、hidden、透明、零字号、零宽高、移出屏幕、
        裁掉、缩没、压在背景后面、和背景同色等办法藏起来，写在标签、网页的样式或网站的样式文件里都查；藏在 template、noscript 里的、
        链接里什么也没有的也查。按最后占的位置和颜色算，不看写法：用图片代替的文字、图标、浮动的栏目、标签页、抽屉菜单、折叠的内容，
        看得见或者点得开，不算。只在打印时隐藏的、只藏站内链接的也不算。
    为什么
        这是网站被入侵后常见的痕迹：读者看不见，搜索引擎看得见，用来给赌博、色情等网站充数。公安、网信部门会通报，网站会被搜索引擎降权。
    不合格
        藏起来的链接：
            <div style="display:none"><a href="https://www.example.com/">某网站</a></div>
        移到屏幕外：
            <style>.youqing { position: absolute; left: -9999px }</style>
            <p class="youqing"><a href="https://www.example.com/">某网站</a></p>
    合格
        看得见的友情链接：
            <p>友情链接：<a href="https://www.example.com/">某网站</a></p>
        跳到正文的链接平时藏着，指向的是本页：
            <a href="#zhengwen" style="position:absolute; left:-9999px">跳到正文</a><main id="zhengwen">正文</main>
    怎么改
        不是自己加的，先不要只删这一处：告诉网站管理员，查清怎么进来的，改口令，再从干净的稿件重新生成。是自己加的，就让它看得见，或者删去。
    """
    by_reason: dict[str, list[Occurrence]] = {}
    for path, hidden in site.hidden:
        reference, target = Reference(hidden.raw, Use.LINK, "a", "href"), Target(Outcome.EXTERNAL, url=hidden.raw)
        by_reason.setdefault(hidden.reason, []).append(Occurrence(path, reference, target, hidden.number))
    for reason, occurrences in by_reason.items():
        for located in locate(site, occurrences):
            yield located.finding(f"链接「{located.written}」指向别的网站，读者却看不见（{reason}）。", HIDDEN)


@rule(Level.ERROR, "OUT014")
def third_party(site: BuiltSite) -> Findings:
    """从别的网站加载内容

    查什么
        网页加载别的网站上的脚本、样式、字体、图片、视频、内嵌网页，或者让浏览器预先连接别的网站。普通的外部链接不算。
    为什么
        对方停了，本站就缺一块；对方被改了，本站跟着出问题；读者的访问记录也会交给对方。内网和离线版打不开。
    不合格
        脚本在别的网站上：
            <script src="https://cdn.example.com/jquery.js"></script>
    合格
        普通的外部链接：
            <a href="https://www.example.com/">某网站</a>
    怎么改
        把文件下载下来，和稿件放在一起；视频网站的播放器，改成一个普通链接。
    """
    loaded = (
        occurrence
        for url, occurrences in site.outward.items()
        if host_of(url) != site.resolver.origin.host
        for occurrence in occurrences
        if occurrence.reference.use in LOADING
    )
    for located in locate(site, loaded):
        tag = located.occurrence.reference.tag
        remedy = "把文件下载下来放到网站里；播放器之类改成普通链接。"
        yield located.finding(f"{tag} 从别的网站加载「{located.written}」。", remedy)


@rule(Level.ERROR, "OUT017")
def nameless_link(site: BuiltSite) -> Findings:
    """链接没有文字

    查什么
        链接里没有文字，也没有 aria-label、title 或图片的替代文字（alt）。
    为什么
        读屏软件只能念出网址；图片打不开时什么也看不到（WCAG 2.1 的 2.4.4、4.1.2）。
    不合格
        图片没有替代文字：
            <a href="#a"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt=""></a><p id="a">甲</p>
    合格
        有替代文字：
            <a href="#a"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="看甲"></a><p id="a">甲</p>
    怎么改
        给链接写上文字；是图片的，写上替代文字。
    """
    # What is hidden on purpose is reported as that.
    hidden = {(path, link.raw) for path, link in site.hidden}
    nameless = (
        Occurrence(page.path, reference, site.target(page.path, reference.raw), number)
        for page in site.pages.values()
        for reference, number in page.nameless
        if (page.path, reference.raw) not in hidden
    )
    for located in locate(site, nameless):
        yield located.finding(f"链接「{located.written}」没有文字。", "给链接写上文字；是图片的，写上替代文字。")
