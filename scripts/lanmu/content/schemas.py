"""JSON Schemas of the content model, so that an editor's tool completes and checks YAML while one types."""

from __future__ import annotations

import json

from lanmu.content.article import FrontMatter, PageMatter
from lanmu.content.campaign import Campaign, Glossary
from lanmu.content.column import Columns
from lanmu.content.registers import Ledger, Opinions, PublicityPlan
from lanmu.content.translation import TranslationMatter
from lanmu.content.validation import Model
from lanmu.content.wording import Terms

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
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schemas = {f"{name}.schema.json": dialect | model.model_json_schema() for name, model in MODELS.items()}
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}
