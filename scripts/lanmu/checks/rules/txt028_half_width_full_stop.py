"""汉字之间用了句点

查什么
    两个汉字之间，或者句末的汉字后面，用了英文的句点“.”或全角的“．”（GB/T 15834-2011 第 5.1 条）。
    序号（一．）、纪念日（五.一）、外国人名和少数民族人名（卡尔.马克思）、文件名和网址不查。
为什么
    输入法没有切换，句号就打成了句点，两句话连在一起，读屏也不停顿。
不合格
    句点：
        大家进一步提高认识.下午分组讨论。
    全角的：
        职工得到了及时的援助．
合格
    句号；人名、纪念日照旧：
        大家进一步提高认识。下午学习了卡尔.马克思的著作，“五.一”以前写出体会。
怎么改
    改成“。”；--fix 可以改正文里的。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, replaced, without_addresses

CLAUSE = "GB/T 15834-2011 第 5.1 条"
STOP = re.compile(rf"(?<=[{HAN}])(?:[.．](?=[{HAN}])|．(?=[”’）]|\n|\Z))")
NUMERALS = frozenset("〇一二三四五六七八九十")
# What names are transliterated with (Xinhua's tables, the commonest), between which the point parts two of them.
NAMES = frozenset(
    "阿埃艾爱安昂奥巴白拜班邦鲍贝本比彼毕宾波伯博布查达戴丹当德登邓迪蒂丁东杜顿多恩尔法凡范菲费芬丰冯佛弗福富盖甘冈高戈哥格葛根贡古哈海汉豪赫黑亨洪"
    "胡华怀惠霍基吉季加贾简杰金卡凯坎康考柯科克肯孔库夸昆拉莱赖兰朗劳勒雷黎里理利莉立丽连列林琳隆卢鲁路伦罗洛吕马玛迈麦曼芒毛梅门蒙孟米密明缪摩莫默姆"
    "木穆买翰肉来苏拿纳娜南瑙内能尼年宁纽努诺女欧帕潘庞佩彭皮平蒲普奇齐契恰乔切钦琴琼丘曲热仁日荣儒瑞若撒萨塞赛桑瑟森沙山尚绍舍申生圣施史什舒斯松苏素孙索塔台泰"
    "坦汤唐陶特腾滕提田通图土吐托瓦万汪旺威韦维卫温文翁沃乌吾武西希席锡夏香肖谢辛欣兴休许雅亚延扬杨耶叶伊依易因尹英尤于逾约云宰赞泽扎詹张珍真芝治朱兹子宗佐祖孜"
)
DOMAIN = re.compile(rf"(?:中国|公司|网络|政务|公益|在线|网址|商标|集团|中文网|移动)(?![{HAN}])")
FILE = re.compile(r"(?:文[件档]|图片|目录|附件)\Z")
SENTENCE = re.compile(rf"[{HAN}，、；：“”‘’（）《》\d%]*\Z")
FEWEST_BEFORE = 4
# No sentence ends with these: there the point is a stray one.
NO_END = frozenset("的地得和与及或在是对把被从向于而并将其")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        for match in STOP.finditer(text):
            start = match.start()
            before, after = text[start - 1], text[start + 1 : start + 2]
            sentence = SENTENCE.search(text[max(start - 40, 0) : start])
            length = len(sentence[0]) if sentence else 0
            is_name = before in NAMES and (after in NAMES or not after)
            is_number = before in NUMERALS and (after in NUMERALS or length < FEWEST_BEFORE)
            is_file = DOMAIN.match(text, start + 1) or FILE.search(text[:start][-2:])
            if is_name or is_number or is_file or length < FEWEST_BEFORE:
                continue
            offset, stop = passage.offsets[start], match[0]
            # A name of rarer characters must not be cut in two, nor a sentence.
            is_certain = before not in NAMES | NO_END and after not in NAMES and passage.kind in ("paragraph", "item")
            edit = replaced(source, offset, stop, "。", is_safe=is_certain)
            yield source.at(offset, f"汉字后面用了句点「{stop}」（{CLAUSE}）。", "改成「。」。", edit)
