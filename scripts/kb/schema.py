"""JSON Schema for editors: made from the models, so that an editor knows the keys and values of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kb import model
from kb.exceptions import ExceptionsFile
from kb.load import COLLECTIONS

#: Where the schemas are; `.vscode/settings.json` says which files each is for.
FOLDER = "data/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The name of each schema with the schema: one for each collection and for each other kind of file."""
    shapes: dict[str, Any] = {
        **COLLECTIONS,
        "sources": dict[model.Slug, model.Source],
        "timeline": model.Timeline,
        "glossary": model.Glossary,
        "exceptions": ExceptionsFile,
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema"} | TypeAdapter(shape).json_schema()
        for name, shape in shapes.items()
    }


def write_schemas(root: Path) -> list[Path]:
    """Write the schemas that are not as the models have them now; gives their files."""
    written = []
    for name, schema in schemas().items():
        path = root / FOLDER / f"{name}.json"
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            written.append(path)
    return written
