"""链接的地址写错了

查什么
    链接的地址本身写错：没有写地址；htp://、http:/、http//、https:// 后面没有主机名；www. 开头却没有写 https://；
    邮箱没有写 mailto:；mailto:、tel: 后面没有内容；冒号、斜线是全角的；中间有空格；
    网址里混进了中文标点（https://www.example.org/。）。
为什么
    这样的链接点了没有反应，或者跑到不存在的网站。
不合格
    开头少一个斜线：
        见[某网站](https:/www.example.org/)。
    句号混进了网址：
        见[某网站](https://www.example.org/。)
    没有写地址：
        见[方案]()。
合格
    完整的网址、邮箱、电话：
        见[某网站](https://www.example.org/)，写信到[示例邮箱](mailto:someone@example.org)。
怎么改
    照浏览器地址栏里的网址重新复制一遍，标点留在链接外面。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.slips import is_local_only, slip_of
from lanmu.checks.sources.targets import references


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for reference in references(source):
        if is_local_only(reference.target):
            continue
        if slip := slip_of(reference.target):
            fault, remedy = slip
            yield source.at(reference.offset, f"链接的地址「{reference.target}」{fault}。", remedy)
