"""Safe fixes: applied to the files, or shown as a difference."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lanmu.checks.engine.finding import Edit, Finding
from lanmu.content.loading import read_text
from lanmu.diagnostics.errors import ContentError
from lanmu.storage.files import in_form_of, write_bytes

# A fix may make another one possible (a quotation mark, then the comma beside it), but not endlessly.
MOST_ROUNDS = 10


@dataclass(frozen=True)
class Change:
    """One file before and after."""

    path: str
    before: str
    after: str

    def difference(self) -> str:
        """The change as `diff -u` shows it."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        return "".join(difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}"))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits applied; of two that overlap, the first in the text."""
    parts, position = [], 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.text)):
        if edit.start >= position:
            parts += [text[position : edit.start], edit.text]
            position = edit.end
    return "".join((*parts, text[position:]))


def fix_files(root: Path, findings: Callable[[], Iterable[Finding]]) -> list[Change]:
    """Applies all safe fixes in rounds, calling `findings` again before each. Returns the changed files.

    Running it twice changes nothing the second time.
    """
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for _ in range(MOST_ROUNDS):
        changes = planned_changes(root, findings())
        if not changes:
            break
        for change in changes:
            # Line ends and byte order mark stay as they were.
            file = root / change.path
            write_bytes(file, in_form_of(file.read_bytes(), change.after))
            first.setdefault(change.path, change.before)
            last[change.path] = change.after
    return [Change(path, before, last[path]) for path, before in sorted(first.items())]


def mended(text: str, findings: Callable[[str], Iterable[Finding]]) -> str:
    """The text with every safe fix applied, in rounds as `fix_files` does it; `findings` checks a text."""
    for _ in range(MOST_ROUNDS):
        after = apply(text, (finding.edit for finding in findings(text) if finding.edit))
        if after == text:
            break
        text = after
    return text


def planned_changes(root: Path, findings: Iterable[Finding]) -> list[Change]:
    """The files that the fixes of these findings would change; files that cannot be read are left out."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.edit:
            edits.setdefault(finding.path, []).append(finding.edit)
    changes = []
    for path, wanted in sorted(edits.items()):
        try:
            before = read_text(root / path, path)
        except ContentError:
            continue
        after = apply(before, wanted)
        if after != before:
            changes.append(Change(path, before, after))
    return changes
