"""页面没有入口

查什么
    不是文章的页面（index.md 和用模板的页面），既不是首页和栏目的介绍页，也不在导航里，没有别的页面链接到它，
    campaign.yml 和网页模板（overrides/）里也没有提到它。文章由自动生成的列表带出，不查；参考类栏目（kind: reference）
    的页面列在栏目的侧栏里，也有入口，页数太多、侧栏列不下的除外。
为什么
    没有入口的页面，读者永远到不了，写了等于没写。
不合格
    没有地方链接到这个页面：
        -- docs/chart.md --
        ---
        title: 时间表
        summary: 两个阶段各从哪一天到哪一天。
        template: timeline.html
        ---
合格
    介绍页上有它的链接：
        -- docs/chart.md --
        ---
        title: 时间表
        summary: 两个阶段各从哪一天到哪一天。
        template: timeline.html
        ---
        -- docs/plan/index.md --
        ---
        title: 方案
        summary: 方案写了什么、怎么做，一页看明白。
        ---

        方案分两个阶段，见[时间表](../chart.md)。
怎么改
    在栏目的介绍页里加上它的链接；用不着的，删去这个文件。
"""

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.checks.sources.columns import read_navigation
from lanmu.checks.sources.targets import destination, references
from lanmu.views.edition import Edition


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    if project.site is None:
        return
    reached = {"index.md", *(f"{column.id}/index.md" for column in project.site.columns)}
    reached |= {entry.target for entry in read_navigation(project.root).entries}
    reached |= {phase.page for part in project.site.parts for phase in part.campaign.phases}
    edition = Edition(project.site, project.settings, "", production=False)
    reached |= {link.address for links in edition.contents.values() for link in links}
    pages = [page for page in project.site.pages if not {page.path, page.address} & reached]
    if not pages:
        return
    for source in project.sources.values():
        destinations = (destination(source, reference) for reference in references(source))
        reached |= {place.path for place in destinations if place and place.path} - {source.below_docs}
    files = sorted((project.root / "overrides").rglob("*.html"))
    templates = "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
    for page in pages:
        addressed = {page.path, page.address}
        # In a template an address stands between quotes: plan/ is not named by plan/chart/.
        named = any(f"{quote}{place}{quote}" in templates for place in addressed for quote in ("'", '"'))
        if not named and not addressed & reached:
            message = f"页面「{page.meta.title}」没有入口，读者到不了。"
            yield Finding(f"docs/{page.path}", 0, 0, message, "在栏目的介绍页里加上它的链接；用不着的，删去。")
