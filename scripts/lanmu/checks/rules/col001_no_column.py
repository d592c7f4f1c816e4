"""稿件不在任何栏目里

查什么
    Markdown 文件没有放在 columns.yml 里的栏目的文件夹下面；或者 docs/ 下有一个放着 Markdown 文件、却不是栏目的文件夹。
为什么
    栏目决定文章出现在哪个列表里、网页标签里的栏目名称（ColumnName）写什么（国办发〔2017〕47号）。
    不在栏目里的文章，读者找不到，检查时算没有归属。
不合格
    栏目是 news，文件夹写成了 new：
        -- docs/new/2008-11-05-xuexi.md --
        大家读了书，谈了体会。
合格
    放在栏目的文件夹里：
        -- docs/news/2008-11-05-xuexi.md --
        大家读了书，谈了体会。
怎么改
    把文件移到提示的文件夹里；确实要开新栏目的，先在 columns.yml 里登记。
"""

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import ProblemKind


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    findings = list(project.findings(ProblemKind.NO_COLUMN))
    yield from findings
    if project.site is None:
        return
    columns = {column.id for column in project.site.columns}
    reported = {finding.path for finding in findings}
    for path, source in project.sources.items():
        folder, slash, _ = path.partition("/")
        if slash and folder not in columns and source.path not in reported:
            near = nearest(folder, columns)
            remedy = f"是不是该放进 docs/{near}/？" if near else "移到一个栏目里，或在 columns.yml 里登记这个栏目。"
            yield Finding(source.path, 0, 0, f"文件夹「{folder}」不是栏目。", remedy)
