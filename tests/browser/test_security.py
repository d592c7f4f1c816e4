"""Every kind of page runs under the Content-Security-Policy that it carries and that the server is to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser
from support import page_kinds
from support.serving import Compressed, rules, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = page_kinds.PAGES | page_kinds.CHINESE_ONLY | {"search": "search/?q=调研", "english": "en/", "404": "404.html"}
# Set before anything of the page runs.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
# Start tags as text: comments, and elements whose text is no markup, are passed over.
TAG = re.compile(
    r"""<!--.*?-->|<(?P<name>[a-z][^\s/>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>""", re.DOTALL | re.IGNORECASE
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
# Data for search engines, which browsers do not run.
DATA = {"application/ld+json", "application/json"}
POLICY = re.compile(r"""<meta http-equiv="Content-Security-Policy" content="([^"]+)">""")


@pytest.fixture(scope="module")
def url(real_site: Path) -> Iterator[str]:
    with served(real_site, Compressed) as address:
        yield address


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_page_breaks_the_policy_or_asks_another_host(chromium: Browser, url: str, address: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(url) else wrong.append(request.url))
        page.add_init_script(WATCH)
        answer = page.goto(url + address)
        assert answer is not None
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
        page.evaluate("document.querySelectorAll('button:not([type=submit])').forEach((button) => button.click())")
        page.wait_for_timeout(100)
        assert unquote(page.url).startswith(url)
        assert [*wrong, *page.evaluate("window.violations")] == []


def test_a_breach_of_the_policy_is_noticed(chromium: Browser, url: str) -> None:
    """The listener of the test above really hears."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://www.example.org/x.png' }))")
        page.wait_for_function("window.violations.length >= 2")


def test_every_page_carries_a_strict_policy_and_nothing_that_it_forbids(real_site: Path) -> None:
    pages = sorted(real_site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        text, name = path.read_text(encoding="utf-8"), path.relative_to(real_site)
        policies = POLICY.findall(text)
        assert len(policies) == 1, name
        assert policies[0].startswith("default-src 'none'; script-src 'self'; ")
        assert "unsafe" not in policies[0]
        for match in TAG.finditer(text):
            tag = (match["name"] or "").lower()
            attributes = {
                key.lower(): value.strip("\"'") for key, value in ATTRIBUTE.findall(match["attributes"] or "")
            }
            assert tag != "style", f"{name} {match[0]}"
            assert "style" not in attributes, f"{name} {match[0]}"
            assert not [key for key in attributes if key.startswith("on")], f"{name} {match[0]}"
            if tag == "script":
                assert "src" in attributes or attributes.get("type") in DATA, f"{name} {match[0]}"


def test_the_header_file_says_more_than_a_page_can(real_site: Path) -> None:
    (everywhere, headers), *lasting = rules(real_site)
    assert everywhere == "/*"
    named = dict(headers)
    page = POLICY.search((real_site / "index.html").read_text(encoding="utf-8"))
    assert page is not None
    assert named["Content-Security-Policy"] == f"{page[1]}; frame-ancestors 'self'"
    assert named["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy", "X-Frame-Options"} <= named.keys()
    for pattern, fields in lasting:
        assert list(real_site.glob(pattern.strip("/"))), f"{pattern} 没有文件"
        assert "immutable" in dict(fields)["Cache-Control"]
