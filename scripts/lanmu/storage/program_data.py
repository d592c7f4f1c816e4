"""The program's own data files, in YAML beside the modules that use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# libyaml is about ten times faster; wheels have it, a bare build may not.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_program_data(file: Path) -> Any:
    """The content of a YAML file of the program. What offices write is read by `content/yaml_text.py`, with its lines."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)
