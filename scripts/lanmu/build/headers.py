"""What browsers are told to refuse: the Content-Security-Policy of every page, and headers for the server."""

from __future__ import annotations

from pathlib import Path

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
FILE = "_headers"
# Files whose names change with their content.
LASTING = ("/assets/lanmu.*", "/assets/pictures/*")
YEAR = 365 * 24 * 60 * 60
FOREVER = f"public, max-age={YEAR}, immutable"


def policy(*more: tuple[str, str], sources: str = "") -> str:
    """The policy in one line. `sources` are taken besides 'self': offline, a page's neighbours are files."""
    directives = [(name, f"{value}{sources}" if value == "'self'" else value) for name, value in DIRECTIVES]
    return "; ".join(f"{name} {value}" for name, value in (*directives, *more))


def everywhere() -> tuple[tuple[str, str], ...]:
    """The headers that every answer has."""
    return (("Content-Security-Policy", policy(FRAMES)), *OTHERS)


def headers_file() -> str:
    """`_headers` as Netlify, Cloudflare Pages and others read it: a path, then its headers."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in everywhere())]
    for path in LASTING:
        lines += [path, f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def write_file(site: Path) -> None:
    """Puts `_headers` at the root of the site."""
    (site / FILE).write_text(headers_file(), encoding="utf-8", newline="\n")
