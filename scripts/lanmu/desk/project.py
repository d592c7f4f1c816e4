"""The project as it stands on disk now; of what has not changed since it was asked for last, nothing is read again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lanmu.channels.record import Digests
from lanmu.checks.engine.project import Project as Checked
from lanmu.content import settings as config
from lanmu.content.article import Audience
from lanmu.content.dates import now
from lanmu.content.kept_files import KeptFiles, Signature, is_settled, signatures
from lanmu.content.loading import Reading, read_docs
from lanmu.content.publication import Conditions, State
from lanmu.desk.states import KeptStates, Standings, owned, refusals_of, states_inside
from lanmu.preview.bar.findings import CheckResults


class Project:
    """Reads the project in `root`. Any thread may ask; nothing that is given out is changed afterwards."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.Lock()
        self.files = KeptFiles()
        self.signatures: dict[str, Signature] = {}
        self.last: Reading | None = None
        self.settled = False
        self.kept_states = KeptStates()
        self.digests = Digests()
        """Of what was printed, and of what it was printed from."""
        self.unchecked: dict[Audience, KeptStates] = {"public": KeptStates(), "internal": KeptStates()}
        self.stood: tuple[config.Settings, Standings, dict[str, Signature]] | None = None

    def reading(self) -> Reading:
        """What docs/ says, and what is wrong in it; the same object as long as nothing has changed, for a minute at most: its
        site says what time it is."""
        with self.lock:
            current = signatures(self.root / "docs")
            if self.last is None or not self.settled or current != self.signatures:
                self.settled = all(map(is_settled, current.values()))
                self.files.now = self.signatures = current
                self.last = read_docs(self.root / "docs", files_of=self.files)
            moment = now()
            site = self.last.site
            if site and site.now.replace(second=0, microsecond=0) != moment.replace(second=0, microsecond=0):
                self.last = replace(self.last, site=replace(site, now=moment))
            return self.last

    def proposed(self, data: Mapping[str, str]) -> Reading:
        """What docs/ would say, were these the texts of data files, by their paths below docs/."""
        self.reading()
        with self.lock:
            return read_docs(self.root / "docs", files_of=self.files, data=data)

    def standings(self, results: CheckResults) -> Standings:
        """How every article stands, with what the checks have found (`results`). Raises UserError as `settings`."""
        reading, settings = self.reading(), self.settings()
        with self.lock:
            last = self.stood
            if last and last[1].reading is reading and last[1].results is results and last[0] == settings:
                return last[1]
            findings = owned(Checked(self.root, settings, reading), results.findings)
            moment = reading.site.now if reading.site else now()
            conditions = Conditions(self.root / "docs", settings.review.columns, moment, refusals_of(findings))
            states = self.kept_states.states(reading, conditions, self.signatures)
            same = last and (last[1].results, last[1].states, last[2]) == (results, states, self.signatures)
            number = last[1].number + (not same) if last else 1
            standings = Standings(number, reading, results, states, states_inside(reading, conditions), findings)
            self.stood = settings, standings, self.signatures
            return standings

    def states(self, audience: Audience) -> dict[str, State]:
        """The state of every article and translation for an audience, whatever the checks have found: prints are marked by it.
        Raises UserError as `settings`."""
        reading, settings = self.reading(), self.settings()
        with self.lock:
            moment = reading.site.now if reading.site else now()
            conditions = Conditions(self.root / "docs", settings.review.columns, moment, {}, audience)
            return self.unchecked[audience].states(reading, conditions, self.signatures)

    def settings(self) -> config.Settings:
        """What lanmu.toml says. Raises UserError when it cannot be used."""
        return config.load(self.root / "lanmu.toml")
