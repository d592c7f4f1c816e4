"""What browsers must refuse: the Content-Security-Policy of every page, and security headers for the server."""

from __future__ import annotations

from pathlib import Path

from lanmu.content.article import Audience

# Nothing comes from elsewhere, nothing in a page's text runs, and no page loads what it does not need: no frames, plug-ins,
# workers, fonts (Content Security Policy Level 3).
DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("media-src", "'self'"),
    # The bar of the preview asks for news.
    ("connect-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
)
# Works as a header only (clause 3.3): who may put our pages into a frame.
FRAMES = ("frame-ancestors", "'self'")
OTHERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    # Other sites learn that a reader came from here, not from which page.
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
# An internal edition is in no search engine, and no other site learns where it is.
INSIDE = (("X-Robots-Tag", "noindex, nofollow, noarchive"), ("Referrer-Policy", "same-origin"))
FILE = "_headers"
# Files whose names change with their content.
LASTING = ("/assets/lanmu.*", "/assets/pictures/*")
YEAR = 365 * 24 * 60 * 60


def policy(*more: tuple[str, str], sources: str = "") -> str:
    """The policy in one line. `sources` are taken besides 'self': offline, a page's neighbours are files."""
    directives = [(name, f"{value}{sources}" if value == "'self'" else value) for name, value in DIRECTIVES]
    return "; ".join(f"{name} {value}" for name, value in (*directives, *more))


def everywhere(audience: Audience) -> tuple[tuple[str, str], ...]:
    """The headers that every answer has, with their values."""
    inside = INSIDE if audience == "internal" else ()
    return tuple(dict((("Content-Security-Policy", policy(FRAMES)), *OTHERS, *inside)).items())


def lasting(audience: Audience) -> str:
    """How long a file is kept whose name changes with its content; by the reader's own browser alone what is internal."""
    return f"{'public' if audience == 'public' else 'private'}, max-age={YEAR}, immutable"


def headers_file(audience: Audience) -> str:
    """`_headers` as Netlify, Cloudflare Pages and others read it: a path, then its headers."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in everywhere(audience))]
    for path in LASTING:
        lines += [path, f"  Cache-Control: {lasting(audience)}"]
    return "\n".join(lines) + "\n"


def write_file(site: Path, audience: Audience) -> None:
    """Puts `_headers` at the root of the site."""
    (site / FILE).write_text(headers_file(audience), encoding="utf-8", newline="\n")
