"""Whatever stands in a front matter: after a review is signed, all of it stands there still, to the character."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from lanmu.content import front_matter
from lanmu.content.article import Signature
from lanmu.content.review import ALL
from lanmu.intake.review_block import with_signatures

OTHERS = (
    "title: 一次学习",
    "# 说明: 不动",
    "summary: '有 # 和 : 的'",
    "",
    "tags: [甲, 乙]   ",
    'source: "某处"',
    "notice:\n  start: 1\n  end: 2",
)
FORMS = (
    "{{name: 示例人员{0}, date: 2008-11-0{0}}}",
    "{{date: '2008-11-0{0}', name: \"示例人员{0}\"}} # 注",
    "\n    name: 示例人员{0}\n    date: 2008-11-0{0}",
)
FIELDS = tuple(ALL)
signatures = st.builds(
    Signature,
    name=st.text("甲乙丙丁 ·:#{}[],'\"&*!|>%@`-?~", min_size=1, max_size=8).filter(str.strip),
    date=st.dates(date(2008, 1, 1), date(2030, 12, 31)),
    text_hash=st.just("aaaaaaaa-bbbbbbbb-cccccccc"),
)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A file: what stands outside its block of reviews, before and after; the block's lines."""
    given_fields = draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1))
    block = ["review:"]
    for number, field in enumerate(given_fields, start=1):
        block.append(f"  {field}: {draw(st.sampled_from(FORMS)).format(number)}".replace(": \n", ":\n"))
    lines = draw(st.permutations(OTHERS))
    cut = draw(st.integers(0, len(lines)))
    return "\n".join(["---", *lines[:cut], ""]), "\n".join([*lines[cut:], "---", "", "正文\n---\n"]), block


@given(files(), st.dictionaries(st.sampled_from(FIELDS), st.none() | signatures, min_size=1), st.booleans())
def test_all_else_stays(file: tuple[str, str, list[str]], wanted: dict[str, Signature | None], crlf: bool) -> None:
    before, after, block = file
    old_fields = {line.strip().partition(":")[0] for line in block[1:]}
    left = old_fields - {field for field, signature in wanted.items() if signature is None}
    if not left and not any(wanted.values()):
        return
    newline = "\r\n" if crlf else "\n"
    text = "\n".join([before + block[0], *block[1:], after]).replace("\n", newline)
    signed = with_signatures(text, wanted)
    assert signed.startswith(before.replace("\n", newline))
    assert signed.endswith(after.replace("\n", newline))
    new = front_matter.split(signed, "")[0].data["review"]
    assert set(new) == left | {field for field, signature in wanted.items() if signature}
    for field, signature in wanted.items():
        assert signature is None or new[field] == signature.model_dump(mode="json")
    for line in block[1:]:
        if line.strip().partition(":")[0] not in wanted:
            assert line.replace("\n", newline) in signed
