"""JSON Schemas of the content model, so that an editor's tool completes and checks YAML while one types."""

from __future__ import annotations

import json

from lanmu.content.article import FrontMatter, PageMatter
from lanmu.content.campaign import Campaign, Glossary
from lanmu.content.column import Columns
from lanmu.content.genres import Genres, GenresFile
from lanmu.content.registers import Ledger, Opinions, PublicityPlan
from lanmu.content.survey import Survey
from lanmu.content.translation import TranslationMatter
from lanmu.content.validation import Model
from lanmu.content.wording import Terms

MODELS: dict[str, type[Model]] = {
    "article": FrontMatter,
    "page": PageMatter,
    "campaign": Campaign,
    "columns": Columns,
    "genres": GenresFile,
    "glossary": Glossary,
    "opinions": Opinions,
    "publicity": PublicityPlan,
    "reports": Ledger,
    "survey": Survey,
    "terms": Terms,
    "translation": TranslationMatter,
}


def schema_texts(genres: Genres) -> dict[str, str]:
    """File name → text of each schema, for a site with these `genres`; the same model always gives the same text."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schemas = {f"{name}.schema.json": dialect | model.model_json_schema() for name, model in MODELS.items()}
    schemas["article.schema.json"]["properties"]["genre"]["enum"] = list(genres.by_name)
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}
