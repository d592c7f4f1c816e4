"""Addresses and pages of this part of the desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from lanmu.desk.context import PREFIX, Desk, page
from lanmu.desk.settings.parts import PARTS

HERE = f"{PREFIX}settings/"


def address(of: str, **values: str) -> str:
    """The address of a page of this part."""
    return f"{HERE}{of}?{urlencode(values)}" if values else f"{HERE}{of}"


def anchor(at: str) -> str:
    """The id on a page of a place."""
    return f"at-{at.replace('.', '-')}"


def drawn(desk: Desk, request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page of this part of the desk; `moved` is the place of what was moved or saved just now, `to` whither."""
    common = {
        "section": "settings",
        "all_parts": PARTS,
        "moved": request.args.get("moved", ""),
        "to": request.args.get("to", ""),
        "saved": "saved" in request.args,
        "address": address,
        "anchor": anchor,
    }
    return page(desk, request, template, status=status, **(common | values))
