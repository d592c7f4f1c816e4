"""What `write_server_config.py` does, once the environment is there."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from lanmu.diagnostics.console import say
from lanmu.releases.servers import apache, caddy, iis, nginx
from lanmu.releases.servers.serving import Serving, read_serving
from lanmu.storage.files import write_whole

WRITERS: Mapping[str, tuple[str, Callable[[Serving], str]]] = {
    module.__name__.rpartition(".")[2]: (module.FILE, module.write) for module in (nginx, apache, iis, caddy)
}
"""By the name of the server: what its file is called, and what writes it."""


def write_server_config(root: Path, options: argparse.Namespace) -> int:
    """Writes the settings for one server."""
    name, write = WRITERS[options.server]
    site = Path(options.site) if options.site else root / "site"
    serving = read_serving(site, options.folder, options.path or "")
    target = Path(options.output) if options.output else root / "out" / "server" / name
    write_whole(target, write(serving))
    moved = len({new for _, new in serving.moved})
    say(f"✓ 写好了 {target}：网址 {serving.path}，转到新网址的稿件 {moved} 篇。怎么装，写在文件开头。")
    return 0
