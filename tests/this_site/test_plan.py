"""What the pages on the plan say is what the plan says: item by item, in quotation marks, and where it is silent."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SITES
from lanmu.content import front_matter
from lanmu.content.article import Article, FrontMatter
from lanmu.content.campaign import Campaign, Output, Task
from lanmu.content.loading import load
from lanmu.content.validation import validate
from lanmu.intake import importer as intake
from lanmu.intake.importer import find_campaign, find_column, find_genres, plan_import
from lanmu.intake.official import recognise
from lanmu.text.document import visible
from selectolax.lexbor import LexborHTMLParser
from support import builders
from support.documents import printed
from support.printing import body_rows, body_text, glyphs, with_print
from support.repository import tracked
from test_import import article_text, imported_page, squeeze

DOCS = ROOT / "docs"
HERE = Path(__file__).parent
PLAN = ROOT.parent / "shared" / "plan" / "plan-2008.txt"
TEXT = {".py", ".md", ".yml", ".toml", ".html", ".css", ".js", ".json", ".txt", ".svg"}
ITEMS = 191
PAGES = sorted(page for page in (DOCS / "plan").glob("*.md") if not page.name.endswith(".en.md"))
QUOTED = re.compile("“([^“”]*)”")
# Guidance that the site gives of its own is found on these pages.
GUIDANCE = [
    *DOCS.glob("campaign*.yml"),
    *(page for place in ("plan", "study", "worker", "board", "progress") for page in (DOCS / place).glob("*.md")),
]
# How the mark is written: before a sentence, at the end of a heading, and where it is explained.
MARKED = {
    "zh": re.compile(r"本站建议：|（本站建议）|“本站建议”"),
    "en": re.compile(r"Our suggestion: |\(our suggestion\)|“Our suggestion”|本站建议"),
}
UNMARKED = {
    "zh": re.compile(r"本站建议|本站的建议|本站的\*\*建议|（建议）|建议：|供参考。$|按常理|由本站按"),
    "en": re.compile(r"[Oo]ur suggestion|本站建议|[Ss]ite suggests|“Suggestion”|inferred by this site from"),
}
ENGLISH = {
    "overview": ["10 October 2008", "(2)", "Mid-December 2008 to early February 2009", "five “efforts”"],
    "principles": ["five main principles", "four “everys”", "Three Genuines"],
    "aims": ["five respects", "Four aims", "Four Clear Understandings", "Four systems", "three abilities"],
    "phase-study": ["late September to mid-November 2008", "mobilisation meeting", "30 years", "four, “leaders"],
    "phase-analysis": [
        "mid-November to late December 2008",
        "Each member of the leading body",
        "these five",
        "Four sources",
    ],
    "phase-rectification": ["mid-December 2008 to early February 2009", "Six Major Problems", "these four"],
    "closing": ["Leading Group for the Pilot Work", "February 2009"],
    "problems": ["| (6) |", "宗旨意识", "to a certain degree"],
    "requirements": ["Five demands", "under the guidance of", "special columns and special pages"],
    "leadership": ["One unit", "two meetings"],
    "for-you": ["Four Pursuits", "workers gain real benefits"],
    "index": ["10 October 2008", "Our suggestion"],
}


def same(text: str) -> str:
    """Text as it is compared: without spaces, with the plan's half-width commas as the pages write them."""
    return re.sub(r"\s", "", text).replace(",", "，")


def read(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


ANSWERS: dict[str, dict[int, list[str]]] = yaml.safe_load((HERE / "items.yml").read_text(encoding="utf-8"))
PLACES = [(page, item) for page, items in ANSWERS.items() for item in items]


def test_every_item_of_the_plan_is_answered() -> None:
    assert {item for _, item in PLACES} == set(range(1, ITEMS + 1))


@pytest.mark.parametrize("page", ANSWERS)
def test_every_item_is_found_on_its_page(page: str) -> None:
    lines = read(page).splitlines()
    for item, (says, *phrases) in ANSWERS[page].items():
        assert phrases, f"第 {item} 项「{says}」没有写出字句"
        for phrase in phrases:
            pattern = re.compile(".*".join(re.escape(part) for part in phrase.split("…")))
            answers = [line for line in lines if pattern.search(line)]
            assert len(answers) == 1, f"{page} 里有 {len(answers)} 行回答第 {item} 项「{says}」：{phrase}"


def test_what_stands_in_quotation_marks_is_the_plans_or_marked_as_the_sites() -> None:
    listed: dict[str, list[str]] = yaml.safe_load((HERE / "quoted.yml").read_text(encoding="utf-8"))
    listed_words = {*listed["plan"], *listed["site"]}
    used = set()
    for page in (*PAGES, DOCS / "campaign.yml"):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for words in QUOTED.findall(line):
                assert words in listed_words, f"{page.relative_to(ROOT)}:{number}：“{words}”没有登记，对照方案"
                used.add(words)
    assert listed_words == used, f"没有用到：{listed_words - used}"


@pytest.mark.skipif(not PLAN.exists(), reason="方案原文不在旁边")
def test_the_list_of_quotations_is_the_plans() -> None:
    listed: dict[str, list[str]] = yaml.safe_load((HERE / "quoted.yml").read_text(encoding="utf-8"))
    plan = same(PLAN.read_text(encoding="utf-8"))
    assert [words for words in listed["plan"] if same(words) not in plan] == []
    assert [words for words in listed["site"] if same(words) in plan] == []


@pytest.mark.parametrize("page", GUIDANCE, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_sites_suggestions_are_marked_in_one_way(page: Path) -> None:
    language = "en" if ".en." in page.name else "zh"
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        left = MARKED[language].sub("", line)
        assert not UNMARKED[language].search(left), f"{page.relative_to(ROOT)}:{number}：{line}"
        assert "（本站建议）" not in line or line.startswith("#"), f"{page.relative_to(ROOT)}:{number}：只标在小标题上"


def works(campaign: Campaign) -> list[Task | Output]:
    return [*campaign.tasks.values(), *campaign.outputs.values()]


def who(work: Task | Output) -> tuple[str, ...]:
    return work.responsible if isinstance(work, Task) else work.by


def facts(work: Task | Output, campaign: Campaign) -> tuple[str, bool, list[str]]:
    return work.id, work.who_inferred, [campaign.unit_names[name].id for name in who(work)]


def test_who_is_inferred_is_the_same_in_english_and_names_somebody() -> None:
    site = load(DOCS)
    chinese = works(site.campaign)
    translated = Campaign.model_validate(yaml.safe_load(read("campaign.en.yml")))
    english = works(translated)
    assert [facts(work, site.campaign) for work in chinese] == [facts(work, translated) for work in english]
    assert [work.name for work in chinese if work.who_inferred and not who(work)] == []


def test_matrix_and_timeline_mark_who_is_inferred(own_site: Path) -> None:
    campaign = load(DOCS).campaign
    for prefix, mark in (("", "本站建议"), ("en/", "Our suggestion")):
        for page, marked in (("matrix", campaign.outputs), ("timeline", campaign.tasks)):
            html = (own_site / prefix / "progress" / page / "index.html").read_text(encoding="utf-8")
            wanted = sum(work.who_inferred for work in marked.values())
            assert html.count(f'<span class="mark">{mark}</span>') == wanted > 0, page


@pytest.mark.parametrize("name", ENGLISH)
def test_the_english_pages_keep_names_and_figures(name: str) -> None:
    text = read(f"plan/{name}.en.md")
    assert [words for words in ENGLISH[name] if words not in text] == []


def test_every_page_on_the_plan_is_in_english() -> None:
    assert {page.stem for page in PAGES} == set(ENGLISH)


@pytest.mark.skipif(not PLAN.exists(), reason="方案原文不在旁边")
def test_no_sentence_of_the_plan_is_copied() -> None:
    plan = re.sub(r"\s+", "", PLAN.read_text(encoding="utf-8"))
    runs = {plan[i : i + 40] for i in range(len(plan) - 39)}
    for file in tracked():
        if file.suffix in TEXT and file.name != "requirements.txt":
            text = re.sub(r"\s+", "", file.read_text(encoding="utf-8"))
            copied = next((text[i : i + 40] for i in range(len(text) - 39) if text[i : i + 40] in runs), None)
            assert copied is None, f"{file}: {copied}"


@pytest.mark.skipif(not PLAN.exists(), reason="方案原文不在旁边")
def test_the_plan_itself_is_imported_whole(minimal: Path) -> None:
    page = imported_page(minimal, PLAN)
    assert squeeze(PLAN.read_text(encoding="utf-8")) in article_text(page)
    column, beside = (
        (minimal / "site" / "plan" / place / "index.html").read_text(encoding="utf-8") for place in ("", "points")
    )
    assert 'href="official/"' in column
    assert 'href="../official/"' in beside
    head = LexborHTMLParser(page.read_text(encoding="utf-8"))
    source, heading = head.css_first('meta[name="ContentSource"]'), head.css_first("article h2")
    assert source
    assert heading
    assert source.attributes["content"] == "中共泉州市总工会党组"
    assert heading.text() == "一、指导思想和主要原则"


def imported(tmp_path: Path) -> Article:
    """The plan as an article, as the importer makes it."""
    docs = SITES / "minimal"
    wanted = intake.ImportOptions(
        find_column(docs, "plan"), find_genres(docs), datetime(2008, 12, 20, 9), "", "", verbatim=True
    )
    planned = plan_import(intake.Destination(docs, find_campaign(docs), wanted, "official"), PLAN)
    fields, body = front_matter.split(planned.text, "official.md")
    meta, problems = validate(FrontMatter, fields)
    assert meta is not None, problems
    return Article("plan/official.md", builders.column("plan"), builders.genre(meta.genre), meta, body)


@pytest.mark.skipif(not PLAN.exists(), reason="方案原文不在旁边")
def in_print(text: str) -> str:
    """The characters of the plan in the order of print: the notes at the foot come last (版记, GB/T 9704-2012 7.4)."""
    whole = visible(text)
    foot = re.search(r"主题词.*?存档（\d+）", whole)
    assert foot
    return whole.replace(foot[0], "", 1) + foot[0]


def test_the_plan_is_printed_with_every_character_in_its_place(tmp_path: Path) -> None:
    text = PLAN.read_text(encoding="utf-8")
    source = imported(tmp_path)
    pdf, remarks = printed(tmp_path, source)
    assert body_text(pdf) == in_print(text)
    assert len(remarks) == 1
    assert "没有印红头" in remarks[0]
    issuer = recognise(text).issuer
    with_head, _ = printed(tmp_path, source, settings=with_print(document={"heads": (f"{issuer}文件",)}))
    assert body_text(with_head) == f"{issuer}文件" + in_print(text)
    pages = glyphs(with_head)
    # The notice with its sign-off on the first page, the plan from the third on; full pages but for its last; then the notes at
    # the foot on an even page, before which one stays empty.
    assert "2008年10月10日" in "".join(row.text for row in body_rows(pages[0]))
    *full, _, empty = (len(body_rows(page)) for page in pages[3:-1])
    assert set(full) == {22}
    assert empty == 0
    assert len(pages) % 2 == 0
