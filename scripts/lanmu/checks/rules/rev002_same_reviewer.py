"""三审里有两审是同一个人

查什么
    初审、复审、终审写了同一个人（姓名里的空格不算）。保密审查和隐私审查可以由其中一人兼任。
为什么
    三审是三个人各看一遍。一个人审两遍，第二遍看不出第一遍漏掉的差错。
不合格
    初审和终审是同一个人：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员甲, date: 2008-11-05}
合格
    三个人：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
怎么改
    换一个人审，写上真正审的人；姓名写错了的，改正。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import reviewed, signed
from lanmu.content.folding import folded
from lanmu.content.review import THREE


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    earlier: dict[str, str] = {}
    for signature in signed(reviewed(source), THREE):
        # A signature that is no name at all is another rule's matter.
        name = folded(signature.name)
        if name and name in earlier:
            message = f"{earlier[name]}和{signature.label}是同一个人「{signature.name}」。"
            yield source.at_field(signature.key, message, "三审要三个人，请换人审，写上真正审的人。")
        earlier.setdefault(name, signature.label)
