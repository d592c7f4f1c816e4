"""What the checks and the reviews ask of an internal article, and of a public one that links to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from lanmu.build.gate import Gate, ask
from lanmu.checks.engine.project import read_project
from lanmu.content import settings as config
from lanmu.content.article import Audience, Review, Signature
from lanmu.content.publication import Conditions, Readiness, publication_state
from lanmu.content.review import ALL, text_hash
from lanmu.intake.review_form import form
from support.builders import article
from support.files import docx
from support.reviewing import open_article, review


def asked(project: Path, audience: Audience) -> Gate:
    """The verdict of the checks on an edition."""
    return ask(read_project(project, config.load(project / "lanmu.toml"), audience), {})


def with_article(project: Path, name: str, body: str, scope: Audience) -> str:
    """Writes a reviewed article; gives its path below docs/."""
    path = f"news/{name}.md"
    text = f"---\ntitle: 稿件{name[-1]}\ndate: 2008-10-21 09:00\ngenre: 动态\nunit: 各支部\nscope: {scope}\nsummary: 摘要。\n---\n\n{body}\n"
    (project / "docs" / path).write_text(text, encoding="utf-8")
    review(project, path)
    return path


def test_a_public_article_that_links_to_an_internal_one_goes_out_only_inside(minimal: Path) -> None:
    inside = with_article(minimal, "2008-10-21-a", "正文。", "internal")
    linking = with_article(minimal, "2008-10-21-b", "见[甲](2008-10-21-a.md)。", "public")
    public, internal = asked(minimal, "public"), asked(minimal, "internal")
    (refusal,) = public.verdict.articles[linking]
    assert refusal.code == "LNK010"
    assert "指向内部稿件《稿件a》，公开的网站上没有它。" in refusal.text
    assert "去掉链接，文字里也不要写出它的内容" in refusal.text
    # Were it let pass (--allow), the link would be plain text.
    assert inside in public.waiting
    assert inside not in public.shown
    assert {inside, linking} <= internal.shown
    assert inside not in internal.waiting


@pytest.mark.parametrize(("marking", "codes"), [("机密★1年", ["REV005"]), ("内部资料，注意保存", [])])
def test_what_is_secret_is_in_no_edition(minimal: Path, marking: str, codes: list[str]) -> None:
    docx(minimal / "docs" / "news" / "own.docx", marking)
    path = with_article(minimal, "2008-10-21-a", f"{marking}\n\n正文，见[附件](own.docx)。", "internal")
    refusals = asked(minimal, "internal").verdict.articles.get(path, ())
    assert [refusal.code for refusal in refusals] == codes * 2
    assert all("内部版也不能登" in refusal.text for refusal in refusals)
    assert asked(minimal, "public").verdict.articles.get(path, ()) == ()


def test_an_internal_article_needs_its_reviews_too(minimal: Path) -> None:
    path = with_article(minimal, "2008-10-21-a", "正文。", "internal")
    file = minimal / "docs" / path
    file.write_text(file.read_text(encoding="utf-8").replace("正文。", "改过的正文。"), encoding="utf-8")
    gate = asked(minimal, "internal")
    assert gate.states[path].readiness is Readiness.CHANGED
    (line,) = [line for line in gate.left_out if path in line]
    assert "检查有" not in line
    assert asked(minimal, "public").states[path].readiness is Readiness.INTERNAL


def test_the_approval_form_asks_for_what_an_internal_article_needs(minimal: Path) -> None:
    path = with_article(minimal, "2008-10-21-a", "正文。", "internal")
    document = form(open_article(minimal / "docs", path, config.load(minimal / "lanmu.toml")))
    texts = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert any(text.startswith("☑ 网站内部版（不公开）") for text in texts)
    assert any(text.startswith("□ 不含国家秘密，可以在内部版登出") for text in texts)


def test_what_becomes_public_needs_new_signatures(tmp_path: Path) -> None:
    """And what becomes internal, too: both were approved as what they were."""
    conditions = Conditions(tmp_path, ("dated",), datetime(2008, 12, 1))
    inside, outside = article("a", scope="internal"), article("a")
    for signed, other in ((inside, outside), (outside, inside)):
        given = Signature(name="某人", date="2008-10-20", text_hash=text_hash(signed, tmp_path))
        reviews = Review(**dict.fromkeys(ALL, given))
        signed_again, changed = (
            replace(a, meta=a.meta.model_copy(update={"review": reviews})) for a in (signed, other)
        )
        inside_too = replace(conditions, audience="internal")
        assert publication_state(signed_again, inside_too).readiness is Readiness.READY
        state = publication_state(changed, inside_too)
        assert state.readiness is Readiness.CHANGED
        assert "审后改了稿件信息" in state.step


def test_the_state_says_what_the_internal_edition_still_needs(tmp_path: Path) -> None:
    state = publication_state(article("a", scope="internal"), Conditions(tmp_path, ("dated",), datetime(2008, 12, 1)))
    assert (state.readiness, state.label) == (Readiness.INTERNAL, "内部")
    assert state.step.startswith(
        "公开的网站不登，只登在内部版。内部版：待初审，审过以后，运行 python scripts/review.py"
    )
