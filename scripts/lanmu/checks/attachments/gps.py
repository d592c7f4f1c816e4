"""Where a picture was taken, from its EXIF or XMP data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

# Tags of the GPS directory (CIPA DC-008, Exif 2.32, table 15).
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
# XMP writes 24,52.5N (Exif namespace for XMP): as an attribute or as an element.
XMP = re.compile(
    r"exif:GPS(Latitude|Longitude)\s*(?:=\s*[\"']|>)\s*"
    r"(\d{1,3})(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?(\.\d+)?\s*([NSEW]?)"
)

Place = tuple[float, float]


def from_exif(directory: Mapping[int, Any]) -> Place | None:
    """Latitude and longitude in degrees, north and east positive; None when there is none."""
    latitude = degrees(directory.get(LATITUDE), directory.get(LATITUDE_REF) in ("S", b"S"))
    longitude = degrees(directory.get(LONGITUDE), directory.get(LONGITUDE_REF) in ("W", b"W"))
    return place(latitude, longitude)


def degrees(value: Any, negative: bool) -> float | None:
    """Degrees, minutes and seconds as one number."""
    try:
        parts = [float(part) for part in value][:3]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    total = math.fsum(part / (1, 60, 3600)[index] for index, part in enumerate(parts))
    return -total if negative else total


def from_xmp(packet: str) -> Place | None:
    """The same from an XMP packet."""
    found: dict[str, float] = {}
    for name, whole, minutes, seconds, fraction, side in XMP.findall(packet):
        total = float(f"{whole}{fraction}") + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        found.setdefault(name, -total if side in ("S", "W") else total)
    return place(found.get("Latitude"), found.get("Longitude"))


def place(latitude: float | None, longitude: float | None) -> Place | None:
    """A place on earth; cameras without reception write zeros or nonsense."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return round(latitude, 4), round(longitude, 4)
