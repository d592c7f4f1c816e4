"""Which fonts fill the roles of Chinese typesetting, best first: those of offices, then free ones.

Sources: GB/T 9704-2012, 5.2.2 (body 3号仿宋) and 7.2.4, 7.3.1 (小标宋), 7.3.3 (黑体, 楷体, 仿宋); the names are those
that the makers gave the fonts in Chinese and in English, of which a system shows one or the other.
"""

from __future__ import annotations

from typing import NamedTuple


class Role(NamedTuple):
    """What a font is for. `weight` is the one wanted of a family that has several (CSS scale)."""

    name: str
    weight: int
    simplified: tuple[str, ...]
    traditional: tuple[str, ...]


SONG = ("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "华文宋体", "STSong", "Songti SC")
FREE_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "FandolSong", "AR PL UMing")
TAIWAN_SONG = ("新細明體", "PMingLiU", "細明體", "MingLiU", "Songti TC", "LiSong Pro")
FREE_TAIWAN_SONG = ("Noto Serif CJK TC", "Source Han Serif TC", "Noto Serif TC", "AR PL UMing TW")

ROLES = {
    "fang": Role(
        "仿宋",
        400,
        (
            *("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S"),
            *(
                "仿宋",
                "FangSong",
                "华文仿宋",
                "STFangsong",
                "朱雀仿宋",
                "Zhuque Fangsong",
                "FandolFang R",
                "FandolFang",
            ),
        ),
        ("cwTeXFangSong", "華康仿宋體W4", "DFFangSong-W4", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong"),
    ),
    "biao": Role(
        "小标宋",
        700,
        (
            *("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
            *("华文中宋", "STZhongsong", "Songti SC", *FREE_SONG, *SONG),
        ),
        ("方正小標宋繁體", "FZXiaoBiaoSong-B05T", "Songti TC", *FREE_TAIWAN_SONG, *TAIWAN_SONG),
    ),
    "kai": Role(
        "楷体",
        400,
        (
            *("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S"),
            *("楷体", "KaiTi", "华文楷体", "STKaiti", "Kaiti SC", "FandolKai", "AR PL UKai", "AR PL UKai CN"),
            *("霞鹜文楷", "LXGW WenKai"),
        ),
        ("標楷體", "DFKai-SB", "BiauKai", "Kaiti TC", "AR PL UKai TW", "TW-Kai", "cwTeXKai", "LXGW WenKai TC"),
    ),
    "hei": Role(
        "黑体",
        400,
        (
            *("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S", "华文黑体", "STHeiti"),
            *("Heiti SC", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC"),
        ),
        (
            *("微軟正黑體", "Microsoft JhengHei", "Heiti TC", "PingFang TC"),
            *("Noto Sans CJK TC", "Source Han Sans TC", "Noto Sans TC"),
        ),
    ),
    "song": Role("宋体", 400, (*SONG, *FREE_SONG), (*TAIWAN_SONG, *FREE_TAIWAN_SONG)),
}

# A font without a glyph borrows it from these roles, in this order.
STAND_INS = ("song", "hei", "fang", "kai")
