"""The pages of this part of the desk."""

from __future__ import annotations

from lanmu.desk.context import Route

ROUTES: tuple[Route, ...] = ()
