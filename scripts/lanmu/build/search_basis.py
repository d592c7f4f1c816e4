"""What an index was made of, in a file that is believed only as it was written here.

The library of arrays takes a while to load: whoever reads and writes no index does not wait for it.
"""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lanmu.build.reuse import write_whole
from lanmu.storage.authentication import authenticated, verified

if TYPE_CHECKING:
    from lanmu.search.basis import Basis

FORM = "2"


def read_basis(path: Path, generation: str) -> Basis | None:
    """What `write_basis` kept; None where there is nothing that can be trusted, or of another `generation`."""
    import numpy as np

    from lanmu.search.basis import Basis
    from lanmu.search.tree import Leaves

    with suppress(OSError):
        data = verified(path.read_bytes(), purpose(path, generation))
        if data:
            found = np.load(io.BytesIO(data), allow_pickle=False)
            said = found["said"].astype(str).tolist()
            parts = (found[name] for name in ("text", "occurrences", "lengths", "sizes", "owners"))
            return Basis(said, found["texts"], Leaves(*parts))
    return None


def write_basis(path: Path, generation: str, basis: Basis) -> None:
    """Keeps what an index was made of; where it cannot be written, the next one is made anew."""
    import numpy as np

    leaves = basis.leaves
    file = io.BytesIO()
    np.savez(
        file,
        said=np.array(basis.said, "S"),
        texts=basis.lengths,
        text=leaves.text,
        occurrences=leaves.occurrences,
        lengths=leaves.lengths,
        sizes=leaves.sizes,
        owners=leaves.owners,
    )
    with suppress(OSError):
        write_whole(path, authenticated(file.getbuffer(), purpose(path, generation)))


def purpose(path: Path, generation: str) -> str:
    """What the file says that it is."""
    return f"{path.name} {FORM} {generation}"
