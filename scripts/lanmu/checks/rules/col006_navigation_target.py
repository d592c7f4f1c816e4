"""导航写得不对，或者指向没有的页面

查什么
    mkdocs.yml 里 nav 的某一项指向 docs/ 里没有的文件，也不是自动生成的栏目列表（栏目/index.md）；
    某一项后面没有写文件；mkdocs.yml 没有或者读不出来。指向其他网站的网址不查；
    空白栏目生成网站时不进导航，由 COL002 查。
为什么
    导航在每一页上都有，一个打不开的导航等于每一页都有一个死链接（国办秘函〔2019〕19号）。
不合格
    文件夹写错了：
        -- mkdocs.yml --
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 动态: new/index.md
          - 公示: notices/index.md
合格
    有文件的页面，和自动生成的栏目列表：
        -- mkdocs.yml --
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 动态: news/index.md
          - 公示: notices/index.md
怎么改
    照提示改 mkdocs.yml 里的路径，从 docs/ 算起；缺的是栏目的介绍页，就写上它；页面改了名、移了位置的，改成现在的
    文件。查明不再登的，才删去这一项。
"""

from urllib.parse import unquote, urlsplit

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.engine.suggestions import nearest_path
from lanmu.checks.sources.columns import NavigationEntry, read_navigation


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    navigation = read_navigation(project.root)
    if navigation.fault:
        yield navigation.fault
    if project.site is None:
        return
    # The build leaves blank columns out of the navigation.
    shown = project.site.shown_columns
    blank = {f"{column.id}/index.md" for column in project.site.columns if column not in shown}
    there = project.files | project.generated | blank
    for entry in navigation.entries:
        path = path_of(entry)
        if path is None or path in there:
            continue
        name = f"导航「{entry.name}」" if entry.name else "导航"
        column = next((column for column in project.site.columns if path == f"{column.id}/index.md"), None)
        if not entry.target:
            yield entry.finding(f"{name}后面没有写文件。", "写上文件，例如 plan/index.md，或删去这一项。")
        elif column:
            message = f"{name}指向栏目「{column.name}」的介绍页「{path}」，这一页还没有写。"
            yield entry.finding(message, f"写一个 docs/{path}；不用介绍页的，改成栏目里的一篇文章。")
        else:
            near = nearest_path(path, (page for page in there if page.endswith(".md")))
            lost = "核对路径，从 docs/ 算起；页面改了名、移了位置的，改成现在的文件。"
            yield entry.finding(f"{name}指向的「{entry.target}」不存在。", f"是不是 {near}？" if near else lost)


def path_of(entry: NavigationEntry) -> str | None:
    """The file below docs/ that an entry names; None for another site's address."""
    try:
        parts = urlsplit(entry.target)
    except ValueError:
        return entry.target
    return None if parts.scheme or parts.netloc else unquote(parts.path).removeprefix("./")
