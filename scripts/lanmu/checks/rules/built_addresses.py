"""Addresses in built pages that lead nowhere or are written wrongly."""

from lanmu.checks.built.origin import CHECK, locate, near_anchor, near_file, way_to
from lanmu.checks.built.reference import LOADED, NOWHERE, PLAIN, Outcome, Use
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

WORDS = {
    Outcome.TEMPLATE: ("里有模板的标记，没有换成内容", "请网站管理员检查模板；在稿件里的，写成真正的地址。"),
    Outcome.GAP: ("中间有空格或换行", "去掉空格；文件名里真有空格的，最好给文件改名，或写成 %20。"),
    Outcome.BACKSLASH: ("用了反斜杠", "把反斜杠改成 /。"),
    Outcome.DRIVE: ("是自己电脑上的路径，读者打不开", "把文件放到稿件旁边，只写文件名。"),
    Outcome.FILE: ("是自己电脑上的文件，读者打不开", "把文件放到稿件旁边，只写文件名。"),
    Outcome.LOCALHOST: ("是本机预览时的网址，读者打不开", "改成站内的相对路径，或者正式网址。"),
    Outcome.NO_SCHEME: ("没有写 https://，会被当成站内的文件", "在前面加上 https://。"),
    Outcome.BAD_SCHEME: ("开头的协议写错了", "网址以 https:// 开头，冒号和斜杠都用半角。"),
    Outcome.BAD_HOST: ("里的主机名写错了", "从浏览器的地址栏重新复制网址。"),
    Outcome.BAD_CONTACT: (
        "不是邮箱或号码，点了没有用",
        "邮箱写成 mailto:名字@主机，用半角的 @；号码写成 tel:059500000000，只用数字。",
    ),
    Outcome.REFRESH: ("是转向，写法却不对，浏览器不会转", "写成「0; url=网址」：先是秒数，再是分号和 url=。"),
    Outcome.SOURCE: ("是稿件，没有变成网页", CHECK),
}
REMEDY = "改成站内的相对路径；要链接到别的网站，就写 https:// 开头的完整网址。"


@rule(Level.ERROR, "OUT002")
def missing_anchor(site: BuiltSite) -> Findings:
    """链接的锚点不存在

    查什么
        链接里 # 后面的锚点，在目标网页里没有这个 id（或 a 的 name）。# 和 #top 表示页首，总是可以；锚点分大小写；
        中文锚点直接写和写成 %E4%BD… 都可以。
    为什么
        读者会停在页首，找不到要看的那一节。
    不合格
        标题改了，链接没有跟着改：
            <h2 id="anpai">安排</h2><a href="#an-pai">看安排</a>
    合格
        锚点就是标题的 id：
            <h2 id="anpai">安排</h2><a href="#anpai">看安排</a>
    怎么改
        照提示改成目标网页里有的锚点。
    """
    for located in locate(site, site.failing((Outcome.NO_ANCHOR,), PLAIN)):
        target = located.occurrence.target
        message = f"链接「{located.written}」的锚点「{target.anchor}」在「{target.path}」里不存在。"
        yield located.finding(message, near_anchor(site, located))


@rule(Level.ERROR, "OUT003")
def wrong_case(site: BuiltSite) -> Findings:
    """地址的大小写不对

    查什么
        地址里的字母大小写和网站里的文件名不一致。在哪种电脑上检查，结果都一样。
    为什么
        Windows 和 macOS 不分大小写，编辑预览时打得开；服务器分大小写，发布以后就打不开。
    不合格
        文件名是小写：
            <a href="Biao.PDF">表</a>
            -- site/biao.pdf --
            表
    合格
        一模一样：
            <a href="biao.pdf">表</a>
            -- site/biao.pdf --
            表
    怎么改
        把地址改成和文件名一模一样；文件名最好都用小写。
    """
    for located in locate(site, site.failing((Outcome.WRONG_CASE,), PLAIN)):
        name = located.occurrence.target.near
        message = f"地址「{located.written}」的大小写和文件名「{name}」不一致，发布以后打不开。"
        yield located.finding(message, near_file(site, located))


@rule(Level.ERROR, "OUT004")
def empty_address(site: BuiltSite) -> Findings:
    """地址是空的

    查什么
        链接、图片、脚本等的地址是空的，或者只有空格；图片等没有写 src；转向（refresh）没有内容；mailto:、tel: 后面没有邮箱、号码。
    为什么
        空链接点了只是重新打开本页；空的图片地址会让浏览器把本页再下载一遍。
    不合格
        忘了填地址：
            <a href="">报名表</a>
        忘了填号码：
            <a href="tel:">联系电话</a>
    合格
        填好了：
            <a href="tel:12351">职工热线</a>
    怎么改
        填上地址；还没有地址的，先去掉链接，只留文字。
    """
    for located in locate(site, site.failing((Outcome.EMPTY, Outcome.EMPTY_CONTACT), PLAIN)):
        reference = located.occurrence.reference
        if located.occurrence.target.outcome is Outcome.EMPTY_CONTACT:
            message, remedy = f"「{reference.raw}」后面没有邮箱或号码。", "填上邮箱或号码，或者去掉链接，只留文字。"
        else:
            missing = "没有写地址" if not reference.attribute else f"的 {reference.attribute} 是空的"
            rest = "去掉链接，只留文字。" if reference.use is Use.LINK else "整个删去。"
            message, remedy = f"{reference.tag} {missing}。", f"填上地址，或者{rest}"
        yield located.finding(message, remedy)


@rule(Level.ERROR, "OUT005")
def malformed_address(site: BuiltSite) -> Findings:
    r"""地址写得不对

    查什么
        地址的写法有误：带着本机的路径（C:\、file:）或预览时的网址（localhost、127.0.0.1）；没有 https://；协议、主机写错；
        中间有空格或换行；用了反斜杠；模板里的 {{ }} 没有换成内容；链接到没有变成网页的 .md 稿件；mailto:、tel: 后面不是邮箱、
        号码；转向（refresh）的写法浏览器不认。
    为什么
        这样的地址只在编辑自己的电脑上打得开，或者哪里都打不开。
    不合格
        从本机复制来的路径：
            <a href="D:\gongwen\tongzhi.doc">通知</a>
        预览时的网址：
            <a href="http://127.0.0.1:8000/plan/">方案</a>
        没有写 https://：
            <a href="www.example.org/plan/">方案</a>
    合格
        网址写全：
            <a href="https://www.example.org/plan/">方案</a>
    怎么改
        照提示改正地址。
    """
    for located in locate(site, site.failing(WORDS, PLAIN)):
        words, remedy = WORDS[located.occurrence.target.outcome]
        shown = " ".join(located.written.split())[:200]
        yield located.finding(f"地址「{shown}」{words}。", remedy)


@rule(Level.ERROR, "OUT006")
def outside_site(site: BuiltSite) -> Findings:
    """链接走出了网站的文件夹

    查什么
        用 ../ 或以 / 开头的地址，指到了网站文件夹的外面。网站发布在子目录（例如 /zhuanti/）时，以 / 开头的地址要带上这一段。
    为什么
        网站搬到别处、放进 U 盘或换了域名，这样的链接就打不开。
    不合格
        ../ 多了：
            <a href="../../plan/">方案</a>
        网站在 /zhuanti/ 下，地址却从域名的根算起：
            -- site_url --
            https://www.example.org/zhuanti/
            -- site/index.html --
            <a href="/plan/">方案</a>
    合格
        在网站里面：
            -- site_url --
            https://www.example.org/zhuanti/
            -- site/index.html --
            <a href="/zhuanti/">首页</a>
    怎么改
        改成站内的相对路径；确实要链接到本单位别的网站，就写完整的网址（https:// 开头）。
    """
    for located in locate(site, site.failing((Outcome.OUTSIDE,), PLAIN)):
        yield located.finding(f"链接「{located.written}」走出了网站的文件夹。", REMEDY)


@rule(Level.WARNING, "OUT010")
def not_offline(site: BuiltSite) -> Findings:
    """从 U 盘打开时不能用的链接

    查什么
        只有服务器才认得的地址：链接到文件夹（例如 ../plan/），以 / 或 // 开头，或者写全了本站网址。只在检查离线版时查（--offline）。
    为什么
        离线版放在 U 盘或内网共享里，双击打开（file://）；浏览器这时不会替文件夹找首页，也没有域名的根。
    不合格
        链接到文件夹：
            -- offline --
            是
            -- site/index.html --
            <a href="plan/">方案</a>
            -- site/plan/index.html --
            <a href="../index.html">首页</a>
    合格
        链接到文件：
            -- offline --
            是
            -- site/index.html --
            <a href="plan/index.html">方案</a>
            -- site/plan/index.html --
            <a href="../index.html">首页</a>
    怎么改
        用离线版的办法生成网站；模板里的链接写到 index.html 为止。
    """
    for located in locate(site, site.online_only):
        target = located.occurrence.target
        message = f"链接「{located.written}」要有服务器才能用。"
        if target.outcome is Outcome.EXTERNAL:
            remedy = f"写全协议：「https:{located.written.strip()}」。"
        else:
            remedy = f"写到文件为止：「{way_to(site, located, target.path, target.anchor, whole=True)}」。"
        yield located.finding(message, remedy)


@rule(Level.ERROR, "OUT015")
def missing_resource(site: BuiltSite) -> Findings:
    """网页要加载的文件不存在

    查什么
        图片、脚本、样式、字体、视频封面、内嵌网页、分享图、网页图标的文件在网站里没有；样式里 url() 和 @import 的、srcset 里的也查。
    为什么
        网页会缺图、走样或者不能用。
    不合格
        图片不存在：
            <img src="huichang.jpg" alt="会场">
        样式里的图片不存在：
            <p style="background-image: url(ditu.png)">通知</p>
    合格
        图片和网页在一起：
            <img src="huichang.svg" alt="会场">
            -- site/huichang.svg --
            <svg xmlns="http://www.w3.org/2000/svg"/>
    怎么改
        核对文件名，或者把文件放进来。
    """
    for located in locate(site, site.failing(NOWHERE, LOADED)):
        target = located.occurrence.target
        yield located.finding(
            f"要加载的「{located.written}」不存在：网站里没有「{target.path}」。",
            near_file(site, located, "核对文件名，或者把文件放进来。"),
        )


@rule(Level.ERROR, "OUT016")
def active_address(site: BuiltSite) -> Findings:
    """链接里是程序

    查什么
        地址以 javascript:、vbscript: 开头，或者是 data:text/html。
    为什么
        这样的地址点了会运行程序，是夹带恶意代码的老办法；关了脚本就点不动，读屏软件也不认。
    不合格
        点了运行程序：
            <a href="javascript:void(0)">展开</a>
    合格
        链接到真正的网页：
            <a href="https://www.example.org/">某网站</a>
    怎么改
        换成真正的地址；只是点了做一件事的，用按钮。
    """
    for located in locate(site, site.failing((Outcome.ACTIVE,), PLAIN)):
        shown = " ".join(located.written.split())[:80]
        yield located.finding(f"地址「{shown}」会运行程序。", "换成真正的地址；只是点了做一件事的，用按钮。")


@rule(Level.WARNING, "OUT019")
def missing_slash(site: BuiltSite) -> Findings:
    """文件夹的地址少了末尾的斜杠

    查什么
        链接、转向、正式网址、订阅和站点地图里，文件夹的地址末尾没有写斜杠，例如把 plan/ 写成 plan。
    为什么
        服务器要让浏览器再来一次，慢一步；有的服务器会转到 http:// 或别的端口，就打不开了。
    不合格
        少了斜杠：
            <a href="plan">方案</a>
            -- site/plan/index.html --
            <p>方案</p>
    合格
        有斜杠：
            <a href="plan/">方案</a>
            -- site/plan/index.html --
            <p>方案</p>
    怎么改
        在末尾加上斜杠。
    """
    for located in locate(site, site.redirected):
        target = located.occurrence.target
        remedy = f"改成「{way_to(site, located, target.path, target.anchor)}」。"
        yield located.finding(f"地址「{located.written}」是文件夹，末尾少了斜杠。", remedy)
