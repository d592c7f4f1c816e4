"""姓名、职务和任职表不一致

查什么
    照 docs/terms.yml 的任职表（holders）查：姓名紧挨着的职务，在稿件写成的那天不是这个人的；几位领导的姓名连着
    写，次序和任职表的 order 不一样。看成文日期 document_date，没有就看 date；“原”“时任”一类字后面的不查。
    任职表由单位自己填，没有填的不查。
为什么
    领导的姓名、职务、排序写错，是检查时的严重表述错误；换届、调整以后，照着旧稿子改的最容易错。
不合格
    职务不是他的：
        -- docs/terms.yml --
        holders:
          - {name: 示例人员甲, post: 市总工会主席, short: 主席, from: 2007-03, order: 1}
          - {name: 示例人员乙, post: 市总工会副主席, short: 副主席, from: 2007-03, order: 2}
        -- docs/news/2008-11-05-a.md --
        市总工会主席示例人员乙讲话。
    次序不对：
        -- docs/terms.yml --
        holders:
          - {name: 示例人员甲, post: 市总工会主席, short: 主席, from: 2007-03, order: 1}
          - {name: 示例人员乙, post: 市总工会副主席, short: 副主席, from: 2007-03, order: 2}
        -- docs/news/2008-11-05-a.md --
        示例人员乙、示例人员甲参加。
合格
    和任职表一致：
        -- docs/terms.yml --
        holders:
          - {name: 示例人员甲, post: 市总工会主席, short: 主席, from: 2007-03, order: 1}
          - {name: 示例人员乙, post: 市总工会副主席, short: 副主席, from: 2007-03, order: 2}
        -- docs/news/2008-11-05-a.md --
        主席示例人员甲、副主席示例人员乙参加，示例人员甲主席讲话。
怎么改
    核对姓名、职务和次序；任职表旧了，就补上新的任职（旧的写 until，不删）。
"""

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lanmu.checks.engine.rule import Findings, Level, Project, Source, rule
from lanmu.checks.sources.wording import Index, Place, day_of, own_words
from lanmu.content.wording import Holder
from lanmu.text.scanned import Passage

# A post that was held before or is held for another says nothing of the day.
FORMER = re.compile(r"(?:原|前|时任|曾任|历任|老|名誉|拟任|候任|代|代理|兼任过|不再担任|免去)$")
SEPARATORS = re.compile(r"[\s、，]|和|与|及|以及|同志|先生|女士")


@dataclass(frozen=True)
class Table:
    """The table of office holders, ready for looking things up."""

    holders: Sequence[Holder]
    names: Index[Holder]
    posts: tuple[str, ...]
    """All posts and their short forms, longest first."""

    def of(self, name: str, day: dt.date) -> list[Holder]:
        return [holder for holder in self.holders if holder.name == name and holder.holds_on(day)]


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    holders = project.terms.holders
    if not holders:
        return
    named = {holder.name: holder for holder in holders}
    posts = {post for holder in holders for post in (holder.post, holder.short) if post}
    table = Table(holders, Index(named.items()), tuple(sorted(posts, key=lambda post: (-len(post), post))))
    for source in project.sources.values():
        for passage in source.prose:
            people = own_words(passage.text, table.names.places(passage.text))
            for person in people:
                yield from wrong_post(source, passage, person, table)
            yield from wrong_order(source, passage, people, table)


def wrong_post(source: Source, passage: Passage, person: Place[Holder], table: Table) -> Findings:
    text, day = passage.text, day_of(source)
    before = next((post for post in table.posts if text.endswith(post, 0, person.start)), "")
    after = next((post for post in table.posts if text.startswith((post, f"（{post}"), person.end)), "")
    held = table.of(person.word, day)
    titles = {title for holder in held for title in (holder.post, holder.short)}
    for post, start in ((before, person.start - len(before)), (after, person.end)):
        # A known post may be the end of one that is not in the table: 秘书长 of 副秘书长.
        is_other = FORMER.search(text, max(start - 4, 0), start) or text[start - 1 : start] == "副"
        if not post or post in titles or is_other:
            continue
        now = "、".join(holder.post for holder in held) or "没有职务"
        message = f"「{person.word}」的职务写成了「{post}」；任职表里，{day} 这天是「{now}」。"
        yield source.at(passage.offsets[person.start], message, "核对姓名和职务；任职表旧了就补上。")


def wrong_order(source: Source, passage: Passage, people: Sequence[Place[Holder]], table: Table) -> Findings:
    day = day_of(source)
    for first, second in itertools.pairwise(people):
        gap = passage.text[first.end : second.start]
        for post in table.posts:
            gap = gap.replace(post, "")
        orders = [[h.order for h in table.of(person.word, day) if h.order] for person in (first, second)]
        if SEPARATORS.sub("", gap) or not gap.strip() or not all(orders):
            continue
        if min(o for o in orders[0] if o) > min(o for o in orders[1] if o):
            message = f"「{first.word}」排在「{second.word}」前面，任职表里的次序相反。"
            yield source.at(passage.offsets[first.start], message, "照任职表排列；任职表旧了就补上。")
