"""Campaigns that are over: the site keeps their columns at their addresses, drawn from what docs/campaigns/<id>/ holds of
them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace

from lanmu.content.addresses import PAST
from lanmu.content.campaign import Campaign, Term
from lanmu.content.registers import Opinions, PublicityPlan, Reported


@dataclass(frozen=True)
class PastCampaign:
    """A campaign that is over, with what the pages of its columns need besides its articles; the fields are those of `Site`."""

    id: str
    campaign: Campaign
    terms: tuple[Term, ...] = ()
    reports: tuple[Reported, ...] = ()
    opinions: Opinions = field(default_factory=Opinions)
    publicity: PublicityPlan = field(default_factory=PublicityPlan)

    def without(self, paths: Container[str]) -> PastCampaign:
        """The campaign without what was reported of the articles at `paths`."""
        return replace(self, reports=tuple(report for report in self.reports if report.article.path not in paths))

    def published(self, paths: Container[str]) -> PastCampaign:
        """What a production build shows of it, when it shows the articles at `paths`."""
        return replace(
            self,
            campaign=self.campaign.without_samples(),
            reports=tuple(report for report in self.reports if report.article.path in paths),
            opinions=self.opinions.without_samples(),
        )


def folder_of(identifier: str) -> str:
    """Where the data files of a past campaign lie below docs/, with a slash at its end; for the campaign of today the top."""
    return f"{PAST}{identifier}/" if identifier else ""
