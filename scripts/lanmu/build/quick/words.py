"""What all sources of a language say, as the last build read it from their pages: a file that only the search reads.

Of thousands of articles it is most of what is kept, and what has changed in it is little. Its name is the digest of what
is in it, so that the record of a build and this file always fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from lanmu.build.quick import store
from lanmu.build.quick.store import DamagedError
from lanmu.content.fingerprint import digest
from lanmu.views.edition import Text


def path_of(spare: Path, language: str, name: str) -> Path:
    """Where the words of a language are kept, beside the spare of the same site."""
    return spare.with_suffix(f".{language}.{name}.words")


def write(spare: Path, language: str, words: Mapping[str, Text]) -> str:
    """Keeps words, by the paths of their sources; gives back the name under which they are found again. Where they cannot
    be written, the next build makes everything anew."""
    data = store.dump(dict(words))
    name = digest(data)
    path = path_of(spare, language, name)
    with suppress(OSError):
        if not path.exists():
            store.write(path, data)
    return name


def read(spare: Path, language: str, name: str) -> dict[str, Text]:
    """The words kept under a name. Raises DamagedError when they are others, or gone."""
    try:
        data = path_of(spare, language, name).read_bytes()
    except OSError:
        raise DamagedError from None
    if digest(data) != name:
        path_of(spare, language, name).unlink(missing_ok=True)
        raise DamagedError
    return {path: (tuple(headings), tuple(blocks)) for path, (headings, blocks) in store.load(data).items()}


def clear(spare: Path, kept: Mapping[str, str]) -> None:
    """Takes away what is no longer kept, and what a build has left that was killed; `kept` are the names by language."""
    stay = {path_of(spare, language, name) for language, name in kept.items()}
    for path in chain(spare.parent.glob(f"{spare.stem}.*.words"), spare.parent.glob(f"{spare.stem}.*new")):
        if path not in stay:
            with suppress(OSError):
                path.unlink()
