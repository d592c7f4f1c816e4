"""All channels. The name of one is its folder, its template, its output below out/, and its value of --channel."""

from __future__ import annotations

from lanmu.channels import bulletin, document, form, newspaper, poster, report

CHANNELS = {module.CHANNEL.name: module.CHANNEL for module in (bulletin, document, newspaper, poster, report, form)}
