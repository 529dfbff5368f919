"""The data for others: every record, statement and relation is in the files, as the site says it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kb.addresses import Addresses
from kb.langs import LANGS
from kb.model import City
from kb.opendata import documents, files
from kb.site import Site
from kb.states import relation_state
from tests.conftest import ROOT_URL
from tests.project import html_file
from tests.reader import BuiltSite


def read(site: BuiltSite, name: str) -> Any:
    return json.loads((site.folder / "data" / name).read_text(encoding="utf-8"))


def rows(site: BuiltSite, name: str) -> list[dict[str, str]]:
    with (site.folder / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_leads_to_every_file(real_build: BuiltSite, lang: str) -> None:
    file = html_file("data", lang)
    page = real_build.documents[file]
    led = {Path(address).name for tag, address in page.links if address.endswith((".json", ".csv"))}
    assert led == set(files())
    assert led == {path.name for path in (real_build.folder / "data").iterdir()} - {"index.html"}


def test_every_record_is_as_it_is_written(real_build: BuiltSite, real_site: Site) -> None:
    for collection, records in real_site.kb.records.items():
        found = {item["id"]: item for item in read(real_build, f"{collection}.json")}
        assert set(found) == set(records)
        for record_id, record in records.items():
            assert found[record_id]["name"] == record.name.model_dump()
            assert found[record_id]["address"] == f"{ROOT_URL}{collection}/{record_id}/"
            texts = [statement["text"] for statement in found[record_id].get("statements", [])]
            assert texts == [statement.text.model_dump() for statement in record.statements]


def test_tables_have_a_row_for_each_and_lead_to_its_place(real_build: BuiltSite, real_site: Site) -> None:
    records = [record for found in real_site.kb.records.values() for record in found.values()]
    assert len(rows(real_build, "statements.csv")) == sum(len(record.statements) for record in records)
    cities = [record for record in records if isinstance(record, City)]
    assert len(rows(real_build, "relations.csv")) == sum(len(city.relations) for city in cities)
    for name in ("statements.csv", "relations.csv"):
        for row in rows(real_build, name):
            page, _, place = row["address"].partition("#")
            assert place in real_build.documents[str(real_build.target(page))].ids


def test_the_state_of_a_relation_is_computed(toy_site: Site) -> None:
    found = documents(toy_site, Addresses(ROOT_URL, ""))
    for city in toy_site.kb.records["cities"].values():
        assert isinstance(city, City)
        written = next(item for item in found["cities"] if item["id"] == city.id)
        states = [relation_state(relation, city, toy_site.today).state.key for relation in city.relations]
        assert [relation["state"] for relation in written.get("relations", [])] == states
