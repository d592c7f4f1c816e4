"""Traditional pages: the words are right, the rest of the page is as it was, and every link leads somewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lanmu.checks.built.site import read_site
from lanmu.diagnostics.errors import UserError
from lanmu.locales.mirror import Mirror
from lanmu.locales.script_conversion import (
    Dictionaries,
    ScriptConversion,
    protected,
    read_protected,
    simplified_to_traditional,
)
from lanmu.locales.traditional import TraditionalSite, simplified
from lanmu.locales.traditional_page import TraditionalPages
from opencc import OpenCC

# Simplified and Traditional. 「？」 marks forms on which usage differs: 台 is 臺 as Taiwan's Ministry of Education has
# it; 瞭解, 計劃, 佔 are what OpenCC's Taiwan standard gives and also found as 了解, 計畫, 占; 龍岩 is also 龍巖.
WORDS = """
干部 幹部|党员干部受教育 黨員幹部受教育|干群关系 幹群關係|骨干 骨幹|若干部门 若干部門|干净 乾淨|干燥 乾燥|干涉 干涉
真抓实干 真抓實幹|快干实干 快幹實幹|包干制 包幹制|干事创业 幹事創業|干部长期 幹部長期|头发 頭髮|理发 理髮|发展 發展
带头发言 帶頭發言|带头发挥作用 帶頭發揮作用|编发言 編發言|征求 徵求|象征 象徵|长征 長征|新征程 新征程
里程 里程|公里 公里|这里 這裡|邻里 鄰里|心里装着职工 心裡裝著職工|窗口里的变化 窗口裡的變化|任务一里部门 任務一裡部門
台商 臺商|台商投资区 臺商投資區|台风 颱風|柜台 櫃檯|出台 出臺|台账 臺賬|岳某 岳某|岳建国 岳建國|岳父 岳父|五岳 五嶽
范某某 范某某|范建国 范建國|老范 老范|规范 規範|劳动模范 勞動模範|示范文件 示範文件|范围 範圍|余某某 余某某|余主任 余主任
其余某项 其餘某項|余额 餘額|多余 多餘|一百余人 一百餘人|于某某 于某某|于书记 于書記|关于某单位 關於某單位|由于同志们 由於同志們
属于 屬於|游某某 游某某|上游某厂 上游某廠|郁某 郁某|忧郁 憂鬱|涂某 涂某|涂岭镇 塗嶺鎮|叶某 葉某|钟某 鍾某|分钟 分鐘
皇后 皇后|以后 以後|会后书记 會後書記|落后 落後|后渚港 後渚港|党章 黨章|党委 黨委|制度 制度|新订制度 新訂制度|制造 製造
编制 編制|准则 準則|批准 批准|准备 準備|准许 准許|松江 松江|放松 放鬆|容易松 容易鬆|复审 複審|复杂 複雜|恢复 恢復
反复 反覆|答复 答覆|直接回复 直接回覆|行政复议 行政復議|重复 重複|联系 聯繫|关系 關係|系统 系統|心系职工 心繫職工
杂志 雜誌|同志 同志|标志 標誌|采访 採訪|没有采纳 沒有採納|博采众长 博採眾長|神采 神采|一周 一週|周某 周某|四周 四周
每半周 每半週|代表 代表|手表 手錶|举手表决 舉手表決|看表时 看表時|几个 幾個|茶几 茶几|只有 只有|一只 一隻|船只 船隻
不是只看 不是只看|清单只写 清單只寫|致辞 致辭|细致 細緻|方向 方向|向导 嚮導|宿舍 宿舍|舍弃 捨棄|折扣 折扣|存折 存摺
签字 簽字|会签 會簽|审签 審簽|标签 標籤|抽签 抽籤|尽量 儘量|尽职尽责 盡職盡責|呼吁 呼籲|占用 佔用|占卜 占卜
冲突 衝突|冲洗 沖洗|山谷 山谷|谷物 穀物|奋斗 奮鬥|北斗 北斗|斗尾港 斗尾港|剑斗镇 劍斗鎮|面对 面對|面粉 麵粉
方面包括 方面包括|试卷 試卷|卷入 捲入|历史 歷史|日历 日曆|节日历史 節日歷史|提升 提升|升华 昇華|小丑 小丑|丑恶 醜惡
人员丑 人員丑|云南 雲南|人云亦云 人云亦云|价值 價值|整改 整改|落实 落實|宣传栏 宣傳欄|科学发展观 科學發展觀
对象 對象|全局 全局|公布 公布|发布 發布|分布 分布|为了解决 為了解決|了解 瞭解|一目了然 一目瞭然|合并 合併|并且 並且
汇报 彙報|汇款 匯款|克服 克服|计划 計劃|划船 划船|困难职工 困難職工|注意 注意|注明 註明|游客 遊客|游泳 游泳
志愿者 志願者|愿望 願望|秘书 秘書|工会 工會|总工会 總工會|三个代表 三個代表|解放思想 解放思想|劳动合同 勞動合同
鲤城区 鯉城區|丰泽区 豐澤區|晋江市 晉江市|石狮市 石獅市|龙岩市 龍岩市|洪濑镇 洪瀨鎮|蓬壶镇 蓬壺鎮|净峰镇 淨峰鎮|后龙镇 後龍鎮
"""
GOLDEN = Path(__file__).parent / "golden" / "traditional.txt"
CONTEXTS = [
    ("，", "。"),
    ("大家讨论了", "，"),
    ("有的同志把", "作为重点"),
    ("学习了", "以后"),
    ("《宣传和", "的通知》"),
]
"""What stands before and after a phrase, besides nothing: the words at its edges must not take from it."""
PAIRS = [tuple(pair.split()) for line in WORDS.split("\n") for pair in line.split("|") if pair]


@pytest.fixture(scope="module")
def script() -> ScriptConversion:
    return simplified_to_traditional()


@pytest.fixture
def turn(script: ScriptConversion) -> TraditionalPages:
    pages = ["index.html", "plan/index.html", "plan/goal/index.html", "旧闻/index.html", "404.html"]
    return TraditionalPages(script, Mirror(pages, "https://www.example.org/zhuanti/"))


@pytest.mark.parametrize(("simplified", "traditional"), PAIRS)
def test_words_have_their_right_form(script: ScriptConversion, simplified: str, traditional: str) -> None:
    assert script.convert(simplified) == traditional
    assert script.convert(f"，{simplified}。") == f"，{traditional}。"


def test_common_phrases_have_their_right_form_wherever_they_stand(script: ScriptConversion) -> None:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [pair.split() for line in lines for pair in line.split(":")[-1].split("|")]
    assert len(pairs) >= 1500
    places = [("", ""), *CONTEXTS]
    done = iter(
        script.convert_all([f"{before}{simplified}{after}" for simplified, _ in pairs for before, after in places])
    )
    wrong = [
        (whole, form)
        for _, form in pairs
        for before, after in places
        if (whole := next(done)) != f"{script.convert(before)}{form}{script.convert(after)}"
    ]
    assert wrong == []


def test_the_list_of_words_is_long_enough_and_every_protected_word_holds(script: ScriptConversion) -> None:
    assert len(PAIRS) >= 120
    for phrase, form in read_protected().forms.items():
        assert script.convert(phrase) == form


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>头<b>发</b>短</p>", "<p>頭<b>髮</b>短</p>"),
        ("<p>发<b>展</b>头<i>发</i></p>", "<p>發<b>展</b>頭<i>髮</i></p>"),
        ("<p>带头<a href='#x'>发</a>言</p>", "<p>帶頭<a href='#x'>發</a>言</p>"),
        ("<p>理</p><p>发</p>", "<p>理</p><p>發</p>"),
        ("<p>理<br>发</p>", "<p>理<br>發</p>"),
        ("<td>皇</td><td>后</td>", "<td>皇</td><td>後</td>"),
        ("<p>公<!-- 里 -->里</p>", "<p>公<!-- 里 -->裡</p>"),
        ("<title>发展</title>", "<title>發展</title>"),
        (
            "<svg><title>发展</title><text>里<tspan>程</tspan></text></svg>",
            "<svg><title>發展</title><text>里<tspan>程</tspan></text></svg>",
        ),
    ],
)
def test_a_block_is_converted_as_a_whole(turn: TraditionalPages, before: str, after: str) -> None:
    assert turn.page(before, "") == after


@pytest.mark.parametrize(
    "text",
    [
        "<code>发展</code>",
        "<pre>发<b>展</b>\n发展</pre>",
        "<pre title='发展'>",
        "<script>var s = '发展 <b>';</script>",
        "<SCRIPT>'发展 </b>'</SCRIPT >",
        "<style>p::before { content: '发展'; }</style>",
        "<textarea>发展</textarea>",
        "<span translate=no title=发展>发展<span>发展</span>发展</span>",
        '<p lang="en">发展</p>',
        '<a lang="zh-CN" hreflang="zh-CN">简体</a>',
        "<!-- 发展 -->",
        "<!doctype html>",
        '<a id="发展" name="发展" class="发展" href="#发展" rel="发展">1</a>',
        '<img src="https://example.com/发展.png" data-chart-key="发展" data-id="发展">',
        '<input value="发展"><option value="发展">',
        '<meta name="ColumnType" content="发展">',
        '<meta name="robots" content="noindex"><meta name="PubDate" content="2008-10-10 09:00">',
    ],
)
def test_what_is_no_prose_stays(turn: TraditionalPages, text: str) -> None:
    text = text.replace("<pre title='发展'>", "<pre title='x'>发</pre>")
    assert turn.page(f"{text}<p>发展</p>", "plan") == f"{text}<p>發展</p>"


@pytest.mark.parametrize(
    "attribute",
    ["alt='{}'", 'title="{}"', "aria-label={}", 'placeholder="{}"', 'data-done="{}"', 'label="{}"', 'TITLE = "{}"'],
)
def test_attributes_that_are_read_are_converted(turn: TraditionalPages, attribute: str) -> None:
    before, after = (f"<b {attribute.format(word)} id='发' >" for word in ("发展&amp;头发", "發展&amp;頭髮"))
    assert turn.page(before, "") == after
    assert turn.page('<input type="submit" value="发布">', "") == '<input type="submit" value="發布">'


@pytest.mark.parametrize("name", ["description", "Keywords", "ColumnName", "ArticleTitle", "og:title", "SiteName"])
def test_meta_text_is_converted(turn: TraditionalPages, name: str) -> None:
    assert turn.page(f'<meta name="{name}" content="发展">', "") == f'<meta name="{name}" content="發展">'


def test_structured_data_is_converted(turn: TraditionalPages) -> None:
    data = (
        '{"headline": "头发\\"发展", "inLanguage": "zh-CN", "url": "https://www.example.org/zhuanti/plan/", "a": ["x"]}'
    )
    done = '{"headline": "頭髮\\"發展", "inLanguage": "zh-Hant", "url": "https://www.example.org/zhuanti/zh-Hant/plan/", "a": ["x"]}'
    page = '<script type="application/ld+json">{}</script>'
    assert turn.page(page.format(data), "plan") == page.format(done)


@pytest.mark.parametrize(
    ("folder", "before", "after"),
    [
        ("plan/goal", "../../", "../../"),
        ("plan/goal", "../?a=1#b", "../?a=1#b"),
        ("plan/goal", "#发展", "#发展"),
        ("plan/goal", "../../assets/a.css", "../../../assets/a.css"),
        ("plan/goal", "photo.png", "../../../plan/goal/photo.png"),
        ("plan/goal", "../../feed.xml?x#y", "../../../feed.xml?x#y"),
        ("plan/goal", "../../en/plan/", "../../../en/plan/"),
        ("plan/goal", "../index.html", "../index.html"),
        ("", ".", "."),
        ("", "plan/", "plan/"),
        ("", "assets/a.css", "../assets/a.css"),
        ("", "%E6%97%A7%E9%97%BB/", "%E6%97%A7%E9%97%BB/"),
        ("旧闻", "图.png", "../../%E6%97%A7%E9%97%BB/图.png"),
        ("", "mailto:a@example.org", "mailto:a@example.org"),
        ("", "//example.org/plan/", "//example.org/plan/"),
        ("", "https://example.org/plan/", "https://example.org/plan/"),
        ("", "https://www.example.org/zhuanti/plan/", "https://www.example.org/zhuanti/zh-Hant/plan/"),
        ("", "https://www.example.org/zhuanti/feed.xml", "https://www.example.org/zhuanti/feed.xml"),
        ("", "/zhuanti/plan/", "/zhuanti/zh-Hant/plan/"),
        ("", "/zhuanti/.", "/zhuanti/zh-Hant/."),
        ("", "/zhuanti/assets/a.css", "/zhuanti/assets/a.css"),
        ("", "/other/", "/other/"),
        ("plan", "../../outside/", "../../../outside/"),
    ],
)
def test_links_lead_into_the_mirror_or_one_level_further_up(
    turn: TraditionalPages, folder: str, before: str, after: str
) -> None:
    assert turn.page(f'<a href="{before}">', folder) == f'<a href="{after}">'
    assert turn.page(f"<b data-search-root={before}>", folder) == f"<b data-search-root={after}>"


def test_addresses_in_lists_and_refreshes(turn: TraditionalPages) -> None:
    assert turn.page('<img srcset="a.png 1x, b.png 2x">', "") == '<img srcset="../a.png 1x, ../b.png 2x">'
    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    assert turn.page(refresh.format("../x/a.pdf"), "plan") == refresh.format("../../x/a.pdf")
    assert turn.page(refresh.format("../plan/goal/"), "plan") == refresh.format("../plan/goal/")


def test_the_head_says_what_the_page_is(turn: TraditionalPages) -> None:
    head = (
        '<html lang="{}" class="a"><link rel="canonical" href="https://www.example.org/zhuanti/{}plan/">'
        '<meta property="og:url" content="https://www.example.org/zhuanti/{}plan/"><meta property="og:locale" content="{}">'
        '<link rel="alternate" hreflang="zh-CN" href="https://www.example.org/zhuanti/plan/">'
    )
    assert turn.page(head.format("zh", "", "", "zh_CN"), "plan") == head.format(
        "zh-Hant", "zh-Hant/", "zh-Hant/", "zh_TW"
    )


def test_the_switcher_marks_its_own_language_and_leads_out(turn: TraditionalPages) -> None:
    before = (
        '<a href="." lang="zh-CN" data-language="zh-CN" aria-current="true">简体</a>'
        '<a href="../zh-Hant/plan/" lang="zh-Hant" data-language="zh-Hant">繁體</a><a href="../en/plan/" data-language="en">'
    )
    after = (
        '<a href="../../plan/" lang="zh-CN" data-language="zh-CN">简体</a>'
        '<a href="../../zh-Hant/plan/" lang="zh-Hant" data-language="zh-Hant" aria-current="true">繁體</a>'
        '<a href="../../en/plan/" data-language="en">'
    )
    assert turn.page(before, "plan") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("“发展”", "「發展」"),
        ("“一岗‘双责’”", "「一崗『雙責』」"),
        ("‘一个’和‘GDP’", "『一個』和『GDP』"),
        ("“don’t”、the workers’ union、’08", "「don’t」、the workers’ union、』08"),
        ("“一段未完", "「一段未完"),
        ('「已是」，"直的"', '「已是」，"直的"'),
    ],
)
def test_quotation_marks_are_those_that_are_asked_for(script: ScriptConversion, before: str, after: str) -> None:
    assert simplified_to_traditional("「」").convert(before) == after
    assert set("“”‘’") & set(before) == set("“”‘’") & set(script.convert(before))


def test_quotation_marks_of_a_page() -> None:
    turn = TraditionalPages(simplified_to_traditional("「」"), Mirror([]))
    page = '<title>“发”</title><p title="“发”">“头<b>发”</b><code>“x”</code></p>'
    assert turn.page(page, "") == '<title>「發」</title><p title="「發」">「頭<b>髮」</b><code>“x”</code></p>'


class Longer(Dictionaries):
    """Changes words as well as characters."""

    def convert(self, text: str) -> str:
        return str(OpenCC("s2twp").convert(text))


def test_a_conversion_that_changes_the_length_loses_nothing() -> None:
    longer = ScriptConversion(Longer(), read_protected())
    assert len(longer.convert("全局")) == 3
    assert longer.convert_all(["全局", "头发"]) == ["全域性", "頭髮"]
    turn = TraditionalPages(longer, Mirror([]))
    assert turn.page("<p>全局<b>头</b>发</p><p>头发</p>", "") == "<p>全域性<b>頭</b>發</p><p>頭髮</p>"


def test_a_form_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="全局"):
        protected({"全局": "全域性"}, {}, ["同志"], "些")


def write(site: Path, path: str, body: str, language: str = "zh") -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(f'<!doctype html>\r\n<html lang="{language}"><p>{body}</p>'.encode())


def make_traditional(site: Path, others: tuple[str, ...] = (), skip: frozenset[str] = frozenset()) -> list[str]:
    """Writes the Traditional site; gives its pages. `skip` are written by hand."""
    pages = simplified(site, others)
    traditional = TraditionalSite(site, [*pages, *skip], "")
    for page in sorted(pages - skip):
        traditional.write(page, (site / page).read_bytes().decode("utf-8"))
    return sorted(pages - skip)


def test_only_simplified_pages_are_turned_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    for path, language in [
        ("index.html", "zh-CN"),
        ("plan/index.html", "zh"),
        ("en/index.html", "zh"),
        ("a.html", "ja"),
    ]:
        write(tmp_path, path, "发展", language)
    (tmp_path / "old.html").write_bytes('<html lang="zh"><p>发展'.encode("gbk"))
    (tmp_path / "bare.html").write_text("<p>发展", encoding="utf-8")
    assert simplified(tmp_path, ("en",)) == {"index.html", "plan/index.html"}
    assert make_traditional(tmp_path, others=("en",), skip=frozenset({"plan/index.html"})) == ["index.html"]
    pages = {file: file.read_bytes() for file in (tmp_path / "zh-Hant").rglob("*.html")}
    assert list(pages) == [tmp_path / "zh-Hant" / "index.html"]
    assert next(iter(pages.values())) == '<!doctype html>\r\n<html lang="zh-Hant"><p>發展</p>'.encode()
    make_traditional(tmp_path, others=("en",), skip=frozenset({"plan/index.html"}))
    assert pages == {file: file.read_bytes() for file in (tmp_path / "zh-Hant").rglob("*.html")}


def test_a_folder_in_the_way_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "index.html", "发展")
    (tmp_path / "zh-Hant").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="zh-Hant"):
        make_traditional(tmp_path)


def test_every_link_of_the_real_site_resolves_in_traditional(real_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(real_site, site)
    shutil.rmtree(site / "zh-Hant", ignore_errors=True)
    before = len(list(site.rglob("*.html"))) - len(list((site / "en").rglob("*.html")))
    assert len(make_traditional(site, others=("en",))) == before
    built = read_site(None, site)
    for outcome, occurrences in built.failures.items():
        wrong = [(o.path, o.reference.raw) for o in occurrences if o.path.startswith("zh-Hant/")]
        assert wrong == [], outcome
    home = (site / "zh-Hant" / "index.html").read_text(encoding="utf-8")
    assert "崗位練兵活動" in home
    links = built.links["zh-Hant/index.html"]
    assert "zh-Hant/plan/index.html" in links
    assert "plan/index.html" not in links


def test_no_simplified_character_is_left_on_the_real_site(real_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(real_site, site)
    make_traditional(site, others=("en",))
    only_simplified = set("这说书发实践学习总会题为长门见们过进动时问对关开")
    for page in (site / "zh-Hant").rglob("*.html"):
        title = re.search(r"<title>([^<]*)", page.read_text(encoding="utf-8"))
        assert title is not None
        assert not set(title[1]) & only_simplified, page
