"""签的不是姓名

查什么
    初审、复审、终审、保密审查、隐私审查写的不是人的姓名：“待定”“某某”“×××”“同上”“领导”“办公室”，只有一个字，
    是数字或符号，或者还是没填的（请填写……）。“示例人员甲”“张某”一类的占位姓名只能用在示例里。
为什么
    三审要落实到人。签“领导”“同上”，出了差错查不到是谁审的，等于没有审。
不合格
    终审没有写姓名：
        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 领导, date: 2008-11-05}
合格
    示例用占位的姓名，真实稿件写真实的姓名：
        -- docs/news/samples/2008-11-05-shili.md --
        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 张某, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}
        sample: true
怎么改
    写上真正审稿的人的姓名。
选项
    sample_names：以这些字开头的姓名只能用在示例里，原来是 ["示例"]。
"""

from lanmu.checks.engine.rule import Findings, Level, Model, Source, rule
from lanmu.checks.sources.reviews import reviewed, signed
from lanmu.content.review import ALL, SAMPLE_NAMES, article_of, fault_of_name


class Options(Model):
    sample_names: tuple[str, ...] = SAMPLE_NAMES


@rule(Level.ERROR)
def check(source: Source, options: Options) -> Findings:
    text = reviewed(source)
    is_sample = text is not None and article_of(text).meta.sample
    for signature in signed(text, ALL):
        fault = fault_of_name(signature.name, is_sample=is_sample, sample_names=options.sample_names)
        if fault:
            message = f"{signature.label}签的「{signature.name}」{fault}。"
            yield source.at_field(signature.key, message, "写上真正审稿的人的姓名；没有审的，请人审。")
