"""What an index was made of, in a file: arrays whose checksums tell a damaged file, which is then as good as none.

The library of arrays takes a while to load: whoever reads and writes no index does not wait for it.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanmu.views.search.basis import Basis

FORM = "1"


def read_basis(path: Path, generation: str) -> Basis | None:
    """What `write_basis` kept; None where there is nothing that can be trusted, or of another `generation`."""
    import numpy as np

    from lanmu.views.search.basis import Basis
    from lanmu.views.search.tree import Leaves

    with suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error), np.load(path) as found:
        form, of, *said = found["said"].astype(str).tolist()
        if (form, of) == (FORM, generation):
            parts = (found[name] for name in ("text", "occurrences", "lengths", "sizes", "owners"))
            return Basis(said, found["texts"], Leaves(*parts))
    return None


def write_basis(path: Path, generation: str, basis: Basis) -> None:
    """Keeps what an index was made of; where it cannot be written, the next one is made anew."""
    import numpy as np

    leaves = basis.leaves
    work = path.with_suffix(".new")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with work.open("wb") as file:
            np.savez(
                file,
                said=np.array([FORM, generation, *basis.said], "S"),
                texts=basis.lengths,
                text=leaves.text,
                occurrences=leaves.occurrences,
                lengths=leaves.lengths,
                sizes=leaves.sizes,
                owners=leaves.owners,
            )
        work.replace(path)
