"""Faults of the schema in words that a person who never saw YAML understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kb.faults import Fault
from kb.yamlfile import Loc, YamlFile

_Model = TypeVar("_Model", bound=BaseModel)


def validate(
    yaml_file: YamlFile, schema: type[_Model], value: Any, prefix: Loc = ()
) -> tuple[_Model | None, list[Fault]]:
    """A model out of `value`, which stands at `prefix` in the file, or all that is wrong with it."""
    if not isinstance(value, dict):
        remedy = "write keys and values, as in the other records"
        return None, [yaml_file.fault(prefix, "no keys and values here", remedy)]
    try:
        return schema.model_validate(value), []
    except ValidationError as error:
        return None, [
            _explain(yaml_file, schema, details, prefix) for details in error.errors(include_url=False)
        ]


def shown_loc(loc: Loc) -> str:
    """`relations[0].signed`"""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _explain(yaml_file: YamlFile, schema: type[BaseModel], details: ErrorDetails, prefix: Loc) -> Fault:
    """A pydantic error in words that a person who never saw YAML understands."""
    loc: Loc = tuple(details["loc"])
    name = shown_loc(loc) or "the record"
    kind, given = details["type"], details["input"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys_at(schema, loc[:-1])
        close = difflib.get_close_matches(str(loc[-1]), known, n=1)
        remedy = f"did you mean `{close[0]}`?" if close else f"keys here: {', '.join(sorted(known))}"
        return yaml_file.fault(prefix + loc, f"unknown key `{name}`", remedy)
    if kind == "missing":
        found = f"`{name}` is missing"
        if loc and loc[-1] in ("ca", "es", "en", "fr"):
            remedy = "write the text in all four languages: ca, es, en, fr"
        else:
            remedy = f"add `{loc[-1]}:`"
        return yaml_file.fault(prefix + loc, found, remedy)
    found = f"{name} is {'empty' if kind == 'too_short' else _shown(given)}"
    if kind == "value_error":
        remedy = str(context.get("error", details["msg"]))
    elif kind == "enum" or kind == "literal_error":
        choices = str(context.get("expected", "")).replace("'", "")
        options = choices.replace(" or ", ", ").split(", ")
        close = difflib.get_close_matches(str(given), options, n=1)
        remedy = (
            f"did you mean `{close[0]}`? Choose one of: {choices}" if close else (f"choose one of: {choices}")
        )
    elif kind == "string_pattern_mismatch":
        remedy = _pattern_remedy(str(context.get("pattern", "")))
    elif kind in ("string_too_short", "too_short"):
        remedy = "write at least one" if kind == "too_short" else "write the text, or remove the key"
    elif kind == "string_type":
        remedy = 'write a text, between double quotes when it looks like a number: "1992"'
    elif kind in ("list_type", "model_type", "dict_type"):
        what = (
            "a list: each item on its own line after a dash"
            if kind == "list_type"
            else ("keys and values, one step further in")
        )
        remedy = f"write {what}"
    elif kind in ("less_than_equal", "greater_than_equal") and loc and loc[-1] in ("lat", "lon"):
        remedy = "lat goes from -90 to 90 and lon from -180 to 180; perhaps they are swapped"
    else:
        remedy = details["msg"].lower().replace("input should be", "write")
    return yaml_file.fault(prefix + loc, found, remedy)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a table of keys"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "empty"
    text = str(value)
    return f'"{text[:57]}…"' if len(text) > 60 else f'"{text}"'


def _pattern_remedy(pattern: str) -> str:
    if "A-Z" in pattern:
        return "write the two capital letters of the country (ISO 3166): CO"
    if "/" in pattern:
        return "write collection/id: networks/uclg"
    if "{2}" in pattern:
        return "write the two letters of the language: ca"
    return "use small letters without accents, digits and hyphens: master-plan-2018-2021"


def _keys_at(schema: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the model allows at `loc`."""
    current: type[BaseModel] = schema
    for step in loc:
        if isinstance(step, int):
            continue
        annotation = current.model_fields[step].annotation if step in current.model_fields else None
        found = next(_models_in(annotation), None)
        if found is None:
            return []
        current = found
    return list(current.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
