"""Editors know the keys and values of every file: the JSON Schema is made from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kb.schema import FOLDER, schemas, write_schemas
from kb.yamlfile import read_yaml
from tests.project import ROOT

SETTINGS: dict[str, str] = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]


def test_the_schemas_are_those_that_the_models_make(tmp_path: Path) -> None:
    for name, schema in schemas().items():
        written = json.loads((ROOT / FOLDER / f"{name}.json").read_text("utf-8"))
        assert written == schema, f"{name}: run manage.py schema"
    assert len(write_schemas(tmp_path)) == len(schemas())
    assert write_schemas(tmp_path) == []


def test_editors_are_told_which_files_each_schema_is_for() -> None:
    assert set(SETTINGS) == {f"{FOLDER}/{name}.json" for name in schemas()}
    for name, files in SETTINGS.items():
        assert list(ROOT.glob(files)), name


@pytest.mark.parametrize("file", SETTINGS)
def test_every_file_of_the_data_keeps_its_schema(file: str) -> None:
    schema: dict[str, Any] = json.loads((ROOT / file).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in ROOT.glob(SETTINGS[file]):
        yaml_file, _ = read_yaml(path, path.name)
        assert yaml_file is not None
        errors = [
            f"{path.name}: {error.json_path}: {error.message}"
            for error in validator.iter_errors(yaml_file.value)
        ]
        assert errors == []


def test_a_wrong_key_or_date_is_underlined() -> None:
    validator = Draft202012Validator(schemas()["sources"])
    source = {"publisher": "a", "url": "https://a.example", "language": "ca", "accessed": "2026-11-23"}
    assert validator.is_valid({"a": source})
    assert not validator.is_valid({"a": source | {"publised": "2020"}})
    assert not validator.is_valid({"a": source | {"accessed": "23/11/2026"}})
