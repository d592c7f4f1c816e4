"""All channels. The name of one is its folder, its template, its output below out/, and its value of --channel."""

from __future__ import annotations

from lanmu.channels import bulletin, document, form, newspaper, platform, poster, report, wechat

MODULES = (bulletin, document, newspaper, poster, report, form, wechat, platform)
CHANNELS = {module.CHANNEL.name: module.CHANNEL for module in MODULES}
