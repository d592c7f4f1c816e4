"""The languages of the site. They stand once, in mkdocs.yml; files of other languages are passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator
from pathlib import Path

from lanmu.diagnostics.errors import Problem, ProblemKind

CONFIG = "mkdocs.yml"
# Not in what is commented out.
LOCALE = re.compile(r"^[^#\n]*\blocale:\s*[\"']?([A-Za-z][A-Za-z-]*)", re.MULTILINE)
OF_LANGUAGE = re.compile(r"\.(?P<language>en|zh-Hant)\.(?P<suffix>md|yml)$")
NAMES = {"en": "英文", "zh-Hant": "繁体"}
"""Languages besides Simplified Chinese that a site can have, as editors call them."""
DATA = ("campaign", "columns")
"""Data files whose names are translated."""
PAST_DATA = re.compile(r"(?P<name>campaigns/[^/]+/campaign)\.yml")


def site_languages(root: Path) -> tuple[str, ...]:
    """The codes of the languages that mkdocs.yml in `root` lists; none where it cannot be read."""
    try:
        # Not parsed as YAML: the file holds tags that only MkDocs understands.
        text = (root / CONFIG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return tuple(dict.fromkeys(LOCALE.findall(text)))


def languages_off(root: Path) -> frozenset[str]:
    """The languages that the site in `root` does not have; none where mkdocs.yml lists no languages at all."""
    listed = site_languages(root)
    return frozenset(NAMES) - set(listed) if listed else frozenset()


def is_of(path: str, languages: Container[str]) -> bool:
    """True for a translation, or a data file, in one of `languages`."""
    match = OF_LANGUAGE.search(path)
    return match is not None and match["language"] in languages


def unused_files(paths: Iterable[str]) -> Iterator[Problem]:
    """A warning for each language that is off but has files, with the command that removes them."""
    matches = [match for path in paths if (match := OF_LANGUAGE.search(path))]
    for language in dict.fromkeys(match["language"] for match in matches):
        unused = [match for match in matches if match["language"] == language]
        patterns = " ".join(f'"docs/*.{language}.{suffix}"' for suffix in sorted({match["suffix"] for match in unused}))
        message = f"languages 里没有 {language}，docs/ 里 {len(unused)} 个{NAMES[language]}文件没有用上（例如 {unused[0].string}）。"
        remedy = (
            f"不办{NAMES[language]}版的，删去它们：git rm {patterns}（没有用 Git 的，直接删去）；"
            f"还要办的，在 languages 里加上 {language}。"
        )
        yield Problem(CONFIG, 0, message, remedy, kind=ProblemKind.LANGUAGE)


def missing_data(root: Path, paths: Collection[str]) -> Iterator[Problem]:
    """The data files that English pages want and that are not among `paths`, the files below docs/."""
    if "en" in site_languages(root) and any(path.endswith(".en.md") for path in paths):
        past = [match["name"] for path in paths if (match := PAST_DATA.fullmatch(path))]
        for name in (name for name in (*DATA, *past) if f"{name}.en.yml" not in paths):
            remedy = (
                f"照 docs/{name}.yml 写这个文件，译出名称和说明，id 和顺序不变；"
                f"不办英文版的，从 {CONFIG} 的 languages 里删去 en。"
            )
            message = "文件不存在，英文页的栏目、单位等名称没有译文。"
            yield Problem(f"docs/{name}.en.yml", 0, message, remedy, kind=ProblemKind.UNREADABLE)
