"""JSON Schemas of the content model, so that an editor's tool completes and checks YAML while one types."""

from __future__ import annotations

import json
from typing import Any

from lanmu.content.article import FrontMatter, PageMatter
from lanmu.content.campaign import Campaign
from lanmu.content.column import Columns
from lanmu.content.glossary import Glossary
from lanmu.content.opinions import Opinions
from lanmu.content.publicity import PublicityPlan
from lanmu.content.reports import Ledger
from lanmu.content.terms import Terms
from lanmu.content.translation import TranslationMatter
from lanmu.content.validation import Model

MODELS: dict[str, type[Model]] = {
    "article": FrontMatter,
    "page": PageMatter,
    "campaign": Campaign,
    "columns": Columns,
    "glossary": Glossary,
    "opinions": Opinions,
    "publicity": PublicityPlan,
    "reports": Ledger,
    "terms": Terms,
    "translation": TranslationMatter,
}


def schema_texts() -> dict[str, str]:
    """File name → text of each schema; the same model always gives the same text."""
    return {f"{name}.schema.json": to_text(model.model_json_schema()) for name, model in MODELS.items()}


def to_text(schema: dict[str, Any]) -> str:
    """The schema as a file's text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
