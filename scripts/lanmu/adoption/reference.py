"""What is generated from the code and the data of the site: schemas, the tables of HANDBOOK.md, snippets for VS Code."""

from __future__ import annotations

import json
from pathlib import Path

from lanmu.adoption.answers import Answers
from lanmu.checks.engine.documentation import HANDBOOK, handbook
from lanmu.content.loading import read_docs
from lanmu.content.schemas import schema_texts
from lanmu.intake import snippets
from lanmu.intake.new_article import site_of

INIT_SCHEMA = "init.schema.json"


def reference_texts(root: Path) -> dict[str, str]:
    """The texts by their paths below the project. Raises ContentError when docs/ cannot be read."""
    site = site_of(read_docs(root / "docs"))
    texts = {f".schemas/{name}": text for name, text in schema_texts(site.genres).items()}
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema = json.dumps(dialect | Answers.model_json_schema(), ensure_ascii=False, indent=2)
    texts[f".schemas/{INIT_SCHEMA}"] = f"{schema}\n"
    return texts | {HANDBOOK: handbook(root), snippets.NAME: snippets.snippet_text(site)}
