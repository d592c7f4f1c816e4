"""The work of `opinions.py`: makes the page and the forms of a survey, and counts what came back."""

from __future__ import annotations

import argparse
from pathlib import Path

from lanmu.channels.common.job import record_file
from lanmu.channels.common.press import Press
from lanmu.channels.printing import own_address
from lanmu.content import settings as config
from lanmu.content.addresses import address_of
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.intake.new_article import site_of
from lanmu.intake.new_file import write_new
from lanmu.storage.files import write_bytes
from lanmu.storage.write_lock import writing
from lanmu.surveys import invitation, paper, result
from lanmu.surveys.counting import count
from lanmu.surveys.form import plan, read_form
from lanmu.surveys.word_file import word_file
from lanmu.views.meta import absolute

TABLES = "surveys"
"""Where the tables for papers lie, below out/."""
NO_ADDRESS = "  · 网站还没有网址，纸质表上没有印二维码。有了网址以后，加 --site-url 重新生成。"


def make(root: Path, options: argparse.Namespace) -> int:
    """Writes the article and the forms of a survey, all or none. Raises UserError."""
    reading, form = read_form(root, Path(options.file))
    survey, settings = form.survey, config.load(root / "lanmu.toml")
    pdf, word = f"{form.slug}.pdf", f"{form.slug}.docx"
    text = invitation.body(form, pdf, word)
    article = plan(reading, form, survey.title, survey.start, form.slug, text, invitation.summary(survey))
    place = article.path.relative_to(root / "docs").as_posix()
    site_url = options.site_url or own_address(root, settings)
    press = Press(site_of(reading), settings, record_file(root).with_name("pictures"), site_url=site_url)
    files = {
        pdf: paper.pdf(press, form, absolute(site_url, address_of(place))),
        word: word_file(form, settings),
    }
    table = root / "out" / TABLES / f"{form.slug}.csv"
    with writing(root):
        write_new(article.path, article.text, files)
        write_bytes(table, paper.table(form))
    for name in (article.path.name, *files):
        say(f"✓ docs/{form.column.id}/{name}")
    say(f"✓ out/{TABLES}/{table.name}（登记纸质表用，用 Excel 或 WPS 打开，一行一份）")
    if not site_url:
        say(NO_ADDRESS)
    for line in article.steps:
        say(f"  {line}")
    say(f"  收回来的放进项目外面的一个文件夹，截止以后运行：python scripts/opinions.py count {options.file} 文件夹")
    return Exit.OK


def count_returns(root: Path, options: argparse.Namespace) -> int:
    """Counts the forms in a folder and writes the result; reports every form that does not count. Raises UserError."""
    reading, form = read_form(root, Path(options.form))
    folder = Path(options.folder).resolve()
    if not folder.is_dir():
        raise UserError(f"没有「{options.folder}」这个文件夹。请写放答卷的文件夹。")
    if folder.is_relative_to(root.resolve()):
        raise UserError(
            "答卷放在项目的文件夹里，会跟着项目传出去。请移到项目外面，只有收卷的人能看的地方，再运行一次。"
        )
    counted = count(form, folder)
    for fault in counted.faults:
        complain(f"✗ {fault}")
    ways = "，".join(f"{way} {number} 份" for way, number in counted.by_way())
    say(
        f"收回 {counted.came} 份，计入 {len(counted.counted)} 份{f'（{ways}）' if ways else ''}，没有计入 {len(counted.faults)} 份。"
    )
    if not counted.counted:
        raise UserError("没有一份能计入，没有写结果。请按上面的办法处理，再运行一次。")
    today = site_of(reading).today
    if today <= form.survey.deadline:
        say(f"△ 还没有截止（{form.survey.deadline}），这是到今天为止的结果。")
    if not options.dry_run:
        slug = f"{form.slug}-jieguo"
        asked = [question for question in form.survey.questions if question.choices]
        names = {question.id: f"{slug}-{question.id}.svg" for question in asked}
        look = config.load(root / "lanmu.toml").site.look
        charts = {names[question.id]: result.drawing(question, counted, look).encode() for question in asked}
        text = result.body(form, counted, names)
        article = plan(reading, form, result.title(form), today, slug, text, result.summary(form, counted))
        with writing(root):
            write_new(article.path, article.text, charts)
        say(
            f"✓ 已写好草稿 docs/{form.column.id}/{article.path.name} 和 {len(charts)} 张图。答卷没有动，稿件里只有票数和意见的文字。"
        )
        for line in article.steps:
            say(f"  {line}")
    return Exit.FINDINGS if counted.faults else Exit.OK
