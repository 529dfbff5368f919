"""The data for others to use: a JSON file a collection, and tables (CSV) of statements and relations."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kb import model
from kb.addresses import Addresses
from kb.langs import DEFAULT_LANG, LANGS
from kb.load import COLLECTIONS
from kb.site import Site
from kb.states import relation_state

#: The folder below the root of the site; the page that explains the files is there too.
FOLDER = "data"

Row = list[str]


def write_data(site_dir: Path, site: Site, addresses: Addresses) -> None:
    """Write every file into `site_dir/data/`."""
    folder = site_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in documents(site, addresses).items():
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    for name, rows in TABLES.items():
        # With a byte order mark, spreadsheets read the accents right.
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows(site, addresses))


def documents(site: Site, addresses: Addresses) -> dict[str, Any]:
    """What each JSON file says: the records as they are written, with their address and computed states."""
    found: dict[str, Any] = {}
    for collection, records in site.kb.records.items():
        found[collection] = [
            {"address": addresses.page(f"{collection}/{record.id}", DEFAULT_LANG), **_written(record)}
            for record in records.values()
        ]
    for city, written in zip(_cities(site), found["cities"], strict=True):
        for relation, out in zip(city.relations, written.get("relations", []), strict=True):
            out["state"] = relation_state(relation, city, site.today).state.key
    found["timeline"] = [_written(event) for event in site.kb.events]
    found["glossary"] = [_written(term) for term in site.kb.terms]
    found["sources"] = {key: _written(source) for key, source in site.kb.sources.items()}
    return found


def _written(part: BaseModel) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


def _cities(site: Site) -> Iterator[model.City]:
    for city in site.kb.records["cities"].values():
        assert isinstance(city, model.City)
        yield city


def statements(site: Site, addresses: Addresses) -> Iterator[Row]:
    """A row a statement, after one with the names of the columns."""
    yield ["record", "id", "topic", "date", *LANGS, "sources", "confidence", "address"]
    for collection, records in site.kb.records.items():
        for record in records.values():
            page = addresses.page(f"{collection}/{record.id}", DEFAULT_LANG)
            for statement in record.statements:
                yield [
                    f"{collection}/{record.id}",
                    statement.id,
                    statement.topic,
                    str(statement.date or ""),
                    *(statement.text[lang] for lang in LANGS),
                    " ".join(statement.sources),
                    statement.confidence,
                    f"{page}#{statement.id}",
                ]


def relations(site: Site, addresses: Addresses) -> Iterator[Row]:
    """A row a relation, after one with the names of the columns; states are those of the day of the build."""
    yield ["city", "country", "id", "kind", "signed", "state", "state_date", "sources", "address"]
    for city in _cities(site):
        page = addresses.page(f"cities/{city.id}", DEFAULT_LANG)
        for relation in city.relations:
            found = relation_state(relation, city, site.today)
            yield [
                city.id,
                city.country,
                relation.id,
                relation.kind,
                str(relation.signed or ""),
                found.state.key,
                str(found.date or ""),
                " ".join(relation.sources),
                f"{page}#relation-{relation.id}",
            ]


#: Name of each table → its rows.
TABLES = {"statements": statements, "relations": relations}


def files() -> list[str]:
    """The names of the files, to be linked."""
    names = (*COLLECTIONS, "timeline", "glossary", "sources")
    return [*(f"{name}.json" for name in names), *(f"{name}.csv" for name in TABLES)]
