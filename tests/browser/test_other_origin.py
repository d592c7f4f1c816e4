"""A page of another origin is open in the same browser as the preview: it reads nothing, frames nothing, writes nothing."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import FLAGS
from playwright.sync_api import Browser, BrowserType, Page
from support import browser as browsers
from support.previewing import Preview, previewed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ATTEMPTS = r"""async (target) => {
  const found = {};
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const once = (element, name) => new Promise((done) => {
    element.onload = () => done([name, "loaded"]);
    element.onerror = () => done([name, "refused"]);
    document.body.append(element);
  });
  const made = (tag, values) => Object.assign(document.createElement(tag), values);
  // What the search's files would be given to.
  window.stolen = [];
  window.lanmuSearch = new Proxy({}, {
    get: (_, name) => (...values) => window.stolen.push([String(name), values]),
    set: (_, name, value) => window.stolen.push([String(name), value]) > 0,
  });
  const before = Object.keys(window);
  for (const path of ["", "search/catalogue.js", "search/d0.js", "_lanmu/findings.json", "feed.json", "livereload/0/1"]) {
    for (const mode of ["cors", "no-cors", "same-origin"]) {
      try {
        const answer = await fetch(target + path, { mode, credentials: "include" });
        found[`fetch ${mode} ${path}`] = `${answer.type} ${(await answer.text()).length}`;
      } catch (error) { found[`fetch ${mode} ${path}`] = "refused"; }
    }
  }
  const elements = await Promise.all([
    once(made("script", { src: `${target}search/catalogue.js` }), "script catalogue.js"),
    once(made("script", { src: `${target}search/d0.js`, referrerPolicy: "no-referrer" }), "script d0.js"),
    once(made("script", { src: `${target}_lanmu/findings.json` }), "script findings.json"),
    once(made("script", { src: `${target}_lanmu/bar.js`, type: "module" }), "module bar.js"),
    once(made("img", { src: `${target}assets/lanmu/favicon.svg` }), "img"),
    once(made("link", { rel: "stylesheet", href: `${target}_lanmu/bar.css` }), "stylesheet"),
    once(made("object", { data: target }), "object"),
    once(made("video", { src: `${target}search/d0.js` }), "video"),
  ].map((attempt) => Promise.race([attempt, pause(2000).then(() => ["slow", "refused"])])));
  for (const [name, outcome] of elements) found[name] = outcome;

  const socket = new WebSocket(`${target.replace("http", "ws")}livereload/0/1`);
  found.websocket = await new Promise((done) => {
    socket.onopen = () => done("loaded");
    socket.onerror = () => done("refused");
  });
  const events = new EventSource(`${target}livereload/0/1`);
  found.eventsource = await new Promise((done) => {
    events.onopen = () => done("loaded");
    events.onerror = () => done("refused");
  });
  events.close();

  const window_ = window.open(target, "preview");
  for (let tries = 0; tries < 50 && !window_.closed; tries += 1) await pause(100);
  try { found["opened window's text"] = window_.document.body.innerText; } catch (error) { found["opened window's text"] = "refused"; }
  // Severed from its opener: it looks closed, and what it holds cannot be counted.
  found["opened window"] = window_.closed ? "refused" : `open, ${window_.length} frames`;
  found["new globals"] = Object.keys(window).filter((name) => !before.includes(name)).join() || "refused";
  found["search data"] = window.stolen.length ? JSON.stringify(window.stolen).slice(0, 80) : "refused";
  return found;
}"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(tmp_path_factory.mktemp("preview")) as running:
        running.running.wait_for("✓ 网页：")
        yield running


class Other(http.server.BaseHTTPRequestHandler):
    """Another site: a page with nothing in it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>other</title><body>other")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def other_port() -> Iterator[int]:
    """The port at which the other site is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def strangers(chromium: Browser) -> Iterator[Browser]:
    """A browser in which the name of a stranger's site leads to this machine, as after DNS rebinding."""
    kind: BrowserType = chromium.browser_type
    rule = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    browser = kind.launch(executable_path=str(browsers.installed()), args=[*FLAGS, rule])
    yield browser
    browser.close()


@pytest.fixture
def page(strangers: Browser) -> Iterator[Page]:
    with strangers.new_context() as context:
        yield context.new_page()


def files(project: Path) -> dict[Path, bytes]:
    """Every source of the project."""
    return {path: path.read_bytes() for path in sorted((project / "docs").rglob("*")) if path.is_file()}


# The first is of another site, the second of the same site (schemeful, by host) and of another port only.
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost"])
def test_nothing_is_read(page: Page, preview: Preview, other_port: int, host: str) -> None:
    page.goto(f"http://{host}:{other_port}/")
    outcomes: dict[str, Any] = page.evaluate(ATTEMPTS, preview.url)
    assert {name: outcome for name, outcome in outcomes.items() if outcome != "refused"} == {}
    assert len(outcomes) > 25


@pytest.mark.parametrize("tag", ["iframe", "embed"])
def test_nothing_is_framed(page: Page, preview: Preview, other_port: int, tag: str) -> None:
    page.goto(f"http://evil.example:{other_port}/")
    page.evaluate(
        """([tag, target]) => new Promise((done) => {
          const frame = Object.assign(document.createElement(tag), { src: target });
          frame.onload = frame.onerror = () => done();
          setTimeout(done, 2000);
          document.body.append(frame);
        })""",
        [tag, preview.url],
    )
    framed = [frame for frame in page.frames if frame != page.main_frame]
    for frame in framed:
        assert "栏目" not in frame.content()
        assert frame.locator("[data-editbar], article, main").count() == 0


def test_nothing_is_written(page: Page, preview: Preview, other_port: int) -> None:
    before = files(preview.project)
    for path in ("", "_lanmu/", "_lanmu/open", "livereload/0/1"):
        page.goto(f"http://evil.example:{other_port}/")
        page.evaluate(
            """(target) => {
              const form = Object.assign(document.createElement("form"), { method: "post", action: target });
              document.body.append(form);
              form.submit();
            }""",
            preview.url + path,
        )
        page.wait_for_url(f"{preview.url}{path}*")
        assert "不接受这种请求" in page.content()
    assert files(preview.project) == before


def test_a_strangers_name_for_this_machine_is_refused(page: Page, preview: Preview) -> None:
    address = preview.url.replace("127.0.0.1", "evil.example")
    for path in ("", "search/d0.js", "_lanmu/findings.json", "nowhere/"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 403
        assert "预览只给本机的浏览器看" in page.content()


def test_a_link_from_elsewhere_leads_to_the_home_page_and_from_there_everywhere(
    page: Page, preview: Preview, other_port: int
) -> None:
    page.goto(f"http://evil.example:{other_port}/")
    for path in ("", "plan/points/"):
        page.evaluate("(address) => { location.href = address; }", preview.url + path)
        page.wait_for_url(preview.url + path)
        assert page.locator("[data-editbar]").count() == 1
    page.goto(f"http://evil.example:{other_port}/")
    page.evaluate("(address) => { location.href = address; }", f"{preview.url}plan/points/")
    page.wait_for_url(f"{preview.url}plan/points/")
    assert "预览只给本机的浏览器看" in page.content()
