"""登过的网址打不开了

查什么
    docs/published.yml 里记着正式发布时登过的每一个网址。其中有的现在没有稿件、页面，没有别的稿件用 redirect_from 接着，
    也不是已经撤回的；或者它的稿件改成了草稿、内部稿件。没有审完的不算。
为什么
    网址印在宣传栏、报纸的二维码里，贴在墙上几年；别的网站、公文也引用它。打不开的网址，检查时算死链接。
不合格
    稿件删了，网址还印在外面：
        -- docs/published.yml --
        addresses:
          - plan/jiu/
合格
    接替它的稿件写了原来的网址：
        -- docs/published.yml --
        addresses:
          - plan/jiu/
        -- docs/plan/xin.md --
        redirect_from: [plan/jiu/]
怎么改
    改名、换日期、换栏目，用 python scripts/rename_article.py，原来的网址由程序接上；撤稿用 python scripts/withdraw.py，不要删文件、
    不要改成草稿。已经删了的，取回文件再撤回，或者在接替它的稿件里写 redirect_from。确实不用再保留的，从 published.yml 里
    删去那一行。
"""

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.content.published import FILE, lost


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    missing = frozenset(lost(project.site)) if project.site else frozenset()
    lines = project.data_texts.get(f"docs/{FILE}", "").split("\n") if missing else []
    kept_back = {article.address: article.path for article in project.site.articles} if project.site else {}
    for number, line in enumerate(lines, start=1):
        address = line.strip().removeprefix("- ").strip("'\"")
        if address in missing:
            yield Finding(f"docs/{FILE}", number, 1, *message_and_remedy(address, kept_back.get(address, "")))


def message_and_remedy(address: str, path: str) -> tuple[str, str]:
    """The message and the way out; `path` is the article that lies there and is not for readers."""
    if path:
        message = f"登过的网址「{address}」打不开了：docs/{path} 现在是草稿、示例或者内部稿件。"
        return message, f"撤稿运行 python scripts/withdraw.py docs/{path} --reason 原因；还要登的，改回来再审。"
    message = f"登过的网址「{address}」打不开了：没有稿件，也没有转到别处。"
    return (
        message,
        f"在接替它的稿件里写 redirect_from: [{address}]；撤稿的，取回文件，运行 python scripts/withdraw.py。",
    )
