"""The project as it stands on disk now; of what has not changed since it was asked for last, nothing is read again."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from lanmu.content import settings as config
from lanmu.content.dates import now
from lanmu.content.kept_files import KeptFiles, Signature, is_settled, signatures
from lanmu.content.loading import Reading, read_docs


class Project:
    """Reads the project in `root`. Any thread may ask; nothing that is given out is changed afterwards."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.Lock()
        self.files = KeptFiles()
        self.signatures: dict[str, Signature] = {}
        self.last: Reading | None = None
        self.settled = False

    def reading(self) -> Reading:
        """What docs/ says, and what is wrong in it; the same object as long as nothing has changed, for a minute at most: its
        site says what time it is."""
        with self.lock:
            found = signatures(self.root / "docs")
            if self.last is None or not self.settled or found != self.signatures:
                self.settled = all(map(is_settled, found.values()))
                self.files.now = self.signatures = found
                self.last = read_docs(self.root / "docs", files_of=self.files)
            moment = now()
            site = self.last.site
            if site and site.now.replace(second=0, microsecond=0) != moment.replace(second=0, microsecond=0):
                self.last = replace(self.last, site=replace(site, now=moment))
            return self.last

    def settings(self) -> config.Settings:
        """What lanmu.toml says. Raises UserError when it cannot be used."""
        return config.load(self.root / "lanmu.toml")
