"""Programs other than python-docx that write Word files, for the Word benchmark: LibreOffice, pandoc, two npm packages.

A writer that is not on this machine is left out, and the benchmark says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from word_texts import Text, html

LIBREOFFICE = ("soffice", "--headless", "--norestore", "--nologo", "--nolockcheck")
READ_HTML = "--infilter=HTML (StarWriter)"
DOCX, OOXML, DOC = "docx:MS Word 2007 XML", "docx:Office Open XML Text", "doc:MS Word 97"
SECONDS = 300
NPM = ("docx@9", "html-to-docx@1", "pptxgenjs@4")
NODE_DOCX = """
const fs = require("fs"); const d = require("docx");
const [input, picture, folder] = process.argv.slice(2);
const texts = JSON.parse(fs.readFileSync(input));
const marks = {b: {bold: true}, i: {italics: true}, u: {underline: {}}, sup: {superScript: true}, "": {}};
const headings = {1: d.HeadingLevel.HEADING_1, 2: d.HeadingLevel.HEADING_2, 3: d.HeadingLevel.HEADING_3};
const aligned = block => (block.align ? {alignment: block.align} : {});
const run = ([text, mark]) => new d.TextRun({text, ...marks[mark]});
function blocks(block) {
  if (block.kind === "h") return [new d.Paragraph({heading: headings[block.level], children: block.runs.map(run)})];
  if (block.kind === "ul" || block.kind === "ol")
    return block.items.map(text => new d.Paragraph({text, ...(block.kind === "ul"
      ? {bullet: {level: block.level - 1}} : {numbering: {reference: "numbers", level: block.level - 1}})}));
  if (block.kind === "table") return [new d.Table({rows: block.rows.map(row => new d.TableRow({
    children: row.map(text => new d.TableCell({children: [new d.Paragraph(text)]}))}))})];
  if (block.kind === "picture") return [new d.Paragraph({...aligned(block), children: [new d.ImageRun({type: "png",
    data: fs.readFileSync(picture), transformation: {width: 160, height: 120},
    altText: {title: "", name: "", description: block.runs[0][0]}})]})];
  return [new d.Paragraph({...aligned(block), children: block.runs.map(run)})];
}
const levels = [0, 1, 2].map(level => ({level, format: d.LevelFormat.DECIMAL, text: `%${level + 1}.`}));
(async () => { for (const text of texts) {
  const document = new d.Document({numbering: {config: [{reference: "numbers", levels}]},
    sections: [{children: text.blocks.flatMap(blocks)}]});
  fs.writeFileSync(`${folder}/${text.name}.docx`, await d.Packer.toBuffer(document));
} })();
"""
NODE_HTML = """
const fs = require("fs"); const convert = require("html-to-docx");
const [input, folder] = process.argv.slice(2);
(async () => { for (const [name, page] of Object.entries(JSON.parse(fs.readFileSync(input))))
  fs.writeFileSync(`${folder}/${name}.docx`, await convert(page, null, {}));
})();
"""
NODE_PPTX = """
const fs = require("fs"); const Pptx = require("pptxgenjs");
const [input, folder] = process.argv.slice(2);
(async () => { for (const name of Object.keys(JSON.parse(fs.readFileSync(input))).slice(0, 4)) {
  const show = new Pptx(); show.addSlide().addText("示例", {x: 1, y: 1});
  fs.writeFileSync(`${folder}/${name}.docx`, await show.write({outputType: "nodebuffer"}));
} })();
"""


def run(command: Sequence[str], **options: object) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=SECONDS, **options)  # type: ignore[call-overload]


def libreoffice(profile: Path, form: str, out: Path, files: Sequence[Path], *read_as: str) -> list[Path]:
    """Converts files in one call; gives back those that were made."""
    out.mkdir(parents=True, exist_ok=True)
    where = f"-env:UserInstallation={profile.as_uri()}"
    run([*LIBREOFFICE, where, *read_as, "--convert-to", form, "--outdir", str(out), *map(str, files)])
    return sorted(out.glob(f"*.{form.partition(':')[0]}"))


def write_all(texts: Sequence[Text], picture: Path, folder: Path) -> dict[str, list[Path]]:
    """The Word files of every text by every writer that is there, by the writer's name."""
    pages = folder / "pages"
    pages.mkdir()
    shutil.copy(picture, pages / "picture.png")
    sources = []
    for text in texts:
        sources.append(pages / f"{text.name}.html")
        sources[-1].write_text(html(text), encoding="utf-8")
    by_writer: dict[str, list[Path]] = {}
    for writer in (by_libreoffice, by_pandoc, by_npm):
        by_writer |= writer(texts, sources, folder)
    return by_writer


def by_libreoffice(_texts: Sequence[Text], sources: Sequence[Path], folder: Path) -> dict[str, list[Path]]:
    """Four ways through LibreOffice: straight, through its own form, as an old Word file, and through RTF."""
    if not shutil.which("soffice"):
        return {}
    profile = folder / "profile"
    odt = libreoffice(profile, "odt:writer8", folder / "odt", sources, READ_HTML)
    rtf = libreoffice(profile, "rtf:Rich Text Format", folder / "rtf", odt)
    return {
        "LibreOffice, docx of 2007": libreoffice(profile, DOCX, folder / "lo-docx", sources, READ_HTML),
        "LibreOffice, Office Open XML": libreoffice(profile, OOXML, folder / "lo-ooxml", odt),
        "LibreOffice, doc of 97": libreoffice(profile, DOC, folder / "lo-doc", odt),
        "LibreOffice, through RTF": libreoffice(profile, DOCX, folder / "lo-rtf", rtf),
    }


def by_pandoc(_texts: Sequence[Text], sources: Sequence[Path], folder: Path) -> dict[str, list[Path]]:
    """pandoc from the pages, and from Markdown that pandoc made of them, with a footnote and a formula added."""
    if not shutil.which("pandoc"):
        return {}
    straight, through = folder / "pandoc", folder / "pandoc-md"
    straight.mkdir()
    through.mkdir()
    for source in sources:
        where = {"cwd": source.parent}
        run(["pandoc", "-f", "html", source.name, "-o", str(straight / f"{source.stem}.docx")], **where)
        markdown = through / f"{source.stem}.md"
        run(["pandoc", "-f", "html", "-t", "markdown", source.name, "-o", str(markdown)], **where)
        with markdown.open("a", encoding="utf-8") as file:
            file.write("\n\n$$E=mc^2$$\n\n这里有脚注[^1]。\n\n[^1]: 这是脚注。\n")
        run(["pandoc", "-f", "markdown", str(markdown), "-o", str(through / f"{source.stem}.docx")], **where)
    return {
        "pandoc, from pages": sorted(straight.glob("*.docx")),
        "pandoc, from Markdown": sorted(through.glob("*.docx")),
    }


def by_npm(texts: Sequence[Text], sources: Sequence[Path], folder: Path) -> dict[str, list[Path]]:
    """The npm packages docx and html-to-docx, and slides of pptxgenjs under the name of a Word file."""
    if not shutil.which("npm"):
        return {}
    home = folder / "npm"
    home.mkdir()
    run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(home), *NPM])
    described = home / "texts.json"
    described.write_text(json.dumps([as_json(text) for text in texts]), encoding="utf-8")
    pages = home / "pages.json"
    # html-to-docx takes pictures as data only, and is not about pictures.
    pages.write_text(json.dumps({text.name: html(without_pictures(text)) for text in texts}), encoding="utf-8")
    by_program = {}
    calls: list[tuple[str, str, list[Path]]] = [
        ("npm docx", NODE_DOCX, [described, sources[0].parent / "picture.png"]),
        ("npm html-to-docx", NODE_HTML, [pages]),
        ("npm pptxgenjs (slides)", NODE_PPTX, [pages]),
    ]
    for number, (name, script, arguments) in enumerate(calls):
        out = folder / f"npm-{number}"
        out.mkdir()
        (home / f"{number}.js").write_text(script, encoding="utf-8")
        run(["node", str(home / f"{number}.js"), *map(str, arguments), str(out)], cwd=home)
        by_program[name] = sorted(out.glob("*.docx"))
    return by_program


def without_pictures(text: Text) -> Text:
    return Text(text.name, tuple(block for block in text.blocks if block.kind != "picture"))


def as_json(text: Text) -> dict[str, object]:
    return asdict(text)
