"""The story the handbook tells, played through for its pictures: a Word file comes in and ends as a published article.

Every picture is named here once, with what it shows; `HANDBOOK.md` must have just these.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from support.handbook import desk
from support.handbook.paper import print_paper
from support.handbook.word_file import write_word_file
from support.handbook.workshop import Workshop, workshop

FOLDER = ".github/handbook"
PICTURES = {
    "desk-articles.png": "编辑台的稿件表：上面是今天要紧的，下面一篇一行，写着现在怎样、下一步",
    "desk-intake.png": "编辑台收稿的报告：认出来的可以在表里改，下面是照收、改动、没有收进来的",
    "desk-writing.png": "编辑台写稿：左边是稿件信息和正文，右边是网页现在的样子",
    "desk-reviewing.png": "编辑台三审：各关谁签的、现在怎样，右边是网页上的样子",
    "desk-publishing.png": "编辑台发布：会登什么、换掉什么，哪些不登、为什么",
    "new-article.png": "命令行：new_article.py 问体裁、标题、单位，答完就建好一篇稿件",
    "import.png": "命令行：导入一份 Word 文件，报告先写请看一看的，再写没有收进来、改动了、照收了的",
    "check.png": "命令行：检查列出每个问题在哪一行、怎么改",
    "preview.png": "浏览器里的预览：网页上方是编辑栏，写着状态、检查出的问题和改法",
    "review.png": "命令行：记下三审，再看各关签字是否有效",
    "production.png": "命令行：正式生成，列出没有登的稿件和原因",
    "phone.png": "手机上看到的这篇稿件",
    "print.png": "命令行：印出 2008 年 11 月的专版和宣传栏，说明印了几页、要看什么",
    "document.png": "公文：红头、文号、红线、标题、正文、落款、主题词和抄送",
    "bulletin.png": "简报：报头、期号、红线、标题和正文，末页是报、送、发和印数",
    "worker.png": "《泉州工人》专版：报头、编者按、通栏标题、分栏正文、加框的稿件",
    "board.png": "宣传栏招贴：大标题、图片、摘要和二维码",
    "report.png": "信息上报：稿头、标题和正文，末页是信息报送审批表",
    "offered.png": "网站上《泉州工人》的一期：各页的缩小图，PDF 的页数和大小",
}
WORD_FILE = "送来的稿件.docx"
SITE_URL = "https://www.example.org/zhuanti/"
PHONE = (390, 844)
DESK = (1280, 900)
REVIEWERS = (
    ("first", "示例人员甲"),
    ("second", "示例人员乙"),
    ("final", "示例人员丙"),
    ("secrecy", "privacy", "示例人员丁"),
)


def make_pictures(root: Path) -> list[str]:
    """Plays the story in a copy of the project in `root` and writes its pictures there; gives their names."""
    with tempfile.TemporaryDirectory() as folder, workshop(root, Path(folder), root / FOLDER) as shop:
        start(shop)
        article = take_over(shop)
        look(shop, article)
        finish(shop, article)
        print_paper(shop)
        return shop.written


def start(shop: Workshop) -> None:
    """A new article, by answering questions, in a column that goes on."""
    columns = shop.folder / "docs/columns.yml"
    text = re.sub(r"status: archived\n +closed: .*", "status: active", columns.read_text(encoding="utf-8"))
    columns.write_text(text, encoding="utf-8", newline="\n")
    answers = ("--genre", "动态", "--title", "示例支部讨论学习体会", "--unit", "各党支部")
    shop.shoot_terminal("new-article.png", shop.done("scripts/new_article.py", *answers))


def take_over(shop: Workshop) -> str:
    """A Word file becomes an article; gives its path."""
    write_word_file(shop.folder / WORD_FILE)
    command = ("scripts/import_document.py", WORD_FILE, "--column", "bulletins", "--dry-run")
    shop.shoot_terminal("import.png", shop.done(*command))
    return desk.hand_in(shop, shop.folder / WORD_FILE)


def look(shop: Workshop, article: str) -> None:
    """What the checks say, and what the preview shows."""
    release(shop.folder / article)
    shop.shoot_terminal("check.png", shop.done("scripts/check_structure.py", article))
    with shop.preview() as url:
        shop.shoot("preview.png", url + address_of(article), width=DESK[0], height=DESK[1], whole=False)
    desk.write(shop, article)


def finish(shop: Workshop, article: str) -> None:
    """The editor fills in what was missing, three people review it, and it goes out."""
    file = shop.folder / article
    text = file.read_text(encoding="utf-8").replace("（请填写供稿单位）", "示例单位A").replace("5日,", "5日，")
    file.write_text(text, encoding="utf-8", newline="\n")
    # Those who sign in the story stand for nobody; an article of the office would be refused for it.
    settings = shop.folder / "lanmu.toml"
    names = "\n[checks.options.REV007]\nsample_names = []\n"
    settings.write_text(settings.read_text(encoding="utf-8") + names, encoding="utf-8", newline="\n")
    desk.review(shop, article)
    review = ("scripts/review.py", article)
    seen = [shop.done(*review, "--stage", *stages, "--name", name) for *stages, name in REVIEWERS]
    shop.shoot_terminal("review.png", seen[0], shop.done(*review, "--show"))
    # The article of the beginning goes out too soon: nobody has filled it in.
    release(next((shop.folder / "docs/bulletins").glob("*-shi-li-zhi-bu-*.md")))
    shop.shoot_terminal("production.png", shop.done("scripts/build.py", "--production", "--site-url", SITE_URL))
    desk.look_before_publishing(shop, SITE_URL)
    with shop.site() as url:
        shop.shoot("phone.png", url + address_of(article), width=PHONE[0], height=PHONE[1], whole=False)


def release(file: Path) -> None:
    """The editor takes the article for finished."""
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8", newline="\n")


def address_of(article: str) -> str:
    """Where the article stands below the site's root."""
    return article.removeprefix("docs/").removesuffix(".md") + "/"
