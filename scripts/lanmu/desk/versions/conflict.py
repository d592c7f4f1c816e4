"""A file that has changed since somebody opened it: what that person wrote is kept, and both are shown, to be put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from lanmu.content.fingerprint import digest
from lanmu.content.front_matter import FENCE
from lanmu.desk.context import PREFIX, Desk, data, see, who
from lanmu.desk.versions import store
from lanmu.desk.versions.difference import Piece, compare
from lanmu.desk.versions.history import content_of, entry_of, history
from lanmu.desk.versions.merging import Block, Origin, chosen, merged
from lanmu.desk.versions.reading import TEXT, label_of, text_of
from lanmu.desk.versions.subject import Subject, subject
from lanmu.diagnostics.errors import UserError
from lanmu.storage.files import in_form_of
from lanmu.storage.write_lock import writing

FIELD = re.compile(r"^([a-z_]+):", re.MULTILINE)
CHANGED = "这个文件在打开以后被别人改过，没有覆盖它；您写的已经另存一份。请对照两份，选定要哪一份。"
NOT_CHOSEN = "还有 {count} 处没有选。请每一处都选一样，再存。"
AGAIN = "文件刚才又变了，没有存。下面是和现在的文件比的，请再选一次。"


@dataclass(frozen=True)
class Choice:
    """A block of both texts as it is shown: the differences of what is open; `number` counts those. `label` says which fields are in
    it, or that it is of the text."""

    block: Block
    number: int
    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_open(self) -> bool:
        """True when somebody has to choose."""
        return self.block.origin is Origin.OPEN


@dataclass(frozen=True)
class Conflict:
    """What `mine` (an entry of the history that was not saved) and the file as it is now (with the digest `theirs`) have in
    common and not. `by` wrote what is there now; `has_base` when what both began with is known."""

    subject: Subject
    mine: str
    opened: str
    theirs: str
    by: str
    blocks: tuple[Block, ...]
    has_base: bool

    @property
    def choices(self) -> list[Choice]:
        """The blocks with their differences."""
        number, fences, choices = 0, 0, []
        for block in self.blocks:
            is_open = block.origin is Origin.OPEN
            names = (
                dict.fromkeys(FIELD.findall(block.mine + block.theirs)) if self.subject.is_text and fences < 2 else ()
            )
            label = "、".join(map(label_of, names)) or TEXT
            pieces = tuple(compare(block.theirs, block.mine)) if is_open else ()
            choices.append(Choice(block, number, label, pieces))
            number += is_open
            fences += block.theirs.splitlines().count(FENCE)
        return choices

    @property
    def count(self) -> int:
        """How many blocks are open."""
        return sum(block.origin is Origin.OPEN for block in self.blocks)


def conflict(desk: Desk, request: Request, path: str, opened_digest: str, mine: str) -> Response:
    """To be answered instead of saving `mine` to an article (its path below docs/), when the file no longer has the digest
    (fingerprint.digest of its bytes) that it had when it was opened. Keeps `mine` among the versions, and leads to a
    page with both; a script gets `{"error": …, "next": the page's address}` with the status 409."""
    about = subject(desk.root, path)
    version = store.keep_unsaved(desk.root, about.file, as_in(about.file.read_bytes(), mine), who(request))
    query = urlencode({"path": path, "mine": version, "opened": opened_digest})
    address = f"{PREFIX}versions/conflict?{query}"
    if request.headers.get("X-Desk-Token"):
        return data({"error": CHANGED, "next": address}, 409)
    return see(address)


def opened_conflict(desk: Desk, about: Subject, mine: str, opened: str) -> Conflict:
    """The conflict between what was kept under the id `mine` and the file as it is now. Raises UserError."""
    entries = history(desk.root, about.path)
    written = content_of(desk.root, about.path, entry_of(entries, mine))
    now = content_of(desk.root, about.path, None)
    base = store.kept_content(desk.root, about.path, opened)
    blocks = merged(text_of(base) if base is not None else None, text_of(written), text_of(now))
    return Conflict(about, mine, opened, digest(now), entries[0].who, tuple(blocks), base is not None)


def settle(desk: Desk, request: Request, conflict: Conflict, choices: list[str]) -> None:
    """Writes what was chosen: `mine`, `theirs`, or a text of one's own for each open block. Raises UserError when one is missing,
    or when the file has changed once more: nothing is then written."""
    if len(choices) < conflict.count:
        raise UserError(NOT_CHOSEN.format(count=conflict.count - len(choices)))
    text = chosen(conflict.blocks, choices)
    file = conflict.subject.file
    with writing(desk.root):
        now = content_of(desk.root, conflict.subject.path, None)
        if digest(now) != conflict.theirs:
            raise UserError(AGAIN)
        store.save(desk.root, file, as_in(now, text), who(request))


def as_in(before: bytes, text: str) -> bytes:
    """A text with the line ends and the byte order mark of the file that it goes to."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    return in_form_of(before, text.encode("utf-8", "replace").decode("utf-8"))
