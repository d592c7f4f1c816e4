"""豁免已经用不着了

查什么
    写了“检查豁免”的地方，那条规则已经没有发现问题。
为什么
    留着不用的豁免，以后真出了问题会被它放过去。
不合格
    这一段没有半角标点，豁免多余：

        <!-- 检查豁免 TXT001：原件如此 -->
        大家读了书，谈了体会。
合格
    豁免的这一段确实有：

        <!-- 检查豁免 TXT001：原件如此 -->
        大家读了书,谈了体会。
怎么改
    删去这条豁免；写在 lanmu.toml 里的，删去对应的一项。
"""

from lanmu.checks.engine.rule import Exemptions, Finding, Findings, Level, rule


@rule(Level.ERROR)
def check(exemptions: Exemptions) -> Findings:
    for exemption, code in exemptions.unused():
        message = f"豁免了「{exemption.target}」的 {code}，但这里没有 {code} 的问题。"
        yield Finding(exemption.path, exemption.line, 1 if exemption.line else 0, message, "删去这条豁免。")
