"""Cross references: every id that a record names must exist, and nothing may stand twice or unused."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from babel.core import get_global
from pydantic import BaseModel

from kb import model
from kb.faults import Fault
from kb.load import Loaded
from kb.yamlfile import Loc, YamlFile

#: Key of a record → the collection that its ids belong to.
REFERENCES = {
    "areas": "policies",
    "cities": "cities",
    "city": "cities",
    "networks": "networks",
    "organisations": "organisations",
    "plans": "plans",
    "predecessor": "plans",
}


def cross_check(loaded: Loaded, cited_in_prose: set[str]) -> list[Fault]:
    """The faults that only show when the files are seen together."""
    return sorted(
        {
            *_unknown_ids(loaded),
            *_repeated_ids(loaded),
            *_cities(loaded),
            *_unused_sources(loaded, cited_in_prose),
        }
    )


def _parts(loaded: Loaded) -> Iterator[tuple[str, BaseModel, YamlFile]]:
    """Every file's model, with the collection it stands in."""
    for name, records in loaded.records.items():
        for record, yaml_file in records.values():
            yield name, record, yaml_file
    for found in (loaded.timeline, loaded.glossary):
        if found:
            yield "", found[0], found[1]


def cited_ids(part: BaseModel) -> Iterator[tuple[Loc, str]]:
    """Every source id that a model cites, with its place."""
    for loc, key, value in _leaves(part):
        if key in ("sources", "documents"):
            yield loc, value


def _leaves(value: Any, loc: Loc = (), key: str = "") -> Iterator[tuple[Loc, str, Any]]:
    """Every plain value with its place and the name of the key that holds it."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*loc, name), name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*loc, index), key)
    elif value is not None:
        yield loc, key, value


def _meant(unknown: str, known: Iterable[str], where: str) -> str:
    close = difflib.get_close_matches(unknown, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else f"add it to {where} first, or correct the id"


def _unknown_ids(loaded: Loaded) -> Iterator[Fault]:
    for _, part, yaml_file in _parts(loaded):
        for loc, key, value in _leaves(part):
            if key in ("sources", "documents"):
                if value not in loaded.sources:
                    remedy = _meant(value, loaded.sources, "data/sources/")
                    yield yaml_file.fault(loc, f"no source is called `{value}`", remedy, "sources")
            elif key == "related":
                collection, _, record_id = value.partition("/")
                known = loaded.records.get(collection)
                if known is None or record_id not in known:
                    every = [f"{name}/{key}" for name, ids in loaded.records.items() for key in ids]
                    remedy = _meant(value, every, "data/")
                    yield yaml_file.fault(loc, f"no record is called `{value}`", remedy)
            elif key in REFERENCES and value not in loaded.records[REFERENCES[key]]:
                collection = REFERENCES[key]
                remedy = _meant(value, loaded.records[collection], f"data/{collection}/")
                yield yaml_file.fault(loc, f"no record of {collection} is called `{value}`", remedy)


def _repeated_ids(loaded: Loaded) -> Iterator[Fault]:
    for _, part, yaml_file in _parts(loaded):
        for name in ("statements", "relations", "series", "events", "terms"):
            items = getattr(part, name, [])
            counts = Counter(item.id for item in items)
            for index, item in enumerate(items):
                if counts[item.id] > 1:
                    found = f"the id `{item.id}` stands {counts[item.id]} times in {name}"
                    yield yaml_file.fault((name, index, "id"), found, "give each its own id")
    for name, records in loaded.records.items():
        taken = {key: key for key in records}
        for key, (record, yaml_file) in sorted(records.items()):
            for index, former in enumerate(record.former_ids):
                if former in taken:
                    found = f"`{former}` is already the address of {name}/{taken[former]}"
                    yield yaml_file.fault(("former_ids", index), found, "remove it here")
                taken[former] = key


def _cities(loaded: Loaded) -> Iterator[Fault]:
    # Where CLDR knows the languages spoken: countries and territories, but no union, no zone, no test code.
    territories = set(get_global("territory_languages")) - {"ZZ"}
    for record, yaml_file in loaded.records["cities"].values():
        assert isinstance(record, model.City)
        if record.country not in territories:
            remedy = "write the two capital letters of the country (ISO 3166): CO"
            yield yaml_file.fault(("country",), f"no country has the code {record.country}", remedy)
        known = {relation.id for relation in record.relations}
        for index, relation in enumerate(record.relations):
            if relation.replaced_by and relation.replaced_by not in known - {relation.id}:
                found = f"no other relation here is called `{relation.replaced_by}`"
                remedy = f"relations here: {', '.join(sorted(known))}"
                yield yaml_file.fault(("relations", index, "replaced_by"), found, remedy)


def _unused_sources(loaded: Loaded, cited_in_prose: set[str]) -> Iterator[Fault]:
    cited = cited_in_prose | {value for _, part, _ in _parts(loaded) for _, value in cited_ids(part)}
    for key, (_, yaml_file) in loaded.sources.items():
        if key not in cited:
            remedy = "cite it in a record, or remove it"
            yield yaml_file.fault((key,), f"nothing cites the source `{key}`", remedy, "sources")
