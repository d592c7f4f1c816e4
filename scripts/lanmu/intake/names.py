"""Names in running text: which are a person's, which are a body's (an office, a branch, a company)."""

from __future__ import annotations

import re

# The commonest surnames. Those that begin the name of an office as often (党办, 纪委, 司法局, 文化宫) are not among them.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史"
    "唐费薛雷贺倪汤滕殷罗毕郝邬常傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛禹狄米贝臧戴谈宋庞熊舒屈项祝董梁杜阮蓝闵席季麻"
    "贾路娄童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解宗丁邓郁单杭洪包诸左崔吉钮龚程嵇邢裴陆荣翁荀甄曲"
    "封储靳段巫焦牧谷车侯班秋仲伊宁仇栾甘厉祖武符刘景詹束龙叶韶黎薄白蒲邰赖卓蔺屠蒙池乔阴苍闻莘翟谭申桑桂牛边燕尚温庄"
    "晏柴瞿阎慕连习艾鱼容古易廖庾衡耿满弘匡寇欧沃巩聂晁勾冷辛阚简饶曾沙鞠荆游竺盖桓肖涂付佘覃占麦粟佟佴逄揭练楼尧"
)
COMPOUND = tuple("欧阳 上官 司马 诸葛 司徒 皇甫 尉迟 公孙 慕容 令狐 东方 端木 百里 呼延".split())  # noqa: SIM905
# Words that look like a name on a line of their own.
WORDS = frozenset("谢谢 祝贺 祝愿 方案 方法 平安 任务 成绩 高兴 常委 时间 黄金 安全 连载 习作 方言".split())  # noqa: SIM905
_HAN = "[\u3400-\u9fff]"
PERSON = re.compile(rf"{_HAN}{{2,4}}|示例人员.|{_HAN}{{1,10}}·[\u3400-\u9fff·]{{1,15}}")
# Who took a picture, at the end of its caption: （示例人员甲摄）, 示例人员甲　摄, 摄影：示例人员甲.
TAKEN_BY = re.compile(
    r"[（(][^（()）]{1,20}[摄影图][）)]\s*$|(?:^|[\s。；])[^\s。；，：:]{1,12}\s+(?:摄影|摄|供图)\s*$"
    r"|(?:^|[\s。；])(?:摄影|摄|图|图片|供图)\s*[:：/／]\s*[^\s。；，：:]{1,12}\s*$"
)
# The end of a body's name; what a person may be called as well is no proof in a short name (李会).
SURE = "部|室|局|委|支部|办|处|科|所|社|厂|公司|中心|集团|小组|组|单位[A-Z]?|党组|工会|总工会|协会|分会|学校|大学|学院|医院|政府|银行|机关"
DOUBTFUL = "会|院|校|站|宫|馆|队|团|园|村|镇|乡|街道|县|区|联"
BODY = re.compile(rf"(?:{SURE}|{DOUBTFUL})$")
SURE_BODY = re.compile(rf"(?:{SURE})$")
# 张 某: a name of two characters that is set apart to be as wide as one of three.
APART = re.compile(rf"(?<![^\s、，,（(])({_HAN})[ \u3000]+({_HAN})(?![^\s、，,）)])")


def is_body(name: str) -> bool:
    """True for what is the name of a body by its end."""
    return bool(BODY.search(name)) and len(name) > 1 and (bool(SURE_BODY.search(name)) or not is_person(name))


def is_person(name: str) -> bool:
    """True for what is a person's name by its surname, without any label: 张某, 陈某某, 欧阳某, 示例人员甲."""
    if re.fullmatch("示例人员.", name):
        return True
    if not PERSON.fullmatch(name) or SURE_BODY.search(name) or name in WORDS:
        return False
    return name.startswith(COMPOUND) or (name[0] in SURNAMES and ("·" in name or len(name) <= 3))


def closed_up(text: str) -> str:
    """The text with the names of two characters without the blank that sets them apart."""
    return APART.sub(r"\1\2", text.strip())
