"""The program's own data and templates, in files beside the modules that use them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from jinja2 import Environment

# libyaml is about ten times faster; wheels have it, a bare build may not.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_program_data(file: Path) -> Any:
    """The content of a YAML file of the program. What offices write is read by `content/yaml_text.py`, with its lines."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)


def html_templates(folder: Path) -> Environment:
    """The HTML templates in a folder of the program: values are escaped, and one that is missing is an error."""
    # Imported here: few commands draw pages.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
