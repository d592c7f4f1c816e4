"""Signatures in test projects that hold: written by hand in the sources, given the hash of their text when they are copied."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lanmu.content.article import Article
from lanmu.content.dates import CHINA
from lanmu.content.loading import read_docs
from lanmu.content.review import text_hash
from lanmu.content.translation import Translation

# Stands for the right hash.
SEAL = "pppppppp-pppppppp-pppppppp"
# A signature as the sources of tests have it, in one line, so that no line moves.
BY_HAND = re.compile(r"(?P<signed>\{name: [^{}\n]+, date: [^{}\n,]+)\}")
# Nothing of this machine's own Git settings.
NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
HEAD = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def seal(root: Path) -> None:
    """Gives every signature below docs/ that has none the hash of the text it stands in; what cannot be read stays."""
    docs = root / "docs"
    reading = read_docs(docs)
    articles = reading.site.articles if reading.site else ()
    all_signed: list[Article | Translation] = [*articles, *reading.translations]
    for signed in all_signed:
        file = docs / signed.path
        text = file.read_text(encoding="utf-8")
        signed_hash = text_hash(signed, docs)

        def sealed(match: re.Match[str], signed_hash: str = signed_hash) -> str:
            return BY_HAND.sub(rf"\g<signed>, text_hash: {signed_hash}}}", match[0]).replace(SEAL, signed_hash)

        file.write_text(HEAD.sub(sealed, text, count=1), encoding="utf-8", newline="\n")


def commit(root: Path, lines: Iterable[str]) -> None:
    """A Git history in `root`, a commit a line: `2008-11-10 09:00 docs/a.md docs/b.md` adds, `… docs/a.md -> docs/c.md` renames."""
    run_git(root, "init", "--quiet")
    for line in lines:
        day, hour, *paths = shlex.split(line)
        if "->" in paths:
            run_git(root, "mv", paths[0], paths[2])
        else:
            run_git(root, "add", "--", *paths)
        moment = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=CHINA).isoformat()
        run_git(root, "commit", "--quiet", "-m", "x", moment=moment)


def run_git(root: Path, *arguments: str, moment: str = "") -> None:
    """One Git command; `moment` is the author's and the committer's time."""
    person = {f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    times = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment} if moment else {}
    subprocess.run(["git", "-C", str(root), *arguments], check=True, env=os.environ | NO_SETTINGS | person | times)
