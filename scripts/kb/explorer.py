"""Explorers: what the rows of a list can be narrowed down by, and how many rows have each value.

A value is written `facet=value`, as in `region=europe`: so it stands on the row and in the address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb import formats, model
from kb.dates import When
from kb.links import Ref
from kb.maps import MARKS, mark_names, mark_of
from kb.sheet import Sheet
from kb.site import Site

#: Id of a record or event → what it can be found by.
Rows = dict[str, list[str]]

#: List → its facets, in the order of the form.
FACETS = {
    "cities": ("region", "state", "relation", "signed", "policy", "network"),
    "networks": ("kind", "role", "policy", "founded", "city"),
    "projects": ("region", "city", "modality", "policy", "decade", "network"),
    "timeline": ("decade", "region", "city", "policy", "network"),
}

#: Facets that are links to records of a collection.
_LINKED = {"policy": "policies", "network": "networks", "city": "cities"}

#: Records that each deal with one matter: their policy areas are those of an event that names them.
_SINGLE_MATTER = ("networks", "plans", "projects", "organisations")


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and how many rows have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One thing that rows are narrowed down by."""

    name: str
    title: str
    choices: list[Choice]


def rows(site: Site, name: str) -> Rows:
    """The values of every row of the list `name`; nothing for a list without an explorer."""
    if name == "timeline":
        return {event.id: _written(_event(site, event)) for event in site.kb.events}
    describe = _RECORDS.get(name)
    if describe is None:
        return {}
    return {key: _written(describe(site, record)) for key, record in site.kb.records[name].items()}


def form(sheet: Sheet, name: str, found: Rows) -> str:
    """The form that narrows the list `name` down; empty where there is nothing to choose."""
    facets = facets_of(sheet, name, found)
    return sheet.render("explorer.html", facets=facets, total=len(found)) if facets else ""


def facets_of(sheet: Sheet, name: str, found: Rows) -> list[Facet]:
    """The facets that tell the rows apart, each with the values that any row has."""
    counts = Counter(value for values in found.values() for value in values)
    facets = []
    for facet in FACETS.get(name, ()):
        labels = _labels(
            sheet, name, facet, [v.partition("=")[2] for v in counts if v.startswith(f"{facet}=")]
        )
        choices = [
            Choice(value, label, counts[f"{facet}={value}"])
            for value, label in labels.items()
            if counts[f"{facet}={value}"]
        ]
        if any(choice.count < len(found) for choice in choices):
            facets.append(Facet(facet, sheet.t["facets"][facet], choices))
    return facets


def _labels(sheet: Sheet, name: str, facet: str, values: list[str]) -> dict[str, str]:
    """Value → its name, in the order in which the choices stand."""
    if facet in _LINKED:
        records = sheet.site.kb.records[_LINKED[facet]]
        named = {value: _name(sheet, records[value]) for value in values}
        return dict(formats.in_order(named.items(), lambda item: item[1], sheet.lang))
    if facet in ("signed", "founded", "decade"):
        return {value: f"{value}–{int(value) + 9}" for value in sorted(values)}
    if facet == "state":
        names = mark_names(sheet)
        return {mark: names[mark] for mark in MARKS}
    return dict(sheet.t[_STRINGS[facet]])


def _name(sheet: Sheet, record: model.Record) -> str:
    return sheet.short_name(record) if isinstance(record, model.Network) else record.name[sheet.lang]


#: Facet → the group of interface strings that names its values.
_STRINGS = {
    "region": "regions",
    "relation": "relation_kinds",
    "kind": "network_kinds",
    "role": "roles",
    "modality": "modalities",
}

_Values = Iterator[tuple[str, str]]


def _written(values: _Values) -> list[str]:
    return list(dict.fromkeys(f"{facet}={value}" for facet, value in values))


def _city(site: Site, record: model.Record) -> _Values:
    assert isinstance(record, model.City)
    yield "region", record.region
    yield "state", mark_of(record, site)
    for relation in record.relations:
        yield "relation", relation.kind
        yield from _decades("signed", relation.signed)
    yield from _linked(site, Ref("cities", record.id), "policy", "network")


def _network(site: Site, record: model.Record) -> _Values:
    assert isinstance(record, model.Network)
    yield "kind", record.kind
    for role in record.roles:
        yield "role", role.kind
    yield from _decades("founded", record.founded.date if record.founded else None)
    for member in record.members:
        yield "city", member.city
    yield from _linked(site, Ref("networks", record.id), "policy")


def _project(site: Site, record: model.Record) -> _Values:
    assert isinstance(record, model.Project)
    yield from _places(site, record.cities)
    yield "modality", record.modality
    yield from _decades("decade", record.period)
    yield from _linked(site, Ref("projects", record.id), "policy", "network")


def _event(site: Site, event: model.Event) -> _Values:
    yield from _decades("decade", event.date)
    refs = [Ref.parse(text) for text in event.related]
    yield from _places(site, [ref.id for ref in refs if ref.collection == "cities"])
    for ref in refs:
        if ref.collection == "networks":
            yield "network", ref.id
        elif ref.collection == "policies":
            yield "policy", ref.id
        if ref.collection in _SINGLE_MATTER:
            for area in site.kb.records[ref.collection][ref.id].areas:
                yield "policy", area


def _places(site: Site, cities: Iterable[str]) -> _Values:
    for city in cities:
        record = site.kb.records["cities"][city]
        assert isinstance(record, model.City)
        yield "city", city
        yield "region", record.region


def _decades(facet: str, when: When | None) -> _Values:
    """Every decade that a date or interval touches; of an interval without a known end, the first."""
    if when:
        for year in range(when.start.year // 10 * 10, when.last.year + 1, 10):
            yield facet, str(year)


def _linked(site: Site, ref: Ref, *facets: str) -> _Values:
    for facet in facets:
        for there in site.links.of(ref, _LINKED[facet]):
            yield facet, there.id


_RECORDS: dict[str, Callable[[Site, model.Record], _Values]] = {
    "cities": _city,
    "networks": _network,
    "projects": _project,
}
