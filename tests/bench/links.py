"""How long a check of a built site takes, beside a bare loop over its links and beside other link checkers.

    python tests/bench/links.py [--articles 1000] [--links 18] [--broken 0] [--runs 3] [--peers]

Makes a site with known faults and known decoys in a temporary folder, and prints one Markdown table. With --peers the
other checkers are installed into the same folder (npm, pip and gem as far as they are there) and run once each, on the
site's own pages only. mkdocs-htmlproofer-plugin is not among them: it works on a build from Markdown, not on a folder.
Nothing is asserted: the figures of one run are for comparing with each other.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
URL = "https://www.example.org/zhuanti/"
COLUMNS = ["plan", "study", "bulletins", "examples", "notices", "progress", "worker", "board", "about", "search"]
# What stands in one article each, and what shows in a report that it was found ("" : the article's own name).
FAULTS = {
    '<a href="../fault-link/">文</a>': "fault-link",
    '<a href="fault-file.pdf">文</a>': "fault-file.pdf",
    '<a href="../../#fault-anchor">文</a>': "fault-anchor",
    '<a href="#fault-own">文</a>': "fault-own",
    '<a href="../../assets/Fault-Case.svg">文</a>': "Fault-Case",
    '<a href="">文</a>': "",
    '<a href="http://[fault-host">文</a>': "fault-host",
    '<a href="http://localhost:9/fault-local/">文</a>': "fault-local",
    '<a href="fault-source.md">文</a>': "fault-source",
    '<a href="www.example.org/fault-scheme">文</a>': "fault-scheme",
    '<a href="../../../../fault-outside/">文</a>': "fault-outside",
    '<a href="fault\\slash.pdf">文</a>': "fault\\slash",
    '<a href="javascript:faultCode()">文</a>': "faultCode",
    '<a href="../"></a>': "",
    '<i id="fault-id"></i><i id="fault-id"></i>': "fault-id",
    '<p style="display:none"><a href="https://x.example.com/fault-hidden">文</a></p>': "fault-hidden",
    '<p class="dark"><a href="https://x.example.com/fault-dark">文</a></p>': "fault-dark",
    '<script src="https://cdn.example.com/fault-script.js"></script>': "fault-script",
    '<img src="fault-image.png" alt="图">': "fault-image",
    '<img src="../../assets/a.svg" srcset="fault-srcset.png 2x" alt="图">': "fault-srcset",
    '<p style="background:url(fault-style.png)">文</p>': "fault-style",
    '<a href="../../assets/">文</a>': "",
    '<link rel="alternate" hreflang="en" href="../../">': "",
}
# What stands in every article many times over, for the time that it takes to say where.
MANY = (
    '<a href="gone-{}/">文</a>\n',
    '<img src="gone-{}.png" alt="图">\n',
    '<img src="../../assets/a.svg" srcset="gone-{}.png 2x" alt="图">\n',
    '<p style="background:url(gone-{}.png)">文</p>\n',
    '<a href="#gone-{}">文</a>\n',
    '<p style="display:none"><a href="https://x.example.com/{}">文</a></p>\n',
)
FILES = {
    "fault-orphan/index.html": "<!doctype html><html><title>页</title><body>文</body></html>",
    "fault-blank/index.html": "",
    "fault-chain/index.html": '<html><title>转</title><meta http-equiv="refresh" content="0; url=../chain/"></html>',
    "chain/index.html": '<html><title>转</title><meta http-equiv="refresh" content="0; url=../"></html>',
    "feed.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="fault-feed/"/></entry></feed>',
    "sitemap.xml": f"<urlset><url><loc>{URL}fault-sitemap/</loc></url></urlset>",
}
FILE_TOKENS = ("fault-orphan", "fault-blank", "fault-chain", "fault-feed", "fault-sitemap")
DECOYS = (
    '<a href="../../assets/decoy-%E4%B8%AD.html#%E8%8A%82">文</a> <a href="../../assets/decoy-中.html?x=1#节">文</a>',
    '<a href="#top">decoy-top</a> <a href="#:~:text=decoy-text">文</a> <a href="mailto:decoy-mail@example.org">信</a>',
    f'<a href="{URL}assets/decoy-中.html">文</a> <a class="print" href="https://x.example.com/decoy-print">文</a>',
    '<p hidden><a href="../../?decoy-hidden">文</a></p> <a style="text-indent:2em" href="../../?decoy-indent">文</a>',
)
STYLE = ".dark{position:absolute;left:-9999px} @media print{.print{display:none}} .unused:hover{display:none}"


@dataclass(frozen=True)
class Row:
    """One line of the table; `report` is what the tool said."""

    name: str
    seconds: float
    report: str
    note: str = ""


def make_site(folder: Path, articles: int, count: int = 18, broken: int = 0) -> list[str]:
    """Writes the site; what names each planted fault in a report. Each article has `count` links and, beside the
    planted faults, `broken` more of several kinds."""
    chance = random.Random(20081010)
    addresses = [f"{chance.choice(COLUMNS)}/a{number:05}/" for number in range(articles)]
    planted = dict(zip(addresses[5 :: max(1, articles // (len(FAULTS) + 1))], FAULTS, strict=False))
    decoys = dict(zip(addresses[3 :: max(1, articles // (len(DECOYS) + 1))], DECOYS, strict=False))
    for address in addresses:
        links = [f"../../{chance.choice(addresses)}#h3" for _ in range(count)]
        extra = "".join(MANY[n % len(MANY)].format(f"{address.strip('/')}-{n}") for n in range(broken))
        extra += planted.get(address, "") + decoys.get(address, "")
        write(folder / address / "index.html", page(address, 2, links, extra))
    for column in COLUMNS:
        own = [f"../{address}" for address in addresses if address.startswith(f"{column}/")]
        write(folder / column / "index.html", page(f"{column}/", 1, own))
    home = page(
        "", 0, [f"{column}/" for column in COLUMNS], '<a href="fault-chain/">旧网址</a><a href="fault-blank/">空</a>'
    )
    write(folder / "index.html", home)
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    assets = {
        "a.css": STYLE,
        "a.js": "",
        "a.svg": svg,
        "fault-case.svg": svg,
        "decoy-中.html": page("assets/decoy-中.html", 1, []),
    }
    for name, text in assets.items():
        write(folder / "assets" / name, text.replace("<body>", '<body><i id="节"></i>'))
    for name, text in FILES.items():
        write(folder / name, text)
    tokens = [FAULTS[fault] or address.strip("/") for address, fault in planted.items()]
    return [*tokens, *FILE_TOKENS]


def write(file: Path, text: str) -> None:
    """A file with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def page(address: str, depth: int, links: Sequence[str], extra: str = "") -> str:
    """A page with about 80 links and 25 kB, as a theme makes them."""
    up = "../" * depth
    nav = "".join(f'<li class="item"><a class="link" href="{up}{c}/"><span>栏目{c}</span></a></li>\n' for c in COLUMNS)
    text = "<p>" + "学习实践活动的内容说明文字，" * 20 + "</p>\n"
    parts = "".join(
        f'<h2 id="h{n}">标题{n}<a class="mark" href="#h{n}" title="永久链接">¶</a></h2>\n{text}<p>见<a href="{link}">文章{n}</a></p>\n'
        for n, link in enumerate(links)
    )
    contents = "".join(f'<li><a href="#h{n}"><span>标题{n}</span></a></li>\n' for n in range(len(links)))
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>页</title><link rel="canonical" href="{URL}{address}">
<link rel="stylesheet" href="{up}assets/a.css"><link rel="icon" href="{up}assets/a.svg"></head>
<body><header><a href="{up}.">首页</a></header><nav><ul>{nav}</ul></nav><nav>{contents}</nav>
<main>{parts}{extra}</main><nav><ul>{nav}</ul></nav>
<footer><a href="https://www.example.com/">外部链接</a></footer><script src="{up}assets/a.js"></script></body></html>
"""


BARE = """
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from selectolax.lexbor import LexborHTMLParser
root = Path(sys.argv[1])
files = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}
for name in sorted(files):
    if name.endswith(".html"):
        for node in LexborHTMLParser((root / name).read_bytes()).css("[href],[src]"):
            for value in (node.attributes.get("href"), node.attributes.get("src")):
                try:
                    parts = urlsplit(urljoin("http://site/" + name, value or ""))
                except ValueError:
                    continue
                path = unquote(parts.path).lstrip("/")
                if parts.netloc == "site" and not {path, (path + "/index.html").replace("//", "/").lstrip("/")} & files:
                    print(name, value)
"""


def timed(name: str, command: Sequence[str], runs: int = 1, note: str = "") -> Row:
    """The shortest of several runs, each in a process of its own."""
    best, report = float("inf"), ""
    for _ in range(runs):
        start = time.perf_counter()
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=1200, check=False
            )
        except subprocess.TimeoutExpired:
            return Row(name, 1200, "", "stopped after 20 minutes")
        best, report = min(best, time.perf_counter() - start), done.stdout + done.stderr
    return Row(name, best, report, note)


def serve(site: Path) -> str:
    """Where the site is served on loopback, in the background."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def peers(site: Path, tools: Path) -> list[Row]:
    """Other checkers, as far as they can be installed."""
    url, rows = serve(site), []
    if npm := shutil.which("npm"):
        packages = ["linkinator", "broken-link-checker", "hyperlink"]
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--prefix", str(tools), *packages],
            capture_output=True,
            check=False,
        )
    subprocess.run([sys.executable, "-m", "venv", str(tools / "venv")], capture_output=True, check=False)
    scripts = tools / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(scripts / "pip"), "install", "-q", "linkchecker"], capture_output=True, check=False)
    proofer = shutil.which("htmlproofer")
    if not proofer and (gem := shutil.which("gem")):
        command = [gem, "install", "--no-document", "-i", str(tools), "-n", str(tools), "html-proofer"]
        subprocess.run(command, capture_output=True, check=False)
    bin_folder = tools / "node_modules" / ".bin"
    inside = "--skip=^https?://(?!localhost|127)"
    flags = ["--recurse", "--check-css", "--check-fragments", "--verbosity", "error"]
    commands = {
        "linkinator": [str(bin_folder / "linkinator"), str(site), *flags, inside],
        "linkchecker": [str(scripts / "linkchecker"), "--no-status", url],
        "broken-link-checker": [str(bin_folder / "blc"), url, "-r", "-e", "--filter-level", "3"],
        "hyperlink": [str(bin_folder / "hyperlink"), "-r", "-i", "--canonicalroot", URL, str(site / "index.html")],
        "html-proofer": [proofer or str(tools / "htmlproofer"), str(site), "--disable-external"],
    }
    for name, command in commands.items():
        program = shutil.which(command[0])
        rows.append(timed(name, [program, *command[1:]]) if program else Row(name, 0, "", "not installed"))
    return rows


def failures(row: Row) -> str:
    """The lines of a report that name faults: some tools list what is right as well."""
    passed = re.compile(r"├───OK───|\[200\]|^ok \d+|^\s*(Getting links|Finished)", re.IGNORECASE)
    return "\n".join(line for line in row.report.splitlines() if not passed.search(line))


def line_of(row: Row, tokens: list[str], bare: Row) -> str:
    """The row of a table."""
    if row.note:
        return f"| {row.name} | – | – | – | {row.note} |"
    said = failures(row)
    count = sum(token in said for token in tokens)
    alarms = len(set(re.findall(r"decoy-\w+", said)))
    # A tool that gave up did not see the whole site: neither its time nor its count says much.
    name = (
        f"{row.name} (stopped by an error of its own)" if re.search("Unhandled Rejection|Traceback", said) else row.name
    )
    return f"| {name} | {row.seconds:.2f} | {count}/{len(tokens)} | {alarms} | {row.seconds / bare.seconds:.1f} |"


def main() -> int:
    """Makes the site, runs everything, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--links", type=int, default=18, help="links in an article")
    parser.add_argument("--broken", type=int, default=0, help="broken ones beside the planted faults, in each article")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        tokens = make_site(site, options.articles, options.links, options.broken)
        bare = timed("bare loop", [sys.executable, "-c", BARE, str(site)], options.runs)
        ours = timed(
            "check_links.py", [sys.executable, str(ROOT / "scripts" / "check_links.py"), str(site)], options.runs
        )
        rows = [bare, ours, *(peers(site, Path(folder) / "tools") if options.peers else [])]
    table = [
        "| tool | seconds | planted faults found | false alarms | × bare loop |",
        "| --- | --- | --- | --- | --- |",
    ]
    table += [line_of(row, tokens, bare) for row in rows]
    missed = [token for token in tokens if token not in ours.report]
    sys.stdout.write("\n".join(table) + f"\nmissed by check_links.py: {missed}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
