"""Exemptions that do nothing."""

from lanmu.checks.engine.rule import Exemptions, Finding, Findings, Level, rule
from lanmu.content.validation import nearest


@rule(Level.ERROR, "SUP001")
def unused_exemption(exemptions: Exemptions) -> Findings:
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
    for exemption, code in exemptions.unused():
        message = f"豁免了「{exemption.target}」的 {code}，但这里没有 {code} 的问题。"
        yield Finding(exemption.path, exemption.line, 1 if exemption.line else 0, message, "删去这条豁免。")


@rule(Level.ERROR, "SUP002")
def exemption_without_reason(exemptions: Exemptions) -> Findings:
    """豁免没有写清楚

    查什么
        “检查豁免”没有写规则编号、写了不存在的编号，或者没有写理由。这样的豁免不起作用。
    为什么
        豁免是有人对这一处负责。没有理由，下一任编辑不知道能不能删。
    不合格
        没有理由：

            <!-- 检查豁免 TXT001 -->
            大家读了书,谈了体会。

        编号不存在：

            <!-- 检查豁免 TXT999：原件如此 -->
            大家读了书，谈了体会。
    合格
        编号、冒号、理由：

            <!-- 检查豁免 TXT001：原件如此 -->
            大家读了书,谈了体会。
    怎么改
        写成 `<!-- 检查豁免 编号：理由 -->`；在 .yml 文件和稿件信息里写成 `# 检查豁免 编号：理由`。
    """
    for exemption in exemptions.all:
        if exemptions.examined is not None and exemption.path not in exemptions.examined:
            continue
        faults = []
        if not exemption.codes:
            faults.append((f"豁免「{exemption.reason}」没有规则编号。", "写成：检查豁免 编号：理由。"))
        elif not exemption.reason:
            codes = "、".join(exemption.codes)
            faults.append((f"豁免 {codes} 没有写理由，不起作用。", "在编号后面写冒号和理由。"))
        for code in exemption.codes:
            if code not in exemptions.all_codes:
                near = nearest(code, exemptions.all_codes)
                remedy = f"是不是 {near}？" if near else "用 --list 看全部规则。"
                faults.append((f"豁免的规则「{code}」不存在。", remedy))
        for message, remedy in faults:
            yield Finding(exemption.path, exemption.line, 1 if exemption.line else 0, message, remedy)
