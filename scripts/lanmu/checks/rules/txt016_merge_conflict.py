"""留有合并冲突的记号

查什么
    Markdown 文件和 docs/ 里的数据文件（.yml）里留有 <<<<<<<、=======、>>>>>>> 这样的行。
为什么
    这是两个人改了同一处、合并时没有处理完留下的记号。发布出去，两个人的稿子会同时出现在网页上。
不合格
    没有处理完：
        <<<<<<< HEAD
        大家读了书。
        =======
        大家读书。
        >>>>>>> draft
合格
    只有等号的一行，是标题下面的线：
        目标要求
        ---------
怎么改
    两份里留下对的，连同三行记号一起清理干净。
"""

import re

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule

MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    texts = {source.path: source.text for source in project.sources.values()} | project.data_texts
    for path, text in texts.items():
        for match in MARKER.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            message = f"留有合并冲突的记号「{match[0][:20]}」。"
            yield Finding(path, line, 1, message, "两份里留下对的，把三行记号都删去。")
