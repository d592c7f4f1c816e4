"""数据文件没有用上

查什么
    docs/ 里程序不读的 .yml 文件：docs/campaigns/ 里没有栏目属于它的往期专题，不是报刊、也不是宣传栏的阵地文件夹里的一期
    （2008-11.yml 这样的），以及名称、位置不对的数据文件。
为什么
    写在里面的不起作用，也没有别的提示：以为编好了一期专版，其实印不出来；以为留着往期专题，其实网站上没有。
不合格
    没有叫 news 的报刊，这一期印不出来：
        -- docs/news/2008-11.yml --
        masthead: 某报
    没有栏目写着 campaign: 2006-xuexi：
        -- docs/campaigns/2006-xuexi/campaign.yml --
        name: 学习活动
    名称写错了：
        -- docs/glosary.yml --
        terms: []
合格
    名称和位置都对：
        -- docs/glossary.yml --
        terms: []
怎么改
    照提示改名、移到对的文件夹，或者在 campaign.yml、columns.yml 里写上它；用不着的删去。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.project import TERMS
from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.content import genres, published, registers
from lanmu.content.addresses import PAST
from lanmu.content.board_set import set_months
from lanmu.content.languages import DATA
from lanmu.content.newspaper_issue import issue_months, issue_path
from lanmu.content.past import folder_of
from lanmu.content.site import Site
from lanmu.content.survey import SUFFIX
from lanmu.content.validation import nearest

ISSUE = re.compile(r"(?P<front>[^/]+)/\d{4}-\d{1,2}\.yml")
REGISTERS = (registers.REPORTS, registers.OPINIONS, registers.PUBLICITY)


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    if project.site is None:
        return
    program_files = frozenset(names_read(project.site))
    unused = [path for path in sorted(project.files) if path.endswith(".yml") and path not in program_files]
    for path in (path for path in unused if not path.endswith(SUFFIX)):
        yield Finding(f"docs/{path}", 0, 0, *message_and_remedy(path, project.site, program_files))


def names_read(site: Site) -> Iterator[str]:
    """The paths below docs/ at which the program looks for data files, whether there are any or not."""
    yield from (genres.FILE, published.FILE, TERMS)
    yield from (f"{name}{suffix}.yml" for name in DATA for suffix in ("", ".en"))
    for part in site.parts:
        folder, column = folder_of(part.campaign_id), part.column_with("progress")
        yield from (f"{folder}{name}" for name in ("campaign.yml", "campaign.en.yml", "glossary.yml"))
        yield from (f"{column.id}/{name}" for name in REGISTERS if column)
        for front in part.campaign.fronts_of("newspaper"):
            yield from (issue_path(front.id, month) for month in issue_months(site.docs, front.id))
        for front in part.campaign.fronts_of("board"):
            yield from (issue_path(front.id, month) for month in set_months(site.docs, front.id))


def message_and_remedy(path: str, site: Site, program_files: frozenset[str]) -> tuple[str, str]:
    """The message and the way out."""
    past = path.removeprefix(PAST).partition("/")[0] if path.startswith(PAST) else ""
    if past and past not in [campaign.id for campaign in site.past]:
        message = f"没有栏目属于往期专题「{past}」，这个文件没有用上。"
        return (
            message,
            f"在 docs/columns.yml 里给它的栏目写上 campaign: {past}；不留的，删去文件夹 docs/{folder_of(past)}。",
        )
    if match := ISSUE.fullmatch(path):
        fronts = [front for part in site.parts for front in part.campaign.fronts_of("newspaper")]
        listed = "、".join(f"docs/{front.id}/（{front.name}）" for front in fronts)
        elsewhere = (
            f"移到报刊的文件夹 {listed}"
            if listed
            else "在 docs/campaign.yml 的 fronts 里加上一个 kind: newspaper 的阵地"
        )
        message = f"「{match['front']}」不是报刊的阵地，也不是宣传栏，这一期没有用上。"
        return message, f"{elsewhere}；用不着的，删去。"
    near = nearest(path, program_files)
    return "程序不读这个文件，写在里面的不起作用。", f"{f'是不是 docs/{near}？改名；' if near else ''}用不着的，删去。"
