"""Between the built site and the asking: which addresses to ask for, and where the answers are reported."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.built.origin import Located, locate
from lanmu.checks.external.answer import Answer, Kind
from lanmu.checks.external.target import shown


def answered(site: BuiltSite, kind: Kind) -> Iterator[tuple[str, Answer, Located]]:
    """Every place with a link whose answer is of this kind, and the address as it may be shown. An address without
    an answer was not asked for. Places are looked for only where there is something to report."""
    for url in site.external:
        answer: Answer | None = site.answers.get(url)
        if answer is not None and answer.kind is kind:
            for place in locate(site, site.external[url]):
                yield shown(url), answer, place


def way(answer: Answer) -> str:
    """Where the link led before the answer was given; empty when nowhere else."""
    return f"（转到「{shown(answer.redirects[-1].url)}」之后）" if answer.redirects else ""
