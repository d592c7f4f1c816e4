"""Who signed the reviews of an article, and when."""

from collections.abc import Mapping
from itertools import pairwise

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import reviewed, signed, to_be_reviewed
from lanmu.content.fingerprint import folded
from lanmu.content.publication import review_command
from lanmu.content.review import BY_NAME, THREE, latest_day


@rule(Level.ERROR, "REV001")
def missing_review(source: Source) -> Findings:
    """三审缺了人

    查什么
        要三审的栏目里，公开的稿件没有写全初审（first）、复审（second）、终审（final）。示例是样板，也查；草稿不查；内部稿件在检查内部版（--edition internal）时才查。
        译文（同名.en.md、同名.zh-Hant.md）有自己的三审，没有审完的，正式发布时不登译文，原文照登。
        哪些栏目要三审，写在 lanmu.toml 的 [review] columns 里，原来是按日期更新的栏目。
    为什么
        先审后发、三审三校：经手人、分管人、负责人各看一遍，出了差错查得到是哪一关。没有审过的不能发布。
    不合格
        只有初审：
            review:
              first: {name: 示例人员甲, date: 2008-11-05}
              secrecy: {name: 示例人员丁, date: 2008-11-05}
              privacy: {name: 示例人员丁, date: 2008-11-05}
    合格
        三审都有：
            review:
              first: {name: 示例人员甲, date: 2008-11-04}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-05}
              secrecy: {name: 示例人员丁, date: 2008-11-05}
              privacy: {name: 示例人员丁, date: 2008-11-05}
    怎么改
        请缺的那一关真正审过，再运行 python scripts/review.py 文件 --stage second --name 姓名，不要代写。没有审完的，
        正式发布时不登。
    """
    if absent := missing(source, THREE):
        command = review_command(source.path, next(iter(absent)))
        message = f"没有{'、'.join(absent.values())}的姓名和日期。"
        yield source.at_field("review", message, f"真正审过以后，运行 {command} 记下来。")


@rule(Level.ERROR, "REV002")
def same_reviewer(source: Source) -> Findings:
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
    earlier: dict[str, str] = {}
    for signature in signed(reviewed(source), THREE):
        # A signature that is no name at all is another rule's matter.
        name = folded(signature.name)
        if name and name in earlier:
            message = f"{earlier[name]}和{signature.label}是同一个人「{signature.name}」。"
            yield source.at_field(signature.key, message, "三审要三个人，请换人审，写上真正审的人。")
        earlier.setdefault(name, signature.label)


@rule(Level.ERROR, "REV003")
def review_order(source: Source) -> Findings:
    """三审的日期先后颠倒

    查什么
        复审的日期早于初审，或者终审的日期早于复审、初审。同一天可以。
    为什么
        一关一关往上审，前一关没有看过，后一关审的就不是定稿。日期颠倒，说明是事后补填的。
    不合格
        终审在初审的前一天：
            review:
              first: {name: 示例人员甲, date: 2008-11-05}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-04}
    合格
        依次往后，可以在同一天：
            review:
              first: {name: 示例人员甲, date: 2008-11-04}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-05}
    怎么改
        核对审稿单，改正写错的日期；顺序真的反了的，请后一关重新审。
    """
    for lower, upper in pairwise(signed(reviewed(source), THREE)):
        if upper.date < lower.date:
            message = f"{upper.label}（{upper.date}）早于{lower.label}（{lower.date}）。"
            yield source.at_field(upper.key, message, "核对审稿单，改正写错的日期；顺序反了的，请重新审。")


@rule(Level.ERROR, "REV004")
def review_after_publication(source: Source) -> Findings:
    """发布以后才审

    查什么
        初审、复审、终审的日期晚于稿件的发布日期 date；发布以后改过的，晚于修改日期 updated。草稿还没有发布，不查。
    为什么
        先审后发。发布以后才签的字，等于没有审就登了出去。
    不合格
        11月5日发布，11月6日终审：
            review:
              first: {name: 示例人员甲, date: 2008-11-05}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-06}
    合格
        发布当天或以前审完：
            review:
              first: {name: 示例人员甲, date: 2008-11-04}
              second: {name: 示例人员乙, date: 2008-11-04}
              final: {name: 示例人员丙, date: 2008-11-05}
        发布以后改过，改了重新审：
            date: 2008-11-05 09:30
            updated: 2008-11-10
            review:
              first: {name: 示例人员甲, date: 2008-11-10}
              second: {name: 示例人员乙, date: 2008-11-10}
              final: {name: 示例人员丙, date: 2008-11-10}
    怎么改
        核对审稿单和发布日期，改正写错的那个。还没有发布的，把 date 改到审完以后；发布以后改过、重新审的，写上 updated；
        真的没有审就发布了的，先撤回（python scripts/withdraw.py）。
    """
    yield from too_late(source, THREE)


@rule(Level.ERROR, "REV006")
def secrecy_privacy_review(source: Source) -> Findings:
    """保密、隐私的审查缺人，或者日期不对

    查什么
        要三审的稿件没有写谁做了保密审查（review 里的 secrecy）、谁看了隐私（privacy），或者日期晚于发布、修改的日期。
        可以由三审中的一人兼任，也可以是同一个人。草稿不查；内部稿件在检查内部版（--edition internal）时才查。
    为什么
        “上网信息不涉密，涉密信息不上网”：泄密是单项否决（国办秘函〔2019〕19号）。身份证号、住址、手机号登出去收不回来。
        写明是谁看的，这一关才不会落空。
    不合格
        没有人看过隐私：
            review:
              first: {name: 示例人员甲, date: 2008-11-05}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-05}
              secrecy: {name: 示例人员丁, date: 2008-11-05}
    合格
        两项都有人：
            review:
              first: {name: 示例人员甲, date: 2008-11-05}
              second: {name: 示例人员乙, date: 2008-11-05}
              final: {name: 示例人员丙, date: 2008-11-05}
              secrecy: {name: 示例人员丁, date: 2008-11-05}
              privacy: {name: 示例人员丁, date: 2008-11-05}
    怎么改
        请人专门看过保密和隐私，再运行 python scripts/review.py 文件 --stage secrecy privacy --name 姓名，不要代写。
    """
    if absent := missing(source, BY_NAME):
        command = review_command(source.path, *absent)
        message = f"没有写谁做了{'、'.join(absent.values())}。"
        yield source.at_field("review", message, f"请人专门看过，再运行 {command} 记下来。")
    yield from too_late(source, BY_NAME)


def missing(source: Source, labels: Mapping[str, str]) -> dict[str, str]:
    """The signatures that a text to be published still lacks: the entries of `labels` for its missing fields."""
    text = to_be_reviewed(source)
    return {field: label for field, label in labels.items() if text and getattr(text.meta.review, field) is None}


def too_late(source: Source, labels: Mapping[str, str]) -> Findings:
    """Signatures that are younger than what they are given for; a draft is not out yet, and a translation has no day."""
    article = source.article
    if article is None or article.meta.draft:
        return
    last = latest_day(article)
    word = "发布日期" if last == article.date.date() else "修改日期"
    for signature in signed(article, labels):
        if signature.date > last:
            message = f"{signature.label}的日期 {signature.date} 晚于{word} {last}。"
            remedy = "核对审稿单；还没有发布的，改 date；发布以后改过、重新审的，写 updated；没有审就发布了的，先撤回（python scripts/withdraw.py）。"
            yield source.at_field(signature.key, message, remedy)
